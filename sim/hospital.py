"""Taking a patient to hospital and handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.calls import MarkOf
from sim.crew import Story
from sim.events import Kind
from sim.unit import drive

if TYPE_CHECKING:
    from scenarios.calls import Call
    from sim.unit import Unit
    from sim.world import World


def convey_and_hand_over(world: World, unit: Unit, call: Call) -> Story[None]:
    """Drive to the nearest emergency department, hand over, make ready."""
    world.record(Kind.LEFT_SCENE, unit)
    yield from drive(world, unit, world.nearest_hospital(call.node), "day")
    world.record(Kind.AT_HOSPITAL, unit)
    yield world.env.timeout(world.handover.at(call.mark(MarkOf.HANDOVER)))
    world.record(Kind.HANDED_OVER, unit)
    yield world.env.timeout(world.make_ready.at(call.mark(MarkOf.MAKE_READY)))
