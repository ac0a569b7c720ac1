"""What is kept of one run: the tidy tables that every measure, table and figure is made from."""

from __future__ import annotations

import pandas as pd

from geography.region import Region
from results.attendance import (
    conveyed_table,
    driven_m,
    endings_table,
    handover_table,
    journey_table,
    queue_table,
    riders_table,
)
from results.clocks import arrivals_table, co_responder_table
from results.fire_cover import cover_table, declared_cover_table, next_pump_table, zone_table
from results.log import Columns, columns
from results.workload import roles_table, together_table, workload_table
from sim.run import RunLog

Tables = dict[str, pd.DataFrame]


def finish(log: RunLog, region: Region, keep_logs: bool = True) -> Tables:
    """The tidy tables of one run; played on the worker, so that only these travel.

    The log and its calls go with them for replication 0, and for every other one if `keep_logs`.
    """
    run = columns(log)
    told = {"log": run.events, "calls": call_table(run)}
    return {
        "arrivals": arrivals_table(run),
        "co_responding": co_responder_table(run),
        "workload": workload_table(run, driven_m(run, region)),
        "together": together_table(run),
        "riders": riders_table(run),
        "queues": queue_table(run),
        "endings": endings_table(run),
        "conveyed": conveyed_table(run),
        "handovers": handover_table(run),
        "journeys": journey_table(run, region),
        "next_pump": next_pump_table(run, region),
        "roles": roles_table(run),
        "cover": cover_table(run, region),
        "declared_cover": declared_cover_table(run.scenario, region),
        "zones": zone_table(run, region),
        "attended": attended_table(run),
        **(told if keep_logs or log.replication == 0 else {}),
    }


def attended_table(run: Columns) -> pd.DataFrame:
    """Counted calls by kind: how many rang, how many nobody reached, and how many each service's own units reached.

    Units from outside the county reach calls too, but their cost is not the county's, nor is the incident then.
    """
    types, stations = run.scenario.vehicle_types, run.scenario.stations
    service = {
        name: "" if stations[v.station].outside_county else types[v.type].service
        for name, v in run.scenario.vehicles.items()
    }
    arrived = run.events[run.events["kind"] == "unit_arrived"]
    reached = pd.DataFrame({"call": arrived["call"], "by": arrived["unit"].map(service)})
    counted = run.calls[run.calls["counted"].to_numpy(dtype=bool)].reset_index(drop=True)
    keys = ["service", "kind", "category"]
    table = counted.groupby(keys, sort=True).size().rename("calls").reset_index()
    for by in ("fire", "ambulance", "police"):
        ids = set(reached.loc[(reached["by"] == by).to_numpy(), "call"])
        counted[f"by_{by}"] = counted["call"].isin(ids)
    counted["never"] = ~counted["call"].isin(set(reached["call"]))
    sums = counted.groupby(keys, sort=True)[["by_fire", "by_ambulance", "by_police", "never"]].sum()
    return table.merge(sums.reset_index(), on=keys)


def call_table(run: Columns) -> pd.DataFrame:
    """What each call was."""
    return run.calls.reset_index(drop=True)
