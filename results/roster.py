"""The hours for which vehicles are rostered: by the declared shifts alone, whatever a run makes of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from results.workload import HOUR_S
from scenarios.duty import shift_spells
from scenarios.scenario import Scenario

Roster = dict[str, NDArray[np.int64]]


def rostered_hours(scenario: Scenario) -> dict[str, float]:
    """Counted hours for which each vehicle has a crew by the declared shifts of its pools; nought for on-call crews.

    People of a pool that several vehicles draw on make the crews of the first declared ones. A crew is as many as the
    vehicle's type wants, or all that its pools ever have where these are fewer and nobody else rides. Jobs that outlast
    a shift are not in it (`overrun_hours`), nor is an hour saved in which a crew is out with another of its vehicles.
    """
    until_s = scenario.calendar.counted_until_s
    spells = {
        name: shift_spells(
            scenario.duty_systems[pool.duty], pool.people, scenario.calendar.first_hour, until_s
        )
        for name, pool in scenario.crew_pools.items()
        if scenario.duty_systems[pool.duty].kind == "shifts"
    }
    changes = [0.0, scenario.calendar.counted_from_s, until_s]
    edges = np.unique([*changes, *(s.at_s for some in spells.values() for s in some)])
    left: Roster = {}
    for name, some in spells.items():
        at_s = np.array([spell.at_s for spell in some])
        people = np.array([spell.people for spell in some], dtype=np.int64)
        left[name] = people[np.searchsorted(at_s, edges[:-1], side="right") - 1]
    lengths = np.diff(np.clip(edges, scenario.calendar.counted_from_s, until_s)) / HOUR_S
    return {unit: float(lengths @ taken(scenario, unit, left)) for unit in scenario.vehicles}


def taken(scenario: Scenario, unit: str, left: Roster) -> NDArray[np.bool_]:
    """When a vehicle has a crew of those whom nobody before it has taken; takes them."""
    vehicle = scenario.vehicles[unit]
    pools = [pool for pool in vehicle.crewed_from if pool in left]
    if not pools:
        return np.zeros(len(next(iter(left.values()), ())), dtype=bool)
    wanted = scenario.vehicle_types[vehicle.type].crew
    if len(pools) == len(vehicle.crewed_from):
        wanted = min(wanted, sum(scenario.crew_pools[pool].people for pool in pools))
    there = np.sum([left[pool] for pool in pools], axis=0) >= wanted
    short = np.where(there, wanted, 0)
    for pool in pools:
        ride = np.minimum(left[pool], short)
        left[pool] = left[pool] - ride
        short = short - ride
    return np.asarray(there, dtype=bool)
