"""What a report makes of a run that lacks what it asks for: it says so, and neither stops nor makes anything up."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

import bluelight
from results.provenance import PROVENANCE, write_provenance
from tests.doors.small_study import STUDY, planner_types
from tests.doors.test_plain_studies import edited, report_of, short, shown, without


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the small study over two replications."""
    folder = tmp_path_factory.mktemp("played")
    out = folder / "out"
    report_of(short(folder), out)
    return out


def lacking(played: Path, folder: Path, *measures: str) -> Path:
    """A copy of a run whose tables lack some measures, as those of an earlier version may."""
    copy = folder / "out"
    shutil.copytree(played, copy)
    table = pd.read_parquet(copy / "measures.parquet")
    table[~table["measure"].isin(measures)].to_parquet(copy / "measures.parquet")
    gaps = pd.read_csv(copy / "differences.csv")
    gaps[~gaps["measure"].isin(measures)].to_csv(copy / "differences.csv", index=False)
    write_provenance(copy, json.loads((copy / PROVENANCE).read_text(encoding="utf-8")))
    return copy


def words(report: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|base64,[^\"]+", " ", report))


@pytest.mark.usefixtures("_page_alone")
def test_a_measure_that_the_run_lacks_is_not_measured(played: Path, tmp_path: Path) -> None:
    lost = ("response_mean_s", "people_within_standard", "off_the_run_share", "within_standard")
    copy = lacking(played, tmp_path, *lost)
    bluelight.report(copy)
    said = words((copy / "report.html").read_text(encoding="utf-8"))
    assert "not measured" in said
    assert "Not shown: intervals" in said
    assert not re.search(r"\bnan\b", said)
    assert "off_the_run" not in shown((copy / "report.html").read_text(encoding="utf-8"))


def test_a_figure_of_a_measure_that_the_run_lacks_says_why(played: Path, tmp_path: Path) -> None:
    copy = lacking(played, tmp_path, "response_mean_s", "people_within_standard", "within_standard")
    ended = planner_types("figure", copy, "intervals")
    assert ended.returncode == 1
    assert "No response was measured" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_one_replication_draws_no_interval_and_says_so(tmp_path: Path) -> None:
    report = report_of(short(tmp_path, replications=1), tmp_path / "out")
    said = words(report)
    assert not shown(report) & {"intervals", "replications"}
    assert "Not shown: intervals, replications. One replication gives no interval." in said
    assert "The study was played once: there is no interval" in said
    plain = said.partition("In plain words What the figures say")[2].partition(
        "One row an option."
    )[0]
    assert plain
    assert "learly better" not in plain
    assert "learly worse" not in plain
    assert "4.3 Estimation" in said
    assert not re.search(r"± \d", said)


def test_one_option_alone_is_described_and_compared_with_nothing(tmp_path: Path) -> None:
    folder = short(tmp_path)
    edited(folder / STUDY, without("options", "expected", "report"))
    report = report_of(folder, tmp_path / "out")
    said = words(report)
    assert "was played: there is no option to compare" in said
    assert "There is no option: nothing is changed." in said
    assert "Not shown: isochrone map proposed, replications. There is no option to compare." in said
    assert {"model_overview", "model_description", "intervals", "checks"} <= shown(report)


def test_the_parts_of_trust_and_the_model_can_be_asked_for(played: Path) -> None:
    for name, kind in (
        ("intervals", "png"),
        ("model_overview", "svg"),
        ("model_description", "csv"),
    ):
        bluelight.figure(played, name)
        assert (played / "figures" / f"{name}.{kind}").stat().st_size > 500
    rows = pd.read_csv(played / "figures" / "model_description.csv")
    assert rows.iloc[0, 1] == "1.1 Purpose"
