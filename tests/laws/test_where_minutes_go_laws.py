"""The phases of a clock add to the clock, and the activities of a unit to its hours out, whatever was played."""

from __future__ import annotations

import numpy as np
import pytest

from results.activities import ACTIVITIES
from results.measures import measure_run
from results.more_measures import activities_of
from results.phases import PHASES, phase_table, phases_of
from results.states import STATES
from results.task import finish
from results.workload import workload_table
from tests.laws.test_measuring_laws import county, played
from tests.theory.by_hand import measured


def test_phases_add_to_the_mean_on_every_clock() -> None:
    log, region = played()
    table = measure_run(log.scenario, finish(log, region), region)
    found = measured(table[["measure", "group", "value"]].itertuples(index=False))
    compared = 0
    for name, clock in log.scenario.clocks.items():
        keys = f"clock={name};order=first;service={clock.service}"
        if ("response_mean_s", keys) not in found:
            continue
        parts = [
            found["phase_mean_s", f"basis={phase};clock={name};service={clock.service}"]
            for phase in PHASES
        ]
        assert sum(parts) == pytest.approx(found["response_mean_s", keys])
        compared += 1
    assert compared > 5


def test_no_phase_is_negative_and_each_is_somewhere() -> None:
    run = county()
    seconds = np.concatenate([phases_of(c, run) for c in run.scenario.clocks.values()], axis=1)
    assert seconds.min() >= 0
    assert (seconds.max(axis=1) > 0).all()
    assert set(phase_table(run)["phase"]) == set(PHASES)


def test_activities_add_to_the_hours_out() -> None:
    run = county()
    table = workload_table(run, {})
    out = table[[f"{name}_h" for name in ACTIVITIES]].sum(axis=1)
    assert out.to_numpy() == pytest.approx(table["out_h"].to_numpy())
    assert (table["at_hospital_h"] > 0).any()
    every = table[[f"{name}_h" for name in STATES]].sum(axis=1)
    assert every.to_numpy() == pytest.approx(run.counted_days * 24.0)


def test_a_unit_does_nothing_that_its_type_cannot_do() -> None:
    run = county()
    for row in workload_table(run, {}).to_dict("records"):
        can = activities_of(run.scenario, str(row["type"]))
        assert all(not row[f"{name}_h"] for name in ACTIVITIES if name not in can), row["unit"]
