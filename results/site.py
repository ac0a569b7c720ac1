"""The best places found by simulation: stages of common replications until the best is picked, then every table."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.against_baseline import CLINICIANS, net_rows, value
from results.compare import differences
from results.costs import COST_COLUMNS, KEPT_INSIDE
from results.experiment import Played, Playing, Report, write_places
from results.failures import write_failures
from results.measured import COSTS, MEASURES
from results.measures import in_table
from results.provenance import provenance, tables_begin, write_provenance
from results.ranking_selection import Rules, Selection, select
from results.site_table import Asked, site_table
from results.store import RunFolder, write_csv, write_parquet
from results.tables import labelled, together
from results.task import Tables
from scenarios.faults import Fault, Mark, StudyFault
from scenarios.scenario import Scenario
from scenarios.site import Combination, Site
from scenarios.study import Study

PROCEDURE = "Kim and Nelson 2001 (KN, c = 1), common random numbers"
PROVEN = "screened to optimality"
TASKS_A_WORKER = 2  # of a stage after the first, so that processes are worth starting
Say = Callable[[str], None]


@dataclass
class Sited:
    """What was found: the table of combinations beside the usual ones."""

    played: Played
    site: Site
    combinations: tuple[Combination, ...]
    table: pd.DataFrame

    @property
    def objective(self) -> str:
        """What was to be best, in words, and which way."""
        asked, said = Asked.of(self.site, self.played.study), self.site.objective
        title = said.title or asked.words
        of = " against what it is without them" if asked.difference else ""
        return f"{title}{of}, in {asked.unit}; {said.better} is better"


@dataclass
class Contest:
    """The runs so far: what each measured, and which replications are whole in every combination."""

    study: Study
    playing: Playing
    asked: Asked
    measured: dict[tuple[str, int], Tables] = field(default_factory=dict)
    played: int = 0

    @property
    def on(self) -> Scenario:
        """The scenario that the places are added to."""
        return self.study.scenarios[0]

    def keep(self, name: str, number: int, found: Tables) -> None:
        """Take in what one run measured, and what of it is against the same run without the places."""
        without = self.measured.get((self.on.name, number))
        if without is not None and name != self.on.name:
            before_h = value(without[MEASURES], *CLINICIANS)
            net = in_table(net_rows(found[MEASURES], before_h))
            found = {**found, MEASURES: together([found[MEASURES], net], [])}
        self.measured[name, number] = found

    def sound(self) -> list[int]:
        """The replications played so far that raised under no scenario, in order."""
        broken = {task.replication for task, _ in self.playing.failures}
        return [number for number in range(self.played) if number not in broken]

    def values(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The objective of some scenarios, more is better: [sound replications, scenarios], NaN where not played."""
        rows = [[self.value(name, number) for name in names] for number in self.sound()]
        return np.array(rows, dtype=np.float64).reshape(-1, len(names)) * self.asked.sign

    def value(self, name: str, number: int) -> float:
        """The objective of one run, in the unit in which it is reported; NaN if it was not played."""
        if (name, number) not in self.measured:
            return math.nan
        found = self.asked.value(self.measured[name, number][MEASURES])
        if self.asked.difference:
            found -= self.asked.value(self.measured[self.on.name, number][MEASURES])
        if math.isnan(found):
            message = f"{self.asked.words} was not measured under {name}, replication {number}."
            raise StudyFault([Fault(Mark(self.study.name), "site.objective", message)])
        return found


def play_site(
    study: Study,
    site: Site,
    combinations: Sequence[Combination],
    region: Region,
    directory: Path,
    *,
    workers: int = 1,
    keep_logs: bool = False,
    report: Report = lambda _: None,
    say: Say = lambda _: None,
    cluster: str | None = None,
) -> Sited:
    """Play stages until the best of each size is picked or `max_replications` are played, and make every table.

    `study` has the option that is changed first, then a scenario for each simulated combination. Runs on disk are not
    played again. What is judged follows from the replications in their order, so tables are the same however many
    workers there are; runs beyond the stage at which a combination was dropped are in none of them.
    """
    started = time.monotonic()
    playing = Playing(
        study, region, RunFolder(directory), study.scenarios,
        workers=workers, logs="all" if keep_logs else "first", report=report, cluster=cluster,
    )  # fmt: skip
    contest = Contest(study, playing, Asked.of(site, study))
    rules = rules_of(site, contest.asked)
    simulated = [one for one in combinations if one.simulated]
    sizes = {k: [one.name for one in simulated if one.k == k] for k in site.k}
    selections = contested(contest, sizes, rules, say)
    write_places(playing)
    table = site_table(
        combinations,
        sizes,
        selections,
        {k: contest.values(names) for k, names in sizes.items()},
        contest.asked,
    )
    used = used_by(contest, sizes, selections)
    played = tables_of(contest, used)
    by_name = {scenario.name: scenario for scenario in study.scenarios}
    named = {(n, i): playing.digest(by_name[n], i) for n, numbers in used.items() for i in numbers}
    most = max(len(numbers) for numbers in used.values())
    played.provenance = {
        **provenance(
            study, region, time.monotonic() - started, named, study.scenarios, most, points=True
        ),
        "sweep": False,
        "site": {"procedure": PROCEDURE, **site.procedure.model_dump(exclude={"indifference"}),
                 "indifference": f"{rules.indifference:g} {contest.asked.unit}",
                 "screen": site.screen.model, PROVEN: all(one.proven for one in combinations)},
    }  # fmt: skip
    return Sited(played, site, tuple(combinations), table)


