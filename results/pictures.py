"""Figures as pictures: drawn once, as PNG and as SVG, the same bytes for the same tables."""

import io
import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from scipy.spatial import KDTree

from results.figures import (
    ALL_FIGURES,
    ANSWER_FIGURES,
    FIGURES,
    FURTHER_SHEETS,
    OPTION_FIGURES,
    STATION_FIGURES,
    Figure,
    Table,
    draw_all,
    places_of,
)
from results.figures.response_map import changing
from results.figures.shown import left_out
from results.figures.station_card import card_page, page_name
from results.figures.station_columns import pages_of
from results.figures.station_values import CARD, card_stations
from results.figures.style import house_style
from results.pack import Pack

PNG_DPI = 200
COLOURS = 256
SVG_DPI = 120
"""For the zones, which are pixels inside the SVG."""


@dataclass(frozen=True)
class Done:
    """A figure or table ready for the page; a figure's picture as PNG and SVG."""

    item: Figure | Table
    png: bytes = b""
    svg: bytes = b""

    @property
    def label(self) -> str:
        """What the text calls it."""
        return f"{'Figure' if isinstance(self.item, Figure) else 'Table'} {self.item.number}"


def drawn_parts(pack: Pack, workers: int = 1) -> list[Done]:
    """Every figure and table that the study asks for and that has something to show, ready for the page."""
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


def drawable(pack: Pack) -> tuple[str, ...]:
    """The names of all figures and tables that can be asked for: of a sweep or siting those of its report alone."""
    return (*(pack.parts if pack.sweep or pack.siting else FIGURES), *single_pictures(pack))


def drawn_part(pack: Pack, name: str) -> Done:
    """One figure or table, or the picture of one option or station (`response_map_<option>`), ready for the page.

    Raises KeyError if there is none of this name.
    """
    draws = single_pictures(pack)
    item = draws[name][1]() if name in draws else ALL_FIGURES[name](pack)
    return finish_all([item])[0]


def single_pictures(pack: Pack) -> dict[str, tuple[str, Callable[[], Figure]]]:
    """The pictures of single options, stations and answers: their overview's name, and what draws them."""
    shown = pack.parts if pack.sweep or pack.siting else tuple(FIGURES)
    sheets: dict[str, tuple[str, Callable[[], Figure]]] = {
        figure.name: (name, partial(_itself, figure))
        for name, further in FURTHER_SHEETS.items()
        if name in shown and not left_out(pack, (name,))
        for figure in further(pack)
    }
    if pack.sweep or pack.siting:
        answers = {
            f"{name}_{place}": (name, partial(draw, pack, place))
            for name, draw in ANSWER_FIGURES.items()
            for place in places_of(pack, name)
        }
        return answers | sheets
    options: dict[str, tuple[str, Callable[[], Figure]]] = {
        f"{name}_{option.name}": (name, partial(draw, pack, option))
        for name, draw in OPTION_FIGURES.items()
        for option in changing(pack)
    }
    return (
        options
        | sheets
        | {
            f"{CARD}{station}": (name, partial(card, pack, station))
            for name, card in STATION_FIGURES.items()
            for station in card_stations(pack)
        }
        | {
            page_name(station, page): (name, partial(card_page, pack, station, page))
            for name in STATION_FIGURES
            for station in card_stations(pack)
            for page in range(1, len(pages_of(pack, station)))
        }
    )


def _itself(figure: Figure) -> Figure:
    return figure


def finished(pack: Pack, names: tuple[str, ...]) -> list[Done]:
    """Figures and tables by name, drawn and packed."""
    return finish_all(draw_all(pack, names))


def finish_all(items: Iterable[Figure | Table]) -> list[Done]:
    """Figures drawn and packed; packing pixels leaves the interpreter free to draw on."""
    done: list[Done] = []
    with ThreadPoolExecutor(1) as packer:
        waiting: list[tuple[Done, Future[bytes] | None]] = []
        for item in items:
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
