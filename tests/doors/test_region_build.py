"""Building a region from a planner's files: the same county from tables, OS Open Roads and OpenStreetMap."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from bluelight.region_verbs import build_region_folder, check_region
from geography.build import build_region
from geography.faults import RegionError
from geography.region import Region, load_region
from tests.doors.planner_files import (
    EAST,
    NEW,
    NORTH,
    OLD,
    OPEN_ROADS,
    OSM,
    osm_roads,
    write_files,
    write_open_roads,
    write_osm,
)


def _built(folder: Path, roads: str | None = None) -> Region:
    config = folder / "madeshire.yaml" if roads is None else write_files(folder, roads)
    build_region_folder(config, folder / "out")
    return load_region(folder / "out", cache=False)


def _drive(region: Region, start: str, end: str, profile: str = "blue_light") -> float:
    """Seconds between sites and zones, by their ids."""
    node = {site.id: site.node for site in region.sites.values()}
    node |= dict(zip(region.zones.id, region.zones.node.tolist(), strict=True))
    return region.roads.drive_s(node[start], node[end], profile)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Region:
    folder = tmp_path_factory.mktemp("tables")
    write_files(folder)
    return _built(folder)


def test_hand_sums_on_tables(tables: Region) -> None:
    # A to D: 3 km of A road at 72 km/h, the quicker of the two roads from B to C.
    assert _drive(tables, "aton_fire", "dton_hospital") == pytest.approx(150, abs=0.1)
    assert _drive(tables, "aton_fire", "dton_hospital", "day") == pytest.approx(300, abs=0.1)
    # To N: 1 km of A road, 990 m of lane at 36 km/h. From N the lane on to C is one-way, 1,414 m: back by B is as quick
    # as its own length says.
    assert _drive(tables, "aton_fire", "Z2") == pytest.approx(50 + 100, abs=1.5)
    assert _drive(tables, "Z2", "dton_hospital") == pytest.approx(141.4 + 50, abs=2)
    assert _drive(tables, "dton_hospital", "Z2") == pytest.approx(50 + 50 + 100, abs=1.5)
    # Z3 lies beside the road between C and D, and joins it there.
    assert _drive(tables, "aton_fire", "Z3") == pytest.approx(125, abs=0.2)


def test_what_a_built_region_knows(tables: Region) -> None:
    zones = tables.zones
    assert zones.id == ("Z1", "Z2", "Z3")  # Z9 is in another county
    assert zones.people.tolist() == [1000, 300, 500]
    assert zones.rurality == ("urban", "rural", "rural")
    assert zones.households is not None
    assert zones.households.tolist() == [400, 120, 210]
    assert zones.deprivation_fifth is not None
    assert zones.deprivation_fifth.tolist() == [1, 5, 2]
    assert zones.district == ("West", "East", "East")
    assert zones.age["over 65"].tolist() == [200, 90, 120]
    assert zones.areas["East"].tolist() == [False, True, True]
    assert zones.areas["west"].tolist() == [True, False, False]
    assert set(tables.sites) == {"aton_fire", "dton_hospital"}
    assert tables.form == "built"
    assert tables.title == "Madeshire"
    assert "A to B" in {name.split(",")[0].split(" and ")[0] for name in tables.node_names}
    assert all(one.source and one.unit for one in tables.sources)
    assert np.isfinite(
        tables.roads.seconds_between(0, np.arange(len(tables.roads.xy)), "day")
    ).all()


@pytest.mark.parametrize("spelling", [NEW, OLD], ids=["newer", "older"])
def test_open_roads_in_either_spelling(
    tmp_path: Path, tables: Region, spelling: dict[str, str]
) -> None:
    write_files(tmp_path, OPEN_ROADS)
    write_open_roads(tmp_path, spelling)
    region = _built(tmp_path)
    for start, end in (
        ("aton_fire", "dton_hospital"),
        ("aton_fire", "Z2"),
        ("Z2", "dton_hospital"),
    ):
        assert _drive(region, start, end) == pytest.approx(_drive(tables, start, end), abs=0.1)
    # Open Roads knows no one-way streets: the lane from N to C is driven both ways.
    assert _drive(region, "dton_hospital", "Z2") == pytest.approx(191.4, abs=2)
    assert any("OS Open Roads" in line for line in region.attribution)


def test_openstreetmap_agrees_with_tables(tmp_path: Path, tables: Region) -> None:
    write_files(tmp_path, OSM)
    osm_roads(tmp_path)
    region = _built(tmp_path)
    for start in ("aton_fire", "dton_hospital", "Z2", "Z3"):
        for end in ("aton_fire", "dton_hospital", "Z2", "Z3"):
            # The grid and longitude and latitude agree to a few metres in a kilometre.
            assert _drive(region, start, end) == pytest.approx(_drive(tables, start, end), abs=1)
    assert any("OpenStreetMap" in line for line in region.attribution)


def test_edges_listed_in_both_directions_are_one_road(tmp_path: Path, tables: Region) -> None:
    config = write_files(tmp_path)
    text = config.read_text(encoding="utf-8").replace(
        "form: tables", "form: tables\n  directed: true"
    )
    config.write_text(text, encoding="utf-8")
    edges = (tmp_path / "edges.csv").read_text(encoding="utf-8").splitlines()
    both = [edges[0]]
    for row in edges[1:]:
        start, end, kind, way, name = row.split(",")
        both.append(row)
        if way == "no":
            both.append(f"{end},{start},{kind},{way},{name}")
    (tmp_path / "edges.csv").write_text("\n".join(both) + "\n", encoding="utf-8")
    region = _built(tmp_path)
    assert np.array_equal(region.roads.xy, tables.roads.xy)
    everywhere = np.arange(len(region.roads.xy))
    for profile in ("blue_light", "day"):
        table = region.roads.seconds_between(everywhere[:, None], everywhere[None], profile)
        assert np.array_equal(
            table, tables.roads.seconds_between(everywhere[:, None], everywhere[None], profile)
        )


def _square(folder: Path, ways: list[tuple[list[int], dict[str, str]]], **tags: object) -> Region:
    """A kilometre square 1-2-3-4 of roads; Z2 stands near 4, the hospital at 3."""
    write_files(folder, OSM)
    at = {1: (0, 0), 2: (3000, 0), 3: (3000, 1000), 4: (1000, 1000), 5: (1000, 0), 6: (2000, 0)}
    nodes = {number: (EAST + x, NORTH + y) for number, (x, y) in at.items()}
    write_osm(folder, nodes, ways, tags.get("tags"))  # type: ignore[arg-type]
    return _built(folder)


ROUND = [
    ([1, 5], {"highway": "primary"}),
    ([5, 6], {"highway": "primary"}),
    ([6, 2], {"highway": "primary"}),
    ([2, 3], {"highway": "primary"}),
    ([3, 4], {"highway": "primary"}),
]
SHORT_CUT = [4, 5]


@pytest.mark.parametrize(
    ("words", "there_s", "back_s"),
    [
        ({}, 100, 100),  # 1 to 5 to 4: 2 km at 72 km/h
        ({"oneway": "yes"}, 300, 100),  # drawn from 4 to 5: only towards 1
        ({"oneway": "-1"}, 100, 300),  # drawn from 4 to 5, driven from 5 to 4
        ({"junction": "roundabout"}, 300, 100),
        ({"access": "private"}, 300, 300),
        ({"motor_vehicle": "no"}, 300, 300),
        ({"access": "no", "motor_vehicle": "yes"}, 100, 100),
        ({"access": "destination"}, 100, 100),
        ({"maxspeed": "20 mph"}, None, None),
    ],
)
def test_who_may_drive_which_way(
    tmp_path: Path, words: dict[str, str], there_s: float | None, back_s: float | None
) -> None:
    region = _square(tmp_path, [*ROUND, (SHORT_CUT, {"highway": "primary", **words})])
    there, back = _drive(region, "aton_fire", "Z2"), _drive(region, "Z2", "aton_fire")
    if there_s is None or back_s is None:  # 1 km at 72 km/h, then at the limit of 32.2 km/h
        there_s = back_s = 50 + 1000 / (20 * 1.609344 / 3.6)
    assert there == pytest.approx(there_s, abs=2)
    assert back == pytest.approx(back_s, abs=2)


def test_a_road_for_emergency_vehicles_is_theirs_alone(tmp_path: Path) -> None:
    words = {"highway": "primary", "access": "no", "emergency": "yes"}
    region = _square(tmp_path, [*ROUND, (SHORT_CUT, words)])
    assert _drive(region, "aton_fire", "Z2") == pytest.approx(100, abs=2)
    assert _drive(region, "aton_fire", "Z2", "day") == pytest.approx(600, abs=4)
    assert not region.roads.never_slower("day", "blue_light")
    assert region.roads.never_slower("blue_light", "day")


@pytest.mark.parametrize(
    ("tags", "there_s"),
    [
        ({"barrier": "bollard"}, 300),
        ({"barrier": "gate"}, 100),
        ({"barrier": "gate", "access": "private"}, 300),
        ({"barrier": "bollard", "emergency": "yes"}, 100),
    ],
)
def test_barriers(tmp_path: Path, tags: dict[str, str], there_s: float) -> None:
    write_files(tmp_path, OSM)
    at = {
        1: (0, 0),
        2: (3000, 0),
        3: (3000, 1000),
        4: (1000, 1000),
        5: (1000, 0),
        6: (2000, 0),
        7: (1000, 500),
    }
    nodes = {number: (EAST + x, NORTH + y) for number, (x, y) in at.items()}
    ways = [*ROUND, ([4, 7, 5], {"highway": "primary"})]
    write_osm(tmp_path, nodes, ways, {7: tags})
    region = _built(tmp_path)
    assert _drive(region, "aton_fire", "Z2") == pytest.approx(there_s, abs=2)


def test_waits_at_junctions(tmp_path: Path) -> None:
    config = write_files(tmp_path, OSM)
    text = config.read_text(encoding="utf-8")
    for what, seconds in (("give_way", 7), ("signals", 11)):
        text = text.replace(f"{what}_day: {{value: 0", f"{what}_day: {{value: {seconds}")
    config.write_text(text, encoding="utf-8")
    osm_roads(tmp_path)
    region = _built(tmp_path)
    plain = 2 * (100 + 50)  # at half of the speeds of blue lights
    # From the lane into the A road at B one gives way, and not the other way round.
    assert _drive(region, "Z2", "aton_fire", "day") == pytest.approx(plain + 7, abs=3)
    assert _drive(region, "aton_fire", "Z2", "day") == pytest.approx(plain, abs=3)


def test_the_same_files_give_the_same_region(tmp_path: Path, tables: Region) -> None:
    write_files(tmp_path)
    assert _built(tmp_path).digest == tables.digest


def test_building_again_replaces_and_a_fault_leaves_the_old_one(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    out = tmp_path / "out"
    build_region_folder(config, out)
    before = load_region(out, cache=False).digest
    build_region_folder(config, out)
    assert load_region(out, cache=False).digest == before
    (tmp_path / "zones.csv").write_text("code,people\n", encoding="utf-8")
    with pytest.raises(RegionError):
        build_region_folder(config, out)
    assert load_region(out, cache=False).digest == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_something_else_in_the_way_is_left_alone(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    with pytest.raises(RegionError, match="something else in the way"):
        build_region_folder(config, tmp_path)
    assert (tmp_path / "zones.csv").is_file()


def test_a_failure_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write_files(tmp_path / "files")

    def full(*_: object) -> None:
        message = "No space left on device"
        raise OSError(28, message)

    monkeypatch.setattr("geography.build_folder._write_sites", full)
    with pytest.raises(OSError, match="No space"):
        build_region_folder(config, tmp_path / "out" / "madeshire")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_folder_is_said_to_be_so(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    out = tmp_path / "out"
    build_region_folder(config, out)
    whole = (out / "links.parquet").read_bytes()
    (out / "links.parquet").write_bytes(whole[: len(whole) // 2])
    (out / "roads.parquet").unlink()
    with pytest.raises(RegionError) as caught:
        check_region(str(out))
    told = str(caught.value)
    assert "links.parquet" in told
    assert "only half of it is there" in told
    assert "roads.parquet" in told
    assert "missing" in told


def test_environment_variables_name_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write_files(tmp_path / "files")
    text = config.read_text(encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("data: ${MADESHIRE_FILES:-files}\n" + text, encoding="utf-8")
    assert len(build_region(own).zones) == 3
    monkeypatch.setenv("MADESHIRE_FILES", str(tmp_path / "nowhere"))
    with pytest.raises(RegionError, match="no folder"):
        build_region(own)
    own.write_text("data: ${MADESHIRE_DATA}\n" + text, encoding="utf-8")
    with pytest.raises(RegionError, match="MADESHIRE_DATA is not set"):
        build_region(own)


def test_zones_as_polygons_and_sites_as_a_layer(tmp_path: Path, tables: Region) -> None:
    """The same county, its small areas as polygons of a GeoPackage in another projection, its sites as GeoJSON."""
    config = write_files(tmp_path)
    rows = pd.read_csv(tmp_path / "zones.csv")
    squares = [
        shapely.box(e - 30, n - 30, e + 30, n + 30)
        for e, n in zip(rows.easting, rows.northing, strict=True)
    ]
    zones = geopandas.GeoDataFrame(
        rows.drop(columns=["easting", "northing"]), geometry=squares, crs="EPSG:27700"
    )
    zones.to_crs(3857).to_file(tmp_path / "zones.gpkg", layer="areas", driver="GPKG")
    places = pd.read_csv(tmp_path / "sites.csv")
    places["kind"] = places["kind"].map({"fire_station": "FS", "hospital": "H"})
    places["a_and_e"] = ["no", "Yes", "no"]
    sites = geopandas.GeoDataFrame(
        places[["name", "kind", "a_and_e"]],
        geometry=geopandas.points_from_xy(places.easting, places.northing),
        crs="EPSG:27700",
    )
    sites.to_crs(4326).to_file(tmp_path / "sites.geojson", driver="GeoJSON")
    text = config.read_text(encoding="utf-8")
    text = text.replace("file: zones.csv\n  crs: EPSG:27700", "file: zones.gpkg\n  layer: areas")
    text = text.replace("id: code, x: easting, y: northing,", "id: code,")
    text = text.replace("file: sites.csv\n    crs: EPSG:27700", "file: sites.geojson")
    text = text.replace(
        "{name: name, kind: kind, x: easting, y: northing}",
        "{name: name, kind: kind, emergency_department: a_and_e}\n    kinds: {FS: fire_station, H: hospital}",
    )
    config.write_text(text, encoding="utf-8")
    region = _built(tmp_path)
    assert region.zones.people.tolist() == tables.zones.people.tolist()
    assert set(region.sites) == set(tables.sites)
    assert region.sites["dton_hospital"].emergency_department
    assert not region.sites["aton_fire"].emergency_department
    for end in ("Z2", "Z3", "dton_hospital"):
        assert _drive(region, "aton_fire", end) == pytest.approx(
            _drive(tables, "aton_fire", end), abs=1
        )


def test_districts_by_their_polygons(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    geopandas.GeoDataFrame(
        {"called": ["Sunset", "Sunrise"]},
        geometry=[
            shapely.box(EAST - 500, NORTH - 500, EAST + 900, NORTH + 3500),
            shapely.box(EAST + 900, NORTH - 500, EAST + 3500, NORTH + 3500),
        ],
        crs="EPSG:27700",
    ).to_file(tmp_path / "districts.gpkg", driver="GPKG")
    text = config.read_text(encoding="utf-8").replace(
        "      district: district, name: place", "      name: place"
    )
    text += "districts: {file: districts.gpkg}\ndistrict_name: called\n"
    config.write_text(text, encoding="utf-8")
    region = _built(tmp_path)
    assert region.zones.district == ("Sunset", "Sunrise", "Sunrise")
    assert region.zones.areas["Sunrise"].tolist() == [False, True, True]


def test_open_roads_of_the_whole_country_are_read_around_the_county_only(tmp_path: Path) -> None:
    config = write_files(tmp_path, OPEN_ROADS)
    write_open_roads(tmp_path, NEW)
    links = geopandas.read_file(tmp_path / "roads.gpkg", layer="road_link")
    far = links.copy()
    far.geometry = links.geometry.translate(200_000, 100_000)
    for end in ("start_node", "end_node"):
        far[end] = "far-" + far[end]
    everywhere = pd.concat([links, far], ignore_index=True)
    everywhere.to_file(tmp_path / "roads.gpkg", layer="road_link", driver="GPKG")
    assert build_region(config).told["pieces of road read"] == len(links)
    far.to_file(tmp_path / "roads.gpkg", layer="road_link", driver="GPKG")
    with pytest.raises(RegionError, match="Is this another county's file"):
        build_region(config)


def test_each_zone_has_its_own_ground(tables: Region) -> None:
    cells = tables.zones.cells
    assert cells is not None
    for cell, east, north in zip(cells, tables.zones.easting, tables.zones.northing, strict=True):
        assert cell.contains(shapely.Point(east, north))
    whole = shapely.union_all(cells).area
    assert whole == pytest.approx(sum(cell.area for cell in cells), rel=1e-6)  # none on another's
    assert whole == pytest.approx(tables.outline.area, rel=0.01)
