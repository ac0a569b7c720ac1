"""What must hold of isochrones on any ground."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geography.coverage import first_response_s
from geography.isochrones import MINUTES, Surface, isochrones
from geography.region import load_region

POINTS, SIDE_M = 25, 10_000
LIMITS = (300.0, 480.0, 600.0, 780.0, 900.0, 1200.0)
PLACES = hnp.arrays(np.float64, (POINTS, 2), elements=st.integers(0, SIDE_M).map(float))
SECONDS = hnp.arrays(np.float64, POINTS, elements=st.integers(0, 1800).map(float) | st.just(np.inf))
OPEN = Surface(spacing_m=1000.0, least_hole_km2=0.0)
BOX = shapely.box(-500, -500, SIDE_M + 500, SIDE_M + 500)
WATER = shapely.box(4500, -500, 5500, SIDE_M + 500)
BANKS = shapely.difference(BOX, WATER)
HAIR_M = 0.01
SPECK_M2 = 1.0
few = settings(max_examples=25, deadline=None)


def soonest(places: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Of points in one place the soonest counts."""
    _, place = np.unique(places, axis=0, return_inverse=True)
    least = np.full(len(places), np.inf)
    np.minimum.at(least, place.reshape(-1), seconds)
    return least[place.reshape(-1)]


@few
@given(PLACES, SECONDS, st.sampled_from([BOX, BANKS, None]))
def test_nested_and_growing(places, seconds, land) -> None:
    found = isochrones(places, seconds, LIMITS, land, Surface(spacing_m=1000.0))
    assert list(found) == sorted(LIMITS)
    for inner, outer in pairwise(LIMITS):
        assert shapely.difference(found[inner], found[outer]).area < SPECK_M2
        assert found[inner].area <= found[outer].area + SPECK_M2
    for shape in found.values():
        assert shape.is_valid
        assert shape.geom_type in ("Polygon", "MultiPolygon")
        if land is not None:
            assert shapely.difference(shape, land).area < SPECK_M2


@few
@given(PLACES, SECONDS, st.sampled_from([BOX, BANKS]))
def test_points_are_inside_as_their_time_says(places, seconds, land) -> None:
    """Those on land, to a hair; of points in one place the soonest counts."""
    points = shapely.points(places)
    dry, time = shapely.covers(land, points), soonest(places, seconds)
    for limit, shape in isochrones(places, seconds, LIMITS, land, OPEN).items():
        away = shapely.distance(shape, points)
        away[np.isnan(away)] = np.inf  # from a shape that is empty
        assert (away[dry & (time < limit - 1)] <= HAIR_M).all()
        beyond = dry & (time > limit + 1)
        deep = shapely.contains_properly(shapely.buffer(shape, -HAIR_M), points)
        assert not deep[beyond].any()


@few
@given(PLACES, SECONDS, SECONDS)
def test_a_station_more_shrinks_nothing(places, seconds, others) -> None:
    one = isochrones(places, seconds, LIMITS, BANKS, OPEN)
    both = isochrones(places, np.minimum(seconds, others), LIMITS, BANKS, OPEN)
    for limit in LIMITS:
        assert shapely.difference(one[limit], both[limit]).area < SPECK_M2


@few
@given(PLACES, SECONDS, st.floats(0.1, 30))
def test_no_hole_is_smaller_than_declared(places, seconds, least_km2) -> None:
    rules = Surface(spacing_m=1000.0, least_hole_km2=least_km2)
    for shape in isochrones(places, seconds, LIMITS, BOX, rules).values():
        for part in shapely.get_parts(shape):
            for ring in part.interiors:
                assert shapely.Polygon(ring).area >= least_km2 * 1e6 - SPECK_M2


