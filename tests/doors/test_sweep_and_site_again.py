"""The reports of `sweep` and `site` in every format, and again by `report` and `figure` from what is on disk."""

from __future__ import annotations

import io
import json
import re
import shutil
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pypdf
import pytest
from docx.oxml.ns import qn
from PIL import Image
from typer.testing import CliRunner

import bluelight
from bluelight import cli
from geography.region import Region
from results.contents import HOW_MADE, Contents, contents
from results.figures import Figure
from results.pack_again import packed_again
from results.pictures import drawn_parts
from results.sheets import Sheets
from scenarios.faults import StudyFault
from scenarios.scenario import Scenario
from sim import processes
from sim.run import RunLog
from tests.doors.sited import sited
from tests.doors.small_study import STUDY, copy_of, planner_types

ALL = {"report.html", "report.pdf", "report.docx", "tables.xlsx"}
DAYS = {"days": 2}
ANSWER = """
  answers:
    first_pump:
      title: First fire engine
      measure: response_mean_s
      group: clock=fire_from_call;order=first;service=fire
      option: west_station
      minus: today
    fires:
      title: Fires
      measure: incidents
      group: service=fire
      option: west_station
"""
FIGURES = {
    "sweep": ("sweep_panels_2", "sensitivity"),
    "site": ("siting", "siting_table"),
}
KINDS = tuple(FIGURES)
OWN = {"sweep": "sweep.parquet", "site": "site.csv", "run": "bid_check.csv"}


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep of the small study: eight points, two answers."""
    folder = tmp_path_factory.mktemp("swept")
    copy_of(folder, (STUDY, "      values: [8, 10]\n", f"      values: [8, 10]{ANSWER}"))
    bluelight.sweep(str(folder / "small" / STUDY), folder / "out", replications=2, **DAYS)
    return folder / "out"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A siting of the small study: three places, by ones and twos."""
    folder = tmp_path_factory.mktemp("sited")
    sited(folder)
    bluelight.site(str(folder / "small" / STUDY), folder / "out", replications=3, **DAYS)
    return folder / "out"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def written(kind: str, request: pytest.FixtureRequest) -> Path:
    """What the command wrote; not to be spoilt."""
    folder = request.getfixturevalue({"sweep": "swept", "site": "found"}[kind])
    assert isinstance(folder, Path)
    return folder


@pytest.fixture
def carried(written: Path, tmp_path: Path) -> Path:
    """The same on another machine: neither the study nor its region are where they were; the region is beside it."""
    copy = tmp_path / "carried"
    shutil.copytree(written, copy)
    facts = copy / "study" / "kept.json"
    told = json.loads(facts.read_text(encoding="utf-8"))
    facts.write_text(json.dumps(told | {"region": "/nowhere/tinyshire"}), encoding="utf-8")
    shutil.copytree(written.parent / "small" / "tinyshire", copy / "study" / "tinyshire")
    return copy


