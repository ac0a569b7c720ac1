"""A map of a region by itself: sea, outline, people, roads by class, and sites by kind with their names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib_scalebar.scalebar import ScaleBar

from geography.region import Region
from results.figures.beyond import ground_handles, paint_ground
from results.figures.furniture import boxes_at
from results.figures.ground import Box, short_name, write_names
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    LARGE,
    MID_BLUE,
    ORANGE,
    PALE_BLUE,
    SMALL,
    TURQUOISE,
    WIDTH_IN,
    axes_at,
    house_style,
)
from results.figures.wording import wrapped

MAP_DPI = 150
ROADS: dict[str, tuple[str, float, str]] = {
    "motorway": ("motorway", 2.2, DARK_BLUE),
    "dual_a": ("dual A road", 1.8, DARK_BLUE),
    "single_a": ("A road", 1.3, MID_BLUE),
    "slip": ("slip road", 0.7, MID_BLUE),
    "b_road": ("B road", 1.0, "#9C6B30"),
    "minor": ("minor road", 0.5, "#9A9A9A"),
    "urban": ("road in town", 0.5, "#9A9A9A"),
    "lane": ("lane", 0.5, "#9A9A9A"),
    "road": ("road", 0.7, "#7A7A7A"),
}
"""How each class of road is called and drawn, the biggest first."""
SITES: dict[str, tuple[str, str, str, float]] = {
    "fire_station": ("fire station", "s", DARK_PINK, 6.0),
    "hospital": ("hospital", "P", "black", 7.5),
    "ambulance_station": ("ambulance station", "o", TURQUOISE, 9.0),
    "police_station": ("police station", "D", MID_BLUE, 3.6),
    "place": ("place", "v", ORANGE, 4.5),
}
"""How each kind of site is called and marked; names are given in this order while there is room."""
ON_TOP = "police_station"
"""Drawn last, small and open, since it often shares a building with a bigger mark."""
NAMED = ("fire_station", "hospital")
MOST_PEOPLE_PT2 = 60.0
LEGEND_IN, FOOT_LINE_IN, HEAD_IN = 2.1, 0.16, 0.45


def map_box(region: Region) -> Box:
    """The outline and every site within 10 km of it, with a margin."""
    west, south, east, north = region.outline.bounds
    places = np.array([(s.easting, s.northing) for s in region.sites.values()]).reshape(-1, 2)
    reach = shapely.buffer(region.outline, 10_000.0)
    shapely.prepare(reach)
    near = places[shapely.intersects_xy(reach, places[:, 0], places[:, 1])]
    low = np.vstack([near, [(west, south)]]).min(axis=0)
    high = np.vstack([near, [(east, north)]]).max(axis=0)
    margin = 0.03 * float((high - low).max())
    return (
        float(low[0]) - margin,
        float(low[1]) - margin,
        float(high[0]) + margin,
        float(high[1]) + margin,
    )


def _paint_land(axes: Axes, region: Region, box: Box) -> None:
    axes.set(xlim=(box[0], box[2]), ylim=(box[1], box[3]), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set(visible=True, color="0.7", linewidth=0.8)
    paint_ground(axes, region, box)
    axes.set(xlim=(box[0], box[2]), ylim=(box[1], box[3]))


def _paint_people(axes: Axes, region: Region) -> None:
    """Each zone as a disc whose area grows with its people."""
    zones = region.zones
    most = float(np.quantile(zones.people, 0.9)) if len(zones) else 1.0
    size = MOST_PEOPLE_PT2 * np.minimum(zones.people / max(most, 1.0), 4.0)
    axes.scatter(
        zones.easting,
        zones.northing,
        s=size,
        color=PALE_BLUE,
        linewidths=0,
        zorder=1.5,
        rasterized=True,
    )


def _paint_roads(axes: Axes, region: Region) -> list[str]:
    """Roads class by class, the small ones below; gives the classes that are there."""
    by_class: dict[str, list[np.ndarray]] = {}
    for name, line in region.road_lines:
        for part in shapely.get_parts(line):
            by_class.setdefault(name, []).append(shapely.get_coordinates(part))
    for place, name in enumerate(reversed(ROADS)):
        if name in by_class:
            _, width, colour = ROADS[name]
            axes.add_collection(
                LineCollection(
                    by_class[name],
                    linewidths=width,
                    colors=colour,
                    zorder=2 + place / 10,
                    rasterized=True,
                ),
                autolim=False,
            )
    return [name for name in ROADS if name in by_class]


def _marked(kind: str, colour: str) -> dict[str, Any]:
    """How a mark is filled and edged."""
    if kind == ON_TOP:
        return {"color": "white", "markeredgecolor": colour, "markeredgewidth": 1.2}
    return {"color": colour, "markeredgecolor": "white", "markeredgewidth": 0.7}


def _paint_sites(axes: Axes, region: Region, box: Box) -> list[str]:
    """Sites by kind, with the names of stations and hospitals where there is room; gives the kinds that are there."""
    inside = {
        key: site
        for key, site in region.sites.items()
        if box[0] < site.easting < box[2] and box[1] < site.northing < box[3]
    }
    kinds = [kind for kind in SITES if any(site.kind == kind for site in inside.values())]
    for place, kind in enumerate(reversed(kinds)):
        _, marker, colour, size = SITES[kind]
        mine = [site for site in inside.values() if site.kind == kind]
        axes.plot(
            [site.easting for site in mine],
            [site.northing for site in mine],
            linestyle="none",
            marker=marker,
            markersize=size,
            **_marked(kind, colour),
            zorder=6 if kind == ON_TOP else 5 + place / 10,
        )
    named, seen = [], set()
    for kind in NAMED:
        for key, site in sorted(inside.items()):
            name = short_name(site.name).replace(
                " fire station", ""
            )  # of another county, in brackets
            if site.kind == kind and name not in seen:
                seen.add(name)
                named.append((key, name, site.easting, site.northing))
    marks = [(s.easting, s.northing) for s in inside.values() if s.kind not in NAMED]
    write_names(
        axes, named, SMALL - 1, marks, kept=boxes_at(axes, _corner_for_scale(region, box))[:1]
    )
    return kinds


def _corner_for_scale(region: Region, box: Box) -> str:
    """The corner with the fewest people's zones and sites in it, for the scale bar."""
    wide, tall = (box[2] - box[0]) * 0.32, (box[3] - box[1]) * 0.12
    x = np.concatenate([region.zones.easting, [s.easting for s in region.sites.values()]])
    y = np.concatenate([region.zones.northing, [s.northing for s in region.sites.values()]])
    weight = np.concatenate([np.ones(len(region.zones)), np.full(len(region.sites), 20.0)])
    low, left = y < box[1] + tall, x < box[0] + wide
    high, right = y > box[3] - tall, x > box[2] - wide
    corners = {
        "lower right": low & right,
        "lower left": low & left,
        "upper right": high & right,
        "upper left": high & left,
    }
    return min(corners, key=lambda name: float(weight[corners[name]].sum()))


