"""Spread the people of settlements, and those between them, over squares of the National Grid.

The rule. Land is sampled at a fixed grain. A settlement's people fall off from its centre as
exp(-(d / r)^2), where r is the radius of a disc that holds them at the town density; the fall ends
at `town_edge` radii, and at any water that lies between. Everybody else (the county's count less
its settlements) is spread over all land in proportion to a pull: `rural_floor` everywhere, plus for
each settlement of p people p^rural_power x exp(-d / rural_reach), as far as four reaches. Squares
with fewer than `fewest` people are dropped, and the rest rounded to whole people so that the total
is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geography.grid import grid_square
from geography.land import Land

PEOPLE_CONSTANTS = (
    "total",
    "cell",
    "sample",
    "town_density",
    "town_edge",
    "rural_reach",
    "rural_power",
    "rural_floor",
    "hamlet",
    "fewest",
    "urban_settlement",
    "urban_density",
)
_LEAST_RADIUS_M = 300.0
_NEIGHBOURHOOD_M = 2500.0
_PULL_ENDS = 4.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Settlements:
    """Settlements of a region: centre in metres, people (NaN where they are not known)."""

    name: tuple[str, ...]
    xy: Floats
    people: Floats


@dataclass(frozen=True)
class Squares:
    """Inhabited squares: name, the point where their people are, people, settlement, rurality."""

    id: tuple[str, ...]
    xy: Floats
    people: Floats
    settlement: tuple[str, ...]
    rurality: tuple[str, ...]


def _samples(land: BaseGeometry, grain_m: float) -> Floats:
    """Points of dry land on a regular grid of this grain, [samples, 2]."""
    west, south, east, north = land.bounds
    eastings = np.arange(np.floor(west / grain_m) + 0.5, east / grain_m) * grain_m
    northings = np.arange(np.floor(south / grain_m) + 0.5, north / grain_m) * grain_m
    grid_e, grid_n = np.meshgrid(eastings, northings)
    shapely.prepare(land)
    dry = shapely.contains_xy(land, grid_e.ravel(), grid_n.ravel())
    return np.column_stack([grid_e.ravel()[dry], grid_n.ravel()[dry]])


def _town_people(
    samples: Floats, settlements: Settlements, land: Land, constant: Mapping[str, float]
) -> tuple[Floats, NDArray[np.int64]]:
    """People of settlements at each sample, and the settlement that gives most (-1 for none)."""
    tree = cKDTree(samples)
    people = np.zeros(len(samples))
    most = np.zeros(len(samples))
    giver = np.full(len(samples), -1, dtype=np.int64)
    for index, count in enumerate(settlements.people):
        if not count > 0:
            continue
        centre = settlements.xy[index]
        radius = max(np.sqrt(count / (np.pi * constant["town_density"])) * 1000, _LEAST_RADIUS_M)
        near = np.asarray(tree.query_ball_point(centre, radius * constant["town_edge"]), dtype=int)
        if not len(near):
            near = np.atleast_1d(tree.query(centre)[1])
        near = _this_side(samples, near, centre, land)
        distance = np.hypot(*(samples[near] - centre).T)
        weight = np.exp(-((distance / radius) ** 2))
        given = count * weight / weight.sum()
        people[near] += given
        wins = near[given > most[near]]
        giver[wins] = index
        most[near] = np.maximum(most[near], given)
    return people, giver


def _this_side(
    samples: Floats, near: NDArray[np.int64], centre: Floats, land: Land
) -> NDArray[np.int64]:
    """Those of the samples that no water parts from a centre; all, where water parts all of them."""
    ends = np.stack([np.broadcast_to(centre, (len(near), 2)), samples[near]], axis=1)
    dry = ~land.crosses_water(np.asarray(shapely.linestrings(ends), dtype=object))
    return near[dry] if dry.any() else near


def _rural_pull(samples: Floats, settlements: Settlements, constant: Mapping[str, float]) -> Floats:
    pull = np.full(len(samples), float(constant["rural_floor"]))
    size = np.where(settlements.people > 0, settlements.people, constant["hamlet"])
    reach = constant["rural_reach"]
    tree = cKDTree(samples)
    for centre, people in zip(settlements.xy, size, strict=True):
        near = np.asarray(tree.query_ball_point(centre, _PULL_ENDS * reach), dtype=int)
        distance = np.hypot(*(samples[near] - centre).T)
        pull[near] += people ** constant["rural_power"] * np.exp(-distance / reach)
    return pull


def _whole(people: Floats, total: int) -> Floats:
    """Whole people by largest remainder, so that they sum to the total exactly."""
    scaled = people * (total / people.sum())
    whole = np.floor(scaled)
    short = total - int(whole.sum())
    whole[np.argsort(whole - scaled, kind="stable")[:short]] += 1
    return np.asarray(whole, dtype=np.float64)


def _rurality(xy: Floats, people: Floats, constant: Mapping[str, float]) -> tuple[str, ...]:
    """Urban where a dense square stands among enough people to be called a town."""
    tree = cKDTree(xy)
    near = tree.sparse_distance_matrix(tree, _NEIGHBOURHOOD_M, output_type="coo_matrix")
    around = people + np.bincount(near.row, people[near.col] * (near.row != near.col), len(xy))
    area_km2 = (constant["cell"] / 1000) ** 2
    urban = (people / area_km2 >= constant["urban_density"]) & (
        around >= constant["urban_settlement"]
    )
    return tuple("urban" if value else "rural" for value in urban)


def spread_people(land: Land, settlements: Settlements, constant: Mapping[str, float]) -> Squares:
    """Inhabited squares of a region by the rule above; their people sum to `constant["total"]`.

    Raises ValueError where settlements hold more people than the total.
    """
    samples = _samples(land.dry, constant["sample"])
    town, giver = _town_people(samples, settlements, land, constant)
    residual = constant["total"] - town.sum()
    if residual < -0.5:  # less is rounding
        message = f"settlements hold {town.sum():,.0f} people, more than {constant['total']:,.0f}"
        raise ValueError(message)
    pull = _rural_pull(samples, settlements, constant)
    people = town + max(residual, 0.0) * pull / pull.sum()

    cell = constant["cell"]
    corner = np.floor(samples / cell).astype(np.int64)
    wide = int(corner[:, 1].max()) + 1
    key, member = np.unique(corner[:, 0] * wide + corner[:, 1], return_inverse=True)
    squares = np.column_stack(np.divmod(key, wide))
    count = np.bincount(member, people)
    enough = np.asarray(count * (count >= constant["fewest"]), dtype=np.float64)
    whole = _whole(enough, round(constant["total"]))
    kept = np.flatnonzero(whole)
    moment = [np.bincount(member, people * samples[:, axis])[kept] for axis in (0, 1)]
    xy = np.round(np.column_stack(moment) / count[kept, None], 1)
    whole = whole[kept]
    dominant = _dominant(member, town, giver, people, settlements, len(squares))[kept]
    nearest = cKDTree(settlements.xy).query(xy)[1]
    named = np.where(dominant >= 0, dominant, nearest)
    return Squares(
        id=tuple(grid_square(e * cell, n * cell) for e, n in squares[kept]),
        xy=xy,
        people=whole,
        settlement=tuple(settlements.name[index] for index in named),
        rurality=_rurality(xy, whole, constant),
    )


def _dominant(
    member: NDArray[np.int64],
    town: Floats,
    giver: NDArray[np.int64],
    people: Floats,
    settlements: Settlements,
    squares: int,
) -> NDArray[np.int64]:
    """The settlement that gives a square most of its people; -1 where none gives a half."""
    table = np.zeros((squares, len(settlements.name)))
    given = giver >= 0
    np.add.at(table, (member[given], giver[given]), town[given])
    best = table.argmax(axis=1)
    enough = table.max(axis=1) > 0.5 * np.bincount(member, people, minlength=squares)
    return np.where(enough, best, -1)
