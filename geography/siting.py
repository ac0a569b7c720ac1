"""Where to put stations: the four models of the literature, solved to a stated gap by HiGHS.

Tables are [candidates, zones]: `reaches` says which candidate reaches which zone in time (`coverage.reach`),
`drive_s` the seconds. Zones that the same candidates reach are solved as one. The answer's objective is worked out
afresh from the chosen sites, not read off the solver.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geography.candidates import (
    Candidates,
    SitingError,
    listed,
    number_faults,
    plain_candidates,
    table_faults,
    weight_faults,
    yes_no_faults,
    zone_ids,
)
from geography.narrowing import narrow
from geography.solver import Answer, Question, solve

TAIL = 1e-9  # MEXCLP: further vehicles at a zone add less than this share and are left out
Status = Literal["optimal", "time limit"]


@dataclass(frozen=True)
class Effort:
    """How long to look and how near to the best is near enough: seconds, and a share of the objective."""

    time_limit_s: float = 60.0
    gap: float = 1e-6


@dataclass(frozen=True)
class Plan:
    """Chosen sites and how good they are.

    `sites` are ids in the candidates' order, an id as often as vehicles stand there (more than once in MEXCLP only).
    `objective` is people covered (MCLP), expected people covered (MEXCLP), people-seconds driven (p-median) or
    sites (LSCP); no choice does better than `bound`; `gap` is their distance as a share of the objective.
    `status` says whether the solver ended by itself. `by_zone` [zones] is 0 or 1 covered (MCLP, LSCP), the
    chance of being covered (MEXCLP) or the seconds from the nearest site (p-median).
    """

    model: str
    sites: tuple[str, ...]
    objective: float
    bound: float
    gap: float
    status: Status
    by_zone: NDArray[np.float64]


def mclp(
    reaches: ArrayLike,
    people: ArrayLike,
    sites: int,
    candidates: Candidates | None = None,
    zones: Sequence[str] | None = None,
    effort: Effort | None = None,
) -> Plan:
    """The `sites` places that cover the most people (maximal covering: Church & ReVelle 1974).

    Raises SitingError with every fault of the question.
    """
    return _covering("MCLP", reaches, people, sites, 0.0, 1, candidates, zones, effort)


def mexclp(
    reaches: ArrayLike,
    people: ArrayLike,
    vehicles: int,
    busy: float,
    candidates: Candidates | None = None,
    zones: Sequence[str] | None = None,
    most_at_a_site: int = 1,
    effort: Effort | None = None,
) -> Plan:
    """The places for `vehicles` that cover the most people in expectation (Daskin 1983).

    Each vehicle is busy a share `busy` of the time, independently of others, so n in reach cover a zone with
    1 - busy**n. Up to `most_at_a_site` stand in one place. Raises SitingError with every fault of the question.
    """
    return _covering(
        "MEXCLP", reaches, people, vehicles, busy, most_at_a_site, candidates, zones, effort
    )


def _covering(
    model: str,
    reaches: ArrayLike,
    people: ArrayLike,
    number: int,
    busy: float,
    most: int,
    candidates: Candidates | None,
    zones: Sequence[str] | None,
    effort: Effort | None,
) -> Plan:
    table, weight = np.asarray(reaches, dtype=bool), np.asarray(people, dtype=np.float64)
    ours = candidates or plain_candidates(len(table))
    names = zone_ids(zones, table)
    faults = _question_faults(table, ours, names, "reaches") + yes_no_faults(reaches)
    faults += weight_faults(weight, names, "people")
    if not 0 <= busy < 1:
        faults.append(f"busy is {busy}; allowed: 0 or more, below 1.")
    if most < 1:
        faults.append(f"most_at_a_site is {most}; allowed: 1 or more.")
    else:
        faults += number_faults(number, ours, "sites" if model == "MCLP" else "vehicles", most)
    if most > 1 and ours.not_all:
        faults.append("not_all is of sites with one vehicle; most_at_a_site must be 1.")
    if faults:
        raise SitingError(faults)
    sets, grouped = _grouped(table.T & ours.allowed, weight)
    levels = np.arange(_useful_levels(busy, number))
    gain = grouped[:, None] * (1.0 - busy) * busy**levels
    room = np.minimum(sets.sum(axis=1) * most, number)
    gain[levels[None, :] >= room[:, None]] = 0.0
    question = Question(ours, sets, gain, number=number, most=most)
    answer = _answer(question, effort, f"No choice of {number} sites keeps every condition.")
    share = 1.0 - busy ** (answer.chosen.astype(np.float64) @ table)
    objective = float(share @ weight)
    bound = max(-answer.bound, objective)
    bound = bound if bound - objective > TAIL * weight.sum() else objective
    return _plan(model, ours, answer, objective, bound, share)


def _useful_levels(busy: float, number: int) -> int:
    """How many vehicles in reach of a zone are told apart."""
    return 1 if busy == 0 else min(number, math.ceil(math.log(TAIL) / math.log(busy)) + 1)


def lscp(
    reaches: ArrayLike,
    candidates: Candidates | None = None,
    zones: Sequence[str] | None = None,
    at_least: int = 1,
    effort: Effort | None = None,
) -> Plan:
    """The fewest sites of which `at_least` so many reach every zone (set covering: Toregas and others 1971).

    Of equally few, those that keep the most existing sites (Plane & Hendrick 1977). Raises SitingError with every
    fault of the question, the zones that too few candidates reach among them.
    """
    table = np.asarray(reaches, dtype=bool)
    ours = candidates or plain_candidates(len(table))
    names = zone_ids(zones, table)
    faults = _question_faults(table, ours, names, "reaches") + yes_no_faults(reaches)
    if at_least < 1:
        faults.append(f"at_least is {at_least}; allowed: 1 or more.")
    if not faults:
        short = (table.T & ours.allowed).sum(axis=1) < at_least
        if short.any():
            left = [names[zone] for zone in np.flatnonzero(short).tolist()]
            number = "no candidate" if at_least == 1 else f"fewer than {at_least} candidates"
            faults.append(f"Zones that {number} reach{'es' * (at_least == 1)}: {listed(left)}.")
    if faults:
        raise SitingError(faults)
    sets, _ = _grouped(table.T & ours.allowed, np.ones(table.shape[1]))
    one = len(ours) + 1.0
    question = Question(
        ours,
        must=_undominated(sets),
        at_least=at_least,
        cost=np.asarray(one - ours.rows(ours.existing), dtype=np.float64),
    )
    answer = _answer(question, effort, "No choice of sites keeps every condition.")
    objective = float(answer.chosen.sum())
    bound = min(float(math.ceil(answer.bound / one - 1e-6)), objective)
    covered = (answer.chosen @ table.astype(np.int64) >= at_least).astype(np.float64)
    return _plan("LSCP", ours, answer, objective, bound, covered)


def p_median(
    drive_s: ArrayLike,
    people: ArrayLike,
    sites: int,
    candidates: Candidates | None = None,
    zones: Sequence[str] | None = None,
    effort: Effort | None = None,
) -> Plan:
    """The `sites` places with the least people-seconds from the nearest (Hakimi 1965; ReVelle & Swain 1970).

    `drive_s` may be infinite where no road leads. Solved in the form of Church (2003): a zone pays a step more for
    each nearer set of candidates of which none is chosen, and zones share such sets; candidates that the best choice
    cannot have are left out before (`narrowing`). Raises SitingError with every fault of the question, the zones that
    no candidate reaches among them.
    """
    table, weight = np.asarray(drive_s, dtype=np.float64), np.asarray(people, dtype=np.float64)
    ours = candidates or plain_candidates(len(table))
    names = zone_ids(zones, table)
    faults = _question_faults(table, ours, names, "drive_s")
    faults += weight_faults(weight, names, "people") + number_faults(sites, ours)
    if not faults:
        faults = _drive_faults(table, weight, ours, names)
    if faults:
        raise SitingError(faults)
    lived = weight > 0
    fewer = _fewer(table[:, lived] * weight[lived], sites, ours)
    base, sets, step, must = _steps(table[:, lived], weight[lived], fewer, sites)
    question = Question(fewer, sets, step[:, None], must=must, number=sites)
    answer = _answer(question, effort, f"No choice of {sites} sites reaches every zone.")
    nearest = table[answer.chosen > 0].min(axis=0)
    objective = float(nearest[lived] @ weight[lived])
    bound = min(base + step.sum() + answer.bound, objective)
    return _plan("p-median", ours, answer, objective, bound, nearest)


def _question_faults(
    table: NDArray[np.generic], candidates: Candidates, zones: Sequence[str], name: str
) -> list[str]:
    return [*candidates.faults(), *table_faults(table, candidates, zones, name)]


def _drive_faults(
    table: NDArray[np.float64], weight: NDArray[np.float64], ours: Candidates, zones: Sequence[str]
) -> list[str]:
    faults = []
    for word, wrong in (("not a number", np.isnan(table)), ("negative", table < 0)):
        if wrong.any():
            places = [
                f"{ours.ids[row]} to {zones[column]}" for row, column in np.argwhere(wrong).tolist()
            ]
            faults.append(f"drive_s is {word} from {listed(places)}.")
    cut_off = ~np.isfinite(table[ours.allowed]).any(axis=0) & (weight > 0)
    if cut_off.any() and not faults:
        left = [zones[zone] for zone in np.flatnonzero(cut_off).tolist()]
        faults.append(f"Zones that no candidate reaches by road: {listed(left)}.")
    return faults


def _grouped(
    sets: NDArray[np.bool_], weight: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Distinct rows of `sets` [rows, candidates] and the sum of weights of each; empty and weightless ones left out."""
    useful = sets.any(axis=1) & (weight > 0)
    return _merged(np.packbits(sets[useful], axis=1), weight[useful], sets.shape[1])


