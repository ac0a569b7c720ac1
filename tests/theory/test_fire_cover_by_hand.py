"""Fire cover of Tinyshire worked by hand.

Blue-light seconds from Eastport: Westquay 630, Westhill 510, Farpoint 890, Midbridge 300, Midmoor 540, Eastport 0,
Eastcliff 120, Northend 360, Southdown 340. From Midbridge: 330, 210, 590, 0, 240, 300, 420, 440, 330. Call handling is
74 s and planned turnouts are 120 s for Eastport's watch and 300 s for those on call: within ten minutes is a drive of
406 s from Eastport (Midbridge 5,000, Eastport 12,000, Eastcliff 2,500, Northend 900, Southdown 800: 21,200 people) and
of 226 s from Midbridge (Westhill 1,500, Midbridge 5,000).
"""

from __future__ import annotations

import numpy as np
import pytest

from results.conveying import next_pump_table
from results.fire_cover import (
    available_by_hour,
    cover_table,
    declared_cover_table,
    fire_covers,
    handling_s,
    pumps_of,
    zone_table,
)
from results.log import Columns
from results.measures import cover_rows
from results.more_measures import next_pump_rows
from scenarios.fleet import Degraded
from scenarios.response import StandbyMove
from sim.events import Event, Kind
from tests.theory.by_hand import DAY, HOUR, call, changed, happened, measured, run_of, tinyshire

EAST, MID, BOTH = 21_200.0, 6_500.0, 22_700.0  # within ten minutes of each, and of either
PEOPLE = 29_800.0
KEYS = "clock=fire_from_call;service=fire;standard=fire_10_min"


def within(run: Columns) -> np.ndarray:
    """People within ten minutes at each counted hour."""
    table = cover_table(run, tinyshire(), fire_covers(run, tinyshire()))
    return table[(table["district"] == "").to_numpy()]["people_within"].to_numpy(dtype=float)


def pumps(run: Columns) -> np.ndarray:
    """Pumps available at each counted hour."""
    table = cover_table(run, tinyshire(), fire_covers(run, tinyshire()))
    return table[(table["district"] == "").to_numpy()]["pumps"].to_numpy(dtype=float)


def on_paper(run: Columns) -> float:
    table = declared_cover_table(run.scenario, tinyshire())
    return float(table[(table["district"] == "").to_numpy()]["people_within"].iloc[0])


def off(unit: str, from_h: float, until_h: float, people: int = -1) -> list[Event]:
    """Off the run at an hour of the counted day, back on it later, perhaps short."""
    short = people if people >= 0 else None
    return [
        happened(DAY + from_h * HOUR, Kind.OFF_THE_RUN, unit, people=2),
        happened(DAY + until_h * HOUR, Kind.ON_THE_RUN, unit, people=short),
    ]


def test_cover_follows_the_pumps_that_are_on_the_run() -> None:
    run = run_of([], [*off("east_p1", 2.5, 5), *off("mid_p1", 4, 8.5)], "today")
    expected = [BOTH] * 3 + [MID] + [0.0] + [EAST] * 4 + [BOTH] * 15
    assert within(run).tolist() == expected
    assert pumps(run).tolist() == [2, 2, 2, 1, 0, 1, 1, 1, 1] + [2] * 15
    table = cover_table(run, tinyshire(), fire_covers(run, tinyshire()))
    got = measured(cover_rows(table, declared_cover_table(run.scenario, tinyshire()), run.scenario))
    mean = (18 * BOTH + MID + 4 * EAST) / 24
    assert got["people_within_standard", f"basis=availability;{KEYS}"] == pytest.approx(mean)
    assert got["people_within_standard", f"basis=all_available;{KEYS}"] == pytest.approx(BOTH)
    assert got["expected_people_beyond_standard", KEYS] == pytest.approx(PEOPLE - mean)
    at_four = KEYS.replace("service", "hour=04;service")
    assert got["expected_people_beyond_standard", at_four] == PEOPLE
    assert got["pumps_available", "service=fire"] == pytest.approx(41 / 24)
    assert got["pumps_available", "basis=worst_hours;service=fire"] == 0


