"""What a call gained or lost against the same call in the baseline."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from results.clocks import FIRST_ON_SCENE
from results.groups import Row, group
from results.task import Tables


def first_help_s(tables: Tables) -> pd.Series[float]:
    """Seconds to the first unit of any service at each counted medical call of a run, by call; NaN if nobody came."""
    arrivals = tables["arrivals"]
    medical = (arrivals["service"] == "ambulance") & (arrivals["clock"] == FIRST_ON_SCENE)
    mine = arrivals[(medical & arrivals["counted"]).to_numpy(dtype=bool)]
    return pd.Series(mine["seconds"].to_numpy(dtype=float), index=mine["call"].to_numpy())


def saved_rows(tables: Tables, before_s: pd.Series[float]) -> Iterator[Row]:
    """Minutes saved at the medical calls that a co-responder attended, all and by co-responder."""
    table = tables["co_responding"]
    counted = table[table["counted"].to_numpy(dtype=bool)]
    now_s = first_help_s(tables)
    parts: list[tuple[dict[str, str], pd.DataFrame]] = [({}, counted)]
    parts += [({"unit": str(u)}, p) for u, p in counted.groupby("unit", sort=True, observed=True)]
    for extra, part in parts:
        calls = part["call"].to_numpy()
        gain_s = before_s.reindex(calls).to_numpy() - now_s.reindex(calls).to_numpy()
        gain_s = gain_s[~np.isnan(gain_s)]
        if len(gain_s):
            keys = group(service="ambulance", basis="baseline", **extra)
            yield "minutes_saved_mean", keys, float(gain_s.mean()) / 60.0
