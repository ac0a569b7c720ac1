"""The report as a Word file: real headings, captions, tables and alt text, so that a planner can paste from it."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordFile
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from PIL import Image

from results import contents as told
from results.contents import Chapter, Contents, lead_in
from results.figures import Figure, Table
from results.picture_sheets import sheets
from results.pictures import PNG_DPI, Done
from results.store import write_bytes
from results.word_pages import INSIDE_MM, Place, Words, high_mm, place_of
from results.word_parts import bookmarked, field, linked, table_xml
from results.word_styles import (
    NOTE,
    SMALL_PRINT,
    STAMP,
    columns,
    cover_pt,
    lay_out,
    set_styles,
    size_cover,
)

COVER_STEPS = (1.0, 0.95, 0.91, 0.86, 0.82, 0.77, 0.73)
"""By how much the cover's letters are smaller, the first that fits."""
OF_MANY = 0.92
"""What is left of heights on the safe side, summed over many findings; the sums are then still too high by 5%."""
LAST_ENTRIES, LAST_POINTS = 12, 8
"""How many lines at the end of the contents, and of a list of points, share a page."""
LINE_MM, LETTERS, SHORT_MM = 5.6, 130, 105.0
"""How high a line of text is, how many letters it holds, on the safe side; less than how much is a short text."""
NO_DATE = datetime(2000, 1, 1)
"""Stands for when the file was made, so that the same contents give the same bytes."""


def write_word(report: Contents, directory: Path) -> Path:
    """`report.docx` of a report's contents, whole or not at all."""
    path = directory / "report.docx"
    write_bytes(path, word(report))
    return path


def word(report: Contents) -> bytes:
    """The Word file's bytes, the same for the same contents."""
    file = Document()
    set_styles(file, report.brand.colour)
    lay_out(file, report.stamp, report.brand.name or report.title)
    properties = file.core_properties
    properties.title, properties.subject = report.title, report.question[:250]
    properties.author = report.brand.name or "Bluelight"
    properties.last_modified_by, properties.language = properties.author, "en-GB"
    properties.comments = report.stamp
    properties.created = properties.modified = NO_DATE
    _cover(file, report)
    _list_of_contents(file, report)
    for number, chapter in enumerate(report.chapters):
        _chapter(file, chapter, number, report.chapters[number - 1] if number else None)
    _how_made(file, report)
    held = io.BytesIO()
    file.save(held)
    return undated(held.getvalue())


