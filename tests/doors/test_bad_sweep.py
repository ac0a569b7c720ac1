"""A sweep that cannot be: each fault with its place, and nothing is played."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bluelight
from bluelight import cli
from tests.doors.small_study import SMALL, STUDY, copy_of
from tests.doors.swept_study import FIRES, GROUP, PEOPLE, RANGE, refused, swept_study


def test_every_fault_of_a_sweep_is_told_at_once(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        {
            "options": ["todya"],
            "factors": {
                "fires": {"title": "Fires", "multiply": ["demand.x"], "range": {"from": 2, "to": 2}},
                "nothing": {"title": "None", "values": [1, 2]},
                "twice": {"title": "Twice", "multiply": ["demand.dwelling_fire.rate.value"], "values": [1, 1]},
                "word": {"title": "Word", "multiply": ["demand.dwelling_fire.rate.value"], "values": ["lots"]},
                "option": {"title": "Option", "include": ["none", "oprative"]},
            },
            "measures": ["response_men_s"],
            "answers": {"a": {"title": "A", "measure": "response_mean_s", "group": "clock=fire_from_cal"}},
        },
    )  # fmt: skip
    for words in (
        "There is no option 'todya'.",
        "Did you mean today?",
        "The range from 2 to 2 is empty.",
        "A factor that changes nothing has no effect.",
        "A level stands twice",
        "Nothing can be multiplied by 'lots'.",
        "There is no option 'oprative'.",
        "Did you mean operative?",
        "There is no measure 'response_men_s'.",
        "There is no clock 'fire_from_cal'.",
    ):
        assert words in said, words


def test_a_factor_that_hits_nothing_says_what_is_there(tmp_path: Path) -> None:
    fires = {**FIRES, "multiply": ["demand.dweling_fire.rate.value"]}
    said = refused(tmp_path, {"factors": {"fires": fires}})
    assert "demand.dweling_fire.rate.value" in said
    assert "Did you mean demand.dwelling_fire" in said
    assert f"{STUDY}:" in said


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        ({"design": "grid", "factors": {"fires": RANGE}}, "a grid needs named levels"),
        ({"design": "sobol", "factors": {"fires": RANGE}}, "needs `points`"),
        ({"design": "grid", "points": 4, "factors": {"fires": FIRES}}, "follow from its levels"),
        ({"design": "sobol", "points": 100, "factors": {"fires": RANGE}}, "as 64 or 128"),
        ({"design": "morris", "points": 4, "factors": {"fires": RANGE}}, "compares factors"),
        ({"design": "gird", "factors": {"fires": FIRES}}, "Did you mean grid?"),
        ({"factors": {"fires": {**FIRES, "values": [True]}}}, "is no level"),
    ],
)
def test_a_design_that_cannot_be_drawn_says_why(
    tmp_path: Path, sweep: dict[str, Any], words: str
) -> None:
    assert words.lower() in refused(tmp_path, sweep).lower()


def test_ten_million_points_are_refused_with_their_number_and_time(tmp_path: Path) -> None:
    many = {**FIRES, "values": list(range(1, 11))}
    sweep = {"options": ["today"], "factors": {f"f{n}": many for n in range(7)}}
    said = refused(tmp_path, sweep)
    assert "This sweep has 10,000,000 points: with 3 replications 30,000,000 runs" in said
    assert "days on one core" in said
    assert "latin_hypercube" in said


def test_a_factor_that_hits_nothing_is_pointed_at_places_that_are_there(tmp_path: Path) -> None:
    drive = {**FIRES, "multiply": ["vehicle_types.pump.drive_tme_ratio.value"]}
    said = refused(tmp_path, {"factors": {"fires": drive}})
    assert "There is nothing at vehicle_types.pump.drive_tme_ratio.value to multiply." in said
    assert ".name.value" not in said
    assert "Did you mean vehicle_types.pump.name" not in said


def test_ten_million_drawn_points_are_refused_with_their_number_and_time(tmp_path: Path) -> None:
    sweep = {
        "options": ["today"],
        "design": "latin_hypercube",
        "points": 10_000_000,
        "factors": {"fires": RANGE},
    }
    said = refused(tmp_path, sweep)
    assert "This sweep has 10,000,000 points: with 3 replications 30,000,000 runs" in said
    assert "on one core" in said
    assert "sweep.points" in said
    assert "fewer `points`" in said


def test_shares_of_variance_from_a_handful_of_base_points_are_refused(tmp_path: Path) -> None:
    sweep = {"design": "sobol_indices", "points": 4, "factors": {"fires": RANGE, "people": PEOPLE}}
    assert "16 base points or more" in refused(tmp_path, sweep)


def test_a_sweep_beside_a_precision_needs_its_own_replications(tmp_path: Path) -> None:
    wanted = {"measure": "response_mean_s", "group": GROUP, "half_width": 30, "unit": "s"}
    sweep: dict[str, Any] = {"factors": {"fires": FIRES}}
    said = refused(tmp_path, sweep, precision=wanted, replications=None)
    assert "need their own number of replications" in said
    sweep["replications"] = 4
    study = bluelight.check(str(swept_study(tmp_path, sweep, precision=wanted, replications=None)))
    assert study.sweep_replications == 4


def test_a_study_without_a_sweep_says_so(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    text = (folder / STUDY).read_text(encoding="utf-8")
    text = text[: text.index("sweep:")] + text[text.index("expected:") :]
    (folder / STUDY).write_text(text, encoding="utf-8")
    ended = CliRunner().invoke(cli.app, ["sweep", str(folder), "--out", str(tmp_path / "x")])
    assert ended.exit_code == 1
    assert "This study has no `sweep:`." in ended.output


@pytest.mark.parametrize(
    ("theirs", "table", "verb"), [("run", "bid_check.csv", "sweep"), ("site", "site.csv", "sweep")]
)
def test_a_sweep_refuses_what_run_and_site_wrote(
    tmp_path: Path, theirs: str, table: str, verb: str
) -> None:
    (tmp_path / table).write_text("theirs", encoding="utf-8")
    ended = CliRunner().invoke(cli.app, [verb, str(SMALL), "--out", str(tmp_path), "--days", "1"])
    assert ended.exit_code == 1
    assert f"holds the tables of `bluelight {theirs}`" in ended.output
    assert [path.name for path in tmp_path.iterdir()] == [table]


def test_an_answer_of_each_option_needs_a_grid_and_options(tmp_path: Path) -> None:
    answer = {"title": "A", "measure": "response_mean_s", "group": GROUP, "option": "each"}
    drawn = {"design": "sobol", "points": 8, "factors": {"fires": RANGE},
             "options": ["today", "west_station"], "answers": {"a": answer}}  # fmt: skip
    assert "needs every combination" in refused(tmp_path / "a", drawn)
    alone = {"options": ["today"], "factors": {"fires": FIRES},
             "answers": {"a": {**answer, "minus": "today"}}}  # fmt: skip
    assert "no option to be compared" in refused(tmp_path / "b", alone)
