"""A study played whole: what is missing is played, then every table is made from what is on disk."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd

from geography.region import Region
from results.against_baseline import first_help_s, saved_rows
from results.bids import bid_check
from results.business_case import CaseTables, business_case
from results.compare import COLUMNS, differences
from results.costs import COST_COLUMNS, KEPT_INSIDE, cost_table, money_measures
from results.digest import ROOT, source_digest, task_digest
from results.frontier import frontier_of
from results.input_range import with_ranges
from results.measures import in_table, measure_run
from results.outcomes import outcome_measures
from results.rate_ranges import rate_ranges
from results.station_ground import Grounds
from results.store import RunFolder, clear_parts, write_csv, write_json, write_parquet
from results.task import Tables, finish
from scenarios.scenario import Scenario
from scenarios.study import Study
from sim.batch import Progress, Task, play_all

VERSIONS_OF = ("bluelight", "simpy", "numpy", "scipy", "pandas", "pyarrow", "pydantic", "geopandas")
Report = Callable[[Progress], None]


@dataclass
class Played:
    """A study's tables, and where they are on disk."""

    study: Study
    region: Region
    directory: Path
    measures: pd.DataFrame
    differences: pd.DataFrame
    costs: pd.DataFrame
    bid_check: pd.DataFrame
    arrivals: pd.DataFrame
    zones: pd.DataFrame
    provenance: dict[str, Any]
    failures: list[tuple[Task, str]] = field(default_factory=list)
    case: CaseTables | None = None


def scenarios_of(study: Study, *, points: bool) -> tuple[Scenario, ...]:
    """The baseline and options, or the points of the sweep."""
    return tuple(s for s in study.scenarios if (s.name in study.points) == points)


def play_study(
    study: Study,
    region: Region,
    directory: Path,
    *,
    points: bool = False,
    workers: int = 1,
    keep_logs: bool = False,
    report: Report = lambda _: None,
) -> Played:
    """Play what is missing of a study and make its tables.

    Each run is a task named by its digest; one that is on disk whole is not played again, so an interrupted study goes
    on where it stopped. The tables do not depend on the number of workers, since they are made in order from what is on
    disk.
    """
    started = time.monotonic()
    folder = RunFolder(directory)
    directory.mkdir(
        parents=True, exist_ok=True
    )  # what cannot be written is refused before anything is played
    clear_parts(directory)
    scenarios = scenarios_of(study, points=points)
    named = digests(study, region, scenarios)
    failures = play_missing(
        study, region, folder, scenarios, named, workers=workers, keep_logs=keep_logs, report=report
    )
    for scenario in scenarios:
        write_parquet(folder.units(scenario.name), units_table(scenario))
    write_parquet(folder.places(), places_table(region))
    played = gather(study, region, folder, scenarios, named, failures)
    played.provenance = provenance(study, region, time.monotonic() - started, named, points)
    return played


def digests(
    study: Study, region: Region, scenarios: Sequence[Scenario]
) -> dict[tuple[str, int], str]:
    """The digest of every scenario and replication."""
    return {
        (scenario.name, replication): task_digest(scenario, region, replication)
        for scenario in scenarios
        for replication in range(study.replications)
    }


def play_missing(
    study: Study,
    region: Region,
    folder: RunFolder,
    scenarios: Sequence[Scenario],
    named: dict[tuple[str, int], str],
    *,
    workers: int,
    keep_logs: bool,
    report: Report,
) -> list[tuple[Task, str]]:
    """Play every task that is not on disk whole, a replication of all scenarios before the next."""
    names_of: dict[str, list[str]] = {}
    for (name, _), digest in named.items():
        names_of.setdefault(digest, []).append(name)
    tasks: dict[str, Task] = {}
    for replication in range(study.replications):
        keep = keep_logs or replication == 0
        for scenario in scenarios:
            digest = named[scenario.name, replication]
            if not folder.has(digest, names_of[digest], replication, keep):
                tasks.setdefault(digest, Task(digest, scenario.name, replication))

    def keep_task(task: Task, tables: Tables) -> None:
        keep = keep_logs or task.replication == 0
        folder.write_task(task.digest, names_of[task.digest], task.replication, tables, keep)

    progress = play_all(
        list(tasks.values()),
        {scenario.name: scenario for scenario in scenarios},
        region,
        study.region_place,
        partial(finish, keep_logs=keep_logs),
        keep_task,
        workers,
        report,
    )
    return progress.failures


