"""Stations, hospitals and named places, and how they join the roads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geography.faults import nearest_word
from geography.tables import Reader, Row

KINDS = ("fire_station", "ambulance_station", "police_station", "hospital", "place")
DUTIES = ("wholetime", "day_crewed", "local_crewing", "on_call")
_YES_NO = ("no", "yes")
_SAID = ("status", "source", "note")
_OF_PUMPS = ("pumps", "duty", "duty_status")


@dataclass(frozen=True)
class Site:
    """A fixed place that vehicles start from, stand at or drive to (metres, EPSG:27700).

    A fire station of which it is known has `pumps` and the `duty` of each, first pump first; `duty_status`
    says how well that is known. Elsewhere they are 0 and empty.
    """

    id: str
    name: str
    kind: str
    easting: float
    northing: float
    node: int
    emergency_department: bool
    status: str
    source: str
    note: str
    pumps: int = 0
    duty: tuple[str, ...] = ()
    duty_status: str = ""


@dataclass(frozen=True)
class SiteRow:
    """A checked row of `sites.csv` that has no node yet; `place` is the node it names, if any."""

    row: Row
    id: str
    name: str
    kind: str
    easting: float
    northing: float
    place: str
    emergency_department: bool
    status: str
    source: str
    note: str
    duty: tuple[str, ...]
    duty_status: str

    def at(self, node: int, easting: float, northing: float) -> Site:
        """The site, once its node is known."""
        return Site(
            self.id,
            self.name,
            self.kind,
            easting,
            northing,
            node,
            self.emergency_department,
            self.status,
            self.source,
            self.note,
            len(self.duty),
            self.duty,
            self.duty_status,
        )


def _duty(reader: Reader, row: Row, statuses: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The duty of each pump, as "wholetime+on_call", and how well it is known."""
    text = row.text("duty")
    duties = tuple(text.split("+")) if text else ()
    for duty in duties:
        if duty not in DUTIES:
            hint = nearest_word(duty, DUTIES)
            reader.fault(row, "duty", f'There is no duty "{duty}".', ", ".join(DUTIES), hint)
    pumps = row.text("pumps")
    if pumps and pumps != str(len(duties)):
        message = f"{pumps} pumps, but {len(duties)} of them have a duty."
        reader.fault(row, "pumps", message, "one duty a pump, such as wholetime+on_call")
    return duties, reader.word(row, "duty_status", statuses, "assumed") if duties else ""


def read_sites(reader: Reader, statuses: Sequence[str]) -> list[SiteRow]:
    """Rows of `sites.csv`, checked: ids unique, kinds known, a place given one way or the other."""
    optional = ("name", "node", "easting", "northing", "emergency_department")
    rows = reader.rows("sites.csv", ("id", "kind"), (*optional, *_OF_PUMPS, *_SAID))
    found: dict[str, SiteRow] = {}
    for row in rows:
        site_id = row.text("id")
        if not site_id:
            reader.fault(row, "id", "A site needs an id.")
            continue
        if site_id in found:
            line = found[site_id].row.line
            reader.fault(row, "id", f'The id "{site_id}" was used on line {line}.')
            continue
        easting = northing = math.nan
        if not row.text("node"):
            easting = reader.number(row, "easting")
            northing = reader.number(row, "northing")
        duty, duty_status = _duty(reader, row, statuses)
        found[site_id] = SiteRow(
            row=row,
            id=site_id,
            name=row.text("name", site_id),
            kind=reader.word(row, "kind", KINDS),
            easting=easting,
            northing=northing,
            place=row.text("node"),
            emergency_department=reader.word(row, "emergency_department", _YES_NO, "no") == "yes",
            status=reader.word(row, "status", statuses, "assumed"),
            source=row.text("source"),
            note=row.text("note"),
            duty=duty,
            duty_status=duty_status,
        )
    return list(found.values())
