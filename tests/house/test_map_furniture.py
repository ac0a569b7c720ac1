"""Scale bar and north arrow hide no station that they need not, figure 4's bands have the standard's limit, and
neighbours' ground is drawn alike on every map."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Text
from matplotlib_scalebar.scalebar import ScaleBar

from results.figures.day_and_night import day_and_night
from results.figures.furniture import furniture, quiet_corner
from results.figures.ground import BEYOND, extent, lay_out
from results.figures.isochrone_map import LATER, WITHIN, limits_of, looks_of
from results.figures.response_map import response_map
from results.pack import Pack
from results.packing import MapRegion
from tests.made_up_pack import pack

BOX = (0.0, 0.0, 100_000.0, 70_000.0)
Site = tuple[str, str, float, float]


@pytest.fixture(scope="module")
def made_up() -> Pack:
    return pack(2, 3, 60)


@dataclass(frozen=True)
class Bounded(MapRegion):
    """A made-up region with neighbours."""


def on_land(whole: Pack, land: shapely.Geometry, beyond: shapely.Geometry | None = None) -> Pack:
    old = whole.region
    region = Bounded(
        old.title, old.zones, old.sites, land, old.road_lines, old.attribution,
        shapely.Polygon() if beyond is None else beyond,
    )  # type: ignore[arg-type]  # fmt: skip
    return replace(whole, region=region, focus=BOX)


def at(east: float, north: float) -> Site:
    return ("s", "Place fire station", east, north)


def corner(whole: Pack, sites: list[Site]) -> tuple[str, float]:
    axes = Drawing((5.3, 3.7)).add_axes((0, 0, 1, 1))
    lay_out(axes, whole, BOX)
    return quiet_corner(axes, whole, sites)


def test_bar_and_arrow_stand_where_least_lies(made_up: Pack) -> None:
    nothing = on_land(made_up, shapely.Polygon())
    assert corner(nothing, []) == ("lower right", 0.3)
    felixstowe, lowestoft = at(96_000, 3_000), at(97_000, 66_000)
    assert corner(nothing, [felixstowe]) == ("lower left", 0.3)
    assert corner(nothing, [felixstowe, at(4_000, 3_000)]) == ("upper right", 0.3)
    assert corner(nothing, [felixstowe, at(4_000, 3_000), lowestoft]) == ("upper left", 0.3)
    land = on_land(made_up, shapely.box(0, 0, 100_000, 40_000))
    assert corner(land, [lowestoft]) == ("upper left", 0.3)


def test_a_shorter_bar_goes_beside_a_station_rather_than_over_it(made_up: Pack) -> None:
    others = [at(4_000, 3_000), at(4_000, 66_000), at(97_000, 66_000)]
    beside = at(
        72_000, 3_000
    )  # 28 of 100 km from the edge: under the long bar, beside the short one
    assert corner(on_land(made_up, shapely.Polygon()), [*others, beside]) == ("lower right", 0.2)


def test_what_is_drawn_lies_in_the_boxes_that_names_keep_off(made_up: Pack) -> None:
    whole = on_land(made_up, shapely.Polygon())
    drawing = Drawing((5.3, 3.7), dpi=72)
    axes = drawing.add_axes((0, 0, 1, 1))
    lay_out(axes, whole, BOX)
    boxes = furniture(axes, whole, [at(96_000, 3_000)])
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    arrow = next(text for text in axes.texts if text.get_text() == "N")
    seen = arrow.get_window_extent(canvas.get_renderer())
    left, low, right, high = boxes[1]
    assert left - 4 <= seen.x0 <= seen.x1 <= right + 4
    assert low - 4 <= seen.y0 <= seen.y1 <= high + 4
    bar = next(artist for artist in axes.artists if isinstance(artist, ScaleBar))
    assert bar.location == 3  # matplotlib's number of the lower left corner


@pytest.mark.parametrize(
    ("limit_s", "minutes"),
    [(660, [5, 8, 11, 13, 15, 20]), (600, [5, 8, 10, 13, 15, 20]), (1800, [5, 8, 10, 13, 15, 30])],
)
def test_the_standards_limit_is_a_band_and_hatching_begins_beyond_it(
    made_up: Pack, limit_s: float, minutes: list[int]
) -> None:
    first, *rest = made_up.standards
    whole = replace(made_up, standards=(replace(first, limit_s=float(limit_s)), *rest))
    limits = limits_of(whole)
    assert [one / 60 for one in limits] == minutes
    looks = looks_of(limits, limit_s)
    for limit, (colour, hatch) in zip(limits, looks, strict=True):
        assert bool(hatch) == (limit > limit_s)
        assert colour in (WITHIN if limit <= limit_s else [one for one, _ in LATER])
    assert len(set(looks)) == len(limits)
    figure = day_and_night(whole)
    words = {text.get_text() for text in figure.drawing.findobj(Text)}
    assert f"within {limit_s // 60} min, the standard" in words
    assert f"{minutes[-2]} and {minutes[-1]} minutes" in figure.alt


def test_neighbours_ground_is_no_sea_on_figures_three_and_four(made_up: Pack) -> None:
    west, south, east, north = extent(made_up)
    whole = replace(
        on_land(
            made_up, made_up.region.outline, shapely.box(west, south, east, (south + north) / 2)
        ),
        focus=made_up.focus,
    )
    for draw in (response_map, day_and_night):
        figure = draw(whole)
        assert "Ground beyond the border is grey" in figure.note
        for axes in figure.drawing.axes:
            found = {to_hex(patch.get_facecolor()).upper() for patch in axes.patches}
            artists = [a for a in axes.get_children() if hasattr(a, "get_facecolor")]
            found |= {to_hex(np.ravel(a.get_facecolor())[:4]).upper() for a in artists
                      if np.size(a.get_facecolor()) >= 4}  # fmt: skip
            assert BEYOND.upper() in found
        assert "Ground beyond" not in draw(made_up).note
