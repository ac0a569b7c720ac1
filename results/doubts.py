"""How sure the findings are, and what would reverse them, in sentences made from the numbers."""

from collections.abc import Iterator

import numpy as np

from results.figures.bid_check import amount, rows_of_bid, text
from results.figures.chance import nothing_yet, played_once
from results.figures.columns import cost_gap
from results.figures.gainers import crossing, ground, net_range, people_in, range_words
from results.figures.intervals import shrinking
from results.figures.luck_and_rates import rate_span
from results.figures.main_measure import main_measure
from results.figures.reading import replications
from results.figures.recorded import met_and_held, recorded_figures
from results.figures.references import see
from results.figures.replications import Seen, enough, seen
from results.figures.sources import shares
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    named,
    pound_end,
    short,
    spread,
)
from results.pack import Option, Pack
from results.plain_words import LEAD_IN

NEAR_TURN = 0.5
"""A switching value within half of the line's own size is told as near."""
MOST_TOLD = 3


def how_sure(pack: Pack) -> tuple[str, ...]:
    """Luck, assumed inputs and the record, each in a paragraph: they are three different doubts."""
    return (
        f"Luck.{LEAD_IN}{' '.join(_luck(pack))}",
        f"Assumed inputs.{LEAD_IN}{' '.join(_inputs(pack))}",
        f"The record.{LEAD_IN}{_record(pack)}",
    )


def _luck(pack: Pack) -> Iterator[str]:
    played = replications(pack)
    if played < 2:
        yield "The study was played once: there is no interval, and no difference here is a finding."
        return
    found = [one for one in seen(pack) if one.spread and not one.few]
    clear = sum(one.clear for one in found)
    if found:
        yield (
            f"Over {counted(played, 'replication')}, {clear} of "
            f"{counted(len(found), 'difference')}{see(pack, 'summary', ' in ')} that vary "
            f"{'is' if clear == 1 else 'are'} clear ({UNCERTAINTY})."
        )
    main = main_measure(pack)
    spans = shrinking(main) if main else []
    if main and spans and main.of == "difference":
        most = max(one.smallest for one in spans)
        yield (
            f"In the {main.title}, a true change smaller than {main.say(most)} could have been missed: "
            f"where no difference "
            "is shown, there may still be one of that size."
        )
    yield "These intervals are of other days of the same kind; they know nothing of what is assumed."


def _inputs(pack: Pack) -> Iterator[str]:
    yield f"{shares(pack.sources)}."
    if pack.assumed_cost:
        yield pack.assumed_cost
    ranges = list(_money_ranges(pack))
    if ranges:
        yield f"With other rates of cost, within their declared ranges: {'; '.join(ranges)}."
    on_paper = list(_paper_ranges(pack))
    if on_paper:
        yield f"Over the assumed inputs of the study's sweep: {'; '.join(on_paper)}."
    if not ranges and not on_paper:
        yield (
            "This study declares no range for any of them, so that nothing here says how far the answers "
            "move with them; a "
            "sweep would."
        )


def _money_ranges(pack: Pack) -> Iterator[str]:
    """Each option's difference in cost over all rates, beside the interval of luck."""
    for option, low, high in _over_rates(pack):
        gap = cost_gap(pack, option)
        luck = f" (luck alone: {spread(gap.low, gap.high, pound_end)})" if gap.has_interval else ""
        yield f"{short(option.title)} {between(low, high, pound_end)} a year{luck}"


def _over_rates(pack: Pack) -> Iterator[tuple[Option, float, float]]:
    for option in pack.proposals:
        ends = rate_span(pack, option, cost_gap(pack, option))
        if ends is not None:
            yield option, *ends


def _paper_ranges(pack: Pack) -> Iterator[str]:
    """Published figures of which the sweep moves the model's answer on paper."""
    for row in rows_of_bid(pack):
        low, high = row.get("range_low", np.nan), row.get("range_high", np.nan)
        if known(low) and known(high) and low < high:
            unit = str(row["unit"])
            yield f"{text(row['figure'])} {amount(float(low), unit)} to {amount(float(high), unit)}"


