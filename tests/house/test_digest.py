"""The name of a task follows all the code that shapes its tables: else an old table would pass for a new one."""

from __future__ import annotations

import ast
from pathlib import Path

from results.digest import KEPT_BY

RESULTS = Path(__file__).parents[2] / "results"


def used_by(file: str, seen: set[str]) -> set[str]:
    """A file of the room and all of the room that it uses."""
    if file in seen:
        return seen
    seen.add(file)
    for node in ast.walk(ast.parse((RESULTS / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("results."):
            used_by(f"{(node.module or '').removeprefix('results.')}.py", seen)
    return seen


def test_all_that_shapes_a_task_s_tables_is_in_its_name() -> None:
    assert used_by("task.py", set()) == set(KEPT_BY)