def degraded(run: Columns, *skills: str) -> Columns:
    """Pumps may ride with three, and can then do only so much."""
    types = run.scenario.vehicle_types
    short = Degraded(crew=3, skills=skills)  # type: ignore[arg-type]
    pump = types["pump"].model_copy(update={"degraded": short})
    return changed(run, vehicle_types={**types, "pump": pump})


def test_a_pump_riding_short_counts_only_if_it_can_then_fight_fires() -> None:
    # From 3:00 Midbridge's pump is on the run with three, from 6:30 with all four again.
    run = run_of([], [*off("mid_p1", 3, 3, people=3), *off("mid_p1", 6.5, 6.5)], "today")
    assert within(degraded(run, "rescue")).tolist() == [BOTH] * 3 + [EAST] * 4 + [BOTH] * 17
    assert pumps(degraded(run, "rescue")).tolist() == [2] * 3 + [1] * 4 + [2] * 17
    assert within(degraded(run, "firefighting")).tolist() == [BOTH] * 24
    # coming home from a call makes nobody short: the log would say so
    home = run_of([], [
        *off("mid_p1", 3, 3, people=3), happened(DAY + 5.5 * HOUR, Kind.UNIT_HOME, "mid_p1"),
    ], "today")  # fmt: skip
    assert within(degraded(home, "rescue")).tolist() == [BOTH] * 3 + [EAST] * 3 + [BOTH] * 18


def with_standby(run: Columns) -> Columns:
    """Eastport is a key station that Midbridge covers."""
    move = StandbyMove.model_validate({
        "station": "east_fire", "skills": ["firefighting"], "sent_from": ["mid_fire"],
        "after": {"value": 5, "unit": "min", "status": "assumed", "source": "made up"},
    })  # fmt: skip
    return changed(run, standby={"east": move})


def standing_by(people: int | None = None) -> Columns:
    """Eastport's pump is off the run from 2:00 to 8:00; Midbridge's is on its way at 3:30, there from 4:30 to 7:30, and
    home again at 8:30."""
    node = tinyshire().node_names.index("Eastport")
    return run_of([], [
        *off("east_p1", 2, 8),
        happened(DAY + 3.5 * HOUR, Kind.STANDBY_SENT, "mid_p1", people=people),
        happened(DAY + 3.6 * HOUR, Kind.STANDBY_MOBILE, "mid_p1"),
        happened(DAY + 4.5 * HOUR, Kind.AT_STANDBY, "mid_p1", node=node),
        happened(DAY + 7.5 * HOUR, Kind.UNIT_CLEAR, "mid_p1"),
        happened(DAY + 8.5 * HOUR, Kind.UNIT_HOME, "mid_p1"),
    ], "today")  # fmt: skip


def test_a_pump_on_standby_counts_where_it_stands_and_without_a_turnout() -> None:
    # 2:00 and 3:00 Midbridge alone; 4:00 it is on its way; 5:00 to 7:00 it stands at Eastport; 8:00 Eastport's own.
    there = EAST + 1_500.0  # and Westhill, 510 s away
    expected = [BOTH] * 2 + [MID] * 2 + [0.0] + [there] * 3 + [EAST] + [BOTH] * 15
    assert within(with_standby(standing_by())).tolist() == expected
    assert pumps(with_standby(standing_by())).tolist() == [2, 2, 1, 1, 0, 1, 1, 1, 1] + [2] * 15
    # not at another station than that at which it stands
    assert within(standing_by())[5:8].tolist() == [0.0] * 3


def test_a_pump_standing_by_with_too_few_does_not_count() -> None:
    run = degraded(with_standby(standing_by(people=3)), "rescue")
    assert within(run)[5:8].tolist() == [0.0] * 3


