"""The replay's day and options, counted by hand: the day on which most calls change under one option, and which."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from results.replay import shown_options
from results.replay_window import Window, moved_calls, window_of
from scenarios.duty import DAY_S
from scenarios.replay import ReplayOf
from scenarios.scenario import Calendar

CALENDAR = Calendar(start=date(2024, 1, 1), days=3, warm_up_days=0, cool_down_days=0)
RANG_S = np.array([0.2, 0.4, 0.6, 1.2, 1.4, 1.6, 2.5]) * DAY_S
NOW = np.full(7, 600.0)
TITLES = {"compared": "The one compared", "other": "The other one", "third": "A third"}


def first_s(**later: list[float]) -> pd.DataFrame:
    """When each call is first reached; an option's seconds later, by call."""
    return pd.DataFrame({"now": NOW, **{name: NOW + by for name, by in later.items()}})


CHANGES = {
    "compared": [90.0, 0, 0, 0, 0, 0, 0],
    "other": [0, 0, 0, 60.0, -60.0, np.nan, 59.0],
    "third": [-61.0, 61.0, 0, 0, 0, 0, 0],
}


def window(asked: ReplayOf, **later: list[float]) -> Window:
    return window_of(asked, CALENDAR, RANG_S, moved_calls(first_s(**later)), TITLES)


def test_a_call_changes_from_a_minute_on_or_where_nobody_comes() -> None:
    found = moved_calls(first_s(**CHANGES))
    assert found.sum().to_dict() == {"compared": 1, "other": 3, "third": 2}


def test_the_day_is_that_of_most_changes_under_any_one_option() -> None:
    """Day one has three changes under two options together, but day two three under one: day two, and it is said."""
    found = window(ReplayOf(), **CHANGES)
    assert found.from_s == DAY_S
    assert found.how_chosen == (
        "Of 3 counted days and 3 options it is the day with most calls (3 of 3, of every service) that are first "
        "reached a minute or more sooner or later, or by nobody, under one option, “The other one”: a day chosen to "
        "show a difference. On the middle day there are 0 under that option."
    )
    assert shown_options(ReplayOf(), ["compared"], list(CHANGES), found) == ["other"]


def test_beside_it_stands_the_next_and_the_one_with_most_is_drawn_last() -> None:
    found = window(ReplayOf(day=date(2024, 1, 1)), **CHANGES)
    assert found.most == ("compared", "third")
    assert shown_options(ReplayOf(), ["compared"], list(CHANGES), found) == ["compared", "third"]


def test_named_options_are_shown_as_named() -> None:
    asked = ReplayOf(options=("third", "compared"))
    found = window(asked, third=CHANGES["third"], compared=CHANGES["compared"])
    assert "2 options that the study names for it" in found.how_chosen
    assert shown_options(asked, [], ["third", "compared"], found) == ["third", "compared"]


def test_where_nothing_changes_it_says_so_and_shows_what_the_maps_compare() -> None:
    found = window(ReplayOf(), compared=[0.0] * 7, other=[5.0] * 7)
    assert found.how_chosen.startswith("No call is first reached a minute or more sooner or later")
    assert shown_options(ReplayOf(), ["other"], ["compared", "other"], found) == ["other"]
