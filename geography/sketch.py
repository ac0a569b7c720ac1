"""A region on squared paper (`form: xy`): places in metres, a metric, a speed, and no roads.

For published cases with known answers, and for places that are only sketched.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, ValidationError, field_validator
from scipy.special import betainc
from shapely.geometry import MultiPoint

from geography.faults import Fault, nearest_word
from geography.gazetteer import Made
from geography.metric import MetricTimes
from geography.metric_block import (
    METRIC_KEYS,
    Block,
    Finite,
    MetricBlock,
    Sourced,
    faults_of,
    plain,
)
from geography.sites import Site
from geography.tables import Reader, line_of
from geography.travel import RoadNetwork
from geography.zones import Zones

XY_KEYS = (*METRIC_KEYS, "lattice", "places", "sites")
KEYS = (*XY_KEYS, "from", "to", "cells", "density", "people", "x", "y", "kind", "name")
DENSITIES = "uniform, beta(a, b), or pieces [from, to, weight]"
BETA = re.compile(r"^beta\(\s*([0-9.]+)\s*,\s*([0-9.]+)\s*\)$")
NEAR_ENOUGH = 1e-6  # of a cell: an area's edge and a cell's edge are then one


class _Axis(Block):
    start: Finite = Field(alias="from")
    end: Finite = Field(alias="to")
    cells: int = Field(ge=1, le=100_000)
    density: str | list[tuple[Finite, Finite, Finite]] = "uniform"

    @field_validator("density")
    @classmethod
    def known(cls, density: object) -> object:
        """Refuse a density that there is not."""
        if isinstance(density, str) and density != "uniform" and not BETA.match(density):
            raise ValueError(f'there is no density "{density}"')
        return density


class _Lattice(Block):
    x: _Axis
    y: _Axis | None = None
    people: Sourced


class _Place(Block):
    x: Finite
    y: Finite = 0.0
    people: Finite = Field(ge=0)


class _Rectangle(Block):
    x: tuple[Finite, Finite] = (-math.inf, math.inf)
    y: tuple[Finite, Finite] = (-math.inf, math.inf)


class _Site(Block):
    kind: Literal["fire_station", "ambulance_station", "police_station", "hospital", "place"]
    x: Finite
    y: Finite = 0.0
    name: str = ""


class _Sketch(MetricBlock):
    model_config = ConfigDict(extra="ignore")

    lattice: _Lattice | None = None
    places: dict[str, _Place] = Field(default_factory=dict)
    areas: dict[str, _Rectangle | list[str]] = Field(default_factory=dict)
    sites: dict[str, _Site] = Field(default_factory=dict)


@dataclass(frozen=True)
class _Cells:
    """The cells of one axis: edges, share of weight, and the mean place of what is in each."""

    edges: NDArray[np.float64]
    mass: NDArray[np.float64]
    mean: NDArray[np.float64]


def make_from_sketch(
    reader: Reader, config: Mapping[str, Any], profiles: tuple[str, ...]
) -> Made | None:
    """The parts of a region, or None where faults were noted in the reader."""
    del profiles
    file = str(reader.folder / "region.yaml")
    try:
        sketch = _Sketch.model_validate(plain(config))
    except ValidationError as error:
        reader.faults += faults_of(error, config, file, KEYS, {"density": DENSITIES})
        return None

    def fault(key: str, message: str, allowed: str = "", hint: str = "") -> None:
        line = line_of(config, key.split(".")[0])
        reader.faults.append(Fault(file, line, key, message, allowed, hint))

    laws = sketch.laws(fault)
    zones = zones_of(sketch, fault)
    if reader.faults or zones is None:
        return None
    xy = np.column_stack([zones.easting, zones.northing])
    corners = np.array([(site.x, site.y) for site in sketch.sites.values()]).reshape(-1, 2)
    nodes = np.vstack([xy, corners])
    sites = {
        name: Site(
            name, site.name or name, site.kind, site.x, site.y, len(xy) + place,
            site.kind == "hospital", "assumed", "", "",
        )
        for place, (name, site) in enumerate(sketch.sites.items())
    }  # fmt: skip
    sourced = sketch.sources()
    if sketch.lattice:
        sourced["lattice.people"] = sketch.lattice.people
    nothing = np.zeros(0, dtype=np.int64)
    return Made(
        zones=zones,
        sites=sites,
        network=RoadNetwork(nodes, nothing, nothing, np.zeros(0), {}),
        node_names=(*zones.id, *(site.name for site in sites.values())),
        outline=MultiPoint(nodes).envelope.buffer(max(float(np.ptp(nodes)), 1.0) / 20),
        road_lines=(),
        sources=tuple(value.named(name) for name, value in sourced.items()),
        times=MetricTimes(nodes, sketch.metric, laws, sketch.detour),
    )


def cells_of(axis: _Axis, name: str, fault: Any) -> _Cells:
    """The cells of an axis with their exact share of the density, and the mean place within each."""
    edges = np.linspace(axis.start, axis.end, axis.cells + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    if axis.end <= axis.start:
        fault(f"lattice.{name}", "`to` must be beyond `from`.")
        return _Cells(edges, np.ones(axis.cells), middle)
    if isinstance(axis.density, list):
        mass = np.zeros(axis.cells)
        for start, end, weight in axis.density:
            if end <= start or weight < 0:
                fault(f"lattice.{name}.density", "A piece is [from, to, weight], weight 0 or more.")
                continue
            inside = np.clip(edges[1:], start, end) - np.clip(edges[:-1], start, end)
            mass += weight * inside / (end - start)
        return _Cells(edges, mass / (mass.sum() or 1.0), middle)
    if axis.density == "uniform":
        return _Cells(edges, np.full(axis.cells, 1.0 / axis.cells), middle)
    found = BETA.match(axis.density)
    assert found is not None
    a, b = float(found[1]), float(found[2])
    at = (edges - axis.start) / (axis.end - axis.start)
    mass = np.diff(betainc(a, b, at))
    mean = a / (a + b) * np.diff(betainc(a + 1.0, b, at)) / np.where(mass > 0, mass, 1.0)
    return _Cells(edges, mass, axis.start + (axis.end - axis.start) * mean)


def zones_of(sketch: _Sketch, fault: Any) -> Zones | None:
    """The zones of a lattice and of single places; None where a fault was noted."""
    names: list[str] = list(sketch.places)
    at = [(place.x, place.y, place.people) for place in sketch.places.values()]
    x_cells = y_cells = None
    if sketch.lattice is not None:
        x_cells = cells_of(sketch.lattice.x, "x", fault)
        line = _Cells(np.array([0.0, 0.0]), np.ones(1), np.zeros(1))
        y_cells = cells_of(sketch.lattice.y, "y", fault) if sketch.lattice.y else line
        people = sketch.lattice.people.value * np.outer(x_cells.mass, y_cells.mass)
        for i, x in enumerate(x_cells.mean):
            for j, y in enumerate(y_cells.mean):
                names.append(f"x{i}y{j}")
                at.append((float(x), float(y), float(people[i, j])))
    if not names:
        fault("places", "A region needs a place or more.", "`lattice`, `places`, or both")
        return None
    xs, ys, people = np.array(at).T
    areas = {}
    for name, area in sketch.areas.items():
        if isinstance(area, list):
            for member in area:
                if member not in names:
                    hint = nearest_word(member, names)
                    fault(f"areas.{name}", f'There is no zone "{member}".', "", hint)
            areas[name] = np.isin(np.array(names), area)
            continue
        for axis, cells in (("x", x_cells), ("y", y_cells)):
            if cells is not None and cells.edges[0] < cells.edges[-1]:
                check_edges(name, axis, getattr(area, axis), cells.edges, fault)
        areas[name] = (xs >= area.x[0]) & (xs < area.x[1]) & (ys >= area.y[0]) & (ys < area.y[1])
    return Zones(
        id=tuple(names),
        easting=xs.copy(),
        northing=ys.copy(),
        people=people.copy(),
        settlement=tuple(names),
        rurality=("rural",) * len(names),
        node=np.arange(len(names), dtype=np.int32),
        cell_m=0.0,
        areas=areas,
    )


def check_edges(
    name: str, axis: str, ends: tuple[float, float], edges: NDArray[np.float64], fault: Any
) -> None:
    """An area may not cut a cell in two."""
    cell = edges[1] - edges[0]
    for end in ends:
        if edges[0] < end < edges[-1]:
            nearest = float(edges[np.argmin(np.abs(edges - end))])
            if abs(nearest - end) > NEAR_ENOUGH * cell:
                message = (
                    f"{axis} = {end:g} cuts a cell in two; the nearest edge is {nearest:.10g}."
                )
                fault(f"areas.{name}", message)
