"""A region: the checked, frozen ground that a run needs. Lists, loads and names places."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry import LineString, MultiPoint
from shapely.geometry.base import BaseGeometry

from geography.built import make_from_built
from geography.constants import DEFAULTS
from geography.explicit import make_from_tables
from geography.faults import Fault, RegionError, nearest_word
from geography.gazetteer import Made, make_from_gazetteer
from geography.places_times import times_to_places
from geography.roadless import make_without_roads
from geography.sites import KINDS, Site
from geography.sketch import XY_KEYS, make_from_sketch
from geography.sourced import SourcedValue
from geography.tables import Reader, line_of
from geography.travel import RoadNetwork, Travel, road_times
from geography.whose_stations import FireStations, fire_stations
from geography.zones import Zones

__all__ = ["Fault", "Region", "RegionError", "list_regions", "load_region", "plain_region"]

_ROOM = Path(__file__).parent
_BUNDLED = _ROOM / "regions"
_SHAPES_NOTHING = (  # source that no loaded region depends on
    "__init__.py",
    "before_after.py",
    "boundary.py",
    "build.py",
    "build_config.py",
    "build_folder.py",
    "build_ranges.py",
    "candidates.py",
    "cells.py",
    "census_zones.py",
    "contracting.py",
    "coverage.py",
    "data_files.py",
    "driving.py",
    "first_look.py",
    "isochrones.py",
    "joining.py",
    "narrowing.py",
    "out_folder.py",
    "outside.py",
    "parcel.py",
    "placing.py",
    "projecting.py",
    "reach.py",
    "road_lines.py",
    "road_pieces.py",
    "roads_open.py",
    "roads_osm.py",
    "roads_tables.py",
    "settlement_zones.py",
    "site_files.py",
    "siting.py",
    "solver.py",
    "stated_times.py",
    "station_grounds.py",
    "whose_stations.py",
)
_FORMS = {
    "gazetteer": make_from_gazetteer,
    "tables": make_from_tables,
    "built": make_from_built,
    "xy": make_from_sketch,
}
ALL_PAIRS_NODES = 5000  # a built network up to here has times between all its nodes in a table
_KEYS = (
    "title",
    "crs",
    "form",
    "constants",
    "attribution",
    "profiles",
    "people",
    "roads",
    "speeds",
    "areas",
    "travel",
    *XY_KEYS,
)
_CRS = "EPSG:27700"
PROFILES = ("blue_light", "day")


@dataclass(frozen=True)
class Region:
    """Places, roads and minutes of one county; nothing here knows what time it is.

    Coordinates are metres, EPSG:27700. `digest` names the content: equal digests, equal regions.
    """

    name: str
    title: str
    zones: Zones
    sites: Mapping[str, Site]
    roads: Travel
    outline: BaseGeometry
    road_lines: tuple[tuple[str, LineString], ...]
    attribution: tuple[str, ...]
    sources: tuple[SourcedValue, ...]
    digest: str
    node_names: tuple[str, ...] = ()
    form: str = "tables"
    border: BaseGeometry | None = (
        None  # edges of the outline with land beyond them, None where not known
    )

    def place_name(self, node: int) -> str:
        """What to call a node in a story: a site's name, a square, or the square it is near."""
        for site in self.sites.values():
            if site.node == node:
                return site.name
        if 0 <= node < len(self.node_names):
            return self.node_names[node]
        easting, northing = self.roads.xy[node]
        away = np.hypot(self.zones.easting - easting, self.zones.northing - northing)
        return f"near {self.node_names[int(self.zones.node[int(np.argmin(away))])]}"

    def node_of_site(self, site_id: str) -> int:
        """The node of a site. Raises KeyError, with the likely name, where there is none."""
        if site_id in self.sites:
            return self.sites[site_id].node
        hint = nearest_word(site_id, self.sites)
        likely = f" Did you mean {hint}?" if hint else ""
        message = f'{self.title} has no site "{site_id}".{likely}'
        raise KeyError(message)


def list_regions() -> list[str]:
    """Names of the bundled regions, sorted."""
    return sorted(path.parent.name for path in _BUNDLED.glob("*/region.yaml"))


