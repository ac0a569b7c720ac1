"""The best few choices of sites are those of trying all, in order; of each set that is cut one stays out."""

from __future__ import annotations

from functools import partial
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from geography.candidates import Candidates, SitingError
from geography.next_best import best_few
from geography.siting import mclp, mexclp, p_median

IDS = tuple("abcdef")
REACHES = hnp.arrays(np.bool_, (6, 8))
DRIVES = hnp.arrays(np.float64, (6, 8), elements=st.integers(0, 50).map(float))
PEOPLE = hnp.arrays(np.float64, 8, elements=st.integers(1, 900).map(float))
NUMBER = st.integers(1, 6)
quick = settings(max_examples=25, deadline=None)


def rows(sites: tuple[str, ...]) -> list[int]:
    return [IDS.index(site) for site in sites]


@quick
@given(REACHES, PEOPLE, NUMBER)
def test_the_best_few_coverings(
    reaches: NDArray[np.bool_], people: NDArray[np.float64], number: int
) -> None:
    every = [float(reaches[rows(some)].any(axis=0) @ people) for some in combinations(IDS, number)]
    plans = best_few(lambda some: mclp(reaches, people, number, some), Candidates(IDS), number, 7)
    assert [plan.objective for plan in plans] == pytest.approx(sorted(every, reverse=True)[:7])
    assert len({plan.sites for plan in plans}) == len(plans) == min(7, len(every))


@quick
@given(REACHES, PEOPLE, NUMBER)
def test_the_best_few_expected_coverings(
    reaches: NDArray[np.bool_], people: NDArray[np.float64], number: int
) -> None:
    every = [
        float((1 - 0.3 ** reaches[rows(some)].sum(axis=0)) @ people)
        for some in combinations(IDS, number)
    ]
    solve = partial(mexclp, reaches, people, number, 0.3)
    plans = best_few(lambda some: solve(some), Candidates(IDS), number, 5)
    assert [plan.objective for plan in plans] == pytest.approx(sorted(every, reverse=True)[:5])


@quick
@given(DRIVES, PEOPLE, NUMBER)
def test_the_best_few_medians(
    drives: NDArray[np.float64], people: NDArray[np.float64], number: int
) -> None:
    every = [float(drives[rows(some)].min(axis=0) @ people) for some in combinations(IDS, number)]
    plans = best_few(
        lambda some: p_median(drives, people, number, some), Candidates(IDS), number, 5
    )
    assert [plan.objective for plan in plans] == pytest.approx(sorted(every)[:5])


def test_compulsory_sites_stand_in_all_of_them() -> None:
    reaches = np.eye(6, dtype=bool)
    ours = Candidates(IDS, compulsory={"f"}, forbidden={"a"})
    plans = best_few(lambda some: mclp(reaches, np.arange(1.0, 7.0), 2, some), ours, 2, 99)
    assert [plan.sites for plan in plans] == [("e", "f"), ("d", "f"), ("c", "f"), ("b", "f")]


def test_two_places_may_rule_each_other_out() -> None:
    reaches = np.eye(6, dtype=bool)
    ours = Candidates(IDS, not_all=(frozenset("ef"),))
    plan = mclp(reaches, np.arange(1.0, 7.0), 2, ours)
    assert plan.sites == ("d", "f")
    with pytest.raises(SitingError, match="keeps every condition"):
        mclp(reaches, np.arange(1.0, 7.0), 6, ours)
    with pytest.raises(SitingError, match='not_all: there is no candidate "z"'):
        mclp(reaches, np.arange(1.0, 7.0), 2, Candidates(IDS, not_all=(frozenset("az"),)))
    with pytest.raises(SitingError, match="most_at_a_site must be 1"):
        mexclp(reaches, np.arange(1.0, 7.0), 2, 0.2, ours, most_at_a_site=2)
