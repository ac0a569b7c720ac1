"""Three sentences that a councillor understands in ten seconds, and how sure each one is."""

import math
from dataclasses import dataclass

import pandas as pd

from results.figures.columns import (
    cost_gap,
    dearer_or_cheaper,
    people_keys,
    response_column,
    sooner_or_later,
)
from results.figures.gainers import (
    Ground,
    crossing,
    ground,
    mostly_at,
    people_in,
    range_words,
)
from results.figures.money import settled
from results.figures.places import people_gap, places, study_place, whole_region
from results.figures.reading import Gap, reading_of
from results.figures.study_area import change_words, first_arrivals, local, local_gap
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    minutes,
    named,
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
    here = study_place(pack)
    rows, where = local(first_arrivals(pack), here), here.where
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
        f"{named(most.title)}"
    )
    if sooner and later:
        worst = _largest(later)
        says += f", but {sooner_or_later(later[worst].difference)} with {named(worst.title)}"
    unclear = len(gaps) - len(sooner) - len(later)
    ends = sorted(abs(end) for end in (gap.low, gap.high))
    sure = (
        f"between {minutes(ends[0])} and "
        f"{sooner_or_later(math.copysign(ends[1], gap.difference))}, "
        f"{UNCERTAINTY}"
    )
    if first := _smallest(pack, most):
        sure += f"; {first}"
    whole = response_column(pack, reading_of(pack), whole_region(pack)).gap(most)
    if whole.measured and here.title != pack.region.title:
        sure += f"; over the whole of {pack.region.title}: {change_words(whole)}"
    if unclear:
        sure += f"; no clear difference under {counted(unclear, 'option')}"
    return Headline(f"{says}.", f"{sure[0].upper()}{sure[1:]}.")


def _first(pack: Pack, rows: pd.DataFrame, option: Option) -> Gap:
    """The change in the study area, or over the region where single arrivals were not kept."""
    if len(rows):
        return local_gap(rows, option, pack.baseline)
    return response_column(pack, reading_of(pack), study_place(pack)).gap(option)


def _smallest(pack: Pack, option: Option) -> str:
    """The same in the smallest district, with its number of calls."""
    if len(pack.districts) < 2:
        return ""
    here = places(pack)[0]
    rows = local(first_arrivals(pack), here)
    gap = local_gap(rows, option, pack.baseline)
    calls = int((rows["scenario"] == option.name).sum())
    said = f"{here.where} itself, {change_words(gap)}"
    return f"{said}, on only {counted(calls, 'call')}" if gap.measured else ""


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
    says = f"{named(best.title)} brings about {people(enters)} people within {limit} of a fire engine"
    lost = moved[worst][1]
    if not lost:
        says += "; no option puts anybody outside"
    else:
        mask = crossing(there, worst, pack.baseline).leaves
        whose = "and puts" if worst is best else f"; {named(worst.title)} puts"
        says += f"{' ' if worst is best else ''}{whose} {people(lost)} outside, mostly at "
        says += mostly_at(pack, there, mask, 2)
    if enters or lost:
        says += f": a net {_signed(enters - moved[best][1])}"
    sure = f"{ZONES} {RANGE} {range_words(there, best, pack.baseline)}."
    here, keys = study_place(pack), people_keys(pack, "availability")
    gap = people_gap(reading_of(pack), best, pack.baseline, here, **keys)
    if gap.has_interval:
        ends = between(gap.low, gap.high, _signed)
        tail = f"{UNCERTAINTY} {ends}" if gap.low < gap.high else "the same in every replication"
        sure += (
            f" Weighted by the hours in which crews are there, the net change {here.where} is "
            f"{_signed(gap.difference)} ({tail})."
        )
    return Headline(f"{says}.", sure)


def _moves(pack: Pack, there: Ground, option: Option) -> tuple[float, float]:
    cross = crossing(there, option, pack.baseline)
    return people_in(there, cross.enters), people_in(there, cross.leaves)


def _signed(count: float) -> str:
    return signed(people(count), count)


RANGE = "If all times were up to a minute shorter or longer, the net would be"
ZONES = "Counted by the median of each small zone, which carries no interval."


def _money(pack: Pack) -> Headline:
    gaps = {o: gap for o in pack.proposals if (gap := cost_gap(pack, o)).measured and settled(gap)}
    if not gaps:
        return Headline("No option clearly changes what the services cost together.", "")
    cheap = min(gaps, key=lambda option: gaps[option].difference)
    dear = max(gaps, key=lambda option: gaps[option].difference)
    less = dearer_or_cheaper(gaps[cheap].difference)
    says = f"{named(cheap.title)} costs the agencies together {less} a year"
    if dear is not cheap and gaps[dear].difference > 0:
        says += f"; {named(dear.title)} costs {dearer_or_cheaper(gaps[dear].difference)}"
    gap = gaps[cheap]
    sure = "One replication, so no interval."
    if gap.has_interval:
        ends = between(gap.low, gap.high, lambda p: signed(thousands(p), p))
        sure = (
            f"{UNCERTAINTY[0].upper()}{UNCERTAINTY[1:]} {ends}; doubt about the rates is not in it."
        )
    return Headline(f"{says}.", sure)
