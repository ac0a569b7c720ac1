"""A sweep's tables as a planner gets them, for every design; and what is said of a faulty one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import bluelight
from bluelight import cli
from results.compare import interval
from tests.doors.sited import sited
from tests.doors.small_study import SMALL
from tests.doors.swept_study import FIRES, GROUP, OPERATIVE, PEOPLE, RANGE, refused, swept_study


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study's own grid."""
    out = tmp_path_factory.mktemp("grid") / "out"
    swept = bluelight.sweep(str(SMALL), out, days=2, replications=3)
    assert swept.table == out / "sweep.parquet"
    return out


def test_a_sweep_has_its_factors_beside_the_measures(grid: Path) -> None:
    table = pd.read_parquet(grid / "sweep.parquet")
    assert list(table.columns) == ["scenario", "option", "fires", "people", "replication",
                                   "measure", "group", "value", "unit"]  # fmt: skip
    assert set(table["option"]) == {"today", "west_station"}
    assert {(f, p) for f, p in zip(table["fires"], table["people"], strict=True)} == {
        (1, 8), (1, 10), (2, 8), (2, 10)}  # fmt: skip
    assert set(table["replication"]) == {0, 1, 2}
    fires = table[(table["measure"] == "incidents") & (table["group"] == "service=fire")]
    once, twice = (fires[fires["fires"] == n]["value"].mean() for n in (1, 2))
    assert twice == pytest.approx(2 * once, rel=0.35)
    assert not (grid / "logs").exists()


def test_the_same_tables_as_of_a_run_are_there_one_scenario_a_point(grid: Path) -> None:
    rows = pd.read_csv(grid / "measures.csv")
    assert list(rows.columns) == ["scenario", "replication", "measure", "group", "value", "unit"]
    wide = pd.read_parquet(grid / "sweep.parquet")
    assert len(rows) == len(wide) == len(pd.read_parquet(grid / "measures.parquet"))
    np.testing.assert_array_equal(rows["value"].to_numpy(), wide["value"].to_numpy())
    points = pd.read_csv(grid / "points.csv")
    assert set(points["scenario"]) == set(rows["scenario"])
    assert set(pd.read_csv(grid / "costs.csv")["scenario"]) == set(rows["scenario"])


def test_differences_are_from_the_first_option_at_the_same_levels(grid: Path) -> None:
    table = pd.read_csv(grid / "differences.csv")
    measures = pd.read_csv(grid / "measures.csv")
    mine = table[(table["measure"] == "response_mean_s") & (table["group"] == GROUP)]
    assert len(mine) == 4
    for row in mine.to_dict("records"):
        assert row["baseline"].partition("@")[2] == row["option"].partition("@")[2]
        values = [
            measures[
                (measures["measure"] == row["measure"])
                & (measures["group"] == row["group"])
                & (measures["scenario"] == row[side])
            ].sort_values("replication")["value"].to_numpy()
            for side in ("option", "baseline")
        ]  # fmt: skip
        expected = interval(values[0] - values[1])
        assert (row["difference"], row["low"], row["high"]) == pytest.approx(expected, abs=1e-9)
        assert row["pairs"] == 3


def test_the_summary_gives_each_point_s_mean_and_interval(grid: Path) -> None:
    summary = pd.read_csv(grid / "sweep_summary.csv")
    measures = pd.read_csv(grid / "measures.csv")
    row = summary[(summary["measure"] == "response_mean_s") & (summary["group"] == GROUP)].iloc[2]
    values = measures[
        (measures["measure"] == "response_mean_s")
        & (measures["group"] == GROUP)
        & (measures["scenario"] == row["scenario"])
    ]["value"].to_numpy()
    assert (row["mean"], row["low"], row["high"]) == pytest.approx(interval(values))
    assert {"fires", "people"} <= set(summary.columns)


def test_the_report_shows_what_the_answer_hangs_on(grid: Path) -> None:
    text = (grid / "report.html").read_text(encoding="utf-8")
    for words in ("What the answer hangs on", "over 4 settings", "no factor clearly moves it",
                  "Illustrative: not for decision",
                  "People on call at Midbridge", "played 3 times, 2 counted days each, at each of 8"):  # fmt: skip
        assert words in text, words
    for name in ("sweep_panels", "sweep_tornado", "sweep_frontier"):
        assert (grid / "figures" / f"{name}.png").is_file(), name
    moved = pd.read_csv(grid / "sensitivity.csv")
    assert set(moved["factor"]) == {"fires", "people"}