def _furniture(drawing: Drawing, axes: Axes, region: Region, box: Box, right_in: float) -> None:
    """A scale bar where least is under it, and a north arrow in the margin, where nothing is."""
    bar = ScaleBar(
        1,
        location=_corner_for_scale(region, box),
        box_alpha=0.85,
        length_fraction=0.25,
        font_properties={"size": SMALL},
    )
    bar.set_zorder(7)
    axes.add_artist(bar)
    across, up = drawing.get_size_inches()
    bottom = axes.get_position().y0
    at = (right_in + 0.3) / across
    drawing.text(at, bottom + 0.72 / up, "N", fontsize=SMALL, fontweight="bold", ha="center")
    drawing.add_artist(
        FancyArrowPatch(
            (at, bottom + 0.03 / up),
            (at, bottom + 0.68 / up),
            transform=drawing.transFigure,
            arrowstyle="-|>",
            mutation_scale=14,
            color=DARK_GREY,
        )
    )


def _legend(
    drawing: Drawing, region: Region, classes: list[str], kinds: list[str], right_in: float
) -> None:
    across, up = drawing.get_size_inches()
    handles: list[Line2D | Patch] = []
    for kind in kinds:
        label, marker, colour, size = SITES[kind]
        handles.append(
            Line2D(
                [],
                [],
                linestyle="none",
                marker=marker,
                markersize=size,
                label=label,
                **_marked(kind, colour),
            )
        )
    for name in classes:
        label, width, colour = ROADS[name]
        handles.append(Line2D([], [], color=colour, linewidth=width, label=label))
    handles.append(
        Line2D(
            [],
            [],
            linestyle="none",
            marker="o",
            color=PALE_BLUE,
            markersize=8,
            label="people of a zone",
        )
    )
    handles += ground_handles(region)
    drawing.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(right_in / across, 1 - HEAD_IN / up),
        fontsize=SMALL,
        frameon=False,
    )


def draw_region(region: Region) -> Drawing:
    """The map: 11 inches wide, as tall as the region asks for."""
    box = map_box(region)
    shape = (box[3] - box[1]) / (box[2] - box[0])
    wide = WIDTH_IN - LEGEND_IN - 0.24
    tall = min(max(wide * shape, 3.5), 11.0)
    if wide * shape > tall:
        wide = tall / shape
    words = wrapped("  ".join(region.attribution), 170)
    foot = 0.18 + FOOT_LINE_IN * (words.count("\n") + 1)
    drawing = Drawing(figsize=(WIDTH_IN, tall + foot + HEAD_IN))
    FigureCanvasAgg(drawing)
    axes = axes_at(drawing, 0.12, foot, wide, tall)
    _paint_land(axes, region, box)
    _paint_people(axes, region)
    classes = _paint_roads(axes, region)
    kinds = _paint_sites(axes, region, box)
    _furniture(drawing, axes, region, box, 0.2 + wide)
    _legend(drawing, region, classes, kinds, 0.2 + wide)
    up = drawing.get_size_inches()[1]
    drawing.text(
        0.12 / WIDTH_IN,
        1 - 0.12 / up,
        f"{region.title}: {region.zones.people.sum():,.0f} people in {len(region.zones):,} zones",
        fontsize=LARGE,
        fontweight="bold",
        va="top",
    )
    drawing.text(0.12 / WIDTH_IN, 0.07 / up, words, fontsize=8, va="bottom", color=DARK_GREY)
    return drawing


def write_region_map(region: Region, path: Path) -> Path:
    """The map as a PNG, whole or not at all."""
    held = io.BytesIO()
    with house_style():
        draw_region(region).savefig(held, format="png", dpi=MAP_DPI)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(held.getvalue())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
