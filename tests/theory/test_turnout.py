"""An on-call turnout is an order statistic: the fourth arrival of those who set off."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import norm

from scenarios.chance import Lognormal, label, lognormal_parameters
from sim.crew import Crew
from tests.laws.test_sim_laws import ground
from tests.stories.world import call_of
from tests.theory.test_chance import half_width


def mean_of_the_kth(k: int, people: int, mean: float, sd: float) -> float:
    """The mean of the k-th smallest of so many lognormals: the integral of the chance that it is later than t."""
    mu, sigma = lognormal_parameters(mean, sd)
    t = np.linspace(0.01, 20 * mean, 200_001)
    by_then = norm.cdf((np.log(t) - mu) / sigma)
    not_yet = sum(
        math.comb(people, j) * by_then**j * (1 - by_then) ** (people - j) for j in range(k)
    )
    return float(np.trapezoid(not_yet, t)) + 0.01


def test_the_fourth_of_twelve_and_the_eighth() -> None:
    fact = {"rings": 0, "at": "Hayle", "kind": "dwelling_fire", "category": "fire"}
    crew = Crew(
        name="hayle",
        number=label("hayle"),
        place=0,
        oncall=True,
        turnout=[Lognormal.of(294.0, 90.0)] * 168,
        planned_s=[300.0] * 168,
        officers=0,
        drivers=0,
        on_duty=(1 << 12) - 1,
    )
    first, second = [], []
    for number in range(2000):
        call = call_of(number, fact, ground())
        ready = sorted(crew.ready_at(call.luck, 0.0, 0.0, 0))
        first.append(ready[3][0])
        second.append(ready[7][0])
    for found, k in ((np.array(first), 4), (np.array(second), 8)):
        expected, half = mean_of_the_kth(k, 12, 294.0, 90.0), half_width(found, 2)
        assert half <= 0.02 * expected
        assert abs(float(found.mean()) - expected) <= half
