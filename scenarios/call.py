"""A call as it rings, and all calls of a replication as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from scenarios.chance import mix, mix_all_with, to_unit, to_units
from scenarios.recorded import KINDS
from scenarios.words import CallKind, Category, Service

AT_A_TIME = 4096  # calls written out as they ring


class MarkOf(IntEnum):
    """What chance decides about a call once it rings; each mark is a uniform of its own."""

    SCENE = 1
    CONVEY = 2
    HANDOVER = 3
    MAKE_READY = 4
    ELIGIBLE = 5
    REPORTED = 6
    CHALLENGE = 7
    CALLED_OFF = 8
    CALLED_OFF_AFTER = 9
    MAKE_UP = 10
    PATHWAY = 11
    TRAVELS = 12
    CATEGORY = 13
    HANDLING = 14


@dataclass(frozen=True, slots=True)
class Facts:
    """What was recorded of a call: it stands in the place of what chance would decide. None where not recorded."""

    on_scene_s: float | None = None
    conveyed: bool | None = None
    hospital: str | None = None
    handover_s: float | None = None
    marks: Mapping[MarkOf, float] = field(default_factory=dict)


class Call(NamedTuple):
    """One call as it rings. `kind` is what is found there, `reported_kind` decides who goes.

    Its marks are uniforms in (0, 1), looked up by its luck, that scenario and responder turn into facts.
    """

    id: int
    luck: int
    stream: str
    at_s: float
    zone: int
    node: int
    service: Service
    kind: CallKind
    reported_kind: CallKind
    category: Category
    call_handling_s: float
    facts: Facts | None = None

    def mark(self, of: MarkOf) -> float:
        """The uniform that decides one thing about this call."""
        if self.facts is not None and of in self.facts.marks:
            return self.facts.marks[of]
        return to_unit(mix(self.luck, of))


class Stream(NamedTuple):
    """What all calls of one stream have in common."""

    name: str
    service: Service
    kind: CallKind
    category: Category


@dataclass(frozen=True, eq=False)
class CallList(Sequence[Call]):
    """Calls in order of time as columns, [calls]: some 45 bytes each, where a `Call` takes 300.

    `stream` is a place in `streams`, `reported` in `KINDS`; `facts` are by row. Read as a sequence it gives `Call`s.
    """

    streams: tuple[Stream, ...]
    number: NDArray[np.int64]
    luck: NDArray[np.uint64]
    stream: NDArray[np.int16]
    at_s: NDArray[np.float64]
    zone: NDArray[np.int32]
    node: NDArray[np.int32]
    reported: NDArray[np.int16]
    handling_s: NDArray[np.float64]
    facts: Mapping[int, Facts] = field(default_factory=dict)

    @classmethod
    def of(cls, calls: Iterable[Call]) -> CallList:
        """A list of calls that are given, in order of time and number."""
        rows = sorted(calls, key=lambda call: (call.at_s, call.id))
        ours = [Stream(c.stream, c.service, c.kind, c.category) for c in rows]
        place = {stream: number for number, stream in enumerate(dict.fromkeys(ours))}
        return cls(
            streams=tuple(place),
            number=np.array([c.id for c in rows], dtype=np.int64),
            luck=np.array([c.luck for c in rows], dtype=np.uint64),
            stream=np.array([place[stream] for stream in ours], dtype=np.int16),
            at_s=np.array([c.at_s for c in rows], dtype=np.float64),
            zone=np.array([c.zone for c in rows], dtype=np.int32),
            node=np.array([c.node for c in rows], dtype=np.int32),
            reported=np.array([KINDS.index(c.reported_kind) for c in rows], dtype=np.int16),
            handling_s=np.array([c.call_handling_s for c in rows], dtype=np.float64),
            facts={row: c.facts for row, c in enumerate(rows) if c.facts is not None},
        )

    def __len__(self) -> int:
        """How many calls."""
        return len(self.number)

    def __iter__(self) -> Iterator[Call]:
        """Every call in order."""
        for first in range(0, len(self), AT_A_TIME):
            yield from self._rows(slice(first, first + AT_A_TIME))

    def marks(self, of: MarkOf, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The uniform that decides one thing about each of some calls, given by their rows."""
        found = to_units(mix_all_with(self.luck[rows], of))
        if self.facts:
            given = [
                self.facts[row].marks.get(of) if row in self.facts else None
                for row in rows.tolist()
            ]
            found = np.array(
                [f if g is None else g for f, g in zip(found.tolist(), given, strict=True)]
            )
        return found

    def __eq__(self, other: object) -> bool:
        """Whether the calls of another list are the same."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> Call: ...
    @overload
    def __getitem__(self, place: slice) -> list[Call]: ...
    def __getitem__(self, place: int | slice) -> Call | list[Call]:
        """One call, or some."""
        if isinstance(place, slice):
            return list(self._rows(place))
        row = range(len(self))[place]
        return next(self._rows(slice(row, row + 1)))

    def _rows(self, some: slice) -> Iterator[Call]:
        columns = (self.number, self.luck, self.stream, self.at_s, self.zone, self.node,
                   self.reported, self.handling_s)  # fmt: skip
        rows = zip(*(column[some].tolist() for column in columns), strict=True)
        facts, places = self.facts, range(len(self))[some]
        for row, (number, luck, stream, at_s, zone, node, reported, handling_s) in zip(
            places, rows, strict=True
        ):
            name, service, kind, category = self.streams[stream]
            yield Call(
                number, luck, name, at_s, zone, node, service, kind, KINDS[reported], category, handling_s,
                facts.get(row) if facts else None,
            )  # fmt: skip
