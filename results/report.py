"""The report: one HTML file that opens offline, and its figures as PNG and SVG beside it."""

import base64
import io
import multiprocessing
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from scipy.spatial import KDTree

from results.figures import FIGURES, OPTION_FIGURES, Figure, Table, draw_all
from results.figures.bid_check import disagreements
from results.figures.shown import left_out, left_out_words
from results.figures.sources import shares
from results.figures.style import house_style
from results.figures.wording import UNCERTAINTY
from results.headlines import headlines
from results.limits import limits
from results.pack import Pack
from results.store import write_whole

PNG_DPI = 200
COLOURS = 256
SVG_DPI = 120
"""For the zones, which are pixels inside the SVG."""


@dataclass(frozen=True)
class Section:
    """A heading of the report and what stands under it."""

    anchor: str
    heading: str
    lead: str
    names: tuple[str, ...]


SECTIONS = (
    Section(
        "changes",
        "What changes",
        "Old to new. Everything not listed stays as it is.",
        ("what_changed",),
    ),
    Section(
        "answers",
        "How soon help comes, and at what cost",
        "One row an option.",
        ("summary", "study_area", "standards"),
    ),
    Section(
        "where",
        "Who gains and who loses",
        "Where people live decides who is first.",
        ("response_map", "gainers", "people_within"),
    ),
    Section(
        "arrivals",
        "How fast help builds up",
        "The first fire engine is not the whole answer: a fire needs the second and third.",
        ("arrival_curves", "arrival_curves_ambulance"),
    ),
    Section(
        "cover",
        "Whose cover gets thinner",
        "A crew at one call is not at its station for the next.",
        ("conveying", "conveying_by_hour", "off_the_run", "roles", "joint_calls"),
    ),
    Section(
        "money",
        "Money",
        "Who pays, for what, now and proposed.",
        (
            "money",
            "cost_items",
            "cost_per_incident",
            "value_for_money",
            "frontier",
            "business_case",
            "case_by_agency",
            "switching_values",
            "rate_ranges",
        ),
    ),
    Section(
        "outcomes",
        "Lives",
        "What the minutes may mean, by published curves: estimates, not counts.",
        ("outcomes",),
    ),
    Section(
        "bid",
        "Where model and bid disagree",
        "Disagreements first. A wrong sum is a finding, not a rounding.",
        ("bid_check",),
    ),
    Section("limits", "Limits", "What this study cannot tell.", ()),
    Section("sources", "Every number used", "What is assumed comes first.", ("sources",)),
)


ALWAYS = ("changes", "limits")
"""Sections that say something without a figure or table."""


@dataclass(frozen=True)
class Row:
    """A table's row: a heading that may span rows (0: already given), and the other cells."""

    head: str
    span: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """A figure or table ready for the page; a figure's picture as PNG and SVG."""

    item: Figure | Table
    png: bytes = b""
    svg: bytes = b""


def write_report(pack: Pack, directory: Path, workers: int = 1) -> Path:
    """Draws the pack, writes `figures/` and `report.html`, each file whole or not at all.

    With two workers the maps are drawn in a process of their own; the files are the same.
    """
    figures = directory / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    done = {entry.item.name: entry for entry in _drawn(pack, workers)}
    for name, entry in done.items():
        if entry.png:
            write_bytes(figures / f"{name}.png", entry.png)
            write_bytes(figures / f"{name}.svg", entry.svg)
    path = directory / "report.html"
    write_bytes(path, html(pack, list(done.values())).encode())
    return path


def _drawn(pack: Pack, workers: int) -> list[Done]:
    names = asked(pack)
    out = left_out(pack, names)
    shown = tuple(name for name in names if name not in out)
    if workers < 2 or pack.parts or not set(OPTION_FIGURES) <= set(shown):
        return finished(pack, shown)
    rest = tuple(name for name in shown if name not in OPTION_FIGURES)
    light = replace(pack, arrivals=pack.arrivals.iloc[:0], costs=pack.costs.iloc[:0])
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as other:
        maps = other.submit(finished, light, tuple(OPTION_FIGURES))
        return [*finished(pack, rest), *maps.result()]


def asked(pack: Pack) -> tuple[str, ...]:
    """The figures and tables that the study asks for."""
    return pack.parts or tuple(FIGURES)


def finished(pack: Pack, names: tuple[str, ...]) -> list[Done]:
    """Figures drawn and packed; packing pixels leaves the interpreter free to draw on."""
    done: list[Done] = []
    with ThreadPoolExecutor(1) as packer:
        waiting: list[tuple[Done, Future[bytes] | None]] = []
        for item in draw_all(pack, names):
            if isinstance(item, Figure):
                png = packer.submit(packed, pixels(item), item.title)
                picture = svg(item)
                bare = replace(item, drawing=Drawing())
                waiting.append((Done(bare, svg=picture), png))
            else:
                waiting.append((Done(item), None))
        for entry, png_later in waiting:
            done.append(replace(entry, png=png_later.result()) if png_later else entry)
    return done


