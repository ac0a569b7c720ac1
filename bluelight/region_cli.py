"""`bluelight region`: what regions there are, a look at one, building one, checking one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bluelight.plain_errors import INTERRUPTED, count, stop
from bluelight.printed import print_table

if TYPE_CHECKING:
    pass

region_app = typer.Typer(
    no_args_is_help=True,
    help="The ground: list, show, build and check regions.",
)
TERMINATED = 143

Name = Annotated[
    str, typer.Argument(metavar="NAME|DIR", help="A bundled region, one in regions/, or a folder.")
]


@contextmanager
def plain_region_errors() -> Iterator[None]:
    """Turn faults of a region into messages and exit statuses; no traceback."""
    from geography.faults import RegionError

    try:
        yield
    except RegionError as error:
        told = "\n\n".join(str(fault) for fault in error.faults)
        stop(f"{told}\n\n{count(len(error.faults))}.")
    except KeyboardInterrupt:
        typer.echo("\nInterrupted. Nothing was written.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        stop(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))


def _rows(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Two columns under a heading."""
    typer.echo(f"\n{title}")
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        typer.echo(f"  {name:<{width}}  {value}")


@region_app.command("list")
def list_command() -> None:
    """The bundled regions, and those built into regions/."""
    with plain_region_errors():
        from rich.table import Table

        from bluelight.region_verbs import list_of_regions

        heads = ("region", "title", "form", "people", "zones", "fire stations", "pumps", "beyond")
        table = Table(*heads, box=None)
        for one in list_of_regions():
            table.add_row(*one)
        print_table(table)


@region_app.command()
def show(
    name: Name,
    out: Annotated[
        Path | None, typer.Option("--out", help="The map; default region-<name>.png.")
    ] = None,
) -> None:
    """Counts, totals, sources and attribution of a region, and a map of it."""
    with plain_region_errors():
        from bluelight.region_verbs import show_region

        shown = show_region(name, out)
        typer.echo(shown.title)
        for heading, rows in shown.parts:
            _rows(heading, rows)
        typer.echo("\nAttribution")
        for line in shown.attribution:
            typer.echo(f"  {line}")
        typer.echo(f"\nMap: {shown.picture.resolve()}")


@region_app.command()
def build(
    config: Annotated[
        Path, typer.Argument(metavar="CONFIG", help="What to build, and from which files.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder to make; default regions/<region>.")
    ] = None,
) -> None:
    """Make a region from files of roads, people, sites and a boundary: whole, or not at all."""
    import signal
    import time

    def stop(*_: object) -> None:
        """End as an error does, so that nothing half-written is left."""
        raise SystemExit(TERMINATED)

    with plain_region_errors():
        from bluelight.region_verbs import build_region_folder

        signal.signal(signal.SIGTERM, stop)
        began = time.monotonic()

        def say(step: str) -> None:
            spent = time.monotonic() - began
            typer.echo(f"{spent:4.0f} s  {step}", err=True)

        made = build_region_folder(config, out, say)
        _rows(made.title, made.rows)
        typer.echo(f"\nRegion: {made.folder.resolve()}")


@region_app.command()
def check(
    name: Name,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="TIMES", help="Stated minutes between places."),
    ] = None,
    places: Annotated[
        Path | None, typer.Option("--places", help="Where the places of TIMES are.")
    ] = None,
    columns: Annotated[
        str,
        typer.Option("--columns", help="Other names of columns: from=…,to=…,minutes=…,code=…."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Every fault of a region's files; with --against, how far its day minutes are from stated ones."""
    if (against is None) != (places is None):
        raise typer.BadParameter("--against and --places go together.")
    with plain_region_errors():
        import json

        from bluelight.region_verbs import check_against, check_region

        if against is None or places is None:
            checked = check_region(name)
            typer.echo(json.dumps(checked, indent=2) if as_json else f"{name}: no faults.")
            return
        found = check_against(name, against, places, columns)
        if as_json:
            typer.echo(json.dumps(found.as_json(), indent=2))
            return
        for line in found.as_lines():
            typer.echo(line)
