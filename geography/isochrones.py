"""Isochrones: the land within so many minutes, as polygons, from times at points.

Times are taken as a surface over a triangulation of the points and filled out to the shore: straight along the
triangle between two points on one piece of land, halfway where water or a gap parts them. So polygons of a longer time
hold those of a shorter, and a point is inside exactly where its own time is within the limit, but for holes that
are closed for being small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import Delaunay, KDTree
from shapely.geometry.base import BaseGeometry

MINUTES = (5, 8, 10, 13, 15, 20)
LIMITS_S: tuple[float, ...] = tuple(60.0 * minutes for minutes in MINUTES)
SPREAD_M_PER_S = 25 / 3.6  # assumed: off the roads of the network, lanes and tracks at 25 km/h
MOST_FILL = 20_000  # points between the given ones: a county every 420 m
LEAST_SPACING_M = 250.0  # between nearer points a straight line does
NEIGHBOURS = 4
SPECK_M2 = 1e-3


@dataclass(frozen=True)
class Surface:
    """How a surface is laid over points, metres and m/s.

    Where no point is given within two of `spacing_m`, places are filled in so far apart; by default it is half the
    usual gap between points. Land farther than `far_m` from any point is reached by nobody. Points parted by more than
    `slack_m` of water are not joined. Holes in an isochrone under `least_hole_km2` are closed.
    """

    spacing_m: float | None = None
    spread_m_per_s: float = SPREAD_M_PER_S
    far_m: float = 4000.0
    slack_m: float = 100.0
    least_hole_km2: float = 2.0


def isochrones(
    xy: ArrayLike,
    seconds: ArrayLike,
    limits_s: Sequence[float] = LIMITS_S,
    land: BaseGeometry | None = None,
    surface: Surface | None = None,
) -> dict[float, BaseGeometry]:
    """The land within each limit, as polygons by limit, each inside the next.

    `xy` [points, 2] metres are zones or nodes of the roads, `seconds` [points] from the first station
    (`coverage.first_response_s`), infinite where there is no way. `land` is what to clip to and what parts points;
    without it, land is what lies between points or within a spacing and a half of one. Raises ValueError for NaN or
    shapes that disagree.
    """
    at, time = np.asarray(xy, dtype=np.float64), np.asarray(seconds, dtype=np.float64)
    if at.ndim != 2 or at.shape[1:] != (2,) or time.shape != at.shape[:1]:
        message = (
            f"xy has shape {at.shape}, seconds {time.shape}; wanted are [points, 2] and [points]"
        )
        raise ValueError(message)
    if not np.isfinite(at).all() or np.isnan(time).any():
        message = "a place or a time is not a number"
        raise ValueError(message)
    limits = sorted(float(limit) for limit in limits_s)
    if not len(at):
        return dict.fromkeys(limits, shapely.Polygon())
    rules = surface or Surface()
    spacing = rules.spacing_m or _spacing(at, land)
    if land is None:
        discs = shapely.buffer(shapely.points(at), 3 * spacing, quad_segs=4)
        land = shapely.buffer(shapely.union_all(discs), -1.5 * spacing)
    mesh = _mesh(at, time, land, spacing, rules)
    return {limit: _within(mesh, limit, land, rules) for limit in limits}


def _spacing(xy: NDArray[np.float64], land: BaseGeometry | None) -> float:
    """Half the usual gap between points, from 250 m to 1 km, and not so fine that a county takes long."""
    distinct = np.unique(xy, axis=0)
    gap = 1000.0
    if len(distinct) > 1:
        away, _ = KDTree(distinct).query(distinct, k=[2])
        gap = float(np.median(np.asarray(away)))
    area = land.area if land is not None else len(distinct) * gap**2
    return max(min(gap / 2, 1000.0), math.sqrt(area / MOST_FILL), LEAST_SPACING_M)


@dataclass(frozen=True)
class _Mesh:
    """Points and their times, edges between them and triangles of three edges.

    `slowest` [edges] is how much longer than a limit an edge's far end may be taken to be, so that the land
    around a lone point within the limit is drawn; `shore` [edges] is the share of an edge, from its first end, at
    which it is cut where water lies between its ends, NaN where none does; `dry` [points] are not places at sea.
    """

    xy: NDArray[np.float64]
    seconds: NDArray[np.float64]
    edges: NDArray[np.int64]
    slowest: NDArray[np.float64]
    shore: NDArray[np.float64]
    corners: NDArray[np.int64]
    sides: NDArray[np.int64]
    dry: NDArray[np.bool_]


def _mesh(
    xy: NDArray[np.float64],
    seconds: NDArray[np.float64],
    land: BaseGeometry,
    spacing: float,
    rules: Surface,
) -> _Mesh:
    given, place = np.unique(xy, axis=0, return_inverse=True)
    soonest = np.full(len(given), np.inf)
    np.minimum.at(soonest, place.reshape(-1), seconds)
    coarse = land.simplify(rules.slack_m / 2)
    shapely.prepare(coarse)
    fill = _fill(given, coarse, spacing)
    filled, owner = _spread(given, soonest, fill, coarse, rules)
    owner = np.concatenate([np.full(len(given), -1), owner])
    points = np.vstack([given, fill])
    corners = np.asarray(Delaunay(points).simplices, dtype=np.int64)
    pairs = np.sort(corners[:, [[0, 1], [1, 2], [2, 0]]], axis=2).reshape(-1, 2)
    keys, side = np.unique(pairs[:, 0] * len(points) + pairs[:, 1], return_inverse=True)
    edges = np.column_stack(np.divmod(keys, len(points)))
    length = np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T)
    return _Mesh(
        points,
        np.concatenate([soonest, filled]),
        edges,
        length / rules.spread_m_per_s,
        _shore(points, owner, edges, coarse, rules),
        corners,
        side.reshape(-1, 3),
        owner < 0,
    )


def _shore(
    points: NDArray[np.float64],
    owner: NDArray[np.int64],
    edges: NDArray[np.int64],
    land: BaseGeometry,
    rules: Surface,
) -> NDArray[np.float64]:
    """Where edges over water are cut: in mid-water between land and land, at the end that is at sea, else halfway.

    A place at sea stands for the given point that it belongs to, `owner`, which is -1 on land.
    """
    at_sea = owner[edges] >= 0
    ends = points[np.where(at_sea, owner[edges], edges)]
    over_m, middle = _water(ends[:, 0], ends[:, 1], land)
    sea_side = np.where(at_sea.all(axis=1), 0.5, np.where(at_sea[:, 0], 0.0, 1.0))
    share = np.where(at_sea.any(axis=1), sea_side, middle)
    return np.asarray(np.where(over_m > rules.slack_m, share, np.nan), dtype=np.float64)


def _fill(given: NDArray[np.float64], land: BaseGeometry, spacing: float) -> NDArray[np.float64]:
    """Places on and just off the land with no given point within two spacings, on a triangular lattice."""
    west, south, east, north = shapely.bounds(shapely.union(land, shapely.multipoints(given)))
    margin = 4.5 * spacing
    columns = np.arange(west - margin, east + margin + spacing, spacing)
    rows = np.arange(south - margin, north + margin + spacing, spacing * math.sqrt(3) / 2)
    x, y = np.meshgrid(columns, rows)
    x = x + np.where(np.arange(len(rows)) % 2, spacing / 2, 0.0)[:, None]
    lattice = np.column_stack([x.ravel(), y.ravel()])
    around = shapely.buffer(land, 4 * spacing, quad_segs=2)
    shapely.prepare(around)
    lattice = lattice[shapely.contains_xy(around, lattice[:, 0], lattice[:, 1])]
    away, _ = KDTree(given).query(lattice, distance_upper_bound=2 * spacing)
    return np.asarray(lattice[np.isinf(away)], dtype=np.float64)


def _spread(
    given: NDArray[np.float64],
    seconds: NDArray[np.float64],
    fill: NDArray[np.float64],
    land: BaseGeometry,
    rules: Surface,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Seconds at filled places: the soonest by a near given point that water does not part; at sea, the nearest's.

    And for places at sea that nearest point, -1 on land.
    """
    if not len(fill):
        return np.zeros(0), np.zeros(0, dtype=np.int64)
    near = min(NEIGHBOURS, len(given))
    order = list(range(1, near + 1))
    found_m, found = KDTree(given).query(fill, k=order, distance_upper_bound=rules.far_m)
    away, which = np.asarray(found_m), np.asarray(found)
    there = np.isfinite(away)
    afloat = ~shapely.contains_xy(land, fill[:, 0], fill[:, 1])
    look = there & ~afloat[:, None]
    row, column = np.nonzero(look)
    blocked = np.zeros_like(there)
    over_m, _ = _water(fill[row], given[which[row, column]], land)
    blocked[row, column] = over_m > rules.slack_m
    blocked[afloat, 1:] = True
    usable = there & ~blocked
    further = np.where(afloat[:, None], 0.0, away / rules.spread_m_per_s)
    soonest = seconds[np.where(usable, which, 0)] + further
    owner = np.where(afloat & there[:, 0], which[:, 0], -1)
    return np.where(usable, soonest, np.inf).min(axis=1), owner.astype(np.int64)


