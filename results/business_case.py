"""A business case worked out: lines discounted, net present value, payback, benefit-cost ratio, switching values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.cash_lines import ECONOMIC, FINANCIAL, Case, Line, option_lines
from results.compare import interval
from scenarios.scenario import Scenario
from scenarios.study import Study

CASE_COLUMNS = ["option", "view", "year", "item", "agency", "amount_gbp", "discounted_gbp"]
SUMMARY_COLUMNS = [
    "option", "view", "agency", "npv_gbp", "payback_year", "bcr", "npv_low_gbp", "npv_high_gbp",
    "undiscounted_gbp", "not_ranked", "undiscounted_low_gbp", "undiscounted_high_gbp",
]  # fmt: skip
SWITCHING_COLUMNS = ["option", "view", "item", "agency", "present_value_gbp", "switching_change"]
WHOLE = "all"


@dataclass(frozen=True, eq=False)
class CaseTables:
    """What a business case comes to; empty tables where a study declares none."""

    rows: pd.DataFrame
    summary: pd.DataFrame
    switching: pd.DataFrame


def business_case(study: Study, costs: pd.DataFrame) -> CaseTables:
    """The tables of a study's business case, from the yearly costs of every run with `transfer` and `capital`.

    Each option is held against the baseline; a point of a sweep against the baseline's point with the same factors.
    """
    declared = study.head.business_case
    rows: list[tuple[object, ...]] = []
    summary: list[tuple[object, ...]] = []
    switching: list[tuple[object, ...]] = []
    there = set(costs["scenario"]) if len(costs) else set()
    if declared is not None and there:
        runs = tuple(sorted(costs["replication"].unique().tolist()))
        rules = study.baseline.appraisal[declared.rules]
        for before, option, called in compared(study, there):
            case = Case(declared, rules, before, costs, runs)
            lines = list(option_lines(case, option, called))
            rows += case_rows(case, option.name, lines)
            why = study.head.options[called].why_not_ranked
            summary += [
                (*row[:-2], why, *row[-2:]) for row in summary_rows(case, option.name, lines)
            ]
            switching += switching_rows(case, option.name, lines)
    return CaseTables(
        pd.DataFrame(rows, columns=CASE_COLUMNS),
        pd.DataFrame(summary, columns=SUMMARY_COLUMNS),
        pd.DataFrame(switching, columns=SWITCHING_COLUMNS),
    )


def compared(study: Study, there: set[str]) -> Iterator[tuple[Scenario, Scenario, str]]:
    """What is held against what: the baseline, the option or its point of a sweep, and the option's own name."""
    by_name = {scenario.name: scenario for scenario in study.scenarios if scenario.name in there}
    first = study.baseline.name
    for name, scenario in by_name.items():
        point = study.points.get(name, {"option": name})
        factors_of = {key: value for key, value in point.items() if key != "option"}
        if point["option"] == first:
            continue
        same = {**factors_of, "option": first}
        before = next((n for n in by_name if study.points.get(n, {"option": n}) == same), None)
        if before is not None:
            yield by_name[before], scenario, str(point["option"])


def factors(case: Case, view: str) -> NDArray[np.float64]:
    """What a pound of each year is worth in the first: both views in the prices of the study's year."""
    real = np.array([case.rules.factor(year) for year in range(case.length)])
    return real if view == ECONOMIC else np.asarray(real / case.prices(), dtype=np.float64)


def present(case: Case, line: Line) -> NDArray[np.float64]:
    """A line's present value in each replication."""
    return np.asarray(factors(case, line.view) @ line.gbp, dtype=np.float64)


def case_rows(case: Case, option: str, lines: list[Line]) -> Iterator[tuple[object, ...]]:
    """A row for each year, item and agency, the mean over replications; years without money have none."""
    for line in lines:
        gbp, worth = line.gbp.mean(axis=1), factors(case, line.view)
        for year in np.flatnonzero(gbp).tolist():
            said = (option, line.view, case.declared.first_year + year, line.item, line.agency)
            yield (*said, float(gbp[year]), float(gbp[year] * worth[year]))


def summary_rows(case: Case, option: str, lines: list[Line]) -> Iterator[tuple[object, ...]]:
    """Net present value with its interval, payback, benefit-cost ratio and the undiscounted total with its own.

    By agency, and for all of them.
    """
    for view in (FINANCIAL, ECONOMIC):
        mine = [line for line in lines if line.view == view]
        for agency in (WHOLE, *dict.fromkeys(line.agency for line in mine)):
            some = [line for line in mine if agency in (WHOLE, line.agency)]
            if not some:
                continue
            values = [present(case, line) for line in some]
            mean, low, high = interval(np.sum(values, axis=0))
            by_run = np.sum([line.gbp for line in some], axis=0)
            gbp = by_run.mean(axis=1)
            total, least, most = interval(by_run.sum(axis=0))
            worth = factors(case, ECONOMIC) if view == ECONOMIC else np.ones(case.length)
            back = payback(gbp * worth, case.declared.first_year)
            back_for_each = ratio(some, values)
            ends = (low, high, total, least, most)
            yield option, view, agency, mean, back, back_for_each, *ends


def payback(gbp: NDArray[np.float64], first_year: int) -> float:
    """The first year from which the running total is never below nought again; NaN if there is none, or no money.

    The financial view adds up money as it is paid, the economic view present values.
    """
    total = np.cumsum(gbp)
    if not np.any(gbp) or total[-1] < 0:
        return float("nan")
    below = np.flatnonzero(total < -1e-9)
    return float(first_year + (below[-1] + 1 if len(below) else 0))


def ratio(lines: list[Line], values: list[NDArray[np.float64]]) -> float:
    """What comes back for each pound that is put in, both at present value; NaN where nothing is put in.

    Put in are the investments, net of residual values; all else comes back, net: what one agency pays another, or how
    a saving is split into lines, does not change it. It is below nought where yearly costs rise as well.
    """
    pairs = list(zip(lines, values, strict=True))
    put_in = -sum(float(value.mean()) for line, value in pairs if line.investment)
    back = sum(float(value.mean()) for line, value in pairs if not line.investment)
    return back / put_in if put_in > 0 else float("nan")


def switching_rows(case: Case, option: str, lines: list[Line]) -> Iterator[tuple[object, ...]]:
    """By what part each assumption of the economic view would have to change for the net present value to be nought.

    A declared sum is one assumption: its outlay, optimism bias and residual value change together.
    """
    together: dict[tuple[str, str], tuple[str, float]] = {}
    for line in (line for line in lines if line.view == ECONOMIC):
        value = float(present(case, line).mean())
        key = (line.flow or line.item, line.agency)
        before = together.get(key)
        words = line.item if before is None else f"{key[0]}, with what follows from it"
        together[key] = (words, value + (before[1] if before else 0.0))
    net = sum(value for _, value in together.values())
    for (_, agency), (item, value) in together.items():
        change = -net / value if value else float("nan")
        yield option, ECONOMIC, item, agency, value, change
