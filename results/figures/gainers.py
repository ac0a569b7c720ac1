"""Table 3a: who gains and who loses, zone by zone, and where they live."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.figures.chance import ONE_REPLICATION, played_once
from results.figures.figure import Table
from results.figures.reading import headline_standard
from results.figures.references import see
from results.figures.wording import (
    joined,
    minutes,
    named,
    people,
    sentence,
    short,
    signed,
    together,
)
from results.pack import Option, Pack, Standard

NOTICEABLE_S = 30.0
"""A change of a zone's median smaller than this is not called a change."""


EDGE_S = 60.0
"""Model times are not surer than this; within it of the limit a zone could fall either way."""


@dataclass(frozen=True)
class Ground:
    """Each zone's median on the headline clock, by scenario; NaN where nobody comes."""

    limit_s: float
    median_s: dict[str, NDArray[np.float64]]
    people: NDArray[np.float64]


@dataclass(frozen=True)
class Crossing:
    """Which zones gain and lose under an option, as masks over the region's zones."""

    change_s: NDArray[np.float64]
    enters: NDArray[np.bool_]
    leaves: NDArray[np.bool_]
    near: NDArray[np.bool_]
    """Crossing zones whose median is within the noticeable time of the limit, before or after."""


def ground(pack: Pack, standard: Standard | None = None) -> Ground | None:
    """The zones' medians on a standard's clock (the headline one), or nothing if not measured."""
    standard, table = standard or headline_standard(pack), pack.zone_response
    if standard is None or not len(table):
        return None
    table = table[table["service"] == standard.service]
    clocks = table["clock"].unique()
    if not len(clocks):
        return None
    clock = standard.clock if standard.clock in clocks else sorted(clocks)[0]
    table = table[table["clock"] == clock]
    residents = np.asarray(pack.region.zones.people, dtype=np.float64)
    medians = {}
    for option in pack.options:
        mine = table[table["scenario"] == option.name]
        median_s = np.full(residents.size, np.nan)
        median_s[mine["zone"].to_numpy(dtype=np.int64)] = mine["median_s"].to_numpy(np.float64)
        medians[option.name] = median_s
    return Ground(standard.limit_s, medians, residents)


def crossing(there: Ground, option: Option, baseline: Option) -> Crossing:
    """Who comes inside the limit and who drops outside it; never reached counts as outside."""
    before, after = there.median_s[baseline.name], there.median_s[option.name]
    inside_before, inside_after = before <= there.limit_s, after <= there.limit_s
    measured = np.isfinite(before) | np.isfinite(after)
    enters = measured & ~inside_before & inside_after
    leaves = measured & inside_before & ~inside_after
    margin = np.fmin(np.abs(before - there.limit_s), np.abs(after - there.limit_s))
    near = (enters | leaves) & (margin < NOTICEABLE_S)
    return Crossing(after - before, enters, leaves, near)


def borderline(there: Ground, option: Option) -> float:
    """People whose median is within a minute of the limit: the count of those within may miss them."""
    return people_in(there, np.abs(there.median_s[option.name] - there.limit_s) <= EDGE_S)


def net_range(there: Ground, option: Option, baseline: Option) -> tuple[float, float]:
    """The least and most net change in people within the limit if all times were up to a minute wrong."""
    before, after = there.median_s[baseline.name], there.median_s[option.name]
    nets = [
        people_in(there, after <= limit_s) - people_in(there, before <= limit_s)
        for limit_s in there.limit_s + np.arange(-EDGE_S, EDGE_S + 1, 10.0)
    ]
    return min(nets), max(nets)


def people_in(there: Ground, mask: NDArray[np.bool_]) -> float:
    """Residents of the zones of a mask."""
    return float(there.people[mask].sum())


def mostly_at(pack: Pack, there: Ground, mask: NDArray[np.bool_], most: int = 3) -> str:
    """The places where most people of a mask live."""
    if not mask.any():
        return "nobody"
    places = np.asarray(pack.region.zones.settlement, dtype=object)[mask]
    counts: dict[str, float] = {}
    for place, count in zip(places, there.people[mask], strict=True):
        counts[str(place)] = counts.get(str(place), 0.0) + float(count)
    top = sorted(counts, key=lambda place: (-counts[place], place))[:most]
    return joined([f"{place} ({people(counts[place])})" for place in top if counts[place] > 0])


