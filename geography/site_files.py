"""Stations, hospitals and places of a region to be built, from a planner's lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from geography.boundary import Area, swapped_hint
from geography.build_config import Plan, SiteFile
from geography.data_files import Table, has_column, read_table
from geography.faults import Fault
from geography.outside import far_rows, left_out
from geography.placing import points_of
from geography.sites import KINDS, Site

_TAILS = {
    "fire_station": "fire",
    "ambulance_station": "ambulance",
    "police_station": "police",
    "hospital": "hospital",
    "place": "",
}
_KIND_WORDS = re.compile(
    r"\b(community|fire|and|rescue|ambulance|police|station|hospital|place)\b", re.IGNORECASE
)
_FEW_NAMES = 5


@dataclass(frozen=True)
class FoundSite:
    """A site without a node yet, and where in its file it stands."""

    site: Site
    fault_at: Fault


def read_sites_of(
    plan: Plan, area: Area | None, told: dict[str, str], faults: list[Fault]
) -> list[FoundSite]:
    """Every site of every list, within the boundary or its buffer; ids unique over all lists.

    What falls outside is `told`, list by list.
    """
    found: list[FoundSite] = []
    for number, given in enumerate(plan.config.sites):
        found += _of_file(plan, given, f"sites.{number}", area, told, faults)
    seen: dict[str, FoundSite] = {}
    for one in found:
        other = seen.setdefault(one.site.id, one)
        if other is not one:
            place = other.fault_at
            line = f":{place.line}" if place.line else ""
            message = f'The id "{one.site.id}" was used at {place.file}{line}.'
            hint = "a prefix for one of the lists, or columns.id"
            faults.append(replace(one.fault_at, message=message, allowed=hint))
    return found


def _of_file(
    plan: Plan,
    given: SiteFile,
    where: str,
    area: Area | None,
    told: dict[str, str],
    faults: list[Fault],
) -> list[FoundSite]:
    table = read_table(plan, given, where, faults)
    if table is None:
        return []
    there = has_site_columns(plan, table, given, where, faults)
    columns = (given.columns.x, given.columns.y)
    xy = points_of(plan, table, given, columns, f"{where}.columns", faults)
    if xy is None or not there:
        return []
    if area is not None:
        keep = area.inside(xy) if given.within == "boundary" else area.reached(xy)
        if not keep.any():
            reach = "the boundary" if given.within == "boundary" else "the boundary and its buffer"
            message = (
                f"None of the {len(xy):,} sites is within {reach}. Is this another county's file?"
            )
            hint = swapped_hint(xy, area)
            faults.append(Fault(table.file, None, "", message, "", hint))
            return []
        _tell_outside(given, where, table.only(~keep), told)
    if far_rows(table, xy, area, given.columns.name or given.columns.id or "", faults).any():
        return []
    if area is not None:
        table, xy = table.only(keep), xy[keep]
    return _sites(plan, given, where, table, xy, faults)


def has_site_columns(
    plan: Plan, table: Table, given: SiteFile, where: str, faults: list[Fault]
) -> bool:
    """Whether a list of sites has every column that the config names but its coordinates; a fault for each other."""
    named = given.columns.model_dump(exclude={"x", "y"}, exclude_none=True)
    there = [
        has_column(plan, table, column, f"{where}.columns.{name}", faults)
        for name, column in named.items()
    ]
    return all(there)


def _tell_outside(given: SiteFile, where: str, outside: Table, told: dict[str, str]) -> None:
    if len(outside):
        column = given.columns.name or given.columns.id
        names = [str(one) for one in outside.columns[column]] if column else []
        kind = (given.kind or "site").replace("_", " ")
        what = f"{kind} rows of {given.file} outside the {given.within} ({where})"
        told[what] = left_out(names or [""] * len(outside))


def _sites(
    plan: Plan, given: SiteFile, where: str, table: Table, xy: np.ndarray, faults: list[Fault]
) -> list[FoundSite]:
    columns = given.columns
    found: list[FoundSite] = []
    for row in range(len(table)):
        cells = {name: str(values[row]) for name, values in table.columns.items()}
        kind = given.kind or _kind(plan, given, cells, where, faults)
        if kind is None:
            continue
        name = cells[columns.name] if columns.name else ""
        own = cells[columns.id] if columns.id else ""
        site_id = given.prefix + (_slug(own) if own else _slug_of(name, kind))
        at = table.fault(row, columns.id or columns.name or "", "")
        if not own and not name:
            message = "This site has neither an id nor a name."
            hint = "columns.id, such as a number of its own"
            faults.append(replace(at, message=message, allowed=hint))
            continue
        has_ed = given.emergency_department
        if columns.emergency_department:
            has_ed = (
                "yes"
                if cells[columns.emergency_department].lower() in ("yes", "y", "true", "1")
                else "no"
            )
        easting, northing = (round(float(value), 1) for value in xy[row])
        site = Site(
            id=site_id,
            name=_title(name) or f"{kind.replace('_', ' ').capitalize()} {own}",
            kind=kind,
            easting=easting,
            northing=northing,
            node=-1,
            emergency_department=has_ed == "yes",
            status=given.status,
            source=given.source,
            note=given.note,
        )
        found.append(FoundSite(site, at))
    return found


def _kind(
    plan: Plan,
    given: SiteFile,
    cells: dict[str, str],
    where: str,
    faults: list[Fault],
) -> str | None:
    """The kind of a site by its column and what the config makes of its words; None where that leaves it out."""
    assert given.columns.kind is not None
    word = cells[given.columns.kind]
    kind = given.kinds.get(word, word if not given.kinds else None)
    if kind is None or kind in KINDS:
        return kind
    told = f'There is no kind "{word}".'
    known = ", ".join(KINDS)
    hint = plan.fault(f"{where}.kinds", told, f"kinds: {{{word}: one of {known}}}")
    if hint not in faults:
        faults.append(hint)
    return None


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _slug_of(name: str, kind: str) -> str:
    """An id of the name without the words that all such names have, and a word for the kind: `oakham_fire`."""
    short = _slug(_KIND_WORDS.sub(" ", name)) or _slug(name)
    return "_".join(part for part in (short, _TAILS[kind]) if part)


def _title(name: str) -> str:
    """A name in capitals as people write it."""
    return name.title() if name.isupper() else name
