"""Taking a patient to hospital, waiting for a bay, handing over, coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from scenarios.calls import MarkOf
from sim.crew import Story
from sim.events import Kind
from sim.unit import drive

if TYPE_CHECKING:
    from geography.region import Region
    from scenarios.calls import Call
    from scenarios.scenario import Scenario
    from sim.unit import Unit
    from sim.world import World


class Hospitals:
    """Where patients go: open emergency departments, pathways, and bays in which to hand over."""

    def __init__(self, world: World, scenario: Scenario, region: Region) -> None:
        self._world, self._region = world, region
        declared = scenario.hospitals
        self._departments = [
            (site.node, declared[name].open if name in declared else None)
            for name, site in region.sites.items()
            if site.emergency_department
        ]
        self._always_open = not any(hours for _, hours in self._departments)
        self._pathways = [
            (
                frozenset(pathway.categories),
                pathway.share.base,
                [region.sites[name].node for name in pathway.sites],
            )
            for pathway in scenario.pathways.values()
        ]
        self._hours = {
            region.sites[name].node: hospital.open for name, hospital in declared.items()
        }
        self._nearest: dict[int, int] = {}
        self.bays = {
            region.sites[name].node: simpy.Resource(world.env, hospital.bays)
            for name, hospital in declared.items()
            if hospital.bays is not None
        }

    def of(self, call: Call) -> int:
        """The hospital of a call, as a node: as recorded, by its pathway, else the nearest open department."""
        if call.facts is not None and call.facts.hospital is not None:
            return self._region.sites[call.facts.hospital].node
        if self._pathways:
            on_pathway = self._by_pathway(call)
            if on_pathway is not None:
                return on_pathway
        if not self._always_open:
            open_now = [
                node
                for node, hours in self._departments
                if hours is None or self._world.is_within(hours)
            ]
            return self._soonest(call.node, open_now or [node for node, _ in self._departments])
        found = self._nearest.get(call.node)
        if found is None:
            found = self._soonest(call.node, [node for node, _ in self._departments])
            self._nearest[call.node] = found
        return found

    def _by_pathway(self, call: Call) -> int | None:
        mark = call.mark(MarkOf.PATHWAY)
        for categories, share, nodes in self._pathways:
            if categories and call.category not in categories:
                continue
            if mark < share:
                open_now = [node for node in nodes if self._is_open(node)]
                return self._soonest(call.node, open_now) if open_now else None
            mark -= share
        return None

    def _is_open(self, node: int) -> bool:
        hours = self._hours.get(node)
        return hours is None or self._world.is_within(hours)

    def _soonest(self, node: int, hospitals: list[int]) -> int:
        return min(hospitals, key=lambda h: self._world.roads.drive_s(node, h, "day"))


def convey_and_hand_over(world: World, unit: Unit, call: Call) -> Story[None]:
    """Drive to hospital and hand over, in a bay where bays are declared."""
    hospital = world.hospitals.of(call)
    world.record(Kind.LEFT_SCENE, unit)
    yield from drive(world, unit, hospital, "day")
    world.record(Kind.AT_HOSPITAL, unit)
    bays = world.hospitals.bays.get(hospital)
    if bays is None:
        yield world.env.timeout(handover_s(world, call))
    else:
        with bays.request() as bay:
            yield bay
            world.record(Kind.HANDOVER_BEGUN, unit)
            yield world.env.timeout(handover_s(world, call))
    world.record(Kind.HANDED_OVER, unit)


def handover_s(world: World, call: Call) -> float:
    """Seconds of handing over: as recorded, else by mark."""
    if call.facts is not None and call.facts.handover_s is not None:
        return call.facts.handover_s
    return world.handover.at(call.mark(MarkOf.HANDOVER))


def make_ready(world: World, call: Call) -> Story[None]:
    """Clean and restock at the hospital."""
    yield world.env.timeout(world.make_ready.at(call.mark(MarkOf.MAKE_READY)))


def bring_back(world: World, unit: Unit, call: Call) -> Story[None]:
    """Make ready, and bring the clinician back to the car that stands at the scene."""
    yield from make_ready(world, call)
    yield from drive(world, unit, call.node, "day")
    world.record(Kind.BROUGHT_BACK, unit)
