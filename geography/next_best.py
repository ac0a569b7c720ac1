"""The best few choices of sites, not only the best: each is found by forbidding those before it.

A cut that forbids one choice of a fixed number of sites (a no-good cut: Balas & Jeroslow, SIAM J. Appl. Math. 23, 1972)
leaves all the others, so the second solution is the second best, and so on.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from geography.candidates import Candidates
from geography.siting import Plan


def best_few(
    solve: Callable[[Candidates], Plan], candidates: Candidates, sites: int, count: int
) -> list[Plan]:
    """The best `count` choices of `sites` candidates in their order; fewer where there are no more.

    `solve` gives the best choice of exactly `sites` distinct candidates that keeps their conditions, such as
    `lambda some: mclp(reaches, people, sites, some)`. Raises SitingError as `solve` does.
    """
    free = int((candidates.allowed & ~candidates.rows(candidates.compulsory)).sum())
    wanted = sites - len(set(candidates.compulsory))
    most = math.comb(free, wanted) if 0 <= wanted <= free else 1
    found: list[Plan] = []
    for _ in range(min(count, most)):
        before = tuple(frozenset(plan.sites) for plan in found)
        found.append(solve(replace(candidates, not_all=(*candidates.not_all, *before))))
    return found