def gather(
    study: Study,
    region: Region,
    folder: RunFolder,
    scenarios: Sequence[Scenario],
    named: dict[tuple[str, int], str],
    failures: list[tuple[Task, str]],
) -> Played:
    """Make every table from the tasks on disk, in order. A replication that any scenario lacks is left out of all."""
    broken = {task.replication for task, _ in failures}
    annual = all(scenario.annual_figures_stand() for scenario in scenarios)  # for all or for none
    grounds = Grounds.of(scenarios[0], region)
    residents = float(region.zones.people.sum())
    measures, costs, arrivals, zones = [], [], [], []
    before_s: dict[int, pd.Series[float]] = {}  # of the baseline, by replication
    for scenario in scenarios:
        for replication in range(study.replications):
            if replication in broken:
                continue
            tables = folder.read_task(named[scenario.name, replication])
            label = partial(labelled, scenario=scenario.name, replication=replication)
            money = cost_table(scenario, tables)
            money = money if annual else money.iloc[:0]
            measures.append(label(measure_run(scenario, tables, region, grounds)))
            measures.append(label(money_measures(scenario, money, tables, residents)))
            if scenario is scenarios[0]:
                before_s[replication] = first_help_s(tables)
            elif scenario.name not in study.points:
                measures.append(label(in_table(saved_rows(tables, before_s[replication]))))
            if annual:
                measures.append(label(outcome_measures(scenario, tables)))
            costs.append(label(money))
            arrivals.append(label(counted_only(tables["arrivals"])))
            zones.append(label(tables["zones"]))
    priced = together(costs, ["scenario", "replication", *COST_COLUMNS])
    measured = together(measures, ["scenario", "replication", "measure", "group", "value", "unit"])
    return Played(
        study=study,
        region=region,
        directory=folder.directory,
        measures=measured,
        differences=all_differences(measured, scenarios, study),
        costs=priced.drop(columns=KEPT_INSIDE),
        bid_check=with_ranges(bid_check(study, measured), study, region),
        arrivals=in_categories(together(arrivals, [])),
        zones=in_categories(zone_means(together(zones, []))),
        provenance={},
        failures=failures,
        case=business_case(study, priced),
    )


def all_differences(
    measured: pd.DataFrame, scenarios: Sequence[Scenario], study: Study
) -> pd.DataFrame:
    """Every option against the baseline; then each further step against the option that it is built on."""
    tables = [differences(measured, scenarios[0].name)]
    there = {scenario.name for scenario in scenarios}
    for option, before in study.built_on.items():
        if {option, before} <= there:
            both = measured[measured["scenario"].isin([option, before]).to_numpy()]
            tables.append(differences(both, before))
    return together(tables, COLUMNS)


def labelled(table: pd.DataFrame, scenario: str, replication: int) -> pd.DataFrame:
    """A table with the scenario and replication that it is of."""
    table = table.copy()
    table.insert(0, "scenario", scenario)
    table.insert(1, "replication", replication)
    return table