def rules_of(site: Site, asked: Asked) -> Rules:
    """The procedure's constants, in the unit in which the objective is reported."""
    said = site.procedure
    return Rules(said.confidence, asked.indifference, said.first_stage, said.max_replications)


def contested(
    contest: Contest,
    sizes: Mapping[int, Sequence[str]],
    rules: Rules,
    say: Say,
) -> dict[int, Selection]:
    """Play the first stage of all, then a few more replications of those still in, until each size is settled."""
    everyone = [name for names in sizes.values() for name in names]
    still, until = everyone, rules.first_stage
    while True:
        play_stage(contest, [contest.on.name, *still], until)
        lacking = rules.first_stage - len(contest.sound())
        if lacking > 0 and until < rules.most:
            until = min(rules.most, until + lacking)
            continue
        selections = settled(contest, sizes, rules)
        still = [
            sizes[k][place]
            for k, found in selections.items()
            if not found.over
            for place in found.still_in
        ]
        say(stage_words(selections, sizes))
        if not still or until >= rules.most:
            return {k: replace(found, over=True) for k, found in selections.items()}
        more = max(1, math.ceil(TASKS_A_WORKER * contest.playing.workers / (len(still) + 1)))
        until = min(rules.most, until + more)


def settled(
    contest: Contest, sizes: Mapping[int, Sequence[str]], rules: Rules
) -> dict[int, Selection]:
    """The procedure of each size on the runs that are there. Raises StudyFault where too few could be played."""
    if len(contest.sound()) < rules.first_stage:
        first = contest.playing.failures[0]
        message = (
            f"Only {len(contest.sound())} replications could be finished under all combinations; the first stage is "
            f"{rules.first_stage}. The first that failed, {first[0].scenario} replication {first[0].replication}: "
            f"{first[1].strip().splitlines()[-1]}"
        )
        raise StudyFault([Fault(Mark(contest.study.name), "site", message)])
    return {k: select(contest.values(names), rules) for k, names in sizes.items()}


def stage_words(selections: Mapping[int, Selection], sizes: Mapping[int, Sequence[str]]) -> str:
    """Where the contest stands, in a line."""
    most = max(found.replications for found in selections.values())
    parts = [
        f"best {k}: "
        + (
            "settled"
            if len(found.still_in) == 1
            else f"{len(found.still_in)} of {len(sizes[k])} still in"
        )
        for k, found in selections.items()
    ]
    return f"After {most} replications: {', '.join(parts)}"


def play_stage(contest: Contest, names: Sequence[str], until: int) -> None:
    """Play what is missing of some scenarios up to a replication, and measure it."""
    playing = contest.playing
    scenarios = [one for one in contest.study.scenarios if one.name in set(names)]
    tried = {(task.scenario, task.replication) for task, _ in playing.failures}
    lacking = {
        (scenario.name, number): playing.digest(scenario, number)
        for number in range(until)
        for scenario in scenarios
        if (scenario.name, number) not in {*contest.measured, *tried}
    }
    playing.play_named(lacking)
    contest.played = max(contest.played, until)
    failed = {(task.scenario, task.replication) for task, _ in playing.failures}
    for scenario in scenarios:
        for number in range(until):
            digest = lacking.get((scenario.name, number))
            if digest is not None and (scenario.name, number) not in failed:
                contest.keep(scenario.name, number, playing.reading.of(scenario, digest))


def used_by(
    contest: Contest, sizes: Mapping[int, Sequence[str]], selections: Mapping[int, Selection]
) -> dict[str, list[int]]:
    """The replications by which each scenario is judged; the option that is changed has as many as any."""
    sound = contest.sound()
    used = {
        name: sound[:runs]
        for k, found in selections.items()
        for name, runs in zip(sizes[k], found.used, strict=True)
    }
    return {contest.on.name: sound[: max(len(some) for some in used.values())], **used}


def tables_of(contest: Contest, used: Mapping[str, Iterable[int]]) -> Played:
    """Measures, costs and differences of the replications that count; the rest of a run's tables is empty."""
    runs = [(name, number) for name, numbers in used.items() for number in numbers]
    measured = together(
        [labelled(contest.measured[name, number][MEASURES], name, number) for name, number in runs],
        ["scenario", "replication", "measure", "group", "value", "unit"],
    )
    priced = together(
        [labelled(contest.measured[name, number][COSTS], name, number) for name, number in runs],
        ["scenario", "replication", *COST_COLUMNS],
    )
    return Played(
        study=contest.study,
        region=contest.playing.region,
        directory=contest.playing.folder.directory,
        measures=measured,
        differences=differences(measured, contest.on.name),
        costs=priced.drop(columns=KEPT_INSIDE),
        bid_check=pd.DataFrame(),
        arrivals=pd.DataFrame(),
        zones=pd.DataFrame(),
        provenance={},
        failures=contest.playing.failures,
    )


def write_site(sited: Sited) -> None:
    """Write the tables of `site` into its folder, each whole or not at all."""
    directory, played = sited.played.directory, sited.played
    tables_begin(directory)
    write_failures(directory, played.failures)
    write_csv(directory / "site.csv", sited.table)
    write_csv(directory / "measures.csv", played.measures)
    write_parquet(directory / "measures.parquet", played.measures)
    write_csv(directory / "differences.csv", played.differences)
    write_csv(directory / "costs.csv", played.costs)
    write_provenance(directory, played.provenance)
