"""Which of several systems is best, from replications with common random numbers, and how sure that is.

Kim and Nelson's fully sequential procedure KN (ACM TOMACS 11(3), 2001, with c = 1): all systems are played
`first_stage` times, then those still in contention once more each, until one is left. Its guarantee: if replications
are independent of each other and normal, whatever the correlation between systems, and the best system's mean is
better than every other's by at least the indifference zone, then the best is selected with at least the stated
confidence. It promises nothing where the best two are nearer than that, nor where it was stopped at `most`
replications before it ended.

Values are [replications, systems], in the order of replications; NaN where a system was not played. More is better.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, ndtri

DRAWS = 20_000
DRAWS_SEED = 2001
TINY = 1e-12
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Rules:
    """How sure, what difference matters (in the values' unit), and from how many replications to how many."""

    confidence: float
    indifference: float
    first_stage: int
    most: int

    def constants(self, systems: int) -> tuple[float, float]:
        """KN's eta and h squared for so many systems, two or more.

        eta solves (1 + 2 eta)^(-(n - 1) / 2) / 2 = (1 - confidence) / (systems - 1) for a first stage of n, so that the
        chances of losing the best to each other system add up to 1 - confidence at most, however they hang together.
        """
        degrees = self.first_stage - 1
        each = (1.0 - self.confidence) / (systems - 1)
        eta = 0.5 * ((2.0 * each) ** (-2.0 / degrees) - 1.0)
        return eta, 2.0 * eta * degrees


@dataclass(frozen=True)
class Selection:
    """Where the procedure stands.

    `used` [systems] are the replications by which each is judged: up to where it was dropped, or to where things stand.
    `over` says that nothing more is to be played; `decided` that the procedure ended by itself, so that its guarantee
    holds; `chosen` is the best of those still in by their mean.
    """

    chosen: int
    still_in: tuple[int, ...]
    used: tuple[int, ...]
    over: bool
    decided: bool

    @property
    def replications(self) -> int:
        """How many replications have been judged."""
        return max(self.used)


def select(values: Values, rules: Rules) -> Selection:
    """KN on the replications that are there, from the start: a stage for each row after the first stage.

    Everything follows from the values in their order, so the answer does not depend on how they came to be played. A
    row in which a system still in contention has no value ends what is there. Raises ValueError for fewer rows than
    the first stage.
    """
    count = values.shape[1]
    first = rules.first_stage
    if len(values) < first or np.isnan(values[:first]).any():
        message = f"the first stage is {first} replications of every system"
        raise ValueError(message)
    if count == 1:
        return Selection(0, (0,), (first,), over=True, decided=True)
    eta2 = rules.constants(count)[1]
    spread = pair_variances(values[:first])
    longest = eta2 * spread / rules.indifference**2  # N of each pair
    inside = np.ones(count, dtype=bool)
    used = np.full(count, first)
    total = values[:first].sum(axis=0)
    for stage in range(first, len(values) + 1):
        if stage > first:
            row = values[stage - 1]
            if np.isnan(row[inside]).any():
                break
            total = total + np.where(inside, np.nan_to_num(row), 0.0)
            used[inside] = stage
        inside = screened(total / stage, longest, inside, stage, rules.indifference)
        still = np.flatnonzero(inside)
        ended = len(still) == 1 or stage > math.floor(longest[np.ix_(still, still)].max())
        if ended or stage >= rules.most:
            break
    else:
        ended = False
    over = ended or int(used.max()) >= rules.most
    still = np.flatnonzero(inside)
    best = int(still[np.argmax(total[still])])
    return Selection(best, tuple(still.tolist()), tuple(used.tolist()), over, decided=bool(ended))


def screened(
    mean: Values, longest: Values, inside: NDArray[np.bool_], stage: int, indifference: float
) -> NDArray[np.bool_]:
    """Who stays: those not behind any other by more than the shrinking half-width of their pair."""
    width = np.maximum(0.0, indifference / (2.0 * stage) * (longest - stage))
    behind = (mean[None, :] - mean[:, None] > width) & inside[None, :]
    return inside & ~behind.any(axis=1)


def pair_variances(values: Values) -> Values:
    """Sample variance of the difference of each pair of systems, [systems, systems]."""
    gaps = values[:, :, None] - values[:, None, :]
    return np.asarray(gaps.var(axis=0, ddof=1), dtype=np.float64)


def chances(values: Values, selection: Selection, indifference: float) -> tuple[Values, Values]:
    """For each system the chance that its long-run mean is the best of all, and that it is within the indifference
    zone of the best; [systems] each, NaN from fewer than two replications.

    From 20,000 joint draws of how far each system is ahead of the chosen one: each difference from the paired Student
    distribution of the replications that both have (so each pair says just what its t interval says), hanging
    together as `together` finds from the replications that all have.
    """
    count = values.shape[1]
    if min(selection.used) < 2:
        return np.full(count, np.nan), np.full(count, np.nan)
    ahead = drawn_ahead(values, selection)
    best = ahead.max(axis=1, keepdims=True)
    near = 1e-9 * max(1.0, float(np.nanmax(np.abs(values))))
    first = ahead >= best - near
    chance = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    good = (ahead >= best - indifference).mean(axis=0)
    return np.asarray(chance, dtype=np.float64), np.asarray(good, dtype=np.float64)


def drawn_ahead(values: Values, selection: Selection) -> Values:
    """Draws of how far each system's mean is ahead of the chosen one's, [draws, systems]."""
    common = min(selection.used)
    gaps = values - values[:, selection.chosen, None]
    apart = gaps[:common] - gaps[:common].mean(axis=0)
    length = np.sqrt((apart**2).sum(axis=0))
    unit = np.divide(apart, length, out=np.zeros_like(apart), where=length > 0)
    steps = ndtri(uniforms(values.shape[1])[:, 1:]) @ np.linalg.cholesky(together(unit)).T
    drawn = np.zeros((DRAWS, values.shape[1]))
    for system, runs in enumerate(selection.used):
        mine = gaps[:runs, system]
        error = float(mine.std(ddof=1)) / math.sqrt(runs)
        drawn[:, system] = mine.mean() + error * steps[:, system] * widths(runs - 1)
    return drawn


def together(unit: Values) -> Values:
    """How the differences from the chosen system hang together: a correlation of full rank, [systems, systems].

    `unit` are the differences about their means as columns of length one, [replications, systems]. From n replications
    their own correlation has no more than n - 1 directions, so with few it would forbid most orders of the systems. It
    is drawn towards what differences from a common system have where all systems vary alike, one half, as an
    inverse-Wishart prior of systems + 1 degrees of freedom does: that weighs as much as so many replications, and
    fades as more are played.
    """
    replications, systems = unit.shape
    alike = np.full((systems, systems), 0.5)
    own = unit.T @ unit
    for matrix in (alike, own):
        np.fill_diagonal(matrix, 1.0)
    weight = (systems + 1) / (systems + replications)
    found: Values = weight * alike + (1.0 - weight) * own
    return found


def uniforms(columns: int) -> Values:
    """The same uniform numbers each time, [draws, 1 + columns], none of them 0 or 1.

    Only plain uniforms are drawn, and made normal and so on by their inverses, since NumPy's other distributions change
    between versions.
    """
    luck = np.random.Generator(np.random.Philox(DRAWS_SEED)).random((1 + columns, DRAWS)).T
    return np.clip(luck, TINY, 1.0 - TINY)


@lru_cache(maxsize=256)
def widths(degrees: int) -> Values:
    """What makes of normal draws Student ones of so many degrees of freedom, [draws]; the same luck for all."""
    return np.asarray(np.sqrt(degrees / chdtri(degrees, uniforms(0)[:, 0])), dtype=np.float64)
