"""A region written out by hand: nodes, links, zones and sites as plain tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPoint

from geography.faults import Fault, nearest_word
from geography.gazetteer import Made
from geography.sites import Site, read_sites
from geography.sourced import STATUSES, SourcedValue
from geography.tables import Reader, Row, line_of, read_constants
from geography.travel import RoadNetwork
from geography.zones import Zones

_RURALITY = ("rural", "urban")
_DEFAULT_SNAP_M = 3000.0


def _named(reader: Reader, row: Row, column: str, nodes: Mapping[str, int]) -> int:
    """The node that a cell names; a fault and -1 where there is none of that name."""
    name = row.text(column)
    if name in nodes:
        return nodes[name]
    hint = nearest_word(name, nodes)
    reader.fault(row, column, f'There is no node "{name}".', "", hint)
    return -1


def _nodes(reader: Reader) -> tuple[dict[str, int], NDArray[np.float64]]:
    nodes: dict[str, int] = {}
    xy: list[tuple[float, float]] = []
    for row in reader.rows("nodes.csv", ("id", "easting", "northing"), ("name",)):
        name = row.text("id")
        if not name or name in nodes:
            message = f'The id "{name}" is used twice.' if name else "A node needs an id."
            reader.fault(row, "id", message)
            continue
        nodes[name] = len(xy)
        xy.append((reader.number(row, "easting"), reader.number(row, "northing")))
    return nodes, np.array(xy, dtype=np.float64).reshape(-1, 2)


def _links(
    reader: Reader, nodes: Mapping[str, int], xy: NDArray[np.float64], profiles: Sequence[str]
) -> RoadNetwork:
    """The links of `links.csv`: a `seconds` column, or one column for each profile."""
    rows = reader.rows("links.csv", ("from", "to"), ("seconds", *profiles, "length_m", "road"))
    ends: list[tuple[int, int]] = []
    length: list[float] = []
    seconds: dict[str, list[float]] = {profile: [] for profile in profiles}
    for row in rows:
        start, end = _named(reader, row, "from", nodes), _named(reader, row, "to", nodes)
        ends.append((start, end))
        straight = math.dist(xy[start], xy[end]) if min(start, end) >= 0 else 0.0
        length.append(reader.number(row, "length_m", least=0, default=straight))
        for profile in profiles:
            column = profile if row.text(profile) else "seconds"
            seconds[profile].append(reader.number(row, column, least=0))
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    times = {profile: np.array(values) for profile, values in seconds.items()}
    return RoadNetwork(xy, pairs[:, 0], pairs[:, 1], np.array(length), times)


def _zones(
    reader: Reader,
    config: Mapping[str, Any],
    nodes: Mapping[str, int],
    xy: NDArray[np.float64],
) -> Zones:
    optional = ("settlement", "rurality", "easting", "northing", "status", "source")
    rows = reader.rows("zones.csv", ("id", "node", "people"), optional)
    ids = [row.text("id") for row in rows]
    for row, zone_id in zip(rows, ids, strict=True):
        if ids.count(zone_id) > 1:
            reader.fault(row, "id", f'The id "{zone_id}" is used twice.')
    node = np.array([_named(reader, row, "node", nodes) for row in rows], dtype=np.int32)
    at = xy[np.clip(node, 0, max(len(xy) - 1, 0))] if len(xy) else np.zeros((len(rows), 2))
    return Zones(
        id=tuple(ids),
        easting=_column(reader, rows, "easting", at[:, 0]),
        northing=_column(reader, rows, "northing", at[:, 1]),
        people=np.array([reader.number(row, "people", least=0) for row in rows], dtype=np.float64),
        settlement=tuple(row.text("settlement", row.text("id")) for row in rows),
        rurality=tuple(reader.word(row, "rurality", _RURALITY, "rural") for row in rows),
        node=node,
        cell_m=0.0,
        areas=areas_of_zones(reader, config, ids),
    )


def _column(
    reader: Reader, rows: Sequence[Row], name: str, default: NDArray[np.float64]
) -> NDArray[np.float64]:
    values = [
        reader.number(row, name, default=float(other))
        for row, other in zip(rows, default, strict=True)
    ]
    return np.array(values, dtype=np.float64)


def areas_of_zones(
    reader: Reader, config: Mapping[str, Any], ids: Sequence[str]
) -> dict[str, NDArray[np.bool_]]:
    """The named areas of `region.yaml`, each a list of zones' ids, as masks; faults noted."""
    known, order = set(ids), np.array(ids, dtype=str)
    found: dict[str, NDArray[np.bool_]] = {}
    areas = config.get("areas") or {}
    file = str(reader.folder / "region.yaml")
    for name, members in areas.items():
        where = f"areas.{name}"
        if not isinstance(members, list):
            message = "An area is a list of zone ids."
            reader.faults.append(Fault(file, line_of(areas, name), where, message))
            continue
        for member in members:
            if str(member) not in known:
                message = f'There is no zone "{member}".'
                hint = nearest_word(str(member), ids)
                reader.faults.append(Fault(file, line_of(areas, name), where, message, "", hint))
        found[str(name)] = np.isin(order, [str(one) for one in members])
    return found


def _sites(
    reader: Reader, nodes: Mapping[str, int], xy: NDArray[np.float64], max_snap_m: float
) -> dict[str, Site]:
    found: dict[str, Site] = {}
    for site in read_sites(reader, STATUSES):
        if site.place:
            node = _named(reader, site.row, "node", nodes)
            easting, northing = xy[node] if node >= 0 else (math.nan, math.nan)
            found[site.id] = site.at(node, float(easting), float(northing))
        elif len(xy) and not (math.isnan(site.easting) or math.isnan(site.northing)):
            away = np.hypot(*(xy - (site.easting, site.northing)).T)
            node = int(np.argmin(away))
            if away[node] > max_snap_m:
                message = (
                    f"The site is off the network: the nearest node is {away[node]:,.0f} m off."
                )
                reader.fault(site.row, site.id, message, f"{max_snap_m:,.0f} m or less (max_snap)")
            found[site.id] = site.at(node, site.easting, site.northing)
    return found


def make_from_tables(
    reader: Reader, config: Mapping[str, Any], profiles: tuple[str, ...]
) -> Made | None:
    """The parts of a region, or None where faults were noted in the reader."""
    file = str(reader.folder / "region.yaml")
    sources: dict[str, SourcedValue] = {}
    roads = config.get("roads")
    if roads is not None:
        block = roads if isinstance(roads, Mapping) else {}
        sources = read_constants(reader, file, block, "roads", ("max_snap",))
    max_snap_m = sources["max_snap"].value if "max_snap" in sources else _DEFAULT_SNAP_M
    nodes, xy = _nodes(reader)
    network = _links(reader, nodes, xy, profiles)
    zones = _zones(reader, config, nodes, xy)
    sites = _sites(reader, nodes, xy, max_snap_m)
    if not reader.faults and not len(zones):
        name = str(reader.folder / "zones.csv")
        reader.faults.append(Fault(name, None, "", "A region needs a zone or more."))
    if reader.faults:
        return None
    lines = tuple(
        ("road", LineString([xy[start], xy[end]]))
        for start, end in zip(network.start, network.end, strict=True)
    )
    return Made(
        zones=zones,
        sites=sites,
        network=network,
        node_names=tuple(nodes),
        outline=MultiPoint(xy).convex_hull.buffer(500),
        road_lines=lines,
        sources=tuple(sources.values()),
    )
