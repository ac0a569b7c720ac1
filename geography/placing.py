"""Where the rows of a planner's files are: points in metres, and rows that have no place in Britain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geography.build_config import DataFile, Plan
from geography.data_files import Floats, Table, has_column, numbers, told_by_row
from geography.faults import Fault
from geography.projecting import GRID_BOX, on_the_grid

_FEW = 5


def points_of(
    plan: Plan,
    table: Table,
    given: DataFile,
    columns: tuple[str | None, str | None],
    where: str,
    faults: list[Fault],
) -> Floats | None:
    """Where each row is, [rows, 2] metres: of its geometry, or of its two columns in the file's coordinates."""
    x, y = columns
    if x is None or y is None:
        if table.geometry is None:
            message = f"{Path(table.file).name} has no geometry: say which columns hold the place."
            faults.append(plan.fault(where, message, "x and y beside each other"))
            return None
        if no_shape(table, faults):
            return None
        inside = _inside_points(table.geometry)
        return None if _off_the_grid(table, inside, "geometry", faults) else inside
    there = [
        has_column(plan, table, name, f"{where}.{axis}", faults)
        for name, axis in ((x, "x"), (y, "y"))
    ]
    if not all(there):
        return None
    before = len(faults)
    xy = np.column_stack([numbers(table, x, faults), numbers(table, y, faults)])
    if len(faults) > before:
        return None
    parent = where.removesuffix(".columns").removesuffix("_columns")
    crs = given.crs or (
        "EPSG:4326" if np.abs(xy).max(initial=0) <= 180 and _degrees(x, y) else None
    )
    moved = on_the_grid(
        plan, np.asarray(shapely.points(xy), dtype=object), crs, f"{parent}.crs", table.file, faults
    )
    if moved is None:
        return None
    found = shapely.get_coordinates(moved)
    return None if _off_the_grid(table, found, x, faults) else found


def _off_the_grid(table: Table, xy: Floats, column: str, faults: list[Fault]) -> bool:
    """Whether any row is outside the National Grid of Great Britain: a fault by line, the first few."""
    west, south, east, north = GRID_BOX
    off = ~((xy >= (west, south)) & (xy <= (east, north))).all(axis=1)
    allowed = f"{west:,.0f} to {east:,.0f} and {south:,.0f} to {north:,.0f}"
    rows = np.flatnonzero(off)
    if len(rows) > _FEW and off.mean() > 0.5:
        x, y = (float(np.median(xy[:, axis])) for axis in (0, 1))
        message = (
            f"{len(rows):,} of {len(xy):,} rows are not in Great Britain: on the National Grid they lie around "
            f"{x:,.0f}, {y:,.0f}. Are their coordinates in another system than the config says?"
        )
        faults.append(Fault(table.file, None, "crs", message, allowed))
        return True
    for row in rows[:_FEW]:
        x, y = xy[row]
        message = f"Easting {x:,.0f}, northing {y:,.0f} is not in Great Britain: swapped? a digit too many?"
        faults.append(table.fault(int(row), column, message, allowed))
    if len(rows) > _FEW:
        message = f"{len(rows) - _FEW:,} more rows are not in Great Britain."
        faults.append(Fault(table.file, None, column, message))
    return bool(len(rows))


def no_shape(table: Table, faults: list[Fault]) -> bool:
    """Whether any row of a layer has no geometry, or an empty one: a fault by row, the first few."""
    nowhere = shapely.is_missing(table.geometry) | shapely.is_empty(table.geometry)
    told_by_row(table, np.flatnonzero(nowhere), "geometry", "This row has no place.", faults)
    return bool(nowhere.any())


def _degrees(x: str, y: str) -> bool:
    """Whether two columns are plainly called longitude and latitude."""
    return x.lower()[:3] == "lon" and y.lower()[:3] == "lat"


def _inside_points(geometry: NDArray[np.object_]) -> Floats:
    """The centroid of each shape, or a point within it where the centroid is outside."""
    centre = shapely.centroid(geometry)
    polygons = np.isin(shapely.get_type_id(geometry), (3, 6))
    outside = polygons & ~shapely.contains(geometry, centre)
    centre[outside] = shapely.point_on_surface(geometry[outside])
    return shapely.get_coordinates(centre)
