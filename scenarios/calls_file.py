"""Calls from a planner's own file, CSV or Parquet: what is recorded stands, what is not is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from geography.region import Region
from scenarios.faults import Fault, Mark, listed, probably_meant, shown
from scenarios.posts import nearest_node
from scenarios.scenario import Calendar, Recorded
from scenarios.words import CallKind, Category, allowed

COLUMNS = (
    "at", "easting", "northing", "lat", "lon", "zone", "kind", "reported_kind", "category", "id",
    "call_handling_s", "on_scene_s", "conveyed", "hospital", "handover_s",
)  # fmt: skip
PLACES = (("easting", "northing"), ("lat", "lon"), ("zone",))
REACH_M = 3000.0
LONDON = ZoneInfo("Europe/London")
YES, NO = ("true", "yes", "1", "1.0"), ("false", "no", "0", "0.0")
SPELLED_OUT = 20
Row = Mapping[str, Any]


class Wrong(ValueError):
    """What is wrong with a cell: column, message, allowed, probably meant."""

    def __init__(self, column: str, message: str, allowed: str = "", meant: str = "") -> None:
        super().__init__(message)
        self.column, self.allowed, self.meant = column, allowed, meant


def read_calls(
    path: Path,
    calendar: Calendar,
    region: Region,
    known: Iterable[tuple[str, str]],
    faults: list[Fault],
) -> tuple[tuple[Recorded, ...], int]:
    """The rows of a calls file within the calendar, in time order, and how many lay outside it.

    `known` holds the kinds and categories that the study's streams declare. Every row that cannot be used is a fault
    with its line; the first twenty are spelled out.
    """
    table = table_of(path, faults)
    if table is None or not columns_are_sound(table, path, faults):
        return (), 0
    streams = list(known)
    rows: list[Recorded] = []
    wrong: list[Fault] = []
    outside = 0
    ids: set[str] = set()
    place_of = placer(table, region)
    for number, row in enumerate(table.to_dict("records")):
        line = number + 2
        try:
            found = recorded(
                {str(k): v for k, v in row.items()}, number, calendar, region, streams, place_of
            )
            if found.id in ids:
                raise Wrong("id", f"The id {found.id} is used twice.")
        except Wrong as error:
            mark = Mark(shown(path), line)
            wrong.append(Fault(mark, error.column, str(error), error.allowed, error.meant))
            continue
        ids.add(found.id)
        if 0.0 <= found.at_s < calendar.days_in_all * 86400.0:
            rows.append(found)
        else:
            outside += 1
    faults += wrong[:SPELLED_OUT]
    if len(wrong) > SPELLED_OUT:
        more = f"{len(wrong) - SPELLED_OUT} more rows cannot be used, {len(wrong)} of {len(table)} in all."
        faults.append(Fault(Mark(shown(path)), "", more))
    return tuple(sorted(rows, key=lambda r: (r.at_s, r.id))), outside


def table_of(path: Path, faults: list[Fault]) -> pd.DataFrame | None:
    """The file as a table, its cells as text in a CSV."""
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except FileNotFoundError:
        faults.append(Fault(Mark(shown(path)), "calls", "There is no such file of calls."))
    except (OSError, ValueError) as error:
        said = str(error).splitlines()[0]
        faults.append(Fault(Mark(shown(path)), "calls", f"This cannot be read as a table: {said}."))
    return None


def columns_are_sound(table: pd.DataFrame, path: Path, faults: list[Fault]) -> bool:
    """Whether the columns that every row needs are there, and none is unknown."""
    names = [str(name) for name in table.columns]
    mark, before = Mark(shown(path), 1), len(faults)
    for name in names:
        if name not in COLUMNS:
            meant = probably_meant(name, COLUMNS)
            faults.append(Fault(mark, name, "There is no such column.", listed(COLUMNS, 20), meant))
    faults += [
        Fault(mark, name, f"A file of calls needs a column `{name}`.")
        for name in ("at", "kind")
        if name not in names
    ]
    if not any(set(place) <= set(names) for place in PLACES):
        message = "A file of calls needs a place."
        faults.append(Fault(mark, "", message, "easting and northing; lat and lon; or zone"))
    return len(faults) == before


def text_of(row: Row, column: str) -> str:
    """A cell as text; nothing if it is empty or not there."""
    value = row.get(column)
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return ""
    return str(value).strip()


def number_of(row: Row, column: str, least: float = -math.inf) -> float | None:
    """A cell as a number; None if it is empty."""
    text = text_of(row, column)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise Wrong(column, f"'{text}' is not a number.") from None
    if not math.isfinite(value) or value < least:
        raise Wrong(column, f"{text} cannot be.", f"{least:g} or more")
    return value


def word_of(row: Row, column: str, words: Iterable[str]) -> str | None:
    """A cell as one of some words; None if it is empty."""
    text, words = text_of(row, column), list(words)
    if text and text not in words:
        raise Wrong(
            column,
            f"There is no {column} '{text}'.",
            listed(words, 40),
            probably_meant(text, words),
        )
    return text or None


def seconds_of(row: Row, calendar: Calendar) -> float:
    """Seconds from the start of the run: given so, or as local time, which is turned into GMT.

    In the hour that comes twice in October the first is taken.
    """
    text = text_of(row, "at")
    if not text:
        raise Wrong("at", "A call needs its time.")
    try:
        return round(float(text) * 1024) / 1024
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        allowed_ = "local time as 2014-05-05T13:30:00, or seconds from the start"
        raise Wrong("at", f"'{text}' is not a time.", allowed_) from None
    at = at if at.tzinfo else at.replace(tzinfo=LONDON)
    start = datetime.combine(calendar.first_day, datetime.min.time(), tzinfo=UTC)
    return round((at - start).total_seconds() * 1024) / 1024


def placer(table: pd.DataFrame, region: Region) -> Any:
    """How the place of a row is found: zone and node, by the zone's id or by the nearest of both."""
    zones = region.zones
    number = {name: place for place, name in enumerate(zones.id)}
    if "zone" in table.columns:

        def by_zone(row: Row) -> tuple[int, int]:
            name = text_of(row, "zone")
            if name not in number:
                raise Wrong("zone", f"There is no zone '{name}'.", "", probably_meant(name, number))
            return number[name], int(zones.node[number[name]])

        return by_zone
    to_grid = grid_of(table)

    def by_place(row: Row) -> tuple[int, int]:
        columns = ("easting", "northing") if to_grid is None else ("lat", "lon")
        first, second = (number_of(row, column) for column in columns)
        if first is None or second is None:
            raise Wrong(columns[0], "A call needs its place.")
        east, north = (first, second) if to_grid is None else to_grid(second, first)
        node, gap_m = nearest_node(east, north, region)
        if gap_m > REACH_M:
            message = f"This place is {gap_m / 1000:.0f} km from {region.title}'s nearest road."
            raise Wrong(columns[0], message, f"at most {REACH_M / 1000:g} km")
        zone = int(np.argmin(np.hypot(zones.easting - east, zones.northing - north)))
        return zone, node

    return by_place


