"""Which hours the replay shows: those that the study names, or a day chosen by a rule that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.figures.wording import counted, named
from scenarios.duty import DAY_S, HOUR_S
from scenarios.replay import ReplayOf
from scenarios.scenario import Calendar

DIFFERS_S = 60.0


@dataclass(frozen=True)
class Window:
    """Hours of a run: seconds of the run from and until, what clock they begin at, and how they were chosen.

    `most` are the options under which some calls of that day change, the option with most of them last.
    """

    from_s: float
    until_s: float
    begins: datetime
    how_chosen: str
    most: tuple[str, ...] = ()


def moved_calls(first_s: pd.DataFrame) -> pd.DataFrame:
    """Which calls are first reached a minute or more sooner or later under each option, or under one of the two never.

    `first_s` has a row a call and a column an option, the baseline first; NaN where nobody came. The answer has the
    same rows, and a column an option without the baseline.
    """
    table = first_s.to_numpy(dtype=np.float64)
    before, after = table[:, :1], table[:, 1:]
    never = np.isnan(before) != np.isnan(after)
    found = (np.abs(after - before) >= DIFFERS_S) | never
    return pd.DataFrame(found, columns=first_s.columns[1:])


def window_of(
    asked: ReplayOf,
    calendar: Calendar,
    rang_s: NDArray[np.float64],
    moved: pd.DataFrame,
    titles: Mapping[str, str],
) -> Window:
    """The hours to show. `rang_s` is when the baseline's counted calls rang, `moved` whether each option differs at
    them, a column an option; `titles` are the options'."""
    days = ((rang_s - calendar.counted_from_s) // DAY_S).astype(np.int64)
    inside = (days >= 0) & (days < calendar.days)
    calls = np.bincount(days[inside], minlength=calendar.days)
    differ = {
        str(name): np.bincount(days[inside & of.to_numpy(dtype=bool)], minlength=calendar.days)
        for name, of in moved.items()
    }
    day, why = _day(asked, calendar, calls, differ, titles)
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
    some = [name for name in reversed(differ) if differ[name][day]]
    most = tuple(sorted(some, key=lambda name: int(differ[name][day])))
    return Window(from_s, until_s, midnight + timedelta(seconds=from_s), why, most)


def _day(
    asked: ReplayOf,
    calendar: Calendar,
    calls: NDArray[np.int64],
    differ: Mapping[str, NDArray[np.int64]],
    titles: Mapping[str, str],
) -> tuple[int, str]:
    """The counted day to show, and why that one, from the calls of each day and those that change under each option."""
    before = ""
    if asked.day is not None:
        number = (asked.day - calendar.start).days
        if 0 <= number < calendar.days:
            return number, "The day is the one that the study names."
        before = f"The study names {asked.day.day} {asked.day:%B %Y}, which is not among the days of this run. "
    most = max(differ, key=lambda name: int(differ[name].max()), default=None)
    if most is not None and differ[most].any():
        number = int(differ[most].argmax())
        among = f" and {len(differ)} options" if len(differ) > 1 else ""
        which = " that the study names for it" if among and asked.options else ""
        return number, before + (
            f"Of {counted(calendar.days, 'counted day')}{among}{which} it is the day with most calls "
            f"({differ[most][number]:,} of {calls[number]:,}, of every service) that are first reached a minute or "
            f"more sooner or later, or by nobody, under one option, {named(titles[most])}: a day chosen to show a "
            f"difference. On the middle day there are {middle(differ[most]):,} under that option."
        )
    number = int(calls.argmax())
    none = (
        "No call is first reached a minute or more sooner or later under an option. "
        if differ
        else ""
    )
    return number, before + none + (
        f"Of {counted(calendar.days, 'counted day')} it is the one with most calls ({calls[number]:,}); on the middle "
        f"day there are {middle(calls):,}."
    )


def _busiest_hour(since_s: NDArray[np.float64], hours: int) -> int:
    """The whole hour of a day from which most calls ring in so many hours, without running past midnight."""
    by_hour = np.bincount(
        (since_s[(since_s >= 0) & (since_s < DAY_S)] // HOUR_S).astype(int), minlength=24
    )
    sums = np.convolve(by_hour, np.ones(hours, dtype=np.int64), mode="valid")
    return int(sums.argmax())


def middle(counts: NDArray[np.int64]) -> int:
    """Of days in the order of their counts the one in the middle, the lower of two."""
    return int(np.percentile(counts, 50, method="lower"))
