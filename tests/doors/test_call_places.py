"""Where calls ring if not where people live: a planner's file of places, main roads, and what is refused of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shapely.geometry import LineString

from geography.region import Region, load_region
from results.fire_cover import handling_s
from scenarios.calls import calls_of
from scenarios.chance import Chance
from scenarios.faults import StudyFault
from scenarios.load import load_study
from scenarios.study import Study
from tests.doors.small_study import KIT, SMALL, STUDY, copy_of

PLACES = "easting,northing\n300010,100020\n300200,100100\n312000,100000\n309000,95000\n"
RECORDED = "{recorded: collisions.csv, status: observed, source: made up}"
STREAM = ("  dwelling_fire:\n", "  dwelling_fire:\n    among: collisions\n")


def tinyshire() -> Region:
    return load_region(SMALL / "tinyshire")


def loaded(folder: Path, pattern: str, text: str = PLACES, *edits: tuple[str, str, str]) -> Study:
    copy = copy_of(folder, *edits)
    kit = (copy / KIT).read_text(encoding="utf-8")
    assert kit.count(STREAM[0]) == 1
    kit = kit.replace(*STREAM) + f"\ncall_places:\n  collisions: {pattern}\n"
    (copy / KIT).write_text(kit, encoding="utf-8", newline="\n")
    (copy / "collisions.csv").write_text(text, encoding="utf-8", newline="\n")
    region = tinyshire()
    roads = (("single_a", LineString([(300100, 100000), (306100, 100000)])),
             ("b_road", LineString([(306000, 100000), (306500, 104000)])))  # fmt: skip
    return load_study(str(copy / STUDY), replace(region, road_lines=roads))


def weights(study: Study) -> dict[str, float]:
    found = study.baseline.zone_weights["collisions"].weights
    return {zone: float(w) for zone, w in zip(tinyshire().zones.id, found, strict=True) if w}


def refused(folder: Path, pattern: str, text: str = PLACES, *edits: tuple[str, str, str]) -> str:
    with pytest.raises(StudyFault) as caught:
        loaded(folder, pattern, text, *edits)
    return "\n\n".join(str(fault) for fault in caught.value.faults)


def test_places_are_counted_by_their_nearest_zone(tmp_path: Path) -> None:
    assert weights(loaded(tmp_path, RECORDED)) == {"Z1": 0.5, "Z6": 0.25, "Z9": 0.25}


def test_a_place_may_have_a_weight(tmp_path: Path) -> None:
    text = "zone,weight\nZ1,3\nZ4,1\n"
    assert weights(loaded(tmp_path, RECORDED, text)) == {"Z1": 0.75, "Z4": 0.25}


def test_part_of_it_may_go_by_residents(tmp_path: Path) -> None:
    pattern = RECORDED.replace(
        "status:",
        "by_residents: {value: 0.2, unit: share, status: assumed, source: made up}, status:",
        1,
    )
    found = weights(loaded(tmp_path, pattern))
    people = 29800  # 6000 + 1500 + 400 + 5000 + 700 + 12000 + 2500 + 900 + 800
    assert found["Z1"] == pytest.approx(0.8 * 0.5 + 0.2 * 6000 / people)
    assert found["Z3"] == pytest.approx(0.2 * 400 / people)
    assert sum(found.values()) == pytest.approx(1.0)


def test_the_length_of_main_roads(tmp_path: Path) -> None:
    """Six kilometres by A road from 100 m east of Westquay, in 24 pieces of 250 m; Westhill is a kilometre off it.

    A piece goes to the zone nearest to its middle: Westquay's up to x = 1,250 m, where x² = (x - 2000)² + 1000², which
    is 5 pieces; Midbridge's from x = 3,875 m, where (x - 2000)² + 1000² = (x - 6000)², which is 9; Westhill has 10.
    """
    found = weights(loaded(tmp_path, "{along: [single_a], status: assumed, source: made up}"))
    assert found == pytest.approx({"Z1": 1250 / 6000, "Z2": 2500 / 6000, "Z4": 2250 / 6000})
    (tmp_path / "both").mkdir()
    both = weights(
        loaded(tmp_path / "both", "{along: [single_a, b_road], status: assumed, source: made up}")
    )
    assert sum(both.values()) == pytest.approx(1.0)
    assert "Z5" in both


def test_calls_ring_there_and_nowhere_else(tmp_path: Path) -> None:
    study = loaded(tmp_path, RECORDED)
    calls = calls_of(study.baseline, tinyshire(), Chance(7, 0))
    zones = {tinyshire().zones.id[call.zone] for call in calls if call.stream == "dwelling_fire"}
    assert zones <= {"Z1", "Z6", "Z9"}
    assert len({tinyshire().zones.id[call.zone] for call in calls}) > 3


def test_another_file_is_another_scenario(tmp_path: Path) -> None:
    first = loaded(tmp_path, RECORDED).baseline.digest()
    (tmp_path / "again").mkdir()
    second = loaded(tmp_path / "again", RECORDED, "zone\nZ1\n").baseline.digest()
    assert first != second


@pytest.mark.parametrize(
    ("pattern", "text", "said"),
    [
        (RECORDED.replace("llis", "lis"), PLACES, ["kit.yaml", "no file of places", "collisions.csv"]),
        (RECORDED, "easting,norhing\n1,2\n", ["collisions.csv:1:2", "norhing", "northing"]),
        (RECORDED, "easting,northing\n300010,\n30001x,100000\n", ["collisions.csv:2", "collisions.csv:3", "30001x"]),
        (RECORDED, "easting,northing\n100020,300010\n", ["km from the nearest road", "the other way round"]),
        (RECORDED, "zone,weight\nZ1,-1\n", ["collisions.csv:2:2", "0 or more"]),
        (RECORDED, "zone,weight\nZ1,0\n", ["No place of this pattern"]),
        ("{along: [motorway], status: assumed, source: made up}", PLACES, ["motorway", "b_road, single_a"]),
        ("{status: assumed, source: made up}", PLACES, ["says where in one way"]),
        (RECORDED.replace("{", "{along: [b_road], "), PLACES, ["says where in one way"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    tmp_path: Path, pattern: str, text: str, said: list[str]
) -> None:
    message = refused(tmp_path, pattern, text)
    for words in said:
        assert words in message, message


def test_a_misspelt_pattern_is_told(tmp_path: Path) -> None:
    edit = (KIT, STREAM[0], "  dwelling_fire:\n    among: colisions\n")
    copy = copy_of(tmp_path, edit)
    kit = (copy / KIT).read_text(encoding="utf-8")
    (copy / KIT).write_text(kit + f"\ncall_places:\n  collisions: {RECORDED}\n", encoding="utf-8")
    (copy / "collisions.csv").write_text(PLACES, encoding="utf-8")
    with pytest.raises(StudyFault) as caught:
        load_study(str(copy / STUDY), tinyshire())
    message = "\n\n".join(map(str, caught.value.faults))
    assert "colisions" in message
    assert "Did you mean collisions?" in message


def test_cover_counts_the_handling_of_calls_that_ring_among_a_pattern(tmp_path: Path) -> None:
    today = loaded(tmp_path, RECORDED).baseline
    handling = today.demand["dwelling_fire"].call_handling.mean_s
    clock = today.clocks["fire_from_call"].model_copy(update={"kinds": ("dwelling_fire",)})
    assert handling_s(clock, today, tinyshire()) == pytest.approx(handling)
