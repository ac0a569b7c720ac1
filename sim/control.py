"""The control room: who is waiting, who can go, and who is sent."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import simpy
from numpy.typing import NDArray

from scenarios.chance import TICKS_PER_S
from scenarios.words import Service, allowed
from sim.crew import Story, look_at_the_board
from sim.events import AT_HOME, RESPONDING, Kind
from sim.ranking import RANKINGS

if TYPE_CHECKING:
    from sim.scene import Scene, Task
    from sim.unit import Unit
    from sim.world import World

SERVICES = allowed(Service)
A_TICK_S = 0.01  # more than the rounding of a time
TaskKey = tuple[str, frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Recall:
    """What a unit hears when control takes it off a call."""

    unit: Unit
    because: Kind


@dataclass(slots=True, eq=False)
class Request:
    """A need that waits for a unit: most urgent first, then the oldest call."""

    order: tuple[int, float, int, str]
    scene: Scene
    task: Task
    asked_by: simpy.Process
    answered: simpy.Event

    def __lt__(self, other: Request) -> bool:
        return self.order < other.order


@dataclass(frozen=True, slots=True)
class Homes:
    """Where units wait, as arrays: which of the able units, node, drive time ratio, how far a beat may reach."""

    index: list[int]
    home: NDArray[np.int64]
    ratio: NDArray[np.float64]
    slack_s: NDArray[np.float64]

    @classmethod
    def of(cls, units: list[Unit], index: list[int], speed: str) -> Homes:
        """The places of some units that drive at one speed profile."""
        reaches = [
            unit.patrol.reach_s[speed] * unit.ratio + A_TICK_S if unit.patrol else 0.0
            for unit in units
        ]
        return cls(
            index,
            np.array([unit.home for unit in units], dtype=np.int64),
            np.array([unit.ratio for unit in units]),
            np.array(reaches),
        )


class Control:
    """One control room for the services of a region. Each service's requests wait in a line of their own."""

    def __init__(self, world: World) -> None:
        self._world = world
        # In a fixed order of services: what happens in one instant may not depend on who was first in the log.
        self._waiting: dict[str, list[Request]] = {service: [] for service in SERVICES}
        self._able: dict[TaskKey, list[Unit]] = {}
        self._homes: dict[TaskKey, dict[str, Homes]] = {}
        self._by_distance: dict[tuple[TaskKey, int], list[tuple[float, Unit]]] = {}
        self.on_the_road: dict[str, dict[Unit, None]] = {service: {} for service in SERVICES}

    def send(self, scene: Scene, task: Task) -> Story[Unit | None]:
        """Send the best unit that can go. If none can, wait for one, unless the need takes only who is free now."""
        if task.name in scene.lapsed:
            return None
        env = self._world.env
        unit, expected_s = self._choose(scene, task)
        if unit is not None and not self._worth_sending(scene, task, expected_s):
            return None
        assert env.active_process is not None
        if unit is not None:
            self._assign(unit, scene, task, env.active_process)
            scene.expected_at_s[task.name] = env.now + expected_s
            return unit
        if not task.need.required:
            return None
        call = scene.call
        order = (scene.plan.urgency, call.at_s, call.id, task.name)
        request = Request(order, scene, task, env.active_process, env.event())
        insort(self._waiting[task.need.service], request)
        answer: Unit | None = yield request.answered
        return answer

    def offer(self, unit: Unit) -> bool:
        """Give a unit that has just become free to whoever waits for it; says whether anybody did."""
        for request in self._waiting[unit.service]:
            if unit.able(request.task) and unit.may_go(request.task):
                self._waiting[unit.service].remove(request)
                drive_s = self._drive_from_here(unit, request.scene.call.node, request.task)
                expected_s = drive_s + self._turnout_planned(unit)
                self._assign(unit, request.scene, request.task, request.asked_by)
                request.scene.expected_at_s[request.task.name] = self._world.env.now + expected_s
                request.answered.succeed(unit)
                return True
        return False

    def _turnout_planned(self, unit: Unit) -> float:
        """The turnout that control expects now: none for a unit on the road."""
        return (
            unit.pools[0].planned_s[self._world.hour_of_week()] if unit.status in AT_HOME else 0.0
        )

    def lapse(self, scene: Scene, names: frozenset[str]) -> None:
        """Nobody is needed any more for these needs: stop looking, and stand down whoever is on the way."""
        scene.lapsed |= names
        for line in self._waiting.values():
            for request in [r for r in line if r.scene is scene and r.task.name in names]:
                line.remove(request)
                request.answered.succeed(None)
        for line_of_units in self.on_the_road.values():
            for unit in list(line_of_units):
                named = unit.task is not None and unit.task.name in names
                if unit.scene is scene and named and unit.status in RESPONDING:
                    self._recall(unit, Kind.UNIT_STOOD_DOWN)

    def able_units(self, task: Task) -> list[Unit]:
        """Units of the service and with the skills, whatever they are doing."""
        units = self._able.get(task.key)
        if units is None:
            units = self._able[task.key] = [u for u in self._world.units if u.able(task)]
        return units

    def _nearest(self, task: Task, node: int) -> list[tuple[float, Unit]]:
        """Able units by the least drive that each could have to a place when at home, worked out once for each place.

        From a station it is the drive itself. From a beat it is the drive from its station less the farthest that the
        beat reaches, since no way is shorter than by a detour.
        """
        found = self._by_distance.get((task.key, node))
        if found is None:
            units = self.able_units(task)
            least_s = np.empty(len(units))
            for speed, places in self._homes_by_speed(task).items():
                drive_s = self._world.roads.matrix(speed)[places.home, node] * places.ratio
                least_s[places.index] = (
                    np.rint(drive_s * TICKS_PER_S) / TICKS_PER_S - places.slack_s
                )
            order = np.argsort(
                least_s, kind="stable"
            )  # equal ones stay in the order of their names
            found = [(float(least_s[i]), units[i]) for i in order]
            self._by_distance[task.key, node] = found
        return found

    def _homes_by_speed(self, task: Task) -> dict[str, Homes]:
        """Where the able units wait, by the speed profile at which they would drive."""
        known = self._homes.get(task.key)
        if known is None:
            units = self.able_units(task)
            by_speed: dict[str, list[int]] = {}
            for index, unit in enumerate(units):
                by_speed.setdefault(unit.speed(task), []).append(index)
            known = self._homes[task.key] = {
                speed: Homes.of([units[i] for i in index], index, speed)
                for speed, index in by_speed.items()
            }
        return known

    def _choose(self, scene: Scene, task: Task) -> tuple[Unit | None, float]:
        """The unit ranked best, and its score: nearest homes and beats first, then the few on the road."""
        world, call = self._world, scene.call
        rank, hour = RANKINGS[task.need.rank_by], world.hour_of_week()
        best, best_s = None, float("inf")
        for least_s, unit in self._nearest(task, call.node):
            if least_s >= best_s:
                break
            if unit.status in AT_HOME:
                drive_s = self._drive_from_here(unit, call.node, task) if unit.patrol else least_s
                score = rank(unit, drive_s, hour)
                if score < best_s:
                    best, best_s = unit, score
        for unit in self.on_the_road[task.need.service]:
            if unit.may_go(task) and unit.call is not call and unit.able(task):
                score = rank(unit, self._drive_from_here(unit, call.node, task), hour)
                tie = best is not None and score == best_s and unit.id < best.id
                if score < best_s or tie:  # two at one hospital: the first by name
                    best, best_s = unit, score
        return best, best_s

    def _drive_from_here(self, unit: Unit, node: int, task: Task) -> float:
        """Seconds to a node from where a unit is now, on the way to somewhere else or on patrol."""
        here = unit.where(self._world.env.now, self._world.roads)
        return self._world.roads.drive_s(here, node, unit.speed(task)) * unit.ratio

    def _worth_sending(self, scene: Scene, task: Task, expected_s: float) -> bool:
        """Whether the need's own conditions hold for a unit expected in so many seconds."""
        only_if = task.need.only_if
        if only_if is None:
            return True
        if only_if.within is not None and expected_s > only_if.within.base:
            return False
        if only_if.sooner_than is not None:
            other_at_s = scene.expected_at_s.get(only_if.sooner_than, float("inf"))
            gain_s = other_at_s - (self._world.env.now + expected_s)
            return gain_s >= (only_if.by.base if only_if.by else 0.0)
        return True

    def _assign(self, unit: Unit, scene: Scene, task: Task, process: simpy.Process) -> None:
        """Put a unit on a call, taking it off whatever it was doing."""
        unit.halt(self._world.env.now, self._world.roads)  # at once: its process hears of it later
        if unit.status in RESPONDING:
            self._recall(unit, Kind.UNIT_DIVERTED)
        elif unit.activity is not None:  # on its way home
            unit.activity.interrupt()
        unit.call, unit.task, unit.scene, unit.activity = scene.call, task, scene, process
        self._world.record(Kind.UNIT_ASSIGNED, unit, people=unit.crew)
        look_at_the_board(self._world, *unit.pools)

    def _recall(self, unit: Unit, because: Kind) -> None:
        unit.halt(self._world.env.now, self._world.roads)
        self._world.record(because, unit)
        assert unit.activity is not None
        assert unit.scene is not None
        assert unit.task is not None
        unit.scene.expected_at_s.pop(unit.task.name, None)
        unit.activity.interrupt(Recall(unit, because))
