"""What the options do, for whom and at what cost, in plain sentences made from the numbers.

A difference whose interval holds nought is never told as one; it is named among those that cannot be told.
"""

import re
from collections.abc import Iterator

from results.figures.chance import (
    NO_INTERVAL,
    ONE_REPLICATION,
    by_chance,
    nothing_yet,
    played_once,
)
from results.figures.clear_changes import tested
from results.figures.columns import (
    Column,
    cost_gap,
    dearer_or_cheaper,
)
from results.figures.fixed_cost import cost_of_one
from results.figures.frontier import verdict, who_beats
from results.figures.gainers import Ground, crossing, ground, mostly_at, people_in
from results.figures.judged import judged_by
from results.figures.luck_and_rates import not_running, rate_words
from results.figures.money import agencies, agency_gap, settled
from results.figures.other_services import shown_columns
from results.figures.outcomes import lives_words
from results.figures.reading import Gap, first_to_arrive, replications
from results.figures.references import see
from results.figures.value import NO_RATE, elsewhere
from results.figures.wording import (
    UNCERTAINTY,
    counted,
    joined,
    minutes,
    named,
    people,
    pound_end,
    pounds,
    sentence,
    short,
    spread,
)
from results.gains_and_losses import but_in_parts, who_gains
from results.pack import Option, Pack

NOTHING = "there is no option to compare"
LEAD_IN = "\t"
"""After the words that a paragraph begins with in bold."""
CALLS = re.compile(r" \((only )?[\d,]+ calls?\)")
MOST_TOLD = 3
TOLD_APART = 500.0
"""Pounds a year: what an agency pays more or less is told from here on."""


def plain_words(pack: Pack) -> tuple[str, ...]:
    """What changes, who gains and who loses, what it costs, each option in a paragraph of its own."""
    if not pack.proposals:
        only = f"Only “{pack.baseline.title}” was played: {NOTHING}, and nothing here is a gain or a loss."
        return (only,)
    lives = lives_words(pack)
    told = (f"Lives.{LEAD_IN}{sentence(lives)}.",) if lives else ()
    return (*_changes(pack), *_people(pack), *told, *_costs(pack))


def _changes(pack: Pack) -> Iterator[str]:
    """For each option what is clearly better, clearly worse, and what cannot be told."""
    columns = [c for c in shown_columns(pack) if c.say is not pounds]
    if not columns:
        return
    if played_once(pack):
        yield f"What changes.{LEAD_IN}{nothing_yet('what changes')} {NO_INTERVAL}"
        return
    told: dict[str, list[Option]] = {}
    for option in pack.proposals:
        told.setdefault(_one(pack, columns, option), []).append(option)
    yield (
        f"What changes.{LEAD_IN}Each option against “{pack.baseline.title}”; clear is what the interval "
        f"tells from no change "
        f"({UNCERTAINTY}){see(pack, 'summary', ', and ', ' has the intervals')}."
    )
    for words, options in told.items():
        yield f"{sentence(joined([named(option.title) for option in options]))}.{LEAD_IN}{sentence(words)}."


def _one(pack: Pack, columns: list[Column], option: Option) -> str:
    """One option's clear changes in words."""
    gaps = [(c, c.gap(option)) for c in columns if not c.too_few(option)]
    parts = []
    for way, words in ((1, "clearly better"), (-1, "clearly worse")):
        some = [f"{_title(c)} ({c.say_gap(g.difference)})" for c, g in gaps if c.way(option) == way]
        if some:
            parts.append(f"{words}: {'; '.join(some)}")
    unsure = [
        f"{_title(c)}{but_in_parts(pack, option, _title(c))}"
        for c, g in gaps
        if g.measured and not c.way(option) and not _same(c, g)
    ]
    if unsure:
        parts.append(f"not told from no change: {'; '.join(unsure)}")
    few = [
        f"{_title(c)} ({why})"
        for c in columns
        if (why := c.too_few(option)) and c.gap(option).measured
    ]
    if few:
        parts.append(f"too few calls to tell: {'; '.join(few)}")
    return (
        ". ".join(sentence(part) if place else part for place, part in enumerate(parts))
        or "no change in what is compared"
    )


def _same(column: Column, gap: Gap) -> bool:
    """Whether nothing changed in any replication, or nothing that is worth a word."""
    return gap.difference == 0.0 or (column.trifling(gap) and gap.clear)


def _title(column: Column) -> str:
    """What a column is of, without how many calls it rests on."""
    return CALLS.sub("", column.heading.replace("\n", " "))


def _people(pack: Pack) -> Iterator[str]:
    """Who clearly gains and loses at every service's calls and by place, then who crosses the line by usual times."""
    several = replications(pack) > 1
    yield (
        f"Who gains, who loses.{LEAD_IN}"
        + (
            "At the calls of every service, over the region, its districts and kinds of ground, what is clear "
            f"({UNCERTAINTY}); the worse first. Of {counted(tests, 'distinct comparison')} {by_chance(tests)} would "
            "differ by chance alone."
            if several and (tests := tested(pack))
            else f"By place and service: {ONE_REPLICATION if not several else 'nothing was compared'}."
        )
    )
    told: dict[str, list[Option]] = {}
    for option in pack.proposals if several else ():
        told.setdefault(who_gains(pack, option), []).append(option)
    for words, options in told.items():
        names = joined([named(option.title) for option in options])
        said = words or "nobody clearly gains or loses at any service’s calls"
        yield f"{sentence(names)}.{LEAD_IN}{sentence(said)}."
    yield from _over_the_line(pack)


