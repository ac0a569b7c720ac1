"""Cover, siting and isochrones on Cornwall's census small areas and real border; figures are printed.

Times by the power law over straight lines, since what is looked at here is how the ground's tools agree with each
other, not how long a drive takes.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from geography.before_after import before_and_after, fifths
from geography.candidates import Candidates
from geography.coverage import first_response_s, reach, reached_share, within
from geography.isochrones import isochrones
from geography.region import load_region
from geography.siting import mclp, p_median
from geography.station_grounds import station_grounds

DATA = Path(
    os.environ.get("BLUELIGHT_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
ALERT_S, LIMIT_S = 300.0, 600.0


class Cornwall:
    """Small areas of the census: places, people, deprivation; and the county's fire stations."""

    def __init__(self) -> None:
        path = DATA / "population/lsoa21_four_counties.csv"
        if not path.is_file():
            pytest.skip(f"needs {path.name} of the open data folder (BLUELIGHT_DATA)")
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["county"] == "Cornwall"]
        self.codes = tuple(row["lsoa21_code"] for row in rows)
        self.xy = np.array([(float(row["easting"]), float(row["northing"])) for row in rows])
        self.people = np.array([float(row["pop_census2021"]) for row in rows])
        self.score = np.array([float(row["IMD_score"] or "nan") for row in rows])
        self.decile = np.array([float(row["IMD_decile"] or "nan") for row in rows])
        self.rurality = [row["ruc"] for row in rows]
        sites = [s for s in load_region("cornwall").sites.values() if s.kind == "fire_station"]
        self.stations = tuple(site.id for site in sites)
        self.station_xy = np.array([(site.easting, site.northing) for site in sites])

    def drive_s(self, places: np.ndarray) -> np.ndarray:
        km = np.hypot(*(places[:, None] - self.xy[None]).transpose(2, 0, 1)) / 1000
        return 3.32 * km**0.752 * 60


@pytest.fixture(scope="module")
def cornwall() -> Cornwall:
    return Cornwall()


def test_fifths_beside_the_published_deciles(cornwall: Cornwall) -> None:
    """The county's own fifths follow the national deciles: the more deprived by one, the more by the other."""
    fifth = fifths(cornwall.score, cornwall.people)
    known = fifth > 0
    share = [cornwall.people[fifth == part].sum() / cornwall.people[known].sum() for part in range(1, 6)]  # fmt: skip
    mean = [float(np.nanmean(cornwall.decile[fifth == part])) for part in range(1, 6)]
    print(f"\npeople of each fifth {np.round(share, 3)}, mean national decile {np.round(mean, 1)}")
    assert np.allclose(share, 0.2, atol=0.01)
    assert mean == sorted(mean)


def test_a_closed_station_by_group(cornwall: Cornwall) -> None:
    drive = cornwall.drive_s(cornwall.station_xy)
    sure = np.ones(len(cornwall.stations))
    shut = np.array([one != "bude_fire" for one in cornwall.stations])
    assert not shut.all()
    before, after = (
        reached_share(drive, ALERT_S, sure * up, LIMIT_S) for up in (np.ones_like(shut), shut)
    )
    groups = {
        "deprivation fifth": fifths(cornwall.score, cornwall.people).tolist(),
        "rurality": cornwall.rurality,
    }
    frame = before_and_after(before, after, cornwall.people, groups)
    print(f"\n{frame.round(2).to_string(index=False)}")
    whole = frame.iloc[0]
    assert whole.gained == 0
    assert whole.lost > 0
    assert whole.within_before == within(drive, ALERT_S, cornwall.people, LIMIT_S)
    for _, part in frame[frame.grouping != "all"].groupby("grouping"):
        assert part.net.sum() == pytest.approx(whole.net)


def test_grounds_and_isochrones_tell_the_same(cornwall: Cornwall) -> None:
    """A small area is inside the isochrone of its ground's own station's time; the real shore is kept."""
    geopandas = pytest.importorskip("geopandas")
    path = DATA / "boundaries/counties_four.geojson"
    if not path.is_file():
        pytest.skip(f"needs {path.name} of the open data folder (BLUELIGHT_DATA)")
    counties = geopandas.read_file(path).to_crs(27700)
    land = shapely.union_all(counties[counties.county == "Cornwall"].geometry.to_numpy())
    drive = cornwall.drive_s(cornwall.station_xy)
    grounds = station_grounds(drive, ALERT_S, cornwall.stations)
    assert np.array_equal(grounds.response_s, first_response_s(drive, ALERT_S))
    points = shapely.points(cornwall.xy)
    ashore = shapely.covers(land, points)
    for limit, shape in isochrones(cornwall.xy, grounds.response_s, (480.0, 600.0, 900.0), land).items():  # fmt: skip
        inside = shapely.dwithin(shape, points, 0.01)
        wrong = (inside != (grounds.response_s <= limit)) & ashore
        share = cornwall.people[wrong].sum() / cornwall.people.sum()
        print(
            f"\n{limit / 60:.0f} min: {shape.area / 1e6:,.0f} km2, {share:.2%} of people on the wrong side"
        )
        assert share < 0.005
        assert shapely.difference(shape, land).area < 1


def test_the_best_further_stations(cornwall: Cornwall) -> None:
    """With today's kept, two more: as good as trying every pair; never fewer people than today."""
    own = cornwall.drive_s(cornwall.station_xy)
    drive = np.vstack([own, cornwall.drive_s(cornwall.xy)])
    ours = Candidates((*cornwall.stations, *cornwall.codes), compulsory=cornwall.stations)
    reaches = reach(drive, ALERT_S, LIMIT_S)
    plan = mclp(reaches, cornwall.people, len(cornwall.stations) + 2, ours, cornwall.codes)
    now = reaches[: len(cornwall.stations)].any(axis=0)
    more = (reaches[len(cornwall.stations) :] & ~now) * cornwall.people
    alone = more.sum(axis=1)
    both = alone[:, None] + alone[None] - (np.sqrt(more) @ np.sqrt(more).T)
    assert plan.objective == pytest.approx(cornwall.people[now].sum() + both.max())
    nearest = p_median(drive, cornwall.people, len(cornwall.stations) + 2, ours, cornwall.codes)
    assert nearest.objective < float(own.min(axis=0) @ cornwall.people)
    print(
        f"\nwithin ten minutes: today {cornwall.people[now].sum():,.0f}, with two more {plan.objective:,.0f}"
        f" ({', '.join(site for site in plan.sites if site not in cornwall.stations)})"
    )
