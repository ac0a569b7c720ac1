"""Weight of attack, conveyance, hospital, miles and overruns, worked by hand."""

from __future__ import annotations

from math import hypot
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from results.against_baseline import net_rows
from results.attendance import (
    conveyed_table,
    driven_m,
    handover_table,
    journey_table,
    riders_table,
)
from results.log import Columns
from results.more_measures import conveyed_rows, duty_rows, handover_rows, on_call_rows, rider_rows
from results.workload import together_table, workload_table
from scenarios.scenario import Scenario
from sim.events import Event, Kind
from tests.theory.by_hand import DAY, HOUR, call, happened, job, measured, run_of, tinyshire

MILE_M = 1609.344


# Weight of attack ----------------------------------------------------------------------------


def pump(unit: str, number: int, at_s: float, people: int) -> list[Event]:
    return [
        happened(at_s - 300, Kind.UNIT_ASSIGNED, unit, number, people=people),
        happened(at_s - 200, Kind.UNIT_MOBILE, unit, number),
        happened(at_s, Kind.UNIT_ARRIVED, unit, number),
    ]


def test_the_time_to_so_many_riders_is_when_the_last_of_them_comes() -> None:
    # Call 1: four after 500 s, five more after 700 s, four more after 900 s; a first responder does not count.
    # Call 2: five after 600 s, and nobody else. Call 3 rang in the warm-up.
    calls = [call(n, at, "dwelling_fire", "fire", "fire")
             for n, at in ((1, DAY + HOUR), (2, DAY + 2 * HOUR), (3, HOUR))]  # fmt: skip
    run = run_of(calls, [
        *pump("op_responder", 1, DAY + HOUR + 310, 1),
        *pump("east_p1", 1, DAY + HOUR + 500, 4),
        *pump("mid_p1", 1, DAY + HOUR + 700, 5),
        *pump("west_p1", 1, DAY + HOUR + 900, 4),
        *pump("east_p1", 2, DAY + 2 * HOUR + 600, 5),
        *pump("east_p1", 3, HOUR + 350, 9),
    ])  # fmt: skip
    got = measured(rider_rows(riders_table(run)))
    keys = "basis={};kind=dwelling_fire;service=fire"
    assert got == {
        ("time_to_riders_s", keys.format(4)): (500 + 600) / 2,
        ("time_to_riders_s", keys.format(5)): (700 + 600) / 2,
        ("time_to_riders_s", keys.format(9)): 700,
        ("time_to_riders_s", keys.format(13)): 900,
    }


# Conveyance ----------------------------------------------------------------------------------


def conveys(
    unit: str, number: int, hour: float, hours: float, *, clear: bool = True
) -> list[Event]:
    """Sent on the hour, away with a patient, clear after so many hours."""
    start = DAY + hour * HOUR
    events = job(unit, number, start, takes_s=600, clear_s=start + hours * HOUR)
    left = happened(start + 1200, Kind.LEFT_SCENE, unit, number)
    return [*events[:3], left, *(events[3:] if clear else [])]


def test_hours_released_are_those_of_ambulances_at_conveyed_calls_of_the_category() -> None:
    # Ambulances took 2 h and 1 h at Red 1, 3 h at green. Fire crews conveyed two Red 1 and one Red 2, for which no
    # ambulance conveyed anybody, so the mean of all stands for it: 1.5 + 1.5 + 2. Call 8 was not conveyed.
    categories = {
        1: "red1",
        2: "red1",
        3: "green",
        4: "red1",
        5: "red1",
        6: "red2",
        7: "red1",
        8: "red1",
    }
    calls = [call(n, DAY + n * HOUR - 90, "medical_emergency", c, "ambulance")
             for n, c in categories.items()]  # fmt: skip
    calls[6] = calls[6]._replace(at_s=HOUR)  # in the warm-up
    run = run_of(calls, [
        *conveys("dca_1", 1, 1, 2), *conveys("dca_2", 2, 2, 1), *conveys("dca_1", 3, 4, 3),
        *conveys("west_p1", 4, 4, 1.2), *conveys("west_p1", 5, 6, 1.3),
        *conveys("op_responder", 6, 6, 9), *conveys("mid_p1", 7, -20, 1),
        *job("dca_2", 8, DAY + 8 * HOUR, takes_s=600, clear_s=DAY + 17 * HOUR),
    ])  # fmt: skip
    got = measured(conveyed_rows(conveyed_table(run)))
    assert got["conveyed_by_fire", "service=fire"] == 3
    assert got["conveyed_by_fire", "service=fire;unit=west_p1"] == 2
    assert got["ambulance_hours_released", "service=ambulance"] == pytest.approx(1.5 + 1.5 + 2)


