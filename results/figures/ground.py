"""The ground under a map: land, roads, zone squares, stations whose names do not collide."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from results.figures.style import SMALL
from results.pack import Option, Pack

SEA, LAND, BEYOND, ROAD, HATCH = "#D9E8F3", "#FFFFFF", "#EEEBE4", "#8C8C8C", "#6B4A3A"
"""`BEYOND` is the ground of neighbours."""
EDGE_M = 1000.0
ROAD_WIDTHS = {"motorway": 1.4, "dual_a": 1.3, "single_a": 1.0, "b_road": 0.7}
Box = tuple[float, float, float, float]


def extent(pack: Pack) -> Box:
    """What the map shows: the study's focus, or the whole region with a margin."""
    if pack.focus is not None:
        return pack.focus
    zones = pack.region.zones
    if getattr(zones, "cells", None) is not None:  # zones have shapes that fill the outline
        west, south, east, north = map(float, shapely.bounds(pack.region.outline))
        return west - EDGE_M, south - EDGE_M, east + EDGE_M, north + EDGE_M
    side = float(np.max(np.asarray(zones.cell_m)))
    return (
        float(np.min(zones.easting)) - side,
        float(np.min(zones.northing)) - side,
        float(np.max(zones.easting)) + side,
        float(np.max(zones.northing)) + side,
    )


def squares(pack: Pack) -> NDArray[Any]:
    """The corners of each zone's ground, metres: of its square, (zones, 4, 2), or of its own shape, an array each."""
    zones = pack.region.zones
    cells = getattr(zones, "cells", None)
    if cells is not None:
        rings = np.empty(len(cells), dtype=object)
        rings[:] = [shapely.get_coordinates(cell.exterior) for cell in cells]
        return rings
    half = np.broadcast_to(np.asarray(zones.cell_m, dtype=np.float64) / 2, zones.easting.shape)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], dtype=np.float64)
    centres = np.stack([zones.easting, zones.northing], axis=1)
    return np.asarray(centres[:, None, :] + half[:, None, None] * corners[None, :, :])


