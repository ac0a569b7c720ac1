"""A run's log as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.calls import Call
from scenarios.scenario import Scenario
from scenarios.words import EVENT_KINDS, CallKind, Category, Service, allowed
from sim.events import Kind
from sim.log import EventLog
from sim.run import RunLog

MISSING = -1


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

    def places_of(self, *kinds: Kind) -> NDArray[np.int64]:
        """The places in the log of events of some kinds."""
        codes = [EVENT_KINDS.index(kind) for kind in kinds]
        return np.flatnonzero(np.isin(self.events["kind"].cat.codes.to_numpy(), codes))

    @cached_property
    def attendances(self) -> pd.DataFrame:
        """Each arrival at a scene: call, unit, when, how many ride, the node it last set off from, and where it is."""
        kinds = self.events["kind"].cat.codes.to_numpy()
        units = self.events["unit"].cat.codes.to_numpy()
        order = np.argsort(units, kind="stable")
        kinds_of_unit = kinds[order]
        place = np.arange(len(order))

        def last(kind: Kind) -> NDArray[np.int64]:
            mine = kinds_of_unit == EVENT_KINDS.index(kind)
            return np.maximum.accumulate(np.where(mine, place, 0))

        arrived = np.flatnonzero(kinds_of_unit == EVENT_KINDS.index(Kind.UNIT_ARRIVED))
        assigned = order[last(Kind.UNIT_ASSIGNED)[arrived]]
        mobile = order[last(Kind.UNIT_MOBILE)[arrived]]
        at = order[arrived]
        back = np.argsort(at, kind="stable")
        at, assigned, mobile = at[back], assigned[back], mobile[back]
        nodes = self.events["node"].to_numpy(dtype=np.int64, na_value=MISSING)
        people = self.events["people"].to_numpy(dtype=np.int64, na_value=MISSING)
        return pd.DataFrame(
            {
                "call": self.events["call"].to_numpy(dtype=np.int64, na_value=MISSING)[at],
                "unit": self.events["unit"].take(at).to_numpy(),
                "at_s": self.events["at_s"].to_numpy()[at],
                "people": people[assigned],
                "from_node": nodes[mobile],
                "node": nodes[at],
            }
        )

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
    return Columns(
        scenario=log.scenario,
        events=event_frame(log.events),
        calls=call_frame(log, calendar.counted_from_s, calendar.counted_until_s),
        counted_from_s=calendar.counted_from_s,
        counted_until_s=calendar.counted_until_s,
    )


def call_frame(log: RunLog, from_s: float, until_s: float) -> pd.DataFrame:
    """What each call was, words as categories."""
    rows = list(zip(*log.calls, strict=True)) if log.calls else [()] * len(Call._fields)
    field = dict(zip(Call._fields, rows, strict=True))
    at_s = np.array(field["at_s"], dtype=float)
    calls = pd.DataFrame(
        {
            "call": np.array(field["id"], dtype=np.int64),
            "at_s": at_s,
            "coded_s": at_s + np.array(field["call_handling_s"], dtype=float),
            "zone": np.array(field["zone"], dtype=np.int32),
            "service": in_words(field["service"], allowed(Service)),
            "kind": in_words(field["kind"], allowed(CallKind)),
            "reported_kind": in_words(field["reported_kind"], allowed(CallKind)),
            "category": in_words(field["category"], allowed(Category)),
            "counted": (at_s >= from_s) & (at_s < until_s),
        }
    )
    return calls.set_index("call", drop=False)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain mappings."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def event_frame(events: EventLog) -> pd.DataFrame:
    """The events as a frame, one row an event, in order; no copy of what is long where it can be helped."""
    raw = events.columns()
    return pd.DataFrame(
        {
            "at_s": raw["at_s"],
            "kind": of_codes(raw["kind"], EVENT_KINDS),
            "call": whole_numbers(raw["call"]),
            "unit": of_codes(raw["unit"], events.unit_names),
            "need": of_codes(raw["need"], events.need_names),
            "people": whole_numbers(raw["people"]),
            "node": whole_numbers(raw["node"]),
        },
        copy=False,
    )


def of_codes(codes: NDArray[Any], words: Sequence[str]) -> Any:
    """A column of a few different words, given by their numbers; -1 is empty."""
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(words)))


def in_words(column: Sequence[str], words: Sequence[str]) -> Any:
    """A column of a few different words."""
    code = {word: number for number, word in enumerate(words)}
    codes = np.fromiter((code[word] for word in column), dtype=np.int8, count=len(column))
    return of_codes(codes, words)


def whole_numbers(numbers: NDArray[Any]) -> Any:
    """A column of whole numbers, -1 for those that are missing."""
    return pd.arrays.IntegerArray(numbers, numbers == MISSING)
