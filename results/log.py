"""A run's log as columns: plain arrays, with words as numbers, since a county's year has millions of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.states import UnitStates, states_of
from scenarios.call import CallList
from scenarios.scenario import Scenario
from scenarios.words import EVENT_KINDS, CallKind, Category, Service, allowed
from sim.events import Kind
from sim.log import CODE, MISSING, EventLog
from sim.run import RunLog

SERVICES, KINDS, CATEGORIES = allowed(Service), allowed(CallKind), allowed(Category)
Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Events:
    """The events of a run in order, over the log's own memory; -1 is missing, units and needs are numbers of names."""

    at_s: NDArray[np.float64]
    kind: NDArray[np.int8]
    call: NDArray[np.int64]
    unit: NDArray[np.int32]
    need: NDArray[np.int32]
    people: NDArray[np.int16]
    node: NDArray[np.int32]
    unit_names: tuple[str, ...]
    need_names: tuple[str, ...]

    @classmethod
    def of(cls, log: EventLog) -> Events:
        """The events of a log."""
        return cls(**log.columns(), unit_names=log.unit_names, need_names=log.need_names)

    def frame(self) -> pd.DataFrame:
        """The events as a table, one row an event, with words for numbers: for who reads one run."""
        return pd.DataFrame(
            {
                "at_s": self.at_s,
                "kind": of_codes(self.kind, EVENT_KINDS),
                "call": whole_numbers(self.call),
                "unit": of_codes(self.unit, self.unit_names),
                "need": of_codes(self.need, self.need_names),
                "people": whole_numbers(self.people),
                "node": whole_numbers(self.node),
            },
            copy=False,
        )


@dataclass(frozen=True, eq=False)
class Calls:
    """What each call was, [calls]: words are places in SERVICES, KINDS and CATEGORIES."""

    listed: CallList
    number: NDArray[np.int64]
    at_s: NDArray[np.float64]
    coded_s: NDArray[np.float64]
    zone: NDArray[np.int32]
    service: NDArray[np.int8]
    kind: NDArray[np.int8]
    reported_kind: NDArray[np.int8]
    category: NDArray[np.int8]
    counted: NDArray[np.bool_]

    @classmethod
    def of(cls, listed: CallList, from_s: float, until_s: float) -> Calls:
        """The calls of a run; those that rang in the counted window are counted."""

        def words(name: str, known: Sequence[str]) -> NDArray[np.int8]:
            codes = [known.index(getattr(stream, name)) for stream in listed.streams]
            return np.array(codes, dtype=np.int8)[listed.stream]

        return cls(
            listed=listed,
            number=listed.number,
            at_s=listed.at_s,
            coded_s=listed.at_s + listed.handling_s,
            zone=listed.zone,
            service=words("service", SERVICES),
            kind=words("kind", KINDS),
            reported_kind=listed.reported.astype(np.int8),
            category=words("category", CATEGORIES),
            counted=(listed.at_s >= from_s) & (listed.at_s < until_s),
        )

    @cached_property
    def _by_number(self) -> NDArray[np.intp]:
        return np.argsort(self.number, kind="stable")

    def rows_of(self, numbers: NDArray[np.int64]) -> Rows:
        """The row of each of some calls, which must be there."""
        order = self._by_number
        return order[np.searchsorted(self.number[order], numbers)]

    def frame(self) -> pd.DataFrame:
        """What each call was as a table, with words for numbers."""
        return pd.DataFrame(
            {
                "call": self.number,
                "at_s": self.at_s,
                "coded_s": self.coded_s,
                "zone": self.zone,
                **self.words(np.arange(len(self.number)), "service", "kind"),
                "reported_kind": of_codes(self.reported_kind, KINDS),
                **self.words(np.arange(len(self.number)), "category"),
                "counted": self.counted,
            }
        )

    def words(self, rows: Rows, *names: str) -> dict[str, Any]:
        """Some calls' service, kind and category in words."""
        known = {"service": SERVICES, "kind": KINDS, "category": CATEGORIES}
        return {name: of_codes(getattr(self, name)[rows], known[name]) for name in names}


@dataclass(frozen=True, eq=False)
class Attendances:
    """Each arrival at a scene in order, [arrivals]: the call's row, who, when, when it was sent and set off, how many
    ride, the node from which it last set off and the one where it is."""

    row: Rows
    unit: NDArray[np.int32]
    at_s: NDArray[np.float64]
    sent_s: NDArray[np.float64]
    mobile_s: NDArray[np.float64]
    people: NDArray[np.int16]
    from_node: NDArray[np.int32]
    node: NDArray[np.int32]


def first_of_each(rows: Rows, values: NDArray[Any], none: NDArray[Any]) -> NDArray[Any]:
    """For each call, the first of some values given in order with their calls' rows; else what `none` has there."""
    none[rows[::-1]] = values[::-1]  # of several the last one written stays: the first
    return none


