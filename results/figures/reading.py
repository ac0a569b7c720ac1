"""Finds a number in the tidy tables; what is not there is not measured, never guessed."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from results.pack import Pack, Standard

NARROWING = frozenset({"service", "clock", "standard"})
"""Keys that a group may have beyond those asked for without being about something narrower."""


@dataclass(frozen=True)
class Gap:
    """Option minus baseline, with its 95% interval where two or more pairs were played."""

    difference: float
    low: float
    high: float
    pairs: int

    @property
    def measured(self) -> bool:
        """Whether there is a difference at all."""
        return math.isfinite(self.difference)

    @property
    def has_interval(self) -> bool:
        """Whether the interval means something: one replication gives none."""
        return self.pairs > 1 and math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def clear(self) -> bool:
        """Whether the interval excludes no change."""
        return self.has_interval and (self.low > 0 or self.high < 0)


NO_GAP = Gap(math.nan, math.nan, math.nan, 0)


def keys_of(group: str) -> dict[str, str]:
    """`a=1;b=2` as a dictionary; an empty group is about everything."""
    pairs = (part.partition("=")[::2] for part in str(group).split(";") if "=" in part)
    return dict(pairs)


class Reading:
    """The measures and differences of a pack, looked up by measure and keys."""

    def __init__(self, pack: Pack) -> None:
        self._means = _by_measure(
            pack.measures.fillna({"group": ""})
            .groupby(["measure", "group", "scenario"], sort=False, observed=True)["value"]
            .mean()
        )
        self._gaps: dict[str, dict[str, dict[str, Gap]]] = {}
        columns = ["measure", "group", "option", "difference", "low", "high", "pairs"]
        rows = pack.differences[columns].fillna({"group": ""}).to_numpy(dtype=object)
        for measure, group, option, difference, low, high, pairs in rows:
            gap = Gap(float(difference), float(low), float(high), int(pairs))
            self._gaps.setdefault(str(measure), {}).setdefault(str(group), {})[str(option)] = gap

    def groups(self, measure: str) -> tuple[str, ...]:
        """Every group that a measure was taken over."""
        return tuple(sorted(self._means.get(measure, {})))

    def value(self, measure: str, scenario: str, **keys: str) -> float:
        """The mean over replications, or NaN when it was not measured."""
        for group in self._matching(self._means.get(measure, {}), keys):
            return self._means[measure][group].get(scenario, math.nan)
        return math.nan

    def gap(self, measure: str, option: str, **keys: str) -> Gap:
        """The paired difference from the baseline, or one that is not measured."""
        for group in self._matching(self._gaps.get(measure, {}), keys):
            return self._gaps[measure][group].get(option, NO_GAP)
        return NO_GAP

    def values_of(self, measure: str, key: str) -> tuple[str, ...]:
        """Every value that a key takes in a measure's groups, such as every station."""
        found = {keys_of(group).get(key) for group in self.groups(measure)}
        return tuple(sorted(value for value in found if value is not None))

    @staticmethod
    def _matching(groups: Iterable[str], keys: dict[str, str]) -> list[str]:
        def fits(group: str) -> bool:
            had = keys_of(group)
            return keys.items() <= had.items() and set(had) - set(keys) <= NARROWING

        return sorted((g for g in groups if fits(g)), key=lambda g: (g.count("="), g))


def _by_measure(means: "pd.Series[float]") -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for key, value in means.items():
        measure, group, scenario = key if isinstance(key, tuple) else (key, "", "")
        found.setdefault(str(measure), {}).setdefault(str(group), {})[str(scenario)] = float(value)
    return found


def headline_standard(pack: Pack) -> Standard | None:
    """The standard that maps and headlines speak of: the fire service's first, else the first."""
    fire = [standard for standard in pack.standards if standard.service == "fire"]
    return (fire or list(pack.standards) or [None])[0]  # type: ignore[list-item]


def replications(pack: Pack) -> int:
    """How many replications the measures rest on."""
    return int(pack.measures["replication"].nunique()) if len(pack.measures) else 0


def paired(option: NDArray[np.float64], baseline: NDArray[np.float64]) -> Gap:
    """Mean paired difference with Student's 95% interval; one pair gives no interval."""
    change = option - baseline
    change = change[np.isfinite(change)]
    if not change.size:
        return NO_GAP
    mean = float(change.mean())
    if change.size == 1:
        return Gap(mean, math.nan, math.nan, 1)
    half = float(stats.t.ppf(0.975, change.size - 1) * change.std(ddof=1) / math.sqrt(change.size))
    return Gap(mean, mean - half, mean + half, int(change.size))
