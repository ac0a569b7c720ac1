"""Table 1 says what each option changes, in a person's words and not twice."""

from dataclasses import replace
from functools import cache

import pytest

from results.change_words import Words, quantity
from results.figures import FIGURES
from results.figures.what_changed import alike
from results.pack import Pack
from scenarios.load import load_study
from tests.made_up_pack import pack


@cache
def made_up(replications: int = 4, options: int = 3, calls: int = 200) -> Pack:
    return pack(replications, options, calls)


def test_an_option_that_builds_on_another_says_so() -> None:
    whole = made_up(2, 3)
    first, second = whole.proposals
    more = replace(second, changes=(*first.changes, *second.changes))
    rows = FIGURES["what_changed"](replace(whole, options=(whole.baseline, first, more))).rows
    mine = [row for row in rows if row[0] == second.title]
    assert mine[0][1:3] == ("As", f"“{first.title}”, and also:")
    assert len(mine) == 1 + len(second.changes)


def test_changes_of_the_bundled_study_are_said_in_words() -> None:
    study = load_study("hayle")
    words = Words(study.scenarios)
    for changes in study.changes.values():
        for change in changes:
            told = words.change(change)
            if told is not None:
                said = f"{told.what} {told.old} {told.new}"
                assert "_" not in said
                assert "None" not in said
                assert "{" not in said


def test_what_is_the_same_at_many_places_stands_in_one_row_of_table_1() -> None:
    places = ["Long Sutton", "Alford", "Spilsby"]
    cars = [
        ("Ends", f"Vehicles: {place} car, type", f"car at {place} fire station", "ends")
        for place in places
    ]
    other = ("New", "Money: Training (fire)", "none", "£500 a year")
    assert alike([cars[0], other, *cars[1:]]) == [
        (
            "Ends",
            "Vehicles: [place] car, type: Long Sutton, Alford and Spilsby",
            "car at [place] fire station",
            "ends",
        ),
        other,
    ]
    assert alike([*cars[:2], other]) == [*cars[:2], other]  # two are told one by one
    (one,) = alike([other] * 6)
    assert one == ("New", "Money: Training (fire) (6 times)", "none", "£500 a year")
    unlike = (*cars[2][:3], "stays")
    assert alike([*cars[:2], unlike]) == [*cars[:2], unlike]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (270_000, "GBP", "£270,000"),
        (83.33, "GBP/m2/yr", "£83.33 a m² a year"),
        (8_333, "GBP/yr", "£8,333 a year"),
        (14.5, "GBP/h", "£14.50 an hour"),
        (-500, "GBP/call", "−£500 a call"),
        (0.7, "share", "0.7 share"),
    ],
)
def test_money_of_a_change_is_told_in_pounds(value: float, unit: str, said: str) -> None:
    assert quantity(value, unit) == said
