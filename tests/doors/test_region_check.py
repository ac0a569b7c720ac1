"""A region beside stated minutes: hand sums, what is left out, and mistakes in the two tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bluelight.region_verbs import build_region_folder, check_against
from geography.faults import RegionError
from geography.region import load_region
from tests.doors.planner_files import EAST, NORTH, write_files
from tests.doors.small_study import planner_types

PLACES = f"""code,easting,northing
a,{EAST},{NORTH + 40}
b,{EAST + 1000},{NORTH + 990}
c,{EAST + 2500},{NORTH - 30}
away,{EAST + 50_000},{NORTH}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    build_region_folder(write_files(folder / "files"), folder / "region")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    return folder


def _minutes(folder: Path) -> dict[tuple[str, str], float]:
    """The region's own day minutes from zone to zone, by the codes of the places that stand on them."""
    region = load_region(folder / "region", cache=False)
    node = dict(zip("abc", region.zones.node.tolist(), strict=True))
    return {
        (a, b): region.roads.drive_s(node[b], node[a], "day") / 60
        for a in "abc"
        for b in "abc"
        if a != b
    }


def test_hand_sums(folder: Path) -> None:
    rows = [f"{a},{b},{m * 1.25}" for (a, b), m in _minutes(folder).items()]
    rows += ["a,a,0", "a,nowhere,5", "a,away,40"]
    times = folder / "times.csv"
    times.write_text("\n".join(["from,to,minutes", *rows]) + "\n", encoding="utf-8")
    found = check_against(str(folder / "region"), times, folder / "places.csv").as_json()
    # Every stated time is 1.25 times ours, so ours is 0.2 of the stated too short; all pairs are under 20 km.
    assert (found["pairs"], found["excluded"]) == (6, 3)
    assert found["correlation"] == pytest.approx(1)
    assert found["median_relative_error"] == pytest.approx(0.2, abs=1e-4)
    assert found["p90_relative_error"] == pytest.approx(0.2, abs=1e-4)
    assert (found["short"]["pairs"], found["short"]["excluded"]) == (6, 1)


def test_other_names_and_json_on_the_command_line(folder: Path) -> None:
    rows = [f"{a},{b},{m}" for (a, b), m in _minutes(folder).items()]
    text = "\n".join(["area,station,mins", *rows]) + "\n"
    (folder / "own.csv").write_text(text, encoding="utf-8")
    own = PLACES.replace("code,", "zone,")
    (folder / "own_places.csv").write_text(own, encoding="utf-8")
    ended = planner_types(
        "region", "check", folder / "region", "--against", folder / "own.csv", "--places", folder / "own_places.csv",
        "--columns", "from=area,to=station,minutes=mins,code=zone", "--json",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found["pairs"] == 6
    assert found["median_relative_error"] == pytest.approx(0, abs=1e-6)
    assert list(found) == [
        "pairs",
        "excluded",
        "correlation",
        "median_relative_error",
        "p90_relative_error",
        "short",
    ]


def test_mistakes_are_told_together(folder: Path) -> None:
    (folder / "bad.csv").write_text("frm,to,minutes\na,b,lots\n", encoding="utf-8")
    (folder / "bad_places.csv").write_text("kode,easting,northing\na,1,2\n", encoding="utf-8")
    with pytest.raises(RegionError) as caught:
        check_against(str(folder / "region"), folder / "bad.csv", folder / "bad_places.csv")
    told = str(caught.value)
    assert "bad.csv:1  from\n  This column is missing; --columns can name another." in told
    assert "Did you mean frm?" in told
    assert "Did you mean kode?" in told
    with pytest.raises(RegionError, match='"lots" is not a number'):
        check_against(str(folder / "region"), folder / "bad.csv", folder / "places.csv", "from=frm")
    with pytest.raises(RegionError, match="Did you mean minutes"):
        check_against(str(folder / "region"), folder / "bad.csv", folder / "places.csv", "minuts=x")
    with pytest.raises(RegionError, match="There is no such file"):
        check_against(str(folder / "region"), folder / "none.csv", folder / "places.csv")


def test_places_of_another_county(folder: Path) -> None:
    (folder / "far.csv").write_text("from,to,minutes\naway,away2,5\n", encoding="utf-8")
    text = PLACES + f"away2,{EAST + 60_000},{NORTH}\n"
    (folder / "far_places.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RegionError, match="None of the places is within 5 km of a zone"):
        check_against(str(folder / "region"), folder / "far.csv", folder / "far_places.csv")
    (folder / "other.csv").write_text("from,to,minutes\nx,y,5\n", encoding="utf-8")
    with pytest.raises(RegionError, match="None of the 1 pairs is between places"):
        check_against(str(folder / "region"), folder / "other.csv", folder / "places.csv")
