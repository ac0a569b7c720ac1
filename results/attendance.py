"""How calls ended, how many were there when, who took patients, and how far everybody drove."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geography.region import Region
from results.log import SERVICES, Columns, of_codes
from scenarios.words import EVENT_KINDS
from sim.events import Kind
from sim.log import CODE, MISSING

RIDERS = (4, 5, 9, 13)
FIREFIGHTERS = frozenset({"firefighting", "rescue"})
HOUR_S = 3600.0
AT_BASE = [CODE[k] for k in (Kind.UNIT_HOME, Kind.ON_THE_RUN, Kind.OFF_THE_RUN)]
ENDS = (Kind.CALL_CHALLENGED, Kind.CALL_GIVEN_UP, Kind.CALL_CANCELLED, Kind.CALL_NEVER_SERVED)


def attended_table(run: Columns) -> pd.DataFrame:
    """Counted calls by kind: how many rang, how many nobody reached, and how many each service's own units reached.

    Units from outside the county reach calls too, but their cost is not the county's, nor is the incident then. `apart`
    are calls that were challenged, or called off before anybody arrived; they are not among those `never` reached.
    """
    types, stations, calls = run.scenario.vehicle_types, run.scenario.stations, run.calls
    own = {
        name: types[v.type].service
        for name, v in run.scenario.vehicles.items()
        if not stations[v.station].outside_county
    }
    arrived = run.attendances
    reached = np.zeros(len(calls.number), dtype=bool)
    reached[arrived.row] = True
    rows = np.flatnonzero(calls.counted)
    table = pd.DataFrame({**calls.words(rows, "service", "kind", "category"), "calls": 1})
    for service in SERVICES:
        by = np.zeros(len(calls.number), dtype=bool)
        mine = run.numbers_of([name for name, of in own.items() if of == service])
        by[arrived.row[mine[arrived.unit]]] = True
        table[f"by_{service}"] = by[rows].astype(np.int64)
    table["never"] = (~reached & ~run.set_apart)[rows].astype(np.int64)
    table["apart"] = run.set_apart[rows].astype(np.int64)
    keys = ["service", "kind", "category"]
    sums = table.groupby(keys, sort=True, observed=True).sum().reset_index()
    return sums.astype(dict.fromkeys(keys, str)).sort_values(keys, ignore_index=True)


def endings_table(run: Columns) -> pd.DataFrame:
    """Counted calls of each service that were not attended, given up, cancelled, or never served."""
    places = run.places_of(*ENDS)
    rows = run.rows_at(places)
    counted = run.calls.counted[rows]
    table = pd.DataFrame(
        {
            **run.calls.words(rows[counted], "service"),
            "how": of_codes(run.events.kind[places[counted]], EVENT_KINDS),
        }
    )
    return table.groupby(["service", "how"], observed=True).size().rename("calls").reset_index()


def riders_table(run: Columns) -> pd.DataFrame:
    """For calls that firefighters reached: seconds from the call until 4, 5, 9 and 13 of them were there."""
    types, vehicles = run.scenario.vehicle_types, run.scenario.vehicles
    crews = [n for n, v in vehicles.items() if FIREFIGHTERS & set(types[v.type].skills)]
    arrived, calls = run.attendances, run.calls
    there = np.flatnonzero(run.numbers_of(crews)[arrived.unit])
    there = there[np.argsort(arrived.row[there], kind="stable")]
    row = arrived.row[there]
    sums = np.concatenate([[0], np.cumsum(arrived.people[there].astype(np.int64))])
    total = sums[1:] - sums[np.searchsorted(row, row)]
    rows, seconds, riders = [], [], []
    for number in RIDERS:
        enough = np.flatnonzero(total >= number)
        _, first = np.unique(row[enough], return_index=True)
        reached = enough[first]
        rows.append(row[reached])
        seconds.append(arrived.at_s[there[reached]] - calls.at_s[row[reached]])
        riders.append(np.full(len(reached), number))
    all_rows = np.concatenate(rows)
    return pd.DataFrame(
        {
            **calls.words(all_rows, "service", "kind", "category"),
            "zone": calls.zone[all_rows],
            "counted": calls.counted[all_rows],
            "riders": np.concatenate(riders),
            "seconds": np.concatenate(seconds),
        }
    )


def conveyed_table(run: Columns) -> pd.DataFrame:
    """Each call whose patient was taken to hospital: by which service, and hours from sent to clear."""
    types, events, order = run.scenario.vehicle_types, run.events, run.unit_order
    service_of = {name: types[v.type].service for name, v in run.scenario.vehicles.items()}
    kind, place = events.kind[order], np.arange(len(order), dtype=np.int32)
    left = np.flatnonzero(kind == CODE[Kind.LEFT_SCENE])
    sent = np.maximum.accumulate(np.where(kind == CODE[Kind.UNIT_ASSIGNED], place, 0))[left]
    clears = np.flatnonzero(kind == CODE[Kind.UNIT_CLEAR])
    nxt = np.searchsorted(clears, left)
    clear = clears[np.minimum(nxt, len(clears) - 1)] if len(clears) else left
    unit = events.unit[order[left]]
    there = (nxt < len(clears)) & (events.unit[order[clear]] == unit)
    spent_s = events.at_s[order[clear]] - events.at_s[order[sent]]
    by = np.array(
        [SERVICES.index(service_of[n]) if n in service_of else -1 for n in events.unit_names]
    )
    rows = run.rows_at(order[left])
    return pd.DataFrame(
        {
            "call": run.calls.number[rows],
            "by": of_codes(by[unit], SERVICES) if len(by) else pd.Categorical([], SERVICES),
            "unit": of_codes(unit, events.unit_names),
            "hours": np.where(there, spent_s / HOUR_S, np.nan),
            **run.calls.words(rows, "category"),
            "counted": run.calls.counted[rows],
        }
    )


def handover_table(run: Columns) -> pd.DataFrame:
    """Each counted arrival at hospital: seconds of waiting for a bay, and of handing over."""
    events, order = run.events, run.unit_order
    kind, unit = events.kind[order], events.unit[order]
    at = np.flatnonzero(kind == CODE[Kind.AT_HOSPITAL])
    at = at[at + 1 < len(kind)]
    at = at[unit[at + 1] == unit[at]]
    in_bay = kind[at + 1] == CODE[Kind.HANDOVER_BEGUN]
    done = at + 1 + in_bay
    whole = (done < len(kind)) & (unit[np.minimum(done, len(kind) - 1)] == unit[at])
    at, in_bay, done = at[whole], in_bay[whole], done[whole]
    arrive_s, over_s = events.at_s[order[at]], events.at_s[order[done]]
    start_s = np.where(in_bay, events.at_s[order[at + 1]], arrive_s)
    counted = run.is_counted(arrive_s)
    return pd.DataFrame(
        {
            "unit": of_codes(unit[at][counted], events.unit_names),
            "at_s": arrive_s[counted],
            "in_bay": in_bay[counted],
            "wait_s": (start_s - arrive_s)[counted],
            "handover_s": (over_s - start_s)[counted],
        }
    )


def journey_table(run: Columns, region: Region) -> pd.DataFrame:
    """For each counted call that was reached: metres that its first unit there had driven, by its service."""
    arrived = run.attendances
    _, first = np.unique(arrived.row, return_index=True)
    first = np.sort(first[run.calls.counted[arrived.row[first]]])
    metres = region.roads.lengths_m(arrived.from_node[first], arrived.node[first], profile_of(run))
    return pd.DataFrame({**run.calls.words(arrived.row[first], "service"), "metres": metres})


def profile_of(run: Columns) -> str:
    """The speed profile by which the way of a journey is taken to be chosen."""
    return "blue_light" if run.scenario.vehicles else "day"


def driven_m(run: Columns, region: Region) -> dict[str, float]:
    """Metres that each unit drove in the counted window: from wherever it was to wherever it next was.

    Every node of its events is one that it passed, so the ways between them are what it drove; a unit on a beat is not
    followed between its calls.
    """
    events, order = run.events, run.unit_order
    unit, node = events.unit[order], events.node[order]
    begun, ended = order[:-1], order[1:]
    moved = (unit[1:] == unit[:-1]) & (node[1:] != node[:-1]) & (unit[1:] >= 0)
    moved &= run.is_counted(events.at_s[ended]) & ~np.isin(events.kind[begun], AT_BASE)
    moved &= run.numbers_of(list(run.scenario.vehicles))[unit[1:]]
    moved &= (node[1:] != MISSING) & (node[:-1] != MISSING)
    places = np.flatnonzero(moved)
    vehicles = list(run.scenario.vehicles)
    if not len(places):
        return dict.fromkeys(vehicles, 0.0)
    metres = region.roads.lengths_m(node[places], node[places + 1], profile_of(run))
    sums = np.bincount(unit[places], weights=metres, minlength=len(events.unit_names))
    found = dict(zip(events.unit_names, sums.tolist(), strict=True))
    return {name: found.get(name, 0.0) for name in vehicles}