def test_net_is_hours_released_less_what_clinicians_are_on_calls_more() -> None:
    # 9 h released; clinicians who come by car are on calls for 5.5 h, in the baseline for 2: 9 - 3.5.
    keys = ["measure", "group", "value"]
    now = pd.DataFrame(
        [
            ("ambulance_hours_released", "service=ambulance", 9.0),
            ("hours_on_calls", "basis=can_convey;service=ambulance", 100.0),
            ("hours_on_calls", "basis=clinician_by_car;service=ambulance", 5.5),
        ],
        columns=keys,
    )
    assert measured(net_rows(now, 2.0)) == {
        ("ambulance_hours_released_net", "service=ambulance"): pytest.approx(5.5)
    }
    assert measured(net_rows(now[1:], 2.0)) == {}  # where nobody conveys there is none


def test_hours_on_calls_are_from_sent_to_clear_by_what_a_vehicle_can_do() -> None:
    types = {
        "dca": SimpleNamespace(service="ambulance", skills=["convey"]),
        "paramedic_dca": SimpleNamespace(service="ambulance", skills=["convey", "clinician"]),
        "car": SimpleNamespace(service="ambulance", skills=["clinician"]),
        "volunteer": SimpleNamespace(service="ambulance", skills=["first_response"]),
        "pump": SimpleNamespace(service="fire", skills=["convey", "clinician"]),
    }
    workload = pd.DataFrame({"type": list(types), "out_h": [1.0, 2.0, 4.0, 8.0, 16.0]})
    got = measured(on_call_rows(workload, cast(Scenario, SimpleNamespace(vehicle_types=types))))
    assert got == {
        ("hours_on_calls", "basis=can_convey;service=ambulance"): 3.0,
        ("hours_on_calls", "basis=clinician_by_car;service=ambulance"): 4.0,
    }


def test_an_ambulance_that_was_never_clear_again_says_nothing_of_hours() -> None:
    # The second ambulance's job at call 4 was over before it conveyed from call 2, and is no end of that.
    calls = [
        call(n, DAY + n * HOUR, "medical_emergency", "red1", "ambulance") for n in (1, 2, 3, 4)
    ]
    run = run_of(calls, [
        *conveys("dca_1", 1, 1.1, 2), *conveys("west_p1", 3, 3.1, 1),
        *job("dca_2", 4, DAY + 4.1 * HOUR, takes_s=600, clear_s=DAY + 5 * HOUR),
        *conveys("dca_2", 2, 6.1, 5, clear=False),
    ])  # fmt: skip
    got = measured(conveyed_rows(conveyed_table(run)))
    assert got["ambulance_hours_released", "service=ambulance"] == pytest.approx(2)


# Hospital ------------------------------------------------------------------------------------


def arrival(unit: str, at_s: float, wait_s: float | None, takes_s: float) -> list[Event]:
    """At hospital; a bay after so long, or no bays declared; handed over."""
    begun = at_s + (wait_s or 0)
    bay = [] if wait_s is None else [happened(begun, Kind.HANDOVER_BEGUN, unit, 1)]
    return [
        happened(at_s, Kind.AT_HOSPITAL, unit, 1),
        *bay,
        happened(begun + takes_s, Kind.HANDED_OVER, unit, 1),
    ]


def test_handover_and_the_wait_for_a_bay() -> None:
    # Waits of 0, 300 and 900 s where bays are declared, one hospital without; handovers of 600, 1200, 900, 300 s.
    events = [
        *arrival("dca_1", DAY + HOUR, 0, 600),
        *arrival("dca_2", DAY + HOUR, 300, 1200),
        *arrival("dca_1", DAY + 3 * HOUR, 900, 900),
        *arrival("dca_2", DAY + 3 * HOUR, None, 300),
        *arrival("dca_1", 3 * HOUR, 7000, 7000),  # in the warm-up
        happened(DAY + 23 * HOUR, Kind.AT_HOSPITAL, "dca_2", 1),  # and there when the run ended
    ]
    calls = [call(1, DAY, "medical_emergency", "red1", "ambulance")]
    got = measured(handover_rows(handover_table(run_of(calls, events))))
    assert got == {
        ("handover_mean_s", "service=ambulance"): (600 + 1200 + 900 + 300) / 4,
        ("handover_wait_mean_s", "service=ambulance"): (0 + 300 + 900) / 3,
        ("bay_queue_share", "service=ambulance"): 2 / 3,
    }


