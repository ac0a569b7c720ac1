"""Fewer candidates for a p-median: those that the best choice must have, and those that it cannot have.

Lagrangian relaxation of "each zone is served once" with subgradient steps gives a bound, and choices on the way to
it; single exchanges better the best of them (Teitz & Bart 1968). A candidate whose reduced cost would lift the bound
above that choice is out; one without which the bound is above it is in (Christofides & Beasley 1982). The best
choice is among what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS, PATIENCE, SMALLEST_STEP = 600, 15, 0.005
SLACK = 1e-9  # of the cost: candidates are kept where rounding leaves it open


@dataclass(frozen=True)
class Narrowed:
    """A choice and its cost, a cost that no choice is below, and candidates that are surely in or out, [candidates]."""

    choice: NDArray[np.intp]
    cost: float
    bound: float
    surely_in: NDArray[np.bool_]
    surely_out: NDArray[np.bool_]


def narrow(cost: NDArray[np.float64], number: int, compulsory: NDArray[np.bool_]) -> Narrowed:
    """Narrow the candidates of a p-median: `cost` [candidates, zones] finite, `number` of them to choose.

    `compulsory` [candidates] are always chosen; fewer than `number`.
    """
    must, free = np.flatnonzero(compulsory), np.flatnonzero(~compulsory)
    more = number - len(must)
    price = np.partition(cost, min(1, len(cost) - 1), axis=0)[min(1, len(cost) - 1)].copy()
    best_bound, best_price, best_cost = -np.inf, price, np.inf
    choice = np.concatenate([must, free[:more]])
    stride, waited = 2.0, 0
    for _ in range(STEPS):
        gain = np.minimum(cost - price, 0.0).sum(axis=1)
        chosen = np.concatenate([must, free[np.argpartition(gain[free], more - 1)[:more]]])
        bound = float(price.sum() + gain[chosen].sum())
        here = float(cost[chosen].min(axis=0).sum())
        if here < best_cost:
            best_cost, choice = here, chosen
        waited += 1
        if bound > best_bound:
            best_bound, best_price, waited = bound, price.copy(), 0
        if waited > PATIENCE:
            stride, waited = stride / 2, 0
        slope = 1.0 - (cost[chosen] < price).sum(axis=0)
        steep = float(slope @ slope)
        if stride < SMALLEST_STEP or not steep or best_cost <= best_bound * (1 + SLACK):
            break
        price = price + stride * (best_cost - bound) / steep * slope
    choice = _exchanged(cost, choice, compulsory)
    return _fixed(cost, best_price, choice, must, free, more)


def _fixed(
    cost: NDArray[np.float64],
    price: NDArray[np.float64],
    choice: NDArray[np.intp],
    must: NDArray[np.intp],
    free: NDArray[np.intp],
    more: int,
) -> Narrowed:
    """What the bound at these prices says of each candidate."""
    gain = np.minimum(cost - price, 0.0).sum(axis=1)
    order = free[np.argsort(gain[free], kind="stable")]
    chosen, others = order[:more], order[more:]
    bound = float(price.sum() + gain[must].sum() + gain[chosen].sum())
    least = float(cost[choice].min(axis=0).sum())
    above = least + SLACK * max(least, float(np.abs(price).sum()))
    surely_in, surely_out = np.zeros((2, len(cost)), dtype=bool)
    surely_in[must] = True
    if len(others):
        surely_out[others] = bound + gain[others] - gain[chosen[-1]] > above
        surely_in[chosen] = bound - gain[chosen] + gain[others[0]] > above
    ours = np.isin(
        np.arange(len(cost)), choice
    )  # whatever rounding does, this choice stays possible
    return Narrowed(choice, least, bound, surely_in & ours, surely_out & ~ours)


def _exchanged(
    cost: NDArray[np.float64], choice: NDArray[np.intp], compulsory: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """The choice after the best single exchanges, until none betters it."""
    choice = choice.copy()
    while True:
        inside = np.zeros(len(cost), dtype=bool)
        inside[choice] = True
        others = np.flatnonzero(~inside)
        now = float(cost[choice].min(axis=0).sum())
        best, swap = now * (1 - SLACK), None
        for place in np.flatnonzero(~compulsory[choice]) if len(others) else ():
            left = np.delete(choice, place)
            without = cost[left].min(axis=0) if len(left) else np.full(cost.shape[1], np.inf)
            with_each = np.minimum(cost[others], without).sum(axis=1)
            least = int(with_each.argmin())
            if with_each[least] < best:
                best, swap = float(with_each[least]), (place, others[least])
        if swap is None:
            return choice
        choice[swap[0]] = swap[1]
