"""Seconds by road on a large network: a table to every zone and site, the rest worked out when asked for."""

from __future__ import annotations

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geography.travel import (
    Links,
    RoadNetwork,
    UnreachableNode,
    cache_folder,
    fastest_links,
    is_never_slower,
    read_kept,
    slowest_link_s,
    write_whole,
)

Floats = NDArray[np.float64]
_INFINITE = float("inf")
_ROWS_KEPT = 256  # of one profile; each is a float64 and an int32 a node
_BLOCK = 128


class _Profile:
    """One speed profile: its links, the table to the places, and what was worked out beside it."""

    def __init__(self, count: int, links: Links, seconds: NDArray[np.float32]) -> None:
        self.links = links
        self.count = count
        self.seconds = seconds  # [places, nodes]: from each node to a place
        self.start, self.end = np.divmod(links.key, count)
        self.first = np.searchsorted(self.start, np.arange(count + 1))
        self.graph = csr_array((links.seconds, (self.start, self.end)), shape=(count, count))
        self._rows: OrderedDict[int, tuple[Floats, NDArray[np.int32]]] = OrderedDict()
        self._columns: OrderedDict[int, Floats] = OrderedDict()
        self._ways_out: NDArray[np.int64] | None = None
        self._backwards: csr_array | None = None
        self._lists: tuple[list[int], list[int], list[float]] | None = None

    def row(self, origin: int) -> tuple[Floats, NDArray[np.int32]]:
        """Seconds from a node to every node, and the node before each on its way."""
        found = self._rows.get(origin)
        if found is None:
            far, before = dijkstra(
                self.graph, directed=True, indices=np.array([origin]), return_predecessors=True
            )
            found = self._rows[origin] = (far[0], before[0])
            if len(self._rows) > _ROWS_KEPT:
                self._rows.popitem(last=False)
        else:
            self._rows.move_to_end(origin)
        return found

    def column(self, destination: int) -> Floats:
        """Seconds from every node to one that is not among the places."""
        found = self._columns.get(destination)
        if found is None:
            if self._backwards is None:
                self._backwards = csr_array(self.graph.T)
            far = dijkstra(self._backwards, directed=True, indices=np.array([destination]))[0]
            found = self._columns[destination] = far
            if len(self._columns) > _ROWS_KEPT:
                self._columns.popitem(last=False)
        else:
            self._columns.move_to_end(destination)
        return found

    def ways_out(self) -> NDArray[np.int64]:
        """The links that leave each node, [nodes, most of any]; -1 where there is none."""
        if self._ways_out is None:
            widest = int(np.diff(self.first).max(initial=1))
            table = np.full((self.count, widest), -1, dtype=np.int64)
            table[self.start, np.arange(len(self.start)) - self.first[self.start]] = np.arange(
                len(self.start)
            )
            self._ways_out = table
        return self._ways_out

    def way(self, origin: int, destination: int, row: int) -> list[int]:
        """The nodes from one to a place, as `step` takes them one by one; it ends elsewhere only beyond 4.5 hours."""
        if self._lists is None:
            self._lists = self.first.tolist(), self.end.tolist(), self.links.seconds.tolist()
        first, end, seconds = self._lists
        left = self.seconds[row].item
        nodes = [origin]
        while nodes[-1] != destination and len(nodes) <= self.count:
            here, least, to = nodes[-1], _INFINITE, -1
            for link in range(first[here], first[here + 1]):
                cost = seconds[link] + left(end[link])
                if cost < least:
                    least, to = cost, end[link]
            if to < 0:
                break
            nodes.append(to)
        return nodes

    def step(self, here: NDArray[np.int64], place: NDArray[np.int64]) -> NDArray[np.int64]:
        """The link by which each pair goes on from a node towards its place.

        It is the link whose seconds and what is left behind it are least; in whole 1/1024ths the sum is exact.
        """
        links = self.ways_out()[here]
        left = self.seconds[place[:, None], self.end[links]].astype(np.float64)
        cost = np.where(links >= 0, self.links.seconds[links] + left, _INFINITE)
        chosen: NDArray[np.int64] = links[np.arange(len(here)), cost.argmin(axis=1)]
        return chosen