def test_on_paper_each_pump_is_at_home_and_nowhere_else() -> None:
    run = with_standby(run_of([], [], "today"))
    assert on_paper(run) == BOTH
    rows = pumps_of(run.scenario.clocks["fire_from_call"], run.scenario, tinyshire())
    assert rows.units == ("east_p1", "mid_p1", "mid_p1")
    assert rows.at_home.tolist() == [True, True, False]
    assert available_by_hour(run, rows).tolist() == [[True, True, False]] * 24


def test_call_handling_is_weighed_by_those_among_whom_a_stream_rings() -> None:
    # 10 a year among 1,000 people: 298 a year in the county of 29,800, but 79 in the west of 7,900.
    run = run_of([], [], "today")
    first = run.scenario.demand["dwelling_fire"]  # 700 a year, 74 s
    per_head = first.model_copy(update={
        "rate": first.rate.model_copy(update={"value": 10.0, "unit": "calls/yr per 1,000 people"}),
        "call_handling": first.call_handling.model_copy(update={"mean": 174.0}),
    })  # fmt: skip
    west = per_head.model_copy(update={"within": "west"})
    clock = run.scenario.clocks["fire_from_call"]

    def handling(second: object) -> float:
        return handling_s(
            clock, changed(run, demand={"a": first, "b": second}).scenario, tinyshire()
        )

    assert handling(per_head) == pytest.approx((700 * 74 + 298 * 174) / 998)
    assert handling(west) == pytest.approx((700 * 74 + 79 * 174) / 779)


def test_each_zone_s_median_and_share_of_hours() -> None:
    # Westhill (zone 1): Midbridge's pump is there after 74 + 300 + 210 = 584 s; without it, in 10 hours of 24,
    # Eastport's after 74 + 120 + 510 = 704 s. Eastport (zone 5): 74 + 120 = 194 s.
    run = run_of([], off("mid_p1", 0, 10), "today")
    table = zone_table(run, tinyshire(), fire_covers(run, tinyshire()))
    zone = {str(s): i for i, s in enumerate(tinyshire().zones.settlement)}
    assert table["median_s"][zone["Westhill"]] == 584
    assert table["share_within"][zone["Westhill"]] == 14 / 24
    assert (table["median_s"][zone["Eastport"]], table["share_within"][zone["Eastport"]]) == (
        194,
        1,
    )


# While a crew conveys ------------------------------------------------------------------------


def conveying(*, on_duty: int, at_fire: int = 0, convey: bool = True) -> Columns:
    """Four of Midbridge's on-call people take the responder's car to a medical call from 2:30 to 6:30, and convey.

    `on_duty` of that station can be called on, and so many are away with another vehicle, the operative's, all day. The
    pump is off the run meanwhile.
    """
    rung = call(1, DAY + 2 * HOUR, "medical_emergency", "red1", "ambulance")
    crew = [
        Event(0, Kind.CREW_ON_DUTY, None, "mid_oncall", None, on_duty, None),
        Event(DAY + 2.5 * HOUR, Kind.CREW_OUT, None, "mid_oncall", "op_responder", 4, None),
        Event(DAY + 6.5 * HOUR, Kind.CREW_BACK, None, "mid_oncall", None, 4, None),
    ]
    if at_fire:
        crew.append(Event(DAY, Kind.CREW_OUT, None, "mid_oncall", "op_policing", at_fire, None))
    left = [happened(DAY + 4 * HOUR, Kind.LEFT_SCENE, "op_responder", 1)] if convey else []
    run = run_of([rung], [
        *crew,
        happened(DAY + 2.5 * HOUR, Kind.UNIT_ASSIGNED, "op_responder", 1, people=4),
        happened(DAY + 2.6 * HOUR, Kind.UNIT_MOBILE, "op_responder", 1),
        happened(DAY + 3 * HOUR, Kind.UNIT_ARRIVED, "op_responder", 1),
        *left,
        happened(DAY + 6 * HOUR, Kind.UNIT_CLEAR, "op_responder", 1),
        happened(DAY + 6.5 * HOUR, Kind.UNIT_HOME, "op_responder"),
        *off("mid_p1", 2.5, 6.5),
        *off("west_p1", 0, 24),
    ])  # fmt: skip
    vehicles = run.scenario.vehicles
    car = {"crewed_from": ("mid_oncall",), "station": "mid_fire"}
    return changed(run, vehicles={
        **vehicles,
        "op_responder": vehicles["op_responder"].model_copy(update=car),
        "op_policing": vehicles["op_policing"].model_copy(update=car),
    })  # fmt: skip


