"""A study that was played before, from what its folder holds: tables and tasks are read, nothing is played."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv as pa_csv

from geography.faults import RegionError
from geography.region import Region, load_region
from results.business_case import CaseTables
from results.experiment import Played
from results.kept_study import FOLDER, kept_study
from results.store import RunFolder
from results.tables import counted_only, in_categories, labelled, together, zone_means
from scenarios.faults import Fault, Mark, StudyFault, listed, probably_meant, shown
from scenarios.load import load_study, region_place

PROVENANCE = "provenance.json"
CASE = ("business_case", "business_case_summary", "switching_values")
TABLES = ("measures.parquet", "differences.csv", "costs.csv", "bid_check.csv")


def played_before(directory: Path) -> Played:
    """The tables, study and region of a run, as they were when it was played.

    Raises StudyFault if the folder holds no run, or not all of it, or the region is not there as it was.
    """
    facts = _provenance(directory)
    path, named = _study_of(directory)
    region = _region_of(directory, path, named, facts)
    study = load_study(str(path), region).with_changes(
        quick=bool(facts["quick"]),
        replications=int(facts["replications"]),
        days=int(facts["days"]),
        seed=int(facts["seed"]),
    )
    measures = pd.read_parquet(directory / "measures.parquet")
    arrivals, zones = _tidy_tables(directory, measures, facts["tasks"])
    case = [_table(directory / f"{name}.csv") for name in CASE]
    return Played(
        study=study,
        region=region,
        directory=directory,
        measures=measures,
        differences=_table(directory / "differences.csv"),
        costs=_table(directory / "costs.csv"),
        bid_check=_table(directory / "bid_check.csv"),
        arrivals=arrivals,
        zones=zones,
        provenance=dict(facts),
        case=CaseTables(*case),
        precision=_table(directory / "precision.csv"),
    )


def _provenance(directory: Path) -> Mapping[str, Any]:
    """What a run says of itself; a fault if the folder holds none, or not all of its tables."""
    try:
        facts: dict[str, Any] = json.loads((directory / PROVENANCE).read_text(encoding="utf-8"))
        whole = isinstance(facts["tasks"], dict)
        whole = whole and {"quick", "days", "seed", "replications", "region_digest"} <= set(facts)
    except FileNotFoundError:
        raise no_run(directory) from None
    except (ValueError, KeyError, TypeError):
        whole = False
    place = shown(directory / PROVENANCE)
    if not whole:
        message = "This does not say what was played, as `bluelight run` writes it."
        raise StudyFault([Fault(Mark(place), "", message, "the file as `run` wrote it")])
    if facts.get("sweep"):
        message = "This folder holds a sweep; a report is of a baseline and its options."
        raise StudyFault(
            [Fault(Mark(place), "sweep", message, "a folder that `bluelight run` wrote")]
        )
    missing = [name for name in TABLES if not (directory / name).is_file()]
    if missing:
        message = f"The run in {shown(directory)} lacks {listed(missing)}."
        raise StudyFault([_again(directory, message)])
    return facts


def no_run(directory: Path) -> StudyFault:
    """The fault of a folder that is no run's."""
    there = "holds no run" if directory.is_dir() else "is not there"
    runs = {found.parent.name: shown(found.parent) for found in _around(directory)}
    meant = runs.get(probably_meant(directory.resolve().name, runs), "")
    allowed = f"a folder that `bluelight run` wrote{': ' + listed(runs.values()) if runs else ''}"
    message = f"{shown(directory)} {there}: no {PROVENANCE}."
    return StudyFault([Fault(Mark(shown(directory)), "", message, allowed, meant)])


def _around(directory: Path) -> list[Path]:
    """Runs that lie where somebody who misspelt a folder would look."""
    places = [directory.parent, directory, Path("runs")]
    return sorted({found for place in places for found in place.glob(f"*/{PROVENANCE}")})


def _again(directory: Path, message: str) -> Fault:
    allowed = "the same `bluelight run` again into this folder; what was played is kept and not played again"
    return Fault(Mark(shown(directory)), "", message, allowed)


def _study_of(directory: Path) -> tuple[Path, str]:
    found = kept_study(directory)
    if found is None:
        message = f"The run keeps no copy of its study in {FOLDER}/, as runs of before did not."
        raise StudyFault([_again(directory, message)])
    return found


def _region_of(directory: Path, study: Path, named: str, facts: Mapping[str, Any]) -> Region:
    """The region that was played on: where it was, else beside the kept study, or in regions/."""
    name, digest = str(facts.get("region", named)), str(facts["region_digest"])
    places = dict.fromkeys([region_place(name, study), named, name, str(Path("regions") / name)])
    other = ""
    for place in places:
        try:
            region = load_region(place)
        except RegionError:
            continue
        if region.digest == digest:
            return region
        other = place
    allowed = (
        f"the region as it was, bundled, in regions/{name}, or in {shown(study.parent / name)}"
    )
    message = (
        f"The region '{other}' is not as it was when this was played."
        if other
        else f"The region '{name}' of this run is not on this machine."
    )
    raise StudyFault([Fault(Mark(shown(directory)), "region", message, allowed)])


def _tidy_tables(
    directory: Path, measures: pd.DataFrame, tasks: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Arrivals at counted calls and each zone's response, of every run that was measured, in order."""
    folder = RunFolder(directory)
    played = measures[["scenario", "replication"]].drop_duplicates()
    arrivals, zones = [], []
    for scenario, replication in played.itertuples(index=False):
        digest = tasks.get(f"{scenario}/{replication}", "")
        try:
            tables = folder.read_task(digest, ("arrivals", "zones"))
        except (OSError, ValueError, KeyError):
            message = f"The tables of {scenario}, replication {replication}, are not in tasks/."
            raise StudyFault([_again(directory, message)]) from None
        label = partial(labelled, scenario=scenario, replication=int(replication))
        arrivals.append(label(counted_only(tables["arrivals"])))
        zones.append(label(tables["zones"]))
    return (
        in_categories(together(arrivals, [])),
        in_categories(zone_means(together(zones, []))),
    )


def _table(path: Path) -> pd.DataFrame:
    """A table as it was written: every number to its last digit, texts as texts; empty where there is no file."""
    if not path.is_file():
        return pd.DataFrame()
    words = pa_csv.ConvertOptions(column_types=dict.fromkeys(TEXTS, pa.string()))
    arrow = pa_csv.read_csv(path, convert_options=words)
    found: pd.DataFrame = arrow.to_pandas()
    empty = [field.name for field in arrow.schema if pa.types.is_null(field.type)]
    return found.astype(dict.fromkeys(empty, float))


TEXTS = (
    "scenario", "measure", "group", "baseline", "option", "unit", "agency", "item", "driver",
    "view", "figure", "verdict", "note", "of",
)  # fmt: skip
"""Columns of words: an empty one is no missing number."""
