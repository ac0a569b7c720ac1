"""The tables of a folder as one Excel workbook: numbers that are numbers, a sheet a table, and what each is."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from results.contents import Contents
from results.figures import Table
from results.sheets import Sheets
from results.store import write_bytes

README = "readme"
WIDEST, LOOKED_AT = 60, 200
"""Letters of a column, and how many of its rows are looked at for that."""
LONGEST_NAME = 31
NO_DATE = datetime(2000, 1, 1)
"""Stands for when the file was made, so that the same tables give the same bytes."""
FORMATS = {"_gbp": "#,##0.00", "_gbp_per_year": "#,##0.00"}
PRINTED = re.compile(
    r"(?P<minus>[−-])?(?P<pound>£)?(?P<digits>\d{1,3}(,\d{3})+|\d+)(?P<rest>\.\d+)?(?P<share>%)?"
)
"""A printed cell that is one plain number and nothing else."""


def write_workbook(report: Contents, sheets: Sheets, directory: Path) -> Path:
    """`tables.xlsx` of a report's contents and the tables beside it, whole or not at all."""
    path = directory / "tables.xlsx"
    write_bytes(path, workbook(report, sheets))
    return path


def workbook(report: Contents, sheets: Sheets) -> bytes:
    """The workbook's bytes, the same for the same tables.

    Each row goes to disk when the next begins, so that long tables take no memory: rows are written in their order.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"constant_memory": True})
    book.set_properties(
        {
            "title": report.title,
            "subject": report.question,
            "author": report.brand.name or "Bluelight",
            "comments": report.stamp,
            "created": NO_DATE,
        }
    )
    writer = Writer(book, report)
    printed = [part.item for chapter in report.chapters for part in chapter.parts]
    writer.readme(sheets, [item for item in printed if isinstance(item, Table)])
    for name, table in sheets.shown.items():
        writer.typed(name, table)
    for item in printed:
        if isinstance(item, Table):
            writer.printed(item)
    book.close()
    return held.getvalue()


def sheet_name(item: Table) -> str:
    """What the sheet of a report's table is called: its number and its name."""
    return f"{item.number} {item.name}"[:LONGEST_NAME]


def guide(sheets: Sheets, printed: Sequence[Table]) -> list[tuple[str, str, str, str]]:
    """A line a sheet, and under it a line a column; then what is in no sheet, and where it is."""
    lines = []
    for name, table in sheets.shown.items():
        lines.append((name, "", sheets.what.get(name, ""), ""))
        columns = map(str, table.columns)
        lines += [(name, column, *sheets.meaning(name, column)) for column in columns]
    for item in printed:
        lines.append((sheet_name(item), "", f"As printed in the report: {item.caption}.", ""))
    return lines + [(f"no sheet: {name}", "", why, "") for name, why in sheets.missing.items()]


class Writer:
    """Writes sheets with one look."""

    def __init__(self, book: Any, report: Contents) -> None:
        self.book, self.report = book, report
        self.head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.stamp = book.add_format({"bold": True, "font_color": "#801650"})
        self.numbers: dict[str, Any] = {}

    def number(self, code: str) -> Any:
        """The format of a number, made once."""
        if code not in self.numbers:
            self.numbers[code] = self.book.add_format({"num_format": code, "valign": "top"})
        return self.numbers[code]

    def sheet(self, name: str) -> Any:
        """An empty sheet that prints on A4 with the stamp above each page."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{name}&R{self.report.stamp}")
        sheet.set_footer("&RPage &P of &N")
        return sheet

    def readme(self, sheets: Sheets, printed: Sequence[Table]) -> None:
        """The first sheet: what was asked, how it was made, and what every sheet and column is."""
        sheet, report = self.sheet(README), self.report
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, 2, 90)
        sheet.set_column(3, 3, 16)
        sheet.write_string(0, 0, report.title, self.title)
        sheet.write_string(1, 0, report.stamp, self.stamp)
        out = [("not in this workbook", ", ".join(sheets.missing))] if sheets.missing else []
        facts = [("place", report.place), ("question", report.question), *out, *report.facts]
        row = 3
        for name, value in facts:
            sheet.write_string(row, 0, name, self.bold)
            self._cell(sheet, row, 1, value, None)
            row += 1
        row += 1
        for place, word in enumerate(("sheet", "column", "what it is", "unit")):
            sheet.write_string(row, place, word, self.head)
        for line in guide(sheets, printed):
            row += 1
            for place, text in enumerate(line):
                sheet.write_string(row, place, text, self.wrap)
        sheet.write_string(row + 2, 0, report.attribution)

    def typed(self, name: str, table: pd.DataFrame) -> None:
        """A table with its head frozen, its columns to be filtered, each number a number."""
        sheet = self.sheet(name)
        columns = [table[column].tolist() for column in table.columns]
        looks = [self.number(_code(str(column))) for column in table.columns]
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _width([column, *columns[place][:LOOKED_AT]]))
            sheet.write_string(0, place, str(column), self.head)
        for row, values in enumerate(zip(*columns, strict=True), 1):
            for place, (value, look) in enumerate(zip(values, looks, strict=True)):
                if isinstance(value, bool):
                    sheet.write_boolean(row, place, value)
                elif isinstance(value, int | float):
                    if math.isfinite(value):
                        sheet.write_number(row, place, value, look)
                elif value is not None and value == value and str(value):
                    sheet.write_string(row, place, str(value))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)

    def printed(self, item: Table) -> None:
        """A table of the report as it is printed: its finding above, its note below."""
        sheet = self.sheet(sheet_name(item))
        sheet.write_string(0, 0, f"Table {item.number}. {item.title}", self.bold)
        sheet.write_string(1, 0, item.caption)
        sheet.write_string(2, 0, self.report.stamp, self.stamp)
        for place, column in enumerate(item.columns):
            cells = [row[place] for row in item.rows]
            sheet.set_column(place, place, _width([column, *cells]), self.wrap)
            sheet.write_string(4, place, column, self.head)
        for number, row in enumerate(item.rows, 5):
            for place, cell in enumerate(row):
                self._cell(sheet, number, place, cell, self.wrap)
        sheet.freeze_panes(5, 1)
        sheet.repeat_rows(4)
        if item.rows:
            sheet.autofilter(4, 0, 4 + len(item.rows), len(item.columns) - 1)
        sheet.write_string(6 + len(item.rows), 0, item.note)

    def _cell(self, sheet: Any, row: int, place: int, text: str, look: Any) -> None:
        """A printed cell: one plain number is written as a number that looks the same, all else as text."""
        found = PRINTED.fullmatch(text)
        if found is None:
            sheet.write_string(row, place, text, look)
            return
        value = float(found["digits"].replace(",", "") + (found["rest"] or ""))
        value = -value if found["minus"] else value
        tenths = len(found["rest"] or ".") - 1
        code = "#,##0" if "," in found["digits"] else "0"
        code += f".{'0' * tenths}" if tenths else ""
        code = f'"£"{code}' if found["pound"] else code
        if found["share"]:
            value, code = round(value / 100, tenths + 2), f"{code}%"
        sheet.write_number(row, place, value, self.number(code))


def _code(column: str) -> str:
    """How the numbers of a column are shown."""
    return next((code for ending, code in FORMATS.items() if column.endswith(ending)), "General")


def _width(cells: Sequence[object]) -> int:
    return min(WIDEST, max(10, *(len(str(cell)) + 2 for cell in cells)))
