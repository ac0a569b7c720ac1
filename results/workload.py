"""What each unit did with its hours, clipped to the counted window."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.log import Columns
from scenarios.fleet import Vehicle
from sim.events import Kind

HOUR_S = 3600.0
STATES = ("home", "off_the_run", "out", "returning", "to_standby", "at_standby")
STATE_OF = {
    str(Kind.UNIT_HOME): 0,
    str(Kind.ON_THE_RUN): 0,
    str(Kind.OFF_THE_RUN): 1,
    str(Kind.UNIT_CLEAR): 3,
    str(Kind.UNIT_RECALLED): 3,
    str(Kind.STANDBY_SENT): 4,
    str(Kind.STANDBY_MOBILE): 4,
    str(Kind.AT_STANDBY): 5,
}
OUT, AT_STANDBY = 2, 5


COUNTED = {
    "arrivals": Kind.UNIT_ARRIVED,
    "stood_down": Kind.UNIT_STOOD_DOWN,
    "diverted": Kind.UNIT_DIVERTED,
    "recalled": Kind.UNIT_RECALLED,
}
States = dict[str, tuple[NDArray[np.float64], NDArray[np.int8]]]


def unit_states(run: Columns) -> States:
    """For each unit, when its state changed and to what; every unit begins at home on the run."""
    at_s = run.events["at_s"].to_numpy(dtype=float)
    words = run.events["kind"].cat.categories
    state_of_code = np.array([STATE_OF.get(word, OUT) for word in words], dtype=np.int8)
    states = state_of_code[run.events["kind"].cat.codes.to_numpy()]
    found = {}
    for unit in run.scenario.vehicles:
        rows = run.by_unit.get(unit, np.array([], dtype=np.int64))
        found[unit] = (
            np.concatenate([[0.0], at_s[rows]]),
            np.concatenate([np.zeros(1, dtype=np.int8), states[rows]]),
        )
    return found


def crew_counts(run: Columns) -> dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]]:
    """For each crew pool, when the number of people who can be called on changed and to what."""
    at_s = run.events["at_s"].to_numpy(dtype=float)
    people = run.events["people"].to_numpy(dtype=np.int64, na_value=0)
    of_duty = (run.events["kind"] == str(Kind.CREW_ON_DUTY)).to_numpy()
    found = {}
    for pool in run.scenario.crew_pools:
        places = run.by_unit.get(pool, np.array([], dtype=np.int64))
        places = places[of_duty[places]]
        if len(places):
            found[pool] = (at_s[places], people[places])
    return found


def hours_in_state(
    run: Columns, at_s: NDArray[np.float64], states: NDArray[np.int8]
) -> NDArray[np.float64]:
    """Hours of the counted window spent in each of STATES."""
    edges = run.clip(np.append(at_s, run.counted_until_s))
    return np.bincount(states, weights=np.diff(edges), minlength=len(STATES)) / HOUR_S


def hours_crew_elsewhere(
    run: Columns,
    unit: str,
    at_s: NDArray[np.float64],
    states: NDArray[np.int8],
    crews: dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]],
) -> float:
    """Counted hours off the run in which enough people could be called on, but were out with another vehicle."""
    vehicle = run.scenario.vehicles[unit]
    pools = [crews[pool] for pool in vehicle.crewed_from if pool in crews]
    edges = np.unique(np.concatenate([at_s, *(pool[0] for pool in pools)]))
    state = states[np.searchsorted(at_s, edges, side="right") - 1]
    people = np.zeros(len(edges), dtype=np.int64)
    for times, counts in pools:
        place = np.searchsorted(times, edges, side="right") - 1
        people += np.where(place >= 0, counts[np.maximum(place, 0)], 0)
    needed = run.scenario.vehicle_types[vehicle.type].crew
    lost = (state == 1) & (people >= needed)
    lengths = np.diff(run.clip(np.append(edges, run.counted_until_s)))
    return float((lengths * lost).sum()) / HOUR_S


def workload_table(run: Columns, metres: dict[str, float]) -> pd.DataFrame:
    """A row a unit: hours in each state, hours on shift, arrivals, and its on-call riders' turnouts and hours."""
    scenario = run.scenario
    states, crews = unit_states(run), crew_counts(run)
    counts = {
        name: counted_events(run, kind)["unit"].value_counts() for name, kind in COUNTED.items()
    }
    rows = []
    for unit, vehicle in scenario.vehicles.items():
        at_s, state = states[unit]
        hours = hours_in_state(run, at_s, state)
        kind = scenario.vehicle_types[vehicle.type]
        turnouts = turnouts_from_home(at_s, state, run)
        rows.append(
            {
                "unit": unit,
                "service": kind.service,
                "type": vehicle.type,
                "station": vehicle.station,
                "pool": vehicle.crewed_from[0],
                "outside_county": scenario.stations[vehicle.station].outside_county,
                **{f"{name}_h": float(value) for name, value in zip(STATES, hours, strict=True)},
                "crew_elsewhere_h": hours_crew_elsewhere(run, unit, at_s, state, crews),
                **{name: int(count.get(unit, 0)) for name, count in counts.items()},
                "rider_turnouts": turnouts * kind.crew,
                "rider_hours": float(hours[2:].sum()) * kind.crew,
                "driven_m": metres.get(unit, 0.0),
                **overrun(run, vehicle, at_s, state, crews),
            }
        )
    return pd.DataFrame(rows)


