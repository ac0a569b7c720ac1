"""Station grounds: which station is first at each zone, and how much falls to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geography.coverage import chances, response_s

NOBODY = -1


@dataclass(frozen=True)
class StationGrounds:
    """Whose ground each zone is.

    `station` [zones] is the row of the station that is expected first, -1 where none has a road;
    `response_s` and `drive_s` [zones] are that station's, infinite where there is none.
    """

    stations: tuple[str, ...]
    station: NDArray[np.int64]
    response_s: NDArray[np.float64]
    drive_s: NDArray[np.float64]

    def summary(self, people: ArrayLike, area_km2: ArrayLike | None = None) -> pd.DataFrame:
        """One row a station in the given order: `station, zones, people, area_km2, mean_drive_s, longest_drive_s`.

        Means are by people, NaN for a station without people; `area_km2` is left out where it is not given.
        """
        weight = np.asarray(people, dtype=np.float64)
        held = self.station != NOBODY
        count, own = len(self.stations), self.station[held]
        folk = np.bincount(own, weight[held], minlength=count)
        driven = np.bincount(own, (weight[held] * self.drive_s[held]), minlength=count)
        longest = np.full(count, np.nan)
        lived = held & (weight > 0)
        np.fmax.at(longest, self.station[lived], self.drive_s[lived])
        columns: dict[str, object] = {
            "station": list(self.stations),
            "zones": np.bincount(own, minlength=count),
            "people": folk,
        }
        if area_km2 is not None:
            area = np.asarray(area_km2, dtype=np.float64)
            columns["area_km2"] = np.bincount(own, area[held], minlength=count)
        mean = np.divide(driven, folk, out=np.full(count, np.nan), where=folk > 0)
        return pd.DataFrame({**columns, "mean_drive_s": mean, "longest_drive_s": longest})


def _by_name(stations: Sequence[str], sites: int) -> NDArray[np.int64]:
    if len(stations) != sites or len(set(stations)) != len(stations):
        message = f"{len(set(stations))} different names were given for {sites} stations"
        raise ValueError(message)
    return np.array(sorted(range(sites), key=lambda row: stations[row]), dtype=np.int64)


def station_grounds(
    times_s: ArrayLike, delay_s: ArrayLike, stations: Sequence[str]
) -> StationGrounds:
    """Whose ground each zone is: the first expected attendance, of equal ones the first by name.

    `times_s` [stations, zones], `delay_s` [stations] or one for all.
    """
    response = response_s(times_s, delay_s)
    drive = np.atleast_2d(np.asarray(times_s, dtype=np.float64))
    order = _by_name(stations, len(response))
    zones = np.arange(response.shape[1])
    if not len(order):
        nothing = np.full(len(zones), np.inf)
        return StationGrounds((), np.full(len(zones), NOBODY), nothing, nothing)
    first = order[response[order].argmin(axis=0)]
    soonest = response[first, zones]
    there = np.isfinite(soonest)
    return StationGrounds(
        tuple(stations),
        np.where(there, first, NOBODY),
        soonest,
        np.where(there, drive[first, zones], np.inf),
    )


def first_attendance_share(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    stations: Sequence[str],
    probability: ArrayLike,
    weights: ArrayLike,
) -> NDArray[np.float64]:
    """Expected share of all first attendances that falls to each station, [stations] or [states, stations].

    `probability` [stations] or [states, stations] that a station can answer, independently of others;
    `weights` [zones] are calls or people. A zone's call goes to the soonest station that can answer, of equal ones
    the first by name; what nobody can answer is missing from the sum of 1.
    """
    response = response_s(times_s, delay_s)
    by_name = _by_name(stations, len(response))
    chance = chances(probability, len(response))
    weight = np.asarray(weights, dtype=np.float64)
    if weight.shape != response.shape[1:] or not (weight >= 0).all():
        message = "weights must be one a zone, 0 or more"
        raise ValueError(message)
    order = by_name[np.argsort(response[by_name], axis=0, kind="stable")]
    there = np.isfinite(np.take_along_axis(response, order, axis=0))
    total = weight.sum() or 1.0
    shares = np.zeros((len(np.atleast_2d(chance)), len(response)))
    for state, given in enumerate(np.atleast_2d(chance)):
        answers = np.where(there, given[order], 0.0)
        busy = np.cumprod(1.0 - answers, axis=0)
        before = np.vstack([np.ones((1, busy.shape[1])), busy[:-1]]) if len(busy) else busy
        first = answers * before * weight
        shares[state] = np.bincount(order.ravel(), first.ravel(), minlength=len(response)) / total
    return np.asarray(shares[0] if chance.ndim == 1 else shares, dtype=np.float64)
