"""The small study of these tests: a copy to spoil, and the command line as a planner starts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "small"
STUDY, KIT = "study.yaml", "kit.yaml"


def copy_of(folder: Path, *edits: tuple[str, str, str]) -> Path:
    """A copy of the small study's folder; an edit is a file, what stands there, and what stands there instead."""
    copy = folder / "small"
    if not copy.exists():
        shutil.copytree(SMALL, copy)
    for file, old, new in edits:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return copy


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "bluelight", *map(str, words)]


def surroundings() -> dict[str, str]:
    """The environment of a planner's terminal, with this project first on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", "COLUMNS": "200"}


def planner_types(*words: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the real command line in a process of its own."""
    return subprocess.run(
        command(*words),
        cwd=cwd,
        env=surroundings(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
