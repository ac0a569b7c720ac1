"""A county without road data: zones and sites from tables, and `travel:` in place of a network.

Straight lines cross water: look at the estuaries before you trust what is said of their banks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from geography.explicit import RURALITY, areas_of_zones
from geography.faults import Fault, nearest_word
from geography.gazetteer import Made
from geography.land import read_land
from geography.metric import MetricTimes
from geography.metric_block import METRIC_KEYS, MetricBlock, faults_of, plain
from geography.sites import Site, read_sites
from geography.sourced import STATUSES
from geography.tables import Reader, Row, line_of
from geography.travel import RoadNetwork
from geography.zones import Zones

GRID_M = (700_000, 1_300_000)  # the National Grid ends there, east and north
UNUSED = ("nodes.csv", "links.csv")
_BLOCK_KEYS = (*METRIC_KEYS, "value", "unit", "status", "source", "blue_light", "day")


def make_without_roads(
    reader: Reader, config: Mapping[str, Any], profiles: tuple[str, ...]
) -> Made | None:
    """The parts of a region, or None where faults were noted in the reader.

    `zones.csv` has `id,easting,northing,people`, and `settlement`, `rurality` if known; `sites.csv` has `id,kind` and
    `easting,northing`, or a zone's id as `node`; `outline.csv` may be there.
    """
    del profiles
    for name in UNUSED:
        if reader.has(name):
            message = "A region with `travel` has no network: leave out this file, or `travel`."
            reader.faults.append(Fault(str(reader.folder / name), None, "", message))
    block = _block(reader, config)
    times = _laws(reader, config, block)
    zones = _zones(reader, config)
    sites, places = _sites(reader, zones)
    outline = _outline(reader, np.vstack([_xy(zones), places]))
    if reader.faults or block is None or outline is None:
        return None
    nodes = np.vstack([_xy(zones), places])
    nothing = np.zeros(0, dtype=np.int64)
    by_node = {site.node: site.name for site in reversed(sites.values())}
    return Made(
        zones=zones,
        sites=sites,
        network=RoadNetwork(nodes, nothing, nothing, np.zeros(0), {}),
        node_names=(*zones.id, *(by_node[node] for node in range(len(zones), len(nodes)))),
        outline=outline,
        road_lines=(),
        sources=tuple(value.named(name) for name, value in block.sources("travel.").items()),
        times=MetricTimes(nodes, block.metric, times, block.detour),
    )


def _block(reader: Reader, config: Mapping[str, Any]) -> MetricBlock | None:
    file, given = str(reader.folder / "region.yaml"), config["travel"]
    if not isinstance(given, Mapping):
        message = "This must hold keys and values."
        allowed = ", ".join(METRIC_KEYS)
        reader.faults.append(Fault(file, line_of(config, "travel"), "travel", message, allowed))
        return None
    try:
        return MetricBlock.model_validate(plain(given))
    except ValidationError as error:
        for fault in faults_of(error, given, file, _BLOCK_KEYS, {}):
            line = fault.line or line_of(config, "travel")
            reader.faults.append(replace(fault, line=line, where=f"travel.{fault.where}"))
        return None


def _laws(reader: Reader, config: Mapping[str, Any], block: MetricBlock | None) -> dict[str, Any]:
    def fault(key: str, message: str, allowed: str = "", hint: str = "") -> None:
        line = line_of(config["travel"], key.split(".")[-1])
        file = str(reader.folder / "region.yaml")
        reader.faults.append(Fault(file, line, key, message, allowed, hint))

    return block.laws(fault, "travel.") if block else {}


def _xy(zones: Zones) -> NDArray[np.float64]:
    return np.column_stack([zones.easting, zones.northing])


def _zones(reader: Reader, config: Mapping[str, Any]) -> Zones:
    wanted, optional = ("id", "easting", "northing", "people"), ("settlement", "rurality")
    rows = reader.rows("zones.csv", wanted, (*optional, "status", "source"))
    ids = [row.text("id") for row in rows]
    first: dict[str, int] = {}
    for row, zone in zip(rows, ids, strict=True):
        if not zone:
            reader.fault(row, "id", "A zone needs an id.")
        elif zone in first:
            reader.fault(row, "id", f'The id "{zone}" was used on line {first[zone]}.')
        first.setdefault(zone, row.line)
    if not rows and not reader.faults:
        file = str(reader.folder / "zones.csv")
        reader.faults.append(Fault(file, None, "", "A region needs a zone or more."))
    easting, northing = (_metres(reader, rows, axis) for axis in (0, 1))
    _not_degrees(reader, "zones.csv", easting, northing)
    return Zones(
        id=tuple(ids),
        easting=easting,
        northing=northing,
        people=np.array([reader.number(row, "people", least=0) for row in rows], dtype=np.float64),
        settlement=tuple(row.text("settlement", row.text("id")) for row in rows),
        rurality=tuple(reader.word(row, "rurality", RURALITY, "rural") for row in rows),
        node=np.arange(len(rows), dtype=np.int32),
        cell_m=0.0,
        areas=areas_of_zones(reader, config, ids),
    )


def _metres(reader: Reader, rows: Sequence[Row], axis: int) -> NDArray[np.float64]:
    """Eastings (axis 0) or northings of rows, each on the National Grid."""
    column = ("easting", "northing")[axis]
    values = [reader.number(row, column) for row in rows]
    for row, value in zip(rows, values, strict=True):
        if not (math.isnan(value) or 0 <= value <= GRID_M[axis]) and abs(value) > 180:
            allowed = f"0 to {GRID_M[axis]:,} metres"
            reader.fault(row, column, f"{value:,.0f} is off the National Grid.", allowed)
    return np.array(values, dtype=np.float64)


def _not_degrees(
    reader: Reader, name: str, easting: NDArray[np.float64], northing: NDArray[np.float64]
) -> None:
    """One fault where every place looks like a longitude and a latitude."""
    if len(easting) and (np.abs(easting) <= 180).all() and (np.abs(northing) <= 180).all():
        message = "These look like longitude and latitude, in degrees."
        file = str(reader.folder / name)
        allowed = "metres of the National Grid (EPSG:27700)"
        reader.faults.append(Fault(file, None, "easting, northing", message, allowed))


def _sites(reader: Reader, zones: Zones) -> tuple[dict[str, Site], NDArray[np.float64]]:
    """Sites, and the places of those that are not at a zone, [places, 2]; sites in one place share a node."""
    found: dict[str, Site] = {}
    places: dict[tuple[float, float], int] = {}
    zone_node = {zone: node for node, zone in enumerate(zones.id)}
    rows = read_sites(reader, STATUSES)
    _not_degrees(
        reader,
        "sites.csv",
        np.array([site.easting for site in rows if not site.place]),
        np.array([site.northing for site in rows if not site.place]),
    )
    for site in rows:
        if site.place:
            node = zone_node.get(site.place, -1)
            if node < 0:
                hint = nearest_word(site.place, zone_node)
                reader.fault(site.row, "node", f'There is no zone "{site.place}".', "", hint)
                continue
            found[site.id] = site.at(node, float(zones.easting[node]), float(zones.northing[node]))
        else:
            place = (site.easting, site.northing)
            node = places.setdefault(place, len(zones) + len(places))
            found[site.id] = site.at(node, *place)
    return found, np.array(list(places), dtype=np.float64).reshape(-1, 2)


def _outline(reader: Reader, nodes: NDArray[np.float64]) -> BaseGeometry | None:
    """The outline that is given, or one around all places; None with faults noted."""
    if reader.has("outline.csv"):
        land = read_land(reader)
        return land.outline if land else None
    return MultiPoint(nodes[np.isfinite(nodes).all(axis=1)]).convex_hull.buffer(500)
