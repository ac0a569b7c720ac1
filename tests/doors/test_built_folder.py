"""What a planner sees of a built region: sources, lists, maps, the command line, and the guide's own config."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bluelight.region_verbs import build_region_folder, check_region, list_of_regions, show_region
from geography.build_config import read_plan
from geography.faults import RegionError
from tests.doors.planner_files import write_files
from tests.doors.small_study import planner_types


def test_sources_are_told_with_checksums(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    out = tmp_path / "out"
    build_region_folder(config, out)
    report = json.loads((out / "build.json").read_text(encoding="utf-8"))
    assert {"nodes.csv", "edges.csv", "zones.csv", "sites.csv", "speeds.csv", "boundary.geojson",
            "madeshire.yaml"} == set(report["files"])  # fmt: skip
    assert all(len(one["sha256"]) == 64 for one in report["files"].values())
    assert report["told"]["km of road cut off from the rest and dropped"] == pytest.approx(0.5)
    assert "| `zones.csv` |" in (out / "SOURCES.md").read_text(encoding="utf-8")


def test_a_map_and_a_table_of_it(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    build_region_folder(config, tmp_path / "out")
    shown = show_region(str(tmp_path / "out"), tmp_path / "map.png")
    assert shown.title == "Madeshire"
    said = {name: value for _, rows in shown.parts for name, value in rows}
    assert said["people"] == "1,800"
    assert said["fire station"] == "1"
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_the_command_line_builds_shows_and_checks(tmp_path: Path) -> None:
    write_files(tmp_path / "files")
    made = planner_types("region", "build", "files/madeshire.yaml", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "regions" / "madeshire" / "region.yaml").is_file()
    checked = planner_types("region", "check", "madeshire", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "no faults" in checked.stdout
    shown = planner_types("region", "show", "madeshire", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "1,800" in shown.stdout
    assert (tmp_path / "region-madeshire.png").is_file()


def test_a_list_of_regions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write_files(tmp_path / "files")
    monkeypatch.chdir(tmp_path)
    build_region_folder(config)
    rows = {row[0]: row for row in list_of_regions()}
    assert rows[str(Path("regions") / "madeshire")][1:] == (
        *("Madeshire", "built", "1,800", "3"),
        *("1", "", "0"),
    )
    assert rows["cornwall"][3] == "532,273"
    (tmp_path / "regions" / "madeshire" / "zones.csv").unlink()
    rows = {row[0]: row for row in list_of_regions()}
    assert rows[str(Path("regions") / "madeshire")][1].startswith("1 fault: bluelight region check")


def test_the_guide_s_config_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BLUELIGHT_DATA", raising=False)
    guide = (Path(__file__).parents[2] / "docs" / "data-guide.md").read_text(encoding="utf-8")
    text = guide.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "data").mkdir()
    (tmp_path / "configs").mkdir()
    path = tmp_path / "configs" / "my_county.yaml"
    path.write_text(text, encoding="utf-8")
    plan = read_plan(path)
    assert plan.data == tmp_path / "data"
    assert plan.config.sites[1].prefix == "nhs_"
    # What stands behind # is a config too: other forms of roads and zones.
    _, _, roads = text.partition("roads:\n")
    lines = [line.removeprefix("# ") for line in roads.splitlines() if line.startswith("# ")]
    other = "\n".join("  " + line for line in lines if not line.startswith("form: open"))
    tables, _, places = other.partition("  form: osm_places")
    tables = tables.replace("  file: oproad_gb.gpkg\n", "")
    path.write_text(
        f"region: other\ntitle: Other\ndata: ../data\nroads:\n{tables}"
        f"\nzones:\n  file: places.osm.pbf\n  form: osm_places{places}"
        "\nsites: [{file: s.csv, kind: hospital, source: a list}]\n",
        encoding="utf-8",
    )
    assert read_plan(path).config.roads.directed
    assert read_plan(path).config.zones.spread == "streets"


def test_check_names_what_no_road_joins(tmp_path: Path) -> None:
    for name, text in (
        ("region.yaml", "title: Two halves\n"),
        ("nodes.csv", "id,easting,northing\nA,0,0\nB,1000,0\nC,2000,0\nD,3000,0\n"),
        ("links.csv", "from,to,seconds\nA,B,60\nC,D,60\n"),
        ("zones.csv", "id,node,people\nZ1,A,100\nZ2,C,50\n"),
        ("sites.csv", "id,kind,node\nfire,fire_station,B\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RegionError) as caught:
        check_region(str(tmp_path))
    told = str(caught.value)
    assert "No road joins fire and 1 of 2 zones at day; the first is Z2." in told
