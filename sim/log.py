"""The one product of a run: what happened, in the order in which it happened, kept as columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.events import Event, Kind

KINDS = tuple(Kind)
CODE = {kind: code for code, kind in enumerate(KINDS)}
MISSING = -1
WIDTHS = {
    "at_s": np.float64, "kind": np.int8, "call": np.int64, "unit": np.int32,
    "need": np.int32, "people": np.int16, "node": np.int32,
}  # fmt: skip


class EventLog:
    """Events as columns: some 33 bytes each, where a tuple takes 250.

    Read as a sequence it gives `Event`s; `columns()` gives arrays, with names as codes into `unit_names` and
    `need_names`, and -1 for what is missing.
    """

    def __init__(self, unit_names: Sequence[str], need_names: Sequence[str]) -> None:
        self.unit_names, self.need_names = tuple(unit_names), tuple(need_names)
        self.at_s, self.kind, self.call = array("d"), array("b"), array("q")
        self.unit, self.need = array("i"), array("i")
        self.people, self.node = array("h"), array("i")
        columns = (getattr(self, name) for name in WIDTHS)
        self._append = tuple(column.append for column in columns)

    @classmethod
    def of(cls, events: Iterable[Event]) -> EventLog:
        """A log of events that are given, as a story or a test tells them."""
        events = list(events)
        units = list(dict.fromkeys(e.unit for e in events if e.unit is not None))
        needs = list(dict.fromkeys(e.need for e in events if e.need is not None))
        log = cls(units, needs)
        for event in events:
            log.add(
                event.at_s,
                event.kind,
                MISSING if event.call is None else event.call,
                MISSING if event.unit is None else units.index(event.unit),
                MISSING if event.need is None else needs.index(event.need),
                MISSING if event.people is None else event.people,
                MISSING if event.node is None else event.node,
            )
        return log

    def add(
        self, at_s: float, kind: Kind, call: int, unit: int, need: int, people: int, node: int
    ) -> None:
        """Write one event; -1 for what does not apply."""
        put_at_s, put_kind, put_call, put_unit, put_need, put_people, put_node = self._append
        put_at_s(at_s)
        put_kind(CODE[kind])
        put_call(call)
        put_unit(unit)
        put_need(need)
        put_people(people)
        put_node(node)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Each column as an array over the same memory."""
        return {name: np.frombuffer(getattr(self, name), dtype) for name, dtype in WIDTHS.items()}

    def __len__(self) -> int:
        """How many events."""
        return len(self.at_s)

    def __getitem__(self, place: int) -> Event:
        """One event, with names in the place of codes."""
        call, unit, need = self.call[place], self.unit[place], self.need[place]
        people, node = self.people[place], self.node[place]
        return Event(
            self.at_s[place],
            KINDS[self.kind[place]],
            None if call == MISSING else call,
            None if unit == MISSING else self.unit_names[unit],
            None if need == MISSING else self.need_names[need],
            None if people == MISSING else people,
            None if node == MISSING else node,
        )

    def __iter__(self) -> Iterator[Event]:
        """Every event in order."""
        return (self[place] for place in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether another log tells the same."""
        return isinstance(other, EventLog) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]
