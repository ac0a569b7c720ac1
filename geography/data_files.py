"""Read a planner's files: tables and layers as columns of text with their places, faults collected, not raised."""

from __future__ import annotations

import csv
import gzip
import math
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geography.build_config import DataFile, Plan
from geography.faults import Fault, nearest_word
from geography.projecting import GRID, on_the_grid, plainly

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
_LAYERS = (".gpkg", ".geojson", ".json", ".shp", ".fgb")
_FEW = 5
_TAIL_BYTES = 65_536


@dataclass(frozen=True)
class Table:
    """A file's rows as text, each with its line, and their geometry in metres if the file has one."""

    file: str
    columns: Mapping[str, NDArray[np.object_]]
    line: NDArray[np.int64]  # 0 where the file has no lines
    geometry: NDArray[np.object_] | None = None
    place: NDArray[np.int64] | None = (
        None  # which row of the file each is, where some were left out
    )

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.line)

    def only(self, keep: NDArray[np.bool_]) -> Table:
        """Some of its rows."""
        columns = {name: values[keep] for name, values in self.columns.items()}
        geometry = None if self.geometry is None else self.geometry[keep]
        place = np.arange(len(self)) if self.place is None else self.place
        return Table(self.file, columns, self.line[keep], geometry, place[keep])

    def fault(self, row: int, where: str, message: str, allowed: str = "", hint: str = "") -> Fault:
        """A fault at one of its rows."""
        line = int(self.line[row])
        place = row if self.place is None else int(self.place[row])
        where = where if line else f"row {place + 1} {where}".rstrip()
        return Fault(self.file, line or None, where, message, allowed, hint)


def read_table(
    plan: Plan, given: DataFile, where: str, faults: list[Fault], box: Box | None = None
) -> Table | None:
    """The rows that `where` leaves of a CSV (gz or not), Parquet, GeoPackage or GeoJSON file; None if it is faulty.

    Of a file with geometry only what meets `box` is read, metres EPSG:27700: a file of the whole country can be used.
    """
    path = plan.file(given.file)
    if not path.is_file():
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        message, hint = f"There is no file {path}.", nearest_word(path.name, beside)
        if path.is_dir():
            message, hint = f"{path} is a folder, not a file.", ""
        faults.append(plan.fault(f"{where}.file", message, "", hint))
        return None
    is_layer = path.suffix.lower() in _LAYERS
    read = _layer(plan, given, path, where, faults, box) if is_layer else None
    table = read if is_layer else _plain_table(path, faults)
    if table is None:
        return None
    if not len(table):
        faults.append(Fault(str(path), None, given.layer or "", "This has no rows."))
        return None
    return _chosen(plan, given, table, where, faults)


def _plain_table(path: Path, faults: list[Fault]) -> Table | None:
    frame: pd.DataFrame
    try:
        if path.suffix.lower() == ".parquet":
            frame = pd.read_parquet(path)
            line = np.zeros(len(frame), dtype=np.int64)
        else:
            frame = pd.read_csv(
                path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
            )
            line = np.arange(len(frame), dtype=np.int64) + 2
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"This file is damaged or only half of it was fetched: {error}."
        faults.append(Fault(str(path), None, "", message))
        return None
    except UnicodeDecodeError:
        faults.append(Fault(str(path), None, "", "This file is not UTF-8 text."))
        return None
    except (pd.errors.EmptyDataError, pd.errors.ParserError, ValueError, OSError) as error:
        kind = "Parquet" if path.suffix.lower() == ".parquet" else "CSV"
        message = f"This file is no {kind} table, or only half of it was fetched: {error}"
        faults.append(Fault(str(path), None, "", message.strip().rstrip(".") + "."))
        return None
    if _cut_short(frame, path):
        message = "The last row is cut short: only half of this file was fetched."
        faults.append(Fault(str(path), int(line[-1]), "", message))
        return None
    columns = {str(name): _texts(frame[name]) for name in frame.columns}
    return Table(str(path), columns, line)


def _cut_short(frame: pd.DataFrame, path: Path) -> bool:
    """Whether a plain CSV file ends in the middle of a row: without an end of line, and short of cells."""
    if path.suffix.lower() in (".parquet", ".gz") or not len(frame):
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    if tail.endswith((b"\n", b"\r")):
        return False
    last = tail.splitlines()[-1].decode("utf-8", errors="replace")
    return len(next(csv.reader([last]), [])) < len(frame.columns)


