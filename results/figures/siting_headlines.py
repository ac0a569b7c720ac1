"""The sentences on the cover of a siting: the best of each size, what it costs, and how far others are behind."""

from results.figures.headline import Headline
from results.figures.siting import how_likely
from results.figures.siting_costs import cost_in_short
from results.figures.siting_words import (
    behind_in_full,
    by_size,
    chance,
    objective_words,
    siting_of,
    size,
    unit_after,
    zone,
)
from results.figures.wording import UNCERTAINTY, counted, joined, sentence
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
        says += cost_in_short(pack, best)
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
            f"{counted(longest, 'replication')} at {found.confidence:g}. Intervals: {UNCERTAINTY}."
        )
        lines.append(Headline(says, sure))
    return tuple(lines)


def small(words: str) -> str:
    """Words as they stand in a sentence."""
    return words[:1].lower() + words[1:]
