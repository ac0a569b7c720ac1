"""Zones of census small areas: where a built region's people are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geography.boundary import Area, overlap_fault
from geography.build_config import Plan, Where, ZoneFile
from geography.data_files import Table, has_column, numbers, read_table, rows_with, unique_ids
from geography.faults import Fault, nearest_word
from geography.outside import far_rows, left_out
from geography.placing import points_of
from geography.road_pieces import Flags, Floats

_RUC_URBAN = ("A1", "B1", "C1", "C2", "UN1", "UF1", "UN2", "UF2")


@dataclass(frozen=True)
class CensusZones:
    """Zones before they have nodes: arrays of one entry a zone, metres EPSG:27700.

    Households and ages are NaN, deprivation fifths 0 (1 is the most deprived) where not known.
    """

    id: tuple[str, ...]
    xy: Floats
    people: Floats
    settlement: tuple[str, ...]
    rurality: tuple[str, ...]
    households: Floats | None = None
    deprivation_fifth: NDArray[np.int64] | None = None
    district: tuple[str, ...] | None = None
    age: Mapping[str, Floats] = field(default_factory=dict)
    areas: Mapping[str, Flags] = field(default_factory=dict)
    shape: NDArray[np.object_] | None = None  # polygons, if the file has them

    def __len__(self) -> int:
        """How many zones there are."""
        return len(self.id)


def read_zones(
    plan: Plan, area: Area | None, told: dict[str, str], faults: list[Fault]
) -> CensusZones | None:
    """The zones of the census table that the config names, within the boundary; None where faults were noted.

    What falls outside is `told`.
    """
    given = plan.config.zones
    before = len(faults)
    table = read_table(plan, given, "zones", faults)
    if table is None or not has_zone_columns(plan, table, faults):
        return None
    columns = given.columns
    xy = points_of(plan, table, given, (columns.x, columns.y), "zones.columns", faults)
    if xy is None:
        return None
    if area is not None:
        inside = area.inside(xy)
        if not inside.any():
            overlap_fault(table.file, "zones", xy, area, faults)
            return None
        _tell_outside(given, table.only(~inside), told)
    if far_rows(table, xy, area, columns.id or "", faults).any():
        return None
    if area is not None:
        table, xy = table.only(inside), xy[inside]
    zones = _zones(plan, table, xy, faults)
    return zones if len(faults) == before else None


def _tell_outside(given: ZoneFile, outside: Table, told: dict[str, str]) -> None:
    if len(outside):
        assert given.columns.id is not None
        assert given.columns.people is not None
        ids = [str(one) for one in outside.columns[given.columns.id]]
        told["zones outside the boundary"] = left_out(
            ids, numbers(outside, given.columns.people, [])
        )


def has_zone_columns(plan: Plan, table: Table, faults: list[Fault]) -> bool:
    """Whether a census table has every column that the config names but its coordinates; a fault for each other."""
    given = plan.config.zones
    named = given.columns.model_dump(exclude={"x", "y"}, exclude_none=True)
    ages = {f"age.{label}": column for label, column in given.age.items()}
    there = [
        has_column(plan, table, column, f"zones.{where}", faults)
        for where, column in [*((f"columns.{k}", v) for k, v in named.items()), *ages.items()]
    ]
    return all(there)


def _zones(plan: Plan, table: Table, xy: Floats, faults: list[Fault]) -> CensusZones:
    given, columns = plan.config.zones, plan.config.zones.columns
    assert columns.id is not None
    assert columns.people is not None
    unique_ids(table, columns.id, faults)
    people = numbers(table, columns.people, faults, least=0)
    if not people.sum() > 0 and not np.isnan(people).any():
        faults.append(Fault(table.file, None, columns.people, "Nobody lives in these zones."))
    ids = tuple(str(one) for one in table.columns[columns.id])
    names = table.columns[columns.name] if columns.name else np.array(ids, dtype=object)
    households = numbers(table, columns.households, faults, least=0) if columns.households else None
    district = table.columns[columns.district] if columns.district else None
    return CensusZones(
        ids,
        xy,
        people,
        tuple(str(name) for name in names),
        _rurality(plan, table, faults),
        households,
        _fifths(table, columns.deprivation, given.deprivation, faults),
        None if district is None else tuple(str(one) for one in district),
        {label: numbers(table, column, faults, least=0) for label, column in given.age.items()},
        _areas(plan, table, faults),
        _polygons(table),
    )


def _polygons(table: Table) -> NDArray[np.object_] | None:
    """The zones' own ground, where all of them are polygons."""
    if table.geometry is None or not np.isin(shapely.get_type_id(table.geometry), (3, 6)).all():
        return None
    return np.asarray(shapely.make_valid(table.geometry), dtype=object)


def _rurality(plan: Plan, table: Table, faults: list[Fault]) -> tuple[str, ...]:
    """`urban` or `rural`, by the words that the config gives, else by the official classes' names and codes."""
    given = plan.config.zones
    column = given.columns.rurality
    if column is None:
        return ("rural",) * len(table)
    words = table.columns[column]
    for word in given.urban:
        if word not in words:
            message = f'No zone has "{word}" as its {column}.'
            hint = nearest_word(word, set(words))
            faults.append(plan.fault("zones.urban", message, ", ".join(sorted(set(words))), hint))

    def urban(word: str) -> bool:
        if given.urban:
            return word in given.urban
        return word.lower().startswith("urban") or word in _RUC_URBAN

    return tuple("urban" if urban(str(word)) else "rural" for word in words)


def _fifths(
    table: Table, column: str | None, given_as: str, faults: list[Fault]
) -> NDArray[np.int64] | None:
    """Deprivation fifths, 1 the most deprived, 0 where a zone has none."""
    if column is None:
        return None
    value = numbers(table, column, faults, least=1, empty=0.0)
    most = 10 if given_as == "decile" else 5
    for row in np.flatnonzero(value > most)[:5]:
        allowed = f"1 (most deprived) to {most}"
        message = f"{value[row]:g} is no {given_as} of deprivation."
        faults.append(table.fault(int(row), column, message, allowed))
    fifth = np.ceil(value / 2) if given_as == "decile" else value
    return np.nan_to_num(fifth).astype(np.int64)


def _areas(plan: Plan, table: Table, faults: list[Fault]) -> dict[str, Flags]:
    """Named groups of zones, by what is in their columns."""
    found: dict[str, Flags] = {}
    for name, where in plan.config.areas.items():
        found[name] = _matching(plan, table, name, where, faults)
    return found


def _matching(plan: Plan, table: Table, name: str, where: Where, faults: list[Fault]) -> Flags:
    chosen = np.ones(len(table), dtype=bool)
    for column, words in where.items():
        mask = rows_with(plan, table, column, words, f"areas.{name}", faults)
        if mask is not None:
            chosen &= mask
    return chosen


def in_districts(zones: CensusZones, districts: Mapping[str, BaseGeometry]) -> CensusZones:
    """The zones with the district that each point lies in, where they have no column of their own for it.

    A point in none, such as one just off the coast, is put with the nearest.
    """
    if zones.district is not None or not districts:
        return zones
    names, shapes = list(districts), np.array(list(districts.values()), dtype=object)
    points = np.asarray(shapely.points(zones.xy), dtype=object)
    nearest = shapely.STRtree(shapes).nearest(points)
    return replace(zones, district=tuple(names[place] for place in nearest.tolist()))
