"""What a business case is worth in each replication, and how far the rates of its running costs could move that.

Only running costs vary from one replication to another; a pound of them saved a year is worth the same in each.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from results.cash_lines import ECONOMIC
from results.rate_ranges import capital_items
from scenarios.study import Study


def pound_a_year(study: Study, option: str) -> float:
    """What a pound of running costs saved each year is worth over the case, in the economic view."""
    declared = study.head.business_case
    if declared is None:
        return 0.0
    rules = study.baseline.appraisal[declared.rules]
    return sum(part * rules.factor(year) for year, part in enumerate(declared.runs(option)))


def worth_by_run(
    study: Study, summary: pd.DataFrame, measures: pd.DataFrame
) -> dict[str, dict[int, float]]:
    """By option its economic net present value in pounds in each replication, about the mean of the summary."""
    running = measures[(measures["measure"] == "running_cost_gbp").to_numpy(dtype=bool)]
    running = running[(running["group"].fillna("") == "").to_numpy(dtype=bool)]
    found: dict[str, dict[int, float]] = {}
    for option, view, agency, npv in summary[["option", "view", "agency", "npv_gbp"]].itertuples(
        index=False
    ):
        if view != ECONOMIC or agency != "all" or option not in study.head.options:
            continue
        saved = _by_run(running, study.baseline.name) - _by_run(running, str(option))
        saved = saved.dropna()
        luck = pound_a_year(study, str(option)) * (saved - saved.mean())
        found[str(option)] = {int(str(run)): float(npv + gbp) for run, gbp in luck.items()}
    return found


def _by_run(running: pd.DataFrame, scenario: str) -> pd.Series[float]:
    mine = running[(running["scenario"] == scenario).to_numpy(dtype=bool)]
    return mine.set_index("replication")["value"].astype(float)


def worth_over_rates(study: Study, ranges: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """By option how much less, and more, its economic net present value is with its rates at their worst and best.

    All rates of running costs in doubt together, as in `rate_ranges`; declared sums and capital stay as they are.
    """
    found: dict[str, tuple[float, float]] = {}
    running = _running(study, ranges)
    for option in study.head.options:
        mine = running[(running["option"] == option).to_numpy(dtype=bool)]
        if len(mine):
            times = pound_a_year(study, option)
            dearer = float(mine["high_gbp_per_year"].sum())
            cheaper = float(mine["low_gbp_per_year"].sum())
            found[option] = (-times * dearer, -times * cheaper)
    return found


def leads_over_rates(
    study: Study, ranges: pd.DataFrame
) -> dict[tuple[str, str], tuple[float, float]]:
    """By two options, how many pounds less and more the first is worth than the second over all rates in doubt.

    A rate that both have is moved for both at once, so that only what they have unlike of it moves the lead; rates of
    unlike items move apart from each other. Economic net present value, as in `worth_over_rates`.
    """
    running = _running(study, ranges)
    moves: dict[str, dict[tuple[str, str], tuple[float, float]]] = {}
    for option in study.head.options:
        mine = running[(running["option"] == option).to_numpy(dtype=bool)]
        times = pound_a_year(study, option)
        gaps = times * mine["difference_gbp_per_year"].astype(float)
        moves[option] = {
            (str(agency), str(item)): (-gbp * (float(low) - 1.0), -gbp * (float(high) - 1.0))
            for agency, item, low, high, gbp in zip(
                mine["agency"], mine["item"], mine["rate_low"], mine["rate_high"], gaps, strict=True
            )
        }
    return {
        (one, other): _lead(moves[one], moves[other])
        for one in moves
        for other in moves
        if one != other and (moves[one] or moves[other])
    }


Moves = dict[tuple[str, str], tuple[float, float]]
"""By agency and item, what the worth moves by with its rate at the lowest and at the highest."""


def _lead(ours: Moves, theirs: Moves) -> tuple[float, float]:
    """The least and most of the one's worth less the other's, each rate at its worse and better end for that."""
    ends = [
        [mine - other for mine, other in zip(ours.get(item, (0.0, 0.0)), theirs.get(item, (0.0, 0.0)), strict=True)]
        for item in ours.keys() | theirs.keys()
    ]  # fmt: skip
    return sum(min(*pair, 0.0) for pair in ends), sum(max(*pair, 0.0) for pair in ends)


def _running(study: Study, ranges: pd.DataFrame) -> pd.DataFrame:
    """The rows of `rate_ranges` that are of running costs: capital is in a case by what is paid instead."""
    capital = capital_items(study)
    pairs = ranges[["agency", "item"]].itertuples(index=False)
    apart = [(str(agency), str(item)) in capital for agency, item in pairs]
    return ranges[~np.array(apart, dtype=bool)]
