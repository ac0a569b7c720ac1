"""The control room: who is waiting, who can go, and who is sent."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import simpy

from scenarios.words import Service, allowed
from sim.candidates import Candidates
from sim.crew import Coming, Story, look_at_the_board
from sim.events import ABROAD, AT_HOME, NOT_YET_MOBILE, ON_STANDBY, RESPONDING, Kind
from sim.ranking import RANKINGS
from sim.recall import Recall, crews_that_could_be_called_away
from sim.unit import board

if TYPE_CHECKING:
    from sim.scene import Scene, Task
    from sim.unit import Unit
    from sim.world import World

SERVICES = allowed(Service)


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


class Control:
    """One control room for the services of a region. Each service's requests wait in a line of their own."""

    def __init__(self, world: World) -> None:
        self._world = world
        # In a fixed order of services: what happens in one instant may not depend on who was first in the log.
        self._waiting: dict[str, list[Request]] = {service: [] for service in SERVICES}
        self._candidates: dict[Task, Candidates] = {}
        self._alike: dict[tuple[tuple[int, str], ...], Candidates] = {}
        self._station_order: dict[tuple[str, Candidates, int], list[str]] = {}
        self.abroad: dict[str, dict[Unit, None]] = {service: {} for service in SERVICES}
        self.may_be_called_away: dict[Unit, None] = {}
        self.sends_nobody_more = False

    def send(self, scene: Scene, task: Task) -> Story[Unit | None]:
        """Send the best unit that can go. If none can, wait for one, unless the need takes only who is free now."""
        if task.base in scene.lapsed or scene.given_up:
            return None
        env = self._world.env
        if not self.sends_nobody_more:
            unit, expected_s = RANKINGS[task.need.rank_by](self, scene, task)
            called = self.may_be_called_away and crews_that_could_be_called_away(
                self._world, scene, task, expected_s
            )
            if called:
                unit, expected_s = called.vehicle, called.expected_s
            if unit is not None:
                if not self._worth_sending(scene, task, expected_s):
                    return None
                coming = called.comes_back(self._world) if called else None
                assert env.active_process is not None
                self._assign(unit, scene, task, env.active_process, expected_s, coming)
                return unit
        if not task.required:
            return None
        call = scene.call
        order = (scene.plan.urgency, call.at_s, call.id, task.name)
        assert env.active_process is not None
        request = Request(order, scene, task, env.active_process, env.event())
        insort(self._waiting[task.service], request)
        answer: Unit | None = yield request.answered
        return answer

    def offer(self, unit: Unit) -> bool:
        """Give a unit that has just become free to whoever waits for it; says whether anybody did."""
        if self.sends_nobody_more:
            return False
        for request in self._line_of(unit):
            task = request.task
            if unit.able(task) and unit.has_skills(task) and unit.may_go(task):
                self._waiting[task.service].remove(request)
                expected_s = self.expected_s(unit, request.scene, task)
                self._assign(unit, request.scene, task, request.asked_by, expected_s)
                request.answered.succeed(unit)
                return True
        return False

    def _line_of(self, unit: Unit) -> list[Request]:
        """Who waits for a service that a unit is of, the most urgent first: of all its services together."""
        if len(unit.services) == 1:
            return self._waiting[unit.service]
        return sorted(request for service in unit.services for request in self._waiting[service])

    def lapse(self, scene: Scene, names: frozenset[str]) -> None:
        """Nobody is needed any more for these needs: stop looking, and stand down whoever is on the way."""
        scene.lapsed |= names
        self.stop_looking(scene, names)
        for units in self.abroad.values():
            for unit in list(units):
                if unit.scene is scene and unit.task is not None and unit.task.base in names:
                    if unit.status not in RESPONDING:
                        continue
                    if unit.task.passed_back_s:
                        self._world.env.process(self._stand_down_later(unit, scene, unit.task))
                    else:
                        self.recall(unit, Kind.UNIT_STOOD_DOWN)
        scene.say("patient")

    def somebody_comes(self, scene: Scene) -> bool:
        """Whether a unit is on the way to a call."""
        return any(
            unit.scene is scene and unit.status in RESPONDING
            for units in self.abroad.values()
            for unit in units
        )

    def stop_looking(self, scene: Scene, names: frozenset[str] | None = None) -> None:
        """Answer the waiting requests of a scene, all or those of some needs, with nobody."""
        for line in self._waiting.values():
            if line:
                for request in [r for r in line if r.scene is scene]:
                    if names is None or request.task.base in names:
                        line.remove(request)
                        request.answered.succeed(None)

    def _stand_down_later(self, unit: Unit, scene: Scene, task: Task) -> Story[None]:
        """A stand-down that has to pass between control rooms."""
        yield self._world.env.timeout(task.passed_back_s)
        if unit.scene is scene and unit.task is task and unit.status in RESPONDING:
            self.recall(unit, Kind.UNIT_STOOD_DOWN)

    def candidates(self, task: Task) -> Candidates:
        """Units of the service and with the skills, whatever they are doing. Needs that want the same share them."""
        found = self._candidates.get(task)
        if found is None:
            units = [unit for unit in self._world.units if unit.able(task)]
            key = tuple((unit.number, unit.speed(task)) for unit in units)
            if key not in self._alike:
                self._alike[key] = Candidates(units, [unit.speed(task) for unit in units])
            found = self._candidates[task] = self._alike[key]
        return found

    def soonest(self, scene: Scene, task: Task) -> tuple[Unit | None, float]:
        """The unit expected soonest: nearest bases first, then the few that are abroad."""
        world, call = self._world, scene.call
        node, hour, least_ratio = call.node, world.hour_of_week(), world.least_traffic()
        candidates = self.candidates(task)
        homes, units = candidates.homes_near(node, world.roads), candidates.units
        at_stations_only = world.traffic is None
        best: Unit | None = None
        best_s = float("inf")
        for least_s, index in zip(homes.least_s, homes.unit, strict=True):
            if least_s * least_ratio >= best_s:
                break
            unit = units[index]
            if unit.status in AT_HOME and (unit.rides_at >= unit.crew or unit.has_skills(task)):
                if at_stations_only and unit.patrol is None:
                    expected_s = least_s + unit.pools[0].planned_s[hour] + task.alert_s
                else:
                    expected_s = self.expected_s(unit, scene, task)
                if expected_s < best_s:
                    best, best_s = unit, expected_s
        may_divert_from = task.may_divert_from
        for unit in self.abroad[task.service]:
            if unit.status in RESPONDING:
                other = unit.call
                if other is None or other.category not in may_divert_from or other is call:
                    continue
            if not unit.able(task) or self._cannot_beat(unit, node, task, best_s):
                continue
            if not unit.may_go(task) or not unit.has_skills(task):
                continue
            expected_s = self.expected_s(unit, scene, task)
            tie = best is not None and expected_s == best_s and unit.id < best.id
            if expected_s < best_s or tie:  # two at one hospital: the first by name
                best, best_s = unit, expected_s
        return best, best_s

    def _cannot_beat(self, unit: Unit, node: int, task: Task, best_s: float) -> bool:
        """Whether a unit abroad is too far away to be sooner, whatever its way: so that few ways are looked up.

        From where it set off, no way is shorter than by a detour over where it is now; it may be put down half a link
        ahead of where it is. If blue lights are never slower than day speeds, a way by day bounds one on blue lights.
        """
        journey, world = unit.journey, self._world
        if journey is None or world.traffic is not None:
            return False
        speed = unit.speed(task)
        if speed != journey.profile and not (journey.profile == "day" and world.lights_are_quicker):
            return False
        since_s = (world.env.now - journey.set_off_s) / unit.ratio + world.half_a_link_s
        return (world.roads.drive_s(journey.origin, node, speed) - since_s) * unit.ratio > best_s

    def able_to_go(self, scene: Scene, task: Task) -> Iterator[tuple[Unit, float]]:
        """Every unit that could be sent to a need now, with the seconds until it is expected."""
        for unit in self.candidates(task).units:
            there = unit.status in AT_HOME or unit.status in ABROAD
            if (
                there
                and unit.call is not scene.call
                and unit.may_go(task)
                and unit.has_skills(task)
            ):
                yield unit, self.expected_s(unit, scene, task)

    def expected_s(self, unit: Unit, scene: Scene, task: Task) -> float:
        """Seconds until a unit is expected at a scene: the drive, and alert and planned turnout if it is at home."""
        world = self._world
        here = unit.where(world.env.now, world.roads)
        speed, hour = unit.speed(task), world.hour_of_week()
        drive_s = world.roads.drive_s(here, scene.call.node, speed) * unit.ratio
        if world.traffic is not None:
            drive_s *= world.traffic[speed][hour]
        if unit.status in NOT_YET_MOBILE:
            drive_s += unit.pools[0].planned_s[hour]
        if unit.status in AT_HOME:
            drive_s += task.alert_s
        return drive_s

    def drive_to_base_s(self, unit: Unit, base: int) -> float:
        """Seconds of drive from where a unit is to another's base."""
        world = self._world
        here = unit.where(world.env.now, world.roads)
        return world.roads.drive_s(here, base, unit.profile) * unit.ratio

    def stations_in_order(self, scene: Scene, task: Task) -> list[str]:
        """Whose turn it is at a place: the declared order of its area, then the others by the drive from home."""
        area, node = self._world.area_of(scene.call), scene.call.node
        candidates = self.candidates(task)
        key = (area, candidates, node)
        found = self._station_order.get(key)
        if found is None:
            homes = candidates.homes_near(node, self._world.roads)
            near = [candidates.units[index].station for index in homes.unit]
            declared = self._world.station_orders.get(area, ())
            found = self._station_order[key] = list(dict.fromkeys([*declared, *near]))
        return found

    def _worth_sending(self, scene: Scene, task: Task, expected_s: float) -> bool:
        """Whether the need's own conditions hold for a unit expected in so many seconds."""
        only_if = task.need.only_if
        if only_if is None:
            return True
        world = self._world
        if only_if.within is not None and expected_s > only_if.within.base:
            return False
        if only_if.district and not world.region.zones.areas[only_if.district][scene.call.zone]:
            return False
        if only_if.hours and not world.is_within(only_if.hours):
            return False
        if only_if.sooner_than is not None:
            other_at_s = scene.expected_at_s.get(only_if.sooner_than, float("inf"))
            gain_s = other_at_s - (world.env.now + expected_s)
            return gain_s >= (only_if.by.base if only_if.by else 0.0)
        return True

    def _assign(
        self,
        unit: Unit,
        scene: Scene,
        task: Task,
        process: simpy.Process,
        expected_s: float,
        coming: Coming | None = None,
    ) -> None:
        """Put a unit on a call, taking it off whatever it was doing."""
        world, call = self._world, scene.call
        unit.halt(world.env.now, world.roads)  # at once: its process hears of it later
        if unit.status in RESPONDING:
            self.recall(unit, Kind.UNIT_DIVERTED)
        elif unit.status in ON_STANDBY and unit.activity is not None:
            unit.activity.interrupt()
        unit.call, unit.task, unit.scene, unit.activity = call, task, scene, process
        if coming is not None and unit.patrol is not None:
            unit.node = coming.node
        if not unit.riders:
            board(world, unit, call.luck, scene.alerted_at_s, task.alert_s, coming)
        world.record(Kind.UNIT_ASSIGNED, unit, people=unit.rides_at)
        scene.expected_at_s[task.base] = world.env.now + expected_s
        if task.called_away_for:
            self.may_be_called_away[unit] = None
        if unit.shares_people:
            look_at_the_board(world, *unit.pools)
        elif world.cover is not None:
            world.cover.look()

    def recall(self, unit: Unit, because: Kind) -> None:
        """Take a unit off its call; whoever tells its story hears why."""
        unit.halt(self._world.env.now, self._world.roads)
        self._world.record(because, unit)
        assert unit.activity is not None
        assert unit.scene is not None
        assert unit.task is not None
        unit.scene.expected_at_s.pop(unit.task.base, None)
        self.may_be_called_away.pop(unit, None)
        unit.activity.interrupt(Recall(unit, because))
