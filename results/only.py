"""One run of a study or of its sweep, found by its digest and played alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geography.region import Region
from results.experiment import Naming, Playing, scenarios_of
from results.failures import write_text_of
from results.store import RunFolder
from scenarios.scenario import Scenario
from scenarios.study import Study
from sim.batch import Task

LEAST_LETTERS = 6


@dataclass(frozen=True)
class OneRun:
    """A run of a study: a scenario × a replication."""

    digest: str
    scenario: Scenario
    replication: int
    points: bool
    """Whether it is of the sweep."""


@dataclass(frozen=True)
class Replayed:
    """What came of a run that was played alone."""

    run: OneRun
    kept: Path
    """Its tables; or, where it failed, all that is known of why."""
    why: str = ""


def runs_called(study: Study, region: Region, digest: str) -> list[OneRun]:
    """The runs of a study whose digest begins so; one for each, though several options may share it."""
    found: dict[str, OneRun] = {}
    for points in (False, True):
        scenarios = scenarios_of(study, points=points)
        count = study.sweep_replications if points else study.replications
        naming = Naming(region)
        for scenario in scenarios:
            for number in range(count):
                name = naming.digest(scenario, number)
                if len(digest) >= LEAST_LETTERS and name.startswith(digest.lower()):
                    found.setdefault(name, OneRun(name, scenario, number, points))
    return list(found.values())


def replay(study: Study, region: Region, directory: Path, run: OneRun) -> Replayed:
    """Play a run here, whether or not it is on disk, and keep its log."""
    scenarios = scenarios_of(study, points=run.points)
    playing = Playing(study, region, RunFolder(directory), scenarios, logs="all")
    same = [s.name for s in scenarios if playing.digest(s, run.replication) == run.digest]
    task = Task(run.digest, run.scenario.name, run.replication)
    playing.play_tasks([task], {run.digest: same})
    if playing.failures:
        task, why = playing.failures[0]
        return Replayed(run, write_text_of(directory, task, why), why)
    return Replayed(run, playing.folder.task(run.digest))
