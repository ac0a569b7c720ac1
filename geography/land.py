"""Land and water of a region: its outline, and the estuaries that roads cross only by a bridge."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from geography.faults import Fault
from geography.tables import Reader

EDGES = ("coast", "border", "river")
"""What lies beyond a point of the outline, as far as the next: sea; land; land over a river that no lane crosses."""


@dataclass(frozen=True)
class Land:
    """Outline of a region, the lines along its estuaries and rivers, and what is left as land.

    `border` is the part of the outline's edge beyond which there is land, not sea; empty where none is named.
    """

    outline: BaseGeometry
    barriers: NDArray[np.object_]
    dry: BaseGeometry
    border: BaseGeometry
    land_beyond: BaseGeometry = field(
        default_factory=MultiLineString
    )  # the border, and the edges along rivers

    def with_border(self, reach_m: float) -> BaseGeometry:
        """The outline, and the neighbours' land within this reach of the border."""
        if self.border.is_empty:
            return self.outline
        return self.outline.union(self.border.buffer(reach_m))

    def crosses_water(self, lines: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Which of these straight lines cross a barrier, [lines]."""
        crossing = np.zeros(len(lines), dtype=bool)
        if len(self.barriers):
            found, _ = shapely.STRtree(self.barriers).query(lines, predicate="intersects")
            crossing[found] = True
        return crossing


def outside_m(ground: BaseGeometry, lines: NDArray[np.object_]) -> NDArray[np.float64]:
    """Metres of each line that lie outside the ground, [lines]."""
    outside = np.zeros(len(lines))
    shapely.prepare(ground)
    leaves = ~shapely.covers(ground, lines)
    outside[leaves] = shapely.length(shapely.difference(lines[leaves], ground))
    return outside


def straight_lines(
    xy: NDArray[np.float64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.object_]:
    """A straight line for each pair of points, [pairs]."""
    ends = np.stack([xy[start], xy[end]], axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=object).reshape(len(start))


def read_land(reader: Reader) -> Land | None:
    """The land of `outline.csv` and `barriers.csv`; None, with faults noted, if it has no shape."""
    optional = ("name", "edge", "status", "source")
    rows = reader.rows("outline.csv", ("easting", "northing"), optional)
    ring = [(reader.number(row, "easting"), reader.number(row, "northing")) for row in rows]
    edges = [reader.word(row, "edge", EDGES, "coast") for row in rows]
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
    ends = zip(ring, ring[1:] + ring[:1], edges, strict=True)
    border = [LineString([start, end]) for start, end, edge in ends if edge == "border"]
    lines_along = np.array(list(barriers.values()), dtype=object)
    over_land = shapely.line_merge(shapely.union_all(border))
    return Land(outline, lines_along, dry, over_land, _land_beyond(ring, edges))


def _land_beyond(ring: list[tuple[float, float]], edges: list[str]) -> BaseGeometry:
    """The edges of an outline that have land on their other side."""
    ends = zip(ring, ring[1:] + ring[:1], edges, strict=True)
    lines = [LineString([start, end]) for start, end, edge in ends if edge != "coast"]
    return shapely.line_merge(shapely.union_all(lines))
