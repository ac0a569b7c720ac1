"""What each unit did with its hours, clipped to the counted window."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.activities import activity_hours
from results.log import Columns
from results.states import HOME, OFF_THE_RUN, OUT, STATES, TO_STANDBY, UnitStates
from scenarios.fleet import Vehicle
from sim.events import Kind
from sim.log import CODE

HOUR_S = 3600.0
COUNTED = {
    "arrivals": Kind.UNIT_ARRIVED,
    "stood_down": Kind.UNIT_STOOD_DOWN,
    "diverted": Kind.UNIT_DIVERTED,
    "recalled": Kind.UNIT_RECALLED,
}
Crews = dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]]


def crew_counts(run: Columns) -> Crews:
    """For each crew pool, when the number of people who can be called on changed and to what."""
    found = {}
    for pool in run.scenario.crew_pools:
        places = run.places_of_unit(pool)
        places = places[run.events.kind[places] == CODE[Kind.CREW_ON_DUTY]]
        if len(places):
            found[pool] = (run.events.at_s[places], run.events.people[places].astype(np.int64))
    return found


def count_at(
    changes: tuple[NDArray[np.float64], NDArray[np.int64]], when_s: NDArray[np.float64]
) -> NDArray[np.int64]:
    """A number that changes now and then, at each of some times; nought before its first change."""
    times, counts = changes
    place = np.searchsorted(times, when_s, side="right") - 1
    return np.where(place >= 0, counts[np.maximum(place, 0)], 0)


def hours_in_state(run: Columns, states: UnitStates) -> NDArray[np.float64]:
    """Hours of the counted window spent in each of STATES."""
    edges = run.clip(np.append(states.at_s, run.counted_until_s))
    return np.bincount(states.state, weights=np.diff(edges), minlength=len(STATES)) / HOUR_S


def hours_crew_elsewhere(run: Columns, unit: str, states: UnitStates, crews: Crews) -> float:
    """Counted hours off the run in which enough people could be called on, but were out with another vehicle."""
    vehicle = run.scenario.vehicles[unit]
    pools = [crews[pool] for pool in vehicle.crewed_from if pool in crews]
    if OFF_THE_RUN not in states.state:
        return 0.0
    edges = np.unique(np.concatenate([states.at_s, *(pool[0] for pool in pools)]))
    state = states.state[states.at(edges)]
    people = sum((count_at(pool, edges) for pool in pools), np.zeros(len(edges), dtype=np.int64))
    needed = run.scenario.vehicle_types[vehicle.type].crew
    lost = (state == OFF_THE_RUN) & (people >= needed)
    lengths = np.diff(run.clip(np.append(edges, run.counted_until_s)))
    return float((lengths * lost).sum()) / HOUR_S


def workload_table(run: Columns, metres: dict[str, float]) -> pd.DataFrame:
    """A row a unit: hours in each state, hours on shift, arrivals, and its on-call riders' turnouts and hours."""
    scenario, crews = run.scenario, crew_counts(run)
    counts = {name: counted_events(run, kind) for name, kind in COUNTED.items()}
    rows = []
    for unit, vehicle in scenario.vehicles.items():
        states = run.states[unit]
        hours = hours_in_state(run, states)
        kind = scenario.vehicle_types[vehicle.type]
        rows.append(
            {
                "unit": unit,
                "service": kind.service,
                "type": vehicle.type,
                "station": vehicle.station,
                "pool": vehicle.crewed_from[0],
                "outside_county": scenario.stations[vehicle.station].outside_county,
                **{f"{name}_h": float(value) for name, value in zip(STATES, hours, strict=True)},
                **activity_hours(run, unit),
                "crew_elsewhere_h": hours_crew_elsewhere(run, unit, states, crews),
                **{name: count.get(unit, 0) for name, count in counts.items()},
                "rider_turnouts": turnouts_from_home(states, run) * kind.crew,
                "rider_hours": float(hours[OUT:].sum()) * kind.crew,
                "driven_m": metres.get(unit, 0.0),
                **overrun(run, vehicle, states, crews),
            }
        )
    return pd.DataFrame(rows)


def overrun(
    run: Columns, vehicle: Vehicle, states: UnitStates, crews: Crews
) -> dict[str, float | bool]:
    """Late jobs of a vehicle whose crew comes from one pool with shifts that end: how many, and hours past the end."""
    pools = run.scenario.crew_pools
    duty = run.scenario.duty_systems[pools[vehicle.crewed_from[0]].duty]
    none = {"overruns": 0.0, "overrun_h": 0.0, "ends_shifts": False}
    if len(vehicle.crewed_from) > 1 or duty.kind != "shifts" or vehicle.crewed_from[0] not in crews:
        return none
    ends_s, people = crews[vehicle.crewed_from[0]]
    if people.all():  # somebody is always on duty
        return none
    ends_s = ends_s[(people == 0) & run.is_counted(ends_s)]
    place = states.at(ends_s)
    late = states.state[place] >= OUT
    home = np.flatnonzero(states.state < OUT)
    nxt = np.searchsorted(home, place[late], side="right")
    back_s = states.at_s[home[np.minimum(nxt, len(home) - 1)]]
    until_s = np.where(nxt < len(home), back_s, run.counted_until_s)
    hours = np.maximum(run.clip(until_s) - ends_s[late], 0.0).sum() / HOUR_S
    return {"overruns": float(late.sum()), "overrun_h": float(hours), "ends_shifts": True}