def _water(
    start: NDArray[np.float64], end: NDArray[np.float64], land: BaseGeometry
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres of water between two places, and the share of the way at which its middle lies, [pairs] each."""
    lines = np.asarray(shapely.linestrings(np.stack([start, end], axis=1)), dtype=object)
    over = np.flatnonzero(~shapely.covers(land, lines))
    wet = shapely.difference(lines[over], land)
    metres, middle = np.zeros(len(lines)), np.full(len(lines), 0.5)
    metres[over] = shapely.length(wet)
    some = over[metres[over] > 0]
    centre = shapely.centroid(wet[metres[over] > 0])
    middle[some] = shapely.line_locate_point(lines[some], centre, normalized=True)
    return metres, middle


def _within(mesh: _Mesh, limit_s: float, land: BaseGeometry, rules: Surface) -> BaseGeometry:
    inside = mesh.seconds <= limit_s
    count = inside[mesh.corners].sum(axis=1)
    whole = _joined(shapely.polygons(mesh.xy[mesh.corners[count == 3]]))
    cut = _cut_triangles(mesh, inside, count, limit_s)
    if whole.is_empty and not len(cut):
        return shapely.Polygon()
    whole = _closed(shapely.union_all([*_polygons(whole), *cut]), rules.least_hole_km2 * 1e6)
    parts = _polygons(shapely.intersection(whole, land))
    reached = shapely.STRtree(np.asarray(shapely.points(mesh.xy[inside & mesh.dry]), dtype=object))
    ashore, _ = reached.query(parts, predicate="dwithin", distance=rules.slack_m)
    return shapely.union_all(parts[np.unique(ashore)])


def _joined(triangles: ArrayLike) -> BaseGeometry:
    """Triangles that share whole sides as one shape; slower where some are too flat for that."""
    some = np.asarray(triangles, dtype=object)
    some = some[shapely.area(some) > SPECK_M2]
    try:
        return shapely.coverage_union_all(some)
    except shapely.errors.GEOSException:
        return shapely.union_all(some)


def _cut_triangles(
    mesh: _Mesh, inside: NDArray[np.bool_], count: NDArray[np.int64], limit_s: float
) -> NDArray[np.object_]:
    """The parts within the limit of triangles of which one corner or two are inside."""
    cuts = _cuts(mesh, inside, limit_s)
    pieces = []
    for wanted in (1, 2):
        some = np.flatnonzero(count == wanted)
        alone = inside[mesh.corners[some]] if wanted == 1 else ~inside[mesh.corners[some]]
        turn = (alone.argmax(axis=1)[:, None] + np.arange(3)) % 3
        corner = np.take_along_axis(mesh.corners[some], turn, axis=1)
        side = np.take_along_axis(mesh.sides[some], turn, axis=1)
        first, last = cuts[side[:, 0]], cuts[side[:, 2]]  # on the sides from and to the lone corner
        if wanted == 1:
            ring = [mesh.xy[corner[:, 0]], first, last]
        else:
            ring = [first, mesh.xy[corner[:, 1]], mesh.xy[corner[:, 2]], last]
        pieces.append(np.asarray(shapely.polygons(np.stack(ring, axis=1)), dtype=object))
    shapes = np.concatenate(pieces)
    return np.asarray(shapes[shapely.area(shapes) > 0], dtype=object)


def _cuts(mesh: _Mesh, inside: NDArray[np.bool_], limit_s: float) -> NDArray[np.float64]:
    """Where the limit is passed along each edge with one end inside, [edges, 2] metres."""
    outward = np.where(inside[mesh.edges[:, :1]], mesh.edges, mesh.edges[:, ::-1])
    near, far = mesh.seconds[outward[:, 0]], mesh.seconds[outward[:, 1]]
    crossing = inside[outward[:, 0]] & ~inside[outward[:, 1]]
    spare = np.where(crossing, limit_s - near, 0.0)
    beyond = np.where(crossing, np.minimum(far - limit_s, mesh.slowest), 1.0)
    turned = outward[:, 0] != mesh.edges[:, 0]
    shore = np.where(turned, 1.0 - mesh.shore, mesh.shore)
    share = np.where(np.isnan(shore), spare / (spare + beyond), shore)
    start, end = mesh.xy[outward[:, 0]], mesh.xy[outward[:, 1]]
    return np.asarray(start + (end - start) * share[:, None], dtype=np.float64)


def _polygons(shape: BaseGeometry) -> NDArray[np.object_]:
    parts = shapely.get_parts(shape)
    return np.asarray(parts[shapely.get_dimensions(parts) == 2], dtype=object)


def _closed(shape: BaseGeometry, least_hole_m2: float) -> BaseGeometry:
    """The shape without holes that are smaller than so much."""
    kept = [
        shapely.Polygon(
            part.exterior,
            [ring for ring in part.interiors if shapely.Polygon(ring).area >= least_hole_m2],
        )
        for part in _polygons(shape)
    ]
    return shapely.union_all(kept)
