"""Coordinates of a planner's files moved to the National Grid, and what is odd about them told."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geography.build_config import Plan
from geography.faults import Fault

Floats = NDArray[np.float64]
GRID = "EPSG:27700"
GRID_BOX = (0.0, 0.0, 700_000.0, 1_300_000.0)
BRITAIN = (-9.5, 49.0, 3.0, 61.5)  # longitude and latitude


def transformer(
    plan: Plan, crs: str | None, where: str, file: str, faults: list[Fault]
) -> Transformer | None:
    """What moves coordinates to the National Grid; a fault where nobody says what they are in, or it is not known."""
    if not crs:
        message = f"{file} does not say in which coordinates it is."
        faults.append(plan.fault(where, message, "crs: EPSG:27700, EPSG:4326 or another"))
        return None
    try:
        return Transformer.from_crs(CRS.from_user_input(crs), GRID, always_xy=True)
    except CRSError:
        message = f'The coordinate system "{crs}" is not known.'
        faults.append(plan.fault(where, message, "EPSG:27700, EPSG:4326 or another"))
        return None


def on_the_grid(
    plan: Plan,
    geometry: NDArray[np.object_],
    crs: str | None,
    where: str,
    file: str,
    faults: list[Fault],
) -> NDArray[np.object_] | None:
    """Geometry moved to metres of the National Grid."""
    move = transformer(plan, crs, where, file, faults)
    if move is None:
        return None
    xy = shapely.get_coordinates(geometry)
    if not _in_britain(xy, str(crs), file, faults):
        return None

    def moved(points: Floats) -> Floats:
        east, north = move.transform(points[:, 0], points[:, 1])
        return np.column_stack([east, north])

    return np.asarray(shapely.transform(shapely.force_2d(geometry), moved), dtype=object)


def plainly(value: float) -> str:
    """A coordinate as people write it: whole metres, or degrees to four places."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.6g}"


def _in_britain(xy: Floats, crs: str, file: str, faults: list[Fault]) -> bool:
    """Whether most points are where Britain is; if not, a fault that says what was probably meant."""
    known = CRS.from_user_input(crs)
    x, y = (float(np.median(xy[:, axis])) for axis in (0, 1)) if len(xy) else (0.0, 0.0)
    if known.is_geographic:
        box, names = BRITAIN, "longitude and latitude"
    elif known.to_epsg() == 27700:
        box, names = GRID_BOX, "easting and northing"
    else:
        return True
    if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
        return True
    where = f"The points are around {plainly(x)}, {plainly(y)}, which is not in Britain as {names} ({crs})."
    if box[0] <= y <= box[2] and box[1] <= x <= box[3]:
        hint = f"the other order: {names} look swapped"
    elif known.is_geographic:
        hint = "crs: EPSG:27700" if abs(x) > 360 else ""
    elif abs(x) < 100 and abs(y) < 100:
        hint = "crs: EPSG:4326"
    else:
        hint = ""
    faults.append(Fault(file, None, "crs", where, "", hint))
    return False
