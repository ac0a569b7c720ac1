"""What a planner types. Heavy imports stay inside commands, so that `--help` answers at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bluelight.pack_cli import figure, report
from bluelight.region_cli import region_app

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.study import Study
    from sim.batch import Progress

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Who gets help sooner, whose cover gets thinner, and what an incident then costs.",
)
app.add_typer(region_app, name="region")
AT_FAULT, INTERRUPTED = 1, 130
QUIET_S = 2.0
KEPT = "\nWhat was finished before is kept: the same command goes on from there."
LINE_EVERY_S = 5.0
MOST_TOLD = 10

StudyName = Annotated[str, typer.Argument(metavar="STUDY", help="A bundled study, or a path.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where to write; default runs/<study>.")]
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


@contextmanager
def plain_errors(after: str = "") -> Iterator[None]:
    """Turn faults into messages and exit statuses; no traceback. `after` ends what is said of a disk or of Ctrl-C."""
    from scenarios.faults import StudyFault

    try:
        yield
    except StudyFault as error:
        stop("\n\n".join(str(fault) for fault in error.faults) + f"\n\n{count(len(error.faults))}.")
    except KeyboardInterrupt:
        typer.echo(
            "\nInterrupted." + after,
            err=True,
        )
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        stop(f"{error.filename or ''}: {error.strerror or error}".lstrip(": ") + after)
    except RuntimeError as error:
        if type(error).__name__ not in (
            "RunsFailed",
            "NotInAScript",
            "NothingToJudge",
            "ClusterFault",
        ):
            raise
        stop(str(error))


def count(faults: int) -> str:
    """How many faults, in words."""
    return "1 fault" if faults == 1 else f"{faults} faults"


def stop(message: str) -> NoReturn:
    """Say what is at fault, and end with status 1."""
    typer.echo(message, err=True)
    raise typer.Exit(AT_FAULT)


@contextmanager
def progress_shown() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on a terminal, plain lines elsewhere; nothing for runs that end within two seconds."""
    from results.experiment import say

    if sys.stderr.isatty():
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        with Bar(TextColumn("{task.description}"), BarColumn()) as bar:
            line = bar.add_task("runs", total=None)
            yield lambda p: bar.update(
                line, total=p.total, completed=p.done + len(p.failures), description=say(p)
            )
        return
    said = [0.0]

    def plain_line(progress: Progress) -> None:
        import time

        now = time.monotonic()
        spent = now - progress.started
        over = progress.done + len(progress.failures) >= progress.total
        if spent > QUIET_S and (over or now - said[0] >= LINE_EVERY_S):
            said[0] = now
            typer.echo(say(progress), err=True)

    yield plain_line


def processes(asked: int | None, cluster: str | None) -> int:
    """How many worker processes: as asked, else one for each core; not asked for beside a cluster."""
    import os

    if asked is not None and cluster is not None:
        stop(
            "--workers are processes of this computer, --cluster plays elsewhere: give one of the two."
        )
    return asked if asked is not None else (os.cpu_count() or 1)


@app.command()
def studies() -> None:
    """The bundled studies, one line each."""
    with plain_errors():
        from bluelight.verbs import studies as verb

        for name, title in verb().items():
            typer.echo(f"{name:20} {title}")


@app.command()
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
    if only is not None:
        one_run(study, only, out, replications, days, seed, quick)
        return
    with plain_errors(KEPT), progress_shown() as shown:
        from bluelight.verbs import run as verb

        played = verb(
            study,
            out,
            replications=replications,
            days=days,
            seed=seed,
            workers=processes(workers, cluster),
            quick=quick,
            keep_logs=keep_logs,
            report=shown,
            cluster=cluster,
        )
        failures(played.failures, study)
        beside_what_was_published(played.bid_check)
        typer.echo(f"Report: {(played.directory / 'report.html').resolve()}")
        if played.failures:
            raise typer.Exit(AT_FAULT)


def beside_what_was_published(bid_check: pd.DataFrame) -> None:
    """Each published figure, the model's answer with its interval, and the verdict, a line each."""
    if not len(bid_check):
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("published figure", "said", "model", "95% interval", "unit", "verdict", box=None)
    for row in bid_check.to_dict("records"):
        low, high, found = (float(row[key]) for key in ("low", "high", "model_value"))
        between = f"{low:.5g} to {high:.5g}" if low == low else ""
        model = f"{found:.5g}" if found == found else "not modelled"
        said, unit = f"{row['bid_value']:.5g}", str(row["unit"])
        table.add_row(str(row["figure"]), said, model, between, unit, str(row["verdict"]))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def failures(failed: Sequence[tuple[object, str]], study: str) -> None:
    """Name the runs that raised, each with the last line of why, and say how to play one alone."""
    for task, why in failed[:MOST_TOLD]:
        typer.echo(f"{task} failed: {why.strip().splitlines()[-1]}", err=True)
    if len(failed) > MOST_TOLD:
        typer.echo(f"… and {len(failed) - MOST_TOLD} more, in failures.csv.", err=True)
    if failed:
        words = [word for word in sys.argv[1:] if word.startswith("--q")]
        again = " ".join(["bluelight run", study, *words, "--only DIGEST"])
        typer.echo(
            f"Why is in failures/DIGEST.txt. To play one alone, with the same options: {again}",
            err=True,
        )


