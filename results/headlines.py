"""Three sentences that a councillor understands in ten seconds, and how sure each one is."""

import math
from dataclasses import dataclass

import pandas as pd

from results.figures.gainers import Ground, crossing, ground, mostly_at, people_in
from results.figures.money import settled
from results.figures.reading import Gap, Reading
from results.figures.study_area import change_words, first_arrivals, local_gap, place
from results.figures.summary import (
    compared,
    cost_gap,
    dearer_or_cheaper,
    sooner_or_later,
)
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    minutes,
    people,
    signed,
    thousands,
)
from results.pack import Option, Pack


@dataclass(frozen=True)
class Headline:
    """What is found, and under it in small how sure that is."""

    says: str
    how_sure: str


def headlines(pack: Pack) -> tuple[Headline, Headline, Headline]:
    """Response, people, money: always these three, in this order."""
    return _response(pack), _people(pack), _money(pack)


def _response(pack: Pack) -> Headline:
    rows = first_arrivals(pack)
    where = place(pack)
    gaps = {o: gap for o in pack.proposals if (gap := _first(pack, rows, o)).measured}
    if not gaps:
        return Headline("How soon help arrives was not measured.", "")
    if not any(gap.has_interval for gap in gaps.values()):
        return Headline(
            "Nothing can be said yet on how soon help arrives: the study was played only once.",
            "One replication gives no interval.",
        )
    sooner = {o: gap for o, gap in gaps.items() if gap.clear and gap.difference < 0}
    later = {o: gap for o, gap in gaps.items() if gap.clear and gap.difference > 0}
    if not sooner and not later:
        return Headline(
            f"No option clearly changes how soon the first fire engine arrives {where}.",
            f"Every {UNCERTAINTY} interval includes no change.",
        )
    most = _largest(sooner or later)
    gap = gaps[most]
    says = (
        f"{where[0].upper()}{where[1:]} the first fire engine would come "
        f"{sooner_or_later(gap.difference)} on average with "
        f"“{most.title}”"
    )
    if sooner and later:
        worst = _largest(later)
        says += f", but {sooner_or_later(later[worst].difference)} with “{worst.title}”"
    unclear = len(gaps) - len(sooner) - len(later)
    ends = sorted(abs(end) for end in (gap.low, gap.high))
    sure = (
        f"between {minutes(ends[0])} and "
        f"{sooner_or_later(math.copysign(ends[1], gap.difference))}, "
        f"{UNCERTAINTY}"
    )
    whole = compared(pack, Reading(pack))[0].gap(most)
    if whole.measured and pack.focus is not None:
        sure += f"; over the whole of {pack.region.title}: {change_words(whole)}"
    if unclear:
        sure += f"; no clear difference under {counted(unclear, 'option')}"
    return Headline(f"{says}.", f"{sure[0].upper()}{sure[1:]}.")


def _first(pack: Pack, rows: pd.DataFrame, option: Option) -> Gap:
    """The change in the study area, or over the region where single arrivals were not kept."""
    if len(rows):
        return local_gap(rows, option, pack.baseline)
    return compared(pack, Reading(pack))[0].gap(option)


def _largest(gaps: dict[Option, Gap]) -> Option:
    return max(gaps, key=lambda option: abs(gaps[option].difference))


def _people(pack: Pack) -> Headline:
    there = ground(pack)
    if there is None or not pack.proposals:
        return Headline("Who comes inside the standard and who drops outside was not measured.", "")
    moved = {option: _moves(pack, there, option) for option in pack.proposals}
    limit = minutes(there.limit_s)
    best = max(moved, key=lambda option: moved[option][0] - moved[option][1])
    worst = max(moved, key=lambda option: moved[option][1])
    enters = moved[best][0]
    if not any(gained or lost for gained, lost in moved.values()):
        return Headline(f"No option moves anyone across the {limit} line.", ZONES)
    says = f"“{best.title}” brings about {people(enters)} people within {limit} of a fire engine"
    lost = moved[worst][1]
    if not lost:
        says += "; no option puts anybody outside"
    else:
        mask = crossing(there, worst, pack.baseline).leaves
        whose = "and puts" if worst is best else f"; “{worst.title}” puts"
        says += f"{' ' if worst is best else ''}{whose} {people(lost)} outside, mostly at "
        says += mostly_at(pack, there, mask, 2)
    gap = Reading(pack).gap(
        "people_within_standard", best.name, basis="availability", clock="from_call"
    )
    sure = ZONES
    if gap.has_interval:
        ends = between(gap.low, gap.high, lambda n: signed(people(n), n))
        tail = f"{UNCERTAINTY} {ends}" if gap.low < gap.high else "the same in every replication"
        sure += (
            f" Weighted by the hours in which crews are there, the net change is "
            f"{signed(people(gap.difference), gap.difference)} ({tail})."
        )
    return Headline(f"{says}.", sure)


def _moves(pack: Pack, there: Ground, option: Option) -> tuple[float, float]:
    cross = crossing(there, option, pack.baseline)
    return people_in(there, cross.enters), people_in(there, cross.leaves)


ZONES = "Counted by the median of each small zone, which carries no interval."


def _money(pack: Pack) -> Headline:
    gaps = {o: gap for o in pack.proposals if (gap := cost_gap(pack, o)).measured and settled(gap)}
    if not gaps:
        return Headline("No option clearly changes what the services cost together.", "")
    cheap = min(gaps, key=lambda option: gaps[option].difference)
    dear = max(gaps, key=lambda option: gaps[option].difference)
    less = dearer_or_cheaper(gaps[cheap].difference)
    says = f"“{cheap.title}” costs the agencies together {less} a year"
    if dear is not cheap and gaps[dear].difference > 0:
        says += f"; “{dear.title}” costs {dearer_or_cheaper(gaps[dear].difference)}"
    gap = gaps[cheap]
    sure = "One replication, so no interval."
    if gap.has_interval:
        ends = between(gap.low, gap.high, lambda p: signed(thousands(p), p))
        sure = (
            f"{UNCERTAINTY[0].upper()}{UNCERTAINTY[1:]} {ends}; doubt about the rates is not in it."
        )
    return Headline(f"{says}.", sure)