def overrun(
    run: Columns,
    vehicle: Vehicle,
    at_s: NDArray[np.float64],
    states: NDArray[np.int8],
    crews: dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]],
) -> dict[str, float]:
    """Late jobs of a vehicle whose crew comes from one pool with shifts: how many, and hours past the shift's end."""
    pools = run.scenario.crew_pools
    duty = run.scenario.duty_systems[pools[vehicle.crewed_from[0]].duty]
    if len(vehicle.crewed_from) > 1 or duty.kind != "shifts" or vehicle.crewed_from[0] not in crews:
        return {"overruns": 0.0, "overrun_h": 0.0}
    ends_s, people = crews[vehicle.crewed_from[0]]
    ends_s = ends_s[(people == 0) & (ends_s >= run.counted_from_s) & (ends_s < run.counted_until_s)]
    place = np.searchsorted(at_s, ends_s, side="right") - 1
    late = states[place] >= OUT
    home = np.flatnonzero(states < OUT)
    nxt = np.searchsorted(home, place[late], side="right")
    until = at_s[home[np.minimum(nxt, len(home) - 1)]]
    hours = np.maximum(run.clip(until) - ends_s[late], 0.0).sum() / HOUR_S
    return {"overruns": float(late.sum()), "overrun_h": float(hours)}


def together_table(run: Columns) -> pd.DataFrame:
    """For each service, the counted hours in which every vehicle of it was at home and on the run."""
    states = unit_states(run)
    types = run.scenario.vehicle_types
    rows = []
    for service in sorted({types[v.type].service for v in run.scenario.vehicles.values()}):
        units = [n for n, v in run.scenario.vehicles.items() if types[v.type].service == service]
        edges = np.unique(np.concatenate([states[unit][0] for unit in units]))
        free = np.ones(len(edges), dtype=bool)
        for unit in units:
            at_s, state = states[unit]
            free &= state[np.searchsorted(at_s, edges, side="right") - 1] == 0
        lengths = np.diff(run.clip(np.append(edges, run.counted_until_s)))
        rows.append({"service": service, "all_free_h": float((lengths * free).sum()) / HOUR_S})
    return pd.DataFrame(rows, columns=["service", "all_free_h"])


def counted_events(run: Columns, kind: Kind) -> pd.DataFrame:
    """Events of a kind within the counted window."""
    at_s = run.events["at_s"].to_numpy(dtype=float)
    inside = (at_s >= run.counted_from_s) & (at_s < run.counted_until_s)
    return run.events[inside & (run.events["kind"] == str(kind)).to_numpy()]


def turnouts_from_home(at_s: NDArray[np.float64], state: NDArray[np.int8], run: Columns) -> int:
    """How often, in the counted window, the unit was sent while at its station."""
    left = (state[1:] == OUT) & (state[:-1] == 0)
    counted = (at_s[1:] >= run.counted_from_s) & (at_s[1:] < run.counted_until_s)
    return int((left & counted).sum())


def roles_table(run: Columns) -> pd.DataFrame:
    """Hours on duty of each crew pool whose people hold several roles, and hours out in each of them."""
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
        on_duty = float((np.diff(edges) * (people > 0)).sum()) / HOUR_S
        rows.append({"pool": pool, "role": "on duty", "unit": "", "hours": on_duty})
        for unit, hours in hours_aboard(run, pool).items():
            role = scenario.vehicles[unit].role or scenario.vehicles[unit].name
            rows.append({"pool": pool, "role": role, "unit": unit, "hours": hours})
    return pd.DataFrame(rows, columns=["pool", "role", "unit", "hours"])


def hours_aboard(run: Columns, pool: str) -> dict[str, float]:
    """Counted hours that the people of a pool were out with each of its vehicles, summed over them."""
    rows = run.by_unit.get(pool, np.array([], dtype=np.int64))
    events = run.events.iloc[rows]
    went = events[(events["kind"] == str(Kind.CREW_OUT)).to_numpy()]
    came = events[(events["kind"] == str(Kind.CREW_BACK)).to_numpy()]
    hours: dict[str, float] = {
        name: 0.0 for name, v in run.scenario.vehicles.items() if pool in v.crewed_from
    }
    back_s = came["at_s"].to_numpy(dtype=float)
    for number, (at_s, vehicle) in enumerate(zip(went["at_s"], went["need"], strict=True)):
        until = back_s[number] if number < len(back_s) else run.counted_until_s
        start, end = run.clip(np.array([float(at_s), until]))
        hours[str(vehicle)] += float(end - start) / HOUR_S
    return hours
