"""At how many calls an option changes anything at all: a mean hides that most of them stay as they are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.figures.wording import FEW_CALLS, counted
from results.pack import Option

LEAST_S = 1.0


@dataclass(frozen=True)
class Moved:
    """Calls played under both, and those of them at which the first unit comes a second or more sooner, or later.

    A call that nobody reached counts as later than any that was.
    """

    calls: int
    sooner: int
    later: int

    @property
    def changed(self) -> int:
        """Calls that are reached sooner or later."""
        return self.sooner + self.later

    @property
    def too_few(self) -> str:
        """Why nothing can be said of the mean, in words; empty where something can.

        A mean over calls of which fewer than 30 change rests on those, however many stay as they are.
        """
        if self.calls < FEW_CALLS:
            return f"only {counted(self.calls, 'call')}"
        if 0 < self.changed < FEW_CALLS:
            verb = "changes" if self.changed == 1 else "change"
            return f"only {self.changed} of {self.calls:,} calls {verb}"
        return ""


@dataclass(frozen=True)
class Crossed:
    """Calls played under both, and those of them that come inside a limit, or drop out of it."""

    calls: int
    inside: int
    outside: int

    def __str__(self) -> str:
        """Such as "6 of 52 calls come inside, 1 drops out"."""
        some = [
            f"{number} {one if number == 1 else many}"
            for number, one, many in (
                (self.inside, "comes inside", "come inside"),
                (self.outside, "drops out", "drop out"),
            )
            if number
        ]
        return f"of {counted(self.calls, 'call')} {' and '.join(some) or 'none crosses'}"


def crossing_calls(rows: pd.DataFrame, option: Option, baseline: Option, limit_s: float) -> Crossed:
    """Of the same calls, those that come within a limit under an option, and those that drop out of it."""
    new, now = _pairs(rows, option, baseline)
    return Crossed(
        len(new),
        int(((new <= limit_s) & (now > limit_s)).sum()),
        int(((new > limit_s) & (now <= limit_s)).sum()),
    )


def too_few_of_kind(arrivals: pd.DataFrame, kind: str, option: Option, baseline: Option) -> str:
    """Why nothing can be said of the mean of a scene at calls of a kind: fewer than 30 of them have any arrival moved.

    By all first and later arrivals of every service at counted calls; a scene can end otherwise only where one moves.
    """
    mine = arrivals[
        (arrivals["counted"].to_numpy(dtype=bool)) & (arrivals["kind"] == kind).to_numpy(dtype=bool)
    ]
    each = mine.assign(
        call=mine.groupby(["call", "clock", "order"], observed=True).ngroup(), of=mine["call"]
    )
    now, new = (
        each[(each["scenario"] == one.name).to_numpy(dtype=bool)] for one in (baseline, option)
    )
    calls = len(now[["replication", "of"]].drop_duplicates())
    both = new.merge(now, on=["replication", "call"], how="outer", suffixes=("", "_now"))
    seconds, before = (both[name].to_numpy(np.float64) for name in ("seconds", "seconds_now"))
    same = (np.abs(seconds - before) < LEAST_S) | (seconds == before)
    number = both["of"].where(both["of"].notna(), both["of_now"])
    changed = len(both.assign(of=number).loc[~same, ["replication", "of"]].drop_duplicates())
    return Moved(calls, changed, 0).too_few if calls else ""


def moved_calls(rows: pd.DataFrame, option: Option, baseline: Option) -> Moved:
    """The same calls under an option and under the baseline, by replication and number of the call."""
    new, now = _pairs(rows, option, baseline)
    sooner = int((new <= now - LEAST_S)[np.isfinite(new)].sum())
    later = int((new >= now + LEAST_S)[np.isfinite(now)].sum())
    return Moved(len(new), sooner, later)


def _pairs(
    rows: pd.DataFrame, option: Option, baseline: Option
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Seconds at each call under an option and under the baseline."""
    key = ["replication", "call"]
    mine, theirs = (
        rows.loc[(rows["scenario"] == one.name).to_numpy(dtype=bool), [*key, "seconds"]]
        for one in (option, baseline)
    )
    both = mine.merge(theirs, on=key, suffixes=("", "_now"))
    return both["seconds"].to_numpy(np.float64), both["seconds_now"].to_numpy(np.float64)
