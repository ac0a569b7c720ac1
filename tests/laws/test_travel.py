"""What must hold on any roads: symmetry, no short cut by a detour, paths that add up."""

from __future__ import annotations

import os
import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geography.region import Region, plain_region
from geography.travel import RoadNetwork, UnreachableNode, road_times

NODES = [f"N{index}" for index in range(9)]


@st.composite
def regions(draw: st.DrawFn) -> Region:
    seconds = st.floats(0.01, 2000, allow_nan=False)  # eight links stay under 4.5 hours
    ends = st.integers(0, len(NODES) - 1)
    links = draw(st.lists(st.tuples(ends, ends, seconds), max_size=25))
    return plain_region(
        "law",
        {name: (1000.0 * index, 700.0 * (index % 3)) for index, name in enumerate(NODES)},
        [(NODES[start], NODES[end], value) for start, end, value in links],
        {"N0": 10.0},
        {"base": ("fire_station", "N1")},
    )


@settings(max_examples=60, deadline=None)
@given(regions())
def test_a_way_back_is_as_long_and_no_detour_is_shorter(region: Region) -> None:
    times = region.roads.matrix("day").astype(np.float64)
    assert np.array_equal(times, times.T)
    assert np.all(np.diag(times) == 0)
    best = np.min(times[:, :, None] + times[None, :, :], axis=1)
    assert np.all(times <= best)


@settings(max_examples=60, deadline=None)
@given(regions())
def test_a_path_adds_up_to_the_drive(region: Region) -> None:
    roads = region.roads
    for origin in range(len(NODES)):
        for destination in range(len(NODES)):
            if np.isinf(roads.matrix("day")[origin, destination]):
                with pytest.raises(UnreachableNode):
                    roads.drive_s(origin, destination, "day")
                continue
            nodes, since = roads.path(origin, destination, "day")
            assert (nodes[0], nodes[-1], since[0]) == (origin, destination, 0.0)
            assert since[-1] == roads.drive_s(origin, destination, "day")
            legs = pairwise(nodes)
            steps = [roads.drive_s(a, b, "day") for a, b in legs]
            assert list(np.cumsum([0.0, *steps])) == since


def test_of_two_roads_between_the_same_places_the_faster_counts() -> None:
    links = [("A", "B", 90.0), ("B", "A", 30.0), ("A", "B", 60.0)]
    places = {"A": (0.0, 0.0), "B": (1000.0, 0.0)}
    region = plain_region("twice", places, links, {"A": 1.0}, {})
    assert region.roads.drive_s(0, 1, "day") == 30.0
    assert region.roads.length_m(0, 1, "day") == 1000.0
    assert region.place_name(1) == "B"


def _network() -> RoadNetwork:
    start, end = np.array([0, 1, 2]), np.array([1, 2, 3])
    seconds = np.array([10.0, 20.0, 30.0])
    xy = np.arange(8, dtype=np.float64).reshape(4, 2)
    return RoadNetwork(xy, start, end, seconds * 10, {"day": seconds})


def test_a_damaged_cache_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELIGHT_CACHE", str(tmp_path))
    first = road_times(_network(), cache=True).matrix("day").copy()
    stored = sorted(tmp_path.rglob("*.npy"))
    assert [path.name for path in stored] == ["before.npy", "seconds.npy"]
    for damage in (b"", b"not an array", stored[1].read_bytes()[:-7]):
        for path in stored:
            path.unlink()
            path.write_bytes(damage)
        assert np.array_equal(road_times(_network(), cache=True).matrix("day"), first)
    assert not list(tmp_path.rglob("*.part"))


def test_two_may_fill_the_cache_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELIGHT_CACHE", str(tmp_path))
    found: list[float] = []

    def fill() -> None:
        found.append(road_times(_network(), cache=True).drive_s(0, 3, "day"))

    threads = [threading.Thread(target=fill) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [60.0] * 6
    assert {name.suffix for name in tmp_path.rglob("*") if name.is_file()} == {".npy"}
    assert os.environ["BLUELIGHT_CACHE"] == str(tmp_path)


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(st.integers(2, 12), st.integers(0, 999))
def test_many_pairs_at_once_are_as_one_by_one(count: int, seed: int) -> None:
    """`lengths_m` and `seconds_between` over random networks, with pairs that nothing joins among them."""
    rng = np.random.default_rng(seed)
    links = int(rng.integers(0, 3 * count))
    network = RoadNetwork(
        rng.uniform(0, 5000, (count, 2)),
        rng.integers(0, count, links),
        rng.integers(0, count, links),
        rng.uniform(1, 5000, links),
        {"day": rng.uniform(1, 600, links)},
    )
    roads = road_times(network)
    origins, ends = (grid.ravel() for grid in np.indices((count, count)))
    metres = roads.lengths_m(origins, ends, "day")
    seconds = roads.seconds_between(origins, ends, "day")
    for origin, end, length_m, takes_s in zip(origins, ends, metres, seconds, strict=True):
        if np.isinf(takes_s):
            assert np.isnan(length_m)
        else:
            assert takes_s == roads.drive_s(origin, end, "day")
            assert length_m == pytest.approx(roads.length_m(origin, end, "day"))
