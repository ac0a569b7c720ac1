"""The bundled study of Lincolnshire says what its page and its own rules say."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from geography.region import load_region
from scenarios.load import load_study
from scenarios.scenario import Scenario
from scenarios.study import Study

CONVEYING = {
    "coresponding": 0, "pilot": 3, "best_three": 3, "best_six": 6, "best_nine": 9, "convey_all": 21,
}  # fmt: skip


@pytest.fixture(scope="module")
def lincolnshire() -> Study:
    return load_study("lincolnshire", load_region("lincolnshire"))


@pytest.fixture(scope="module")
def options(lincolnshire: Study) -> Mapping[str, Scenario]:
    return {s.name: s for s in lincolnshire.scenarios if s.name not in lincolnshire.points}


def conveying(scenario: Scenario) -> set[str]:
    """The stations whose crews convey."""
    return {v.station for v in scenario.vehicles.values() if v.type == "urgent_care_ambulance"}


def test_each_option_of_the_sweep_has_as_many_conveying_stations_as_it_says(
    lincolnshire: Study, options: Mapping[str, Scenario]
) -> None:
    sweep = lincolnshire.head.sweep
    assert sweep is not None
    assert {name: len(conveying(options[name])) for name in sweep.options} == CONVEYING
    for smaller, larger in (("best_three", "best_six"), ("best_six", "convey_all")):
        assert conveying(options[smaller]) < conveying(options[larger])
    together = {"co_responder_car", "urgent_care_ambulance"}
    for name in CONVEYING:
        assert sum(v.type in together for v in options[name].vehicles.values()) == 21, name


def test_the_sweep_is_conveying_stations_by_calls_by_availability(lincolnshire: Study) -> None:
    sweep = lincolnshire.head.sweep
    assert sweep is not None
    assert len(lincolnshire.points) == sweep.size == 24
    assert sweep.replications == 5
    quick = lincolnshire.with_changes(quick=True)
    assert quick.sweep_replications * sweep.size < 60 * 5


def test_availability_is_moved_for_on_call_pumps_alone_and_stays_below_one(
    lincolnshire: Study, options: Mapping[str, Scenario]
) -> None:
    points = {s.name: s for s in lincolnshire.scenarios if s.name in lincolnshire.points}
    before = options["pilot"].duty_systems
    seen = set()
    for name, scenario in points.items():
        point = lincolnshire.points[name]
        ratio = point["on_call_there"]
        for duty, system in scenario.duty_systems.items():
            wanted = ratio if duty == "oncall" else 1.0
            for row, was in zip(system.availability, before[duty].availability, strict=True):
                assert row.share.base == pytest.approx(wanted * was.share.base)
                assert 0 < row.share.base < 1
        seen.add(ratio)
    assert seen == {1.0, 0.85}


def test_the_factor_of_ambulance_hours_stands_at_what_is_declared(
    lincolnshire: Study, options: Mapping[str, Scenario]
) -> None:
    (hours,) = options["coresponding"].duty_systems["ambulance_day"].hours
    sweep = lincolnshire.head.sweep
    assert sweep is not None
    (level,) = sweep.factors["day_ambulances_until"].levels
    as_it_is = {
        name for name, point in lincolnshire.points.items()
        if (point["medical_calls"], point["on_call_there"]) == (1.0, 1.0)
    }  # fmt: skip
    for scenario in lincolnshire.scenarios:
        if scenario.name in as_it_is:
            (mine,) = scenario.duty_systems["ambulance_day"].hours
            assert mine == hours, (scenario.name, level)


def test_survivors_and_deaths_in_fires_are_estimated(options: Mapping[str, Scenario]) -> None:
    for scenario in options.values():
        assert set(scenario.survival_curves) == {"larsen", "valenzuela", "de_maio", "waalewijn"}
        assert set(scenario.fire_death_curves) == {"straight_line"}
        (arrests,) = scenario.arrests.values()
        assert "red1" in arrests.categories
