"""Where the studies let calls ring, against where they rang and where people and hardship are.

Collisions: every injury collision of 2015 (STATS19, Open Government Licence). People, households and deprivation: the
census and IMD of small areas. All from the open data folder (BLUELIGHT_DATA, else ../shared/data).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geography.region import Region, load_region
from scenarios.zone_weights import road_weights

DATA = Path(
    os.environ.get("BLUELIGHT_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
COLLISIONS = DATA / "incidents" / "stats19_collisions_four_counties_2015.csv.gz"
AREAS = DATA / "population" / "lsoa21_four_counties.csv"
MAIN_ROADS = ("dual_a", "single_a", "b_road")
BY_RESIDENTS = {
    "cornwall": 0.55,
    "lincolnshire": 0.60,
    "northamptonshire": 0.89,
}  # as their demand has it
CLOSED = ("camborne_fire", "redruth_fire")  # after 2015
IMD_AREAS = 33_755  # small areas of England that the index ranks, 1 the most deprived


def table(path: Path) -> pd.DataFrame:
    if not path.is_file():
        pytest.skip(f"needs {path.name} of the open data folder (BLUELIGHT_DATA)")
    return pd.read_csv(path, low_memory=False)


def from_fire_stations_s(region: Region) -> NDArray[np.float64]:
    """Seconds by blue light from the nearest fire station to each zone, for a pump (1.136 of a car's)."""
    nodes = [s.node for n, s in region.sites.items() if n.endswith("_fire") and n not in CLOSED]
    times = region.roads.seconds_between(
        np.array(nodes)[:, None], region.zones.node[None, :], "blue_light"
    )
    return np.asarray(times.min(axis=0) * 1.136)


def zone_of(region: Region, easting: pd.Series, northing: pd.Series) -> NDArray[np.int64]:
    zones = cKDTree(np.c_[region.zones.easting, region.zones.northing])
    return np.asarray(zones.query(np.c_[easting, northing])[1])


@pytest.mark.parametrize("county", ["cornwall", "lincolnshire", "northamptonshire"])
def test_collisions_lie_between_homes_and_main_roads(county: str) -> None:
    collisions = table(COLLISIONS)
    collisions = collisions[collisions["county"] == county.capitalize()]
    region = load_region(county)
    seconds = from_fire_stations_s(region)
    east, north = "Location_Easting_OSGR", "Location_Northing_OSGR"
    recorded = seconds[zone_of(region, collisions[east], collisions[north])]
    people, roads = region.zones.people, road_weights(region, MAIN_ROADS)
    homes = float(np.average(seconds, weights=people))
    along = float(np.average(seconds, weights=roads))
    share = (along - recorded.mean()) / (along - homes)
    print(
        f"\n{county}: {len(collisions)} collisions of 2015 on average {recorded.mean():.0f} s from the nearest fire "
        f"station, residents {homes:.0f} s, main roads {along:.0f} s: as if {share:.2f} of them rang by residents"
    )
    assert homes < recorded.mean() < along
    if county in BY_RESIDENTS:
        assert share == pytest.approx(BY_RESIDENTS[county], abs=0.05)


@pytest.mark.parametrize("county", ["cornwall", "lincolnshire"])
def test_deprivation_moves_fires_by_seconds_not_by_minutes(county: str) -> None:
    """Why dwelling fires ring by residents: three times the fires where deprivation is greatest, falling evenly to
    once where it is least, moves their mean drive by less than 15 s."""
    areas = table(AREAS)
    areas = areas[areas["county"] == county.capitalize()]
    region = load_region(county)
    seconds = from_fire_stations_s(region)[zone_of(region, areas["easting"], areas["northing"])]
    hardship = 1.0 - (areas["IMD_rank"].to_numpy() - 1) / IMD_AREAS
    by = {
        "residents": float(np.average(seconds, weights=areas["pop_census2021"])),
        "households": float(np.average(seconds, weights=areas["households_2021"])),
        "deprivation": float(
            np.average(seconds, weights=areas["households_2021"] * (1 + 2 * hardship))
        ),
    }
    print(f"\n{county}: mean drive from the nearest fire station by {by}")
    assert abs(by["households"] - by["residents"]) < 5
    assert abs(by["deprivation"] - by["residents"]) < 15
