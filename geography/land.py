"""Land and water of a region: its outline, and the estuaries that roads cross only by a bridge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geography.faults import Fault
from geography.tables import Reader


@dataclass(frozen=True)
class Land:
    """Outline of a region, the lines along its estuaries and rivers, and what is left as land."""

    outline: BaseGeometry
    barriers: NDArray[np.object_]
    dry: BaseGeometry

    def crosses_water(self, lines: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Which of these straight lines cross a barrier, [lines]."""
        crossing = np.zeros(len(lines), dtype=bool)
        if len(self.barriers):
            found, _ = shapely.STRtree(self.barriers).query(lines, predicate="intersects")
            crossing[found] = True
        return crossing

    def outside_m(self, lines: NDArray[np.object_]) -> NDArray[np.float64]:
        """Metres of each line that lie outside the outline, [lines]."""
        outside = np.zeros(len(lines))
        shapely.prepare(self.outline)
        leaves = ~shapely.covers(self.outline, lines)
        outside[leaves] = shapely.length(shapely.difference(lines[leaves], self.outline))
        return outside


def straight_lines(
    xy: NDArray[np.float64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.object_]:
    """A straight line for each pair of points, [pairs]."""
    ends = np.stack([xy[start], xy[end]], axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=object).reshape(len(start))


def read_land(reader: Reader) -> Land | None:
    """The land of `outline.csv` and `barriers.csv`; None, with faults noted, if it has no shape."""
    rows = reader.rows("outline.csv", ("easting", "northing"), ("name", "status", "source"))
    ring = [(reader.number(row, "easting"), reader.number(row, "northing")) for row in rows]
    wanted = ("barrier", "easting", "northing", "width_m")
    lines: dict[str, list[tuple[float, float]]] = {}
    widths: dict[str, float] = {}
    if reader.has("barriers.csv"):
        for row in reader.rows("barriers.csv", wanted, ("name", "status", "source")):
            name = row.text("barrier")
            point = (reader.number(row, "easting"), reader.number(row, "northing"))
            lines.setdefault(name, []).append(point)
            widths[name] = reader.number(row, "width_m", least=0)
    file = str(reader.folder / "outline.csv")
    short = [name for name, points in lines.items() if len(points) < 2]
    for name in short:
        place = str(reader.folder / "barriers.csv")
        reader.faults.append(Fault(place, None, name, "A barrier needs two points or more."))
    if len(ring) < 3 or short or np.isnan(ring).any() or np.isnan(list(widths.values())).any():
        if rows and len(ring) < 3:
            reader.faults.append(Fault(file, None, "", "An outline needs three points or more."))
        return None
    outline = Polygon(ring)
    if not outline.is_valid:
        reason = shapely.is_valid_reason(outline)
        reader.faults.append(Fault(file, None, "", f"The outline crosses itself: {reason}."))
        return None
    barriers = {name: LineString(points) for name, points in lines.items()}
    water = [line.buffer(widths[name] / 2) for name, line in barriers.items()]
    dry = outline.difference(shapely.union_all(water)) if water else outline
    return Land(outline, np.array(list(barriers.values()), dtype=object), dry)
