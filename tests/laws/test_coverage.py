"""What must hold of cover on any ground."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geography.coverage import (
    expected_people_within,
    first_attendance_s,
    people_within,
    people_within_by_state,
)

SITES, ZONES, STATES = 4, 6, 9
TIMES = hnp.arrays(np.float64, (SITES, ZONES), elements=st.floats(0, 2000))
DELAYS = hnp.arrays(np.float64, SITES, elements=st.floats(0, 600))
PEOPLE = hnp.arrays(np.float64, ZONES, elements=st.integers(0, 5000).map(float))
AVAILABLE = hnp.arrays(np.bool_, (STATES, SITES))
CHANCES = hnp.arrays(np.float64, SITES, elements=st.floats(0, 1))


@settings(max_examples=80, deadline=None)
@given(TIMES, DELAYS, PEOPLE, AVAILABLE)
def test_each_state_is_cover_by_those_that_are_available(times, delay, people, available) -> None:
    by_state = people_within_by_state(times, delay, available, people, 600)
    first = first_attendance_s(times, delay, available)
    for state, covered, attended in zip(available, by_state, first, strict=True):
        assert covered == people_within(times[state], delay[state], people, 600)
        if state.any():
            expected = (times + delay[:, None])[state].min(axis=0).astype(np.float32)
            assert np.array_equal(attended, expected)
        else:
            assert np.all(np.isinf(attended))


@settings(max_examples=80, deadline=None)
@given(TIMES, DELAYS, PEOPLE, CHANCES)
def test_expected_cover_lies_between_none_and_all(times, delay, people, chance) -> None:
    everyone = people_within(times, delay, people, 600)
    expected = expected_people_within(times, delay, chance, people, 600)
    assert -1e-6 <= expected <= everyone + 1e-6
    sure = expected_people_within(times, delay, np.ones(SITES), people, 600)
    assert np.isclose(sure, everyone)
    assert expected_people_within(times, delay, np.zeros(SITES), people, 600) == 0


@settings(max_examples=40, deadline=None)
@given(TIMES, DELAYS, PEOPLE)
def test_later_never_covers_more(times, delay, people) -> None:
    base = people_within(times, delay, people, 600)
    assert people_within(times, delay + 60, people, 600) <= base
    assert people_within(times, delay, people, 660) >= base
    assert people_within(times[:2], delay[:2], people, 600) <= base


def test_two_even_chances_cover_three_quarters() -> None:
    times = np.array([[60.0], [90.0]])
    assert expected_people_within(times, [0, 0], [0.5, 0.5], [1000], 600) == 750
