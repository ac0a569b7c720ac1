"""Faults as messages and exit statuses: a planner never sees a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

AT_FAULT, INTERRUPTED = 1, 130


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
