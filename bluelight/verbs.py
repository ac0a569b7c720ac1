"""What a planner asks for, as functions: the command line and a notebook both call these."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geography.region import load_region
from results.experiment import Played, play_study, write_tables
from results.failures import Failures, last_line
from results.tell import notable, tell_call
from results.whose_folder import refuse_anothers
from scenarios.documents import read_yaml
from scenarios.faults import Fault, Mark, StudyFault
from scenarios.load import bundled_studies, load_study
from scenarios.measure_words import MEASURES
from scenarios.study import Study
from sim.batch import Progress

if TYPE_CHECKING:
    from results.only import Replayed
    from results.pack_again import Found
    from results.sweep import Swept

Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Say nothing of progress."""


def studies() -> dict[str, str]:
    """The bundled studies: name and title."""
    return {name: str(read_yaml(path).data["title"]) for name, path in bundled_studies().items()}


def measures() -> pd.DataFrame:
    """Every measure: name, unit, definition, keys of its groups."""
    rows = [(name, unit, text, ", ".join(keys)) for name, (unit, text, keys) in MEASURES.items()]
    return pd.DataFrame(rows, columns=["measure", "unit", "definition", "groups"])


def check(study: str) -> Study:
    """Load a study and check all of it; nothing is run. Raises StudyFault with every fault."""
    return load_study(study)


def run(
    study: str,
    out: str | Path | None = None,
    *,
    replications: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    quick: bool = False,
    keep_logs: bool = False,
    report: Report = silent,
    cluster: str | None = None,
) -> Played:
    """Play baseline and options, write tables, figures and report into `out` (default `runs/<study>`).

    A quick run writes the report as a page alone, others as PDF, Word file and workbook too.
    Plays only what is missing there. Raises StudyFault if the study is at fault, RunsFailed if a run raised.
    With a `cluster` (tcp://HOST:PORT) its workers play; raises ClusterFault if they cannot.
    """
    from results.kept_study import keep_study

    loaded = load_study(study).with_changes(
        quick=quick, replications=replications, days=days, seed=seed
    )
    directory = Path(out) if out is not None else Path("runs") / loaded.name
    refuse_anothers(directory, "run")
    region = load_region(loaded.region_place)
    played = play_study(
        loaded,
        region,
        directory,
        workers=workers,
        keep_logs=keep_logs,
        report=report,
        cluster=cluster,
    )
    refuse_nothing(len(played.measures), played.failures)
    write_tables(played)
    keep_study(study, loaded, directory)
    write_formats(played, directory, quick)
    return played


def write_formats(found: Found, directory: Path, quick: bool) -> None:
    """Write the report of what was played: a quick one as a page alone, others as PDF, Word file and workbook too."""
    from results.pack_again import packed  # figures take a while to import: only for who draws them
    from results.report import write_report

    made = packed(found)
    write_report(made.pack, directory, 1, None if quick else made.sheets())


def only(
    study: str,
    digest: str,
    out: str | Path | None = None,
    *,
    replications: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    quick: bool = False,
) -> Replayed:
    """Play one run of a study, of its sweep or of its siting, alone, by its digest or the first letters of it.

    Raises StudyFault if no run, or more than one, is called so.
    """
    from results.only import LEAST_LETTERS, replay, runs_called, runs_sited

    asked = load_study(study)
    loaded = asked.with_changes(quick=quick, replications=replications, days=days, seed=seed)
    region = load_region(loaded.region_place)
    found = runs_called(loaded, region, digest)
    if not found and asked.head.site is not None and len(digest) >= LEAST_LETTERS:
        from bluelight.site_verbs import contest_of  # solves the siting problem: a few seconds

        most = None if replications is None else max(2, replications)
        contest = contest_of(
            asked, study, region, replications=most, days=days, seed=seed, quick=quick
        )
        loaded = contest.study
        found = runs_sited(loaded, contest.asked.procedure.max_replications, region, digest)
    if len(found) != 1:
        raise StudyFault([no_such_run(study, digest, len(found))])
    name = "-".join(filter(None, (loaded.name, found[0].part)))
    return replay(loaded, region, Path(out) if out is not None else Path("runs") / name, found[0])


def no_such_run(study: str, digest: str, found: int) -> Fault:
    """The fault of a digest that names no run, or several."""
    several = f"{found} runs have digests that begin with '{digest}'."
    none = (
        f"No run of this study has the digest '{digest}', nor of its sweep or siting. A digest is of the study as it "
        "is now, with its days, seed and --quick, and of this version of Bluelight."
    )
    allowed = "a digest of failures.csv or provenance.json, or its first six letters or more"
    return Fault(Mark(study), "--only", several if found else none, allowed)


def sweep(
    study: str,
    out: str | Path | None = None,
    *,
    replications: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    quick: bool = False,
    keep_logs: bool = False,
    report: Report = silent,
    cluster: str | None = None,
) -> Swept:
    """Play the study's sweep and write its tables and report into `out` (default `runs/<study>-sweep`).

    A quick sweep writes the report as a page alone, others as PDF, Word file and workbook too.
    Raises StudyFault if the study is at fault, RunsFailed if no run could be finished; single failures are in
    `failures`, and their points are left out of the tables.
    With a `cluster` (tcp://HOST:PORT) its workers play; raises ClusterFault if they cannot.
    """
    from results.kept_study import keep_study
    from results.sweep import play_sweep, write_sweep

    loaded = load_study(study).with_changes(
        quick=quick, replications=replications, days=days, seed=seed, for_sweep=True
    )
    if not loaded.points:
        message = "This study has no `sweep:`."
        raise StudyFault([Fault(Mark(str(study)), "sweep", message, "factors with values")])
    directory = Path(out) if out is not None else Path("runs") / f"{loaded.name}-sweep"
    refuse_anothers(directory, "sweep")
    region = load_region(loaded.region_place)
    swept = play_sweep(
        loaded,
        region,
        directory,
        workers=workers,
        keep_logs=keep_logs,
        report=report,
        cluster=cluster,
    )
    refuse_nothing(len(swept.scenarios) * len(swept.replications), swept.failures)
    write_sweep(swept)
    keep_study(study, loaded, directory)
    write_formats(swept, directory, quick)
    return swept


class RunsFailed(RuntimeError):
    """Runs raised: all of them, so that nothing can be measured, or some of a sweep's."""


def refuse_nothing(there: int, failed: Failures) -> None:
    """Raise RunsFailed if nothing was played whole."""
    if not there:
        first = f"{failed[0][0]}: {last_line(failed[0][1])}" if failed else "none was asked for"
        raise RunsFailed(f"No run could be finished. The first failed so: {first}")


def tell(
    directory: str | Path,
    call: int | None = None,
    *,
    option: str | None = None,
    replication: int = 0,
) -> str:
    """One call's story in words; without a call, the notable ones."""
    if call is None:
        return notable(Path(directory), option, replication)
    return tell_call(Path(directory), call, option, replication)
