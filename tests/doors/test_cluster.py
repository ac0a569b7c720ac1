"""Runs on a cluster: a scheduler and workers of this machine, some killed, some strangers, some not there."""

from __future__ import annotations

import pickle
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from geography.parcel import OtherRegion, Parcel, parcel_of, unpacked
from geography.region import load_region
from results.digest import code_digest
from results.task import finish
from scenarios.load import load_study
from scenarios.scenario import Scenario
from sim import cluster, roll_call, worker
from sim.batch import Progress, Task, play_all
from sim.cluster import Muster
from sim.processes import Finish
from sim.roll_call import ClusterAt, ClusterFault
from sim.worker import (
    SOURCE,
    Briefing,
    NotBriefed,
    Stranger,
    brief,
    fingerprint,
    play,
    unlike,
)
from tests.doors.dask_on_this_machine import (
    FATAL,
    Dask,
    alone_in_its_process,
    not_of_the_fatal,
    wait_until,
    where_it_was_played,
)
from tests.doors.small_study import (
    ROOT,
    SMALL,
    STUDY,
    command,
    copy_of,
    planner_types,
    surroundings,
)

SWEPT = ("measures.csv", "differences.csv", "costs.csv", "sweep.parquet")
POINTS = 8
SWEEP = ("sweep", SMALL, "--replications", 1, "--days", 7)
DAYS = 2


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    there = Dask(tmp_path_factory.mktemp("dask"))
    yield there
    there.end()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study's sweep on one process."""
    out = tmp_path_factory.mktemp("sweep") / "alone"
    ended = planner_types(*SWEEP, "--out", out, "--workers", 1)
    assert ended.returncode == 0, ended.stderr
    return out


