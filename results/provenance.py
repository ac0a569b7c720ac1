"""Where a run's numbers came from, and what is needed to get them again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from geography.region import Region
from results.digest import ROOT, source_digest
from results.store import write_json
from scenarios.scenario import Scenario
from scenarios.study import Study

PROVENANCE = "provenance.json"
"""Written after every table: where it is, the tables are whole and of one study."""
TABLES, SEALED = (".csv", ".parquet"), "tables"
VERSIONS_OF = ("bluelight", "simpy", "numpy", "scipy", "pandas", "pyarrow", "pydantic", "geopandas")


def provenance(
    study: Study,
    region: Region,
    duration_s: float,
    named: Mapping[tuple[str, int], str],
    scenarios: Sequence[Scenario],
    replications: int,
    points: bool,
) -> dict[str, Any]:
    """Everything needed to say where a number came from and to get it again."""
    versions = {}
    for package in VERSIONS_OF:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    calendar = study.baseline.calendar
    wanted = study.head.precision
    return {
        **({"precision": wanted.model_dump(mode="json")} if wanted and not points else {}),
        "study": study.name,
        "sweep": points,
        "quick": study.quick,
        "seed": study.baseline.seed,
        "replications": replications,
        "start": calendar.start.isoformat(),
        "days": calendar.days,
        "warm_up_days": calendar.warm_up_days,
        "cool_down_days": calendar.cool_down_days,
        "scenarios": {s.name: s.digest() for s in scenarios},
        "region": study.baseline.region,
        "region_digest": region.digest,
        "source_digest": source_digest(),
        "tasks": {f"{name}/{number}": digest for (name, number), digest in named.items()},
        "commit": commit(),
        "versions": {"python": platform.python_version(), **versions},
        "machine": f"{platform.system()} {platform.machine()}",
        "duration_s": round(duration_s, 1),
    }


def tables_begin(directory: Path) -> None:
    """Take away what says that a folder's tables are whole, before the first of them is written again."""
    (directory / PROVENANCE).unlink(missing_ok=True)


def write_provenance(directory: Path, facts: Mapping[str, Any]) -> None:
    """Say what was played, and seal the tables that lie there now: each with the digest of its bytes."""
    tables = [path for path in directory.iterdir() if path.suffix in TABLES]
    sealed = {path.name: digest_of_file(path) for path in sorted(tables)}
    write_json(directory / PROVENANCE, {**facts, SEALED: sealed})


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def commit() -> str:
    """The commit of the code, where it runs from a checkout."""
    head = ROOT / ".git" / "HEAD"
    try:
        text = head.read_text(encoding="utf-8").strip()
        if not text.startswith("ref: "):
            return text
        return (ROOT / ".git" / text[5:]).read_text(encoding="utf-8").strip()
    except OSError:
        return "not from a checkout"
