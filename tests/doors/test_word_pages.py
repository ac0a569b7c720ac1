"""The Word file's pages: no row alone, a note with its table, short texts on one page."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest

from results.contents import Chapter
from results.figures.headline import Headline
from results.sections import Section
from results.word import LAST_ENTRIES, LAST_POINTS, word
from results.word_parts import TOGETHER
from tests.doors.test_pdf_pages import chapter, of_chapters, table


def written(*chapters: Chapter) -> Any:
    return docx.Document(io.BytesIO(word(of_chapters(*chapters))))


def test_the_first_and_last_rows_of_a_table_stay_together() -> None:
    (rows,) = written(chapter("rows", (table("some", 30),))).tables
    stays = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows.rows]
    head, body = stays[0], stays[1:]
    assert head
    assert body[: TOGETHER - 1] == [True] * (TOGETHER - 1)
    assert body[-TOGETHER:] == [True] * (TOGETHER - 1) + [False]
    assert not any(body[TOGETHER - 1 : -TOGETHER])


def test_a_note_is_not_broken_over_pages() -> None:
    file = written(chapter("rows", (table("some", 30),)))
    (note,) = [line for line in file.paragraphs if line.text == "A note."]
    assert note.style.paragraph_format.keep_together


def test_a_note_stands_above_its_table_and_stays_with_it() -> None:
    """Below it, it was alone on the page after: LibreOffice does not keep rows with what follows the table."""
    file = written(chapter("rows", (table("some", 30),)))
    body = list(file.element.body)
    (note,) = [line for line in file.paragraphs if line.text == "A note."]
    (rows,) = file.tables
    assert body.index(rows._tbl) == body.index(note._p) + 2, "only the table's heading is between"
    assert note.paragraph_format.keep_with_next


def test_the_last_entries_of_the_contents_and_the_last_points_are_not_alone() -> None:
    points = tuple(f"Point {n}." for n in range(20))
    one = Chapter(Section("limits", "Limits", "A lead.", ()), (), (), points, ())
    file = written(*(chapter(f"number {n}") for n in range(20)), one)
    entries = [line for line in file.paragraphs if line.style.name.startswith("toc")]
    assert len(entries) == 22
    for lines, last in (
        (entries, LAST_ENTRIES),
        ([line for line in file.paragraphs if line.text in points], LAST_POINTS),
    ):
        stays = [bool(line.paragraph_format.keep_with_next) for line in lines]
        assert stays == [False] * (len(lines) - last) + [True] * (last - 1) + [False]


@pytest.mark.parametrize(("count", "overleaf"), [(2, False), (8, False), (14, True)])
def test_the_covers_findings_are_smaller_where_there_are_many_else_two_or_more_are_overleaf(
    count: int, overleaf: bool
) -> None:
    words = "With one thing and with another the first fire engine comes sooner for many and later for some. "
    said = tuple(Headline(f"{n}: {words * 2}", words * 3) for n in range(count))
    file = docx.Document(io.BytesIO(word(replace(of_chapters(), headlines=said))))
    lines = [line for line in file.paragraphs if line.style.name == "List Number"]
    breaks = [n for n, line in enumerate(lines) if line.paragraph_format.page_break_before]
    assert bool(breaks) is overleaf
    assert all(2 <= n <= count - 2 for n in breaks)
    finding, sure = (file.styles[name].font.size.pt for name in ("List Number", "How sure"))
    assert finding >= 8.0
    assert sure >= 7.0
    assert (finding < 11.0) is (count > 2)
    assert all(line.paragraph_format.keep_together for line in lines)


def test_a_chapter_follows_a_short_text_and_no_long_one() -> None:
    short, long = ("A sentence. " * 20,), tuple("A sentence. " * 30 for _ in range(9))
    for text, turns in ((short, False), (long, True)):
        file = written(chapter("one", (), text), chapter("two", (), short))
        (heading,) = [
            line
            for line in file.paragraphs
            if line.text == "About two" and "Heading" in line.style.name
        ]
        assert bool(heading.paragraph_format.page_break_before) is turns
