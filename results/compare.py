"""Differences between options, paired by replication: the same calls and the same luck under each."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

LEVEL = 0.95
COLUMNS = ["measure", "group", "baseline", "option", "difference", "low", "high", "pairs", "unit"]


def half_width(spread: NDArray[np.float64], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Half the 95% interval of a mean by Student's t, from standard deviation and count; NaN for a single value."""
    several = np.maximum(pairs, 2)
    half = stdtrit(several - 1, 0.5 + LEVEL / 2) * spread / np.sqrt(several)
    return np.where(pairs > 1, half, np.nan)


def interval(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Mean and the ends of its 95% interval; the ends are NaN for a single value."""
    mean = float(values.mean())
    spread = np.array([values.std(ddof=1) if len(values) > 1 else 0.0])
    half = float(half_width(spread, np.array([len(values)]))[0])
    return mean, mean - half, mean + half


def differences(measures: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Option minus baseline for every measure and group that both have, over the replications that both have."""
    wide = measures.pivot_table(
        index=["measure", "group", "unit", "replication"], columns="scenario", values="value"
    )
    options = [name for name in measures["scenario"].drop_duplicates() if name != baseline]
    tables = [pairs_of(wide, baseline, option) for option in options]
    frame = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
    return frame.sort_values(["measure", "group"], kind="stable", ignore_index=True)


def pairs_of(wide: pd.DataFrame, baseline: str, option: str) -> pd.DataFrame:
    """One option's differences, from measures with a column a scenario."""
    both = wide[[baseline, option]].dropna()
    gap = (both[option] - both[baseline]).groupby(level=["measure", "group", "unit"], sort=True)
    table = gap.agg(["mean", "std", "count"]).reset_index()
    half = half_width(
        table["std"].fillna(0.0).to_numpy(dtype=float), table["count"].to_numpy(dtype=np.int64)
    )
    table["baseline"], table["option"] = baseline, option
    table["low"], table["high"] = table["mean"] - half, table["mean"] + half
    return table.rename(columns={"mean": "difference", "count": "pairs"})[COLUMNS]


def between(
    measures: pd.DataFrame, measure: str, group: str, option: str, other: str | None
) -> NDArray[np.float64]:
    """The values of one measure by replication, less those of another scenario where one is named."""
    part = measures[((measures["measure"] == measure) & (measures["group"] == group)).to_numpy()]
    mine = part[(part["scenario"] == option).to_numpy()].set_index("replication")["value"]
    if other is not None:
        mine = mine - part[(part["scenario"] == other).to_numpy()].set_index("replication")["value"]
    return mine.dropna().to_numpy(dtype=float)
