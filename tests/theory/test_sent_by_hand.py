"""Units sent to a call, units stood down, and when the scene was clear, worked by hand."""

from __future__ import annotations

import pytest

from results.sent import sent_rows, sent_table
from sim.events import Event, Kind
from tests.theory.by_hand import DAY, HOUR, call, happened, job, measured, run_of


def turned_back(unit: str, number: int, sent_s: float, back_s: float, why: Kind) -> list[Event]:
    return [
        happened(sent_s, Kind.UNIT_ASSIGNED, unit, number),
        happened(sent_s + 60, Kind.UNIT_MOBILE, unit, number),
        happened(back_s, why, unit, number),
        happened(back_s, Kind.UNIT_CLEAR, unit, number),
    ]


def test_sent_stood_down_and_a_clear_scene() -> None:
    # Call 1, trapped: a pump (clear after 40 min), a second one stood down, an ambulance that leaves with the patient
    # after 50 min and is clear hours later, a police car that is clear after 70 min.
    # Call 2, nobody trapped: one pump, clear after 30 min; an ambulance called away to a more urgent call.
    # Call 3 rang in the warm-up. Call 4, a fire: nobody came.
    ring, later = DAY + HOUR, DAY + 8 * HOUR
    calls = [
        call(1, ring, "rtc", "persons_reported", "fire"),
        call(2, later, "rtc", "special", "fire"),
        call(3, HOUR, "rtc", "special", "fire"),
        call(4, DAY + 2 * HOUR, "dwelling_fire", "fire", "fire"),
    ]
    run = run_of(calls, [
        *job("east_p1", 1, ring + 90, takes_s=500, clear_s=ring + 2400),
        *turned_back("mid_p1", 1, ring + 90, ring + 590, Kind.UNIT_STOOD_DOWN),
        happened(ring + 100, Kind.UNIT_ASSIGNED, "dca_1", 1),
        happened(ring + 700, Kind.UNIT_ARRIVED, "dca_1", 1),
        happened(ring + 3000, Kind.LEFT_SCENE, "dca_1", 1),
        happened(ring + 9000, Kind.UNIT_CLEAR, "dca_1", 1),
        *job("car_1", 1, ring + 90, takes_s=900, clear_s=ring + 4200),
        *job("east_p1", 2, later + 90, takes_s=300, clear_s=later + 1800),
        *turned_back("dca_1", 2, later + 90, later + 200, Kind.UNIT_DIVERTED),
        *job("east_p1", 3, HOUR + 90, takes_s=300, clear_s=HOUR + 1800),
    ])  # fmt: skip
    got = measured(sent_rows(sent_table(run)))
    all_, trapped, light = (
        f"{c}kind=rtc;service=fire" for c in ("", "category=persons_reported;", "category=special;")
    )
    assert got[("units_sent_mean", all_)] == (4 + 1) / 2
    assert got[("units_sent_mean", trapped)] == 4
    assert got[("units_sent_mean", light)] == 1
    assert got[("units_sent_mean", f"agency=fire;{all_}")] == (2 + 1) / 2
    assert got[("units_sent_mean", f"agency=police;{all_}")] == 1 / 2
    assert got[("units_sent_mean", f"agency=ambulance;{trapped}")] == 1
    assert got[("units_stood_down_mean", all_)] == 1 / 2
    assert got[("units_stood_down_mean", f"agency=fire;{trapped}")] == 1
    assert got[("units_stood_down_mean", f"agency=police;{trapped}")] == 0
    assert got[("scene_clear_mean_s", trapped)] == pytest.approx(4200)
    assert got[("scene_clear_mean_s", light)] == pytest.approx(1800)
    assert got[("scene_clear_mean_s", all_)] == pytest.approx((4200 + 1800) / 2)
    assert not [key for key in got if "dwelling_fire" in key[1]]


def test_the_scene_is_clear_when_the_patient_is_gone_not_when_the_ambulance_is_free() -> None:
    ring = DAY + HOUR
    run = run_of([call(1, ring, "rtc", "special", "fire")], [
        happened(ring + 100, Kind.UNIT_ASSIGNED, "dca_1", 1),
        happened(ring + 700, Kind.UNIT_ARRIVED, "dca_1", 1),
        happened(ring + 3000, Kind.LEFT_SCENE, "dca_1", 1),
        happened(ring + 9000, Kind.UNIT_CLEAR, "dca_1", 1),
    ])  # fmt: skip
    assert (
        measured(sent_rows(sent_table(run)))[("scene_clear_mean_s", "kind=rtc;service=fire")]
        == 3000
    )