def folder_of(name_or_path: str | Path) -> Path:
    """The folder of a region. Raises RegionError where there is none."""
    if isinstance(name_or_path, str) and name_or_path in list_regions():
        return _BUNDLED / name_or_path
    path = Path(name_or_path)
    if (path / "region.yaml").is_file():
        return path
    if path.name == "region.yaml" and path.is_file():
        return path.parent
    hint = nearest_word(str(name_or_path), list_regions())
    message = (
        "There is no such region: no bundled one of this name, and no folder with region.yaml."
    )
    raise RegionError(
        [Fault(str(name_or_path), None, "", message, ", ".join(list_regions()), hint)]
    )


def tables_in(folder: Path) -> list[Path]:
    """The files that a region is made from, sorted: all that its folder may hold of it."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".csv", ".parquet"))


def digest_in(folder: Path) -> str:
    """A hash of the region's tables and of the source that makes a region of them."""
    sha = hashlib.sha256()
    tables = [*tables_in(folder), DEFAULTS]
    source = sorted(path for path in _ROOM.glob("*.py") if path.name not in _SHAPES_NOTHING)
    for path in [*tables, *source]:
        content = path.read_bytes()
        if path.suffix != ".parquet":
            content = content.replace(b"\r\n", b"\n")
        sha.update(f"{path.name} {len(content)}\n".encode())
        sha.update(content)
    return sha.hexdigest()


def _header(
    reader: Reader, config: Mapping[str, Any]
) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Title, form, attribution and profiles of `region.yaml`, faults noted."""
    file = str(reader.folder / "region.yaml")

    def fault(key: str, message: str, allowed: str = "", hint: str = "") -> None:
        reader.faults.append(Fault(file, line_of(config, key), key, message, allowed, hint))

    for key in config:
        if key not in _KEYS:
            fault(str(key), "Unknown key.", ", ".join(_KEYS), nearest_word(str(key), _KEYS))
    title = config.get("title")
    if not isinstance(title, str) or not title.strip():
        fault("title", "A region needs a title.")
    if config.get("crs", _CRS) != _CRS:
        fault("crs", f'The coordinate system "{config.get("crs")}" is not used here.', _CRS)
    form = str(config.get("form", "tables"))
    if form not in _FORMS:
        fault("form", f'There is no form "{form}".', ", ".join(_FORMS), nearest_word(form, _FORMS))
    if config.get("travel") is not None and form != "tables":
        fault("travel", "Only a region of tables travels without roads.", "form: tables")
    attribution = config.get("attribution", [])
    if not isinstance(attribution, list):
        fault("attribution", "This must be a list of lines.")
        attribution = []
    profiles = config.get("profiles", list(PROFILES))
    if not isinstance(profiles, list) or not profiles:
        fault("profiles", "This must be a list of one profile or more.", ", ".join(PROFILES))
        profiles = list(PROFILES)
    lines, words = tuple(str(one) for one in attribution), tuple(str(one) for one in profiles)
    return str(title), form, lines, words


@dataclass(frozen=True)
class _Parts:
    """What a region's folder says, before travel times are worked out."""

    folder: Path
    title: str
    form: str
    attribution: tuple[str, ...]
    made: Made


def _parts(name_or_path: str | Path) -> _Parts:
    folder = folder_of(name_or_path)
    reader = Reader(folder)
    config = reader.yaml("region.yaml")
    if not config:
        raise RegionError(
            reader.faults or [Fault(str(folder / "region.yaml"), None, "", "This file is empty.")]
        )
    title, form, attribution, profiles = _header(reader, config)
    made = None
    if config.get("travel") is not None and form == "tables":
        made = make_without_roads(reader, config, profiles)
    elif form in _FORMS:
        made = _FORMS[form](reader, config, profiles)
    if made is None or reader.faults:
        raise RegionError(reader.faults)
    return _Parts(folder, title, form, attribution, made)


def load_region(name_or_path: str | Path, cache: bool = True) -> Region:
    """A bundled region by name, or one in a folder with `region.yaml`.

    Travel times are kept in the cache unless `cache` is False. Raises RegionError with every
    fault of the region's files at once.
    """
    parts = _parts(name_or_path)
    digest, name = digest_in(parts.folder), parts.folder.resolve().name
    return _region(
        name, parts.title, parts.made, parts.attribution, digest, form=parts.form, cache=cache
    )