def test_where_no_bays_are_declared_nobody_waits_for_one() -> None:
    calls = [call(1, DAY, "medical_emergency", "red1", "ambulance")]
    run = run_of(calls, arrival("dca_1", DAY + HOUR, None, 600))
    got = measured(handover_rows(handover_table(run)))
    assert got == {("handover_mean_s", "service=ambulance"): 600}


# Miles ---------------------------------------------------------------------------------------


def node(name: str) -> int:
    return tinyshire().node_names.index(name)


def drive(unit: str, *stops: tuple[float, Kind, str]) -> list[Event]:
    return [happened(DAY + h * HOUR, kind, unit, 1, node=node(name)) for h, kind, name in stops]


def miles_run() -> Columns:
    """Eastport's pump goes to Midbridge, 6 km of straight road, and home; Midbridge's to Westhill, 4 km west and 1 km
    north, and home. A police car is found on its beat at Midmoor, drives to Midbridge and back."""
    return run_of([call(1, DAY + HOUR, "dwelling_fire", "fire", "fire")], [
        *drive("east_p1", (-3, Kind.UNIT_ASSIGNED, "Eastport"), (-2.9, Kind.UNIT_MOBILE, "Eastport"),
               (-2.5, Kind.UNIT_ARRIVED, "Midbridge"), (-2, Kind.UNIT_CLEAR, "Midbridge"),
               (-1, Kind.UNIT_HOME, "Eastport"),
               (1.1, Kind.UNIT_ASSIGNED, "Eastport"), (1.2, Kind.UNIT_MOBILE, "Eastport"),
               (1.3, Kind.UNIT_ARRIVED, "Midbridge"), (2, Kind.UNIT_CLEAR, "Midbridge"),
               (2.2, Kind.UNIT_HOME, "Eastport")),
        *drive("mid_p1", (1.1, Kind.UNIT_ASSIGNED, "Midbridge"), (1.2, Kind.UNIT_MOBILE, "Midbridge"),
               (1.4, Kind.UNIT_ARRIVED, "Westhill"), (2, Kind.UNIT_CLEAR, "Westhill"),
               (2.2, Kind.UNIT_HOME, "Midbridge")),
        *drive("car_1", (0.5, Kind.ON_THE_RUN, "Midbridge"), (1.1, Kind.UNIT_ASSIGNED, "Midmoor"),
               (1.1, Kind.UNIT_MOBILE, "Midmoor"), (1.5, Kind.UNIT_ARRIVED, "Midbridge"),
               (2, Kind.UNIT_CLEAR, "Midbridge"), (3, Kind.UNIT_HOME, "Midmoor")),
    ])  # fmt: skip


def test_miles_are_those_between_the_places_that_a_unit_passed_in_the_counted_time() -> None:
    run = miles_run()
    got = measured(duty_rows(workload_table(run, driven_m(run, tinyshire()))))
    east, mid = 2 * 6000.0, 2 * hypot(4000, 1000)
    car = 2 * hypot(500, 4000)  # on its beat, from Midbridge to Midmoor, it is not followed
    assert got["miles", "service=fire;unit=east_p1"] == pytest.approx(east / MILE_M)
    assert got["miles", "service=fire;unit=mid_p1"] == pytest.approx(mid / MILE_M)
    assert got["miles", "service=police;unit=car_1"] == pytest.approx(car / MILE_M)
    assert got["miles", "service=fire"] == pytest.approx((east + mid) / MILE_M)


def test_the_journey_to_a_call_is_its_first_unit_s_since_it_set_off() -> None:
    run = miles_run()
    table = journey_table(run, tinyshire())
    assert table["metres"].tolist() == pytest.approx([6000.0])  # Eastport's pump is there at 1:18


# Overruns and being all free -----------------------------------------------------------------


