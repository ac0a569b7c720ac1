"""A run that is watched: a check is made of the whole world whenever an instant is over."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import simpy

from geography.region import Region
from scenarios.calls import Call
from scenarios.scenario import Scenario
from sim import world as world_room
from sim.run import RunLog, run
from sim.world import World


def watched_run(
    scenario: Scenario, region: Region, calls: list[Call], check: Callable[[World], None]
) -> RunLog:
    """Play calls, and look at the world after every instant."""
    worlds: list[World] = []

    class Watched(simpy.Environment):
        def run(self, until: object = None) -> None:
            del until
            while self._queue:
                self.step()
                if self.peek() > self.now:
                    check(worlds[0])

    before = World.__init__

    def remembered(self: World, *arguments: object) -> None:
        worlds.append(self)
        before(self, *arguments)  # type: ignore[arg-type]

    with (
        patch.object(world_room.simpy, "Environment", Watched),
        patch.object(World, "__init__", remembered),
    ):
        return run(scenario, region, 0, calls=calls)
