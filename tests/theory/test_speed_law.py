"""The square-root-then-linear law against sums on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geography.metric import MetricTimes
from geography.speed_law import SpeedLaw, fit_law, law_errors

LAW = SpeedLaw(20.0, 0.5)  # 72 km/h, gathered in 40 s over 400 m


def test_short_and_long_ways_by_hand() -> None:
    assert LAW.short_m == 800  # 20² / 0.5
    assert LAW.seconds(200) == 40  # 2 √(200 / 0.5)
    assert LAW.seconds(800) == 80  # both forms: 2 √1600 = 40 + 40
    assert LAW.seconds(2800) == 180  # 20 / 0.5 + 2800 / 20
    assert LAW.seconds(0) == 0
    assert LAW.seconds_of([0, 200, 800, 2800]).tolist() == [0, 40, 80, 180]


def test_where_a_pump_is_on_its_way_by_hand() -> None:
    """Of 2,800 m: 400 m to gather speed in 40 s, 2,000 m at 20 m/s in 100 s, 400 m to lose it."""
    since = LAW.since_s([0, 100, 400, 1400, 2400, 2700, 2800], 2800)
    assert since.tolist() == [0, 20, 40, 90, 140, 160, 180]
    assert LAW.since_s([0, 50, 100, 150, 200], 200) == pytest.approx(
        [0, math.sqrt(200), 20, 40 - math.sqrt(200), 40]
    )


def test_a_steady_speed_has_no_short_ways() -> None:
    steady = SpeedLaw(20.0)
    assert steady.seconds(100) == 5
    assert steady.since_s([25, 100], 100).tolist() == [1.25, 5]
    instant = SpeedLaw(math.inf)
    assert instant.seconds(0) == instant.seconds(1000) == 0
    ever_faster = SpeedLaw(math.inf, 2.0)
    assert ever_faster.seconds(800) == 40
    with pytest.raises(ValueError, match="more than 0"):
        SpeedLaw(0.0)


def test_metric_times_by_the_law() -> None:
    xy = np.array([(0.0, 0.0), (0.0, 200.0), (0.0, 2800.0), (0.0, 100.0), (0.0, 2700.0)])
    times = MetricTimes(xy, "euclidean", {"blue_light": LAW, "day": 10.0})
    assert times.drive_s(0, 1, "blue_light") == 40
    assert times.drive_s(0, 2, "blue_light") == 180
    assert times.drive_s(0, 2, "day") == 280
    assert not times.never_slower("blue_light", "day")  # short ways are quicker at a steady 10 m/s
    nodes, since = times.path(0, 2, "blue_light")
    assert nodes == [
        0,
        1,
        4,
        2,
    ]  # looked at every 175 m: 175 m on is nearest to 200 m, 2,625 m to 2,700 m
    assert since[1] == pytest.approx(math.sqrt(2 * 175 / 0.5))
    assert since[-1] == 180
    assert since == sorted(since)


def test_the_fit_finds_the_law_that_made_the_times() -> None:
    metres = np.linspace(50, 30_000, 200)
    found = fit_law(metres, LAW.seconds_of(metres))
    assert found.cruise_m_per_s == pytest.approx(20.0, rel=1e-4)
    assert found.acceleration_m_per_s2 == pytest.approx(0.5, rel=1e-4)
    errors = law_errors(found, metres, LAW.seconds_of(metres))
    assert errors.pairs == 200
    assert errors.correlation == pytest.approx(1.0)
    assert errors.p90_relative_error < 1e-4
    tenth = law_errors(LAW, metres, LAW.seconds_of(metres) / 1.1)
    assert tenth.median_relative_error == pytest.approx(0.1)


def test_pairs_that_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="2 pairs of more than 0"):
        fit_law([1, 2, 0], [1, 2, 3])
    with pytest.raises(ValueError, match="not a finite number"):
        fit_law([1, 2, math.nan], [1, 2, 3])
    with pytest.raises(ValueError, match="negative"):
        fit_law([1, 2, -1], [1, 2, 3])
    with pytest.raises(ValueError, match="shape"):
        fit_law([1, 2], [1, 2, 3])
