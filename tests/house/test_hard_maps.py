"""Maps of what a planner may bring: sixty stations, no boundary, one option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from results.figures import FIGURES, Figure, draw_all
from results.figures.ground import LAND, SEA, station_states
from results.figures.style import house_style
from results.pack import Pack
from tests.made_up_pack import pack

MAPS = ("response_map",)


def with_stations(number: int) -> Pack:
    """So many stations, at zones drawn by luck; the options close one and two of them."""
    whole = pack(2, 3, 60)
    zones = whole.region.zones
    drawn = np.random.default_rng(3).choice(len(zones.easting), number, replace=False)
    sites = {
        f"s{place}": (
            f"Village {place} community fire station",
            "fire",
            float(zones.easting[zone]),
            float(zones.northing[zone]),
        )
        for place, zone in enumerate(drawn)
    }
    options = tuple(
        replace(option, stations=tuple(list(sites)[: number - shut]))
        for shut, option in enumerate(whole.options)
    )
    region = replace(whole.region, sites=sites)  # type: ignore[type-var]
    return replace(whole, region=region, focus=None, options=options)


def maps(whole: Pack) -> Iterator[Figure]:
    for item in draw_all(whole, MAPS):
        assert isinstance(item, Figure)
        yield item


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    with house_style():
        canvas = FigureCanvasAgg(figure.drawing)
        canvas.draw()
        return [
            (text.get_text(), text.get_window_extent(canvas.get_renderer()))
            for text in figure.drawing.findobj(Text)
            if text.get_text().startswith("Village")
        ]


def test_sixty_stations_are_all_marked_and_no_name_lies_on_another() -> None:
    whole = with_stations(60)
    for figure in maps(whole):
        named = boxes(figure)
        assert named
        for place, (word, box) in enumerate(named):
            for other, another in named[place + 1 :]:
                wide = min(box.x1, another.x1) - max(box.x0, another.x0)
                tall = min(box.y1, another.y1) - max(box.y0, another.y0)
                assert wide < 2 or tall < 3, (figure.name, word, other)
        assert "Names are shown where there is room" in figure.note
    first = next(maps(whole)).drawing.axes[0]
    squares = [line for line in first.findobj(Line2D) if line.get_marker() == "s"]
    marked = sum(len(np.atleast_1d(line.get_xdata())) for line in squares)
    assert marked == 60


def test_the_stations_that_change_are_named_first() -> None:
    whole = with_stations(60)
    shut = whole.options[2]
    states = station_states(whole, shut)
    closing = [key for key, state in states.items() if state == "closes"]
    assert len(closing) == 2
    figure = next(item for item in maps(replace(whole, compare=(shut.name,))))
    words = " ".join(word for word, _ in boxes(figure))
    for key in closing:
        assert f"Village {key[1:]} (closes)" in words


@pytest.mark.parametrize("known", [True, False])
def test_without_a_boundary_nothing_is_painted_as_sea(known: bool) -> None:
    whole = pack(2, 2, 60)
    if not known:
        region = replace(whole.region, outline=shapely.Polygon())  # type: ignore[type-var]
        whole = replace(whole, region=region)
    for figure in maps(whole):
        ground = {to_hex(axes.get_facecolor()).upper() for axes in figure.drawing.axes}
        assert ground == {SEA if known else LAND}
        assert ("no boundary" in figure.note) is not known


def test_no_figure_needs_a_boundary() -> None:
    whole = pack(2, 3, 60)
    region = replace(whole.region, outline=shapely.Polygon(), road_lines=())  # type: ignore[type-var]
    assert len(list(draw_all(replace(whole, region=region, focus=None)))) >= len(FIGURES)
