"""The bundled study of Suffolk says what the bid and the region's tables say, and its page ranks the pairs."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from geography.region import load_region
from results.bids import sum_row, unmodelled_row
from results.oncall_pay import pay_lines
from results.stations_packed import moved_from
from scenarios.agreements import Agreement
from scenarios.combinations import with_combinations
from scenarios.duty import person_chance
from scenarios.load import load_study
from scenarios.scenario import Scenario
from scenarios.site import Combination, Site
from scenarios.study import Study

ROOT = Path(__file__).parents[2]
SITES = ROOT / "geography" / "regions" / "suffolk" / "sites.csv"
PAGE = ROOT / "docs" / "studies" / "suffolk.md"
DUTY = {"wholetime": "wholetime", "day_crewed": "day_crewed", "oncall": "on_call"}
FOUR = ("framlingham", "debenham", "elmswell", "ixworth")
SIX = ("beccles", "hadleigh", "bungay", "eye", "woodbridge", "saxmundham")


@cache
def study() -> Study:
    return load_study("suffolk")


def option(name: str) -> Scenario:
    return next(scenario for scenario in study().scenarios if scenario.name == name)


def cars(scenario: Scenario) -> Counter[str]:
    """Response cars by the station at which they parade."""
    types = scenario.vehicle_types
    mine = [v for v in scenario.vehicles.values() if types[v.type].service == "police"]
    return Counter(vehicle.station for vehicle in mine)


@cache
def pairs_script() -> ModuleType:
    path = ROOT / "docs" / "studies" / "suffolk_pairs.py"
    spec = importlib.util.spec_from_file_location("suffolk_pairs", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def found_pairs() -> list[Any]:
    return list(pairs_script().pairs())


def test_what_the_bid_adds_up_to() -> None:
    said = {key: sum_row(bid) for key, bid in study().head.bid_sums.items()}
    assert said["capital"][1:5] == (1_620_000, 1_620_000, "GBP", "reproduced")
    assert said["yearly_saving"][1:5] == (188_000, 185_000, "GBP/yr", "bid_sum_wrong")
    assert (
        sum(row[4] == "bid_sum_wrong" for row in said.values()) == 1
    )  # outturns are no sums of the bid


def test_outturns_are_beside_the_bid_in_the_same_prices_and_no_error_of_addition() -> None:
    levels = study().baseline.price_indices["gdp_deflator"].levels
    same_prices = 270_000 * levels[2017] / levels[2013]
    for key, times in (("felixstowe", "1.8 times"), ("saxmundham", "1.9 times")):
        said = study().head.not_modelled[key]
        assert f"{same_prices:,.0f}" in said.note
        assert f"{said.value.value / same_prices:.1f} times" == times
        assert times in said.note
        assert unmodelled_row(said)[4] == "not_modelled"
    for figure in (800_000, 120_000, 60_000, 270_000):
        assert figure in {one.value.value for one in study().head.not_modelled.values()}


def test_police_response_stands_against_cost_and_doing_nothing_is_no_choice() -> None:
    judged = [one.group for one in study().head.report.frontier]
    assert any("police_grade_1" in group for group in judged)
    assert study().head.options["do_nothing"].context


def test_who_leaves_is_replaced_every_year() -> None:
    separate = option("separate")
    own = {name for name, station in separate.stations.items() if not station.outside_county}
    pools = [p for p in separate.crew_pools.values() if p.duty == "oncall" and p.station in own]
    people = sum(pool.people for pool in pools)
    nobody = pd.DataFrame(columns=["pool", "unit", "riders", "hours", "stayed"])
    lines = {
        line.what: line
        for line in pay_lines(separate.oncall_pay["oncall"], separate, {"turnouts": nobody})
    }
    leavers = lines["finding and training in place of leavers"]
    assert leavers.gbp == pytest.approx(people / 10 * 3000)
    assert not leavers.varies


def test_further_people_are_found_and_trained_once() -> None:
    case, recruit = study().head.business_case, option("separate").oncall_pay["oncall"].recruit
    assert case is not None
    assert recruit is not None
    assert case.runs_for["same_money"].base == 9
    for key, people in (("crew_training", 20), ("recruits_training", 27)):
        assert case.flows[key].sum.value == people * recruit.value


def test_pumps_and_their_duty_are_those_of_the_region() -> None:
    separate = option("separate")
    found: dict[str, Counter[str]] = {}
    for vehicle in separate.vehicles.values():
        if vehicle.type == "pump" and not separate.stations[vehicle.station].outside_county:
            duty = DUTY[separate.crew_pools[vehicle.crewed_from[0]].duty]
            found.setdefault(vehicle.station, Counter())[duty] += 1
    with SITES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["pumps"]]
    assert found == {row["id"]: Counter(row["duty"].split("+")) for row in rows}
    only_on_call = [duties for duties in found.values() if set(duties) == {"on_call"}]
    assert (len(found), len(only_on_call)) == (35, 28)  # as the bid has them


def test_sharing_closes_a_police_building_for_each_shared_station() -> None:
    separate = option("separate")
    for name, towns in (("four_shared", FOUR), ("ten_shared", FOUR + SIX)):
        shared = option(name)
        both = {n for n, s in shared.stations.items() if set(s.agencies) == {"fire", "police"}}
        assert both == {f"{town}_fire" for town in towns}
        assert set(separate.stations) - set(shared.stations) == {f"{t}_police" for t in towns}
        assert not set(shared.stations) - set(separate.stations)


def test_with_neighbourhood_teams_only_nothing_that_answers_a_call_changes() -> None:
    separate = option("separate")
    for name in ("four_shared", "ten_shared", "one_estate"):
        shared = option(name)
        for part in (
            "vehicles",
            "vehicle_types",
            "crew_pools",
            "duty_systems",
            "response_plans",
            "demand",
        ):
            assert getattr(shared, part) == getattr(separate, part), (name, part)


@pytest.mark.parametrize("suffix", ["fire", "police"])
def test_ten_cars_parade_elsewhere_and_none_is_added(suffix: str) -> None:
    moved = option("ten_shared_response" if suffix == "fire" else "response_unshared")
    now, then = cars(option("separate")), cars(moved)
    assert now.total() == then.total() == 27
    assert then - now == Counter({f"{town}_{suffix}": 1 for town in FOUR + SIX})
    gone = now - then
    assert gone == Counter({base: 2 if n >= 4 else 1 for base, n in now.items() if n > 1})
    assert min(then[base] for base in now) >= 1  # no base is left without a car
    for vehicle in moved.vehicles.values():
        assert {moved.crew_pools[p].station for p in vehicle.crewed_from} == {vehicle.station}
    before = option("separate")
    assert moved_from(moved, f"framlingham_{suffix}", before) == ("Ipswich police station",)
    assert not any(moved_from(before, key, before) for key in before.stations)


def test_police_staff_ride_only_while_at_work_and_after_the_on_call_crew() -> None:
    crew = option("ten_shared_crew")
    duty = crew.duty_systems["police_staff_on_call"]
    hours = sum(row.by_hour_of_week().sum() for row in duty.availability if row.share.base > 0)
    assert hours == 50
    for town in FOUR + SIX:
        assert crew.vehicles[f"{town}_p1"].crewed_from == (f"{town}_oncall", f"{town}_police_staff")
        assert crew.crew_pools[f"{town}_police_staff"].people == 2


def test_the_same_money_buys_people_who_come_as_often_as_those_before() -> None:
    more, now = option("same_money"), option("separate")
    shares = [row.share.base for row in now.duty_systems["oncall"].availability]
    added = 0
    for town in sorted({*FOUR, *SIX} - {"debenham"}):
        pool = more.crew_pools[f"{town}_oncall"]
        added += pool.people - now.crew_pools[f"{town}_oncall"].people
        for before, after in zip(shares, pool.availability, strict=True):
            ten = person_chance(10, 4, before, 0.2)
            assert person_chance(13, 4, after.share.base, 0.2) == pytest.approx(ten, abs=0.002)
    assert added == 27


def test_the_lease_is_the_bid_s() -> None:
    rent: Agreement = option("ten_shared").agreements["rent"]
    assert rent.lease is not None
    assert (rent.lease.term.base, rent.lease.breaks) == (25, (10, 15, 20))
    assert (rent.payer, rent.payee, len(rent.of)) == ("police", "fire", 10)


def test_the_six_are_the_first_of_the_ranking_and_the_page_has_it() -> None:
    script = pairs_script()
    rows = script.ranked(found_pairs())
    assert {pair.police for pair, _, _ in rows[:6]} == {f"{town}_police" for town in SIX}
    assert all(pair.apart_m <= script.FARTHEST_M for pair, _, _ in rows)
    assert "\n".join(script.table(rows)) in PAGE.read_text(encoding="utf-8")


def test_a_response_base_s_own_town_gains_next_to_nothing_from_a_car_at_its_fire_station() -> None:
    bases = set(cars(option("separate")))
    for pair in found_pairs():
        assert (pair.response_s < 1.0) == (pair.police in bases), pair.police


def siting() -> Site:
    asked = study().head.site
    assert asked is not None
    return asked


def test_the_candidates_of_the_siting_are_those_of_the_study_each_at_its_own_fire_station() -> None:
    beside = {pair.police: pair.fire for pair in found_pairs()}
    candidates = {f"{name}_police": one.at.station for name, one in siting().candidates.items()}
    assert candidates == beside
    assert list(candidates) == list(
        option("separate").costs["police_candidates_property_running"].of
    )
    assert siting().k == (6,)
    assert set(siting().screen.beside) == set(cars(option("separate")))
    assert set(siting().compare["study_six"].places) == set(SIX)


def test_six_cars_parade_at_the_six_whichever_they_are_and_none_is_added() -> None:
    asked, before = siting(), cars(option("four_shared"))
    taken = (
        before
        - cars(option("ten_shared_response"))
        - Counter({"ipswich_police": 2, "stowmarket_police": 1, "bury_st_edmunds_police": 1})
    )  # the first four's cars stay where they are
    assert taken.total() == 6
    chosen = [one.places for one in asked.compare.values()] + [tuple(asked.candidates)[10:]]
    sixes = [Combination(f"six_{n}", 6, places, 0, 0.0) for n, places in enumerate(chosen)]
    made = with_combinations(study(), "suffolk", asked, sixes, load_region("suffolk"))
    for six, scenario in zip(sixes, made.scenarios[1:], strict=True):
        moved = cars(scenario)
        assert moved.total() == before.total()
        left = before - taken
        for place in six.places:
            fire = str(asked.candidates[place].at.station)
            assert set(scenario.stations[fire].agencies) == {"fire", "police"}
            assert moved[fire] == 1 + left.pop(
                f"{place}_police", 0
            )  # what paraded there moved with it
            assert not moved[f"{place}_police"]
        assert all(moved[base] == number for base, number in left.items())
        for vehicle in scenario.vehicles.values():
            assert {scenario.crew_pools[p].station for p in vehicle.crewed_from} == {
                vehicle.station
            }
        assert scenario.demand == option("separate").demand