def test_sql_reads_the_table(grid: Path) -> None:
    found = duckdb.sql(
        f"SELECT fires, avg(value) FROM '{grid / 'sweep.parquet'}' "  # noqa: S608
        "WHERE measure = 'incidents' AND \"group\" = 'service=fire' GROUP BY fires ORDER BY fires"
    ).fetchall()
    assert [level for level, _ in found] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("design", "points", "settings"),
    [("latin_hypercube", 6, 6), ("sobol", 8, 8), ("morris", 2, 8), ("sobol_indices", 16, 80)],
)
def test_a_drawn_design_stays_in_its_ranges_and_is_drawn_the_same_again(
    tmp_path: Path, design: str, points: int, settings: int
) -> None:
    sweep = {
        "options": ["today", "west_station"],
        "design": design,
        "points": points,
        "factors": {"fires": RANGE, "people": PEOPLE, "operative": OPERATIVE},
    }
    if design != "morris":  # the operative needs a station in the west
        sweep["factors"] = {"fires": RANGE, "people": PEOPLE, "where": {
            "title": "The first station", "set": ["vehicles.mid_p1.name"], "values": ["One", "Two"]}}  # fmt: skip
        sweep["options"] = ["today", "west_station"]
    else:
        sweep["options"] = ["today"]
    study = bluelight.check(str(swept_study(tmp_path, sweep)))
    table = pd.DataFrame(study.points.values())
    assert len(table) == settings * len(sweep["options"])
    assert table["fires"].between(0.5, 2).all()
    assert set(table["people"]) <= {6, 7, 8, 9, 10}
    assert len(set(table.iloc[:, -1])) == 2
    again = bluelight.check(str(swept_study(tmp_path, sweep)))
    assert again.points == study.points
    other = bluelight.check(str(swept_study(tmp_path, sweep, seed=5)))
    assert other.points != study.points


def test_a_latin_hypercube_has_one_point_in_each_slice(tmp_path: Path) -> None:
    sweep = {"design": "latin_hypercube", "points": 10, "factors": {"fires": RANGE}}
    study = bluelight.check(str(swept_study(tmp_path, sweep)))
    levels = sorted(point["fires"] for point in study.points.values())
    slices = [int((level - 0.5) / 1.5 * 10) for level in levels]
    assert slices == list(range(10))


def test_one_at_a_time_plays_the_study_as_declared_and_each_factor_at_its_ends(
    tmp_path: Path,
) -> None:
    factors = {"fires": RANGE, "people": PEOPLE, "operative": OPERATIVE}
    sweep = {"options": ["today"], "design": "one_at_a_time", "factors": factors}
    study = bluelight.check(str(swept_study(tmp_path, sweep)))
    assert [dict(point) for point in study.points.values()] == [
        {"option": "today"},
        {"option": "today", "fires": 0.5},
        {"option": "today", "fires": 2.0},
        {"option": "today", "people": 6},
        {"option": "today", "people": 10},
        {"option": "today", "operative": "none"},
        {"option": "today", "operative": "operative"},
    ]
    scenarios = {s.name: s for s in study.scenarios}
    assert scenarios["today@as_declared"].digest() == scenarios["today"].digest()
    assert scenarios["today@operative=operative"].digest() == scenarios["operative"].digest()
    ran = bluelight.sweep(str(swept_study(tmp_path, sweep)), tmp_path / "o", days=1, replications=2)
    table = pd.read_parquet(ran.table)
    assert table[table["scenario"] == "today@as_declared"]["fires"].isna().all()
    assert set(pd.read_csv(tmp_path / "o" / "differences.csv")["baseline"]) == {"today@as_declared"}


def test_a_sweep_keeps_the_measures_that_it_names(tmp_path: Path) -> None:
    sweep = {"measures": ["response_mean_s"], "replications": 1, "factors": {"fires": FIRES}}
    folder = swept_study(tmp_path, sweep)
    table = pd.read_parquet(bluelight.sweep(str(folder), tmp_path / "o", days=1).table)
    assert set(table["measure"]) == {"response_mean_s"}
    assert set(table["replication"]) == {0}


def test_levels_alike_to_six_figures_are_points_of_their_own(tmp_path: Path) -> None:
    near = {**FIRES, "values": [1.0000001, 1.0000002, 2]}
    study = bluelight.check(str(swept_study(tmp_path, {"factors": {"fires": near}})))
    assert [point["fires"] for point in study.points.values()] == [1.0000001, 1.0000002, 2]
    same = {**FIRES, "values": [1, 1.0]}
    assert "A level stands twice, 1" in refused(tmp_path / "b", {"factors": {"fires": same}})
    narrow = {**RANGE, "range": {"from": 1, "to": 1.000001}}
    drawn = {"design": "latin_hypercube", "points": 10, "factors": {"fires": narrow}}
    study = bluelight.check(str(swept_study(tmp_path / "c", drawn)))
    assert len({point["fires"] for point in study.points.values()}) == 10


