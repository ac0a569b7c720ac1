"""Every clear gain and loss that an option makes: of every service, in the region, districts and kinds of ground."""

from collections.abc import Iterator
from dataclasses import dataclass

from results.figures.chance import is_test
from results.figures.columns import people_column
from results.figures.interval_words import ends_of, point_end, points, sooner_interval
from results.figures.once import once_a_pack
from results.figures.places import Place
from results.figures.reading import Gap, headline_standard, reading_of
from results.figures.response_by_place import (
    asked_places,
    clocks_by_place,
    compared,
)
from results.figures.standards import Told, standard_rows
from results.figures.wording import between, minutes, people
from results.pack import Option, Pack

TIME, MEDIAN, SHARE, PEOPLE = "time", "median", "share", "people"
"""Means of times, their medians, shares of calls within a standard, people within it."""
TIMES = (TIME, MEDIAN)


@dataclass(frozen=True)
class Change:
    """A clear change: what is measured of whom, where, by how much, and under which option."""

    kind: str
    what: str
    place: Place
    gap: Gap
    option: Option

    @property
    def better(self) -> bool:
        """Whether help comes sooner, a standard is met more often, or more people are within it."""
        return (self.gap.difference < 0) == (self.kind in TIMES)

    @property
    def size(self) -> float:
        """How large it is: seconds, share of calls, people."""
        return abs(self.gap.difference)

    @property
    def amount(self) -> str:
        """By how much, with its interval; whether sooner or later, more or fewer, the sentence around it says."""
        gap = self.gap
        if self.kind in TIMES:
            return f"{minutes(gap.difference)} ({sooner_interval(gap)})"
        if self.kind == SHARE:
            return f"{points(gap.difference)} ({ends_of(gap, point_end)})"
        near, far = sorted((abs(gap.low), abs(gap.high)))
        return f"{people(abs(gap.difference))} ({between(near, far, people)})"


@once_a_pack
def clear_changes(pack: Pack) -> tuple[Change, ...]:
    """All of them, the largest of each kind first, those over the whole region before those of a part."""
    found = (*_times(pack), *_shares(pack), *_people(pack))
    return tuple(sorted(found, key=lambda one: (one.kind, _part(one), -one.size)))


def _part(one: Change) -> bool:
    return bool(one.place.district or one.place.group)


def of_option(pack: Pack, option: Option, kind: str, *, better: bool) -> list[Change]:
    """An option's clear gains or losses of one kind, in order."""
    return [
        one
        for one in clear_changes(pack)
        if one.option is option and one.kind == kind and one.better == better
    ]


def of_median_alone(pack: Pack, option: Option, *, better: bool) -> list[Change]:
    """Where the usual time clearly comes sooner, or later, and the mean of the same calls does not."""
    means = {(one.what, one.place.title) for one in of_option(pack, option, TIME, better=better)}
    medians = of_option(pack, option, MEDIAN, better=better)
    return [one for one in medians if (one.what, one.place.title) not in means]


def tested(pack: Pack) -> int:
    """How many distinct comparisons of times and standards were made, of which luck alone would find a twentieth.

    Those of tables 2b, 2c and 2e together.
    """
    return compared(clocks_by_place(pack)) + sum(is_test(one.gap) for one in _standards(pack))


def number_clear(pack: Pack, *, better: bool) -> int:
    """How many of them are clear gains, or losses."""
    return len(
        {
            (one.kind, one.what, one.place.title, one.gap)
            for one in clear_changes(pack)
            if one.better == better and one.kind != PEOPLE and is_test(one.gap)
        }
    )


def _times(pack: Pack) -> Iterator[Change]:
    for one in clocks_by_place(pack):
        for option in pack.proposals:
            if one.clear(option):
                yield Change(TIME, one.of, one.place, one.means[option], option)
            if one.median_clear(option):
                yield Change(MEDIAN, one.of, one.place, one.medians[option], option)


@once_a_pack
def _standards(pack: Pack) -> list[Told]:
    return standard_rows(pack, asked_places(pack), pack.standards).told


def _shares(pack: Pack) -> Iterator[Change]:
    for one in _standards(pack):
        if one.clear:
            for option in one.options:
                yield Change(SHARE, one.standard.title, one.place, one.gap, option)


def _people(pack: Pack) -> Iterator[Change]:
    """People within the headline standard, given which crews are there, in the region and its districts."""
    standard = headline_standard(pack)
    if standard is None:
        return
    what = f"people within {minutes(standard.limit_s)}"
    for place in asked_places(pack):
        column = people_column(pack, reading_of(pack), place)
        for option in pack.proposals if not place.group else ():
            if column.way(option):
                yield Change(PEOPLE, what, place, column.gap(option), option)


def bid_options(pack: Pack) -> list[Option]:
    """The options that published figures of the bid are of, at most two with the most of them; context is none."""
    if "option" not in pack.bid_check:
        return []
    number = pack.bid_check["option"].value_counts().to_dict()
    found = [o for o in pack.proposals if o.name in number and not o.context]
    return sorted(found, key=lambda option: -int(number[option.name]))[:MOST_BIDS]


MOST_BIDS = 2
