"""A county for which a planner has no road data: loaded, simulated on, and refused with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

import bluelight
from geography.region import RegionError, load_region
from tests.doors.small_study import copy_of

TRAVEL = """title: No roads
areas: {north: [Z2]}
travel:
  metric: euclidean
  circuity: {value: 1.25, unit: road/straight line, status: assumed, source: a made-up county}
  speed:
    blue_light: {value: 72, unit: km/h, status: assumed, source: a made-up county}
    day: {value: 36, unit: km/h, status: assumed, source: a made-up county}
  acceleration:
    blue_light: {value: 0.5, unit: m/s2, status: assumed, source: a made-up county}
"""
GOOD = {
    "region.yaml": TRAVEL,
    "zones.csv": "id,easting,northing,people\nZ1,200000,50000,100\nZ2,200000,52240,50\n",
    "sites.csv": "id,kind,node,easting,northing\nfire,fire_station,,200000,50160\n"
    "police,police_station,,200000,50160\nked,hospital,Z2,,\n",
}


def write(folder: Path, **changed: str) -> Path:
    folder = folder / "plain"
    folder.mkdir()
    for name, text in GOOD.items():
        text = changed.pop(name.partition(".")[0], text)
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in changed.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path) -> str:
    with pytest.raises(RegionError) as caught:
        load_region(folder, cache=False)
    return "\n".join(str(fault) for fault in caught.value.faults)


def test_it_loads(tmp_path: Path) -> None:
    region = load_region(write(tmp_path), cache=False)
    fire, ked = region.node_of_site("fire"), region.node_of_site("ked")
    assert region.node_of_site("police") == fire
    assert region.roads.length_m(fire, 0, "day") == 200  # 160 x 1.25
    assert region.roads.drive_s(fire, 0, "day") == 20  # at 10 m/s
    assert region.roads.drive_s(fire, 0, "blue_light") == 40  # 2 √(200 / 0.5)
    assert region.roads.drive_s(0, ked, "blue_light") == 180  # 40 + 2,800 / 20
    assert region.zones.areas["north"].tolist() == [False, True]
    assert region.place_name(fire) == "fire"
    names = {value.name for value in region.sources}
    assert names == {"travel.circuity", "travel.speed.blue_light", "travel.speed.day",
                     "travel.acceleration.blue_light"}  # fmt: skip


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = (
        TRAVEL.replace("36, unit: km/h", "36, unit: kmh")
        .replace("Z2", "Z9")
        .replace("unit: m/s2", "unit: parsecs")
    )
    said = told(
        write(
            tmp_path,
            region=text,
            links="from,to,seconds\n",
            zones="id,easting,northing,people\nZ1,200000,50000,100\nZ1,900000,50000,-5\n",
            sites="id,kind,node,easting,northing\nfire,fire_station,Z3,,\n",
        )
    )
    for part in (
        '"kmh" is not a unit of speed.',
        "Did you mean km/h?",
        '"parsecs" is not a unit of acceleration.',
        "region.yaml:6  travel.speed",
        'There is no zone "Z9"',
        "links.csv",
        "has no network",
        'The id "Z1" was used on line 2.',
        "zones.csv:3  easting",
        "900,000 is off the National Grid.",
        "-5 is too small",
        'There is no zone "Z3".',
    ):
        assert part in said, said


def test_degrees_are_seen(tmp_path: Path) -> None:
    said = told(
        write(
            tmp_path,
            zones="id,easting,northing,people\nZ1,-5.2,50.1,100\nZ2,-5.1,50.2,50\n",
            sites="id,kind,easting,northing\nfire,fire_station,-5.15,50.15\n",
        )
    )
    assert said.count("look like longitude and latitude") == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("metric: euclidean", "metric: euclidian", "travel.metric"),
        ("circuity:", "circuty:", "Did you mean circuity?"),
        ("value: 0.5", "value: 0", "travel.acceleration"),
        ("title: No roads", "title: No roads\nform: gazetteer", "form: tables"),
        ("status: assumed, source: a made-up county}\n  acc", "source: x}\n  acc", "travel.speed"),
    ],
)
def test_a_slip_in_the_block(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert words in told(write(tmp_path, region=TRAVEL.replace(old, new, 1)))


def test_a_block_that_is_none(tmp_path: Path) -> None:
    said = told(write(tmp_path, region="title: No roads\ntravel: euclidean\n"))
    assert "region.yaml:2  travel" in said
    assert "metric, circuity, speed, acceleration" in said


def test_a_study_runs_on_it(tmp_path: Path) -> None:
    """The small study's county with its places kept and its roads taken away."""
    study = copy_of(tmp_path, ("study.yaml", "replications: 3", "replications: 2"))
    county = study / "tinyshire"
    at = dict(
        line.split(",", 1)
        for line in (county / "nodes.csv").read_text(encoding="utf-8").splitlines()[1:]
    )
    zones = ["id,easting,northing,people,settlement,rurality"]
    zone_at = {}
    for line in (county / "zones.csv").read_text(encoding="utf-8").splitlines()[1:]:
        zone, node, people, rest = line.split(",", 3)
        zones.append(f"{zone},{at[node]},{people},{rest}")
        zone_at[node] = zone
    sites = (county / "sites.csv").read_text(encoding="utf-8")
    for node, zone in zone_at.items():
        sites = sites.replace(f"station,{node},", f"station,{zone},").replace(
            f"hospital,{node},", f"hospital,{zone},"
        )
    for name in ("nodes.csv", "links.csv"):
        (county / name).unlink()
    (county / "zones.csv").write_text("\n".join(zones) + "\n", encoding="utf-8")
    (county / "sites.csv").write_text(sites, encoding="utf-8")
    travel = TRAVEL.partition("areas: {north: [Z2]}\n")[2]
    with (county / "region.yaml").open("a", encoding="utf-8") as file:
        file.write(travel)
    folder = bluelight.run(study, out=tmp_path / "run")
    assert folder is not None
    told = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "a made-up county" in told
    assert (tmp_path / "run" / "measures.csv").stat().st_size > 1000
