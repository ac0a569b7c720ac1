"""A run's log as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.scenario import Scenario
from sim.events import OF_A_CALL, Kind
from sim.run import RunLog

EVENT_COLUMNS = ("at_s", "kind", "call", "unit", "need", "people", "node")


@dataclass(frozen=True)
class Columns:
    """The events and calls of one run, as frames, with the counted window at hand."""

    scenario: Scenario
    events: pd.DataFrame
    calls: pd.DataFrame
    counted_from_s: float
    counted_until_s: float

    @property
    def counted_days(self) -> int:
        """Days in the counted window."""
        return self.scenario.calendar.days

    def clip(self, at_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Times moved to the nearer edge of the counted window if outside it."""
        return np.clip(at_s, self.counted_from_s, self.counted_until_s)


def columns(log: RunLog) -> Columns:
    """A log as columns. `calls` has a row a call and says which rang in the counted window."""
    calendar = log.scenario.calendar
    calls = pd.DataFrame(
        {
            "call": [call.id for call in log.calls],
            "at_s": [call.at_s for call in log.calls],
            "coded_s": [call.at_s + call.call_handling_s for call in log.calls],
            "zone": [call.zone for call in log.calls],
            "service": [call.service for call in log.calls],
            "kind": [call.kind for call in log.calls],
            "category": [call.category for call in log.calls],
        }
    )
    at_s = calls["at_s"].to_numpy(dtype=float)
    calls["counted"] = (at_s >= calendar.counted_from_s) & (at_s < calendar.counted_until_s)
    return Columns(
        scenario=log.scenario,
        events=event_frame(log),
        calls=calls.set_index("call", drop=False),
        counted_from_s=calendar.counted_from_s,
        counted_until_s=calendar.counted_until_s,
    )


def event_frame(log: RunLog) -> pd.DataFrame:
    """The events as a frame, one row an event, in order."""
    rows = list(zip(*log.events, strict=True)) if log.events else [()] * len(EVENT_COLUMNS)
    frame = pd.DataFrame({name: list(row) for name, row in zip(EVENT_COLUMNS, rows, strict=True)})
    frame["kind"] = frame["kind"].astype(str)
    frame["call"] = pd.array(frame["call"], dtype="Int64")
    frame["people"] = pd.array(frame["people"], dtype="Int64")
    frame["node"] = pd.array(frame["node"], dtype="Int64")
    return frame


def unit_events(events: pd.DataFrame) -> pd.DataFrame:
    """The events that change a unit's status."""
    others = {str(kind) for kind in OF_A_CALL} | {str(Kind.CREW_ON_DUTY)}
    return events[~events["kind"].isin(others).to_numpy()]
