"""The pack as PDF, Word file and workbook: each opened again as its reader's program would."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from results.brand import Brand
from results.contents import CONTENTS, HOW_MADE, Contents, column_widths, contents
from results.figures import FIGURES, Figure, Table
from results.pack import Pack
from results.pdf import pdf
from results.pictures import drawn_parts
from results.report import page
from results.sheets import Sheets
from results.word import word
from results.workbook import sheet_name, workbook
from tests.made_up_pack import pack


@dataclass(frozen=True)
class Written:
    """A report's contents, and what each writer made of them."""

    pack: Pack
    report: Contents
    pdf: bytes
    word: bytes
    tables: dict[str, pd.DataFrame]
    workbook: bytes

    @property
    def items(self) -> list[Figure | Table]:
        return [part.item for chapter in self.report.chapters for part in chapter.parts]


@pytest.fixture(scope="module")
def written() -> Written:
    whole = pack(3, 3, 200)
    report = contents(whole, drawn_parts(whole))
    tables = {"measures": whole.measures, "differences": whole.differences}
    return Written(
        whole, report, pdf(report), word(report), tables, workbook(report, Sheets(tables))
    )


def plain(text: str) -> str:
    """Text without what only sets it: kinds of space and where lines end."""
    for mark in ("\u2060", "\xa0", "\n", " "):
        text = text.replace(mark, "")
    return text


# ---- PDF


@pytest.fixture(scope="module")
def reader(written: Written) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(written.pdf))


@pytest.fixture(scope="module")
def pages(reader: pypdf.PdfReader) -> list[str]:
    return [plain(page.extract_text()) for page in reader.pages]


def test_every_finding_can_be_selected_in_the_pdf(written: Written, pages: list[str]) -> None:
    text = "".join(pages)
    for item in written.items:
        assert plain(item.title) in text, item.title
    for headline in written.report.headlines:
        assert plain(headline.says) in pages[0]
    assert plain(CONTENTS) in pages[1]
    assert plain(HOW_MADE) in pages[-1]


def test_every_page_of_the_pdf_is_a4_and_carries_stamp_and_number(
    written: Written, reader: pypdf.PdfReader, pages: list[str]
) -> None:
    for number, (sheet, text) in enumerate(zip(reader.pages, pages, strict=True), 1):
        across, up = (float(side) * 25.4 / 72 for side in (sheet.mediabox[2], sheet.mediabox[3]))
        assert (round(across), round(up)) == (297, 210)
        assert plain(written.report.stamp) in text, number
        assert f"{number}/{len(pages)}" in text, number


def test_the_pdf_says_what_it_is_and_in_which_language(
    written: Written, reader: pypdf.PdfReader
) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == written.report.title
    assert "/CreationDate" not in reader.metadata
    root: Any = reader.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]  # type: ignore[union-attr]
    assert marks[:-1] == [chapter.section.heading for chapter in written.report.chapters]


def tagged(node: Any) -> Iterator[Any]:
    """Every tagged element below one."""
    below = node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        found = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from tagged(found)


def test_pictures_in_the_pdf_carry_their_alt_text_and_tables_their_heads(
    written: Written, reader: pypdf.PdfReader
) -> None:
    root: Any = reader.root_object
    found = list(tagged(root["/StructTreeRoot"]))
    alts = [str(one["/Alt"]) for one in found if "/Alt" in one]
    assert alts == [item.alt for item in written.items if isinstance(item, Figure)]
    tables = [item for item in written.items if isinstance(item, Table)]
    assert sum(one["/S"] == "/Table" for one in found) == len(tables)
    heads = sum(one["/S"] == "/TH" for one in found)
    assert heads == sum(len(table.columns) for table in tables)


def test_figures_stay_vectors_and_nothing_in_the_pdf_leaves_its_page(written: Written) -> None:
    document = pypdfium2.PdfDocument(written.pdf)
    for number in range(len(document)):
        sheet = document[number]
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if right > left:
                assert left > 20, (number, text.get_text_range(index, 1))
                assert right < sheet.get_width() - 20, (number, text.get_text_range(index, 12))
                assert bottom > 15, number
                assert top < sheet.get_height() - 15, number
    words = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    assert "median first fire engine" in words  # written inside the map


# ---- Word


@pytest.fixture(scope="module")
def file(written: Written) -> Any:
    return docx.Document(io.BytesIO(written.word))


