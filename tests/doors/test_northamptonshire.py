"""The bundled study of Northamptonshire says of the scheme what the bid and the region's tables say."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from results.bids import sum_row
from results.clocks import units_that_stop
from scenarios.duty import person_chance, shift_spells
from scenarios.load import load_study
from scenarios.scenario import Scenario
from scenarios.study import Study, sourced_numbers

SITES = Path(__file__).parents[2] / "geography" / "regions" / "northamptonshire" / "sites.csv"
DUTY = {"wholetime": "wholetime", "day_crewed": "day_crewed", "oncall": "on_call"}


@cache
def study() -> Study:
    return load_study("northamptonshire")


def option(name: str) -> Scenario:
    return next(scenario for scenario in study().scenarios if scenario.name == name)


def test_what_the_bid_adds_up_to() -> None:
    said = {key: sum_row(bid) for key, bid in study().head.bid_sums.items()}
    assert said["transition"][1:5] == (5_300_000, 5_060_000, "GBP", "bid_sum_wrong")
    assert set(said) == {
        "transition"
    }  # 35.70 a head x the people that it implies would be no sum of the bid
    others = study().head.not_modelled
    assert {one.value.value for one in others.values()} == {24.5, 37.47, 37.44}


def test_red_2_is_sent_when_its_clock_starts_and_collisions_ring_where_they_were_recorded() -> None:
    demand = option("separate").demand
    handling = {name: demand[name].call_handling for name in ("ambulance_red1", "ambulance_red2")}
    assert {one.mean for one in handling.values()} == {60}
    (roads,) = option("separate").call_places.values()
    assert roads.by_residents.base == 0.89


def test_on_call_people_are_found_and_trained_once_and_paid_by_the_shared_block() -> None:
    now, more = option("separate"), option("oncall_recruitment")
    assert set(more.costs) == set(now.costs)  # no yearly sum for finding and training
    pay = now.oncall_pay["oncall"]
    assert pay == load_study("suffolk").baseline.oncall_pay["oncall"]
    assert pay.recruit is not None
    added = sum(pool.people - now.crew_pools[name].people for name, pool in more.crew_pools.items())
    case = study().head.business_case
    assert case is not None
    assert case.flows["recruits"].sum.value == added * pay.recruit.value == 432_000
    assert case.runs_for["oncall_recruitment"].base == 7
    volunteers = set(option("community_responders").crew_pools) - set(now.crew_pools)
    assert set(option("community_responders").oncall_pay["oncall"].unpaid) == volunteers


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
    assert sum(sum(pumps.values()) for pumps in found.values()) == 28


def test_a_joint_vehicle_stops_no_fire_clock() -> None:
    joint = option("rural_intervention")
    vehicles = {n for n, v in joint.vehicles.items() if v.type == "rural_intervention_vehicle"}
    assert len(vehicles) == 2
    for name, clock in joint.clocks.items():
        if clock.service == "fire":
            assert not vehicles & set(units_that_stop(clock, joint)), name
    assert vehicles <= set(units_that_stop(joint.clocks["police_grade1"], joint))
    for name in vehicles:
        assert sorted(joint.vehicles[name].seats.values()) == [1, 1]


@pytest.mark.parametrize("town", ["oundle", "brackley"])
def test_a_joint_vehicle_s_constable_is_taken_from_the_car(town: str) -> None:
    joint = option("rural_intervention")
    hours = []
    for name in (f"{town}_police_1_officer", f"{town}_riv_constable"):
        pool = joint.crew_pools[name]
        spells = shift_spells(joint.duty_systems[pool.duty], pool.people, 0.0, 7 * 86400.0)
        ends = [spell.at_s for spell in spells[1:]] + [7 * 86400.0]
        hours.append(sum(e - s.at_s for s, e in zip(spells, ends, strict=True) if s.people) / 3600)
    assert hours == [84, 84]


def test_one_dispatch_has_no_pass_and_sends_no_second_unit_where_the_picture_is_plain() -> None:
    now, joint = option("separate"), option("joint_response")
    for plan in ("collision", "collision_trapped"):
        before, after = now.response_plans[plan].needs, joint.response_plans[plan].needs
        passed = {need.passed_after.base for need in before.values() if need.passed_after}
        assert passed == {120}
        assert {need.passed_after.base for need in after.values() if need.passed_after} == {0}
        assert list(before) == list(after)
    needs = joint.response_plans["collision"].needs
    halved = {name for name, n in needs.items() if n.eligible_share and n.eligible_share.base < 0.9}
    assert halved == {"second_pump", "second_police", "rapid_response"}


def test_nineteen_people_are_there_as_often_as_ten_were() -> None:
    now, more = (option(name).duty_systems["oncall"] for name in ("separate", "oncall_recruitment"))
    assert now.correlation is not None
    rho = now.correlation.base
    for before, after in zip(now.availability, more.availability, strict=True):
        ten = person_chance(10, 4, before.share.base, rho)
        nineteen = person_chance(19, 4, after.share.base, rho)
        assert nineteen <= ten + 0.002  # nobody has to be there more often
    pools = option("oncall_recruitment").crew_pools
    oncall = [pool for pool in pools.values() if pool.duty == "oncall"]
    assert len(oncall) == 16
    assert {pool.people for pool in oncall} == {19}


def test_the_programme_is_its_parts_together() -> None:
    parts = ("joint_six", "rural_intervention", "community_responders", "joint_response")
    whole = option("programme")
    for part in parts:
        assert set(option(part).vehicles) <= set(whole.vehicles), part
        assert set(option(part).costs) - set(option("separate").costs) <= set(whole.costs), part
    assert not set(whole.stations) & {"thrapston_police", "rushden_police", "corby_police"}


def test_where_collisions_ring_is_told_among_the_sources() -> None:
    (roads,) = [n for n in sourced_numbers(study()) if n.where == "call_places → roads"]
    assert (roads.value, roads.unit) == ("along dual_a, single_a, b_road", "places")
