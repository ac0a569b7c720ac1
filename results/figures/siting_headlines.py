"""The sentences on the cover of a siting: the best of each size, what it costs, and how far others are behind."""

from results.figures.columns import dearer_or_cheaper
from results.figures.headline import Headline
from results.figures.luck_and_rates import NO_RANGE, not_running, rate_span, rate_words
from results.figures.money import settled
from results.figures.reading import Gap
from results.figures.siting import how_likely
from results.figures.siting_costs import ALL, as_option, moves, payers, yearly_costs
from results.figures.siting_words import (
    Row,
    behind_in_full,
    by_size,
    chance,
    objective_words,
    siting_of,
    size,
    unit_after,
    zone,
)
from results.figures.wording import UNCERTAINTY, counted, joined, named, pound_end, sentence, spread
from results.pack import Pack


def siting_headlines(pack: Pack) -> tuple[Headline, ...]:
    """The best of each size with what it costs, and how far what the study names is behind it."""
    found = siting_of(pack)
    lines = []
    for k, part in by_size(found):
        best = part[0]
        of = f"of {found.candidates}"
        which = f"place {of} is" if k == 1 else f"{size(k)} {of} places are"
        lead = "The best" if best["decided"] else "Not decided: so far the best"
        value = f"{objective_words(found, best)}{unit_after(found)}"
        says = f"{lead} {which} {joined(best['titles'])}: {value} in {small(found.objective)}."
        says += cost_says(pack, best)
        for one in part:
            if one["asked"] and not one["chosen"]:
                says += f" {sentence(str(one['asked']))}: {behind_in_full(found, one)}."
        how = "settled" if best["decided"] else "not settled"
        longest = max(int(one["replications"]) for one in part)
        near = (
            f", and within {zone(found)} of the best with {chance(best['probability_near_best'])}"
        )
        sure = (
            f"{sentence(how_likely(best, len(part)))}{near if len(part) > 1 else ''}; {how} after "
            f"{counted(longest, 'replication')} at {found.confidence:g}. {cost_sure(pack, best)}"
            f"Intervals: {UNCERTAINTY}."
        )
        lines.append(Headline(says, sure))
    return tuple(lines)


def small(words: str) -> str:
    """Words as they stand in a sentence."""
    return words[:1].lower() + words[1:]


def cost_says(pack: Pack, best: Row) -> str:
    """What the best combination costs, and who pays, as a further sentence; nothing where no costs were counted."""
    gap, k = cost_of(pack, best), int(best["k"])
    if not gap.measured:
        return ""
    who, s = ("It", "s") if k == 1 else ("They", "")
    today = named(pack.baseline.title)
    if not moves(gap):
        return f" In the items counted {who.lower()} cost{s} the same a year as {today}."
    if not settled(gap):
        return f" {who} make{s} no clear difference to the cost a year against {today}."
    more = "; ".join(
        words
        for words in (not_running(pack, as_option(best), gap), turned(pack, best, gap))
        if words
    )
    said = f"{dearer_or_cheaper(gap.difference)} a year{f' ({more})' if more else ''}"
    return f" {who} cost{s} the agencies together {said} against {today}{whose(pack, best)}."


def cost_of(pack: Pack, best: Row, agency: str = ALL) -> Gap:
    """A combination's change of cost."""
    return yearly_costs(pack).change(str(best["scenario"]), agency)


def turned(pack: Pack, best: Row, gap: Gap) -> str:
    """That the rates in doubt could turn a change of cost, where they could."""
    ends = rate_span(pack, as_option(best), gap)
    return "other rates could turn it" if ends and ends[0] < 0.0 < ends[1] else ""


def whose(pack: Pack, best: Row) -> str:
    """What each agency pays, where several pay something else than before."""
    gaps = {agency: cost_of(pack, best, agency) for agency in payers(pack)}
    paid = {agency: gap for agency, gap in gaps.items() if moves(gap) and settled(gap)}
    said = [f"{agency} {dearer_or_cheaper(gap.difference)}" for agency, gap in paid.items()]
    return f": {joined(said)}" if len(said) > 1 else ""


def cost_sure(pack: Pack, best: Row) -> str:
    """The interval of that, and beside it what the rates could do, which luck does not know."""
    gap = cost_of(pack, best)
    if not gap.has_interval or not moves(gap):
        return ""
    rates = rate_words(pack, as_option(best), gap) or NO_RANGE
    return f"Cost: {spread(gap.low, gap.high, pound_end)}; {rates}. "