def test_word_opens_it_with_headings_and_captions(written: Written, file: Any) -> None:
    of_style: dict[str, list[str]] = {}
    for line in file.paragraphs:
        of_style.setdefault(line.style.name, []).append(line.text)
    headings = [chapter.section.heading for chapter in written.report.chapters]
    assert [t for t in of_style["Heading 1"] if t in headings] == headings
    kinds = {Figure: "Figure", Table: "Table"}
    captions = [f"{kinds[type(item)]} {item.number}. {item.title}" for item in written.items]
    assert of_style["Caption"] == captions
    assert of_style["Title"] == [written.report.title]
    assert of_style["toc 2"] == captions
    assert file.core_properties.language == "en-GB"
    above = file.sections[0].header.paragraphs[0].text
    assert (
        above
        == written.report.stamp
        == "Illustrative: not for decision · Quick run: not for decision"
    )


def test_pictures_in_word_carry_the_figures_alt_text(written: Written, file: Any) -> None:
    figures = [item for item in written.items if isinstance(item, Figure)]
    shapes = list(file.inline_shapes)
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [f.alt for f in figures]
    section = file.sections[0]
    inside = section.page_width - section.left_margin - section.right_margin
    assert all(0 < shape.width <= inside for shape in shapes)


def test_tables_in_word_are_tables_with_their_heads_repeated(written: Written, file: Any) -> None:
    tables = [item for item in written.items if isinstance(item, Table)]
    assert len(file.tables) == len(tables)
    for table, item in zip(file.tables, tables, strict=True):
        rows = [
            [plain("".join(t.text or "" for t in cell.iter(qn("w:t")))) for cell in row._tr.tc_lst]
            for row in table.rows
        ]
        assert rows == [[plain(cell) for cell in row] for row in (item.columns, *item.rows)]
        first = table.rows[0]._tr.trPr
        assert first is not None
        assert any(mark.tag.endswith("tblHeader") for mark in first)


def test_links_in_word_lead_somewhere(written: Written) -> None:
    text = zipfile.ZipFile(io.BytesIO(written.word)).read("word/document.xml").decode()
    names = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', text))
    anchors = set(re.findall(r'w:anchor="([^"]+)"', text))
    assert anchors
    assert anchors <= names


# ---- the workbook


def test_the_workbook_holds_the_tables_value_by_value(written: Written) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written.workbook))
    assert book.sheetnames[:3] == ["readme", "measures", "differences"]
    for name, table in written.tables.items():
        sheet = book[name]
        head, *rows = sheet.iter_rows(values_only=True)
        assert list(head) == list(table.columns)
        assert len(rows) == len(table)
        for given, found in zip(table.itertuples(index=False), rows, strict=True):
            for value, cell in zip(given, found, strict=True):
                missing = value is None or value != value or value == ""
                if isinstance(value, float) and not missing:  # written to 16 digits
                    assert cell == pytest.approx(value, rel=1e-15, abs=0)
                else:
                    assert cell == (None if missing else value)
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_the_workbook_prints_the_reports_tables_with_numbers_as_numbers(written: Written) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written.workbook))
    for item in written.items:
        if isinstance(item, Table):
            assert book[sheet_name(item)]["A1"].value == f"Table {item.number}. {item.title}"
    standards = next(item for item in written.items if item.name == "standards")
    assert isinstance(standards, Table)
    sheet, place = book[sheet_name(standards)], standards.columns.index("Calls") + 1
    for row, cells in enumerate(standards.rows, 6):
        assert sheet.cell(row, place).value == int(cells[place - 1].replace(",", ""))


@pytest.mark.parametrize(
    ("printed", "value", "look"),
    [
        ("1,234", 1234, "#,##0"),
        ("−£1,234", -1234, '"£"#,##0'),
        ("£0.50", 0.5, '"£"0.00'),
        ("66.7%", 0.667, "0.0%"),
        ("12 min", "12 min", "General"),
        ("=1+1", "=1+1", "General"),
        ("1.2.3", "1.2.3", "General"),
    ],
)
def test_a_printed_number_is_a_number_that_looks_the_same(
    written: Written, printed: str, value: object, look: str
) -> None:
    table = Table(
        "one", "1", "A finding", "What it holds", ("Place", "Found"), (("here", printed),), ""
    )
    part = replace(written.report.chapters[0].parts[0], item=table)
    chapter = replace(written.report.chapters[0], parts=(part,))
    found = workbook(replace(written.report, chapters=(chapter,)), Sheets({}))
    cell = openpyxl.load_workbook(io.BytesIO(found))["1 one"]["B6"]
    assert cell.value == value
    assert cell.number_format == look
    assert cell.data_type == ("s" if isinstance(value, str) else "n")


def test_the_readme_names_every_sheet_and_column(written: Written) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written.workbook))
    rows = [row[:3] for row in book["readme"].iter_rows(values_only=True)]
    named = {(row[0], row[1] or "") for row in rows if row[2]}
    for name, table in written.tables.items():
        assert {(name, ""), *((name, column) for column in table.columns)} <= named
    assert set(book.sheetnames[1:]) <= {name for name, _ in named}
    said = {row[0]: row[1] for row in rows}
    assert said["seed"] == 20131
    assert said["replications"] == 3


