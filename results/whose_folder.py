"""Whose tables a folder holds: those of `run`, `sweep` and `site` share names, and none may replace another's."""

from __future__ import annotations

from pathlib import Path

from scenarios.faults import Fault, Mark, StudyFault, shown

OWN_TABLE = {"sweep": "sweep.parquet", "site": "site.csv", "run": "bid_check.csv"}
"""Of each command, a table that no other writes."""


def refuse_anothers(directory: Path, verb: str) -> None:
    """Raise StudyFault where a folder holds the tables of another command, before anything is played or written."""
    others = [one for one, name in OWN_TABLE.items() if one != verb and (directory / name).exists()]
    if others:
        message = (
            f"This folder holds the tables of `bluelight {others[0]}`, and `{verb}` would write over them: "
            "nothing was played."
        )
        allowed = f"a folder that is not there yet, or one that `bluelight {verb}` wrote"
        raise StudyFault([Fault(Mark(shown(directory)), "--out", message, allowed)])
