"""Fire cover: who could be reached in time, hour by hour, given which pumps were really at home and crewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.coverage import first_attendance_s, people_within_by_state
from geography.region import Region
from results.clocks import units_that_stop
from results.log import MISSING, Columns
from results.workload import AT_STANDBY, unit_states
from scenarios.duty import WEEK_H
from scenarios.posts import station_node
from scenarios.response import Clock, Standard
from scenarios.scenario import Scenario
from sim.events import Kind

ZONE_STATES = 1500  # hours looked at for each zone's own figures, evenly spread


@dataclass(frozen=True)
class Pumps:
    """The units that stop a clock: drive seconds to each zone, and the turnout planned for in each hour of the week.

    A unit that may stand by at a key station has a row there too, with no turnout; `standby_at` is that node, else -1.
    """

    units: tuple[str, ...]
    standby_at: tuple[int, ...]
    inside: NDArray[np.bool_]  # [pump] of the county itself
    drive_s: NDArray[np.float64]  # [pump, zone]
    turnout_s: NDArray[np.float64]  # [pump, hour of week]


def pumps_of(clock: Clock, scenario: Scenario, region: Region) -> Pumps:
    """The pumps (or whatever stops this clock) of a scenario on the ground."""
    units, rows, turnouts, inside, standby_at = [], [], [], [], []

    def add(name: str, node: int, turnout_s: list[float], at: int) -> None:
        kind = scenario.vehicle_types[scenario.vehicles[name].type]
        ratio = kind.drive_time_ratio.base if kind.drive_time_ratio else 1.0
        units.append(name)
        standby_at.append(at)
        rows.append(region.roads.seconds_between(node, region.zones.node, kind.profile) * ratio)
        turnouts.append(turnout_s)
        inside.append(not scenario.stations[scenario.vehicles[name].station].outside_county)

    stops = set(units_that_stop(clock, scenario))
    for name in (name for name in scenario.vehicles if name in stops):
        vehicle = scenario.vehicles[name]
        duty = scenario.duty_systems[scenario.crew_pools[vehicle.crewed_from[0]].duty]
        planned = [turnout.planned.base for turnout in duty.turnout_by_hour()]
        add(name, station_node(scenario.stations[vehicle.station], region), planned, -1)
    for move in scenario.standby.values():
        node = station_node(scenario.stations[move.station], region)
        for name in (
            n for n in units[: len(stops)] if scenario.vehicles[n].station in move.sent_from
        ):
            add(name, node, [0.0] * WEEK_H, node)
    zones = len(region.zones.people)
    return Pumps(
        tuple(units),
        tuple(standby_at),
        np.array(inside, dtype=bool),
        np.asarray(rows, dtype=float).reshape(len(units), zones),
        np.asarray(turnouts, dtype=float).reshape(len(units), WEEK_H),
    )


def handling_s(clock: Clock, scenario: Scenario, region: Region) -> float:
    """Mean call handling that a clock times, by the rates of its calls; nought where it starts after that."""
    if clock.starts != "call_connected":
        return 0.0
    streams = [
        p
        for p in scenario.demand.values()
        if p.kind in clock.kinds and (not clock.categories or p.category in clock.categories)
    ]
    if not streams:
        return 0.0
    people = float(region.zones.people.sum())
    rates = np.array([p.calls_per_year(people) for p in streams])
    means = np.array([p.call_handling.mean_s for p in streams])
    if rates.sum() <= 0:
        return float(means.mean())
    return float((rates * means).sum() / rates.sum())


def available_by_hour(run: Columns, pumps: Pumps) -> NDArray[np.bool_]:
    """Whether each pump was at home and on the run at each counted hour: [hour, pump]."""
    hours = np.arange(run.counted_from_s, run.counted_until_s, 3600.0)
    states = unit_states(run)
    nodes = run.events["node"].to_numpy(dtype=np.int64, na_value=MISSING)
    found = np.zeros((len(hours), len(pumps.units)), dtype=bool)
    for number, (unit, standby_at) in enumerate(zip(pumps.units, pumps.standby_at, strict=True)):
        at_s, state = states[unit]
        place = np.searchsorted(at_s, hours, side="right") - 1
        if standby_at == MISSING:
            found[:, number] = state[place] == 0
        else:
            rows = run.by_unit.get(unit, np.array([], dtype=np.int64))
            where = np.concatenate([[MISSING], nodes[rows]])[place]
            found[:, number] = (state[place] == AT_STANDBY) & (where == standby_at)
    return found


def hours_of_week(run: Columns) -> NDArray[np.int64]:
    """The hour of the week of each counted hour."""
    first = int(run.scenario.calendar.first_hour + run.counted_from_s / 3600.0)
    return (first + np.arange(run.counted_days * 24)) % WEEK_H


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
    """The standards whose clock a crewed pump stops."""
    return {
        name: (standard, scenario.clocks[standard.clock])
        for name, standard in scenario.standards.items()
        if scenario.clocks[standard.clock].with_skill == "firefighting"
    }


def places(scenario: Scenario, region: Region) -> dict[str, NDArray[np.float64]]:
    """The people of the whole region (under '') and of each district reported apart, zone by zone."""
    people = region.zones.people
    return {"": people, **{name: people * region.zones.areas[name] for name in scenario.districts}}


def cover_table(run: Columns, region: Region) -> pd.DataFrame:
    """People within each fire standard and pumps available at every counted hour, by place and standard."""
    tables = []
    for name, (standard, clock) in fire_standards(run.scenario).items():
        pumps = pumps_of(clock, run.scenario, region)
        available = available_by_hour(run, pumps)
        handling, hours = (
            handling_s(clock, run.scenario, region),
            hours_of_week(run),
        )
        for place, people in places(run.scenario, region).items():
            within = np.zeros(len(hours))
            for index, turnout_s in by_turnout(pumps, hours):
                within[index] = people_within_by_state(
                    pumps.drive_s,
                    turnout_s + handling,
                    available[index],
                    people,
                    standard.limit.base,
                )
            tables.append(
                pd.DataFrame(
                    {
                        "hour": np.arange(len(hours)),
                        "standard": name,
                        "clock": standard.clock,
                        "district": place,
                        "people_within": within,
                        "people": float(people.sum()),
                        "pumps": available[:, pumps.inside].sum(axis=1),
                    }
                )
            )
    columns = ["hour", "standard", "clock", "district", "people_within", "people", "pumps"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def declared_cover_table(scenario: Scenario, region: Region) -> pd.DataFrame:
    """People within each fire standard if every pump were on the run and at home, mean over the week's hours."""
    rows = []
    for name, (standard, clock) in fire_standards(scenario).items():
        pumps = pumps_of(clock, scenario, region)
        handling = handling_s(clock, scenario, region)
        for place, people in places(scenario, region).items():
            total = 0.0
            for index, turnout_s in by_turnout(pumps, np.arange(WEEK_H)):
                all_of_them = np.ones((1, len(pumps.units)), dtype=bool)
                within = people_within_by_state(
                    pumps.drive_s, turnout_s + handling, all_of_them, people, standard.limit.base
                )
                total += float(within[0]) * len(index) / WEEK_H
            rows.append(
                {
                    "standard": name,
                    "clock": standard.clock,
                    "district": place,
                    "people_within": total,
                }
            )
    return pd.DataFrame(rows, columns=["standard", "clock", "district", "people_within"])


