"""Differences between options, paired by replication: the same calls and the same luck under each."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

LEVEL = 0.95
COLUMNS = ["measure", "group", "baseline", "option", "difference", "low", "high", "pairs", "unit"]


def interval(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Mean and the ends of its 95% interval by Student's t; the ends are NaN for a single value."""
    mean = float(values.mean())
    if len(values) < 2:
        return mean, float("nan"), float("nan")
    spread = float(values.std(ddof=1) / np.sqrt(len(values)))
    half = float(student.ppf(0.5 + LEVEL / 2, len(values) - 1)) * spread
    return mean, mean - half, mean + half


def differences(measures: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Option minus baseline for every measure and group that both have, over the replications that both have."""
    wide = measures.pivot_table(
        index=["measure", "group", "unit", "replication"], columns="scenario", values="value"
    )
    rows = []
    options = [name for name in measures["scenario"].drop_duplicates() if name != baseline]
    for option in options:
        both = wide[[baseline, option]].dropna()
        gap = (both[option] - both[baseline]).rename("gap").reset_index()
        for keys, part in gap.groupby(["measure", "group", "unit"], sort=True):
            measure, group, unit = keys
            mean, low, high = interval(part["gap"].to_numpy(dtype=float))
            rows.append((measure, group, baseline, option, mean, low, high, len(part), unit))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values(["measure", "group"], kind="stable", ignore_index=True)


def between(
    measures: pd.DataFrame, measure: str, group: str, option: str, other: str | None
) -> NDArray[np.float64]:
    """The values of one measure by replication, less those of another scenario where one is named."""
    part = measures[((measures["measure"] == measure) & (measures["group"] == group)).to_numpy()]
    mine = part[(part["scenario"] == option).to_numpy()].set_index("replication")["value"]
    if other is not None:
        mine = mine - part[(part["scenario"] == other).to_numpy()].set_index("replication")["value"]
    return mine.dropna().to_numpy(dtype=float)
