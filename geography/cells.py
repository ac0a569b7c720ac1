"""The ground of each zone that is only a point: what a map paints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry


def _largest(shape: BaseGeometry, point: BaseGeometry) -> BaseGeometry:
    """The part of a shape that holds a point, else its largest part, without holes."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:
        return point.buffer(100)
    holding = [part for part in parts if part.intersects(point)]
    best = (
        holding[0] if holding else max(parts, key=lambda part: (float(part.area), part.bounds[:2]))
    )
    return shapely.Polygon(best.exterior)


def nearest_ground(xy: NDArray[np.float64], outline: BaseGeometry) -> tuple[BaseGeometry, ...]:
    """For each point the ground within the outline that is nearer to it than to any other (Voronoi), a polygon each.

    Points at one place get the same ground.
    """
    points = np.asarray(shapely.points(xy), dtype=object)
    places, which = np.unique(xy, axis=0, return_inverse=True)
    if len(places) < 3:
        return tuple(_largest(outline, point) for point in points)
    around = shapely.union(shapely.envelope(outline), shapely.multipoints(points))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(places), extend_to=around, ordered=True)
    )
    return clipped(cells[which.reshape(-1)], points, outline)


def clipped(
    shapes: Sequence[BaseGeometry] | NDArray[np.object_],
    points: Sequence[BaseGeometry] | NDArray[np.object_],
    outline: BaseGeometry,
) -> tuple[BaseGeometry, ...]:
    """Each shape within the outline, as one polygon: the part that holds its point."""
    inside = shapely.intersection(np.asarray(shapes, dtype=object), shapely.simplify(outline, 20.0))
    return tuple(_largest(shape, point) for shape, point in zip(inside, points, strict=True))
