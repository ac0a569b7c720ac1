"""The day is written before it is played: every call, with a mark for each thing that chance will decide about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geography.region import Region
from scenarios.call import Call, CallList, Facts, MarkOf, Stream
from scenarios.chance import (
    TICKS_PER_S,
    Chance,
    Draw,
    mix,
    mix_all,
    mix_all_with,
    to_unit,
    to_units,
)
from scenarios.demand import DemandProfile
from scenarios.duty import DAY_S, HOUR_S, WEEK_H
from scenarios.recorded import CATEGORIES, KINDS, NOT_SAID, RecordedCalls
from scenarios.scenario import Scenario
from scenarios.seasons import Ground, Season
from scenarios.words import CallKind

__all__ = ["Call", "CallList", "Facts", "MarkOf", "calls_of", "draw_calls", "horizon_s"]
YEAR_DAYS = 365.25
MARKS = ("kept", "zone", "handling")


@dataclass(frozen=True, slots=True)
class Drawn:
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
) -> Drawn:
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
    return Drawn(at_s, np.arange(len(at_s)), zone, handling, kept * ceiling_per_year < now)


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
) -> CallList:
    """Every call of one replication, in time order.

    `ceilings` gives each stream's largest calls a year over all options of the study and hours of the year, so that
    the calls of one option are those of another wherever their rates agree; an id is a place in that superset. Where
    options differ in the shape of their weeks, their calls differ in time.
    """
    names = sorted(demand)
    drawn = [
        draw_stream(
            name, demand[name], week_shapes[demand[name].week], ceilings[name], ground, season, chance
        )
        for name in names
    ]  # fmt: skip
    return merged(names, drawn, demand, ground, chance)


def merged(
    names: list[str],
    drawn: list[Drawn],
    demand: Mapping[str, DemandProfile],
    ground: Ground,
    chance: Chance,
) -> CallList:
    """The kept calls of all streams in order of time, each with its place in the superset as its number."""
    at_s = joined([stream.at_s for stream in drawn], np.float64)
    which = np.repeat(np.arange(len(drawn)), [len(stream.at_s) for stream in drawn])
    place = joined([stream.place for stream in drawn], np.int64)
    order = np.lexsort((place, which, at_s))
    kept = joined([stream.kept for stream in drawn], np.bool_)[order]
    number, order = np.flatnonzero(kept), order[kept]
    zone = joined([stream.zone for stream in drawn], np.int64)[order]
    luck = joined(
        [
            mix_all(chance.key(f"luck/{name}"), stream.place.astype(np.uint64))
            for name, stream in zip(names, drawn, strict=True)
        ],
        np.uint64,
    )[order]
    handling_s = joined(
        [
            demand[name].call_handling.draw().all_at(stream.handling)
            for name, stream in zip(names, drawn, strict=True)
        ],
        np.float64,
    )[order]
    stream_of = which[order]
    reported = np.zeros(len(order), dtype=np.int16)
    for code, name in enumerate(names):
        mine = np.flatnonzero(stream_of == code)
        reported[mine] = reported_kinds(demand[name], luck[mine])
    return CallList(
        tuple(stream_named(name, demand[name]) for name in names),
        number.astype(np.int64),
        luck,
        stream_of.astype(np.int16),
        at_s[order],
        zone.astype(np.int32),
        ground.node[zone].astype(np.int32),
        reported,
        handling_s,
    )


def joined(parts: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    """Arrays end to end; none of them is an empty one."""
    return np.concatenate([np.zeros(0, dtype=kind), *parts])


def stream_named(name: str, profile: DemandProfile) -> Stream:
    """What all calls of a stream have in common."""
    return Stream(name, profile.service, profile.kind, profile.category)


def reported_kinds(profile: DemandProfile, luck: NDArray[np.uint64]) -> NDArray[np.int64]:
    """As what each call of a stream is reported, by its mark: places in `KINDS`."""
    reports = reports_of(profile)
    codes = np.array([KINDS.index(kind) for _, kind in reports] + [KINDS.index(profile.kind)])
    if not reports:
        return np.full(len(luck), codes[-1])
    marks = to_units(mix_all_with(luck, MarkOf.REPORTED))
    return np.asarray(codes[np.searchsorted([until for until, _ in reports], marks, side="right")])


def reports_of(profile: DemandProfile) -> list[tuple[float, CallKind]]:
    """Up to which mark a call of this stream is reported as which other kind, in the order of the alphabet."""
    kinds = sorted(profile.reported_as)
    shares = np.cumsum([profile.reported_as[kind].base for kind in kinds]).tolist()
    return list(zip(shares, kinds, strict=True))


def reported_kind(reports: list[tuple[float, CallKind]], luck: int) -> CallKind | None:
    """As what a call is reported, by its mark; None if as what it is."""
    mark = to_unit(mix(luck, MarkOf.REPORTED))
    return next((kind for until, kind in reports if mark < until), None)


def calls_of(scenario: Scenario, region: Region, chance: Chance) -> CallList:
    """The calls of one replication of a scenario, drawn before the clock starts, or those of its file."""
    ground = Ground.of(region, scenario.zone_weights)
    if scenario.recorded is not None:
        return recorded_calls(scenario.recorded, scenario, ground, chance)
    return draw_calls(
        scenario.demand,
        {name: shape.by_hour_of_week() for name, shape in scenario.week_shapes.items()},
        scenario.ceilings,
        ground,
        Season.of(scenario),
        chance,
    )


def recorded_calls(
    recorded: RecordedCalls, scenario: Scenario, ground: Ground, chance: Chance
) -> CallList:
    """The calls of a file: what was recorded stands, what was not is drawn from the streams of that kind and category.

    The luck of a call belongs to its id in the file and to the replication, so all options meet it alike; where they
    differ in demand, they may take its category from other streams.
    """
    rows = np.flatnonzero(recorded.at_s < horizon_s(scenario.calendar.days_in_all))
    luck = mix_all(chance.key("luck/recorded"), recorded.luck[rows])
    names = sorted(scenario.demand)
    place = {name: number for number, name in enumerate(names)}
    possible: dict[tuple[int, int], RecordedStreams] = {}
    stream, handling_s = np.zeros(len(rows), dtype=np.int16), recorded.call_handling_s[rows].copy()
    reported, facts = recorded.reported_kind[rows].astype(np.int16), {}
    for row, (kept, its_luck) in enumerate(zip(rows.tolist(), luck.tolist(), strict=True)):
        key = int(recorded.kind[kept]), int(recorded.category[kept])
        if key not in possible:
            possible[key] = RecordedStreams.of(*key, scenario, ground)
        name, profile, reports, handling = possible[key].pick(its_luck)
        stream[row] = place[name]
        if reported[row] < 0:
            reported[row] = KINDS.index(reported_kind(reports, its_luck) or profile.kind)
        if np.isnan(handling_s[row]):
            handling_s[row] = handling.at(to_unit(mix(its_luck, MarkOf.HANDLING)))
        said = facts_of(recorded, kept)
        if said is not None:
            facts[row] = said
    return CallList(
        tuple(stream_named(name, scenario.demand[name]) for name in names),
        recorded.number[rows],
        luck,
        stream,
        recorded.at_s[rows],
        recorded.zone[rows].astype(np.int32),
        recorded.node[rows].astype(np.int32),
        reported,
        handling_s,
        facts,
    )


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
