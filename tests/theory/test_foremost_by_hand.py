"""Which of several is the least: by Student's interval of their differences, pair by pair, worked out by hand."""

import math

import pytest

from results.figures.foremost import least, most, stands_out
from results.figures.reading import Gap

LUCK = (-30.0, -10.0, 0.0, 10.0, 30.0)


def runs(of: float, luck: tuple[float, ...] = LUCK) -> dict[int, float]:
    """A mean and its luck, replication by replication."""
    return {run: of + one for run, one in enumerate(luck)}


def test_a_small_difference_is_told_where_luck_is_the_same_for_both() -> None:
    """One pound apart in every replication, though each alone moves by thirty."""
    found = least({"a": runs(100.0), "b": runs(101.0)})
    assert found.first == "a"
    assert found.told
    assert found.alike == ("a",)


def test_what_its_paired_interval_leaves_open_is_named_with_it() -> None:
    """Of b less a the mean is 1 and the spread that of twice the luck: 1 +/- 2.776 * 44.72 / sqrt(5)."""
    found = least({"a": runs(100.0), "b": runs(101.0, LUCK[::-1]), "c": runs(900.0)})
    assert list(found.unclear) == ["b"]
    assert not found.told
    gap = found.unclear["b"]
    half = 2.776445 * math.sqrt(sum((2 * one) ** 2 for one in LUCK) / 4) / math.sqrt(5)
    assert gap.difference == pytest.approx(1.0)
    assert (gap.low, gap.high) == pytest.approx((1.0 - half, 1.0 + half), rel=1e-5)


def test_the_same_in_every_replication_is_level_and_in_the_mean_alone_is_not() -> None:
    found = least({"a": runs(100.0), "b": runs(100.004), "c": runs(100.0, LUCK[::-1])}, 0.005)
    assert found.level == ("b",)
    assert list(found.unclear) == ["c"]


def test_the_most_is_the_least_turned_round() -> None:
    found = most({"a": runs(100.0), "b": runs(101.0, LUCK[::-1]), "c": runs(10.0)})
    assert found.first == "b"
    assert found.unclear["a"].difference == pytest.approx(-1.0)
    assert found.unclear["a"].low < 0.0 < found.unclear["a"].high


def test_of_one_replication_nothing_is_the_least() -> None:
    found = least({"a": {0: 100.0}, "b": {0: 900.0}})
    assert list(found.unclear) == ["b"]


def test_a_change_stands_out_where_its_near_end_is_beyond_the_far_ends_of_others() -> None:
    large, near, far = Gap(-9.0, -10.0, -8.0, 5), Gap(5.0, 3.0, 7.0, 5), Gap(6.0, 3.0, 9.0, 5)
    assert stands_out(large, [near])
    assert not stands_out(large, [near, far])
    assert not stands_out(Gap(1.0, -1.0, 3.0, 5), [Gap(0.1, 0.1, 0.1, 5)])
