"""A study that asks for a precision: what is played, what the tables rest on, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

import bluelight
from bluelight import cli
from results.limits import limits
from results.packing import pack_of
from results.played_before import played_before
from scenarios.faults import StudyFault
from tests.doors.kept_runs import tables_of, tasks_of
from tests.doors.small_study import STUDY, copy_of

GROUP = "clock=fire_from_call;order=first;service=fire"
WANTED = {"measure": "response_mean_s", "group": GROUP, "half_width": 60, "unit": "s",
          "at_least": 3, "at_most": 8, "look_ahead": 1}  # fmt: skip


def wanting(folder: Path, **changes: Any) -> Path:
    """The small study, asking for a precision."""
    copy, yaml = copy_of(folder), YAML()
    path = copy / STUDY
    document = yaml.load(path.read_text(encoding="utf-8"))
    document.pop("replications", None)
    document.pop("sweep", None)
    document["days"] = 2
    document["precision"] = {**WANTED, **changes}
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(document, file)
    return copy


@pytest.fixture
def _no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("results.report.write_report", lambda *_: None)


@pytest.mark.usefixtures("_no_report")
def test_it_plays_until_the_interval_is_narrow_and_leaves_the_rest_out(tmp_path: Path) -> None:
    played = bluelight.run(str(wanting(tmp_path)), tmp_path / "one")
    used = json.loads((tmp_path / "one" / "provenance.json").read_text(encoding="utf-8"))
    n = used["replications"]
    assert set(played.measures["replication"]) == set(range(n))
    shrinking = pd.read_csv(tmp_path / "one" / "precision.csv")
    last = shrinking[shrinking["replications"] == n]
    assert set(last["option"]) == {"west_station", "operative"}
    assert n == 8 or (last["half_width"] <= 60).all()
    before = shrinking[shrinking["replications"] == n - 1]
    assert n == 3 or (before["half_width"] > 60).any()
    assert len(tasks_of(tmp_path / "one")) >= 3 * n  # those looked ahead were played too
    assert len(used["tasks"]) == 3 * n
    differences = played.differences
    mine = differences[
        (differences["measure"] == "response_mean_s") & (differences["group"] == GROUP)
    ]
    for row in mine[mine["baseline"] == "today"].to_dict("records"):
        judged = last[last["option"] == row["option"]].iloc[0]
        assert (judged["low"], judged["high"]) == pytest.approx((row["low"], row["high"]))
    kept = tables_of(tmp_path / "one")
    before = tasks_of(tmp_path / "one")
    bluelight.run(str(wanting(tmp_path)), tmp_path / "one")
    assert tasks_of(tmp_path / "one") == before  # nothing was left to play
    assert tables_of(tmp_path / "one") == kept


@pytest.mark.usefixtures("_page_alone")
def test_a_precision_that_is_not_reached_is_told(tmp_path: Path) -> None:
    study, out = wanting(tmp_path, half_width=0.01, at_most=3, look_ahead=0), tmp_path / "o"
    ended = CliRunner().invoke(cli.app, ["run", str(study), "--out", str(out), "--workers", "1"])
    assert ended.exit_code == 0, ended.output
    table = pd.read_csv(out / "precision.csv")
    wide = table[(table["replications"] == 3) & (table["option"] == "west_station")][
        "half_width"
    ].iloc[0]
    said = (
        f"was not reached within 3 replications: half-width {wide:.3g} s of response_mean_s under west_station, "
        "0.01 s wanted."
    )
    assert said in ended.output
    page = (out / "report.html").read_text(encoding="utf-8")
    assert said in page[page.index("Limits</h2>") :]
    assert said in " ".join(limits(pack_of(played_before(out))))


@pytest.mark.usefixtures("_no_report")
def test_replications_on_the_command_line_are_played_as_said(tmp_path: Path) -> None:
    played = bluelight.run(str(wanting(tmp_path)), tmp_path / "o", replications=2)
    assert set(played.measures["replication"]) == {0, 1}
    assert not (tmp_path / "o" / "precision.csv").exists()


def test_a_precision_of_what_nobody_measured_says_so(tmp_path: Path) -> None:
    study = wanting(tmp_path, group="clock=fire_from_call;kind=flooding;order=first;service=fire")
    ended = CliRunner().invoke(
        cli.app, ["run", str(study), "--out", str(tmp_path / "o"), "--workers", "1"]
    )
    assert ended.exit_code == 1
    assert "The precision is wanted of response_mean_s" in ended.output
    assert isinstance(ended.exception, SystemExit)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "min"}, "response_mean_s is in s, and this half-width is in min"),
        ({"half_width": 0}, "more than 0"),
        ({"half_width": "10%"}, "not a number"),
        ({"measure": "response_men_s"}, "Did you mean response_mean_s?"),
        ({"group": GROUP.replace("first", "frist")}, "Did you mean first?"),
        ({"at_least": 20}, "8 replications are fewer than the least, 20"),
        ({"of": "differences"}, "Did you mean difference?"),
        ({"halfwidth": 3}, "There is no key 'halfwidth' here"),
    ],
)
def test_a_faulty_precision_is_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(StudyFault) as error:
        bluelight.check(str(wanting(tmp_path, **changes)))
    assert words in "\n\n".join(map(str, error.value.faults))


def test_a_study_has_replications_or_a_precision(tmp_path: Path) -> None:
    folder = wanting(tmp_path)
    path = folder / STUDY
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\nreplications: 3\n", encoding="utf-8")
    with pytest.raises(StudyFault, match="one of `replications` and `precision`"):
        bluelight.check(str(folder))
