"""A made-up county as a planner might have it on disk: files to build a region from, and to spoil.

Four junctions in a row, a kilometre apart, A to D; a lane north from B to N, which is one-way back to C; an island road
that leads nowhere. On A roads at 72 km/h a kilometre takes 50 s, on lanes at 36 km/h 100 s.
"""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import shapely
from pyproj import Transformer

EAST, NORTH = 480_000.0, 300_000.0
PLACES = {
    "A": (0, 0), "B": (1000, 0), "C": (2000, 0), "D": (3000, 0), "N": (1000, 1000),
    "X": (200, 3000), "Y": (700, 3000),
}  # fmt: skip
EDGES = [
    ("A", "B", "A Road", "no"),
    ("B", "C", "A Road", "no"),
    ("B", "C", "Lane", "no"),
    ("C", "D", "A Road", "no"),
    ("B", "N", "Lane", "no"),
    ("N", "C", "Lane", "yes"),
    ("X", "Y", "Lane", "no"),
]
CLASSES = ("motorway", "dual_a", "single_a", "b_road", "minor", "local", "access", "slip")
KMH = {"single_a": 72, "dual_a": 72, "minor": 36}


def metres(name: str) -> tuple[float, float]:
    east, north = PLACES[name]
    return EAST + east, NORTH + north


def degrees(east: float, north: float) -> tuple[float, float]:
    lon, lat = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True).transform(
        east, north
    )
    return float(lon), float(lat)


def speeds_text(*, leave_out: str = "") -> str:
    rows = ["profile,road_class,rural,urban,unit,status,source"]
    for profile in ("blue_light", "day"):
        for name in CLASSES:
            if name != leave_out:
                kmh = KMH.get(name, 36) / (1 if profile == "blue_light" else 2)
                rows.append(f"{profile},{name},{kmh},{kmh},km/h,assumed,made up")
    return "\n".join(rows) + "\n"


ZERO = "{value: 0, unit: s, status: assumed, source: made up}"
CONSTANTS = "\n".join(
    f"  {what}_{profile}: {ZERO}"
    for what in ("give_way", "signals", "roundabout")
    for profile in ("blue_light", "day")
)
TABLES = """\
roads:
  form: tables
  crs: EPSG:27700
  nodes: {file: nodes.csv}
  edges: {file: edges.csv}
  node_columns: {id: id, x: easting, y: northing}
  edge_columns: {start: from, end: to, road_class: kind, oneway: oneway, name: name}
  classes: {A Road: single_a, Lane: minor}
"""
OPEN_ROADS = "roads:\n  form: open_roads\n  file: roads.gpkg\n"
OSM = "roads:\n  form: osm\n  file: roads.osm.pbf\n"


def config_text(roads: str = TABLES) -> str:
    return f"""\
region: madeshire
title: Madeshire
boundary:
  file: boundary.geojson
  where: {{county: Madeshire}}
  buffer: {{value: 1, unit: km, status: assumed, source: made up}}
{roads}
zones:
  file: zones.csv
  crs: EPSG:27700
  columns:
    {{id: code, x: easting, y: northing, people: people, households: homes, deprivation: imd, rurality: ruc,
      district: district, name: place}}
  age: {{over 65: old}}
sites:
  - file: sites.csv
    crs: EPSG:27700
    columns: {{name: name, kind: kind, x: easting, y: northing}}
    source: made up
areas:
  west: {{place: [Aton]}}
speeds: speeds.csv
constants:
{CONSTANTS}
"""


