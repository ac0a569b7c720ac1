"""Where each vehicle is from one event to the next: standing, or on its way along the region's roads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from geography.travel import UnreachableNode
from results.replayed import (
    ALERTED,
    AT_HOSPITAL,
    AT_SCENE,
    AT_STANDBY,
    BRINGING_BACK,
    CLINICIAN_AWAY,
    CONVEYING,
    HOME,
    NOBODY,
    OFF_THE_RUN,
    RETURNING,
    TO_CALL,
    TO_STANDBY,
    Steps,
    Way,
)
from scenarios.posts import station_node
from scenarios.scenario import Scenario
from sim.events import Kind

BEGINS = {
    Kind.UNIT_HOME: HOME,
    Kind.ON_THE_RUN: HOME,
    Kind.OFF_THE_RUN: OFF_THE_RUN,
    Kind.UNIT_ASSIGNED: ALERTED,
    Kind.UNIT_MOBILE: TO_CALL,
    Kind.UNIT_DIVERTED: TO_CALL,
    Kind.UNIT_STOOD_DOWN: RETURNING,
    Kind.UNIT_RECALLED: RETURNING,
    Kind.UNIT_ARRIVED: AT_SCENE,
    Kind.PATIENT_RELIEVED: AT_SCENE,
    Kind.PATIENT_ASSESSED: AT_SCENE,
    Kind.LEFT_WITH_CREW: CLINICIAN_AWAY,
    Kind.BACK_AT_VEHICLE: AT_SCENE,
    Kind.LEFT_SCENE: CONVEYING,
    Kind.AT_HOSPITAL: AT_HOSPITAL,
    Kind.HANDOVER_BEGUN: AT_HOSPITAL,
    Kind.HANDED_OVER: AT_HOSPITAL,
    Kind.BROUGHT_BACK: AT_SCENE,
    Kind.UNIT_CLEAR: RETURNING,
    Kind.STANDBY_SENT: ALERTED,
    Kind.STANDBY_MOBILE: TO_STANDBY,
    Kind.AT_STANDBY: AT_STANDBY,
}
DRIVES = frozenset(
    {Kind.UNIT_MOBILE, Kind.UNIT_RECALLED, Kind.LEFT_SCENE, Kind.UNIT_CLEAR, Kind.STANDBY_MOBILE}
)
"""Events from which a vehicle drives until its next one."""
NEAR_M = 15.0
"""How far from where it is on the model's road a vehicle may be shown, metres, so that ways need fewer places."""
SAME_S = 0.05


@dataclass
class Ways:
    """The ways that are driven in a replay, each kept once, by its ends and speed profile."""

    region: Region
    straight: bool
    found: list[Way] = field(default_factory=list)
    _number: dict[tuple[int, int, str], int] = field(default_factory=dict)

    def of(self, origin: int, destination: int, profile: str) -> int:
        """The number of the way between two nodes; of one place where they are the same."""
        key = (origin, destination, "" if origin == destination else profile)
        if key not in self._number:
            self._number[key] = len(self.found)
            self.found.append(self._way(origin, destination, profile))
        return self._number[key]

    def _way(self, origin: int, destination: int, profile: str) -> Way:
        xy = self.region.roads.xy
        if origin == destination:
            return Way(xy[[origin]].astype(float), np.ones(1))
        ends = Way(xy[[origin, destination]].astype(float), np.array([0.0, 1.0]))
        if self.straight:
            return ends
        try:
            nodes, since_s = self.region.roads.path(origin, destination, profile)
        except UnreachableNode:  # nobody drives there; the log would not have it
            return ends
        whole_s = since_s[-1]
        share = np.asarray(since_s) / whole_s if whole_s > 0 else np.linspace(0, 1, len(nodes))
        return thinned(Way(xy[nodes].astype(float), share))


def thinned(way: Way, near_m: float = NEAR_M) -> Way:
    """The same way with fewer places: nowhere and never farther than so many metres from where it was."""
    kept, last, count = [0], 0, len(way.share)
    while last < count - 1:
        after = last + 1
        while after + 1 < count and _stays_near(way, last, after + 1, near_m):
            after += 1
        kept.append(after)
        last = after
    return Way(way.xy[kept], way.share[kept])


def _stays_near(way: Way, start: int, end: int, near_m: float) -> bool:
    """Whether going evenly from one place to another passes those between at their times."""
    span = way.share[end] - way.share[start]
    if span <= 0:
        return False
    gone = ((way.share[start + 1 : end] - way.share[start]) / span)[:, None]
    even = way.xy[start] + gone * (way.xy[end] - way.xy[start])
    return bool((np.hypot(*(even - way.xy[start + 1 : end]).T) <= near_m).all())


