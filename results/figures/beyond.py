"""What lies around a region on a map: sea beyond its coast, a neutral tone beyond its border."""

from __future__ import annotations

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geography.region import Region
from results.figures.ground import BEYOND, LAND, Box, path_of

OPEN_SEA, COAST, BORDER = "#D9E8F3", "#4A7598", "#6E6A63"
_ACROSS = 700  # cells of the background, west to east
_STEP_M = 250.0
_COARSE_ACROSS = 150  # squares of the ground beyond, over three times the region


def edges_of(region: Region) -> tuple[BaseGeometry, BaseGeometry]:
    """Coast and border of the outline; all is border where a region does not know its coast."""
    edge = region.outline.boundary
    if region.border is None:
        return shapely.MultiLineString(), edge
    return edge.difference(region.border.buffer(1.0)), region.border


def land_beyond(region: Region, border: BaseGeometry) -> BaseGeometry:
    """What is known to be on land beyond the region: its border, and roads and sites on the other side."""
    shapely.prepare(region.outline)
    sites = shapely.points([(site.easting, site.northing) for site in region.sites.values()])
    away = [site for site in np.atleast_1d(sites) if not region.outline.contains(site)]
    roads = shapely.union_all([line for _, line in region.road_lines])
    return shapely.GeometryCollection([border, *away, roads.difference(region.outline.buffer(500))])


def is_sea(
    coast: BaseGeometry, dry: BaseGeometry, points: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which of some places beyond a region are taken for sea: those nearer to its coast than to what is on land.

    It is a guess, good close to the region: where a neighbour's coast runs is not known.
    """
    if coast.is_empty or dry.is_empty:
        return np.full(len(points), dry.is_empty)
    away = [
        cKDTree(shapely.get_coordinates(shapely.segmentize(line, _STEP_M))).query(points)[0]
        for line in (coast, dry)
    ]
    return np.asarray(away[0] < away[1])


def ground_beyond(region: Region) -> shapely.Geometry:
    """The ground around a region that is not taken for sea, in coarse squares: a guess, as `region show` has it."""
    west, south, east, north = shapely.bounds(region.outline)
    reach = max(east - west, north - south)
    side = 3.0 * reach / _COARSE_ACROSS
    centres = (np.arange(_COARSE_ACROSS) + 0.5) * side - 1.5 * reach
    x, y = np.meshgrid((west + east) / 2 + centres, (south + north) / 2 + centres)
    coast, border = edges_of(region)
    dry = border if border.is_empty else land_beyond(region, border)
    points = np.column_stack([x.ravel(), y.ravel()])
    there = points[~is_sea(coast, dry, points)]
    half = side / 2
    squares = shapely.box(*(there - half).T, *(there + half).T)
    ground: shapely.Geometry = shapely.simplify(shapely.coverage_union_all(squares), side)
    return ground


def paint_ground(axes: Axes, region: Region, box: Box) -> None:
    """Sea and the ground beyond the border, the region's own land, its coast as a line and its border dashed."""
    coast, border = edges_of(region)
    down = max(int(_ACROSS * (box[3] - box[1]) / (box[2] - box[0])), 2)
    east, north = np.linspace(box[0], box[2], _ACROSS), np.linspace(box[1], box[3], down)
    points = np.stack(np.meshgrid(east, north), axis=-1).reshape(-1, 2)
    dry = border if border.is_empty else land_beyond(region, border)
    sea = is_sea(coast, dry, points).reshape(down, _ACROSS)
    tones = np.where(sea[..., None], to_rgb(OPEN_SEA), to_rgb(BEYOND))
    axes.imshow(
        tones,
        extent=(box[0], box[2], box[1], box[3]),
        origin="lower",
        zorder=0,
        aspect="equal",
    )
    slack = (box[2] - box[0]) / 4000
    land = shapely.simplify(region.outline, slack)
    axes.add_artist(PathPatch(path_of(land), facecolor=LAND, linewidth=0, zorder=0.5))
    for line, colour, dashes in ((coast, COAST, "-"), (border, BORDER, (0, (5, 2)))):
        parts = shapely.get_parts(shapely.line_merge(shapely.simplify(line, slack)))
        drawn = [shapely.get_coordinates(part) for part in parts if part.length > 0]
        axes.add_collection(
            LineCollection(drawn, colors=colour, linestyles=[dashes], linewidths=1.0, zorder=1.6),
            autolim=False,
        )


def ground_handles(region: Region) -> list[Line2D | Patch]:
    """What the tones and lines of the ground mean, for a legend."""
    coast, border = edges_of(region)
    found: list[Line2D | Patch] = []
    if not coast.is_empty:
        found.append(Line2D([], [], color=COAST, linewidth=1.0, label="coast"))
        found.append(Patch(facecolor=OPEN_SEA, edgecolor="0.7", linewidth=0.5, label="sea"))
    if not border.is_empty:
        label = "edge of the region" if region.border is None else "border"
        found.append(
            Line2D([], [], color=BORDER, linestyle=(0, (5, 2)), linewidth=1.0, label=label)
        )
        label = (
            "beyond it: land or sea"
            if region.border is None
            else "beyond the border\n(its coast is not drawn)"
        )
        found.append(Patch(facecolor=BEYOND, edgecolor="0.7", linewidth=0.5, label=label))
    return found
