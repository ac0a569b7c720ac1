"""The outline of a region to be built, the buffer around it, and its districts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geography.build_config import Plan
from geography.data_files import Table, has_column, read_table
from geography.faults import Fault
from geography.placing import no_shape
from geography.road_pieces import Flags, Floats

_POLYGONS = (3, 6)
_SLIVER = 0.01  # share of a district within the outline below which only its border is there


@dataclass(frozen=True)
class Area:
    """A region's outline, and the ground within the buffer around it, metres EPSG:27700."""

    outline: BaseGeometry
    reach: BaseGeometry
    file: str

    def inside(self, points: Floats) -> Flags:
        """Which points are within the outline."""
        return _within(self.outline, points)

    def reached(self, points: Floats) -> Flags:
        """Which points are within the buffer."""
        return _within(self.reach, points)

    def away_m(self, place: Floats) -> float:
        """Metres from a place to the outline, 0 within it."""
        return float(shapely.distance(self.outline, shapely.Point(place)))


def _within(area: BaseGeometry, points: Floats) -> Flags:
    shapely.prepare(area)
    found: Flags = shapely.intersects_xy(area, points[:, 0], points[:, 1])
    return found


def read_boundary(plan: Plan, buffer_m: float, faults: list[Fault]) -> Area | None:
    """The outline that the config names; None where it names none, or where it is faulty."""
    given = plan.config.boundary
    if given is None:
        return None
    table = read_table(plan, given, "boundary", faults)
    if table is None or not _polygons(plan, table, "boundary", faults):
        return None
    assert table.geometry is not None
    outline = shapely.union_all(shapely.make_valid(table.geometry))
    return Area(outline, outline.buffer(buffer_m), table.file)


def _polygons(plan: Plan, table: Table, where: str, faults: list[Fault]) -> bool:
    if table.geometry is not None:
        if no_shape(table, faults):
            return False
        if np.isin(shapely.get_type_id(table.geometry), _POLYGONS).all():
            return True
    message = f"{Path(table.file).name} must hold polygons."
    faults.append(plan.fault(f"{where}.file", message))
    return False


def read_districts(
    plan: Plan, area: Area | None, faults: list[Fault]
) -> Mapping[str, BaseGeometry]:
    """The polygon of each district of the file that reaches into the outline, by its name."""
    given, name = plan.config.districts, plan.config.district_name
    if given is None:
        return {}
    if name is None:
        message = "Which column has the names of districts?"
        faults.append(plan.fault("district_name", message))
        return {}
    table = read_table(plan, given, "districts", faults)
    if table is None or not _polygons(plan, table, "districts", faults):
        return {}
    if not has_column(plan, table, name, "district_name", faults):
        return {}
    assert table.geometry is not None
    names = table.columns[name]
    found = {
        str(one): shapely.union_all(shapely.make_valid(table.geometry[names == one]))
        for one in dict.fromkeys(names)
    }
    if area is None:
        return found
    inside = {
        one: shape
        for one, shape in found.items()
        if shape.intersection(area.outline).area > _SLIVER * shape.area
    }
    if not inside:
        message = "No district reaches into the boundary. Is this another county's file?"
        faults.append(Fault(table.file, None, "", message))
    return inside


def overlap_fault(file: str, what: str, points: Floats, area: Area, faults: list[Fault]) -> None:
    """Say that nothing of a file is within the boundary, and where the two are."""
    west, south, east, north = (value / 1000 for value in area.outline.bounds)
    low, high = points.min(axis=0) / 1000, points.max(axis=0) / 1000
    message = (
        f"None of the {len(points):,} {what} is within the boundary: they lie from {low[0]:,.0f}, {low[1]:,.0f} to "
        f"{high[0]:,.0f}, {high[1]:,.0f} km on the National Grid, the boundary from {west:,.0f}, {south:,.0f} to "
        f"{east:,.0f}, {north:,.0f} km. Is this another county's file?"
    )
    faults.append(Fault(file, None, "", message, "", swapped_hint(points, area)))


def swapped_hint(points: Floats, area: Area) -> str:
    """That easting and northing look swapped, where the other way round points are within the buffer."""
    swapped = bool(area.reached(points[:, ::-1]).any())
    return "the other order: easting and northing look swapped" if swapped else ""
