"""Rows that fall outside the boundary are counted and named; those that are nowhere near are faults by line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bluelight.region_verbs import build_region_folder
from geography.build import build_region
from geography.data_files import Table
from geography.faults import Fault, RegionError
from geography.outside import far_rows
from tests.doors.planner_files import EAST, NORTH, write_files


def _told(config: Path) -> str:
    with pytest.raises(RegionError) as caught:
        build_region(config)
    return str(caught.value)


def _move(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _without_boundary(config: Path) -> None:
    text = config.read_text(encoding="utf-8")
    start, end = text.index("boundary:"), text.index("roads:")
    config.write_text(text[:start] + text[end:], encoding="utf-8")


def test_rows_outside_are_counted_and_named(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    made = build_region_folder(config, tmp_path / "out")
    zones, sites = "1 row, 9,999 people: Z9", "1 row: Elsewhere Fire Station"
    rows = dict(made.rows)
    assert rows["zones outside the boundary"] == zones
    assert rows["site rows of sites.csv outside the buffer (sites.0)"] == sites
    report = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    assert report["told"]["zones outside the boundary"] == zones
    sources = (tmp_path / "out" / "SOURCES.md").read_text(encoding="utf-8")
    assert f"| zones outside the boundary | {zones} |" in sources
    assert sites in sources


def test_a_row_that_lacks_a_digit(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _move(tmp_path / "sites.csv", f"{EAST + 3000},", "48300,")
    told = _told(config)
    assert "sites.csv:3  name\n  This place (easting 48,300, northing 300,020) is 431 km" in told
    assert "from the boundary: the easting looks a digit short." in told


@pytest.mark.parametrize("boundary", [True, False])
def test_a_row_whose_coordinates_are_swapped(tmp_path: Path, boundary: bool) -> None:
    config = write_files(tmp_path)
    _move(tmp_path / "zones.csv", f"Z2,{EAST + 1000},{NORTH + 990}", f"Z2,{NORTH + 990},{EAST}")
    if not boundary:
        _without_boundary(config)
    told = _told(config)
    assert "zones.csv:3  code\n  This place (easting 300,990, northing 480,000) is" in told
    assert ("look swapped" if boundary else "swapped? a digit missing?") in told


def test_a_whole_table_that_is_swapped(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _move(config, "x: easting, y: northing, people", "x: northing, y: easting, people")
    _move(config, "kind: kind, x: easting, y: northing", "kind: kind, x: northing, y: easting")
    told = _told(config)
    assert told.count("Did you mean the other order: easting and northing look swapped?") == 2
    assert "e+05" not in told


def test_a_row_that_is_not_in_britain(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _move(tmp_path / "zones.csv", f"Z3,{EAST + 2500}", "Z3,4825000")
    told = _told(config)
    assert (
        "zones.csv:4  easting\n  Easting 4,825,000, northing 299,970 is not in Great Brit" in told
    )
    assert "Allowed: 0 to 700,000 and 0 to 1,300,000" in told


def test_a_table_in_another_system_than_the_config_says(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _move(config, "  crs: EPSG:27700\n  columns:", "  crs: EPSG:3857\n  columns:")
    rows = (tmp_path / "zones.csv").read_text(encoding="utf-8").splitlines()
    more = [rows[1].replace("Z1,", f"Z1{number},") for number in range(5)]
    (tmp_path / "zones.csv").write_text("\n".join([*rows, *more]) + "\n", encoding="utf-8")
    told = _told(config)
    assert "zones.csv  crs\n  9 of 9 rows are not in Great Britain" in told
    assert told.count("zones.csv") == 1


def _far(xy: list[tuple[float, float]]) -> list[bool]:
    places = np.array(xy, dtype=float)
    table = Table("x.csv", {}, np.arange(len(xy)) + 2)
    faults: list[Fault] = []
    found = far_rows(table, places, None, "id", faults)
    assert len(faults) == min(int(found.sum()), 6)
    return [bool(one) for one in found]


def test_islands_and_counties_far_apart_are_no_mistakes() -> None:
    # A chain of places 90 km apart hangs together; two counties of many rows each are two counties.
    assert not any(_far([(0, 90_000.0 * step) for step in range(8)]))
    two = [(10_000.0 + i, 0.0) for i in range(60)] + [(400_000.0 + i, 0.0) for i in range(50)]
    assert not any(_far(two))
    assert _far([*two, (650_000.0, 900_000.0)]) == [False] * 110 + [True]
