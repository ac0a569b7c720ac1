"""How far the yearly cost of an option could move if declared rates were as low or as high as the study says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from results.agreements import side_words
from scenarios.quantity import Money
from scenarios.scenario import Scenario
from scenarios.study import Study

RANGE_COLUMNS = [
    "option", "agency", "item", "difference_gbp_per_year", "rate_low", "rate_high", "low_gbp_per_year",
    "high_gbp_per_year",
]  # fmt: skip
"""`rate_low` and `rate_high` are multiples of the declared rate; the last two are changes of the difference."""


class Doubt(NamedTuple):
    """By which multiples a rate may be lower and higher."""

    low: float
    high: float


def rate_ranges(study: Study, costs: pd.DataFrame) -> pd.DataFrame:
    """For each option and item whose rate has a range, what the option's difference in cost would be less or more.

    One at a time, everything else as declared. All rates of a block of on-call pay move together. Payments between
    agencies move no money of them all, and are left out.
    """
    rows: list[tuple[object, ...]] = []
    moved = [
        side_words(a, n) for s in study.scenarios for a in s.agreements.values() for n in (1, -1)
    ]
    own = costs[~costs["item"].isin(moved).to_numpy(dtype=bool)]
    played = set(costs["scenario"].astype(str))
    by_scenario = {str(name): part for name, part in own.groupby("scenario", observed=True)}
    for option in study.scenarios[1:]:
        if option.name not in played:
            continue
        means = means_of(by_scenario, option.name, study.baseline.name)
        for agency, item, doubt, lines in doubtful(study, option):
            gap = sum(
                means.get((option.name, agency, line), 0.0)
                - means.get((study.baseline.name, agency, line), 0.0)
                for line in lines(means)
            )
            if abs(gap) >= 0.5:
                ends = sorted((gap * (doubt.low - 1.0), gap * (doubt.high - 1.0)))
                rows.append((option.name, agency, item, gap, doubt.low, doubt.high, *ends))
    return pd.DataFrame(rows, columns=RANGE_COLUMNS)


def means_of(by_scenario: dict[str, pd.DataFrame], *names: str) -> dict[tuple[str, ...], float]:
    """The mean amount of each scenario, agency and item over the replications that all the scenarios have."""
    parts = {name: by_scenario[name] for name in names if name in by_scenario}
    runs = [set(part["replication"]) for part in parts.values()]
    both = set.intersection(*runs) if runs else set()
    found: dict[tuple[str, ...], float] = {}
    for name, part in parts.items():
        mine = part[part["replication"].isin(both)]
        sums = (
            mine.groupby(["agency", "item"], observed=True)["amount_gbp_per_year"].sum().to_dict()
        )
        found |= {(name, *map(str, key)): gbp / len(both) for key, gbp in sums.items()}  # type: ignore[call-overload]
    return found


class Lines(NamedTuple):
    """The lines of costs.csv that one rate makes: one by its title, or all of a block."""

    agency: str
    title: str
    block: bool

    def __call__(self, means: dict[tuple[str, ...], float]) -> list[str]:
        """Their items."""
        found = {item for _, agency, item in means if agency == self.agency}
        if self.block:
            return sorted(item for item in found if item.startswith(f"{self.title}: "))
        return [self.title] if self.title in found else []


def doubtful(study: Study, option: Scenario) -> Iterator[tuple[str, str, Doubt, Lines]]:
    """Agency, item, range and lines of every rate of the baseline or an option that has a range."""
    seen: set[tuple[str, str]] = set()
    for scenario in (option, study.baseline):
        for item in scenario.costs.values():
            assumed = item.riding_factor is not None and item.riding_factor.status == "assumed"
            doubt = range_of(study, item.rate, assumed)
            if doubt is not None and (item.agency, item.title) not in seen:
                seen.add((item.agency, item.title))
                yield item.agency, item.title, doubt, Lines(item.agency, item.title, False)
        for pay in scenario.oncall_pay.values():
            doubts = [one for money in pay.money().values() if (one := range_of(study, money))]
            if doubts and (pay.agency, pay.title) not in seen:
                seen.add((pay.agency, pay.title))
                widest = Doubt(min(one.low for one in doubts), max(one.high for one in doubts))
                yield pay.agency, pay.title, widest, Lines(pay.agency, pay.title, True)


def capital_items(study: Study) -> set[tuple[str, str]]:
    """Agency and item of the costs that are capital, which a business case holds by what is paid instead."""
    return {
        (item.agency, item.title)
        for scenario in study.scenarios
        for item in scenario.costs.values()
        if item.is_capital
    }


def range_of(study: Study, money: Money, assumed: bool = False) -> Doubt | None:
    """A rate's own range as multiples of it, or the study's for assumed rates; none where neither says one."""
    if money.low is not None and money.high is not None and money.value > 0:
        return Doubt(money.low / money.value, money.high / money.value)
    within = study.head.report.rates_within
    if within is None or not (assumed or money.status == "assumed"):
        return None
    return Doubt(1.0 - within.base, 1.0 + within.base)
