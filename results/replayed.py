"""Hours of one run as the replay shows them: who was where when, which calls were open, what was said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import shapely
from numpy.typing import NDArray

DOING = (
    "at its base",
    "off the run",
    "alerted, crew coming",
    "on its way to a call",
    "at the scene",
    "taking a patient to hospital",
    "at hospital",
    "on its way back, free",
    "on its way to stand by",
    "standing by",
    "bringing the clinician back",
    "at the scene, its clinician away with the patient",
)
"""What a vehicle can be doing; `Steps.doing` are places in it."""
(HOME, OFF_THE_RUN, ALERTED, TO_CALL, AT_SCENE, CONVEYING, AT_HOSPITAL, RETURNING, TO_STANDBY, AT_STANDBY,
 BRINGING_BACK, CLINICIAN_AWAY) = range(len(DOING))  # fmt: skip
NOBODY = -1


@dataclass(frozen=True)
class Vehicle:
    """A vehicle of any of the options. `on_beat` where it waits among people, at places that the log does not say."""

    unit: str
    name: str
    kind: str
    service: str
    on_beat: bool


@dataclass(frozen=True, eq=False)
class Way:
    """Where a drive goes: places `xy` [n, 2] metres (EPSG:27700), and the share of its time gone at each, 0 to 1."""

    xy: NDArray[np.float64]
    share: NDArray[np.float64]

    def at(self, share: float) -> NDArray[np.float64]:
        """Where that is after a share of the time, metres."""
        return np.array([np.interp(share, self.share, self.xy[:, axis]) for axis in (0, 1)])


@dataclass(frozen=True, eq=False)
class Steps:
    """What each vehicle did, [steps], by vehicle and then time; the first of each holds from the beginning.

    `unit`, `way` and `call` are places in the replay's vehicles, ways and calls (call -1: none), `at_s` seconds since
    the replay's beginning. A step lasts until the vehicle's next; a way of one place stands still.
    """

    unit: NDArray[np.int32]
    at_s: NDArray[np.float64]
    doing: NDArray[np.int8]
    way: NDArray[np.int32]
    call: NDArray[np.int32]

    def where(
        self, ways: Sequence[Way], at_s: float
    ) -> dict[int, tuple[int, NDArray[np.float64], int]]:
        """What each vehicle is doing at an instant, where (metres), and at which call."""
        found = {}
        for unit in np.unique(self.unit).tolist():
            first, end = np.searchsorted(self.unit, [unit, unit + 1])
            place = int(np.searchsorted(self.at_s[first:end], at_s, side="right")) - 1
            step = first + max(place, 0)
            begun = self.at_s[step]
            until = self.at_s[step + 1] if step + 1 < end else np.inf
            share = float(np.clip((at_s - begun) / (until - begun), 0, 1)) if until > begun else 1.0
            xy = ways[self.way[step]].at(share)
            found[unit] = (int(self.doing[step]), xy, int(self.call[step]))
        return found


@dataclass(frozen=True)
class CallShown:
    """A call: its number in the run, when it rang (seconds since the replay's beginning), where, and what it was."""

    number: int
    rang_s: float
    service: str
    easting: float
    northing: float
    label: str
    told: str
    gravity: int
    """The gravest first: its category's place among those of its service."""


@dataclass(frozen=True, eq=False)
class Story:
    """What happened, [events] in order: `text` is a place in the replay's texts, `call` and `unit` -1 where of none."""

    at_s: NDArray[np.float64]
    call: NDArray[np.int32]
    unit: NDArray[np.int32]
    text: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class OptionShown:
    """One option's run in the same hours. Times by call, [calls], are NaN where it never was so; `sums` are texts."""

    name: str
    title: str
    steps: Steps
    story: Story
    rings: NDArray[np.bool_]
    first_s: NDArray[np.float64]
    left_s: NDArray[np.float64]
    closed_s: NDArray[np.float64]
    sums: tuple[tuple[int, ...], ...]

    def where(self, replay: Replay, at_s: float) -> dict[int, tuple[int, NDArray[np.float64], int]]:
        """What each vehicle of this option is doing at an instant, where (metres), and at which call."""
        return self.steps.where(replay.ways, at_s)

    def open_calls(self, replay: Replay, at_s: float) -> dict[int, bool]:
        """The calls whose scene is open at an instant, and whether somebody is there."""
        ends = np.where(np.isnan(self.left_s), self.closed_s, self.left_s)
        rang = np.array([call.rang_s for call in replay.calls])
        is_open = self.rings & (rang <= at_s) & ~(ends <= at_s)
        return {int(call): bool(self.first_s[call] <= at_s) for call in np.flatnonzero(is_open)}


@dataclass(frozen=True, eq=False)
class Replay:
    """A stretch of one replication, under the baseline and options that meet the same calls."""

    begins: datetime
    length_s: float
    shown_at_s: float
    """The instant that is drawn where nothing moves."""
    replication: int
    how_chosen: str
    straight: bool
    """Whether only straight lines between places are known, not roads."""
    vehicles: tuple[Vehicle, ...]
    calls: tuple[CallShown, ...]
    texts: tuple[str, ...]
    ways: Sequence[Way]
    hospitals: tuple[tuple[str, float, float], ...]
    options: tuple[OptionShown, ...]
    beyond: shapely.Geometry = field(default_factory=shapely.Polygon)
    """Ground beyond the region that is not taken for sea, for drawing."""
    missing: tuple[str, ...] = ()
    """Options that were asked for and whose log is not there, in sentences."""

    @property
    def rung(self) -> int:
        """How many calls ring in these hours, under the baseline."""
        rings = self.options[0].rings
        return sum(
            bool(ring) and 0 <= call.rang_s < self.length_s
            for call, ring in zip(self.calls, rings, strict=True)
        )

    @property
    def moved(self) -> int:
        """How many vehicles set off for a call in these hours, under the baseline."""
        steps = self.options[0].steps
        out = (steps.doing == TO_CALL) & (steps.at_s >= 0) & (steps.at_s < self.length_s)
        return len(np.unique(steps.unit[out]))
