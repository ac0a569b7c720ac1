"""What the options cost, and what that is worth over the years: the headlines of money, and how sure they are."""

from collections.abc import Iterator

from results.figures.business_case import case_finding
from results.figures.chance import NO_INTERVAL
from results.figures.columns import cost_gap, cost_runs, dearer_or_cheaper
from results.figures.fixed_cost import cost_of_one
from results.figures.foremost import PENNY, Foremost, least, most, names_of, not_told_from
from results.figures.headline import Headline
from results.figures.luck_and_rates import not_running, rate_span, rate_words, turns
from results.figures.money import not_ranked, settled
from results.figures.reading import Gap, replications
from results.figures.shown import left_out, no_costs
from results.figures.wording import UNCERTAINTY, joined, pound_end, sentence, short, spread
from results.pack import Option, Pack


def money_headline(pack: Pack) -> Headline:
    """What the agencies together pay more or less a year."""
    if why := no_costs(pack):
        return Headline("What it costs is not said.", why)
    measured = {o: gap for o in pack.proposals if (gap := cost_gap(pack, o)).measured}
    if measured and not any(gap.has_interval for gap in measured.values()):
        return Headline(cost_of_one(pack), NO_INTERVAL)
    gaps = {option: gap for option, gap in measured.items() if settled(gap)}
    gaps = {option: gap for option, gap in gaps.items() if option.ranked}
    apart = not_ranked(pack)
    if not gaps:
        says = "No option that is ranked clearly changes what the services cost together."
        if not apart:
            says = "No option clearly changes what the services cost together."
        return Headline(says, apart)
    found = _ranked(gaps, " that is ranked" if apart else "", pack)
    return Headline(found.says, f"{found.how_sure} {apart}".strip())


def case_headline(pack: Pack) -> Iterator[Headline]:
    """What it is worth over the years of the case, where there is one and luck leaves an interval."""
    if not left_out(pack, ("business_case",)) and len(pack.case_summary) and replications(pack) > 1:
        yield Headline(
            f"{case_finding(pack)}.", f"{pack.case_terms} Minutes and lives are not in it.".strip()
        )


def _ranked(gaps: dict[Option, Gap], which: str, pack: Pack) -> Headline:
    """The options whose costs are known whole, from the least dear to the dearest; `which` says if others are apart.

    Two that luck leaves level are told as such, and neither as the less dear.
    """
    runs = {option: cost_runs(pack, option) for option in gaps}
    low, high = least(runs, PENNY), most(runs, PENNY)
    cheap, dear = low.first, high.first
    no_saving = f"No option{which} clearly saves the agencies money: " * (
        gaps[cheap].difference > 0.5
    )
    told = [cheap] if dear in low.alike else [cheap, dear]
    apart = ""
    if dear in low.unclear:
        says = (
            f"together they pay {_a_year(pack, cheap, gaps[cheap])} with {names_of(low.alike)} and "
            f"{_a_year(pack, dear, gaps[dear])} with {names_of(high.alike)}, which cannot be told apart"
        )
        apart = f"; {not_told_from(low, pound_end)}"
    elif no_saving and dear not in low.alike:
        says = (
            f"together they pay {_a_year(pack, cheap, gaps[cheap])} with {_whose(low, 'less')}, up to "
            f"{_a_year(pack, dear, gaps[dear])} with {_whose(high, 'more')}"
        )
    else:
        together = "together they" if no_saving else "the agencies together"
        says = f"{together} pay {_a_year(pack, cheap, gaps[cheap])} with {_whose(low, 'less')}"
        told = [cheap]
        if dear not in low.alike and gaps[dear].difference > 0:
            told = [cheap, dear]
            says += f"; {_a_year(pack, dear, gaps[dear])} with {_whose(high, 'more')}"
    sure = "; ".join(f"{short(o.title)} {_how_sure_of_money(pack, o, gaps[o])}" for o in told)
    return Headline(
        f"{no_saving}{says}." if no_saving else f"{sentence(says)}.",
        f"{sentence(UNCERTAINTY)}: {sure}{apart}.",
    )


def _whose(found: Foremost[Option], way: str) -> str:
    """The options at one end, and those of which it cannot be told that they are not."""
    near = joined([short(option.title) for option in found.unclear])
    return f"{names_of(found.alike)}{f' (not clearly {way} than with {near})' if near else ''}"


def _a_year(pack: Pack, option: Option, gap: Gap) -> str:
    """A change of the yearly cost; what of it is no running cost, and whether its rates alone could turn it."""
    turned = "other rates could turn it" if turns(rate_span(pack, option, gap)) else ""
    more = "; ".join(words for words in (not_running(pack, option, gap), turned) if words)
    return f"{dearer_or_cheaper(gap.difference)} a year{f' ({more})' if more else ''}"


def _how_sure_of_money(pack: Pack, option: Option, gap: Gap) -> str:
    """The interval, and beside it what the rates could do, which luck does not know."""
    luck = (
        spread(gap.low, gap.high, pound_end) if gap.has_interval else "one replication, no interval"
    )
    rates = rate_words(pack, option, gap) or "no rate has a declared range"
    return f"{luck} ({rates})"
