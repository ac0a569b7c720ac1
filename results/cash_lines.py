"""The lines of a business case: what each agency gains or pays in each year, in each view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.agreements import side_words
from results.costs import running
from scenarios.business_case import FINANCIAL_ONLY, OUTLAYS, AppraisalRules, BusinessCase, Flow
from scenarios.prices import in_prices_of
from scenarios.scenario import Scenario
from scenarios.words import Agency, allowed

FINANCIAL, ECONOMIC = "financial", "economic"
AGENCIES = allowed(Agency)
INVESTMENTS = (*OUTLAYS, "transition")
Money = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Line:
    """What one item brings (positive) or costs (negative) one agency: `gbp`, [years, replications].

    An `investment` is put in once, in the expectation of what comes back: outlays with their bias, loan and residual
    value, and transition. Lines with the same `flow` rest on one declared sum.
    """

    view: str
    agency: str
    item: str
    gbp: Money
    investment: bool = False
    flow: str = ""


@dataclass(frozen=True, eq=False)
class Case:
    """A declared business case with what its lines need: rules, the scenarios, and the yearly costs of each run."""

    declared: BusinessCase
    rules: AppraisalRules
    baseline: Scenario
    costs: pd.DataFrame
    runs: tuple[int, ...]

    @property
    def length(self) -> int:
        """How many years."""
        return self.declared.length

    def prices(self) -> NDArray[np.float64]:
        """What a pound of the study's prices is in each year's own: by the declared inflation."""
        first = self.declared.first_year
        ahead = np.arange(self.length) + first - (self.baseline.price_year or first)
        return np.asarray((1.0 + self.declared.inflation.base) ** ahead, dtype=np.float64)

    def flat(self, gbp: NDArray[np.float64]) -> Money:
        """A sum for each year, the same in every replication."""
        return np.repeat(gbp[:, None], len(self.runs), axis=1)

    def by_run(self, costs: pd.DataFrame) -> NDArray[np.float64]:
        """The sum of some yearly costs in each replication."""
        sums = costs.groupby("replication")["amount_gbp_per_year"].sum()
        return sums.reindex(list(self.runs), fill_value=0.0).to_numpy(dtype=np.float64)


def option_lines(case: Case, option: Scenario, called: str = "") -> Iterator[Line]:
    """Every line of one option against the baseline, in the financial and then in the economic view.

    `called` is the option's own name where the scenario is a point of a sweep.
    """
    nominal = case.prices()[:, None]
    for agency, change in running_changes(case, option, called or option.name):
        item = "Running costs, without capital"
        yield Line(FINANCIAL, agency, item, change * nominal)
        yield Line(ECONOMIC, agency, item, change)
    for agency, item, change in agreement_changes(case, option):
        yield Line(FINANCIAL, agency, item, change * nominal)
    for flow in case.declared.flows.values():
        if flow.of_option(called or option.name):
            put_in = flow.kind in INVESTMENTS
            for line in (*financial_flow(case, flow), *economic_flow(case, flow)):
                yield replace(line, investment=put_in, flow=flow.title)


def running_changes(case: Case, option: Scenario, called: str) -> Iterator[tuple[str, Money]]:
    """For each agency, the saving (positive) in yearly running costs in the years in which they are other."""
    own = running(case.costs)
    runs = np.array(case.declared.runs(called), dtype=np.float64)[:, None]
    for agency in AGENCIES:
        mine = own[(own["agency"] == agency).to_numpy(dtype=bool)]
        then, now = (
            case.by_run(mine[(mine["scenario"] == s.name).to_numpy(dtype=bool)])
            for s in (option, case.baseline)
        )
        saved = np.asarray(now - then, dtype=np.float64)
        if np.any(saved):
            yield agency, runs * saved[None, :]


def agreement_changes(case: Case, option: Scenario) -> Iterator[tuple[str, str, Money]]:
    """For each agency and agreement, what it brings more than in the baseline, while a lease lasts."""
    found: dict[tuple[str, str], Money] = {}
    for scenario, sign in ((option, 1.0), (case.baseline, -1.0)):
        for agency, item, gbp in agreement_money(case, scenario):
            before = found.get((agency, item), np.zeros_like(gbp))
            found[agency, item] = before + sign * gbp
    for (agency, item), gbp in found.items():
        if np.any(gbp):
            yield agency, item, gbp


def agreement_money(case: Case, scenario: Scenario) -> Iterator[tuple[str, str, Money]]:
    """What each agreement of one scenario brings each side, in each year, and what leaving a lease costs."""
    costs, year = case.costs, np.arange(case.length)
    mine = costs[((costs["scenario"] == scenario.name) & costs["transfer"]).to_numpy(dtype=bool)]
    first = case.declared.runs_from
    for agreement in scenario.agreements.values():
        lease = agreement.lease
        last = first + lease.years if lease else case.length
        bound = (year >= first) & (year < last)
        for side, sign in agreement.sides():
            if side not in AGENCIES:
                continue
            item = side_words(agreement, sign)
            rows = mine[((mine["item"] == item) & (mine["agency"] == side)).to_numpy(dtype=bool)]
            gbp = np.where(bound[:, None], -case.by_run(rows)[None, :], 0.0)
            if lease and lease.exit and lease.left_after is not None and last < case.length:
                gbp[last] -= sign * in_prices_of(
                    lease.exit, scenario.price_year, scenario.price_indices
                )
            yield side, item, gbp


def paid(case: Case, flow: Flow) -> NDArray[np.float64]:
    """A flow's sum in each year, in the study's prices: spread evenly, or paid in each; again where it is replaced."""
    scenario = case.baseline
    gbp = in_prices_of(flow.sum, scenario.price_year, scenario.price_indices)
    years, found = list(flow.years()), np.zeros(case.length)
    found[years] = gbp if flow.sum.unit == "GBP/yr" else gbp / len(years)
    if flow.replaced and flow.life is not None:
        once, every = found.copy(), round(flow.life.base)
        for later in range(every, case.length, every):
            found[later:] += once[: case.length - later]
    return found


def financial_flow(case: Case, flow: Flow) -> Iterator[Line]:
    """A flow as the agency's money: paid at once, or borrowed with interest and minimum revenue provision."""
    if not flow.paid:
        return
    gains = flow.kind in ("receipt", "grant")
    cash = paid(case, flow) * case.prices()
    if flow.loan is None:
        yield Line(FINANCIAL, flow.agency, flow.title, case.flat(cash if gains else -cash))
        return
    loan, end = case.declared.loans[flow.loan], case.length
    interest, provision, owed = np.zeros(end), np.zeros(end), 0.0
    for year, principal in enumerate(cash.tolist()):
        for after, (cost, part) in enumerate(loan.payments(principal) if principal else (), 1):
            if year + after < end:
                interest[year + after] += cost
                provision[year + after] += part
            else:
                owed += part
    yield Line(FINANCIAL, flow.agency, f"{flow.title}: interest", case.flat(-interest))
    what = f"{flow.title}: minimum revenue provision"
    yield Line(FINANCIAL, flow.agency, what, case.flat(-provision))
    if owed > 0.005:
        left = np.zeros(end)
        left[-1] = -owed
        yield Line(FINANCIAL, flow.agency, f"{flow.title}: still owed at the end", case.flat(left))


