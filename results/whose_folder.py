"""Whose tables a folder holds: those of `run`, `sweep` and `site` share names, and none may replace another's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from results.provenance import PROVENANCE
from scenarios.faults import Fault, Mark, StudyFault, listed, shown

Verb = Literal["run", "sweep", "site"]
OWN_TABLE: dict[Verb, str] = {"sweep": "sweep.parquet", "site": "site.csv", "run": "bid_check.csv"}
"""Of each command, a table that no other writes."""
ANY_VERB = "a folder that `bluelight run`, `sweep` or `site` wrote"


def refuse_anothers(directory: Path, verb: Verb) -> None:
    """Raise StudyFault where a folder holds the tables of another command, before anything is played or written."""
    others = [one for one in own_tables(directory) if one != verb]
    if others:
        message = (
            f"This folder holds the tables of `bluelight {others[0]}`, and `{verb}` would write over them: "
            "nothing was played."
        )
        allowed = f"a folder that is not there yet, or one that `bluelight {verb}` wrote"
        raise StudyFault([Fault(Mark(shown(directory)), "--out", message, allowed)])


def own_tables(directory: Path) -> list[Verb]:
    """The commands of which a folder holds the own table."""
    return [verb for verb, name in OWN_TABLE.items() if (directory / name).exists()]


def whose(directory: Path, facts: Mapping[str, Any]) -> Verb:
    """The command that wrote a folder, by what its provenance says.

    Raises StudyFault where the folder holds the own table of another command too: which of the tables that all write
    are whose, nobody can tell.
    """
    verb: Verb = "site" if "site" in facts else "sweep" if facts.get("sweep") else "run"
    others = [one for one in own_tables(directory) if one != verb]
    if others:
        names = [OWN_TABLE[one] for one in others]
        message = (
            f"This folder holds tables of several commands: {PROVENANCE} is of `bluelight {verb}`, and "
            f"{listed(names)} of `bluelight {'` and `'.join(others)}`."
        )
        allowed = f"{ANY_VERB}, one command a folder"
        raise StudyFault([Fault(Mark(shown(directory)), "", message, allowed)])
    return verb