@dataclass(frozen=True)
class Summary:
    """A region in a line: no travel times are worked out for it."""

    title: str
    form: str
    people: float
    zones: int
    fire_stations: FireStations


def summary_of(name_or_path: str | Path) -> Summary:
    """What a list of regions says of one. Raises RegionError with every fault of its files at once."""
    parts = _parts(name_or_path)
    stations = fire_stations(parts.made.sites.values(), parts.made.outline)
    people = float(parts.made.zones.people.sum())
    return Summary(parts.title, parts.form, people, len(parts.made.zones), stations)


def _region(
    name: str,
    title: str,
    made: Made,
    attribution: tuple[str, ...],
    digest: str,
    *,
    form: str = "tables",
    cache: bool,
) -> Region:
    return Region(
        name=name,
        title=title,
        zones=made.zones,
        sites=made.sites,
        roads=made.times if made.times is not None else _times(made, cache=cache),
        outline=made.outline,
        road_lines=made.road_lines,
        attribution=attribution,
        sources=made.sources,
        digest=digest,
        node_names=made.node_names,
        form=form,
        border=made.border,
    )


def _times(made: Made, *, cache: bool) -> Travel:
    """Times by road: between all nodes, or on a large built network to its zones and sites."""
    if not made.network.directed or len(made.network.xy) <= ALL_PAIRS_NODES:
        return road_times(made.network, cache)
    sites = [site.node for site in made.sites.values()]
    return times_to_places(made.network, np.concatenate([made.zones.node, sites]), cache)


def plain_region(
    name: str,
    nodes: Mapping[str, tuple[float, float]],
    links: list[tuple[str, str, float]],
    zones: Mapping[str, float],
    sites: Mapping[str, tuple[str, str]],
) -> Region:
    """A tiny region for a test: nodes in metres, links in seconds, both profiles the same.

    `zones` gives people by node, `sites` kind and node by id. Raises RegionError for a name
    that is not there.
    """
    index = {node: place for place, node in enumerate(nodes)}
    used = [end for link in links for end in link[:2]] + list(zones)
    used += [node for _, node in sites.values()]
    faults = [
        Fault(name, None, node, f'There is no node "{node}".', "", nearest_word(node, index))
        for node in dict.fromkeys(used)
        if node not in index
    ]
    faults += [
        Fault(name, None, site, f'There is no kind "{kind}".', ", ".join(KINDS))
        for site, (kind, _) in sites.items()
        if kind not in KINDS
    ]
    if faults:
        raise RegionError(faults)
    made = _plain_parts(index, nodes, links, zones, sites)
    content = repr((name, dict(nodes), links, dict(zones), dict(sites))).encode()
    digest = hashlib.sha256(content).hexdigest()
    return _region(name, name, made, (), digest, cache=False)


def _plain_parts(
    index: Mapping[str, int],
    nodes: Mapping[str, tuple[float, float]],
    links: list[tuple[str, str, float]],
    zones: Mapping[str, float],
    sites: Mapping[str, tuple[str, str]],
) -> Made:
    xy = np.array(list(nodes.values()), dtype=np.float64).reshape(-1, 2)
    start = np.array([index[link[0]] for link in links], dtype=np.int64)
    end = np.array([index[link[1]] for link in links], dtype=np.int64)
    seconds = np.array([link[2] for link in links], dtype=np.float64)
    length = np.hypot(*(xy[start] - xy[end]).T) if len(links) else np.zeros(0)
    node = np.array([index[zone] for zone in zones], dtype=np.int32)
    return Made(
        zones=Zones(
            id=tuple(zones),
            easting=xy[node, 0],
            northing=xy[node, 1],
            people=np.array(list(zones.values()), dtype=np.float64),
            settlement=tuple(zones),
            rurality=("rural",) * len(zones),
            node=node,
            cell_m=0.0,
        ),
        sites={
            site: Site(
                site, site, kind, *nodes[at], index[at], kind == "hospital", "assumed", "", ""
            )
            for site, (kind, at) in sites.items()
        },
        network=RoadNetwork(xy, start, end, length, dict.fromkeys(PROFILES, seconds)),
        node_names=tuple(nodes),
        outline=MultiPoint(xy).convex_hull.buffer(500),
        road_lines=(),
        sources=(),
    )
