"""Rows of a planner's files outside the boundary: counted and named; those that are nowhere near are faults."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geography.boundary import Area
from geography.data_files import Table, some
from geography.faults import Fault
from geography.road_pieces import Flags, Floats, Whole

FAR_M = 100_000.0
_CELL_M = 10_000.0  # rows within a square of this side are looked at as one
_FEW_SHARE = 0.01  # a group of rows far from all others is a mistake up to this share of the file
_FEW = 5


def left_out(names: Sequence[str], people: Floats | None = None) -> str:
    """How many rows fell outside, how many people they have, and the first few names."""
    rows = "1 row" if len(names) == 1 else f"{len(names):,} rows"
    living = "" if people is None else f", {np.nansum(people):,.0f} people"
    return f"{rows}{living}: {some(names, _FEW)}"


def far_rows(
    table: Table, xy: Floats, area: Area | None, column: str, faults: list[Fault]
) -> Flags:
    """Which rows are over 100 km from the rest, or lack a digit; a fault for each, the first few by line."""
    near = np.zeros(len(xy), dtype=bool) if area is None else area.reached(xy)
    far = _far_from_the_rest(xy, near)
    tenfold = [np.zeros(len(xy), dtype=bool)] * 2
    if area is not None:
        tenfold = [~near & area.reached(xy * scale) for scale in ((10.0, 1.0), (1.0, 10.0))]
    wrong = np.flatnonzero(far | tenfold[0] | tenfold[1])
    rest = np.delete(xy, wrong, axis=0)
    for row in wrong[:_FEW]:
        away = f"{_away_m(xy[row], area, rest) / 1000:,.0f} km"
        whence = "the rest" if area is None else "the boundary"
        east, north = xy[row]
        message = (
            f"This place (easting {east:,.0f}, northing {north:,.0f}) is {away} from {whence}: {{}}"
        )
        swapped = area is not None and bool(area.reached(xy[row : row + 1, ::-1])[0])
        why, hint = "easting and northing swapped? a digit missing?", ""
        if swapped:
            why, hint = "easting and northing look swapped.", f"{north:,.0f}, {east:,.0f}"
        elif tenfold[0][row] or tenfold[1][row]:
            name = "easting" if tenfold[0][row] else "northing"
            why = f"the {name} looks a digit short."
        allowed = "a place of this region; if it is right, leave it out (leave_out)"
        faults.append(table.fault(int(row), column, message.format(why), allowed, hint))
    if len(wrong) > _FEW:
        message = f"{len(wrong) - _FEW:,} more rows are as far away."
        faults.append(Fault(table.file, None, column, message))
    return far | tenfold[0] | tenfold[1]


def _away_m(place: Floats, area: Area | None, rest: Floats) -> float:
    """Metres to the boundary, or to the nearest other row where there is none."""
    if area is not None:
        return area.away_m(place)
    return float(np.hypot(*(rest - place).T).min()) if len(rest) else 0.0


def _far_from_the_rest(xy: Floats, near: Flags) -> Flags:
    """Rows of groups that are few, over 100 km from all others, and have none near the boundary."""
    if len(xy) < 3 and not near.any():
        return np.zeros(len(xy), dtype=bool)
    group = _groups(xy)
    count = np.bincount(group)
    weight = count + len(xy) * np.bincount(group, weights=near)
    few = count <= max(1.0, _FEW_SHARE * len(xy))
    few[weight.argmax()] = False
    few[np.unique(group[near])] = False
    return np.asarray(few[group])


def _groups(xy: Floats) -> Whole:
    """The group of each row: those within 100 km of one another, directly or by others between them."""
    _, first, cell = np.unique(
        np.floor(xy / _CELL_M), axis=0, return_index=True, return_inverse=True
    )
    pairs = cKDTree(xy[first]).query_pairs(FAR_M, output_type="ndarray")
    graph = coo_array(
        (np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(first), len(first))
    )
    return np.asarray(connected_components(graph, directed=False)[1][cell.reshape(-1)])
