"""The default road network: named main roads, and a proximity graph for everything between them.

Local roads are a Gabriel graph over the points where people are and the junctions of main roads:
two points are joined where nothing else lies in the circle between them. A local link may not
cross an estuary nor leave the land, which goes on for a little beyond a land border; main roads may,
since their bridges are drawn. Ferries carry no engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geography.land import Land, outside_m, straight_lines
from geography.tables import Reader
from geography.travel import RoadNetwork

ROAD_CONSTANTS = (
    "detour_local",
    "detour_main",
    "junction_spacing",
    "shore_slack",
    "border_reach",
    "max_snap",
    "site_links",
)
ROAD_CLASSES = ("dual_a", "single_a", "b_road", "lane", "urban")
_SLOWED_IN_TOWN = ("single_a", "b_road", "lane")

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class MainRoads:
    """Main roads as points and links between them; `lines` are for maps."""

    xy: Floats
    junction: NDArray[np.bool_]
    start: Whole
    end: Whole
    road_class: tuple[str, ...]
    lines: tuple[tuple[str, LineString], ...]


@dataclass
class _Drawn:
    """Road points as they are met; the same place is the same point."""

    points: dict[tuple[float, float], int]
    junction: list[bool]
    links: list[tuple[int, int, str]]

    def point(self, easting: float, northing: float, junction: bool) -> int:
        index = self.points.setdefault((easting, northing), len(self.points))
        if index == len(self.junction):
            self.junction.append(junction)
        else:
            self.junction[index] |= junction
        return index


def read_main_roads(reader: Reader, spacing_m: float, near: BaseGeometry | None) -> MainRoads:
    """The roads of `main_roads.csv`; undivided ones get junctions every `spacing_m`.

    Where `near` is given, only stretches that touch it do: abroad, points as drawn are enough.
    """
    wanted = ("road", "easting", "northing", "road_class")
    rows = reader.rows("main_roads.csv", wanted, ("point", "junction", "status", "source"))
    drawn = _Drawn({}, [], [])
    lines: list[tuple[str, LineString]] = []
    last: tuple[str, float, float, str] | None = None
    for row in rows:
        easting, northing = reader.number(row, "easting"), reader.number(row, "northing")
        junction = reader.word(row, "junction", ("yes", "no"), "yes") == "yes"
        road_class = reader.word(row, "road_class", ROAD_CLASSES)
        road = row.text("road")
        if np.isnan(easting) or np.isnan(northing):
            continue
        here = drawn.point(easting, northing, junction)
        if last is not None and last[0] == road and (last[1], last[2]) != (easting, northing):
            line = LineString([last[1:3], (easting, northing)])
            abroad = near is not None and not near.intersects(line)
            _draw(drawn, last, (easting, northing, here), np.inf if abroad else spacing_m)
            lines.append((last[3], line))
        last = (road, easting, northing, road_class)
    links = np.array([link[:2] for link in drawn.links], dtype=np.int64).reshape(-1, 2)
    return MainRoads(
        np.array(list(drawn.points), dtype=np.float64).reshape(-1, 2),
        np.array(drawn.junction, dtype=bool),
        links[:, 0],
        links[:, 1],
        tuple(link[2] for link in drawn.links),
        tuple(lines),
    )


def _draw(
    drawn: _Drawn,
    last: tuple[str, float, float, str],
    here: tuple[float, float, int],
    spacing_m: float,
) -> None:
    _, from_e, from_n, road_class = last
    to_e, to_n, end = here
    start = drawn.point(from_e, from_n, False)
    pieces = 1
    if road_class != "dual_a":
        pieces = max(1, round(float(np.hypot(to_e - from_e, to_n - from_n)) / spacing_m))
    for piece in range(1, pieces):
        share = piece / pieces
        easting = round(from_e + share * (to_e - from_e), 1)
        northing = round(from_n + share * (to_n - from_n), 1)
        middle = drawn.point(easting, northing, True)
        drawn.links.append((start, middle, road_class))
        start = middle
    drawn.links.append((start, end, road_class))


def gabriel_links(xy: Floats) -> tuple[Whole, Whole]:
    """Pairs of points with no third point in the circle that has the pair as its diameter."""
    corners = Delaunay(xy).simplices
    kept: dict[tuple[int, int], bool] = {}
    start = corners[:, [0, 1, 2]].ravel()
    end = corners[:, [1, 2, 0]].ravel()
    third = corners[:, [2, 0, 1]].ravel()
    middle = (xy[start] + xy[end]) / 2
    reach = ((xy[start] - xy[end]) ** 2).sum(axis=1) / 4
    empty = ((xy[third] - middle) ** 2).sum(axis=1) >= reach * (1 - 1e-9)
    for low, high, free in zip(
        np.minimum(start, end).tolist(), np.maximum(start, end).tolist(), empty, strict=True
    ):
        kept[low, high] = kept.get((low, high), True) and bool(free)
    pairs = np.array([pair for pair, free in kept.items() if free], dtype=np.int64).reshape(-1, 2)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return pairs[:, 0], pairs[:, 1]


def _joined(
    xy: Floats, start: Whole, end: Whole, land: Land, may_join: NDArray[np.bool_]
) -> tuple[Whole, Whole]:
    """Further links that tie points cut off by water to the rest, by dry ways only."""
    count = len(xy)
    graph = coo_array((np.ones(len(start)), (start, end)), shape=(count, count))
    _, part = connected_components(graph, directed=False)
    main = np.bincount(part).argmax()
    rest = np.flatnonzero((part != main) & may_join)
    home = np.flatnonzero((part == main) & may_join)
    added: list[tuple[int, int]] = []
    if len(rest):
        found = cKDTree(xy[home]).query(xy[rest], k=range(1, min(40, len(home)) + 1))
        distance, near = np.asarray(found[0]), np.asarray(found[1])
        for label in np.unique(part[rest]):
            member = np.flatnonzero(part[rest] == label)
            tries = sorted(
                (float(distance[index, rank]), int(rest[index]), int(home[near[index, rank]]))
                for index in member
                for rank in range(near.shape[1])
            )
            pairs = np.array([pair[1:] for pair in tries], dtype=np.int64)
            dry = ~land.crosses_water(straight_lines(xy, pairs[:, 0], pairs[:, 1]))
            if dry.any():
                added.append(tries[int(np.argmax(dry))][1:])
    links = np.array(added, dtype=np.int64).reshape(-1, 2)
    return links[:, 0], links[:, 1]


def _classes(
    given: Sequence[str], xy: Floats, start: Whole, end: Whole, dense: cKDTree | None, cell_m: float
) -> tuple[str, ...]:
    """Each link's class, which is `urban` where its middle lies among dense squares."""
    if dense is None or not len(start):
        return tuple(given)
    distance = np.asarray(dense.query((xy[start] + xy[end]) / 2)[0])
    return tuple(
        "urban" if near <= 0.6 * cell_m and name in _SLOWED_IN_TOWN else name
        for near, name in zip(distance, given, strict=True)
    )