def files_of(folder: Path) -> dict[str, bytes]:
    """The tables, and what is kept of each run and its log."""
    files = [folder / name for name in SWEPT]
    for below in ("tasks", "logs", "calls", "units"):
        files += [path for path in (folder / below).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def tasks_of(folder: Path) -> list[Path]:
    return sorted((folder / "tasks").glob("*.parquet"))


@contextmanager
def sweeping(at: str, out: Path, tasks: int) -> Iterator[subprocess.Popen[str]]:
    """A sweep on a cluster of which so many tasks are on disk."""
    process = subprocess.Popen(
        command(*SWEEP, "--out", out, "--cluster", at),
        cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        wait_until(lambda: len(tasks_of(out)) >= tasks, process)
        yield process
    finally:
        process.kill()
        process.communicate()


# Interrupted


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals are not sent so on Windows")
def test_ctrl_c_ends_with_130_and_leaves_the_cluster_to_others(dask: Dask, tmp_path: Path) -> None:
    out = tmp_path / "interrupted"
    dask.with_workers(1)
    with sweeping(dask.address, out, 1) as process:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "What was finished before is kept" in said
    assert "Traceback" not in said
    assert len(tasks_of(out)) < POINTS
    assert dask.workers[-1].poll() is None


# The same tables


def test_a_sweep_of_which_a_worker_is_killed_has_the_tables_of_one_process(
    dask: Dask, alone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "cluster"
    first = dask.with_workers(2).workers[0]
    with sweeping(dask.address, out, 2) as process:
        first.kill()
        said, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    assert said.startswith(f"Sweep: {POINTS} points in ")
    assert not [line for line in complaints.splitlines() if not line.split(",")[0].endswith("runs")]
    assert len(tasks_of(out)) == POINTS
    assert files_of(out) == files_of(alone)


# What is sent, and what happens to it


def played_at(
    dask: Dask, study: Path, keep_of: Finish, *names: str
) -> tuple[dict[str, object], Progress]:
    """The first replication of a study's baseline under some names, played on the cluster."""
    scenarios, place = baseline_of(study, *names)
    kept: dict[str, object] = {}
    progress = play_all(
        [Task(f"digest of {name}", name, 0) for name in scenarios],
        scenarios, load_region(place), place, keep_of,
        lambda task, tables: kept.update({task.scenario: tables}),
        cluster=ClusterAt(dask.address, code_digest),
    )  # fmt: skip
    return kept, progress


def baseline_of(study: Path, *names: str) -> tuple[dict[str, Scenario], str]:
    loaded = load_study(str(study)).with_changes(days=DAYS)
    baseline = loaded.baseline
    return {name: baseline.model_copy(update={"name": name}) for name in names}, loaded.region_place


def test_a_run_that_kills_its_workers_is_named_and_all_others_are_played(
    dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "DEATHS", 2)
    dask.with_workers(3)
    innocent = tuple(f"innocent {number}" for number in range(12))
    names = (*innocent[:2], FATAL, "raises", *innocent[2:])
    kept, progress = played_at(dask, SMALL, not_of_the_fatal, *names)
    assert set(kept) == set(innocent)
    failed = {str(task): why.strip().splitlines()[-1] for task, why in progress.failures}
    assert set(failed) == {
        "fatal replication 0 (digest of fatal)", "raises replication 0 (digest of raises)",
    }  # fmt: skip
    assert "2 workers died while they played it" in failed["fatal replication 0 (digest of fatal)"]
    assert "a bug that nobody foresaw" in failed["raises replication 0 (digest of raises)"]


def test_a_region_s_folder_travels_and_is_read_once_a_process(dask: Dask, tmp_path: Path) -> None:
    dask.with_workers(1)
    study = copy_of(tmp_path)
    scenarios, place = baseline_of(study, "one")
    region = load_region(place)
    at = ClusterAt(dask.address, code_digest)
    crew = Muster(at, region, place, None, where_it_was_played)(2)
    shutil.rmtree(study)
    try:
        got = [crew.submit(scenarios["one"], 0).result(60) for _ in range(2)]
    finally:
        crew.close()
    assert {(one["region"], one["name"]) for one in got} == {(region.digest, "tinyshire")}
    assert {one["process"] for one in got} <= {one.pid for one in dask.workers}
    assert got[0]["calls"] > 0


def test_a_planner_s_own_calls_are_played_there_as_here(dask: Dask, tmp_path: Path) -> None:
    dask.with_workers(2)
    study = copy_of(tmp_path, (STUDY, "seed: 7", "seed: 7\ncalls: calls.csv"))
    rows = "".join(f"2014-05-06T{hour:02}:00,Z1,dwelling_fire,fire,{hour}\n" for hour in range(24))
    (study / "calls.csv").write_text("at,zone,kind,category,id\n" + rows, encoding="utf-8")
    there, progress = played_at(dask, study, finish, "one", "two")
    assert not progress.failures
    scenarios, place = baseline_of(study, "one")
    assert scenarios["one"].recorded is not None
    here: dict[str, object] = {}
    play_all(
        [Task("", "one", 0)], scenarios, load_region(place), place, finish,
        lambda _, tables: here.update(tables),
    )  # fmt: skip
    tables = there["one"]
    assert isinstance(tables, dict)
    assert tables.keys() == here.keys()
    for name, table in here.items():
        pd.testing.assert_frame_equal(tables[name], table)
    assert len(tables["calls"]) >= 24


def test_all_workers_gone_for_long_is_a_lost_cluster(
    dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ALONE_S", 2.0)
    monkeypatch.setattr(cluster, "AGAIN_S", 0.0)
    dask.with_workers(2)
    for one in dask.workers[1:]:
        one.kill()
        one.wait()
    time.sleep(3)  # until the scheduler has missed it: the roll call would name it
    fatal = partial(played_at, dask, SMALL, not_of_the_fatal, FATAL)
    with pytest.raises(ClusterFault, match=r"lost half way\. .* has no workers\. Start some: dask"):
        fatal()


# Strangers


@pytest.fixture(scope="module")
def other_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bluelight with one line more."""
    there = tmp_path_factory.mktemp("other")
    for room in ("geography", "scenarios", "sim", "results", "bluelight"):
        shutil.copytree(
            ROOT / room, there / room, ignore=shutil.ignore_patterns("*.pyc", "regions")
        )
    with (there / "sim" / "scene.py").open("a", encoding="utf-8") as file:
        file.write("\nMORE = 1\n")
    return there


def test_a_worker_of_another_version_is_refused_or_left_out(
    dask: Dask, other_source: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dask.with_workers(1)
    scenarios, place = baseline_of(SMALL, "one")
    at = ClusterAt(dask.address, code_digest)
    crew = Muster(at, load_region(place), place, None, where_it_was_played)(9)
    stranger = dask.stranger(other_source)
    try:
        runs = [crew.submit(scenarios["one"], 0) for _ in range(4)]
        wait_until(lambda: caplog.messages, stranger)
        runs += [crew.submit(scenarios["one"], 0) for _ in range(4)]
        assert {run.result(60)["process"] for run in runs} <= {one.pid for one in dask.workers}
        (said,) = caplog.messages
        assert said.startswith("Left out: worker tcp://127.0.0.1:")
        with pytest.raises(ClusterFault) as caught:
            played_at(dask, SMALL, where_it_was_played, "one")
    finally:
        crew.close()
        stranger.kill()
        stranger.wait()
    first, named, last = str(caught.value).splitlines()
    assert f"not all at {dask.address} run what this computer runs" in first
    assert named.startswith("  worker tcp://127.0.0.1:")
    assert f"{SOURCE} " in named
    assert f", here {code_digest()[:12]}" in named
    assert "start the worker or scheduler anew" in last


def test_a_process_that_runs_something_else_plays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scenarios, place = baseline_of(SMALL, "one")
    briefing = Briefing(
        parcel_of(load_region(place), place), None, where_it_was_played, code_digest
    )
    packed, scenario = briefing.packed(), pickle.dumps(scenarios["one"])
    with pytest.raises(NotBriefed, match="first"):
        play("first", scenario, 0)
    brief("first", packed)
    assert play("first", scenario, 0)["calls"] > 0
    monkeypatch.setattr(worker, "fingerprint", lambda *_: {SOURCE: "another"})
    brief("second", packed)
    with pytest.raises(Stranger, match=f"{SOURCE} another, here {code_digest()[:12]}"):
        play("second", scenario, 0)


def test_threads_of_a_worker_play_one_run_at_a_time() -> None:
    scenarios, place = baseline_of(SMALL, "one")
    parcel = parcel_of(load_region(place), place)
    brief("threads", Briefing(parcel, None, alone_in_its_process, code_digest).packed())
    scenario = pickle.dumps(scenarios["one"])
    with ThreadPoolExecutor(3) as threads:
        runs = [threads.submit(play, "threads", scenario, 0) for _ in range(3)]
    assert len({run.result()["calls"] for run in runs}) == 1


def test_a_fingerprint_names_python_and_the_packages_that_shape_tables() -> None:
    here = dict(fingerprint(code_digest))
    assert here[SOURCE] == code_digest()
    assert {"Python", "numpy", "scipy"} <= here.keys()
    assert unlike(here, here) == ""
    there = {**here, "numpy": "1.0", "Python": "3.9"}
    assert (
        unlike(there, here) == f"Python 3.9, here {here['Python']}, numpy 1.0, here {here['numpy']}"
    )
    assert roll_call.differing(here, here) == ""
    missing = roll_call.differing(ModuleNotFoundError("No module named 'sim'"), here)
    assert missing == "Bluelight is missing or is another version (No module named 'sim')"


def test_a_bundled_region_travels_by_name_and_another_of_that_name_is_found_out() -> None:
    region = load_region(SMALL / "tinyshire")
    assert parcel_of(region, "cornwall").files == {}
    whole = parcel_of(region, str(SMALL / "tinyshire"))
    assert unpacked(whole).digest == region.digest
    spoilt = whole.files["zones.csv"].replace(b"6000", b"6001", 1)
    with pytest.raises(OtherRegion, match="tinyshire"):
        unpacked(Parcel(whole.name, whole.digest, {**whole.files, "zones.csv": spoilt}))


# Lost


def test_a_scheduler_that_is_lost_is_said_and_what_was_finished_is_kept(
    dask: Dask, alone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "lost"
    dask.with_workers(1)
    with sweeping(dask.address, out, 2) as process:
        dask.scheduler.kill()
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "The cluster was lost half way." in said
    assert f"nobody answers at {dask.address}" in said
    assert said.strip().endswith(cluster.KEPT)
    assert "Traceback" not in said
    assert "Task" not in said
    assert 2 <= len(tasks_of(out)) < POINTS
    for task in tasks_of(out):
        assert task.read_bytes() == (alone / "tasks" / task.name).read_bytes()
