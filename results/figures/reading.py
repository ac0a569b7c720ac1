"""Finds a number in the tidy tables; what is not there is not measured, never guessed."""

import functools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from results.figures.once import once_a_pack
from results.figures.wording import steady
from results.pack import Pack, Standard

NARROWING = frozenset({"service", "clock", "standard"})
"""Keys that a group may have beyond those asked for without being about something narrower."""
WHOLE = {"order": "first"}
"""Keys with a value that does not narrow either: who came first is what a response means."""


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
    def steady(self) -> bool:
        """Whether it is the same in every replication of several."""
        return self.has_interval and steady(self.low, self.high)

    @property
    def clear(self) -> bool:
        """Whether the interval excludes no change."""
        return self.has_interval and (self.low > 0 or self.high < 0)


NO_GAP = Gap(math.nan, math.nan, math.nan, 0)


@functools.lru_cache(maxsize=4096)
def _pairs(group: str) -> tuple[tuple[str, str], ...]:
    parts = (part.partition("=")[::2] for part in group.split(";") if "=" in part)
    return tuple((key, value) for key, value in parts)


def keys_of(group: str) -> dict[str, str]:
    """`a=1;b=2` as a dictionary; an empty group is about everything."""
    return dict(_pairs(str(group)))


Runs = dict[int, float]
"""A value by replication."""


class Reading:
    """The measures and differences of a pack, looked up by measure and keys."""

    def __init__(self, pack: Pack) -> None:
        self._baseline = pack.baseline.name
        self._runs: dict[str, dict[str, dict[str, Runs]]] = {}
        columns = ["measure", "group", "scenario", "replication", "value"]
        for measure, group, scenario, run, value in _rows(pack.measures, columns):
            groups = self._runs.setdefault(str(measure), {})
            groups.setdefault(str(group), {}).setdefault(str(scenario), {})[int(run)] = float(value)
        self._gaps: dict[str, dict[str, dict[str, Gap]]] = {}
        columns = ["measure", "group", "option", "difference", "low", "high", "pairs"]
        for measure, group, option, difference, low, high, pairs in _rows(
            pack.differences, columns
        ):
            gap = Gap(float(difference), float(low), float(high), int(pairs))
            self._gaps.setdefault(str(measure), {}).setdefault(str(group), {})[str(option)] = gap

    def groups(self, measure: str) -> tuple[str, ...]:
        """Every group that a measure was taken over."""
        return tuple(sorted(self._runs.get(measure, {})))

    def runs(self, measure: str, scenario: str, **keys: str) -> Runs:
        """The value in each replication; nothing when it was not measured."""
        for group in self._matching(self._runs.get(measure, {}), keys):
            found = self._runs[measure][group].get(scenario, {})
            return {run: value for run, value in found.items() if math.isfinite(value)}
        return {}

    def exactly(self, measure: str, group: str, scenario: str) -> Runs:
        """The value in each replication of one group, as it is written; nothing when it was not measured."""
        found = self._runs.get(measure, {}).get(group, {}).get(scenario, {})
        return {run: value for run, value in found.items() if math.isfinite(value)}

    def value(self, measure: str, scenario: str, **keys: str) -> float:
        """The mean over replications, or NaN when it was not measured."""
        return mean_of(self.runs(measure, scenario, **keys))

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
            if not keys.items() <= had.items():
                return False
            more = {k: v for k, v in had.items() if k not in keys and k not in NARROWING}
            return more.items() <= WHOLE.items()

        return sorted((g for g in groups if fits(g)), key=lambda g: (g.count("="), g))


@once_a_pack
def reading_of(pack: Pack) -> Reading:
    """The pack's tables ready to look things up in; made once for a pack."""
    return Reading(pack)


def _rows(table: pd.DataFrame, columns: list[str]) -> Iterator[list[Any]]:
    lists = [table[name].tolist() for name in columns]
    group = columns.index("group")
    lists[group] = ["" if cell is None or cell != cell else cell for cell in lists[group]]
    return (list(row) for row in zip(*lists, strict=True))


def mean_of(runs: Runs) -> float:
    """The mean over replications, NaN of none."""
    return sum(runs.values()) / len(runs) if runs else math.nan


def less(ours: Runs, theirs: Runs) -> Runs:
    """What is left in each replication that both have."""
    return {run: value - theirs[run] for run, value in ours.items() if run in theirs}


def gap_of(ours: Runs, theirs: Runs) -> Gap:
    """The difference paired by replication, of two values by replication."""
    both = sorted(ours.keys() & theirs.keys())
    return paired(np.array([ours[run] for run in both]), np.array([theirs[run] for run in both]))


def headline_standard(pack: Pack) -> Standard | None:
    """The standard that maps and headlines speak of: the fire service's first, else the first."""
    fire = [standard for standard in pack.standards if standard.service == "fire"]
    return (fire or list(pack.standards) or [None])[0]  # type: ignore[list-item]


def first_to_arrive(pack: Pack) -> str:
    """Whose arrival the headline standard times."""
    standard = headline_standard(pack)
    fire = standard is not None and standard.service == "fire"
    return "the first fire engine" if fire else "the first to help"


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
