"""The report as a Word file: real headings, captions, tables and alt text, so that a planner can paste from it."""

from __future__ import annotations

import io
import math
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordFile
from docx.shared import Mm
from PIL import Image

from results import contents as told
from results.contents import Chapter, Contents, lead_in
from results.figures import Figure, Table
from results.pictures import Done
from results.store import write_bytes
from results.word_parts import bookmarked, field, linked, table_xml
from results.word_styles import NOTE, SMALL_PRINT, STAMP, lay_out, set_styles, turn

INSIDE_MM = (297.0 - 2 * 15.0, 210.0 - 2 * 18.0)
UPRIGHT_MM = (210.0 - 2 * 15.0, 297.0 - 2 * 18.0)
"""Width and height inside the margins of A4 on its side, and upright."""
LINE_MM, LETTERS = {"Caption": 5.6, NOTE: 4.0}, {"Caption": 130, NOTE: 185}
"""How high a line of a style is, and how many letters it holds, reckoned on the safe side."""
CHAPTER_MM, SPARE_MM, SHORT_MM = 24.0, 8.0, 105.0
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
    if report.headlines:
        file.add_heading(told.IN_SHORT, 1)
    for headline in report.headlines:
        line = file.add_paragraph(style="List Number")
        line.add_run(headline.says).bold = True
        if headline.how_sure:
            line.add_run().add_break()
            line.add_run(headline.how_sure, style="How sure")


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
    field(lines[0], 'TOC \\o "1-1" \\t "Caption,2" \\h \\z', until=lines[-1])


def _chapter(file: WordFile, chapter: Chapter, number: int, before: Chapter | None) -> None:
    words = bool(chapter.options or chapter.paragraphs or chapter.points)
    first = chapter.parts[0] if chapter.parts and not words else None
    turned = first is not None and _upright(first, CHAPTER_MM)
    if turned:
        turn(file, upright=True)
    heading = file.add_heading(chapter.section.heading, 1)
    follows = words and before is not None and _short(before)
    heading.paragraph_format.page_break_before = not turned and not follows
    bookmarked(heading, f"chapter_{number}")
    if chapter.section.lead:
        lead = file.add_paragraph(chapter.section.lead, style="Lead")
        lead.paragraph_format.keep_with_next = True
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
    for point in chapter.points:
        file.add_paragraph(point, style="List Bullet")
    for part in chapter.parts:
        _part(file, part, CHAPTER_MM if part is first else 0.0, turned and part is first)


def _short(chapter: Chapter) -> bool:
    """Whether a chapter is a text of less than half a page, so that the next may begin below it."""
    said = (*chapter.paragraphs, *chapter.points)
    lines = sum(math.ceil(len(text) / LETTERS["Caption"]) + 0.6 for text in said)
    return not chapter.parts and not chapter.options and lines * LINE_MM["Caption"] < SHORT_MM


def _part(file: WordFile, part: Done, above_mm: float, turned: bool) -> None:
    """A caption, the picture or table that it is of, and the note; a tall picture on a page that stands upright."""
    item, upright = part.item, _upright(part, above_mm)
    if upright and not turned:
        turn(file, upright=True)
    caption = file.add_paragraph(_caption(part), style="Caption")
    caption.paragraph_format.keep_with_next = True
    bookmarked(caption, item.name)
    if isinstance(item, Figure):
        line = file.add_paragraph()
        line.paragraph_format.keep_with_next = True
        wide = Mm(_wide_mm(part, above_mm, UPRIGHT_MM if upright else INSIDE_MM))
        picture = line.add_run().add_picture(io.BytesIO(part.png), width=wide)
        _describe(picture, item.alt, item.name)
    else:
        _table(file, item)
    if item.note:
        file.add_paragraph(item.note, style=NOTE)
    if upright:
        turn(file, upright=False)


def _caption(part: Done) -> str:
    return f"{part.label}. {part.item.title}"


def _upright(part: Done, above_mm: float) -> bool:
    """Whether a picture is clearly larger on a page that stands upright than on one on its side."""
    if not part.png:
        return False
    return _wide_mm(part, above_mm, UPRIGHT_MM) > 1.1 * _wide_mm(part, above_mm, INSIDE_MM)


def _wide_mm(part: Done, above_mm: float, inside_mm: tuple[float, float]) -> float:
    """How wide a picture can be so that its caption and its note have room on the page."""
    with Image.open(io.BytesIO(part.png)) as picture:
        across = picture.height / picture.width
    wide_mm, high_mm = inside_mm
    narrower = wide_mm / INSIDE_MM[0]
    words_mm = sum(
        math.ceil(len(text) / (LETTERS[style] * narrower)) * LINE_MM[style]
        for text, style in ((_caption(part), "Caption"), (part.item.note, NOTE))
    )
    return min(wide_mm, (high_mm - above_mm - words_mm - SPARE_MM) / across)


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
    heading = file.add_heading(told.HOW_MADE, 1)
    heading.paragraph_format.page_break_before = True
    bookmarked(heading, "made")
    file.add_paragraph(report.made)
    for name, value in report.facts:
        line = file.add_paragraph(style=NOTE)
        line.add_run(f"{name}  ").bold = True
        line.add_run(value)
    file.add_paragraph(report.attribution, style=NOTE)
