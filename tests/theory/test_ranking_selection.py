"""Kim and Nelson's procedure: constants and a tiny contest by hand, and its guarantee on made-up normal data."""

from __future__ import annotations

import math

import numpy as np
import pytest

from results.ranking_selection import Rules, Selection, Values, chances, pair_variances, select

TINY = Rules(confidence=0.75, indifference=2.0, first_stage=3, most=100)


def test_constants_by_hand() -> None:
    # eta = ((2 a)^(-2 / (n - 1)) - 1) / 2 with a = (1 - confidence) / (systems - 1); h2 = 2 eta (n - 1).
    # Two systems at 0.75, n = 3: a = 1/4, (1/2)^-1 = 2, eta = 1/2, h2 = 2.
    assert TINY.constants(2) == pytest.approx((0.5, 2.0))
    # Three systems at 0.75: a = 1/8, (1/4)^-1 = 4, eta = 3/2, h2 = 6.
    assert TINY.constants(3) == pytest.approx((1.5, 6.0))
    # Ten systems at 0.95, n = 10: a = 0.05 / 9, (0.1 / 9)^(-2/9) = 9^(2/9) x 10^(2/9) = 90^(2/9).
    eta, h2 = Rules(0.95, 1.0, 10, 100).constants(10)
    assert eta == pytest.approx((90.0 ** (2.0 / 9.0) - 1.0) / 2.0)
    assert h2 == pytest.approx(18.0 * eta)


def test_the_equation_that_eta_solves() -> None:
    for systems, first in ((2, 2), (5, 10), (20, 30)):
        eta, _ = Rules(0.9, 1.0, first, 1000).constants(systems)
        left = 0.5 * (1.0 + 2.0 * eta) ** (-(first - 1) / 2.0)
        assert left == pytest.approx(0.1 / (systems - 1))


def test_a_contest_by_hand() -> None:
    """Two systems, h2 = 2, zone 2. Differences 5, 1, 0: variance 7, N = 2 x 7 / 4 = 3.5, so at most four stages."""
    values = np.array([[5.0, 0.0], [1.0, 0.0], [0.0, 0.0], [-1.0, 0.0]])
    assert pair_variances(values[:3])[0, 1] == pytest.approx(7.0)
    # At 3 the half-width is 2 / (2 x 3) x (3.5 - 3) = 1/6, and the first leads by 2: the second is out at once.
    found = select(values[:3], TINY)
    assert (found.chosen, found.still_in, found.used) == (0, (0,), (3, 3))
    assert found.over
    assert found.decided


def test_near_systems_go_on_until_the_triangle_closes() -> None:
    # Differences 6, -6, 0.3: variance 36.0..., N = 18.0...; the half-width at 3 is 2/6 x 15 = 5: nobody is out.
    start = [[6.0, 0.0], [-6.0, 0.0], [0.3, 0.0]]
    longest = 2.0 * float(np.var([6.0, -6.0, 0.3], ddof=1)) / 4.0
    values = np.array(start + [[0.0, 0.0]] * 40)
    found = select(values, TINY)
    assert found.decided
    assert 3 < found.replications <= math.floor(longest) + 1
    waiting = select(values[:5], TINY)
    assert waiting.still_in == (0, 1)
    assert not waiting.over
    assert not waiting.decided


def test_a_contest_cut_short_is_not_decided() -> None:
    values = np.array([[6.0, 0.0], [-6.0, 0.0], [0.3, 0.0], [0.0, 0.0]])
    found = select(values, Rules(0.75, 2.0, 3, 4))
    assert found.over
    assert not found.decided
    assert found.used == (4, 4)


def contests(
    repeats: int, means: list[float], confidence: float, common: float
) -> tuple[float, list[int]]:
    """The share of contests on made-up normal data in which the best is picked, and how long they took."""
    luck = np.random.Generator(np.random.Philox(20011126))
    rules = Rules(confidence, 1.0, 10, 4_000)
    right, lengths = 0, []
    for _ in range(repeats):
        shared = luck.normal(0.0, common, (700, 1))
        values = shared + luck.normal(0.0, 2.0, (700, len(means))) + np.array(means)
        found = select(values, rules)
        assert found.decided
        right += found.chosen == int(np.argmax(means))
        lengths.append(found.replications)
    return right / repeats, lengths


@pytest.mark.parametrize("common", [0.0, 4.0])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_best_is_picked_as_often_as_promised(confidence: float, common: float) -> None:
    """The hardest case: all others are behind by just the zone of indifference."""
    repeats = 500
    share, _ = contests(repeats, [1.0, 0.0, 0.0, 0.0, 0.0], confidence, common)
    luck = 3.0 * math.sqrt(confidence * (1 - confidence) / repeats)
    assert share >= confidence - luck


