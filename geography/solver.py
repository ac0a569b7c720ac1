"""The one integer programme behind the siting models, handed to HiGHS by `scipy.optimize.milp`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from geography.candidates import Candidates, SitingError

OPTIMAL, TIME_LIMIT, INFEASIBLE = 0, 1, 2


@dataclass(frozen=True)
class Question:
    """Choose vehicles at candidates so that gain is greatest and cost least.

    `sets` [groups, candidates]: the first vehicle in a group's set brings `gain` [groups, levels][:, 0], the next
    [:, 1] and so on, never more than the one before. At least `at_least` vehicles stand in each set of `must`
    [rows, candidates]. `number` vehicles in all, or as many as it takes; up to `most` at a candidate.
    """

    candidates: Candidates
    sets: NDArray[np.bool_] | None = None
    gain: NDArray[np.float64] | None = None
    must: NDArray[np.bool_] | None = None
    at_least: int = 1
    number: int | None = None
    most: int = 1
    cost: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Answer:
    """Vehicles at each candidate, a lower bound of cost less gain, and whether the solver ended by itself."""

    chosen: NDArray[np.int64]
    bound: float
    ended: bool


def solve(question: Question, time_limit_s: float, gap: float) -> Answer | None:
    """The best answer found within the time; None where no choice keeps every condition.

    Raises SitingError where the time was too short to find any.
    """
    ours = question.candidates
    count, gain = len(ours), _gains(question)
    scale = float(gain.max(initial=0.0)) or 1.0
    staying = np.flatnonzero(ours.rows(ours.existing)) if ours.kept else np.zeros(0, dtype=np.intp)
    cost = np.zeros(count) if question.cost is None else question.cost
    others = len(gain) + len(staying)
    lower = ours.rows(ours.compulsory).astype(np.float64)
    upper = np.where(ours.allowed, float(question.most), 0.0)
    found = milp(
        np.concatenate([cost, -gain / scale, np.zeros(len(staying))]),
        integrality=np.concatenate([np.ones(count), np.zeros(others)]),
        bounds=Bounds(
            np.concatenate([lower, np.zeros(others)]), np.concatenate([upper, np.ones(others)])
        ),
        constraints=_rows(question, len(gain), staying),
        options={"time_limit": time_limit_s, "mip_rel_gap": gap},
    )
    if found.status == INFEASIBLE:
        return None
    if found.x is None:
        message = f"No choice was found within {time_limit_s:g} s: {found.message}"
        raise SitingError([message])
    chosen = np.rint(found.x[:count]).astype(np.int64)
    return Answer(chosen, float(found.mip_dual_bound) * scale, found.status == OPTIMAL)


def _gains(question: Question) -> NDArray[np.float64]:
    """Gains of the levels that bring any, group by group."""
    return np.zeros(0) if question.gain is None else question.gain[question.gain > 0]


def _rows(question: Question, levels: int, staying: NDArray[np.intp]) -> list[LinearConstraint]:
    """The programme's rows over columns: vehicles at candidates, levels of groups, existing sites that stay."""
    ours, rows = question.candidates, []
    count, stays = len(ours), len(staying)

    def add(
        vehicles: NDArray[np.generic],
        less: csr_array | None,
        sites: csr_array | None,
        low: float,
        high: float,
    ) -> None:
        table = csr_array(vehicles.astype(np.float64))
        height = len(vehicles)
        others = [
            csr_array((height, levels)) if less is None else less,
            csr_array((height, stays)) if sites is None else sites,
        ]
        rows.append(LinearConstraint(hstack([table, *others], format="csr"), lb=low, ub=high))

    if question.sets is not None and question.gain is not None and levels:
        group = np.nonzero(question.gain > 0)[0]
        column, shape = np.arange(len(group)), (len(question.sets), len(group))
        less = csr_array((-np.ones(len(group)), (group, column)), shape=shape)
        add(question.sets, less, None, 0.0, np.inf)
    if question.must is not None and len(question.must):
        add(question.must, None, None, float(question.at_least), np.inf)
    if question.number is not None:
        add(np.ones((1, count)), None, None, float(question.number), float(question.number))
    for some in ours.not_all:
        add(ours.rows(some)[None, :], None, None, 0.0, float(len(some) - 1))
    if stays:
        add(np.eye(count)[staying], None, csr_array(-np.eye(stays)), 0.0, np.inf)
        add(np.zeros((1, count)), None, csr_array(np.ones((1, stays))), float(ours.kept), np.inf)
    return rows
