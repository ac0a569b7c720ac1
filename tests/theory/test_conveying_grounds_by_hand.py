"""Cover of a conveying station's own ground in Tinyshire, worked by hand; times as in `test_fire_cover_by_hand.py`.

Midbridge's pump would be first at Midbridge (5,000 people, no drive) and at Midmoor (700, 240 s): with 300 s of turnout
and 74 s of handling at 374 and 614 s. Eastport's, with 120 s of turnout, is 300 and 540 s away: 494 and 734 s.
"""

from __future__ import annotations

import pytest

from results.attendance import conveyed_table
from results.bids import a_year
from results.conveying_grounds import grounds_table
from results.fire_cover import fire_covers
from results.groups import Row
from results.log import Columns
from results.more_measures import conveyed_rows, conveying_rows
from results.workload import workload_table
from scenarios.costs import Expected
from tests.theory.by_hand import SOURCE, measured, study, tinyshire
from tests.theory.test_fire_cover_by_hand import conveying

HOME_S = (5000 * 374 + 700 * 614) / 5700
LATER_S = 120.0  # 494 - 374 and 734 - 614
STATION = "service=fire;station=mid_fire"
ANYWAY = f"basis=had_nobody_conveyed;{STATION}"


def rows_of(run: Columns) -> dict[tuple[str, str], float]:
    table = grounds_table(run, tinyshire(), fire_covers(run, tinyshire()))
    workload = workload_table(run, dict.fromkeys(run.scenario.vehicles, 0.0))
    rows: list[Row] = list(conveying_rows(table, workload, run.scenario))
    return measured(rows)


def test_the_ground_of_a_station_whose_crew_conveys_waits_for_the_next_pump() -> None:
    # Away from 2:30 to 6:30: at 3:00, 4:00, 5:00 and 6:00, each time without the pump.
    got = rows_of(conveying(on_duty=4))
    assert got["conveying_hours", STATION] == 4
    assert got["conveying_hours", f"hour=05;{STATION}"] == 1
    assert ("conveying_hours", f"hour=02;{STATION}") not in got
    assert got["no_pump_share", STATION] == 1
    assert (
        got["no_pump_share", ANYWAY] == 0
    )  # had it stayed at home, it had its crew in all four hours
    home = got["next_pump_at_ground_s", f"basis=had_nobody_conveyed;{STATION}"]
    assert home == pytest.approx(HOME_S)
    now = got["next_pump_at_ground_s", f"basis=while_conveying;{STATION}"]
    assert now == pytest.approx(HOME_S + LATER_S)
    assert got["next_pump_delay_s", STATION] == pytest.approx(LATER_S)
    assert got["next_pump_delay_s", "service=fire"] == pytest.approx(LATER_S)


def test_a_pump_that_would_have_lacked_its_crew_anyway_is_no_later_for_the_conveying() -> None:
    got = rows_of(conveying(on_duty=3))
    assert got["no_pump_share", STATION] == 1
    assert (
        got["no_pump_share", ANYWAY] == 1
    )  # one of the four went off duty meanwhile: off the run either way
    assert got["next_pump_delay_s", STATION] == pytest.approx(0)


def test_nothing_is_said_where_nobody_conveys() -> None:
    assert rows_of(conveying(on_duty=4, convey=False)) == {}


def test_how_long_a_conveyance_takes() -> None:
    # Sent at 2:30, clear at 6:00, home at 6:30.
    got = measured(conveyed_rows(conveyed_table(conveying(on_duty=4))))
    assert got["conveyance_mean_h", "basis=to_clear;service=fire"] == pytest.approx(3.5)
    assert got["conveyance_mean_h", "basis=to_home;service=fire"] == pytest.approx(4.0)


def expected(measure: str, unit: str) -> Expected:
    return Expected.model_validate({
        "title": "t", "measure": measure, "group": "", "option": "today",
        "value": {"value": 1, "unit": unit, **SOURCE},
    })  # fmt: skip


def test_a_figure_of_a_year_is_held_against_a_year_of_the_counted_days() -> None:
    days = study().baseline.calendar.days
    assert a_year(expected("conveyed_by_fire", "patients per year"), study()) == 365.25 / days
    assert a_year(expected("conveyed_by_fire", "patients"), study()) == 1
    assert a_year(expected("response_mean_s", "s"), study()) == 1
