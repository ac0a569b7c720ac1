"""A run's log as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.scenario import Scenario
from scenarios.words import EVENT_KINDS
from sim.run import RunLog

MISSING = -1
EVENT_COLUMNS = ("at_s", "kind", "call", "unit", "need", "people", "node")


@dataclass(frozen=True)
class Columns:
    """The events and calls of one run, as frames, with the counted window at hand."""

    scenario: Scenario
    events: pd.DataFrame
    calls: pd.DataFrame
    counted_from_s: float
    counted_until_s: float

    @cached_property
    def by_unit(self) -> dict[str, NDArray[np.int64]]:
        """For each unit (and crew pool), the places of its events in the log."""
        codes = self.events["unit"].cat.codes.to_numpy()
        order = np.argsort(codes, kind="stable")
        edges = np.searchsorted(
            codes[order], np.arange(len(self.events["unit"].cat.categories) + 1)
        )
        names = self.events["unit"].cat.categories
        return {str(n): order[edges[i] : edges[i + 1]] for i, n in enumerate(names)}

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


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain mappings."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def event_frame(log: RunLog) -> pd.DataFrame:
    """The events as a frame, one row an event, in order."""
    rows = list(zip(*log.events, strict=True)) if log.events else [()] * len(EVENT_COLUMNS)
    at_s, kind, call, unit, need, people, node = rows
    return pd.DataFrame(
        {
            "at_s": np.array(at_s, dtype=float),
            "kind": in_words(kind, EVENT_KINDS),
            "call": whole_numbers(call),
            "unit": in_words(unit, sorted({str(name) for name in set(unit) if name is not None})),
            "need": in_words(need, sorted({str(name) for name in set(need) if name is not None})),
            "people": whole_numbers(people),
            "node": whole_numbers(node),
        }
    )


def in_words(column: Sequence[str | None], words: Sequence[str]) -> Any:
    """A column of a few different words; none is empty."""
    code = {word: number for number, word in enumerate(words)}
    codes = [-1 if word is None else code[word] for word in column]
    kinds = pd.CategoricalDtype(list(words))
    return pd.Categorical.from_codes(np.array(codes, dtype=np.int32), dtype=kinds)


def whole_numbers(column: Sequence[int | None]) -> Any:
    """A column of whole numbers, some of them missing."""
    numbers = np.array([MISSING if number is None else number for number in column], dtype=np.int64)
    return pd.arrays.IntegerArray(numbers, numbers == MISSING)
