"""Figure 4: the land within six limits, the headline standard's among them, from seconds by zone for each panel.

`day_and_night` has the panels of a pack; `geography.coverage.likely_response_s` gives others.
"""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geography.isochrones import LIMITS_S, isochrones
from results.figures.figure import Figure
from results.figures.furniture import furniture
from results.figures.ground import (
    MARKS,
    STANDS,
    Box,
    beyond_words,
    extent,
    lay_out,
    mark_stations,
    station_states,
    stations,
)
from results.figures.reading import headline_standard
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    FOOT_IN,
    LIGHT_BLUE,
    MID_BLUE,
    PALE_BLUE,
    PALE_ORANGE,
    SMALL,
    STAMP_IN,
    TALLEST_SHEET_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import joined, minutes, people, wrapped
from results.pack import Option, Pack

WITHIN = (DARK_BLUE, MID_BLUE, LIGHT_BLUE, PALE_BLUE, "#DCE9F5", "#EDF4FA")
"""Bands up to the standard's limit, soonest first."""
LATER = (
    (PALE_ORANGE, "//"),
    ("#F79B6E", "xx"),
    ("#E0793F", ".."),
    ("#C25E2A", "||"),
    ("#9C4718", "++"),
)
"""Bands beyond it: hatched too, so that the limit does not rest on colour alone."""
BEYOND_ALL = "#FFFFFF"
GAP_IN, NAME_IN, KEY_IN = 0.14, 0.62, 0.72


def isochrone_map(
    pack: Pack,
    panels: Mapping[str, NDArray[np.float64]],
    meaning: str,
    limits_s: Sequence[float] | None = None,
    options: Mapping[str, Option] | None = None,
    number: str = "4",
) -> Figure:
    """One map a panel: `panels` gives seconds to the first fire engine by zone, [zones], for each title.

    `meaning` says in words what these seconds are, for the note. Up to six `limits_s`; by default one of them is the
    headline standard's. The stations on a panel are those of its option in `options`, else of the baseline.
    """
    limits_s = limits_of(pack) if limits_s is None else sorted(limits_s)
    drawing = _drawing(pack, panels, limits_s, options or {}, number)
    told = [f"{title}: {_within(pack, seconds)}." for title, seconds in panels.items()]
    return Figure(
        "isochrone_map",
        number,
        _finding(pack, panels),
        f"Maps of {pack.region.title} with the land within {_listed(limits_s)} of a fire engine. {' '.join(told)}",
        f"{meaning} Lines run between the zones' own times and stop at water; holes under 2 km² are closed. "
        f"Land more than 4 km from any zone counts as beyond. {beyond_words(pack)}British National Grid. "
        f"{pack.region.attribution}",
        drawing,
    )


def limits_of(pack: Pack) -> tuple[float, ...]:
    """The usual limits, with the headline standard's in place of the one that is nearest to it, seconds."""
    limit_s = _limit_s(pack)
    nearest = min(LIMITS_S, key=lambda one: abs(one - limit_s))
    return tuple(limit_s if one == nearest else one for one in LIMITS_S)


def looks_of(limits_s: Sequence[float], limit_s: float) -> list[tuple[str, str]]:
    """A colour and a hatch for each limit, soonest first: blue up to the standard's, orange and hatched beyond."""
    inside = sum(one <= limit_s for one in limits_s)
    return [*((colour, "") for colour in WITHIN[:inside]), *LATER][: len(limits_s)]


