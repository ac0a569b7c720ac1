"""How long a way of a given length takes: at a steady speed, or by the square root and then the straight line.

Kolesar and Walker found the seconds of New York's fire engines to grow with the square root of short distances and
in proportion to long ones: an engine gathers speed over half of a short way and loses it over the other half; on a
long way it cruises in between. P. Kolesar, W. Walker and J. Hausner, "Determining the relation between fire engine
travel times and travel distances in New York City", Operations Research 23(4), 1975, 614-627.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import least_squares

FEWEST_PAIRS = 3


@dataclass(frozen=True)
class SpeedLaw:
    """A cruising speed (m/s) and how quickly it is gathered and lost (m/s²).

    With an infinite acceleration the speed is steady; with an infinite speed as well, driving takes no time.
    """

    cruise_m_per_s: float
    acceleration_m_per_s2: float = math.inf

    def __post_init__(self) -> None:
        """Refuse what is no speed."""
        if not (self.cruise_m_per_s > 0 and self.acceleration_m_per_s2 > 0):
            message = f"a speed and an acceleration must be more than 0, not {self}"
            raise ValueError(message)

    @cached_property
    def steady(self) -> bool:
        """Whether the speed is the same all the way."""
        return math.isinf(self.acceleration_m_per_s2)

    @cached_property
    def gathering_s(self) -> float:
        """Seconds until the cruising speed is gathered."""
        return 0.0 if self.steady else self.cruise_m_per_s / self.acceleration_m_per_s2

    @cached_property
    def short_m(self) -> float:
        """The length of way up to which the square root holds: the cruising speed is never had for long."""
        return 0.0 if self.steady else self.cruise_m_per_s**2 / self.acceleration_m_per_s2

    def seconds(self, length_m: float) -> float:
        """Seconds for a way of this length from rest to rest: 2 √(d/a) up to v²/a, then v/a + d/v."""
        if length_m <= self.short_m:
            return 2.0 * math.sqrt(length_m / self.acceleration_m_per_s2)
        return self.gathering_s + length_m / self.cruise_m_per_s

    def seconds_of(self, length_m: ArrayLike) -> NDArray[np.float64]:
        """The same for many ways at once."""
        length = np.asarray(length_m, dtype=np.float64)
        long = self.gathering_s + length / self.cruise_m_per_s
        if self.steady:
            return np.asarray(long)
        short = 2.0 * np.sqrt(length / self.acceleration_m_per_s2)
        return np.asarray(np.where(length <= self.short_m, short, long))

    def since_s(self, gone_m: ArrayLike, length_m: float) -> NDArray[np.float64]:
        """Seconds since setting off at places along a way of this length: slower near its ends."""
        gone = np.clip(np.asarray(gone_m, dtype=np.float64), 0.0, length_m)
        if self.steady:
            return np.asarray(gone / self.cruise_m_per_s)
        whole_s = self.seconds(length_m)
        ramp_m = min(self.short_m, length_m) / 2.0
        left = length_m - gone
        leaving = np.sqrt(2.0 * gone / self.acceleration_m_per_s2)
        arriving = whole_s - np.sqrt(2.0 * left / self.acceleration_m_per_s2)
        cruising = self.gathering_s / 2.0 + gone / self.cruise_m_per_s
        return np.asarray(
            np.where(gone <= ramp_m, leaving, np.where(left <= ramp_m, arriving, cruising))
        )

    def never_slower_than(self, other: SpeedLaw) -> bool:
        """Whether no way, short or long, takes longer by this law than by the other."""
        return (
            self.cruise_m_per_s >= other.cruise_m_per_s
            and self.acceleration_m_per_s2 >= other.acceleration_m_per_s2
        )


@dataclass(frozen=True)
class LawErrors:
    """How far a law is from stated seconds: relative errors are shares of what was stated."""

    pairs: int
    correlation: float
    median_relative_error: float
    p90_relative_error: float


def law_errors(law: SpeedLaw, distance_m: ArrayLike, seconds: ArrayLike) -> LawErrors:
    """Errors of a law against stated seconds over distances, both more than 0."""
    length, stated = _pairs(distance_m, seconds)
    made = law.seconds_of(length)
    error = np.abs(made - stated) / stated
    return LawErrors(
        len(stated),
        float(np.corrcoef(made, stated)[0, 1]),
        float(np.median(error)),
        float(np.quantile(error, 0.9)),
    )


def fit_law(distance_m: ArrayLike, seconds: ArrayLike) -> SpeedLaw:
    """The law nearest to stated seconds, by least squares of the logarithms: of relative errors.

    Distances are the straight line × circuity with which the law will be used. Pairs of 0 m or 0 s are left out.
    Raises ValueError for NaN, negative values or fewer than three pairs.
    """
    length, stated = _pairs(distance_m, seconds)

    def off(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        law = SpeedLaw(*np.exp(logs).tolist())
        return np.asarray(np.log(law.seconds_of(length) / stated))

    usual = float(np.median(length / stated))
    starts = [(np.log(usual * quick), np.log(usual * quick / 60.0)) for quick in (1.0, 2.0, 4.0)]
    found = [least_squares(off, start, method="lm") for start in starts]
    best = min(found, key=lambda one: float(one.cost))
    return SpeedLaw(*np.exp(best.x).tolist())


def _pairs(
    distance_m: ArrayLike, seconds: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    length, stated = (
        np.asarray(distance_m, dtype=np.float64),
        np.asarray(seconds, dtype=np.float64),
    )
    if length.shape != stated.shape or length.ndim != 1:
        message = f"distances have shape {length.shape}, seconds {stated.shape}"
        raise ValueError(message)
    if not (np.isfinite(length).all() and np.isfinite(stated).all()):
        message = "a distance or a time is not a finite number"
        raise ValueError(message)
    if (length < 0).any() or (stated < 0).any():
        message = "a distance or a time is negative"
        raise ValueError(message)
    some = (length > 0) & (stated > 0)
    if some.sum() < FEWEST_PAIRS:
        message = f"{some.sum()} pairs of more than 0 m and 0 s were given; {FEWEST_PAIRS} are needed at the least"
        raise ValueError(message)
    return length[some], stated[some]
