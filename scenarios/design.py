"""Which settings of a sweep's factors are played: grids, and points drawn in the unit cube by published designs.

Latin hypercubes and Sobol sequences are SciPy's; trajectories (Morris 1991, Campolongo 2007) and the points for
variance shares (Saltelli 2010) are SALib's. The same seed draws the same points on every machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.sweep import Sweep

Setting = dict[str, Any]
"""The level of each factor by name; a factor that is left as the study declares it is not in it."""
MORRIS_LEVELS = 4


def settings(sweep: Sweep, seed: int) -> Iterator[Setting]:
    """The settings of a sweep's factors in order."""
    factors = sweep.factors
    if sweep.design == "grid":
        for levels in itertools.product(*(factor.levels for factor in factors.values())):
            yield dict(zip(factors, levels, strict=True))
    elif sweep.design == "one_at_a_time":
        yield {}
        for name, factor in factors.items():
            for level in factor.ends:
                yield {name: level}
    else:
        for row in unit_points(sweep, seed):
            yield {
                name: factor.level(float(share))
                for (name, factor), share in zip(factors.items(), row, strict=True)
            }


def unit_points(sweep: Sweep, seed: int) -> NDArray[np.float64]:
    """The points of a drawn design in the unit cube, [settings, factors]."""
    count, points = len(sweep.factors), sweep.points or 0
    if sweep.design in ("latin_hypercube", "sobol"):
        from scipy.stats import qmc

        engine = (
            qmc.LatinHypercube(count, rng=np.random.default_rng(seed))
            if sweep.design == "latin_hypercube"
            else qmc.Sobol(count, rng=np.random.default_rng(seed))
        )
        return np.asarray(engine.random(points), dtype=np.float64)
    problem = unit_problem(sweep)
    if sweep.design == "morris":
        from SALib.sample import morris

        drawn = morris.sample(problem, points, num_levels=MORRIS_LEVELS, seed=seed)
    else:
        from SALib.sample import sobol

        drawn = sobol.sample(problem, points, calc_second_order=False, seed=seed)
    return np.asarray(drawn, dtype=np.float64)


def unit_problem(sweep: Sweep) -> dict[str, Any]:
    """A sweep's factors as SALib names them, each over the unit interval."""
    names = list(sweep.factors)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