@few
@given(PLACES, SECONDS)
def test_water_without_a_bridge_is_not_crossed(places, seconds) -> None:
    """Nobody reaches the east bank, whatever lies on it; nor does anything where nobody was given."""
    east = places[:, 0] > 5000
    cut_off = np.where(east, np.inf, seconds)
    bank = shapely.box(5500, -500, SIDE_M + 500, SIDE_M + 500)
    for some in (np.ones(POINTS, dtype=bool), ~east):
        if some.any():
            for shape in isochrones(places[some], cut_off[some], LIMITS, BANKS, OPEN).values():
                if not ((places[:, 0] > 4500) & (places[:, 0] < 5500)).any():  # nobody afloat
                    assert shapely.intersection(shape, bank).area < SPECK_M2


def test_a_bridge_is_crossed_by_its_own_times() -> None:
    """Both banks are reached by road: then both are drawn, and the water is not."""
    x, y = np.meshgrid(np.arange(0.0, 10_001, 1000), np.arange(0.0, 10_001, 1000))
    places = np.column_stack([x.ravel(), y.ravel()])
    reached = isochrones(places, np.full(len(places), 60.0), [300.0], BANKS, OPEN)[300.0]
    assert reached.area == pytest.approx(BANKS.area, rel=1e-6)


@pytest.mark.parametrize("reached_x", [9000.0, 4400.0])
def test_the_line_runs_in_the_water(reached_x: float) -> None:
    """However far from the shore the points of the two banks are: the reached bank is drawn to its shore."""
    places = np.array([(x, y) for x in (4400.0, 9000.0) for y in (0.0, 5000.0, 10_000.0)])
    seconds = np.where(places[:, 0] == reached_x, 60.0, np.inf)
    coarse = Surface(spacing_m=3000.0, least_hole_km2=0.0)
    shape = isochrones(places, seconds, [1200.0], BANKS, coarse)[1200.0]
    shores = shapely.points([(4450.0, 5000.0), (5550.0, 5000.0)])
    assert shapely.covers(shape, shores).tolist() == [reached_x < 5000, reached_x > 5000]


def test_a_disc_is_a_disc() -> None:
    """From one station at 10 m/s straight: areas of discs, π (10 t)², to 2%."""
    x, y = np.meshgrid(np.arange(-13_000.0, 13_001, 500), np.arange(-13_000.0, 13_001, 500))
    places = np.column_stack([x.ravel(), y.ravel()])
    found = isochrones(places, np.hypot(*places.T) / 10, [300.0, 600.0, 1200.0])
    for limit, shape in found.items():
        assert shape.area == pytest.approx(np.pi * (10 * limit) ** 2, rel=0.02)


def test_cornwall_from_its_zones() -> None:
    """Of zones on the outline's land nobody in time is outside; nobody late is inside but in closed holes."""
    region = load_region("cornwall")
    zones = region.zones
    stations = [site.node for site in region.sites.values() if site.kind == "fire_station"]
    drive = region.roads.seconds_between(np.array(stations)[:, None], zones.node[None], "blue_light")  # fmt: skip
    seconds = first_response_s(drive, 60.0)
    places = np.column_stack([zones.easting, zones.northing])
    points = shapely.points(places)
    dry = shapely.covers(region.outline, points)
    found = isochrones(places, seconds, land=region.outline)
    assert [limit / 60 for limit in found] == list(MINUTES)
    for limit, shape in found.items():
        inside = shapely.dwithin(shape, points, HAIR_M)
        assert inside[dry & (seconds <= limit)].all()
        late = inside & (seconds > limit + 1)
        assert zones.people[late].sum() <= 0.005 * zones.people.sum()


def test_nothing_and_nonsense() -> None:
    assert isochrones(np.zeros((0, 2)), [], [300.0])[300.0].is_empty
    assert isochrones([[0.0, 0.0]], [np.inf], [300.0])[300.0].is_empty
    assert isochrones([[0.0, 0.0]], [10.0], [300.0])[300.0].area > 0
    with pytest.raises(ValueError, match="not a number"):
        isochrones([[0.0, np.nan]], [1.0])
    with pytest.raises(ValueError, match="shape"):
        isochrones([[0.0, 0.0]], [1.0, 2.0])
