"""The default Lincolnshire, Northamptonshire and Suffolk against real data, where they are on this disk.

What the default regions are for sets the tolerances: coarse, and nothing fitted place by place. The figures are printed;
`docs/regions.md` has them.
"""

from __future__ import annotations

import csv
import gzip
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely

from geography.region import Region, load_region

DATA = Path(
    os.environ.get("BLUELIGHT_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)


@dataclass(frozen=True)
class Expected:
    """What is published of a county, and how far its region may be from real data, in points of share."""

    people: int  # census 2011
    stations: int
    pumps: int
    apart: dict[int, float]  # km: worst station's difference
    any_apart: float
    outline: float  # least intersection over union
    roads: float  # least share of main roads within 1 km of a real major road


COUNTIES = {
    "lincolnshire": Expected(713653, 38, 47, {2: 2, 5: 3, 10: 5}, 6, 0.95, 0.7),
    "northamptonshire": Expected(691952, 22, 28, {2: 2, 5: 3, 10: 5}, 6, 0.95, 0.7),
    "suffolk": Expected(728163, 35, 44, {2: 2, 5: 3, 10: 5}, 6, 0.95, 0.7),
}
DISTRICTS = {
    "lincolnshire": "boston east_lindsey lincoln north_kesteven south_holland south_kesteven west_lindsey".split(),
    "northamptonshire": "north_northamptonshire west_northamptonshire".split(),
    "suffolk": "babergh ipswich mid_suffolk east_suffolk west_suffolk".split(),
}


def _needs(path: str) -> Path:
    if not (DATA / path).is_file():
        pytest.skip(f"needs {path} of the open data folder (BLUELIGHT_DATA)")
    return DATA / path


@pytest.fixture(scope="module", params=list(COUNTIES))
def county(request: pytest.FixtureRequest) -> Region:
    return load_region(request.param)


def _small_areas(name: str) -> np.ndarray:
    """Easting, northing and people of each census small area of a county, [areas, 3]."""
    path = _needs("population/lsoa21_four_counties.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return np.array(
            [
                (float(row["easting"]), float(row["northing"]), float(row["pop_census2021"]))
                for row in csv.DictReader(file)
                if row["county"].lower() == name
            ]
        )


def _own_stations(region: Region) -> list:
    return [s for s in region.sites.values() if s.kind == "fire_station" and s.pumps]


def test_the_parts_are_whole(county: Region) -> None:
    expected = COUNTIES[county.name]
    assert county.zones.people.sum() == expected.people
    own = _own_stations(county)
    assert len(own) == expected.stations
    assert sum(site.pumps for site in own) == expected.pumps
    assert all(site.source and site.status for site in county.sites.values())
    covered = np.zeros(len(county.zones), dtype=int)
    for name in DISTRICTS[county.name]:
        covered += county.zones.areas[name]
    assert (covered == 1).all()
    for profile in county.roads.profiles:
        nodes = [site.node for site in county.sites.values()]
        assert np.isfinite(county.roads.seconds_between(nodes[0], county.zones.node, profile)).all()
        assert np.isfinite(county.roads.seconds_between(nodes[0], nodes, profile)).all()


@pytest.mark.parametrize("km", [2, 5, 10])
def test_people_near_each_fire_station(county: Region, km: int) -> None:
    expected = COUNTIES[county.name]
    zones = county.zones
    made = np.column_stack([zones.easting, zones.northing, zones.people])
    own = _own_stations(county)
    place = np.array([(site.easting, site.northing) for site in own])
    each, of_any = [], []
    for table in (_small_areas(county.name), made):
        away = np.hypot(*(table[:, None, :2] - place[None]).transpose(2, 0, 1))
        near = away <= km * 1000
        each.append((table[:, 2:] * near).sum(axis=0) / table[:, 2].sum() * 100)
        of_any.append(table[near.any(axis=1), 2].sum() / table[:, 2].sum() * 100)
    apart = np.abs(each[0] - each[1])
    print(
        f"\n{county.name}, within {km} km of a station: mean {apart.mean():.2f}, worst {apart.max():.2f} points"
        f" ({own[int(apart.argmax())].name}); of any: small areas {of_any[0]:.1f}%, squares {of_any[1]:.1f}%"
    )
    assert apart.max() <= expected.apart[km]
    assert abs(of_any[0] - of_any[1]) <= expected.any_apart


def test_the_sketch_against_the_official_outline_and_districts(county: Region) -> None:
    geopandas = pytest.importorskip("geopandas")
    counties = geopandas.read_file(_needs("boundaries/counties_four.geojson")).to_crs(27700)
    official = shapely.union_all(
        counties[counties.county.str.lower() == county.name].geometry.to_numpy()
    )
    shared = county.outline.intersection(official).area / county.outline.union(official).area
    districts = geopandas.read_file(_needs("boundaries/districts_four_counties.geojson"))
    zones, right = county.zones, 0.0
    for name, shape in zip(districts.ladnm, districts.to_crs(27700).geometry, strict=True):
        mask = zones.areas.get(name.lower().replace(" ", "_"))
        if mask is not None:
            inside = shapely.contains_xy(shape, zones.easting, zones.northing)
            right += float(zones.people[mask & inside].sum())
    share = right / zones.people.sum()
    print(
        f"\n{county.name}: outline {shared:.3f} of the union; {share:.1%} of people in their own district"
    )
    assert shared >= COUNTIES[county.name].outline
    assert share >= 0.95


def test_main_roads_lie_near_real_ones(county: Region) -> None:
    path = _needs("roads/gb_major_roads_mrdb2018_links.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        ends = [
            [(float(r["e1"]), float(r["n1"])), (float(r["e2"]), float(r["n2"]))]
            for r in csv.DictReader(file)
        ]
    real = shapely.linestrings(ends)
    real = shapely.union_all(real[shapely.intersects(real, county.outline.buffer(5000))])
    total = near = 0.0
    for road_class, line in county.road_lines:
        inside = line.intersection(county.outline)
        if road_class in ("dual_a", "single_a"):
            total += inside.length
            near += inside.intersection(real.buffer(1000)).length
    drawn = shapely.union_all([line for _, line in county.road_lines])
    ours = real.intersection(county.outline)
    back = ours.intersection(drawn.buffer(1000)).length / ours.length
    print(
        f"\n{county.name}: {near / total:.0%} of {total / 1000:,.0f} km of A roads within 1 km of a real major road,"
        f" {back:.0%} of real ones within 1 km of ours"
    )
    assert near / total >= COUNTIES[county.name].roads
