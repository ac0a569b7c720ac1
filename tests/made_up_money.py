"""A made-up business case and outcomes of the right shape, for what draws and writes the pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from results.business_case import CASE_COLUMNS, SUMMARY_COLUMNS, SWITCHING_COLUMNS
from results.compare import interval
from results.rate_ranges import RANGE_COLUMNS

YEARS = 41


def outcome_rows(own: Any, place: int) -> Iterator[tuple[str, str, float, str]]:
    for curve, lives in (("larsen", 1.1), ("de_maio", 0.6)):
        value = lives + 0.05 * (place > 2) + own.normal(0, 0.004)
        yield "expected_survivors", f"basis={curve};service=ambulance", value, "people per year"
    deaths = 2.4 - 0.01 * place + own.normal(0, 0.002)
    yield "expected_fire_deaths", "basis=line;service=fire", deaths, "people per year"


def rate_ranges(options: Sequence[str]) -> pd.DataFrame:
    """Two rates that move each option's cost, the first by more than all of it."""
    rows = [
        (option, agency, item, gbp, 0.75, 1.25, -0.25 * gbp, 0.25 * gbp)
        for place, option in enumerate(options[1:], 1)
        for agency, item, gbp in (("fire", "Crews", 4e5), ("police", "Buildings", 1e4 * place))
    ]
    return pd.DataFrame(rows, columns=RANGE_COLUMNS)


def business_case(options: Sequence[str], replications: int) -> dict[str, pd.DataFrame]:
    """Each option but the first builds for a million, saves or loses a little each year, and shares a rent."""
    rows, summary, switching = [], [], []
    worth = 1.035 ** -np.arange(YEARS)
    for place, option in enumerate(options[1:], 1):
        luck = np.random.default_rng((place, 3)).normal(0, 4000, replications)
        running = 20_000.0 * (3 - place) + luck
        for view in ("financial", "economic"):
            lines = {
                ("Station", "fire"): [-1e6] + [0.0] * (YEARS - 1),
                ("Running costs", "fire"): [0.0] + [float(running.mean())] * (YEARS - 1),
            }
            if view == "financial":
                lines["Rent (received from police)", "fire"] = [0.0] + [9e3] * (YEARS - 1)
                lines["Rent (paid to fire)", "police"] = [0.0] + [-9e3] * (YEARS - 1)
            for (item, agency), gbp in lines.items():
                rows += [
                    (option, view, 2014 + year, item, agency, x, x * worth[year])
                    for year, x in enumerate(gbp)
                    if x
                ]
            for agency in ("all", "fire", "police"):
                mine = [x for (_, whose), x in lines.items() if agency in ("all", whose)]
                if not mine:
                    continue
                varies = worth[1:].sum() * (running - running.mean()) * (agency != "police")
                value = np.sum(mine, axis=0) @ worth + varies
                mean, low, high = interval(value)
                back = 2040.0 if mean > 0 else float("nan")
                whole = float(np.sum(mine))
                total, least, most = interval(whole + varies)
                npv = (mean, back, 0.4, low, high)
                summary.append((option, view, agency, *npv, total, "", least, most))
        for item, change in (("Station", -0.7), ("Running costs", 1.4)):
            switching.append((option, "economic", item, "fire", -1e6, change))
    return {
        "business_case": pd.DataFrame(rows, columns=CASE_COLUMNS),
        "case_summary": pd.DataFrame(summary, columns=SUMMARY_COLUMNS),
        "switching": pd.DataFrame(switching, columns=SWITCHING_COLUMNS),
    }