@dataclass(frozen=True, eq=False)
class Columns:
    """The events and calls of one run, with the counted window at hand."""

    scenario: Scenario
    events: Events
    calls: Calls
    counted_from_s: float
    counted_until_s: float

    @cached_property
    def unit_order(self) -> NDArray[np.int32]:
        """The places of all events in the log, one unit (or crew pool) after the other, each in order."""
        few = len(self.events.unit_names) < np.iinfo(np.int16).max
        units = self.events.unit.astype(np.int16) if few else self.events.unit  # quicker to sort
        return np.argsort(units, kind="stable").astype(np.int32)

    @cached_property
    def by_unit(self) -> dict[str, NDArray[np.int32]]:
        """For each unit (and crew pool), the places of its events in the log."""
        names = self.events.unit_names
        counts = np.bincount(self.events.unit + 1, minlength=len(names) + 1)
        edges = np.cumsum(counts)
        return {n: self.unit_order[edges[i] : edges[i + 1]] for i, n in enumerate(names)}

    def places_of_unit(self, name: str) -> NDArray[np.int32]:
        """The places of the events of one unit or pool; none where nothing ever happened to it."""
        return self.by_unit.get(name, np.array([], dtype=np.int32))

    def places_of(self, *kinds: Kind) -> NDArray[np.intp]:
        """The places in the log of events of some kinds."""
        wanted = np.zeros(len(CODE), dtype=bool)
        wanted[[CODE[kind] for kind in kinds]] = True
        return np.flatnonzero(wanted[self.events.kind])

    def rows_at(self, places: NDArray[np.signedinteger]) -> Rows:
        """The calls' rows of some events of calls."""
        return self.calls.rows_of(self.events.call[places])

    def first_of_each_call(self, places: NDArray[np.signedinteger]) -> Rows:
        """For each call, the first of some places in the log that are of it; -1 if none."""
        none = np.full(len(self.calls.number), MISSING, dtype=np.int64)
        return first_of_each(self.rows_at(places), places, none)

    def first_time_of_each_call(self, *kinds: Kind) -> NDArray[np.float64]:
        """For each call, when the first event of some kinds happened; NaN if none did."""
        return self.time_of(self.first_of_each_call(self.places_of(*kinds)))

    def time_of(self, places: Rows) -> NDArray[np.float64]:
        """When some events happened; NaN for a place of -1."""
        found = np.full(len(places), np.nan)
        there = places != MISSING
        found[there] = self.events.at_s[places[there]]
        return found

    @cached_property
    def set_apart(self) -> NDArray[np.bool_]:
        """For each call, whether nobody was to come: challenged, or called off before anybody had arrived."""
        found = np.zeros(len(self.calls.number), dtype=bool)
        found[self.rows_at(self.places_of(Kind.CALL_CHALLENGED, Kind.CALL_CANCELLED))] = True
        return found

    @cached_property
    def conveyed(self) -> NDArray[np.bool_]:
        """For each call, whether a patient was taken to hospital."""
        found = np.zeros(len(self.calls.number), dtype=bool)
        found[self.rows_at(self.places_of(Kind.LEFT_SCENE))] = True
        return found

    @cached_property
    def attendances(self) -> Attendances:
        """Each arrival at a scene."""
        events, order = self.events, self.unit_order
        kinds = events.kind[order]
        place = np.arange(len(order), dtype=np.int32)

        def last(kind: Kind) -> NDArray[np.int32]:
            return np.maximum.accumulate(np.where(kinds == CODE[kind], place, 0))

        arrived = np.flatnonzero(kinds == CODE[Kind.UNIT_ARRIVED])
        assigned = order[last(Kind.UNIT_ASSIGNED)[arrived]]
        mobile = order[last(Kind.UNIT_MOBILE)[arrived]]
        at = order[arrived]
        back = np.argsort(at, kind="stable")
        at, assigned, mobile = at[back], assigned[back], mobile[back]
        return Attendances(
            self.rows_at(at),
            events.unit[at],
            events.at_s[at],
            events.at_s[assigned],
            events.at_s[mobile],
            events.people[assigned],
            events.node[mobile],
            events.node[at],
        )

    @cached_property
    def states(self) -> dict[str, UnitStates]:
        """What each vehicle was doing when."""
        events, found = self.events, {}
        for unit in self.scenario.vehicles:
            places = self.places_of_unit(unit)
            found[unit] = states_of(
                events.at_s[places], events.kind[places], events.node[places], events.people[places]
            )
        return found

    def numbers_of(self, units: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each of the log's units is among those named, [unit names]."""
        wanted = set(units)
        return np.array([name in wanted for name in self.events.unit_names], dtype=bool)

    @property
    def counted_days(self) -> int:
        """Days in the counted window."""
        return self.scenario.calendar.days

    def clip(self, at_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Times moved to the nearer edge of the counted window if outside it."""
        return np.clip(at_s, self.counted_from_s, self.counted_until_s)

    def is_counted(self, at_s: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether times lie within the counted window."""
        return (at_s >= self.counted_from_s) & (at_s < self.counted_until_s)


def columns(log: RunLog) -> Columns:
    """A log as columns. `calls` has a row a call and says which rang in the counted window."""
    calendar = log.scenario.calendar
    return Columns(
        scenario=log.scenario,
        events=Events.of(log.events),
        calls=Calls.of(log.calls, calendar.counted_from_s, calendar.counted_until_s),
        counted_from_s=calendar.counted_from_s,
        counted_until_s=calendar.counted_until_s,
    )


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain mappings."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def of_codes(codes: NDArray[Any], words: Sequence[str]) -> Any:
    """A column of a few different words, given by their numbers; -1 is empty."""
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(words)))


def whole_numbers(numbers: NDArray[Any]) -> Any:
    """A column of whole numbers, -1 for those that are missing."""
    return pd.arrays.IntegerArray(numbers, numbers == MISSING)
