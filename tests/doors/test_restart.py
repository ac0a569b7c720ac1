"""Sweeps that are killed, interrupted, out of disk or at fault in part, and are started again."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from typer.testing import CliRunner

import bluelight
from bluelight import cli
from geography.region import Region, load_region
from results import store
from scenarios.scenario import Scenario
from sim import processes
from sim.batch import DIED, Progress, Task, play_all
from sim.run import RunLog
from tests.doors.dying import dies_for
from tests.doors.kept_runs import (
    POINTS,
    REPLICATIONS,
    SWEEP,
    SWEPT,
    alive,
    left_lying,
    started,
    tables_of,
    tasks_of,
    wait_for_tasks,
    workers_of,
)
from tests.doors.small_study import SMALL, planner_types

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals are not sent like this on Windows")


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study's sweep, undisturbed, on one process."""
    out = tmp_path_factory.mktemp("sweep") / "undisturbed"
    ended = planner_types(*SWEEP, "--out", out, "--workers", 1)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip().startswith(f"Sweep: {POINTS} points in ")
    return out


def test_a_run_that_is_killed_goes_on_where_it_stopped(swept: Path, tmp_path: Path) -> None:
    out = tmp_path / "killed"
    words = (*SWEEP, "--out", out, "--workers", 2)
    luck = random.Random()  # noqa: S311
    process = started(*words)
    wait_for_tasks(out, process, luck.randint(2, 8))
    time.sleep(luck.uniform(0, 0.2))
    children = workers_of(process.pid)
    process.kill()
    process.communicate()
    before = tasks_of(out)
    assert 0 < len(before) < POINTS * REPLICATIONS
    until = time.monotonic() + 20
    while any(alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(alive(child) for child in children), "workers outlive their parent"
    (out / "tasks" / ".x.parquet.1.part").write_bytes(b"half")
    ended = planner_types(*words)
    assert ended.returncode == 0, ended.stderr
    after = tasks_of(out)
    assert {name: after[name] for name in before} == before
    assert len(after) == POINTS * REPLICATIONS
    assert tables_of(out, SWEPT) == tables_of(swept, SWEPT)
    assert left_lying(out) == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds workers by /proc")
def test_a_worker_that_is_killed_does_not_stop_the_run(swept: Path, tmp_path: Path) -> None:
    out = tmp_path / "worker"
    process = started(*SWEEP, "--out", out, "--workers", 2)
    luck = random.Random()  # noqa: S311
    wait_for_tasks(out, process, luck.randint(1, 8))
    time.sleep(luck.uniform(0, 0.2))
    os.kill(luck.choice(workers_of(process.pid)), signal.SIGKILL)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert tables_of(out, SWEPT) == tables_of(swept, SWEPT)


@POSIX
def test_ctrl_c_ends_with_130_and_keeps_what_was_finished(tmp_path: Path) -> None:
    out = tmp_path / "interrupted"
    process = started(*SWEEP, "--out", out, "--workers", 2)
    wait_for_tasks(out, process, 2)
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells the whole group
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "What was finished before is kept" in said
    assert "Traceback" not in said
    assert 2 <= len(tasks_of(out)) < POINTS * REPLICATIONS
    assert left_lying(out) == []


def sometimes(replication: int, name: str) -> Iterator[None]:
    """Runs of these scenarios raise in this replication."""
    whole = processes.run

    def run(scenario: Scenario, region: Region, number: int = 0) -> RunLog:
        if number == replication and scenario.name.startswith(name):
            raise RuntimeError("a bug that nobody foresaw")
        return whole(scenario, region, number)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "run", run)
        yield


@pytest.fixture
def _west_fails_once() -> Iterator[None]:
    yield from sometimes(1, "west_station")


def typed(*words: object) -> tuple[int, str]:
    """What a planner types, in this process: exit status and all that is said."""
    ended = CliRunner().invoke(cli.app, [*map(str, words), "--days", "2"])
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.output


@pytest.mark.usefixtures("_west_fails_once")
def test_a_replication_that_an_option_lacks_is_left_out_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    status, said = typed("run", SMALL, "--out", tmp_path, "--replications", 2, "--workers", 1)
    assert status == 1
    assert "a bug that nobody foresaw" in said
    assert "west_station replication 1 (" in said
    assert f"{SMALL} --out {tmp_path} --replications 2 --days 2 --only DIGEST" in said
    table = pd.read_csv(tmp_path / "measures.csv")
    assert set(table["replication"]) == {0}
    assert table["scenario"].nunique() == 3
    (row,) = pd.read_csv(tmp_path / "failures.csv").to_dict("records")
    assert (row["scenario"], row["replication"]) == ("west_station", 1)
    text = (tmp_path / "failures" / f"{row['digest']}.txt").read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "a bug that nobody foresaw" in text


@pytest.mark.usefixtures("_west_fails_once")
def test_one_bad_point_of_a_sweep_does_not_stop_the_others(tmp_path: Path) -> None:
    words = ("sweep", SMALL, "--out", tmp_path, "--replications", 2, "--workers", 1)
    status, said = typed(*words)
    assert status == 1
    assert "a bug that nobody foresaw" in said
    table = pd.read_csv(tmp_path / "measures.csv")
    assert set(table["replication"]) == {0, 1}
    assert {name.partition("@")[0] for name in table["scenario"]} == {"today"}
    assert len(pd.read_csv(tmp_path / "failures.csv")) == POINTS // 2


