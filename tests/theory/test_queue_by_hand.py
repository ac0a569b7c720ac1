"""Who waited for a unit, worked by hand. Every call here is coded 90 s after it rings."""

from __future__ import annotations

import pytest

from results.log import Columns
from results.more_measures import queue_rows
from results.queue import queue_table
from scenarios.calls import Call, MarkOf
from scenarios.response import CalledOff, Found, Need, OnlyIf, ResponsePlan
from sim.events import Event, Kind
from tests.theory.by_hand import (
    DAY,
    HOUR,
    SOURCE,
    call,
    changed,
    happened,
    lasting,
    measured,
    of_call,
    run_of,
    tinyshire,
)

ONE, TWO = DAY + HOUR, DAY + 2 * HOUR  # when calls ring
CODED = 90.0


def sent(at_s: float, unit: str, number: int, need: str) -> Event:
    return happened(at_s, Kind.UNIT_ASSIGNED, unit, number, need=need)


def fire(number: int, at_s: float, zone: int = 0) -> Call:
    return call(number, at_s, "dwelling_fire", "fire", "fire", zone)


def red(number: int, at_s: float) -> Call:
    return call(number, at_s, "medical_emergency", "red1", "ambulance")


def queues(run: Columns) -> dict[tuple[str, str], float]:
    return measured(queue_rows(queue_table(run), run.scenario, tinyshire()))


def with_plan(run: Columns, name: str, **what: object) -> Columns:
    plans = run.scenario.response_plans
    return changed(run, response_plans={**plans, name: plans[name].model_copy(update=what)})


def with_need(run: Columns, plan: str, name: str, **what: object) -> Columns:
    needs = run.scenario.response_plans[plan].needs
    return with_plan(run, plan, needs={**needs, name: needs[name].model_copy(update=what)})


def test_each_unit_that_is_required_waits_from_when_it_is_asked_for() -> None:
    # Call 1: first pump at once, second 300 s later. Call 2: 60 s and 120 s. Three of four waited.
    got = queues(run_of([fire(1, ONE), fire(2, TWO)], [
        sent(ONE + CODED, "east_p1", 1, "first_pump"),
        sent(ONE + CODED + 300, "mid_p1", 1, "second_pump"),
        sent(TWO + CODED + 60, "east_p1", 2, "first_pump"),
        sent(TWO + CODED + 120, "mid_p1", 2, "second_pump"),
    ]))  # fmt: skip
    assert got["queued_share", "service=fire"] == 3 / 4
    assert got["queue_wait_mean_s", "service=fire"] == (0 + 300 + 60 + 120) / 4


def test_triage_and_the_pass_between_controls_are_no_wait() -> None:
    run = run_of([red(1, ONE)], [sent(ONE + CODED + 60 + 45, "dca_1", 1, "ambulance")])
    later = with_need(run, "medical_red", "ambulance", triage=lasting(60), passed_after=lasting(45))
    assert queues(later)["queued_share", "service=ambulance"] == 0
    assert queues(later)["queue_wait_mean_s", "service=ambulance"] == 0
    assert queues(run)["queue_wait_mean_s", "service=ambulance"] == 105  # were it asked for at once


def test_whoever_is_not_required_neither_waits_nor_saves_another_the_wait() -> None:
    # The co-responder goes at once, but the ambulance that is required goes 200 s later.
    got = queues(run_of([red(1, ONE)], [
        sent(ONE + CODED, "op_responder", 1, "co_responder"),
        sent(ONE + CODED + 200, "dca_1", 1, "ambulance"),
    ]))  # fmt: skip
    assert got["queue_wait_mean_s", "service=ambulance"] == 200
    assert got["queued_share", "service=ambulance"] == 1
    assert not [group for _, group in got if "fire" in group]


def test_a_call_that_was_challenged_asked_for_nobody() -> None:
    got = queues(run_of([fire(1, ONE), fire(2, TWO)], [
        of_call(ONE + CODED, Kind.CALL_CHALLENGED, 1),
        sent(TWO + CODED, "east_p1", 2, "first_pump"),
        sent(TWO + CODED, "mid_p1", 2, "second_pump"),
    ]))  # fmt: skip
    assert got["queued_share", "service=fire"] == 0


def test_a_call_given_up_waited_and_its_wait_has_no_end() -> None:
    got = queues(run_of([fire(1, ONE), fire(2, TWO)], [
        of_call(ONE + 1800, Kind.CALL_GIVEN_UP, 1),
        sent(TWO + CODED, "east_p1", 2, "first_pump"),
        sent(TWO + CODED + 50, "mid_p1", 2, "second_pump"),
    ]))  # fmt: skip
    assert got["queued_share", "service=fire"] == 3 / 4
    assert got["queue_wait_mean_s", "service=fire"] == 25


