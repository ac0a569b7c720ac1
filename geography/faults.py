"""What is wrong with a region's files: every fault at once, with its place and a likely fix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what it is, what was allowed and what was probably meant."""

    file: str
    line: int | None
    where: str
    message: str
    allowed: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        """The fault as a planner reads it: place on one line, the rest indented below."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        lines = [f"{place}  {self.where}".rstrip(), f"  {self.message}"]
        if self.allowed:
            lines.append(f"  Allowed: {self.allowed}")
        if self.suggestion:
            lines.append(f"  Did you mean {self.suggestion}?")
        return "\n".join(lines)


class RegionError(Exception):
    """A region's files cannot be used; `faults` holds every reason that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def no_file(path: Path) -> str:
    """Why there is no file at a path, or an empty string where there is one."""
    if path.is_file():
        return ""
    return "This is a folder, not a file." if path.is_dir() else "This file is missing."


def nearest_word(word: str, allowed: Iterable[str]) -> str:
    """The allowed word that was probably meant, or an empty string."""
    found = get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return found[0] if found else ""
