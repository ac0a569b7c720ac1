"""Fire cover of each station while its own crew takes patients to hospital: by hour of the day, and the next pump."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.conveying import conveying_spells, had_it_not_conveyed
from results.fire_cover import FireCover, Pumps, first_pump_s, hours_of_week
from results.log import Columns

COLUMNS = [
    "station", "hour", "hours", "without_pump", "without_if_home", "next_pump_s", "if_home_s",
]  # fmt: skip


def grounds_table(run: Columns, region: Region, covers: list[FireCover]) -> pd.DataFrame:
    """A row for each station and hour of the day in which its crew was conveying at the full hour.

    `hours` counts them; `without_pump` says in how many of them the station had no pump that could go, and
    `without_if_home` in how many it would have had none had nobody been conveying anywhere then. The times are
    from the call, means over those hours and over the people of the station's ground (those to whom one of its pumps
    would be the first if every pump were at home): until the next pump could be there, and until it could have been had
    nobody been conveying anywhere then.
    """
    spells = conveying_spells(run)
    stations = run.scenario.vehicles
    if not spells or not covers:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    cover = covers[0]
    pumps = cover.pumps
    hours = np.arange(run.counted_days * 24)
    now_s = np.asarray(run.counted_from_s + hours * 3600.0, dtype=np.float64)
    out = {
        unit: np.asarray(((rows[:, :1] <= now_s) & (now_s < rows[:, 1:])).any(axis=0))
        for unit, rows in spells.items()
    }
    if_home = cover.available | had_it_not_conveyed(run, pumps, out, now_s)
    week, first = hours_of_week(run), first_pump_of_each_zone(pumps)
    tables = []
    for station in dict.fromkeys(stations[unit].station for unit in out):
        away = np.logical_or.reduce([out[u] for u in out if stations[u].station == station])
        mine = np.array([stations[unit].station == station for unit in pumps.units])
        zones = np.flatnonzero(mine[first] & (region.zones.people > 0))
        chosen = np.flatnonzero(away)
        if not len(zones) or not len(chosen):
            continue
        people = region.zones.people[zones]
        there = replace(pumps, drive_s=np.ascontiguousarray(pumps.drive_s[:, zones]))
        tables.append(
            pd.DataFrame(
                {
                    "station": station,
                    "hour": week[chosen] % 24,
                    "hours": 1,
                    "without_pump": (~cover.available[np.ix_(chosen, mine)]).all(axis=1),
                    "without_if_home": (~if_home[np.ix_(chosen, mine)]).all(axis=1),
                    "next_pump_s": mean_s(
                        there, cover, cover.available[chosen], week[chosen], people
                    ),
                    "if_home_s": mean_s(there, cover, if_home[chosen], week[chosen], people),
                }
            )
        )
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    rows = pd.concat(tables, ignore_index=True)
    sums = rows.groupby(["station", "hour"], sort=True).agg(
        hours=("hours", "sum"),
        without_pump=("without_pump", "sum"),
        without_if_home=("without_if_home", "sum"),
        next_pump_s=("next_pump_s", "mean"),
        if_home_s=("if_home_s", "mean"),
    )
    return sums.reset_index()


def first_pump_of_each_zone(pumps: Pumps) -> NDArray[np.intp]:
    """For each zone, the pump that would be there first if every one were at home, by its usual turnout."""
    usual_s = np.where(pumps.at_home, pumps.turnout_s.mean(axis=1), np.inf)
    found: NDArray[np.intp] = np.argmin(pumps.drive_s + usual_s[:, None], axis=0)
    return found


def mean_s(
    pumps: Pumps,
    cover: FireCover,
    available: NDArray[np.bool_],
    week: NDArray[np.int64],
    people: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Seconds from the call until a pump could be there in each of some hours, mean over people."""
    times = first_pump_s(pumps, available, week, slice(None)) + cover.handling_s
    return np.asarray(times @ people / people.sum(), dtype=np.float64)
