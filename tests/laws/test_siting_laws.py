"""What must hold of every choice of sites: as good as trying all of them, and the conditions kept."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geography.candidates import Candidates, SitingError
from geography.narrowing import narrow
from geography.siting import lscp, mclp, mexclp, p_median

IDS = tuple("abcdef")
ROWS, COLUMNS = len(IDS), 8
REACHES = hnp.arrays(np.bool_, (ROWS, COLUMNS))
DRIVES = hnp.arrays(np.float64, (ROWS, COLUMNS), elements=st.integers(0, 50).map(float))
PEOPLE = hnp.arrays(np.float64, COLUMNS, elements=st.integers(0, 900).map(float))
NUMBER = st.integers(1, ROWS)
BUSY = st.floats(0, 0.95)
quick = settings(max_examples=60, deadline=None)


@st.composite
def conditions(draw: st.DrawFn) -> Candidates:
    """Candidates with conditions that some choice can keep."""
    words = st.sampled_from(["free", "compulsory", "forbidden"])
    word = draw(st.lists(words, min_size=ROWS, max_size=ROWS))
    existing = draw(st.sets(st.sampled_from(IDS)))
    compulsory = {one for one, said in zip(IDS, word, strict=True) if said == "compulsory"}
    forbidden = {one for one, said in zip(IDS, word, strict=True) if said == "forbidden"}
    least = len(existing & forbidden)
    may_close = draw(st.none() | st.integers(least, ROWS))
    assume(len(forbidden) < ROWS)
    return Candidates(IDS, compulsory, forbidden, existing, may_close)


def kept(ours: Candidates, sites: tuple[str, ...]) -> bool:
    """Whether a choice keeps every condition."""
    closed = len(set(ours.existing) - set(sites))
    return (
        set(ours.compulsory) <= set(sites)
        and not set(ours.forbidden) & set(sites)
        and (ours.may_close is None or closed <= ours.may_close)
    )


def choices(ours: Candidates, number: int) -> list[tuple[str, ...]]:
    return [some for some in combinations(IDS, number) if kept(ours, some)]


def rows(sites: tuple[str, ...]) -> list[int]:
    return [IDS.index(site) for site in sites]


@quick
@given(REACHES, PEOPLE, NUMBER, conditions())
def test_mclp_is_the_best_of_all_choices(reaches, people, number, ours) -> None:
    possible = choices(ours, number)
    if not possible:
        with pytest.raises(SitingError):
            mclp(reaches, people, number, ours)
        return
    best = max(float(reaches[rows(some)].any(axis=0) @ people) for some in possible)
    plan = mclp(reaches, people, number, ours)
    assert plan.objective == pytest.approx(best)
    assert plan.objective <= plan.bound + 1e-9
    assert plan.gap <= 1e-6
    assert kept(ours, plan.sites)
    assert len(plan.sites) == number
    assert np.array_equal(plan.by_zone > 0, reaches[rows(plan.sites)].any(axis=0))


@quick
@given(DRIVES, PEOPLE, NUMBER, conditions())
def test_p_median_is_the_best_of_all_choices(drives, people, number, ours) -> None:
    possible = choices(ours, number)
    if not possible:
        with pytest.raises(SitingError):
            p_median(drives, people, number, ours)
        return
    best = min(float(drives[rows(some)].min(axis=0) @ people) for some in possible)
    plan = p_median(drives, people, number, ours)
    assert plan.objective == pytest.approx(best)
    assert plan.bound <= plan.objective
    assert plan.gap <= 1e-6
    assert kept(ours, plan.sites)
    assert np.array_equal(plan.by_zone, drives[rows(plan.sites)].min(axis=0))


@quick
@given(DRIVES, hnp.arrays(np.bool_, (ROWS, COLUMNS)), PEOPLE, NUMBER)
def test_p_median_where_some_roads_lead_nowhere(drives, cut, people, number) -> None:
    drives = np.where(cut, np.inf, drives)
    lived = people > 0
    costs = [
        float(drives[rows(some)].min(axis=0)[lived] @ people[lived])
        for some in combinations(IDS, number)
    ]
    if np.isinf(min(costs)):
        with pytest.raises(SitingError):
            p_median(drives, people, number)
    else:
        assert p_median(drives, people, number).objective == pytest.approx(min(costs))


@quick
@given(REACHES, st.integers(1, 2), conditions())
def test_lscp_covers_everything_with_the_fewest(reaches, at_least, ours) -> None:
    def covers(some: tuple[str, ...]) -> bool:
        return bool((reaches[rows(some)].sum(axis=0) >= at_least).all())

    possible = [
        some for number in range(ROWS + 1) for some in choices(ours, number) if covers(some)
    ]
    if not possible:
        with pytest.raises(SitingError):
            lscp(reaches, ours, at_least=at_least)
        return
    fewest = min(len(some) for some in possible)
    most_kept = max(len(set(some) & set(ours.existing)) for some in possible if len(some) == fewest)
    plan = lscp(reaches, ours, at_least=at_least)
    assert plan.objective == plan.bound == len(plan.sites) == fewest
    assert len(set(plan.sites) & set(ours.existing)) == most_kept
    assert kept(ours, plan.sites)
    assert covers(plan.sites)


@quick
@given(REACHES, PEOPLE, st.integers(1, 4), BUSY, st.integers(1, 3), conditions())
def test_mexclp_is_the_best_of_all_choices(reaches, people, number, busy, most, ours) -> None:
    possible = [
        some
        for some in combinations_with_replacement(IDS, number)
        if kept(ours, some) and max(some.count(one) for one in some) <= most
    ]
    if not possible:
        with pytest.raises(SitingError):
            mexclp(reaches, people, number, busy, ours, most_at_a_site=most)
        return
    best = max(float((1 - busy ** reaches[rows(some)].sum(axis=0)) @ people) for some in possible)
    plan = mexclp(reaches, people, number, busy, ours, most_at_a_site=most)
    assert plan.objective == pytest.approx(best, rel=1e-6)
    assert kept(ours, plan.sites)
    assert max(plan.sites.count(one) for one in plan.sites) <= most


@quick
@given(REACHES, DRIVES, PEOPLE, st.integers(1, ROWS - 1))
def test_one_site_more_never_does_harm(reaches, drives, people, number) -> None:
    assert mclp(reaches, people, number + 1).objective >= mclp(reaches, people, number).objective
    more, fewer = p_median(drives, people, number + 1), p_median(drives, people, number)
    assert more.objective <= fewer.objective + 1e-9
    busier, more_busy = mexclp(reaches, people, number, 0.4), mexclp(reaches, people, number + 1, 0.4)  # fmt: skip
    assert more_busy.objective >= busier.objective - 1e-6


@quick
@given(REACHES, PEOPLE, st.integers(1, ROWS), BUSY, BUSY)
def test_the_busier_the_less_is_expected(reaches, people, number, one, other) -> None:
    low, high = sorted((one, other))
    calm, busy = (mexclp(reaches, people, number, q).objective for q in (low, high))
    assert busy <= calm + 1e-6 * (1 + calm)
    assert calm <= mclp(reaches, people, number).objective + 1e-6


@quick
@given(REACHES, PEOPLE, st.integers(1, ROWS))
def test_never_busy_is_maximal_covering(reaches, people, number) -> None:
    assert mexclp(reaches, people, number, 0.0).objective == mclp(reaches, people, number).objective


@quick
@given(REACHES, PEOPLE)
def test_lscp_and_mclp_agree(reaches, people) -> None:
    """The fewest sites that cover all are the fewest with which MCLP covers everybody."""
    assume(reaches.any(axis=0).all())
    people = people + 1
    fewest = int(lscp(reaches).objective)
    assert mclp(reaches, people, fewest).objective == people.sum()
    if fewest > 1:
        assert mclp(reaches, people, fewest - 1).objective < people.sum()


@quick
@given(REACHES, PEOPLE, st.integers(1, ROWS), st.permutations(range(COLUMNS)))
def test_the_order_of_zones_does_not_matter(reaches, people, number, order) -> None:
    turned = mclp(reaches[:, order], people[list(order)], number)
    assert turned.objective == mclp(reaches, people, number).objective


WIDE = hnp.arrays(np.float64, (8, 14), elements=st.integers(0, 60).map(float))


@settings(max_examples=150, deadline=None)
@given(WIDE, st.integers(1, 7), st.sets(st.integers(0, 7), max_size=3))
def test_narrowing_keeps_the_best_choice(cost, number, must) -> None:
    assume(len(must) < number)
    compulsory = np.isin(np.arange(8), sorted(must))
    found = narrow(cost, number, compulsory)
    costs = {
        some: float(cost[list(some)].min(axis=0).sum())
        for some in combinations(range(8), number)
        if must <= set(some)
    }
    best = min(costs.values())
    assert found.bound <= best + 1e-6
    assert found.cost >= best
    assert found.cost == costs[tuple(sorted(found.choice.tolist()))]
    inside, outside = set(np.flatnonzero(found.surely_in)), set(np.flatnonzero(found.surely_out))
    left = [some for some in costs if inside <= set(some) and not outside & set(some)]
    assert min(costs[some] for some in left) == best
    assert must <= inside