class TimesToPlaces:
    """Travel on a network too large for a table of all pairs. What `RoadTimes` says, said from less.

    To a place (a node of a zone or a site) all times are in a table, float32, [places, nodes]. To any other
    node they are worked out from the origin when asked for, and the last few hundred are kept. The way is found by
    going, from node to node, wherever the table says that least is left.
    """

    def __init__(
        self,
        xy: Floats,
        places: NDArray[np.int64],
        links: Mapping[str, Links],
        seconds: Mapping[str, NDArray[np.float32]],
    ) -> None:
        self.xy = xy
        self.profiles: tuple[str, ...] = tuple(links)
        self.places = places
        self._links = links
        self._row_of = {int(node): row for row, node in enumerate(places)}
        self._row = np.full(len(xy), -1, dtype=np.int64)
        self._row[places] = np.arange(len(places))
        self._by = {name: _Profile(len(xy), one, seconds[name]) for name, one in links.items()}
        self._item = {name: table.item for name, table in seconds.items()}

    def drive_s(self, origin: int, destination: int, profile: str) -> float:
        """Seconds by road between two nodes at a speed profile, before the hour's factor.

        Raises UnreachableNode if no road joins them, KeyError for a profile that is not there.
        """
        row = self._row_of.get(destination)
        seconds: float
        if row is not None:
            seconds = self._item[profile](row, origin)
        else:
            seconds = float(np.float32(self._by[profile].row(int(origin))[0][destination]))
        if seconds == _INFINITE:
            message = f"No road joins node {origin} and node {destination} at {profile}."
            raise UnreachableNode(message)
        return seconds

    def seconds_between(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Seconds between nodes, broadcast together; infinite where no road joins a pair."""
        one, other = np.broadcast_arrays(
            np.asarray(origins, dtype=np.int64), np.asarray(destinations, dtype=np.int64)
        )
        start, end = one.ravel(), other.ravel()
        by, row = self._by[profile], self._row[end]
        found = np.empty(len(end), dtype=np.float64)
        listed = row >= 0
        found[listed] = by.seconds[row[listed], start[listed]]
        rest = np.flatnonzero(~listed)
        if len(np.unique(end[rest])) <= len(np.unique(start[rest])):
            for node in np.unique(end[rest]):
                mine = rest[end[rest] == node]
                found[mine] = by.column(int(node))[start[mine]].astype(np.float32)
        else:
            for node in np.unique(start[rest]):
                mine = rest[start[rest] == node]
                found[mine] = by.row(int(node))[0][end[mine]].astype(np.float32)
        return found.reshape(one.shape)

    def path(self, origin: int, destination: int, profile: str) -> tuple[list[int], list[float]]:
        """Nodes along the fastest way, and seconds since the origin at each of them.

        Begins at the origin with 0.0, ends at the destination with `drive_s`. Raises
        UnreachableNode if no road joins them.
        """
        whole_s = self.drive_s(origin, destination, profile)
        by, row = self._by[profile], self._row_of.get(destination)
        if row is not None:
            nodes = by.way(int(origin), int(destination), row)
            if nodes[-1] == destination:
                left = by.seconds[row, nodes].astype(np.float64)
                return nodes, (whole_s - left).tolist()
        far, before = by.row(int(origin))
        nodes = [int(destination)]
        while nodes[-1] != origin:
            nodes.append(int(before[nodes[-1]]))
        nodes.reverse()
        return nodes, [float(np.float32(far[node])) for node in nodes]

    def lengths_m(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Metres of road along the fastest ways of many pairs, [pairs]; NaN where no road joins a pair."""
        count = len(self.xy)
        start = np.asarray(origins, dtype=np.int64)
        pairs = start * count + np.asarray(destinations, dtype=np.int64)
        unique, back = np.unique(pairs, return_inverse=True)
        here, end = np.divmod(unique, count)
        metres = np.zeros(len(unique))
        metres[np.isinf(self.seconds_between(here, end, profile))] = np.nan
        going = np.flatnonzero((here != end) & ~np.isnan(metres))
        listed = self._row[end[going]] >= 0
        self._go_on(here, end, going[listed], metres, profile)
        self._go_back(here, end, going[~listed], metres, profile)
        return metres[back.ravel()]

    def _go_on(
        self,
        here: NDArray[np.int64],
        end: NDArray[np.int64],
        going: NDArray[np.intp],
        metres: Floats,
        profile: str,
    ) -> None:
        """Drive every pair on, a link at a time, and add up its metres."""
        by, at = self._by[profile], here.copy()
        for _ in range(len(self.xy)):
            if not len(going):
                break
            link = by.step(at[going], self._row[end[going]])
            metres[going] += by.links.length_m[link]
            at[going] = by.end[link]
            going = going[at[going] != end[going]]

    def _go_back(
        self,
        here: NDArray[np.int64],
        end: NDArray[np.int64],
        going: NDArray[np.intp],
        metres: Floats,
        profile: str,
    ) -> None:
        """Walk back the ways to nodes that are no places, origin by origin."""
        by, count = self._by[profile], len(self.xy)
        for origin in np.unique(here[going]):
            _, before = by.row(int(origin))
            for pair in going[here[going] == origin]:
                node = int(end[pair])
                while node != origin:
                    previous = int(before[node])
                    link = int(np.searchsorted(by.links.key, previous * count + node))
                    metres[pair] += by.links.length_m[link]
                    node = previous

    def length_m(self, origin: int, destination: int, profile: str) -> float:
        """Metres of road along the fastest way. Raises UnreachableNode if there is none."""
        self.drive_s(origin, destination, profile)
        return float(self.lengths_m([origin], [destination], profile)[0])

    def longest_link_s(self) -> float:
        """Seconds of the slowest single link, at any profile: how far off the node nearest to a vehicle can be."""
        return slowest_link_s(self._links)

    def never_slower(self, quick: str, slow: str) -> bool:
        """Whether no link takes longer at one profile than at another."""
        return is_never_slower(self._links[quick], self._links[slow])


def seconds_to(count: int, links: Links, places: NDArray[np.int64]) -> NDArray[np.float32]:
    """Seconds from every node to each of some places, [places, nodes]; infinite where no road leads there."""
    start, end = np.divmod(links.key, count)
    backwards = csr_array((links.seconds, (end, start)), shape=(count, count))
    seconds = np.empty((len(places), count), dtype=np.float32)
    for low in range(0, len(places), _BLOCK):  # in blocks, to keep the float64 tables small
        block = places[low : low + _BLOCK]
        seconds[low : low + len(block)] = dijkstra(backwards, directed=True, indices=block)
    return seconds


def _content(count: int, links: Links, places: NDArray[np.int64]) -> str:
    """A name for these links and places: equal ones, equal name."""
    sha = hashlib.sha256(f"to places 1, {count} nodes".encode())
    for array, kind in ((places, "<i8"), (links.key, "<i8"), (links.seconds, "<f8")):
        sha.update(array.astype(kind).tobytes())
    return sha.hexdigest()[:32]


def _kept(count: int, links: Links, places: NDArray[np.int64], folder: Path) -> NDArray[np.float32]:
    file = folder / f"to-{_content(count, links, places)}.npy"
    table = read_kept(file, (len(places), count), (np.float32,))
    if table is None:
        table = seconds_to(count, links, places)
        with contextlib.suppress(
            OSError
        ):  # a cache that cannot be written costs time, not the answer
            write_whole(file, table)
        table.setflags(write=False)
    return table  # type: ignore[return-value]


def times_to_places(network: RoadNetwork, places: ArrayLike, cache: bool = False) -> TimesToPlaces:
    """Fastest times from all nodes to some of them, per profile, and from any node to any when asked for.

    With `cache`, tables are kept under `cache_folder()/travel` by the content of links and places.
    """
    count, wanted = len(network.xy), np.unique(np.asarray(places, dtype=np.int64))
    links = {profile: fastest_links(network, profile) for profile in network.seconds}
    folder = cache_folder() / "travel"
    seconds = {
        profile: _kept(count, one, wanted, folder) if cache else seconds_to(count, one, wanted)
        for profile, one in links.items()
    }
    return TimesToPlaces(network.xy, wanted, links, seconds)
