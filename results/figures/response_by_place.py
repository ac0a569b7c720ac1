"""Table 2e: how soon every service is at its kinds of call, by district and kind of ground, and what changes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.figures.chance import ONE_REPLICATION, by_chance, of_one
from results.figures.columns import LEAST_S
from results.figures.figure import Table
from results.figures.interval_words import sooner_interval, sooner_or_later
from results.figures.kinds_of_ground import grounds
from results.figures.moved_calls import moved_calls
from results.figures.once import once_a_pack
from results.figures.places import Place, at, places, whole_region
from results.figures.reading import Gap, reading_of
from results.figures.study_area import centile_words, first_on_clock
from results.figures.wording import (
    FEW_CALLS,
    UNCERTAINTY,
    counted,
    joined,
    known,
    minutes,
    named,
    sentence,
    short,
    together,
)
from results.pack import Option, Pack

MEAN, MEDIAN = "response_mean_s", "response_median_s"
WHOSE = {"ambulance": "the ambulance service"}
GapsOf = dict[Option, Gap]


@dataclass(frozen=True)
class ClockAt:
    """The first arrivals of a service on a clock in a place, and how the options change their mean and median.

    `calls` are the baseline's, over all replications; `few` says why an option's mean is no finding. Medians are there
    where each replication has 30 calls.
    """

    service: str
    clock: str
    place: Place
    calls: int
    mean_s: float
    median: str
    means: GapsOf
    medians: GapsOf
    few: dict[Option, str]

    @property
    def of(self) -> str:
        """The calls as a sentence says them: "police grade 2 calls", "Red 1 calls"."""
        return calls_words(self.service, self.clock)

    def clear(self, option: Option) -> bool:
        """Whether an option clearly changes the mean, by enough to speak of and at calls enough."""
        gap = self.means[option]
        return gap.clear and abs(gap.difference) >= LEAST_S and not self.few.get(option)


def calls_words(service: str, clock: str) -> str:
    """A clock's calls in words; of the ambulance service with a capital: "Red 1 calls"."""
    words = re.sub(r"(?<=[a-z]{2})(?=\d)", " ", clock.replace("_", " "))
    if service == "fire":
        return f"fire calls ({words.removeprefix('fire ')})"
    if service in words.split()[1:]:  # "collision police" is the police's clock of collisions
        whose = WHOSE.get(service, f"the {service}")
        return f"{words.replace(f' {service}', '')} calls of {whose}"
    return f"{sentence(words) if service == 'ambulance' else words} calls"


def asked_places(pack: Pack) -> tuple[Place, ...]:
    """The whole region, the districts, town and country and the deprivation fifths."""
    districts = (place for place in places(pack) if place.district and not place.but)
    return (whole_region(pack), *districts, *grounds(pack))


