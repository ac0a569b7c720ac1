"""Laws of a region made from a gazetteer: people stay on their side of water, lanes on the land."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geography.land import Land, straight_lines
from geography.people import Settlements, spread_people
from geography.region import Region, load_region

RULE = {
    "cell": 1000, "sample": 200, "town_density": 3600, "town_edge": 2.0, "rural_reach": 4000, "rural_power": 0.7,
    "rural_floor": 4, "hamlet": 400, "fewest": 4, "urban_settlement": 10000, "urban_density": 800,
}  # fmt: skip
SQUARE = shapely.box(400_000, 300_000, 420_000, 320_000)
RIVER = shapely.LineString([(410_000, 299_000), (410_000, 321_000)])


def _land(*barriers: shapely.LineString) -> Land:
    lines = np.array(barriers, dtype=object)
    return Land(SQUARE, lines, SQUARE, shapely.MultiLineString())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    east=st.floats(401_000, 409_900),
    north=st.floats(301_000, 319_000),
    people=st.integers(1000, 60_000),
)
def test_a_town_stays_on_its_side_of_the_water(east: float, north: float, people: int) -> None:
    town = Settlements(("Town",), np.array([[east, north]]), np.array([float(people)]))
    constant = {**RULE, "total": people}
    parted = spread_people(_land(RIVER), town, constant)
    assert parted.people.sum() == people
    assert (parted.xy[:, 0] < 410_000).all()
    whole = spread_people(_land(), town, constant)
    assert whole.people.sum() == people
    assert parted.people.max() >= whole.people.max() - 1


def test_a_town_beside_the_water_would_else_be_spread_over_it() -> None:
    town = Settlements(("Town",), np.array([[409_500.0, 310_000.0]]), np.array([20_000.0]))
    over = spread_people(_land(), town, {**RULE, "total": 20_000})
    assert over.people[over.xy[:, 0] > 410_000].sum() > 5_000


def _county(folder: Path, edge: str) -> Region:
    """Two lobes of land with a notch of 1.2 km between them, joined at the south; a road abroad in the east."""
    ring = [(0, 0), (10, 0), (10, 10), (5.6, 10), (5.6, 2), (4.4, 2), (4.4, 10), (0, 10)]
    outline = "".join(
        f"{400_000 + e * 1000:.0f},{300_000 + n * 1000:.0f},{edge}\n" for e, n in ring
    )
    tables = {
        "region.yaml": "title: Notch\nform: gazetteer\nconstants: default\npeople:\n"
        "  total: {value: 9000, unit: people, status: assumed, source: made up for a law}\n",
        "outline.csv": f"easting,northing,edge\n{outline}",
        "settlements.csv": "name,easting,northing,people\nWest,402500,309000,3000\nEast,407500,309000,3000\n",
        "main_roads.csv": "road,easting,northing,road_class\nA1,407500,305000,single_a\nA1,414000,305000,single_a\n"
        "A1,430000,305000,single_a\n",
        "sites.csv": "id,kind,easting,northing\nwest,place,404000,309000\neast,place,406000,309000\n",
    }
    folder.mkdir()
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_region(folder, cache=False)


def test_lanes_go_on_over_a_border_but_not_over_the_sea(tmp_path: Path) -> None:
    by_sea, by_land = _county(tmp_path / "sea", "coast"), _county(tmp_path / "land", "border")
    metres = [
        region.roads.length_m(region.node_of_site("west"), region.node_of_site("east"), "day")
        for region in (by_sea, by_land)
    ]
    assert metres[0] > 14_000  # round the notch
    assert metres[1] < 6_000  # over the neighbours' lanes
    assert by_sea.zones.id == by_land.zones.id


def test_a_main_road_far_abroad_has_no_junctions_but_those_drawn(tmp_path: Path) -> None:
    region = _county(tmp_path / "county", "border")
    east = region.roads.xy[:, 0]
    assert ((east > 414_500) & (east < 429_500)).sum() == 0
    assert ((east > 408_000) & (east < 413_900)).sum() > 2


def test_the_border_reaches_as_far_as_it_says() -> None:
    border = shapely.LineString([(420_000, 300_000), (420_000, 320_000)])
    land = Land(SQUARE, np.array([], dtype=object), SQUARE, border)
    assert land.with_border(3000).area == pytest.approx(
        SQUARE.area + 3000 * 20_000 + np.pi * 3000**2, rel=0.01
    )
    xy = np.array([[415_000.0, 310_000.0], [422_000.0, 310_000.0]])
    line = straight_lines(xy, np.array([0]), np.array([1]))
    assert shapely.covers(land.with_border(3000), line).all()
    assert not shapely.covers(land.with_border(1000), line).any()
