"""People at a station, the hours they keep, who boards what, and how long they take to their vehicle."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import simpy

from scenarios.chance import Draw, mix, to_unit
from sim.events import AT_HOME, ON_STANDBY, Kind
from sim.patrol import Patrol

if TYPE_CHECKING:
    from scenarios.duty import Spell
    from scenarios.fleet import NightRest
    from sim.unit import Unit
    from sim.world import World

T = TypeVar("T")
Story = Generator[simpy.Event, Any, T]


@dataclass(slots=True, eq=False)
class Crew:
    """A crew pool at work: person k is bit k of `on_duty`, `out`, `officers` and `drivers`."""

    name: str
    number: int
    place: int  # in the log's names
    oncall: bool
    turnout: list[Draw]
    planned_s: list[float]
    officers: int
    drivers: int
    night_rest: NightRest | None = None
    on_duty: int = -1  # not yet known: the first spell says
    out: int = 0
    on_duty_count: int = 0
    out_count: int = 0
    vehicles: list[Unit] = field(default_factory=list)
    beat: Patrol | None = None
    elsewhere: int = 0  # who is out in another role, with another pool
    twins: list[tuple[int, Crew]] = field(default_factory=list)  # who is the one of another pool
    weary: int = 0  # who is owed a rest once they are home
    back_s: dict[int, float] = field(default_factory=dict)  # on call: when each was last back

    @property
    def free(self) -> int:
        """Who could ride now."""
        return self.on_duty & ~self.out & ~self.elsewhere

    def comes_on(self, who: int) -> None:
        """From now on just these can be called on."""
        self.on_duty, self.on_duty_count = who, who.bit_count()

    def leaves(self, who: int) -> None:
        """These go out."""
        self.out |= who
        self.out_count += who.bit_count()
        for person, other in self.twins:
            if who & person:
                other.elsewhere |= other.person_of(self)

    def returns(self, who: int) -> None:
        """These are back."""
        self.out &= ~who
        self.out_count -= who.bit_count()
        for person, other in self.twins:
            if who & person:
                other.elsewhere &= ~other.person_of(self)

    def person_of(self, pool: Crew) -> int:
        """Who of this pool holds a post in another."""
        return next(person for person, other in self.twins if other is pool)

    def ready_at(
        self, luck: int, alerted_s: float, now_s: float, hour: int
    ) -> Iterator[tuple[float, int]]:
        """When each of the free is at the vehicle, and who: on call each by a journey of their own, else together.

        Who has been out since the alert sets off anew.
        """
        row, luck, free = self.turnout[hour], mix(luck, self.number), self.free
        together = None if self.oncall else alerted_s + row.at(to_unit(mix(luck, 0)))
        person = 0
        while free:
            if free & 1:
                if together is not None:
                    yield together, person
                else:
                    since_s = alerted_s if self.back_s.get(person, 0.0) <= alerted_s else now_s
                    yield since_s + row.at(to_unit(mix(luck, person))), person
            free >>= 1
            person += 1


def people_in(who: int) -> Iterator[int]:
    """The people of a pool whose bits are set."""
    while who:
        lowest = who & -who
        yield lowest.bit_length() - 1
        who ^= lowest


class Coming(NamedTuple):
    """People who were called away from another vehicle: who of which pool, when they are back, and where."""

    who: dict[str, int]
    at_s: float
    node: int

    def has(self, pool: Crew, person: int) -> bool:
        """Whether somebody is among them."""
        return bool(self.who.get(pool.name, 0) >> person & 1)


class Rider(NamedTuple):
    """Somebody who could ride: after all of an earlier pool, then by when they are at the vehicle."""

    pool_place: int
    ready_s: float
    person: int
    pool: Crew


def who_rides(unit: Unit, ready: list[Rider]) -> list[Rider]:
    """The riders of a vehicle from those who could, in order: its crew with officer and driver, then whoever is there.

    The vehicle leaves with the last rider needed. Beyond its crew ride only people on station, who delay nobody.
    """
    ready.sort(key=lambda rider: rider[:3])
    if unit.seats:
        taken: dict[str, int] = {}
        chosen: list[Rider] = []
        for rider in ready:
            name = rider.pool.name
            if taken.get(name, 0) < unit.seats.get(name, unit.crew) and len(chosen) < unit.crew:
                taken[name] = taken.get(name, 0) + 1
                chosen.append(rider)
        return chosen
    wanted = min(unit.crew, len(ready))
    riders = ready[:wanted] if not unit.qualified else with_qualified(unit, ready, wanted)
    spare = unit.rides_with - len(riders)
    if spare > 0:
        riders += [r for r in ready if not r.pool.oncall and r not in riders][:spare]
    return riders


def with_qualified(unit: Unit, ready: list[Rider], wanted: int) -> list[Rider]:
    """The first so many of those ready, with an officer in charge and another as driver among them."""

    def may(rider: Rider, who: str) -> bool:
        return bool(getattr(rider.pool, who) >> rider.person & 1)

    posts = [who for who in ("officers", "drivers") if getattr(unit, f"needs_{who[:-1]}")]
    choices: list[list[Rider]] = [[]]
    for who in posts:
        choices = [
            [*some, rider]
            for some in choices
            for rider in ready
            if may(rider, who) and rider not in some
        ]
    best = min(choices, key=lambda some: max(ready.index(rider) for rider in some))
    others = [rider for rider in ready if rider not in best]
    return sorted(best + others[: wanted - len(best)], key=lambda rider: rider[:3])


def keep_duty(world: World, changes: list[tuple[Spell, Crew]]) -> Story[None]:
    """Bring people on duty and let them go. A job in hand is finished first; the overrun shows in the log."""
    for at_s, of_one_instant in groupby(changes, key=lambda change: change[0].at_s):
        if at_s > world.env.now:
            yield world.env.timeout(at_s - world.env.now)
        changed = []
        for spell, crew in of_one_instant:
            if spell.who != crew.on_duty:
                before = crew.on_duty_count if crew.on_duty >= 0 else -1
                crew.comes_on(spell.who)
                if crew.on_duty_count != before:
                    world.record_crew(Kind.CREW_ON_DUTY, crew, crew.on_duty_count)
                changed.append(crew)
        if world.cover is not None:
            for unit in [unit for crew in changed for unit in crew.vehicles]:
                if unit.status in ON_STANDBY and not unit.still_on_duty():
                    world.cover.relieve(unit)
        look_at_the_board(world, *changed)


def look_at_the_board(world: World, *crews: Crew) -> None:
    """Put vehicles on or off the run, now that the free people of these pools have changed.

    A vehicle that comes on the run is offered to control at once, as is one on its way home whose people may be on duty
    again.
    """
    pools = dict.fromkeys([*crews, *(other for crew in crews for _, other in crew.twins)])
    back = [unit for crew in pools for unit in crew.vehicles if can_do_more(world, unit)]
    for unit in back:
        world.control.offer(unit)
    if world.cover is not None:
        world.cover.look()


def can_do_more(world: World, unit: Unit) -> bool:
    """Put one vehicle on or off the run; says whether it may now do what it could not before."""
    status = unit.status
    if status in AT_HOME:
        strength, before = unit.strength(), unit.rides_at
        if strength == before:
            return False
        world.record(Kind.OFF_THE_RUN, unit, people=unit.people_free())
        if strength:
            come_on_the_run(world, unit, strength)
        return strength > before
    if status is Kind.OFF_THE_RUN:
        strength = unit.strength()
        if strength:
            come_on_the_run(world, unit, strength)
        return strength > 0
    return status is Kind.UNIT_CLEAR


def come_on_the_run(world: World, unit: Unit, strength: int) -> None:
    """A vehicle can be crewed again, perhaps short; the log says with how many where it is short."""
    unit.rides_at = strength
    world.record(Kind.ON_THE_RUN, unit, people=strength if strength < unit.crew else -1)


def begin_rest(world: World, crew: Crew, who: int) -> int:
    """Those of some people of a pool who are owed a rest begin it; says who they are."""
    resting = who & crew.weary
    if resting:
        crew.weary &= ~resting
        world.env.process(rest(world, crew, resting))
    return resting


def rest(world: World, crew: Crew, who: int) -> Story[None]:
    """Rest after a night's conveyance: these cannot be called on for as long as is declared."""
    assert crew.night_rest is not None
    yield world.env.timeout(crew.night_rest.lasts.base)
    come_back(world, crew, who)
    look_at_the_board(world, crew)


def come_back(world: World, crew: Crew, who: int) -> None:
    """These people of a pool are back and free."""
    crew.returns(who)
    if crew.oncall:
        crew.back_s.update(dict.fromkeys(people_in(who), world.env.now))
    if len(crew.vehicles) > 1:
        world.record_crew(Kind.CREW_BACK, crew, who.bit_count())
