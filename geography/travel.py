"""Seconds by road between any two nodes, the way driven, and the cache that keeps them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from platformdirs import user_cache_dir

TICKS = 1024  # times are kept to 1/1024 s, so that sums of them are exact
_INFINITE = float("inf")


class UnreachableNode(Exception):
    """No road joins two nodes at this profile."""


@dataclass(frozen=True)
class RoadNetwork:
    """Nodes and links: `xy` [n, 2] metres; `start`, `end`, `length_m` [links].

    `seconds` holds for each profile the seconds to drive each link, [links]; infinite where the
    profile may not use it. Links are two-way unless `directed`: then each goes from its start to
    its end only.
    """

    xy: NDArray[np.float64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    length_m: NDArray[np.float64]
    seconds: Mapping[str, NDArray[np.float64]]
    directed: bool = False


@dataclass(frozen=True)
class Links:
    """The fastest link from node to node, one entry a direction, sorted by key: start × nodes + end."""

    key: NDArray[np.int64]
    length_m: NDArray[np.float64]
    seconds: NDArray[np.float64]


class Travel(Protocol):
    """How long it takes and how far it is from node to node, by speed profile, by road or without roads."""

    @property
    def xy(self) -> NDArray[np.float64]:
        """Where the nodes are, [n, 2] metres."""
        ...

    @property
    def profiles(self) -> tuple[str, ...]:
        """The speed profiles."""
        ...

    def drive_s(self, origin: int, destination: int, profile: str) -> float:
        """Seconds between two nodes."""
        ...

    def seconds_between(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Seconds between nodes, broadcast together; infinite where nothing joins a pair."""
        ...

    def path(self, origin: int, destination: int, profile: str) -> tuple[list[int], list[float]]:
        """Nodes along the way, and seconds since the origin at each."""
        ...

    def length_m(self, origin: int, destination: int, profile: str) -> float:
        """Metres of the way."""
        ...

    def lengths_m(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Metres of the ways of many pairs, [pairs]."""
        ...

    def longest_link_s(self) -> float:
        """How far off, in seconds, the node nearest to a vehicle on its way can be; infinite if not known."""
        ...

    def never_slower(self, quick: str, slow: str) -> bool:
        """Whether no link takes longer at one profile than at another."""
        ...


def slowest_link_s(links: Mapping[str, Links]) -> float:
    """Seconds of the slowest single link at any profile."""
    return max((float(one.seconds.max(initial=0.0)) for one in links.values()), default=0.0)


def is_never_slower(quick: Links, slow: Links) -> bool:
    """Whether every link of the slow ones is there among the quick ones and takes no longer."""
    place = np.searchsorted(quick.key, slow.key)
    there = place < len(quick.key)
    if not there.all() or not np.array_equal(quick.key[place], slow.key):
        return False
    return bool((quick.seconds[place] <= slow.seconds).all())


class RoadTimes:
    """Travel between all nodes of a region by speed profile. Free-flow: the hour is not known here.

    Where links are two-way, times are symmetric; they are rounded to 1/1024 s and exact
    below 16,384 s (4.5 hours); beyond that float32 rounds them further.
    """

    def __init__(
        self,
        xy: NDArray[np.float64],
        links: Mapping[str, Links],
        seconds: Mapping[str, NDArray[np.float32]],
        before: Mapping[str, NDArray[np.signedinteger]],
    ) -> None:
        self.xy = xy
        self.profiles: tuple[str, ...] = tuple(seconds)
        self._links = links
        self._seconds = seconds
        self._before = before
        self._item = {profile: table.item for profile, table in seconds.items()}

    def drive_s(self, origin: int, destination: int, profile: str) -> float:
        """Seconds by road between two nodes at a speed profile, before the hour's factor.

        Raises UnreachableNode if no road joins them, KeyError for a profile that is not there.
        """
        seconds: float = self._item[profile](origin, destination)
        if seconds == _INFINITE:
            message = f"No road joins node {origin} and node {destination} at {profile}."
            raise UnreachableNode(message)
        return seconds

    def matrix(self, profile: str) -> NDArray[np.float32]:
        """Seconds between all nodes, [n, n], read-only; infinite where no road joins a pair."""
        return self._seconds[profile]

    def path(self, origin: int, destination: int, profile: str) -> tuple[list[int], list[float]]:
        """Nodes along the fastest way, and seconds since the origin at each of them.

        Begins at the origin with 0.0, ends at the destination with `drive_s`. Raises
        UnreachableNode if no road joins them.
        """
        self.drive_s(origin, destination, profile)
        before = self._before[profile][origin].item
        nodes = [int(destination)]
        while nodes[-1] != origin:
            nodes.append(before(nodes[-1]))
        nodes.reverse()
        since: list[float] = self._seconds[profile][origin][nodes].tolist()
        return nodes, since

    def longest_link_s(self) -> float:
        """Seconds of the slowest single link, at any profile: how far off the node nearest to a vehicle can be."""
        return slowest_link_s(self._links)

    def never_slower(self, quick: str, slow: str) -> bool:
        """Whether no link takes longer at one profile than at another."""
        return is_never_slower(self._links[quick], self._links[slow])

    def seconds_between(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Seconds between nodes, broadcast together; infinite where no road joins a pair."""
        table = self._seconds[profile]
        found = table[np.asarray(origins, dtype=np.int64), np.asarray(destinations, dtype=np.int64)]
        return np.asarray(found, dtype=np.float64)

    def lengths_m(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Metres of road along the fastest ways of many pairs, [pairs]; NaN where no road joins a pair.

        All ways are walked back at once, a link at a time.
        """
        count = len(self.xy)
        pairs = np.asarray(origins, dtype=np.int64) * count + np.asarray(
            destinations, dtype=np.int64
        )
        unique, back = np.unique(pairs, return_inverse=True)
        origin, here = np.divmod(unique, count)
        metres = np.zeros(len(unique))
        metres[np.isinf(self._seconds[profile][origin, here])] = np.nan
        links, before = self._links[profile], self._before[profile]
        going = np.flatnonzero((origin != here) & ~np.isnan(metres))
        while len(going):
            previous = before[origin[going], here[going]].astype(np.int64)
            link = np.searchsorted(links.key, previous * count + here[going])
            metres[going] += links.length_m[link]
            here[going] = previous
            going = going[previous != origin[going]]
        return metres[back.ravel()]

    def length_m(self, origin: int, destination: int, profile: str) -> float:
        """Metres of road along the fastest way. Raises UnreachableNode if there is none."""
        nodes, _ = self.path(origin, destination, profile)
        links = self._links[profile]
        steps = np.asarray(nodes, dtype=np.int64)
        keys = steps[:-1] * len(self.xy) + steps[1:]
        return float(links.length_m[np.searchsorted(links.key, keys)].sum())


def fastest_links(network: RoadNetwork, profile: str) -> Links:
    """Every usable link in each direction that it has; of parallel links the fastest, then the shortest."""
    seconds = np.asarray(network.seconds[profile], dtype=np.float64)
    usable = np.isfinite(seconds) & (network.start != network.end)
    start, end = network.start[usable], network.end[usable]
    ticks = np.maximum(np.rint(seconds[usable] * TICKS), 1.0) / TICKS
    count = len(network.xy)
    key = (start * count + end).astype(np.int64)
    length = network.length_m[usable]
    if not network.directed:
        key = np.concatenate([key, (end * count + start).astype(np.int64)])
        ticks, length = np.tile(ticks, 2), np.tile(length, 2)
    order = np.lexsort((length, ticks, key))
    key = key[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = key[1:] != key[:-1]
    return Links(key[first], length[order][first], ticks[order][first])


def _all_pairs(count: int, links: Links) -> tuple[NDArray[np.float32], NDArray[np.signedinteger]]:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    start, end = np.divmod(links.key, count)
    graph = csr_array((links.seconds, (start, end)), shape=(count, count))
    whole = np.int16 if count < np.iinfo(np.int16).max else np.int32
    seconds = np.empty((count, count), dtype=np.float32)
    before = np.empty((count, count), dtype=whole)
    for low in range(0, count, 512):  # in blocks, to keep the float64 tables small
        block = np.arange(low, min(low + 512, count))
        found, way = dijkstra(graph, directed=True, indices=block, return_predecessors=True)
        seconds[block] = found
        before[block] = way
    return seconds, before


def cache_folder() -> Path:
    """Where travel times are kept: `BLUELIGHT_CACHE`, else the user's cache folder."""
    return Path(os.environ.get("BLUELIGHT_CACHE") or user_cache_dir("bluelight"))


def write_whole(path: Path, table: NDArray[np.generic]) -> None:
    """Write an array whole or not at all, also where two processes write it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.save(file, table)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_kept(
    path: Path, shape: tuple[int, int], kinds: tuple[type, ...]
) -> NDArray[np.generic] | None:
    """The cached array, mapped; None where it is absent, half-written or of another shape."""
    try:
        table = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError, EOFError):
        return None
    if table.shape != shape or table.dtype.type not in kinds:
        return None
    return table


def _cached_pairs(
    count: int, links: Links, folder: Path
) -> tuple[NDArray[np.float32], NDArray[np.signedinteger]]:
    seconds = read_kept(folder / "seconds.npy", (count, count), (np.float32,))
    before = read_kept(folder / "before.npy", (count, count), (np.int16, np.int32))
    if seconds is None or before is None:
        seconds, before = _all_pairs(count, links)
        try:
            write_whole(folder / "before.npy", before)
            write_whole(folder / "seconds.npy", seconds)
        except OSError:
            pass  # a cache that cannot be written costs time, not the answer
        seconds.setflags(write=False)
        before.setflags(write=False)
    return seconds, before  # type: ignore[return-value]


def _content(count: int, links: Links) -> str:
    """A name for these links: equal links, equal name."""
    sha = hashlib.sha256(f"all pairs 1, {count} nodes".encode())
    sha.update(links.key.astype("<i8").tobytes())
    sha.update(links.seconds.astype("<f8").tobytes())
    return sha.hexdigest()[:32]


def road_times(network: RoadNetwork, cache: bool = False) -> RoadTimes:
    """Fastest times between all nodes of a network, per profile; for large ones see `times_to_places`.

    With `cache`, tables are kept under `cache_folder()/travel` by the content of the links, and
    opened from there next time; a damaged table is made again.
    """
    count = len(network.xy)
    links = {profile: fastest_links(network, profile) for profile in network.seconds}
    seconds: dict[str, NDArray[np.float32]] = {}
    before: dict[str, NDArray[np.signedinteger]] = {}
    for profile, profile_links in links.items():
        if not cache:
            seconds[profile], before[profile] = _all_pairs(count, profile_links)
            seconds[profile].setflags(write=False)
        else:
            folder = cache_folder() / "travel" / _content(count, profile_links)
            seconds[profile], before[profile] = _cached_pairs(count, profile_links, folder)
    return RoadTimes(network.xy, links, seconds, before)