def together_table(run: Columns) -> pd.DataFrame:
    """For each service, the counted hours in which every vehicle of it was at home and on the run."""
    types, vehicles = run.scenario.vehicle_types, run.scenario.vehicles
    rows = []
    for service in sorted({types[v.type].service for v in vehicles.values()}):
        mine = [run.states[n] for n, v in vehicles.items() if types[v.type].service == service]
        at_s = np.concatenate([states.at_s for states in mine])
        away = [(states.state != HOME).astype(np.int64) for states in mine]
        change = np.concatenate([np.diff(one, prepend=0) for one in away])
        order = np.argsort(at_s, kind="stable")
        free = np.cumsum(change[order]) == 0
        lengths = np.diff(run.clip(np.append(at_s[order], run.counted_until_s)))
        rows.append({"service": service, "all_free_h": float((lengths * free).sum()) / HOUR_S})
    return pd.DataFrame(rows, columns=["service", "all_free_h"])


def counted_events(run: Columns, kind: Kind) -> dict[str, int]:
    """How often each unit had an event of a kind within the counted window."""
    places = run.places_of(kind)
    units = run.events.unit[places[run.is_counted(run.events.at_s[places])]]
    names = run.events.unit_names
    return dict(zip(names, np.bincount(units, minlength=len(names)).tolist(), strict=True))


def turnouts_from_home(states: UnitStates, run: Columns) -> int:
    """How often, in the counted window, the unit was sent to a call or to stand by while at its station."""
    left = np.isin(states.state[1:], (OUT, TO_STANDBY)) & (states.state[:-1] == HOME)
    return int((left & run.is_counted(states.at_s[1:])).sum())


def roles_table(run: Columns) -> pd.DataFrame:
    """Hours on duty of one person who holds several roles, and hours and jobs begun in each, by hour of the day."""
    scenario = run.scenario
    shared = {
        pool: [name for name, v in scenario.vehicles.items() if pool in v.crewed_from]
        for pool in scenario.crew_pools
        if scenario.crew_pools[pool].people == 1
    }
    crews = crew_counts(run)
    rows = []
    for pool, units in shared.items():
        if len(units) < 2 or pool not in crews:
            continue
        at_s, people = crews[pool]
        edges = run.clip(np.append(at_s, run.counted_until_s))
        held = {"": by_hour_of_day(edges[:-1][people > 0], edges[1:][people > 0])}
        held |= hours_aboard(run, pool)
        begun = jobs_begun(run, pool)
        for unit, hours in held.items():
            role = (
                scenario.vehicles[unit].role or scenario.vehicles[unit].name if unit else "on duty"
            )
            jobs = begun.get(unit, np.zeros(24, dtype=np.int64)).tolist()
            rows += [
                (pool, role, unit, hour, value, jobs[hour])
                for hour, value in enumerate(hours.tolist())
            ]
    return pd.DataFrame(rows, columns=["pool", "role", "unit", "hour", "hours", "jobs"])


def jobs_begun(run: Columns, pool: str) -> dict[str, NDArray[np.int64]]:
    """How often in the counted window a pool's people went out with each of its vehicles, by hour of the day, [24]."""
    events, places = run.events, run.places_of_unit(pool)
    went = places[events.kind[places] == CODE[Kind.CREW_OUT]]
    went = went[run.is_counted(events.at_s[went])]
    hour = (events.at_s[went] % (24 * HOUR_S) // HOUR_S).astype(np.int64)
    names = np.array(events.need_names)[events.need[went]]
    return {
        name: np.bincount(hour[names == name], minlength=24)
        for name, vehicle in run.scenario.vehicles.items()
        if pool in vehicle.crewed_from
    }


def by_hour_of_day(
    starts_s: NDArray[np.float64], ends_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Hours that intervals spend in each hour of the day, [24]; seconds count from a midnight."""

    def before(at_s: NDArray[np.float64]) -> NDArray[np.float64]:
        days, rest_s = np.divmod(at_s, 24 * HOUR_S)
        part = np.clip(rest_s[:, None] - np.arange(24) * HOUR_S, 0.0, HOUR_S)
        return np.asarray(days[:, None] * HOUR_S + part)

    return np.asarray((before(ends_s) - before(starts_s)).sum(axis=0) / HOUR_S)


def hours_aboard(run: Columns, pool: str) -> dict[str, NDArray[np.float64]]:
    """Counted hours by hour of the day that a pool's people were out with each of its vehicles, summed over them."""
    events, places = run.events, run.places_of_unit(pool)
    went = places[events.kind[places] == CODE[Kind.CREW_OUT]]
    back_s = events.at_s[places[events.kind[places] == CODE[Kind.CREW_BACK]]]
    hours = {
        name: np.zeros(24) for name, v in run.scenario.vehicles.items() if pool in v.crewed_from
    }
    for number, place in enumerate(went.tolist()):
        until = back_s[number] if number < len(back_s) else run.counted_until_s
        start, end = run.clip(np.array([events.at_s[place], until]))
        aboard = by_hour_of_day(np.array([start]), np.array([end]))
        hours[events.need_names[events.need[place]]] += aboard
    return hours
