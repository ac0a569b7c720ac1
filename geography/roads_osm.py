"""Roads of an OpenStreetMap `.osm.pbf` extract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
import shapely
from pyproj import Transformer

from geography.faults import Fault, no_file
from geography.projecting import GRID
from geography.road_pieces import (
    CLOSED,
    OSM_CLASSES,
    Pieces,
    class_of_osm,
    limit_of,
    pieces_of,
    ways,
)

_BARS_THE_WAY = frozenset(
    {"bollard", "block", "jersey_barrier", "cycle_barrier", "stile", "kissing_gate", "log", "debris",
     "chain", "motorcycle_barrier", "fence", "wall"}
)  # fmt: skip
_OPENED_FOR_US = ("yes", "designated", "permissive")
_NOT_THROUGH = frozenset({"parking_aisle", "driveway", "drive-through"})
_FEW_LOST = 0.2


@dataclass
class _Read:
    """What one pass over the file gathers."""

    signals: set[int] = field(default_factory=set)
    mini: set[int] = field(default_factory=set)
    barred: dict[int, bool] = field(default_factory=dict)  # node: whether an engine may pass
    place: dict[int, tuple[float, float]] = field(default_factory=dict)
    used: Counter[int] = field(default_factory=Counter)
    roads: list[_Road] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    seen: int = 0


@dataclass(frozen=True)
class _Road:
    """One way that an engine may drive."""

    refs: list[int]
    road_class: str
    limit_kmh: float
    forward: bool
    backward: bool
    lights_only: bool
    roundabout: bool
    name: str


def _closed(tags: osmium.osm.TagList) -> bool:
    for key in ("motor_vehicle", "vehicle", "access"):
        word = tags.get(key)
        if word:
            return word in CLOSED
    return False


def _for_engines(tags: osmium.osm.TagList) -> bool:
    return tags.get("emergency") in _OPENED_FOR_US or tags.get("service") == "emergency_access"


def _road(way: osmium.osm.Way, read: _Read) -> None:
    """Take a way in, or count why it is left out."""
    tags = way.tags
    highway = tags.get("highway") or ""
    if highway not in OSM_CLASSES or tags.get("area") == "yes":
        read.told[f"ways that are {highway}"] += 1
        return
    lights_only = _closed(tags) or tags.get("service") == "emergency_access"
    if lights_only and not _for_engines(tags):
        read.told["ways that are closed (access, motor_vehicle)"] += 1
        return
    if tags.get("service") in _NOT_THROUGH:
        read.told[f"ways that are a {tags['service']}"] += 1
        return
    refs: list[int] = []
    for node in way.nodes:
        read.seen += 1
        if not node.location.valid():
            read.lost += 1
            continue
        if not refs or refs[-1] != node.ref:
            refs.append(node.ref)
            read.place[node.ref] = (node.lon, node.lat)
    if len(refs) < 2:
        return
    roundabout = tags.get("junction") in ("roundabout", "circular")
    forward, backward = ways(tags.get("oneway") or "", roundabout, highway == "motorway")
    limit = limit_of(tags.get("maxspeed") or "")
    road_class = class_of_osm(highway, forward != backward, roundabout, limit)
    name = tags.get("ref") or tags.get("name") or ""
    read.roads.append(
        _Road(refs, road_class, limit, forward, backward, lights_only, roundabout, name)
    )
    read.used.update(refs)
    read.used.update((refs[0], refs[-1]))  # ends are always nodes


def _node(node: osmium.osm.Node, read: _Read) -> None:
    tags = node.tags
    highway, barrier = tags.get("highway"), tags.get("barrier")
    if highway == "traffic_signals":
        read.signals.add(node.id)
    elif highway == "mini_roundabout":
        read.mini.add(node.id)
    if barrier and (barrier in _BARS_THE_WAY or _closed(tags)):
        read.barred[node.id] = _for_engines(tags)


def _read_file(path: Path) -> _Read:
    read = _Read()
    wanted = osmium.filter.KeyFilter("highway", "barrier")
    for one in osmium.FileProcessor(str(path)).with_locations().with_filter(wanted):
        if isinstance(one, osmium.osm.Node):
            _node(one, read)
        elif isinstance(one, osmium.osm.Way) and "highway" in one.tags:
            _road(one, read)
    return read


@dataclass
class _Cut:
    """Ways cut into pieces where roads meet, and at signals and barriers."""

    nodes: list[tuple[float, float]] = field(default_factory=list)
    number: dict[int, int] = field(default_factory=dict)
    signals: list[bool] = field(default_factory=list)
    mini: list[bool] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    which: list[int] = field(default_factory=list)
    road: list[_Road] = field(default_factory=list)

    def node(self, ref: int, read: _Read, alone: bool = False) -> int:
        """The number of a node; one that is `alone` is no other road's."""
        if not alone and ref in self.number:
            return self.number[ref]
        self.nodes.append(read.place[ref])
        self.signals.append(ref in read.signals)
        self.mini.append(ref in read.mini)
        if not alone:
            self.number[ref] = len(self.nodes) - 1
        return len(self.nodes) - 1

    def add(self, start: int, end: int, refs: list[int], road: _Road, read: _Read) -> None:
        """One piece."""
        self.points += [read.place[ref] for ref in refs]
        self.which += [len(self.start)] * len(refs)
        self.start.append(start)
        self.end.append(end)
        self.road.append(road)

    def edge_of(self, ref: int, road: _Road, read: _Read) -> int:
        """The node where a piece ends; at a barrier it ends by itself, and only engines may get through if they may."""
        if ref not in read.barred:
            return self.node(ref, read)
        side = self.node(ref, read, alone=True)
        if read.barred[ref]:
            gate = _Road([ref, ref], road.road_class, road.limit_kmh, True, True, True, False, "")
            self.add(side, self.node(ref, read), gate.refs, gate, read)
        return side