def _texts(values: Any) -> NDArray[np.object_]:
    """Cells as text without outer spaces, empty where there is nothing; whole numbers without a point."""
    found = np.empty(len(values), dtype=object)
    for place, value in enumerate(values.tolist()):
        if isinstance(value, str):
            found[place] = value.strip()
        elif value is None or value != value:
            found[place] = ""
        elif isinstance(value, float) and value.is_integer():
            found[place] = str(int(value))
        else:
            found[place] = str(value)
    return found


def half_a_geopackage(path: Path) -> str:
    """Why a GeoPackage cannot be whole, or an empty string: the header says how many bytes there should be."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\x00"):
        return "it does not begin as a GeoPackage does"
    page = struct.unpack(">H", head[16:18])[0]
    whole = (65536 if page == 1 else page) * struct.unpack(">I", head[28:32])[0]
    size = path.stat().st_size
    return f"it should have {whole:,} bytes and has {size:,}" if size < whole else ""


def _layer(
    plan: Plan,
    given: DataFile,
    path: Path,
    where: str,
    faults: list[Fault],
    box: Box | None,
) -> Table | None:
    wrong = half_a_geopackage(path) if path.suffix.lower() == ".gpkg" else ""
    if wrong:
        faults.append(Fault(str(path), None, "", f"This file is damaged or half fetched: {wrong}."))
        return None
    try:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        layer = given.layer or layers[0]
        if layer not in layers:
            hint = nearest_word(layer, layers)
            message = f'There is no layer "{layer}" in {path.name}.'
            faults.append(plan.fault(f"{where}.layer", message, ", ".join(layers), hint))
            return None
        around = None if box is None else _box_of(path, layer, given, box)
        info, _, shapes, values = pyogrio.raw.read(path, layer=layer, bbox=around)
    except (DataSourceError, DataLayerError, IndexError, OSError) as error:
        message = f"This file cannot be read, or only half of it was fetched: {error}"
        faults.append(Fault(str(path), None, "", message.strip().rstrip(".") + "."))
        return None
    columns = {str(name): _texts(cells) for name, cells in zip(info["fields"], values, strict=True)}
    count = len(shapes) if shapes is not None else len(values[0]) if values else 0
    if not count and around is not None:
        _say_where(path, layer, box, faults)
        return None
    line = np.zeros(count, dtype=np.int64)
    if shapes is None:
        return Table(str(path), columns, line)
    crs = given.crs or info.get("crs")
    geometry = np.asarray(shapely.from_wkb(shapes), dtype=object)
    moved = on_the_grid(plan, geometry, crs, f"{where}.crs", str(path), faults)
    return None if moved is None else Table(str(path), columns, line, moved)


def _box_of(path: Path, layer: str, given: DataFile, box: Box) -> Box | None:
    """A box of the National Grid in a layer's own coordinates; None where nobody says what they are."""
    crs = given.crs or pyogrio.read_info(path, layer=layer).get("crs")
    try:
        move = Transformer.from_crs(GRID, CRS.from_user_input(crs), always_xy=True)
    except CRSError:
        return None  # said when the geometry is moved
    west, south, east, north = move.transform_bounds(*box)
    return west, south, east, north


def _say_where(path: Path, layer: str, box: Box | None, faults: list[Fault]) -> None:
    """Nothing of a layer is within a box: say so, or that the layer has nothing at all."""
    info = pyogrio.read_info(path, layer=layer, force_feature_count=True, force_total_bounds=True)
    if not info["features"] or box is None:
        faults.append(Fault(str(path), None, layer, "This has no rows."))
        return
    bounds = ", ".join(plainly(value) for value in info["total_bounds"])
    reach = ", ".join(f"{value / 1000:,.0f}" for value in box)
    message = (
        f"None of the {info['features']:,} rows is within the boundary, which lies within {reach} km on the National "
        f"Grid; they lie within {bounds} ({info['crs']}). Is this another county's file?"
    )
    faults.append(Fault(str(path), None, layer, message))


