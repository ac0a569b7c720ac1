"""Play one replication of one scenario, and hand over its log."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from geography.region import Region
from scenarios.calls import Call, CallList, calls_of, horizon_s
from scenarios.chance import Chance
from scenarios.scenario import Scenario
from sim.crew import Story, keep_duty
from sim.log import EventLog
from sim.world import World, duty_changes, ring, with_plans

# Rosters outlast the last call by so much: whoever still waits then was never served.
DRAIN_DAYS = 3


@dataclass(frozen=True, slots=True)
class RunLog:
    """What happened in one replication: the only thing that a run produces."""

    scenario: Scenario
    replication: int
    calls: CallList
    events: EventLog
    ended_at_s: float


@contextmanager
def own_garbage() -> Iterator[None]:
    """Look for cyclic garbage rarely while playing, and once at the end.

    A run makes little of it, and looking took a fifth of the time; but the world is a knot of cycles, some of it large.
    What was there before stands aside: to look through all libraries too took five times as long as a short run.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.collect()
        gc.unfreeze()


def run(
    scenario: Scenario, region: Region, replication: int = 0, calls: Iterable[Call] | None = None
) -> RunLog:
    """Play the scenario once and return its log.

    `calls` takes the place of drawn demand, for stories and replays. Raises ImpossibleStory if the model asks for
    something that cannot happen, which is always a bug.
    """
    with own_garbage():
        return played(scenario, region, replication, calls)


def played(
    scenario: Scenario, region: Region, replication: int, calls: Iterable[Call] | None
) -> RunLog:
    """Play the scenario in a world of its own, which nobody has when this is over."""
    chance = Chance(scenario.seed, replication)
    if calls is None:
        calls = calls_of(scenario, region, chance)
    rung = calls if isinstance(calls, CallList) else CallList.of(calls)
    world = World(scenario, region, chance)
    last_s = horizon_s(scenario.calendar.days_in_all)
    changes = duty_changes(world, scenario, last_s + horizon_s(DRAIN_DAYS))
    world.env.process(keep_duty(world, changes))
    world.env.process(ring(world, with_plans(world, scenario, rung)))
    if not scenario.calendar.drains:
        world.env.process(stop_sending(world, last_s))
    world.env.run()
    for scene in list(world.open_scenes.values()):
        world.close(scene)
    return RunLog(scenario, replication, rung, world.log, world.env.now)


def stop_sending(world: World, last_s: float) -> Story[None]:
    """At the end of the last day nobody more is sent; whoever is on the way still arrives."""
    yield world.env.timeout(last_s)
    world.control.sends_nobody_more = True