def test_what_was_called_off_before_it_was_asked_for_did_not_wait() -> None:
    run = run_of([red(1, ONE), red(2, TWO)], [
        of_call(ONE + CODED + 30, Kind.CALL_CANCELLED, 1),
        of_call(TWO + CODED + 90, Kind.CALL_CANCELLED, 2),
    ])  # fmt: skip
    after_a_minute = with_need(run, "medical_red", "ambulance", triage=lasting(60))
    assert len(queue_table(after_a_minute)) == 1  # the second stood waiting for 30 s
    assert queues(after_a_minute)["queued_share", "service=ambulance"] == 1
    off = CalledOff.model_validate({
        "share": {"value": 1, "unit": "share", **SOURCE},
        "takes": {"mean": 30, "sd": 0, "unit": "s", **SOURCE},
    })  # fmt: skip
    assert len(queue_table(with_plan(run, "medical_red", called_off=off))) == 2


def test_made_up_pumps_are_asked_for_then_and_only_where_they_are() -> None:
    run = run_of([fire(1, ONE), fire(2, TWO)], [
        sent(ONE + CODED, "east_p1", 1, "first_pump"),
        of_call(ONE + 900, Kind.CALL_MADE_UP, 1),
        sent(ONE + 900 + 40, "mid_p1", 1, "second_pump"),
        sent(TWO + CODED, "east_p1", 2, "first_pump"),
    ])  # fmt: skip
    found = {"dwelling_fire": Found(make_up=("second_pump",))}
    run = with_need(
        with_plan(run, "building_fire", found=found),
        "building_fire",
        "second_pump",
        asked="make_up",
    )
    assert queues(run)["queued_share", "service=fire"] == 1 / 3
    assert queues(run)["queue_wait_mean_s", "service=fire"] == pytest.approx(40 / 3)


def test_only_the_first_unit_sent_ends_the_wait_and_several_of_a_need_wait_apart() -> None:
    pumps = ResponsePlan(
        kinds=("dwelling_fire",),
        urgency=1,
        needs={"pump": Need(service="fire", skills=("firefighting",), count=2, until="stop")},
    )
    run = run_of([fire(1, ONE)], [
        sent(ONE + CODED + 10, "east_p1", 1, "pump"),
        sent(ONE + CODED + 70, "mid_p1", 1, "pump_2"),
        happened(ONE + CODED + 100, Kind.UNIT_DIVERTED, "east_p1", 1, need="pump"),
        sent(ONE + CODED + 500, "east_p1", 1, "pump"),
    ])  # fmt: skip
    run = with_plan(run, "building_fire", needs=pumps.needs)
    assert queues(run)["queue_wait_mean_s", "service=fire"] == 40


def test_calls_in_the_warm_up_are_not_counted() -> None:
    run = run_of([fire(1, HOUR)], [sent(HOUR + 900, "east_p1", 1, "first_pump")])
    assert queues(run) == {}


def test_nobody_sent_under_a_condition_says_nothing_of_a_wait() -> None:
    run = run_of([fire(1, ONE)], [sent(ONE + CODED, "east_p1", 1, "first_pump")])
    near = with_need(run, "building_fire", "second_pump", only_if=OnlyIf(within=lasting(600)))
    assert queues(near)["queued_share", "service=fire"] == 0
    assert queues(run)["queued_share", "service=fire"] == 1 / 2


def test_only_the_eligible_share_asks() -> None:
    # Their marks for eligibility are those of their luck; the share lies between the two.
    calls = [red(1, ONE), red(2, TWO)]
    marks = sorted(c.mark(MarkOf.ELIGIBLE) for c in calls)
    run = run_of(calls, [])
    half = Need.model_validate({
        "service": "ambulance", "skills": ["convey"], "until": "own_work",
        "eligible_share": {"value": sum(marks) / 2, "unit": "share", **SOURCE},
    })  # fmt: skip
    assert len(queue_table(with_plan(run, "medical_red", needs={"ambulance": half}))) == 1


def test_a_need_that_an_arrival_made_needless_before_it_was_asked_for_did_not_wait() -> None:
    run = run_of([red(1, ONE)], [
        sent(ONE + CODED, "op_responder", 1, "co_responder"),
        happened(ONE + CODED + 30, Kind.UNIT_ARRIVED, "op_responder", 1, need="co_responder"),
    ])  # fmt: skip
    run = with_need(run, "medical_red", "ambulance", stands_down_for=("co_responder",))
    assert len(queue_table(run)) == 1
    assert len(queue_table(with_need(run, "medical_red", "ambulance", triage=lasting(60)))) == 0


def test_who_was_sent_at_once_is_a_share_of_all_that_were_required() -> None:
    # Zone 0 is in the west, zone 5 is not. Four pumps were required, two of them in the west.
    got = queues(run_of([fire(1, ONE), fire(2, TWO, zone=5)], [
        sent(ONE + CODED, "west_p1", 1, "first_pump"),
        sent(ONE + CODED + 5, "mid_p1", 1, "second_pump"),
        sent(TWO + CODED, "west_p1", 2, "first_pump"),
        sent(TWO + CODED, "mid_p1", 2, "second_pump"),
    ]))  # fmt: skip
    assert got["sent_at_once_share", "district=west;service=fire;unit=west_p1"] == 1 / 4
    assert ("sent_at_once_share", "district=west;service=fire;unit=mid_p1") not in got
    assert got["queued_share", "district=west;service=fire"] == 1 / 2
    assert got["queue_wait_mean_s", "district=west;service=fire"] == 2.5