def together(tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Several tables of the same columns as one; empty ones do not shape it."""
    some = [table for table in tables if len(table)]
    return pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=columns)


def counted_only(arrivals: pd.DataFrame) -> pd.DataFrame:
    """The arrivals at counted calls; the figures use no others."""
    return arrivals[arrivals["counted"].to_numpy(dtype=bool)] if len(arrivals) else arrivals


def in_categories(table: pd.DataFrame) -> pd.DataFrame:
    """Long tables hold each word once: a tenth of the memory, and quick to compare."""
    words = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    return table.astype(dict.fromkeys(words, "category"))


def zone_means(zones: pd.DataFrame) -> pd.DataFrame:
    """Each zone's figures, averaged over replications."""
    if not len(zones):
        return zones
    keys = ["scenario", "zone", "standard", "clock", "service"]
    means = zones.groupby(keys, sort=False)[["median_s", "share_within"]].mean()
    return means.reset_index()


def units_table(scenario: Scenario) -> pd.DataFrame:
    """What each unit of a scenario is."""
    return pd.DataFrame(
        [
            {
                "unit": name,
                "name": vehicle.name,
                "type": vehicle.type,
                "service": scenario.vehicle_types[vehicle.type].service,
                "station": vehicle.station,
                "station_name": scenario.stations[vehicle.station].name,
                "crewed_from": ", ".join(vehicle.crewed_from),
                "crew": scenario.vehicle_types[vehicle.type].crew,
            }
            for name, vehicle in scenario.vehicles.items()
        ]
    )


def places_table(region: Region) -> pd.DataFrame:
    """What every road node of the region is called, so that a story can be told without the region."""
    nodes = range(len(region.roads.xy))
    return pd.DataFrame({"node": nodes, "name": [region.place_name(node) for node in nodes]})


def provenance(
    study: Study,
    region: Region,
    duration_s: float,
    named: dict[tuple[str, int], str],
    points: bool,
) -> dict[str, Any]:
    """Everything needed to say where a number came from and to get it again."""
    versions = {}
    for package in VERSIONS_OF:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    calendar = study.baseline.calendar
    return {
        "study": study.name,
        "sweep": points,
        "quick": study.quick,
        "seed": study.baseline.seed,
        "replications": study.replications,
        "start": calendar.start.isoformat(),
        "days": calendar.days,
        "warm_up_days": calendar.warm_up_days,
        "cool_down_days": calendar.cool_down_days,
        "scenarios": {s.name: s.digest() for s in scenarios_of(study, points=points)},
        "region": study.baseline.region,
        "region_digest": region.digest,
        "source_digest": source_digest(),
        "tasks": {f"{name}/{number}": digest for (name, number), digest in named.items()},
        "commit": commit(),
        "versions": {"python": platform.python_version(), **versions},
        "machine": f"{platform.system()} {platform.machine()}",
        "duration_s": round(duration_s, 1),
    }


def commit() -> str:
    """The commit of the code, where it runs from a checkout."""
    head = ROOT / ".git" / "HEAD"
    try:
        text = head.read_text(encoding="utf-8").strip()
        if not text.startswith("ref: "):
            return text
        return (ROOT / ".git" / text[5:]).read_text(encoding="utf-8").strip()
    except OSError:
        return "not from a checkout"


def write_tables(played: Played) -> None:
    """Write the tables of `run` into its folder, each whole or not at all."""
    directory = played.directory
    write_csv(directory / "measures.csv", played.measures)
    write_parquet(directory / "measures.parquet", played.measures)
    write_csv(directory / "differences.csv", played.differences)
    write_csv(directory / "costs.csv", played.costs)
    beaten = frontier_of(played.study, played.region, played.measures)
    if len(beaten):
        write_csv(directory / "frontier.csv", beaten)
    if not played.provenance["sweep"]:
        write_csv(directory / "bid_check.csv", played.bid_check)
        if len(ranges := rate_ranges(played.study, played.costs)):
            write_csv(directory / "rate_ranges.csv", ranges)
    if played.case is not None and len(played.case.rows):
        write_csv(directory / "business_case.csv", played.case.rows)
        write_csv(directory / "business_case_summary.csv", played.case.summary)
        write_csv(directory / "switching_values.csv", played.case.switching)
    write_json(directory / "provenance.json", played.provenance)


def write_sweep(played: Played) -> pd.DataFrame:
    """Write `sweep.parquet`: a row a point, replication and measure, with the point's option and factors beside."""
    points = pd.DataFrame(
        [{"scenario": name, **point} for name, point in played.study.points.items()]
    )
    table = points.merge(played.measures, on="scenario", how="right")
    write_parquet(played.directory / "sweep.parquet", table)
    return table


def say(progress: Progress) -> str:
    """Progress as one plain line."""
    left = progress.seconds_left()
    words = f"{progress.done} of {progress.total} runs"
    if left is not None and progress.done < progress.total:
        words += f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"
    if progress.failures:
        words += f", {len(progress.failures)} failed"
    return words