def next_pump(run: Columns) -> dict[tuple[str, str], float]:
    table = next_pump_table(run, tinyshire(), fire_covers(run, tinyshire()))
    return measured(next_pump_rows(table, run.scenario))


DUE = ("expected_people_beyond_standard", f"basis=due_to_conveying;{KEYS}")


def test_only_those_are_beyond_for_the_conveying_whom_its_crew_would_have_reached() -> None:
    # 3:00, 4:00, 5:00 and 6:00: Westhill is beyond and would not be. Midbridge is within by Eastport's pump.
    assert next_pump(conveying(on_duty=4))[DUE] == pytest.approx(4 * (BOTH - EAST) / 24)


def test_a_pump_that_would_have_lacked_people_anyway_is_not_off_for_the_conveying() -> None:
    assert next_pump(conveying(on_duty=3))[DUE] == 0  # one of the four went off duty meanwhile
    assert next_pump(conveying(on_duty=6, at_fire=3))[DUE] == 0  # three others are out elsewhere
    assert next_pump(conveying(on_duty=7, at_fire=3))[DUE] > 0


def test_a_pump_out_at_a_fire_would_not_have_been_at_home() -> None:
    run = conveying(on_duty=4)
    events = [*log_of(run), *[
        happened(DAY + 1 * HOUR, Kind.UNIT_ASSIGNED, "mid_p1", 1, people=4),
        happened(DAY + 23 * HOUR, Kind.UNIT_HOME, "mid_p1"),
    ]]  # fmt: skip
    events = [e for e in events if not (e.unit == "mid_p1" and e.kind in RUN)]
    away = run_of(list(run.calls.listed), events)
    assert next_pump(changed(away, vehicles=run.scenario.vehicles))[DUE] == 0


RUN = (Kind.OFF_THE_RUN, Kind.ON_THE_RUN)


def log_of(run: Columns) -> list[Event]:
    """The events of a run as they were told."""
    e = run.events
    kinds = tuple(Kind)

    def word(code: int, names: tuple[str, ...]) -> str | None:
        return None if code < 0 else names[code]

    return [
        Event(
            float(e.at_s[n]), kinds[e.kind[n]], None if e.call[n] < 0 else int(e.call[n]),
            word(e.unit[n], e.unit_names), word(e.need[n], e.need_names),
            None if e.people[n] < 0 else int(e.people[n]), int(e.node[n]),
        )
        for n in range(len(e.at_s))
    ]  # fmt: skip


def test_a_medical_call_from_which_nobody_was_conveyed_is_no_conveying() -> None:
    run = conveying(on_duty=4, convey=False)
    assert len(next_pump_table(run, tinyshire(), fire_covers(run, tinyshire()))) == 0


def test_the_next_pump_s_time_while_they_convey_and_otherwise() -> None:
    # People-weighted means of the first pump's time: 74 s of handling and turnout, then the drive.
    from_east = np.array([630, 510, 890, 300, 540, 0, 120, 360, 340]) + 74 + 120
    from_mid = np.array([330, 210, 590, 0, 240, 300, 420, 440, 330]) + 74 + 300
    people = np.array([6000, 1500, 400, 5000, 700, 12000, 2500, 900, 800])
    got = next_pump(conveying(on_duty=4))
    while_ = got["next_pump_mean_s", f"basis=while_conveying;{KEYS}"]
    other = got["next_pump_mean_s", f"basis=otherwise;{KEYS}"]
    assert while_ == pytest.approx((from_east * people).sum() / PEOPLE)
    assert other == pytest.approx((np.minimum(from_east, from_mid) * people).sum() / PEOPLE)