def economic_flow(case: Case, flow: Flow) -> Iterator[Line]:
    """A flow as resources: without VAT, with optimism bias, and with what the thing is still worth at the end."""
    if flow.kind in FINANCIAL_ONLY:
        return
    real = paid(case, flow) / (1.0 + (flow.vat.base if flow.vat else 0.0))
    if flow.kind not in OUTLAYS:
        gain = real if flow.kind == "receipt" else -real
        yield Line(ECONOMIC, flow.agency, flow.title, case.flat(gain))
        return
    yield Line(ECONOMIC, flow.agency, flow.title, case.flat(-real))
    bias = flow.optimism_bias or (case.rules.optimism_bias if flow.kind == "building" else None)
    if bias is not None and bias.base:
        words = f"{flow.title}: optimism bias ({bias.base:.0%})"
        yield Line(ECONOMIC, flow.agency, words, case.flat(-real * bias.base))
    left = residual(case, flow, real)
    if left > 0.0:
        worth = np.zeros(case.length)
        worth[-1] = left
        yield Line(ECONOMIC, flow.agency, f"{flow.title}: residual value", case.flat(worth))


def residual(case: Case, flow: Flow, real: NDArray[np.float64]) -> float:
    """What is still worth something after the last year: land all of it, else the unused part of each life."""
    if flow.kind == "land":
        return float(real.sum())
    if flow.life is None:
        return 0.0
    used = case.length - np.arange(case.length)
    return float((real * np.clip(1.0 - used / flow.life.base, 0.0, None)).sum())