@dataclass(frozen=True)
class Ground:
    """What a network is made over: squares' points, which are dense, the land, the roads."""

    zones: Floats
    dense: NDArray[np.bool_]
    cell_m: float
    land: Land
    main: MainRoads


def _local_links(
    xy: Floats, open_: NDArray[np.bool_], land: Land, constant: Mapping[str, float]
) -> tuple[Whole, Whole]:
    """The proximity graph over the points open to local roads, less what would get wet."""
    corner = np.flatnonzero(open_)
    low, high = gabriel_links(xy[corner])
    start, end = corner[low], corner[high]
    lines = straight_lines(xy, start, end)
    ground = land.with_border(constant["border_reach"])
    dry = ~land.crosses_water(lines) & (outside_m(ground, lines) <= constant["shore_slack"])
    return start[dry], end[dry]


def default_network(
    ground: Ground,
    sites: Floats,
    constant: Mapping[str, float],
    speed_kmh: Mapping[str, Mapping[str, float]],
) -> tuple[RoadNetwork, Whole, Floats]:
    """The network, the node of each site, and each site's metres to the nearest road or place.

    Nodes are the zones in order, then points of main roads, then sites that stand apart.
    """
    main = ground.main
    xy = np.vstack([ground.zones, main.xy])
    count = len(ground.zones)
    open_ = np.concatenate([np.ones(count, dtype=bool), main.junction])
    start, end = _local_links(xy, open_, ground.land, constant)
    all_start = np.concatenate([start, main.start + count])
    all_end = np.concatenate([end, main.end + count])
    more_start, more_end = _joined(xy, all_start, all_end, ground.land, open_)
    start, end = np.concatenate([start, more_start]), np.concatenate([end, more_end])

    xy, node, site_start, site_end, away = _site_links(xy, open_, sites, ground.land, constant)
    local_start, local_end = np.concatenate([start, site_start]), np.concatenate([end, site_end])
    road_start = np.concatenate([local_start, main.start + count])
    road_end = np.concatenate([local_end, main.end + count])
    dense = cKDTree(ground.zones[ground.dense]) if ground.dense.any() else None
    given = ("lane",) * len(local_start) + main.road_class
    classes = _classes(given, xy, road_start, road_end, dense, ground.cell_m)
    straight = np.hypot(*(xy[road_start] - xy[road_end]).T)
    length = straight * np.where(
        np.arange(len(straight)) < len(local_start),
        constant["detour_local"],
        constant["detour_main"],
    )
    seconds = {
        profile: length / np.array([speeds[name] / 3.6 for name in classes])
        for profile, speeds in speed_kmh.items()
    }
    return RoadNetwork(xy, road_start, road_end, length, seconds), node, away


