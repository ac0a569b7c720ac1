"""The one product of a run: what happened, in the order in which it happened, kept as columns."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.events import Event, Kind

KINDS = tuple(Kind)
CODE = {kind: code for code, kind in enumerate(KINDS)}
MISSING = -1
# An event as bytes, in this order; `LAYOUT` and `ROW` say the same to struct and to NumPy.
LAYOUT = struct.Struct("<dqiiihb")
ROW = np.dtype(
    [
        ("at_s", "<f8"), ("call", "<i8"), ("unit", "<i4"), ("need", "<i4"), ("node", "<i4"),
        ("people", "<i2"), ("kind", "i1"),
    ]
)  # fmt: skip


class EventLog:
    """Events as 31 bytes each, where a tuple takes 250.

    Read as a sequence it gives `Event`s; `columns()` gives arrays, with names as codes into `unit_names` and
    `need_names`, and -1 for what is missing.
    """

    def __init__(self, unit_names: Sequence[str], need_names: Sequence[str]) -> None:
        self.unit_names, self.need_names = tuple(unit_names), tuple(need_names)
        self._rows = bytearray()

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
        self._rows += LAYOUT.pack(at_s, call, unit, need, node, people, CODE[kind])

    def columns(self) -> dict[str, NDArray[Any]]:
        """Each column as an array over the same memory, `[events]`; nothing can be added while they are held."""
        rows = np.frombuffer(self._rows, ROW)
        rows.setflags(write=False)
        return {name: rows[name] for name in ROW.names or ()}

    def __len__(self) -> int:
        """How many events."""
        return len(self._rows) // ROW.itemsize

    def __getitem__(self, place: int) -> Event:
        """One event, with names in the place of codes."""
        if not 0 <= place < len(self):
            raise IndexError(place)
        at_s, call, unit, need, node, people, kind = LAYOUT.unpack_from(
            self._rows, place * ROW.itemsize
        )
        return Event(
            at_s,
            KINDS[kind],
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
