"""The combinations of a siting as a table: each with its objective, its interval and its chance of being the best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.compare import interval
from results.ranking_selection import Selection, chances
from scenarios.calls import YEAR_DAYS
from scenarios.check_site import A_YEAR, PER_PERIOD
from scenarios.measure_words import MEASURES
from scenarios.site import Combination, Site
from scenarios.study import Study

SITE_COLUMNS = [
    "k", "scenario", "places", "asked", "objective", "low", "high", "unit", "probability_best",
    "probability_near_best", "chosen", "decided", "still_in", "replications", "behind", "behind_low", "behind_high",
    "screen_rank", "screen_objective", "simulated",
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The objective: which measure, in which unit it is reported, and which way is better.

    `times` makes of a measure of the counted period one of a year; `indifference` is in the reported unit.
    """

    measure: str
    group: str
    unit: str
    times: float
    sign: int
    difference: bool
    indifference: float

    @classmethod
    def of(cls, site: Site, study: Study) -> Self:
        """The objective of a study's block: by the year where the zone of indifference is and days can stand for it."""
        said, zone = site.objective, site.procedure.indifference
        unit = MEASURES[said.measure][0]
        times, indifference = 1.0, zone.value
        if unit.endswith(PER_PERIOD) and zone.unit.endswith(A_YEAR):
            a_year = YEAR_DAYS / study.baseline.calendar.days
            if all(scenario.annual_figures_stand() for scenario in study.scenarios):
                times, unit = a_year, zone.unit
            else:
                indifference = zone.value / a_year
        sign = 1 if said.better == "more" else -1
        return cls(
            said.measure, said.group, unit, times, sign, said.of == "difference", indifference
        )

    @property
    def words(self) -> str:
        """The measure and its group."""
        return f"{self.measure} ({self.group})" if self.group else self.measure

    def value(self, measured: pd.DataFrame) -> float:
        """The objective of one run's measures; NaN if it has no row there."""
        mine = (measured["measure"] == self.measure) & (measured["group"] == self.group)
        found = measured.loc[mine.to_numpy(dtype=bool), "value"]
        return float(found.iloc[0]) * self.times if len(found) else math.nan


def site_table(
    combinations: Sequence[Combination],
    sizes: Mapping[int, Sequence[str]],
    selections: Mapping[int, Selection],
    values: Mapping[int, NDArray[np.float64]],
    asked: Asked,
) -> pd.DataFrame:
    """A row for each combination, the best of each size first; those only screened come last.

    `values` by size are [replications, combinations], more is better. `behind` is how far a combination is behind the
    chosen one over the replications that both have, more is worse.
    """
    rows: list[tuple[object, ...]] = []
    by_name = {one.name: one for one in combinations}
    for k, names in sizes.items():
        found = selections[k]
        best, good = chances(values[k], found, asked.indifference)
        mine = []
        for place, name in enumerate(names):
            one, runs = by_name[name], found.used[place]
            own = values[k][:runs, place]
            mean, low, high = interval(own * asked.sign)
            behind = interval(values[k][:runs, found.chosen] - own)
            mine.append(
                (k, name, ";".join(one.places), one.asked, mean, low, high, asked.unit,
                 best[place], good[place], place == found.chosen, found.decided, place in found.still_in,
                 runs, *behind, one.rank or None, one.screened, True)
            )  # fmt: skip
        mine.sort(key=lambda row: (not row[10], -row[4] * asked.sign))
        rows += mine
        rows += [
            (k, one.name, ";".join(one.places), one.asked, *[np.nan] * 3, asked.unit, np.nan, np.nan,
             False, found.decided, False, 0, *[np.nan] * 3, one.rank, one.screened, False)
            for one in combinations
            if one.k == k and not one.simulated
        ]  # fmt: skip
    table = pd.DataFrame(rows, columns=SITE_COLUMNS)
    return table.astype({"screen_rank": "Int64"})
