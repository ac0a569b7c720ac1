"""Pictures in the Word file: no letter under seven points, whatever their shape, and cut only between rows."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import numpy as np
import pytest
from docx.oxml.ns import qn
from PIL import Image

from results.contents import contents
from results.figures import Figure
from results.figures.figure import Rows, even_rows
from results.figures.style import TALLEST_SHEET_IN, WIDTH_IN
from results.picture_sheets import parts_of, sheets
from results.pictures import PNG_DPI, Done, drawn_parts
from results.word import word
from results.word_pages import BESIDE_MM, LEAST_PT, Words, place_of
from tests.house.test_figure_two import of_many
from tests.made_up_pack import pack

PARTS = (
    "what_changed",
    "summary",
    "response_map",
    "arrival_curves",
    "clock_stack_ambulance",
    "money",
    "frontier",
    "business_case",
    "intervals",
    "replay",
    "station_cards",
)


@cache
def written(options: int) -> tuple[list[Done], Any]:
    whole = replace(pack(3, options, 200), parts=PARTS)
    if options > 6:
        whole = replace(of_many(options), parts=("what_changed", "summary", "money", "frontier"))
    done = drawn_parts(whole)
    return done, docx.Document(io.BytesIO(word(contents(whole, done))))


def least_pt(part: Done) -> float:
    """The smallest letter of a picture as drawn; its words are words in the SVG."""
    sizes = re.findall(r"font(?:-size)?: ?(?:[a-z0-9]+ )*?([\d.]+)px", part.svg.decode("utf-8"))
    return min(map(float, sizes))


@pytest.mark.parametrize("options", [3, 12])
def test_no_letter_of_a_picture_is_printed_under_seven_points(options: int) -> None:
    done, file = written(options)
    parts = {part.item.name: part for part in done if part.png}
    seen = {}
    for shape in file.inline_shapes:
        name = shape._inline.docPr.get("name")
        printed = least_pt(parts[name]) * shape.width.inches / WIDTH_IN
        seen[name] = printed
        assert printed >= LEAST_PT, (name, printed)
        assert shape.height.mm < 174, name
    assert set(seen) == set(parts)


def test_a_wide_picture_stands_beside_its_words_in_a_section_of_its_own() -> None:
    _, file = written(6)
    for section in file.sections:
        assert section.page_width > section.page_height
    sides = [
        section._sectPr.find(qn("w:cols")).get(qn("w:num")) == "2" for section in file.sections
    ]
    assert any(sides)
    assert not all(sides)
    for section, side in zip(file.sections, sides, strict=True):
        blocks = list(section.iter_inner_content())
        assert blocks, "a section with nothing in it is an empty page"
        if side:
            pictures = [one for one in blocks if one._element.findall(f".//{qn('w:drawing')}")]
            assert len(pictures) == 1
            assert 'w:br w:type="column"' in pictures[0]._element.xml


def test_a_picture_too_tall_is_cut_into_sheets_that_say_so() -> None:
    done, file = written(12)
    (frontier,) = [part for part in done if part.item.name == "frontier"]
    assert isinstance(frontier.item, Figure)
    assert len(sheets(frontier.png, frontier.item.rows, PNG_DPI)) == 2
    found = [
        s._inline.docPr for s in file.inline_shapes if s._inline.docPr.get("name") == "frontier"
    ]
    assert [one.get("descr").split(". ")[0] for one in found] == ["Sheet 1 of 2", "Sheet 2 of 2"]
    assert frontier.item.alt in found[1].get("descr")
    assert "Figure 14, sheet 2 of 2" in [line.text for line in file.paragraphs]
    captions = [line.text for line in file.paragraphs if line.style.name == "Caption"]
    assert sum(text.startswith("Figure 14.") for text in captions) == 1


def rows_of(png: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def test_sheets_hold_every_row_once_and_the_head_and_foot_each_time() -> None:
    """A picture of 14 rows, each of its own grey, with a white head of two inches and a black foot of one."""
    dpi, rows = 10, even_rows(2.0, 1.0, 14)
    greys = [255] * 20 + [10 * (1 + place // 10) for place in range(140)] + [0] * 10
    picture = np.repeat(np.array(greys, dtype=np.uint8)[:, None], 30, axis=1)
    held = io.BytesIO()
    Image.fromarray(picture).save(held, format="png")
    cut = [rows_of(png)[:, 0, 0].tolist() for png in sheets(held.getvalue(), rows, dpi)]
    assert len(cut) == 3
    assert [one[:20] for one in cut] == [[255] * 20] * 3
    assert [one[-10:] for one in cut] == [[0] * 10] * 3
    assert [grey for one in cut for grey in one[20:-10]] == greys[20:-10]
    assert all(len(one) <= TALLEST_SHEET_IN * dpi for one in cut)
    assert max(map(len, cut)) - min(map(len, cut)) <= 10


def test_what_is_short_or_cannot_be_cut_stays_whole() -> None:
    held = io.BytesIO()
    Image.new("RGB", (110, 120)).save(held, format="png")
    for rows in (None, Rows(1.0, (11.0,))):
        assert sheets(held.getvalue(), rows, 10) == (held.getvalue(),)
    assert sheets(held.getvalue(), even_rows(1.0, 2.0, 5), 20) == (held.getvalue(),)
    assert len(parts_of(even_rows(1.0, 2.0, 5), 12.0)) == 2


def test_where_a_note_has_no_room_beside_it_goes_below_or_overleaf() -> None:
    short = place_of(Words("A finding.", "A note."), 0.75)
    assert (short.beside, short.note) == (True, "side")
    assert short.wide_mm == BESIDE_MM
    long = "words of a note " * 60
    assert place_of(Words("A finding " * 40, long), 0.55).note == "below"
    assert place_of(Words("A finding " * 60, long), 0.79).note == "overleaf"
    assert not place_of(Words("A finding.", "A note."), 0.4).beside
