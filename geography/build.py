"""Build a region from a planner's files: read everything, say every fault, or write the whole folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geography.boundary import Area, overlap_fault, read_boundary, read_districts
from geography.build_config import Plan, try_plan
from geography.build_ranges import in_metres_and_seconds, read_build_constants
from geography.cells import clipped, nearest_ground
from geography.census_zones import CensusZones, in_districts, read_zones
from geography.contracting import contracted
from geography.data_files import some
from geography.driving import (
    DEFAULT_SPEEDS,
    SETTINGS,
    UNITS,
    Driven,
    SpeedTable,
    drive_pieces,
    missing_speeds,
    read_speeds,
)
from geography.faults import Fault, RegionError
from geography.first_look import look_at_files, missing_files
from geography.joining import Snapped, cut_at, main_part, near, snap
from geography.out_folder import folder_faults
from geography.road_pieces import RANK, Pieces, Whole
from geography.roads_open import read_open_roads
from geography.roads_osm import read_osm
from geography.roads_tables import read_road_tables
from geography.settlement_zones import read_settlements
from geography.site_files import FoundSite, read_sites_of
from geography.sourced import SourcedValue
from geography.travel import RoadNetwork

_MAPPED = ("motorway", "dual_a", "single_a", "b_road", "minor", "slip")
_WIDEST_CELL_M = 6000.0


@dataclass(frozen=True)
class Built:
    """A region that was built and not yet written."""

    plan: Plan
    zones: CensusZones
    zone_node: Whole
    sites: tuple[FoundSite, ...]
    site_node: Whole
    network: RoadNetwork
    node_names: tuple[str, ...]
    outline: BaseGeometry
    districts: Mapping[str, BaseGeometry]
    road_lines: tuple[tuple[str, BaseGeometry], ...]
    sources: tuple[SourcedValue, ...]
    told: Mapping[str, float | str]
    snap_m: tuple[NDArray[np.float64], NDArray[np.float64]]
    cell_m: NDArray[np.float64]
    cells: tuple[BaseGeometry, ...]


def _read_roads(
    plan: Plan, area: Area | None, line_ends_m: float, faults: list[Fault]
) -> Pieces | None:
    roads = plan.config.roads
    if roads.form == "tables":
        return read_road_tables(plan, line_ends_m, faults)
    assert roads.file is not None
    if roads.form == "osm":
        return read_osm(plan.file(roads.file), faults)
    return read_open_roads(plan, area, faults)


def silent(step: str) -> None:
    """Say nothing of progress."""


def build_region(
    config: str | Path,
    say: Callable[[str], None] = silent,
    folder_of: Callable[[str], Path] | None = None,
) -> Built:
    """Everything of a region that a config describes; `say` is told each step as it begins.

    `folder_of` says into which folder a region of some name will be written, so that faults of it are told too. Raises
    RegionError with every fault that can be told at once.
    """
    tried = try_plan(config)
    faults = list(tried.faults)
    name = tried.words.get("region")
    if folder_of is not None and isinstance(name, str) and name:
        faults += folder_faults(folder_of(name))
    if tried.plan is None:
        raise RegionError([*faults, *missing_files(tried)])
    plan, early = tried.plan, bool(faults)
    constants = read_build_constants(plan, faults)
    constant = in_metres_and_seconds(constants)
    told = len(faults)
    speeds = read_speeds(
        plan.file(plan.config.speeds) if plan.config.speeds else DEFAULT_SPEEDS, faults
    )
    whole_speeds = len(faults) == told
    area = read_boundary(plan, constant["buffer"], faults)
    if early or (area is None and plan.config.boundary is not None):
        look_at_files(plan, faults)
        form = plan.config.roads.form
        if form == "tables" or (form == "osm" and not early):
            _read_roads(plan, None, constant["line_ends"], faults)
        raise RegionError(list(dict.fromkeys(faults)))
    ground = _read(plan, area, speeds if whole_speeds else None, constant, say, faults)
    if faults or ground is None:
        raise RegionError(list(dict.fromkeys(faults)))
    say("joining roads, people and sites")
    return _join(ground, speeds, constants, constant)


def _read(
    plan: Plan,
    area: Area | None,
    speeds: SpeedTable | None,
    constant: Mapping[str, float],
    say: Callable[[str], None],
    faults: list[Fault],
) -> _Ground | None:
    """Roads, people, sites and districts; None where some of them are faulty."""
    districts = read_districts(plan, area, faults)
    say("reading roads")
    pieces = _read_roads(plan, area, constant["line_ends"], faults)
    say("reading people and sites")
    outside: dict[str, str] = {}
    if plan.config.zones.form == "table":
        zones = read_zones(plan, area, outside, faults)
    else:
        reach_m = constant["street_reach"]
        zones = read_settlements(plan, area, pieces, reach_m, outside, faults)
    sites = read_sites_of(plan, area, outside, faults)
    if pieces is not None and area is not None:
        inside = near(pieces, area.reach)
        if not inside.any():
            points = shapely.get_coordinates(pieces.line)
            overlap_fault(_roads_file(plan), "points of roads", points, area, faults)
            return None
        pieces = pieces.only(inside)
    if pieces is not None and speeds is not None:
        missing_speeds(speeds, pieces, faults)
    if pieces is None or zones is None:
        return None
    return _Ground(plan, pieces, in_districts(zones, districts), sites, area, districts, outside)


def _roads_file(plan: Plan) -> str:
    roads = plan.config.roads
    name = roads.file or (roads.edges.file if roads.edges else "")
    return str(plan.file(name))


@dataclass(frozen=True)
class _Ground:
    """What was read of a region."""

    plan: Plan
    pieces: Pieces
    zones: CensusZones
    sites: list[FoundSite]
    area: Area | None
    districts: Mapping[str, BaseGeometry]
    outside: Mapping[str, str]


def _join(
    ground: _Ground,
    speeds: SpeedTable,
    constants: Mapping[str, SourcedValue],
    constant: Mapping[str, float],
) -> Built:
    """Roads, zones and sites joined to one network; a fault for whatever is too far from it."""
    kept, _ = main_part(ground.pieces)
    main = ground.pieces.only(kept)
    if main.lights_only.all():
        message = "No road can be driven both there and back: too little is joined to be a network."
        raise RegionError([Fault(_roads_file(ground.plan), None, "", message)])
    places = np.array([(s.site.easting, s.site.northing) for s in ground.sites]).reshape(-1, 2)
    snapped = snap(main, np.vstack([ground.zones.xy, places]))
    _refuse_far(ground, snapped, constant)
    cut, node = cut_at(main, snapped, constant["max_link"])
    driven = drive_pieces(cut, speeds, constant)
    needed = np.zeros(len(cut.xy), dtype=bool)
    needed[node] = True
    inside = np.zeros(len(cut.xy), dtype=bool)
    open_ = ~cut.lights_only
    inside[cut.start[open_]] = inside[cut.end[open_]] = True
    network, place, told = contracted(cut, driven, needed, inside, constant["max_link"])
    count = len(ground.zones)
    away = snapped.away_m[:count], snapped.away_m[count:]
    outline = ground.area.outline if ground.area else _hull(main)
    return Built(
        plan=ground.plan,
        zones=ground.zones,
        zone_node=place[node[:count]],
        sites=tuple(ground.sites),
        site_node=place[node[count:]],
        network=network,
        node_names=_names(cut, place, ground.zones, place[node[:count]]),
        outline=outline,
        districts=ground.districts,
        road_lines=_map_lines(main),
        sources=_used(speeds, constants, main),
        told=_told(ground.pieces, kept, cut, driven, network, away)
        | dict(told)
        | dict(ground.outside),
        snap_m=away,
        cell_m=_cell_m(ground.zones.xy),
        cells=_cells(ground.zones, outline),
    )


def _refuse_far(ground: _Ground, snapped: Snapped, constant: Mapping[str, float]) -> None:
    """Raise RegionError for zones and sites that are too far from any road of the network."""
    faults: list[Fault] = []
    count = len(ground.zones)
    far = np.flatnonzero(snapped.away_m[:count] > constant["max_snap_zone"])
    if len(far):
        names = some(f"{ground.zones.id[z]} ({snapped.away_m[z]:,.0f} m)" for z in far)
        message = f"{len(far):,} zones are off the roads: {names}."
        allowed = f"{constant['max_snap_zone']:,.0f} m or less (constants.max_snap_zone)"
        faults.append(ground.plan.fault("zones", message, allowed))
    for found, away_m in zip(ground.sites, snapped.away_m[count:], strict=True):
        if away_m > constant["max_snap_site"]:
            at, name = found.fault_at, found.site.name
            message = (
                f"{name} is off the roads: the nearest that leads anywhere is {away_m:,.0f} m off."
            )
            allowed = f"{constant['max_snap_site']:,.0f} m or less (constants.max_snap_site)"
            faults.append(Fault(at.file, at.line, found.site.id, message, allowed))
    if faults:
        raise RegionError(faults)


def _names(pieces: Pieces, place: Whole, zones: CensusZones, zone_node: Whole) -> tuple[str, ...]:
    """What to call each node: a zone's place, else the roads that meet there, else the place it is near."""
    meeting: list[dict[str, int]] = [{} for _ in range(int(place.max()) + 1)]
    for ends in (pieces.start, pieces.end):
        rows = zip(ends.tolist(), pieces.name.tolist(), pieces.road_class.tolist(), strict=True)
        for node, name, road_class in rows:
            if name and place[node] >= 0:
                meeting[place[node]].setdefault(name, RANK[road_class])
    at = np.full((len(meeting), 2), np.nan)
    at[place[place >= 0]] = pieces.xy[place >= 0]
    near_zone = np.asarray(cKDTree(zones.xy).query(at)[1])
    found = []
    for node, names in enumerate(meeting):
        roads = sorted(names, key=lambda name: (names[name], name))[:2]
        where = zones.settlement[near_zone[node]]
        found.append(f"{' and '.join(roads)}, near {where}" if roads else f"near {where}")
    for zone, node in enumerate(zone_node.tolist()):
        name, own = zones.settlement[zone], zones.id[zone]
        found[node] = name if name == own else f"{name} ({own})"
    return tuple(found)


