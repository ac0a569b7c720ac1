"""`bluelight run`, `sweep` and `site`: what plays runs, and what is said of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bluelight.plain_errors import AT_FAULT, plain_errors, stop
from bluelight.printed import print_table
from bluelight.progress import progress_shown

if TYPE_CHECKING:
    import pandas as pd

KEPT = "\nWhat was finished before is kept: the same command goes on from there."
MOST_TOLD = 10
Asked = dict[str, Any]

StudyName = Annotated[str, typer.Argument(metavar="STUDY", help="A bundled study, or a path.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where to write; default runs/<study>.")]
SweepOut = Annotated[
    Path | None, typer.Option("--out", help="Where to write; default runs/<study>-sweep.")
]
SiteOut = Annotated[
    Path | None, typer.Option("--out", help="Where to write; default runs/<study>-site.")
]
Replications = Annotated[int | None, typer.Option(min=1, max=1000, help="Instead of the study's.")]
Days = Annotated[
    int | None, typer.Option(min=1, max=3660, help="Counted days, instead of the study's.")
]
Seed = Annotated[int | None, typer.Option(min=0, help="Instead of the study's.")]
Workers = Annotated[
    int | None, typer.Option(min=1, max=256, help="Processes; default: one a core.")
]
Quick = Annotated[
    bool, typer.Option("--quick", help="5 replications of 28 days: not for decision.")
]
KeepLogs = Annotated[
    bool, typer.Option("--keep-logs", help="Keep every run's log, not only the first.")
]
Cluster = Annotated[
    str | None, typer.Option(metavar="tcp://HOST:PORT", help="Play on a dask cluster, not here.")
]


def processes(asked: int | None, cluster: str | None) -> int:
    """How many worker processes: as asked, else one for each core; not asked for beside a cluster."""
    import os

    if asked is not None and cluster is not None:
        stop(
            "--workers are processes of this computer, --cluster plays elsewhere: give one of the two."
        )
    return asked if asked is not None else (os.cpu_count() or 1)


def run(
    study: StudyName,
    out: Out = None,
    replications: Replications = None,
    days: Days = None,
    seed: Seed = None,
    workers: Workers = None,
    quick: Quick = False,
    keep_logs: KeepLogs = False,
    cluster: Cluster = None,
    only: Annotated[
        str | None,
        typer.Option(metavar="DIGEST", help="Play this one run alone, as failures.csv names it."),
    ] = None,
) -> None:
    """Play baseline and options, then write the tables and the report."""
    asked: Asked = {"replications": replications, "days": days, "seed": seed, "quick": quick}
    if only is not None:
        one_run(study, only, out, asked)
        return
    with plain_errors(KEPT), progress_shown() as shown:
        from bluelight.verbs import run as verb
        from results.precise import precision_missed

        there: Asked = {"workers": processes(workers, cluster), "cluster": cluster, "report": shown}
        played = verb(study, out, keep_logs=keep_logs, **asked, **there)
        failures(played.failures, study, out, asked)
        beside_what_was_published(played.bid_check)
        for words in precision_missed(played.precision):
            typer.echo(words)
        typer.echo(f"Report: {(played.directory / 'report.html').resolve()}")
        if played.failures:
            raise typer.Exit(AT_FAULT)


def sweep(
    study: StudyName,
    out: SweepOut = None,
    replications: Replications = None,
    days: Days = None,
    seed: Seed = None,
    workers: Workers = None,
    quick: Quick = False,
    keep_logs: KeepLogs = False,
    cluster: Cluster = None,
) -> None:
    """Play the points of the study's `sweep:`, then write their tables and the report."""
    asked: Asked = {"replications": replications, "days": days, "seed": seed, "quick": quick}
    with plain_errors(KEPT), progress_shown() as shown:
        from bluelight.verbs import sweep as verb

        there: Asked = {"workers": processes(workers, cluster), "cluster": cluster, "report": shown}
        swept = verb(study, out, keep_logs=keep_logs, **asked, **there)
        failures(swept.failures, study, out, asked)
        nothing_said(swept.moved)
        typer.echo(f"Sweep: {len(swept.scenarios)} points in {swept.table.resolve()}")
        typer.echo(f"Report: {(swept.directory / 'report.html').resolve()}")
        if swept.failures:
            raise typer.Exit(AT_FAULT)


def site(
    study: StudyName,
    out: SiteOut = None,
    replications: Replications = None,
    days: Days = None,
    seed: Seed = None,
    workers: Workers = None,
    quick: Quick = False,
    keep_logs: KeepLogs = False,
    cluster: Cluster = None,
) -> None:
    """Find the best places of the study's `site:`, screened, the best few simulated; then write tables and report."""
    asked: Asked = {"replications": replications, "days": days, "seed": seed, "quick": quick}
    with plain_errors(KEPT), progress_shown() as shown:
        from bluelight.site_verbs import site as verb

        there: Asked = {"workers": processes(workers, cluster), "cluster": cluster, "report": shown}
        found = verb(
            study, out, keep_logs=keep_logs, say=lambda words: typer.echo(words, err=True), **asked, **there
        )  # fmt: skip
        failures(found.played.failures, study, out, asked)
        best_places(found.table, found.objective)
        typer.echo(f"Report: {(found.played.directory / 'report.html').resolve()}")
        if found.played.failures:
            raise typer.Exit(AT_FAULT)


