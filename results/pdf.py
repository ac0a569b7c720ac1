"""The report as a PDF on A4: text that can be selected and read aloud, drawings that stay sharp."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from results import contents as told
from results.brand import Brand
from results.contents import Chapter, Contents, column_widths, lead_in, rows_of, unbroken_signs
from results.figures import Figure, Table
from results.figures.station_values import CARD
from results.pdf_pages import Mark, Turned, turn_pages
from results.pictures import Done
from results.store import write_bytes
from results.word_pages import LEAST_MM

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
"""DejaVu comes with matplotlib, so the same letters are on every machine, in text and drawings."""


def write_pdf(report: Contents, directory: Path) -> Path:
    """`report.pdf` of a report's contents, whole or not at all."""
    path = directory / "report.pdf"
    write_bytes(path, pdf(report))
    return path


def pdf(report: Contents) -> bytes:
    """The PDF's bytes, the same for the same contents; no network, no fonts of the machine.

    By PDF/UA-1: headings, reading order, language and alt text are there for who has it read aloud.
    """
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        template = resources.files("results").joinpath("templates", "report.typ")
        (folder / "report.typ").write_bytes(template.read_bytes())
        for chapter in report.chapters:
            for part in chapter.parts:
                if part.svg:
                    (folder / f"{part.item.name}.svg").write_bytes(part.svg)
        (folder / logo_file(report.brand)).write_bytes(report.brand.logo)
        turned = turn_pages(as_data(report)["chapters"], partial(_marks, folder, report))
        found = _compiler(folder, report, turned).compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(found, bytes)
    return found


def _compiler(folder: Path, report: Contents, turned: Turned) -> typst.Compiler:
    """A compiler of the report with its pages turned so."""
    text = json.dumps(as_data(report, turned), ensure_ascii=False)
    (folder / "report.json").write_text(text, encoding="utf-8")
    return typst.Compiler(
        folder / "report.typ", root=folder, font_paths=[FONTS], ignore_system_fonts=True
    )


def _marks(folder: Path, report: Contents, turned: Turned) -> list[Mark]:
    """Where each part and each chapter's text begins and ends: page, and millimetres from the top."""
    found = json.loads(_compiler(folder, report, turned).query("<mark>", field="value"))
    return [dict(mark) for mark in found]


def logo_file(brand: Brand) -> str:
    """What the logo is called beside the template; its ending says what kind of picture it is."""
    return "logo.jpg" if brand.kind == "image/jpeg" else "logo.png"


def as_data(report: Contents, turned: Turned | None = None) -> dict[str, Any]:
    """A report's contents as plain data for the template, its pages turned as they were found to turn best."""
    pages = turned or Turned()
    brand = report.brand
    return {
        "title": report.title,
        "place": report.place,
        "question": report.question,
        "stamps": report.stamps,
        "stamp": report.stamp,
        "headlines": [
            {"says": unbroken_signs(h.says), "sure": unbroken_signs(h.how_sure)}
            for h in report.headlines
        ],
        "chapters": [_chapter(chapter, pages) for chapter in report.chapters],
        "made": report.made,
        "facts": report.facts,
        "attribution": report.attribution,
        "brand": {
            "name": brand.name,
            "colour": brand.colour,
            "logo": logo_file(brand) if brand.logo else "",
        },
        "words": {
            "in_short": told.IN_SHORT,
            "contents": told.CONTENTS,
            "how_made": told.HOW_MADE,
            "baseline": told.THE_BASELINE,
            "nothing": told.NOTHING,
        },
    }


def _chapter(chapter: Chapter, pages: Turned) -> Mapping[str, Any]:
    return {
        "name": chapter.section.anchor,
        "tight": pages.tight.get(f"text {chapter.section.anchor}", 0),
        "follows": chapter.section.anchor in pages.follow,
        "heading": chapter.section.heading,
        "lead": chapter.section.lead,
        "options": [{"title": o.title, "summary": o.summary} for o in chapter.options],
        "paragraphs": [
            dict(zip(("label", "text"), map(unbroken_signs, lead_in(one)), strict=True))
            for one in chapter.paragraphs
        ],
        "points": chapter.points,
        "parts": [_part(part, pages) for part in chapter.parts],
    }


def _part(part: Done, pages: Turned) -> Mapping[str, Any]:
    item = part.item
    common = {
        "name": item.name,
        "label": part.label,
        "title": unbroken_signs(item.title),
        "note": item.note,
        "tight": pages.tight.get(item.name, 0),
        "room": pages.room_mm.get(item.name, 0.0),
        "least": LEAST_MM,
        "alone": item.name.startswith(CARD),
    }
    if isinstance(item, Figure):
        return {**common, "kind": "figure", "image": f"{item.name}.svg", "alt": item.alt}
    return {**common, "kind": "table", "caption": item.caption, **_grid(item)}


def _grid(table: Table) -> Mapping[str, Any]:
    return {
        "columns": table.columns,
        "widths": column_widths(table),
        "rows": [
            {"head": row.head, "span": row.span, "cells": [unbroken_signs(c) for c in row.cells]}
            for row in rows_of(table)
        ],
    }