def undated(package: bytes) -> bytes:
    """A zipped package without the times at which its parts were zipped."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(held, "w") as new:
        for entry in old.infolist():
            plain = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            plain.compress_type = zipfile.ZIP_DEFLATED
            plain.create_system = 0
            new.writestr(plain, old.read(entry))
    return held.getvalue()


def _cover(file: WordFile, report: Contents) -> None:
    brand = report.brand
    if brand.logo:
        logo = file.add_paragraph().add_run().add_picture(io.BytesIO(brand.logo), height=Mm(16))
        _describe(logo, brand.name, "logo")
    elif brand.name:
        file.add_paragraph(brand.name, style=SMALL_PRINT)
    for stamp in report.stamps:
        file.add_paragraph(stamp, style=STAMP)
    file.add_paragraph(report.place, style=SMALL_PRINT)
    file.add_paragraph(report.title, style="Title")
    file.add_paragraph(report.question, style="Subtitle")
    by, overleaf = _cover_sizes(report)
    size_cover(file, by)
    if report.headlines:
        file.add_heading(told.IN_SHORT, 1)
    for number, headline in enumerate(report.headlines):
        line = file.add_paragraph(style="List Number")
        line.paragraph_format.keep_together = True
        line.paragraph_format.page_break_before = 0 < overleaf == number
        line.add_run(headline.says).bold = True
        if headline.how_sure:
            line.add_run().add_break()
            line.add_run(headline.how_sure, style="How sure")


def _cover_sizes(report: Contents) -> tuple[float, int]:
    """By what factor the cover's letters are smaller, and which finding is the first overleaf; 0 if all have room.

    Overleaf are two findings at least.
    """
    count = len(report.headlines)
    for by in COVER_STEPS:
        if _cover_mm(report, by, count) <= INSIDE_MM[1]:
            return by, 0
    by = COVER_STEPS[len(COVER_STEPS) // 2]
    fit = [n for n in range(1, count - 1) if _cover_mm(report, by, n) <= INSIDE_MM[1]]
    return by, max(fit, default=1)


def _cover_mm(report: Contents, by: float, count: int) -> float:
    """How high the cover is with its first findings, on the safe side."""
    wide, space = INSIDE_MM[0], 3.0
    logo = 19.0 if report.brand.logo else 6.0 if report.brand.name else 0.0
    above = (
        logo + 6.5 * len(report.stamps) + 6.0 + 12.0
    )  # the place, and the heading of the findings
    above += high_mm(report.title, cover_pt("Title", by), wide, bold=True) + space / 2
    above += high_mm(report.question, cover_pt("Subtitle", by) * 1.12, wide) + space / 2
    findings = 0.0
    for headline in report.headlines[:count]:
        said = high_mm(headline.says, cover_pt("List Number", by), wide - 7.0, bold=True)
        sure = high_mm(headline.how_sure, cover_pt("How sure", by), wide - 7.0)
        findings += said + sure - (2 * space if sure else space)
    return above + findings * OF_MANY


def _list_of_contents(file: WordFile, report: Contents) -> None:
    """Headings and captions with links; Word puts page numbers to them when its field is updated."""
    title = file.add_paragraph(told.CONTENTS, style="TOC Heading")
    title.paragraph_format.page_break_before = True
    entries: list[tuple[str, str, str]] = []
    for number, chapter in enumerate(report.chapters):
        entries.append(("toc 1", f"chapter_{number}", chapter.section.heading))
        entries += [
            ("toc 2", part.item.name, f"{part.label}. {part.item.title}") for part in chapter.parts
        ]
    entries.append(("toc 1", "made", told.HOW_MADE))
    lines = []
    for style, anchor, text in entries:
        line = file.add_paragraph(style=style)
        linked(line, anchor, text)
        lines.append(line)
    for line in lines[-LAST_ENTRIES:-1]:
        line.paragraph_format.keep_with_next = True
    field(lines[0], 'TOC \\o "1-1" \\t "Caption,2" \\h \\z', until=lines[-1])


def _chapter(file: WordFile, chapter: Chapter, number: int, before: Chapter | None) -> None:
    words = bool(chapter.options or chapter.paragraphs or chapter.points)
    first = chapter.parts[0] if chapter.parts and not words else None
    title, lead_words = chapter.section.heading, chapter.section.lead
    opening = _placed(first, title, lead_words) if first else []
    beside = bool(opening) and opening[0].place.beside
    columns(file, beside=beside, new=beside)
    heading = file.add_heading(title, 1)
    follows = words and before is not None and _short(before)
    heading.paragraph_format.page_break_before = not beside and not follows
    bookmarked(heading, f"chapter_{number}")
    if lead_words:
        lead = file.add_paragraph(lead_words, style="Lead")
        lead.paragraph_format.keep_with_next = True
    _texts(file, chapter)
    for part in chapter.parts:
        if isinstance(part.item, Table):
            columns(file, beside=False)
            _captioned(file, part)
            note = _note(file, part.item.note)
            if note is not None:  # above its table, so that it is not alone on the page after
                note.paragraph_format.keep_with_next = True
            _table(file, part.item)
        else:
            _pictures(file, part, opening if part is first else _placed(part), part is first)


def _texts(file: WordFile, chapter: Chapter) -> None:
    """A chapter's options, paragraphs and points."""
    for place, option in enumerate(chapter.options):
        line = file.add_paragraph()
        line.add_run(option.title).bold = True
        if not place:
            line.add_run(f" ({told.THE_BASELINE})")
        if option.summary:
            line.add_run().add_break()
            line.add_run(option.summary)
    for paragraph in chapter.paragraphs:
        label, text = lead_in(paragraph)
        line = file.add_paragraph()
        if label:
            line.add_run(f"{label} ").bold = True
        line.add_run(text)
    lines = [file.add_paragraph(point, style="List Bullet") for point in chapter.points]
    for line in lines[-LAST_POINTS:-1]:
        line.paragraph_format.keep_with_next = True