def test_an_option_that_fails_always_is_left_out_and_the_others_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    for _ in sometimes(0, "west_station"):
        status, _ = typed("run", SMALL, "--out", tmp_path, "--replications", 1, "--workers", 1)
        assert status == 1
    table = pd.read_csv(tmp_path / "measures.csv")
    assert set(table["scenario"]) == {"today", "operative"}


def test_a_failed_run_is_played_alone_by_its_digest_and_then_the_study_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    words = ("run", SMALL, "--replications", 2, "--workers", 1)
    for _ in sometimes(1, "west_station"):
        assert typed(*words, "--out", tmp_path / "a")[0] == 1
        digest = pd.read_csv(tmp_path / "a" / "failures.csv")["digest"][0]
        status, said = typed(*words, "--out", tmp_path / "a", "--only", digest)
        assert status == 1
        assert f"west_station replication 1 ({digest}) failed" in said
        assert "Traceback" not in said
    status, said = typed(*words, "--out", tmp_path / "a", "--only", digest[:8])
    assert status == 0
    assert f"{digest}.parquet" in said
    assert (tmp_path / "a" / "logs" / "west_station" / "1.parquet").is_file()
    before = tasks_of(tmp_path / "a")
    assert typed(*words, "--out", tmp_path / "a")[0] == 0
    assert tasks_of(tmp_path / "a") == before  # nothing was left to play
    assert not (tmp_path / "a" / "failures.csv").exists()
    assert list((tmp_path / "a" / "failures").iterdir()) == []
    assert typed(*words, "--out", tmp_path / "b")[0] == 0
    assert tables_of(tmp_path / "a") == tables_of(tmp_path / "b")


def test_a_digest_unknown_or_too_short_is_told_so(tmp_path: Path) -> None:
    for digest in ("0" * 32, "a"):
        status, said = typed("run", SMALL, "--out", tmp_path / "x", "--only", digest)
        assert status == 1
        assert f"No run of this study has the digest '{digest}'" in said
        assert "failures.csv or provenance.json" in said
    assert not (tmp_path / "x").exists()


def test_a_run_of_the_sweep_is_found_by_its_digest_too(tmp_path: Path) -> None:
    words = ("--replications", 1, "--workers", 1, "--out", tmp_path)
    assert typed("sweep", SMALL, *words)[0] == 0
    tasks = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["tasks"]
    name = next(name for name in tasks if name.startswith("today@fires=2"))
    status, said = typed("run", SMALL, *words, "--only", tasks[name])
    assert status == 0
    assert f"{name.removesuffix('/0')} replication 0 ({tasks[name]}) was played" in said


def test_a_disk_that_fills_half_way_keeps_what_was_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, left = store.pq.write_table, [11]

    def nearly_full(table: pa.Table, where: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            Path(where).write_bytes(b"half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(table, where)

    words = ("sweep", SMALL, "--replications", 1, "--workers", 1)
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    monkeypatch.setattr(store.pq, "write_table", nearly_full)
    status, said = typed(*words, "--out", tmp_path / "full")
    assert status == 1
    assert os.strerror(errno.ENOSPC) in said
    assert "What was finished before is kept" in said
    assert left_lying(tmp_path) == []
    before = tasks_of(tmp_path / "full")
    assert len(before) >= 4
    monkeypatch.setattr(store.pq, "write_table", whole)
    assert typed(*words, "--out", tmp_path / "full")[0] == 0
    after = tasks_of(tmp_path / "full")
    assert {name: after[name] for name in before} == before
    assert typed(*words, "--out", tmp_path / "fresh")[0] == 0
    assert tables_of(tmp_path / "full", SWEPT) == tables_of(tmp_path / "fresh", SWEPT)


def test_a_task_that_kills_its_process_is_named_and_all_others_are_played() -> None:
    study = bluelight.check(str(SMALL)).with_changes(days=1)
    scenarios = {s.name: s for s in study.scenarios if "@" not in s.name}
    tasks = [Task(f"{n}/{name}", name, n) for n in range(2) for name in scenarios]
    kept: dict[Task, str] = {}
    told: list[int] = []

    def heard(progress: Progress) -> None:
        told.append(progress.over)

    progress = play_all(
        tasks, scenarios, load_region(study.region_place), study.region_place,
        partial(dies_for, scenario="west_station"), kept.__setitem__, 2, heard,
    )  # fmt: skip
    assert kept == {task: task.scenario for task in tasks if task.scenario != "west_station"}
    assert {task.scenario for task, _ in progress.failures} == {"west_station"}
    assert [why for _, why in progress.failures] == [DIED, DIED]
    assert told[-1] == progress.total == len(tasks)


def test_processes_that_die_before_they_play_anything_are_not_started_for_ever() -> None:
    study = bluelight.check(str(SMALL)).with_changes(days=1)
    scenarios = {study.baseline.name: study.baseline}
    tasks = [Task(str(n), study.baseline.name, n) for n in range(30)]
    progress = play_all(
        tasks, scenarios, load_region(study.region_place), study.region_place,
        partial(dies_for, scenario=study.baseline.name), lambda *_: None, 2,
    )  # fmt: skip
    assert len(progress.failures) == len(tasks)
    assert all(DIED in why for _, why in progress.failures)
