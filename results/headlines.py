"""Three or four sentences that a councillor understands in ten seconds, and how sure each one is."""

import math
from collections.abc import Iterator

from results.conveying_headline import conveying_headline
from results.figures.chance import NO_INTERVAL, nothing_yet, played_once
from results.figures.clear_changes import bid_options
from results.figures.columns import (
    of_patients,
    people_keys,
    police_calls,
    police_standard,
    response_column,
)
from results.figures.explained import explained_once
from results.figures.gainers import (
    Ground,
    crossing,
    ground,
    mostly_at,
    people_in,
    range_words,
)
from results.figures.headline import Headline
from results.figures.interval_words import sooner_or_later
from results.figures.moved_calls import moved_calls
from results.figures.patients_finding import patients_words
from results.figures.places import people_gap, study_place, told_places, whole_region
from results.figures.reading import Gap, reading_of
from results.figures.references import see
from results.figures.response_finding import Response, response_words
from results.figures.shown import no_fire_cover, no_standard
from results.figures.study_area import (
    change_words,
    first_arrivals,
    local,
    local_gap,
)
from results.figures.wording import (
    FEW_CALLS,
    UNCERTAINTY,
    counted,
    joined,
    minutes,
    named,
    people,
    sentence,
    short,
    signed,
    spread,
)
from results.gains_and_losses import losers_headline
from results.money_headline import case_headline, money_headline
from results.pack import Option, Pack
from results.police_headline import police_headline
from results.services_headline import services_headline


def headlines(pack: Pack) -> tuple[Headline, ...]:
    """Patients, where fire crews convey any, and police; then response, other services, people, money.

    Where fire crews convey, the standards of their patients stand for what other services' calls gain.
    """
    police, services = (
        [Headline(*one)] if one else [] for one in (police_headline(pack), services_headline(pack))
    )
    losers = [Headline(*one)] if (one := losers_headline(pack)) else []
    if (standard := police_standard(pack)) and police and played_once(pack):
        officer = nothing_yet(f"how soon the first officer is at {police_calls(standard)}")
        police = [Headline(officer, NO_INTERVAL)]
    standards = list(_standards(pack))
    others = [] if standards else services
    told = (
        *conveying_headline(pack),
        *standards,
        *police,
        _response(pack),
        *others,
        _people(pack),
        *losers,
        money_headline(pack),
        *case_headline(pack),
    )
    return explained_once(told)


def _standards(pack: Pack) -> Iterator[Headline]:
    """How often the ambulance standards are met, where fire crews convey."""
    standards = of_patients(pack)
    if standards and pack.proposals and played_once(pack):
        names = joined([one.title for one in standards])
        yield Headline(nothing_yet(f"how often these standards are met, {names}"), NO_INTERVAL)
        return
    says, sure = patients_words(pack)
    if says:
        yield Headline(f"{sentence(says)}.", f"{sentence(UNCERTAINTY)}: {sure}." if sure else "")


def _response(pack: Pack) -> Headline:
    if why := no_standard(pack):
        return Headline("How soon help arrives has no headline.", f"{why} {IN_MEASURES}")
    found = Response(pack)
    if not found.gaps:
        return Headline("How soon help arrives was not measured.", "")
    if not any(gap.has_interval for gap in found.gaps.values()):
        return Headline(nothing_yet("how soon help arrives"), NO_INTERVAL)
    sure = "; ".join(_how_sure(found) if found.most else _why_not(found))
    return Headline(f"{response_words(found)}.", f"{sentence(sure)}.")


def _why_not(found: Response) -> Iterator[str]:
    """Why no option is told to change it."""
    if found.few:
        yield (
            f"an average is told only where the time changes at {FEW_CALLS} calls or more: that of fewer hangs on "
            "each of them"
        )
        more = [short(option.title) for option in found.gaps if option not in found.few]
        if more:
            yield f"no clear difference with {joined(more)}"
    elif borrowed := [named(option.title) for option in found.clear]:
        yield (
            f"every {UNCERTAINTY} interval includes no change, but for {joined(borrowed)}, no clearer than what "
            "it is built on: perhaps luck"
        )
    elif any(gap.clear for gap in found.gaps.values()):
        yield "what is clear is too small to speak of"
    else:
        yield f"every {UNCERTAINTY} interval includes no change"


