"""Seconds and metres in a straight line or along a grid, for places without roads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from geography.speed_law import SpeedLaw
from geography.travel import TICKS

Metric = Literal["euclidean", "manhattan"]
STEPS = 16  # places looked at along a way


class MetricTimes:
    """Travel between nodes by a metric × circuity, one speed or law a profile. No table is kept: times are worked out.

    A speed may be infinite: driving then takes no time, while lengths still count. Times are rounded to 1/1024 s. By a
    law with an acceleration a journey that is broken off on its way and begun afresh from there takes longer.
    """

    def __init__(
        self,
        xy: NDArray[np.float64],
        metric: Metric,
        speed_m_per_s: Mapping[str, float | SpeedLaw],
        circuity: float = 1.0,
    ) -> None:
        self.xy = xy
        self.profiles: tuple[str, ...] = tuple(speed_m_per_s)
        self._metric, self._circuity = metric, circuity
        self._law = {
            profile: given if isinstance(given, SpeedLaw) else SpeedLaw(given)
            for profile, given in speed_m_per_s.items()
        }
        self._x, self._y = xy[:, 0].tolist(), xy[:, 1].tolist()

    def length_m(self, origin: int, destination: int, profile: str) -> float:
        """Metres from node to node, the same at every profile."""
        del profile
        dx = self._x[origin] - self._x[destination]
        dy = self._y[origin] - self._y[destination]
        straight = math.hypot(dx, dy) if self._metric == "euclidean" else abs(dx) + abs(dy)
        return straight * self._circuity

    def lengths_m(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Metres between nodes, broadcast together."""
        del profile
        gap = self.xy[np.asarray(origins)] - self.xy[np.asarray(destinations)]
        if self._metric == "euclidean":
            return np.asarray(np.hypot(gap[..., 0], gap[..., 1]) * self._circuity)
        return np.asarray(np.abs(gap).sum(axis=-1) * self._circuity)

    def drive_s(self, origin: int, destination: int, profile: str) -> float:
        """Seconds from node to node at a speed profile. Raises KeyError for a profile that is not there."""
        length_m = self.length_m(origin, destination, profile)
        return round(self._law[profile].seconds(length_m) * TICKS) / TICKS

    def seconds_between(
        self, origins: ArrayLike, destinations: ArrayLike, profile: str
    ) -> NDArray[np.float64]:
        """Seconds between nodes, broadcast together."""
        length_m = self.lengths_m(origins, destinations, profile)
        return np.asarray(np.rint(self._law[profile].seconds_of(length_m) * TICKS) / TICKS)

    def path(self, origin: int, destination: int, profile: str) -> tuple[list[int], list[float]]:
        """The nodes nearest to some places along the way, with the seconds since the origin at each.

        A grid is driven along x first. The way is slower near its ends where the law has an acceleration.
        """
        whole_s = self.drive_s(origin, destination, profile)
        if origin == destination:
            return [int(destination)], [0.0]
        length_m = self.length_m(origin, destination, profile)
        if not length_m:  # two nodes in one place
            return [int(origin), int(destination)], [0.0, 0.0]
        start, end = self.xy[origin], self.xy[destination]
        corner = np.array([end[0], start[1]]) if self._metric == "manhattan" else start
        first_m, second_m = np.abs(corner - start).sum(), np.hypot(*(end - corner))
        share = np.linspace(0.0, 1.0, STEPS + 1)[1:-1]
        turn = first_m / (first_m + second_m)
        along = np.where(
            share[:, None] < turn,
            start + (corner - start) * (share / (turn or 1.0))[:, None],
            corner + (end - corner) * ((share - turn) / ((1.0 - turn) or 1.0))[:, None],
        )
        near = np.asarray(self._tree.query(along)[1])
        law = self._law[profile]
        gone_s = share * whole_s
        if not law.steady:
            gone_s = np.minimum(law.since_s(share * length_m, length_m), whole_s)
        nodes, since = [int(origin)], [0.0]
        for node, gone in zip(near.tolist(), gone_s.tolist(), strict=True):
            if node not in (nodes[-1], destination):
                nodes.append(node)
                since.append(gone)
        return [*nodes, int(destination)], [*since, whole_s]

    @cached_property
    def _tree(self) -> KDTree:
        return KDTree(self.xy)

    def never_slower(self, quick: str, slow: str) -> bool:
        """Whether no way, short or long, takes longer at one profile than at another."""
        return self._law[quick].never_slower_than(self._law[slow])

    def longest_link_s(self) -> float:
        """Not known: the nodes near a way may be anywhere."""
        return math.inf
