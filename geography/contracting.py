"""Join bends and changes of name to links between junctions, so that a network is no larger than it need be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geography.driving import DRIVEN_AT, Driven
from geography.road_pieces import Flags, Floats, Pieces, Whole
from geography.travel import RoadNetwork


@dataclass(slots=True)
class _Link:
    """A way between two nodes, one or two directions: seconds of each profile ahead, then back."""

    start: int
    end: int
    length_m: float
    ahead_s: tuple[float, ...]
    back_s: tuple[float, ...]
    lights_only: bool

    def from_(self, node: int) -> tuple[int, tuple[float, ...], tuple[float, ...]]:
        """The other end, and the seconds of going there and of coming from there."""
        if node == self.start:
            return self.end, self.ahead_s, self.back_s
        return self.start, self.back_s, self.ahead_s


def _added(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


class _Web:
    """Links by their nodes, while they are being joined."""

    def __init__(self, pieces: Pieces, driven: Driven) -> None:
        ahead = np.column_stack([driven.ahead_s[profile] for profile in DRIVEN_AT]).tolist()
        back = np.column_stack([driven.back_s[profile] for profile in DRIVEN_AT]).tolist()
        self.link: list[_Link | None] = []
        self.at: list[set[int]] = [set() for _ in range(len(pieces.xy))]
        columns = (pieces.start, pieces.end, pieces.length_m, pieces.lights_only)
        rows = zip(*(column.tolist() for column in columns), ahead, back, strict=True)
        for start, end, length_m, lights_only, ahead_s, back_s in rows:
            if start != end:
                self.add(_Link(start, end, length_m, tuple(ahead_s), tuple(back_s), lights_only))

    def add(self, link: _Link) -> None:
        """One link more."""
        self.at[link.start].add(len(self.link))
        self.at[link.end].add(len(self.link))
        self.link.append(link)

    def take(self, number: int) -> _Link:
        """A link, which is then gone."""
        link = self.link[number]
        assert link is not None
        self.link[number] = None
        self.at[link.start].discard(number)
        self.at[link.end].discard(number)
        return link

    def join(self, node: int, longest_m: float) -> bool:
        """Make one link of the two that meet at a node, unless it would be too long or lead back to where it began."""
        one, other = (self.link[number] for number in sorted(self.at[node]))
        assert one is not None
        assert other is not None
        if one.lights_only != other.lights_only:
            return False
        length_m = one.length_m + other.length_m
        if length_m > longest_m and not one.lights_only:
            return False
        before, from_s, to_s = one.from_(node)
        after, on_s, back_s = other.from_(node)
        if before == after:
            return False
        for number in sorted(self.at[node]):
            self.take(number)
        self.add(
            _Link(
                before, after, length_m, _added(to_s, on_s), _added(back_s, from_s), one.lights_only
            )
        )
        return True


def contracted(
    pieces: Pieces, driven: Driven, needed: Flags, inside: Flags, longest_m: float
) -> tuple[RoadNetwork, Whole, Mapping[str, float]]:
    """The network of links between junctions, the place of each node in it (-1 where it is gone), and what was dropped.

    Nodes at which just two links meet are passed over, unless they are `needed` or the link would be longer than
    `longest_m`; lengths and seconds add up. Roads for emergency vehicles stay where both ends are `inside` the rest.
    """
    web = _Web(pieces, driven)
    for node in range(len(pieces.xy)):
        if len(web.at[node]) == 2 and not needed[node]:
            web.join(node, longest_m)
    links = [
        one
        for one in web.link
        if one is not None and (not one.lights_only or (inside[one.start] and inside[one.end]))
    ]
    lost = [one for one in web.link if one is not None and one.lights_only]
    lost_m = sum(one.length_m for one in lost if not (inside[one.start] and inside[one.end]))
    kept = np.zeros(len(pieces.xy), dtype=bool)
    kept[[one.start for one in links]] = True
    kept[[one.end for one in links]] = True
    kept |= needed
    place = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int64)
    told = {"km of roads for emergency vehicles that lead nowhere": lost_m / 1000}
    return _network(pieces.xy[kept], place, links), place, told


def _network(xy: Floats, place: NDArray[np.int64], links: list[_Link]) -> RoadNetwork:
    """Links as arrays, a row for each direction that can be driven at some profile."""
    start, end, length_m = [], [], []
    seconds: list[tuple[float, ...]] = []
    for one in links:
        for a, b, takes_s in ((one.start, one.end, one.ahead_s), (one.end, one.start, one.back_s)):
            if min(takes_s) < np.inf:
                start.append(int(place[a]))
                end.append(int(place[b]))
                length_m.append(one.length_m)
                seconds.append(takes_s)
    table = np.array(seconds, dtype=np.float64).reshape(-1, len(DRIVEN_AT))
    by_profile = {profile: table[:, column] for column, profile in enumerate(DRIVEN_AT)}
    return RoadNetwork(
        xy,
        np.array(start, dtype=np.int64),
        np.array(end, dtype=np.int64),
        np.array(length_m, dtype=np.float64),
        by_profile,
        directed=True,
    )
