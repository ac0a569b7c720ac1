"""`bluelight report` and `bluelight figure`: what `run`, `sweep` or `site` left on disk, written again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bluelight.plain_errors import plain_errors

RunDir = Annotated[Path, typer.Argument(metavar="DIR", help="What `run`, `sweep` or `site` wrote.")]


def report(
    directory: RunDir,
    brand: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A YAML file with name, logo and colour."),
    ] = None,
) -> None:
    """The report of a run, sweep or siting again, in every format, from what is on disk; nothing is played."""
    with plain_errors():
        from bluelight.pack_verbs import report as verb

        for path in verb(directory, brand):
            typer.echo(path.resolve())


def figure(
    directory: RunDir,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A figure's or table's name.")],
) -> None:
    """One figure or table again, into DIR/figures."""
    with plain_errors():
        from bluelight.pack_verbs import figure as verb

        typer.echo(verb(directory, name).resolve())
