"""A region in a folder that `bluelight region build` has made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geography.explicit import areas_of_zones
from geography.faults import Fault, no_file
from geography.gazetteer import Made
from geography.sites import Site, read_sites
from geography.sourced import STATUSES, SourcedValue
from geography.tables import Reader, Row
from geography.travel import RoadNetwork
from geography.zones import Zones

_AGE = "age "
_ZONE_COLUMNS = ("id", "node", "easting", "northing", "people", "settlement", "rurality", "cell_m")


def _parquet(reader: Reader, name: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """Columns of a Parquet table; a fault and nothing where it is missing, damaged or lacks one."""
    path = reader.folder / name
    if not path.is_file():
        reader.faults.append(Fault(str(path), None, "", no_file(path)))
        return {}
    try:
        table = pq.read_table(path, use_threads=False)
    except (OSError, pa.ArrowException) as error:
        message = f"This file is damaged, or only half of it is there: {error}."
        reader.faults.append(Fault(str(path), None, "", message))
        return {}
    lacking = [column for column in columns if column not in table.column_names]
    for column in lacking:
        reader.faults.append(Fault(str(path), None, column, "This column is missing."))
    return {} if lacking else {column: table[column] for column in columns}


def _shapes(reader: Reader, name: str) -> list[tuple[str, Any]]:
    found = _parquet(reader, name, ("name", "geometry"))
    if not found:
        return []
    shapes = shapely.from_wkb(found["geometry"].to_numpy())
    return list(zip(found["name"].to_pylist(), shapes.tolist(), strict=True))


def _network(
    reader: Reader, profiles: tuple[str, ...]
) -> tuple[RoadNetwork, tuple[str, ...]] | None:
    nodes = _parquet(reader, "nodes.parquet", ("easting", "northing", "name"))
    links = _parquet(reader, "links.parquet", ("start", "end", "length_m", *profiles))
    if not nodes or not links:
        return None
    xy = np.column_stack([nodes["easting"].to_numpy(), nodes["northing"].to_numpy()])
    start, end = links["start"].to_numpy(), links["end"].to_numpy()
    if len(start) and not (
        min(start.min(), end.min()) >= 0 and max(start.max(), end.max()) < len(xy)
    ):
        path = str(reader.folder / "links.parquet")
        reader.faults.append(Fault(path, None, "", "A link has an end that is no node."))
        return None
    seconds = {profile: links[profile].to_numpy() for profile in profiles}
    _refuse_no_times(reader, seconds, links["length_m"].to_numpy())
    length_m = links["length_m"].to_numpy()
    network = RoadNetwork(xy, start, end, length_m, seconds, directed=True)
    return network, tuple(nodes["name"].to_pylist())


def _refuse_no_times(reader: Reader, seconds: Mapping[str, Any], length_m: Any) -> None:
    """A fault for each column of links with a number that is none or below 0; infinite seconds are a way barred."""
    path = str(reader.folder / "links.parquet")
    for column, values in {**seconds, "length_m": length_m}.items():
        wrong = np.flatnonzero(~(values >= 0) | ((column == "length_m") & ~np.isfinite(values)))
        if len(wrong):
            first = int(wrong[0])
            message = f"{len(wrong):,} links are faulty; the first, row {first + 1:,}, has {values[first]:g}."
            reader.faults.append(Fault(path, None, column, message, "numbers of 0 or more"))


def _node(reader: Reader, row: Row, nodes: int) -> int:
    node = reader.number(row, "node", least=0, default=-1.0)
    if np.isnan(node) or not 0 <= node < nodes:
        if not np.isnan(node):
            reader.fault(row, "node", "There is no such node.", f"0 to {nodes - 1:,}")
        return 0
    return int(node)


def _zones(reader: Reader, config: Mapping[str, Any], nodes: int) -> Zones:
    rows = reader.rows("zones.csv", _ZONE_COLUMNS, ("*",))
    columns = tuple(rows[0].cells) if rows else ()
    ids = [row.text("id") for row in rows]

    def column(
        name: str, least: float = -np.inf, empty: float | None = None
    ) -> NDArray[np.float64]:
        return np.array([reader.number(row, name, least=least, default=empty) for row in rows])

    more: dict[str, Any] = {}
    if "households" in columns:
        more["households"] = column("households", 0, np.nan)
    if "deprivation_fifth" in columns:
        more["deprivation_fifth"] = np.nan_to_num(column("deprivation_fifth", 0, 0)).astype(
            np.int64
        )
    if "district" in columns:
        more["district"] = tuple(row.text("district") for row in rows)
    ages = [name for name in columns if name.startswith(_AGE)]
    return Zones(
        id=tuple(ids),
        easting=column("easting"),
        northing=column("northing"),
        people=column("people", 0),
        settlement=tuple(row.text("settlement") for row in rows),
        rurality=tuple(reader.word(row, "rurality", ("rural", "urban")) for row in rows),
        node=np.array([_node(reader, row, nodes) for row in rows], dtype=np.int32),
        cell_m=column("cell_m", 0),
        areas=areas_of_zones(reader, config, ids) if rows else {},
        cells=_cells(reader, ids) if rows else None,
        age={name.removeprefix(_AGE): column(name, 0, np.nan) for name in ages},
        **more,
    )


def _cells(reader: Reader, ids: list[str]) -> tuple[Any, ...] | None:
    """The ground of each zone, in the zones' order."""
    shapes = _shapes(reader, "cells.parquet")
    if shapes and [name for name, _ in shapes] != ids:
        path = str(reader.folder / "cells.parquet")
        reader.faults.append(Fault(path, None, "", "These are not the zones of zones.csv."))
    return tuple(shape for _, shape in shapes) or None


def _sites(reader: Reader, nodes: int) -> dict[str, Site]:
    found = {}
    for site in read_sites(reader, STATUSES):
        easting, northing = reader.number(site.row, "easting"), reader.number(site.row, "northing")
        found[site.id] = site.at(_node(reader, site.row, nodes), easting, northing)
    return found


def _constants(reader: Reader) -> tuple[SourcedValue, ...]:
    rows = reader.rows("constants.csv", ("name", "value", "unit", "status", "source"))
    return tuple(
        SourcedValue(
            row.text("name"),
            reader.number(row, "value"),
            row.text("unit"),
            reader.word(row, "status", STATUSES),
            row.text("source"),
        )
        for row in rows
    )


def make_from_built(
    reader: Reader, config: Mapping[str, Any], profiles: tuple[str, ...]
) -> Made | None:
    """The parts of a region, or None where faults were noted in the reader."""
    found = _network(reader, profiles)
    outline, roads = _shapes(reader, "outline.parquet"), _shapes(reader, "roads.parquet")
    constants = _constants(reader)
    if found is None:
        return None
    network, names = found
    zones, sites = _zones(reader, config, len(network.xy)), _sites(reader, len(network.xy))
    if not reader.faults and not (len(zones) and outline):
        message = "A region needs a zone or more, and an outline."
        reader.faults.append(Fault(str(reader.folder), None, "", message))
    if reader.faults:
        return None
    return Made(
        zones=zones,
        sites=sites,
        network=network,
        node_names=names,
        outline=outline[0][1],
        road_lines=tuple(roads),
        sources=constants,
    )
