"""A vehicle and the people on it: where it is, and what last happened to it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenarios.chance import TICKS_PER_S
from sim.crew import (
    Coming,
    Crew,
    Rider,
    Story,
    begin_rest,
    come_back,
    look_at_the_board,
    who_rides,
)
from sim.events import AT_HOME, NEXT, ON_STANDBY, RESPONDING, Kind
from sim.patrol import Patrol

if TYPE_CHECKING:
    import simpy

    from geography.travel import Travel
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

    def node_at(self, now_s: float, roads: Travel) -> int:
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
    number: int  # in the log's names
    service: Service
    services: tuple[Service, ...]
    station: str
    skills: frozenset[str]
    crew: int
    rides_with: int
    degraded_crew: int | None
    degraded_skills: frozenset[str]
    needs_officer: bool
    needs_driver: bool
    seats: dict[str, int]
    pools: tuple[Crew, ...]
    home: int
    profile: str
    ratio: float
    convey_ratio: float
    free_on_the_road: bool
    patrol: Patrol | None
    node: int
    status: Kind = Kind.UNIT_HOME
    shares_people: bool = False  # whether other vehicles draw on its pools
    rides_at: int = 0
    call: Call | None = None
    task: Task | None = None
    scene: Scene | None = None
    journey: Journey | None = None
    activity: simpy.Process | None = None
    way_home: simpy.Timeout | None = None
    riders: list[tuple[Crew, int]] = field(default_factory=list)
    aboard_at_s: float = 0.0  # when the last rider needed is aboard

    @property
    def qualified(self) -> bool:
        """Whether not just anybody will do."""
        return self.needs_officer or self.needs_driver

    def people_free(self) -> int:
        """People of its pools who could ride now."""
        return sum(pool.free.bit_count() for pool in self.pools)

    def strength(self) -> int:
        """How many of its crew its pools can give it now; nought if that is too few to go at all."""
        if self.seats:
            count = sum(
                min(p.free.bit_count(), self.seats.get(p.name, self.crew)) for p in self.pools
            )
        else:
            count = self.people_free()
        if count < (self.degraded_crew or self.crew):
            return 0
        if self.qualified and not self.led_and_driven():
            return 0
        return min(count, self.crew)

    def led_and_driven(self) -> bool:
        """Whether there is an officer in charge, and a driver other than that officer, where it needs them."""
        officers = sum((pool.free & pool.officers).bit_count() for pool in self.pools)
        drivers = sum((pool.free & pool.drivers).bit_count() for pool in self.pools)
        either = sum(
            (pool.free & (pool.officers | pool.drivers)).bit_count() for pool in self.pools
        )
        if self.needs_officer and not officers:
            return False
        if self.needs_driver and not drivers:
            return False
        return either >= self.needs_officer + self.needs_driver

    def still_on_duty(self) -> bool:
        """Whether the people aboard have not overrun their duty."""
        return all(pool.on_duty_count >= pool.out_count for pool, _ in self.riders)

    def has_skills(self, task: Task) -> bool:
        """Whether it can do what a need asks, with so many aboard or at hand as now."""
        return self.rides_at >= self.crew or task.skills <= self.degraded_skills

    def able(self, task: Task) -> bool:
        """Whether, fully crewed, it has the skills and is of the service that a need asks for."""
        return task.service in self.services and self.skills >= task.skills

    def speed(self, task: Task) -> str:
        """The speed profile at which it drives to a need."""
        return self.profile if task.need.lights else "day"

    def may_go(self, task: Task) -> bool:
        """Whether it could be sent to this need now: free and crewed, or on a call that the need may take it from."""
        status = self.status
        if status in AT_HOME:
            return True
        if status is Kind.UNIT_CLEAR:
            return self.free_on_the_road and self.still_on_duty()
        if status in ON_STANDBY:
            return self.still_on_duty()
        return (
            status in RESPONDING
            and self.call is not None
            and self.call.category in task.may_divert_from
            and self.still_on_duty()
        )

    def becomes(self, kind: Kind) -> None:
        """Change status, refusing a change that cannot happen in life."""
        if kind not in NEXT[self.status]:
            may = ", ".join(sorted(NEXT[self.status]))
            raise ImpossibleStory(
                f"{self.id} was {self.status} and cannot become {kind}; "
                f"after {self.status} it may only become {may}."
            )
        self.status = kind

    def where(self, now_s: float, roads: Travel) -> int:
        """The road node at which it is now, also on patrol or in the middle of a journey."""
        if self.journey is not None:
            return self.journey.node_at(now_s, roads)
        if self.patrol is not None and self.status in AT_HOME:
            return self.patrol.node_at(now_s)
        return self.node

    def halt(self, now_s: float, roads: Travel) -> None:
        """Break off the journey under way, or the patrol: it is now at the node where that has brought it."""
        self.node, self.journey = self.where(now_s, roads), None
        if self.way_home is not None:
            self.way_home.callbacks = []
            self.way_home = None


def board(
    world: World,
    unit: Unit,
    luck: int,
    alerted_at_s: dict[str, float],
    alert_s: float = 0.0,
    coming: Coming | None = None,
) -> None:
    """Choose who rides, put them aboard, and say when the last one needed is there.

    Everyone of an on-call pool who can be called on sets off at the first alert to the call (`alerted_at_s`, by pool);
    a second vehicle takes the next arrivals. Those called away from another are there when that has brought them.
    """
    pools = unit.pools
    if len(pools) == 1 and not pools[0].oncall and not unit.qualified and coming is None:
        pool, now_s = pools[0], world.env.now
        who = first_of(pool.free, unit.rides_with)
        ready_s, _ = next(pool.ready_at(luck, now_s, now_s, world.hour_of_week()))
        unit.aboard_at_s = ready_s + way_to_station_s(world, unit, pool) + alert_s
        aboard = {0: who}
    else:
        riders = who_rides(unit, who_could_ride(world, unit, luck, alerted_at_s, coming))
        aboard = {}
        for rider in riders:
            aboard[rider.pool_place] = aboard.get(rider.pool_place, 0) | 1 << rider.person
        unit.aboard_at_s = max(rider.ready_s for rider in riders[: unit.crew]) + alert_s
    unit.rides_at = 0
    for place, who in aboard.items():
        pool, people = pools[place], who.bit_count()
        pool.leaves(who)
        unit.riders.append((pool, who))
        unit.rides_at += people
        if len(pool.vehicles) > 1:
            world.record_crew(Kind.CREW_OUT, pool, people, unit)
    if unit.rides_at < (unit.degraded_crew or unit.crew):
        short = unit.crew - unit.rides_at
        raise ImpossibleStory(f"{unit.id} was sent {short} short of its crew of {unit.crew}.")


def who_could_ride(
    world: World, unit: Unit, luck: int, alerted_at_s: dict[str, float], coming: Coming | None
) -> list[Rider]:
    """Everyone free in the pools of a vehicle, and when they are at it."""
    now_s, hour, found = world.env.now, world.hour_of_week(), []
    for place, pool in enumerate(unit.pools):
        alerted_s = alerted_at_s.setdefault(pool.name, now_s) if pool.oncall else now_s
        way_s = way_to_station_s(world, unit, pool)
        for at_s, person in pool.ready_at(luck, alerted_s, now_s, hour):
            if coming is not None and coming.has(pool, person):
                found.append(Rider(place, coming.at_s, person, pool))
            else:
                found.append(Rider(place, max(at_s + way_s, now_s), person, pool))
    return found


def first_of(free: int, wanted: int) -> int:
    """The first so many of those who are free."""
    who = 0
    while wanted and free:
        lowest = free & -free
        who |= lowest
        free ^= lowest
        wanted -= 1
    return who


def disembark(world: World, unit: Unit) -> None:
    """Everybody is home; after a night's conveyance they rest first where that is declared."""
    for pool, who in unit.riders:
        fresh = who & ~begin_rest(world, pool, who)
        if fresh:
            come_back(world, pool, fresh)
    unit.riders.clear()


