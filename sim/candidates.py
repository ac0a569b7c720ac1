"""Who could go to a need at all, and how near their bases are to a place: worked out once a run."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenarios.chance import TICKS_PER_S

if TYPE_CHECKING:
    from geography.travel import Travel
    from sim.unit import Unit


@dataclass(frozen=True, slots=True)
class Homes:
    """Able units by the least drive that each could have to a place when at home: seconds, and which unit."""

    least_s: array[float]
    unit: array[int]


@dataclass(frozen=True, slots=True)
class Bases:
    """Where some able units wait that drive at one speed: which of them, nodes of base or beat, drive time ratio."""

    speed: str
    index: NDArray[np.int64]
    nodes: NDArray[np.int64]  # [unit, place of its beat]; a station is one place
    ratio: NDArray[np.float64]

    @classmethod
    def of(cls, units: list[Unit], speeds: list[str], speed: str, on_beats: bool) -> Bases:
        """The bases of those units that would drive at this speed, from stations or from beats."""
        some = [
            (i, unit)
            for i, unit in enumerate(units)
            if speeds[i] == speed and (unit.patrol is not None) == on_beats
        ]
        places = [unit.patrol.nodes if unit.patrol else (unit.home,) for _, unit in some]
        widest = max((len(nodes) for nodes in places), default=1)
        return cls(
            speed,
            np.array([i for i, _ in some], dtype=np.int64),
            np.array([np.resize(nodes, widest) for nodes in places], dtype=np.int64).reshape(
                len(some), widest
            ),
            np.array([unit.ratio for _, unit in some]),
        )

    def least_s(self, roads: Travel, node: int) -> NDArray[np.float64]:
        """The least drive to a node that each could have, as `drive_s` rounds it."""
        drive_s = roads.seconds_between(self.nodes, node, self.speed).min(axis=1) * self.ratio
        rounded: NDArray[np.float64] = np.rint(drive_s * TICKS_PER_S) / TICKS_PER_S
        return rounded


class Candidates:
    """Units that can meet some needs, in a fixed order, each with the speed profile at which it would drive."""

    def __init__(self, units: list[Unit], speeds: list[str]) -> None:
        self.units = units
        kinds = sorted(
            {(s, unit.patrol is not None) for unit, s in zip(units, speeds, strict=True)}
        )
        self._bases = [Bases.of(units, speeds, speed, on_beats) for speed, on_beats in kinds]
        self._homes: dict[int, Homes] = {}

    def homes_near(self, node: int, roads: Travel) -> Homes:
        """The units by the least drive that each could have to a place from its base, worked out once a place."""
        found = self._homes.get(node)
        if found is None:
            least_s = np.empty(len(self.units))
            for bases in self._bases:
                least_s[bases.index] = bases.least_s(roads, node)
            order = np.argsort(least_s, kind="stable")  # equal ones by name
            found = self._homes[node] = Homes(
                array("d", least_s[order].tobytes()), array("h", order.astype(np.int16).tobytes())
            )
        return found
