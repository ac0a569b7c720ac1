"""What is kept of one run: the tidy tables that every measure, table and figure is made from."""

from __future__ import annotations

import pandas as pd

from geography.region import Region
from results.attendance import (
    attended_table,
    conveyed_table,
    driven_m,
    endings_table,
    handover_table,
    journey_table,
    riders_table,
)
from results.clocks import arrivals_table, co_responder_table
from results.conveying import next_pump_table
from results.fire_cover import cover_table, declared_cover_table, fire_covers, zone_table
from results.log import columns
from results.queue import queue_table
from results.workload import roles_table, together_table, workload_table
from sim.run import RunLog

Tables = dict[str, pd.DataFrame]


def finish(log: RunLog, region: Region, keep_logs: bool = True) -> Tables:
    """The tidy tables of one run; played on the worker, so that only these travel.

    The log and its calls go with them for replication 0, and for every other one if `keep_logs`.
    """
    run = columns(log)
    told = keep_logs or log.replication == 0
    covers = fire_covers(run, region)
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
        "next_pump": next_pump_table(run, region, covers),
        "roles": roles_table(run),
        "cover": cover_table(run, region, covers),
        "declared_cover": declared_cover_table(run.scenario, region),
        "zones": zone_table(run, region, covers),
        "attended": attended_table(run),
        **({"log": run.events.frame(), "calls": run.calls.frame()} if told else {}),
    }

