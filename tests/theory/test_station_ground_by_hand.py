"""Response by the ground of each station, worked by hand, and by deprivation fifth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from results.clocks import arrivals_table
from results.measures import response_rows, standard_rows
from results.station_ground import Grounds
from tests.theory.by_hand import FIRES, JOBS, measured, one_day, run_of, tinyshire


def test_a_zone_is_the_ground_of_the_station_whose_pump_is_expected_first() -> None:
    """Eastport's watch turns out in 120 s, Midbridge's people in 300 s; seconds by blue light, then the sums.

    Westquay 630, 330 (750, 630); Westhill 510, 210 (630, 510); Farpoint 890, 590 (1010, 890); Midbridge 300, 0 (420,
    300); Midmoor 540, 240 (660, 540); Eastport 0, 300 (120, 600); Eastcliff 120, 420 (240, 720); Northend 360, 440
    (480, 740); Southdown 340, 330 (460, 630): nearer to Midbridge, and yet Eastport's.
    """
    stations, ground = Grounds.of(one_day("today"), tinyshire()).by_clock["fire_from_call"]
    assert [stations[n] for n in ground] == ["mid_fire"] * 5 + ["east_fire"] * 4


def test_calls_are_counted_by_the_baseline_s_grounds_under_every_option() -> None:
    today = Grounds.of(one_day("today"), tinyshire())
    run = run_of(FIRES, JOBS, "west_station")
    table = arrivals_table(run)
    got = measured(standard_rows(table, run.scenario, tinyshire(), today))
    keys = "clock=fire_from_call;service=fire;standard=fire_10_min;station={}"
    assert got["within_standard", keys.format("mid_fire")] == 2 / 2  # calls 1 and 2, at Westquay
    assert got["within_standard", keys.format("east_fire")] == 0 / 2  # 601 s, and never
    assert ("within_standard", keys.format("west_fire")) not in got
    own = Grounds.of(run.scenario, tinyshire()).by_clock["fire_from_call"][0]
    assert "west_fire" in own
    means = measured(response_rows(table, run.scenario, tinyshire(), today))
    keys = "clock=fire_from_call;order=first;service=fire;station={}"
    assert means["response_mean_s", keys.format("mid_fire")] == (590 + 600) / 2
    assert means["response_mean_s", keys.format("east_fire")] == 601


def test_response_by_deprivation_fifth_where_it_is_known() -> None:
    region = tinyshire()
    known = np.array([1, 1, 2, 3, 3, 5, 5, 0, 4])
    region = replace(region, zones=replace(region.zones, deprivation_fifth=known))
    run = run_of(FIRES, JOBS)
    got = measured(
        standard_rows(arrivals_table(run), run.scenario, region, Grounds.of(run.scenario, region))
    )
    keys = "clock=fire_from_call;deprivation={};service=fire;standard=fire_10_min"
    assert got["within_standard", keys.format(1)] == 2 / 2
    assert got["within_standard", keys.format(5)] == 0 / 2
    assert ("within_standard", keys.format(2)) not in got
    assert ("within_standard", keys.format(0)) not in got
