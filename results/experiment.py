"""A study played whole: what is missing is played, then every table is made from what is on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import nan
from pathlib import Path
from typing import Any

import pandas as pd

from geography.region import Region
from results.against_baseline import Before, against_rows, kept_of
from results.bids import bid_check
from results.business_case import CaseTables, business_case
from results.compare import COLUMNS, differences
from results.costs import COST_COLUMNS, KEPT_INSIDE
from results.digest import code_digest, task_digest
from results.failures import Failures, what_stands, write_failures
from results.frontier import frontier_of
from results.input_range import with_ranges
from results.measured import COSTS, MEASURES, Measuring, Reading, finishing, measured_name
from results.measures import in_table
from results.precise import Values, judged_values, play_until_precise, precision_table
from results.provenance import provenance, tables_begin, write_provenance
from results.rate_ranges import rate_ranges
from results.store import RunFolder, clear_parts, write_csv, write_if_any, write_parquet
from results.tables import (
    counted_only,
    in_categories,
    labelled,
    places_table,
    together,
    units_table,
    zone_means,
)
from results.task import KeptLogs, Tables, keeps
from scenarios.precision import Precision
from scenarios.scenario import Scenario
from scenarios.study import Study
from sim.batch import Progress, Task, play_all
from sim.roll_call import ClusterAt

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
    failures: Failures = field(default_factory=list)
    case: CaseTables | None = None
    precision: pd.DataFrame = field(default_factory=pd.DataFrame)


def scenarios_of(study: Study, *, points: bool) -> tuple[Scenario, ...]:
    """The baseline and options, or the points of the sweep."""
    return tuple(s for s in study.scenarios if (s.name in study.points) == points)


@dataclass
class Naming:
    """The names of a study's runs: each scenario's own digest is made once."""

    region: Region
    by_scenario: dict[str, str] = field(default_factory=dict)

    def digest(self, scenario: Scenario, replication: int) -> str:
        """The name of one run."""
        if scenario.name not in self.by_scenario:
            self.by_scenario[scenario.name] = scenario.digest()
        return task_digest(self.by_scenario[scenario.name], self.region, replication)


@dataclass
class Playing:
    """A study's scenarios being played into a folder: what is missing is played, whatever is there stays.

    Each run is a task named by its digest; one that is on disk whole is not played again, so an interrupted study goes
    on where it stopped.
    """

    study: Study
    region: Region
    folder: RunFolder
    scenarios: tuple[Scenario, ...]
    workers: int = 1
    logs: KeptLogs = "first"
    report: Report = lambda _: None
    failures: Failures = field(default_factory=list)
    cluster: str | None = None

    def __post_init__(self) -> None:
        """What cannot be written, and what is no cluster's address, is refused before anything is played."""
        self.at = None if self.cluster is None else ClusterAt(self.cluster, code_digest)
        self.folder.directory.mkdir(parents=True, exist_ok=True)
        clear_parts(self.folder.directory)
        annual = all(scenario.annual_figures_stand() for scenario in self.scenarios)
        self.measuring = Measuring(self.study.baseline, annual)  # a year for all or for none
        self.reading = Reading(self.folder, self.region, self.measuring)
        self.naming = Naming(self.region)

    def digest(self, scenario: Scenario, replication: int) -> str:
        """The name of one run."""
        return self.naming.digest(scenario, replication)

    def digests(self, replications: Iterable[int]) -> dict[tuple[str, int], str]:
        """The name of every run of some replications."""
        return {
            (scenario.name, replication): self.digest(scenario, replication)
            for replication in replications
            for scenario in self.scenarios
        }

    def play(self, replications: Sequence[int]) -> None:
        """Play every run of these replications that is not on disk whole, a replication of all before the next."""
        self.play_named(self.digests(replications))

    def play_named(self, named: Mapping[tuple[str, int], str]) -> None:
        """Play these runs, named by their digests, unless they are on disk whole."""
        names_of: dict[str, list[str]] = {}
        for (name, _), digest in named.items():
            names_of.setdefault(digest, []).append(name)
        tasks: dict[str, Task] = {}
        for (name, replication), digest in named.items():
            if not self.folder.has(
                digest, names_of[digest], replication, keeps(self.logs, replication)
            ):
                tasks.setdefault(digest, Task(digest, name, replication))
        self.play_tasks(list(tasks.values()), names_of)

    def play_tasks(self, tasks: Sequence[Task], names_of: Mapping[str, Sequence[str]]) -> None:
        """Play these runs; `names_of` are all the scenarios that have a digest."""
        by_name = {scenario.name: scenario for scenario in self.scenarios}

        def keep_task(task: Task, tables: Tables) -> None:
            of = measured_name(task.digest, self.reading.name_of(by_name[task.scenario]))
            self.folder.write_measured(of, tables)
            names, keep = names_of[task.digest], keeps(self.logs, task.replication)
            self.folder.write_task(task.digest, names, task.replication, tables, keep)

        progress = play_all(
            tasks,
            by_name,
            self.region,
            self.study.region_place,
            finishing(self.measuring, self.logs),
            keep_task,
            self.workers,
            self.report,
            self.at,
        )
        for task, why in progress.failures:
            self.failures += [
                (Task(task.digest, name, task.replication), why) for name in names_of[task.digest]
            ]

    def values(self, measure: str, about: str, replications: int) -> dict[str, list[float]]:
        """A measure of one group by scenario and replication; NaN where it is not there, or a run failed."""
        failed = {(task.scenario, task.replication) for task, _ in self.failures}
        return {
            scenario.name: [
                nan
                if (scenario.name, number) in failed
                else one_value(self.measured(scenario, number), measure, about)
                for number in range(replications)
            ]
            for scenario in self.scenarios
        }

    def measured(self, scenario: Scenario, replication: int) -> pd.DataFrame:
        """The measures of one run."""
        return self.reading.of(scenario, self.digest(scenario, replication))[MEASURES]