def _stretches(road: _Road, read: _Read) -> Iterator[list[int]]:
    """The way's nodes from each place where it is cut to the next."""
    last = 0
    for place in range(1, len(road.refs)):
        ref = road.refs[place]
        met = read.used[ref] > 1 or ref in read.barred
        if met or ref in read.signals or ref in read.mini or place == len(road.refs) - 1:
            yield road.refs[last : place + 1]
            last = place


def _cut(read: _Read) -> _Cut:
    cut = _Cut()
    for road in read.roads:
        for refs in _stretches(road, read):
            start, end = cut.edge_of(refs[0], road, read), cut.edge_of(refs[-1], road, read)
            cut.add(start, end, refs, road, read)
    return cut


def read_osm(path: Path, faults: list[Fault]) -> Pieces | None:
    """Every road of an extract that an engine may drive, in metres; None where the file is faulty.

    Restrictions of turning and ferries are not read.
    """
    if not path.is_file():
        faults.append(Fault(str(path), None, "", no_file(path)))
        return None
    try:
        read = _read_file(path)
    except RuntimeError as error:
        message = f"This is no whole OpenStreetMap file, or only half of it was fetched: {error}."
        faults.append(Fault(str(path), None, "", message))
        return None
    if read.seen and read.lost > _FEW_LOST * read.seen:
        share = read.lost / read.seen
        message = f"{share:.0%} of the roads' points are missing: only half of it was fetched, or cut badly."
        faults.append(Fault(str(path), None, "", message))
        return None
    if not read.roads:
        faults.append(Fault(str(path), None, "", "There are no roads in this file."))
        return None
    cut = _cut(read)
    move = Transformer.from_crs("EPSG:4326", GRID, always_xy=True)

    def metres(places: list[tuple[float, float]]) -> np.ndarray:
        table = np.array(places, dtype=np.float64).reshape(-1, 2)
        return np.column_stack(move.transform(table[:, 0], table[:, 1]))

    lines = shapely.linestrings(metres(cut.points), indices=np.array(cut.which, dtype=np.int64))
    roads = cut.road
    told = dict(read.told) | ({"points without a place": read.lost} if read.lost else {})
    return pieces_of(
        metres(cut.nodes),
        np.array(cut.start, dtype=np.int64),
        np.array(cut.end, dtype=np.int64),
        np.asarray(lines, dtype=object),
        np.array([road.road_class for road in roads], dtype=str),
        limit_kmh=np.array([road.limit_kmh for road in roads]),
        forward=np.array([road.forward for road in roads]),
        backward=np.array([road.backward for road in roads]),
        lights_only=np.array([road.lights_only for road in roads]),
        roundabout=np.array([road.roundabout for road in roads]),
        name=np.array([road.name for road in roads], dtype=str),
        signals=np.array(cut.signals, dtype=bool),
        mini_roundabout=np.array(cut.mini, dtype=bool),
        told=told,
    )


PLACES = ("city", "town", "suburb", "village", "hamlet")


def read_osm_places(path: Path, faults: list[Fault]) -> list[tuple[str, str, str, float, float]]:
    """Settlements of an extract: name, kind, population as it is written, longitude, latitude."""
    found: list[tuple[str, str, str, float, float]] = []
    if not path.is_file():
        faults.append(Fault(str(path), None, "", no_file(path)))
        return found
    wanted = osmium.filter.KeyFilter("place")
    try:
        for one in osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(wanted):
            kind, tags = one.tags.get("place"), one.tags
            if isinstance(one, osmium.osm.Node) and kind in PLACES and tags.get("name"):
                people, at = tags.get("population") or "", one.location
                found.append((tags["name"], str(kind), people, at.lon, at.lat))
    except RuntimeError as error:
        message = f"This is no whole OpenStreetMap file, or only half of it was fetched: {error}."
        faults.append(Fault(str(path), None, "", message))
    return found
