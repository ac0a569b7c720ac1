"""Write a built region as a folder: whole, or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from ruamel.yaml import YAML
from shapely.geometry.base import BaseGeometry

from geography.build import Built
from geography.driving import DEFAULT_SPEEDS, DRIVEN_AT
from geography.out_folder import MADE_BY, whole_folder

OSM_LINE = "Roads: © OpenStreetMap contributors, Open Database Licence (ODbL)."
OPEN_ROADS_LINE = (
    "Roads: OS Open Roads. Contains OS data © Crown copyright and database right, "
    "Open Government Licence v3.0."
)


def write_region(built: Built, out: Path) -> Path:
    """Write a built region into a folder, whole or not at all; gives the folder."""
    with whole_folder(out) as folder:
        _write_tables(built, folder)
        _write_yaml(built, folder)
        sums = checksums(built)
        _write_text(folder / "SOURCES.md", sources_text(built, sums))
        away = {
            found.site.id: round(float(metres), 1)
            for found, metres in zip(built.sites, built.snap_m[1], strict=True)
        }
        report = {"told": dict(built.told), "metres_from_sites_to_roads": away, "files": sums}
        _write_text(folder / "build.json", json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return out


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_csv(path: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    _write_text(path, text.getvalue())


def _rounded(value: float, places: int = 1) -> str:
    return "" if np.isnan(value) else f"{round(float(value), places):.12g}"


def _write_tables(built: Built, folder: Path) -> None:
    network = built.network
    pq.write_table(
        pa.table({
            "easting": network.xy[:, 0].round(2),
            "northing": network.xy[:, 1].round(2),
            "name": list(built.node_names),
        }),
        folder / "nodes.parquet",
    )  # fmt: skip
    pq.write_table(
        pa.table({
            "start": network.start,
            "end": network.end,
            "length_m": network.length_m.round(2),
            **{profile: network.seconds[profile] for profile in DRIVEN_AT},
        }),
        folder / "links.parquet",
    )  # fmt: skip
    _write_shapes(folder / "outline.parquet", [(built.plan.config.region, built.outline)])
    _write_shapes(folder / "roads.parquet", list(built.road_lines))
    _write_shapes(folder / "cells.parquet", list(zip(built.zones.id, built.cells, strict=True)))
    if built.districts:
        _write_shapes(folder / "districts.parquet", list(built.districts.items()))
    _write_zones(built, folder / "zones.csv")
    _write_sites(built, folder / "sites.csv")
    constants = [(s.name, f"{s.value:.12g}", s.unit, s.status, s.source) for s in built.sources]
    _write_csv(folder / "constants.csv", ("name", "value", "unit", "status", "source"), constants)


def _write_shapes(path: Path, shapes: Sequence[tuple[str, BaseGeometry]]) -> None:
    """Names and shapes as GeoParquet, which a GIS opens too."""
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"name": [name for name, _ in shapes]},
        geometry=shapely.set_precision(
            np.array([shape for _, shape in shapes], dtype=object), 0.01
        ),
        crs="EPSG:27700",
    )
    frame.to_parquet(path)


def _write_zones(built: Built, path: Path) -> None:
    zones = built.zones
    columns = ["id", "node", "easting", "northing", "people", "settlement", "rurality", "cell_m"]
    table: list[list[Any]] = [
        list(zones.id),
        built.zone_node.tolist(),
        [_rounded(value) for value in zones.xy[:, 0]],
        [_rounded(value) for value in zones.xy[:, 1]],
        [_rounded(value, 3) for value in zones.people],
        list(zones.settlement),
        list(zones.rurality),
        [_rounded(value) for value in built.cell_m],
    ]
    more: dict[str, list[Any]] = {}
    if zones.households is not None:
        more["households"] = [_rounded(value) for value in zones.households]
    if zones.deprivation_fifth is not None:
        more["deprivation_fifth"] = zones.deprivation_fifth.tolist()
    if zones.district is not None:
        more["district"] = list(zones.district)
    more |= {f"age {label}": [_rounded(v) for v in values] for label, values in zones.age.items()}
    more["snap_m"] = [_rounded(value) for value in built.snap_m[0]]
    rows = list(zip(*table, *more.values(), strict=True))
    _write_csv(path, [*columns, *more], rows)


def _write_sites(built: Built, path: Path) -> None:
    columns = (
        "id", "name", "kind", "node", "easting", "northing", "emergency_department", "status", "source", "note",
    )  # fmt: skip
    rows = []
    for found, node in zip(built.sites, built.site_node, strict=True):
        site = found.site
        has_ed = "yes" if site.emergency_department else "no"
        rows.append((
            site.id, site.name, site.kind, int(node), _rounded(site.easting), _rounded(site.northing), has_ed,
            site.status, site.source, site.note,
        ))  # fmt: skip
    _write_csv(path, columns, rows)


def attribution_of(built: Built) -> list[str]:
    """Every line that a figure must carry, once."""
    config = built.plan.config
    lines = [*config.attribution]
    if config.roads.attribution:
        lines += config.roads.attribution
    elif config.roads.form == "osm":
        lines.append(OSM_LINE)
    elif config.roads.form == "open_roads":
        lines.append(OPEN_ROADS_LINE)
    lines += config.zones.attribution
    for given in config.sites:
        lines += given.attribution
    return list(dict.fromkeys(lines))


def _areas(built: Built) -> dict[str, list[str]]:
    """Zones of each district and each declared area."""
    zones, found = built.zones, dict[str, list[str]]()
    if zones.district is not None:
        for one, name in zip(zones.id, zones.district, strict=True):
            found.setdefault(name, []).append(one)
    for name, mask in zones.areas.items():
        found[name] = [one for one, chosen in zip(zones.id, mask, strict=True) if chosen]
    return found


def _write_yaml(built: Built, folder: Path) -> None:
    header = {
        "title": built.plan.config.title,
        "crs": "EPSG:27700",
        "form": "built",
        "attribution": attribution_of(built),
        "profiles": list(DRIVEN_AT),
        "areas": _areas(built),
    }
    text = io.StringIO()
    yaml = YAML(typ="safe")
    yaml.default_flow_style = None
    yaml.width = 110
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(header, text)
    _write_text(
        folder / "region.yaml",
        f"# {MADE_BY}: make it again rather than change it\n{text.getvalue()}",
    )


def used_files(built: Built) -> dict[str, Path]:
    """Every file that the region was built from, the config first, by its path as the config has it."""
    plan, config = built.plan, built.plan.config
    names = [config.roads.file]
    names += [given.file for given in (config.roads.nodes, config.roads.edges) if given]
    names += [given.file for given in (config.boundary, config.districts, config.zones) if given]
    names += [given.file for given in config.sites]
    names += [config.speeds]
    found = {plan.path.name: plan.path} | {name: plan.file(name) for name in names if name}
    return found if config.speeds else found | {f"bundled {DEFAULT_SPEEDS.name}": DEFAULT_SPEEDS}


def checksums(built: Built) -> dict[str, dict[str, Any]]:
    """Bytes and SHA-256 of every file that was used, by its path as the config has it."""
    return {
        name: {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for name, path in used_files(built).items()
    }


def sources_text(built: Built, sums: Mapping[str, Mapping[str, Any]]) -> str:
    """`SOURCES.md`: what the region was made from, what was left out, and whose data it is."""
    config = built.plan.config
    lines = [
        f"# What {config.title} was made from",
        "",
        f"By `bluelight region build {built.plan.path.name}`.",
        "",
    ]
    lines += ["| file | bytes | SHA-256 |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {one['bytes']:,} | `{one['sha256'][:16]}…` |" for name, one in sums.items()
    ]
    lines += ["", "## What was read and left out", "", "| what | how much |", "|---|---|"]
    lines += [f"| {what} | {said(value)} |" for what, value in built.told.items()]
    lines += ["", "## Sites", "", "| kind | sites | status | source |", "|---|---|---|---|"]
    groups: dict[tuple[str, str, str], int] = {}
    for found in built.sites:
        key = (found.site.kind, found.site.status, found.site.source)
        groups[key] = groups.get(key, 0) + 1
    lines += [f"| {k} | {n} | {status} | {source} |" for (k, status, source), n in groups.items()]
    lines += [
        "",
        f"People: {config.zones.status}; {config.zones.source}.",
        "",
        "## Attribution",
        "",
    ]
    lines += [f"- {line}" for line in attribution_of(built)]
    return "\n".join(lines) + "\n"


def said(value: float | str) -> str:
    """A number of the report as people write it."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value == int(value) or value >= 1000 else f"{value:,.3g}"
