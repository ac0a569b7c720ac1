"""The replay as the page reads it: JSON with packed arrays, places in whole steps of a few metres."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from results.figures.ground import Box, extent, short_name
from results.pack import Pack
from results.replayed import DOING, OptionShown, Replay

STEPS_ACROSS = 65_000
"""A place is two numbers under this, so that each fits in two bytes."""
NEVER = 2**31 - 1
SHARES = 65_535
COARSE_M = 60.0
ROAD_PLACES = 12_000
"""The most places of roads drawn beneath; of a fuller network only the main roads."""
MAIN = ("motorway", "dual_a", "single_a", "trunk", "primary", "b_road", "secondary")
SERVICES = ("fire", "ambulance", "police")


def replay_json(pack: Pack, replay: Replay) -> str:
    """All that the page needs to play a replay, safe to stand inside a page."""
    grid = Grid.of(_whole(pack, replay))
    titles = {option.name: option.title for option in pack.options}
    begins = replay.begins
    data: dict[str, Any] = {
        "day": f"{begins:%A} {begins.day} {begins:%B %Y}",
        "begins_s": begins.hour * 3600 + begins.minute * 60,
        "length_s": round(replay.length_s),
        "shown_s": round(replay.shown_at_s),
        "straight": replay.straight,
        "grid": [grid.west, grid.south, grid.step_m],
        "view": list(extent(pack)),
        "whole": list(_whole(pack, replay)),
        "beyond": [grid.line(ring) for ring in _rings(replay.beyond)],
        "land": [grid.line(ring) for ring in _rings(pack.region.outline)],
        "roads": [[width, grid.line(line)] for width, line in _roads(pack)],
        "stations": _stations(pack, replay, grid),
        "hospitals": [[name, *grid.point(x, y)] for name, x, y in replay.hospitals],
        "services": list(SERVICES),
        "doing": list(DOING),
        "vehicles": [
            [v.name, SERVICES.index(v.service), v.kind, int(v.on_beat)] for v in replay.vehicles
        ],
        "calls": [
            [
                c.number,
                SERVICES.index(c.service),
                *grid.point(c.easting, c.northing),
                c.label,
                c.told,
                c.gravity,
            ]
            for c in replay.calls
        ],
        "rang": tenths([call.rang_s for call in replay.calls]),
        "texts": list(replay.texts),
        "ways": _ways(replay, grid),
        "options": [_option(option, titles[option.name]) for option in replay.options],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " ")


class Grid:
    """British National Grid in whole steps from a corner."""

    def __init__(self, west: int, south: int, step_m: int) -> None:
        self.west, self.south, self.step_m = west, south, step_m

    @classmethod
    def of(cls, box: Box) -> Grid:
        """The grid that holds a box in STEPS_ACROSS steps."""
        across = max(box[2] - box[0], box[3] - box[1])
        step_m = max(1, math.ceil(across / STEPS_ACROSS))
        return cls(math.floor(box[0]), math.floor(box[1]), step_m)

    def steps(self, xy: NDArray[np.float64]) -> NDArray[np.int64]:
        """Places [n, 2] in metres as steps."""
        return np.rint((xy - (self.west, self.south)) / self.step_m).astype(np.int64)

    def point(self, x: float, y: float) -> list[int]:
        """One place as steps."""
        found: list[int] = self.steps(np.array([[x, y]]))[0].tolist()
        return found

    def line(self, xy: NDArray[np.float64]) -> list[int]:
        """A line as its first place and then the difference of each from the one before."""
        places = self.steps(xy)
        found: list[int] = np.vstack([places[:1], np.diff(places, axis=0)]).ravel().tolist()
        return found


def packed(numbers: Iterable[float] | NDArray[Any], kind: str) -> str:
    """An array of a fixed kind (`<i4`, `<u2`, …) as base64."""
    return base64.b64encode(np.asarray(numbers).astype(kind).tobytes()).decode("ascii")


def tenths(seconds: Sequence[float] | NDArray[np.float64]) -> str:
    """Times in tenths of a second, packed; NEVER for NaN."""
    numbers = np.asarray(seconds, dtype=np.float64) * 10
    return packed(np.where(np.isnan(numbers), NEVER, np.rint(np.nan_to_num(numbers))), "<i4")


def _whole(pack: Pack, replay: Replay) -> Box:
    """The corners of all that is drawn or driven."""
    some = [way.xy for way in replay.ways] or [np.zeros((0, 2))]
    some += [np.array([[call.easting, call.northing] for call in replay.calls]).reshape(-1, 2)]
    some += [np.array([[x, y] for _, x, y in replay.hospitals]).reshape(-1, 2)]
    some += [np.array([[x, y] for *_, x, y in pack.region.sites.values()]).reshape(-1, 2)]
    some += [shapely.get_coordinates(pack.region.outline)]
    xy = np.vstack([part for part in some if len(part)])
    low, high = xy.min(axis=0) - 100.0, xy.max(axis=0) + 100.0
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _rings(outline: shapely.Geometry) -> list[NDArray[np.float64]]:
    """The rings of the land, holes too, coarse enough for a screen."""
    parts = shapely.get_parts(shapely.simplify(outline, COARSE_M))
    areas = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    rings = [ring for part in areas for ring in (part.exterior, *part.interiors)]
    return [shapely.get_coordinates(ring) for ring in rings]


def _roads(pack: Pack) -> list[tuple[int, NDArray[np.float64]]]:
    """The roads beneath, each with its width in half pixels: all of them, or the main ones of a full network."""
    widths = {"motorway": 5, "trunk": 4, "dual_a": 4, "primary": 3, "single_a": 3}
    lines = [
        (kind, shapely.get_coordinates(shapely.simplify(line, COARSE_M)))
        for kind, line in pack.region.road_lines
    ]
    if sum(len(line) for _, line in lines) > ROAD_PLACES:
        lines = [(kind, line) for kind, line in lines if kind in MAIN]
    return [(widths.get(kind, 2), line) for kind, line in lines if len(line) > 1]


def _stations(pack: Pack, replay: Replay, grid: Grid) -> list[list[Any]]:
    """Stations with name, letters of who uses them, place, and under which options shown they are fire stations."""
    by_name = {option.name: set(option.stations) for option in pack.options}
    found = []
    for key, (name, kind, x, y) in pack.region.sites.items():
        letters = "".join(service[0].upper() for service in SERVICES if service in kind)
        there = [int("F" not in letters or key in by_name[o.name]) for o in replay.options]
        if letters:
            short = short_name(name).replace(" fire station (", " (")
            found.append([short, letters, *grid.point(x, y), there])
    return found


def _ways(replay: Replay, grid: Grid) -> dict[str, str]:
    """The ways that are driven: how many places each has, and of each place where it is and the share of time gone."""
    xy = np.vstack([way.xy for way in replay.ways]) if replay.ways else np.zeros((0, 2))
    share = np.concatenate([way.share for way in replay.ways]) if replay.ways else np.zeros(0)
    places = grid.steps(xy)
    return {
        "count": packed([len(way.share) for way in replay.ways], "<u2"),
        "x": packed(places[:, 0], "<u2"),
        "y": packed(places[:, 1], "<u2"),
        "share": packed(np.rint(share * SHARES), "<u2"),
    }


def _option(option: OptionShown, title: str) -> dict[str, Any]:
    """One option's steps, calls and story."""
    steps, story = option.steps, option.story
    return {
        "name": option.name,
        "title": title,
        "steps": {
            "unit": packed(steps.unit, "<u2"),
            "at": tenths(steps.at_s),
            "doing": packed(steps.doing, "<u1"),
            "way": packed(steps.way, "<i4"),
            "call": packed(steps.call, "<i4"),
        },
        "rings": packed(option.rings, "<u1"),
        "first": tenths(option.first_s),
        "left": tenths(option.left_s),
        "closed": tenths(option.closed_s),
        "sums": option.sums,
        "story": {
            "at": tenths(story.at_s),
            "call": packed(story.call, "<i4"),
            "unit": packed(story.unit, "<i4"),
            "text": packed(story.text, "<i4"),
        },
    }