def one_run(
    study: str,
    digest: str,
    out: Path | None,
    replications: int | None,
    days: int | None,
    seed: int | None,
    quick: bool,
) -> None:
    """Play one run alone, and say what came of it."""
    with plain_errors():
        from bluelight.verbs import only as verb

        done = verb(
            study, digest, out, replications=replications, days=days, seed=seed, quick=quick
        )
        what = f"{done.run.scenario.name} replication {done.run.replication} ({done.run.digest})"
        if done.why:
            why = done.why.strip().splitlines()[-1]
            stop(f"{what} failed: {why}\nAll that is known of it: {done.kept.resolve()}")
        typer.echo(f"{what} was played: {done.kept.resolve()}")


@app.command()
def sweep(
    study: StudyName,
    out: Out = None,
    replications: Replications = None,
    days: Days = None,
    seed: Seed = None,
    workers: Workers = None,
    quick: Quick = False,
    keep_logs: KeepLogs = False,
    cluster: Cluster = None,
) -> None:
    """Play the points of the study's `sweep:` and write their tables."""
    with plain_errors(KEPT), progress_shown() as shown:
        from bluelight.verbs import sweep as verb

        swept = verb(
            study,
            out,
            replications=replications,
            days=days,
            seed=seed,
            workers=processes(workers, cluster),
            quick=quick,
            keep_logs=keep_logs,
            report=shown,
            cluster=cluster,
        )
        failures(swept.failures, study)
        typer.echo(f"Sweep: {len(swept.scenarios)} points in {swept.table.resolve()}")
        if swept.failures:
            raise typer.Exit(AT_FAULT)


@app.command()
def check(study: StudyName) -> None:
    """Every fault of a study with file:line:column; nothing is run."""
    with plain_errors():
        from bluelight.verbs import check as verb

        loaded = verb(study)
        options, points = len(loaded.scenarios) - 1 - len(loaded.points), len(loaded.points)
        typer.echo(
            f"{loaded.name}: no faults. A baseline, {options} options, {points} points of a sweep{places(loaded)}."
        )
        if loaded.baseline.recorded is not None:
            taken, left_out = len(loaded.baseline.recorded), loaded.calls_left_out
            outside = f", {left_out:,} left out as outside the study's days" if left_out else ""
            typer.echo(f"{loaded.head.calls}: {taken:,} calls taken{outside}.")


def places(loaded: Study) -> str:
    """How many candidates a study's siting has, and how many are to be chosen."""
    asked = loaded.head.site
    if asked is None:
        return ""
    sizes = ", ".join(map(str, asked.k))
    return f", {len(asked.candidates)} candidates of a siting (best {sizes})"


@app.command()
def tell(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="What `run` wrote.")],
    call: Annotated[int | None, typer.Argument(metavar="CALL", help="A call's number.")] = None,
    option: Annotated[str | None, typer.Option(help="Default: the baseline.")] = None,
    replication: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """One call's story in words; without CALL, the notable ones."""
    with plain_errors():
        from bluelight.verbs import tell as verb

        typer.echo(verb(directory, call, option=option, replication=replication))


@app.command()
def measures() -> None:
    """Every measure: name, unit, definition, keys of its groups."""
    with plain_errors():
        import textwrap

        from scenarios.measure_words import MEASURES

        for name, (unit, definition, keys) in MEASURES.items():
            typer.echo(f"{name}  [{unit}]")
            typer.echo(
                textwrap.fill(definition, 96, initial_indent="    ", subsequent_indent="    ")
            )
            typer.echo(f"    groups: {', '.join(keys)}")


@app.command()
def site(
    study: StudyName,
    out: Out = None,
    replications: Replications = None,
    days: Days = None,
    seed: Seed = None,
    workers: Workers = None,
    quick: Quick = False,
    keep_logs: KeepLogs = False,
    cluster: Cluster = None,
) -> None:
    """Find the best places of the study's `site:`: screened, the best few simulated on the same calls."""
    with plain_errors(KEPT), progress_shown() as shown:
        from bluelight.site_verbs import site as verb

        found = verb(
            study,
            out,
            replications=replications,
            days=days,
            seed=seed,
            workers=processes(workers, cluster),
            quick=quick,
            keep_logs=keep_logs,
            cluster=cluster,
            report=shown,
            say=lambda words: typer.echo(words, err=True),
        )
        failures(found.played.failures, study)
        best_places(found.table)
        typer.echo(f"Report: {(found.played.directory / 'report.html').resolve()}")
        if found.played.failures:
            raise typer.Exit(AT_FAULT)


def best_places(table: pd.DataFrame) -> None:
    """The combinations of each size that were simulated, the best first, a line each."""
    from rich.console import Console
    from rich.table import Table

    unit = str(table["unit"].iloc[0])
    heads = ("k", "places", "objective", "95% interval", "unit", "best with", "played")
    lines = Table(box=None)
    for head in heads:
        lines.add_column(head, overflow="fold")
    for row in table[table["simulated"].to_numpy(dtype=bool)].to_dict("records"):
        low, high, chance = (float(row[key]) for key in ("low", "high", "probability_best"))
        between = f"{low:.5g} to {high:.5g}" if low == low else ""
        places = f"{row['places']} ({row['asked']})" if row["asked"] else str(row["places"])
        value = f"{row['objective']:.5g}"
        lines.add_row(
            str(row["k"]), places, value, between, unit, f"{chance:.2f}", str(row["replications"])
        )
    Console(width=None if sys.stdout.isatty() else 160).print(lines)
    for size, part in table[table["chosen"].to_numpy(dtype=bool)].groupby("k", sort=False):
        if not bool(part["decided"].iloc[0]):
            typer.echo(f"Best {size}: not decided within the replications played.")


app.command()(report)
app.command()(figure)
