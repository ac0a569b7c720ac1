"""How far a batch is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sim.batch import Progress

QUIET_S = 2.0
LINE_EVERY_S = 5.0


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
        now = time.monotonic()
        spent = now - progress.started
        over = progress.done + len(progress.failures) >= progress.total
        if spent > QUIET_S and (over or now - said[0] >= LINE_EVERY_S):
            said[0] = now
            typer.echo(say(progress), err=True)

    yield plain_line
