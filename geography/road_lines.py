"""The lines of a table's edges: whole, and drawn from the node where an edge starts to the one where it ends."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geography.data_files import Table, told_by_row
from geography.faults import Fault
from geography.road_pieces import Flags, Floats, Whole

_LINE, _LINES = 1, 5
_FEW = 5


def fitted(
    edges: Table,
    line: NDArray[np.object_],
    ends: tuple[Floats, Floats],
    needed: Flags,
    most_m: float,
    faults: list[Fault],
) -> NDArray[np.object_]:
    """The line of each edge from its start to its end; `ends` are where its two nodes are, [edges, 2] metres.

    Parts that follow one another are joined to one line, and a line that was drawn the other way is turned round. A
    fault for each of the `needed` edges whose shape is no line, or whose line ends farther than `most_m` from its
    nodes. The lines of edges that are not needed are straight.
    """
    start, end = ends
    found = np.asarray(shapely.linestrings(np.stack([start, end], axis=1)), dtype=object)
    rows = np.flatnonzero(needed)
    rows = rows[_are_lines(edges, line, rows, faults)]
    found[rows] = _in_one(line[rows])
    rows = rows[_one_each(edges, found, rows, faults)]
    first, last = (
        shapely.get_coordinates(shapely.get_point(found[rows], place)).reshape(-1, 2)
        for place in (0, -1)
    )
    ahead = np.maximum(_apart(first, start[rows]), _apart(last, end[rows]))
    back = np.maximum(_apart(first, end[rows]), _apart(last, start[rows]))
    turned = rows[back < ahead]
    found[turned] = shapely.reverse(found[turned])
    off_m = np.minimum(ahead, back)
    _say_off(edges, rows, off_m, most_m, faults)
    return found


def _apart(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.hypot(*(one - other).T))


def _are_lines(edges: Table, line: NDArray[np.object_], rows: Whole, faults: list[Fault]) -> Flags:
    """Which edges have the shape of a line or lines; a fault for the others."""
    shapes = line[rows]
    right: Flags = np.isin(shapely.get_type_id(shapes), (_LINE, _LINES)) & ~shapely.is_empty(shapes)
    nothing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    told_by_row(edges, rows[nothing], "", "This edge has no line.", faults, "a LineString")
    wrong = rows[~right & ~nothing]
    for row in wrong[:_FEW]:
        message = f"The shape of this edge is no line: it is a {line[row].geom_type}."
        faults.append(edges.fault(int(row), "", message, "a LineString"))
    if len(wrong) > _FEW:
        message = f"The shapes of {len(wrong) - _FEW:,} more edges are no lines."
        faults.append(Fault(edges.file, None, "", message))
    return right


def _in_one(line: NDArray[np.object_]) -> NDArray[np.object_]:
    """Lines in several parts joined where the parts follow one another."""
    found = line.copy()
    several = shapely.get_type_id(line) == _LINES
    found[several] = shapely.line_merge(line[several])
    return found


def _one_each(edges: Table, line: NDArray[np.object_], rows: Whole, faults: list[Fault]) -> Flags:
    whole: Flags = shapely.get_type_id(line[rows]) == _LINE
    message = "The line of this edge is in parts that do not follow one another."
    told_by_row(edges, rows[~whole], "", message, faults, "one line, or an edge for each part")
    return whole


def _say_off(edges: Table, rows: Whole, off_m: Floats, most_m: float, faults: list[Fault]) -> None:
    """A fault for each edge whose line does not lead from node to node."""
    far = np.flatnonzero(off_m > most_m)
    for place in far[:_FEW]:
        message = f"The line of this edge ends {off_m[place]:,.0f} m from its nodes."
        allowed = f"{most_m:,.0f} m or less (constants.line_ends)"
        faults.append(edges.fault(int(rows[place]), "", message, allowed))
    if len(far) > _FEW:
        message = f"The lines of {len(far) - _FEW:,} more edges do not end at their nodes."
        faults.append(Fault(edges.file, None, "", message))