@pytest.fixture(scope="module")
def of_each(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answer of each option, held against the first, over a grid of the small study."""
    folder = tmp_path_factory.mktemp("each")
    answer = {"title": "First arrival", "measure": "response_mean_s", "group": GROUP,
              "option": "each", "minus": "today"}  # fmt: skip
    sweep = {
        "options": ["today", "west_station", "operative"],
        "factors": {
            "fires": FIRES,
            "people": {**{k: v for k, v in PEOPLE.items() if k != "range"}, "values": [8, 10]},
        },
        "answers": {"first": answer},
    }
    bluelight.sweep(str(swept_study(folder, sweep)), folder / "out", days=2, replications=2)
    return folder / "out"


def test_an_answer_of_each_option_has_the_option_as_a_factor(of_each: Path) -> None:
    moved = pd.read_csv(of_each / "sensitivity.csv").set_index("factor")
    assert list(moved.index) == ["option", "fires", "people"]
    table = pd.read_parquet(of_each / "sweep.parquet")
    mine = table[(table["measure"] == "response_mean_s") & (table["group"] == GROUP)]
    mean = mine.pivot_table(index="replication", columns="option", values="value", observed=True)
    expected = interval((mean["operative"] - mean["west_station"]).to_numpy())
    found = moved.loc["option"]
    assert (found["value"], found["low"], found["high"]) == pytest.approx(expected, abs=1e-9)
    assert found["level"] == "operative"
    fewer = mine.pivot_table(
        index=["option", "people", "replication"], columns="fires", values="value", observed=True
    )
    gap = (fewer[2.0] - fewer[1.0]).groupby(["option", "replication"], observed=True).mean()
    both = (gap["west_station"] + gap["operative"]) / 2 - gap["today"]
    assert moved.loc["fires", "value"] == pytest.approx(both.mean(), abs=1e-9)


def test_the_small_multiples_set_the_options_side_by_side(of_each: Path) -> None:
    text = (of_each / "report.html").read_text(encoding="utf-8")
    assert "each option against" in text
    assert "over 8 settings" in text


def test_a_folder_keeps_the_tables_of_the_command_that_wrote_them(
    grid: Path, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in grid.glob("*.*")}
    for verb in ("run", "site"):
        ended = CliRunner().invoke(
            cli.app, [verb, str(sited(tmp_path / verb)), "--out", str(grid), "--days", "1"]
        )
        assert ended.exit_code == 1
        assert (
            f"holds the tables of `bluelight sweep`, and `{verb}` would write over them"
            in ended.output
        )
    assert {path.name: path.read_bytes() for path in grid.glob("*.*")} == before


@pytest.mark.parametrize(("verb", "folder"), [("sweep", "<study>-sweep"), ("site", "<study>-site")])
def test_help_names_the_folder_that_is_written(verb: str, folder: str) -> None:
    ended = CliRunner().invoke(cli.app, [verb, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert f"runs/{folder}" in ended.output


def test_an_answer_that_is_empty_at_a_level_says_why_nothing_is_known(tmp_path: Path) -> None:
    third = GROUP.replace("first;", "third;")
    answers = {
        "a": {"title": "First arrival", "measure": "response_mean_s", "group": GROUP},
        "b": {"title": "Third arrival", "measure": "response_mean_s", "group": third},
    }
    sweep = {
        "options": ["today"],
        "factors": {"fires": {**FIRES, "values": [0, 1]}},
        "answers": answers,
    }
    out = tmp_path / "out"
    words = ["sweep", str(swept_study(tmp_path, sweep)), "--out", str(out), "--workers", "1"]
    ended = CliRunner().invoke(cli.app, [*words, "--replications", "2", "--days", "7"])
    assert ended.exit_code == 0, ended.output
    why = "the answer was not measured in every replication at 1 of 2 settings"
    assert f"First arrival: nothing can be said of what it hangs on, as {why}." in ended.output
    nowhere = "the answer was not measured in every replication at any setting"
    assert list(pd.read_csv(out / "sensitivity.csv")["why_none"]) == [why, nowhere]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert why in page
    assert nowhere in page


def test_a_quick_sweep_knows_the_options_that_a_quick_run_leaves_out(tmp_path: Path) -> None:
    answer = {"title": "A", "measure": "response_mean_s", "group": GROUP, "option": "each"}
    sweep = {
        "options": ["today", "operative"],
        "factors": {"fires": FIRES},
        "answers": {"a": answer},
    }
    folder = swept_study(tmp_path, sweep, quick=["west_station"])
    out = tmp_path / "out"
    bluelight.sweep(str(folder), out, quick=True, days=1, replications=1)
    assert set(pd.read_csv(out / "points.csv")["option"]) == {"today", "operative"}
    assert "One officer in three roles" in (out / "report.html").read_text(encoding="utf-8")
