"""What must hold of every contest, whatever the values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from results.ranking_selection import Rules, chances, select

SEEDS = st.integers(0, 2**32 - 1)
quick = settings(max_examples=60, deadline=None)


def made_up(seed: int, runs: int = 40, systems: int = 5) -> NDArray[np.float64]:
    luck = np.random.Generator(np.random.Philox(seed))
    spread = luck.uniform(0.1, 3.0, systems)
    return np.asarray(
        luck.normal(0, 3, (runs, 1)) + luck.normal(0, 1, (runs, systems)) * spread + luck.normal(0, 1, systems)
    )  # fmt: skip


RULES = Rules(0.9, 0.7, 6, 40)


@quick
@given(SEEDS)
def test_what_is_best_every_time_by_far_is_never_dropped(seed: int) -> None:
    values = made_up(seed)
    values[:, 3] = values.max(axis=1) + 30.0
    found = select(values, RULES)
    assert found.chosen == 3
    assert found.decided
    best, good = chances(values, found, RULES.indifference)
    assert best[3] > 0.99
    assert good[3] > 0.99


@quick
@given(SEEDS, st.permutations(range(5)))
def test_the_order_of_the_systems_changes_nothing(seed: int, order: list[int]) -> None:
    values = made_up(seed)
    found, moved = select(values, RULES), select(values[:, order], RULES)
    assert order[moved.chosen] == found.chosen
    assert {order[place] for place in moved.still_in} == set(found.still_in)
    assert [found.used[place] for place in order] == list(moved.used)
    assert (moved.over, moved.decided) == (found.over, found.decided)


@quick
@given(SEEDS)
def test_playing_on_after_the_end_changes_nothing(seed: int) -> None:
    """What was played beyond is not looked at: so processes may play ahead."""
    values = made_up(seed)
    found = select(values, RULES)
    cut = values[: found.replications].copy()
    assert select(cut, RULES) == found
    for system, runs in enumerate(found.used):
        cut[runs:, system] = np.nan  # who was dropped is not played further
    assert select(cut, RULES) == found
    before, after = (chances(some, found, 0.7) for some in (values, cut))
    assert np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])


@quick
@given(SEEDS, st.integers(6, 39))
def test_stage_by_stage_is_the_same_as_at_once(seed: int, rows: int) -> None:
    values = made_up(seed)
    early, late = select(values[:rows], RULES), select(values, RULES)
    assert set(late.still_in) <= set(early.still_in)
    if early.over:
        assert early == late
    assert all(one <= other for one, other in zip(early.used, late.used, strict=True))


@quick
@given(SEEDS, st.floats(0.1, 100.0))
def test_another_unit_is_the_same_contest(seed: int, times: float) -> None:
    values = made_up(seed)
    scaled = Rules(RULES.confidence, RULES.indifference * times, RULES.first_stage, RULES.most)
    found, other = select(values, RULES), select(values * times, scaled)
    assert (found.chosen, found.still_in) == (other.chosen, other.still_in)


@quick
@given(SEEDS)
def test_chances_are_of_one_whole(seed: int) -> None:
    values = made_up(seed)
    found = select(values, RULES)
    best, good = chances(values, found, RULES.indifference)
    assert best.sum() == pytest.approx(1.0)
    assert ((best >= 0) & (best <= good + 1e-12) & (good <= 1)).all()
    assert found.chosen in found.still_in


def test_equal_systems_share_and_end() -> None:
    values = np.repeat(made_up(1)[:, :1], 3, axis=1)
    found = select(values, RULES)
    assert found.decided
    assert found.replications == RULES.first_stage
    best, good = chances(values, found, RULES.indifference)
    assert best == pytest.approx([1 / 3] * 3)
    assert good == pytest.approx([1.0] * 3)


def test_one_system_is_the_best() -> None:
    values = made_up(1)[:, :1]
    found = select(values, RULES)
    assert found.decided
    assert chances(values, found, 0.7)[0] == pytest.approx([1.0])


def test_a_first_stage_with_holes_is_refused() -> None:
    values = made_up(1)
    with pytest.raises(ValueError, match="first stage"):
        select(values[:5], RULES)
    values[2, 2] = np.nan
    with pytest.raises(ValueError, match="first stage"):
        select(values, RULES)
