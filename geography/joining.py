"""Which pieces of road hang together, and where zones and sites join them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geography.road_pieces import Flags, Floats, Pieces, Whole

_NEAR_A_NODE_M = 15.0
_NO_DOOR = ("motorway", "slip")  # nobody's gate opens onto these


def near(pieces: Pieces, area: BaseGeometry) -> Flags:
    """Pieces that touch an area."""
    shapely.prepare(area)
    touches: Flags = shapely.intersects(pieces.line, area)
    return touches


def main_part(pieces: Pieces) -> tuple[Flags, Flags]:
    """Pieces among which every way can be driven both there and back, and the nodes they have.

    It is the largest strongly connected component of what may be driven without blue lights. A piece for emergency
    vehicles only is kept too, for now, wherever it is.
    """
    count = len(pieces.xy)
    day = ~pieces.lights_only
    ahead, back = day & pieces.forward, day & pieces.backward
    start = np.concatenate([pieces.start[ahead], pieces.end[back]])
    end = np.concatenate([pieces.end[ahead], pieces.start[back]])
    graph = coo_array((np.ones(len(start)), (start, end)), shape=(count, count))
    _, part = connected_components(graph, directed=True, connection="strong")
    used = np.zeros(count, dtype=bool)
    used[pieces.start] = used[pieces.end] = True
    metres = np.bincount(
        part[pieces.start], weights=np.where(day, pieces.length_m, 0.0), minlength=part.max() + 1
    )
    inside = (part == metres.argmax()) & used
    return (inside[pieces.start] & inside[pieces.end]) | pieces.lights_only, inside


@dataclass(frozen=True)
class Snapped:
    """Where points join the roads: a piece, metres along it, and metres from the point to it."""

    piece: Whole
    along_m: Floats
    away_m: Floats


def snap(pieces: Pieces, points: Floats) -> Snapped:
    """The nearest place on a road to each of some points, [points, 2]: on any but motorways and slip roads."""
    open_ = np.flatnonzero(~pieces.lights_only & ~np.isin(pieces.road_class, _NO_DOOR))
    lines = pieces.line[open_]
    where = np.asarray(shapely.points(points), dtype=object)
    found = shapely.STRtree(lines).nearest(where)
    along = shapely.line_locate_point(lines[found], where)
    away = shapely.distance(lines[found], where)
    return Snapped(open_[found], np.asarray(along), np.asarray(away))


def cut_at(pieces: Pieces, snapped: Snapped, longest_m: float) -> tuple[Pieces, Whole]:
    """The pieces cut where points join them and so that none is longer than `longest_m`; and the node of each point.

    A point within a few metres of a node is put there; points at one spot share a node.
    """
    node = np.full(len(snapped.piece), -1, dtype=np.int64)
    drawn = shapely.length(pieces.line)
    cuts: dict[int, dict[int, list[int]]] = {}
    for point, (piece, along) in enumerate(zip(snapped.piece, snapped.along_m, strict=True)):
        if along <= _NEAR_A_NODE_M or along >= drawn[piece] - _NEAR_A_NODE_M:
            first = along <= drawn[piece] - along
            node[point] = pieces.start[piece] if first else pieces.end[piece]
        else:
            spot = round(along / _NEAR_A_NODE_M)
            cuts.setdefault(int(piece), {}).setdefault(spot, []).append(point)
    for piece in np.flatnonzero((drawn > longest_m) & ~pieces.lights_only):
        parts = int(np.ceil(drawn[piece] / longest_m))
        for part in range(1, parts):
            spot = round(drawn[piece] * part / parts / _NEAR_A_NODE_M)
            cuts.setdefault(int(piece), {}).setdefault(spot, [])
    return _cut(pieces, cuts, snapped, node)


def _cut(
    pieces: Pieces,
    cuts: dict[int, dict[int, list[int]]],
    snapped: Snapped,
    node: Whole,
) -> tuple[Pieces, Whole]:
    added: list[NDArray[np.float64]] = []
    origin: list[int] = []
    ends: list[tuple[int, int]] = []
    lines: list[BaseGeometry] = []
    lengths: list[float] = []
    count = len(pieces.xy)
    for piece, spots in cuts.items():
        line, whole_m = pieces.line[piece], shapely.length(pieces.line[piece])
        before, last_m = int(pieces.start[piece]), 0.0
        for spot, points in sorted(spots.items()):
            along = float(snapped.along_m[points[0]]) if points else spot * _NEAR_A_NODE_M
            here = count + len(added)
            added.append(shapely.get_coordinates(line.interpolate(along))[0])
            node[points] = here
            lines.append(substring(line, last_m, along))
            lengths.append(along - last_m)
            ends.append((before, here))
            origin.append(piece)
            before, last_m = here, along
        lines.append(substring(line, last_m, whole_m))
        lengths.append(whole_m - last_m)
        ends.append((before, int(pieces.end[piece])))
        origin.append(piece)
    if not origin:
        return pieces, node
    of = np.array(origin, dtype=np.int64)
    kept = np.ones(len(pieces), dtype=bool)
    kept[of] = False
    share = pieces.length_m / np.maximum(shapely.length(pieces.line), 1e-9)
    whole = pieces.only(kept)
    take = np.concatenate([np.flatnonzero(kept), of])
    table = np.array(ends, dtype=np.int64)
    more = np.zeros(len(added), dtype=bool)
    return (
        Pieces(
            np.vstack([pieces.xy, added]),
            np.concatenate([whole.start, table[:, 0]]),
            np.concatenate([whole.end, table[:, 1]]),
            np.concatenate([whole.line, np.array(lines, dtype=object)]),
            np.concatenate([whole.length_m, np.array(lengths) * share[of]]),
            pieces.road_class[take],
            pieces.limit_kmh[take],
            pieces.forward[take],
            pieces.backward[take],
            pieces.lights_only[take],
            pieces.roundabout[take],
            pieces.name[take],
            np.concatenate([pieces.signals, more]),
            np.concatenate([pieces.mini_roundabout, more]),
            pieces.told,
        ),
        node,
    )