def svg(figure: Figure) -> bytes:
    """A figure as SVG, the same for the same tables: no dates, no names of software."""
    held = io.BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with house_style():
        figure.drawing.savefig(
            held, format="svg", dpi=SVG_DPI, metadata={**nothing, "Title": figure.title}
        )
    return held.getvalue()


def pixels(figure: Figure) -> NDArray[np.uint8]:
    """A figure drawn at 200 dots an inch."""
    with house_style():
        figure.drawing.set_dpi(PNG_DPI)
        canvas = FigureCanvasAgg(figure.drawing)
        canvas.draw()  # type: ignore[no-untyped-call]
    return np.array(canvas.buffer_rgba())  # type: ignore[no-untyped-call]


def packed(image: NDArray[np.uint8], title: str) -> bytes:
    """Pixels as a PNG that says its finding and nothing about when or by what it was made.

    Drawings have few colours: a palette of the commonest ones holds them in a quarter of the room,
    and each fill stays exactly what it was.
    """
    held, facts = io.BytesIO(), PngInfo()
    facts.add_itxt("Title", title)
    places, palette = in_palette(image[..., :3])
    few = Image.fromarray(places)
    few.putpalette(palette)
    few.save(held, format="png", dpi=(PNG_DPI, PNG_DPI), pnginfo=facts, compress_level=6)
    return held.getvalue()


def in_palette(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], bytes]:
    """Each pixel's place in a palette of the commonest colours; a rare colour takes the nearest."""
    picture = Image.fromarray(np.ascontiguousarray(image))
    found: list[tuple[int, Any]] = picture.getcolors(picture.width * picture.height) or []
    colours = np.array([c for _, c in sorted(found, key=lambda f: (-f[0], f[1]))], dtype=np.int32)
    common = colours[:COLOURS]
    place_of = np.zeros(1 << 24, dtype=np.uint8)
    place_of[_code(colours)] = KDTree(common).query(colours)[1].astype(np.uint8)
    return place_of[_code(image.astype(np.int32))], common.astype(np.uint8).tobytes()


def _code(colours: NDArray[np.int32]) -> NDArray[np.int32]:
    return (colours[..., 0] << 16) | (colours[..., 1] << 8) | colours[..., 2]


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    write_whole(path, lambda part: _bytes_into(part, content))


def _bytes_into(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def html(pack: Pack, done: list[Done]) -> str:
    """The report's text from its template."""
    shown = [_shown(entry) for entry in done]
    room = jinja2.Environment(
        loader=jinja2.PackageLoader("results", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.filters["unbroken"] = unbroken
    return room.get_template("report.html.j2").render(
        pack=pack,
        headlines=() if pack.parts else headlines(pack),
        sections=[
            (section, found)
            for section in SECTIONS
            if (found := list(_under(section, shown))) or section.anchor in ALWAYS
        ],
        limits=[*limits(pack), *left_out_words(pack, asked(pack))],
        disagreements=disagreements(pack),
        sources_finding=shares(pack.sources),
        provenance=list(_flat(pack.provenance)),
        uncertainty=UNCERTAINTY,
    )


def unbroken(cell: str) -> str:
    """Keeps a minus with its pounds and a number with its minutes and seconds."""
    return re.sub(
        r"(\d) (?=min\b|s\b)|(?<=min) (?=\d)",
        "\\1\u00a0",
        cell.replace("−£", "−\u2060£").replace("+£", "+\u2060£"),
    )


def _shown(entry: Done) -> dict[str, Any]:
    if isinstance(entry.item, Figure):
        return {"item": entry.item, "image": base64.b64encode(entry.png).decode("ascii")}
    return {"item": entry.item, "rows": rows_of(entry.item)}


def _under(section: Section, shown: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A section's figures and tables; the pictures of single options follow their overview."""
    for name in section.names:
        for entry in shown:
            mine = entry["item"].name
            if mine == name or (name == "response_map" and mine.startswith("response_map_")):
                yield entry


def rows_of(table: Table) -> list[Row]:
    """Rows with equal first cells in succession share one heading."""
    rows = []
    for place, (head, *cells) in enumerate(table.rows):
        if place and table.rows[place - 1][0] == head and table.name != "sources":
            rows.append(Row(head, 0, tuple(cells)))
            continue
        span = 1
        while (
            place + span < len(table.rows)
            and table.rows[place + span][0] == head
            and table.name != "sources"
        ):
            span += 1
        rows.append(Row(head, span, tuple(cells)))
    return rows


def _flat(provenance: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Nested provenance as plain pairs, in the order of its keys."""
    for key in sorted(provenance):
        if key == "tasks":
            continue  # one line a run; they are in provenance.json
        value, name = provenance[key], f"{before}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}: ")
        elif isinstance(value, list | tuple | np.ndarray):
            yield name, ", ".join(map(str, value))
        else:
            yield name, str(value)
