"""The report as a PDF on A4: text that can be selected and read aloud, drawings that stay sharp."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import typst

from results import contents as told
from results.brand import Brand
from results.contents import Chapter, Contents, column_widths, lead_in, rows_of, unbroken_signs
from results.figures import Figure, Table
from results.figures.figure import Rows
from results.figures.station_values import CARD
from results.figures.style import TALLEST_SHEET_IN
from results.pdf_pages import Mark, Turned, turn_pages
from results.picture_sheets import parts_of
from results.pictures import Done
from results.store import write_bytes
from results.word_pages import LEAST_MM

SVG, PT_IN_INCH = "{http://www.w3.org/2000/svg}", 72.0
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
                for number, drawing in enumerate(_drawings(part)):
                    (folder / f"{_sheet_name(part, number)}.svg").write_bytes(drawing)
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
        "parts": [one for part in chapter.parts for one in _sheets(part, pages)],
    }


def _sheets(part: Done, pages: Turned) -> Iterator[Mapping[str, Any]]:
    """A table; or the sheets of a figure, the first with its finding and the last with its note."""
    item = part.item
    if not isinstance(item, Figure):
        tight = pages.tight.get(item.name, 0)
        yield {**_said(part, item.name), "tight": tight, "kind": "table", **_grid(item)}
        return
    count = len(_drawings(part))
    for number in range(count):
        name = _sheet_name(part, number)
        sheet = f"sheet {number + 1} of {count}"
        further = {"label": f"{part.label}, {sheet}", "title": ""} if number else {}
        yield {
            **_said(part, name),
            **further,
            "note": item.note if number == count - 1 else "",
            "kind": "figure",
            "further": number > 0,
            "image": f"{name}.svg",
            "alt": f"{sheet.capitalize()}. {item.alt}" if count > 1 else item.alt,
            "room": pages.room_mm.get(name, 0.0),
            "least": LEAST_MM,
            "alone": item.name.startswith(CARD),
        }


def _said(part: Done, name: str) -> Mapping[str, Any]:
    """What tables and figures alike say of themselves."""
    item = part.item
    return {
        "name": name,
        "label": part.label,
        "title": unbroken_signs(item.title),
        "note": item.note,
    }


def _sheet_name(part: Done, number: int) -> str:
    """What a sheet of a figure is called, the first being 0."""
    return f"{part.item.name}_sheet_{number + 1}" if number else part.item.name


def _drawings(part: Done) -> tuple[bytes, ...]:
    """A figure's drawing, in sheets where it is too tall to be read on one."""
    return svg_sheets(part.svg, part.item.rows) if isinstance(part.item, Figure) else ()


@lru_cache(maxsize=256)
def svg_sheets(svg: bytes, rows: Rows | None) -> tuple[bytes, ...]:
    """The drawing itself where it is short enough or cannot be cut; else its sheets, each with head and foot."""
    if rows is None:
        return (svg,)
    drawing = ElementTree.fromstring(svg)  # noqa: S314, our own drawing, not somebody's file
    wide, high = (float(size) for size in drawing.attrib["viewBox"].split()[2:])
    high_in = high / PT_IN_INCH
    parts = parts_of(rows, high_in) if high_in > TALLEST_SHEET_IN + 0.02 else ()
    if not parts[1:]:
        return (svg,)
    found = []
    for part in parts:
        bands = ((0.0, rows.head_in), part, (rows.ends_in[-1], high_in))
        down, sheet = 0.0, ElementTree.Element(f"{SVG}svg")
        for top, end in bands:
            band = _band(drawing, wide, top * PT_IN_INCH, end * PT_IN_INCH)
            band.set("y", f"{down:.3f}")
            sheet.append(band)
            down += (end - top) * PT_IN_INCH
        sheet.attrib.update(
            width=f"{wide}pt", height=f"{down:.3f}pt", viewBox=f"0 0 {wide} {down:.3f}"
        )
        found.append(ElementTree.tostring(sheet, encoding="utf-8"))
    return tuple(found)


def _band(drawing: ElementTree.Element, wide: float, top: float, end: float) -> ElementTree.Element:
    """What of a drawing stands between two heights, in points; without the words outside, so none is found twice."""
    band = deepcopy(drawing)
    high = end - top
    band.attrib.update(x="0", width=f"{wide}", height=f"{high:.3f}")
    band.set("viewBox", f"0 {top:.3f} {wide} {high:.3f}")
    for holder in list(band.iter()):
        for one in list(holder):
            low = _line_of(one, top) if one.tag == f"{SVG}text" else top
            if one.tag in (f"{SVG}title", f"{SVG}metadata") or not top <= low <= end:
                holder.remove(one)
    return band


def _line_of(words: ElementTree.Element, unknown: float) -> float:
    """How far down words stand in a drawing, in points: by their place, or by how they are moved there."""
    moved = re.search(r"translate\(\S+ ([-\d.]+)\)", words.get("transform", ""))
    return float(words.get("y", moved[1] if moved else unknown))


def _grid(table: Table) -> Mapping[str, Any]:
    return {
        "caption": table.caption,
        "columns": table.columns,
        "widths": column_widths(table),
        "rows": [
            {"head": row.head, "span": row.span, "cells": [unbroken_signs(c) for c in row.cells]}
            for row in rows_of(table)
        ],
    }
