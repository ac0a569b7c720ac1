"""What lies in a run's folder, and the processes that write it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.doors.small_study import ROOT, SMALL, command, surroundings

SWEPT = ("measures.csv", "differences.csv", "costs.csv", "sweep.parquet")
TABLES = ("measures.csv", "differences.csv", "costs.csv", "bid_check.csv")
POINTS, REPLICATIONS = 8, 2
SWEEP = ("sweep", SMALL, "--replications", REPLICATIONS)  # no report to draw


def tables_of(folder: Path, names: tuple[str, ...] = TABLES) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names}


def tasks_of(folder: Path) -> dict[str, int]:
    """Every task on disk, and when it was written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / "tasks").glob("*.parquet")}


def left_lying(folder: Path) -> list[Path]:
    """Files that are half-written."""
    return [path for path in folder.rglob(".*") if path.is_file()]


def started(*words: object) -> subprocess.Popen[str]:
    """The command line in a process group of its own."""
    return subprocess.Popen(
        command(*words),
        cwd=ROOT,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_for_tasks(folder: Path, process: subprocess.Popen[str], count: int) -> None:
    """Wait until so many tasks are on disk."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        if len(tasks_of(folder)) >= count:
            return
        time.sleep(0.02)
    pytest.fail(f"no {count} tasks: {process.communicate()[1]}")


def alive(pid: int) -> bool:
    """Whether a process is there, and is not only waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False


def workers_of(pid: int) -> list[int]:
    """The spawned workers of a process, without the resource tracker."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            words = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == pid and b"spawn_main" in words:
            found.append(int(stat.parent.name))
    return found