def grid_of(table: pd.DataFrame) -> Any:
    """From longitude and latitude to easting and northing, where the file gives those."""
    if "easting" in table.columns:
        return None
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True).transform


def recorded(
    row: Row,
    number: int,
    calendar: Calendar,
    region: Region,
    streams: list[tuple[str, str]],
    place_of: Any,
) -> Recorded:
    """One row, checked. Raises Wrong."""
    kind: Any = word_of(row, "kind", allowed(CallKind))
    if kind is None:
        raise Wrong("kind", "A call needs its kind.", listed(allowed(CallKind), 40))
    category: Any = word_of(row, "category", allowed(Category))
    if not any(k == kind and category in (None, c) for k, c in streams):
        known = sorted({f"{k} {c}" for k, c in streams})
        message = f"No stream of the study's demand is of kind {kind}" + (
            f", category {category}." if category else "."
        )
        raise Wrong("kind", message, listed(known, 40))
    reported: Any = word_of(row, "reported_kind", allowed(CallKind))
    conveyed = text_of(row, "conveyed").lower()
    if conveyed and conveyed not in YES + NO:
        raise Wrong("conveyed", f"'{conveyed}' is neither yes nor no.", "true or false")
    hospitals = [name for name, site in region.sites.items() if site.kind == "hospital"]
    zone, node = place_of(row)
    return Recorded(
        id=text_of(row, "id") or str(number),
        at_s=seconds_of(row, calendar),
        zone=zone,
        node=node,
        kind=kind,
        reported_kind=reported,
        category=category,
        call_handling_s=number_of(row, "call_handling_s", 0.0),
        on_scene_s=number_of(row, "on_scene_s", 0.0),
        conveyed=conveyed in YES if conveyed else None,
        hospital=word_of(row, "hospital", hospitals),
        handover_s=number_of(row, "handover_s", 0.0),
    )
