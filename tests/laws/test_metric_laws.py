"""What must hold of travel without roads, whatever the law of speed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geography.metric import MetricTimes
from geography.speed_law import SpeedLaw
from geography.travel import TICKS

PLACES = hnp.arrays(np.float64, (6, 2), elements=st.integers(0, 40_000).map(float))
METRICS = st.sampled_from(["euclidean", "manhattan"])
LAWS = st.builds(SpeedLaw, st.floats(1, 60), st.one_of(st.floats(0.01, 5), st.just(math.inf)))
LENGTHS = st.floats(0, 80_000)
many = settings(max_examples=150, deadline=None)


@many
@given(LAWS, LENGTHS, LENGTHS)
def test_longer_takes_longer_and_two_ways_longer_than_one(law, one, other) -> None:
    """The law is concave from 0: two ways take no less than one as long as both."""
    assert law.seconds(one) <= law.seconds(one + other) + 1e-9
    assert law.seconds(one + other) <= law.seconds(one) + law.seconds(other) + 1e-9
    middle = law.seconds((one + other) / 2)
    assert middle >= (law.seconds(one) + law.seconds(other)) / 2 - 1e-9


@many
@given(LAWS, LENGTHS)
def test_one_way_and_many_are_the_same(law, length) -> None:
    assert law.seconds_of([length])[0] == law.seconds(length)


@many
@given(LAWS)
def test_the_two_forms_meet(law) -> None:
    if not law.steady:
        assert law.seconds(law.short_m) == pytest.approx(law.seconds(law.short_m * (1 + 1e-9)))


@many
@given(LAWS, st.floats(1, 80_000))
def test_progress_on_the_way(law, length) -> None:
    gone = np.linspace(0, length, 41)
    since = law.since_s(gone, length)
    assert since[0] == 0
    assert since[-1] == pytest.approx(law.seconds(length))
    assert (np.diff(since) >= -1e-9).all()
    steps = np.diff(since)
    assert (steps[:20] >= steps[1:21] - 1e-7 * (1 + since[-1])).all()  # ever quicker, first half
    assert since + since[::-1] == pytest.approx(since[-1])  # ends as it began
    assert (steps >= length / 40 / law.cruise_m_per_s - 1e-7 * (1 + since[-1])).all()


@many
@given(LAWS, LAWS, hnp.arrays(np.float64, 20, elements=LENGTHS))
def test_never_slower_means_so(one, other, lengths) -> None:
    if one.never_slower_than(other):
        assert (one.seconds_of(lengths) <= other.seconds_of(lengths) + 1e-9).all()
    elif one.steady == other.steady:  # then a very short way or a very long one takes longer
        very = np.array([1e-9, 1e12])
        assert (one.seconds_of(very) > other.seconds_of(very) * (1 - 1e-9)).any()


@many
@given(PLACES, METRICS, LAWS, LAWS, st.floats(1, 2))
def test_times_are_a_metric(places, metric, lights, day, circuity) -> None:
    """Symmetric, whole 1/1024 s, no detour shorter but by rounding; a table and one pair agree."""
    times = MetricTimes(places, metric, {"blue_light": lights, "day": day}, circuity)
    assert times.longest_link_s() == math.inf
    every = np.arange(len(places))
    for profile in times.profiles:
        table = times.seconds_between(every[:, None], every[None], profile)
        assert np.array_equal(table, table.T)
        assert not np.diag(table).any()
        assert np.array_equal(table * TICKS, np.rint(table * TICKS))
        detours = table[:, :, None] + table[None]  # from, over, to
        assert (table[:, None, :] <= detours + 1.5 / TICKS + 1e-9).all()
        for origin, destination in ((0, 1), (2, 5)):
            pair = times.drive_s(origin, destination, profile)
            assert pair == times.drive_s(destination, origin, profile)
            assert pair == pytest.approx(table[origin, destination], abs=1.1 / TICKS)
            nodes, since = times.path(origin, destination, profile)
            assert (nodes[0], nodes[-1]) == (origin, destination)
            assert len(nodes) == len(since)
            assert since == sorted(since)
            assert since[-1] == pair or origin == destination
    if times.never_slower("blue_light", "day"):
        quick, slow = (times.seconds_between(0, every, p) for p in ("blue_light", "day"))
        assert (quick <= slow).all()
