"""The name of a task: whatever could change its tables is in it, and nothing else."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from geography.region import Region

ROOT = Path(__file__).parent.parent
ROOMS = ("geography", "scenarios", "sim")
# Of this room only what is kept of a task, not figures, tables and reports.
KEPT_BY = (
    "task.py", "log.py", "states.py", "asked.py", "queue.py", "clocks.py", "workload.py", "fire_cover.py",
    "conveying.py", "conveying_grounds.py", "attendance.py", "crews.py", "first_help.py",
    "groups.py", "sent.py", "phases.py", "activities.py",
)  # fmt: skip


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of all code that a worker may use, this room's whole too: what a cluster's workers must share."""
    whole = hashlib.blake2b(source_digest().encode(), digest_size=16)
    for path in sorted((ROOT / "results").glob("*.py")):
        whole.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()


@lru_cache(maxsize=1)
def source_digest() -> str:
    """A digest of the code that shapes a task's tables, and of the versions of NumPy and SciPy."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    files += [ROOT / "results" / name for name in KEPT_BY]
    whole = hashlib.blake2b(digest_size=16)
    for path in files:
        whole.update(path.relative_to(ROOT).as_posix().encode())
        whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    whole.update(f"numpy {version('numpy')} scipy {version('scipy')}".encode())
    return whole.hexdigest()


def task_digest(scenario: str, region: Region, replication: int) -> str:
    """The name of one scenario (by its digest) × one replication."""
    text = f"{scenario} {region.digest} {replication} {source_digest()}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
