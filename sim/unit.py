"""A vehicle and the people on it: where it is, and what last happened to it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from scenarios.chance import round_s
from sim.crew import Crew, Story, look_at_the_board
from sim.events import AT_HOME, NEXT, RESPONDING, Kind
from sim.patrol import Patrol

if TYPE_CHECKING:
    from geography.travel import RoadTimes
    from scenarios.calls import Call
    from scenarios.words import Service
    from sim.scene import Scene, Task
    from sim.world import World


class ImpossibleStory(RuntimeError):
    """The model asked for something that cannot happen. Always a bug in sim/."""


@dataclass(slots=True)
class Journey:
    """A drive under way. Its path is looked up only if somebody asks where the vehicle is, and then once."""

    origin: int
    destination: int
    profile: str
    set_off_s: float
    takes_s: float
    path: tuple[list[int], list[float]] | None = None

    def node_at(self, now_s: float, roads: RoadTimes) -> int:
        """The node nearest in time to where the vehicle is on its path."""
        if self.takes_s <= 0:
            return self.destination
        if self.path is None:
            self.path = roads.path(self.origin, self.destination, self.profile)
        nodes, cumulative = self.path
        reached = (now_s - self.set_off_s) / self.takes_s * cumulative[-1]
        after = bisect_right(cumulative, reached)
        if after >= len(nodes):
            return nodes[-1]
        nearer_ahead = cumulative[after] - reached < reached - cumulative[after - 1]
        return nodes[after] if nearer_ahead else nodes[after - 1]


@dataclass(slots=True, eq=False)
class Unit:
    """A vehicle at work."""

    id: str
    service: Service
    skills: frozenset[str]
    crew: int
    pools: tuple[Crew, ...]
    home: int
    profile: str
    ratio: float
    patrol: Patrol | None
    node: int
    status: Kind = Kind.UNIT_HOME
    call: Call | None = None
    task: Task | None = None
    scene: Scene | None = None
    journey: Journey | None = None
    activity: simpy.Process | None = None
    riders: list[tuple[Crew, int, int]] = field(default_factory=list)
    aboard_at_s: float | None = None  # when the last rider is aboard; not yet known before turnout

    def people_free(self) -> int:
        """People of its pools who could ride now."""
        return sum(max(pool.free, 0) for pool in self.pools)

    def can_be_crewed(self) -> bool:
        """Whether its pools can give it the minimum crew now."""
        return self.people_free() >= self.crew

    def still_on_duty(self) -> bool:
        """Whether the people aboard have not overrun their duty."""
        return all(pool.on_duty >= pool.out for pool, _, _ in self.riders)

    def able(self, task: Task) -> bool:
        """Whether it has the skills and is of the service that a need asks for."""
        return self.service == task.need.service and self.skills >= task.skills

    def speed(self, task: Task) -> str:
        """The speed profile at which it drives to a need."""
        return self.profile if task.need.lights else "day"

    def may_go(self, task: Task) -> bool:
        """Whether it could be sent to this need now: free and crewed, or on a call that the need may take it from."""
        if self.status in AT_HOME:
            return True
        if self.status is Kind.UNIT_CLEAR:
            return self.still_on_duty()
        return (
            self.status in RESPONDING
            and self.call is not None
            and self.call.category in task.may_divert_from
            and self.still_on_duty()
        )

    def becomes(self, kind: Kind, call: Call | None = None) -> None:
        """Change status, refusing a change that cannot happen in life. People board and leave with it."""
        if kind not in NEXT[self.status]:
            may = ", ".join(sorted(NEXT[self.status]))
            raise ImpossibleStory(
                f"{self.id} was {self.status} and cannot become {kind}; "
                f"after {self.status} it may only become {may}."
            )
        if kind is Kind.UNIT_ASSIGNED and not self.riders:
            assert call is not None
            self._board(call)
        elif kind is Kind.UNIT_HOME:
            for pool, people, _ in self.riders:
                pool.out -= people
            self.riders.clear()
            self.aboard_at_s = None
        self.status = kind

    def _board(self, call: Call) -> None:
        wanted = self.crew
        for pool in self.pools:
            people = min(wanted, max(pool.free, 0))
            if people:
                self.riders.append((pool, people, pool.take(people, call)))
                wanted -= people
        if wanted:
            raise ImpossibleStory(f"{self.id} was sent {wanted} short of its crew of {self.crew}.")

    def where(self, now_s: float, roads: RoadTimes) -> int:
        """The road node at which it is now, also on patrol or in the middle of a journey."""
        if self.journey is not None:
            return self.journey.node_at(now_s, roads)
        if self.patrol is not None and self.status in AT_HOME:
            return self.patrol.node_at(now_s)
        return self.node

    def halt(self, now_s: float, roads: RoadTimes) -> None:
        """Break off the journey under way, or the patrol: it is now at the node where that has brought it."""
        self.node, self.journey = self.where(now_s, roads), None

    def drive_s(self, origin: int, destination: int, profile: str, roads: RoadTimes) -> float:
        """Seconds that this vehicle takes between two nodes."""
        return round_s(roads.drive_s(origin, destination, profile) * self.ratio)


def turn_out(world: World, unit: Unit) -> Story[None]:
    """Crew to vehicle. One already aboard turns straight round; one still gathering goes on gathering."""
    assert unit.call is not None
    now_s = world.env.now
    if unit.aboard_at_s is None:
        hour = world.hour_of_week()
        unit.aboard_at_s = now_s + max(
            pool.assembly_s(unit.call, riders, before, hour) + way_to_station_s(world, unit, pool)
            for pool, riders, before in unit.riders
        )
    if unit.aboard_at_s > now_s:
        yield world.env.timeout(unit.aboard_at_s - now_s)
    world.record(Kind.UNIT_MOBILE, unit)


def way_to_station_s(world: World, unit: Unit, pool: Crew) -> float:
    """Seconds that people who patrol need to come to a vehicle that waits at a station; on their own vehicle none."""
    if unit.patrol is not None or pool.beat is None:
        return 0.0
    return world.roads.drive_s(pool.beat.node_at(world.env.now), unit.home, "day")


def drive(world: World, unit: Unit, destination: int, profile: str) -> Story[None]:
    """Drive to a node. Whoever interrupts has halted the unit on its way."""
    takes_s = unit.drive_s(unit.node, destination, profile, world.roads)
    unit.journey = Journey(unit.node, destination, profile, world.env.now, takes_s)
    yield world.env.timeout(takes_s)
    unit.node, unit.journey = destination, None


def go_home(world: World, unit: Unit) -> Story[None]:
    """Return to station or beat, free to be sent elsewhere on the way."""
    base = unit.patrol.node_at(world.env.now) if unit.patrol else unit.home
    try:
        yield from drive(world, unit, base, "day")
    except simpy.Interrupt:
        return
    unit.activity = None
    pools = unit.pools
    world.record(Kind.UNIT_HOME, unit)
    look_at_the_board(world, *pools)
