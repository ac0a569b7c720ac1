"""What a siting measures against the same run without the places, computed by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from results.groups import group
from results.measured import MEASURES
from results.site import Contest

GROSS, HOURS, NET = (
    "ambulance_hours_released", "hours_on_calls", "ambulance_hours_released_net",
)  # fmt: skip


def run_of(clinicians_h: float, released_h: float | None) -> dict[str, Any]:
    rows = [(HOURS, group(service="ambulance", basis="clinician_by_car"), clinicians_h, "h")]
    if released_h is not None:
        rows.append((GROSS, "service=ambulance", released_h, "h"))
    return {MEASURES: pd.DataFrame(rows, columns=["measure", "group", "value", "unit"])}


def net_of(contest: Contest, name: str, number: int) -> list[float]:
    table = contest.measured[name, number][MEASURES]
    return [float(value) for value in table.loc[table["measure"] == NET, "value"]]


@pytest.fixture
def contest() -> Contest:
    study: Any = SimpleNamespace(scenarios=[SimpleNamespace(name="without")])
    nothing: Any = None
    found = Contest(study, nothing, nothing)
    for number, clinicians_h in enumerate((100.0, 140.0)):
        found.keep("without", number, run_of(clinicians_h, None))
    return found


def test_hours_are_net_of_what_clinicians_do_more_than_in_the_same_run(contest: Contest) -> None:
    contest.keep("three", 0, run_of(130.0, 90.0))
    contest.keep("three", 1, run_of(130.0, 90.0))
    assert net_of(contest, "three", 0) == [90.0 - 30.0]
    assert net_of(contest, "three", 1) == [90.0 + 10.0]
    assert net_of(contest, "without", 0) == []


def test_where_no_hours_are_released_there_are_none_net(contest: Contest) -> None:
    contest.keep("none", 0, run_of(130.0, None))
    assert net_of(contest, "none", 0) == []
