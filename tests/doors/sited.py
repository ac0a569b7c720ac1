"""The small study with its `site:` block: a copy to spoil or to play."""

from __future__ import annotations

from pathlib import Path

from tests.doors.small_study import SMALL, STUDY, copy_of

BLOCK = (SMALL / "site_block.yaml").read_text(encoding="utf-8")


def sited(folder: Path, *edits: tuple[str, str]) -> Path:
    """The small study with a `site:` block; an edit is what stands in the block, and what stands there instead."""
    copy = copy_of(folder)
    block = BLOCK
    for old, new in edits:
        assert old in block, old
        block = block.replace(old, new)
    path = copy / STUDY
    path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8", newline="\n")
    return copy
