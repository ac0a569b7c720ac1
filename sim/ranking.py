"""How control orders the units that could go. Smaller is better. To add one, write it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.events import AT_HOME

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.calls import Call
    from sim.scene import Task
    from sim.unit import Unit
    from sim.world import World


def soonest_arrival(world: World, unit: Unit, call: Call, task: Task) -> float:
    """Seconds until expected at the scene: the turnout that control plans for if not on the road, then the drive."""
    here = unit.where(world.env.now, world.roads)
    drive_s = world.roads.drive_s(here, call.node, unit.speed(task)) * unit.ratio
    return drive_s + (world.planned_turnout_s(unit) if unit.status in AT_HOME else 0.0)


RANKINGS: dict[str, Callable[[World, Unit, Call, Task], float]] = {
    "soonest_arrival": soonest_arrival,
}
