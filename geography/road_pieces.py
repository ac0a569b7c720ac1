"""Roads as every source gives them: pieces between nodes, with class, length, limit and who may drive which way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

BUILT_CLASSES = (
    "motorway",
    "dual_a",
    "single_a",
    "b_road",
    "minor",
    "local",
    "access",
    "slip",
)
"""Classes of roads of a built region, the biggest first; slip roads rank with single A roads."""
RANK = {name: place for place, name in enumerate(BUILT_CLASSES)} | {"slip": 2}
MPH_KMH = 1.609344
DUAL_FROM_KMH = 75.0  # 50 mph: a one-way A road with a lower limit is a street of a one-way system

OSM_CLASSES: Mapping[str, str] = {
    "motorway": "motorway",
    "trunk": "single_a",
    "primary": "single_a",
    "secondary": "b_road",
    "tertiary": "minor",
    "unclassified": "minor",
    "road": "minor",
    "residential": "local",
    "living_street": "local",
    "service": "access",
    "motorway_link": "slip",
    "trunk_link": "slip",
    "primary_link": "slip",
    "secondary_link": "minor",
    "tertiary_link": "minor",
}
"""What OpenStreetMap's `highway` means here; anything else is no road for an engine."""

CLOSED = frozenset({"no", "private", "agricultural", "forestry", "military"})
"""Words of access that close a road to whoever is not called to it."""


@dataclass(frozen=True)
class Pieces:
    """Pieces of road between nodes, metres EPSG:27700; arrays of one entry a piece but for the nodes'.

    `start` and `end` are places in `xy`; a piece is a `line` from start to end, of `length_m`, with the speed limit in
    km/h (NaN where not known); `forward` and `backward` say which way it may be driven, `lights_only` that only an
    emergency vehicle may. `signals` and `mini_roundabout` are the nodes'. `told` counts what was left out and why.
    """

    xy: Floats
    start: Whole
    end: Whole
    line: NDArray[np.object_]
    length_m: Floats
    road_class: NDArray[np.str_]
    limit_kmh: Floats
    forward: Flags
    backward: Flags
    lights_only: Flags
    roundabout: Flags
    name: NDArray[np.str_]
    signals: Flags
    mini_roundabout: Flags
    told: Mapping[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self.start)

    def only(self, keep: Flags) -> Pieces:
        """Some pieces, with all nodes."""
        return Pieces(
            self.xy, self.start[keep], self.end[keep], self.line[keep], self.length_m[keep],
            self.road_class[keep], self.limit_kmh[keep], self.forward[keep], self.backward[keep],
            self.lights_only[keep], self.roundabout[keep], self.name[keep], self.signals,
            self.mini_roundabout, self.told,
        )  # fmt: skip


def pieces_of(
    xy: Floats,
    start: Whole,
    end: Whole,
    line: NDArray[np.object_],
    road_class: NDArray[np.str_],
    *,
    length_m: Floats | None = None,
    limit_kmh: Floats | None = None,
    forward: Flags | None = None,
    backward: Flags | None = None,
    lights_only: Flags | None = None,
    roundabout: Flags | None = None,
    name: NDArray[np.str_] | None = None,
    signals: Flags | None = None,
    mini_roundabout: Flags | None = None,
    told: Mapping[str, float] | None = None,
) -> Pieces:
    """Pieces with what is not given as it mostly is: two-way, open, no limit known, the length of the line."""
    count, nodes = len(start), len(xy)
    yes, no = np.ones(count, dtype=bool), np.zeros(count, dtype=bool)
    drawn = shapely.length(line)
    length = drawn if length_m is None else np.where(np.isnan(length_m), drawn, length_m)
    return Pieces(
        xy,
        start,
        end,
        line,
        np.maximum(length, 0.5),
        road_class,
        np.full(count, np.nan) if limit_kmh is None else limit_kmh,
        yes if forward is None else forward,
        yes if backward is None else backward,
        no if lights_only is None else lights_only,
        no if roundabout is None else roundabout,
        np.full(count, "", dtype=str) if name is None else name,
        np.zeros(nodes, dtype=bool) if signals is None else signals,
        np.zeros(nodes, dtype=bool) if mini_roundabout is None else mini_roundabout,
        told or {},
    )


_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(mph|km/?h|kph)?", re.IGNORECASE)
_NATIONAL = {"gb:nsl_single": 60, "gb:nsl_dual": 70, "gb:motorway": 70, "gb:nsl_restricted": 30}


def limit_of(text: str, unit: str = "km/h") -> float:
    """Kilometres an hour of a speed limit as it is written, NaN where it says no number."""
    if text.lower() in _NATIONAL:
        return _NATIONAL[text.lower()] * MPH_KMH
    found = _NUMBER.match(text)
    if not found:
        return float("nan")
    value = float(found.group(1))
    if not 0 < value <= 150:
        return float("nan")
    return value * MPH_KMH if (found.group(2) or unit).lower() == "mph" else value


def ways(oneway: str, roundabout: bool, motorway: bool) -> tuple[bool, bool]:
    """Whether a road may be driven along its line and against it, from its one-way word."""
    word = oneway.lower()
    if word in ("yes", "true", "1"):
        return True, False
    if word in ("-1", "reverse"):
        return False, True
    if word in ("", "no", "false", "0"):
        return True, not ((roundabout or motorway) and not word)
    return True, True  # reversible and alternating lanes: an engine waits its turn


def class_of_osm(highway: str, one_way: bool, roundabout: bool, limit_kmh: float) -> str:
    """The class of a road by its `highway`; a one-way A road, if quick or of no known limit, is half a dual one."""
    found = OSM_CLASSES.get(highway, "")
    quick = not limit_kmh < DUAL_FROM_KMH
    return "dual_a" if found == "single_a" and one_way and not roundabout and quick else found


def renumbered(keys: Iterable[int]) -> tuple[Whole, Whole]:
    """The distinct keys, and each key's place among them."""
    distinct, place = np.unique(np.fromiter(keys, dtype=np.int64), return_inverse=True)
    return distinct, place.astype(np.int64)
