"""One run of a study, of its sweep or of its siting, found by its digest and played alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geography.region import Region
from results.experiment import Naming, Playing, scenarios_of
from results.failures import write_text_of
from results.store import RunFolder
from scenarios.scenario import Scenario
from scenarios.study import Study
from sim.batch import Task

LEAST_LETTERS = 6
Part = Literal["", "sweep", "site"]


@dataclass(frozen=True)
class OneRun:
    """A run of a study: a scenario × a replication."""

    digest: str
    scenario: Scenario
    replication: int
    part: Part = ""
    """What it is of: the study's own options, its sweep, or its siting."""


@dataclass(frozen=True)
class Replayed:
    """What came of a run that was played alone."""

    run: OneRun
    kept: Path
    """Its tables; or, where it failed, all that is known of why."""
    why: str = ""


def runs_called(study: Study, region: Region, digest: str) -> list[OneRun]:
    """The runs of a study and its sweep whose digest begins so; one for each, though several options may share it."""
    found: dict[str, OneRun] = {}
    parts: tuple[tuple[Part, int], ...] = (
        ("", study.replications),
        ("sweep", study.sweep_replications),
    )
    for part, count in parts:
        scenarios = scenarios_of(study, points=part == "sweep")
        for run in runs_of(scenarios, count, region, digest, part):
            found.setdefault(run.digest, run)
    return list(found.values())


def runs_sited(sited: Study, most: int, region: Region, digest: str) -> list[OneRun]:
    """The runs of a siting whose digest begins so: of each combination, up to `most` replications."""
    runs = runs_of(sited.scenarios, most, region, digest, "site")
    return list({run.digest: run for run in runs}.values())


def runs_of(
    scenarios: Sequence[Scenario], count: int, region: Region, digest: str, part: Part
) -> Iterator[OneRun]:
    """Those of some scenarios × replications whose digest begins so."""
    naming = Naming(region)
    for scenario in scenarios:
        for number in range(count):
            name = naming.digest(scenario, number)
            if len(digest) >= LEAST_LETTERS and name.startswith(digest.lower()):
                yield OneRun(name, scenario, number, part)


def replay(study: Study, region: Region, directory: Path, run: OneRun) -> Replayed:
    """Play a run here, whether or not it is on disk, and keep its log. A run of a siting needs the study of that."""
    scenarios = (
        study.scenarios if run.part == "site" else scenarios_of(study, points=run.part == "sweep")
    )
    playing = Playing(study, region, RunFolder(directory), scenarios, logs="all")
    same = [s.name for s in scenarios if playing.digest(s, run.replication) == run.digest]
    task = Task(run.digest, run.scenario.name, run.replication)
    playing.play_tasks([task], {run.digest: same})
    if playing.failures:
        task, why = playing.failures[0]
        return Replayed(run, write_text_of(directory, task, why), why)
    return Replayed(run, playing.folder.task(run.digest))
