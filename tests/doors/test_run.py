"""Runs as a planner starts, breaks and resumes them: the real command line, in processes of its own."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import bluelight
from bluelight import cli
from bluelight.progress import progress_shown
from results import store
from scenarios.measure_words import MEASURES
from sim.batch import Progress
from tests.doors.kept_runs import left_lying, tables_of, tasks_of
from tests.doors.small_study import ROOT, SMALL, planner_types, surroundings


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, run whole on one process."""
    out = tmp_path_factory.mktemp("run") / "one"
    ended = planner_types("run", SMALL, "--out", out, "--workers", 1, "--replications", 2)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    said = ended.stdout.strip().splitlines()
    assert said[-1] == f"Report: {(out / 'report.html').resolve()}"
    assert any("Saving less capital" in line and "reproduced" in line for line in said)
    return out


def test_a_run_writes_the_files_of_the_contract(played: Path) -> None:
    columns = {
        "measures.csv": "scenario,replication,measure,group,value,unit",
        "differences.csv": "measure,group,baseline,option,difference,low,high,pairs,unit",
        "costs.csv": "scenario,replication,agency,item,driver,quantity,rate_gbp,amount_gbp_per_year",
        "bid_check.csv": "figure,bid_value,model_value,unit,verdict,note",
    }
    for name, head in columns.items():
        first, *rest = (played / name).read_text(encoding="utf-8").splitlines()
        assert first.startswith(head), name
        assert rest, name
    assert len(tasks_of(played)) == 3 * 2
    for option in ("today", "west_station", "operative"):
        log = pd.read_parquet(played / "logs" / option / "0.parquet")
        assert list(log.columns) == ["at_s", "kind", "call", "unit", "need", "people", "node"]
        assert (played / "calls" / option / "0.parquet").is_file()
        assert not (played / "logs" / option / "1.parquet").exists()
        assert (played / "units" / f"{option}.parquet").is_file()
    assert (played / "figures" / "summary.png").read_bytes()[:4] == b"\x89PNG"
    assert b"<svg" in (played / "figures" / "summary.svg").read_bytes()
    report = (played / "report.html").read_text(encoding="utf-8")
    assert "Illustrative: not for decision" in report
    assert "Quick run" not in report
    said = json.loads((played / "provenance.json").read_text(encoding="utf-8"))
    assert (said["seed"], said["days"], said["replications"], said["quick"]) == (7, 14, 2, False)
    assert said["source_digest"]
    assert left_lying(played) == []
    parquet = pd.read_parquet(played / "measures.parquet")
    pd.testing.assert_frame_equal(
        parquet, pd.read_csv(played / "measures.csv", keep_default_na=False)
    )


