"""People at a station, the hours they keep, and how long they take to reach their vehicle."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import simpy

from scenarios.chance import Lognormal, mix, to_unit
from sim.events import AT_HOME, Kind
from sim.patrol import Patrol

if TYPE_CHECKING:
    from scenarios.calls import Call
    from scenarios.duty import Spell
    from sim.unit import Unit
    from sim.world import World

T = TypeVar("T")
Story = Generator[simpy.Event, Any, T]


@dataclass(slots=True, eq=False)
class Crew:
    """A crew pool at work. Whoever can be called on and is not out is free to make a crew."""

    name: str
    number: int
    oncall: bool
    turnout: list[Lognormal]
    planned_s: list[float]
    on_duty: int = -1  # not yet known: the first spell says
    out: int = 0
    vehicles: list[Unit] = field(default_factory=list)
    beat: Patrol | None = None
    _last_call: int = -1
    _last_taken: int = 0

    @property
    def free(self) -> int:
        """People who could ride now; fewer than none while some out have gone off duty."""
        return self.on_duty - self.out

    def take(self, people: int, call: Call) -> int:
        """Send so many of the free out to a call; says how many of this pool had gone to it before."""
        before = self._last_taken if self._last_call == call.id else 0
        self._last_call, self._last_taken = call.id, before + people
        self.out += people
        return before

    def assembly_s(self, call: Call, riders: int, before: int, hour: int) -> float:
        """Seconds from the alert until the riders are aboard.

        On call: everyone who can be called on sets off at the alert, each with a journey of their own; the vehicle
        leaves with its last rider needed, and the first vehicle of a station takes the first arrivals. On station: one
        crew, one time.
        """
        row = self.turnout[hour]
        luck = mix(call.luck, self.number)
        if not self.oncall:
            return row.at(to_unit(mix(luck, 0)))
        people = before + riders + max(self.free, 0)
        arrivals = sorted(row.at(to_unit(mix(luck, person))) for person in range(people))
        return arrivals[before + riders - 1]


def keep_duty(world: World, changes: list[tuple[Spell, Crew]]) -> Story[None]:
    """Bring people on duty and let them go. A job in hand is finished first; the overrun shows in the log."""
    for at_s, of_one_instant in groupby(changes, key=lambda change: change[0].at_s):
        if at_s > world.env.now:
            yield world.env.timeout(at_s - world.env.now)
        changed = []
        for spell, crew in of_one_instant:
            if spell.people != crew.on_duty:
                crew.on_duty = spell.people
                world.record_crew(crew)
                changed.append(crew)
        look_at_the_board(world, *changed)


def look_at_the_board(world: World, *crews: Crew) -> None:
    """Put vehicles on or off the run, now that the free people of these pools have changed.

    A vehicle that comes on the run is offered to control at once, as is one on its way home whose people may be on duty
    again.
    """
    back: list[Unit] = []
    for crew in crews:
        for unit in crew.vehicles:
            if unit.status in AT_HOME and not unit.can_be_crewed():
                world.record(Kind.OFF_THE_RUN, unit, people=unit.people_free())
            elif unit.status is Kind.OFF_THE_RUN and unit.can_be_crewed():
                world.record(Kind.ON_THE_RUN, unit)
                back.append(unit)
            elif unit.status is Kind.UNIT_CLEAR:
                back.append(unit)
    for unit in back:
        world.control.offer(unit)
