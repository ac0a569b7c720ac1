"""Demand zones: where the people of a region are, as frozen arrays of equal length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Zones:
    """All zones of a region, one entry of each array a zone.

    `easting` and `northing` are the point where the zone's people are, metres EPSG:27700;
    `node` is that point's place in the road network; `cell_m` is the side of a zone's square,
    one for all or one each, or 0 where zones are points. `areas` are named groups of zones as boolean masks.

    Only some regions know more: `households` (NaN where not known), `deprivation_fifth` (1 the most deprived, 0 where
    not known), the `district` of each, people by `age` group, and the ground that a map paints, `cells`.
    """

    id: tuple[str, ...]
    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    people: NDArray[np.float64]
    settlement: tuple[str, ...]
    rurality: tuple[str, ...]
    node: NDArray[np.int32]
    cell_m: float | NDArray[np.float64]
    areas: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    households: NDArray[np.float64] | None = None
    deprivation_fifth: NDArray[np.int64] | None = None
    district: tuple[str, ...] | None = None
    age: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    cells: tuple[BaseGeometry, ...] | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for measure in (self.easting, self.northing, self.people):
            measure.setflags(write=False)
        self.node.setflags(write=False)
        for mask in self.areas.values():
            mask.setflags(write=False)
        for more in (self.households, self.deprivation_fifth, self.cell_m, *self.age.values()):
            if isinstance(more, np.ndarray):
                more.setflags(write=False)

    def __len__(self) -> int:
        """How many zones there are."""
        return len(self.id)