@pytest.fixture
def nothing_played(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playing, and screening again, are not to be had."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("results.experiment.play_all", refuse)
    monkeypatch.setattr("scenarios.screen.screened", refuse)
    monkeypatch.setattr("bluelight.site_verbs.screened", refuse)


def faults_of(directory: Path, *name: str) -> str:
    with pytest.raises(StudyFault) as error:
        bluelight.figure(directory, *name) if name else bluelight.report(directory)
    return str(error.value)


@cache
def told(directory: Path) -> Contents:
    pack = packed_again(directory).pack
    return contents(pack, drawn_parts(pack))


def book_of(directory: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(
        io.BytesIO((directory / "tables.xlsx").read_bytes()), read_only=True
    )


def sheet_of(directory: Path, name: str) -> pd.DataFrame:
    head, *rows = book_of(directory)[name].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=[str(cell) for cell in head])


# ---- every format


def test_every_format_is_written(written: Path) -> None:
    assert {path.name for path in written.iterdir()} >= ALL
    assert (written / "study" / "kept.json").is_file()
    assert not list(written.rglob("*.part"))


@pytest.mark.usefixtures("nothing_played")
def test_the_report_again_is_the_same_on_another_machine(written: Path, carried: Path) -> None:
    for name in ALL:
        (carried / name).unlink()
    shutil.rmtree(carried / "figures")
    again = bluelight.report(carried)
    assert {path.name for path in again} == ALL
    for path in (*again, *(carried / "figures").iterdir()):
        assert path.read_bytes() == (written / path.relative_to(carried)).read_bytes(), path.name
    assert {p.name for p in (carried / "figures").iterdir()} == {
        p.name for p in (written / "figures").iterdir()
    }


def plain(text: str) -> str:
    for mark in ("\u2060", "\xa0", "\n", " "):
        text = text.replace(mark, "")
    return text


def test_the_pdf_says_every_finding(kind: str, written: Path) -> None:
    report, reader = told(written), pypdf.PdfReader(written / "report.pdf")
    pages = [plain(page.extract_text()) for page in reader.pages]
    assert plain(f"{'sweep' if kind == 'sweep' else 'siting'} of the study “small”") in pages[0]
    assert report.headlines
    for headline in report.headlines:
        assert plain(headline.says) in pages[0]
    for chapter in report.chapters:
        for part in chapter.parts:
            assert plain(part.item.title) in "".join(pages), part.item.name
    assert plain(HOW_MADE) in pages[-1]
    assert all(plain(report.stamp) in page for page in pages)


def test_the_word_file_has_every_caption_and_alt_text(written: Path) -> None:
    report, file = told(written), docx.Document(str(written / "report.docx"))
    captions = [one.text for one in file.paragraphs if one.style and one.style.name == "Caption"]
    parts = [part for chapter in report.chapters for part in chapter.parts]
    assert captions == [f"{part.label}. {part.item.title}" for part in parts]
    alts = [str(one.get("descr")) for one in file.element.iter(qn("wp:docPr"))]
    assert alts == [part.item.alt for part in parts if isinstance(part.item, Figure)]


def test_every_sheet_and_column_is_explained(written: Path) -> None:
    book = book_of(written)
    rows = [row[:4] for row in book["readme"].iter_rows(values_only=True)]
    said = {(row[0], row[1] or ""): row[2] for row in rows}
    for name in book.sheetnames[1:]:
        assert said[name, ""], name
        if re.match(r"\w+ \w", name):
            continue  # a table as printed
        head = next(iter(book[name].iter_rows(max_row=1, values_only=True)))
        for column in head:
            assert said[name, str(column)], (name, column)


def test_a_sweep_s_answers_by_point(swept: Path) -> None:
    answers = sheet_of(swept, "answers")
    assert list(answers.columns) == [
        "answer", "of", "fires", "people", "mean", "low", "high", "unit", "replications",
    ]  # fmt: skip
    assert len(answers) == 2 * 4
    table = pd.read_parquet(swept / "sweep.parquet")
    mine = table[(table["measure"] == "response_mean_s")
                 & (table["group"] == "clock=fire_from_call;order=first;service=fire")]  # fmt: skip
    means = mine.pivot_table(index=["fires", "people"], columns="option", values="value", observed=True)  # fmt: skip
    for row in answers[answers["answer"] == "First fire engine"].to_dict("records"):
        by_hand = means.loc[(row["fires"], row["people"])]
        assert row["mean"] == pytest.approx(by_hand["west_station"] - by_hand["today"])
        assert row["low"] <= row["mean"] <= row["high"]
        assert row["of"] == "“A third fire station” against “Two fire stations”"


def test_a_sweep_s_effects_and_points_are_those_on_disk(swept: Path) -> None:
    effects, moved = sheet_of(swept, "effects"), pd.read_csv(swept / "sensitivity.csv")
    assert list(effects["factor"]) == list(moved["factor"])
    assert list(effects["value"]) == pytest.approx(list(moved["value"]))
    assert list(effects["level"]) == list(moved["level"])  # numbers, not words
    points = sheet_of(swept, "points")
    assert points.to_dict("records") == pd.read_csv(swept / "points.csv").to_dict("records")
    summary = pd.read_csv(swept / "sweep_summary.csv")
    assert len(sheet_of(swept, "sweep_summary")) == len(summary)
    assert "measures" not in book_of(swept).sheetnames


def test_a_siting_s_places_are_those_on_disk(found: Path) -> None:
    places, table = sheet_of(found, "site"), pd.read_csv(found / "site.csv")
    assert places["titles"].iloc[0].split("; ")[0] in {
        "Westquay", "Eastport's second pump", "Midbridge's second pump",
    }  # fmt: skip
    for column in ("objective", "behind", "screen_objective", "screen_rank", "replications"):
        assert places[column].astype(float).tolist() == pytest.approx(
            table[column].tolist(), nan_ok=True
        )
    assert places["chosen"].tolist() == table["chosen"].tolist()
    wide = sheet_of(found, "by_combination")
    assert set(table.loc[table["simulated"], "scenario"]) <= set(wide.columns)


def test_a_report_of_a_sweep_says_what_was_played(swept: Path) -> None:
    text = (swept / "report.html").read_text(encoding="utf-8")
    changes = text[text.index("What changes</h2>") : text.index("Limits</h2>")]
    assert re.search(r"People on call at Midbridge\.</\w+>\s*8 and 10\.", changes)
    assert "Westquay pump" in changes  # Table 1
    made = text[text.index(f"{HOW_MADE}</h2>") :]
    assert "west_station@" not in made.replace(
        " ", "_"
    )  # a thousand points' digests are no reading


def test_a_quick_one_writes_the_page_alone(swept: Path, tmp_path: Path) -> None:
    study = str(swept.parent / "small")
    bluelight.sweep(study, tmp_path / "out", quick=True, replications=1, days=1)
    assert (tmp_path / "out" / "report.html").is_file()
    assert not (tmp_path / "out" / "report.pdf").exists()


# ---- too long for Excel


def test_what_is_too_long_for_excel_is_named_with_where_it_is(
    swept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = len(pd.read_csv(swept / "sweep_summary.csv"))
    monkeypatch.setattr("results.sheets.MOST_ROWS", rows - 1)
    sheets = packed_again(swept).sheets()
    assert "sweep_summary" not in sheets.shown
    assert "answers" in sheets.shown
    why = sheets.missing["sweep_summary"]
    assert f"{rows:,}" in why
    assert "see sweep_summary.csv" in why
    assert "sweep.parquet" in sheets.missing["measures"]


def test_what_is_too_much_for_a_workbook_is_not_read(
    swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(swept, tmp_path / "long")
    monkeypatch.setattr("results.sweep_sheets.MOST_CELLS", 2_000)
    bluelight.report(copy)
    book = book_of(copy)
    assert {"answers", "effects", "points"} <= set(book.sheetnames)
    assert "sweep_summary" not in book.sheetnames
    rows = list(book["readme"].iter_rows(values_only=True))
    assert any(row[0] == "not in this workbook" and "sweep_summary" in row[1] for row in rows)
    assert any(
        row[0] == "no sheet: sweep_summary" and "see sweep_summary.csv" in row[2] for row in rows
    )


def test_a_table_of_a_siting_that_is_too_long_is_named(
    found: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets: Sheets = packed_again(found).sheets()
    monkeypatch.setattr("results.sheets.MOST_ROWS", len(sheets.tables["measures"]) - 1)
    assert "measures" not in sheets.shown
    assert "see measures.csv" in sheets.missing["measures"]


# ---- one figure


@pytest.mark.usefixtures("nothing_played")
def test_one_figure_and_one_table_again(kind: str, written: Path, carried: Path) -> None:
    shutil.rmtree(carried / "figures")
    figure, table = FIGURES[kind]
    picture = bluelight.figure(carried, figure)
    assert picture.read_bytes() == (written / "figures" / picture.name).read_bytes()
    assert picture.with_suffix(".svg").is_file()
    path = bluelight.figure(carried, table)
    assert path.suffix == ".csv"
    assert len(pd.read_csv(path))


def test_each_of_several_answers_has_a_picture_of_its_own(swept: Path) -> None:
    parts = [part for chapter in told(swept).chapters for part in chapter.parts]
    panels = [part.item for part in parts if part.item.name.startswith("sweep_panels")]
    assert [(item.name, item.number) for item in panels] == [
        ("sweep_panels_1", "14.1"), ("sweep_panels_2", "14.2"),
    ]  # fmt: skip
    assert [item.title.split(":")[0] for item in panels] == ["First fire engine", "Fires"]
    assert not (swept / "figures" / "sweep_panels.png").exists()


def test_all_answers_in_one_picture_for_who_asks(swept: Path, tmp_path: Path) -> None:
    whole = bluelight.figure(shutil.copytree(swept, tmp_path / "copy"), "sweep_panels")
    one = swept / "figures" / "sweep_panels_1.png"
    with Image.open(whole) as both, Image.open(one) as single:
        assert both.width == single.width
        assert both.height > 1.5 * single.height


def test_a_figure_of_another_report(kind: str, written: Path) -> None:
    said = faults_of(written, "summary")
    of = "sweep" if kind == "sweep" else "siting"
    assert f"There is no figure or table 'summary' in the report of this {of}." in said
    for name in FIGURES[kind]:
        assert name in said
    assert f"Did you mean {FIGURES[kind][0]}?" in faults_of(written, f"{FIGURES[kind][0]}s")


def test_a_planner_types_it(kind: str, carried: Path, tmp_path: Path) -> None:
    brand = tmp_path / "brand.yaml"
    brand.write_text("name: Westshire Fire\n", encoding="utf-8")
    done = CliRunner().invoke(cli.app, ["report", str(carried), "--brand", str(brand)])
    assert done.exit_code == 0, done.output
    assert [Path(line).name for line in done.output.split()] == [
        "report.html", "report.pdf", "report.docx", "tables.xlsx",
    ]  # fmt: skip
    text = pypdf.PdfReader(io.BytesIO((carried / "report.pdf").read_bytes())).pages[0]
    assert "Westshire Fire" in text.extract_text()
    assert CliRunner().invoke(cli.app, ["figure", str(carried), FIGURES[kind][0]]).exit_code == 0


def test_a_fault_in_a_terminal(swept: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(swept, tmp_path / "copy")
    (copy / "provenance.json").unlink()
    done = planner_types("report", copy)
    assert done.returncode == 1
    assert "was not ended" in done.stderr
    assert "Traceback" not in done.stderr


# ---- folders at fault


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("provenance.json", "was not ended"),
        ("differences.csv", "lacks differences.csv"),
        ("own", "lacks"),
        ("study", "keeps no copy of its study"),
        ("study/tinyshire", "is not on this machine"),
        ("damaged", "cannot be read"),
        ("costs.csv damaged", "costs.csv in"),
        ("another", "holds tables of several commands"),
        ("{}", "does not say what was played"),
        ("number", "is not as it was when this was played"),
        ("gone", "is not as it was when this was played"),
    ],
)
def test_a_folder_that_is_not_whole(kind: str, carried: Path, spoil: str, says: str) -> None:
    study = carried / "study" / STUDY
    text = study.read_text(encoding="utf-8")
    if spoil == "own":
        (carried / OWN[kind]).unlink()
    elif spoil == "damaged":
        (carried / {"sweep": "sweep.parquet", "site": "measures.parquet"}[kind]).write_bytes(
            b"PAR1"
        )
    elif spoil == "costs.csv damaged":
        (carried / "costs.csv").write_text("scenario,value\na,1,2,3\n", encoding="utf-8")
    elif spoil == "another":
        (carried / OWN["run"]).write_text("figure\n", encoding="utf-8")
    elif spoil == "{}":
        (carried / "provenance.json").write_text("{}", encoding="utf-8")
    elif spoil == "number":  # of every scenario
        old = "east_watch: {station: east_fire, people: 4"
        assert old in text
        study.write_text(text.replace(old, old.replace("4", "5")), encoding="utf-8")
    elif spoil == "gone":
        for old, new in (
            ("values: [1, 2]", "values: [1, 3]"),
            ("    east_second:", "    east_third:"),
            ("[east_second,", "[east_third,"),
        ):
            text = text.replace(old, new)
        study.write_text(text, encoding="utf-8")
    elif (carried / spoil).is_dir():
        shutil.rmtree(carried / spoil)
    else:
        (carried / spoil).unlink()
    before = sorted(carried.rglob("*"))
    said = faults_of(carried)
    assert says in said
    assert "Allowed: " in said
    if kind == "site" or "damaged" not in spoil:  # a sweep's figures read no costs.csv
        assert faults_of(carried, FIGURES[kind][0]) == said
    assert sorted(carried.rglob("*")) == before


def test_words_of_the_kept_study_may_be_changed(carried: Path) -> None:
    study = carried / "study" / STUDY
    text = study.read_text(encoding="utf-8")
    old = 'title: "Tinyshire: a fire station at Westquay"'
    assert old in text
    study.write_text(text.replace(old, "title: A third station"), encoding="utf-8")
    assert packed_again(carried).pack.title == "A third station"


def test_a_sweep_stopped_while_its_tables_are_written_again(
    swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(swept, tmp_path / "out")
    study = str(swept.parent / "small" / STUDY)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("results.sweep.write_costs", stopped)
        with pytest.raises(KeyboardInterrupt):
            bluelight.sweep(study, copy, replications=1, **DAYS)
    said = faults_of(copy)  # some tables are of one replication, some of two
    assert "was not ended" in said
    assert "the same command again into this folder" in said
    bluelight.sweep(study, copy, replications=2, **DAYS)
    assert sheet_of(copy, "answers").equals(sheet_of(swept, "answers"))


def test_points_that_failed_stay_left_out(
    swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = processes.run

    def run(scenario: Scenario, region: Region, number: int = 0) -> RunLog:
        if scenario.name == "west_station@fires=2;people=10":
            raise RuntimeError("a bug that nobody foresaw")
        return whole(scenario, region, number)

    monkeypatch.setattr(processes, "run", run)
    out = tmp_path / "out"
    bluelight.sweep(str(swept.parent / "small" / STUDY), out, replications=2, **DAYS)
    before = {name: (out / name).read_bytes() for name in ALL}
    assert len(sheet_of(out, "points")) == 7
    assert len(sheet_of(out, "answers")) == 2 * 3
    bluelight.report(out)
    assert {name: (out / name).read_bytes() for name in ALL} == before


def test_a_run_s_folder_is_told_of_the_same_faults(tmp_path: Path) -> None:
    copy_of(tmp_path)
    bluelight.run(str(tmp_path / "small"), tmp_path / "out", quick=True, replications=1, days=1)
    (tmp_path / "out" / "site.csv").write_text("k\n", encoding="utf-8")
    said = faults_of(tmp_path / "out")
    assert "provenance.json is of `bluelight run`, and site.csv of `bluelight site`" in said
    (tmp_path / "out" / "site.csv").unlink()
    kept = tmp_path / "out" / "study" / STUDY
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace("rate: {value: 200000", "rate: {value: 300000"), encoding="utf-8")
    said = faults_of(tmp_path / "out")
    assert "The study is not as it was when this was played: today" in said
