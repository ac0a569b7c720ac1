"""Table 12g: how far each option's cost could move with its rates, one at a time and all together."""

import pandas as pd

from results.figures.chance import ONE_REPLICATION, of_one, played_once
from results.figures.columns import cost_gap, dearer_or_cheaper
from results.figures.figure import Table
from results.figures.luck_and_rates import rate_span
from results.figures.reading import Gap
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    joined,
    named,
    pound_end,
    spread,
)
from results.pack import Option, Pack

MOST = 3


def rate_ranges(pack: Pack) -> Table:
    """A row an option: its difference in cost, the interval of luck, the range over rates, and what moves it most."""
    table = pack.rate_ranges
    rows, turned = [], []
    for option in pack.proposals:
        gap = cost_gap(pack, option)
        mine = table[(table["option"] == option.name).to_numpy(dtype=bool)]
        ends = rate_span(pack, option, gap)
        if ends is not None and ends[0] < 0.0 < ends[1]:
            turned.append(option)
        rows.append(
            (
                option.title,
                _cost(gap),
                spread(gap.low, gap.high, pound_end) if gap.has_interval else "one replication",
                between(*ends, pound_end) if ends is not None else "no rate in doubt",
                "; ".join(_words(mine)) or "–",
            )
        )
    return Table(
        "rate_ranges",
        "12g",
        _finding(pack, turned),
        "How far the cost of an option could move with its rates",
        (
            "Option",
            "Cost a year",
            "With other luck",
            "With other rates",
            "What each rate alone does, the largest first",
        ),
        tuple(rows),
        f"With other luck: {UNCERTAINTY}. With other rates: all rates in doubt at those ends of their ranges that make "
        "the option cheapest, or dearest, together; they are hardly all so at once. One at a time in the last "
        f"column. {pack.rates_within} Rates that are not in doubt, and what is counted, stay as they are. "
        f"{pack.region.attribution}".replace("  ", " "),
    )


def _cost(gap: Gap) -> str:
    """The difference in cost of a year; its interval has a column of its own."""
    if not gap.measured:
        return "not measured"
    said = dearer_or_cheaper(gap.difference)
    return said if gap.has_interval else of_one(said)


def _words(mine: pd.DataFrame) -> list[str]:
    """The rates that move an option's cost most, each with what it does."""
    order = mine["high_gbp_per_year"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    columns = ["item", "agency", "low_gbp_per_year", "high_gbp_per_year"]
    return [
        f"{item} ({agency}) {between(float(low), float(high), pound_end)}"
        for item, agency, low, high in mine.loc[order, columns].itertuples(index=False)
    ]


def _finding(pack: Pack, turned: list[Option]) -> str:
    if not len(pack.rate_ranges):
        return "No rate of what the options change has a declared range"
    if played_once(pack):
        return f"How far rates could move the cost: {ONE_REPLICATION}"
    gaps = {option: cost_gap(pack, option) for option in pack.proposals}
    unsure = [o for o, gap in gaps.items() if gap.has_interval and gap.low < 0.0 < gap.high]
    luck = f"; with other luck: {joined([named(o.title) for o in unsure])}" if unsure else ""
    if turned:
        names = joined([named(option.title) for option in turned])
        head = f"Of {counted(len(pack.proposals), 'option')}, with other rates dearer than now or cheaper: {names}"
        return f"{head}{luck}"
    if unsure:
        return f"No declared range of rates makes an option dearer than now that is cheaper, or the reverse{luck}"
    return "Over the declared ranges of the rates it stays clear whether an option is dearer or cheaper than now"
