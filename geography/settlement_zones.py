"""Zones of the settlements of an OpenStreetMap file, for where there is no census table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Transformer
from scipy.spatial import cKDTree

from geography.boundary import Area, overlap_fault
from geography.build_config import Plan
from geography.census_zones import CensusZones
from geography.faults import Fault
from geography.outside import left_out
from geography.projecting import GRID
from geography.road_pieces import Flags, Floats, Pieces
from geography.roads_osm import read_osm_places

_TOWNS = ("city", "town", "suburb")
_STREETS = "local"


@dataclass(frozen=True)
class _Places:
    """Settlements: arrays of one entry each, metres; people as the file tags them, NaN where it does not."""

    name: Sequence[str]
    kind: Sequence[str]
    tagged: Floats
    xy: Floats


def _number(text: str) -> float:
    digits = text.replace(",", "").strip()
    return float(digits) if digits.isdigit() else float("nan")


def _read(
    plan: Plan, area: Area | None, told: dict[str, str], faults: list[Fault]
) -> _Places | None:
    """The settlements within the boundary."""
    path = plan.file(plan.config.zones.file)
    before = len(faults)
    rows = read_osm_places(path, faults)
    if not rows:
        if len(faults) == before:
            faults.append(Fault(str(path), None, "", "There are no settlements in this file."))
        return None
    move = Transformer.from_crs("EPSG:4326", GRID, always_xy=True)
    xy = np.column_stack(move.transform([row[3] for row in rows], [row[4] for row in rows]))
    if area is not None:
        inside = area.inside(xy)
        if not inside.any():
            overlap_fault(str(path), "settlements", xy, area, faults)
            return None
        if not inside.all():
            names = [row[0] for row, keep in zip(rows, inside, strict=True) if not keep]
            told["settlements outside the boundary"] = left_out(names)
        rows = [row for row, keep in zip(rows, inside, strict=True) if keep]
        xy = xy[inside]
    tagged = np.array([_number(row[2]) for row in rows])
    return _Places([row[0] for row in rows], [row[1] for row in rows], tagged, xy)


def street_metres(pieces: Pieces, area: Area | None, xy: Floats, reach_m: float) -> Floats:
    """Metres of residential street that are nearest to each settlement, and no farther from it than `reach_m`."""
    streets = np.flatnonzero(pieces.road_class == _STREETS)
    middle = shapely.get_coordinates(
        shapely.line_interpolate_point(pieces.line[streets], 0.5, normalized=True)
    )
    away, nearest = (np.asarray(one) for one in cKDTree(xy).query(middle))
    counted: Flags = away <= reach_m
    if area is not None:
        counted &= area.inside(middle)
    metres = pieces.length_m[streets]
    found: Floats = np.bincount(
        nearest[counted], weights=metres[counted], minlength=len(xy)
    ).astype(np.float64)
    return found


def _people(
    plan: Plan,
    places: _Places,
    area: Area | None,
    pieces: Pieces | None,
    reach_m: float,
    faults: list[Fault],
) -> Floats | None:
    """People of each settlement: as tagged, else the rest of the total by kind or by streets."""
    given = plan.config.zones
    known = ~np.isnan(places.tagged)
    if given.spread == "streets":
        if given.total is None:
            message = "People can be spread by streets only if their total is given."
            where = "{value, unit, status, source}"
            faults.append(plan.fault("zones.total", message, where))
            return None
        if pieces is None:
            return None
        weight = street_metres(pieces, area, places.xy, reach_m)
    else:
        weight = np.array([
            given.people_of[kind].value if kind in given.people_of else 0.0 for kind in places.kind
        ])  # fmt: skip
    people = np.where(known, places.tagged, weight)
    if given.total is not None and weight[~known].sum() > 0:
        rest = max(given.total.value - places.tagged[known].sum(), 0.0)
        people[~known] *= rest / weight[~known].sum()
    if not people.sum() > 0:
        message = "No settlement has people: say how many by kind, or spread a total by streets."
        faults.append(plan.fault("zones.people_of", message))
        return None
    return people


def read_settlements(
    plan: Plan,
    area: Area | None,
    pieces: Pieces | None,
    reach_m: float,
    told: dict[str, str],
    faults: list[Fault],
) -> CensusZones | None:
    """Zones of settlements, one each, those without people left out; None where faults were noted."""
    places = _read(plan, area, told, faults)
    if places is None:
        return None
    people = _people(plan, places, area, pieces, reach_m, faults)
    if people is None:
        return None
    kept = np.flatnonzero(people > 0).tolist()
    counted: dict[str, int] = {}
    ids = []
    for place in kept:
        name = places.name[place]
        counted[name] = counted.get(name, 0) + 1
        ids.append(name if counted[name] == 1 else f"{name} ({counted[name]})")
    return CensusZones(
        tuple(ids),
        places.xy[kept],
        people[kept],
        tuple(places.name[place] for place in kept),
        tuple("urban" if places.kind[place] in _TOWNS else "rural" for place in kept),
    )