def _record(pack: Pack) -> str:
    found = recorded_figures(pack)
    if not found:
        return (
            "The study gives no recorded figure to hold the model against: differences between options may "
            "be right where "
            "levels are not, but nothing here shows it."
        )
    return (
        f"Of {counted(len(found), 'published figure')} held against the model, {met_and_held(found)}"
        f"{see(pack, 'recorded', ' (', ')')}. A model that misses a level may still be right on a difference, "
        "and the other way about."
    )


def what_would_reverse(pack: Pack) -> tuple[str, ...]:
    """What would turn a finding round: rates, single lines, a minute of all times, more replications."""
    if not pack.proposals:
        return ()
    if played_once(pack):
        return (f"{nothing_yet('what would turn a finding')} There is none to turn.",)
    found = [*_rates_that_turn(pack), *_lines_that_turn(pack), *_a_minute(pack), *_more_runs(pack)]
    return tuple(found) or (_nothing_turns(pack),)


def _nothing_turns(pack: Pack) -> str:
    """That nothing turns a finding, with what there was to look at."""
    lacks = "The study declares no ranges of rates and no business case."
    if ground(pack) is None:
        return f"Nothing could be looked at that might turn a finding. {lacks}"
    return f"A minute of all times turns no finding. Nothing else could be looked at: {lacks}"


def _rates_that_turn(pack: Pack) -> Iterator[str]:
    ranges = list(_over_rates(pack))
    turned = [option for option, low, high in ranges if low < 0.0 < high]
    if turned:
        yield (
            f"Rates of cost.{LEAD_IN}Within their declared ranges these could be dearer than now or cheaper: "
            f"{joined([named(option.title) for option in turned])}."
        )
    elif ranges:
        yield (
            f"Rates of cost.{LEAD_IN}Within their declared ranges it stays clear which options are dearer "
            "than now and which cheaper than now."
        )


def _lines_that_turn(pack: Pack) -> Iterator[str]:
    """The single lines nearest to turning the economic case."""
    table = pack.switching
    if not len(table):
        return
    titles = {option.name: option for option in pack.proposals if option.ranked}
    near = sorted(
        (abs(float(change)), str(name), f"{item} ({agency})", float(change))
        for name, item, agency, change in table[
            ["option", "item", "agency", "switching_change"]
        ].itertuples(index=False)
        if name in titles and known(float(change)) and abs(float(change)) <= NEAR_TURN
    )
    said = [
        f"{item} by {'+' if change > 0 else '−'}{size:.0%} ({short(titles[name].title)})"
        for size, name, item, change in near[:MOST_TOLD]
    ]
    yield (
        f"The business case.{LEAD_IN}To come to nought one line alone would have to change: {'; '.join(said)}."
        if said
        else f"The business case.{LEAD_IN}No single line turns it by changing up to {NEAR_TURN:.0%}."
    )


def _a_minute(pack: Pack) -> Iterator[str]:
    """Whether a minute on all times turns the net count of people."""
    there = ground(pack)
    if there is None:
        return
    turned = []
    for option in pack.proposals:
        cross = crossing(there, option, pack.baseline)
        net = people_in(there, cross.enters) - people_in(there, cross.leaves)
        low, high = net_range(there, option, pack.baseline)
        if net and low < 0.0 < high:
            turned.append(f"{short(option.title)} ({range_words(there, option, pack.baseline)})")
    if turned:
        yield (
            f"A minute.{LEAD_IN}Were all times a minute shorter or longer, the net number of people within the "
            "standard could turn "
            f"with {joined(turned)}."
        )


def _more_runs(pack: Pack) -> Iterator[str]:
    """Differences that are not clear and might become so."""
    unsure = [
        one for one in seen(pack) if not one.gap.clear and enough(one).startswith(("about", "more"))
    ]
    if unsure:
        yield (
            f"More replications.{LEAD_IN}{counted(len(unsure), 'difference')} not yet clear: "
            f"{'; '.join(_few(pack, unsure))}."
        )


def _few(pack: Pack, unsure: list[Seen]) -> list[str]:
    told = [
        f"{one.column.heading.replace(chr(10), ' ')}, {short(one.option.title)} ({enough(one)})"
        for one in unsure[:MOST_TOLD]
    ]
    rest = len(unsure) - len(told)
    return [*told, f"and {rest} more{see(pack, 'replications', ' in ')}"] if rest else told