def _drawing(
    pack: Pack,
    panels: Mapping[str, NDArray[np.float64]],
    limits_s: Sequence[float],
    options: Mapping[str, Option],
    number: str,
) -> Drawing:
    box, zones = extent(pack), pack.region.zones
    places = np.stack([zones.easting, zones.northing], axis=1)
    tall = (box[3] - box[1]) / (box[2] - box[0])
    across = min(len(panels), 2) or 1
    wide = min((WIDTH_IN - 0.24 - GAP_IN * (across - 1)) / across, 6.4 / min(tall, 1.4))
    down = -(-len(panels) // across)
    room = (TALLEST_SHEET_IN - STAMP_IN - KEY_IN - FOOT_IN) / down - NAME_IN - GAP_IN
    wide = min(wide, room / tall)
    height = STAMP_IN + down * (wide * tall + NAME_IN + GAP_IN) + KEY_IN + FOOT_IN
    with house_style():
        drawing = sheet_of(pack, height, f"Figure {number}")
        for place, (title, seconds) in enumerate(panels.items()):
            left = 0.12 + (place % across) * (wide + GAP_IN)
            top = height - STAMP_IN - (place // across) * (wide * tall + NAME_IN + GAP_IN)
            axes = axes_at(drawing, left, top - NAME_IN - wide * tall, wide, wide * tall)
            land = cast(BaseGeometry, pack.region.outline)
            shapes = isochrones(places, seconds, limits_s, land)
            _panel(axes, pack, box, shapes, options.get(title, pack.baseline), furnished=not place)
            head = f"{title}: {_within(pack, seconds)}"
            words = wrapped(head, int(wide * 9.5), 2)
            up = 1 - (height - top + NAME_IN - 0.06) / height
            drawing.text(left / WIDTH_IN, up, words, va="bottom", fontweight="bold", fontsize=SMALL)
        _legend(drawing, pack, limits_s, height)
    return drawing


def _legend(drawing: Drawing, pack: Pack, limits_s: Sequence[float], height: float) -> None:
    drawing.legend(
        handles=_key(pack, limits_s),
        loc="center left",
        ncols=4,
        fontsize=SMALL,
        bbox_to_anchor=(0.12 / WIDTH_IN, (FOOT_IN + KEY_IN / 2) / height),
        borderaxespad=0,
        borderpad=0,
        handlelength=2.2,
        handleheight=1.2,
    )


def _panel(
    axes: Axes,
    pack: Pack,
    box: Box,
    shapes: Mapping[float, shapely.Geometry],
    option: Option,
    *,
    furnished: bool,
) -> None:
    lay_out(axes, pack, box, BEYOND_ALL)
    looks = looks_of(list(shapes), _limit_s(pack))
    for place, shape in reversed(list(enumerate(shapes.values()))):
        seen = shapely.clip_by_rect(shape, box[0] - 100, box[1] - 100, box[2] + 100, box[3] + 100)
        path = _path(seen)
        if path is None:
            continue
        colour, hatch = looks[place]
        axes.add_artist(
            PathPatch(path, facecolor=colour, edgecolor="white", linewidth=0.5, zorder=1.5)
        )
        if hatch:
            inner = _path(shapely.difference(seen, list(shapes.values())[place - 1]))
            if inner is not None:
                axes.add_artist(
                    PathPatch(
                        inner, facecolor="none", edgecolor=DARK_GREY, linewidth=0, hatch=hatch,
                        zorder=1.6, rasterized=True,
                    )
                )  # fmt: skip
    service = standard.service if (standard := headline_standard(pack)) else "fire"
    sites = stations(pack, service, box)
    kept = furniture(axes, pack, sites) if furnished else []
    mark_stations(axes, sites, station_states(pack, option), SMALL, kept)


def _path(shape: shapely.Geometry) -> Path | None:
    """Polygons as one compound path; nothing where there are none."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [
        ring for part in parts for ring in (part.exterior, *part.interiors) if not ring.is_empty
    ]
    paths = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
    return Path.make_compound_path(*paths) if paths else None


def _key(pack: Pack, limits_s: Sequence[float]) -> list[Patch | Line2D]:
    standard, looks = _limit_s(pack), looks_of(limits_s, _limit_s(pack))
    key: list[Patch | Line2D] = [
        Patch(
            facecolor=colour,
            edgecolor=DARK_GREY,
            hatch=hatch,
            linewidth=0.4,
            label=f"within {minutes(limit)}{', the standard' * (limit == standard)}",
        )
        for limit, (colour, hatch) in zip(limits_s, looks, strict=True)
    ]
    key.append(
        Patch(
            facecolor=BEYOND_ALL,
            edgecolor=DARK_GREY,
            linewidth=0.4,
            label="beyond, or nobody there",
        )
    )
    key.append(Line2D([], [], linestyle="none", label="fire station", **MARKS[STANDS]))
    return key


def _limit_s(pack: Pack) -> float:
    standard = headline_standard(pack)
    return standard.limit_s if standard else 600.0


def _count(pack: Pack, seconds: NDArray[np.float64]) -> float:
    return float(
        np.asarray(pack.region.zones.people, dtype=np.float64)[seconds <= _limit_s(pack)].sum()
    )


def _within(pack: Pack, seconds: NDArray[np.float64]) -> str:
    return f"{people(_count(pack, seconds))} people within {minutes(_limit_s(pack))}"


def _listed(limits_s: Sequence[float]) -> str:
    return joined([f"{limit / 60:g}" for limit in sorted(limits_s)]) + " minutes"


def _finding(pack: Pack, panels: Mapping[str, NDArray[np.float64]]) -> str:
    """How many are within the standard in the first panel, and the difference of the last."""
    titles = list(panels)
    if not titles:
        return "Times by zone were not measured"
    first = _count(pack, panels[titles[0]])
    said = f"{titles[0]} {_within(pack, panels[titles[0]])}"
    if len(titles) == 1:
        return said
    change = _count(pack, panels[titles[-1]]) - first
    last = titles[-1][:1].lower() + titles[-1][1:]
    if not change:
        return f"{said}, and as many {last}"
    return f"{said}; {last} {people(abs(change))} {'fewer' if change < 0 else 'more'}"