def gainers(pack: Pack) -> Table:
    """People by what happens to their median response, and where the losers live."""
    there = ground(pack)
    limit = minutes(there.limit_s) if there else "the standard"
    columns = (
        "Option",
        f"Come inside {limit}",
        f"Drop outside {limit}",
        "Net",
        "Net, if all times were a minute out",
        f"{sentence(minutes(NOTICEABLE_S))} or more sooner",
        f"{sentence(minutes(NOTICEABLE_S))} or more later",
        "Those who drop outside live mostly at",
    )
    alike: dict[tuple[str, ...], list[str]] = {}
    for option in pack.proposals if there else ():
        assert there is not None
        alike.setdefault(_cells(pack, there, option), []).append(option.title)
    rows = [(together(titles, len(pack.proposals)), *cells) for cells, titles in alike.items()]
    return Table(
        "gainers",
        "3a",
        crossing_finding(pack, there),
        "People by what happens to the median time of the first fire engine where they live",
        columns,
        tuple(rows),
        "A zone is inside when its median is at or under the limit, and all its residents are then "
        "counted, so these figures move in steps; the availability-weighted count of people within "
        "the standard moves smoothly and is smaller or larger. The range is the least and most "
        "net change if every time, before and after, were up to a minute shorter or longer. "
        f"{pack.region.attribution}",
    )


def _cells(pack: Pack, there: Ground, option: Option) -> tuple[str, ...]:
    cross = crossing(there, option, pack.baseline)
    enters, leaves = people_in(there, cross.enters), people_in(there, cross.leaves)
    return (
        people(enters),
        people(leaves),
        signed(people(enters - leaves), enters - leaves),
        range_words(there, option, pack.baseline),
        people(people_in(there, cross.change_s <= -NOTICEABLE_S)),
        people(people_in(there, cross.change_s >= NOTICEABLE_S)),
        mostly_at(pack, there, cross.leaves),
    )


def range_words(there: Ground, option: Option, baseline: Option) -> str:
    """The range of the net change, signs shown."""
    low, high = net_range(there, option, baseline)
    return f"{signed(people(low), low)} to {signed(people(high), high)}"


def crossing_finding(pack: Pack, there: Ground | None) -> str:
    """One sentence on who crosses the standard under the option that brings most inside."""
    if there is None or not pack.proposals:
        return "Who crosses the standard was not measured"
    found = {option: crossing(there, option, pack.baseline) for option in pack.proposals}
    net = {
        option: people_in(there, cross.enters) - people_in(there, cross.leaves)
        for option, cross in found.items()
    }
    if played_once(pack):
        return f"Who comes inside {minutes(there.limit_s)} and who drops outside: {ONE_REPLICATION}"
    if not any((cross.enters | cross.leaves).any() for cross in found.values()):
        return (
            f"No place's usual (median) time crosses the {minutes(there.limit_s)} line under any option; in how "
            f"many of the hours people are reached can change all the same{see(pack, 'people_within', ' (', ')')}"
        )
    best = max(net, key=lambda option: net[option])
    worst = max(found, key=lambda option: people_in(there, found[option].leaves))
    said = [
        _crossing(pack, there, option, found[option]) for option in dict.fromkeys([best, worst])
    ]
    net_of_best = range_words(there, best, pack.baseline)
    return (
        f"By the usual (median) time where people live, under {'; under '.join(said)}; net under {short(best.title)}: "
        f"{net_of_best} if all times were a minute out"
    )


def _crossing(pack: Pack, there: Ground, option: Option, cross: Crossing) -> str:
    enters, leaves = people_in(there, cross.enters), people_in(there, cross.leaves)
    where = (
        f", {most_of(there, cross.leaves, pack)} at {mostly_at(pack, there, cross.leaves, 2)}"
        if leaves
        else ""
    )
    words = crossing_words(enters, leaves, minutes(there.limit_s))
    return f"{named(option.title)} about {words}{where}"


def most_of(there: Ground, mask: NDArray[np.bool_], pack: Pack, places: int = 2) -> str:
    """Whether those of a mask live "mostly" in its largest places, or only more there than elsewhere."""
    names = np.asarray(pack.region.zones.settlement, dtype=object)[mask].astype(str)
    _, place = np.unique(names, return_inverse=True)
    of_each = np.sort(np.bincount(place, weights=there.people[mask]))[::-1]
    return "mostly" if of_each[:places].sum() > of_each.sum() / 2 else "more than elsewhere"


def crossing_words(enters: float, leaves: float, limit: str) -> str:
    """Both directions in one breath: "6,500 people come inside 10 min, 1,200 drop outside"."""
    gone = f"{people(leaves)} drop outside" if leaves else "nobody drops outside"
    return f"{people(enters) if enters else 'no'} people come inside {limit}, {gone}"
