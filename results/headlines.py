"""Three or four sentences that a councillor understands in ten seconds, and how sure each one is."""

import math
from collections.abc import Iterator
from functools import partial

import pandas as pd

from results.figures.columns import (
    cost_gap,
    dearer_or_cheaper,
    people_keys,
    point_end,
    points,
    response_column,
    sooner_or_later,
)
from results.figures.conveying import compared as conveying_options
from results.figures.conveying import itself, patients, year_of
from results.figures.gainers import (
    Ground,
    crossing,
    ground,
    mostly_at,
    people_in,
    range_words,
)
from results.figures.headline import Headline
from results.figures.money import not_ranked, settled
from results.figures.own_gain import RunsOf, is_own
from results.figures.places import people_gap, study_place, told_places, whole_region
from results.figures.reading import Gap, first_to_arrive, reading_of
from results.figures.shown import no_costs, no_fire_cover, no_standard
from results.figures.study_area import (
    change_words,
    first_arrivals,
    local,
    local_gap,
    mean_by_replication,
)
from results.figures.wording import (
    FEW_CALLS,
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    minutes,
    named,
    people,
    sentence,
    short,
    signed,
    thousands,
)
from results.pack import Option, Pack
from results.police_headline import police_headline
from results.services_headline import services_headline


def headlines(pack: Pack) -> tuple[Headline, ...]:
    """Patients, where fire crews convey any; then response, people, money, always in this order."""
    found = (police_headline(pack), services_headline(pack))
    said = (Headline(*one) for one in found if one)
    return *_patients(pack), *said, _response(pack), _people(pack), _money(pack)


def _patients(pack: Pack) -> Iterator[Headline]:
    """What it does for patients that fire crews convey, and to the cover of their stations' grounds meanwhile."""
    told = conveying_options(pack)[:2]
    reading, (times, year) = reading_of(pack), year_of(pack)
    if not told:
        return
    says, sure = [], []
    for option in told:
        late = itself(reading.runs("next_pump_delay_s", option.name))
        hours = reading.value("ambulance_hours_released", option.name) * times
        net = reading.value("ambulance_hours_released_net", option.name) * times
        says.append(
            f"under {named(option.title)} fire crews take about {patients(pack, option):,.0f} patients {year} to "
            f"hospital, which frees about {hours:,.0f} ambulance hours{less_clinicians(net)}; while they are away the "
            f"next fire engine would come {minutes(late.difference)} later on their own ground"
        )
        ends = f": later by {between(late.low, late.high, minutes)}" if late.has_interval else ""
        shares = [
            f"{standard.title}: {_points(gap)}"
            for standard in pack.standards
            if standard.service == "ambulance"
            and (
                gap := reading.gap("within_standard", option.name, standard=standard.name)
            ).measured
        ]
        sure.append(f"{short(option.title)}{ends}; {'; '.join(shares)}")
    yield Headline(
        f"{'. '.join(map(sentence, says))}.", f"{sentence(UNCERTAINTY)}: {'. '.join(sure)}."
    )


def less_clinicians(net: float) -> str:
    """What is left of ambulance hours released when clinicians who come by car are taken off."""
    return f" ({net:,.0f} net of clinicians by car)" if known(net) else ""


def _points(gap: Gap) -> str:
    """A difference of shares in points, with its interval."""
    ends = between(gap.low, gap.high, point_end) if gap.has_interval else "one replication"
    return f"{points(gap.difference)} ({ends})"


def _response(pack: Pack) -> Headline:
    if why := no_standard(pack):
        return Headline("How soon help arrives has no headline.", f"{why} {IN_MEASURES}")
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
    own = {o: gap for o, gap in gaps.items() if is_own(pack, o, gap, _runs_of(pack, rows))}
    sooner = {o: gap for o, gap in own.items() if gap.difference < 0}
    later = {o: gap for o, gap in own.items() if gap.difference > 0}
    if not sooner and not later:
        sure = f"Every {UNCERTAINTY} interval includes no change"
        if borrowed := [named(option.title) for option, gap in gaps.items() if gap.clear]:
            sure += (
                f", but for {joined(borrowed)}, no clearer than what it is built on: perhaps luck"
            )
        return Headline(
            f"No option clearly changes how soon {first_to_arrive(pack)} arrives {where}.",
            f"{sure}.",
        )
    most = _largest(sooner or later)
    says = (
        f"{sentence(where)} {first_to_arrive(pack)} would come "
        f"{sooner_or_later(gaps[most].difference)} on average with {named(most.title)}"
    )
    if sooner and later:
        worst = _largest(later)
        says += f", but {sooner_or_later(later[worst].difference)} with {named(worst.title)}"
    unclear = [option for option, gap in gaps.items() if not gap.clear]
    sure = "; ".join(_how_sure(pack, most, gaps[most], unclear))
    return Headline(f"{says}.", f"{sentence(sure)}.")