def one_run(study: str, digest: str, out: Path | None, asked: Asked) -> None:
    """Play one run alone, and say what came of it."""
    with plain_errors():
        from bluelight.verbs import only as verb

        done = verb(study, digest, out, **asked)
        what = f"{done.run.scenario.name} replication {done.run.replication} ({done.run.digest})"
        if done.why:
            why = done.why.strip().splitlines()[-1]
            stop(f"{what} failed: {why}\nAll that is known of it: {done.kept.resolve()}")
        typer.echo(f"{what} was played: {done.kept.resolve()}")


def failures(
    failed: Sequence[tuple[object, str]], study: str, out: Path | None, asked: Asked
) -> None:
    """Name the runs that raised, each with the last line of why, and say how to play one alone."""
    for task, why in failed[:MOST_TOLD]:
        typer.echo(f"{task} failed: {why.strip().splitlines()[-1]}", err=True)
    if len(failed) > MOST_TOLD:
        typer.echo(f"… and {len(failed) - MOST_TOLD} more, in failures.csv.", err=True)
    if failed:
        again = " ".join(["bluelight run", study, *words_of(out, asked), "--only DIGEST"])
        typer.echo(f"Why is in failures/DIGEST.txt. To play one alone: {again}", err=True)


def words_of(out: Path | None, asked: Asked) -> list[str]:
    """What was asked beyond the study, as it is typed."""
    quick = ["--quick"] if asked["quick"] else []
    named = {"out": out, **{key: asked[key] for key in ("replications", "days", "seed")}}
    return quick + [f"--{key} {value}" for key, value in named.items() if value is not None]


def beside_what_was_published(bid_check: pd.DataFrame) -> None:
    """Each published figure, the model's answer with its interval, and the verdict, a line each."""
    if not len(bid_check):
        return
    from rich.table import Table

    table = Table("published figure", "said", "model", "95% interval", "unit", "verdict", box=None)
    for row in bid_check.to_dict("records"):
        low, high, found = (float(row[key]) for key in ("low", "high", "model_value"))
        model = as_written(found) if found == found else "not modelled"
        said, unit = as_written(float(row["bid_value"])), str(row["unit"])
        ends = interval_as_written(low, high)
        table.add_row(str(row["figure"]), said, model, ends, unit, str(row["verdict"]))
    print_table(table)


def as_written(number: float) -> str:
    """A number as people write it: four figures, thousands apart, never a power of ten; `-520000.0` as "−520,000"."""
    if not math.isfinite(number):
        return str(number)
    figures = max(0, 3 - math.floor(math.log10(abs(number)))) if number else 0
    rounded = round(number, 3 - math.floor(math.log10(abs(number)))) if number else 0.0
    text = f"{abs(rounded):,.{min(figures, 9)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if rounded < 0 and text != "0" else text


def interval_as_written(low: float, high: float) -> str:
    """The ends of an interval; one number where they are written alike, nothing where there is none."""
    if low != low or high != high:
        return ""
    ends = as_written(low), as_written(high)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def nothing_said(moved: pd.DataFrame) -> None:
    """Why nothing can be said of what moves an answer, a line for each answer of which that is so."""
    if not len(moved):
        return
    for answer, part in moved.groupby("answer", sort=False):
        reasons = [str(why) for why in part["why_none"].drop_duplicates() if why]
        if reasons and part["value"].isna().all():
            typer.echo(
                f"{answer}: nothing can be said of what it hangs on, as {'; '.join(reasons)}."
            )


def best_places(table: pd.DataFrame, objective: str) -> None:
    """The combinations of each size that were simulated, the best first, a line each, under what was to be best."""
    from rich.table import Table

    unit = str(table["unit"].iloc[0])
    heads = ("k", "places", "objective", "95% interval", "unit", "best with", "played")
    lines = Table(box=None)
    for head in heads:
        lines.add_column(head, overflow="fold")
    for row in table[table["simulated"].to_numpy(dtype=bool)].to_dict("records"):
        low, high, chance = (float(row[key]) for key in ("low", "high", "probability_best"))
        between = interval_as_written(low, high)
        places = f"{row['places']} ({row['asked']})" if row["asked"] else str(row["places"])
        value = as_written(float(row["objective"]))
        lines.add_row(
            str(row["k"]), places, value, between, unit, f"{chance:.2f}", str(row["replications"])
        )
    typer.echo(f"Objective: {objective}.")
    print_table(lines)
    for size, part in table[table["chosen"].to_numpy(dtype=bool)].groupby("k", sort=False):
        if not bool(part["decided"].iloc[0]):
            typer.echo(f"Best {size}: not decided within the replications played.")
