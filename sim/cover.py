"""Standby moves: a key station without cover is covered from another, and the pump goes back when its own is home."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from sim.crew import Story
from sim.events import AT_HOME, ON_STANDBY, Kind
from sim.unit import begin_drive, board, go_home

if TYPE_CHECKING:
    from scenarios.response import StandbyMove
    from scenarios.scenario import Scenario
    from sim.unit import Unit
    from sim.world import World


@dataclass(eq=False)
class KeyStation:
    """A station that must not be without cover for long."""

    name: str
    move: StandbyMove
    node: int
    own: list[Unit]
    others: list[Unit]  # by station, in the order declared
    bare_since_s: float | None = None
    standing_by: Unit | None = None
    moves: int = field(default=0)


class Cover:
    """Looks after the key stations whenever a vehicle of theirs leaves or comes home."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        self._world = world
        self._keys = []
        for name, move in sorted(scenario.standby.items()):
            skilled = [unit for unit in world.units if unit.skills >= frozenset(move.skills)]
            others = [u for station in move.sent_from for u in skilled if u.station == station]
            own = [unit for unit in skilled if unit.station == move.station]
            node = world.station_nodes[move.station]
            self._keys.append(KeyStation(name, move, node, own, others))
        self._looking = False

    def look(self) -> None:
        """See which key stations are bare, and which no longer need the pump that stands by."""
        if self._looking:
            return
        self._looking = True
        for key in self._keys:
            if any(unit.status in AT_HOME for unit in key.own):
                key.bare_since_s = None
                if key.standing_by is not None:
                    self._send_back(key)
            elif key.bare_since_s is None:
                key.bare_since_s = self._world.env.now
                self._world.env.process(self._cover_later(key, key.bare_since_s))
            elif self._world.env.now - key.bare_since_s >= key.move.after.base:
                self._cover_now(key)
        self._looking = False

    def keeps(self, unit: Unit) -> bool:
        """Whether a unit that has just become clear goes back to its standby, which still needs it."""
        for key in self._keys:
            if key.standing_by is unit:
                if key.bare_since_s is None or not unit.still_on_duty():
                    key.standing_by = None
                    return False
                self._send(key, unit)
                return True
        return False

    def _cover_later(self, key: KeyStation, since_s: float) -> Story[None]:
        """Send a pump if the station is still bare after the declared time."""
        yield self._world.env.timeout(key.move.after.base)
        if key.bare_since_s == since_s:
            self._cover_now(key)

    def _cover_now(self, key: KeyStation) -> None:
        """Send the first pump that can be spared; if there is none now, it is looked for whenever one may have come."""
        if key.standing_by is not None:
            return
        for unit in key.others:
            if unit.status in AT_HOME and self._can_be_spared(unit, key):
                self._send(key, unit)
                return

    def _can_be_spared(self, unit: Unit, key: KeyStation) -> bool:
        """Whether its own station keeps as many as declared without it, and it is not itself the cover of another."""
        left = sum(
            other.status in AT_HOME
            for other in key.others
            if other.station == unit.station and other is not unit
        )
        return left >= key.move.keep

    def _send(self, key: KeyStation, unit: Unit) -> None:
        world = self._world
        key.standing_by = unit
        key.moves += 1
        unit.halt(world.env.now, world.roads)
        if not unit.riders:
            luck = world.chance.key(f"standby/{key.name}/{key.moves}")
            board(world, unit, luck, {})
        world.record(Kind.STANDBY_SENT, unit, people=unit.rides_at)
        unit.activity = world.env.process(self._stand_by(key, unit))
        from sim.crew import look_at_the_board

        look_at_the_board(world, *unit.pools)

    def _stand_by(self, key: KeyStation, unit: Unit) -> Story[None]:
        """Turn out, drive there by day speeds, and wait; whoever sends it to a call interrupts."""
        world = self._world
        try:
            if unit.aboard_at_s > world.env.now:
                yield world.env.timeout(unit.aboard_at_s - world.env.now)
            world.record(Kind.STANDBY_MOBILE, unit)
            yield world.env.timeout(begin_drive(world, unit, key.node, "day"))
            unit.node, unit.journey = key.node, None
            world.record(Kind.AT_STANDBY, unit)
            unit.activity = None
            world.control.offer(unit)
        except simpy.Interrupt:
            return

    def relieve(self, unit: Unit) -> None:
        """A crew that is past its hours goes home from its standby."""
        for key in self._keys:
            if key.standing_by is unit:
                self._send_back(key)

    def _send_back(self, key: KeyStation) -> None:
        """The pump that stands by is not needed any more, or has to go."""
        unit = key.standing_by
        key.standing_by = None
        assert unit is not None
        if unit.status in ON_STANDBY:
            world = self._world
            unit.halt(world.env.now, world.roads)
            if unit.activity is not None:
                unit.activity.interrupt()
                unit.activity = None
            world.record(Kind.UNIT_CLEAR, unit)
            go_home(world, unit)