def _how_sure(pack: Pack, most: Option, gap: Gap, unclear: list[Option]) -> Iterator[str]:
    ends = sorted(abs(end) for end in (gap.low, gap.high))
    far = sooner_or_later(math.copysign(ends[1], gap.difference))
    rows = local(first_arrivals(pack), study_place(pack))
    calls = int((rows["scenario"] == most.name).sum()) if len(rows) else 0
    at = f", at {counted(calls, 'call')}" if calls else ""
    yield f"between {minutes(ends[0])} and {far}, {UNCERTAINTY}{at}"
    if first := _smallest(pack, most):
        yield first
    whole = response_column(pack, reading_of(pack), whole_region(pack)).gap(most)
    if whole.measured and study_place(pack).title != pack.region.title:
        yield f"over the whole of {pack.region.title}: {change_words(whole)}"
    if unclear:
        yield f"no clear difference with {joined([named(option.title) for option in unclear])}"


def _first(pack: Pack, rows: pd.DataFrame, option: Option) -> Gap:
    """The change in the study area, or over the region where single arrivals were not kept."""
    if len(rows):
        return local_gap(rows, option, pack.baseline)
    return response_column(pack, reading_of(pack), study_place(pack)).gap(option)


def _runs_of(pack: Pack, rows: pd.DataFrame) -> RunsOf | None:
    """Where `_first` finds its changes, by replication."""
    if len(rows):
        return partial(mean_by_replication, rows)
    return response_column(pack, reading_of(pack), study_place(pack)).runs


def _smallest(pack: Pack, option: Option) -> str:
    """The same in the place that the study is about, if it is part of the wider one, with its number of calls."""
    here = told_places(pack)[0]
    if len(pack.districts) < 2 or (here.zones & ~study_place(pack).zones).any():
        return ""
    rows = local(first_arrivals(pack), here)
    gap = local_gap(rows, option, pack.baseline)
    calls = int((rows["scenario"] == option.name).sum())
    if not gap.measured:
        return ""
    said = f"{here.where} itself, {change_words(gap)}"
    if calls < FEW_CALLS:
        return f"{here.where} itself there were only {counted(calls, 'call')}, too few to tell"
    return f"{said}, at {counted(calls, 'call')}"


def _largest(gaps: dict[Option, Gap]) -> Option:
    return max(gaps, key=lambda option: abs(gaps[option].difference))


def _people(pack: Pack) -> Headline:
    there = ground(pack)
    if there is None or not pack.proposals:
        why = no_fire_cover(pack) or "There is no option to compare."
        return Headline("Who comes inside the standard and who drops outside is not said.", why)
    moved = {option: _moves(pack, there, option) for option in pack.proposals}
    limit = minutes(there.limit_s)
    best = max(moved, key=lambda option: moved[option][0] - moved[option][1])
    worst = max(moved, key=lambda option: moved[option][1])
    if not any(gained or lost for gained, lost in moved.values()):
        return _hours_only(pack, limit)
    told = dict.fromkeys([best, worst] if moved[worst][1] else [best])
    says = "; ".join(_crossers(pack, there, option, limit) for option in told)
    ends = [
        f"{range_words(there, option, pack.baseline)} under {short(option.title)}"
        for option in told
    ]
    sure = f"{ZONES} {RANGE} {joined(ends)}."
    return Headline(f"{says}.", sure + _weighted(pack, list(told)))


