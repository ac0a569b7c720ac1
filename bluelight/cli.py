"""What a planner types. Heavy imports stay inside commands, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bluelight.pack_cli import figure, report
from bluelight.plain_errors import plain_errors
from bluelight.play_cli import StudyName, run, site, sweep
from bluelight.region_cli import region_app

if TYPE_CHECKING:
    from scenarios.study import Study

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Who gets help sooner, whose cover gets thinner, and what an incident then costs.",
)
app.add_typer(region_app, name="region")


@app.command()
def studies() -> None:
    """The bundled studies, one line each."""
    with plain_errors():
        from bluelight.verbs import studies as verb

        for name, title in verb().items():
            typer.echo(f"{name:20} {title}")


app.command()(run)
app.command()(sweep)


@app.command()
def check(study: StudyName) -> None:
    """Every fault of a study with file:line:column; nothing is run."""
    with plain_errors():
        from bluelight.verbs import check as verb

        loaded = verb(study)
        options, points = len(loaded.scenarios) - 1 - len(loaded.points), len(loaded.points)
        typer.echo(
            f"{loaded.name}: no faults. A baseline, {options} option{'s' * (options != 1)}, "
            f"{points} point{'s' * (points != 1)} of a sweep{places(loaded)}."
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


for command in (site, report, figure):
    app.command()(command)
