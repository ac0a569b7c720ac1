"""What must hold on any roads with one-way streets, from a table of all pairs and from one to places alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geography.places_times import TimesToPlaces, times_to_places
from geography.travel import RoadNetwork, RoadTimes, Travel, UnreachableNode, road_times

NODES = 9
PLACES = [1, 4, 5]
PROFILES = ("blue_light", "day")
Both = tuple[RoadNetwork, RoadTimes, TimesToPlaces]


@st.composite
def networks(draw: st.DrawFn) -> Both:
    ends = st.integers(0, NODES - 1)
    seconds = st.floats(0.01, 1500, allow_nan=False)
    rows = draw(st.lists(st.tuples(ends, ends, seconds, st.booleans()), max_size=40))
    start = np.array([row[0] for row in rows], dtype=np.int64)
    end = np.array([row[1] for row in rows], dtype=np.int64)
    day = np.array([row[2] for row in rows], dtype=np.float64)
    ours_alone = np.array([row[3] for row in rows], dtype=bool)
    xy = np.column_stack([np.arange(NODES) * 900.0, np.arange(NODES) % 4 * 700.0])
    network = RoadNetwork(
        xy,
        start,
        end,
        day * 10 + 1,
        {"blue_light": day / 2, "day": np.where(ours_alone, np.inf, day)},
        directed=True,
    )
    return network, road_times(network), times_to_places(network, PLACES)


def _pairs() -> Iterator[tuple[int, int]]:
    return ((a, b) for a in range(NODES) for b in range(NODES))


def _plain(network: RoadNetwork, profile: str) -> np.ndarray:
    """All pairs by SciPy alone: the least of parallel links taken by hand."""
    least: dict[tuple[int, int], float] = {}
    rows = zip(network.start.tolist(), network.end.tolist(), network.seconds[profile], strict=True)
    for a, b, seconds in rows:
        if a != b and np.isfinite(seconds):
            ticks = max(round(seconds * 1024), 1) / 1024
            least[a, b] = min(least.get((a, b), np.inf), ticks)
    keys = np.array(list(least), dtype=np.int64).reshape(-1, 2)
    graph = csr_array((np.array(list(least.values())), (keys[:, 0], keys[:, 1])), (NODES, NODES))
    return np.asarray(dijkstra(graph, directed=True))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_both_tables_say_what_scipy_says(both: Both) -> None:
    network, whole, places = both
    everywhere = np.arange(NODES)
    for profile in PROFILES:
        plain = _plain(network, profile)
        assert np.array_equal(whole.matrix(profile), plain)
        found = places.seconds_between(everywhere[:, None], everywhere[None], profile)
        assert np.array_equal(found, plain)
        for a, b in _pairs():
            if np.isinf(plain[a, b]):
                with pytest.raises(UnreachableNode):
                    places.drive_s(a, b, profile)
            else:
                assert places.drive_s(a, b, profile) == whole.drive_s(a, b, profile) == plain[a, b]


def _adds_up(travel: Travel, network: RoadNetwork, a: int, b: int, profile: str) -> None:
    nodes, since = travel.path(a, b, profile)
    assert (nodes[0], nodes[-1], since[0]) == (a, b, 0.0)
    assert since[-1] == travel.drive_s(a, b, profile)
    links = set(zip(network.start.tolist(), network.end.tolist(), strict=True))
    metres = 0.0
    for (here, at), (there, then) in pairwise(zip(nodes, since, strict=True)):
        assert (here, there) in links, "a road is driven against its direction"
        assert travel.drive_s(here, there, profile) == then - at
        metres += travel.length_m(here, there, profile)
    assert travel.length_m(a, b, profile) == pytest.approx(metres)


@settings(max_examples=40, deadline=None)
@given(networks())
def test_a_path_adds_up_and_goes_with_the_traffic(both: Both) -> None:
    network, whole, places = both
    for profile in PROFILES:
        for a, b in _pairs():
            if np.isfinite(whole.matrix(profile)[a, b]):
                _adds_up(whole, network, a, b, profile)
                _adds_up(places, network, a, b, profile)


@settings(max_examples=40, deadline=None)
@given(networks())
def test_a_unit_abroad_is_never_ruled_out_wrongly(both: Both) -> None:
    """The bound by which control rules units out: from where it set off no way is shorter than over where it is."""
    _, whole, _ = both
    for profile in PROFILES:
        table = whole.matrix(profile).astype(np.float64)
        for a, b in _pairs():
            if np.isfinite(table[a, b]):
                nodes, since = whole.path(a, b, profile)
                for node, at in zip(nodes, since, strict=True):
                    assert (table[node] >= table[a] - at).all()


@settings(max_examples=20, deadline=None)
@given(networks())
def test_blue_lights_are_never_slower_where_they_may_go_everywhere(both: Both) -> None:
    network, whole, places = both
    assert whole.never_slower("blue_light", "day")
    assert places.never_slower("blue_light", "day")
    assert whole.longest_link_s() == places.longest_link_s()
    alone = np.isinf(network.seconds["day"]) & (network.start != network.end)
    if alone.any():
        assert not whole.never_slower("day", "blue_light")


def test_the_table_is_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELIGHT_CACHE", str(tmp_path))
    ring = np.arange(6)
    seconds = {profile: np.full(6, 10.0) for profile in PROFILES}
    network = RoadNetwork(
        np.column_stack([ring, ring]).astype(float), ring, (ring + 1) % 6, np.ones(6), seconds,
        directed=True,
    )  # fmt: skip
    first = times_to_places(network, [0, 2], cache=True)
    again = times_to_places(network, [2, 0, 2], cache=True)
    other = times_to_places(network, [0, 3], cache=True)
    assert first.drive_s(3, 2, "day") == again.drive_s(3, 2, "day") == 50
    assert first.drive_s(2, 3, "day") == other.drive_s(2, 3, "day") == 10
    assert first.seconds_between([1, 4], 3, "day").tolist() == [20, 50]
    assert first.lengths_m([1, 4, 3], [3, 3, 3], "day").tolist() == [2, 5, 0]
