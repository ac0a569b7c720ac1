"""A planner's region with mistakes: every fault at once, each with its place; nothing half-made."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from geography.region import RegionError, load_region, plain_region

GOOD = {
    "region.yaml": "title: Tiny\ncrs: EPSG:27700\nprofiles: [blue_light, day]\n"
    "areas: {north: [Z1]}\n",
    "nodes.csv": "id,easting,northing\nA,0,0\nB,1000,0\nC,2000,0\n",
    "links.csv": "from,to,blue_light,day\nA,B,60,90\nB,C,60,90\n",
    "zones.csv": "id,node,people\nZ1,A,100\nZ2,C,50\n",
    "sites.csv": "id,kind,node,easting,northing\nfire,fire_station,B,,\nked,hospital,,2100,0\n",
}


def _write(folder: Path, **changed: str) -> Path:
    folder = folder / "tiny"
    folder.mkdir()
    for name, text in GOOD.items():
        text = changed.get(name.partition(".")[0], text)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _faults(folder: Path) -> list[str]:
    with pytest.raises(RegionError) as caught:
        load_region(folder, cache=False)
    return [str(fault) for fault in caught.value.faults]


def test_the_good_region_loads(tmp_path: Path) -> None:
    region = load_region(_write(tmp_path), cache=False)
    assert region.roads.drive_s(0, 2, "blue_light") == 120
    assert region.roads.drive_s(0, 2, "day") == 180
    assert region.node_of_site("ked") == 2
    assert region.zones.areas["north"].tolist() == [True, False]
    with pytest.raises(KeyError, match="Did you mean fire"):
        region.node_of_site("fir")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        region="titel: Tiny\ncrs: EPSG:4326\nareas: {north: [Z9]}\n",
        links="from,to,seconds\nA,Bb,60\nB,C,-5\n",
        zones="id,node,people\nZ1,A,lots\nZ1,C,50\n",
        sites="id,kind,easting,northing\nfire,fire_staton,1000,0\nfar,hospital,90000,0\n",
    )
    told = "\n".join(_faults(folder))
    for part in (
        "region.yaml:1  titel",
        "Did you mean title?",
        "EPSG:4326",
        'There is no zone "Z9"',
        'links.csv:2  to\n  There is no node "Bb"',
        "links.csv:3  seconds\n  -5 is too small",
        'zones.csv:2  people\n  "lots" is not a number',
        'The id "Z1" is used twice',
        "Did you mean fire_station?",
        "sites.csv:3  far\n  The site is off the network: the nearest node is 88,000 m off.",
    ):
        assert part in told


@pytest.mark.parametrize("text", ["title: [", "- a list", "", "title: T\n\tx: 1\n"])
def test_broken_yaml_is_a_fault(tmp_path: Path, text: str) -> None:
    assert "region.yaml" in _faults(_write(tmp_path, region=text))[0]


def test_missing_files_and_columns(tmp_path: Path) -> None:
    folder = _write(tmp_path, nodes="id,easting\nA,0\n")
    (folder / "zones.csv").unlink()
    (folder / "sites.csv").write_bytes(b"id,kind\n\xff\xfe,place\n")
    told = "\n".join(_faults(folder))
    assert "zones.csv  \n" not in told
    assert "This file is missing." in told
    assert "northing\n  This column is missing." in told
    assert "not UTF-8" in told


def test_an_unknown_region_names_the_likely_one() -> None:
    with pytest.raises(RegionError, match="Did you mean cornwall"):
        load_region("cornwal")


def test_a_plain_region_refuses_a_name_that_is_not_there() -> None:
    with pytest.raises(RegionError, match='no node "C"'):
        plain_region("x", {"A": (0, 0)}, [("A", "C", 1.0)], {"A": 1}, {})


def _cornwall(folder: Path, file: str, old: str, new: str) -> Path:
    from geography import region

    copy = folder / "copy"
    if not copy.exists():
        shutil.copytree(Path(region.__file__).parent / "regions" / "cornwall", copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def _with_constants_of_its_own(folder: Path) -> None:
    """A copy of Cornwall that shares no constants: they stand in its own file."""
    from geography.constants import DEFAULTS

    shared = DEFAULTS.read_text(encoding="utf-8")
    file = (
        _cornwall(folder, "region.yaml", "constants: default\npeople:\n", "people:\n")
        / "region.yaml"
    )
    own = file.read_text(encoding="utf-8").replace("people:\n", "", 1)
    total = next(line for line in own.splitlines() if line.startswith("  total:"))
    shared = shared.replace("people:\n", f"people:\n{total}\n", 1)
    file.write_text(own.replace(total, shared), encoding="utf-8")


def test_a_county_may_have_constants_of_its_own(tmp_path: Path) -> None:
    _with_constants_of_its_own(tmp_path)
    own, shared = load_region(tmp_path / "copy"), load_region("cornwall")
    assert sorted(own.sources, key=str) == sorted(shared.sources, key=str)
    assert np.array_equal(own.zones.people, shared.zones.people)


def test_faults_of_shared_constants(tmp_path: Path) -> None:
    _cornwall(tmp_path, "region.yaml", "constants: default", "constants: defualt")
    folder = _cornwall(tmp_path, "region.yaml", "  total:", "  totl:")
    told = "\n".join(_faults(folder))
    assert 'There are no shared constants "defualt".\n  Allowed: default\n  Did you mean' in told
    assert "people.totl\n  Unknown key." in told
    assert "people.total\n  This constant is missing." in told


def test_neither_constants_nor_shared_ones(tmp_path: Path) -> None:
    told = "\n".join(_faults(_cornwall(tmp_path, "region.yaml", "constants: default\n", "")))
    assert "roads\n  This block is missing.\n  Allowed: the block, or constants: default" in told


def test_faults_of_duty_and_edges(tmp_path: Path) -> None:
    row = "hayle_fire,Hayle fire station,fire_station,156420,37865,no,observed"
    head = "emergency_department,status,source,note,pumps,duty,duty_status"
    folder = tmp_path / "copy"
    _cornwall(tmp_path, "sites.csv", head, head)
    for old, new in ((",1,on_call,", ",2,on_call,"), ("day_crewed+on_call", "day_crewed+oncall")):
        _cornwall(tmp_path, "sites.csv", old, new)
    _cornwall(
        tmp_path,
        "outline.csv",
        "Marsland Mouth,221170,117260,coast,assumed",
        "Marsland Mouth,221170,117260,boarder,assumed",
    )
    assert row in (folder / "sites.csv").read_text(encoding="utf-8")
    told = "\n".join(_faults(folder))
    for part in (
        "2 pumps, but 1 of them have a duty.",
        'There is no duty "oncall".',
        "Did you mean on_call?",
        'There is no edge "boarder".',
        "Did you mean border?",
    ):
        assert part in told


def test_faults_of_a_gazetteer_are_told_at_once(tmp_path: Path) -> None:
    _with_constants_of_its_own(tmp_path)
    _cornwall(tmp_path, "region.yaml", "  detour_main:", "  detour_mian:")
    _cornwall(tmp_path, "region.yaml", "dual_a: {value: 95,", "dual_a: {value: 0,")
    _cornwall(tmp_path, "region.yaml", "settlements: [Hayle,", "settlements: [Hale,")
    _cornwall(tmp_path, "main_roads.csv", ",single_a,", ",singel_a,")
    folder = _cornwall(tmp_path, "settlements.csv", ",23940,", ",-31988,")
    told = "\n".join(_faults(folder))
    for part in (
        "roads.detour_mian\n  Unknown key.",
        "Did you mean detour_main?",
        "roads.detour_main\n  This constant is missing.",
        "speeds.blue_light.dual_a\n  A speed must be more than 0 km/h.",
        'There is no settlement "Hale"',
        "Did you mean single_a?",
        "-31988 is too small",
    ):
        assert part in told


def test_a_station_in_the_sea_is_off_the_network(tmp_path: Path) -> None:
    folder = _cornwall(
        tmp_path, "sites.csv", "hayle_town,", "rig,Oil rig,place,100000,90000,no,,,\nx,"
    )
    told = _faults(folder)
    assert len(told) == 1
    assert "sites.csv:" in told[0]
    assert "rig\n  The site is off the network" in told[0]
    assert "3,000 m or less" in told[0]


def test_more_people_in_towns_than_in_the_county(tmp_path: Path) -> None:
    folder = _cornwall(tmp_path, "region.yaml", "value: 532273", "value: 5322")
    assert "settlements hold" in _faults(folder)[0]


def test_an_outline_that_crosses_itself(tmp_path: Path) -> None:
    folder = _cornwall(tmp_path, "outline.csv", "Bedruthan Steps,", "Nowhere,240000,20000,,\nB,")
    assert "crosses itself" in _faults(folder)[0]
