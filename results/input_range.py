"""How far a published figure's model answer moves over the assumed inputs of the study's sweep.

Only for what needs no run: people whom the declared pumps could reach. The sweep itself is not played.
"""

from __future__ import annotations

import pandas as pd

from geography.region import Region
from results.fire_cover import declared_cover_table
from results.groups import group
from results.log import records
from results.measures import cover_keys
from scenarios.costs import Expected
from scenarios.scenario import Scenario
from scenarios.study import Study

ON_PAPER = "basis=all_available"

Papers = dict[str, dict[str, float]]  # of a study's scenarios by name: people by group


def with_ranges(bids: pd.DataFrame, study: Study, region: Region) -> pd.DataFrame:
    """The bid check with `range_low` and `range_high` where the sweep moves the answer, and words for it."""
    known: Papers = {}
    ranges = {
        expected.title: input_range(expected, study, region, known)
        for expected in study.head.expected.values()
        if expected.measure == "people_within_standard" and ON_PAPER in expected.group
    }
    found = {title: ends for title, ends in ranges.items() if ends is not None}
    bids = bids.copy()
    for column, end in (("range_low", 0), ("range_high", 1)):
        bids[column] = [
            found[title][end] if title in found else float("nan") for title in bids["figure"]
        ]
    bids["note"] = [
        f"{note} Over the sweep's assumed inputs: {found[title][0]:,.0f} to {found[title][1]:,.0f}."
        if title in found
        else note
        for title, note in zip(bids["figure"], bids["note"], strict=True)
    ]
    return bids


def input_range(
    expected: Expected, study: Study, region: Region, known: Papers
) -> tuple[float, float] | None:
    """The least and most of the figure's answer over the sweep's points; None if the sweep has not its options.

    `known` keeps what was worked out for one figure for the next.
    """
    scenarios = {scenario.name: scenario for scenario in study.scenarios}
    other = expected.minus or study.baseline.name
    answers = []
    for name, point in study.points.items():
        if point["option"] != expected.option:
            continue
        factors = {key: value for key, value in point.items() if key != "option"}
        mine = on_paper(scenarios[name], region, known).get(expected.group)
        if expected.of == "difference":
            before = matching(study, other, factors)
            if before is None:
                return None
            less = on_paper(scenarios[before], region, known).get(expected.group)
            mine = mine - less if mine is not None and less is not None else None
        if mine is not None:
            answers.append(mine)
    return (min(answers), max(answers)) if answers else None


def matching(study: Study, option: str, factors: dict[str, object]) -> str | None:
    """The point of an option that has the same factors."""
    for name, point in study.points.items():
        if point == {"option": option, **factors}:
            return name
    return None


def on_paper(scenario: Scenario, region: Region, known: Papers) -> dict[str, float]:
    """People within each fire standard with every pump at home, by group."""
    if scenario.name not in known:
        table = declared_cover_table(scenario, region)
        known[scenario.name] = {
            group(**cover_keys(row, scenario), basis="all_available"): float(row["people_within"])
            for row in records(table)
        }
    return known[scenario.name]
