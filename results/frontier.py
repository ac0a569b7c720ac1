"""Cost against response: which options another beats on both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.compare import interval
from results.groups import group
from scenarios.frontier import MORE_IS_BETTER
from scenarios.study import Study

BEATEN_COLUMNS = ["scenario", "dominated_by", "clearly"]
FRONTIER_COLUMNS = [
    "scenario", "cost", "response", "dominated_by", "clearly", "measure", "group", "not_ranked",
]  # fmt: skip
Values = NDArray[np.float64]
COST = ("net_cost_gbp", "")


class Response(NamedTuple):
    """A measure and a group of it by which options are judged beside their cost."""

    measure: str
    group: str

    @property
    def sign(self) -> float:
        """By what its values are multiplied so that less is better."""
        return -1.0 if MORE_IS_BETTER[self.measure] else 1.0


def beaten(
    cost: Mapping[str, Values],
    responses: Sequence[Mapping[str, Values]],
    apart: Collection[str] = (),
) -> pd.DataFrame:
    """Who beats whom on cost and on every response, by replication (less is better in all).

    `dominated_by` is the cheapest of those that are no worse in any mean and better in one, and `clearly` says that
    each difference in the pair's favour is outside its 95% interval. Where no response differs in any replication there
    is no verdict: then none of them speaks of what the options do. Those `apart` beat nobody and are beaten by nobody.
    """
    names = [name for name in cost if all(name in response for response in responses)]
    ranked = [name for name in names if name not in apart]
    tables = (cost, *responses)
    means = {name: tuple(float(table[name].mean()) for table in tables) for name in names}
    rows = []
    for name in names:
        better = [
            other
            for other in (ranked if name in ranked else ())
            if other != name
            and all(x <= y for x, y in zip(means[other], means[name], strict=True))
            and means[other] != means[name]
            and any(differs(response[other], response[name]) for response in responses)
        ]
        by = min(better, key=lambda other: means[other], default="")
        clearly = bool(by) and all(
            is_clear(table[by], table[name]) for table in tables if differs(table[by], table[name])
        )
        rows.append((name, by, clearly))
    return pd.DataFrame(rows, columns=BEATEN_COLUMNS)


def differs(ours: Values, theirs: Values) -> bool:
    """Whether two differ in any replication."""
    return len(ours) != len(theirs) or bool(np.any(ours != theirs))


def is_clear(less: Values, more: Values) -> bool:
    """Whether one is surely less than the other, replication by replication; the same everywhere is not."""
    if len(less) != len(more):
        return False
    gap = more - less
    if np.ptp(gap) == 0.0:
        return bool(gap[0] > 0.0)
    _, low, _ = interval(gap)
    return bool(low > 0.0)


def frontier_of(study: Study, region: Region, measures: pd.DataFrame) -> pd.DataFrame:
    """The frontier of every scenario in a table of measures: the options, or the points of a sweep.

    A row a scenario and response; a verdict is on all responses together. Points of a sweep are compared within one
    setting of its factors: a factor is mostly an assumption, and nobody can choose shorter roads.
    """
    judged = responses_of(study, region, measures)
    values = [values_of(measures, *response) for response in judged]
    cost, why = values_of(measures, *COST), not_ranked(study)
    rows: list[tuple[object, ...]] = []
    for names in settings(study, list(cost)) if judged else ():
        signed = [
            {name: response.sign * mine[name] for name in names if name in mine}
            for response, mine in zip(judged, values, strict=True)
        ]
        found = beaten({name: cost[name] for name in names}, signed, why)
        for name, by, clearly in found.itertuples(index=False):
            for response, mine in zip(judged, values, strict=True):
                means = float(cost[name].mean()), float(mine[name].mean())
                rows.append((name, *means, by, clearly, *response, why.get(name, "")))
    return pd.DataFrame(rows, columns=FRONTIER_COLUMNS)


def responses_of(study: Study, region: Region, measures: pd.DataFrame) -> list[Response]:
    """What the study's options are judged by beside their cost: as the report declares, or one of its standards.

    That is the share within the standard, in the widest of the study's districts or in all of the region, which most
    options clearly move; of several the first declared. A call that nobody reached is outside a standard.
    """
    declared = study.head.report.frontier
    if declared:
        return [Response(one.measure, one.group) for one in declared]
    found = list(standards_of(study, region))
    moved = [moves(study, values_of(measures, *response)) for response in found]
    return [found[moved.index(max(moved))]] if found else []


def standards_of(study: Study, region: Region) -> Iterator[Response]:
    """The share within each declared standard, in the study's place."""
    districts = study.head.report.districts
    place = {}
    if districts and study.head.report.headlines_of == "widest_district":
        place["district"] = max(districts, key=lambda name: int(region.zones.areas[name].sum()))
    for name, standard in study.baseline.standards.items():
        service = study.baseline.clocks[standard.clock].service
        keys = {"service": service, "clock": standard.clock, "standard": name, **place}
        yield Response("within_standard", group(**keys))


def moves(study: Study, values: Mapping[str, Values]) -> tuple[int, int]:
    """How many options differ from the first of their setting clearly, and how many at all."""
    clear = some = 0
    for first, *others in settings(study, list(values)):
        for name in others:
            now, then = values[first], values[name]
            clear += is_clear(now, then) or is_clear(then, now)
            some += differs(now, then)
    return clear, some


def settings(study: Study, names: list[str]) -> list[list[str]]:
    """The scenarios of each setting of a sweep's factors; all options together where there is no sweep."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(setting_of(study, name), []).append(name)
    return list(found.values())


def setting_of(study: Study, name: str) -> str:
    """The values of the factors at a point of a sweep; nothing for an option."""
    point = study.points.get(name, {})
    return ";".join(f"{factor}={value}" for factor, value in point.items() if factor != "option")


def not_ranked(study: Study) -> dict[str, str]:
    """The options, and the points of a sweep of them, that are not ranked, each with why."""
    why = {
        name: option.why_not_ranked
        for name, option in study.head.options.items()
        if option.why_not_ranked
    }
    points = {
        name: why[option]
        for name, point in study.points.items()
        if (option := point.get("option")) in why
    }
    return {**why, **points}


def values_of(measures: pd.DataFrame, measure: str, about: str) -> dict[str, Values]:
    """A measure's values by scenario, in the order of replications."""
    mine = (measures["measure"] == measure) & (measures["group"].fillna("") == about)
    part = measures[mine.to_numpy(dtype=bool)].sort_values("replication", kind="stable")
    return {
        str(name): rows["value"].to_numpy(dtype=np.float64)
        for name, rows in part.groupby("scenario", sort=False, observed=True)
    }
