"""`bluelight report` and `bluelight figure`: a played study's pack again, also from a folder carried elsewhere."""

import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import bluelight
from bluelight import pack_verbs
from results.figures.shown import left_out
from results.kept_folder import TABLES
from results.kept_study import kept_study
from results.pack_again import packed_again
from results.pictures import single_pictures
from results.played_before import CASE
from scenarios.faults import StudyFault
from tests.doors.small_study import ROOT, copy_of, planner_types

ALL = {"report.html", "report.pdf", "report.docx", "tables.xlsx"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the small study in every format."""
    folder = tmp_path_factory.mktemp("played")
    copy_of(folder)
    bluelight.run(str(folder / "small" / "study.yaml"), folder / "run", replications=2, days=7)
    return folder / "run"


@pytest.fixture
def carried(played: Path, tmp_path: Path) -> Path:
    """The run on another machine: neither the study nor its region are where they were; the region is beside it."""
    shutil.copytree(played, tmp_path / "carried")
    facts = tmp_path / "carried" / "study" / "kept.json"
    told = json.loads(facts.read_text(encoding="utf-8"))
    facts.write_text(json.dumps(told | {"region": "/nowhere/tinyshire"}), encoding="utf-8")
    shutil.copytree(
        played.parent / "small" / "tinyshire", tmp_path / "carried" / "study" / "tinyshire"
    )
    return tmp_path / "carried"


def faults_of(directory: Path, *name: str) -> str:
    with pytest.raises(StudyFault) as found:
        bluelight.figure(directory, *name) if name else bluelight.report(directory)
    return str(found.value)


def test_a_full_run_writes_every_format(played: Path) -> None:
    assert {path.name for path in played.iterdir()} >= ALL
    assert not list(played.rglob("*.part"))


def test_the_report_again_is_the_same_on_another_machine(played: Path, carried: Path) -> None:
    for name in (*ALL, "measures.csv", "frontier.csv"):  # the last two are for people, and not read
        (carried / name).unlink()
    shutil.rmtree(carried / "figures")
    found = bluelight.report(carried)
    assert {path.name for path in found} == ALL
    for path in (*found, *(carried / "figures").iterdir()):
        assert path.read_bytes() == (played / path.relative_to(carried)).read_bytes(), path.name


def test_the_docs_name_every_table_that_a_report_is_made_from() -> None:
    text = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    for verb, words in (("run", "a run"), ("sweep", "a sweep"), ("site", "a siting")):
        row = next(line for line in text.splitlines() if line.startswith(f"| {words} |"))
        needed, read = (re.findall(r"`([a-z_]+\.(?:csv|parquet))`", c) for c in row.split("|")[2:4])
        assert sorted(needed) == sorted(TABLES[verb])
        if verb == "run":
            assert {f"{name}.csv" for name in CASE} <= set(read)


def test_nothing_is_played_for_it(carried: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("results.experiment.play_all", refuse)
    monkeypatch.setattr("results.report.write_report", lambda *_: None)
    bluelight.report(carried)


def test_the_workbook_agrees_with_the_tables_beside_it(played: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO((played / "tables.xlsx").read_bytes()), read_only=True)
    for name in ("measures", "differences", "costs", "bid_check"):
        table = pd.read_csv(played / f"{name}.csv")
        head, *rows = book[name].iter_rows(values_only=True)
        assert list(head) == list(table.columns)
        assert len(rows) == len(table)
        for given, found in zip(table.itertuples(index=False), rows, strict=True):
            for value, cell in zip(given, found, strict=True):
                if isinstance(value, float) and value == value:
                    assert cell == pytest.approx(value, rel=1e-14, abs=0)
                else:
                    assert cell == (None if value != value else value)


def test_one_figure_and_one_table_again(played: Path, carried: Path) -> None:
    shutil.rmtree(carried / "figures")
    figure = bluelight.figure(carried, "summary")
    assert figure == carried / "figures" / "summary.png"
    assert figure.read_bytes() == (played / "figures" / "summary.png").read_bytes()
    table = bluelight.figure(carried, "standards")
    assert pd.read_csv(table).columns[0] == "Standard"
    large = bluelight.figure(carried, "response_map_west_station")
    assert large.read_bytes() == (played / "figures" / large.name).read_bytes()
    assert {path.name for path in (carried / "figures").iterdir()} == {
        "summary.png", "summary.svg", "standards.csv",
        "response_map_west_station.png", "response_map_west_station.svg",
    }  # fmt: skip


def test_a_planner_types_it(carried: Path, tmp_path: Path) -> None:
    brand = tmp_path / "brand.yaml"
    brand.write_text("name: Westshire Fire\ncolour: '#7a1f1f'\n", encoding="utf-8")
    done = planner_types("report", carried, "--brand", brand)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert [Path(line).name for line in done.stdout.split()] == [
        "report.html", "report.pdf", "report.docx", "tables.xlsx",
    ]  # fmt: skip
    assert "Westshire Fire" in (carried / "report.html").read_text(encoding="utf-8")
    misspelt = planner_types("figure", carried, "sumary")
    assert misspelt.returncode == 1
    assert "There is no figure or table 'sumary'." in misspelt.stderr
    assert "Did you mean summary?" in misspelt.stderr
    assert "response_map_west_station" in misspelt.stderr
    offered = (
        misspelt.stderr.split("Allowed: ")[1].split("\n")[0].rstrip(".").replace(" and ", ", ")
    )
    names = [name.strip() for name in offered.replace(" or ", ", ").split(",") if name.strip()]
    for name in ("business_case", "conveying", "recorded"):  # of which the small study has nothing
        assert name not in names
    pack = packed_again(carried).pack
    overviews = {name: of[0] for name, of in single_pictures(pack).items()}
    assert len(names) > 10
    assert not left_out(pack, tuple(overviews.get(name, name) for name in names))
    assert "Traceback" not in misspelt.stderr


def test_a_brand_at_fault_leaves_the_report_as_it_was(carried: Path, tmp_path: Path) -> None:
    before = (carried / "report.html").read_bytes()
    brand = tmp_path / "brand.yaml"
    brand.write_text("name: Westshire\ncolour: yellow\n", encoding="utf-8")
    with pytest.raises(StudyFault, match="yellow is not a colour"):
        bluelight.report(carried, brand)
    assert (carried / "report.html").read_bytes() == before


def test_a_part_of_another_kind_of_report_is_told_as_that(played: Path) -> None:
    told = faults_of(played, "siting_map")
    assert (
        "There is no figure or table 'siting_map'. It is of a siting's report (`bluelight site`)."
        in told
    )
    assert "Did you mean" not in told
    assert "It is of a sweep's report" in faults_of(played, "sweep_panels")


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_drawn(
    carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    def drawn(*_: object) -> None:
        raise AssertionError("drawn in vain")

    monkeypatch.setattr(pack_verbs, "TemporaryFile", denied)
    monkeypatch.setattr("results.report.write_report", drawn)
    with pytest.raises(
        StudyFault, match="Nothing can be written into this folder: Permission denied"
    ):
        bluelight.report(carried)
    told = faults_of(carried, "summary")
    assert "copy this one to where you may write" in told


def test_what_has_nothing_to_show_says_why(played: Path) -> None:
    told = faults_of(played, "conveying")
    assert "has nothing to show" in told
    assert "No fire crew takes patients to hospital." in told


def test_a_folder_that_is_no_run(played: Path, tmp_path: Path) -> None:
    assert "is not there: no provenance.json" in faults_of(tmp_path / "nothing")
    assert "holds no run" in faults_of(tmp_path)
    told = faults_of(played.parent / "rnu")
    assert f"Did you mean {played.as_posix()}?" in told


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("provenance.json", "does not say what was played"),
        ("costs.csv", "lacks costs.csv"),
        ("costs.csv less", "costs.csv of the run in"),
        ("measures.parquet less", "is not as it was written"),
        ("study", "keeps no copy of its study"),
        ("tasks", "are not in tasks/"),
        ("study/tinyshire", "is not on this machine"),
        ("study/tinyshire/region.yaml", "is not as it was"),
        ("sweep", "holds tables of several commands"),
    ],
)
def test_a_folder_that_is_not_whole(carried: Path, spoil: str, says: str) -> None:
    place = carried / spoil
    if spoil == "sweep":
        place = carried / "provenance.json"
        told = json.loads(place.read_text(encoding="utf-8"))
        place.write_text(json.dumps(told | {"sweep": True}), encoding="utf-8")
    elif spoil == "provenance.json":
        place.write_text("{}", encoding="utf-8")
    elif spoil == "costs.csv less":  # it can still be read
        place = carried / "costs.csv"
        place.write_bytes(b"".join(place.read_bytes().splitlines(keepends=True)[:-3]))
    elif spoil == "measures.parquet less":
        place = carried / "measures.parquet"
        pd.read_parquet(place).iloc[:-3].to_parquet(place)
    elif spoil.endswith("region.yaml"):
        text = place.read_text(encoding="utf-8")
        place.write_text(text + "# another\n", encoding="utf-8")
    elif place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink()
    before = sorted(carried.rglob("*"))
    told = faults_of(carried)
    assert says in told
    assert "Allowed: " in told
    assert sorted(carried.rglob("*")) == before


def test_a_study_keeps_its_files_as_they_stand_to_each_other(tmp_path: Path) -> None:
    copy_of(tmp_path, ("study.yaml", "catalogue: [kit]", "catalogue: [../kit/kit]"))
    (tmp_path / "kit").mkdir()
    (tmp_path / "small" / "kit.yaml").rename(tmp_path / "kit" / "kit.yaml")
    bluelight.run(
        str(tmp_path / "small" / "study.yaml"), tmp_path / "run", quick=True, replications=1, days=2
    )
    found = kept_study(tmp_path / "run")
    assert found is not None
    assert found[0] == tmp_path / "run" / "study" / "small" / "study.yaml"
    assert (tmp_path / "run" / "study" / "kit" / "kit.yaml").is_file()
    shutil.rmtree(tmp_path / "kit")
    assert bluelight.figure(tmp_path / "run", "what_changed").is_file()
    assert not (tmp_path / "run" / "report.pdf").exists()  # a quick run
