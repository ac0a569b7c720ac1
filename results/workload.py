"""What each unit did with its hours, clipped to the counted window."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.log import Columns
from sim.events import Kind

HOUR_S = 3600.0
STATES = ("home", "off_the_run", "out", "returning")
STATE_OF = {
    str(Kind.UNIT_HOME): 0,
    str(Kind.ON_THE_RUN): 0,
    str(Kind.OFF_THE_RUN): 1,
    str(Kind.UNIT_CLEAR): 3,
}
OUT = 2


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
    people = run.events["people"].fillna(0).to_numpy(dtype=np.int64)
    return {
        pool: (at_s[run.by_unit[pool]], people[run.by_unit[pool]])
        for pool in run.scenario.crew_pools
        if pool in run.by_unit
    }


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


def workload_table(run: Columns) -> pd.DataFrame:
    """A row a unit: hours in each state, hours on shift, arrivals, and its on-call riders' turnouts and hours."""
    scenario = run.scenario
    states, crews = unit_states(run), crew_counts(run)
    arrived = counted_events(run, Kind.UNIT_ARRIVED)["unit"].value_counts()
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
                "arrivals": int(arrived.get(unit, 0)),
                "rider_turnouts": turnouts * kind.crew,
                "rider_hours": float(hours[2] + hours[3]) * kind.crew,
            }
        )
    return pd.DataFrame(rows)


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
    states, crews = unit_states(run), crew_counts(run)
    rows = []
    for pool, units in shared.items():
        if len(units) < 2 or pool not in crews:
            continue
        at_s, people = crews[pool]
        edges = run.clip(np.append(at_s, run.counted_until_s))
        on_duty = float((np.diff(edges) * (people > 0)).sum()) / HOUR_S
        rows.append({"pool": pool, "role": "on duty", "unit": "", "hours": on_duty})
        for unit in units:
            if scenario.vehicles[unit].crewed_from[0] == pool:
                hours = hours_in_state(run, *states[unit])
                role = scenario.vehicles[unit].role or unit
                rows.append(
                    {"pool": pool, "role": role, "unit": unit, "hours": float(hours[2] + hours[3])}
                )
    return pd.DataFrame(rows, columns=["pool", "role", "unit", "hours"])
