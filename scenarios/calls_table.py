"""A planner's table, CSV or Parquet, as columns of text that know the line of each row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.faults import Fault, Mark, shown

SPELLED_OUT = 20
Said = tuple[str, str, str]  # message, allowed, probably meant
Rows = NDArray[np.bool_]


@dataclass
class Table:
    """Columns of text, [rows], stripped, empty where nothing is said; `line` is each row's line in the file.

    `refuse` notes what is wrong with some rows; `faults` spells out the first twenty and counts the rest.
    """

    path: Path
    columns: Mapping[str, NDArray[Any]]
    line: NDArray[np.int64]
    found: list[tuple[NDArray[np.int64], str, Callable[[int], Said]]] = field(default_factory=list)

    def __len__(self) -> int:
        """How many rows."""
        return len(self.line)

    def text(self, column: str) -> NDArray[Any]:
        """A column, empty throughout if the file has none of this name."""
        found = self.columns.get(column)
        return np.full(len(self), "", dtype=object) if found is None else found

    def refuse(self, rows: Rows, column: str, say: Callable[[int], Said]) -> None:
        """Note rows that cannot be used; `say` tells what is wrong with one."""
        if rows.any():
            self.found.append((np.flatnonzero(rows), column, say))

    @property
    def bad(self) -> Rows:
        """Which rows cannot be used."""
        bad = np.zeros(len(self), dtype=bool)
        for rows, _, _ in self.found:
            bad[rows] = True
        return bad

    def mark(self, line: int, column: str = "") -> Mark:
        """Where a cell stands: its line, and which column of the table it is in."""
        names = list(self.columns)
        return Mark(shown(self.path), line, names.index(column) + 1 if column in names else 0)

    def faults(self) -> list[Fault]:
        """The first reasons spelled out, after a count of the rows that can and cannot be used."""
        if not self.found:
            return []
        first = sorted(
            (int(row), order)
            for order, (rows, _, _) in enumerate(self.found)
            for row in rows[:SPELLED_OUT]
        )[:SPELLED_OUT]
        reasons = sum(len(rows) for rows, _, _ in self.found)
        count = int(self.bad.sum())
        said = f"{len(self) - count:,} of {len(self):,} rows can be used and {count:,} cannot"
        said += (
            f"; the first {SPELLED_OUT} of {reasons:,} reasons follow."
            if reasons > SPELLED_OUT
            else "."
        )
        faults = [Fault(Mark(shown(self.path)), "calls", said)]
        for row, order in first:
            _, column, say = self.found[order]
            faults.append(Fault(self.mark(int(self.line[row]), column), column, *say(row)))
        return faults


def read_table(path: Path, faults: list[Fault]) -> Table | None:
    """The table of a file, or None with its faults noted."""
    before = len(faults)
    try:
        read = read_parquet if path.suffix.lower() in (".parquet", ".pq") else read_csv
        table = read(path, faults)
    except UnicodeDecodeError:
        message, meant = "The file is not UTF-8 text.", 'to save it as "CSV UTF-8"'
        faults.append(Fault(Mark(shown(path)), "calls", message, meant=meant))
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        faults.append(Fault(Mark(shown(path)), "calls", message))
    except (ValueError, csv.Error) as error:
        said = str(error).strip().splitlines()[0].rstrip(".")
        faults.append(Fault(Mark(shown(path)), "calls", f"This cannot be read as a table: {said}."))
    return table if len(faults) == before else None


def read_csv(path: Path, faults: list[Fault]) -> Table:
    """A CSV file; a row with too many or too few cells is a fault."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader, [])]
        rows: list[list[str]] = []
        lines: list[int] = []
        ragged: list[tuple[int, int]] = []
        for row in reader:
            if len(row) == len(header):
                rows.append(row)
                lines.append(reader.line_num)
            elif row:
                ragged.append((reader.line_num, len(row)))
    faults += [
        Fault(
            Mark(shown(path), line),
            "calls",
            f"This row has {cells} cells and the header has {len(header)}.",
        )
        for line, cells in ragged[:SPELLED_OUT]
    ]
    if len(ragged) > SPELLED_OUT:
        more = f"{len(ragged):,} rows have more or fewer cells than the header; the first {SPELLED_OUT} follow."
        faults.append(Fault(Mark(shown(path)), "calls", more))
    note_header(path, header, faults)
    columns = {name: stripped([row[place] for row in rows]) for place, name in enumerate(header)}
    return Table(path, columns, np.array(lines, dtype=np.int64))


def read_parquet(path: Path, faults: list[Fault]) -> Table:
    """A Parquet file, its cells as text; a row's line is its number, from 1."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    read = pq.read_table(path)
    note_header(path, read.column_names, faults)
    columns: dict[str, NDArray[Any]] = {}
    for place, name in enumerate(read.column_names):
        try:
            texts = pc.cast(read.column(place), pa.string()).to_pylist()
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            message = f"This column holds {read.column(place).type}, which is no plain value."
            faults.append(Fault(Mark(shown(path), 0, 0), name, message))
            continue
        columns[name] = stripped(["" if text in (None, "nan") else text for text in texts])
    return Table(path, columns, np.arange(1, read.num_rows + 1))


def note_header(path: Path, header: Sequence[str], faults: list[Fault]) -> None:
    """Two columns of one name are a fault, and so is no header at all."""
    mark = Mark(shown(path), 1)
    if not header:
        faults.append(Fault(mark, "calls", "The file is empty: its first line names the columns."))
    faults += [
        Fault(mark, name, f"There are two columns '{name}'.")
        for name in dict.fromkeys(name for name in header if list(header).count(name) > 1)
    ]


def stripped(texts: list[str]) -> NDArray[Any]:
    """Texts without the blanks around them, [rows]."""
    column = np.empty(len(texts), dtype=object)
    column[:] = [text.strip() for text in texts]
    return column
