"""Fire cover: who could be reached in time, hour by hour, given which pumps were really at home and crewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.coverage import first_attendance_s, people_within_by_state
from geography.region import Region
from results.clocks import crew_to_stop, units_that_stop
from results.log import Columns
from results.states import AT_STANDBY, HOME
from scenarios.duty import WEEK_H
from scenarios.posts import station_node
from scenarios.response import Clock, Standard
from scenarios.scenario import Scenario
from scenarios.seasons import Ground, Season
from sim.log import MISSING

ZONE_STATES = 1500  # hours looked at for each zone's own figures, evenly spread
ZONES_AT_ONCE = 512
ZONE_COLUMNS = [
    "zone", "standard", "clock", "service", "median_s", "weekday_s", "night_s", "share_within",
]  # fmt: skip
DAY_FROM_H, NIGHT_FROM_H = 7, 19


@dataclass(frozen=True, eq=False)
class Pumps:
    """The units that stop a clock: drive seconds to each zone, and the turnout planned for in each hour of the week.

    A unit that may stand by at a key station has a row there too, with no turnout; `standby_at` is that node, else -1.
    `crew` is the fewest people with whom it stops the clock.
    """

    units: tuple[str, ...]
    standby_at: NDArray[np.int64]
    crew: tuple[int, ...]
    inside: NDArray[np.bool_]  # [pump] of the county itself
    drive_s: NDArray[np.float64]  # [pump, zone]
    turnout_s: NDArray[np.float64]  # [pump, hour of week]

    @property
    def at_home(self) -> NDArray[np.bool_]:
        """Which rows are of a pump at its own station: each pump once."""
        return np.asarray(self.standby_at == MISSING)


@dataclass(frozen=True, eq=False)
class FireCover:
    """One fire standard of a run: its pumps, and whether each could go at each counted hour, [hour, pump]."""

    name: str
    standard: Standard
    clock: Clock
    handling_s: float
    pumps: Pumps
    available: NDArray[np.bool_]


def pumps_of(clock: Clock, scenario: Scenario, region: Region) -> Pumps:
    """The pumps (or whatever stops this clock) of a scenario on the ground."""
    units, rows, turnouts, inside, standby_at, crews = [], [], [], [], [], []

    def add(name: str, node: int, turnout_s: list[float], at: int) -> None:
        kind = scenario.vehicle_types[scenario.vehicles[name].type]
        ratio = kind.drive_time_ratio.base if kind.drive_time_ratio else 1.0
        units.append(name)
        standby_at.append(at)
        crews.append(crew_to_stop(clock, kind))
        rows.append(region.roads.seconds_between(node, region.zones.node, kind.profile) * ratio)
        turnouts.append(turnout_s)
        inside.append(not scenario.stations[scenario.vehicles[name].station].outside_county)

    stops = set(units_that_stop(clock, scenario))
    for name in (name for name in scenario.vehicles if name in stops):
        vehicle = scenario.vehicles[name]
        duty = scenario.duty_systems[scenario.crew_pools[vehicle.crewed_from[0]].duty]
        planned = [turnout.planned.base for turnout in duty.turnout_by_hour()]
        add(name, station_node(scenario.stations[vehicle.station], region), planned, MISSING)
    for move in scenario.standby.values():
        node = station_node(scenario.stations[move.station], region)
        for name in (
            n for n in units[: len(stops)] if scenario.vehicles[n].station in move.sent_from
        ):
            add(name, node, [0.0] * WEEK_H, node)
    zones = len(region.zones.people)
    return Pumps(
        tuple(units),
        np.array(standby_at, dtype=np.int64),
        tuple(crews),
        np.array(inside, dtype=bool),
        np.asarray(rows, dtype=float).reshape(len(units), zones),
        np.asarray(turnouts, dtype=float).reshape(len(units), WEEK_H),
    )


def handling_s(clock: Clock, scenario: Scenario, region: Region) -> float:
    """Mean call handling that a clock times, by the rates of its calls; nought where it starts after that.

    A stream's rate is that of a whole year among those where it rings: growth, area and visitors included, surges not.
    """
    if clock.starts != "call_connected":
        return 0.0
    streams = [
        p
        for p in scenario.demand.values()
        if p.kind in clock.kinds and (not clock.categories or p.category in clock.categories)
    ]
    if not streams:
        return 0.0
    ground, season = Ground.of(region, scenario.zone_weights), Season.of(scenario)
    rates = np.array(
        [p.calls_per_year(ground.people_of(p)) * season.by_month(p, ground).mean() for p in streams]
    )
    means = np.array([p.call_handling.mean_s for p in streams])
    if rates.sum() <= 0:
        return float(means.mean())
    return float((rates * means).sum() / rates.sum())


def available_by_hour(run: Columns, pumps: Pumps) -> NDArray[np.bool_]:
    """Whether each pump could go at each counted hour, at home or standing by, with the crew that stops the clock."""
    hours = np.arange(run.counted_from_s, run.counted_until_s, 3600.0)
    found = np.zeros((len(hours), len(pumps.units)), dtype=bool)
    for number, (unit, at) in enumerate(zip(pumps.units, pumps.standby_at.tolist(), strict=True)):
        states = run.states[unit]
        home, there = states.state == HOME, (states.state == AT_STANDBY) & (states.node == at)
        ready = (home if at == MISSING else there) & ~states.rides_short(pumps.crew[number])
        found[:, number] = ready[states.at(hours)]
    return found


def hours_of_week(run: Columns) -> NDArray[np.int64]:
    """The hour of the week of each counted hour."""
    first = int(run.scenario.calendar.first_hour + run.counted_from_s / 3600.0)
    return (first + np.arange(run.counted_days * 24)) % WEEK_H


def spread_hours(run: Columns) -> NDArray[np.int64]:
    """Counted hours, evenly spread, at which each zone is looked at."""
    hours = run.counted_days * 24
    return np.arange(0, hours, max(1, hours // ZONE_STATES))


def on_weekdays(hours: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which hours of the week, from Monday midnight, are of Mondays to Fridays from 07:00 to 19:00."""
    clock = hours % 24
    return np.asarray((hours < 5 * 24) & (clock >= DAY_FROM_H) & (clock < NIGHT_FROM_H))


