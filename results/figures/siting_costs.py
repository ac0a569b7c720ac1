"""Table 17c: what each combination of places costs in a year, by agency, beside what it brings."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from results.figures.chance import of_one
from results.figures.columns import dearer_or_cheaper
from results.figures.figure import Table
from results.figures.luck_and_rates import luck_and_rates, rate_span
from results.figures.money import agencies, settled
from results.figures.once import once_a_pack
from results.figures.reading import Gap, Runs, gap_of
from results.figures.siting_words import (
    Row,
    beside,
    by_size,
    objective_words,
    siting_of,
    size,
    unit_after,
)
from results.figures.wording import (
    NOT_MEASURED,
    UNCERTAINTY,
    between,
    counted,
    joined,
    named,
    pound_end,
    sentence,
    spread,
)
from results.pack import Option, Pack

ALL = ""
"""Stands for all agencies together."""
LEAST_GBP, MOST_ITEMS = 0.5, 8
"""A smaller change is none; so many items that differ are named."""


@dataclass(frozen=True)
class YearlyCosts:
    """Cost a year of each scenario by agency (all together under `ALL`) and replication, £."""

    baseline: str
    by_scenario: dict[str, dict[str, Runs]]

    def change(self, scenario: str, agency: str = ALL, against: str = "") -> Gap:
        """The change against what the places are added to, or another combination, over what both were played."""
        ours, theirs = (self._runs(name, agency) for name in (scenario, against or self.baseline))
        return gap_of(ours, theirs)

    def _runs(self, scenario: str, agency: str) -> Runs:
        """An agency without an item in a run pays nothing in it."""
        mine = self.by_scenario.get(scenario, {})
        runs = mine.get(agency, {})
        return {number: runs.get(number, 0.0) for number in mine.get(ALL, {})}


@once_a_pack
def yearly_costs(pack: Pack) -> YearlyCosts:
    """The costs of every scenario that was simulated."""
    found: dict[str, dict[str, Runs]] = {}
    table = pack.costs
    if len(table):
        keys = ["scenario", "agency", "replication"]
        sums = table.groupby(keys, observed=True)["amount_gbp_per_year"].sum().reset_index()
        for scenario, agency, number, gbp in sums[[*keys, "amount_gbp_per_year"]].itertuples(
            index=False
        ):
            mine = found.setdefault(str(scenario), {})
            mine.setdefault(str(agency), {})[int(number)] = float(gbp)
            whole = mine.setdefault(ALL, {})
            whole[int(number)] = whole.get(int(number), 0.0) + float(gbp)
    return YearlyCosts(pack.baseline.name, found)


def moves(gap: Gap) -> bool:
    """Whether there is any change in any replication."""
    return (
        gap.measured
        and max(abs(x) for x in (gap.difference, gap.low, gap.high) if not math.isnan(x))
        >= LEAST_GBP
    )


def names_of(pack: Pack) -> list[str]:
    """The simulated combinations as the tables name them."""
    return [str(one["scenario"]) for _, part in by_size(siting_of(pack)) for one in part]


def payers(pack: Pack) -> list[str]:
    """The agencies whose cost differs with some combination."""
    costs, names = yearly_costs(pack), names_of(pack)
    return [
        agency
        for agency in agencies(pack)
        if any(moves(costs.change(name, agency)) for name in names)
    ]


def told_apart(pack: Pack) -> bool:
    """Whether the cost of any two combinations is clearly not the same."""
    if not len(pack.costs):
        return False
    costs, (first, *others) = yearly_costs(pack), names_of(pack)
    gaps = [costs.change(name, against=first) for name in others]
    return any(moves(gap) and settled(gap) for gap in gaps)


def cost_changes(pack: Pack) -> pd.DataFrame:
    """A row a combination and agency (`all` for them together): k, scenario, agency, difference, low, high, pairs."""
    costs = yearly_costs(pack)
    rows = []
    for k, part in by_size(siting_of(pack)):
        for one in part:
            for agency in (ALL, *(agencies(pack) if len(pack.costs) else ())):
                gap = costs.change(str(one["scenario"]), agency)
                if gap.measured:
                    ends = (gap.difference, gap.low, gap.high, gap.pairs)
                    rows.append((k, str(one["scenario"]), agency or "all", *ends))
    return pd.DataFrame(
        rows, columns=["k", "scenario", "agency", "difference", "low", "high", "pairs"]
    )


def siting_costs(pack: Pack) -> Table:
    """A row a combination that was simulated, the best of each size first."""
    found, who = siting_of(pack), payers(pack)
    several = who if len(who) > 1 else []
    rates = bool(len(pack.rate_ranges))
    rows = [row for _, part in by_size(found) for row in _rows(pack, part, several, rates)]
    return Table(
        "siting_costs",
        "17c",
        cost_finding(pack),
        "What each combination of places costs in a year, and what it brings",
        (
            "Places",
            "Which",
            f"{sentence(found.objective.split(', against')[0])}{unit_in(unit_after(found))}",
            "Cost a year, all agencies",
            *(sentence(agency) for agency in several),
            *(("With other rates",) if rates else ()),
            "Cost against the chosen one",
        ),
        tuple(rows),
        _note(pack, who),
    )


def unit_in(unit: str) -> str:
    """A unit in a heading."""
    return f",{unit}" if unit else ""


def _rows(
    pack: Pack, part: Sequence[Row], several: list[str], rates: bool
) -> Iterator[tuple[str, ...]]:
    found, costs, best = siting_of(pack), yearly_costs(pack), part[0]
    for one in part:
        name = str(one["scenario"])
        gap = costs.change(name)
        ends = rate_span(pack, as_option(one), gap)
        yield (
            str(one["k"]),
            joined(one["titles"]) if one is best else beside(one, best),
            objective_words(found, one),
            cost_words(gap),
            *(cost_words(costs.change(name, agency)) for agency in several),
            *((between(*ends, pound_end) if ends else "no rate in doubt",) if rates else ()),
            "chosen"
            if one is best
            else cost_words(costs.change(name, against=str(best["scenario"]))),
        )


def as_option(one: Row) -> Option:
    """A combination as what the shared words of money ask for."""
    return Option(str(one["scenario"]), joined(one["titles"]), "", ())


def cost_words(gap: Gap) -> str:
    """A change of cost and its interval; unclear where that holds nought."""
    if not gap.measured:
        return NOT_MEASURED
    said = dearer_or_cheaper(gap.difference)
    if not gap.has_interval:
        return of_one(said)
    if not moves(gap):
        return "no change"
    return f"{said if settled(gap) else 'unclear'} ({spread(gap.low, gap.high, pound_end)})"


def _note(pack: Pack, who: list[str]) -> str:
    found = siting_of(pack)
    only = f" Only the cost of the {who[0]} service differs." if len(who) == 1 else ""
    once = (
        " Sums that the study pays once are of its options and not of candidates: they are in no combination."
        if found.paid_once
        else ""
    )
    return (
        f"Cost a year as the study's items and rates give it, against “{pack.baseline.title}”, over the replications "
        f"that both have, paired, with {UNCERTAINTY}.{only}{_items(pack)}{once}"
        + (f" With other rates: all rates in doubt at those ends of their ranges that make a combination cheapest, or "
           f"dearest, together. {pack.rates_within}" if len(pack.rate_ranges) else "")
        + f" {pack.assumed_cost} {pack.region.attribution}"
    ).replace("  ", " ")  # fmt: skip


def _items(pack: Pack) -> str:
    """What of the yearly cost differs with some combination, in a sentence."""
    if not len(pack.costs):
        return ""
    found = differing_items(pack)
    if not found:
        return " No declared item of cost differs with any combination."
    named_ones = [f"{item.replace('_', ' ')} ({agency})" for agency, item in found[:MOST_ITEMS]]
    more = len(found) - len(named_ones)
    rest = [counted(more, "other item")] if more else []
    return f" What differs: {joined([*named_ones, *rest])}."


def differing_items(pack: Pack) -> list[tuple[str, str]]:
    """Agency and item of what differs from what the places are added to, the largest change first."""
    table = pack.costs
    keys = ["agency", "item", "scenario", "replication"]
    sums = table.groupby(keys, observed=True)["amount_gbp_per_year"].sum()
    each = sums.unstack(["scenario", "replication"]).fillna(0.0)  # noqa: PD010
    before = each[pack.baseline.name]
    changes = {}
    for name in names_of(pack):
        both = each[name].columns.intersection(before.columns)
        changes[name] = each[name][both].sub(before[both]).mean(axis=1)
    most = pd.DataFrame(changes).abs().max(axis=1)
    order = most[most >= LEAST_GBP].sort_values(ascending=False, kind="stable")
    return [(str(agency), str(item)) for agency, item in order.index]


def cost_finding(pack: Pack) -> str:
    """What the best of each size costs, and whether another of its size is clearly cheaper."""
    found, costs = siting_of(pack), yearly_costs(pack)
    if not len(pack.costs):
        return "Costs were not counted for any combination"
    parts, cheaper = [], []
    if not any(moves(costs.change(name)) for name in names_of(pack)):
        return (
            f"The cost a year is the same with every combination as with {named(pack.baseline.title)}, in the items "
            "that the study counts"
        )
    for k, part in by_size(found):
        parts.append(f"the best {size(k)}{so_far(part[0])} {change_in_words(pack, part[0], k)}")
        number = len(cheaper_than_best(pack, part))
        cheaper += [f"{number} of {len(part) - 1} others of {size(k)}"] if number else []
    several = any(len(part) > 1 for _, part in by_size(found))
    tail = "; no other combination of the same size is clearly cheaper" if several else ""
    if cheaper:
        tail = f"; clearly cheaper than the best of the same size: {joined(cheaper)}"
    return f"Against {named(pack.baseline.title)}, {', '.join(parts)}{tail} ({UNCERTAINTY})"


def so_far(best: Row) -> str:
    """What stands after "best six" where the procedure has not decided."""
    return "" if best["decided"] else " so far"


def change_in_words(pack: Pack, one: Row, places: int = 1) -> str:
    """What so many places cost, in the words of a sentence: "cost £45k more a year (£44k to £46k)"."""
    s, have = ("s", "has") if places == 1 else ("", "have")
    gap = yearly_costs(pack).change(str(one["scenario"]))
    if not gap.measured:
        return f"{have} no cost that was counted"
    if not moves(gap):
        return f"cost{s} the same a year"
    how = luck_and_rates(pack, as_option(one), gap)
    if not settled(gap):
        return f"make{s} no clear difference to the cost a year ({how})"
    return f"cost{s} {dearer_or_cheaper(gap.difference)} a year ({how})"


def cheaper_than_best(pack: Pack, part: Sequence[Row]) -> list[Row]:
    """The combinations of one size that clearly cost less than the best."""
    costs, best = yearly_costs(pack), str(part[0]["scenario"])
    gaps = [(one, costs.change(str(one["scenario"]), against=best)) for one in part[1:]]
    return [one for one, gap in gaps if gap.difference < 0 and moves(gap) and settled(gap)]