def _merged(
    packed: NDArray[np.uint8], weight: NDArray[np.float64], count: int
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """The same of rows that are packed to a bit a candidate."""
    distinct, place = np.unique(packed, axis=0, return_inverse=True)
    total = np.bincount(place.reshape(-1), weight, minlength=len(distinct))
    whole = np.unpackbits(distinct, axis=1, count=count)
    return np.asarray(whole, dtype=np.bool_), np.asarray(total, dtype=np.float64)


def _undominated(sets: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Distinct sets without those that contain another: who covers the smaller covers the larger."""
    number = sets.astype(np.float32)
    shared = number @ number.T
    inside = shared >= number.sum(axis=1)[None, :]  # the column's set lies inside the row's
    np.fill_diagonal(inside, val=False)
    return np.asarray(sets[~inside.any(axis=1)], dtype=np.bool_)


def _fewer(cost: NDArray[np.float64], sites: int, ours: Candidates) -> Candidates:
    """The candidates with more of them compulsory or forbidden, the best choice being still there."""
    rows = np.flatnonzero(ours.allowed)
    open_to, fixed = cost[rows], ours.rows(ours.compulsory)[rows]
    if ours.kept or ours.not_all or not cost.size or not np.isfinite(open_to).all():
        return ours
    if not fixed.sum() < sites < len(rows):
        return ours
    found = narrow(open_to, sites, fixed)
    ids = np.array(ours.ids, dtype=object)[rows]
    return replace(
        ours,
        compulsory={*ours.compulsory, *ids[found.surely_in].tolist()},
        forbidden={*ours.forbidden, *ids[found.surely_out].tolist()},
        existing=frozenset(),
        may_close=None,
    )


def _steps(
    table: NDArray[np.float64], weight: NDArray[np.float64], ours: Candidates, sites: int
) -> tuple[float, NDArray[np.bool_], NDArray[np.float64], NDArray[np.bool_]]:
    """Cost if all zones had their nearest; sets, and what it costs to choose none of each; sets that must be met."""
    open_to = np.where(ours.allowed[:, None], table, np.inf)
    compulsory = ours.rows(ours.compulsory)
    sure = open_to[compulsory].min(axis=0, initial=np.inf)
    order = np.argsort(open_to, axis=0, kind="stable").T
    nearer = np.take_along_axis(open_to.T, order, axis=1)
    base = float(nearer[:, 0] @ weight)
    deepest = int(ours.allowed.sum()) - sites  # of more candidates than this, one is chosen
    within = np.zeros((len(order), len(ours)), dtype=bool)
    empty = np.packbits(within[:0], axis=1)
    sets, steps, musts = [empty], [np.zeros(0)], [empty]
    for level in range(deepest):
        within[np.arange(len(order)), order[:, level]] = True
        here, beyond = nearer[:, level], np.minimum(nearer[:, level + 1], sure)
        some = (beyond > here) & (here < sure)
        hard, soft = some & np.isinf(beyond), some & np.isfinite(beyond)
        if some.any():
            packed = np.packbits(within, axis=1)
            sets.append(packed[soft])
            steps.append(weight[soft] * (beyond[soft] - here[soft]))
            musts.append(packed[hard])
    grouped, step = _merged(np.concatenate(sets), np.concatenate(steps), len(ours))
    hard_sets = np.concatenate(musts)
    must, _ = _merged(hard_sets, np.ones(len(hard_sets)), len(ours))
    return base, grouped, step, must


def _answer(question: Question, effort: Effort | None, hopeless: str) -> Answer:
    effort = effort or Effort()
    answer = solve(question, effort.time_limit_s, effort.gap)
    if answer is None:
        raise SitingError([hopeless])
    return answer


def _plan(
    model: str,
    ours: Candidates,
    answer: Answer,
    objective: float,
    bound: float,
    by_zone: NDArray[np.float64],
) -> Plan:
    chosen = tuple(
        one
        for one, count in zip(ours.ids, answer.chosen.tolist(), strict=True)
        for _ in range(count)
    )
    gap = abs(bound - objective) / objective if objective else 0.0
    status: Status = "optimal" if answer.ended else "time limit"
    return Plan(model, chosen, objective, bound, gap, status, by_zone)