def _over_the_line(pack: Pack) -> Iterator[str]:
    """Who comes inside the standard and who drops outside, option by option, by each zone's median."""
    there = ground(pack)
    if there is None:
        return
    if played_once(pack):
        limit = minutes(there.limit_s)
        yield f"Who crosses {limit}.{LEAD_IN}{nothing_yet(f'who crosses {limit}')}"
        return
    moved = [(option, _crossers(pack, there, option)) for option in pack.proposals]
    still = [option for option, words in moved if not words]
    limit, who = minutes(there.limit_s), first_to_arrive(pack)
    yield (
        f"Who crosses {limit}.{LEAD_IN}People are counted by the usual (median) time of {who} in each small zone, so "
        "these counts carry no interval."
    )
    for option, words in moved:
        if words:
            yield f"{sentence(named(option.title))}.{LEAD_IN}{sentence(words)}."
    if still:
        names = (
            "any option" if len(still) == len(moved) else joined([short(o.title) for o in still])
        )
        yield f"Nobody’s usual time of {who} over the whole week crosses {limit} with {names}."


def _crossers(pack: Pack, there: Ground, option: Option) -> str:
    cross = crossing(there, option, pack.baseline)
    enters, leaves = people_in(there, cross.enters), people_in(there, cross.leaves)
    parts = []
    if enters:
        where = mostly_at(pack, there, cross.enters, 2)
        parts.append(
            f"about {people(enters)} people come within {minutes(there.limit_s)}, mostly at {where}"
        )
    if leaves:
        where = mostly_at(pack, there, cross.leaves, 2)
        parts.append(f"{people(leaves)} drop outside, mostly at {where}")
    return " and ".join(parts)


def _costs(pack: Pack) -> Iterator[str]:
    """Each option's clear change in the yearly cost, and which agencies it falls on."""
    if not len(pack.costs):
        return
    if played_once(pack):
        yield f"What it costs.{LEAD_IN}{cost_of_one(pack)}"
        return
    clear = {
        o: g for o in pack.proposals if settled(g := cost_gap(pack, o)) and round(g.difference)
    }
    unclear = [short(option.title) for option in pack.proposals if option not in clear]
    yield (
        f"What it costs.{LEAD_IN}The agencies’ cost a year together, of the items that the study lists, "
        "then who pays."
    )
    for option, gap in clear.items():
        yield f"{sentence(named(option.title))}.{LEAD_IN}{_cost(pack, option, gap)}."
    if unclear:
        yield f"No clear change of the cost with {joined(unclear)}."


def _cost(pack: Pack, option: Option, gap: Gap) -> str:
    """A change of the yearly cost, its interval, and the agencies that it falls on."""
    shares = [
        f"{agency} {dearer_or_cheaper(mine.difference)}"
        for agency in agencies(pack)
        if settled(mine := agency_gap(pack, option, agency)) and abs(mine.difference) >= TOLD_APART
    ]
    luck = "one replication, no interval"
    if gap.has_interval:
        luck = spread(gap.low, gap.high, pound_end)
    rates = rate_words(pack, option, gap)
    ends = f"{luck}; {rates}" if rates else luck
    who = f": {', '.join(shares)}" if shares else ""
    not_whole = f"; not the whole cost, as {option.costs_incomplete}" * bool(
        option.costs_incomplete
    )
    part = not_running(pack, option, gap)
    more = f"{part}; {ends}" if part else ends
    return f"{dearer_or_cheaper(gap.difference)} a year ({more}){who}{not_whole}"


def alternatives(pack: Pack) -> tuple[str, ...]:
    """What was considered, what another option beats, and what else the money would have bought."""
    if not pack.proposals:
        return ()
    context = [named(option.title) for option in pack.proposals if option.context]
    beside = (
        f"; {joined(context)} {'is' if len(context) == 1 else 'are'} context and no choice"
        * bool(context)
    )
    found = [
        f"Considered.{LEAD_IN}{sentence(counted(len(pack.proposals), 'option'))} against “{pack.baseline.title}”"
        f"{beside}. What was not declared in the study was not considered.",
        *_beaten(pack),
    ]
    bought = [
        f"{named(option.title)}: {words}"
        for option in sorted(pack.proposals, key=lambda one: -cost_gap(pack, one).difference)
        if len(pack.costs) and (words := elsewhere(pack, option)) not in ("–", NO_RATE)
    ]
    if bought:
        more = see(pack, "value_for_money", " The others are in ", ".")
        more = more if len(bought) > MOST_TOLD else ""
        found.append(
            f"What else the money would have bought.{LEAD_IN}At the study’s own rates, in the order of the mean cost. "
            f"{'. '.join(map(sentence, bought[:MOST_TOLD]))}.{more} What that would do for response is only "
            f"known where an "
            "option plays it."
        )
    return tuple(found)


def _beaten(pack: Pack) -> Iterator[str]:
    """Options that another beats on cost and response together."""
    judged = judged_by(pack)
    if not len(pack.costs) or not judged:
        return
    if played_once(pack):
        yield f"On cost and response together.{LEAD_IN}{nothing_yet('which option another beats')}"
        return
    found = who_beats(pack, judged)
    said = {option: verdict(pack, judged, found, option) for option in pack.proposals}
    lost = [
        f"{short(o.title)} is {words}"
        for o, words in said.items()
        if "beaten by" in words and words != "beaten by none"
    ]
    on = joined([one.title[:1].lower() + one.title[1:] for one in judged])
    yield (
        f"On cost and response together.{LEAD_IN}{sentence('; '.join(lost))}. Judged by: {on}."
        if lost
        else f"On cost and response together.{LEAD_IN}No ranked option is beaten by another. Judged by: {on}."
    )
