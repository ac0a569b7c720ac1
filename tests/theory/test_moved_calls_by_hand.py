"""What is said of a mean of which few calls change, and of changes that another option makes, counted by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from results.figures.columns import LEAST_S, Column
from results.figures.interval_words import sooner_interval, sooner_or_later
from results.figures.moved_calls import crossing_calls, moved_calls, too_few_of_kind
from results.figures.own_gain import heirs
from results.figures.reading import Gap, gap_of
from results.figures.wording import clock, minutes, named, named_once, people, people_step, rounded
from results.pack import Option
from tests.made_up_pack import pack

NOW, NEW = Option("now", "1. Now", "", ()), Option("new", "2. New", "", ())


def arrivals(now: list[float], new: list[float]) -> pd.DataFrame:
    """The same calls of one replication under both."""
    return pd.DataFrame(
        {
            "scenario": ["now"] * len(now) + ["new"] * len(new),
            "replication": 1,
            "call": [*range(len(now)), *range(len(new))],
            "seconds": [*now, *new],
        }
    )


@pytest.mark.parametrize(
    ("now", "new", "expected"),
    [
        ([600.0] * 40, [600.0] * 40, (40, 0, 0)),
        ([600.0] * 40, [300.0] * 8 + [600.0] * 32, (40, 8, 0)),
        ([600.0] * 40, [600.4] * 40, (40, 0, 0)),  # less than a second is no change
        ([600.0, math.inf, 500.0], [math.inf, 400.0, 500.0], (3, 1, 1)),  # nobody came
        ([math.inf] * 3, [math.inf] * 3, (3, 0, 0)),
    ],
)
def test_calls_that_change_are_counted_pair_by_pair(
    now: list[float], new: list[float], expected: tuple[int, int, int]
) -> None:
    found = moved_calls(arrivals(now, new), NEW, NOW)
    assert (found.calls, found.sooner, found.later) == expected


def test_a_mean_of_which_fewer_than_thirty_calls_change_is_too_few() -> None:
    some = moved_calls(arrivals([600.0] * 52, [200.0] * 8 + [600.0] * 44), NEW, NOW)
    assert some.too_few == "only 8 of 52 calls change"
    many = moved_calls(arrivals([600.0] * 52, [200.0] * 30 + [600.0] * 22), NEW, NOW)
    assert many.too_few == ""
    none = moved_calls(arrivals([600.0] * 52, [600.0] * 52), NEW, NOW)
    assert none.too_few == ""  # that nothing changes can be said
    assert moved_calls(arrivals([600.0] * 9, [200.0] * 9), NEW, NOW).too_few == "only 9 calls"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-92.0, -5.0, "0:05 to 1:32"),  # beside "sooner"
        (5.0, 92.0, "0:05 to 1:32"),  # beside "later"
        (-67.0, 19.0, "1:07 sooner to 0:19 later"),
        (-67.0, 0.2, "0:00 to 1:07 sooner"),
        (-0.2, 19.0, "0:00 to 0:19 later"),
        (-0.2, 0.3, "0:00"),
    ],
)
def test_intervals_of_time_say_which_way_without_a_sign(
    low: float, high: float, words: str
) -> None:
    assert sooner_interval(Gap((low + high) / 2, low, high, 5)) == words


def scenes(clears: list[float], later: list[float]) -> pd.DataFrame:
    """Two services at each collision: the fire service as now, the police so soon under each."""
    calls = len(clears)
    parts = []
    for name, police in (("now", clears), ("new", later)):
        for clock_name, seconds in (("fire", [500.0] * calls), ("police", police)):
            parts.append(
                pd.DataFrame(
                    {
                        "scenario": name, "replication": 1, "call": range(calls), "kind": "rtc",
                        "counted": True, "clock": clock_name, "order": "first", "seconds": seconds,
                    }
                )
            )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize(
    ("changed", "words"), [(11, "only 11 of 60 calls change"), (30, ""), (0, "")]
)
def test_a_scene_can_only_end_otherwise_where_somebody_comes_at_another_time(
    changed: int, words: str
) -> None:
    later = [300.0] * changed + [600.0] * (60 - changed)
    assert too_few_of_kind(scenes([600.0] * 60, later), "rtc", NEW, NOW) == words
    assert too_few_of_kind(scenes([600.0] * 60, later), "medical", NEW, NOW) == ""  # none was kept


def test_calls_that_cross_a_limit_are_counted_both_ways() -> None:
    rows = arrivals([700.0, 700.0, 500.0, math.inf], [550.0, 650.0, 610.0, 590.0])
    found = crossing_calls(rows, NEW, NOW, 600.0)
    assert (found.calls, found.inside, found.outside) == (4, 2, 1)
    assert str(found) == "of 4 calls 2 come inside and 1 drops out"


def column(runs: dict[str, dict[int, float]], few: str = "") -> Column:
    """A mean time whose values by replication are these."""
    return Column(
        "Average",
        lambda _: math.nan,
        lambda option: gap_of(runs[option.name], runs["now"]),
        minutes,
        sooner_or_later,
        clock,
        -1,
        LEAST_S,
        lambda _: few,
    )


def test_a_change_is_told_where_it_is_clear_and_large_enough_and_rests_on_enough() -> None:
    now = {1: 600.0, 2: 620.0, 3: 610.0}
    sooner = {run: value - 40.0 - run for run, value in now.items()}
    trifle = {run: value - 0.3 for run, value in now.items()}
    assert column({"now": now, "new": sooner}).way(NEW) == 1
    assert column({"now": now, "new": {r: v + 40.0 for r, v in now.items()}}).way(NEW) == -1
    assert column({"now": now, "new": trifle}).way(NEW) == 0  # clear, and nobody would notice
    assert column({"now": now, "new": trifle}).gap(NEW).clear
    assert column({"now": now, "new": sooner}, "only 8 of 52 calls change").way(NEW) == 0


def test_an_option_that_includes_the_maker_of_a_gain_is_named_after_it() -> None:
    whole = pack(2, 4, 50)
    first, second, third = whole.proposals[:3]
    second, third = replace(second, built_on=(first.name,)), replace(third, built_on=(second.name,))
    whole = replace(whole, options=(whole.baseline, first, second, third))
    gain = Gap(-10.0, -12.0, -8.0, 5)
    clear = {first: gain, second: gain, third: gain}
    words = heirs(whole, first, clear, {first: gain})
    assert words.endswith("which include it, have it too)")
    assert heirs(whole, first, clear, clear) == ""  # each adds to it
    loss = Gap(10.0, 8.0, 12.0, 5)
    assert heirs(whole, first, {first: gain, second: loss}, {first: gain}) == ""


def test_an_option_is_named_in_full_once() -> None:
    text = f"sooner with {named('2. New')}, later with {named('1. Now')}; dearer with {named('2. New')}"
    said = "sooner with “New” (option 2), later with “Now” (option 1); dearer with option 2"
    assert named_once(text, ["1. Now", "2. New"]) == said


@pytest.mark.parametrize(
    ("count", "words"),
    [(1943.2, "1,940"), (715.4, "715"), (10.4, "10"), (0.0, "0"), (-1239.0, "−1,240")],
)
def test_counts_are_rounded_to_three_figures(count: float, words: str) -> None:
    assert rounded(count) == words


@pytest.mark.parametrize(
    ("count", "step"),
    [(0.0, 1), (99.0, 1), (600.0, 10), (990.0, 10), (1_000.0, 100), (377_000.0, 100)],
)
def test_people_are_a_trifle_by_how_they_are_printed(count: float, step: int) -> None:
    assert people_step(count) == step
    assert people(count + step) != people(count)
