"""What a station's own premises and people cost a year: Suffolk's and Hayle's, by the pay rules, added up by hand."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from results.costs import item_rows, yearly_rate
from results.oncall_pay import is_paid, pay_lines
from results.station_money import own_cost, unpaid_people
from scenarios.calls import YEAR_DAYS
from scenarios.load import load_study
from scenarios.scenario import Scenario

NOBODY = {"turnouts": pd.DataFrame(columns=["pool", "unit", "riders", "hours", "stayed"])}
SEATS = ("posts", "stations", "floor_area")


@cache
def option(study: str, name: str) -> Scenario:
    return next(one for one in load_study(study).scenarios if one.name == name)


def a_person(scenario: Scenario) -> float:
    """One on-call person's year without a call, by the rules of the catalogue: each line of them by hand."""
    pay = scenario.oncall_pay["oncall"]
    hours = pay.drill.base + pay.training.base
    steady = 2935 * (0.7 + 0.3 * 0.75) + 13.40 * hours
    with_holiday = steady * 1.1207
    ni = 0.138 * max(0.0, with_holiday - 8112)
    return with_holiday + ni + with_holiday * 0.143 * 0.6


def test_a_new_on_call_station_costs_its_building_and_the_pay_of_twelve() -> None:
    scenario = option("hayle", "hayle_station").model_copy(update={"price_year": 2015})
    pay = scenario.oncall_pay["oncall"]
    recruits = yearly_of_leavers(scenario)
    building = yearly_rate(scenario.costs["hayle_building"], scenario)
    expected = building + 12 * a_person(scenario) + 12 * recruits
    assert own_cost(scenario, "hayle_fire") == pytest.approx(expected)
    assert pay.serves is not None
    assert unpaid_people(scenario, "hayle_fire") == 0


def yearly_of_leavers(scenario: Scenario) -> float:
    """What is paid a year for each person in place of leavers, from the lines of all."""
    people = sum(
        pool.people
        for name, pool in scenario.crew_pools.items()
        if scenario.duty_systems[pool.duty].kind == "oncall"
        and not scenario.stations[pool.station].outside_county
        and is_paid(scenario.oncall_pay["oncall"], scenario, name)
    )
    lines = {line.what: line for line in pay_lines(scenario.oncall_pay["oncall"], scenario, NOBODY)}
    return lines["finding and training in place of leavers"].gbp / people


def test_three_people_more_cost_three_people_s_pay() -> None:
    now, then = (option("suffolk", name) for name in ("separate", "same_money"))
    first, second = (own_cost(scenario, "beccles_fire") for scenario in (now, then))
    assert first is not None
    assert second is not None
    building = yearly_rate(now.costs["fire_property_running"], now)
    assert second - first == pytest.approx(3 * (first - building) / 10)
    assert second - first > 3 * 3_000


def test_an_officer_who_parades_there_costs_the_hours_on_shift() -> None:
    now, then = (option("suffolk", name) for name in ("ten_shared", "ten_shared_response"))
    first, second = (own_cost(scenario, "beccles_fire") for scenario in (now, then))
    assert first is not None
    assert second is not None
    rate = yearly_rate(now.costs["police_response"], now)
    assert second - first == pytest.approx(24 * YEAR_DAYS * rate)


@pytest.mark.parametrize("name", ["separate", "ten_shared_crew", "same_money"])
def test_all_stations_together_cost_what_the_county_s_people_and_premises_do(name: str) -> None:
    """What does not vary with calls, from the lines of the whole: nothing is lost between stations or told twice."""
    scenario = option("suffolk", name)
    steady = sum(
        line.gbp
        for line in pay_lines(scenario.oncall_pay["oncall"], scenario, NOBODY)
        if not line.varies
    )
    only = {key: item for key, item in scenario.costs.items() if item.driver in SEATS}
    counted = scenario.model_copy(update={"costs": only})
    whole = steady + sum(row[5] for _, row in item_rows(counted, {}))
    own = [key for key, station in scenario.stations.items() if not station.outside_county]
    parts = [own_cost(counted, key) or 0.0 for key in own]
    assert sum(parts) == pytest.approx(whole, abs=1.0)


def test_people_whose_pay_is_nowhere_are_counted() -> None:
    scenario = option("suffolk", "ten_shared_crew")
    bare = scenario.model_copy(update={"oncall_pay": {}})
    assert unpaid_people(scenario, "beccles_fire") == 0
    assert unpaid_people(bare, "beccles_fire") == 12
    only_two = scenario.oncall_pay["oncall"].model_copy(
        update={"unpaid": ("beccles_police_staff",)}
    )
    assert (
        unpaid_people(scenario.model_copy(update={"oncall_pay": {"a": only_two}}), "beccles_fire")
        == 2
    )
