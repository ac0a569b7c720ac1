"""What is kept of one run: the tidy tables that every measure, table and figure is made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

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
from results.conveying_grounds import grounds_table
from results.crews import available_table, turnout_table
from results.fire_cover import cover_table, declared_cover_table, fire_covers, zone_table
from results.first_help import help_table
from results.log import Columns, columns
from results.phases import phase_table
from results.queue import queue_table
from results.sent import sent_table
from results.workload import roles_table, together_table, workload_table
from sim.run import RunLog

Tables = dict[str, pd.DataFrame]
Finish = Callable[[RunLog, Region], Tables]
KeptLogs = Literal["all", "first", "none"]


def keeps(logs: KeptLogs, replication: int) -> bool:
    """Whether the log of a replication is kept."""
    return logs == "all" or (logs == "first" and replication == 0)


def finish(log: RunLog, region: Region, logs: KeptLogs = "all") -> Tables:
    """The tidy tables of one run; played on the worker, so that only these travel.

    The log and its calls go with them where they are kept: of all replications, of the first, or of none.
    """
    run = columns(log)
    told = keeps(logs, log.replication)
    return {
        **cover_tables(run, region),
        "workload": workload_table(run, driven_m(run, region)),
        "arrivals": arrivals_table(run),
        "phases": phase_table(run),
        "co_responding": co_responder_table(run),
        "together": together_table(run),
        "riders": riders_table(run),
        "queues": queue_table(run),
        "endings": endings_table(run),
        "sent": sent_table(run),
        "conveyed": conveyed_table(run),
        "handovers": handover_table(run),
        "journeys": journey_table(run, region),
        "roles": roles_table(run),
        "attended": attended_table(run),
        "available": available_table(run),
        "turnouts": turnout_table(run),
        "help": help_table(run),
        **({"log": run.events.frame(), "calls": run.calls.frame()} if told else {}),
    }


def cover_tables(run: Columns, region: Region) -> Tables:
    """What could be reached, hour by hour: first, as its hours by zones take most room."""
    covers = fire_covers(run, region)
    return {
        "zones": zone_table(run, region, covers),
        "cover": cover_table(run, region, covers),
        "next_pump": next_pump_table(run, region, covers),
        "grounds": grounds_table(run, region, covers),
        "declared_cover": declared_cover_table(run.scenario, region),
    }