def _how_sure(found: Response) -> Iterator[str]:
    pack, most = found.pack, found.most
    assert most is not None
    gap = found.gaps[most]
    near, far = sorted(abs(end) for end in (gap.low, gap.high))
    way = sooner_or_later(math.copysign(far, gap.difference))
    moved = moved_calls(local(first_arrivals(pack), found.place), most, pack.baseline)
    at = f", at {counted(moved.calls, 'call')}, of which {moved.changed:,} change" * bool(
        moved.calls
    )
    yield f"between {minutes(near)} and {way}, {UNCERTAINTY}{at}"
    if first := _smallest(pack, most):
        yield first
    whole = response_column(pack, reading_of(pack), whole_region(pack)).gap(most)
    if whole.measured and found.place.title != pack.region.title:
        yield f"over the whole of {pack.region.title}: {change_words(whole)}"
    unclear = [named(option.title) for option, gap in found.gaps.items() if not gap.clear]
    if unclear:
        yield f"no clear difference with {joined(unclear)}"


def _smallest(pack: Pack, option: Option) -> str:
    """The same in the place that the study is about, if it is part of the wider one, with its number of calls."""
    here = told_places(pack)[0]
    if len(pack.districts) < 2 or (here.zones & ~study_place(pack).zones).any():
        return ""
    rows = local(first_arrivals(pack), here)
    gap, moved = local_gap(rows, option, pack.baseline), moved_calls(rows, option, pack.baseline)
    if not gap.measured:
        return ""
    if moved.too_few:
        return f"{here.where} itself too few to tell ({moved.too_few})"
    return f"{here.where} itself, {change_words(gap)}, at {counted(moved.calls, 'call')}"


def _people(pack: Pack) -> Headline:
    there = ground(pack)
    if there is None or not pack.proposals:
        why = no_fire_cover(pack) or "There is no option to compare."
        return Headline("Who comes inside the standard and who drops outside is not said.", why)
    if played_once(pack):
        what = "who comes inside the standard and who drops outside"
        return Headline(nothing_yet(what), NO_INTERVAL)
    moved = {option: _moves(pack, there, option) for option in pack.proposals}
    limit = minutes(there.limit_s)
    best = max(moved, key=lambda option: moved[option][0] - moved[option][1])
    worst = max(moved, key=lambda option: moved[option][1])
    if not any(gained or lost for gained, lost in moved.values()):
        return _hours_only(pack, limit)
    clean = {option: gained for option, (gained, lost) in moved.items() if gained and not lost}
    told = dict.fromkeys([best, worst] if moved[worst][1] else [best])
    if moved[best][1] and clean:  # who puts nobody outside is told beside who brings most
        told = dict.fromkeys([max(clean, key=lambda option: clean[option]), *told])
    told |= dict.fromkeys(o for o in bid_options(pack) if moved[o][1])  # the bid's losers always
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
    told = _who_is_told(pack, clear)
    says = joined(
        [
            f"{people(abs(clear[o].difference))} {'more' if clear[o].difference > 0 else 'fewer'} with {named(o.title)}"
            for o in told
        ]
    )
    sure = (
        "That is of the hours: nobody's usual (median) time over the whole week crosses the line, so a map of it "
        f"shows no change{see(pack, 'response_map', ' (', ')')}."
        f"{_weighted(pack, list(told))}"
    )
    head = f"{sentence(here.where)} the people within {limit} of a fire engine are, on average over the hours, "
    return Headline(f"{head}{says}.", sure)


def _who_is_told(pack: Pack, clear: dict[Option, Gap]) -> list[Option]:
    """Who gains most, who loses most, the bid's own options, and as many more losers as there is room for."""
    ranked = sorted(clear, key=lambda option: clear[option].difference)
    bids = [option for option in bid_options(pack) if option in clear]
    losers = [option for option in ranked if clear[option].difference < 0]
    found = list(dict.fromkeys([ranked[-1], ranked[0], *bids, *losers]))
    found = found[: max(MOST_TOLD, len({ranked[-1], ranked[0], *bids}))]
    return sorted(found, key=lambda option: -clear[option].difference)


def _weighted(pack: Pack, told: list[Option]) -> str:
    """The net change weighted by the hours in which crews are there, which has an interval."""
    here, keys = study_place(pack), people_keys(pack, "availability")
    parts = []
    for option in told:
        gap = people_gap(reading_of(pack), option, pack.baseline, here, **keys)
        if gap.has_interval:
            ends = spread(gap.low, gap.high, _signed)
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


MOST_TOLD = 4
IN_MEASURES = "Each clock's figures are in measures.csv."
RANGE = "With all times up to a minute shorter or longer the net would be"
ZONES = "Counted by the median of each small zone, which carries no interval."
