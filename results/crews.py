"""People on call as the pay office counts them: hours available, turnouts, who came and did not ride."""

from __future__ import annotations

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
    crews, rows = crew_counts(run), []
    for unit, vehicle in run.scenario.vehicles.items():
        pools = [pool for pool in vehicle.crewed_from if is_oncall(run, pool)]
        if pools:
            rows += turnouts_of(run, unit, pools)
    table = pd.DataFrame(rows, columns=[*TURNOUT_COLUMNS[:-1], "at_s"])
    table = table.sort_values(["pool", "call", "at_s"], kind="stable", ignore_index=True)
    stayed = np.zeros(len(table))
    alert = np.where(table["call"] == MISSING, -1 - np.arange(len(table)), table["call"])
    for (pool, _), part in table.groupby(["pool", alert], sort=False):
        first = part.index[0]
        there = free_before(run, crews, str(pool), float(part["at_s"].iloc[0]))
        stayed[first] = max(0.0, there - float(part["riders"].sum()))
    table["stayed"] = stayed
    return table.drop(columns=["at_s"])


def is_oncall(run: Columns, pool: str) -> bool:
    """Whether the people of a pool are on call."""
    return run.scenario.duty_systems[run.scenario.crew_pools[pool].duty].kind == "oncall"


def turnouts_of(run: Columns, unit: str, pools: list[str]) -> list[tuple[object, ...]]:
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
        aboard = riders_by_pool(run, unit, at_s, crew if said == MISSING else said)
        call = int(run.events.call[places[place - 1]])
        rows += [
            (pool, unit, call, riders, (until_s - at_s) / HOUR_S, at_s)
            for pool, riders in aboard.items()
            if pool in pools and riders
        ]
    return rows


def riders_by_pool(run: Columns, unit: str, at_s: float, people: int) -> dict[str, int]:
    """How many of a vehicle's riders came from each of its pools.

    The log tells of pools with several vehicles who went out with which; whoever is left came from the pool, or the
    first of the pools, that has this vehicle alone.
    """
    pools = run.scenario.vehicles[unit].crewed_from
    alone = [p for p in pools if vehicles_of(run, p) == 1]
    found = {pool: went_out(run, pool, unit, at_s) for pool in pools if pool not in alone}
    if alone:
        found[alone[0]] = max(0, people - sum(found.values()))
    elif not sum(found.values()):
        found[pools[0]] = people
    return found


def vehicles_of(run: Columns, pool: str) -> int:
    """How many vehicles draw on a pool."""
    return sum(pool in vehicle.crewed_from for vehicle in run.scenario.vehicles.values())


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


def free_before(run: Columns, crews: Crews, pool: str, at_s: float) -> float:
    """People of a pool who could be called on just before an alert, without those who were out."""
    if pool not in crews:
        return 0.0
    on_duty = float(count_at(crews[pool], np.array([at_s]))[0])
    events, places = run.events, run.places_of_unit(pool)
    kinds, times, people = events.kind[places], events.at_s[places], events.people[places]
    went = (kinds == CODE[Kind.CREW_OUT]) & (times < at_s)
    back = (kinds == CODE[Kind.CREW_BACK]) & (times <= at_s)
    return max(0.0, on_duty - float(people[went].sum()) + float(people[back].sum()))