def _hull(pieces: Pieces) -> BaseGeometry:
    """An outline where no boundary is given: around the roads."""
    points = shapely.multipoints(shapely.get_coordinates(pieces.line)[::5])
    hull: BaseGeometry = shapely.concave_hull(points, ratio=0.05).buffer(500)  # type: ignore[union-attr]
    return hull


def _map_lines(pieces: Pieces) -> tuple[tuple[str, BaseGeometry], ...]:
    """Class and geometry of the roads that a map shows, merged by class and simplified to 10 m."""
    merged: list[tuple[str, BaseGeometry]] = []
    for name in _MAPPED:
        mine = pieces.line[pieces.road_class == name]
        if len(mine):
            whole = shapely.line_merge(shapely.multilinestrings(mine))
            parts = shapely.simplify(shapely.get_parts(whole), 10.0)
            merged += [(name, line) for line in parts.tolist()]
    return tuple(merged)


def _used(
    speeds: SpeedTable, constants: Mapping[str, SourcedValue], pieces: Pieces
) -> tuple[SourcedValue, ...]:
    """The constants that shaped the region: all of building, and the speeds of the classes that are there."""
    there = set(pieces.road_class.tolist())
    driven = [one for (_, road_class, _), one in speeds.speed.items() if road_class in there]
    return (*constants.values(), *driven)


