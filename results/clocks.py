"""Response clocks: a pair of events, and a rule of who stops the clock."""

from __future__ import annotations

import numpy as np
import pandas as pd

from results.log import Columns
from scenarios.response import Clock
from scenarios.scenario import Scenario
from sim.events import Kind

ORDERS = ("first", "second", "third")
FIRST_ON_SCENE = "first_on_scene"


def units_that_stop(clock: Clock, scenario: Scenario) -> list[str]:
    """Units of a service and with the skill that the clock asks for."""
    types = scenario.vehicle_types
    return [
        name
        for name, vehicle in scenario.vehicles.items()
        if {types[vehicle.type].service, *types[vehicle.type].also_serves} & set(clock.stopped_by)
        and clock.with_skill in types[vehicle.type].skills
    ]


def rode_too_short(clock: Clock, scenario: Scenario) -> dict[str, int]:
    """For each unit that cannot stop the clock when it rides below its crew: that crew."""
    found = {}
    for name, vehicle in scenario.vehicles.items():
        kind = scenario.vehicle_types[vehicle.type]
        if kind.degraded is not None and clock.with_skill not in kind.degraded.skills:
            found[name] = kind.crew
    return found


def arrivals_table(run: Columns) -> pd.DataFrame:
    """Seconds on every clock for every call that it times, first to third arrival; NaN if nobody came."""
    arrived = run.attendances
    places = run.places_of(Kind.UNIT_ASSIGNED)
    assigned = run.events.iloc[places][["at_s", "call", "unit"]]
    leaving = run.events.iloc[run.places_of(Kind.LEFT_SCENE)]
    conveyer = dict(zip(leaving["call"], leaving["unit"], strict=True))
    tables = [first_of_any_service(run.calls, arrived)]
    for name, clock in run.scenario.clocks.items():
        units = units_that_stop(clock, run.scenario)
        stops = arrived[arrived["unit"].isin(units).to_numpy()]
        short = rode_too_short(clock, run.scenario)
        if short:
            crew = stops["unit"].map(short).to_numpy(dtype=float, na_value=np.nan)
            stops = stops[~(stops["people"].to_numpy() < crew)]
        if clock.if_conveyed_by_conveyer:
            by = stops["call"].map(conveyer)
            stops = stops[(by.isna() | (by == stops["unit"].astype(object))).to_numpy()]
        mine = assigned[assigned["unit"].isin(units).to_numpy()]
        tables.append(one_clock(name, clock, run.calls, stops, mine))
    return pd.concat(tables, ignore_index=True)


def first_of_any_service(calls: pd.DataFrame, arrived: pd.DataFrame) -> pd.DataFrame:
    """Seconds from the call to the first unit of any service."""
    table = calls[["call", "zone", "service", "kind", "category", "counted"]].copy()
    first = arrived.groupby("call")["at_s"].min().reindex(calls["call"].to_numpy())
    table["clock"], table["order"] = FIRST_ON_SCENE, ORDERS[0]
    table["seconds"] = first.to_numpy(dtype=float) - calls["at_s"].to_numpy(dtype=float)
    return table.reset_index(drop=True)


def one_clock(
    name: str, clock: Clock, calls: pd.DataFrame, arrived: pd.DataFrame, assigned: pd.DataFrame
) -> pd.DataFrame:
    """Seconds on one clock, a row for each call and order."""
    timed = calls[calls["kind"].isin(clock.kinds).to_numpy()]
    if clock.categories:
        timed = timed[timed["category"].isin(clock.categories).to_numpy()]
    ids = timed["call"].to_numpy()
    starts = start_of(clock, timed, assigned)
    ranked = arrived[arrived["call"].isin(ids)].sort_values("at_s", kind="stable")
    place = ranked.groupby("call").cumcount().to_numpy()
    tables: list[pd.DataFrame] = []
    for order in range(clock.orders):
        nth = ranked[place == order].set_index("call")["at_s"].reindex(ids).to_numpy(dtype=float)
        table = timed[["call", "zone", "kind", "category", "counted"]].copy()
        table["service"], table["clock"], table["order"] = clock.service, name, ORDERS[order]
        table["seconds"] = nth - starts
        tables.append(table if order == 0 else table[~np.isnan(nth)])
    whole: pd.DataFrame = pd.concat(tables, ignore_index=True)
    seconds = whole["seconds"].to_numpy(dtype=float)
    out = np.zeros(len(whole), dtype=bool)
    if clock.leaves_out_under is not None:
        out |= seconds < clock.leaves_out_under.base
    if clock.leaves_out_over is not None:
        out |= seconds > clock.leaves_out_over.base
    return whole[~out]


def start_of(clock: Clock, timed: pd.DataFrame, assigned: pd.DataFrame) -> np.ndarray:
    """When the clock starts for each call, in seconds of the run."""
    connected = timed["at_s"].to_numpy(dtype=float)
    if clock.starts == "call_connected":
        starts = connected
    elif clock.starts == "call_coded":
        starts = timed["coded_s"].to_numpy(dtype=float)
    else:
        first = assigned.groupby("call")["at_s"].min().reindex(timed["call"].to_numpy())
        starts = first.to_numpy(dtype=float)
    if clock.starts_by is not None:
        starts = np.minimum(starts, connected + clock.starts_by.base)
    return np.asarray(starts, dtype=float)


def co_responder_table(run: Columns) -> pd.DataFrame:
    """Medical calls that a unit which is no ambulance reached: when it came, and when the first ambulance did."""
    types = run.scenario.vehicle_types
    others = [
        name
        for name, vehicle in run.scenario.vehicles.items()
        if types[vehicle.type].service != "ambulance"
        and "first_response" in types[vehicle.type].skills
    ]
    trust = [
        name for name, v in run.scenario.vehicles.items() if types[v.type].service == "ambulance"
    ]
    medical = run.calls[(run.calls["service"] == "ambulance").to_numpy()]
    arrived = run.attendances
    arrived = arrived[arrived["call"].isin(medical["call"].to_numpy()).to_numpy()]
    co = arrived[arrived["unit"].isin(others)].drop_duplicates("call").set_index("call")
    ambulance = arrived[arrived["unit"].isin(trust)].groupby("call")["at_s"].min()
    table = medical.loc[
        co.index, ["call", "zone", "service", "kind", "category", "counted", "at_s"]
    ]
    table = table.reset_index(drop=True)
    table["unit"] = co["unit"].to_numpy()
    table["seconds"] = co["at_s"].to_numpy(dtype=float) - table["at_s"].to_numpy(dtype=float)
    reached = ambulance.reindex(table["call"].to_numpy()).to_numpy(dtype=float)
    table["ambulance_s"] = reached - table["at_s"].to_numpy(dtype=float)
    return table.drop(columns="at_s")