def _site_links(
    xy: Floats,
    open_: NDArray[np.bool_],
    sites: Floats,
    land: Land,
    constant: Mapping[str, float],
) -> tuple[Floats, Whole, Whole, Whole, Floats]:
    """Nodes for sites, each tied to the nearest points that no water parts from it.

    Sites at one place share one node. Returns points, node and distance per site, and the links.
    """
    corner = np.flatnonzero(open_)
    places, which = np.unique(sites.reshape(-1, 2), axis=0, return_inverse=True)
    which = which.reshape(-1)
    all_xy = np.vstack([xy, places])
    tree = cKDTree(xy[corner])
    away = np.full(len(places), np.inf)
    start: list[int] = []
    end: list[int] = []
    for index, place in enumerate(places):
        node = len(xy) + index
        distance, near = tree.query(place, k=min(20, len(corner)))
        target = corner[np.atleast_1d(near)]
        lines = straight_lines(all_xy, np.full(len(target), node), target)
        dry = np.flatnonzero(~land.crosses_water(lines))[: int(constant["site_links"])]
        reach = np.atleast_1d(distance)[dry]
        inside = dry[reach <= constant["max_snap"]]
        away[index] = reach[0] if len(reach) else np.inf
        start += [node] * len(inside)
        end += target[inside].tolist()
    as_int = np.array(start, dtype=np.int64), np.array(end, dtype=np.int64)
    return all_xy, (len(xy) + which).astype(np.int64), *as_int, away[which]


def map_lines(main: MainRoads) -> tuple[tuple[str, LineString], ...]:
    """Class and geometry of each main road's stretches, merged by class where they meet."""
    merged: list[tuple[str, LineString]] = []
    for name in ROAD_CLASSES:
        parts = [line for road_class, line in main.lines if road_class == name]
        if parts:
            whole = shapely.line_merge(shapely.union_all(parts))
            merged += [(name, line) for line in shapely.get_parts(whole).tolist()]
    return tuple(merged)
