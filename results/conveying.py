"""Fire cover while fire crews convey patients: how soon the next pump comes, and who is beyond the standard for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.fire_cover import (
    FireCover,
    Pumps,
    first_pump_s,
    hours_of_week,
    spread_hours,
    zone_blocks,
)
from results.log import Columns
from results.states import HOME, OFF_THE_RUN
from results.workload import Crews, count_at, crew_counts
from sim.events import Kind
from sim.log import CODE, MISSING

COLUMNS = ["standard", "clock", "conveying", "next_pump_s", "beyond_due"]
Out = Mapping[str, NDArray[np.bool_]]  # for each vehicle that conveys: at which hours it was


def conveying_spells(run: Columns) -> dict[str, NDArray[np.float64]]:
    """For each vehicle of the county's fire service: when it was out on jobs on which it took a patient to hospital,
    from being sent until home or sent again, [spells, 2]."""
    types, stations, events = run.scenario.vehicle_types, run.scenario.stations, run.events
    ends = [CODE[kind] for kind in (Kind.UNIT_HOME, Kind.UNIT_ASSIGNED, Kind.STANDBY_SENT)]
    found = {}
    for name, vehicle in run.scenario.vehicles.items():
        if types[vehicle.type].service != "fire" or stations[vehicle.station].outside_county:
            continue
        places = run.places_of_unit(name)
        at_s, kind = events.at_s[places], events.kind[places]
        left = np.flatnonzero(kind == CODE[Kind.LEFT_SCENE])
        if not len(left):
            continue
        sent = np.flatnonzero(kind == CODE[Kind.UNIT_ASSIGNED])
        over = np.flatnonzero(np.isin(kind, ends))
        until_s = np.append(at_s[over], run.counted_until_s)[np.searchsorted(over, left)]
        found[name] = np.column_stack([at_s[sent[np.searchsorted(sent, left) - 1]], until_s])
    return found


def next_pump_table(run: Columns, region: Region, covers: list[FireCover]) -> pd.DataFrame:
    """For hours spread over the counted ones: whether fire crews were conveying, how soon the next pump could then be
    at a fire anywhere (mean over people), and the people beyond the standard because of it.

    Empty where no fire crew ever conveys.
    """
    spells = conveying_spells(run)
    if not spells:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    chosen = spread_hours(run)
    hours, people = hours_of_week(run)[chosen], region.zones.people
    now_s = np.asarray(run.counted_from_s + chosen * 3600.0, dtype=np.float64)
    out = {
        unit: np.asarray(((rows[:, :1] <= now_s) & (now_s < rows[:, 1:])).any(axis=0))
        for unit, rows in spells.items()
    }
    conveying = np.logical_or.reduce(list(out.values()))
    next_s, due = np.zeros((len(covers), len(hours))), np.zeros((len(covers), len(hours)))
    for pumps in dict.fromkeys(cover.pumps for cover in covers):
        mine = [number for number, cover in enumerate(covers) if cover.pumps is pumps]
        available = covers[mine[0]].available[chosen]
        if_home = available | had_it_not_conveyed(run, pumps, out, now_s)
        other = np.flatnonzero((if_home != available).any(axis=1))
        for block in zone_blocks(len(people)):
            times = first_pump_s(pumps, available, hours, block)
            best = first_pump_s(pumps, if_home[other], hours[other], block)
            lived_in = people[block] > 0  # nobody waits where nobody lives, even for ever
            for number in mine:
                handling_s = covers[number].handling_s
                limit_s = covers[number].standard.limit.base - handling_s
                next_s[number] += np.where(lived_in, times + handling_s, 0.0) @ people[block]
                beyond = (times[other] > limit_s) & (best <= limit_s)
                due[number, other] += beyond @ people[block]
    tables = [
        pd.DataFrame(
            {
                "standard": cover.name,
                "clock": cover.standard.clock,
                "conveying": conveying,
                "next_pump_s": next_s[number] / people.sum(),
                "beyond_due": due[number],
            }
        )
        for number, cover in enumerate(covers)
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def had_it_not_conveyed(
    run: Columns, pumps: Pumps, out: Out, now_s: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether each pump would have stood at home with its crew had nobody been conveying then: [hour, pump].

    Either it conveyed itself, with enough people; or it stood at its station, and those on duty less those who were out
    with vehicles that did not convey were a crew. Who of them can take charge or drive is not looked at.
    """
    crews = crew_counts(run)
    found = np.zeros((len(now_s), len(pumps.units)), dtype=bool)
    for number, unit in enumerate(pumps.units):
        vehicle = run.scenario.vehicles[unit]
        kind = run.scenario.vehicle_types[vehicle.type]
        if pumps.standby_at[number] != MISSING:
            continue
        states = run.states[unit]
        place = states.at(now_s)
        if unit in out:
            found[:, number] = out[unit] & ~states.rides_short(pumps.crew[number])[place]
        sharing = [
            o for o in out if set(run.scenario.vehicles[o].crewed_from) & set(vehicle.crewed_from)
        ]
        if not sharing:
            continue
        at_station = np.isin(states.state[place], (HOME, OFF_THE_RUN))
        conveying = np.logical_or.reduce([out[other] for other in sharing])
        strength = strength_then(run, unit, out, crews, now_s)
        enough = strength >= max(
            pumps.crew[number], kind.degraded.crew if kind.degraded else kind.crew
        )
        found[:, number] |= at_station & conveying & enough
    return found


def strength_then(
    run: Columns, unit: str, out: Out, crews: Crews, now_s: NDArray[np.float64]
) -> NDArray[np.int64]:
    """How many of its seats the pools of a vehicle could fill in each hour if those conveying were back."""
    vehicle = run.scenario.vehicles[unit]
    crew = run.scenario.vehicle_types[vehicle.type].crew
    total = np.zeros(len(now_s), dtype=np.int64)
    for pool in vehicle.crewed_from:
        on_duty = count_at(crews[pool], now_s) if pool in crews else total * 0
        there = np.maximum(on_duty - out_but_not_conveying(run, pool, out, now_s), 0)
        seats = vehicle.seats.get(pool, crew) if vehicle.seats else there.max(initial=0)
        total += np.minimum(there, seats)
    return total


def out_but_not_conveying(
    run: Columns, pool: str, out: Out, now_s: NDArray[np.float64]
) -> NDArray[np.int64]:
    """People of a pool who were away from the station in each hour, less those aboard vehicles that conveyed."""
    events, places = run.events, run.places_of_unit(pool)
    kind, people = events.kind[places], events.people[places].astype(np.int64)
    gone = np.where(kind == CODE[Kind.CREW_OUT], people, 0)
    gone -= np.where(kind == CODE[Kind.CREW_BACK], people, 0)
    away = (
        count_at((events.at_s[places], np.cumsum(gone)), now_s)
        if len(places)
        else now_s.astype(np.int64) * 0
    )
    for other, hours in out.items():
        if other not in events.need_names:
            continue
        boarded = (kind == CODE[Kind.CREW_OUT]) & (
            events.need[places] == events.need_names.index(other)
        )
        if boarded.any():
            aboard = count_at((events.at_s[places][boarded], people[boarded]), now_s)
            away = away - np.where(hours, aboard, 0)
    return away
