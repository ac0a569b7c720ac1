"""Who was sent at once, how many were there when, who took patients, and how far everybody drove."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.log import MISSING, Columns
from scenarios.words import EVENT_KINDS
from sim.events import Kind

RIDERS = (4, 5, 9, 13)
FIREFIGHTERS = frozenset({"firefighting", "rescue"})
HOUR_S = 3600.0
AT_BASE = [EVENT_KINDS.index(k) for k in (Kind.UNIT_HOME, Kind.ON_THE_RUN, Kind.OFF_THE_RUN)]
KEYS = ["service", "kind", "category", "zone", "counted"]


def riders_table(run: Columns) -> pd.DataFrame:
    """For calls that firefighters reached: seconds from the call until 4, 5, 9 and 13 of them were there."""
    types, vehicles = run.scenario.vehicle_types, run.scenario.vehicles
    crews = [n for n, v in vehicles.items() if FIREFIGHTERS & set(types[v.type].skills)]
    there = run.attendances
    there = there[there["unit"].isin(crews).to_numpy()].sort_values(["call", "at_s"], kind="stable")
    total = there.groupby("call")["people"].cumsum().to_numpy()
    rang = run.calls["at_s"].reindex(there["call"].to_numpy()).to_numpy(dtype=float)
    seconds = there["at_s"].to_numpy(dtype=float) - rang
    tables = []
    for riders in RIDERS:
        enough = total >= riders
        first = pd.DataFrame({"call": there["call"].to_numpy()[enough], "seconds": seconds[enough]})
        first = first.drop_duplicates("call")
        about = run.calls.loc[first["call"].to_numpy(), KEYS].reset_index(drop=True)
        tables.append(about.assign(riders=riders, seconds=first["seconds"].to_numpy()))
    return pd.concat(tables, ignore_index=True)


def queue_table(run: Columns) -> pd.DataFrame:
    """For each call: seconds from coded to the first unit sent (NaN if none), and which unit that was."""
    sent = run.events.iloc[run.places_of(Kind.UNIT_ASSIGNED)].drop_duplicates("call")
    ids = run.calls["call"].to_numpy()
    first = pd.Series(sent["at_s"].to_numpy(), index=sent["call"].to_numpy(dtype=np.int64))
    unit = pd.Series(sent["unit"].to_numpy(), index=first.index)
    table = run.calls[["service", "zone", "counted"]].reset_index(drop=True)
    table["wait_s"] = first.reindex(ids).to_numpy() - run.calls["coded_s"].to_numpy(dtype=float)
    table["unit"] = unit.reindex(ids).to_numpy()
    return table


def endings_table(run: Columns) -> pd.DataFrame:
    """Counted calls of each service that were not attended, given up, cancelled, or never served."""
    kinds = (Kind.CALL_CHALLENGED, Kind.CALL_GIVEN_UP, Kind.CALL_CANCELLED, Kind.CALL_NEVER_SERVED)
    ends = run.events.iloc[run.places_of(*kinds)]
    calls = run.calls.loc[ends["call"].to_numpy(dtype=np.int64), ["service", "counted"]]
    table = pd.DataFrame({"service": calls["service"].to_numpy(), "how": ends["kind"].to_numpy()})[
        calls["counted"].to_numpy()
    ]
    return table.groupby(["service", "how"], observed=True).size().rename("calls").reset_index()


def conveyed_table(run: Columns) -> pd.DataFrame:
    """Each counted call whose patient was taken to hospital: by which service, and hours from sent to clear."""
    types, vehicles = run.scenario.vehicle_types, run.scenario.vehicles
    of = {name: types[v.type].service for name, v in vehicles.items()}
    rows = []
    for unit, places in run.by_unit.items():
        if unit not in of:
            continue
        part = run.events.iloc[places]
        kind = part["kind"].cat.codes.to_numpy()
        left = np.flatnonzero(kind == list(part["kind"].cat.categories).index(Kind.LEFT_SCENE))
        if not len(left):
            continue
        names = list(part["kind"].cat.categories)
        sent = np.flatnonzero(kind == names.index(Kind.UNIT_ASSIGNED))
        clear = np.flatnonzero(kind == names.index(Kind.UNIT_CLEAR))
        at_s = part["at_s"].to_numpy(dtype=float)
        from_s = at_s[sent[np.searchsorted(sent, left) - 1]]
        end = np.searchsorted(clear, left)
        there = end < len(clear)
        until_s = at_s[clear[np.minimum(end, len(clear) - 1)]] if len(clear) else from_s
        hours = np.where(there, until_s - from_s, np.nan) / HOUR_S
        ids = part["call"].to_numpy(dtype=np.int64, na_value=MISSING)[left]
        rows.append(pd.DataFrame({"call": ids, "by": of[unit], "unit": unit, "hours": hours}))
    columns = ["call", "by", "unit", "hours", "category", "counted"]
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    table = pd.concat(rows, ignore_index=True)
    about = run.calls.loc[table["call"].to_numpy(), ["category", "counted"]].reset_index(drop=True)
    return pd.concat([table, about], axis=1)


def handover_table(run: Columns) -> pd.DataFrame:
    """Each counted arrival at hospital: seconds of waiting for a bay, and of handing over."""
    kinds = run.events["kind"].cat.codes.to_numpy()
    names = list(run.events["kind"].cat.categories)
    at_s = run.events["at_s"].to_numpy(dtype=float)
    rows = []
    for unit, places in run.by_unit.items():
        mine = kinds[places]
        at = np.flatnonzero(mine == names.index(Kind.AT_HOSPITAL))
        at = at[at + 1 < len(mine)]
        begun = mine[at + 1] == names.index(Kind.HANDOVER_BEGUN)
        done = at + 1 + begun
        whole = done < len(mine)
        at, begun, done = at[whole], begun[whole], done[whole]
        if len(at):
            arrive_s, over_s = at_s[places[at]], at_s[places[done]]
            start_s = np.where(begun, at_s[places[at + 1]], arrive_s)
            rows.append(
                pd.DataFrame(
                    {
                        "unit": unit,
                        "at_s": arrive_s,
                        "in_bay": begun,
                        "wait_s": start_s - arrive_s,
                        "handover_s": over_s - start_s,
                    }
                )
            )
    if not rows:
        empty = {
            "unit": object,
            "at_s": float,
            "in_bay": bool,
            "wait_s": float,
            "handover_s": float,
        }
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in empty.items()})
    table = pd.concat(rows, ignore_index=True)
    counted = (table["at_s"] >= run.counted_from_s) & (table["at_s"] < run.counted_until_s)
    return table[counted.to_numpy()].reset_index(drop=True)


def journey_table(run: Columns, region: Region) -> pd.DataFrame:
    """For each counted call that was reached: metres that its first unit there had driven, by its service."""
    first = run.attendances.drop_duplicates("call")
    about = run.calls.loc[first["call"].to_numpy(), ["service", "counted"]].reset_index(drop=True)
    counted = about["counted"].to_numpy(dtype=bool)
    first, about = first[counted], about[counted].reset_index(drop=True)
    metres = region.roads.lengths_m(
        first["from_node"].to_numpy(), first["node"].to_numpy(), profile_of(run)
    )
    return pd.DataFrame({"service": about["service"], "metres": metres})


def profile_of(run: Columns) -> str:
    """The speed profile by which the way of a journey is taken to be chosen."""
    return "blue_light" if run.scenario.vehicles else "day"


def driven_m(run: Columns, region: Region) -> dict[str, float]:
    """Metres that each unit drove in the counted window: from wherever it was to wherever it next was.

    Every node of its events is one that it passed, so the ways between them are what it drove; a unit on a beat is not
    followed between its calls.
    """
    nodes = run.events["node"].to_numpy(dtype=np.int64, na_value=MISSING)
    at_s = run.events["at_s"].to_numpy(dtype=float)
    kinds = run.events["kind"].cat.codes.to_numpy()
    origins: list[NDArray[np.int64]] = []
    ends: list[NDArray[np.int64]] = []
    owners: list[NDArray[np.int64]] = []
    vehicles = list(run.scenario.vehicles)
    for number, unit in enumerate(vehicles):
        places = run.by_unit.get(unit)
        if places is None or len(places) < 2:
            continue
        counted = (at_s[places[1:]] >= run.counted_from_s) & (
            at_s[places[1:]] < run.counted_until_s
        )
        start, end = nodes[places[:-1]], nodes[places[1:]]
        moved = counted & (start != end) & ~np.isin(kinds[places[:-1]], AT_BASE)
        origins.append(start[moved])
        ends.append(end[moved])
        owners.append(np.full(int(moved.sum()), number))
    if not origins:
        return dict.fromkeys(vehicles, 0.0)
    metres = region.roads.lengths_m(np.concatenate(origins), np.concatenate(ends), profile_of(run))
    sums = np.bincount(np.concatenate(owners), weights=metres, minlength=len(vehicles))
    return dict(zip(vehicles, sums.tolist(), strict=True))