@dataclass(frozen=True)
class Driving:
    """How long an option's vehicles drive, as the model has it."""

    scenario: Scenario
    region: Region

    def drive_s(self, unit: str, origin: int, destination: int, profile: str, at_s: float) -> float:
        """Seconds of a drive that begins at some time of the run, in that hour's traffic."""
        vehicle = self.scenario.vehicle_types[self.scenario.vehicles[unit].type]
        ratio = vehicle.drive_time_ratio.base if vehicle.drive_time_ratio else 1.0
        hour = int(self.scenario.calendar.first_hour + at_s // 3600.0) % 168
        for row in self.scenario.traffic.values():
            if profile in row.profiles and row.by_hour_of_week()[hour]:
                ratio = ratio * row.ratio.base
        return self.region.roads.drive_s(origin, destination, profile) * ratio

    def profile(
        self, unit: str, kind: str, origin: int, destination: int, at_s: float, took_s: float
    ) -> str:
        """At which speeds a drive went: by day, but to a call at the vehicle's own, unless its time says otherwise."""
        if kind != Kind.UNIT_MOBILE:
            return "day"
        own = self.scenario.vehicle_types[self.scenario.vehicles[unit].type].profile
        for profile in dict.fromkeys((own, "day")):
            if abs(self.drive_s(unit, origin, destination, profile, at_s) - took_s) < SAME_S:
                return profile
        return own


def steps_of(
    events: pd.DataFrame,
    driving: Driving,
    ways: Ways,
    units: Mapping[str, int],
    calls: Mapping[int, int],
    window_s: tuple[float, float],
) -> Steps:
    """What each vehicle did in a window of a run (seconds of the run): from the step under way then, to the one after.

    `events` are those of vehicles, in order; `units` and `calls` give their places in the replay.
    """
    rows: list[tuple[int, float, int, int, int]] = []
    by_unit = dict(tuple(events.groupby("unit", sort=False, observed=True)))
    for unit, vehicle in driving.scenario.vehicles.items():
        station = driving.scenario.stations[vehicle.station]
        home = station_node(station, driving.region)
        mine = by_unit.get(unit)
        own = [] if mine is None else _steps(mine, unit, driving, ways, calls, window_s)
        if not own or own[0][0] > window_s[0]:
            own = [(-np.inf, HOME, ways.of(home, home, "day"), NOBODY), *own]
        rows += [(units[unit], *step) for step in own]
    columns = list(zip(*rows, strict=True))
    order = np.argsort(np.array(columns[0]), kind="stable")
    beginning = min(window_s[0], 0.0) - 1.0
    at_s = np.array(columns[1], dtype=np.float64)
    return Steps(
        np.array(columns[0], dtype=np.int32)[order],
        np.where(np.isfinite(at_s), at_s - window_s[0], beginning)[order],
        np.array(columns[2], dtype=np.int8)[order],
        np.array(columns[3], dtype=np.int32)[order],
        np.array(columns[4], dtype=np.int32)[order],
    )


def _steps(
    mine: pd.DataFrame,
    unit: str,
    driving: Driving,
    ways: Ways,
    calls: Mapping[int, int],
    window_s: tuple[float, float],
) -> list[tuple[float, int, int, int]]:
    """A vehicle's steps that touch the window: when (seconds of the run), doing what, which way, at which call."""
    at_s, node = mine["at_s"].to_numpy(dtype=np.float64), mine["node"].to_numpy(dtype=np.int64)
    kind, call = (
        mine["kind"].astype(str).to_numpy(),
        mine["call"].to_numpy(dtype=np.int64, na_value=NOBODY),
    )
    first = max(int(np.searchsorted(at_s, window_s[0], side="right")) - 1, 0)
    last = min(int(np.searchsorted(at_s, window_s[1], side="left")), len(at_s) - 1)
    found: list[tuple[float, int, int, int]] = []
    for place in range(first, last + 1):
        here, doing, of = (
            int(node[place]),
            BEGINS[Kind(kind[place])],
            calls.get(int(call[place]), NOBODY),
        )
        after = min(place + 1, len(at_s) - 1)
        there, took_s = int(node[after]), float(at_s[after] - at_s[place])
        if kind[place] in DRIVES and there != here:
            profile = driving.profile(unit, kind[place], here, there, float(at_s[place]), took_s)
            found.append((float(at_s[place]), doing, ways.of(here, there, profile), of))
            continue
        found.append((float(at_s[place]), doing, ways.of(here, here, "day"), of))
        if kind[place] == Kind.HANDED_OVER and kind[after] == Kind.BROUGHT_BACK and there != here:
            drive_s = driving.drive_s(unit, here, there, "day", float(at_s[after]))
            left_s = max(float(at_s[after]) - drive_s, float(at_s[place]))
            found.append((left_s, BRINGING_BACK, ways.of(here, there, "day"), of))
    return found


def scene_left_s(events: pd.DataFrame, nodes: NDArray[np.int64]) -> pd.Series[float]:
    """By call, when the last vehicle that left its scene left it; `nodes` is where the call of each event was."""
    kind = events["kind"].astype(str)
    there = events["node"].to_numpy(dtype=np.int64, na_value=NOBODY) == nodes
    leaves = kind.isin([Kind.LEFT_SCENE, Kind.UNIT_RECALLED]) | ((kind == Kind.UNIT_CLEAR) & there)
    found: pd.Series[float] = events[leaves.to_numpy(dtype=bool)].groupby("call")["at_s"].max()
    return found
