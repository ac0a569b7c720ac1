"""What one unit of a gain costs: a ratio of two paired means, with Fieller's interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from results.compare import LEVEL, interval

NONE_SEEN = "no change seen (one replication, no interval)"


class Ratio(NamedTuple):
    """Mean cost ÷ mean gain with its 95% interval; NaN where there is none, and then why."""

    cost: float
    gain: float
    value: float
    low: float
    high: float
    why_not: str = ""


def cost_for_each(cost: NDArray[np.float64], gain: NDArray[np.float64]) -> Ratio:
    """Extra cost ÷ gain over paired replications, by Fieller's theorem (1954).

    None where the gain's own 95% interval holds nought: then any price, and a loss too, would fit what was played; and
    none where the gain is a loss. One replication gives the ratio without an interval.
    """
    nan = float("nan")
    both = np.isfinite(cost) & np.isfinite(gain)
    cost, gain = cost[both], gain[both]
    if not len(gain):
        return Ratio(nan, nan, nan, nan, nan, "not measured")
    top, bottom = float(cost.mean()), float(gain.mean())
    if not np.any(gain):
        return Ratio(top, bottom, nan, nan, nan, NONE_SEEN if len(gain) == 1 else "no change")
    _, low, high = interval(gain)
    if len(gain) == 1:
        value = top / bottom if bottom > 0 else nan
        return Ratio(top, bottom, value, nan, nan, "one replication, no interval")
    if low <= 0.0 <= high:
        return Ratio(top, bottom, nan, nan, nan, "no clear gain")
    if bottom < 0.0:
        return Ratio(top, bottom, nan, nan, nan, "a loss, not a gain")
    return Ratio(top, bottom, top / bottom, *fieller(cost, gain))


def fieller(cost: NDArray[np.float64], gain: NDArray[np.float64]) -> tuple[float, float]:
    """The ends of Fieller's interval; the gain's interval must not hold nought."""
    n = len(gain)
    t = float(stdtrit(n - 1, 0.5 + LEVEL / 2))
    spread = np.cov(cost, gain, ddof=1) / n
    a, b = float(cost.mean()), float(gain.mean())
    var_a, cov, var_b = float(spread[0, 0]), float(spread[0, 1]), float(spread[1, 1])
    square = b * b - t * t * var_b
    middle = a * b - t * t * cov
    root = float(np.sqrt(max(middle * middle - square * (a * a - t * t * var_a), 0.0)))
    return (middle - root) / square, (middle + root) / square
