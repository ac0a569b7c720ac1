"""The stations of a study's scenarios as facts for their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.figures.wording import counted
from results.station_facts import ON_STATION, StationFacts, Stations
from results.station_ground import ground_of
from results.station_money import hours_on_shift, own_cost, unpaid_people
from scenarios.duty import WEEK_H, shares_by_hour
from scenarios.fleet import CrewPool
from scenarios.response import Clock
from scenarios.scenario import Scenario

QUARTERS = 4


def stations_of(
    scenarios: Sequence[Scenario], region: Region, clock: str, asked: tuple[str, ...]
) -> Stations:
    """Facts of every station of the county under every scenario, the first being the baseline; grounds on a clock."""
    facts: dict[str, dict[str, StationFacts]] = {}
    fire: set[str] = set()
    for scenario in scenarios:
        rostered = hours_on_shift(scenario)
        for key, station in scenario.stations.items():
            units = vehicles_at(scenario, key)
            if station.outside_county or not units:
                continue
            there = facts_of(scenario, key, rostered)
            there = replace(there, moved_from=moved_from(scenario, key, scenarios[0]))
            facts.setdefault(key, {})[scenario.name] = there
            types = scenario.vehicle_types
            if any(types[scenario.vehicles[unit].type].service == "fire" for unit in units):
                fire.add(key)
    grounds: dict[str, NDArray[np.int64]] = {}
    own: dict[str, str] = {}
    for scenario in scenarios:
        new = fire & {k for k, of in facts.items() if scenario.name in of} - set(grounds)
        if scenario is not scenarios[0] and not new:
            continue
        for key, zones in ground_zones(scenario, region, clock).items():
            if scenario is scenarios[0] or key in new:
                grounds[key] = zones
                own |= {} if scenario is scenarios[0] else {key: scenario.name}
    title = scenarios[0].clocks[clock].title if clock else ""
    timed = dict.fromkeys(standard.clock for standard in scenarios[0].standards.values())
    areas = {name: found for name in timed if (found := ground_zones(scenarios[0], region, name))}
    return Stations(facts, grounds, own, clock, title, frozenset(fire), areas, asked)


def commonest_clock(baseline: Scenario, arrivals: pd.DataFrame) -> str:
    """The clock of the fire service with the most counted calls in the baseline: a ground has few enough of them."""
    if not len(arrivals):
        return ""
    mine = (arrivals["scenario"] == baseline.name) & (arrivals["order"] == "first")
    calls = arrivals.loc[mine.to_numpy(dtype=bool), "clock"].value_counts()
    fire = [name for name, clock in baseline.clocks.items() if clock.service == "fire"]
    there = [name for name in fire if calls.get(name, 0)]
    return max(there, key=lambda name: int(calls[name]), default="")


def ground_zones(scenario: Scenario, region: Region, name: str) -> dict[str, NDArray[np.int64]]:
    """The zones of each station's ground on a clock of the fire service; none for another clock."""
    clock: Clock | None = scenario.clocks.get(name)
    found = ground_of(clock, scenario, region) if clock and clock.service == "fire" else None
    if found is None:
        return {}
    stations, ground = found
    return {station: np.flatnonzero(ground == n) for n, station in enumerate(stations)}


def vehicles_at(scenario: Scenario, station: str) -> list[str]:
    """The vehicles that stand at a station."""
    return [name for name, v in scenario.vehicles.items() if v.station == station]


def facts_of(
    scenario: Scenario, station: str, rostered: Mapping[str, float] | None = None
) -> StationFacts:
    """What is at a station under a scenario; `rostered` are its vehicles' hours a year on shift, where known."""
    units = vehicles_at(scenario, station)
    pools = [name for name, pool in scenario.crew_pools.items() if pool.station == station]
    week, week_of = least_crewed(scenario, units)
    return StationFacts(
        tuple(scenario.stations[station].agencies),
        tuple((unit, unit_words(scenario, unit)) for unit in units),
        tuple(crew_words(scenario, scenario.crew_pools[name]) for name in pools),
        week,
        week_of,
        own_cost(scenario, station, rostered),
        unpaid_people(scenario, station),
    )


def moved_from(scenario: Scenario, station: str, baseline: Scenario) -> tuple[str, ...]:
    """The names of other stations at which some of a station's vehicles or people are in the baseline."""
    before = [
        baseline.vehicles[unit].station
        for unit in vehicles_at(scenario, station)
        if unit in baseline.vehicles
    ]
    before += [
        baseline.crew_pools[name].station
        for name, pool in scenario.crew_pools.items()
        if pool.station == station and name in baseline.crew_pools
    ]
    others = dict.fromkeys(key for key in before if key != station)
    return tuple(baseline.stations[key].name for key in others if key in baseline.stations)


def unit_words(scenario: Scenario, unit: str) -> str:
    """A vehicle and how many crew it."""
    vehicle = scenario.vehicles[unit]
    return f"{vehicle.name}, crew of {scenario.vehicle_types[vehicle.type].crew}"


def crew_words(scenario: Scenario, pool: CrewPool) -> str:
    """How many people, and on which duty."""
    duty = scenario.duty_systems[pool.duty]
    words = f"{duty.name[:1].lower()}{duty.name[1:]}"
    return f"{counted(pool.people, 'person', 'people')}: {words}"


def least_crewed(scenario: Scenario, units: Sequence[str]) -> tuple[tuple[float, ...], str]:
    """By hour of the week, how often the vehicle that is crewed least can be crewed; fire engines before others."""
    types = scenario.vehicle_types
    pumps = [u for u in units if "firefighting" in types[scenario.vehicles[u].type].skills]
    weeks = {unit: declared_week(scenario, unit) for unit in pumps or units}
    if not weeks:
        return (), ""
    least = min(weeks, key=lambda unit: float(np.minimum(weeks[unit], 1.0).sum()))
    if np.isnan(weeks[least]).any():
        return (), ""
    return tuple(weeks[least].tolist()), scenario.vehicles[least].name


def declared_week(scenario: Scenario, unit: str) -> NDArray[np.float64]:
    """For each hour of the week ON_STATION where its shift crews fill it, else the likeliest on-call crew's declared
    share; NaN where none is declared. One person on shift beside an on-call crew is no crew at the station."""
    vehicle = scenario.vehicles[unit]
    at_station, on_call = np.zeros(WEEK_H), np.zeros(WEEK_H)
    for name in vehicle.crewed_from:
        pool = scenario.crew_pools[name]
        duty = scenario.duty_systems[pool.duty]
        if duty.kind == "oncall":
            shares = shares_by_hour(pool.availability or duty.availability)
            on_call = np.maximum(on_call, shares)
            continue
        on = np.logical_or.reduce([hours.by_hour_of_week(QUARTERS) for hours in duty.hours])
        whole = on.reshape(WEEK_H, QUARTERS).mean(axis=1) >= 0.5
        at_station += pool.people * whole
    crew = scenario.vehicle_types[vehicle.type].crew
    return np.where(at_station >= crew, ON_STATION, on_call)