def at_night(hours: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which hours of the week are of any night from 19:00 to 07:00."""
    clock = hours % 24
    return np.asarray((clock < DAY_FROM_H) | (clock >= NIGHT_FROM_H))


def median_of(times: NDArray[np.float32], some: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The median over some of the hours, [zones]; NaN where there are none of them."""
    if not some.any():
        return np.full(times.shape[1], np.nan)
    return np.asarray(np.median(times[some], axis=0), dtype=np.float64)


def by_turnout(
    pumps: Pumps, hours: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The hours grouped by what turnouts are planned for in them: indices, and seconds a pump."""
    patterns, group = np.unique(pumps.turnout_s.T, axis=0, return_inverse=True)
    group = group.ravel()
    for number, turnout_s in enumerate(patterns):
        index = np.flatnonzero(group[hours] == number)
        if len(index):
            yield index, turnout_s


def fire_standards(scenario: Scenario) -> dict[str, tuple[Standard, Clock]]:
    """The standards whose clock the first crewed pump stops."""
    return {
        name: (standard, scenario.clocks[standard.clock])
        for name, standard in scenario.standards.items()
        if scenario.clocks[standard.clock].with_skill == "firefighting"
        and standard.order == "first"
    }


def fire_covers(run: Columns, region: Region) -> list[FireCover]:
    """Every fire standard of a run; standards of the same pumps share them."""
    shared: dict[object, tuple[Pumps, NDArray[np.bool_]]] = {}
    found = []
    for name, (standard, clock) in fire_standards(run.scenario).items():
        key = (clock.stopped_by, clock.with_skill)
        if key not in shared:
            pumps = pumps_of(clock, run.scenario, region)
            shared[key] = (pumps, available_by_hour(run, pumps))
        handling = handling_s(clock, run.scenario, region)
        found.append(FireCover(name, standard, clock, handling, *shared[key]))
    return found


def places(scenario: Scenario, region: Region) -> dict[str, NDArray[np.float64]]:
    """The people of the whole region (under '') and of each district reported apart, zone by zone."""
    people = region.zones.people
    return {"": people, **{name: people * region.zones.areas[name] for name in scenario.districts}}


def cover_table(run: Columns, region: Region, covers: list[FireCover]) -> pd.DataFrame:
    """People within each fire standard and pumps available at every counted hour, by place and standard."""
    tables, hours = [], hours_of_week(run)
    of_place = places(run.scenario, region)
    people = np.array(list(of_place.values()))
    for cover in covers:
        pumps, available = cover.pumps, cover.available
        within = np.zeros((len(hours), len(people)))
        for index, turnout_s in by_turnout(pumps, hours):
            delay_s, limit_s = turnout_s + cover.handling_s, cover.standard.limit.base
            within[index] = people_within_by_state(
                pumps.drive_s, delay_s, available[index], people, limit_s
            )
        for number, place in enumerate(of_place):
            tables.append(
                pd.DataFrame(
                    {
                        "hour": np.arange(len(hours)),
                        "standard": cover.name,
                        "clock": cover.standard.clock,
                        "district": place,
                        "people_within": within[:, number],
                        "people": float(people[number].sum()),
                        "pumps": available[:, pumps.inside].sum(axis=1),
                    }
                )
            )
    columns = ["hour", "standard", "clock", "district", "people_within", "people", "pumps"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def declared_cover_table(scenario: Scenario, region: Region) -> pd.DataFrame:
    """People within each fire standard if every pump were on the run and at home, mean over the week's hours."""
    rows = []
    of_place = places(scenario, region)
    people = np.array(list(of_place.values()))
    for name, (standard, clock) in fire_standards(scenario).items():
        pumps = pumps_of(clock, scenario, region)
        handling = handling_s(clock, scenario, region)
        total = np.zeros(len(people))
        for index, turnout_s in by_turnout(pumps, np.arange(WEEK_H)):
            delay_s, limit_s = turnout_s + handling, standard.limit.base
            within = people_within_by_state(
                pumps.drive_s, delay_s, pumps.at_home[None, :], people, limit_s
            )
            total += within[0] * len(index) / WEEK_H
        rows += [
            (name, standard.clock, place, float(value))
            for place, value in zip(of_place, total, strict=True)
        ]
    return pd.DataFrame(rows, columns=["standard", "clock", "district", "people_within"])


def zone_blocks(zones: int) -> Iterator[slice]:
    """The zones a block at a time, since hours by zones take much room."""
    return (slice(start, start + ZONES_AT_ONCE) for start in range(0, zones, ZONES_AT_ONCE))


def first_pump_s(
    pumps: Pumps, available: NDArray[np.bool_], hours: NDArray[np.int64], zones: slice
) -> NDArray[np.float32]:
    """Seconds from alert to the first pump at each of some zones in each of some hours of the week, [hours, zones]."""
    drive_s = pumps.drive_s[:, zones]
    times = np.empty((len(hours), drive_s.shape[1]), dtype=np.float32)
    for index, turnout_s in by_turnout(pumps, hours):
        times[index] = first_attendance_s(drive_s, turnout_s, available[index])
    return times


def zone_table(run: Columns, region: Region, covers: list[FireCover]) -> pd.DataFrame:
    """For each zone and fire standard: the median expected first attendance over the counted hours, over weekdays and
    over nights, and the share of hours in which it was within the limit, given which pumps were at home and on the
    run."""
    chosen, zones = spread_hours(run), len(region.zones.people)
    hours = hours_of_week(run)[chosen]
    day, night = on_weekdays(hours), at_night(hours)
    median_s, day_s, night_s, share = (np.empty((len(covers), zones)) for _ in range(4))
    for pumps in dict.fromkeys(cover.pumps for cover in covers):
        mine = [number for number, cover in enumerate(covers) if cover.pumps is pumps]
        available = covers[mine[0]].available[chosen]
        for block in zone_blocks(zones):
            times = first_pump_s(pumps, available, hours, block)
            middle = np.median(times, axis=0).astype(float)
            by_day, by_night = median_of(times, day), median_of(times, night)
            for number in mine:
                cover = covers[number]
                limit_s = cover.standard.limit.base - cover.handling_s
                median_s[number, block] = middle + cover.handling_s
                day_s[number, block] = by_day + cover.handling_s
                night_s[number, block] = by_night + cover.handling_s
                share[number, block] = (times <= limit_s).mean(axis=0)
    tables = [
        pd.DataFrame(
            {
                "zone": np.arange(zones),
                "standard": cover.name,
                "clock": cover.standard.clock,
                "service": cover.clock.service,
                "median_s": median_s[number],
                "weekday_s": day_s[number],
                "night_s": night_s[number],
                "share_within": share[number],
            }
        )
        for number, cover in enumerate(covers)
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=ZONE_COLUMNS)
