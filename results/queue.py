"""Who had to wait for a unit: the units that response plans require, from when each was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.asked import Asked, asked_for, task_names
from results.log import SERVICES, Columns, Rows, of_codes
from sim.events import Kind
from sim.log import MISSING


@dataclass(frozen=True, eq=False)
class FirstSent:
    """The first unit sent to each need of each call: its place in the log by call and need."""

    keys: NDArray[np.int64]
    places: NDArray[np.intp]
    needs: tuple[str, ...]

    @classmethod
    def of(cls, run: Columns) -> FirstSent:
        """Of all units sent in a run, each need's first."""
        places = run.places_of(Kind.UNIT_ASSIGNED)
        places = places[run.events.need[places] != MISSING]
        needs = run.events.need_names
        keys = run.rows_at(places) * max(len(needs), 1) + run.events.need[places]
        unique, first = np.unique(keys, return_index=True)
        return cls(unique, places[first], needs)

    def place_of(self, rows: Rows, need: str) -> Rows:
        """For some calls, the place in the log of the first unit sent to a need; -1 if nobody ever was."""
        if need not in self.needs or not len(self.keys):
            return np.full(len(rows), MISSING, dtype=np.int64)
        keys = rows * len(self.needs) + self.needs.index(need)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.places[at], MISSING)


def queue_table(run: Columns) -> pd.DataFrame:
    """A row for each unit that a counted call required: of which service, seconds until one was sent (NaN if none ever
    was), and which.

    What was no longer wanted before it was asked for is left out, and so is a need with conditions that nobody was sent
    to: whether somebody was free then, the log does not say.
    """
    sent = FirstSent.of(run)
    over_s = over_at_s(run)
    rows, waits, units, services = [], [], [], []
    for asked in asked_for(run, lambda need: need.required):
        gone_s = np.fmin(over_s, not_wanted_s(run, asked))[asked.rows]
        for name in task_names(asked.plan, asked.name):
            place = sent.place_of(asked.rows, name)
            met = place != MISSING
            keep = run.calls.counted[asked.rows] & (met | ~(gone_s <= asked.at_s))
            if asked.need.only_if is not None:
                keep &= met
            rows.append(asked.rows[keep])
            wait_s = run.time_of(place) - asked.at_s
            waits.append(wait_s[keep])
            unit = np.full(len(place), MISSING)
            unit[met] = run.events.unit[place[met]]
            units.append(unit[keep])
            services.append(np.full(int(keep.sum()), SERVICES.index(asked.need.service)))
    return pd.DataFrame(
        {
            "service": of_codes(joined(services, np.int8), SERVICES),
            "zone": run.calls.zone[joined(rows, np.int64)],
            "wait_s": joined(waits, float),
            "unit": of_codes(joined(units, np.int32), run.events.unit_names),
        }
    )


def over_at_s(run: Columns) -> NDArray[np.float64]:
    """For each call, when its stop or its calling off ended the search for units; NaN if neither did."""
    return np.fmin(
        run.first_time_of_each_call(Kind.CALL_STOP),
        run.first_time_of_each_call(Kind.CALL_CANCELLED),
    )


def not_wanted_s(run: Columns, asked: Asked) -> NDArray[np.float64]:
    """For each call, when an arrival made a need needless: of whom it stands down for, or who turns it back."""
    never = np.full(len(run.calls.number), np.nan)
    turning = [k for k, found in asked.plan.found.items() if asked.name in found.turns_back]
    if not (asked.need.stands_down_for or turning):
        return never
    places = run.places_of(Kind.UNIT_ARRIVED)
    if not turning:
        bases = asked.need.stands_down_for
        relieving = [name for base in bases for name in task_names(asked.plan, base)]
        codes = np.flatnonzero(np.isin(run.events.need_names, relieving))
        places = places[np.isin(run.events.need[places], codes)]
    return run.time_of(run.first_of_each_call(places))


def joined(parts: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    """Several arrays as one, which may be empty."""
    return np.concatenate(parts).astype(kind) if parts else np.array([], dtype=kind)
