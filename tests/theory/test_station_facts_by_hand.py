"""What a station's card says of vehicles, crews, hours and money, read off a small study by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from results.station_facts import ON_STATION
from results.stations_packed import commonest_clock, declared_week, facts_of, stations_of
from scenarios.fleet import CrewPool
from tests.theory.by_hand import one_day, study, tinyshire

BASELINE = study().baseline


def test_a_watch_is_at_the_station_and_an_on_call_crew_as_declared() -> None:
    east, mid = (facts_of(BASELINE, key) for key in ("east_fire", "mid_fire"))
    assert set(east.week) == {ON_STATION}
    assert len(mid.week) == 168
    assert mid.week[8] == 0.6  # Monday, 08:00 to 09:00
    assert mid.week[3] == mid.week[5 * 24 + 8] == 0.9  # at night, and on Saturday
    assert sum(share == 0.6 for share in mid.week) == 5 * 12


def test_one_person_on_shift_is_no_crew_at_the_station() -> None:
    """The operative is one person beside ten on call: a pump of four still waits for the others."""
    scenario = one_day()
    shared = [
        unit
        for unit, vehicle in scenario.vehicles.items()
        if "firefighting" in scenario.vehicle_types[vehicle.type].skills
        and len(vehicle.crewed_from) > 1
    ]
    assert shared
    assert ON_STATION not in declared_week(scenario, shared[0])
    pool = scenario.vehicles[shared[0]].crewed_from[-1]
    alone = scenario.crew_pools[pool]
    four = CrewPool.model_validate({**alone.model_dump(), "people": 4})
    full = scenario.model_copy(update={"crew_pools": scenario.crew_pools | {pool: four}})
    assert (declared_week(full, shared[0]) == ON_STATION).sum() == 5 * 8  # weekdays, 09:00 to 17:00


def test_a_station_s_own_cost_is_that_of_its_seats() -> None:
    assert facts_of(BASELINE, "east_fire").cost_gbp == 4 * 200_000
    assert facts_of(BASELINE, "mid_fire").cost_gbp is None
    words = facts_of(BASELINE, "east_fire").crews
    assert words == ("4 people: wholetime",)


def test_a_new_station_has_the_ground_of_the_option_that_brings_it() -> None:
    scenarios = study().scenarios
    west = next(s for s in scenarios if "west_fire" in s.stations)
    found = stations_of([BASELINE, west], tinyshire(), "fire_from_call", ("changed",))
    assert found.own_option == {"west_fire": west.name}
    assert "west_fire" not in found.grounds or len(found.grounds["west_fire"])
    assert set(found.facts["west_fire"]) == {west.name}
    assert {"east_fire", "mid_fire", "west_fire"} <= found.fire
    zones = np.concatenate([found.grounds[key] for key in ("east_fire", "mid_fire")])
    assert len(np.unique(zones)) == len(zones)  # no zone is two stations' in the baseline


def test_response_is_told_on_the_fire_clock_with_most_calls() -> None:
    rows = [(BASELINE.name, "first", "fire_from_call")] * 3 + [(BASELINE.name, "first", "red1")] * 9
    arrivals = pd.DataFrame(rows, columns=["scenario", "order", "clock"])
    assert commonest_clock(BASELINE, arrivals) == "fire_from_call"
    assert commonest_clock(BASELINE, arrivals.iloc[3:]) == ""
    assert commonest_clock(BASELINE, arrivals.iloc[:0]) == ""


@pytest.mark.parametrize("clock", ["", "red1"])
def test_without_a_fire_clock_nobody_has_a_ground(clock: str) -> None:
    assert not stations_of([BASELINE], tinyshire(), clock, ("all",)).grounds
