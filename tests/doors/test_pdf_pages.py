"""The PDF's pages: none with a few rows alone, the cover on one, letters large enough for paper."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from results.contents import CONTENTS, Chapter, Contents, contents
from results.figures import Table
from results.figures.headline import Headline
from results.figures.station_values import CARD
from results.pdf import pdf, svg_sheets
from results.pdf_pages import ALONE_MM, Turned, turn_pages
from results.pictures import Done, drawn_parts, finished
from results.sections import Section
from tests.house.test_figure_two import of_many
from tests.made_up_pack import pack

SMALLEST_PT, FINDING_PT = 7.0, 8.0


@cache
def report() -> Contents:
    whole = replace(pack(2, 3, 60), parts=("what_changed", "money"))
    return contents(whole, drawn_parts(whole))


def table(name: str, rows: int) -> Done:
    cells = tuple((f"Row {n}", "word " * 4, "some more of it") for n in range(rows))
    return Done(
        Table(
            name, "1", f"A finding in {rows} rows", "Rows", ("What", "How", "Why"), cells, "A note."
        )
    )


def of_chapters(*chapters: Chapter) -> Contents:
    return replace(report(), chapters=chapters)


def chapter(name: str, parts: tuple[Done, ...] = (), paragraphs: tuple[str, ...] = ()) -> Chapter:
    return Chapter(Section(name, f"About {name}", "A lead.", ()), (), paragraphs, (), parts)


def document(of: Contents) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf(of))


def text_on(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


def reaches_mm(page: pypdfium2.PdfPage) -> float:
    """How far down the page its own text reaches, the footer left out."""
    text = page.get_textpage()
    lows = [text.get_charbox(n)[1] for n in range(text.count_chars())]
    high = page.get_height()
    down = [(high - low) * 25.4 / 72 for low in lows if low > 0]
    return max(mm for mm in down if mm < 197.0)


def letters(page: pypdfium2.PdfPage) -> Iterator[tuple[float, str]]:
    """The size of each letter as printed, in points, and the letter."""
    text = page.get_textpage()
    for n in range(text.count_chars()):
        turn = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text.raw, n, ctypes.byref(turn))
        letter = chr(pdfium.FPDFText_GetUnicode(text.raw, n))
        if letter.strip():
            yield pdfium.FPDFText_GetFontSize(text.raw, n) * abs(turn.d), letter


def size_of(words: str, page: pypdfium2.PdfPage) -> float:
    """The size of the first letter of words on a page, as printed, in points."""
    text, turn = page.get_textpage(), pdfium.FS_MATRIX()
    place = text_on(page).index(words)
    pdfium.FPDFText_GetMatrix(text.raw, place, ctypes.byref(turn))
    size: float = pdfium.FPDFText_GetFontSize(text.raw, place) * abs(turn.d)
    return size


@pytest.mark.parametrize("rows", [25, 26, 27, 28, 29, 30, 32, 34])
def test_no_page_holds_a_few_rows_alone(rows: int) -> None:
    """However many rows a table has, its last page is not left over."""
    found = document(of_chapters(chapter("rows", (table("some", rows),))))
    pages = [page for page in found if "Row " in text_on(page)]
    last = text_on(pages[-1])
    assert len(pages) == 1 or reaches_mm(pages[-1]) > ALONE_MM - 2, last[:300]
    told = "".join(text_on(page) for page in pages)
    assert all(f"Row {n}" in told for n in range(rows))


@pytest.mark.parametrize("rows", [60, 64, 68, 70])
def test_a_few_rows_before_a_figure_share_its_page(rows: int) -> None:
    (figure,) = finished(pack(2, 3, 60), ("money",))
    found = document(of_chapters(chapter("rows", (table("long", rows), figure))))
    last = next(page for page in found if f"Row {rows - 1}" in text_on(page))
    assert f"Figure {figure.item.number}." in text_on(last) or reaches_mm(last) > ALONE_MM - 2


def test_what_is_left_of_a_page_is_offered_to_the_figure_after() -> None:
    def laid_out(turned: Turned) -> list[dict[str, object]]:
        return [{"of": "rows", "page": 2, "begins": 1, "y": 40.0},
                {"of": "drawing", "page": 2, "begins": 2 if turned.room_mm else 3, "y": 190.0}]  # fmt: skip

    parts = [{"name": "rows", "kind": "table"}, {"name": "drawing", "kind": "figure"}]
    one = {"name": "a", "parts": parts, "paragraphs": (), "points": (), "options": ()}
    turned = turn_pages([one], laid_out)
    assert turned.room_mm == {"drawing": 145.0}


def test_short_texts_share_a_page_and_long_ones_do_not() -> None:
    short, long = ("A sentence. " * 20,), tuple("A sentence. " * 30 for _ in range(9))
    found = document(of_chapters(chapter("one", (), short), chapter("two", (), short)))
    assert any("About one" in text_on(p) and "About two" in text_on(p) for p in list(found)[2:])
    found = document(of_chapters(chapter("one", (), long), chapter("two", (), short)))
    assert not any("About one" in text_on(p) and "About two" in text_on(p) for p in list(found)[2:])


@pytest.mark.parametrize("count", [22, 24, 26])
def test_no_page_holds_a_few_points_alone(count: int) -> None:
    points = tuple(f"Point {n}: " + "what this study cannot tell. " * 4 for n in range(count))
    one = Chapter(Section("limits", "Limits", "A lead.", ()), (), (), points, ())
    pages = [page for page in document(of_chapters(one)) if "Point " in text_on(page)]
    assert len(pages) == 1 or reaches_mm(pages[-1]) > ALONE_MM - 2


@pytest.mark.parametrize("count", [1, 4, 6])
def test_the_cover_is_one_page_however_much_there_is_to_say(count: int) -> None:
    words = "With one thing and with another the first fire engine comes sooner for many and later for some. "
    said = tuple(Headline(f"{n}: {words * 2}", words * 3) for n in range(count))
    found = document(replace(report(), headlines=said, title="A long title for a long study " * 3))
    assert f"{count - 1}: With one thing" in text_on(found[0]).replace("\r\n", " ")
    assert text_on(found[1]).replace("\r\n", " ").find(CONTENTS) >= 0
    assert min(size for size, _ in letters(found[0])) >= SMALLEST_PT - 0.01
    assert min(size_of(f"{n}: With one", found[0]) for n in range(count)) >= FINDING_PT - 0.01


def test_a_cover_that_is_too_long_goes_on_overleaf_with_two_findings_or_more() -> None:
    words = "With one thing and with another the first fire engine comes sooner for many and later for some. "
    said = tuple(Headline(f"Finding {n}: {words * 3}", words * 3) for n in range(1, 13))
    found = document(replace(report(), headlines=said))
    pages = [text_on(page) for page in found]
    told = [[n for n in range(1, 13) if f"Finding {n}:" in page] for page in pages]
    assert told[0] + told[1] == list(range(1, 13)), told
    assert len(told[0]) >= 2
    assert len(told[1]) >= 2
    assert CONTENTS in pages[2]
    assert f"{told[1][0]}. " in pages[1].split("Finding")[0], "numbered on from the page before"
    assert min(s for page in list(found)[:2] for s, _ in letters(page)) >= SMALLEST_PT - 0.01


def test_a_caption_under_a_text_stands_clear_of_its_last_line() -> None:
    (figure,) = finished(pack(2, 3, 60), ("money",))
    found = document(of_chapters(chapter("sure", (figure,), ("Some words. " * 30, "qqq gjpy"))))
    page = next(page for page in found if "qqq gjpy" in text_on(page))
    said, read = text_on(page), page.get_textpage()
    last, caption = said.index("qqq gjpy"), said.index(f"Figure {figure.item.number}.")
    low = min(read.get_charbox(last + n)[1] for n in range(8) if n != 3)
    high = max(read.get_charbox(caption + n)[3] for n in range(6))
    assert (low - high) * 25.4 / 72 > 2.0


@pytest.mark.parametrize("rows", [36, 42, 66])
def test_a_station_card_has_a_page_of_its_own(rows: int) -> None:
    (figure,) = finished(pack(2, 3, 60), ("money",))
    card = replace(figure, item=replace(figure.item, name=f"{CARD}hayle"))
    found = document(of_chapters(chapter("rows", (table("long", rows), card))))
    page = next(p for p in list(found)[3:] if f"Figure {figure.item.number}." in text_on(p))
    assert "Row " not in text_on(page)


@pytest.mark.parametrize("rows", [34, 38, 42, 46])
def test_no_figure_is_squeezed_below_seven_points_beside_a_few_rows(rows: int) -> None:
    """As tall as a sheet may be: it is legible where it has a page, so it takes one."""
    whole = replace(of_many(5), parts=("summary",))
    (figure, *_) = [one for one in drawn_parts(whole) if one.svg]
    found = document(of_chapters(chapter("rows", (table("long", rows), figure))))
    page = next(p for p in list(found)[3:] if f"Figure {figure.item.number}." in text_on(p))
    small = "".join(letter for size, letter in letters(page) if 2.0 < size < SMALLEST_PT)
    assert small in "".join(whole.region.attribution.split()), small


def test_figure_2_of_fourteen_options_can_be_read_on_paper() -> None:
    """Every letter of it is printed at seven points or more, but for the attribution, which the note repeats."""
    whole = replace(of_many(14), parts=("summary",))
    found = document(contents(whole, drawn_parts(whole)))
    sheets = [page for page in found if "sheet " in text_on(page) and "Figure 2" in text_on(page)]
    assert len(sheets) > 2
    for page in sheets:
        small = "".join(letter for size, letter in letters(page) if 2.0 < size < SMALLEST_PT)
        assert small in "".join(whole.region.attribution.split()), small


def test_a_figure_too_tall_for_a_page_goes_on_overleaf_between_its_rows() -> None:
    """Of fourteen options a year's cost is 12.9 inches tall: two sheets, each row's words on one of them and once."""
    whole = replace(of_many(14), parts=("money",))
    (figure,) = (one for one in drawn_parts(whole) if one.item.name == "money")
    drawn = svg_sheets(figure.svg, figure.item.rows)  # type: ignore[union-attr]
    words = [re.findall(r">([^<>]*\S[^<>]*)</(?:svg:|ns0:)?text>", one.decode()) for one in drawn]
    once = re.findall(r">([^<>]*\S[^<>]*)</text>", figure.svg.decode())
    assert len(drawn) == 2
    assert set(words[0]) | set(words[1]) == set(once)
    named = [word for sheet in words for word in sheet if re.match(r"\d+\. Way", word)]
    assert len(named) == len(set(named)) == 14, "a row is on one sheet, once"
    found = document(of_chapters(chapter("cost", (figure,))))
    sheets = [page for page in list(found)[2:] if figure.label in text_on(page)]
    assert ["sheet 2 of 2" in text_on(page) for page in sheets] == [False, True]
    for page in sheets:
        small = "".join(letter for size, letter in letters(page) if 2.0 < size < SMALLEST_PT)
        assert small in "".join(whole.region.attribution.split()), small
    assert not any("sheet 2" in one.get_title() for one in found.get_toc())


def test_turning_stops_where_nothing_helps() -> None:
    """A table whose last rows stay alone whatever is tried is set looser at the end, and the rounds end."""
    asked: list[dict[str, int]] = []

    def laid_out(turned: Turned) -> list[dict[str, object]]:
        asked.append(dict(turned.tight))
        return [{"of": "some", "page": 2, "begins": 1, "y": 30.0}]

    one = {"name": "a", "parts": [{"name": "some", "kind": "table"}],
           "paragraphs": (), "points": (), "options": ()}  # fmt: skip
    turned = turn_pages([one], laid_out)
    assert [tight.get("some", 0) for tight in asked] == [0, 1, 2, -1]
    assert turned.tight == {"some": -1}
