"""Calling a crew away: people who are out with one vehicle and are wanted more for another of their station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.crew import Coming, Story, begin_rest, come_back, come_on_the_run, look_at_the_board
from sim.events import AT_HOME, RESPONDING, Kind
from sim.unit import drive_s

if TYPE_CHECKING:
    from sim.crew import Crew
    from sim.scene import Scene, Task
    from sim.unit import Unit
    from sim.world import World


@dataclass(frozen=True, slots=True)
class Recall:
    """What a unit hears when control takes it off a call."""

    unit: Unit
    because: Kind


@dataclass(frozen=True, slots=True)
class CalledAway:
    """A vehicle that could go if the crew of another, which is out, came back for it."""

    vehicle: Unit
    other: Unit
    start: int
    back_s: float
    expected_s: float

    def comes_back(self, world: World) -> Coming:
        """Take the people off the other vehicle, which is driven home, so that they can board this one there."""
        other = self.other
        if other.scene is not None and other.status is Kind.UNIT_ARRIVED:
            assert other.task is not None
            if other.task.base in other.scene.plan.for_the_patient:
                other.scene.carers -= 1
            other.scene.arrived.discard(other.task.base)
        gathered_s = other.aboard_at_s
        world.control.recall(other, Kind.UNIT_RECALLED)
        riders = list(other.riders)
        who = {pool.name: people for pool, people in riders}
        for pool, people in riders:
            come_back(world, pool, people)
        other.riders.clear()
        other.call = other.task = other.scene = other.activity = None
        if self.vehicle.status in AT_HOME:  # short of its crew until now
            world.record(Kind.OFF_THE_RUN, self.vehicle, people=self.vehicle.people_free())
        come_on_the_run(world, self.vehicle, self.vehicle.crew)
        world.env.process(drive_home_empty(world, other, riders, self.back_s))
        return Coming(who, max(world.env.now + self.back_s, gathered_s), self.start)


def crews_that_could_be_called_away(
    world: World, scene: Scene, task: Task, sooner_than_s: float
) -> CalledAway | None:
    """The best vehicle without its crew that could have it by calling another's crew away, if that is sooner."""
    best: CalledAway | None = None
    kind, now_s, hour = scene.call.reported_kind, world.env.now, world.hour_of_week()
    for other in world.control.may_be_called_away:
        assert other.task is not None
        if kind not in other.task.called_away_for or other.scene is scene or not may_leave(other):
            continue
        here = other.where(now_s, world.roads)
        for vehicle in vehicles_of(other.riders):
            short = vehicle.status in AT_HOME and not vehicle.has_skills(task)
            if not (short or vehicle.status is Kind.OFF_THE_RUN) or not vehicle.able(task):
                continue
            if not enough(vehicle, other):
                continue
            start = here if vehicle.patrol is not None else vehicle.home
            back_s = drive_s(world, other, here, start, "day")
            others_s = 0.0 if alone_enough(vehicle, other) else vehicle.pools[0].planned_s[hour]
            there_s = drive_s(world, vehicle, start, scene.call.node, vehicle.speed(task))
            expected_s = max(back_s, others_s) + task.alert_s + there_s
            found = CalledAway(vehicle, other, start, back_s, expected_s)
            if found.expected_s < (best.expected_s if best else sooner_than_s):
                best = found
    return best


def may_leave(unit: Unit) -> bool:
    """Whether a crew can be called away: not yet there, or somebody else is with the patient, or there is none."""
    if unit.status in RESPONDING:
        return True
    if unit.status is not Kind.UNIT_ARRIVED:
        return False
    assert unit.scene is not None
    assert unit.task is not None
    return unit.task.need.until == "own_work" or unit.scene.carers > 1


def vehicles_of(riders: list[tuple[Crew, int]]) -> list[Unit]:
    """The vehicles that these people can crew."""
    return list(dict.fromkeys(unit for pool, _ in riders for unit in pool.vehicles))


def enough(vehicle: Unit, other: Unit) -> bool:
    """Whether a vehicle would have its crew with those of another beside whoever is free."""
    for pool, who in other.riders:
        pool.returns(who)
    strength = vehicle.strength()
    for pool, who in other.riders:
        pool.leaves(who)
    return strength >= vehicle.crew


def alone_enough(vehicle: Unit, other: Unit) -> bool:
    """Whether those on the other vehicle are a whole crew; if not, the rest come from where they are."""
    return sum(who.bit_count() for _, who in other.riders) >= vehicle.crew


def drive_home_empty(
    world: World, unit: Unit, riders: list[tuple[Crew, int]], takes_s: float
) -> Story[None]:
    """The vehicle comes home with its people, who are then aboard another; who is not may be owed a rest."""
    if takes_s:
        yield world.env.timeout(takes_s)
    unit.node = unit.home
    unit.rides_at = unit.crew
    for pool, who in riders:
        resting = begin_rest(world, pool, who & pool.free)
        if resting:
            pool.leaves(resting)
            world.record_crew(Kind.CREW_OUT, pool, resting.bit_count())
    world.record(Kind.UNIT_HOME, unit)
    look_at_the_board(world, *unit.pools)
    if unit.status in AT_HOME:
        world.control.offer(unit)