def clocks_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Service and clock of the first arrivals: those of standards as declared, then what else other services have.

    Of fire clocks that time the same calls, from the call and from the alert, the first declared.
    """
    found = pack.arrivals[(pack.arrivals["order"] == "first").to_numpy(dtype=bool)]
    pairs = found[["service", "clock"]].drop_duplicates().astype(str)
    there = sorted((str(service), str(clock)) for service, clock in pairs.itertuples(index=False))
    declared = dict.fromkeys((one.service, one.clock) for one in pack.standards)
    timed: list[frozenset[tuple[int, int]] | None] = []
    further = (pair for pair in there if pair not in declared and pair[0] != "fire")
    for service, clock in (*(pair for pair in declared if pair in there), *further):
        keys = {"service": service, "clock": clock, "order": "first"}
        if not known(reading_of(pack).value(MEAN, pack.baseline.name, **keys)):
            continue
        rows = found[
            (found["clock"] == clock).to_numpy() & (found["service"] == service).to_numpy()
        ]
        mine = (
            frozenset(zip(rows["replication"], rows["call"], strict=True))
            if service == "fire"
            else None
        )
        if mine is None or mine not in timed:
            timed.append(mine)
            yield service, clock


@once_a_pack
def clocks_by_place(pack: Pack) -> tuple[ClockAt, ...]:
    """Every clock in every place where the baseline has 30 calls on it."""
    return tuple(
        one
        for service, clock in clocks_of(pack)
        for rows in [first_on_clock(pack, service, clock)]
        for place in asked_places(pack)
        if (one := _clock_at(pack, rows, service, clock, place)).calls >= FEW_CALLS
    )


def _clock_at(pack: Pack, rows: pd.DataFrame, service: str, clock: str, place: Place) -> ClockAt:
    reading = reading_of(pack)
    keys = {"service": service, "clock": clock, "order": "first", **dict(place.group)}
    keys |= {"district": place.district} if place.district else {}
    here = rows[at(place, rows)] if place.district or place.group else rows
    now = here.loc[(here["scenario"] == pack.baseline.name).to_numpy(dtype=bool), "seconds"]
    means, medians = (
        {option: reading.gap(measure, option.name, **keys) for option in pack.proposals}
        for measure in (MEAN, MEDIAN)
    )
    few = {
        option: moved_calls(here, option, pack.baseline).too_few
        for option, gap in means.items()
        if gap.clear
    }
    return ClockAt(
        service,
        clock,
        place,
        len(now),
        reading.value(MEAN, pack.baseline.name, **keys),
        centile_words(now.to_numpy(dtype=np.float64))[0],
        means,
        medians,
        few,
    )


def response_by_place(pack: Pack) -> Table:
    """A row a clock and place: calls, mean and median now, and which options clearly change the mean and the median."""
    found = clocks_by_place(pack)
    missing = "" if any(key == "deprivation" for p in grounds(pack) for key, _ in p.group) else (
        "Deprivation fifths need a region built from census files. "
    )  # fmt: skip
    return Table(
        "response_by_place",
        "2e",
        _finding(found),
        "How soon each service is at its calls, by district and kind of ground",
        (
            "Calls of",
            "Where",
            "Calls",
            "Mean now",
            "Median now",
            "Mean: clearly sooner or later",
            "Median: clearly sooner or later",
            "Mean: not clear, or no change",
        ),
        tuple(_row(pack, one) for one in found),
        f"The first unit of the service on each clock, where the call is. Intervals are {UNCERTAINTY}, paired by "
        f"replication. Places with fewer than {FEW_CALLS} calls are not listed; calls are summed over replications, "
        "and the median now is of all those reached; the mean is the mean of the replications’ own. A mean of which "
        f"fewer than {FEW_CALLS} calls change is no finding, nor is a change of less than half a second; medians are "
        f"compared where each replication has {FEW_CALLS} calls. Fire clocks that time the same calls are told once. "
        f"{missing}{pack.region.attribution}",
    )


def _row(pack: Pack, one: ClockAt) -> tuple[str, ...]:
    clear = {o: gap for o, gap in one.means.items() if one.clear(o)}
    unclear = {o: gap for o, gap in one.means.items() if o not in clear and gap.measured}
    medians = {
        o: gap
        for o, gap in one.medians.items()
        if gap.clear and abs(gap.difference) >= LEAST_S and not one.few.get(o)
    }
    there = any(gap.measured for gap in one.medians.values())
    return (
        sentence(one.of),
        one.place.head,
        f"{one.calls:,}",
        minutes(one.mean_s),
        one.median,
        _changes(pack, clear, one.few) or "none",
        (_changes(pack, medians, {}) or "none") if there else "too few calls",
        _changes(pack, unclear, one.few),
    )


def _changes(pack: Pack, gaps: GapsOf, few: dict[Option, str]) -> str:
    """Each different change with the options that make it."""
    alike: dict[str, list[Option]] = {}
    for option, gap in gaps.items():
        alike.setdefault(few.get(option) or change_of(gap), []).append(option)
    return "; ".join(f"{_whose(pack, some)}: {words}" for words, some in alike.items())


def change_of(gap: Gap) -> str:
    """A change of a time in a cell: "1 min 5 s later (0:54 to 1:15)"; unclear ones by their interval alone."""
    if not gap.has_interval:
        return of_one(sooner_or_later(gap.difference))
    if max(abs(gap.low), abs(gap.high)) < LEAST_S:
        return "no change"
    ends = sooner_interval(gap)
    return f"{sooner_or_later(gap.difference)} ({ends})" if gap.clear else f"({ends})"


def _whose(pack: Pack, options: list[Option]) -> str:
    if len(options) == 1:
        return sentence(short(options[0].title))
    return together([option.title for option in options], len(pack.proposals))


def _finding(found: tuple[ClockAt, ...]) -> str:
    """How many means clearly differ, how many would by chance, and the largest gain and loss with where they are."""
    tests = compared_means(found)
    if not tests:
        return "How soon help comes by place: not compared, for want of calls or of an option"
    if not any(gap.has_interval for one in found for gap in one.means.values()):
        return f"How soon help comes by place: {ONE_REPLICATION}"
    clear = [(one, o, gap) for one in found for o, gap in one.means.items() if one.clear(o)]
    number = len(clear_means(found))
    said = [
        f"Of {counted(tests, 'distinct comparison')} of how soon help comes, place by place, "
        f"{number or 'none'} clearly differ{'s' * (number < 2)} ({by_chance(tests)} would by chance alone)"
    ]
    for way, word in ((-1, "the largest gain"), (1, "the largest loss")):
        some = [each for each in clear if each[2].difference * way > 0]
        if some:
            one, option, gap = max(some, key=lambda each: abs(each[2].difference))
            alike = [o for c, o, g in some if c is one and g == gap]
            whose = (
                named(option.title) if len(alike) == 1 else joined([short(o.title) for o in alike])
            )
            said.append(f"{word}: {one.of} {one.place.where}, {change_of(gap)}, under {whose}")
    return "; ".join(said)


def compared_means(found: tuple[ClockAt, ...]) -> int:
    """How many different changes of a mean there are, at calls enough; those that change nothing are none."""
    return sum(len(_distinct(one)) for one in found)


def clear_means(found: tuple[ClockAt, ...]) -> list[Gap]:
    """The different changes that are clear."""
    return [
        gap for one in found for gap, options in _distinct(one).items() if one.clear(options[0])
    ]


def _distinct(one: ClockAt) -> dict[Gap, list[Option]]:
    """The different changes of a mean that is tested, each with the options that make it."""
    different: dict[Gap, list[Option]] = {}
    for option, gap in one.means.items():
        if gap.measured and gap.low < gap.high and not one.few.get(option):
            different.setdefault(gap, []).append(option)
    return different
