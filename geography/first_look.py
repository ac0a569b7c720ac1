"""A first look at a planner's files, where their rows cannot be checked yet: are they there, whole, with their columns?

It is all that can be said while the config or the boundary is at fault: which rows count depends on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geography.build_config import Plan, Tried, line_at
from geography.census_zones import has_zone_columns
from geography.data_files import half_a_geopackage, read_table
from geography.faults import Fault, no_file
from geography.site_files import has_site_columns


def missing_files(tried: Tried) -> list[Fault]:
    """Files that a faulty config names and that are not there."""
    faults = []
    for where, name in _named_files(tried.words):
        wrong = no_file(tried.data / name)
        if wrong:
            place = ".".join(str(part) for part in where)
            message = f"{tried.data / name}: {wrong[0].lower()}{wrong[1:]}"
            faults.append(Fault(tried.file, line_at(tried.marks, where), place, message))
    return faults


def _named_files(block: Any, where: tuple[str | int, ...] = ()) -> Iterator[Any]:
    """Every `file` of a config, wherever it stands, and its `speeds`."""
    if isinstance(block, dict):
        for key, item in block.items():
            if isinstance(item, str) and (key == "file" or (key == "speeds" and not where)):
                yield (*where, key), item
            else:
                yield from _named_files(item, (*where, key))
    elif isinstance(block, list):
        for place, item in enumerate(block):
            yield from _named_files(item, (*where, place))


def look_at_files(plan: Plan, faults: list[Fault]) -> None:
    """Faults of the files of zones, sites and districts that can be told without a boundary; are roads there?"""
    config = plan.config
    if config.roads.form == "open_roads" and config.roads.file is not None:
        _look_at_layer(plan, config.roads.file, faults)
    if config.roads.form == "osm" and config.roads.file is not None:
        _look_at(plan, config.roads.file, faults)
    if config.zones.form == "table":
        table = read_table(plan, config.zones, "zones", faults)
        if table is not None:
            has_zone_columns(plan, table, faults)
    else:
        _look_at(plan, config.zones.file, faults)
    for number, given in enumerate(config.sites):
        table = read_table(plan, given, f"sites.{number}", faults)
        if table is not None:
            has_site_columns(plan, table, given, f"sites.{number}", faults)
    if config.districts is not None:
        _look_at(plan, config.districts.file, faults)


def _look_at(plan: Plan, name: str, faults: list[Fault]) -> bool:
    path = plan.file(name)
    wrong = no_file(path)
    if wrong:
        faults.append(Fault(str(path), None, "", wrong))
    return not wrong


def _look_at_layer(plan: Plan, name: str, faults: list[Fault]) -> None:
    path = plan.file(name)
    if _look_at(plan, name, faults) and path.suffix.lower() == ".gpkg":
        wrong = half_a_geopackage(path)
        if wrong:
            message = f"This file is damaged or half fetched: {wrong}."
            faults.append(Fault(str(path), None, "", message))
