"""What stops a clock and what is left off it, worked by hand."""

from __future__ import annotations

import numpy as np

from results.against_baseline import Before, counted, first_help_s, saved_rows
from results.attendance import attended_table, endings_table
from results.clocks import arrivals_table, co_responder_table
from results.log import Columns
from results.measures import co_responder_rows, incident_rows, standard_rows
from results.more_measures import ENDINGS
from results.station_ground import Grounds
from results.task import Tables
from scenarios.calls import Call
from scenarios.fleet import Degraded
from sim.events import Event, Kind
from tests.theory.by_hand import (
    DAY,
    HOUR,
    call,
    changed,
    clock_like,
    happened,
    job,
    lasting,
    measured,
    of_call,
    run_of,
    tinyshire,
)


def fire(number: int, hour: float) -> Call:
    return call(number, DAY + hour * HOUR, "dwelling_fire", "fire", "fire")


def at(hour: float, takes_s: float, unit: str, number: int) -> list[Event]:
    """A job that is sent 90 s after the call and arrives so long after the call."""
    start = DAY + hour * HOUR
    return job(unit, number, start + 90, takes_s=takes_s - 90, clear_s=start + 3000)


def seconds(run: Columns, clock: str, order: str = "first") -> list[float]:
    table = arrivals_table(run)
    mine = table[((table["clock"] == clock) & (table["order"] == order)).to_numpy()]
    return [float(value) for value in mine["seconds"]]


# What nobody was to come to ------------------------------------------------------------------


def test_what_nobody_was_to_come_to_is_on_no_clock_and_is_counted_apart() -> None:
    # Five calls: reached in 500 s; challenged; called off on the way; given up; never served.
    calls = [fire(n, n) for n in (1, 2, 3, 4, 5)]
    run = run_of(calls, [
        *at(1, 500, "east_p1", 1),
        of_call(DAY + 2 * HOUR + 90, Kind.CALL_CHALLENGED, 2),
        happened(DAY + 3 * HOUR + 90, Kind.UNIT_ASSIGNED, "east_p1", 3),
        of_call(DAY + 3 * HOUR + 200, Kind.CALL_CANCELLED, 3),
        happened(DAY + 3 * HOUR + 200, Kind.UNIT_STOOD_DOWN, "east_p1", 3),
        happened(DAY + 3 * HOUR + 200, Kind.UNIT_CLEAR, "east_p1", 3),
        of_call(DAY + 3 * HOUR + 200, Kind.CALL_CLOSED, 3),
        of_call(DAY + 4 * HOUR + 1800, Kind.CALL_GIVEN_UP, 4),
        of_call(DAY + 30 * HOUR, Kind.CALL_NEVER_SERVED, 5),
    ])  # fmt: skip
    assert [s for s in seconds(run, "fire_from_call") if not np.isnan(s)] == [500]
    assert len(seconds(run, "fire_from_call")) == 3  # reached, given up, never served
    assert len(seconds(run, "first_on_scene")) == 3
    shares = measured(
        standard_rows(
            arrivals_table(run), run.scenario, tinyshire(), Grounds.of(run.scenario, tinyshire())
        )
    )
    assert (
        shares["within_standard", "clock=fire_from_call;service=fire;standard=fire_10_min"] == 1 / 3
    )
    got = measured(incident_rows(attended_table(run)))
    assert got["incidents", "service=fire"] == 5
    assert got["never_served", "service=fire"] == 2
    assert got["never_served_share", "service=fire"] == 2 / 3
    ends = endings_table(run)
    counted = {ENDINGS[str(how)]: n for how, n in zip(ends["how"], ends["calls"], strict=True)
               if how in ENDINGS}  # fmt: skip
    assert counted == {"not_attended": 1, "called_off": 1, "given_up": 1}


def test_a_service_whose_calls_were_all_challenged_has_no_share_of_them() -> None:
    run = run_of([fire(1, 1)], [of_call(DAY + HOUR + 90, Kind.CALL_CHALLENGED, 1)])
    got = measured(incident_rows(attended_table(run)))
    assert got["never_served", "service=fire"] == 0
    assert ("never_served_share", "service=fire") not in got