def test_two_workers_write_the_same_bytes_and_a_second_run_plays_nothing(
    played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "two"
    words = ("run", SMALL, "--out", out, "--workers", 2, "--replications", 2)
    assert planner_types(*words).returncode == 0
    assert tables_of(out) == tables_of(played)
    before = tasks_of(out)
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    run_here(out, "--replications", 2)
    assert tasks_of(out) == before
    assert tables_of(out) == tables_of(played)


def test_the_verbs_from_python_give_the_same_tables(
    played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    before = tasks_of(played)
    again = bluelight.run(str(SMALL), played, replications=2)
    assert tasks_of(played) == before
    store.write_csv(tmp_path / "measures.csv", again.measures)
    store.write_csv(tmp_path / "differences.csv", again.differences)
    names = ("measures.csv", "differences.csv")
    assert tables_of(tmp_path, names) == tables_of(played, names)
    assert bluelight.check(str(SMALL)).name == "small"
    assert set(bluelight.measures()["measure"]) == set(MEASURES)
    assert "hayle" in bluelight.studies()
    assert "Calls worth telling" in bluelight.tell(played)


def run_here(out: Path, *words: object) -> dict[str, object]:
    """A run in this process; gives its provenance."""
    ended = CliRunner().invoke(
        cli.app, ["run", str(SMALL), "--out", str(out), "--workers", "1", *map(str, words)]
    )
    assert ended.exit_code == 0, ended.output
    said: dict[str, object] = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    return said


def test_days_seed_and_replications_override_the_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    out = tmp_path / "short"
    said = run_here(out, "--days", 3, "--seed", 8, "--replications", 1)
    assert (said["days"], said["seed"], said["replications"]) == (3, 8, 1)
    first = tables_of(out)
    other = run_here(out, "--days", 3, "--seed", 9, "--replications", 1)
    assert other["tasks"] != said["tasks"]
    assert tables_of(out) != first
    assert run_here(out, "--days", 3, "--seed", 8, "--replications", 1)["tasks"] == said["tasks"]
    assert tables_of(out) == first
    log = pd.read_parquet(out / "logs" / "today" / "0.parquet")
    mine = bluelight.run(str(SMALL), tmp_path / "new", days=3, seed=8, replications=1)
    pd.testing.assert_frame_equal(
        log, pd.read_parquet(mine.directory / "logs" / "today" / "0.parquet")
    )


def test_a_task_file_that_is_damaged_is_played_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    out, words = tmp_path / "damaged", ("--days", 3, "--replications", 1)
    run_here(out, *words)
    whole, before = tables_of(out), tasks_of(out)
    spoiled = sorted((out / "tasks").iterdir())[0]
    spoiled.write_bytes(spoiled.read_bytes()[:1000])
    run_here(out, *words)
    assert tables_of(out) == whole
    assert {n for n, at in tasks_of(out).items() if before[n] != at} == {spoiled.name}


def test_quick_is_stamped_and_keeps_every_log_if_asked(tmp_path: Path) -> None:
    out = tmp_path / "quick"
    said = run_here(out, "--quick", "--days", 2, "--replications", 2, "--keep-logs")
    assert (said["quick"], said["days"], said["replications"]) == (True, 2, 2)
    assert "Quick run: not for decision" in (out / "report.html").read_text(encoding="utf-8")
    assert (out / "logs" / "today" / "1.parquet").is_file()


def test_quick_is_five_replications_of_28_days() -> None:
    quick = bluelight.check(str(SMALL)).with_changes(quick=True)
    assert (quick.replications, quick.baseline.calendar.days) == (5, 28)


def test_a_quick_run_plays_the_options_that_the_study_names_for_it() -> None:
    whole = bluelight.check("lincolnshire")
    quick = whole.with_changes(quick=True)
    names = [s.name for s in quick.scenarios if s.name not in quick.points]
    assert names == [whole.baseline.name, *whole.head.quick]
    assert len(whole.scenarios) > len(quick.scenarios)
    assert whole.with_changes(days=3).scenarios[-1].name == whole.scenarios[-1].name
    assert {s.name for s in quick.scenarios} >= set(quick.points)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_disk_that_cannot_be_written_says_which_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(store.pq, "write_table", full)
    ended = CliRunner().invoke(
        cli.app, ["sweep", str(SMALL), "--out", str(tmp_path / "out"), "--workers", "1"]
    )
    assert ended.exit_code == 1
    assert re.search(r"out/\S+\.parquet: \w", ended.output.replace("\\", "/"))
    assert os.strerror(number) in ended.output
    assert isinstance(ended.exception, SystemExit)
    assert left_lying(tmp_path) == []


def test_out_that_is_a_file_is_refused_before_anything_is_played(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "taken", tmp_path / "taken" / "below"):
        ended = CliRunner().invoke(cli.app, ["run", str(SMALL), "--out", str(out)])
        assert ended.exit_code == 1
        assert "taken" in ended.output
        assert isinstance(ended.exception, SystemExit)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def told(*words: object) -> tuple[int, str]:
    ended = CliRunner().invoke(cli.app, ["tell", *map(str, words)])
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.output


def test_tell_lists_notable_calls_and_tells_each(played: Path) -> None:
    for option in ("today", "west_station", "operative"):
        status, listed = told(played, "--option", option)
        assert status == 0
        numbers = re.findall(r"^ +(\d+)  \w", listed, flags=re.M)
        assert numbers
        for number in numbers:
            status, story = told(played, number, "--option", option)
            assert status == 0
            assert story.startswith(f"Call {number}: ")
            assert "Somebody rings for" in story
            assert re.search(r"(First on scene: .* after the call|Nobody reached the scene)", story)
            assert "nan" not in story.lower().split()
            assert "_" not in story.replace("west_station", "").replace("op_", ""), story


def test_tell_says_kindly_what_is_not_there(played: Path, tmp_path: Path) -> None:
    for words, said in (
        ((played, 999_999), "There is no call 999999 in option today, replication 0."),
        ((played, "--option", "operativ"), "Did you mean operative?"),
        ((played, "--replication", 1), "No log of replication 1 was kept."),
        ((tmp_path,), "There is no finished run here"),
        ((tmp_path / "nowhere",), "There is no finished run here"),
    ):
        status, output = told(*words)
        assert status == 1
        assert said in output
    (tmp_path / "provenance.json").write_text("{}", encoding="utf-8")
    status, output = told(tmp_path)
    assert status == 1
    assert "provenance.json" in output


def test_measures_lists_every_measure() -> None:
    ended = CliRunner().invoke(cli.app, ["measures"])
    assert ended.exit_code == 0
    for name, (unit, _, keys) in MEASURES.items():
        assert f"{name}  [{unit}]" in ended.output
        assert f"groups: {', '.join(keys)}" in ended.output


def test_studies_lists_every_bundled_study() -> None:
    ended = CliRunner().invoke(cli.app, ["studies"])
    assert ended.exit_code == 0
    assert re.search(r"^hayle +Hayle: one station", ended.output, flags=re.M)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom bluelight.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'simpy', 'matplotlib', 'pyarrow', 'pydantic', 'shapely'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=surroundings(), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert "HEAVY []" in ended.stdout
    for verb in ("run", "sweep", "check", "tell", "measures", "studies"):
        assert re.search(rf"\b{verb}\b", ended.stdout)


SCRIPT = """\
import bluelight

print("begins")
bluelight.sweep({study!r}, {out!r}, days=2, replications=1, workers=2)
"""


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(SCRIPT.format(study=str(SMALL), out=str(tmp_path / "out")), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=surroundings(), capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stdout.count("begins") == 1
    assert 'below `if __name__ == "__main__":`, or use workers=1' in ended.stderr
    assert ended.stderr.count("Traceback") == 1


def test_a_script_with_a_guard_may_use_several_workers(tmp_path: Path) -> None:
    script, body = tmp_path / "mine.py", SCRIPT.format(study=str(SMALL), out=str(tmp_path / "out"))
    head, _, rest = body.partition("\n\n")
    lines = "\n".join(f"    {line}" for line in rest.splitlines())
    script.write_text(f'{head}\n\nif __name__ == "__main__":\n{lines}\n', encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=surroundings(), capture_output=True,
        text=True, timeout=240, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "out" / "sweep.parquet").is_file()


def test_the_time_left_does_not_count_the_start_of_processes() -> None:
    now = time.monotonic()
    slow = Progress(total=12, done=1, started=now - 60, width=2, first_at=now - 10)
    assert slow.seconds_left() is None  # the second process may be about to end its first
    slow.done = 3
    assert slow.seconds_left() == pytest.approx(10 / 2 * 9, rel=0.05)


def test_progress_is_plain_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress_shown() as shown:
        shown(Progress(total=4, done=1))
        assert capsys.readouterr().err == ""
        long_ago = time.monotonic() - 30
        shown(Progress(total=4, done=1, started=long_ago))
        shown(Progress(total=4, done=2, started=long_ago))
        shown(Progress(total=4, done=4, started=long_ago))
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("1 of 4 runs, about ")
    assert said[-1] == "4 of 4 runs"
    assert len(said) == 2
