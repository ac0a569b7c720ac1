"""Colours as people with other colour vision see them, and what else than colour tells the parts of a drawing apart.

Dichromats by Machado, Oliveira and Fernandes 2009 (colorspacious); black and white by lightness. Distances are in
CAM02-UCS, in which about 1 can just be told side by side.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from colorspacious import cspace_convert, deltaE
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch
from matplotlib.text import Annotation

VISIONS = ("protanomaly", "deuteranomaly", "tritanomaly", "black and white")
RGB = tuple[float, float, float]


def seen_by(colours: Any, vision: str) -> Any:
    """Colours, [..., 3] from 0 to 1, as they look with one of the visions."""
    if vision == "black and white":
        lightness = cspace_convert(colours, "sRGB1", "CIELab")
        lightness[..., 1:] = 0.0
        return np.clip(cspace_convert(lightness, "CIELab", "sRGB1"), 0.0, 1.0)
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    return np.clip(cspace_convert(colours, space, "sRGB1"), 0.0, 1.0)


def apart(one: RGB, other: RGB, vision: str) -> float:
    """How far two colours are from each other with one of the visions."""
    both = seen_by(np.array([one, other]), vision)
    return float(deltaE(both[0], both[1], input_space="sRGB1"))


@dataclass(frozen=True)
class Look:
    """What a part of a drawing looks like: its colour, and whatever else tells it from others."""

    kind: str
    colour: RGB
    traits: tuple[Any, ...]


def looks(figure: Figure) -> Iterator[tuple[str, set[Look]]]:
    """The looks that stand together: those of each axes and of each legend.

    A map hatches an area by a second layer, so an area of an axes has the hatching that the legend gives its colour.
    """
    legends = [*figure.legends, *(axes.get_legend() for axes in figure.axes)]
    keyed: dict[RGB, Look] = {}
    for place, legend in enumerate(found for found in legends if found is not None):
        parts = [*legend.get_patches(), *legend.get_lines(), *legend.legend_handles]
        told = {look for part in parts for look in _looks_of(part)}
        keyed |= {look.colour: look for look in told if look.kind == "area"}
        yield f"legend {place}", told
    for place, axes in enumerate(figure.axes):
        parts = [*axes.patches, *axes.lines, *axes.collections, *axes.images, *axes.artists]
        found = {look for part in parts for look in _looks_of(part)}
        hatched = {keyed.get(look.colour, look) if look.kind == "area" else look for look in found}
        yield f"axes {place}", hatched


def _looks_of(part: Artist | None) -> Iterator[Look]:
    if (
        part is None
        or not part.get_visible()
        or isinstance(part, Annotation | FancyArrowPatch | FancyBboxPatch)
    ):
        return
    if isinstance(part, Line2D):
        yield from _line(part)
    elif isinstance(part, Patch):
        if part.get_width() if hasattr(part, "get_width") else True:
            yield from _area(part.get_facecolor(), part.get_hatch() or "", part.get_edgecolor())
    elif isinstance(part, Collection):
        faces = part.get_facecolor()
        for face in np.unique(faces, axis=0) if len(faces) else ():
            yield from _area(face, part.get_hatch() or "", None)
    elif isinstance(part, AxesImage):
        return


def _line(line: Line2D) -> Iterator[Look]:
    marker = str(line.get_marker())
    if marker not in ("None", "", " "):
        face = to_rgba(line.get_markerfacecolor())
        hollow = face[3] == 0 or face[:3] == (1.0, 1.0, 1.0)
        colour = to_rgba(line.get_markeredgecolor())[:3]
        yield Look("marker", colour, (marker, hollow, round(line.get_markersize())))
    if line.get_linestyle() not in ("None", "", " "):
        width = round(2 * line.get_linewidth())
        yield Look("line", to_rgba(line.get_color())[:3], (line.get_linestyle(), width))


def _area(face: Any, hatch: str, edge: Any) -> Iterator[Look]:
    rgba = to_rgba(face)
    if rgba[3] > 0:
        yield Look("area", rgba[:3], (hatch,))
    elif hatch:
        yield Look("hatch", to_rgba(edge)[:3] if edge is not None else (0.0, 0.0, 0.0), (hatch,))


def told_by_colour_alone(figure: Figure) -> Iterator[tuple[str, Look, Look, str, float]]:
    """Pairs of looks that differ in colour and in nothing else, with how far apart they are with each vision."""
    for where, found in looks(figure):
        for one, other in itertools.combinations(sorted(found, key=repr), 2):
            if one.kind == other.kind and one.traits == other.traits:
                for vision in VISIONS:
                    yield where, one, other, vision, apart(one.colour, other.colour, vision)
