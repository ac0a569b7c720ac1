"""Everything that changes during one run, and the only place where names become objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import simpy

from geography.region import Region
from scenarios.calls import Call
from scenarios.chance import Chance, Lognormal, label, mix
from scenarios.duty import DutySystem, Spell
from scenarios.fleet import Vehicle
from scenarios.posts import pool_spells, station_node
from scenarios.scenario import Scenario
from sim.control import Control
from sim.crew import Crew, Story
from sim.events import Event, Kind
from sim.incident import incident
from sim.patrol import Patrol
from sim.scene import Plan, Scene, spread
from sim.unit import Unit

if TYPE_CHECKING:
    from geography.travel import RoadTimes

BEAT_PLACES = 64


class World:
    """One replication of one scenario while it is played."""

    def __init__(self, scenario: Scenario, region: Region, chance: Chance) -> None:
        self.env = simpy.Environment()
        self.region = region
        self.roads: RoadTimes = region.roads
        self.chance = chance
        self.first_hour = scenario.calendar.first_hour
        self.log: list[Event] = []
        self.open_scenes: dict[int, Scene] = {}
        self.plans = {name: Plan.of(name, plan) for name, plan in scenario.response_plans.items()}
        self.handover = spread(scenario.hospital_times.handover)
        self.make_ready = spread(scenario.hospital_times.make_ready)
        self.crews = {
            name: crew_of(name, scenario.duty_systems[pool.duty])
            for name, pool in sorted(scenario.crew_pools.items())
        }
        self.units = [
            self._unit(name, vehicle, scenario)
            for name, vehicle in sorted(scenario.vehicles.items())
        ]
        self.control = Control(self)
        self._emergency_departments = [
            site.node for site in region.sites.values() if site.emergency_department
        ]
        self._nearest_hospital: dict[int, int] = {}

    def _unit(self, name: str, vehicle: Vehicle, scenario: Scenario) -> Unit:
        kind = scenario.vehicle_types[vehicle.type]
        home = station_node(scenario.stations[vehicle.station], self.region)
        unit = Unit(
            id=name,
            service=kind.service,
            skills=frozenset(kind.skills),
            crew=kind.crew,
            pools=tuple(self.crews[pool] for pool in vehicle.crewed_from),
            home=home,
            profile=kind.profile,
            ratio=kind.drive_time_ratio.base if kind.drive_time_ratio else 1.0,
            patrol=self._beat(vehicle, home),
            node=home,
        )
        for pool in unit.pools:
            pool.vehicles.append(unit)
            pool.beat = pool.beat or unit.patrol
        return unit

    def _beat(self, vehicle: Vehicle, home: int) -> Patrol | None:
        """The places among which a unit's people patrol: zones near its station, by residents.

        Luck is the pool's, so that two vehicles of one person are in one place.
        """
        if vehicle.patrols is None:
            return None
        zones, xy = self.region.zones, self.roads.xy
        reach = vehicle.patrols.radius.base
        near = (
            (zones.easting - xy[home, 0]) ** 2 + (zones.northing - xy[home, 1]) ** 2
        ) <= reach**2
        people = zones.people * near
        nodes: tuple[int, ...] = (home,)
        if people.sum() > 0:
            marks = self.chance.uniforms(f"beat/{vehicle.crewed_from[0]}", BEAT_PLACES)
            chosen = (people.cumsum() / people.sum()).searchsorted(marks, side="right")
            nodes = tuple(int(zones.node[min(zone, len(people) - 1)]) for zone in chosen)
        reach_s = {
            speed: max(self.roads.drive_s(home, node, speed) for node in nodes)
            for speed in self.roads.profiles
        }
        luck = self.chance.key(f"patrol/{vehicle.crewed_from[0]}")
        return Patrol(luck, vehicle.patrols.moves_every_min * 60.0, nodes, reach_s)

    def hour_of_week(self) -> int:
        """The hour of the week now, from Monday 00:00."""
        return int(self.first_hour + self.env.now / 3600.0) % 168

    def record(
        self, kind: Kind, unit: Unit, *, people: int | None = None, node: int | None = None
    ) -> None:
        """Write one event of a unit, moving it to its new status."""
        call, task = unit.call, unit.task
        unit.becomes(kind, call)
        at = unit.node if node is None else node
        self.log.append(
            Event(
                self.env.now,
                kind,
                call.id if call else None,
                unit.id,
                task.name if task else None,
                people,
                at,
            )
        )
        road = self.control.on_the_road[unit.service]
        if kind is Kind.UNIT_ARRIVED or kind is Kind.UNIT_HOME:
            road.pop(unit, None)
        elif kind is Kind.UNIT_ASSIGNED or kind is Kind.UNIT_CLEAR:
            road[unit] = None

    def record_call(self, kind: Kind, call: Call) -> None:
        """Write one event of a call."""
        self.log.append(Event(self.env.now, kind, call.id, None, None, None, call.node))

    def record_end(self, scene: Scene) -> None:
        """Close a call, or say that nobody ever reached it."""
        self.record_call(Kind.CALL_CLOSED if scene.arrived else Kind.CALL_NEVER_SERVED, scene.call)

    def record_crew(self, crew: Crew) -> None:
        """Write how many of a pool can be called on from now."""
        self.log.append(
            Event(self.env.now, Kind.CREW_ON_DUTY, None, crew.name, None, crew.on_duty, None)
        )

    def nearest_hospital(self, node: int) -> int:
        """The emergency department soonest reached by day from a node."""
        found = self._nearest_hospital.get(node)
        if found is None:
            found = min(
                self._emergency_departments, key=lambda h: self.roads.drive_s(node, h, "day")
            )
            self._nearest_hospital[node] = found
        return found


def crew_of(name: str, duty: DutySystem) -> Crew:
    """A pool of people under a duty system, before anybody is on duty."""
    rows = duty.turnout_by_hour()
    ready = {id(row): Lognormal.of(row.takes.mean_s, row.takes.sd_s) for row in rows}
    return Crew(
        name=name,
        number=mix(label(name), label("crew")),
        oncall=duty.kind == "oncall",
        turnout=[ready[id(row)] for row in rows],
        planned_s=[row.planned.base for row in rows],
    )


def ring(world: World, calls: Iterator[tuple[Call, Plan]]) -> Story[None]:
    """Let each call ring at its time."""
    env = world.env
    for call, plan in calls:
        if call.at_s > env.now:
            yield env.timeout(call.at_s - env.now)
        env.process(incident(world, call, plan))


def duty_changes(world: World, scenario: Scenario, until_s: float) -> list[tuple[Spell, Crew]]:
    """Every change of people on duty in all pools, in time order."""
    spells = pool_spells(scenario, world.chance, until_s)
    changes = [(spell, world.crews[name]) for name, rows in spells.items() for spell in rows]
    return sorted(changes, key=lambda change: (change[0].at_s, change[1].name))
