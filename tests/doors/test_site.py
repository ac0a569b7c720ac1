"""Places sited as a planner does it: the real command line, killed half way, on any number of processes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import bluelight
from bluelight import cli
from geography.region import Region
from scenarios.scenario import Scenario
from sim import processes
from sim.run import RunLog
from tests.doors.kept_runs import started, tables_of, tasks_of, wait_for_tasks, workers_of
from tests.doors.sited import sited
from tests.doors.small_study import planner_types

TABLES = ("site.csv", "measures.csv", "differences.csv", "costs.csv")
# A contest that five replications cannot settle, and one of a single combination; two days each.
CLOSE = (
    ("k: [1, 2]", "k: [1, 3]"),
    ("    both_seconds: {title: Second pumps at both, places: [east_second, mid_second]}", "    {}"),
    ("simulate: 2", "simulate: 3"),
    ("measure: people_within_standard", "measure: response_mean_s"),
    ("basis=availability;clock=fire_from_call;service=fire;standard=fire_10_min",
     "clock=fire_from_call;order=first;service=fire"),
    ("better: more", "better: less"),
    ("confidence: 0.9", "confidence: 0.99"),
    ("value: 20, unit: people", "value: 1, unit: s"),
    ("max_replications: 6", "max_replications: 5"),
)  # fmt: skip
DAYS = 2
RUNS = (
    3 * 6 + 3 + 6
)  # three candidates six times, all of them together three times, today six times


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sited(tmp_path_factory.mktemp("study"), *CLOSE)


@pytest.fixture(scope="module")
def found(study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study's places, sited undisturbed on one process."""
    out = tmp_path_factory.mktemp("site") / "undisturbed"
    ended = planner_types("site", study, "--out", out, "--workers", 1, "--days", DAYS)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout.strip().splitlines()[-1] == f"Report: {(out / 'report.html').resolve()}"
    assert (
        "Objective: response_mean_s (clock=fire_from_call;order=first;service=fire) against"
        in ended.stdout
    )
    assert "in s; less is better." in ended.stdout
    assert "Best 1: not decided within the replications played." in ended.stdout
    assert "Best 3: not decided" not in ended.stdout
    return out


def test_it_writes_the_files_of_the_contract(found: Path) -> None:
    table = pd.read_csv(found / "site.csv")
    assert {"places", "objective", "low", "high", "probability_best", "simulated", "replications",
            "screen_objective"} <= set(table)  # fmt: skip
    one = table[table["k"] == 1]
    assert one["replications"].max() == 5
    assert one["still_in"].sum() > 1
    assert (one.loc[one["still_in"], "replications"] == 5).all()
    assert one["probability_best"].sum() == pytest.approx(1.0)
    assert not one["decided"].any()
    assert list(one["chosen"]) == [True, False, False]
    assert (one["behind"] >= 0).all()
    assert (one["low"] <= one["objective"]).all()
    assert (one["objective"] <= one["high"]).all()
    measures = pd.read_csv(found / "measures.csv")
    runs = measures.groupby("scenario")["replication"].nunique()
    assert runs.drop("today").to_dict() == dict(
        zip(table["scenario"], table["replications"], strict=True)
    )
    assert runs["today"] == 5
    assert runs.sum() <= len(tasks_of(found)) <= RUNS
    differences = pd.read_csv(found / "differences.csv")
    assert set(differences["baseline"]) == {"today"}
    said = json.loads((found / "provenance.json").read_text(encoding="utf-8"))
    assert said["site"]["procedure"].startswith("Kim and Nelson 2001")
    assert len(said["tasks"]) == runs.sum()
    page = (found / "report.html").read_text(encoding="utf-8")
    assert "Which places are best" in page
    assert "not decided" in page
    assert (found / "figures" / "siting.png").is_file()
    changes = page[page.index("What changes</h2>") : page.index("Limits</h2>")]
    assert (
        changes.count('<tr class="first">') == 3
    )  # a candidate each; nothing is changed in every combination


def test_the_objective_is_the_mean_of_the_measure(found: Path) -> None:
    table, measures = (pd.read_csv(found / name) for name in ("site.csv", "measures.csv"))
    mine = measures[(measures["measure"] == "response_mean_s")
                    & (measures["group"] == "clock=fire_from_call;order=first;service=fire")]  # fmt: skip
    wide = mine.pivot_table(index="replication", columns="scenario", values="value")
    for row in table.to_dict("records"):
        less = wide[row["scenario"]] - wide["today"]  # of: difference
        assert row["objective"] == pytest.approx(less.mean())
        assert row["replications"] == less.notna().sum()


def test_all_candidates_are_the_best_of_that_many(found: Path) -> None:
    table = pd.read_csv(found / "site.csv")
    three = table[table["k"] == 3]
    assert list(three["places"]) == ["west;east_second;mid_second"]
    assert three["chosen"].all()
    assert three["decided"].all()
    assert list(three["probability_best"]) == [1.0]


