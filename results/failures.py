"""Runs that could not be played: which of the others still stand together, and what is left to replay each alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from results.store import write_csv, write_text
from scenarios.scenario import Scenario
from sim.batch import Task

Failures = list[tuple[Task, str]]
COLUMNS = ["digest", "scenario", "replication", "why"]


def what_stands(
    scenarios: Sequence[Scenario], replications: int, failures: Failures, points: bool
) -> tuple[tuple[Scenario, ...], tuple[int, ...]]:
    """The scenarios and replications that were played whole and can be compared.

    Of a study, a replication that any scenario lacks is left out of all, so that every difference is of the same calls;
    an option that lacks them all is left out itself. Of a sweep, a point that lacks any is left out, so that one bad
    point costs the others nothing; where every point lacks some, the replications are.
    """
    lacking: dict[str, set[int]] = {}
    for task, _ in failures:
        lacking.setdefault(task.scenario, set()).add(task.replication)
    whole = tuple(s for s in scenarios if s.name not in lacking)
    if points and whole:
        return whole, tuple(range(replications))
    some = tuple(s for s in scenarios if len(lacking.get(s.name, ())) < replications)
    if not some or some[0] is not scenarios[0]:  # without the baseline there is nothing to compare
        return tuple(scenarios), ()
    broken = {number for s in some for number in lacking.get(s.name, ())}
    return some, tuple(n for n in range(replications) if n not in broken)


def write_failures(directory: Path, failures: Failures) -> None:
    """Write `failures.csv` and, by digest, all that is known of each; nothing is left of failures mended since."""
    table = directory / "failures.csv"
    kept = {task.digest for task, _ in failures}
    for old in (directory / "failures").glob("*.txt"):
        if old.stem not in kept:
            old.unlink(missing_ok=True)
    if not failures:
        table.unlink(missing_ok=True)
        return
    rows = [
        (task.digest, task.scenario, task.replication, last_line(why)) for task, why in failures
    ]
    write_csv(table, pd.DataFrame(rows, columns=COLUMNS))
    for task, why in failures:
        write_text_of(directory, task, why)


def write_text_of(directory: Path, task: Task, why: str) -> Path:
    """Write all that is known of one failure; where it is."""
    path = directory / "failures" / f"{task.digest}.txt"
    write_text(path, f"{task}\n\n{why}\n")
    return path


def last_line(why: str) -> str:
    """What a traceback comes to."""
    return why.strip().splitlines()[-1]