# What is left out ----------------------------------------------------------------------------

TIMES = {
    1: 30,
    2: 60,
    3: 600,
    4: 3600,
    5: 3601,
}  # seconds to the first pump; call 6 is never reached


def left_out_run() -> Columns:
    events = [event for n, s in TIMES.items() for event in at(n, s, "east_p1", n)]
    events += at(1, 700, "mid_p1", 1) + at(3, 650, "mid_p1", 3) + at(5, 3700, "mid_p1", 5)
    return run_of([fire(n, n) for n in range(1, 7)], events)


def test_a_call_is_left_out_by_its_first_arrival_with_all_its_others() -> None:
    run = left_out_run()
    assert seconds(run, "fire_from_call")[:5] == list(TIMES.values())
    assert seconds(run, "fire_from_call", "second") == [700, 650, 3700]
    short = clock_like(run, "fire_from_call", leaves_out_under=lasting(1, "min"))
    assert seconds(short, "fire_from_call")[:4] == [60, 600, 3600, 3601]
    assert seconds(short, "fire_from_call", "second") == [
        650,
        3700,
    ]  # 700 s was at the call of 30 s
    long = clock_like(run, "fire_from_call", leaves_out_over=lasting(60, "min"))
    assert seconds(long, "fire_from_call")[:4] == [30, 60, 600, 3600]
    assert seconds(long, "fire_from_call", "second") == [700, 650]
    assert np.isnan(seconds(long, "fire_from_call")[-1])  # never reached is not left out


def test_a_later_arrival_beyond_the_limit_does_not_leave_the_call_out() -> None:
    long = clock_like(left_out_run(), "fire_from_call", leaves_out_over=lasting(640))
    assert seconds(long, "fire_from_call")[:3] == [30, 60, 600]
    assert seconds(long, "fire_from_call", "second") == [700, 650]


# Who stops it --------------------------------------------------------------------------------


def red(number: int, hour: float) -> Call:
    return call(number, DAY + hour * HOUR, "medical_emergency", "red1", "ambulance")


def conveyed_run() -> Columns:
    """Call 1: a car is there after 300 s, ambulance 1 after 600 s, ambulance 2, which conveys, after 900 s.

    Call 2: ambulance 1 is there after 400 s, nobody conveys. Call 3: a fire crew conveys, and is there after 700 s, an
    ambulance after 800 s.
    """
    hour = DAY + HOUR
    return run_of([red(1, 1), red(2, 2), red(3, 3)], [
        *at(1, 300, "op_responder", 1), *at(1, 600, "dca_1", 1), *at(1, 900, "dca_2", 1),
        happened(hour + 1500, Kind.LEFT_SCENE, "dca_2", 1),
        *at(2, 400, "dca_1", 2),
        *at(3, 700, "op_responder", 3), *at(3, 800, "dca_1", 3),
        happened(DAY + 3 * HOUR + 1500, Kind.LEFT_SCENE, "op_responder", 3),
    ])  # fmt: skip


def test_where_the_patient_is_conveyed_only_that_vehicle_stops_the_clock() -> None:
    run = clock_like(conveyed_run(), "a19", if_conveyed_by_conveyer=True)
    assert seconds(conveyed_run(), "a19") == [600, 400, 800]
    assert seconds(run, "a19") == [
        900,
        400,
        700,
    ]  # and the fire crew's own arrival where it conveyed


def test_a_transport_clock_has_only_those_who_were_conveyed() -> None:
    run = clock_like(conveyed_run(), "a19", if_conveyed_by_conveyer=True, only_if_conveyed=True)
    assert seconds(run, "a19") == [900, 700]


