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


def cars(scenario: Scenario) -> set[str]:
    """The stations that co-respond by car."""
    return {v.station for v in scenario.vehicles.values() if v.type == "co_responder_car"}


def test_everything_is_held_against_co_responding_as_it_has_run_since_1998(
    lincolnshire: Study, options: Mapping[str, Scenario]
) -> None:
    assert lincolnshire.baseline.name == "coresponding"
    assert len(cars(options["coresponding"])) == 21
    kept = set(options["coresponding"].vehicles)
    gone = {v for v in kept if options["coresponding"].vehicles[v].type == "co_responder_car"}
    assert set(options["none"].vehicles) == kept - gone
    assert not any(name.startswith("co_responder") for name in options["none"].costs)
    assert set(lincolnshire.head.quick) >= {"none", "pilot"}


def test_what_the_bid_is_asked_of_is_the_pair_that_it_speaks_of(lincolnshire: Study) -> None:
    asked = lincolnshire.head.expected
    of_the_pilot = asked["bid_cost"]
    assert (of_the_pilot.option, of_the_pilot.of) == ("pilot", "difference")
    assert of_the_pilot.minus in (None, "coresponding")
    calls = asked["coresponding_calls"]  # what co-responding adds: cars' calls, not those of pumps
    assert (calls.option, calls.minus, calls.of) == ("coresponding", "none", "difference")
    others = set(asked) - {"bid_cost", "coresponding_calls"}
    assert {asked[name].of for name in others} == {"value"}


def test_three_choices_of_21_stations_differ_by_eight(options: Mapping[str, Scenario]) -> None:
    first, second, third = (
        cars(options[name]) for name in ("coresponding", "other_stations", "third_choice")
    )
    assert len(first) == len(second) == len(third) == 21
    assert len(first - second) == len(first - third) == 8
    assert second - first == third - first
    assert second != third


def test_red_2_is_sent_and_collisions_ring_by_the_rule_of_cornwall(
    options: Mapping[str, Scenario],
) -> None:
    hayle = load_study("hayle", load_region("cornwall")).baseline.demand
    mine = options["coresponding"].demand
    red2, same = mine["ambulance_red2"].call_handling, hayle["ambulance_red2"].call_handling
    assert (red2.mean, red2.sd, red2.unit) == (same.mean, same.sd, same.unit) == (60, 30, "s")
    for name in ("rtc", "vehicle_and_other_primary_fire", "dwelling_fire"):
        assert mine[name].among == hayle[name].among
