"""Regions built from real files, where they are on this disk; the errors are printed."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from bluelight.region_verbs import build_region_folder, check_against
from geography.built import make_from_built
from geography.coverage import people_within
from geography.places_times import TimesToPlaces, times_to_places
from geography.region import Region, load_region
from geography.tables import Reader
from geography.travel import RoadTimes
from scenarios.load import load_study
from sim.run import run
from tests.doors.small_study import planner_types

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATA = Path(os.environ.get("BLUELIGHT_DATA") or ROOT.parent / "shared" / "data")
FILES = {
    "rutland": "roads/rutland_2018.osm.pbf",
    "rutland_settlements": "roads/rutland_2018.osm.pbf",
    "rutland_tables": "roads/rutland_2018.gpkg",
    "isle_of_man": "roads/isle_of_man_2020.osm.pbf",
    "cambridge": "roads/cambridge_2025_edges.csv.gz",
}
TEN_MINUTES_S = 600.0
FOLDERS: dict[str, Path] = {}  # where each region was built, by its digest


def _built(name: str, folder: Path, all_pairs: bool = False) -> Region:
    """A config of this folder, built and loaded: with a table of all pairs, or the quicker one to places."""
    if not (DATA / FILES[name]).is_file():
        pytest.skip(f"needs {FILES[name]} of the open data folder (BLUELIGHT_DATA)")
    made = build_region_folder(HERE / f"{name}.yaml", folder / name)
    told = dict(made.rows)
    print(
        f"\n{made.title}: " + ", ".join(f"{k} {v}" for k, v in told.items() if "left out" not in k)
    )
    with pytest.MonkeyPatch.context() as patch:
        if not all_pairs:
            patch.setattr("geography.region.ALL_PAIRS_NODES", 0)
        region = load_region(made.folder, cache=False)
    FOLDERS[region.digest] = made.folder
    return region


@pytest.fixture(scope="module")
def rutland(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return _built("rutland", tmp_path_factory.mktemp("regions"), all_pairs=True)


def _share_within(region: Region, limit_s: float, profile: str = "blue_light") -> float:
    stations = [s.node for s in region.sites.values() if s.kind == "fire_station"]
    zones = region.zones
    times = region.roads.seconds_between(np.array(stations)[:, None], zones.node[None], profile)
    return people_within(times, 0.0, zones.people, limit_s) / float(zones.people.sum())


def _all_joined(region: Region) -> None:
    """Every zone and site can be driven to and from every other, at every profile."""
    nodes = np.concatenate([region.zones.node, [site.node for site in region.sites.values()]])
    for profile in region.roads.profiles:
        times = region.roads.seconds_between(nodes[:, None], nodes[None], profile)
        assert np.isfinite(times).all()
    assert region.roads.never_slower("blue_light", "day")


def test_rutland_is_whole(rutland: Region) -> None:
    zones = rutland.zones
    assert (len(zones), zones.people.sum()) == (26, 41_049)  # of the table's rows for Rutland
    assert zones.households is not None
    assert zones.households.sum() == 16_689
    assert set(zones.district or ()) == {"Rutland"}
    assert sum(site.kind == "fire_station" for site in rutland.sites.values()) == 2
    assert (
        380e6 < rutland.outline.area < 400e6
    )  # 382 km² in the gazetteers, 394 in the file of the boundary
    # Bends are joined to links: fewer nodes than the extract's 4,191 junctions with tracks and drives.
    assert 2_500 < len(rutland.roads.xy) < 4_500
    _all_joined(rutland)
    assert any("OpenStreetMap" in line for line in rutland.attribution)


def test_a_local_would_agree_with_rutland_s_minutes(rutland: Region) -> None:
    oakham, uppingham = rutland.node_of_site("oakham_fire"), rutland.node_of_site("uppingham_fire")
    km = rutland.roads.length_m(oakham, uppingham, "blue_light") / 1000
    minutes = rutland.roads.drive_s(oakham, uppingham, "day") / 60
    print(f"\nOakham to Uppingham: {km:.1f} km, {minutes:.1f} min by day")
    assert 9 < km < 11  # six miles by the A6003
    assert 9 < minutes < 15
    assert "Oakham" in rutland.place_name(oakham)


def test_projecting_agrees_with_the_file_s_own_grid() -> None:
    """Stations are given in both; their points by longitude and latitude come out at those by easting and northing."""
    path = DATA / "stations" / "fire_stations_england_homeoffice_2018.csv"
    if not path.is_file():
        pytest.skip("needs the fire stations of the open data folder (BLUELIGHT_DATA)")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sim_county"]]
    move = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    lon, lat, *grid = (
        np.array([float(r[c]) for r in rows]) for c in ("lon", "lat", "easting", "northing")
    )
    away = np.hypot(*(np.array(move.transform(lon, lat)) - np.array(grid)))
    print(
        f"\nof {len(rows)} stations: median {np.median(away):.2f} m, worst {away.max():.2f} m apart"
    )
    assert (
        np.median(away) < 6
    )  # without the grid of shifts a projection is good to some five metres


def test_people_within_ten_minutes_by_census_and_by_settlement(
    rutland: Region, tmp_path: Path
) -> None:
    other = _built("rutland_settlements", tmp_path)
    assert other.zones.people.sum() == pytest.approx(37_369)
    shares = [_share_within(one, TEN_MINUTES_S) * 100 for one in (rutland, other)]
    print(
        f"\nwithin 10 min of a fire station: small areas {shares[0]:.1f}%, settlements {shares[1]:.1f}%"
    )
    assert abs(shares[0] - shares[1]) < 6  # a few points: the small areas are 4% of the people each


def test_the_same_roads_as_somebody_else_read_them(rutland: Region, tmp_path: Path) -> None:
    """A GeoPackage that another program made of the same extract, through the reader of tables."""
    other = _built("rutland_tables", tmp_path)
    assert other.zones.id == rutland.zones.id
    apart = ~np.eye(len(rutland.zones), dtype=bool)
    for profile in rutland.roads.profiles:
        ours, theirs = (
            one.roads.seconds_between(one.zones.node[:, None], one.zones.node[None], profile)[apart]
            for one in (rutland, other)
        )
        error = np.abs(theirs - ours) / ours
        print(
            f"\n{profile}: median {np.median(error):.1%}, 90th centile {np.quantile(error, 0.9):.1%} apart"
        )
        assert np.median(error) < 0.02
        assert np.quantile(error, 0.9) < 0.10  # the tables know no signals: Oakham's are a minute
        assert np.corrcoef(ours, theirs)[0, 1] > 0.995


def test_times_to_places_are_the_times_between_all_nodes(rutland: Region) -> None:
    """A real directed network, said by the table of all pairs and by that to places."""
    whole = rutland.roads
    assert isinstance(whole, RoadTimes)
    reader = Reader(FOLDERS[rutland.digest])
    made = make_from_built(reader, reader.yaml("region.yaml"), whole.profiles)
    assert made is not None
    places = np.concatenate([made.zones.node, [site.node for site in made.sites.values()]])
    few = times_to_places(made.network, places)
    chance = np.random.default_rng(4)
    start = chance.integers(0, len(whole.xy), 300)
    end = np.concatenate([chance.choice(places, 150), chance.integers(0, len(whole.xy), 150)])
    for profile in whole.profiles:
        assert np.array_equal(
            whole.seconds_between(start, end, profile), few.seconds_between(start, end, profile)
        )
        longer = np.abs(whole.lengths_m(start, end, profile) - few.lengths_m(start, end, profile))
        assert (longer > 1).mean() < 0.01  # where two ways take exactly as long, either is right


def _study_on(region: Region, folder: Path) -> Path:
    """The short study beside its kit, on a region's folder."""
    text = (HERE / "rutland_study.yaml").read_text(encoding="utf-8")
    text = text.replace("../../regions/rutland", FOLDERS[region.digest].as_posix())
    text = text.replace("days: 28", "days: 7").replace("replications: 2", "replications: 1")
    study = folder / "study.yaml"
    study.write_text(text.replace("../doors/small/kit", "kit"), encoding="utf-8")
    kit = (HERE.parent / "doors" / "small" / "kit.yaml").read_text(encoding="utf-8")
    (folder / "kit.yaml").write_text(kit, encoding="utf-8")
    return study


