"""A `site:` block with mistakes: every fault at once, with its place and the likely fix; nothing is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.faults import StudyFault
from scenarios.load import load_study
from tests.doors.sited import sited
from tests.doors.small_study import SMALL, STUDY, planner_types

# What stands in the block, what stands there instead; where the fault must be, and what must be said.
ONE_MISTAKE: dict[str, tuple[tuple[str, str], str, list[str]]] = {
    "unknown key": (("  simulate: 2", "  simlate: 2"), "simlate", ["Did you mean simulate?"]),
    "more places than candidates": (
        ("k: [1, 2]", "k: [1, 2, 4]"), "k: [", ["4 places are wanted of 3 candidates", "3 or fewer"]
    ),
    "no places": (("k: [1, 2]", "k: [0, 2]"), "k: [", ["This is 0.", "1 or more"]),
    "the same number twice": (("k: [1, 2]", "k: [2, 2]"), "k: [", ["2 stands twice"]),
    "an option that there is not": (
        ("on: today", "on: todya"), "on: todya", ["no option 'todya'", "Did you mean today?"]
    ),
    "a candidate that hits nothing": (
        ("- include: west_station", "- set: {vehicles.west_p9.station: mid_fire}"),
        "{vehicles.west_p9",
        ["site.candidates.west.set", "There is nothing at vehicles.west_p9.station to set."],
    ),
    "a candidate of an option that there is not": (
        ("include: west_station", "include: west_staton"),
        "west_staton",
        ["There is no option 'west_staton'.", "Did you mean west_station?"],
    ),
    "a candidate without changes": (
        ("\n        - include: west_station", " []"), "[]", ["This is a list of 0", "1 or more"]
    ),
    "two candidates that change the same": (
        ("mid_second: {station: mid_fire, people", "east_oncall: {station: mid_fire, people"),
        "site:",
        ["east_second and mid_second both change crew_pools.east_oncall"],
    ),
    "a crew that is in no pool": (
        ("crewed_from: [mid_second]", "crewed_from: [mid_secnd]"),
        "mid_secnd",
        ['no crew pool "mid_secnd"', "Did you mean mid_second?"],
    ),
    "a change of who calls": (
        ("- include: west_station", "- multiply: {demand.dwelling_fire.rate.value: 2}"),
        "demand.dwelling_fire.rate.value: 2",
        ["A place changes who answers, not who calls", "demand.dwelling_fire.rate.value"],
    ),
    "a place that is two": (
        ("{site: west_fire}", "{site: west_fire, station: mid_fire}"),
        "{site: west_fire, station",
        ["a candidate is in one place", "station, or site, or easting and northing"],
    ),
    "half a place": (
        ("{easting: 306000, northing: 100000}", "{easting: 306000}"),
        "{easting: 306000}",
        ["easting and northing"],
    ),
    "a site that there is not": (
        ("{site: west_fire}", "{site: west_fyre}"), "west_fyre", ["Did you mean west_fire?"]
    ),
    "a place off the network": (
        ("{easting: 306000", "{easting: 356000"),
        "{easting: 356000",
        ["42.0 km from the nearest road", "at most 1 km"],
    ),
    "a station that there is not": (
        ("{station: east_fire}", "{station: est_fire}"), "{station: est_fire}", ["Did you mean east_fire?"]
    ),
    "a measure that there is not": (
        ("measure: people_within_standard", "measure: people_within_standards"),
        "people_within_standards",
        ["There is no measure", "Did you mean people_within_standard?"],
    ),
    "a group that it cannot have": (
        ("basis=availability;clock", "basis=availability;clok"), "basis=availability;clok", ["'clok' is no key"]
    ),
    "a clock that there is not": (
        ("clock=fire_from_call", "clock=fire_from_cal"),
        "basis=availability;clock=fire_from_cal;",
        ["no clock 'fire_from_cal'", "Did you mean fire_from_call?"],
    ),
    "a zone of indifference in another unit": (
        ("unit: people", "unit: minutes"), "minutes", ["is in people, and this is in minutes"]
    ),
    "no zone of indifference": (
        ("value: 20", "value: 0"), "indifference:", ["no procedure can tell places that are the same"]
    ),
    "a first stage that is too long": (
        ("first_stage: 3", "first_stage: 30"), "first_stage: 30", ["above max_replications"]
    ),
    "certainty": (("confidence: 0.9", "confidence: 1"), "confidence: 1", ["less than 1"]),
    "a better that is no way": (
        ("better: more", "better: mor"), "better: mor", ["'mor' is not one of", "Did you mean more?"]
    ),
    "a covering model without its limit": (
        ("    within: {value: 10, unit: min, status: assumed, source: made up}\n", ""),
        "screen:",
        ["covering models need a limit"],
    ),
    "a stream that there is not": (
        ("calls: [dwelling_fire]", "calls: [dweling_fire]"), "dweling_fire]", ["Did you mean dwelling_fire?"]
    ),
    "a named place that is no candidate": (
        ("places: [east_second, mid_second]", "places: [east_second, mid_secund]"),
        "mid_secund",
        ["no candidate 'mid_secund'", "Did you mean mid_second?"],
    ),
    "a named combination of another size": (
        ("places: [east_second, mid_second]", "places: [east_second, mid_second, west]"),
        "places: [east_second, mid_second, west]",
        ["These are 3 places, which `k` does not ask for", "1, 2"],
    ),
    "a name that is an option's": (
        ("both_seconds: {title", "operative: {title"), "operative: {title", ["An option has this name already"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", ONE_MISTAKE)
def test_a_mistake_is_one_fault_where_it_stands(mistake: str, tmp_path: Path) -> None:
    edit, word, said = ONE_MISTAKE[mistake]
    study = sited(tmp_path, edit)
    text = (study / STUDY).read_text(encoding="utf-8")
    at = text.index(word, text.index("\nsite:"))
    line = text[:at].count("\n") + 1
    with pytest.raises(StudyFault) as caught:
        load_study(str(study))
    faults = caught.value.faults
    assert len(faults) == 1, caught.value
    assert faults[0].mark.line == line, faults[0]
    assert faults[0].mark.column, faults[0]
    for words in said:
        assert words.lower() in str(faults[0]).lower(), faults[0]


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    mistakes = ["more places than candidates", "a measure that there is not", "a stream that there is not",
                "a candidate that hits nothing", "a named place that is no candidate"]  # fmt: skip
    with pytest.raises(StudyFault) as caught:
        load_study(str(sited(tmp_path, *(ONE_MISTAKE[mistake][0] for mistake in mistakes))))
    assert len(caught.value.faults) == len(mistakes), caught.value


def test_candidates_may_change_the_same_where_one_is_chosen(tmp_path: Path) -> None:
    study = sited(
        tmp_path,
        ("k: [1, 2]", "k: 1"),
        ("    both_seconds: {title: Second pumps at both, places: [east_second, mid_second]}", "    {}"),
        ("crew_pools.mid_second", "crew_pools.east_oncall"),
        ("vehicles.mid_p2: {type: pump, station: mid_fire, crewed_from: [mid_second]",
         "vehicles.mid_p2: {type: pump, station: mid_fire, crewed_from: [east_oncall]"),
    )  # fmt: skip
    assert load_study(str(study)).head.site is not None


def test_a_study_without_the_block_is_told_what_is_missing(tmp_path: Path) -> None:
    ended = planner_types("site", SMALL, "--out", tmp_path / "out")
    assert ended.returncode == 1
    assert "This study has no `site:`." in ended.stderr
    assert "candidates, and how many" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_sited_leaves_nothing_behind(tmp_path: Path) -> None:
    study = sited(tmp_path, ONE_MISTAKE["a candidate that hits nothing"][0])
    ended = planner_types("site", study, "--out", tmp_path / "out")
    assert ended.returncode == 1
    assert "There is nothing at vehicles.west_p9.station to set." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


def test_one_replication_says_nothing_of_which_is_best(tmp_path: Path) -> None:
    ended = planner_types("site", sited(tmp_path), "--out", tmp_path / "out", "--replications", 1)
    assert ended.returncode == 1
    assert "2 or more" in ended.stderr
    assert not (tmp_path / "out").exists()
