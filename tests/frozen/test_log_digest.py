"""What version 0.1.0 did with one small scenario; not evidence that it is right. A move needs a line in the changelog.

The scenario has drawn calls of three services and every kind of event: shared crews, patrols, overruns, diversions, a
crew called away, a standby, bays, conveyance by fire, calls challenged, called off, given up and made up.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from sim.events import Kind
from sim.run import RunLog, run
from tests.stories.world import HERE, read, region_of, scenario_of

DIGEST = "8c4933476b2068c41e90476b47e22f75"
EVENTS = 2392


def small_run() -> RunLog:
    world = read(HERE.parent / "frozen" / "small.yaml")
    region = region_of(world["map"])
    return run(scenario_of(world, region, "a small county"), region)


def test_the_log_is_what_it_was() -> None:
    log = small_run()
    kinds = Counter(event.kind for event in log.events)
    assert set(kinds) == set(Kind), "the scenario should show every kind of event"
    text = "\n".join(
        f"{e.at_s!r} {e.kind} {e.call} {e.unit} {e.need} {e.people} {e.node}" for e in log.events
    )
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    assert (len(log.events), digest) == (EVENTS, DIGEST)
