"""People on call as the pay office counts them: hours available, turnouts, who came and did not ride."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.log import Columns
from results.states import HOME, OFF_THE_RUN, OUT, TO_STANDBY
from results.workload import Crews, count_at, crew_counts
from sim.events import Kind
from sim.log import CODE, MISSING

HOUR_S = 3600.0
TURNOUT_COLUMNS = ["pool", "unit", "call", "riders", "hours", "stayed"]
Times = NDArray[np.float64]


def available_table(run: Columns) -> pd.DataFrame:
    """For each crew pool, the counted hours for which its people could be called on, summed over them."""
    rows = []
    for pool, (at_s, people) in crew_counts(run).items():
        edges = run.clip(np.append(at_s, run.counted_until_s))
        rows.append({"pool": pool, "person_h": float((np.diff(edges) * people).sum()) / HOUR_S})
    return pd.DataFrame(rows, columns=["pool", "person_h"])


def turnout_table(run: Columns) -> pd.DataFrame:
    """Each counted turnout of on-call people from their station: who rode, for how long, and how many came and stayed.

    A turnout is to a call or to stand by elsewhere, and lasts until the vehicle is home again: a call answered from
    standby is part of it. A row a pool and vehicle sent; `call` is -1 for a standby move. `stayed`, on the first row
    of a pool's answer to a call, are those who could be called on at that alert less all of them who rode to the call:
    the next vehicle's crew has not stayed.
    """
    rows: list[tuple[object, ...]] = []
    alone = lone_pools(run)
    for unit, vehicle in run.scenario.vehicles.items():
        pools = [pool for pool in vehicle.crewed_from if is_oncall(run, pool)]
        if pools:
            rows += turnouts_of(run, unit, pools, alone)
    table = pd.DataFrame(rows, columns=[*TURNOUT_COLUMNS[:-1], "at_s"])
    table = table.sort_values(["pool", "call", "at_s"], kind="stable", ignore_index=True)
    table["stayed"] = stayed_of(run, table)
    return table.drop(columns=["at_s"])


def stayed_of(run: Columns, table: pd.DataFrame) -> NDArray[np.float64]:
    """People who came and did not ride, on the first row of each pool's answer to a call; else 0."""
    crews, stayed = crew_counts(run), np.zeros(len(table))
    calls, at_s = table["call"].to_numpy(dtype=np.int64), table["at_s"].to_numpy(dtype=float)
    alert = np.where(calls == MISSING, -1 - np.arange(len(table)), calls)
    riders = table["riders"].to_numpy(dtype=float)
    for pool, rows in table.groupby("pool", sort=False).indices.items():
        starts = np.flatnonzero(np.append(True, np.diff(alert[rows]) != 0))
        first = rows[starts]
        there = free_before(run, crews, str(pool), at_s[first])
        stayed[first] = np.maximum(0.0, there - np.add.reduceat(riders[rows], starts))
    return stayed


def is_oncall(run: Columns, pool: str) -> bool:
    """Whether the people of a pool are on call."""
    return run.scenario.duty_systems[run.scenario.crew_pools[pool].duty].kind == "oncall"


def turnouts_of(
    run: Columns, unit: str, pools: list[str], alone: frozenset[str]
) -> list[tuple[object, ...]]:
    """The counted turnouts of one vehicle from its station: pool, unit, call, riders, hours until home, when."""
    states, places = run.states[unit], run.places_of_unit(unit)
    goes = np.isin(states.state[1:], (OUT, TO_STANDBY)) & (states.state[:-1] == HOME)
    left = np.flatnonzero(goes) + 1
    left = left[run.is_counted(states.at_s[left])]
    crew = run.scenario.vehicle_types[run.scenario.vehicles[unit].type].crew
    home = np.flatnonzero((states.state == HOME) | (states.state == OFF_THE_RUN))
    rows: list[tuple[object, ...]] = []
    for place in left.tolist():
        at_s = float(states.at_s[place])
        after = home[np.searchsorted(home, place) :]
        until_s = float(states.at_s[after[0]]) if len(after) else run.counted_until_s
        said = int(states.people[place])
        aboard = riders_by_pool(run, unit, at_s, crew if said == MISSING else said, alone)
        call = int(run.events.call[places[place - 1]])
        rows += [
            (pool, unit, call, riders, (until_s - at_s) / HOUR_S, at_s)
            for pool, riders in aboard.items()
            if pool in pools and riders
        ]
    return rows


def riders_by_pool(
    run: Columns, unit: str, at_s: float, people: int, alone: frozenset[str]
) -> dict[str, int]:
    """How many of a vehicle's riders came from each of its pools.

    The log tells of pools with several vehicles who went out with which; whoever is left came from the pool, or the
    first of the pools, that has this vehicle `alone`.
    """
    pools = run.scenario.vehicles[unit].crewed_from
    rest = [p for p in pools if p in alone]
    found = {pool: went_out(run, pool, unit, at_s) for pool in pools if pool not in alone}
    if rest:
        found[rest[0]] = max(0, people - sum(found.values()))
    elif not sum(found.values()):
        found[pools[0]] = people
    return found


def lone_pools(run: Columns) -> frozenset[str]:
    """The pools that one vehicle alone draws on."""
    draws = Counter(pool for v in run.scenario.vehicles.values() for pool in set(v.crewed_from))
    return frozenset(pool for pool, vehicles in draws.items() if vehicles == 1)


def went_out(run: Columns, pool: str, unit: str, at_s: float) -> int:
    """People of a pool who boarded a vehicle at one instant."""
    events, places = run.events, run.places_of_unit(pool)
    first, last = np.searchsorted(events.at_s[places], [at_s, np.nextafter(at_s, np.inf)])
    return sum(
        int(events.people[place])
        for place in places[first:last]
        if events.kind[place] == CODE[Kind.CREW_OUT]
        and events.need[place] != MISSING
        and events.need_names[events.need[place]] == unit
    )


def free_before(run: Columns, crews: Crews, pool: str, at_s: Times) -> Times:
    """People of a pool who could be called on just before each of some alerts, without those who were out."""
    if pool not in crews:
        return np.zeros(len(at_s))
    events, places = run.events, run.places_of_unit(pool)
    kinds, times, people = events.kind[places], events.at_s[places], events.people[places]

    def until(kind: Kind, side: Literal["left", "right"]) -> Times:
        mine = kinds == CODE[kind]
        so_far = np.append(0, np.cumsum(people[mine]))
        return np.asarray(so_far[np.searchsorted(times[mine], at_s, side=side)], dtype=np.float64)

    out = until(Kind.CREW_OUT, "left") - until(Kind.CREW_BACK, "right")
    return np.asarray(np.maximum(0.0, count_at(crews[pool], at_s) - out))
