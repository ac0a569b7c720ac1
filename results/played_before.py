"""A study that was played before, from what its folder holds: tables and tasks are read, nothing is played."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from results.business_case import CaseTables
from results.experiment import Played
from results.kept_folder import KeptFolder, open_folder
from results.store import RunFolder
from results.tables import counted_only, in_categories, labelled, together, zone_means
from scenarios.faults import Fault, Mark, StudyFault, shown

CASE = ("business_case", "business_case_summary", "switching_values")


def played_before(directory: Path) -> Played:
    """The tables, study and region of a run, as they were when it was played.

    Raises StudyFault if the folder holds no run, or not all of it, or the region is not there as it was.
    """
    kept = open_folder(directory)
    if kept.verb != "run":
        message = f"This folder holds a {kept.verb}, and not a baseline with its options."
        allowed = "a folder that `bluelight run` wrote"
        raise StudyFault([Fault(Mark(shown(directory)), "", message, allowed)])
    return played_of(kept)


def played_of(kept: KeptFolder) -> Played:
    """The same of a run's folder that is open. Raises StudyFault if it is not whole, or its study was changed."""
    study = kept.study().with_changes(**kept.overridden)
    kept.refuse_changed(study)
    measures = kept.table("measures.parquet")
    arrivals, zones = _tidy_tables(kept, measures, kept.facts["tasks"])
    case = [kept.table(f"{name}.csv") for name in CASE]
    return Played(
        study=study,
        region=kept.region,
        directory=kept.directory,
        measures=measures,
        differences=kept.table("differences.csv"),
        costs=kept.table("costs.csv"),
        bid_check=kept.table("bid_check.csv"),
        arrivals=arrivals,
        zones=zones,
        provenance=dict(kept.facts),
        case=CaseTables(*case),
        precision=kept.table("precision.csv"),
    )


def _tidy_tables(
    kept: KeptFolder, measures: pd.DataFrame, tasks: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Arrivals at counted calls and each zone's response, of every run that was measured, in order."""
    folder = RunFolder(kept.directory)
    played = measures[["scenario", "replication"]].drop_duplicates()
    arrivals, zones = [], []
    for scenario, replication in played.itertuples(index=False):
        digest = tasks.get(f"{scenario}/{replication}", "")
        try:
            tables = folder.read_task(digest, ("arrivals", "zones"))
        except (OSError, ValueError, KeyError):
            message = f"The tables of {scenario}, replication {replication}, are not in tasks/."
            raise kept.lacking(message) from None
        label = partial(labelled, scenario=scenario, replication=int(replication))
        arrivals.append(label(counted_only(tables["arrivals"])))
        zones.append(label(tables["zones"]))
    return (
        in_categories(together(arrivals, [])),
        in_categories(zone_means(together(zones, []))),
    )