def turn_out(world: World, unit: Unit) -> Story[None]:
    """Crew to vehicle. One already aboard turns straight round; one still gathering goes on gathering."""
    if unit.aboard_at_s > world.env.now:
        yield world.env.timeout(unit.aboard_at_s - world.env.now)
    world.record(Kind.UNIT_MOBILE, unit)


def way_to_station_s(world: World, unit: Unit, pool: Crew) -> float:
    """Seconds that people who patrol need to come to a vehicle that waits at a station; on their own vehicle none."""
    if unit.patrol is not None or pool.beat is None:
        return 0.0
    return world.roads.drive_s(pool.beat.node_at(world.env.now), unit.home, "day")


def drive_s(world: World, unit: Unit, origin: int, destination: int, profile: str) -> float:
    """Seconds that a unit drives between two nodes, to 1/1024 s, in this hour's traffic."""
    takes_s = world.roads.drive_s(origin, destination, profile) * unit.ratio
    if world.traffic is not None:
        takes_s *= world.traffic[profile][world.hour_of_week()]
    return round(takes_s * TICKS_PER_S) / TICKS_PER_S


def begin_drive(world: World, unit: Unit, destination: int, profile: str) -> float:
    """Set off for a node; says in how many seconds it is there."""
    takes_s = drive_s(world, unit, unit.node, destination, profile)
    unit.journey = Journey(unit.node, destination, profile, world.env.now, takes_s)
    return takes_s


def drive(world: World, unit: Unit, destination: int, profile: str) -> Story[None]:
    """Drive to a node. Whoever interrupts has halted the unit on its way."""
    yield world.env.timeout(begin_drive(world, unit, destination, profile))
    unit.node, unit.journey = destination, None


def go_home(world: World, unit: Unit) -> None:
    """Set off for station or beat, free to be sent elsewhere on the way."""
    base = unit.patrol.node_at(world.env.now) if unit.patrol else unit.home
    unit.way_home = world.env.timeout(begin_drive(world, unit, base, "day"))
    unit.way_home.callbacks.append(lambda _: come_home(world, unit, base))


def come_home(world: World, unit: Unit, base: int) -> None:
    """Back at base: the crew is free, and the vehicle too."""
    unit.node, unit.journey, unit.way_home = base, None, None
    disembark(world, unit)
    unit.rides_at = unit.crew
    world.record(Kind.UNIT_HOME, unit)
    look_at_the_board(world, *unit.pools)
    if unit.status in AT_HOME:  # perhaps with a fresh crew, after one that had overrun
        world.control.offer(unit)