def test_a_pump_that_rides_short_stops_no_clock_whose_skill_it_lacks() -> None:
    hour = DAY + HOUR
    run = run_of([fire(1, 1)], [
        happened(hour + 90, Kind.UNIT_ASSIGNED, "mid_p1", 1, people=3),
        happened(hour + 400, Kind.UNIT_MOBILE, "mid_p1", 1),
        happened(hour + 500, Kind.UNIT_ARRIVED, "mid_p1", 1),
        happened(hour + 95, Kind.UNIT_ASSIGNED, "east_p1", 1, people=4),
        happened(hour + 200, Kind.UNIT_MOBILE, "east_p1", 1),
        happened(hour + 900, Kind.UNIT_ARRIVED, "east_p1", 1),
    ])  # fmt: skip
    pump = run.scenario.vehicle_types["pump"]

    def short(*skills: str) -> Columns:
        degraded = Degraded(crew=3, skills=skills)
        types = {
            **run.scenario.vehicle_types,
            "pump": pump.model_copy(update={"degraded": degraded}),
        }
        return changed(run, vehicle_types=types)

    assert seconds(short("rescue"), "fire_from_call") == [900]
    assert seconds(short("firefighting"), "fire_from_call") == [500]


def test_minutes_saved_are_the_mean_over_calls_that_both_reached() -> None:
    # Call 1: 300 s against 600 s; call 2: no co-responder; call 3: 700 s against 800 s: (5 + 1 2/3) / 2.
    got = measured(co_responder_rows(co_responder_table(conveyed_run())))
    assert got["minutes_saved_mean", "basis=same_run;service=ambulance"] == (300 + 100) / 2 / 60
    keys = "basis=same_run;service=ambulance;unit=op_responder"
    assert got["minutes_saved_mean", keys] == (300 + 100) / 2 / 60


def test_minutes_saved_against_the_baseline_are_at_the_same_calls() -> None:
    # Call 1: 300 s now, 600 s in the baseline; call 3: 700 s now, 640 s then, a loss of a minute; the baseline reached
    # call 2 too, but no co-responder did now.
    now = conveyed_run()
    then = run_of([red(1, 1), red(2, 2), red(3, 3)], [
        *at(1, 600, "dca_1", 1), *at(2, 900, "dca_1", 2), *at(3, 640, "dca_2", 3),
    ])  # fmt: skip

    def tables(run: Columns) -> Tables:
        return {"arrivals": arrivals_table(run), "co_responding": co_responder_table(run)}

    got = measured(saved_rows(tables(now), before(tables(then))))
    assert got == {
        ("minutes_saved_mean", "basis=baseline;service=ambulance"): (5 - 1) / 2,
        ("minutes_saved_mean", "basis=baseline;service=ambulance;unit=op_responder"): (5 - 1) / 2,
    }


def before(tables: Tables) -> Before:
    return Before(first_help_s(tables), counted(tables["co_responding"]), 0.0)


def test_what_taking_co_responders_away_loses_is_at_the_calls_that_they_attended() -> None:
    # The baseline's co-responder was there at 300 s and 700 s; without it the first unit comes at 600 s and 640 s.
    was = conveyed_run()
    without = run_of([red(1, 1), red(2, 2), red(3, 3)], [
        *at(1, 600, "dca_1", 1), *at(2, 900, "dca_1", 2), *at(3, 640, "dca_2", 3),
    ])  # fmt: skip

    def tables(run: Columns) -> Tables:
        return {"arrivals": arrivals_table(run), "co_responding": co_responder_table(run)}

    got = measured(saved_rows(tables(without), before(tables(was))))
    assert got["minutes_saved_mean", "basis=baseline;service=ambulance"] == -(5 - 1) / 2


def test_a_call_that_the_baseline_never_reached_has_no_minutes_to_save() -> None:
    then = run_of([red(1, 1), red(2, 2), red(3, 3)], at(1, 600, "dca_1", 1))
    tables = {
        "arrivals": arrivals_table(conveyed_run()),
        "co_responding": co_responder_table(conveyed_run()),
    }
    was = {"arrivals": arrivals_table(then), "co_responding": co_responder_table(then)}
    got = measured(saved_rows(tables, before(was)))
    assert got["minutes_saved_mean", "basis=baseline;service=ambulance"] == 5
