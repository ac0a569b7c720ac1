"""The report as one HTML file that opens offline, and its figures as PNG and SVG beside it."""

import base64
from collections.abc import Sequence
from pathlib import Path

import jinja2

from results import contents as told
from results.brand import PLAIN, Brand
from results.contents import Contents, contents, lead_in, rows_of, unbroken_signs
from results.figures import Table
from results.pack import Pack
from results.pictures import Done, drawn_parts
from results.sections import SECTIONS
from results.sheets import Sheets
from results.store import write_bytes
from results.titled import titled_png, titled_svg

__all__ = ["SECTIONS", "html", "write_figures", "write_page", "write_report"]


def write_report(
    pack: Pack,
    directory: Path,
    workers: int = 1,
    sheets: Sheets | None = None,
    brand: Brand = PLAIN,
) -> Path:
    """Draws the pack, writes `figures/` and `report.html`, each file whole or not at all.

    With the folder's tables also `report.pdf`, `report.docx` and `tables.xlsx`. With two workers the maps are drawn in
    a process of their own; the files are the same. The page is written last: where it is, all is.
    """
    done = drawn_parts(pack, workers)
    write_figures(done, directory / "figures")
    report = contents(pack, done, brand)
    if sheets is not None:
        from results.pdf import write_pdf  # a quick run does without, and need not wait for these
        from results.word import write_word
        from results.workbook import write_workbook

        write_pdf(report, directory)
        write_word(report, directory)
        write_workbook(report, sheets, directory)
    return write_page(report, directory)


def write_figures(done: Sequence[Done], folder: Path) -> None:
    """Each figure as PNG and SVG, its number and finding above it."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in done:
        if entry.png:
            title = f"Figure {entry.item.number}. {entry.item.title}"
            write_bytes(folder / f"{entry.item.name}.png", titled_png(entry.png, title))
            write_bytes(folder / f"{entry.item.name}.svg", titled_svg(entry.svg, title))


def write_page(report: Contents, directory: Path) -> Path:
    """`report.html` of a report's contents."""
    path = directory / "report.html"
    write_bytes(path, page(report).encode())
    return path


def html(pack: Pack, done: list[Done], brand: Brand = PLAIN) -> str:
    """The text of a pack's page."""
    return page(contents(pack, done, brand))


def page(report: Contents) -> str:
    """The page's text from its template."""
    room = jinja2.Environment(
        loader=jinja2.PackageLoader("results", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.filters["unbroken"] = unbroken_signs
    room.filters["base64"] = lambda content: base64.b64encode(content).decode("ascii")
    room.filters["rows"] = rows_of
    room.filters["lead_in"] = lead_in
    room.tests["table"] = lambda item: isinstance(item, Table)
    return room.get_template("report.html.j2").render(report=report, told=told)
