"""Lists under `report` that are empty or name something twice: each told with its place, all in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doors.small_study import STUDY, copy_of, planner_types
from tests.doors.study_faults import faults_of, place_of

LINE = "  compare: [west_station]\n"
"""Of the small study's report."""
EMPTY = {
    "parts": ("all figures and tables are shown", LINE + "  parts: []\n"),
    "places": ("the smallest and the widest district", LINE + "  places: []\n"),
    "compare": ("the maps show every option", "  compare: []\n"),
}
TWICE = {
    "parts": ("summary, summary]", "[summary]", LINE + "  parts: [summary, summary]\n"),
    "places": ("west, west]\n  limits", "[west]", LINE + "  places: [west, west]\n"),
    "compare": ("west_station, west_station]", "[west_station]", "  compare: [west_station, west_station]\n"),
    "cards": ("west_fire, west_fire]", "[west_fire]", LINE + "  cards: [west_fire, west_fire]\n"),
}  # fmt: skip


@pytest.mark.parametrize("key", EMPTY)
def test_an_empty_list_says_what_was_allowed_and_meant(key: str, tmp_path: Path) -> None:
    holds, lines = EMPTY[key]
    folder = copy_of(tmp_path, (STUDY, LINE, lines))
    (fault,) = faults_of(folder / STUDY)
    assert f"report.{key}\n  '{key}' is an empty list: it names nothing" in str(fault)
    assert f"one name or more, or no line '{key}' ({holds}" in fault.allowed
    assert f"Did you mean no line '{key}' at all?" in str(fault)
    assert place_of(folder, STUDY, f"{key}: []").split(":")[-2] == str(fault.mark.line)


@pytest.mark.parametrize("key", TWICE)
def test_a_name_that_stands_twice_is_told_at_its_second_place(key: str, tmp_path: Path) -> None:
    word, meant, lines = TWICE[key]
    folder = copy_of(tmp_path, (STUDY, LINE, lines))
    (fault,) = faults_of(folder / STUDY)
    name = word.split(",")[0]
    assert f"report.{key}.1\n  '{name}' stands twice. It is number 1 of this list too." in str(
        fault
    )
    assert "Allowed: each name once." in str(fault)
    assert f"Did you mean {meant}?" in str(fault)
    where = place_of(folder, STUDY, word).split(":")
    assert (fault.mark.line, fault.mark.column) == (int(where[-2]), int(where[-1]) + len(name) + 2)


def test_a_place_where_no_district_is_declared(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, (STUDY, "  districts: [west]\n", "  places: [west]\n"))
    fault = next(one for one in faults_of(folder / STUDY) if one.path == "report.places.0")
    assert "Areas are declared under `report: districts:`, and this study declares none." in str(
        fault
    )
    assert "Allowed: none: the study has nothing of the kind." in str(fault)


def test_all_of_them_are_told_at_once(tmp_path: Path) -> None:
    lines = "  compare: [west_station, west_station]\n  parts: []\n  places: []\n  cards: [west_fire, west_fire]\n"
    folder = copy_of(tmp_path, (STUDY, LINE, lines), (STUDY, "replications: 3", "replications: 0"))
    ended = planner_types("check", folder / STUDY)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    for told in (
        "report.parts",
        "report.places",
        "report.compare.1",
        "report.cards.1",
        "replications",
    ):
        assert f"  {told}\n" in ended.stderr
    assert ended.stderr.rstrip().endswith("5 faults.")
