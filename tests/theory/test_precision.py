"""How many replications a precision needs, by hand and by an independent reading of the rule."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from results.precise import (
    NothingToJudge,
    half_widths,
    judged_values,
    needed,
    play_until_precise,
    precision_table,
    smallest_seen,
)
from scenarios.precision import Precision

Values = NDArray[np.float64]


def wanting(half_width: float, **more: int) -> Precision:
    words = {"measure": "response_mean_s", "half_width": half_width, "unit": "s", **more}
    return Precision.model_validate(words)


def column(*values: float) -> Values:
    return np.array(values, dtype=np.float64)[:, None]


def test_half_widths_of_a_few_values_by_hand() -> None:
    # 10, 14: sd 2.828, t(1) 12.706: 12.706 × 2.828 ÷ √2 = 25.41. With 12: sd 2, t(2) 4.303: 4.303 × 2 ÷ √3 = 4.968.
    widths = half_widths(column(10, 14, 12))[:, 0]
    assert math.isinf(widths[0])
    assert widths[1:] == pytest.approx([25.412, 4.9683], abs=1e-3)


def test_enough_by_hand() -> None:
    # The third is the first with a half-width of 5 or less (4.97); 12 again makes it 2.60, and 12 once more 1.76.
    values = column(10, 14, 12, 12, 12)
    assert needed(values, wanting(5, at_least=3, look_ahead=2)) == 3
    assert needed(values, wanting(5, at_least=4, look_ahead=1)) == 4
    assert needed(values, wanting(2, at_least=3, look_ahead=0)) == 5
    assert needed(values, wanting(1, at_least=3, look_ahead=0)) is None


def test_a_lucky_spread_that_does_not_last_is_no_end() -> None:
    # Three values alike, then one far off: without looking ahead three would do.
    values = column(10, 10.1, 9.9, 30, 10, 10, 10, 10, 10, 10, 10, 10)
    assert needed(values, wanting(1, at_least=3, look_ahead=0)) == 3
    # One value 20 off among n: sd 20 ÷ √n, so half-width t(n - 1) × 20 ÷ n: 5.12 at 9, 4.52 at 10.
    assert needed(values, wanting(5, at_least=3, look_ahead=1)) == 10
    assert needed(values, wanting(1, at_least=3, look_ahead=1)) is None


def test_the_widest_of_the_options_decides_for_all() -> None:
    quick, slow = column(*[10, 11] * 8), column(*[10, 20] * 8)
    both = np.hstack([quick, slow])
    wanted = wanting(4, at_least=3, look_ahead=0)
    alone = [needed(one, wanted) for one in (quick, slow)]
    assert alone[0] is not None
    assert alone[1] is not None
    assert alone[0] < alone[1] == needed(both, wanted)


def test_a_replication_that_was_not_played_whole_is_not_judged() -> None:
    whole = column(10, 14, 12, 13)
    gap = column(10, np.nan, 14, 12, 13)
    assert half_widths(gap)[-1, 0] == pytest.approx(half_widths(whole)[-1, 0])


def by_another_reading(values: list[float], precision: Precision) -> int | None:
    """The rule of Hoad, Robinson and Davies (2010) as others have put it: count on, start again when it is lost."""
    held_from: int | None = None
    for n in range(1, len(values) + 1):
        some = values[:n]
        fine = n >= precision.at_least and (
            stats.t.ppf(0.975, n - 1) * statistics.stdev(some) / math.sqrt(n)
            <= precision.half_width
        )
        held_from = (held_from or n) if fine else None
        if held_from is not None and n >= min(held_from + precision.look_ahead, precision.at_most):
            return held_from
    return None


@pytest.mark.parametrize("seed", range(40))
def test_the_rule_agrees_with_another_reading_of_it(seed: int) -> None:
    luck = np.random.default_rng(seed)
    wanted = wanting(
        float(luck.uniform(0.3, 3)), at_least=int(luck.integers(3, 8)),
        at_most=60, look_ahead=int(luck.integers(0, 9)),
    )  # fmt: skip
    values = luck.normal(-5, 3, 60)  # a negative mean is as good as any: nothing is divided by it
    assert needed(values[:, None], wanted) == by_another_reading(values.tolist(), wanted)


@pytest.mark.parametrize("seed", range(25))
def test_how_many_are_played_at_a_time_changes_nothing(seed: int) -> None:
    luck = np.random.default_rng(seed)
    values = luck.normal(0, 4, (200, 3))
    wanted = wanting(float(luck.uniform(0.6, 4)), at_least=5, at_most=200, look_ahead=5)
    played: list[int] = []

    def judged(count: int) -> dict[str, Values]:
        return {str(n): values[:count, n] for n in range(3)}

    found = play_until_precise(wanted, played.extend, judged)
    assert played == list(range(len(played)))  # each once, in order
    whole = needed(values, wanted)
    assert found == (whole if whole is not None else 200)
    assert len(played) <= 200


def test_an_interval_that_never_narrows_ends_at_the_most() -> None:
    wild = np.random.default_rng(1).normal(0, 1000, 30)
    wanted = wanting(0.1, at_least=3, at_most=30)
    assert play_until_precise(wanted, lambda _: None, lambda n: {"a": wild[:n]}) == 30


def test_what_is_measured_nowhere_cannot_be_judged() -> None:
    empty = np.full(30, np.nan)
    with pytest.raises(NothingToJudge, match="response_mean_s"):
        play_until_precise(wanting(1, at_most=30), lambda _: None, lambda n: {"a": empty[:n]})


def test_the_interval_after_stopping_covers_the_truth_nearly_as_often_as_it_says() -> None:
    luck, wanted, covered = np.random.default_rng(7), wanting(1.0), 0
    series = luck.normal(3, 2, (600, 200))
    for values in series:
        n = needed(values[:, None], wanted)
        assert n is not None
        half = half_widths(values[:n, None])[-1, 0]
        covered += abs(values[:n].mean() - 3) <= half
    assert 0.90 <= covered / len(series) <= 0.97  # stopping when it looks narrow costs a little


def test_the_smallest_difference_seen_is_seen_in_four_cases_of_five() -> None:
    n, spread = 12, 5.0
    least = smallest_seen(spread, n)
    luck = np.random.default_rng(3)
    drawn = luck.normal(least, spread, (4000, n))
    half = stats.t.ppf(0.975, n - 1) * drawn.std(axis=1, ddof=1) / math.sqrt(n)
    assert (drawn.mean(axis=1) > half).mean() == pytest.approx(0.80, abs=0.03)


def test_differences_are_judged_pair_by_pair_and_the_table_says_how_they_shrink() -> None:
    by_option = {"today": [100.0, 120.0, 90.0], "new": [95.0, 112.0, 86.0]}
    wanted = wanting(5)
    gaps = judged_values(by_option, wanted, "today")
    assert list(gaps) == ["new"]
    np.testing.assert_array_equal(gaps["new"], [-5, -8, -4])
    table = precision_table(gaps, wanted, "s")
    assert list(table["replications"]) == [2, 3]
    # -5, -8, -4: mean -5.667, sd 2.082; 4.303 × 2.082 ÷ √3 = 5.171
    last = table.iloc[-1]
    assert last["mean"] == pytest.approx(-17 / 3)
    assert last["half_width"] == pytest.approx(5.171, abs=1e-3)
    assert (last["low"], last["high"]) == pytest.approx(
        (-17 / 3 - 5.171, -17 / 3 + 5.171), abs=1e-3
    )