def zone_table(run: Columns, region: Region) -> pd.DataFrame:
    """For each zone and fire standard: the median expected first attendance over the counted hours, and the share of
    hours in which it was within the limit, given which pumps were at home and on the run."""
    tables = []
    step = max(1, run.counted_days * 24 // ZONE_STATES)
    chosen = np.arange(0, run.counted_days * 24, step)
    hours = hours_of_week(run)[chosen]
    for name, (standard, clock) in fire_standards(run.scenario).items():
        pumps = pumps_of(clock, run.scenario, region)
        available = available_by_hour(run, pumps)[chosen]
        times = np.empty((len(hours), len(region.zones.people)), dtype=np.float32)
        for index, turnout_s in by_turnout(pumps, hours):
            delay_s = turnout_s + handling_s(clock, run.scenario, region)
            times[index] = first_attendance_s(pumps.drive_s, delay_s, available[index])
        tables.append(
            pd.DataFrame(
                {
                    "zone": np.arange(times.shape[1]),
                    "standard": name,
                    "clock": standard.clock,
                    "service": clock.service,
                    "median_s": np.median(times, axis=0),
                    "share_within": (times <= standard.limit.base).mean(axis=0),
                }
            )
        )
    columns = ["zone", "standard", "clock", "service", "median_s", "share_within"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def conveying_spells(run: Columns) -> dict[str, NDArray[np.float64]]:
    """For each vehicle of the county's fire service that conveys: when it was out on medical calls, [spells, 2]."""
    types, stations = run.scenario.vehicle_types, run.scenario.stations
    medical = run.calls.index[(run.calls["service"] == "ambulance").to_numpy()]
    found = {}
    for name, vehicle in run.scenario.vehicles.items():
        kind = types[vehicle.type]
        ours = kind.service == "fire" and not stations[vehicle.station].outside_county
        if not ours or "convey" not in kind.skills or name not in run.by_unit:
            continue
        part = run.events.iloc[run.by_unit[name]]
        sent = (part["kind"] == str(Kind.UNIT_ASSIGNED)).to_numpy()
        sent &= part["call"].isin(medical).to_numpy(dtype=bool, na_value=False)
        home = (part["kind"] == str(Kind.UNIT_HOME)).to_numpy()
        at_s = part["at_s"].to_numpy(dtype=float)
        ends = np.append(at_s[home], run.counted_until_s)
        starts = at_s[sent]
        if len(starts):
            found[name] = np.column_stack([starts, ends[np.searchsorted(ends[:-1], starts)]])
    return found


def next_pump_table(run: Columns, region: Region) -> pd.DataFrame:
    """For hours spread over the counted ones: whether fire crews were conveying, how soon the next pump could then be
    at a fire anywhere (mean over people), and the people beyond the standard because of it.

    Empty where no fire crew ever conveys.
    """
    spells = conveying_spells(run)
    columns = ["standard", "clock", "conveying", "next_pump_s", "beyond_due"]
    if not spells:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    step = max(1, run.counted_days * 24 // ZONE_STATES)
    chosen = np.arange(0, run.counted_days * 24, step)
    hours = hours_of_week(run)[chosen]
    now_s = run.counted_from_s + chosen * 3600.0
    out = {
        unit: np.asarray(((rows[:, :1] <= now_s) & (now_s < rows[:, 1:])).any(axis=0))
        for unit, rows in spells.items()
    }
    people = region.zones.people
    tables = []
    for name, (standard, clock) in fire_standards(run.scenario).items():
        pumps = pumps_of(clock, run.scenario, region)
        available = available_by_hour(run, pumps)[chosen]
        if_home = available | held_up(run, pumps, out)
        next_s, due = np.empty(len(chosen)), np.empty(len(chosen))
        for index, turnout_s in by_turnout(pumps, hours):
            delay_s = turnout_s + handling_s(clock, run.scenario, region)
            times = first_attendance_s(pumps.drive_s, delay_s, available[index])
            best = first_attendance_s(pumps.drive_s, delay_s, if_home[index])
            next_s[index] = times @ people / people.sum()
            limit_s = standard.limit.base
            due[index] = ((times > limit_s) & (best <= limit_s)) @ people
        tables.append(
            pd.DataFrame(
                {
                    "standard": name,
                    "clock": standard.clock,
                    "conveying": np.logical_or.reduce(list(out.values())),
                    "next_pump_s": next_s,
                    "beyond_due": due,
                }
            )
        )
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def held_up(run: Columns, pumps: Pumps, out: Mapping[str, NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Whether each pump shares its people with a vehicle that was out conveying in each hour: [hour, pump]."""
    vehicles = run.scenario.vehicles
    hours = len(next(iter(out.values())))
    found = np.zeros((hours, len(pumps.units)), dtype=bool)
    for number, unit in enumerate(pumps.units):
        if pumps.standby_at[number] == MISSING:
            for other, away in out.items():
                if set(vehicles[unit].crewed_from) & set(vehicles[other].crewed_from):
                    found[:, number] |= away
    return found