def on_duty(pool: str, *changes: tuple[float, int]) -> list[Event]:
    return [Event(DAY + h * HOUR, Kind.CREW_ON_DUTY, None, pool, None, n, None) for h, n in changes]


def test_an_overrun_is_from_the_end_of_the_shift_until_the_vehicle_is_home() -> None:
    # The first ambulance's shift ends at 8:00 and 18:00; it is out until 8:45, and home at 18:00. The second's ends at
    # 20:00, and it is not home before the run ends: until midnight, when counting ends. Overruns: 0.75 h and 4 h.
    calls = [call(n, DAY + HOUR, "medical_emergency", "red1", "ambulance") for n in (1, 2, 3)]
    run = run_of(calls, [
        *on_duty("dca_1_crew", (-24, 2), (8, 0), (9, 2), (18, 0)),
        *on_duty("dca_2_crew", (-24, 2), (20, 0)),
        *on_duty("mid_oncall", (-24, 6), (8, 0)),  # on call: no shift to overrun
        *job("dca_1", 1, DAY + 7 * HOUR, takes_s=600, clear_s=DAY + 8.75 * HOUR - 600),
        *job("mid_p1", 2, DAY + 7 * HOUR, takes_s=600, clear_s=DAY + 12 * HOUR),
        *job("dca_2", 3, DAY + 19 * HOUR, takes_s=600, clear_s=DAY + 30 * HOUR)[:3],
    ])  # fmt: skip
    got = measured(duty_rows(workload_table(run, {})))
    assert got["overruns", "service=ambulance"] == 2
    assert got["overrun_hours", "service=ambulance"] == pytest.approx(0.75 + 4)
    assert got["overruns", "service=fire"] == 0


def test_units_taken_off_their_calls_and_hours_on_standby() -> None:
    calls = [call(1, DAY, "dwelling_fire", "fire", "fire")]
    run = run_of(calls, [
        happened(DAY + 2 * HOUR, Kind.STANDBY_SENT, "mid_p1"),
        happened(DAY + 2.5 * HOUR, Kind.STANDBY_MOBILE, "mid_p1"),
        happened(DAY + 3 * HOUR, Kind.AT_STANDBY, "mid_p1"),
        happened(DAY + 5 * HOUR, Kind.UNIT_CLEAR, "mid_p1"),
        happened(DAY + 6 * HOUR, Kind.UNIT_HOME, "mid_p1"),
        happened(DAY + 7 * HOUR, Kind.UNIT_ASSIGNED, "east_p1", 1),
        happened(DAY + 7.1 * HOUR, Kind.UNIT_DIVERTED, "east_p1", 1),
        happened(DAY + 7.1 * HOUR, Kind.UNIT_ASSIGNED, "east_p1", 1),
        happened(DAY + 7.2 * HOUR, Kind.UNIT_STOOD_DOWN, "east_p1", 1),
        happened(DAY + 7.2 * HOUR, Kind.UNIT_CLEAR, "east_p1", 1),
        happened(DAY + 8 * HOUR, Kind.UNIT_HOME, "east_p1"),
    ])  # fmt: skip
    got = measured(duty_rows(workload_table(run, {})))
    assert got["standby_hours", "service=fire"] == pytest.approx(3)
    assert (got["diverted", "service=fire"], got["stood_down", "service=fire"]) == (1, 1)
    assert got["recalled", "service=fire"] == 0


def test_all_free_is_while_every_vehicle_of_the_service_is_home_on_the_run() -> None:
    # Fire: Eastport's pump is away 2:00 to 4:10, Midbridge's off the run 4:00 to 6:00: all are there for 20 of 24 h.
    calls = [call(1, DAY, "dwelling_fire", "fire", "fire")]
    run = run_of(calls, [
        *job("east_p1", 1, DAY + 2 * HOUR, takes_s=600, clear_s=DAY + 4 * HOUR),
        happened(DAY + 4 * HOUR, Kind.OFF_THE_RUN, "mid_p1"),
        happened(DAY + 6 * HOUR, Kind.ON_THE_RUN, "mid_p1"),
    ])  # fmt: skip
    hours = together_table(run).set_index("service")["all_free_h"]
    assert hours["fire"] == pytest.approx(20)
    assert hours["ambulance"] == pytest.approx(24)
