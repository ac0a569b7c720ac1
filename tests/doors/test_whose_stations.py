"""Fire stations of a region itself are counted apart from those of neighbours and of the past."""

from __future__ import annotations

from dataclasses import replace

import shapely

from bluelight.region_verbs import list_of_regions
from geography.sites import Site
from geography.whose_stations import fire_stations

HERE = Site("a", "A", "fire_station", 5, 5, 0, False, "observed", "made up", "", 1, ("on_call",))


def test_by_outline_and_by_note() -> None:
    beyond = replace(HERE, id="b", easting=15)
    past = replace(HERE, id="c", note="closed in 2014")
    overnight = replace(HERE, id="d", note="closed overnight")
    hospital = replace(HERE, id="e", kind="hospital")
    found = fire_stations([HERE, beyond, past, overnight, hospital], shapely.box(0, 0, 10, 10))
    assert found.own == (HERE, overnight)
    assert found.beyond == (beyond,)
    assert found.past == (past,)
    assert found.pumps == 2


def test_the_bundled_counties_as_they_are_published() -> None:
    # docs/regions.md: stations and pumps of each county, and its neighbours' within 25 km.
    rows = {row[0]: row[5:] for row in list_of_regions()}
    assert rows["lincolnshire"] == ("38", "47", "58")
    assert rows["northamptonshire"] == ("22", "28", "70")
    assert rows["suffolk"] == ("35", "44", "56")
    # Cornwall's 31 of today: Camborne and Redruth closed when Tolvaddon opened.
    assert (rows["cornwall"][0], rows["cornwall"][2]) == ("31", "13")
