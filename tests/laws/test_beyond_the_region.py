"""What a map says lies around a region: no land beyond a border looks like sea, and the coast is drawn as coast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geography.region import load_region, plain_region
from results.figures.beyond import edges_of, is_sea, land_beyond
from results.figures.region_map import draw_region

COAST = shapely.LineString([(0, 0), (0, 10_000)])  # the region's west side
BORDER = shapely.LineString([(10_000, 0), (10_000, 10_000)])


def test_nearer_to_the_coast_is_sea_and_nearer_to_the_border_is_not() -> None:
    points = np.array([(-3000.0, 5000.0), (13_000.0, 5000.0), (4000.0, 12_000.0), (6000.0, -900.0)])
    assert is_sea(COAST, BORDER, points).tolist() == [True, False, True, False]
    # A road or a station that stands beyond the coast's end says that there is land.
    dry = shapely.GeometryCollection([BORDER, shapely.Point(-3000, 5100)])
    assert is_sea(COAST, dry, points).tolist() == [False, False, True, False]
    nothing = shapely.MultiLineString()
    assert is_sea(COAST, nothing, points).all()
    assert not is_sea(nothing, BORDER, points).any()


def test_every_edge_of_a_bundled_county_is_coast_or_border() -> None:
    share = {}
    for name in ("cornwall", "northamptonshire", "suffolk"):
        region = load_region(name)
        coast, border = edges_of(region)
        whole = region.outline.boundary.length
        assert abs(coast.length + border.length - whole) < 0.001 * whole
        share[name] = border.length / whole
    assert share["northamptonshire"] > 0.999
    assert 0.1 < share["cornwall"] < 0.3
    assert 0.3 < share["suffolk"] < 0.8
    # Hartland and Plymouth, in Devon, are no sea.
    region = load_region("cornwall")
    devon = np.array([(225_868.0, 124_513.0), (248_611.0, 55_363.0), (240_000.0, 110_000.0)])
    coast, border = edges_of(region)
    dry = land_beyond(region, border)
    assert not is_sea(coast, dry, devon).any()
    assert is_sea(coast, dry, np.array([(170_000.0, 70_000.0)])).all()


def test_a_region_that_does_not_know_its_coast_claims_no_sea() -> None:
    nodes = {"A": (0.0, 0.0), "B": (3000.0, 0.0)}
    region = plain_region("two", nodes, [("A", "B", 60)], {"A": 5}, {"S": ("fire_station", "B")})
    coast, border = edges_of(region)
    assert coast.is_empty
    assert border.length == region.outline.boundary.length
    words = [text.get_text() for text in draw_region(region).legends[0].get_texts()]
    assert "sea" not in words
    assert "beyond it: land or sea" in words


def test_a_police_station_is_drawn_over_the_fire_station_it_shares() -> None:
    nodes = {"A": (0.0, 0.0), "B": (3000.0, 0.0)}
    sites = {"F": ("fire_station", "B"), "P": ("police_station", "B"), "H": ("hospital", "B")}
    region = plain_region("two", nodes, [("A", "B", 60)], {"A": 5}, sites)
    axes = draw_region(replace(region, title="Two")).axes[0]
    order = {
        line.get_marker(): line.get_zorder()
        for line in axes.get_lines()
        if line.get_marker() != "None"
    }
    size = {line.get_marker(): line.get_markersize() for line in axes.get_lines()}
    assert order["D"] == max(order.values())
    assert size["D"] < size["s"]
