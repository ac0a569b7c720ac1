"""The folder that a region is built into: what may stand there before, and writing it whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geography.data_files import some
from geography.faults import Fault, RegionError

MADE_BY = "made by bluelight region build"
WRITTEN = (
    "region.yaml", "nodes.parquet", "links.parquet", "zones.csv", "sites.csv", "outline.parquet", "roads.parquet",
    "cells.parquet", "districts.parquet", "constants.csv", "SOURCES.md", "build.json",
)  # fmt: skip
"""Every file that a built region may have; a rebuild replaces these and no others."""


def folder_faults(out: Path) -> list[Fault]:
    """Why a region cannot be built into a folder: what is in the way there, or that nothing can be written."""
    other = "another folder (--out)"
    if out.exists():
        return _in_the_way(out, other)
    parent = next((one for one in out.absolute().parents if one.exists()), None)
    if parent is None or not parent.is_dir():
        return [Fault(str(out), None, "", f"{parent or out.anchor} is no folder.", other)]
    try:
        tempfile.TemporaryDirectory(prefix=".", dir=parent).cleanup()
    except OSError as error:
        message = f"Nothing can be written into {parent}: {error.strerror}."
        return [Fault(str(out), None, "", message, other)]
    return []


def _in_the_way(out: Path, other: str) -> list[Fault]:
    header = out / "region.yaml"
    ours = header.is_file() and MADE_BY in header.read_text(encoding="utf-8", errors="replace")
    if not ours and (not out.is_dir() or any(out.iterdir())):
        message = "There is something else in the way, which was not made by this command."
        return [Fault(str(out), None, "", message, other)]
    strange = sorted(one.name for one in out.iterdir() if one.name not in WRITTEN)
    if strange:
        message = f"A rebuild would delete what this command did not write: {some(strange)}."
        return [Fault(str(out), None, "", message, f"move it away first, or {other}")]
    return []


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write into, renamed to it at the end; nothing is left of it if anything fails.

    An older region of the same kind is replaced; anything else in the way is refused, before anything is written. What
    a build that was killed left behind is cleared first. Two builds into one folder at once are not meant.
    """
    _clear_stale(out)
    faults = folder_faults(out)
    if faults:
        raise RegionError(faults)
    out.parent.mkdir(parents=True, exist_ok=True)
    mark = uuid.uuid4().hex[:8]
    making, older = (out.parent / f".{out.name}-{mark}-{word}" for word in ("making", "older"))
    making.mkdir()
    try:
        yield making
        if out.exists():
            out.rename(older)
        try:
            making.rename(out)
        except OSError:
            if older.exists():
                older.rename(out)
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
        shutil.rmtree(older, ignore_errors=True)


def _clear_stale(out: Path) -> None:
    """Remove half-built folders of this name; the region that stood there before is put back, if it was moved away."""
    if not out.parent.is_dir():
        return
    stale = re.compile(re.escape(f".{out.name}-") + r"[0-9a-f]{8}-(making|older)")
    for one in sorted(out.parent.iterdir()):
        found = stale.fullmatch(one.name)
        if found is None:
            continue
        if found[1] == "older" and not out.exists():
            one.rename(out)
        else:
            shutil.rmtree(one, ignore_errors=True)
