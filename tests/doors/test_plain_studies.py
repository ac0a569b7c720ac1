"""A study that declares little, or counts only part of a seasonal year, still gets a report: of what it has."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

import bluelight
from benchmarks.towns import ambulance_town
from scenarios.load import load_study
from tests.doors.small_study import KIT, STUDY, copy_of

YAML_OF = YAML()
MONTHS = [0.5, 0.5, 1, 1, 1, 1, 2, 2, 1, 1, 0.5, 0.5]


def edited(path: Path, edit: Callable[[Any], None]) -> None:
    """A YAML file changed in place."""
    data = YAML_OF.load(path.read_text(encoding="utf-8"))
    edit(data)
    with path.open("w", encoding="utf-8") as file:
        YAML_OF.dump(data, file)


def without(*names: str) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        for name in names:
            data.pop(name, None)

    return edit


def short(folder: Path, replications: int = 2) -> Path:
    """A copy of the small study over four days."""

    def edit(study: Any) -> None:
        study["days"], study["replications"] = 4, replications
        study.pop("sweep")

    folder = copy_of(folder)
    edited(folder / STUDY, edit)
    return folder


def report_of(folder: Path, out: Path) -> str:
    """The page of a study's report; nothing here looks at the forms that a quick run leaves out."""
    study = load_study(str(folder))
    runs, days = study.replications, study.baseline.calendar.days
    bluelight.run(str(folder), out, quick=True, replications=runs, days=days)
    return (out / "report.html").read_text(encoding="utf-8")


def shown(report: str) -> set[str]:
    """The figures and tables in a report."""
    return set(re.findall(r'<(?:figure|div class="table") id="(\w+)"', report))


def test_without_costs_standards_and_report(tmp_path: Path) -> None:
    folder = short(tmp_path)
    edited(folder / STUDY, without("expected", "bid_sums", "report"))
    edited(folder / STUDY, lambda study: study["baseline"].pop("costs"))
    edited(folder / KIT, without("standards", "core_incidents"))
    report = report_of(folder, tmp_path / "out")
    assert shown(report) >= {"what_changed", "summary", "arrival_curves", "off_the_run", "sources"}
    assert not shown(report) & {"standards", "response_map", "money", "cost_items", "bid_check"}
    assert "Not shown: money, cost items, cost per incident, value for money" in report
    assert "The study declares no costs." in report
    assert "The study declares no standard." in report
    assert 'id="money"' not in report  # nor an empty section
    for link in re.findall(r'href="#(\w+)"', report):
        assert f'id="{link}"' in report


def test_without_options_or_clocks(tmp_path: Path) -> None:
    folder = short(tmp_path, replications=1)
    edited(folder / STUDY, without("expected", "bid_sums", "report", "options"))
    edited(folder / STUDY, lambda study: study["baseline"].pop("costs"))
    edited(folder / KIT, without("standards", "core_incidents", "clocks"))
    report = report_of(folder, tmp_path / "out")
    assert "there is nothing to compare it with" in report
    assert not shown(report) & {"arrival_curves", "arrival_curves_ambulance"}


def test_on_squared_paper_without_anything_but_calls(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    ambulance_town(tmp_path / "plain", units=3, cells=5, calls_per_year=5000, days=3)
    report = report_of(tmp_path / "plain" / "study.yaml", tmp_path / "out")
    assert {"summary", "arrival_curves_ambulance"} <= shown(report)
    assert not shown(report) & {"arrival_curves", "off_the_run", "gainers"}


def test_a_part_that_is_asked_for_and_has_nothing_to_show_says_why(tmp_path: Path) -> None:
    folder = short(tmp_path, replications=1)
    edited(folder / STUDY, lambda study: study["baseline"].pop("costs"))
    edited(folder / STUDY, lambda study: study["report"].update(parts=["money", "sources"]))
    report = report_of(folder, tmp_path / "out")
    assert shown(report) == {"sources"}
    assert "Not shown: money. The study declares no costs." in report


def money_of(out: Path) -> pd.DataFrame:
    table = pd.read_csv(out / "measures.csv")
    return table[(table["measure"].str.contains("cost")).to_numpy()]


def test_no_figure_for_a_year_is_scaled_from_part_of_a_seasonal_one(tmp_path: Path) -> None:
    folder = short(tmp_path)
    edited(folder / KIT, lambda kit: kit["demand"]["dwelling_fire"].update(by_month=MONTHS))
    report = report_of(folder, tmp_path / "out")
    assert len(money_of(tmp_path / "out")) == 0
    assert len(pd.read_csv(tmp_path / "out" / "costs.csv")) == 0
    assert not shown(report) & {"money", "cost_items", "cost_per_incident"}
    assert "Demand has seasons and only 4 days were counted" in report
    assert " h a year" not in report
    # but it is, where the counted days stand for days spread over the year
    edited(folder / STUDY, lambda study: study.update(spread_over_year=True))
    report = report_of(folder, tmp_path / "spread")
    assert len(money_of(tmp_path / "spread"))
    assert "money" in shown(report)


def test_if_one_option_has_seasons_no_option_has_a_cost_a_year(tmp_path: Path) -> None:
    folder = short(tmp_path, replications=1)
    months = {"demand.dwelling_fire.by_month": MONTHS}

    def edit(study: Any) -> None:
        study["options"]["west_station"]["changes"].append({"add": months})

    edited(folder / STUDY, edit)
    report_of(folder, tmp_path / "out")
    assert len(money_of(tmp_path / "out")) == 0


def test_a_published_case_with_the_whole_report(tmp_path: Path) -> None:
    studies = tmp_path / "studies"
    shutil.copytree(Path(__file__).parents[1] / "theory" / "studies", studies)
    edited(studies / "trace_by_hand.yaml", without("report"))
    report = report_of(studies / "trace_by_hand.yaml", tmp_path / "out")
    assert {"summary", "bid_check", "sources"} <= shown(report)
