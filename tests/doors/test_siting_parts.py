"""The parts of a siting's report: all, each by itself, those that the study chooses, and a study without a siting."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from scipy import stats

import bluelight
from results.pack_again import packed_again
from results.site_pack import PARTS
from scenarios.faults import StudyFault
from scenarios.words import SITING_PARTS
from tests.doors.sited import sited
from tests.doors.small_study import STUDY, copy_of
from tests.doors.test_bad_study import faults_of

CHOOSES = "  compare: [west_station]\n"
"""Of the small study's report."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A siting of the small study: three places, by ones and twos."""
    folder = tmp_path_factory.mktemp("sited")
    sited(folder)
    bluelight.site(str(folder / "small" / STUDY), folder / "out", replications=3, days=2)
    return folder / "out"


def with_parts(folder: Path, names: str) -> None:
    """The kept study chooses parts."""
    study = folder / "study" / STUDY
    text = study.read_text(encoding="utf-8")
    assert CHOOSES in text
    study.write_text(text.replace(CHOOSES, f"{CHOOSES}  parts: [{names}]\n"), encoding="utf-8")


def shown(folder: Path) -> list[str]:
    page = (folder / "report.html").read_text(encoding="utf-8")
    return re.findall(r'<(?:figure|div class="table") id="(\w+)"', page)


def sheet_of(folder: Path, name: str) -> pd.DataFrame:
    book = openpyxl.load_workbook(io.BytesIO((folder / "tables.xlsx").read_bytes()), read_only=True)
    head, *rows = book[name].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=[str(cell) for cell in head])


def test_every_part_is_in_the_report_or_said_not_to_be(found: Path) -> None:
    page = (found / "report.html").read_text(encoding="utf-8")
    there = shown(found)
    for name in PARTS:
        assert name in there or f"Not shown: {name.replace('_', ' ')}" in page, name
    assert {"siting_map", "siting_places", "siting_costs"} <= set(there)
    assert "costs" in page[: page.index("Contents")]  # on the cover


def test_costs_are_those_on_disk(found: Path) -> None:
    rows, table = sheet_of(found, "cost_changes"), pd.read_csv(found / "costs.csv")
    sums = table.groupby(["scenario", "replication"])["amount_gbp_per_year"].sum()
    all_together = rows[(rows["agency"] == "all").to_numpy(dtype=bool)]
    names = pd.read_csv(found / "site.csv").query("simulated")["scenario"]
    assert list(all_together["scenario"]) == list(names)
    assert (all_together["difference"] != 0).any()
    for row in all_together.to_dict("records"):
        both = sums[row["scenario"]].index.intersection(sums["today"].index)
        change = (sums[row["scenario"]][both] - sums["today"][both]).to_numpy(dtype=float)
        assert row["difference"] == pytest.approx(change.mean())
        assert row["pairs"] == len(change)
        half = stats.t.ppf(0.975, len(change) - 1) * stats.sem(change)
        assert row["high"] - row["low"] == pytest.approx(2 * half)


def test_places_are_those_on_disk(found: Path) -> None:
    rows, table = sheet_of(found, "places_left"), pd.read_csv(found / "site.csv")
    assert len(rows) == 2 * 3
    for row in rows.to_dict("records"):
        mine = table[((table["k"] == row["k"]) & table["simulated"]).to_numpy(dtype=bool)]
        has = mine["places"].str.split(";").map(lambda names, one=row["place"]: one in names)
        assert row["in_best"] == bool((has & mine["chosen"]).any())
        assert row["in_left"] == int((has & mine["still_in"]).sum())
        assert row["chance"] == pytest.approx(float(mine.loc[has, "probability_best"].sum()))
    places = sheet_of(found, "candidates").set_index("place")
    assert places.loc["mid_second", ["easting", "northing"]].tolist() == pytest.approx(
        [306_000, 100_000], abs=2_000
    )
    assert np.isfinite(places[["easting", "northing"]].to_numpy(dtype=float)).all()


@pytest.mark.parametrize("name", SITING_PARTS)
def test_each_is_drawn_again_by_itself(name: str, found: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(found, tmp_path / "copy")
    shutil.rmtree(copy / "figures")
    if name not in shown(found):
        with pytest.raises(StudyFault, match="has nothing to show here"):
            bluelight.figure(copy, name)
        return
    path = bluelight.figure(copy, name)
    assert path.stat().st_size > 100
    if path.suffix == ".png":
        assert path.read_bytes() == (found / "figures" / path.name).read_bytes()


@pytest.mark.usefixtures("_page_alone")
def test_the_study_chooses_parts_and_their_order(found: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(found, tmp_path / "copy")
    with_parts(copy, "siting_costs, summary, siting_map, sources")
    assert packed_again(copy).pack.parts == ("siting_costs", "siting_map", "sources")
    bluelight.report(copy)
    assert set(shown(copy)) == {"siting_costs", "siting_map", "sources"}


def test_parts_that_are_all_of_a_run_s_report_leave_a_siting_s_whole(
    found: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(found, tmp_path / "copy")
    with_parts(copy, "summary, what_changed")
    assert packed_again(copy).pack.parts == PARTS


def test_a_run_s_report_has_no_parts_of_a_siting(tmp_path: Path) -> None:
    folder = sited(tmp_path)
    study = folder / STUDY
    text = study.read_text(encoding="utf-8")
    names = f"{CHOOSES}  parts: [siting_map, summary]\n"
    study.write_text(text.replace(CHOOSES, names), encoding="utf-8")
    bluelight.run(str(folder), tmp_path / "out", quick=True, replications=1, days=1)
    assert packed_again(tmp_path / "out").pack.parts == ("summary",)
    assert shown(tmp_path / "out") == ["summary"]


def test_parts_of_a_siting_that_the_study_has_not_are_faults(tmp_path: Path) -> None:
    lines = f"{CHOOSES}  parts: [siting_map, summary, siting_csts]\n"
    folder = copy_of(tmp_path, (STUDY, CHOOSES, lines))
    told = list(map(str, faults_of(folder / STUDY)))
    (of_siting,) = [one for one in told if "report.parts.0" in one]
    assert (
        "'siting_map' is of the report of `bluelight site`, and this study has no `site:`."
        in of_siting
    )
    assert "Allowed: a `site:` block too, or parts of other reports alone." in of_siting
    (wrong,) = [one for one in told if "report.parts.2" in one]
    assert "Did you mean siting_costs?" in wrong
