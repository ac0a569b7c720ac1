"""The Word file's pages: no row alone, a note with its table, short texts on one page."""

from __future__ import annotations

import io
from typing import Any

import docx

from results.contents import Chapter
from results.word import word
from results.word_parts import TOGETHER
from tests.doors.test_pdf_pages import chapter, of_chapters, table


def written(*chapters: Chapter) -> Any:
    return docx.Document(io.BytesIO(word(of_chapters(*chapters))))


def test_the_first_and_last_rows_of_a_table_stay_together_and_with_the_note() -> None:
    (rows,) = written(chapter("rows", (table("some", 30),))).tables
    stays = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows.rows]
    head, body = stays[0], stays[1:]
    assert head
    assert body[: TOGETHER - 1] == [True] * (TOGETHER - 1)
    assert body[-TOGETHER:] == [True] * TOGETHER
    assert not any(body[TOGETHER - 1 : -TOGETHER])


def test_a_note_is_not_broken_over_pages() -> None:
    file = written(chapter("rows", (table("some", 30),)))
    (note,) = [line for line in file.paragraphs if line.text == "A note."]
    assert note.style.paragraph_format.keep_together


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
