"""Table 2e: how soon every service is at its kinds of call, by district and kind of ground, and what changes it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.figures.chance import ONE_REPLICATION, by_chance, is_test, of_one
from results.figures.columns import LEAST_S
from results.figures.figure import Table
from results.figures.foremost import stands_out
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

    `calls` are the baseline's, over all replications; `few` says why an option's mean and median are no finding.
    Medians are there where each replication has 30 calls.
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
        return self._tells(self.means[option], option)

    def median_clear(self, option: Option) -> bool:
        """Whether it so changes the median."""
        return self._tells(self.medians[option], option)

    def _tells(self, gap: Gap, option: Option) -> bool:
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
        if any(one.clear or is_test(one) for one in (gap, medians[option]))
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
        "and the median now is of all those reached; the mean is the mean of the replications’ own. Where fewer than "
        f"{FEW_CALLS} calls change there is no finding, nor is a change of less than half a second one; medians are "
        f"compared where each replication has {FEW_CALLS} calls. Fire clocks that time the same calls are told once. "
        f"{missing}{pack.region.attribution}",
    )


def _row(pack: Pack, one: ClockAt) -> tuple[str, ...]:
    clear = {o: gap for o, gap in one.means.items() if one.clear(o)}
    unclear = {o: gap for o, gap in one.means.items() if o not in clear and gap.measured}
    medians = {o: gap for o, gap in one.medians.items() if one.median_clear(o)}
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
    """How many means and medians clearly differ, how many would by chance, and a largest gain and loss of a mean."""
    gaps = [gap for one in found for by in (one.means, one.medians) for gap in by.values()]
    tests, clear = compared(found), clear_times(found)
    if any(gap.measured for gap in gaps) and not any(gap.has_interval for gap in gaps):
        return f"How soon help comes by place: {ONE_REPLICATION}"
    if not tests:
        return "How soon help comes by place: not compared, for want of calls or of an option"
    said = [
        f"Of {counted(tests, 'distinct comparison')} of means and medians of how soon help comes, place by place, "
        f"{len(clear) or 'none'} clearly differ{'s' * (len(clear) < 2)} ({by_chance(tests)} would by chance alone)"
    ]
    for way, one, many in ((-1, "gain", "gains"), (1, "loss", "losses")):
        some = [each for each in clear if not each.median and each.gap.difference * way > 0]
        if some:
            most = max(some, key=lambda each: abs(each.gap.difference))
            alone = stands_out(most.gap, [each.gap for each in some if each is not most])
            which = f"the largest {one}" if alone else f"among the largest {many}"
            said.append(f"{which} of a mean: {_words(most)}")
    if later := _medians_alone(clear):
        said.append(
            f"{counted(later, 'median')} {'is' if later == 1 else 'are'} clearly later where the mean is not"
        )
    return "; ".join(said)


@dataclass(frozen=True)
class TimeChange:
    """A change of a mean, or a median, on a clock in a place, and the options under which it is the same."""

    at: ClockAt
    median: bool
    gap: Gap
    options: tuple[Option, ...]

    @property
    def clear(self) -> bool:
        """Whether it clearly differs, by enough to speak of."""
        tells = self.at.median_clear if self.median else self.at.clear
        return tells(self.options[0])


def _words(change: TimeChange) -> str:
    titles = [option.title for option in change.options]
    whose = named(titles[0]) if len(titles) == 1 else joined([short(title) for title in titles])
    return f"{change.at.of} {change.at.place.where}, {change_of(change.gap)}, under {whose}"


def _medians_alone(clear: list[TimeChange]) -> int:
    """How many different medians are later under an option that does not make their mean later."""
    means = {
        (each.at.of, each.at.place.title, option)
        for each in clear
        if not each.median and each.gap.difference > 0
        for option in each.options
    }
    later = [each for each in clear if each.median and each.gap.difference > 0]
    return sum(
        any((each.at.of, each.at.place.title, option) not in means for option in each.options)
        for each in later
    )


def compared(found: Iterable[ClockAt]) -> int:
    """How many different changes of a mean or a median are tested; what is the same in every replication is none."""
    return sum(1 for _ in _distinct(found))


def clear_times(found: Iterable[ClockAt]) -> list[TimeChange]:
    """The different changes that are clear."""
    return [change for change in _distinct(found) if change.clear]


def _distinct(found: Iterable[ClockAt]) -> Iterator[TimeChange]:
    """The different changes that are tested, each with the options that make it."""
    for one in found:
        for median, gaps in ((False, one.means), (True, one.medians)):
            different: dict[Gap, list[Option]] = {}
            for option, gap in gaps.items():
                if is_test(gap) and not one.few.get(option):
                    different.setdefault(gap, []).append(option)
            for gap, options in different.items():
                yield TimeChange(one, median, gap, tuple(options))