def test_common_numbers_make_no_difference_to_what_they_cancel() -> None:
    """What all systems share in a replication moves no decision."""
    luck = np.random.Generator(np.random.Philox(7))
    values = luck.normal(0.0, 2.0, (400, 4)) + np.array([0.0, 1.0, 0.5, 0.0])
    rules = Rules(0.9, 1.0, 8, 400)
    apart, common = select(values, rules), select(values + luck.normal(0, 50, (400, 1)), rules)
    assert apart == common


def test_the_farther_behind_the_sooner_dropped() -> None:
    _, near = contests(60, [1.0, 0.0, 0.0], 0.95, 1.0)
    _, far = contests(60, [5.0, 0.0, 0.0], 0.95, 1.0)
    assert sum(far) < 0.5 * sum(near)


def test_the_chance_of_two_systems_is_the_paired_t() -> None:
    from scipy.stats import ttest_rel

    luck = np.random.Generator(np.random.Philox(3))
    values = luck.normal(0.0, 1.0, (12, 1)) + luck.normal(0.0, 1.0, (12, 2)) + np.array([0.4, 0.0])
    found = select(values, Rules(0.95, 0.1, 12, 12))
    best, _ = chances(values, found, 0.1)
    t = ttest_rel(values[:, found.chosen], values[:, 1 - found.chosen])
    assert best[found.chosen] == pytest.approx(1.0 - t.pvalue / 2.0, abs=0.01)
    assert best.sum() == pytest.approx(1.0)


def test_the_chance_of_being_best_is_right_as_often_as_it_says() -> None:
    """Over contests whose true means are themselves drawn, the mean chance given is the share that are right."""
    luck = np.random.Generator(np.random.Philox(11))
    said, right, near = [], 0, 0
    repeats = 200
    for _ in range(repeats):
        means = luck.normal(0.0, 3.0, 5)
        values = luck.normal(0.0, 3.0, (400, 1)) + luck.normal(0.0, 2.0, (400, 5)) + means
        found = select(values, Rules(0.8, 1.0, 10, 400))
        best, good = chances(values, found, 1.0)
        said.append(best[found.chosen])
        right += found.chosen == int(np.argmax(means))
        near += means[found.chosen] >= means.max() - 1.0
        assert good[found.chosen] >= best[found.chosen]
    assert np.mean(said) == pytest.approx(right / repeats, abs=0.06)
    assert near / repeats >= 0.95


def contest_of_nine(
    luck: np.random.Generator, replications: int, apart: float
) -> tuple[Values, Selection, Values]:
    """Nine systems of true means that lie `apart`, each played so many times; the means, the selection, the chances."""
    means = luck.normal(0.0, apart, 9)
    values = (
        luck.normal(0.0, 3.0, (replications, 1)) + luck.normal(0.0, 2.0, (replications, 9)) + means
    )
    found = select(values, Rules(0.95, 0.1, replications, replications))
    return means, found, chances(values, found, 0.1)[0]


@pytest.mark.parametrize("replications", [3, 5])
def test_with_fewer_replications_than_systems_the_best_is_not_ruled_out(replications: int) -> None:
    """So few replications forbid no order: the true best is all but never given a chance of under one in a thousand."""
    luck = np.random.Generator(np.random.Philox(20261125))
    repeats, ruled_out, right, said = 100, 0, 0, []
    for _ in range(repeats):
        means, found, best = contest_of_nine(luck, replications, 3.0)
        ruled_out += best[int(np.argmax(means))] < 0.001
        right += found.chosen == int(np.argmax(means))
        said.append(best[found.chosen])
    assert ruled_out <= 1
    assert np.mean(said) == pytest.approx(right / repeats, abs=0.1)


def test_who_is_close_behind_has_a_chance() -> None:
    """Who is ahead of the chosen one with a chance of 0.4 by the paired t, as one of nine, is not given nothing."""
    from scipy.stats import ttest_rel

    luck = np.random.Generator(np.random.Philox(5))
    close = 0
    for _ in range(40):
        values = luck.normal(0.0, 2.0, (3, 9))
        found = select(values, Rules(0.95, 0.1, 3, 3))
        best, _ = chances(values, found, 0.1)
        for system in set(range(9)) - {found.chosen}:
            ahead = ttest_rel(values[:, found.chosen], values[:, system]).pvalue / 2.0
            if ahead > 0.4:
                close += 1
                assert best[system] > 0.01
    assert close > 10
