"""Faults of a region on squared paper: all at once, each with its line and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from geography.region import RegionError, load_region

GOOD = """title: A square
form: xy
metric: manhattan
speed: {day: {value: 1, unit: m/min, status: assumed, source: made up}}
lattice:
  x: {from: 0, to: 20, cells: 10, density: "beta(2, 1)"}
  people: {value: 100, unit: people, status: assumed, source: made up}
areas: {west: {x: [0, 10]}}
sites:
  b1: {kind: place, x: 15}
"""


def faults(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "region.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RegionError) as error:
        load_region(tmp_path)
    return [
        f"{fault.line} {fault.where}: {fault.message} {fault.suggestion}".strip()
        for fault in error.value.faults
    ]


def test_a_sound_sketch_loads(tmp_path: Path) -> None:
    (tmp_path / "region.yaml").write_text(GOOD, encoding="utf-8")
    region = load_region(tmp_path)
    assert len(region.zones) == 10
    assert region.zones.people.sum() == pytest.approx(100)


def test_every_fault_of_shape_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path, ("metric: manhattan", "metric: manhatan"), ("beta(2, 1)", "betta(2, 1)"),
        ("kind: place", "knd: place"), ("cells: 10", "cells: 0"),
    )  # fmt: skip
    assert [line.split(":")[0] for line in found] == [
        "3 metric", "6 lattice.x.cells", "6 lattice.x.density", "10 sites.b1.knd",
    ]  # fmt: skip
    assert found[0].endswith("manhattan")
    assert 'no density "betta(2, 1)"' in found[2]
    assert found[3].endswith("kind")


def test_a_unit_that_is_no_speed_and_an_area_that_cuts_a_cell(tmp_path: Path) -> None:
    found = faults(tmp_path, ("unit: m/min", "unit: minutes"), ("x: [0, 10]", "x: [0, 9]"))
    assert any('"minutes" is not a unit of speed' in line for line in found)
    assert any("cuts a cell in two; the nearest edge is" in line for line in found)


def test_no_places_at_all(tmp_path: Path) -> None:
    text = "title: Nothing\nform: xy\nmetric: euclidean\nspeed: {day: instant}\n"
    (tmp_path / "region.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RegionError, match="needs a place or more"):
        load_region(tmp_path)
