"""The day is written before it is played: every call, with a mark for each thing that chance will decide about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geography.region import Region
from scenarios.chance import TICKS_PER_S, Chance, Draw, mix, to_unit
from scenarios.demand import DemandProfile
from scenarios.duty import DAY_S, HOUR_S, WEEK_H
from scenarios.recorded import CATEGORIES, KINDS, NOT_SAID, RecordedCalls
from scenarios.scenario import Scenario
from scenarios.seasons import Ground, Season
from scenarios.words import CallKind, Category, Service

YEAR_DAYS = 365.25
MARKS = ("kept", "zone", "handling")
RECORDED = (
    "number", "at_s", "zone", "node", "kind", "reported_kind", "category", "call_handling_s",
)  # fmt: skip


class MarkOf(IntEnum):
    """What chance decides about a call once it rings; each mark is a uniform of its own."""

    SCENE = 1
    CONVEY = 2
    HANDOVER = 3
    MAKE_READY = 4
    ELIGIBLE = 5
    REPORTED = 6
    CHALLENGE = 7
    CALLED_OFF = 8
    CALLED_OFF_AFTER = 9
    MAKE_UP = 10
    PATHWAY = 11
    TRAVELS = 12
    CATEGORY = 13
    HANDLING = 14


@dataclass(frozen=True, slots=True)
class Facts:
    """What was recorded of a call: it stands in the place of what chance would decide. None where not recorded."""

    on_scene_s: float | None = None
    conveyed: bool | None = None
    hospital: str | None = None
    handover_s: float | None = None
    marks: Mapping[MarkOf, float] = field(default_factory=dict)


class Call(NamedTuple):
    """One call as it rings. `kind` is what is found there, `reported_kind` decides who goes.

    Its marks are uniforms in (0, 1), looked up by its luck, that scenario and responder turn into facts.
    """

    id: int
    luck: int
    stream: str
    at_s: float
    zone: int
    node: int
    service: Service
    kind: CallKind
    reported_kind: CallKind
    category: Category
    call_handling_s: float
    facts: Facts | None = None

    def mark(self, of: MarkOf) -> float:
        """The uniform that decides one thing about this call."""
        if self.facts is not None and of in self.facts.marks:
            return self.facts.marks[of]
        return to_unit(mix(self.luck, of))


@dataclass(frozen=True, slots=True)
class Stream:
    """The kept calls of one stream, [calls]: time, place in the superset, zone, and the mark of call handling."""

    at_s: NDArray[np.float64]
    place: NDArray[np.int64]
    zone: NDArray[np.int64]
    handling: NDArray[np.float64]
    kept: NDArray[np.bool_]


def arrivals(
    profile_share: NDArray[np.float64],
    ceiling_per_year: float,
    first_hour: float,
    days: int,
    purpose: str,
    chance: Chance,
) -> NDArray[np.float64]:
    """Times in seconds of a Poisson process with a rate for each hour of the week, exactly, by rescaling time."""
    hours = np.arange(days * 24)
    per_week = ceiling_per_year * 7.0 / YEAR_DAYS
    expected = np.concatenate(
        [[0.0], np.cumsum(per_week * profile_share[(hours + int(first_hour)) % WEEK_H])]
    )
    total = float(expected[-1])
    count = int(total + 8 * np.sqrt(total) + 16)
    while True:
        gaps = -np.log(chance.uniforms(purpose, count))
        places = np.cumsum(gaps)
        if places[-1] >= total:
            break
        count *= 2
    places = places[places < total]
    edges = np.arange(len(expected)) * HOUR_S
    at_s = np.interp(places, expected, edges)
    return np.asarray(np.floor(at_s * TICKS_PER_S) / TICKS_PER_S, dtype=np.float64)


def draw_stream(
    name: str,
    profile: DemandProfile,
    week_share: NDArray[np.float64],
    ceiling_per_year: float,
    ground: Ground,
    season: Season,
    chance: Chance,
) -> Stream:
    """The superset of one stream, with whether this scenario's rate at that hour keeps each call."""
    first_hour, days = season.first_hour, season.days
    at_s = arrivals(week_share, ceiling_per_year, first_hour, days, f"calls/{name}/at", chance)
    kept, zone_mark, handling = (
        chance.uniforms(f"calls/{name}/{mark}", len(at_s)) for mark in MARKS
    )
    weights = season.weights(profile, ground)
    month = season.month_of_day[(at_s // DAY_S).astype(np.int64)]
    zone = np.empty(len(at_s), dtype=np.int64)
    for row in np.unique(month % len(weights)):
        some = month % len(weights) == row
        zone[some] = zones_of_marks(zone_mark[some], weights[row])
    rate = profile.calls_per_year(ground.people_of(profile))
    now = rate * season.by_month(profile, ground)[month] * season.surge(name, at_s)
    return Stream(at_s, np.arange(len(at_s)), zone, handling, kept * ceiling_per_year < now)


def zones_of_marks(marks: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """The zone of each mark, in proportion to the zones' weights."""
    cumulative = np.cumsum(weights) / weights.sum()
    zone = np.searchsorted(cumulative, marks, side="right")
    last = int(np.flatnonzero(weights)[-1])
    return np.asarray(np.minimum(zone, last), dtype=np.int64)


def draw_calls(
    demand: Mapping[str, DemandProfile],
    week_shapes: Mapping[str, NDArray[np.float64]],
    ceilings: Mapping[str, float],
    ground: Ground,
    season: Season,
    chance: Chance,
) -> list[Call]:
    """Every call of one replication, in time order.

    `ceilings` gives each stream's largest calls a year over all options of the study and hours of the year, so that
    the calls of one option are those of another wherever their rates agree; an id is a place in that superset. Where
    options differ in the shape of their weeks, their calls differ in time.
    """
    names = sorted(demand)
    streams = [
        draw_stream(
            name, demand[name], week_shapes[demand[name].week], ceilings[name], ground, season, chance
        )
        for name in names
    ]  # fmt: skip
    if not streams:
        return []
    at_s = np.concatenate([stream.at_s for stream in streams])
    which = np.repeat(np.arange(len(streams)), [len(stream.at_s) for stream in streams])
    order = np.lexsort((np.concatenate([s.place for s in streams]), which, at_s))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    calls: list[Call] = []
    start = 0
    for name, stream in zip(names, streams, strict=True):
        ids = number[start : start + len(stream.at_s)]
        start += len(stream.at_s)
        calls += calls_of_stream(name, demand[name], stream, ids, ground, chance)
    calls.sort()
    return calls


def calls_of_stream(
    name: str,
    profile: DemandProfile,
    stream: Stream,
    ids: NDArray[np.int64],
    ground: Ground,
    chance: Chance,
) -> list[Call]:
    """The kept calls of one stream, as they ring."""
    kept, key = stream.kept, chance.key(f"luck/{name}")
    zone = stream.zone[kept]
    columns = zip(
        ids[kept].tolist(),
        stream.place[kept].tolist(),
        stream.at_s[kept].tolist(),
        zone.tolist(),
        ground.node[zone].tolist(),
        profile.call_handling.draw().all_at(stream.handling[kept]).tolist(),
        strict=True,
    )
    service, kind, category = profile.service, profile.kind, profile.category
    reports = reports_of(profile)
    calls = []
    for number, place, at_s, in_zone, node, handling_s in columns:
        luck = mix(key, place)
        reported = reported_kind(reports, luck) if reports else None
        calls.append(
            Call(
                number, luck, name, at_s, in_zone, node, service, kind, reported or kind, category,
                handling_s,
            )
        )  # fmt: skip
    return calls


def reports_of(profile: DemandProfile) -> list[tuple[float, CallKind]]:
    """Up to which mark a call of this stream is reported as which other kind, in the order of the alphabet."""
    kinds = sorted(profile.reported_as)
    shares = np.cumsum([profile.reported_as[kind].base for kind in kinds]).tolist()
    return list(zip(shares, kinds, strict=True))


def reported_kind(reports: list[tuple[float, CallKind]], luck: int) -> CallKind | None:
    """As what a call is reported, by its mark; None if as what it is."""
    mark = to_unit(mix(luck, MarkOf.REPORTED))
    return next((kind for until, kind in reports if mark < until), None)


def calls_of(scenario: Scenario, region: Region, chance: Chance) -> list[Call]:
    """The calls of one replication of a scenario, drawn before the clock starts, or those of its file."""
    if scenario.recorded is not None:
        return recorded_calls(
            scenario.recorded, scenario, Ground.of(region, scenario.zone_weights), chance
        )
    return draw_calls(
        scenario.demand,
        {name: shape.by_hour_of_week() for name, shape in scenario.week_shapes.items()},
        scenario.ceilings,
        Ground.of(region, scenario.zone_weights),
        Season.of(scenario),
        chance,
    )


def recorded_calls(
    recorded: RecordedCalls, scenario: Scenario, ground: Ground, chance: Chance
) -> list[Call]:
    """The calls of a file: what was recorded stands, what was not is drawn from the streams of that kind and category.

    The luck of a call belongs to its id in the file and to the replication, so all options meet it alike; where they
    differ in demand, they may take its category from other streams.
    """
    key = chance.key("luck/recorded")
    rows = np.flatnonzero(recorded.at_s < horizon_s(scenario.calendar.days_in_all)).tolist()
    luck = [mix(key, number) for number in recorded.luck.tolist()]
    columns = [getattr(recorded, name).tolist() for name in RECORDED]
    streams: dict[tuple[int, int], RecordedStreams] = {}
    calls = []
    for row in rows:
        number, at_s, zone, node, kind, reported, category, handling_s = (
            column[row] for column in columns
        )
        if (kind, category) not in streams:
            streams[kind, category] = RecordedStreams.of(kind, category, scenario, ground)
        name, profile, reports, handling = streams[kind, category].pick(luck[row])
        drawn = reported_kind(reports, luck[row]) or profile.kind
        if handling_s != handling_s:
            handling_s = handling.at(to_unit(mix(luck[row], MarkOf.HANDLING)))
        calls.append(
            Call(
                number, luck[row], name, at_s, zone, node, profile.service, profile.kind,
                KINDS[reported] if reported >= 0 else drawn, profile.category, handling_s, facts_of(recorded, row),
            )
        )  # fmt: skip
    return calls


def facts_of(recorded: RecordedCalls, row: int) -> Facts | None:
    """What was recorded of what happened there; None if nothing was."""
    on_scene_s, handover_s = float(recorded.on_scene_s[row]), float(recorded.handover_s[row])
    conveyed, hospital = int(recorded.conveyed[row]), int(recorded.hospital[row])
    if conveyed == hospital == NOT_SAID and np.isnan(on_scene_s) and np.isnan(handover_s):
        return None
    return Facts(
        None if np.isnan(on_scene_s) else on_scene_s,
        None if conveyed == NOT_SAID else bool(conveyed),
        None if hospital == NOT_SAID else recorded.hospitals[hospital],
        None if np.isnan(handover_s) else handover_s,
    )


class RecordedStreams(NamedTuple):
    """The streams from which what a recorded call does not say may be drawn, each up to a mark by its rate."""

    until: list[float]
    streams: list[tuple[str, DemandProfile, list[tuple[float, CallKind]], Draw]]

    @classmethod
    def of(cls, kind: int, category: int, scenario: Scenario, ground: Ground) -> RecordedStreams:
        """Those of a kind, and of a category where it is known."""
        found = [
            (name, profile)
            for name, profile in sorted(scenario.demand.items())
            if profile.kind == KINDS[kind]
            and (category == NOT_SAID or profile.category == CATEGORIES[category])
        ]
        rates = np.array([p.calls_per_year(ground.people_of(p)) for _, p in found])
        rates = rates if rates.sum() > 0 else np.ones(len(found))
        return cls(
            (np.cumsum(rates) / rates.sum()).tolist(),
            [(n, p, reports_of(p), p.call_handling.draw()) for n, p in found],
        )

    def pick(self, luck: int) -> tuple[str, DemandProfile, list[tuple[float, CallKind]], Draw]:
        """The stream of a call, by its mark."""
        mark = to_unit(mix(luck, MarkOf.CATEGORY)) if len(self.streams) > 1 else 0.0
        place = bisect_right(self.until, mark)
        return self.streams[min(place, len(self.streams) - 1)]


def horizon_s(days: int) -> float:
    """Seconds in so many days."""
    return days * DAY_S