def write_files(folder: Path, roads: str = TABLES) -> Path:
    """All files of the county in a folder; gives the config."""
    folder.mkdir(parents=True, exist_ok=True)

    def write(name: str, text: str) -> None:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")

    nodes = [f"{n},{metres(n)[0]},{metres(n)[1]}" for n in PLACES]
    write("nodes.csv", "\n".join(["id,easting,northing", *nodes]) + "\n")
    edges = [f"{a},{b},{kind},{way},{a} to {b}" for a, b, kind, way in EDGES]
    write("edges.csv", "\n".join(["from,to,kind,oneway,name", *edges]) + "\n")
    zones = [
        f"Z1,{EAST},{NORTH + 40},1000,400,1,Urban,West,Aton,200",
        f"Z2,{EAST + 1000},{NORTH + 990},300,120,10,Rural,East,Nton,90",
        f"Z3,{EAST + 2500},{NORTH - 30},500,210,4,Rural,East,Dton,120",
        f"Z9,{EAST + 90_000},{NORTH},9999,1,1,Urban,Far,Elsewhere,1",
    ]
    head = "code,easting,northing,people,homes,imd,ruc,district,place,old"
    write("zones.csv", "\n".join([head, *zones]) + "\n")
    sites = [
        f"Aton Fire Station,fire_station,{EAST + 5},{NORTH - 20}",
        f"Dton Hospital,hospital,{EAST + 3000},{NORTH + 20}",
        f"Elsewhere Fire Station,fire_station,{EAST + 90_000},{NORTH}",
    ]
    write("sites.csv", "\n".join(["name,kind,easting,northing", *sites]) + "\n")
    write("speeds.csv", speeds_text())
    boundary = geopandas.GeoDataFrame(
        {"county": ["Madeshire", "Othershire"]},
        geometry=[
            shapely.box(EAST - 500, NORTH - 500, EAST + 3500, NORTH + 3500),
            shapely.box(EAST + 60_000, NORTH, EAST + 99_000, NORTH + 3000),
        ],
        crs="EPSG:27700",
    )
    boundary.to_crs(4326).to_file(folder / "boundary.geojson", driver="GeoJSON")
    write("madeshire.yaml", config_text(roads))
    return folder / "madeshire.yaml"


NEW = {
    "class": "road_classification", "function": "road_function", "form": "form_of_way",
    "number": "road_classification_number", "name": "name_1", "start": "start_node", "end": "end_node",
}  # fmt: skip
OLD = {
    "class": "class", "function": "roadFunction", "form": "formOfWay",
    "number": "roadNumber", "name": "name1", "start": "startNode", "end": "endNode",
}  # fmt: skip


def write_open_roads(folder: Path, spelling: dict[str, str]) -> None:
    """The same roads as OS Open Roads has them, without one-way streets, which it does not know."""
    rows = [(a, b, kind) for a, b, kind, _ in EDGES]
    lanes = {"A Road": ("A Road", "A Road"), "Lane": ("Unclassified", "Minor Road")}
    links = geopandas.GeoDataFrame(
        {
            spelling["class"]: [lanes[kind][0] for _, _, kind in rows],
            spelling["function"]: [lanes[kind][1] for _, _, kind in rows],
            spelling["form"]: ["Single Carriageway"] * len(rows),
            spelling["number"]: ["A1" if kind == "A Road" else None for _, _, kind in rows],
            spelling["name"]: [f"{a} to {b}" for a, b, _ in rows],
            spelling["start"]: [f"id-{a}" for a, _, _ in rows],
            spelling["end"]: [f"id-{b}" for _, b, _ in rows],
        },
        geometry=[shapely.LineString([metres(a), metres(b)]) for a, b, _ in rows],
        crs="EPSG:27700",
    )
    nodes = geopandas.GeoDataFrame(
        {"id": list(PLACES)}, geometry=[shapely.Point(metres(n)) for n in PLACES], crs="EPSG:27700"
    )
    path = folder / "roads.gpkg"
    path.unlink(missing_ok=True)
    links.to_file(path, layer="road_link", driver="GPKG")
    nodes.to_file(path, layer="road_node", driver="GPKG")


def write_osm(
    folder: Path,
    nodes: dict[int, tuple[float, float]],
    ways: list[tuple[list[int], dict[str, str]]],
    tags: dict[int, dict[str, str]] | None = None,
) -> Path:
    """An OpenStreetMap extract of nodes (metres), ways, and tags of nodes."""
    import osmium

    path = folder / "roads.osm.pbf"
    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(path))
    for number, (east, north) in sorted(nodes.items()):
        node = osmium.osm.mutable.Node(
            id=number, location=degrees(east, north), tags=(tags or {}).get(number, {})
        )
        writer.add_node(node)
    for number, (refs, words) in enumerate(ways, start=1):
        writer.add_way(osmium.osm.mutable.Way(id=number, nodes=refs, tags=words))
    writer.close()
    return path


def osm_roads(folder: Path) -> Path:
    """The same roads as OpenStreetMap has them."""
    number = {name: place for place, name in enumerate(PLACES, start=1)}
    highway = {"A Road": "primary", "Lane": "unclassified"}
    ways = [
        ([number[a], number[b]], {"highway": highway[kind], "oneway": way})
        for a, b, kind, way in EDGES
    ]
    return write_osm(folder, {number[name]: metres(name) for name in PLACES}, ways)


def minutes(seconds: np.ndarray) -> list[float]:
    return [round(float(value) / 60, 2) for value in np.ravel(seconds)]
