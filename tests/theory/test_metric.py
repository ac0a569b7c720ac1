"""Distances and lattices against sums on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import beta

from geography.metric import MetricTimes
from geography.region import load_region
from geography.sketch import _Axis, cells_of
from tests.theory.test_published_cases import STUDIES

XY = np.array([(0.0, 0.0), (3.0, 4.0), (3.0, 0.0)])


def refuse(*words: object) -> None:
    raise AssertionError(words)


def test_distances_by_hand() -> None:
    straight = MetricTimes(XY, "euclidean", {"day": 2.0}, circuity=1.5)
    grid = MetricTimes(XY, "manhattan", {"day": 0.5})
    assert straight.length_m(0, 1, "day") == 7.5  # 1.5 x 5
    assert straight.drive_s(0, 1, "day") == 3.75
    assert grid.length_m(0, 1, "day") == 7.0
    assert grid.drive_s(0, 1, "day") == 14.0
    assert grid.seconds_between([0, 1], [1, 2], "day").tolist() == [14.0, 8.0]


def test_driving_may_take_no_time() -> None:
    instant = MetricTimes(XY, "euclidean", {"day": math.inf})
    assert instant.drive_s(0, 1, "day") == 0.0
    assert instant.length_m(0, 1, "day") == 5.0


def test_a_grid_is_driven_along_x_first() -> None:
    grid = MetricTimes(XY, "manhattan", {"day": 1.0})
    nodes, since = grid.path(0, 1, "day")
    assert nodes == [0, 2, 1]
    assert since[0] == 0.0
    assert since[-1] == 7.0
    assert 1.5 < since[1] <= 3.0  # nearest to the corner, which is 3 s on the way


def test_a_beta_lattice_has_the_exact_weights_and_means() -> None:
    cells = cells_of(
        _Axis(**{"from": 0, "to": 20, "cells": 40, "density": "beta(2, 1)"}), "x", refuse
    )
    edges = np.linspace(0, 1, 41)
    assert cells.mass == pytest.approx(np.diff(beta.cdf(edges, 2, 1)))
    assert cells.mass.sum() == pytest.approx(1.0, abs=1e-12)
    assert float(cells.mass @ cells.mean) == pytest.approx(20 * 2 / 3, abs=1e-9)


def test_the_mean_distance_on_the_line_before_anybody_is_busy() -> None:
    """Home at -0.25, calls uniform on [-1, 0.25]: (0.75² + 0.5²) / (2 x 1.25) = 0.325."""
    region = load_region(STUDIES / "line")
    west = region.zones.areas["west_half"]
    home = region.sites["home_2"].node
    metres = region.roads.lengths_m(np.full(west.sum(), home), region.zones.node[west], "day")
    weights = region.zones.people[west]
    assert float(metres @ weights / weights.sum()) == pytest.approx(325.0, abs=0.1)
