"""What is measured of a run beside its baseline's: minutes saved, and ambulance hours released net."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.clocks import FIRST_ON_SCENE
from results.groups import Row, group
from results.task import Tables

CLINICIANS = ("hours_on_calls", group(service="ambulance", basis="clinician_by_car"))


def first_help_s(tables: Tables) -> pd.Series[float]:
    """Seconds to the first unit of any service at each counted medical call of a run, by call; NaN if nobody came."""
    arrivals = tables["arrivals"]
    medical = (arrivals["service"] == "ambulance") & (arrivals["clock"] == FIRST_ON_SCENE)
    mine = arrivals[(medical & arrivals["counted"]).to_numpy(dtype=bool)]
    return pd.Series(mine["seconds"].to_numpy(dtype=float), index=mine["call"].to_numpy())


@dataclass(frozen=True, eq=False)
class Before:
    """What is kept of one replication of the baseline.

    Seconds to the first unit at each counted medical call, by call; the calls that a co-responder attended, as in the
    table `co_responding`; and the hours for which clinicians who come by car were on calls (NaN if there are none).
    """

    first_help_s: pd.Series[float]
    co_responding: pd.DataFrame
    clinician_h: float


def kept_of(tables: Tables, measures: pd.DataFrame) -> Before:
    """What is kept of the baseline's tables and measures of one replication."""
    return Before(
        first_help_s(tables), counted(tables["co_responding"]), value(measures, *CLINICIANS)
    )


def counted(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of counted calls."""
    return table[table["counted"].to_numpy(dtype=bool)]


def value(measures: pd.DataFrame, measure: str, keys: str) -> float:
    """One measure of one run; NaN where it was not measured."""
    rows = (measures["measure"] == measure) & (measures["group"] == keys)
    found = measures.loc[rows, "value"]
    return float(found.iloc[0]) if len(found) else float("nan")


def against_rows(tables: Tables, measures: pd.DataFrame, was: Before) -> Iterator[Row]:
    """Every row that one run has against its baseline's."""
    yield from saved_rows(tables, was)
    yield from net_rows(measures, was.clinician_h)


def net_rows(measures: pd.DataFrame, before_h: float) -> Iterator[Row]:
    """Ambulance hours released, less what clinicians who come by car are on calls for beyond the baseline."""
    released = value(measures, "ambulance_hours_released", group(service="ambulance"))
    more = value(measures, *CLINICIANS) - before_h
    if not np.isnan(released - more):
        yield "ambulance_hours_released_net", group(service="ambulance"), released - more


def saved_rows(tables: Tables, was: Before) -> Iterator[Row]:
    """Minutes saved at the medical calls that a co-responder attended, all and by co-responder.

    Where no co-responder attended any, at those that the baseline's attended: there it is what was lost, below nought.
    """
    attended = counted(tables["co_responding"])
    attended = attended if len(attended) else was.co_responding
    now_s = first_help_s(tables)
    parts: list[tuple[dict[str, str], pd.DataFrame]] = [({}, attended)]
    parts += [({"unit": str(u)}, p) for u, p in attended.groupby("unit", sort=True, observed=True)]
    for extra, part in parts:
        calls = part["call"].to_numpy()
        gain_s = was.first_help_s.reindex(calls).to_numpy() - now_s.reindex(calls).to_numpy()
        gain_s = gain_s[~np.isnan(gain_s)]
        if len(gain_s):
            keys = group(service="ambulance", basis="baseline", **extra)
            yield "minutes_saved_mean", keys, float(gain_s.mean()) / 60.0
