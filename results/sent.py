"""Whom calls were sent: how many units of each service, how many of them were stood down, when the scene was clear."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.groups import Row, group
from results.log import SERVICES, Columns, records
from sim.events import Kind

BY_CALL = ["service", "kind", "category"]


def sent_table(run: Columns) -> pd.DataFrame:
    """Sums over counted calls by service, kind and category, for each agency's units and (agency "") for all.

    `sent` leaves out units that were called off on the way to a more urgent call, `scene_s` is the sum of the seconds
    from the call to the last unit's leaving over the `scenes` that somebody reached, given for all agencies together.
    """
    calls = run.calls
    rows = np.flatnonzero(calls.counted)
    clear_s = scene_clear_s(run)[rows] - calls.at_s[rows]
    sent, back = _units_of_calls(run, Kind.UNIT_ASSIGNED), _units_of_calls(run, Kind.UNIT_DIVERTED)
    stood_down = _units_of_calls(run, Kind.UNIT_STOOD_DOWN)
    parts = []
    for place, agency in enumerate(("", *SERVICES)):
        some = slice(None) if not agency else place - 1
        scenes = ~np.isnan(clear_s) if not agency else np.zeros(len(rows), dtype=bool)
        parts.append(
            pd.DataFrame(
                {
                    **calls.words(rows, *BY_CALL),
                    "agency": agency,
                    "calls": 1,
                    "sent": _over(sent, some)[rows] - _over(back, some)[rows],
                    "stood_down": _over(stood_down, some)[rows],
                    "scenes": scenes.astype(np.int64),
                    "scene_s": np.where(scenes, clear_s, 0.0),
                }
            )
        )
    keys = [*BY_CALL, "agency"]
    table = pd.concat(parts, ignore_index=True)
    sums = table.groupby(keys, sort=True, observed=True).sum().reset_index()
    return sums.astype(dict.fromkeys(keys, str)).sort_values(keys, ignore_index=True)


def _units_of_calls(run: Columns, kind: Kind) -> NDArray[np.int64]:
    """How often something befell a unit of each service at each call, [calls, services]."""
    types = run.scenario.vehicle_types
    service = np.array(
        [
            SERVICES.index(types[run.scenario.vehicles[name].type].service)
            if name in run.scenario.vehicles
            else 0
            for name in run.events.unit_names
        ],
        dtype=np.int64,
    )
    places = run.places_of(kind)
    found = np.zeros((len(run.calls.number), len(SERVICES)), dtype=np.int64)
    if len(places):
        np.add.at(found, (run.rows_at(places), service[run.events.unit[places]]), 1)
    return found


def _over(counts: NDArray[np.int64], some: int | slice) -> NDArray[np.int64]:
    """The counts of one service, or of all together."""
    return counts[:, some] if isinstance(some, int) else counts.sum(axis=1)


def scene_clear_s(run: Columns) -> NDArray[np.float64]:
    """For each call, when the last unit that had arrived left the scene, with its patient or clear; NaN if none did."""
    units = len(run.events.unit_names)

    def pairs(rows: NDArray[np.int64], unit: NDArray[np.int32]) -> NDArray[np.int64]:
        return rows * units + unit

    arrived = run.attendances
    left = run.places_of(Kind.LEFT_SCENE, Kind.LEFT_WITH_CREW)
    clear = run.places_of(Kind.UNIT_CLEAR)
    taken = pairs(run.rows_at(left), run.events.unit[left])
    cleared = pairs(run.rows_at(clear), run.events.unit[clear])
    there = np.isin(cleared, pairs(arrived.row, arrived.unit)) & ~np.isin(cleared, taken)
    places = np.concatenate([left, clear[there]])
    found = np.full(len(run.calls.number), -np.inf)
    if len(places):
        np.maximum.at(found, run.rows_at(places), run.events.at_s[places])
    return np.where(np.isinf(found), np.nan, found)


def sent_rows(table: pd.DataFrame) -> Iterator[Row]:
    """Units sent, units stood down and time to a clear scene: means over calls, by kind and, of several, category."""
    kinds: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for row in records(table):
        of_kind = kinds.setdefault((str(row["service"]), str(row["kind"])), {})
        of_kind.setdefault(str(row["category"]), []).append(row)
    for (service, kind), categories in sorted(kinds.items()):
        keys = {"service": service, "kind": kind}
        yield from _means(keys, [row for part in categories.values() for row in part])
        for category, part in sorted(categories.items()) if len(categories) > 1 else ():
            yield from _means({**keys, "category": category}, part)


def _means(keys: dict[str, str], part: list[dict[str, Any]]) -> Iterator[Row]:
    for name in sorted({str(row["agency"]) for row in part}):
        mine = [row for row in part if row["agency"] == name]
        calls, sent, stood_down, scenes = (
            sum(row[column] for row in mine) for column in ("calls", "sent", "stood_down", "scenes")
        )
        if not sent:
            continue
        agency = {"agency": name} if name else {}
        yield "units_sent_mean", group(**keys, **agency), sent / calls
        yield "units_stood_down_mean", group(**keys, **agency), stood_down / calls
        if scenes:
            scene_s = math.fsum(row["scene_s"] for row in mine)
            yield "scene_clear_mean_s", group(**keys), scene_s / scenes
