"""What is wrong with a file: where, what, what was allowed, what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

SURELY = 0.85  # of a word's letters


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file; line and column count from 1, and 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong."""

    mark: Mark
    path: str
    message: str
    allowed: str = ""
    meant: str = ""

    def __str__(self) -> str:
        lines = [f"{self.mark}  {self.path}".rstrip(), f"  {self.message}"]
        if self.allowed:
            lines.append(f"  Allowed: {self.allowed}.")
        if self.meant:
            lines.append(f"  Did you mean {self.meant}?")
        return "\n".join(lines)


class StudyFault(Exception):
    """The study or its data are at fault; holds every fault found, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def is_name(word: str) -> bool:
    """Whether a word may name a thing: letters, digits, `_` and `-`, with a letter among them."""
    return re.fullmatch(r"[\w-]+", word) is not None and not word.isdigit()


def not_a_name(word: str) -> tuple[str, str, str]:
    """Message, allowed and likely name for a word that may not name a thing."""
    meant = re.sub(r"[^\w-]+", "_", word).strip("_")
    meant = "" if meant.isdigit() else meant
    return f"'{word}' cannot be a name.", "letters, digits, _ and -", meant


def probably_meant(word: object, allowed: Iterable[str]) -> str:
    """The allowed word nearest to what was written, or nothing if none is near."""
    close = get_close_matches(str(word), list(allowed), n=1, cutoff=0.6)
    return close[0] if close else ""


def misspelled(word: str, allowed: Iterable[str]) -> str:
    """The allowed word of which this is surely a misspelling: almost the same letters, and the same digits.

    Of places such as `vehicles.hayle_p1.station` just one part may differ.
    """
    parts = word.split(".")
    for known in allowed:
        others = known.split(".")
        if len(others) != len(parts):
            continue
        differ = [(a, b) for a, b in zip(parts, others, strict=True) if a != b]
        if len(differ) != 1:
            continue
        (mine, theirs), digits = differ[0], r"\d"
        if re.findall(digits, mine) == re.findall(digits, theirs) and get_close_matches(
            mine, [theirs], n=1, cutoff=SURELY
        ):
            return known
    return ""


def listed(words: Iterable[object], most: int = 12) -> str:
    """Some words as a list for a message, shortened when there are many."""
    found = [str(word) for word in words]
    if len(found) > most:
        return ", ".join(found[:most]) + f" and {len(found) - most} more"
    return ", ".join(found)


def shown(path: Path) -> str:
    """A path as a message shows it: relative to where the planner stands, if it is below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