def lay_out(axes: Axes, pack: Pack, box: Box, land_colour: str = LAND) -> None:
    """Sea, land, the neighbours' ground and roads, in British National Grid, without axes.

    Where no boundary is known nothing is sea.
    """
    axes.set(xlim=(box[0], box[2]), ylim=(box[1], box[3]), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.grid(visible=False)
    axes.set_facecolor(land_colour if shapely.is_empty(pack.region.outline) else SEA)
    for spine in axes.spines.values():
        spine.set(visible=True, color="0.7", linewidth=0.8)
    beyond = shapely.clip_by_rect(getattr(pack.region, "beyond", shapely.Polygon()), *_wider(box))
    if not beyond.is_empty:
        axes.add_artist(PathPatch(path_of(beyond), facecolor=BEYOND, linewidth=0, zorder=0.5))
    land = shapely.clip_by_rect(shapely.simplify(pack.region.outline, 60), *_wider(box))
    if not land.is_empty:
        axes.add_artist(
            PathPatch(path_of(land), facecolor=land_colour, edgecolor="0.6", linewidth=0.6)
        )
    lines = [(kind, line) for kind, line in pack.region.road_lines if line.intersects(_area(box))]
    axes.add_collection(
        LineCollection(
            [shapely.get_coordinates(line) for _, line in lines],
            linewidths=[ROAD_WIDTHS.get(kind, 0.5) for kind, _ in lines],
            colors=ROAD,
            zorder=2.5,
            rasterized=True,
        ),
        autolim=False,
    )


def beyond_words(pack: Pack) -> str:
    """That ground beyond the border is drawn, where there is any, in a sentence for a note."""
    none = shapely.is_empty(getattr(pack.region, "beyond", shapely.Polygon()))
    return (
        ""
        if none
        else "Ground beyond the border is grey, its coast a guess; of it nothing is told. "
    )


def _area(box: Box) -> shapely.Polygon:
    return shapely.box(*box)


def _wider(box: Box) -> Box:
    return box[0] - 100, box[1] - 100, box[2] + 100, box[3] + 100


def path_of(geometry: shapely.Geometry) -> Path:
    """Polygons as one compound path, holes and all."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    paths = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
    return Path.make_compound_path(*paths)


def paint(
    axes: Axes,
    corners: NDArray[Any],
    chosen: NDArray[np.bool_],
    colour: str,
    hatch: str = "",
) -> None:
    """Zones of one class in one colour, hatched so that no class rests on colour alone."""
    if not chosen.any():
        return
    axes.add_collection(
        PolyCollection(
            list(corners[chosen]),
            facecolors=colour,
            edgecolors=colour,
            linewidths=0.3,
            rasterized=True,
            zorder=1.5,
        ),
        autolim=False,
    )
    if hatch:
        cover(axes, corners, chosen, hatch, edge="none")


def cover(
    axes: Axes, corners: NDArray[Any], chosen: NDArray[np.bool_], hatch: str, edge: str
) -> None:
    """The union of zones hatched, and outlined when an edge colour is given."""
    if not chosen.any():
        return
    if corners.dtype == object:
        union = shapely.union_all([shapely.Polygon(ring) for ring in corners[chosen]], 0.1)
    else:
        union = shapely.coverage_union_all(shapely.polygons(corners[chosen]))
    path = path_of(union)
    axes.add_artist(
        PathPatch(
            path,
            facecolor="none",
            edgecolor=HATCH if edge == "none" else edge,
            hatch=hatch,
            linewidth=0,
            zorder=2,
            rasterized=True,
        )
    )
    if edge != "none":
        axes.add_artist(
            PathPatch(path, facecolor="none", edgecolor=edge, linewidth=1.1, zorder=2.2)
        )


def stations(pack: Pack, service: str, box: Box) -> list[tuple[str, str, float, float]]:
    """Stations in the box as (id, name, easting, northing), those that an option names first."""
    told = " ".join(change.what + change.new for o in pack.options for change in o.changes).lower()
    inside = [
        (key, name, east, north)
        for key, (name, kind, east, north) in pack.region.sites.items()
        if service in kind.lower() and box[0] < east < box[2] and box[1] < north < box[3]
    ]
    return sorted(inside, key=lambda site: (short_name(site[1]).lower() not in told, site[1]))


def short_name(name: str) -> str:
    """A station's place, without the words that every station's name has."""
    for tail in (
        " community fire station",
        " fire station",
        " fire and rescue station",
        " station",
    ):
        if name.lower().endswith(tail):
            return name[: -len(tail)]
    return name


STANDS, OPENS, CLOSES = "stands", "opens", "closes"
MARKS: dict[str, dict[str, Any]] = {
    STANDS: {"marker": "s", "markersize": 5.5, "markerfacecolor": "black", "color": "black"},
    OPENS: {"marker": "^", "markersize": 8.5, "markerfacecolor": "#12436D", "color": "black"},
    CLOSES: {"marker": "X", "markersize": 8.5, "markerfacecolor": "white", "color": "#801650"},
}
"""How a station is marked that stands as before, that opens, and that closes."""


def station_states(pack: Pack, option: Option) -> dict[str, str]:
    """Which sites have a fire station under an option, and which of them it opens or closes."""
    if not option.stations or not pack.baseline.stations:
        return dict.fromkeys(pack.region.sites, STANDS)
    now, then = set(pack.baseline.stations), set(option.stations)
    states = dict.fromkeys(sorted(now & then), STANDS)
    return states | dict.fromkeys(sorted(then - now), OPENS) | dict.fromkeys(now - then, CLOSES)


def mark_stations(
    axes: Axes,
    sites: Sequence[tuple[str, str, float, float]],
    states: Mapping[str, str],
    size: float = SMALL,
    kept: Sequence[Box] = (),
) -> None:
    """A mark for each station of an option, and names where they fit without colliding, off what is `kept` free."""
    here = [site for site in sites if site[0] in states]
    here.sort(key=lambda site: states[site[0]] == STANDS)
    for key, _, east, north in here:
        axes.plot(
            east, north, linestyle="none", zorder=5, markeredgewidth=1.2, **MARKS[states[key]]
        )
    told = {OPENS: " (opens)", CLOSES: " (closes)", STANDS: ""}
    names = [(k, short_name(n) + told[states[k]], e, no) for k, n, e, no in here]
    changed = sum(states[key] != STANDS for key, *_ in here)
    write_names(axes, names, size, must=changed, kept=kept)


def write_names(
    axes: Axes,
    sites: Sequence[tuple[str, str, float, float]],
    size: float,
    others: Sequence[tuple[float, float]] = (),
    must: int = 0,
    kept: Sequence[Box] = (),
) -> None:
    """Greedy placing in points: each name takes the first free place around its square, off `others` and `kept` too.

    The first `must` names are written also where that is over the squares of others, but never over a name.
    """
    across, up = size_of(axes)
    at = in_points(axes, [*(site[2:] for site in sites), *others])
    marks: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in at]
    taken: list[Box] = list(kept)
    for number, (_, text, _, _) in enumerate(sites):
        spots = [
            spot
            for spot in _spots(at[number], _width(text, size) + 3, size * 1.15)
            if spot[0] > 1 and spot[1] > 1 and spot[2] < across - 1 and spot[3] < up - 1
        ]
        spot = _free(spots, [*marks, *taken])
        if spot is None and number < must:
            spot = _least_over(spots, taken, marks)
        if spot is not None:
            taken.append(spot)
            _write(axes, text, spot, size)


def size_of(axes: Axes) -> tuple[float, float]:
    """How wide and high a map is, in points."""
    return axes.bbox.width * 72 / axes.figure.dpi, axes.bbox.height * 72 / axes.figure.dpi


def in_points(axes: Axes, places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Places of the grid in points from a map's lower left corner."""
    across, up = size_of(axes)
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    return [
        ((e - west) / (east - west) * across, (n - south) / (north - south) * up) for e, n in places
    ]


def _free(spots: Sequence[Box], taken: Sequence[Box]) -> Box | None:
    """The first spot that lies on nothing that is taken."""
    return next((s for s in spots if not any(_overlap(s, other) for other in taken)), None)


def _least_over(spots: Sequence[Box], taken: Sequence[Box], marks: Sequence[Box]) -> Box | None:
    """Of the spots on no name that which hides least of the marks."""
    free = [s for s in spots if _free([s], taken)]
    return min(free, key=lambda s: sum(_hidden(s, mark) for mark in marks), default=None)


def _hidden(one: Box, other: Box) -> float:
    """How much of a box another hides."""
    if not _overlap(one, other):
        return 0.0
    wide = min(one[2], other[2]) - max(one[0], other[0])
    return wide * (min(one[3], other[3]) - max(one[1], other[1]))


def _spots(place: tuple[float, float], wide: float, tall: float) -> list[Box]:
    """Where a name may stand, the best first: right, left, above, below, the corners."""
    x, y = place
    corners = ((5, 4), (5, -4 - tall), (-5 - wide, 4), (-5 - wide, -4 - tall))
    sides = ((6, -tall / 2), (-6 - wide, -tall / 2), (-wide / 2, 6), (-wide / 2, -6 - tall))
    return [(x + dx, y + dy, x + dx + wide, y + dy + tall) for dx, dy in (*sides, *corners)]


def _write(axes: Axes, text: str, spot: Box, size: float) -> None:
    axes.annotate(
        text,
        xy=(0, 0),
        xycoords="axes points",
        xytext=(spot[0], spot[1] + (spot[3] - spot[1]) * 0.2),
        textcoords="axes points",
        fontsize=size,
        zorder=6,
        annotation_clip=False,
        bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6},
    )


@functools.cache
def _width(text: str, size: float) -> float:
    """A label's width in points."""
    return float(TextPath((0, 0), text, prop=FontProperties(size=size)).get_extents().width)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