def _short(chapter: Chapter) -> bool:
    """Whether a chapter is a text of less than half a page, so that the next may begin below it."""
    said = (*chapter.paragraphs, *chapter.points)
    lines = sum(math.ceil(len(text) / LETTERS) + 0.6 for text in said)
    return not chapter.parts and not chapter.options and lines * LINE_MM < SHORT_MM


@dataclass(frozen=True)
class Placed:
    """A picture, or a sheet of it, with the words beside it and its place."""

    png: bytes
    words: Words
    place: Place


def _placed(part: Done, heading: str = "", lead: str = "") -> list[Placed]:
    """The sheets of a figure, each with its place; the note goes with the last."""
    if not isinstance(part.item, Figure):
        return []
    found = []
    pngs = sheets(part.png, part.item.rows, PNG_DPI)
    for place, png in enumerate(pngs):
        caption = _caption(part) if not place else f"{part.label}, sheet {place + 1} of {len(pngs)}"
        note = part.item.note if png is pngs[-1] else ""
        words = Words(caption, note, *("" if place else one for one in (heading, lead)))
        with Image.open(io.BytesIO(png)) as picture:
            found.append(Placed(png, words, place_of(words, picture.height / picture.width)))
    return found


def _pictures(file: WordFile, part: Done, found: list[Placed], begun: bool) -> None:
    """The sheets of a figure, each with its caption and the last with its note, as large as their pages allow."""
    for number, one in enumerate(found):
        if number or not begun:
            columns(file, beside=one.place.beside, new=one.place.beside)
        if number:
            caption = file.add_paragraph(one.words.caption, style="Table heading")
            caption.paragraph_format.keep_with_next = True
        else:
            caption = _captioned(file, part)
        _sized(caption, one.place.caption_pt if one.place.beside else 0.0)
        if one.place.note == "side":
            _sized(_note(file, one.words.note), one.place.note_pt)
        line = file.add_paragraph()
        if one.place.beside:
            line.add_run().add_break(WD_BREAK.COLUMN)
        line.paragraph_format.keep_with_next = one.place.note == "below" and bool(one.words.note)
        line.paragraph_format.space_after = Pt(0)
        picture = line.add_run().add_picture(io.BytesIO(one.png), width=Mm(one.place.wide_mm))
        sheet = f"Sheet {number + 1} of {len(found)}. " if found[1:] else ""
        _describe(picture, f"{sheet}{part.item.alt}", part.item.name)  # type: ignore[union-attr]
        if one.place.note == "overleaf":
            columns(file, beside=False)
        if one.place.note != "side":
            _note(file, one.words.note)


def _captioned(file: WordFile, part: Done) -> Paragraph:
    """A figure's or table's caption, to which links lead."""
    caption = file.add_paragraph(_caption(part), style="Caption")
    caption.paragraph_format.keep_with_next = True
    bookmarked(caption, part.item.name)
    return caption


def _note(file: WordFile, note: str) -> Paragraph | None:
    return file.add_paragraph(note, style=NOTE) if note else None


def _sized(line: Paragraph | None, size_pt: float) -> None:
    """Set a line smaller than its style, so that it has room beside a picture."""
    for run in line.runs if line is not None and size_pt else ():
        run.font.size = Pt(size_pt)


def _caption(part: Done) -> str:
    return f"{part.label}. {part.item.title}"


def _describe(picture: object, alt: str, name: str) -> None:
    """Give a picture its alt text, as Word keeps it."""
    facts = picture._inline.docPr  # type: ignore[attr-defined]
    facts.set("descr", alt)
    facts.set("name", name)


def _table(file: WordFile, item: Table) -> None:
    """The table under a line that says what it holds; python-docx itself takes minutes over many rows."""
    heading = file.add_paragraph(item.caption, style="Table heading")
    heading.paragraph_format.keep_with_next = True
    heading._p.addnext(table_xml(item, INSIDE_MM[0]))


def _how_made(file: WordFile, report: Contents) -> None:
    columns(file, beside=False)
    heading = file.add_heading(told.HOW_MADE, 1)
    heading.paragraph_format.page_break_before = True
    bookmarked(heading, "made")
    file.add_paragraph(report.made)
    for name, value in report.facts:
        line = file.add_paragraph(style=NOTE)
        line.add_run(f"{name}  ").bold = True
        line.add_run(value)
    file.add_paragraph(report.attribution, style=NOTE)
