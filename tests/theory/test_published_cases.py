"""Published cases with known answers, run from the same study files that a planner writes.

A figure passes when the interval of its replications holds the answer, at 99% for the whole family of figures of a case
(so each by Bonferroni wider), a published error added in quadrature; and the interval may be no wider than asked: 2% of
the answer either way, 5% for a queue's wait and for the cells of three units. Seed 1 throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.stats import norm, t

import bluelight
from geography.region import Region, load_region
from results.compare import between
from scenarios.load import load_study
from sim.batch import Task, play_all
from sim.events import Kind
from sim.run import RunLog

STUDIES = Path(__file__).parent / "studies"
FAMILY = 0.99
PUBLISHED_ERROR = {"together": 0.06 * 60, "apart": 0.022 * 60}  # SimOpt's, in seconds


def level(family: int) -> float:
    """The level of one side of each interval, such that all of a family hold together."""
    return 1.0 - (1.0 - FAMILY) / family / 2.0


def holds(
    values: NDArray[np.float64], answer: float, family: int, width: float, published: float = 0.0
) -> None:
    """Whether the interval of the mean holds the answer and is narrow; `published` is the answer's own 95% error."""
    own = t.ppf(level(family), len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    assert own <= width * answer, f"an interval of {own / answer:.1%} says too little"
    both = np.hypot(own, published * norm.ppf(level(family)) / norm.ppf(0.975))
    assert abs(values.mean() - answer) <= both, f"{values.mean():.6g} is not {answer:.6g}"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pd.DataFrame]:
    """What `bluelight run` measures of each case, played once."""

    class Cases(dict[str, pd.DataFrame]):
        def __missing__(self, name: str) -> pd.DataFrame:
            out = tmp_path_factory.mktemp(name)
            with pytest.MonkeyPatch.context() as patch:  # its report is nobody's here
                patch.setattr("results.report.write_report", lambda *_: None)
                played = bluelight.run(str(STUDIES / f"{name}.yaml"), out, workers=2)
            self[name] = played.measures
            return self[name]

    return Cases()


CASES = [
    pytest.param(name, key, id=f"{name}: {key}")
    for name in ("two_on_a_line", "three_in_line", "formulas", "five_servers")
    for key in load_study(str(STUDIES / f"{name}.yaml")).head.expected
]


@pytest.mark.parametrize(("name", "key"), CASES)
def test_the_answer_is_in_the_interval(
    measured: Mapping[str, pd.DataFrame], name: str, key: str
) -> None:
    expected = load_study(str(STUDIES / f"{name}.yaml")).head.expected
    figure = expected[key]
    values = between(measured[name], figure.measure, figure.group, figure.option, None)
    wide = figure.measure in ("queue_wait_mean_s", "sent_at_once_share")
    holds(values, figure.value.value, len(expected), 0.05 if wide else 0.02)


def test_a_trace_by_hand(measured: Mapping[str, pd.DataFrame]) -> None:
    """Responses of 0, 0, 1 and 40 minutes: the fourth call waits until the unit of the first is at its base again."""
    got = measured["trace_by_hand"]
    group = "clock=response;order=first;service=police"
    mean = got[((got["measure"] == "response_mean_s") & (got["group"] == group)).to_numpy()]
    assert mean["value"].tolist() == [615.0]


def mean_response_s(log: RunLog, region: Region) -> float:
    """The day's mean of wait and travel, over calls to which somebody was sent."""
    del region
    rang = {call.id: call.at_s for call in log.calls}
    times = [
        e.at_s - rang[e.call]
        for e in log.events
        if e.kind is Kind.UNIT_ARRIVED and e.call is not None
    ]
    return float(np.mean(times))


@pytest.mark.parametrize(("option", "replications"), [("together", 1800), ("apart", 800)])
def test_simopt_s_ambulances(option: str, replications: int) -> None:
    study = load_study(str(STUDIES / "simopt_ambulance.yaml"))
    scenarios = {scenario.name: scenario for scenario in study.scenarios}
    found: dict[int, float] = {}
    tasks = [Task(f"{option}/{number}", option, number) for number in range(replications)]
    progress = play_all(
        tasks, scenarios, load_region(study.region_place), study.region_place, mean_response_s,
        lambda task, mean: found.update({task.replication: mean}), workers=2,
    )  # fmt: skip
    assert not progress.failures
    values = np.array([found[number] for number in range(replications)])
    answer = study.head.expected[option].value.value
    holds(values, answer, 2, 0.02, PUBLISHED_ERROR[option])
