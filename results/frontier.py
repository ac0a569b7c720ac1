"""Cost against response: which options another beats on both."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.compare import interval
from results.groups import group
from scenarios.study import Study

FRONTIER_COLUMNS = ["scenario", "cost", "response", "dominated_by", "clearly"]
Values = NDArray[np.float64]
COST = ("net_cost_gbp", "")


def frontier(
    cost: Mapping[str, Values], response: Mapping[str, Values], apart: Collection[str] = ()
) -> pd.DataFrame:
    """Each scenario's mean cost and response (less is better in both), by replication, and who beats it.

    `dominated_by` is the cheapest of those that are no worse in both means and better in one, and `clearly` says that
    each difference in the pair's favour is outside its 95% interval, or the same in every replication. Those `apart`,
    whose cost is not known whole, beat nobody and are beaten by nobody.
    """
    names = [name for name in cost if name in response]
    means = {name: (float(cost[name].mean()), float(response[name].mean())) for name in names}
    rows = []
    for name in names:
        better = [
            other
            for other in names
            if other != name
            and not {name, other} & set(apart)
            and means[other][0] <= means[name][0]
            and means[other][1] <= means[name][1]
            and means[other] != means[name]
        ]
        by = min(better, key=lambda other: means[other], default="")
        clearly = bool(by) and all(
            is_clear(values[by], values[name]) for values in (cost, response)
        )
        rows.append((name, *means[name], by, clearly))
    return pd.DataFrame(rows, columns=FRONTIER_COLUMNS)


def is_clear(less: Values, more: Values) -> bool:
    """Whether one is surely no more than the other, replication by replication."""
    if len(less) != len(more):
        return False
    gap = more - less
    if np.ptp(gap) == 0.0:
        return bool(gap[0] >= 0.0)
    _, low, _ = interval(gap)
    return bool(low > 0.0)


def frontier_of(study: Study, region: Region, measures: pd.DataFrame) -> pd.DataFrame:
    """The frontier of every scenario in a table of measures: the options, or the points of a sweep.

    Response is the mean of the first arrival on the clock of the study's first fire standard (else its first), in the
    place that headlines speak of: the widest of its districts, or all of the region. Points of a sweep are compared
    within one setting of its factors: a factor is mostly an assumption, and nobody can choose shorter roads.
    """
    standards = study.baseline.standards.values()
    clocks = [study.baseline.clocks[standard.clock] for standard in standards]
    named = [(c.service, standard.clock) for c, standard in zip(clocks, standards, strict=True)]
    if not named:
        return pd.DataFrame(columns=FRONTIER_COLUMNS)
    service, clock = next((one for one in named if one[0] == "fire"), named[0])
    keys = {"service": service, "clock": clock, "order": "first"}
    districts = study.head.report.districts
    if districts and study.head.report.headlines_of == "widest_district":
        keys["district"] = max(districts, key=lambda name: int(region.zones.areas[name].sum()))
    response = values_of(measures, "response_mean_s", group(**keys))
    cost, apart = values_of(measures, *COST), known_in_part(study)
    settings: dict[str, dict[str, Values]] = {}
    for name, values in cost.items():
        settings.setdefault(setting_of(study, name), {})[name] = values
    parts = [frontier(some, response, apart) for some in settings.values()]
    return pd.concat(parts, ignore_index=True) if parts else frontier({}, {})


def setting_of(study: Study, name: str) -> str:
    """The values of the factors at a point of a sweep; nothing for an option."""
    point = study.points.get(name, {})
    return ";".join(f"{factor}={value}" for factor, value in point.items() if factor != "option")


def known_in_part(study: Study) -> list[str]:
    """The options, and the points of a sweep of them, whose cost is not known whole."""
    apart = {name for name, option in study.head.options.items() if option.costs_incomplete}
    points = [name for name, point in study.points.items() if point.get("option") in apart]
    return [*apart, *points]


def values_of(measures: pd.DataFrame, measure: str, about: str) -> dict[str, Values]:
    """A measure's values by scenario, in the order of replications."""
    mine = (measures["measure"] == measure) & (measures["group"].fillna("") == about)
    part = measures[mine.to_numpy(dtype=bool)].sort_values("replication", kind="stable")
    return {
        str(name): rows["value"].to_numpy(dtype=np.float64)
        for name, rows in part.groupby("scenario", sort=False, observed=True)
    }