def test_a_table_too_long_for_excel_is_named_and_left_out(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.sheets.MOST_ROWS", len(written.tables["measures"]) - 1)
    book = openpyxl.load_workbook(io.BytesIO(workbook(written.report, Sheets(written.tables))))
    assert "measures" not in book.sheetnames
    told = [str(row[2]) for row in book["readme"].iter_rows(values_only=True)]
    assert any("see measures.csv" in line for line in told)


# ---- all of them


def test_the_same_tables_give_the_same_bytes(written: Written) -> None:
    assert pdf(written.report) == written.pdf
    assert word(written.report) == written.word
    assert workbook(written.report, Sheets(written.tables)) == written.workbook


def test_a_brand_stands_on_every_format(written: Written) -> None:
    logo = next(
        part.png for chapter in written.report.chapters for part in chapter.parts if part.png
    )
    brand = Brand("Westshire Fire and Rescue Service", logo, "image/png", "#7a1f1f")
    report = replace(written.report, brand=brand, chapters=written.report.chapters[:1])
    text = page(report)
    assert 'alt="Westshire Fire and Rescue Service"' in text
    assert "--blue: #7a1f1f" in text
    reader = pypdf.PdfReader(io.BytesIO(pdf(report)))
    assert "Westshire" in reader.pages[2].extract_text()
    root: Any = reader.root_object
    assert brand.name in [one.get("/Alt") for one in tagged(root["/StructTreeRoot"])]
    file = docx.Document(io.BytesIO(word(report)))
    assert file.inline_shapes[0]._inline.docPr.get("descr") == brand.name
    assert str(file.styles["Heading 1"].font.color.rgb) == "7A1F1F"


@pytest.mark.parametrize(("replications", "options"), [(1, 2), (2, 1)])
def test_one_replication_or_no_option_is_written_in_every_format(
    replications: int, options: int
) -> None:
    whole = pack(replications, options, 100)
    names = ("what_changed", "summary", "standards", "limits")
    whole = replace(whole, parts=tuple(name for name in names if name in FIGURES))
    report = contents(whole, drawn_parts(whole))
    text = "".join(
        plain(sheet.extract_text()) for sheet in pypdf.PdfReader(io.BytesIO(pdf(report))).pages
    )
    lines = " ".join(line.text for line in docx.Document(io.BytesIO(word(report))).paragraphs)
    if replications == 1:
        assert plain("One replication gives no interval") in text
        assert "One replication gives no interval" in lines
    assert len(openpyxl.load_workbook(io.BytesIO(workbook(report, Sheets({})))).sheetnames) > 1


def test_columns_hold_their_longest_word_and_fill_no_more_than_a_line(written: Written) -> None:
    for item in written.items:
        if isinstance(item, Table):
            widths = column_widths(item)
            assert len(widths) == len(item.columns)
            assert sum(widths) <= 165.5
            for place, width in enumerate(widths):
                cells = [item.columns[place], *(row[place] for row in item.rows)]
                assert width > max(len(word) for cell in cells for word in cell.split(" ")), (
                    item.name
                )


def test_a_table_without_rows_says_so_everywhere(written: Written) -> None:
    bare = Table("bare", "1", "Nothing was found", "What it would hold", ("One", "Two"), (), "Why.")
    part = replace(written.report.chapters[0].parts[0], item=bare)
    report = replace(written.report, chapters=(replace(written.report.chapters[0], parts=(part,)),))
    assert "Nothing to show." in page(report)
    assert "Nothing to show." in pypdf.PdfReader(io.BytesIO(pdf(report))).pages[2].extract_text()
    assert docx.Document(io.BytesIO(word(report))).tables[0].cell(1, 0).text == "Nothing to show."


def test_where_it_goes(written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("results.report.drawn_parts", lambda *_: [])
    from results.report import write_report

    bare = replace(written.pack, parts=("what_changed",))
    write_report(bare, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["figures", "report.html"]
    write_report(bare, tmp_path, 1, Sheets(written.tables))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "figures", "report.docx", "report.html", "report.pdf", "tables.xlsx",
    ]  # fmt: skip


def test_libreoffice_opens_the_word_file(written: Written, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    path = tmp_path / "report.docx"
    path.write_bytes(written.word)
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [office, own, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(words, check=True, capture_output=True, timeout=200)
    reader = pypdf.PdfReader(tmp_path / "report.pdf")
    text = "".join(plain(sheet.extract_text()) for sheet in reader.pages)
    for item in written.items:
        assert plain(item.title) in text, item.title
    edges = len(plain(written.report.stamp + written.report.title)) + len("10/99")
    assert all(len(plain(sheet.extract_text())) > edges + 10 for sheet in reader.pages)