def _hours_only(pack: Pack, limit: str) -> Headline:
    """Where no place's usual time crosses the limit: who is reached in more or fewer of the hours."""
    here, keys = study_place(pack), people_keys(pack, "availability")
    gaps = {o: people_gap(reading_of(pack), o, pack.baseline, here, **keys) for o in pack.proposals}
    clear = {o: gap for o, gap in gaps.items() if gap.clear and people(abs(gap.difference)) != "0"}
    if not clear:
        return Headline(f"No option moves anyone across the {limit} line.", ZONES)
    ranked = sorted(clear, key=lambda option: clear[option].difference)
    told = dict.fromkeys([ranked[-1], ranked[0]])
    says = joined(
        [
            f"{people(abs(clear[o].difference))} {'more' if clear[o].difference > 0 else 'fewer'} with {named(o.title)}"
            for o in told
        ]
    )
    sure = (
        "That is of the hours: nobody's usual (median) time crosses the line, so the map of figure 3 shows no change."
        f"{_weighted(pack, list(told))}"
    )
    head = f"{sentence(here.where)} the people within {limit} of a fire engine are, on average over the hours, "
    return Headline(f"{head}{says}.", sure)


def _weighted(pack: Pack, told: list[Option]) -> str:
    """The net change weighted by the hours in which crews are there, which has an interval."""
    here, keys = study_place(pack), people_keys(pack, "availability")
    parts = []
    for option in told:
        gap = people_gap(reading_of(pack), option, pack.baseline, here, **keys)
        if gap.has_interval:
            ends = between(gap.low, gap.high, _signed) if gap.low < gap.high else "every time"
            parts.append(f"{_signed(gap.difference)} ({ends}) under {short(option.title)}")
    if not parts:
        return ""
    return (
        f" Weighted by the hours in which crews are there, the net {here.where} is "
        f"{joined(parts)}, {UNCERTAINTY}."
    )


def _crossers(pack: Pack, there: Ground, option: Option, limit: str) -> str:
    """Who comes inside the limit under one option, who drops outside, and what is left."""
    enters, leaves = _moves(pack, there, option)
    gains = f"{named(option.title)} brings about {people(enters)} people within {limit}"
    if not leaves:
        return f"{gains} of a fire engine and puts nobody outside"
    mask = crossing(there, option, pack.baseline).leaves
    where = mostly_at(pack, there, mask, 2)
    net = _signed(enters - leaves)
    return f"{gains} and puts {people(leaves)} outside, mostly at {where}: a net {net}"


def _moves(pack: Pack, there: Ground, option: Option) -> tuple[float, float]:
    cross = crossing(there, option, pack.baseline)
    return people_in(there, cross.enters), people_in(there, cross.leaves)


def _signed(count: float) -> str:
    return signed(people(count), count)


IN_MEASURES = "Each clock's figures are in measures.csv."
RANGE = "With all times up to a minute shorter or longer the net would be"
ZONES = "Counted by the median of each small zone, which carries no interval."


def _money(pack: Pack) -> Headline:
    if why := no_costs(pack):
        return Headline("What it costs is not said.", why)
    gaps = {o: gap for o in pack.proposals if (gap := cost_gap(pack, o)).measured and settled(gap)}
    gaps = {option: gap for option, gap in gaps.items() if option.ranked}
    apart = not_ranked(pack)
    if not gaps:
        says = "No option that is ranked clearly changes what the services cost together."
        if not apart:
            says = "No option clearly changes what the services cost together."
        return Headline(says, apart)
    found = _ranked(gaps, " that is ranked" if apart else "")
    return Headline(found.says, f"{found.how_sure} {apart}".strip())


def _ranked(gaps: dict[Option, Gap], which: str) -> Headline:
    """The options whose costs are known whole, from the least dear to the dearest; `which` says if others are apart."""
    cheap = min(gaps, key=lambda option: gaps[option].difference)
    dear = max(gaps, key=lambda option: gaps[option].difference)
    if gaps[cheap].difference > 0.5 and dear is not cheap:
        return _no_saving(gaps, cheap, dear, which)
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


def _no_saving(gaps: dict[Option, Gap], cheap: Option, dear: Option, which: str) -> Headline:
    """Where every option that clearly changes the cost adds to it."""
    low, high = gaps[cheap], gaps[dear]
    says = (
        f"No option{which} clearly saves the agencies money: together they pay {dearer_or_cheaper(low.difference)}"
        f" a year with {named(cheap.title)}, up to {dearer_or_cheaper(high.difference)} with "
        f"{named(dear.title)}"
    )
    sure = "One replication, so no interval."
    if low.has_interval:
        ends = [between(g.low, g.high, lambda p: signed(thousands(p), p)) for g in (low, high)]
        sure = (
            f"{UNCERTAINTY[0].upper()}{UNCERTAINTY[1:]} {ends[0]} and {ends[1]}; doubt about the "
            "rates is not in it."
        )
    return Headline(f"{says}.", sure)
