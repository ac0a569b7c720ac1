"""The replay shows what the log says: every vehicle where and when it was, on the region's roads and never faster."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geography.region import Region
from results.log import Events
from results.replay_tracks import DRIVES, Driving, Ways, steps_of, thinned
from results.replayed import AT_SCENE, BRINGING_BACK, Steps, Way
from scenarios.scenario import Scenario
from sim.events import Kind
from sim.run import run
from tests.stories.test_stories import STORIES
from tests.stories.world import call_of, region_of, scenario_of

WHOLE = {
    (Kind.UNIT_MOBILE, Kind.UNIT_ARRIVED),
    (Kind.LEFT_SCENE, Kind.AT_HOSPITAL),
    (Kind.UNIT_CLEAR, Kind.UNIT_HOME),
    (Kind.STANDBY_MOBILE, Kind.AT_STANDBY),
}
"""Drives that nobody broke off: they take as long as the model's roads, vehicle and traffic say."""


class Shown:
    """A story played, and its steps over all of it."""

    def __init__(self, world: dict[str, Any], story: dict[str, Any]) -> None:
        self.region: Region = region_of(world["map"])
        self.scenario: Scenario = scenario_of(world, self.region, story["title"])
        calls = [call_of(n, fact, self.region) for n, fact in enumerate(story["calls"], 1)]
        log = Events.of(run(self.scenario, self.region, 0, calls=calls).events).frame()
        mine = log["unit"].isin(list(self.scenario.vehicles)) & log["node"].notna()
        self.events: pd.DataFrame = log[mine.to_numpy(dtype=bool)]
        self.units = {unit: number for number, unit in enumerate(self.scenario.vehicles)}
        self.driving, self.ways = Driving(self.scenario, self.region), Ways(self.region, False)
        self.until_s = float(self.events["at_s"].max()) + 60.0 if len(self.events) else 60.0
        numbers = {number: number for number in range(1, len(calls) + 1)}
        self.steps: Steps = steps_of(
            self.events, self.driving, self.ways, self.units, numbers, (0.0, self.until_s)
        )

    def legs(self) -> list[tuple[str, Any, Any]]:
        """Each event of each vehicle with its next."""
        return [
            (str(unit), one, other)
            for unit, rows in self.events.groupby("unit", observed=True)
            for one, other in pairwise(rows.itertuples())
        ]

    def at(self, unit: str, at_s: float) -> tuple[int, Any, int]:
        return self.steps.where(self.ways.found, at_s)[self.units[unit]]


@cache
def shown_of(number: int) -> Shown:
    """A story by its number, played once for all tests."""
    world, story = STORIES[number].values  # noqa: PD011 - of a pytest parameter
    return Shown(world, story)


@pytest.mark.parametrize("number", range(len(STORIES)), ids=[str(one.id) for one in STORIES])
def test_at_each_event_a_vehicle_is_where_the_log_has_it(number: int) -> None:
    shown = shown_of(number)
    for unit, rows in shown.events.groupby("unit", observed=True):
        for event in rows.drop_duplicates("at_s", keep="last").itertuples():
            _, xy, _ = shown.at(str(unit), event.at_s)
            assert np.allclose(xy, shown.region.roads.xy[event.node]), (unit, event)


@pytest.mark.parametrize("number", range(len(STORIES)), ids=[str(one.id) for one in STORIES])
def test_between_events_it_stands_or_is_on_the_way_there(number: int) -> None:
    shown = shown_of(number)
    roads = shown.region.roads
    for unit, one, other in shown.legs():
        middle = (one.at_s + other.at_s) / 2
        if other.at_s - one.at_s < 0.01 or (one.kind, other.kind) == (
            Kind.HANDED_OVER,
            Kind.BROUGHT_BACK,
        ):
            continue
        doing, xy, _ = shown.at(unit, middle)
        if one.kind == Kind.UNIT_ARRIVED:
            assert doing == AT_SCENE
        if one.kind not in DRIVES or one.node == other.node:
            assert np.allclose(xy, roads.xy[one.node]), (unit, one.kind, other.kind)
            continue
        found = []
        for profile in roads.profiles:
            nodes, since = roads.path(one.node, other.node, profile)
            gone = np.array(since) / since[-1]
            found.append([np.interp(0.5, gone, roads.xy[nodes, axis]) for axis in (0, 1)])
        assert any(np.hypot(*(xy - place)) < 16.0 for place in found), (unit, one.kind)


@pytest.mark.parametrize("number", range(len(STORIES)), ids=[str(one.id) for one in STORIES])
def test_no_drive_is_faster_than_the_models_roads(number: int) -> None:
    shown = shown_of(number)
    half_a_link_s = shown.region.roads.longest_link_s() / 2
    for unit, one, other in shown.legs():
        if one.kind not in DRIVES or one.node == other.node or one.kind == Kind.UNIT_RECALLED:
            continue
        took_s = float(other.at_s - one.at_s)
        profile = shown.driving.profile(unit, one.kind, one.node, other.node, one.at_s, took_s)
        least_s = shown.driving.drive_s(unit, one.node, other.node, profile, one.at_s)
        if (one.kind, other.kind) in WHOLE:
            assert took_s == pytest.approx(least_s, abs=0.01), (unit, one.kind)
        else:  # broken off: the log has the vehicle at the node that was nearest
            assert took_s >= least_s - 2 * half_a_link_s, (unit, one.kind, other.kind)


def test_the_stories_show_every_kind_of_drive() -> None:
    seen, back = set(), 0
    for number in range(len(STORIES)):
        shown = shown_of(number)
        seen |= {(one.kind, other.kind) for _, one, other in shown.legs()}
        back += int((shown.steps.doing == BRINGING_BACK).sum())
    assert seen >= WHOLE
    assert (Kind.UNIT_MOBILE, Kind.UNIT_DIVERTED) in seen
    assert back


def test_a_crew_that_brings_the_clinician_back_sets_off_in_time() -> None:
    for number in range(len(STORIES)):
        shown = shown_of(number)
        for unit, one, other in shown.legs():
            if (one.kind, other.kind) != (Kind.HANDED_OVER, Kind.BROUGHT_BACK):
                continue
            drive_s = shown.driving.drive_s(unit, one.node, other.node, "day", other.at_s)
            leaves_s = other.at_s - drive_s
            assert leaves_s >= one.at_s
            assert np.allclose(shown.at(unit, leaves_s - 0.1)[1], shown.region.roads.xy[one.node])
            assert shown.at(unit, leaves_s + 0.1)[0] == BRINGING_BACK


@given(
    st.lists(
        st.tuples(st.integers(-9000, 9000), st.integers(-9000, 9000), st.integers(1, 900)),
        min_size=2,
        max_size=25,
    ),
    st.floats(0, 1),
)
def test_a_thinned_way_is_never_far_from_the_whole_one(
    places: list[tuple[int, int, int]], share: float
) -> None:
    xy = np.array([place[:2] for place in places], dtype=float)
    since = np.cumsum([place[2] for place in places]).astype(float)
    way = Way(xy, (since - since[0]) / (since[-1] - since[0]))
    fewer = thinned(way)
    assert np.hypot(*(fewer.at(share) - way.at(share))) <= 15.0 + 1e-6
    assert np.array_equal(fewer.xy[[0, -1]], way.xy[[0, -1]])
    assert len(fewer.share) <= len(way.share)