def one_value(measures: pd.DataFrame, measure: str, about: str) -> float:
    """A measure's value in one group of one run, or NaN."""
    mine = (measures["measure"] == measure) & (measures["group"] == about)
    found = measures["value"][mine.to_numpy(dtype=bool)]
    return float(found.iloc[0]) if len(found) else nan


def play_study(
    study: Study,
    region: Region,
    directory: Path,
    *,
    workers: int = 1,
    keep_logs: bool = False,
    report: Report = lambda _: None,
    cluster: str | None = None,
) -> Played:
    """Play what is missing of a study's baseline and options, and make its tables.

    The tables do not depend on the number of workers, since they are made in order from what is on disk. Raises
    ClusterFault if the cluster asked for cannot play.
    """
    started = time.monotonic()
    scenarios = scenarios_of(study, points=False)
    playing = Playing(
        study, region, RunFolder(directory), scenarios,
        workers=workers, logs="all" if keep_logs else "first", report=report, cluster=cluster,
    )  # fmt: skip
    wanted, shrinking = study.head.precision, pd.DataFrame()
    if wanted is None:
        replications = study.replications
        playing.play(range(replications))
    else:
        replications, shrinking = play_precisely(playing, wanted)
    write_places(playing)
    played = gather(playing, replications)
    played.precision = shrinking
    played.provenance = provenance(
        study, region, time.monotonic() - started, playing.digests(range(replications)), scenarios,
        replications, points=False,
    )  # fmt: skip
    return played


def play_precisely(playing: Playing, wanted: Precision) -> tuple[int, pd.DataFrame]:
    """Play until the wanted precision is reached; how many replications that is, and how the intervals shrank."""
    baseline = playing.study.baseline.name

    def judged(count: int) -> dict[str, Values]:
        return judged_values(playing.values(wanted.measure, wanted.group, count), wanted, baseline)

    replications = play_until_precise(wanted, playing.play, judged)
    return replications, precision_table(judged(replications), wanted, wanted.unit)


def write_places(playing: Playing) -> None:
    """Write what each unit is, and what each road node is called."""
    for scenario in playing.scenarios:
        write_parquet(playing.folder.units(scenario.name), units_table(scenario))
    write_parquet(playing.folder.places(), places_table(playing.region))


def gather(playing: Playing, replications: int) -> Played:
    """Make every table of a study from what is on disk, in order."""
    study, folder = playing.study, playing.folder
    failures = [one for one in playing.failures if one[0].replication < replications]
    scenarios, numbers = what_stands(playing.scenarios, replications, failures, points=False)
    measures, costs, arrivals, zones = [], [], [], []
    was: dict[int, Before] = {}  # of the baseline, by replication
    for scenario in scenarios:
        for replication in numbers:
            digest = playing.digest(scenario, replication)
            tables, found = folder.read_task(digest), playing.reading.of(scenario, digest)
            label = partial(labelled, scenario=scenario.name, replication=replication)
            measures.append(label(found[MEASURES]))
            if scenario is scenarios[0]:
                was[replication] = kept_of(tables, found[MEASURES])
            else:
                rows = against_rows(tables, found[MEASURES], was[replication])
                measures.append(label(in_table(rows)))
            costs.append(label(found[COSTS]))
            arrivals.append(label(counted_only(tables["arrivals"])))
            zones.append(label(tables["zones"]))
    priced = together(costs, ["scenario", "replication", *COST_COLUMNS])
    measured = together(measures, ["scenario", "replication", "measure", "group", "value", "unit"])
    return Played(
        study=study,
        region=playing.region,
        directory=folder.directory,
        measures=measured,
        differences=all_differences(measured, scenarios, study),
        costs=priced.drop(columns=KEPT_INSIDE),
        bid_check=with_ranges(bid_check(study, measured), study, playing.region),
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


def write_tables(played: Played) -> None:
    """Write the tables of `run` into its folder, each whole or not at all."""
    directory = played.directory
    tables_begin(directory)
    write_failures(directory, played.failures)
    write_csv(directory / "measures.csv", played.measures)
    write_parquet(directory / "measures.parquet", played.measures)
    write_csv(directory / "differences.csv", played.differences)
    write_csv(directory / "costs.csv", played.costs)
    beaten = frontier_of(played.study, played.region, played.measures)
    write_if_any(directory / "frontier.csv", beaten)
    write_if_any(directory / "precision.csv", played.precision)
    write_csv(directory / "bid_check.csv", played.bid_check)
    write_if_any(directory / "rate_ranges.csv", rate_ranges(played.study, played.costs))
    if played.case is not None:
        write_case(directory, played.case)
    write_provenance(directory, played.provenance)


def write_case(directory: Path, case: CaseTables) -> None:
    """Write the tables of a business case; none where the study declares none."""
    write_if_any(directory / "business_case.csv", case.rows)
    write_if_any(directory / "business_case_summary.csv", case.summary)
    write_if_any(directory / "switching_values.csv", case.switching)


def say(progress: Progress) -> str:
    """Progress as one plain line."""
    left = progress.seconds_left()
    words = f"{progress.done} of {progress.total} runs"
    if left is not None and progress.done < progress.total:
        words += f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"
    if progress.failures:
        words += f", {len(progress.failures)} failed"
    return words
