"""Hours of units and people worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from results.measures import pump_rows, role_rows, workload_rows
from results.role_clashes import clash_rows
from results.workload import by_hour_of_day, roles_table, workload_table
from sim.events import Kind
from tests.theory.by_hand import DAY, HOUR, aboard, happened, job, measured, run_of


def test_hours_of_a_pump_are_clipped_to_the_counted_day() -> None:
    run = run_of([], [
        # out from 22:00 of the warm-up to 02:00, back home 02:10
        *job("east_p1", 1, 22 * HOUR, takes_s=600, clear_s=DAY + 2 * HOUR),
        happened(DAY + 6 * HOUR, Kind.OFF_THE_RUN, "east_p1"),
        happened(DAY + 9 * HOUR, Kind.ON_THE_RUN, "east_p1"),
        # out again at 23:00 until after midnight
        *job("east_p1", 2, DAY + 23 * HOUR, takes_s=600, clear_s=DAY + 25 * HOUR),
    ])  # fmt: skip
    row = workload_table(run, {}).set_index("unit").loc["east_p1"]
    assert row["out_h"] == pytest.approx(2 + 1)
    assert row["returning_h"] == pytest.approx(1 / 6)
    assert row["off_the_run_h"] == pytest.approx(3)
    assert row["home_h"] == pytest.approx(24 - 3 - 1 / 6 - 3)
    assert row["arrivals"] == 1  # 22:10 was in the warm-up
    assert row["rider_turnouts"] == 4
    assert row["rider_hours"] == pytest.approx(4 * (3 + 1 / 6))
    got = measured(workload_rows(workload_table(run, {})))
    share = 3 / (24 - 3)
    assert got["utilisation", "service=fire;station=east_fire;unit=east_p1"] == pytest.approx(share)


def test_off_the_run_is_a_share_of_all_hours_and_crew_elsewhere_a_part_of_it() -> None:
    on_duty = [
        happened(0, Kind.CREW_ON_DUTY, "west_oncall", people=6),
        happened(DAY + 12 * HOUR, Kind.CREW_ON_DUTY, "west_oncall", people=2),
        happened(0, Kind.CREW_ON_DUTY, "operative", people=0),
    ]
    # off from 10:00 to 14:00: until noon there were six people, so they were with another vehicle
    run = run_of([], [
        *on_duty,
        happened(DAY + 10 * HOUR, Kind.OFF_THE_RUN, "west_p1", people=2),
        happened(DAY + 14 * HOUR, Kind.ON_THE_RUN, "west_p1"),
    ])  # fmt: skip
    got = measured(pump_rows(workload_table(run, {}), run.scenario))
    unit = "service=fire;station=west_fire;unit=west_p1"
    assert got["off_the_run_share", unit] == pytest.approx(4 / 24)
    assert got["off_the_run_share", f"basis=crew_elsewhere;{unit}"] == pytest.approx(2 / 24)
    # three pumps in all; the operative's own vehicle is no pump
    assert got["off_the_run_share", "service=fire"] == pytest.approx(4 / 72)


def test_a_pump_by_another_name_is_a_pump_and_one_from_outside_is_not_counted() -> None:
    run = run_of([], [
        happened(DAY, Kind.OFF_THE_RUN, "east_p1"), happened(DAY, Kind.OFF_THE_RUN, "mid_p1"),
    ], "today")  # fmt: skip
    scenario = run.scenario
    far = scenario.stations["mid_fire"].model_copy(update={"outside_county": True})
    named = scenario.model_copy(update={
        "vehicle_types": {**scenario.vehicle_types, "appliance": scenario.vehicle_types["pump"]},
        "vehicles": {**scenario.vehicles, "east_p1": scenario.vehicles["east_p1"].model_copy(
            update={"type": "appliance"})},
        "stations": {**scenario.stations, "mid_fire": far},
    })  # fmt: skip
    work = workload_table(replace(run, scenario=named), {})
    got = measured(pump_rows(work, named))
    assert got["off_the_run_share", "service=fire"] == 1
    assert not [group for _, group in got if "mid_p1" in group]


def test_role_hours_are_a_week_s_and_each_role_once() -> None:
    run = run_of([], [
        happened(0, Kind.CREW_ON_DUTY, "operative", people=0),
        happened(DAY + 9 * HOUR, Kind.CREW_ON_DUTY, "operative", people=1),
        happened(DAY + 17 * HOUR, Kind.CREW_ON_DUTY, "operative", people=0),
        *aboard("operative", "op_policing", DAY + 10 * HOUR, DAY + 11 * HOUR + 600),
        *aboard("operative", "op_responder", DAY + 12 * HOUR, DAY + 12.5 * HOUR + 600),
        *aboard("operative", "west_p1", DAY + 16 * HOUR, DAY + 18 * HOUR),  # an hour past the shift
    ])  # fmt: skip
    got = measured(role_rows(roles_table(run), 1))
    assert got["role_hours", "basis=on_duty;unit=operative"] == pytest.approx(8 * 7)
    assert got["role_hours", "basis=PCSO;unit=operative"] == pytest.approx((1 + 1 / 6) * 7)
    assert got["role_hours", "basis=first_responder;unit=operative"] == pytest.approx(
        (0.5 + 1 / 6) * 7
    )
    riding = [
        value for (_, keys), value in got.items() if "on_duty" not in keys and "hour" not in keys
    ]
    assert sum(riding) == pytest.approx((1 + 0.5 + 1 / 3 + 2) * 7)  # two hours of it on the pump
    twice = pd.DataFrame([("p", "PCSO", "a", 9, 2.0, 1), ("p", "PCSO", "b", 9, 3.0, 1)],
                         columns=["pool", "role", "unit", "hour", "hours", "jobs"])  # fmt: skip
    assert measured(role_rows(twice, 7)) == {
        ("role_hours", "basis=PCSO;unit=p"): 5.0,
        ("role_hours", "basis=PCSO;hour=09;unit=p"): 5.0,
    }


def test_role_hours_by_hour_of_the_day() -> None:
    run = run_of([], [
        happened(0, Kind.CREW_ON_DUTY, "operative", people=0),
        happened(DAY + 9 * HOUR, Kind.CREW_ON_DUTY, "operative", people=1),
        happened(DAY + 17 * HOUR, Kind.CREW_ON_DUTY, "operative", people=0),
        *aboard("operative", "op_policing", DAY + 10.5 * HOUR, DAY + 12.25 * HOUR),
        *aboard("operative", "west_p1", DAY + 16 * HOUR, DAY + 18 * HOUR),  # an hour past the shift
    ])  # fmt: skip
    got = measured(role_rows(roles_table(run), 7))
    policing = {key: value for (_, key), value in got.items() if key.startswith("basis=PCSO;hour")}
    assert policing == {
        "basis=PCSO;hour=10;unit=operative": 0.5,
        "basis=PCSO;hour=11;unit=operative": 1.0,
        "basis=PCSO;hour=12;unit=operative": 0.25,
    }
    duty = [key for _, key in got if key.startswith("basis=on_duty;hour")]
    assert duty == [f"basis=on_duty;hour={hour:02d};unit=operative" for hour in range(9, 17)]
    assert got["role_hours", "basis=on_duty;unit=operative"] == pytest.approx(8)


def test_clashes_are_jobs_an_hour_free_times_hours_out_in_other_roles() -> None:
    """Between 10 and 11: 0.25 h policing and 0.25 h responding leave half an hour free, with a job begun in each.

    So each role has two jobs an hour free, and each is out for 0.25 h while the other could be wanted: 0.5 and 0.5.
    In the hour from 12:00 there is policing and nothing else began: nobody wanted the person in another role.
    """
    run = run_of([], [
        happened(0, Kind.CREW_ON_DUTY, "operative", people=0),
        happened(DAY + 9 * HOUR, Kind.CREW_ON_DUTY, "operative", people=1),
        happened(DAY + 17 * HOUR, Kind.CREW_ON_DUTY, "operative", people=0),
        *aboard("operative", "op_policing", DAY + 10 * HOUR, DAY + 10.25 * HOUR),
        *aboard("operative", "op_responder", DAY + 10.5 * HOUR, DAY + 10.75 * HOUR),
        *aboard("operative", "op_policing", DAY + 12 * HOUR, DAY + 12.5 * HOUR),
    ])  # fmt: skip
    got = measured(clash_rows(roles_table(run), 7))
    assert got["role_clashes", "basis=PCSO;unit=operative"] == pytest.approx(0.5)
    assert got["role_clashes", "basis=first_responder;unit=operative"] == pytest.approx(0.5)
    assert got["role_clashes", "unit=operative"] == pytest.approx(1.0)


def test_a_person_with_one_role_never_clashes() -> None:
    one = pd.DataFrame([("p", "on duty", "", 9, 5.0, 0), ("p", "PCSO", "a", 9, 2.0, 4)],
                       columns=["pool", "role", "unit", "hour", "hours", "jobs"])  # fmt: skip
    assert not list(clash_rows(one, 7))


@pytest.mark.parametrize(("start_h", "end_h"), [(0.0, 24.0), (23.5, 24.5), (5.25, 77.75)])
def test_hours_of_the_day_add_up(start_h: float, end_h: float) -> None:
    hours = by_hour_of_day(np.array([start_h * HOUR]), np.array([end_h * HOUR]))
    assert hours.sum() == pytest.approx(end_h - start_h)
    inside = np.arange(start_h * 60 + 0.5, end_h * 60).astype(int) // 60 % 24  # minute by minute
    assert hours == pytest.approx(np.bincount(inside, minlength=24) / 60)
