"""A planner's files with mistakes: each named with its place, all at once, and nothing half-built left behind."""

from __future__ import annotations

import gzip
from pathlib import Path

import geopandas
import pytest

from geography.build import build_region
from geography.faults import RegionError
from tests.doors.planner_files import (
    EAST,
    NEW,
    NORTH,
    OPEN_ROADS,
    OSM,
    degrees,
    osm_roads,
    speeds_text,
    write_files,
    write_open_roads,
    write_osm,
)
from tests.doors.small_study import planner_types


def _told(config: Path) -> str:
    with pytest.raises(RegionError) as caught:
        build_region(config)
    return str(caught.value)


def _spoil(folder: Path, file: str, *edits: tuple[str, str]) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, (file, old)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


def test_faults_of_the_config_have_lines_and_likely_words(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(
        tmp_path,
        "madeshire.yaml",
        ("title: Madeshire", "titel: Madeshire"),
        ("form: tables", "form: tabels"),
        ("people: people,", "peopel: people,"),
        ("    source: made up\nareas", "    sauce: made up\nareas"),
        ("value: 1, unit: km", "value: -1, unit: km"),
    )
    told = _told(config)
    for part in (
        "madeshire.yaml:2  titel\n  Unknown key.",
        "Did you mean title?",
        "madeshire.yaml:6  boundary.buffer.value",
        'There is no "tabels" here.\n  Allowed: osm, open_roads, tables\n  Did you mean tables?',
        "zones.columns.peopel",
        "Did you mean people?",
        "sites.0.sauce",
        "Did you mean source?",
        "sites.0.source",
        "This is missing.",
    ):
        assert part in told


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "zones.csv", ("code,", "kode,"), (",ruc,", ",rurality,"))
    _spoil(
        tmp_path,
        "sites.csv",
        ("Aton Fire Station", "Dton Hospital"),
        ("fire_station,", "hospital,"),
    )
    _spoil(tmp_path, "edges.csv", ("C,D,", "C,DD,"), ("N,C,Lane", "N,C,Lain"))
    _spoil(tmp_path, "nodes.csv", ("B,481000.0", "A,481000.0"), ("D,483000.0", "D,lots"))
    _spoil(tmp_path, "speeds.csv", ("made up", "x"))
    _spoil(tmp_path, "madeshire.yaml", ("county: Madeshire", "county: Madeshyre"))
    told = _told(config)
    for part in (
        'zones.csv has no column "code"',
        "Did you mean kode?",
        'zones.csv has no column "ruc"',
        'The id "A" was used on line 2.',
        'nodes.csv:5  easting\n  "lots" is not a number.',
        "A speed needs a source.",
        'No row of boundary.geojson has "Madeshyre" as its county.\n  Allowed: Madeshire, Othershire',
    ):
        assert part in told
    # Which rows count depends on the boundary, so nothing is said of them yet.
    assert "dton_hospital" not in told
    _spoil(tmp_path, "madeshire.yaml", ("county: Madeshyre", "county: Madeshire"))
    told = _told(config)
    for part in (
        'sites.csv:3  name\n  The id "dton_hospital" was used at',
        "Allowed: a prefix for one of the lists, or columns.id",
    ):
        assert part in told


def test_edges_that_lead_to_no_node_and_words_without_a_class(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "edges.csv", ("C,D,", "C,DD,"))
    assert 'edges.csv:5  to\n  There is no node "DD".' in _told(config)
    _spoil(tmp_path, "edges.csv", ("C,DD,", "C,D,"), ("N,C,Lane", "N,C,Lain"))
    told = _told(config)
    assert '1 edges of edges.csv are "Lain", which has no class.' in told
    assert "Did you mean Lane?" in told


@pytest.mark.parametrize("crs", ["EPSG:99999", "British Grid"])
def test_coordinates_that_nobody_knows(tmp_path: Path, crs: str) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "madeshire.yaml", ("  crs: EPSG:27700\n  columns", f"  crs: {crs}\n  columns"))
    assert f'zones.crs\n  The coordinate system "{crs}" is not known.' in _told(config)


def test_coordinates_that_nobody_states(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "madeshire.yaml", ("    crs: EPSG:27700\n    columns", "    columns"))
    assert "does not say in which coordinates it is" in _told(config)


