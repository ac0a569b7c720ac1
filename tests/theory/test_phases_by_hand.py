"""Where the minutes of a clock go, and what a unit did, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from results.fire_cover import at_night, median_of, on_weekdays
from results.more_measures import phase_rows
from results.phases import phase_table
from results.workload import workload_table
from sim.events import Event, Kind
from tests.theory.by_hand import (
    DAY,
    HOUR,
    call,
    clock_like,
    happened,
    job,
    measured,
    run_of,
)

RANG = DAY + 3 * HOUR


def sent_after(seconds: float) -> list[Event]:
    """A pump sent so long after the call, 60 s to turn out, there ten minutes after it was sent."""
    return job("east_p1", 1, RANG + seconds, takes_s=600, clear_s=RANG + 3000)


def phases(events: list[Event], **clock: object) -> dict[str, float]:
    run = run_of([call(1, RANG, "dwelling_fire", "fire", "fire")], events)
    run = clock_like(run, "fire_from_call", **clock) if clock else run
    got = measured(phase_rows(phase_table(run)))
    return {
        group.split("basis=")[1].split(";")[0]: value
        for (_, group), value in got.items()
        if "clock=fire_from_call" in group
    }


def test_a_call_coded_after_90_s_waits_turns_out_and_drives() -> None:
    # calls made up by hand are coded 90 s after they ring; sent at 200 s, mobile at 260 s, there at 800 s
    assert phases(sent_after(200)) == {
        "handling": 90.0, "waiting": 110.0, "turnout": 60.0, "driving": 540.0,
    }  # fmt: skip


def test_what_lies_before_the_clock_starts_is_in_no_phase() -> None:
    # from when it was sent, at 200 s: nothing is left of handling and waiting
    assert phases(sent_after(200), starts="unit_assigned") == {
        "handling": 0.0, "waiting": 0.0, "turnout": 60.0, "driving": 540.0,
    }  # fmt: skip
    assert phases(sent_after(200), starts="call_coded")["waiting"] == 110.0


def test_a_unit_called_away_turns_out_and_drives_again() -> None:
    # sent elsewhere, diverted at 200 s on the road: it is mobile again at once
    away = [
        happened(RANG - 300, Kind.UNIT_ASSIGNED, "east_p1", 1),
        happened(RANG - 240, Kind.UNIT_MOBILE, "east_p1", 1),
        happened(RANG + 200, Kind.UNIT_DIVERTED, "east_p1", 1),
        happened(RANG + 200, Kind.UNIT_ASSIGNED, "east_p1", 1),
        happened(RANG + 200, Kind.UNIT_MOBILE, "east_p1", 1),
        happened(RANG + 500, Kind.UNIT_ARRIVED, "east_p1", 1),
    ]
    assert phases(away) == {"handling": 90.0, "waiting": 110.0, "turnout": 0.0, "driving": 300.0}


def test_a_call_that_nobody_reached_has_no_phases() -> None:
    assert phases([happened(RANG + 200, Kind.UNIT_ASSIGNED, "east_p1", 1)]) == {}


def test_hours_of_a_job_by_activity() -> None:
    run = run_of([], sent_after(0))
    row = workload_table(run, {}).set_index("unit").loc["east_p1"]
    assert row["turning_out_h"] == pytest.approx(60 / HOUR)
    assert row["driving_h"] == pytest.approx(540 / HOUR)
    assert row["at_scene_h"] == pytest.approx(2400 / HOUR)
    assert row["returning_h"] == pytest.approx(600 / HOUR)
    assert row["conveying_h"] == row["at_hospital_h"] == 0


def test_weekdays_are_monday_to_friday_from_seven_to_seven_and_nights_are_every_night() -> None:
    week = np.arange(168)
    assert on_weekdays(week).sum() == 5 * 12
    assert at_night(week).sum() == 7 * 12
    assert not (on_weekdays(week) & at_night(week)).any()
    assert on_weekdays(np.array([6, 7, 18, 19, 24 * 5 + 12])).tolist() == [
        False, True, True, False, False,
    ]  # fmt: skip
    times = np.array([[60.0, 10.0], [80.0, 30.0], [500.0, 20.0]], dtype=np.float32)
    assert median_of(times, np.array([True, True, False])).tolist() == [70.0, 20.0]
    assert np.isnan(median_of(times, np.zeros(3, dtype=bool))).all()
