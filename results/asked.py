"""What response plans asked for: which calls asked for each need, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.log import CATEGORIES, KINDS, Columns, Rows
from scenarios.calls import MarkOf
from scenarios.quantity import Duration
from scenarios.response import Need, ResponsePlan
from sim.events import Kind


@dataclass(frozen=True, eq=False)
class Asked:
    """A need of a response plan: the rows of the calls that asked for it, and when each did."""

    plan: ResponsePlan
    name: str
    need: Need
    rows: Rows
    at_s: NDArray[np.float64]


def asked_for(run: Columns, wanted: Callable[[Need], bool]) -> Iterator[Asked]:
    """Each wanted need with the calls that asked for it; calls challenged asked for nothing.

    A need is asked for when the call is coded, or made up by the first crew, and so much later as it takes to be known
    and passed to the control room that meets it.
    """
    challenged = np.zeros(len(run.calls.number), dtype=bool)
    challenged[run.rows_at(run.places_of(Kind.CALL_CHALLENGED))] = True
    made_up_s = run.first_time_of_each_call(Kind.CALL_MADE_UP)
    for plan, rows in by_plan(run):
        there = rows[~challenged[rows]]
        for name, need in plan.needs.items():
            if not wanted(need):
                continue
            if need.asked == "make_up":
                mine = there[~np.isnan(made_up_s[there])]
                mine = mine[np.isin(run.calls.kind[mine], kinds_that_make_up(plan, name))]
                from_s = made_up_s[mine]
            else:
                mine = eligible(run, there, need)
                from_s = run.calls.coded_s[mine]
            yield Asked(plan, name, need, mine, from_s + known_after_s(need))


def by_plan(run: Columns) -> Iterator[tuple[ResponsePlan, Rows]]:
    """Each response plan with the calls that it answers, by their kind as reported and category."""
    key = run.calls.reported_kind.astype(np.int16) * len(CATEGORIES) + run.calls.category
    found: dict[str, list[int]] = {}
    for number in np.unique(key).tolist():
        kind, category = KINDS[number // len(CATEGORIES)], CATEGORIES[number % len(CATEGORIES)]
        plan = run.scenario.plan_for(kind, category)
        if plan is not None:
            found.setdefault(plan[0], []).append(number)
    for name, numbers in found.items():
        rows = np.flatnonzero(np.isin(key, np.array(numbers, dtype=np.int16)))
        yield run.scenario.response_plans[name], rows


def kinds_that_make_up(plan: ResponsePlan, name: str) -> list[int]:
    """Kinds as found at which the first crew asks for a need."""
    return [KINDS.index(kind) for kind, found in plan.found.items() if name in found.make_up]


def eligible(run: Columns, rows: Rows, need: Need) -> Rows:
    """Those of some calls that are in the need's eligible share."""
    if need.eligible_share is None or need.eligible_share.base >= 1.0:
        return rows
    calls, share = run.calls.listed, need.eligible_share.base
    marks = (calls[row].mark(MarkOf.ELIGIBLE) < share for row in rows.tolist())
    chosen: Rows = rows[np.fromiter(marks, dtype=bool, count=len(rows))]
    return chosen


def task_names(plan: ResponsePlan, name: str) -> list[str]:
    """The names in the log of the several units that a need asks for: `pump`, `pump_2`, `pump_3`."""
    return [name if n == 0 else f"{name}_{n + 1}" for n in range(plan.needs[name].count)]


def known_after_s(need: Need) -> float:
    """Seconds of triage and of the pass between control rooms."""
    return seconds(need.triage) + seconds(need.passed_after)


def seconds(duration: Duration | None) -> float:
    """A declared length of time in seconds; none is nought."""
    return duration.base if duration is not None else 0.0
