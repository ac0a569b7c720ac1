"""What must hold of cover in general, of tables before and after, and of station grounds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geography.before_after import before_and_after, cover_before_and_after, fifths
from geography.coverage import (
    expected_within,
    first_response_s,
    likely_response_s,
    people_within_by_state,
    reach,
    reached_by,
    reached_share,
    within,
)
from geography.station_grounds import first_attendance_share, station_grounds

SITES, ZONES = 4, 7
TIMES = hnp.arrays(np.float64, (SITES, ZONES), elements=st.integers(0, 20).map(lambda n: 60.0 * n))
DELAYS = hnp.arrays(np.float64, SITES, elements=st.integers(0, 5).map(lambda n: 60.0 * n))
PEOPLE = hnp.arrays(np.float64, ZONES, elements=st.integers(0, 5000).map(float))
SEVERAL = hnp.arrays(np.float64, (3, ZONES), elements=st.integers(0, 5000).map(float))
CHANCES = hnp.arrays(np.float64, SITES, elements=st.floats(0, 1))
SHARES = hnp.arrays(np.float64, ZONES, elements=st.floats(0, 1))
LABELS = st.lists(st.sampled_from(["Kerrier", "Penwith", "Carrick"]), min_size=ZONES, max_size=ZONES)  # fmt: skip
NAMES = ("d", "b", "a", "c")
LIMIT = 600.0
quick = settings(max_examples=80, deadline=None)


@quick
@given(TIMES, DELAYS, CHANCES, st.integers(1, SITES))
def test_the_chance_of_so_many_is_the_sum_over_all_states(times, delay, chance, at_least) -> None:
    reached = reach(times, delay, LIMIT)
    expected = np.zeros(ZONES)
    for state in product((False, True), repeat=SITES):
        up = np.array(state)
        likely = np.prod(np.where(up, chance, 1 - chance))
        expected += likely * (reached[up].sum(axis=0) >= at_least)
    share = reached_share(times, delay, chance, LIMIT, at_least)
    assert share == pytest.approx(expected, abs=1e-12)


@quick
@given(TIMES, DELAYS, SEVERAL, CHANCES, st.integers(1, 3))
def test_several_weights_and_states_at_once_are_one_at_a_time(
    times, delay, several, chance, at_least
) -> None:
    states = np.stack([chance, chance**2])
    table = expected_within(times, delay, states, several, LIMIT, at_least)
    assert table.shape == (2, 3)
    for (row, state), (column, weight) in product(enumerate(states), enumerate(several)):
        alone = expected_within(times, delay, state, weight, LIMIT, at_least)
        assert table[row, column] == pytest.approx(float(alone))
    sure = within(times, delay, several, LIMIT, at_least)
    always = expected_within(times, delay, np.ones(SITES), several, LIMIT, at_least)
    assert sure == pytest.approx(always)


@quick
@given(TIMES, DELAYS, PEOPLE, CHANCES, st.integers(1, SITES))
def test_more_sites_time_or_chance_never_cover_less(times, delay, people, chance, k) -> None:
    def cover(rows: slice, limit: float, p: np.ndarray, least: int) -> float:
        return float(expected_within(times[rows], delay[rows], p[rows], people, limit, least))

    every = slice(None)
    base = cover(every, LIMIT, chance, k)
    slack = 1e-9 * (1 + people.sum())
    assert cover(slice(1, None), LIMIT, chance, k) <= base + slack
    assert cover(every, LIMIT + 60, chance, k) >= base - slack
    assert cover(every, LIMIT, np.sqrt(chance), k) >= base - slack
    assert cover(every, LIMIT, chance, k + 1) <= base + slack


@quick
@given(TIMES, DELAYS, PEOPLE, st.integers(1, 3), hnp.arrays(np.bool_, (5, SITES)))
def test_second_arrivals_by_state(times, delay, people, at_least, states) -> None:
    found = people_within_by_state(times, delay, states, people, LIMIT, at_least)
    for state, covered in zip(states, found, strict=True):
        assert covered == within(times[state], delay[state], people, LIMIT, at_least)
    two = people_within_by_state(times, delay, states, np.stack([people, people[::-1]]), LIMIT, at_least)  # fmt: skip
    assert two.shape == (5, 2)
    assert np.array_equal(two[:, 0], found)


@quick
@given(TIMES, DELAYS)
def test_reached_is_the_first_response_in_time(times, delay) -> None:
    assert np.array_equal(
        reached_by(times, delay, LIMIT) > 0, first_response_s(times, delay) <= LIMIT
    )


@quick
@given(TIMES, DELAYS, CHANCES, st.floats(0.05, 1))
def test_the_likely_response_is_the_soonest_with_enough_chance(times, delay, chance, share) -> None:
    """By the chance of being reached in time, worked out apart; certain sites give the first response."""
    found = likely_response_s(times, delay, np.stack([chance, np.ones(SITES)]), share)
    assert np.array_equal(found[1], first_response_s(times, delay))
    for zone, seconds in enumerate(found[0]):
        column = times[:, [zone]]
        for site in range(SITES):
            arrival = times[site, zone] + delay[site]
            likely = reached_share(column, delay, chance, arrival)[0]
            if arrival < seconds:
                assert likely < share + 1e-9
            elif arrival == seconds:
                assert likely >= share - 1e-9
    assert (likely_response_s(times, delay, chance, share) >= found[1]).all()
    assert (likely_response_s(times, delay, chance, share / 2) <= found[0]).all()


@quick
@given(SHARES, SHARES, PEOPLE, LABELS)
def test_the_table_adds_up(before, after, people, labels) -> None:
    frame = before_and_after(before, after, people, {"district": labels})
    parts = frame[frame.grouping == "district"]
    columns = ["people", "within_before", "within_after", "gained", "lost", "net"]
    whole = frame.iloc[0][columns].astype(float).to_numpy()
    assert parts[columns].sum().to_numpy() == pytest.approx(whole)
    assert (frame.gained - frame.lost).to_numpy() == pytest.approx(frame.net.to_numpy())
    gap = (frame.within_after - frame.within_before).to_numpy()
    assert gap == pytest.approx(frame.net.to_numpy(), abs=1e-9 * (1 + people.sum()))
    assert (frame[columns[:5]] >= 0).all(axis=None)
    assert (frame.within_after <= frame.people * (1 + 1e-12)).all()
    back = before_and_after(after, before, people, {"district": labels})
    assert back.gained.to_numpy() == pytest.approx(frame.lost.to_numpy())
    assert sorted(set(labels)) == list(parts.group)


@quick
@given(TIMES, DELAYS, PEOPLE)
def test_a_closure_gains_nobody(times, delay, people) -> None:
    frame = cover_before_and_after((times, delay), (times[1:], delay[1:]), people, LIMIT)
    assert frame.gained[0] == 0
    assert frame.within_before[0] == within(times, delay, people, LIMIT)


@quick
@given(
    hnp.arrays(np.float64, 40, elements=st.integers(0, 30).map(float) | st.just(np.nan)),
    hnp.arrays(np.float64, 40, elements=st.integers(1, 9).map(float)),
)
def test_fifths_are_fifths(score, people) -> None:
    fifth = fifths(score, people)
    known = ~np.isnan(score)
    assert np.array_equal(fifth == 0, ~known)
    order = np.argsort(-score[known], kind="stable")
    assert np.all(np.diff(fifth[known][order]) >= 0)  # the most deprived come first
    for value in np.unique(score[known]):
        assert len(set(fifth[score == value])) == 1
    if known.any():
        largest = max(people[score == value].sum() for value in np.unique(score[known]))
        total = people[known].sum()
        for part in range(1, 6):
            assert abs(people[fifth == part].sum() - total / 5) <= largest + 1e-9
    assert np.array_equal(fifths(-score, people, most_deprived="lowest"), fifth)


@quick
@given(TIMES, DELAYS, PEOPLE)
def test_every_zone_is_the_ground_of_the_first(times, delay, people) -> None:
    times[:, 0] = np.inf
    grounds = station_grounds(times, delay, NAMES)
    response = times + delay[:, None]
    assert grounds.station[0] == -1
    assert np.array_equal(grounds.response_s, response.min(axis=0))
    for zone in range(1, ZONES):
        best = [NAMES[row] for row in np.flatnonzero(response[:, zone] == response[:, zone].min())]
        assert NAMES[grounds.station[zone]] == min(best)
    summary = grounds.summary(people, np.ones(ZONES))
    assert summary.people.sum() == people[1:].sum()
    assert summary.area_km2.sum() == summary.zones.sum() == ZONES - 1
    held = summary[summary.people > 0]
    assert (held.mean_drive_s <= held.longest_drive_s + 1e-9).all()
    turned = station_grounds(times[::-1], delay[::-1], NAMES[::-1])
    assert np.array_equal(np.where(turned.station < 0, -1, SITES - 1 - turned.station), grounds.station)  # fmt: skip


@quick
@given(TIMES, DELAYS, PEOPLE, CHANCES)
def test_first_attendances_are_shared_out(times, delay, people, chance) -> None:
    people = people + 1
    always = first_attendance_share(times, delay, NAMES, np.ones(SITES), people)
    own = station_grounds(times, delay, NAMES).summary(people).people.to_numpy()
    assert always == pytest.approx(own / people.sum())
    shares = first_attendance_share(times, delay, NAMES, np.stack([chance, chance]), people)
    assert shares.shape == (2, SITES)
    assert shares[0].sum() == pytest.approx(1 - np.prod(1 - chance))
    expected = np.zeros(SITES)
    for state in product((False, True), repeat=SITES):
        up = np.flatnonzero(state)
        likely = np.prod(np.where(state, chance, 1 - chance))
        if len(up):
            names = [NAMES[row] for row in up]
            ground = station_grounds(times[up], delay[up], names).summary(people).people
            expected[up] += likely * ground.to_numpy() / people.sum()
    assert shares[0] == pytest.approx(expected, abs=1e-12)


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="2 delays were given for 1 sites"):
        within([[1.0]], [0, 0], [1], LIMIT)
    with pytest.raises(ValueError, match="not a number"):
        within([[np.nan]], [0], [1], LIMIT)
    with pytest.raises(ValueError, match=r"weights of shape \(2,\) were given for 1 zones"):
        within([[1.0]], [0], [1, 2], LIMIT)
    with pytest.raises(ValueError, match="between 0 and 1"):
        reached_share([[1.0]], [0], [1.2], LIMIT)
    with pytest.raises(ValueError, match="at_least is 0"):
        within([[1.0]], [0], [1], LIMIT, at_least=0)
    with pytest.raises(ValueError, match="district has 1 labels for 2 zones"):
        before_and_after([0, 1], [0, 1], [5, 5], {"district": ["Kerrier"]})
    with pytest.raises(ValueError, match="different names"):
        station_grounds([[1.0], [2.0]], 0, ["one", "one"])
