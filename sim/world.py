"""Everything that changes during one run, and the only place where names become objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import simpy

from geography.region import Region
from scenarios.calls import Call, MarkOf
from scenarios.chance import Chance, label, mix
from scenarios.duty import HOUR_S, WEEK_H, DutySystem, Hours, Spell
from scenarios.fleet import CrewPool, Vehicle
from scenarios.posts import pool_spells, station_node
from scenarios.scenario import Scenario
from sim.control import Control
from sim.cover import Cover
from sim.crew import Crew
from sim.events import Kind
from sim.hospital import Hospitals
from sim.incident import incident
from sim.log import MISSING, EventLog
from sim.patrol import Patrol
from sim.scene import Plan, Scene, spread, task_names
from sim.unit import Unit

if TYPE_CHECKING:
    from geography.travel import Travel
    from sim.crew import Story

BEAT_PLACES = 64


class World:
    """One replication of one scenario while it is played."""

    def __init__(self, scenario: Scenario, region: Region, chance: Chance) -> None:
        self.env = simpy.Environment()
        self.region = region
        self.roads: Travel = region.roads
        self.chance = chance
        self.first_hour = scenario.calendar.first_hour
        self.open_scenes: dict[int, Scene] = {}
        names = sorted({n for plan in scenario.response_plans.values() for n in task_names(plan)})
        numbers = {name: number for number, name in enumerate(names)}
        unit_names = [*sorted(scenario.vehicles), *sorted(scenario.crew_pools)]
        self.log = EventLog(unit_names, [*names, *sorted(scenario.vehicles)])
        self._vehicles_from = len(names)  # where vehicles' names begin among those of needs
        self.plans = {
            name: Plan.of(name, plan, numbers) for name, plan in scenario.response_plans.items()
        }
        self.handover = spread(scenario.hospital_times.handover)
        self.make_ready = spread(scenario.hospital_times.make_ready)
        self.traffic = traffic_of(scenario)
        self.half_a_link_s = self.roads.longest_link_s() / 2.0
        both = {"blue_light", "day"} <= set(self.roads.profiles)
        self.lights_are_quicker = both and self.roads.never_slower("blue_light", "day")
        self._hour, self._hour_ends_s = 0, 0.0
        self._hours: dict[int, np.ndarray] = {}
        self.station_orders = {n: o.stations for n, o in scenario.station_orders.items()}
        self.station_nodes = {
            name: station_node(station, region) for name, station in scenario.stations.items()
        }
        self.crews = {
            name: crew_of(
                name, len(scenario.vehicles) + place, pool, scenario.duty_systems[pool.duty]
            )
            for place, (name, pool) in enumerate(sorted(scenario.crew_pools.items()))
        }
        self._join_posts(scenario)
        self.units = [
            self._unit(name, number, vehicle, scenario)
            for number, (name, vehicle) in enumerate(sorted(scenario.vehicles.items()))
        ]
        for unit in self.units:
            unit.shares_people = any(len(pool.vehicles) > 1 or pool.twins for pool in unit.pools)
        self.control = Control(self)
        self.hospitals = Hospitals(self, scenario, region)
        self.cover = Cover(self, scenario) if scenario.standby else None

    def _join_posts(self, scenario: Scenario) -> None:
        """One person who holds a post of another pool too is out in one role at a time."""
        for name, pool in scenario.crew_pools.items():
            for post, other in enumerate(pool.also_in):
                here, there = self.crews[name], self.crews[other]
                here.twins.append((1 << (pool.people - 1 - post), there))
                there.twins.append((1, here))

    def _unit(self, name: str, number: int, vehicle: Vehicle, scenario: Scenario) -> Unit:
        kind = scenario.vehicle_types[vehicle.type]
        home = self.station_nodes[vehicle.station]
        degraded = kind.degraded
        unit = Unit(
            id=name,
            number=number,
            service=kind.service,
            services=(kind.service, *kind.also_serves),
            station=vehicle.station,
            skills=frozenset(kind.skills),
            crew=kind.crew,
            rides_with=kind.rides_with or kind.crew,
            degraded_crew=degraded.crew if degraded else None,
            degraded_skills=frozenset(degraded.skills if degraded else ()),
            needs_officer=kind.needs_officer,
            needs_driver=kind.needs_driver,
            seats=dict(vehicle.seats),
            pools=tuple(self.crews[pool] for pool in vehicle.crewed_from),
            home=home,
            profile=kind.profile,
            ratio=kind.drive_time_ratio.base if kind.drive_time_ratio else 1.0,
            convey_ratio=kind.convey_ratio.base if kind.convey_ratio else 1.0,
            free_on_the_road=kind.free_on_the_road,
            patrol=self._beat(vehicle, home),
            node=home,
            rides_at=kind.crew,
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
        luck = self.chance.key(f"patrol/{vehicle.crewed_from[0]}")
        return Patrol(luck, vehicle.patrols.moves_every_min * 60.0, nodes)

    def hour_of_week(self) -> int:
        """The hour of the week now, from Monday 00:00; looked up once an hour."""
        now_s = self.env.now
        if now_s >= self._hour_ends_s:
            hours = int(now_s // HOUR_S)
            self._hour, self._hour_ends_s = (
                int(self.first_hour + hours) % WEEK_H,
                (hours + 1) * HOUR_S,
            )
        return self._hour

    def is_within(self, hours: tuple[Hours, ...]) -> bool:
        """Whether it is now within some declared hours of the week."""
        slots = self._hours.get(id(hours))
        if slots is None:
            rows = [row.by_hour_of_week(Hours.SLOTS_AN_HOUR) for row in hours]
            slots = self._hours[id(hours)] = np.logical_or.reduce(rows)
            self._kept_alive = (*getattr(self, "_kept_alive", ()), hours)
        slot = (self.first_hour + self.env.now / 3600.0) * Hours.SLOTS_AN_HOUR
        return bool(slots[int(slot) % len(slots)])

    def least_traffic(self) -> float:
        """The least factor of this hour's traffic over the speed profiles."""
        if self.traffic is None:
            return 1.0
        hour = self.hour_of_week()
        return min(row[hour] for row in self.traffic.values())

    def area_of(self, call: Call) -> str:
        """The area with a declared order of stations that a call is in; nothing if none."""
        areas = self.region.zones.areas
        return next((name for name in self.station_orders if areas[name][call.zone]), "")

    def is_challenged(self, call: Call, plan: Plan) -> bool:
        """Whether control sends nobody to a report, by its kind as found, the hour and its mark."""
        mark = call.mark(MarkOf.CHALLENGE)
        for row in plan.declared.not_attended:
            if call.kind in row.found and self.is_within((row,)):
                if mark < row.share.base:
                    return True
                mark -= row.share.base
        return False

    def record(self, kind: Kind, unit: Unit, *, people: int = MISSING) -> None:
        """Write one event of a unit, moving it to its new status."""
        unit.becomes(kind)
        call, task = unit.call, unit.task
        self.log.add(
            self.env.now,
            kind,
            call.id if call else MISSING,
            unit.number,
            task.number if task else MISSING,
            people,
            unit.node,
        )
        if kind in MOVES:
            abroad = self.control.abroad
            for service in unit.services:
                if MOVES[kind]:
                    abroad[service][unit] = None
                else:
                    abroad[service].pop(unit, None)

    def record_call(self, kind: Kind, call: Call) -> None:
        """Write one event of a call."""
        self.log.add(self.env.now, kind, call.id, MISSING, MISSING, MISSING, call.node)

    def record_crew(self, kind: Kind, crew: Crew, people: int, unit: Unit | None = None) -> None:
        """Write how many of a pool can be called on from now, or go, or are back."""
        vehicle = MISSING if unit is None else self._vehicles_from + unit.number
        self.log.add(self.env.now, kind, MISSING, crew.place, vehicle, people, MISSING)

    def open_scene(self, call: Call, plan: Plan) -> Scene:
        """Open a call's scene."""
        scene = self.open_scenes[call.id] = Scene(call, plan)
        return scene

    def is_open(self, scene: Scene) -> bool:
        """Whether a call is not closed yet."""
        return scene.call.id in self.open_scenes

    def close(self, scene: Scene, how: Kind | None = None) -> None:
        """Close a call, or say that it was not attended, given up, or never reached."""
        del self.open_scenes[scene.call.id]
        if how is None:
            if scene.arrived or scene.cancelled:
                how = Kind.CALL_CLOSED
            else:
                how = Kind.CALL_GIVEN_UP if scene.given_up else Kind.CALL_NEVER_SERVED
        self.record_call(how, scene.call)


