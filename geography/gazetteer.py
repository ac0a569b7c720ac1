"""A region made from what a gazetteer holds: settlements, main roads, water and an outline."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geography.constants import Constants, plain, read_ground_constants
from geography.faults import Fault, nearest_word
from geography.land import Land, read_land
from geography.people import Settlements, Squares, spread_people
from geography.roads import (
    Ground,
    MainRoads,
    default_network,
    map_lines,
    read_main_roads,
)
from geography.sites import Site, SiteRow, read_sites
from geography.sourced import STATUSES, SourcedValue
from geography.tables import Reader, line_of
from geography.travel import RoadNetwork, Travel
from geography.zones import Zones


@dataclass(frozen=True)
class Made:
    """A region's parts before travel times are worked out."""

    zones: Zones
    sites: Mapping[str, Site]
    network: RoadNetwork
    node_names: tuple[str, ...]
    outline: BaseGeometry
    road_lines: tuple[tuple[str, LineString], ...]
    sources: tuple[SourcedValue, ...]
    border: BaseGeometry | None = None  # edges beyond which there is land; None where nobody says
    times: Travel | None = None  # where there are no roads to work them out from


def _settlements(reader: Reader) -> Settlements:
    wanted = ("name", "easting", "northing", "people")
    rows = reader.rows("settlements.csv", wanted, ("status", "source"))
    names: dict[str, int] = {}
    for row in rows:
        name = row.text("name")
        if name in names:
            reader.fault(row, "name", f'"{name}" was given on line {names[name]}.')
        names.setdefault(name, row.line)
        reader.word(row, "status", STATUSES, "assumed")
    xy = [(reader.number(row, "easting"), reader.number(row, "northing")) for row in rows]
    people = [
        reader.number(row, "people", least=0) if row.text("people") else math.nan for row in rows
    ]
    return Settlements(
        tuple(row.text("name") for row in rows),
        np.array(xy, dtype=np.float64).reshape(-1, 2),
        np.array(people, dtype=np.float64),
    )


def _areas(
    reader: Reader, config: Mapping[str, Any], settlements: Settlements
) -> dict[str, list[str]]:
    file = str(reader.folder / "region.yaml")
    found: dict[str, list[str]] = {}
    areas = config.get("areas") or {}
    for name, block in areas.items():
        names = block.get("settlements") if isinstance(block, Mapping) else None
        if not isinstance(names, list):
            message = "An area is {settlements: [names]}."
            reader.faults.append(Fault(file, line_of(areas, name), f"areas.{name}", message))
            continue
        found[str(name)] = [str(one) for one in names]
        for one in found[str(name)]:
            if one not in settlements.name:
                hint = nearest_word(one, settlements.name)
                message = f'There is no settlement "{one}".'
                reader.faults.append(
                    Fault(file, line_of(areas, name), f"areas.{name}", message, "", hint)
                )
    return found


def _zones(squares: Squares, cell_m: float, areas: Mapping[str, list[str]]) -> Zones:
    settlement = np.array(squares.settlement)
    return Zones(
        id=squares.id,
        easting=squares.xy[:, 0].copy(),
        northing=squares.xy[:, 1].copy(),
        people=squares.people,
        settlement=squares.settlement,
        rurality=squares.rurality,
        node=np.arange(len(squares.id), dtype=np.int32),
        cell_m=cell_m,
        areas={name: np.isin(settlement, members) for name, members in areas.items()},
    )


def _placed(reader: Reader, rows: list[SiteRow]) -> list[SiteRow]:
    """Sites with a place; one that names a node is a fault here, since nodes are made."""
    placed = []
    for site in rows:
        if site.place:
            message = "A gazetteer region makes its own nodes: give easting and northing."
            reader.fault(site.row, f"{site.id}.node", message)
        elif not (math.isnan(site.easting) or math.isnan(site.northing)):
            placed.append(site)
    return placed


def make_from_gazetteer(
    reader: Reader, config: Mapping[str, Any], profiles: tuple[str, ...]
) -> Made | None:
    """The parts of a region, or None where faults were noted in the reader."""
    constants = read_ground_constants(reader, config, profiles)
    spacing = constants.roads["junction_spacing"].value if constants else 1000.0
    land = read_land(reader)
    reach = constants.roads["border_reach"].value if constants else 0.0
    main = read_main_roads(reader, spacing, land.outline.buffer(reach) if land else None)
    settlements = _settlements(reader)
    areas = _areas(reader, config, settlements)
    rows = _placed(reader, read_sites(reader, STATUSES))
    if constants is None or land is None or reader.faults:
        return None
    try:
        squares = spread_people(land, settlements, plain(constants.people))
    except ValueError as error:
        file = str(reader.folder / "region.yaml")
        reader.faults.append(Fault(file, None, "people.total", f"{error}."))
        return None
    return _assemble(reader, constants, land, main, squares, areas, rows)


def _assemble(
    reader: Reader,
    constants: Constants,
    land: Land,
    main: MainRoads,
    squares: Squares,
    areas: Mapping[str, list[str]],
    rows: list[SiteRow],
) -> Made | None:
    people, roads = plain(constants.people), plain(constants.roads)
    dense = squares.people >= people["urban_density"] * (people["cell"] / 1000) ** 2
    ground = Ground(squares.xy, dense, people["cell"], land, main)
    places = np.array([(site.easting, site.northing) for site in rows]).reshape(-1, 2)
    speeds = {profile: plain(values) for profile, values in constants.speeds.items()}
    network, node, away = default_network(ground, places, roads, speeds)
    for site, distance in zip(rows, away, strict=True):
        if not distance <= roads["max_snap"]:
            far = "no road" if math.isinf(distance) else f"the nearest road {distance:,.0f} m off"
            message = f"The site is off the network: {far}."
            allowed = f"{roads['max_snap']:,.0f} m or less (roads.max_snap)"
            reader.fault(site.row, site.id, message, allowed)
    if reader.faults:
        return None
    names = [
        f"{name} ({square})" for name, square in zip(squares.settlement, squares.id, strict=True)
    ]
    return Made(
        zones=_zones(squares, people["cell"], areas),
        sites={
            site.id: site.at(int(where), site.easting, site.northing)
            for site, where in zip(rows, node, strict=True)
        },
        network=network,
        node_names=tuple(names),
        outline=land.outline,
        border=land.land_beyond,
        road_lines=map_lines(main),
        sources=constants.all(),
    )
