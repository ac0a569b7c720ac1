"""Chance as a look-up: a draw depends on its labels and on nothing that happened before.

Arrays come from Philox `random_raw` keyed by (seed, replication, purpose), once per replication. A draw that belongs
to a call *and* a unit comes from an integer mix (splitmix64's finaliser, Steele, Lea & Flood 2014), since a
`Generator` for each pair costs 10 µs. Inverse distribution functions are our own or the standard library's, because
NumPy's change between versions. Durations are rounded to 1/1024 s, so that sums of them are exact.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

TICKS_PER_S = 1024.0
MASK_64 = (1 << 64) - 1
_TO_UNIT = 1.0 / (1 << 52)  # 52 bits and a half: with 53 the largest would round to 1
_NORMAL = NormalDist()


def label(text: str) -> int:
    """A 64-bit number for a name, the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def mix(a: int, b: int) -> int:
    """Mix two 64-bit numbers into one that looks like neither."""
    z = (a ^ ((b * 0x9E3779B97F4A7C15) & MASK_64)) & MASK_64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK_64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK_64
    return z ^ (z >> 31)


def mix_all(a: int, b: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """`mix` of one number with each of many, to the bit."""
    return _mixed(np.uint64(a) ^ (b * np.uint64(0x9E3779B97F4A7C15)))


def mix_all_with(a: NDArray[np.uint64], b: int) -> NDArray[np.uint64]:
    """`mix` of each of many numbers with one, to the bit."""
    return _mixed(a ^ np.uint64((b * 0x9E3779B97F4A7C15) & MASK_64))


def _mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)), dtype=np.uint64)


def to_units(numbers: NDArray[np.uint64]) -> NDArray[np.float64]:
    """64-bit numbers as uniforms in (0, 1), as `to_unit` has them."""
    return np.asarray(((numbers >> np.uint64(12)).astype(np.float64) + 0.5) * _TO_UNIT)


def to_unit(number: int) -> float:
    """A 64-bit number as a uniform in (0, 1): never 0, never 1."""
    return ((number >> 12) + 0.5) * _TO_UNIT


def round_s(seconds: float) -> float:
    """Seconds rounded to 1/1024 s."""
    return round(seconds * TICKS_PER_S) / TICKS_PER_S


def lognormal_parameters(mean: float, sd: float) -> tuple[float, float]:
    """Log-mean and log-deviation of the lognormal that has this mean and standard deviation."""
    if mean <= 0:
        return -math.inf, 0.0
    variance = math.log1p((sd / mean) ** 2)
    return math.log(mean) - variance / 2, math.sqrt(variance)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A lognormal ready to turn marks into seconds."""

    mu: float
    sigma: float

    @classmethod
    def of(cls, mean_s: float, sd_s: float) -> Lognormal:
        """The lognormal with this mean and standard deviation, in seconds."""
        return cls(*lognormal_parameters(mean_s, sd_s))

    def at(self, mark: float) -> float:
        """Seconds at a mark in (0, 1), rounded to 1/1024 s."""
        if self.mu == -math.inf:
            return 0.0
        return round_s(math.exp(self.mu + self.sigma * _NORMAL.inv_cdf(mark)))

    def all_at(self, marks: NDArray[np.float64]) -> NDArray[np.float64]:
        """Seconds at many marks, rounded to 1/1024 s; not to the bit those of `at`."""
        if self.mu == -math.inf:
            return np.zeros(len(marks))
        times = np.rint(np.exp(self.mu + self.sigma * ndtri(marks)) * TICKS_PER_S) / TICKS_PER_S
        return np.asarray(times, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Exponential:
    """An exponential ready to turn marks into seconds."""

    mean_s: float

    def at(self, mark: float) -> float:
        """Seconds at a mark in (0, 1), rounded to 1/1024 s."""
        return round_s(-self.mean_s * math.log1p(-mark))

    def all_at(self, marks: NDArray[np.float64]) -> NDArray[np.float64]:
        """Seconds at many marks, rounded to 1/1024 s."""
        times = np.rint(-self.mean_s * np.log1p(-marks) * TICKS_PER_S) / TICKS_PER_S
        return np.asarray(times, dtype=np.float64)


Draw = Lognormal | Exponential


@dataclass(frozen=True, slots=True)
class Chance:
    """All the luck of one replication, found by name."""

    seed: int
    replication: int

    def key(self, purpose: str) -> int:
        """The 64-bit key of a purpose in this replication."""
        return label(f"{self.seed}/{self.replication}/{purpose}")

    def uniforms(self, purpose: str, count: int) -> NDArray[np.float64]:
        """`count` uniforms in (0, 1); a longer array begins with the same numbers as a shorter one."""
        raw = np.random.Philox(key=self.key(purpose)).random_raw(count)
        return to_units(np.asarray(raw, dtype=np.uint64))

    def normals(self, purpose: str, count: int) -> NDArray[np.float64]:
        """`count` standard normals by inversion."""
        return np.asarray(ndtri(self.uniforms(purpose, count)), dtype=np.float64)