def test_longitude_and_latitude_swapped(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    lon, lat = degrees(EAST, NORTH)
    (tmp_path / "sites.csv").write_text(
        f"name,kind,easting,northing\nAton Fire Station,fire_station,{lat},{lon}\n",
        encoding="utf-8",
    )
    _spoil(tmp_path, "madeshire.yaml", ("    crs: EPSG:27700", "    crs: EPSG:4326"))
    told = _told(config)
    assert "which is not in Britain as longitude and latitude" in told
    assert "longitude and latitude look swapped" in told


def test_degrees_called_metres_and_metres_called_degrees(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "madeshire.yaml", ("    crs: EPSG:27700", "    crs: EPSG:4326"))
    assert "Did you mean crs: EPSG:27700?" in _told(config)
    lon, lat = degrees(EAST, NORTH)
    (tmp_path / "sites.csv").write_text(
        f"name,kind,easting,northing\nAton Fire Station,fire_station,{lon},{lat}\n",
        encoding="utf-8",
    )
    _spoil(tmp_path, "madeshire.yaml", ("    crs: EPSG:4326", "    crs: EPSG:27700"))
    assert "Did you mean crs: EPSG:4326?" in _told(config)


def test_an_empty_layer_and_an_empty_table(tmp_path: Path) -> None:
    config = write_files(tmp_path, OPEN_ROADS)
    write_open_roads(tmp_path, NEW)
    links = geopandas.read_file(tmp_path / "roads.gpkg", layer="road_link")
    (tmp_path / "roads.gpkg").unlink()
    links.iloc[:0].to_file(tmp_path / "roads.gpkg", layer="road_link", driver="GPKG")
    _spoil(tmp_path, "sites.csv", ("Aton", "Aton"))
    (tmp_path / "sites.csv").write_text("name,kind,easting,northing\n", encoding="utf-8")
    told = _told(config)
    assert "roads.gpkg  road_link\n  This has no rows." in told
    assert "sites.csv\n  This has no rows." in told


def test_a_layer_that_is_not_there(tmp_path: Path) -> None:
    config = write_files(tmp_path, OPEN_ROADS)
    write_open_roads(tmp_path, NEW)
    links = geopandas.read_file(tmp_path / "roads.gpkg", layer="road_link")
    (tmp_path / "roads.gpkg").unlink()
    links.to_file(tmp_path / "roads.gpkg", layer="road_lynk", driver="GPKG")
    told = _told(config)
    assert 'There is no layer "road_link" in roads.gpkg.' in told
    assert "Did you mean road_lynk?" in told


def test_open_roads_without_a_column_and_with_a_strange_word(tmp_path: Path) -> None:
    config = write_files(tmp_path, OPEN_ROADS)
    write_open_roads(tmp_path, {**NEW, "start": "start_nod"})
    told = _told(config)
    assert "There is no column start_node or startNode." in told
    assert "Did you mean start_nod?" in told
    write_open_roads(tmp_path, NEW)
    links = geopandas.read_file(tmp_path / "roads.gpkg", layer="road_link")
    links["road_function"] = "Footpath"
    links["road_classification"] = "Footpath"
    links.to_file(tmp_path / "roads.gpkg", layer="road_link", driver="GPKG")
    assert 'There is no road_function "Footpath" in OS Open Roads.' in _told(config)


def test_a_site_that_no_road_leads_to(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    # Beside the island road from X to Y, which is dropped: it is cut off from the rest.
    _spoil(
        tmp_path,
        "sites.csv",
        (f"Aton Fire Station,fire_station,{EAST + 5},{NORTH - 20}",
         f"Aton Fire Station,fire_station,{EAST + 500},{NORTH + 3010}"),
    )  # fmt: skip
    told = _told(config)
    assert "sites.csv:2  aton_fire" in told
    assert "Aton Fire Station is off the roads: the nearest that leads anywhere is" in told
    assert "Allowed: 300 m or less (constants.max_snap_site)" in told


def test_zones_that_no_road_leads_to(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "zones.csv", (f"Z1,{EAST},{NORTH + 40}", f"Z1,{EAST},{NORTH + 3200}"))
    # The nearest road that leads anywhere is at N: √(1000² + 2200²) m.
    assert "1 zones are off the roads: Z1 (2,417 m)." in _told(config)


def test_a_class_without_a_speed(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    (tmp_path / "speeds.csv").write_text(speeds_text(leave_out="minor"), encoding="utf-8")
    told = _told(config)
    assert "There is no blue_light speed for minor" in told
    assert "There is no day speed for minor" in told


def test_duplicate_ids_of_zones(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "zones.csv", ("Z2,", "Z1,"), ("Z3,", ","))
    told = _told(config)
    assert 'zones.csv:3  code\n  The id "Z1" was used on line 2.' in told
    assert "zones.csv:4  code\n  An id is missing." in told


def test_files_of_another_county(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(tmp_path, "madeshire.yaml", ("county: Madeshire", "county: Othershire"))
    told = _told(config)
    assert "points of roads is within the boundary" in told
    assert "from 480, 300 to 483, 303 km on the National Grid" in told
    assert "Is this another county's file?" in told
    near_home = tmp_path / "zones.csv"
    rows = near_home.read_text(encoding="utf-8").splitlines()
    near_home.write_text("\n".join(rows[:4]) + "\n", encoding="utf-8")
    assert "None of the 3 zones is within the boundary" in _told(config)


def _half(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def test_half_a_download(tmp_path: Path) -> None:
    config = write_files(tmp_path, OSM)
    _half(osm_roads(tmp_path))
    zones = (tmp_path / "zones.csv").read_bytes()
    (tmp_path / "zones.csv.gz").write_bytes(gzip.compress(zones))
    _half(tmp_path / "zones.csv.gz")
    _half(tmp_path / "boundary.geojson")
    _spoil(tmp_path, "madeshire.yaml", ("file: zones.csv", "file: zones.csv.gz"))
    told = _told(config)
    assert "roads.osm.pbf\n  This is no whole OpenStreetMap file, or only half of it" in told
    assert "zones.csv.gz\n  This file is damaged or only half of it was fetched" in told
    assert "boundary.geojson\n  This file cannot be read, or only half of it was fetched" in told


def test_a_table_cut_in_the_middle_of_a_row(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    whole = (tmp_path / "zones.csv").read_bytes()
    (tmp_path / "zones.csv").write_bytes(whole[: whole.rindex(b"Urban")])
    assert "zones.csv:5\n  The last row is cut short" in _told(config)


def test_an_extract_whose_nodes_are_missing(tmp_path: Path) -> None:
    config = write_files(tmp_path, OSM)
    nodes = {1: (EAST, NORTH), 2: (EAST + 1000, NORTH)}
    write_osm(tmp_path, nodes, [([1, 2, 3, 4, 5], {"highway": "primary"})])
    assert "60% of the roads' points are missing" in _told(config)


def test_an_extract_without_roads(tmp_path: Path) -> None:
    config = write_files(tmp_path, OSM)
    nodes = {1: (EAST, NORTH), 2: (EAST + 1000, NORTH)}
    write_osm(tmp_path, nodes, [([1, 2], {"highway": "footway"})])
    assert "There are no roads in this file." in _told(config)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_half_a_geopackage(tmp_path: Path, share: float) -> None:
    config = write_files(tmp_path, OPEN_ROADS)
    write_open_roads(tmp_path, NEW)
    whole = (tmp_path / "roads.gpkg").read_bytes()
    (tmp_path / "roads.gpkg").write_bytes(whole[: int(share * len(whole))])
    assert "roads.gpkg\n  This file is damaged or half fetched: it should have" in _told(config)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    (tmp_path / "nodes.csv").rename(tmp_path / "nods.csv")
    told = _told(config)
    assert "roads.nodes.file" in told
    assert "Did you mean nods.csv?" in told


def test_units_and_names_of_constants(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _spoil(
        tmp_path,
        "madeshire.yaml",
        ("constants:\n", "constants:\n  max_snap_cite: {value: 1, unit: m, status: assumed, source: made up}\n"
         "  urban_junctions: {value: 1, unit: km, status: assumed, source: made up}\n"),
    )  # fmt: skip
    told = _told(config)
    assert "There is no such constant." in told
    assert "Did you mean max_snap_site?" in told
    assert 'The unit "km" is not one for this.' in told


def test_the_command_line_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    write_files(tmp_path / "files")
    _spoil(tmp_path / "files", "zones.csv", ("code,", "kode,"))
    ended = planner_types("region", "build", "files/madeshire.yaml", cwd=tmp_path)
    assert ended.returncode == 1
    assert 'zones.csv has no column "code"' in ended.stderr
    assert "1 fault." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["files"]
    missing = planner_types("region", "build", "files/madesheer.yaml", cwd=tmp_path)
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr
    wrong = planner_types("region", "check", "cornwall", "--against", "x.csv", cwd=tmp_path)
    assert wrong.returncode == 2
    unknown = planner_types("region", "show", "cornwal", cwd=tmp_path)
    assert unknown.returncode == 1
    assert "Did you mean cornwall?" in unknown.stderr


def test_roads_that_only_lead_away(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    (tmp_path / "edges.csv").write_text(
        "from,to,kind,oneway,name\nA,B,A Road,yes,\nB,C,A Road,yes,\nC,D,A Road,yes,\n",
        encoding="utf-8",
    )
    assert "edges.csv\n  No road can be driven both there and back" in _told(config)
