"""Clocks and standards worked by hand: who stops a clock, and which calls it times."""

from __future__ import annotations

import pytest

from results.clocks import arrivals_table, co_responder_table
from results.fire_cover import fire_standards, handling_s
from results.measures import centile_rows, co_responder_rows, standard_rows
from results.station_ground import Grounds
from scenarios.response import Standard
from tests.theory.by_hand import (
    DAY,
    FIRES,
    HOUR,
    JOBS,
    call,
    job,
    measured,
    one_day,
    run_of,
    tinyshire,
)


def test_a_call_never_reached_counts_as_outside_and_the_limit_itself_as_within() -> None:
    run = run_of(FIRES, JOBS)
    got = measured(
        standard_rows(
            arrivals_table(run), run.scenario, tinyshire(), Grounds.of(run.scenario, tinyshire())
        )
    )
    keys = "clock=fire_from_call;{}service=fire;standard=fire_10_min"
    assert got["within_standard", keys.format("")] == 2 / 4  # 590 and 600; not 601, not never
    assert got["within_standard", keys.format("district=west;")] == 2 / 2
    urban = "clock=fire_from_call;rurality=urban;service=fire;standard=fire_10_min"
    assert got["within_standard", urban] == 2 / 4


def test_a_standard_of_the_second_unit_is_of_the_calls_to_which_two_came() -> None:
    run = run_of(FIRES, JOBS)
    standards = {}
    for minutes in (13, 14):  # the one second pump came after 790 s
        limit = {"value": minutes, "unit": "min", "status": "assumed", "source": "this test"}
        said = {"title": "x", "clock": "fire_from_call", "order": "second", "limit": limit}
        standards[f"second_{minutes}_min"] = Standard.model_validate(said)
    scenario = run.scenario.model_copy(update={"standards": standards})
    grounds = Grounds.of(run.scenario, tinyshire())
    got = measured(standard_rows(arrivals_table(run), scenario, tinyshire(), grounds))
    keys = "clock=fire_from_call;service=fire;standard=second_{}_min"
    assert got["within_standard", keys.format(13)] == 0
    assert got["within_standard", keys.format(14)] == 1
    assert fire_standards(scenario) == {}  # people within reach are of the first pump


def test_mean_response_is_of_those_reached_and_orders_are_apart() -> None:
    table = arrivals_table(run_of(FIRES, JOBS))
    mine = table[(table["clock"] == "fire_from_call") & table["counted"]]
    first = mine[mine["order"] == "first"]["seconds"]
    assert sorted(first.dropna()) == [590, 600, 601]
    assert first.isna().sum() == 1
    assert mine[mine["order"] == "second"]["seconds"].tolist() == [790]
    got = measured(centile_rows({"clock": "fire_from_call", "order": "first"}, first.to_numpy()))
    assert got == {("response_mean_s", "clock=fire_from_call;order=first"): 597}


def test_a_responder_stops_red_1_but_only_an_ambulance_stops_a19() -> None:
    calls = [call(1, DAY + HOUR, "medical_emergency", "red1", "ambulance")]
    run = run_of(calls, [
        *job("op_responder", 1, DAY + HOUR + 60, takes_s=240, clear_s=DAY + 2 * HOUR),
        *job("dca_1", 1, DAY + HOUR + 60, takes_s=900, clear_s=DAY + 2 * HOUR),
    ])  # fmt: skip
    table = arrivals_table(run).set_index("clock")["seconds"]
    assert (table["red1"], table["a19"], table["first_on_scene"]) == (300, 960, 300)
    got = measured(
        standard_rows(
            arrivals_table(run), run.scenario, tinyshire(), Grounds.of(run.scenario, tinyshire())
        )
    )
    assert got["within_standard", "clock=red1;service=ambulance;standard=red1_8_min"] == 1
    assert got["within_standard", "clock=a19;service=ambulance;standard=a19_19_min"] == 1
    saved = measured(co_responder_rows(co_responder_table(run)))
    assert saved["minutes_saved_mean", "basis=same_run;service=ambulance"] == 11
    assert saved["co_responder_first_share", "service=ambulance"] == 1


def test_a_loss_of_the_co_responder_counts_as_a_loss() -> None:
    calls = [call(n, DAY + n * HOUR, "medical_emergency", "red1", "ambulance") for n in (1, 2, 3)]
    run = run_of(calls, [
        *job("op_responder", 1, DAY + HOUR + 60, takes_s=240, clear_s=DAY + 1.5 * HOUR),
        *job("dca_1", 1, DAY + HOUR + 60, takes_s=900, clear_s=DAY + 1.5 * HOUR),  # 11 min saved
        *job("op_responder", 2, DAY + 2 * HOUR + 60, takes_s=240, clear_s=DAY + 2.5 * HOUR),
        *job("dca_1", 2, DAY + 2 * HOUR + 60, takes_s=180, clear_s=DAY + 2.5 * HOUR),  # 1 min lost
        *job("op_responder", 3, DAY + 3 * HOUR + 60, takes_s=240, clear_s=DAY + 3.5 * HOUR),
    ])  # fmt: skip
    got = measured(co_responder_rows(co_responder_table(run)))
    assert got["minutes_saved_mean", "basis=same_run;service=ambulance"] == (11 - 1) / 2
    assert got["co_responder_first_share", "service=ambulance"] == 2 / 3


def test_planned_call_handling_is_weighted_by_calls_of_the_clock_whatever_their_unit() -> None:
    scenario, region = one_day("today"), tinyshire()
    people = float(region.zones.people.sum())
    assert people == 29_800
    first = scenario.demand["dwelling_fire"]  # 700 a year, 74 s
    dear = first.model_copy(update={
        "rate": first.rate.model_copy(update={"value": 10.0, "unit": "calls/yr per 1,000 people"}),
        "call_handling": first.call_handling.model_copy(update={"mean": 174.0}),
    })  # fmt: skip
    both = scenario.model_copy(update={"demand": {"a": first, "b": dear}})
    clock = scenario.clocks["fire_from_call"]
    assert handling_s(clock, both, region) == pytest.approx((700 * 74 + 298 * 174) / 998)
    for starts in ("unit_assigned", "call_coded"):
        assert handling_s(clock.model_copy(update={"starts": starts}), both, region) == 0