def _chosen(
    plan: Plan, given: DataFile, table: Table, where: str, faults: list[Fault]
) -> Table | None:
    """The rows that `where` takes and `leave_out` does not."""
    keep = np.ones(len(table), dtype=bool)
    wanted = [(f"{where}.where", *pair, True) for pair in given.where.items()]
    unwanted = [(f"{where}.leave_out", *pair, False) for pair in given.leave_out.items()]
    for place, column, words, take in [*wanted, *unwanted]:
        mask = rows_with(plan, table, column, words, place, faults)
        if mask is None:
            return None
        keep &= mask if take else ~mask
    chosen = table.only(keep)
    if not len(chosen):
        faults.append(plan.fault(f"{where}.where", "No row is left."))
        return None
    return chosen


def rows_with(
    plan: Plan,
    table: Table,
    column: str,
    words: Sequence[str],
    where: str,
    faults: list[Fault],
) -> NDArray[np.bool_] | None:
    """Rows with one of some words in a column; None and a fault where there is no such column or word."""
    place = f"{where}.{column}"
    if not has_column(plan, table, column, place, faults):
        return None
    values = table.columns[column]
    there = sorted(set(values))
    missing = [word for word in words if word not in there]
    for word in missing:
        message = f'No row of {Path(table.file).name} has "{word}" as its {column}.'
        few = ", ".join(there) if len(there) <= 12 else ""
        faults.append(plan.fault(place, message, few, nearest_word(word, there)))
    return None if missing else np.isin(values.astype(str), list(words))


def has_column(plan: Plan, table: Table, column: str, where: str, faults: list[Fault]) -> bool:
    """Whether a table has a column that the config names; a fault where not."""
    if column in table.columns:
        return True
    hint = nearest_word(column, table.columns)
    message = f'{Path(table.file).name} has no column "{column}".'
    faults.append(plan.fault(where, message, ", ".join(table.columns), hint))
    return False


def numbers(
    table: Table,
    column: str,
    faults: list[Fault],
    *,
    least: float = -math.inf,
    empty: float | None = None,
) -> Floats:
    """A column as finite numbers of at least `least`; faulty cells are NaN and noted, the first few by line."""
    text = table.columns[column]
    values = np.array(pd.to_numeric(pd.Series(text, dtype=object), errors="coerce"), dtype=float)
    blank = text == ""
    wrong = ~np.isfinite(values) | (values < least)
    if empty is not None:
        values[blank] = empty
        wrong &= ~blank
    rows = np.flatnonzero(wrong)
    for row in rows[:_FEW]:
        number = np.isfinite(values[row])
        message = f"{text[row]} is too small." if number else f'"{text[row]}" is not a number.'
        allowed = f"{least:g} or more" if number else ""
        faults.append(table.fault(int(row), column, message, allowed))
    if len(rows) > _FEW:
        message = f"{len(rows) - _FEW:,} more cells of this column are faulty."
        faults.append(Fault(table.file, None, column, message))
    values[wrong] = np.nan
    return values


def unique_ids(table: Table, column: str, faults: list[Fault]) -> None:
    """A fault for each id that is empty or used twice, the first few by line."""
    seen: dict[str, int] = {}
    told = 0
    for row, name in enumerate(table.columns[column]):
        if not name or name in seen:
            told += 1
            if told <= _FEW:
                first = int(table.line[seen[name]]) if name else 0
                before = f" on line {first}" if first else " before"
                message = f'The id "{name}" was used{before}.' if name else "An id is missing."
                faults.append(table.fault(row, column, message))
        seen.setdefault(name, row)
    if told > _FEW:
        message = f"{told - _FEW:,} more ids are empty or used twice."
        faults.append(Fault(table.file, None, column, message))


def told_by_row(
    table: Table,
    rows: Sequence[int] | NDArray[np.int64],
    where: str,
    message: str,
    faults: list[Fault],
    allowed: str = "",
) -> None:
    """The same fault at each of some rows: the first few by line, and how many more there are."""
    faults += [table.fault(int(row), where, message, allowed) for row in rows[:_FEW]]
    if len(rows) > _FEW:
        more = f"{len(rows) - _FEW:,} more rows have this fault: {message}"
        faults.append(Fault(table.file, None, where, more))


def some(names: Iterable[str], most: int = _FEW) -> str:
    """The first few names, and how many more there are."""
    listed: Sequence[str] = list(names)
    more = f" and {len(listed) - most:,} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