def test_a_run_is_the_same_from_either_table(
    rutland: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = load_study(str(_study_on(rutland, tmp_path)))
    monkeypatch.setattr("geography.region.ALL_PAIRS_NODES", 0)
    few = load_region(FOLDERS[rutland.digest], cache=False)
    assert isinstance(few.roads, TimesToPlaces)
    for scenario in study.scenarios:
        events = list(run(scenario, rutland, 0).events)
        assert len(events) > 500
        assert list(run(scenario, few, 0).events) == events


def test_a_short_study_runs_on_rutland(rutland: Region, tmp_path: Path) -> None:
    study = _study_on(rutland, tmp_path)
    ended = planner_types("run", study, "--out", tmp_path / "out", "--workers", 1)
    assert ended.returncode == 0, ended.stderr
    with (tmp_path / "out" / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "incidents"]
    assert sum(float(row["value"]) for row in rows) > 50
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "OpenStreetMap" in report
    assert "deprived fifth" in report or "fifth by deprivation" in report
    assert ">In the country<" in report


def test_the_isle_of_man(tmp_path: Path) -> None:
    island = _built("isle_of_man", tmp_path)
    _all_joined(island)
    assert island.zones.people.sum() == pytest.approx(84_497)
    assert sum(site.kind == "fire_station" for site in island.sites.values()) == 7
    assert (
        480e6 < island.outline.area < 700e6
    )  # the island has 572 km²; the outline is drawn around its roads
    node = island.node_of_site
    douglas, ramsey = node("douglas_fire"), node("ramsey_fire")
    km = island.roads.length_m(douglas, ramsey, "day") / 1000
    minutes = island.roads.drive_s(douglas, ramsey, "day") / 60
    share = _share_within(island, TEN_MINUTES_S)
    print(f"\nDouglas to Ramsey {km:.1f} km, {minutes:.0f} min by day; within 10 min: {share:.0%}")
    assert 22 < km < 30  # 15 to 16 miles by the mountain or the coast
    assert 22 < minutes < 45
    assert 0.75 < share < 1


def test_cambridge_from_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zones = [
        f"z{x}{y},{0.09 + 0.015 * x},{52.18 + 0.01 * y},1000" for x in range(5) for y in range(5)
    ]
    (tmp_path / "zones.csv").write_text("\n".join(["id,lon,lat,people", *zones]), encoding="utf-8")
    site = "id,name,lon,lat\nparkside,Parkside,0.1276,52.2031\n"
    (tmp_path / "sites.csv").write_text(site, encoding="utf-8")
    monkeypatch.setenv("CAMBRIDGE_ZONES", str(tmp_path / "zones.csv"))
    monkeypatch.setenv("CAMBRIDGE_SITES", str(tmp_path / "sites.csv"))
    city = _built("cambridge", tmp_path)
    _all_joined(city)
    table = city.roads.seconds_between(city.zones.node[:, None], city.zones.node[None], "day")
    print(f"\none-way streets make ways differ by up to {np.abs(table - table.T).max():.0f} s")
    assert np.abs(table - table.T).max() > 10
    straight = np.hypot(
        city.zones.easting[:, None] - city.zones.easting,
        city.zones.northing[:, None] - city.zones.northing,
    )
    apart = straight > 1500
    speed = straight[apart] / table[apart] * 3.6
    print(f"straight-line speed by day: median {np.median(speed):.0f} km/h")
    assert 10 < np.median(speed) < 30


def test_cornwall_s_minutes_against_stated_ones_on_the_command_line() -> None:
    times = DATA / "travel_times/cornwall_lsoa21_to_ambulance_and_hospital_car_minutes.csv.gz"
    places = DATA / "population/lsoa21_four_counties.csv"
    if not (times.is_file() and places.is_file()):
        pytest.skip(
            "needs the travel times and population of the open data folder (BLUELIGHT_DATA)"
        )
    columns = "from=lsoa21_code,to=site_lsoa21,code=lsoa21_code"
    ended = planner_types(
        "region", "check", "cornwall", "--against", times, "--places", places, "--columns", columns, "--json"
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    keys = {"pairs", "excluded", "correlation", "median_relative_error", "p90_relative_error"}
    assert set(found) == keys | {"short"}
    assert set(found["short"]) == keys
    print(f"\n{found}")
    assert found["pairs"] + found["excluded"] == 5_712
    assert found["correlation"] > 0.98
    assert found["median_relative_error"] < 0.08
    assert found["short"]["pairs"] < found["pairs"]
    words = check_against("cornwall", times, places, columns).as_lines()
    assert words[0].startswith("all pairs: 5,")


def test_the_outline_of_a_built_region_is_the_official_one(rutland: Region) -> None:
    geopandas = pytest.importorskip("geopandas")
    counties = geopandas.read_file(DATA / "boundaries/counties_four.geojson").to_crs(27700)
    official = shapely.union_all(counties[counties.county == "Rutland"].geometry.to_numpy())
    shared = rutland.outline.intersection(official).area / rutland.outline.union(official).area
    assert shared > 0.9999