# Where control may find a unit away from its base: from the first of these, and not after the second.
MOVES = {
    Kind.UNIT_ASSIGNED: True,
    Kind.UNIT_CLEAR: True,
    Kind.STANDBY_SENT: True,
    Kind.UNIT_ARRIVED: False,
    Kind.UNIT_HOME: False,
    Kind.UNIT_RECALLED: False,
}


def traffic_of(scenario: Scenario) -> dict[str, list[float]] | None:
    """By speed profile, the factor on drive times in each hour of the week; None if none is declared."""
    if not scenario.traffic:
        return None
    factors = {"blue_light": [1.0] * WEEK_H, "day": [1.0] * WEEK_H}
    for row in scenario.traffic.values():
        for hour in np.flatnonzero(row.by_hour_of_week()):
            for profile in row.profiles:
                factors[profile][int(hour)] = row.ratio.base
    return factors


def crew_of(name: str, place: int, pool: CrewPool, duty: DutySystem) -> Crew:
    """A pool of people under a duty system, before anybody is on duty."""
    rows = duty.turnout_by_hour()
    ready = {id(row): row.takes.draw() for row in rows}
    everybody = (1 << pool.people) - 1
    officers = pool.people if pool.officers is None else pool.officers
    drivers = pool.people if pool.drivers is None else pool.drivers
    return Crew(
        name=name,
        number=mix(label(name), label("crew")),
        place=place,
        oncall=duty.kind == "oncall",
        turnout=[ready[id(row)] for row in rows],
        planned_s=[row.planned.base for row in rows],
        officers=(1 << officers) - 1,
        drivers=everybody & ~((1 << (pool.people - drivers)) - 1),
        night_rest=pool.night_rest,
    )


def ring(world: World, calls: Iterable[tuple[Call, Plan]]) -> Story[None]:
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


def with_plans(
    world: World, scenario: Scenario, calls: Iterable[Call]
) -> Iterator[tuple[Call, Plan]]:
    """Each call with the plan of its kind as reported."""
    plans: dict[tuple[str, str], Plan] = {}
    for call in calls:
        key = (call.reported_kind, call.category)
        plan = plans.get(key)
        if plan is None:
            found = scenario.plan_for(*key)
            assert found is not None, f"no response plan for {key}"
            plan = plans[key] = world.plans[found[0]]
        yield call, plan