def test_again_it_plays_nothing(found: Path, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    before, tables = tasks_of(found), tables_of(found, TABLES)
    bluelight.site(str(study), found, days=DAYS)
    assert tasks_of(found) == before
    assert tables_of(found, TABLES) == tables


@pytest.mark.skipif(os.name == "nt", reason="signals are not sent like this on Windows")
def test_killed_half_way_it_goes_on_to_the_same_bytes(
    found: Path, study: Path, tmp_path: Path
) -> None:
    out = tmp_path / "killed"
    words = ("site", study, "--out", out, "--workers", 1, "--days", DAYS)
    process = started(*words)
    wait_for_tasks(out, process, random.Random().randint(2, 14))  # noqa: S311
    time.sleep(random.Random().uniform(0, 0.2))  # noqa: S311
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = tasks_of(out)
    assert 0 < len(before) < RUNS
    assert not (out / "site.csv").exists()
    ended = planner_types(*words)
    assert ended.returncode == 0, ended.stderr
    after = tasks_of(out)
    assert {name: after[name] for name in before} == before
    assert tables_of(out, TABLES) == tables_of(found, TABLES)


def test_other_names_of_candidates_change_nothing_but_names(
    found: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    out = tmp_path / "out"
    shutil.copytree(found / "tasks", out / "tasks")
    before = set(tasks_of(out))
    renamed = [("    west:\n", "    zulu:\n"), ("    east_second:\n", "    alfa:\n")]
    table = bluelight.site(str(sited(tmp_path, *CLOSE, *renamed)), out, days=DAYS).table
    assert set(tasks_of(out)) == before
    same = pd.read_csv(found / "site.csv")
    places = [
        place.replace("west", "zulu").replace("east_second", "alfa") for place in same["places"]
    ]
    assert list(table["places"]) == places
    for column in ("objective", "low", "high", "probability_best", "screen_objective"):
        assert list(table[column]) == pytest.approx(list(same[column]))


def test_a_run_that_raises_leaves_its_replication_out_and_is_named(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = processes.run

    def sometimes(scenario: Scenario, region: Region, replication: int = 0) -> RunLog:
        if replication == 1 and scenario.name == "1_of_3_no_2":
            raise RuntimeError("a bug that nobody foresaw")
        return whole(scenario, region, replication)

    monkeypatch.setattr(processes, "run", sometimes)
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    out = tmp_path / "out"
    words = ["site", str(study), "--out", str(out), "--days", "2", "--workers", "1"]
    ended = CliRunner().invoke(cli.app, [*words, "--replications", "4"])
    assert ended.exit_code == 1
    assert "a bug that nobody foresaw" in ended.output
    assert set(pd.read_csv(out / "measures.csv")["replication"]) == {0, 2, 3}
    assert set(pd.read_csv(out / "site.csv").query("k == 1")["replications"]) == {3}
    few = ["3" if word == "4" else word for word in [*words, "--replications", "4"]]
    ended = CliRunner().invoke(cli.app, few)
    assert ended.exit_code == 1
    assert "Only 2 replications could be finished" in ended.output


def test_an_objective_that_was_not_measured_is_said(tmp_path: Path) -> None:
    study = sited(
        tmp_path,
        ("measure: people_within_standard", "measure: ambulance_hours_released"),
        ("basis=availability;clock=fire_from_call;service=fire;standard=fire_10_min", "service=ambulance"),
        ("value: 20, unit: people", "value: 20, unit: h per year"),
        ("first_stage: 3", "first_stage: 2"),
    )  # fmt: skip
    words = ["site", str(study), "--out", str(tmp_path / "out"), "--days", "1", "--workers", "1"]
    ended = CliRunner().invoke(cli.app, words)
    assert ended.exit_code == 1
    assert "ambulance_hours_released (service=ambulance) was not measured under" in ended.output
    assert not (tmp_path / "out" / "site.csv").exists()


def test_a_run_of_the_siting_is_found_by_its_digest_and_is_the_same(
    found: Path, study: Path, tmp_path: Path
) -> None:
    said = json.loads((found / "provenance.json").read_text(encoding="utf-8"))
    digest = said["tasks"]["3_of_3_no_1/2"]
    words = ["run", str(study), "--days", "2", "--out", str(tmp_path), "--only", digest[:12]]
    ended = CliRunner().invoke(cli.app, words)
    assert ended.exit_code == 0, ended.output
    assert f"3_of_3_no_1 replication 2 ({digest}) was played" in ended.output
    assert list(tasks_of(tmp_path)) == [f"{digest}.parquet"]
    mine, theirs = (
        pd.read_parquet(path / "tasks" / f"{digest}.parquet") for path in (tmp_path, found)
    )
    pd.testing.assert_frame_equal(mine, theirs)
    ended = CliRunner().invoke(cli.app, [*words[:2], *words[4:]])  # other days, other digests
    assert ended.exit_code == 1
    assert "No run of this study has the digest" in ended.output


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds workers by /proc")
def test_a_worker_that_is_killed_changes_nothing(found: Path, study: Path, tmp_path: Path) -> None:
    out = tmp_path / "worker"
    process = started("site", study, "--out", out, "--workers", 2, "--days", DAYS)
    wait_for_tasks(out, process, 2)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert tables_of(out, TABLES) == tables_of(found, TABLES)


def test_check_says_how_many_candidates_there_are(study: Path) -> None:
    ended = CliRunner().invoke(cli.app, ["check", str(study)])
    assert ended.exit_code == 0
    assert "3 candidates of a siting (best 1, 3)" in ended.output
