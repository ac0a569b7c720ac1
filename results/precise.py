"""How many replications a wanted precision needs: judged on 0, 1, 2 … in order, the same number for all options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from results.compare import LEVEL, half_width
from scenarios.precision import Precision

POWER = 0.80
COLUMNS = ["measure", "group", "of", "option", "replications", "mean", "low", "high",
           "half_width", "wanted", "smallest_seen", "unit"]  # fmt: skip
Values = NDArray[np.float64]
"""What is judged, [replications, options]; NaN where a replication was not measured."""


class NothingToJudge(RuntimeError):
    """What a precision is wanted of was measured in no run of some option."""


def needed(values: Values, wanted: Precision) -> int | None:
    """The first number of replications at which every option's interval is narrow enough, and stays so.

    It is to hold for `look_ahead` further replications, or as many of them as `at_most` leaves; None if there is no
    such number among those played.
    """
    widths = half_widths(values)
    fine = np.all(widths <= wanted.half_width, axis=1)
    fine[: wanted.at_least - 1] = False
    for n in range(wanted.at_least, len(values) + 1):
        last = min(n + wanted.look_ahead, wanted.at_most)
        if last > len(values):
            return None
        if fine[n - 1 : last].all():
            return n
    return None


def half_widths(values: Values) -> Values:
    """Half the 95% interval of each option over the first 1, 2, 3 … replications, [replications, options]."""
    there = ~np.isnan(values)
    count = there.cumsum(axis=0)
    known = np.where(there, values - first_known(values), 0.0)
    total, squares = known.cumsum(axis=0), (known**2).cumsum(axis=0)
    several = np.maximum(count, 2)
    variance = np.maximum(squares - total**2 / np.maximum(count, 1), 0.0) / (several - 1)
    wide: Values = half_width(np.sqrt(variance), count)
    return np.where(count > 1, wide, np.inf)


def first_known(values: Values) -> Values:
    """Each option's first value: sums of squares about it lose no figures."""
    rows = np.argmax(~np.isnan(values), axis=0)
    found = values[rows, np.arange(values.shape[1])]
    return np.where(np.isnan(found), 0.0, found)


def play_until_precise(
    wanted: Precision,
    play: Callable[[range], None],
    judged: Callable[[int], Mapping[str, Values]],
) -> int:
    """Play replications until the precision is reached, or the most are played; how many the tables rest on.

    `play` plays some more; `judged` gives each option's values over the first so many. How many are played at a time
    changes nothing in the answer, as it is looked for in order.
    """
    played, more = 0, min(wanted.at_least + wanted.look_ahead, wanted.at_most)
    while True:
        play(range(played, more))
        played = more
        values = as_columns(judged(played), wanted)
        found = needed(values, wanted)
        if found is not None:
            return found
        if played >= wanted.at_most:
            return played
        more = min(max(likely(values, wanted), played + 1), 2 * played, wanted.at_most)


def as_columns(judged: Mapping[str, Values], wanted: Precision) -> Values:
    """The judged values side by side. Raises NothingToJudge for an option that has none."""
    for option, values in judged.items():
        if np.isnan(values).all():
            raise NothingToJudge(
                f"The precision is wanted of {wanted.measure}, group '{wanted.group}', and {option} has none: "
                "no call of that kind, or no such group. `bluelight measures` says what there is."
            )
    return np.column_stack(list(judged.values()))


def likely(values: Values, wanted: Precision) -> int:
    """How many replications are likely to be enough, by the spread so far, with those that are looked ahead."""
    spread = float(np.nanmax(np.nanstd(values, axis=0, ddof=1)))
    enough = (1.96 * spread / wanted.half_width) ** 2
    return int(np.ceil(min(enough, 1e6))) + wanted.look_ahead


def precision_table(judged: Mapping[str, Values], wanted: Precision, unit: str) -> pd.DataFrame:
    """How each option's interval shrinks over the replications that the tables rest on.

    `smallest_seen` is the smallest true difference that so many replications show in four cases of five: by Student's
    t at 95% and a power of 80%.
    """
    rows = []
    for option, values in judged.items():
        for n in range(2, len(values) + 1):
            some = values[:n][~np.isnan(values[:n])]
            if len(some) < 2:
                continue
            mean, spread = float(some.mean()), float(some.std(ddof=1))
            half = float(half_width(np.array([spread]), np.array([len(some)]))[0])
            rows.append((wanted.measure, wanted.group, wanted.of, option, n, mean, mean - half,
                         mean + half, half, wanted.half_width, smallest_seen(spread, len(some)), unit))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def precision_missed(table: pd.DataFrame) -> list[str]:
    """A sentence for each option whose interval stayed wider than was wanted, from the table of how they shrank."""
    if not len(table):
        return []
    played = int(table["replications"].max())
    last = table[(table["replications"] == played).to_numpy()]
    return [
        f"The precision that the study asks for was not reached within {played} replications: half-width "
        f"{row['half_width']:.3g} {row['unit']} of {row['measure']} under {row['option']}, "
        f"{row['wanted']:g} {row['unit']} wanted."
        for row in last.to_dict("records")
        if not row["half_width"] <= row["wanted"]
    ]


def smallest_seen(spread: float, replications: int) -> float:
    """The smallest true difference that is likely to be told from none."""
    t = stdtrit(replications - 1, 0.5 + LEVEL / 2) + stdtrit(replications - 1, POWER)
    return float(t * spread / np.sqrt(replications))


def judged_values(
    by_option: Mapping[str, Sequence[float]], wanted: Precision, baseline: str
) -> dict[str, Values]:
    """Each option's own values by replication, or their differences from the baseline's."""
    arrays = {name: np.asarray(values, dtype=np.float64) for name, values in by_option.items()}
    if wanted.of == "value":
        return arrays
    return {name: values - arrays[baseline] for name, values in arrays.items() if name != baseline}
