"""Which hours the replay shows: those that the study names, or a day chosen by a rule that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.duty import DAY_S, HOUR_S
from scenarios.replay import ReplayOf
from scenarios.scenario import Calendar

DIFFERS_S = 60.0


@dataclass(frozen=True)
class Window:
    """Hours of a run: seconds of the run from and until, what clock they begin at, and how they were chosen."""

    from_s: float
    until_s: float
    begins: datetime
    how_chosen: str


def moved_calls(first_s: pd.DataFrame) -> NDArray[np.bool_]:
    """Which calls are first reached a minute or more sooner or later under an option; or under one of them never.

    `first_s` has a row a call and a column an option, the baseline first; NaN where nobody came.
    """
    table = first_s.to_numpy(dtype=np.float64)
    before, after = table[:, :1], table[:, 1:]
    never = np.isnan(before) != np.isnan(after)
    found: NDArray[np.bool_] = ((np.abs(after - before) >= DIFFERS_S) | never).any(axis=1)
    return found


def window_of(
    asked: ReplayOf, calendar: Calendar, rang_s: NDArray[np.float64], moved: NDArray[np.bool_]
) -> Window:
    """The hours to show. `rang_s` is when the baseline's counted calls rang, `moved` whether options differ at them."""
    day, why = _day(asked, calendar, rang_s, moved)
    day_s = calendar.counted_from_s + day * DAY_S
    if asked.begin is not None:
        from_s = day_s + asked.begin * HOUR_S
    elif asked.hours < 24:
        from_s = day_s + HOUR_S * _busiest_hour(rang_s - day_s, asked.hours)
        why += f" Of that day it shows the {asked.hours} hours in which most calls ring."
    else:
        from_s = day_s
    until_s = min(from_s + asked.hours * HOUR_S, calendar.days_in_all * DAY_S)
    midnight = datetime.combine(calendar.first_day, time())
    return Window(from_s, until_s, midnight + timedelta(seconds=from_s), why)


def _day(
    asked: ReplayOf, calendar: Calendar, rang_s: NDArray[np.float64], moved: NDArray[np.bool_]
) -> tuple[int, str]:
    """The counted day to show, and why that one."""
    before = ""
    if asked.day is not None:
        number = (asked.day - calendar.start).days
        if 0 <= number < calendar.days:
            return number, "The day is the one that the study names."
        before = f"The study names {asked.day.day} {asked.day:%B %Y}, which is not among the days of this run. "
    days = ((rang_s - calendar.counted_from_s) // DAY_S).astype(np.int64)
    inside = (days >= 0) & (days < calendar.days)
    calls = np.bincount(days[inside], minlength=calendar.days)
    differ = np.bincount(days[inside & moved], minlength=calendar.days)
    if differ.any():
        number = int(differ.argmax())
        return number, before + (
            f"Of {calendar.days} counted days it is the one with most calls ({differ[number]:,} of {calls[number]:,}) "
            "that are first reached a minute or more sooner or later, or by nobody, under another option: a day "
            f"chosen to show a difference. On the middle day there are {np.median(differ):g}."
        )
    number = int(calls.argmax())
    return number, before + (
        f"Of {calendar.days} counted days it is the one with most calls ({calls[number]:,}); on the middle day "
        f"there are {np.median(calls):g}."
    )


def _busiest_hour(since_s: NDArray[np.float64], hours: int) -> int:
    """The whole hour of a day from which most calls ring in so many hours, without running past midnight."""
    by_hour = np.bincount(
        (since_s[(since_s >= 0) & (since_s < DAY_S)] // HOUR_S).astype(int), minlength=24
    )
    sums = np.convolve(by_hour, np.ones(hours, dtype=np.int64), mode="valid")
    return int(sums.argmax())