def _cells(zones: CensusZones, outline: BaseGeometry) -> tuple[BaseGeometry, ...]:
    """The ground of each zone: its own polygon, else what is nearest to its point."""
    if zones.shape is None:
        return nearest_ground(zones.xy, outline)
    return clipped(zones.shape, np.asarray(shapely.points(zones.xy), dtype=object), outline)


def _cell_m(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """The side of a square around each zone's point that touches no other's."""
    if len(xy) < 2:
        return np.full(len(xy), 1000.0)
    away = np.asarray(cKDTree(xy).query(xy, k=2, p=np.inf)[0])[:, 1]
    return np.asarray(np.clip(np.floor(away), 1.0, _WIDEST_CELL_M))


def _told(
    pieces: Pieces,
    kept: NDArray[np.bool_],
    cut: Pieces,
    driven: Driven,
    network: RoadNetwork,
    away: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> dict[str, float | str]:
    """What the build report says: what was read, what was left out, and how far zones and sites are from roads."""
    km = pieces.length_m.sum() / 1000
    known = ~np.isnan(cut.limit_kmh)
    told: dict[str, float | str] = {
        "km of road read": km,
        "km of road cut off from the rest and dropped": pieces.length_m[~kept].sum() / 1000,
        "km of those that are one-way, such as carriageways cut by the file's edge": pieces.length_m[
            ~kept & (pieces.forward != pieces.backward)
        ].sum()
        / 1000,
        "pieces of road read": len(pieces),
        "nodes": len(network.xy),
        "directed links": len(network.start),
        "share of km with a known speed limit": cut.length_m[known].sum() / cut.length_m.sum(),
        "share of km in town": cut.length_m[driven.town].sum() / cut.length_m.sum(),
        "km one-way": cut.length_m[cut.forward != cut.backward].sum() / 1000,
        "nodes with signals": int(pieces.signals.sum()),
    }
    for what, metres in zip(("zones", "sites"), away, strict=True):
        if len(metres):
            told[f"median m from {what} to the road"] = float(np.median(metres))
            told[f"most m from {what} to the road"] = float(metres.max())
    return told | {f"left out: {what}": number for what, number in sorted(pieces.told.items())}


__all__ = ["SETTINGS", "UNITS", "Built", "build_region"]
