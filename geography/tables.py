"""Read a region's tables: UTF-8 CSV and YAML, faults collected instead of raised."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from geography.faults import Fault, nearest_word, no_file
from geography.sourced import STATUSES, SourcedValue


@dataclass(frozen=True)
class Row:
    """One row of a table, which knows its file and line."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str, default: str = "") -> str:
        """The cell without its outer spaces; `default` where it is empty or has no such column."""
        return (self.cells.get(column) or "").strip() or default


@dataclass
class Reader:
    """Reads the files of one region folder and gathers every fault on the way."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the folder holds this file."""
        return (self.folder / name).is_file()

    def fault(self, row: Row, where: str, message: str, allowed: str = "", hint: str = "") -> None:
        """Note a fault at a row of a table."""
        self.faults.append(Fault(row.file, row.line, where, message, allowed, hint))

    def _text(self, name: str) -> str | None:
        path = self.folder / name
        if path.is_dir():
            self.faults.append(Fault(str(path), None, "", no_file(path)))
            return None
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.faults.append(Fault(str(path), None, "", "This file is missing."))
        except UnicodeDecodeError:
            self.faults.append(Fault(str(path), None, "", "This file is not UTF-8 text."))
        except OSError as error:
            self.faults.append(Fault(str(path), None, "", f"Cannot be read: {error.strerror}."))
        return None

    def rows(self, name: str, required: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
        """All rows of a CSV table; columns neither required nor optional are faults.

        An `optional` of `("*",)` allows any further column.
        """
        text = self._text(name)
        if text is None:
            return []
        file = str(self.folder / name)
        reader = csv.DictReader(io.StringIO(text, newline=""))
        columns = [column or "" for column in reader.fieldnames or []]
        known = [*required, *optional]
        for column in required:
            if column not in columns:
                hint = nearest_word(column, columns)
                self.faults.append(
                    Fault(file, 1, column, "This column is missing.", ", ".join(known), hint)
                )
        if "*" not in optional:
            for column in columns:
                if column not in known:
                    hint = nearest_word(column, known)
                    self.faults.append(
                        Fault(file, 1, column, "Unknown column.", ", ".join(known), hint)
                    )
        if any(column not in columns for column in required):
            return []
        found: list[Row] = []
        try:
            for cells in reader:
                spare = cells.pop(None, None)
                row = Row(file, reader.line_num, cells)
                if spare:
                    self.fault(row, "", f"This row has {len(spare)} cells too many.")
                elif any(cell and cell.strip() for cell in cells.values()):
                    found.append(row)
        except csv.Error as error:
            self.faults.append(Fault(file, reader.line_num, "", f"Not a CSV table: {error}."))
        return found

    def number(
        self, row: Row, column: str, *, least: float = -math.inf, default: float | None = None
    ) -> float:
        """A finite number of at least `least`; a fault and NaN where it is not."""
        text = row.text(column)
        if not text and default is not None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fault(row, column, f'"{text}" is not a number.')
            return math.nan
        if value < least:
            self.fault(row, column, f"{text} is too small.", f"{least:g} or more")
            return math.nan
        return value

    def word(self, row: Row, column: str, allowed: Sequence[str], default: str = "") -> str:
        """A word out of `allowed`; a fault and the first allowed word where it is not."""
        text = row.text(column, default)
        if text in allowed:
            return text
        hint = nearest_word(text, allowed)
        self.fault(row, column, f'There is no {column} "{text}".', ", ".join(allowed), hint)
        return allowed[0]

    def yaml(self, name: str) -> Mapping[str, Any]:
        """The mapping in a YAML file, with line numbers kept; empty where it cannot be read."""
        text = self._text(name)
        file = str(self.folder / name)
        if text is None:
            return {}
        try:
            content = YAML(typ="rt").load(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark
            line = mark.line + 1 if mark else None
            self.faults.append(Fault(file, line, "", f"Not YAML: {error.problem}."))
            return {}
        except YAMLError as error:
            self.faults.append(Fault(file, None, "", f"Not YAML: {error}."))
            return {}
        if not isinstance(content, Mapping):
            self.faults.append(Fault(file, 1, "", "This file must hold keys and values."))
            return {}
        return content


def line_of(block: object, key: str) -> int | None:
    """The line on which a key of a YAML block stands, if the block knows."""
    marks = getattr(block, "lc", None)
    try:
        return None if marks is None else int(marks.key(key)[0]) + 1
    except (KeyError, AttributeError, TypeError):
        return None


def _wrong_with(given: Any) -> tuple[str, ...]:
    """Message, allowed and hint of a constant that is not well given; empty where it is."""
    parts = ("value", "unit", "status", "source")
    missing = [part for part in parts if not isinstance(given, Mapping) or part not in given]
    if missing:
        return f"Lacks {', '.join(missing)}.", "{value, unit, status, source}"
    value, status = given["value"], str(given["status"])
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        return (f'"{value}" is not a number of 0 or more.',)
    if status not in STATUSES:
        hint = nearest_word(status, STATUSES)
        return f'There is no status "{status}".', ", ".join(STATUSES), hint
    return ()


def read_constants(
    reader: Reader, file: str, block: Mapping[str, Any], where: str, names: Sequence[str]
) -> dict[str, SourcedValue]:
    """The sourced constants of a block of `region.yaml`: each `{value, unit, status, source}`.

    All of `names` are required and nothing else is allowed. Constants that are faulty are left out.
    """
    found: dict[str, SourcedValue] = {}

    def fault(key: str, message: str, allowed: str = "", hint: str = "") -> None:
        reader.faults.append(
            Fault(file, line_of(block, key), f"{where}.{key}", message, allowed, hint)
        )

    for key in block:
        if key not in names:
            fault(str(key), "Unknown key.", ", ".join(names), nearest_word(str(key), names))
    for name in names:
        given = block.get(name)
        if given is None:
            fault(name, "This constant is missing.", "{value, unit, status, source}")
            continue
        wrong = _wrong_with(given)
        if wrong:
            fault(name, *wrong)
        else:
            found[name] = SourcedValue(
                f"{where}.{name}",
                float(given["value"]),
                str(given["unit"]),
                str(given["status"]),
                str(given["source"]),
            )
    return found
