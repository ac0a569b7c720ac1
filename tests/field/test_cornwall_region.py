"""The default Cornwall against real data, where they are on this disk; the errors are printed.

Tolerances come from what the default region is for: coarse, not fitted place by place.
"""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from geography.region import Region, load_region

DATA = Path(
    os.environ.get("BLUELIGHT_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
POWER_LAW = (3.32, 0.752)  # minutes = a * km ** b, fitted to the same pairs
DAY_S = 60.0


def _needs(path: str) -> Path:
    if not (DATA / path).is_file():
        pytest.skip(f"needs {path} of the open data folder (BLUELIGHT_DATA)")
    return DATA / path


@pytest.fixture(scope="module")
def cornwall() -> Region:
    return load_region("cornwall")


@pytest.fixture(scope="module")
def small_areas() -> dict[str, tuple[float, float, float]]:
    """Easting, northing and people of each census small area of Cornwall, by code."""
    path = _needs("population/lsoa21_four_counties.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["lsoa21_code"]: (
                float(row["easting"]),
                float(row["northing"]),
                float(row["pop_census2021"]),
            )
            for row in csv.DictReader(file)
            if row["county"] == "Cornwall"
        }


def _stations(region: Region) -> np.ndarray:
    return np.array(
        [
            (site.easting, site.northing)
            for site in region.sites.values()
            if site.kind == "fire_station" and "Devon" not in site.name and "pre-" not in site.name
        ]
    )


def test_the_county_is_whole(cornwall: Region) -> None:
    zones = cornwall.zones
    assert zones.people.sum() == 532_273
    assert zones.people.min() >= 1
    assert len(zones) <= 3_900  # a county of 3,563 km² on 1 km squares, the coast cutting some
    assert len(set(zones.id)) == len(zones)
    assert len(_stations(cornwall)) == 31
    for profile in cornwall.roads.profiles:
        times = cornwall.roads.matrix(profile)
        assert np.isfinite(times).all()
        assert np.array_equal(times, times.T)
    assert not zones.people.flags.writeable
    assert all(value.source for value in cornwall.sources)


def test_hayle_is_as_a_local_would_say(cornwall: Region) -> None:
    node, drive = cornwall.node_of_site, cornwall.roads.drive_s
    minutes = drive(node("hayle_town"), node("camborne_fire"), "blue_light") / 60
    assert 9 <= minutes <= 11
    assert (
        8_000
        <= cornwall.roads.length_m(node("hayle_town"), node("camborne_fire"), "blue_light")
        <= 12_000
    )
    inside = cornwall.zones.node[np.array(cornwall.zones.settlement) == "Hayle"]
    from_station = cornwall.roads.matrix("blue_light")[node("hayle_fire"), inside]
    assert len(np.unique(from_station)) >= 8
    assert cornwall.place_name(node("hayle_fire")) == "Hayle fire station"
    assert node("hayle_fire") == node("hayle_police") == node("hayle_ambulance")


def test_water_is_not_driven_over(cornwall: Region) -> None:
    node, roads = cornwall.node_of_site, cornwall.roads
    for here, there in (
        ("polruan_fire", "fowey_fire"),
        ("st_mawes_fire", "falmouth_fire"),
        ("torpoint_fire", "camels_head_fire"),
    ):
        a, b = node(here), node(there)
        straight = float(np.hypot(*(roads.xy[a] - roads.xy[b])))
        assert roads.length_m(a, b, "day") > 5 * straight


@pytest.mark.parametrize(("km", "points"), [(2, 1.5), (5, 2.5), (10, 3.5)])
def test_people_near_each_fire_station(
    cornwall: Region,
    small_areas: dict[str, tuple[float, float, float]],
    km: int,
    points: float,
) -> None:
    real = np.array(list(small_areas.values()))
    zones = cornwall.zones
    made = np.column_stack([zones.easting, zones.northing, zones.people])
    shares = []
    for table in (real, made):
        away = np.hypot(*(table[:, None, :2] - _stations(cornwall)[None]).transpose(2, 0, 1))
        near = away <= km * 1000
        within_each = (table[:, 2:] * near).sum(axis=0) / table[:, 2].sum() * 100
        within_any = table[near.any(axis=1), 2].sum() / table[:, 2].sum() * 100
        shares.append((within_each, within_any))
    apart = np.abs(shares[0][0] - shares[1][0])
    print(
        f"\nwithin {km} km of a station: mean {apart.mean():.2f}, worst {apart.max():.2f} points;"
        f" of any: small areas {shares[0][1]:.1f}%, zones {shares[1][1]:.1f}%"
    )
    assert apart.max() <= points
    assert abs(shares[0][1] - shares[1][1]) <= 5


def _pairs(
    region: Region, small_areas: dict[str, tuple[float, float, float]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Stated minutes, the region's minutes, straight km and site index of each pair."""
    path = _needs("travel_times/cornwall_lsoa21_to_ambulance_and_hospital_car_minutes.csv.gz")
    codes = {code: index for index, code in enumerate(small_areas)}
    xy = np.array([place[:2] for place in small_areas.values()])
    zone_xy = np.column_stack([region.zones.easting, region.zones.northing])
    nearest = np.hypot(*(xy[:, None] - zone_xy[None]).transpose(2, 0, 1)).argmin(axis=1)
    node = region.zones.node[nearest]
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if float(row["minutes"]) > 0]
    rows = [row for row in rows if row["site_lsoa21"] in codes and row["lsoa21_code"] in codes]
    names = sorted({row["site_name"] for row in rows})
    stated = np.array([float(row["minutes"]) for row in rows])
    origin = np.array([codes[row["lsoa21_code"]] for row in rows])
    target = np.array([codes[row["site_lsoa21"]] for row in rows])
    site = np.array([names.index(row["site_name"]) for row in rows])
    made = region.roads.matrix("day")[node[target], node[origin]] / DAY_S
    return stated, made, np.hypot(*(xy[origin] - xy[target]).T) / 1000, site


def _three(stated: np.ndarray, made: np.ndarray) -> tuple[float, float, float]:
    error = np.abs(made - stated) / stated
    return (
        float(np.corrcoef(stated, made)[0, 1]),
        float(np.median(error)) * 100,
        float(np.quantile(error, 0.9)) * 100,
    )


def test_day_minutes_against_stated_car_minutes(
    cornwall: Region, small_areas: dict[str, tuple[float, float, float]]
) -> None:
    stated, made, km, site = _pairs(cornwall, small_areas)
    law = POWER_LAW[0] * km ** POWER_LAW[1]
    everywhere = np.ones(len(km), dtype=bool)
    for label, pairs in (("all sites", everywhere), ("sites not fitted on", site % 2 == 1)):
        for reach, some in (("all", pairs), ("under 20 km", pairs & (km < 20))):
            ours, theirs = _three(stated[some], made[some]), _three(stated[some], law[some])
            print(
                f"\n{label}, {reach}: r {ours[0]:.3f}, median {ours[1]:.1f}%, 90th {ours[2]:.1f}%"
                f" (power law r {theirs[0]:.3f}, {theirs[1]:.1f}%, {theirs[2]:.1f}%)"
            )
            assert ours[0] > 0.9
            assert ours[1] < 15
            if label == "all sites":
                assert ours[0] >= theirs[0]
                assert ours[1] <= theirs[1]
                assert ours[2] <= theirs[2]


def test_the_sketched_outline_against_the_official_one(cornwall: Region) -> None:
    geopandas = pytest.importorskip("geopandas")
    counties = geopandas.read_file(_needs("boundaries/counties_four.geojson")).to_crs(27700)
    official = shapely.union_all(counties[counties.county == "Cornwall"].geometry.to_numpy())
    shared = cornwall.outline.intersection(official).area / cornwall.outline.union(official).area
    print(f"\nintersection over union with the official boundary: {shared:.3f}")
    assert shared > 0.95
