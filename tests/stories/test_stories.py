"""Tiny worlds, one or two calls, and the log line by line: a story for every rule of the model.

A line of a log is `seconds event`, then what applies of: `#call` (in stories of several calls), unit, need, people,
and `@place` (compared only where the story gives it). People coming on duty are left out unless `show_duty` is set, and
what happens after `until` is not compared. Events of one instant may stand in any order, but those of one unit, or of
one call, in theirs: the model does not say which of two stations rings first.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.events import OF_A_CALL, OF_A_CREW, Event, Kind
from sim.run import RunLog, run
from tests.stories.world import HERE, call_of, merged, read, region_of, scenario_of

FILES = sorted(HERE.glob("*.yaml"))
STORIES = [
    pytest.param(merged(file["world"], story.get("world", {})), story, id=f"{path.stem}: {story['title']}")
    for path in FILES
    for file in [read(path)]
    for story in file["stories"]
]  # fmt: skip


def play(world: dict[str, Any], story: dict[str, Any]) -> tuple[RunLog, tuple[str, ...]]:
    region = region_of(world["map"])
    scenario = scenario_of(world, region, story["title"])
    calls = [call_of(number, fact, region) for number, fact in enumerate(story["calls"], 1)]
    return run(scenario, region, 0, calls=calls), region.node_names


def expected_lines(story: dict[str, Any]) -> list[str]:
    lines = (line.split("# ")[0].split() for line in story["log"].splitlines())
    return [" ".join(words) for words in sorted(filter(None, lines), key=order_of_line)]


def order_of_line(words: list[str]) -> tuple[float, str]:
    """Its time, then whose it is: a unit's, or else a call's."""
    names = [word for word in words[2:] if not word.startswith(("#", "@"))]
    return float(words[0]), names[0] if words[1] not in OF_A_CALL else "".join(words[2:3])


def order_of_event(event: Event, several: bool) -> tuple[float, str]:
    """As `order_of_line`, of the event that the line tells."""
    return event.at_s, event.unit or (f"#{event.call}" if several else "")


def line_of(event: Event, several: bool, place: str | None) -> str:
    words = [f"{event.at_s:.1f}".removesuffix(".0"), str(event.kind)]
    if event.call is not None and several:
        words.append(f"#{event.call}")
    words += [str(word) for word in (event.unit, event.need, event.people) if word is not None]
    return " ".join(words + ([f"@{place}"] if place else []))


def told(log: RunLog, story: dict[str, Any], places: tuple[str, ...]) -> list[str]:
    """The log as the story tells it: with a place where the story's line at that point has one."""
    several = len(story["calls"]) > 1
    events = [
        event
        for event in log.events
        if (event.kind not in OF_A_CREW or story.get("show_duty"))
        and event.at_s <= story.get("until", float("inf"))
    ]
    assert [event.at_s for event in events] == sorted(event.at_s for event in events)
    events.sort(key=lambda event: order_of_event(event, several))
    wants_place = ["@" in line for line in expected_lines(story)] + [False] * len(events)
    return [
        line_of(event, several, places[event.node] if wanted and event.node is not None else None)
        for event, wanted in zip(events, wants_place, strict=False)
    ]


@pytest.mark.parametrize(("world", "story"), STORIES)
def test_the_log_is_as_told(world: dict[str, Any], story: dict[str, Any]) -> None:
    log, places = play(world, story)
    found, expected = told(log, story, places), expected_lines(story)
    assert found == expected, "the log was:\n" + "\n".join(found)


def test_every_story_says_its_rule() -> None:
    stories = [param.values[1] for param in STORIES]
    assert len(stories) >= 40
    for story in stories:
        assert story["title"][0].isupper(), story["title"]
        assert len(story["rule"]) > 20, story["title"]
    titles = [story["title"] for story in stories]
    assert len(titles) == len(set(titles))


def test_every_kind_of_event_has_a_story() -> None:
    told_of = {line.split()[1] for param in STORIES for line in expected_lines(param.values[1])}
    assert {str(kind) for kind in Kind} == told_of
