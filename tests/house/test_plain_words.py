"""Sentences made from the numbers: nothing unclear is told as a change, and what is missing is said."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from results.doubts import how_sure, what_would_reverse
from results.figures.other_services import shown_columns
from results.pack import Pack
from results.plain_words import alternatives, plain_words
from tests.made_up_pack import pack


@cache
def made_up(replications: int = 5, options: int = 6) -> Pack:
    return pack(replications, options, 120)


def flat(whole: Pack) -> Pack:
    """The same with no interval that leaves nought out."""
    wide = whole.differences.assign(low=-1e9, high=1e9)
    costs, measures = whole.costs.copy(), whole.measures.copy()
    for table, column in ((costs, "amount_gbp_per_year"), (measures, "value")):
        options = table["scenario"] != whole.baseline.name
        table.loc[options & (table["replication"] % 2 == 0), column] *= 9.0
        table.loc[options & (table["replication"] % 2 == 1), column] *= -9.0
    return replace(whole, differences=wide, costs=costs, measures=measures)


def test_each_clear_change_is_told_and_no_other() -> None:
    whole = made_up()
    said = plain_words(whole)
    for option in whole.proposals:
        mine = next(words for words in said[1:] if words.startswith(f"“{option.title}”.\t"))
        clear = mine.split("Not told")[0]
        for column in shown_columns(whole):
            title = column.heading.replace("\n", " ").split(" (")[0]
            if title.startswith("Cost") or column.too_few(option):
                continue
            gap = column.gap(option)
            words = column.say_gap(gap.difference)
            told = f"{title}" in clear and f"({words})" in clear
            assert told is (gap.clear and abs(gap.difference) >= column.least), (option, title)


def test_where_every_interval_holds_nought_nothing_is_better_or_worse() -> None:
    said = " ".join(plain_words(flat(made_up())))
    assert "learly better" not in said
    assert "learly worse" not in said
    assert "Not told from no change" in said or "not told from no change" in said.lower()
    assert "No clear change of the cost with" in said


def test_one_replication_is_no_finding() -> None:
    once = made_up(1)
    assert "learly better" not in " ".join(plain_words(once))
    assert "played once" in how_sure(once)[0]
    assert "clear" not in how_sure(once)[0]


def test_losers_are_named_with_their_place() -> None:
    said = " ".join(plain_words(pack(2, 6, 50)))
    assert "drop outside, mostly at" in said
    assert (
        "Camborne"
        in said.partition("“The whole programme”")[2].partition("drop outside, mostly at")[2]
    )


def test_a_baseline_alone_has_nothing_to_compare() -> None:
    alone = made_up(3, 1)
    only = "was played: there is no option to compare, and nothing here is a gain or a loss."
    assert plain_words(alone) == (f"Only “{alone.baseline.title}” {only}",)
    assert alternatives(alone) == ()
    assert what_would_reverse(alone) == ()


def test_luck_assumed_inputs_and_the_record_are_three_doubts() -> None:
    luck, inputs, record = how_sure(made_up())
    assert luck.startswith("Luck.\tOver 5 replications")
    assert "could have been missed" in luck
    assert "With other rates of cost" in inputs
    assert "luck alone" in inputs
    assert record.startswith(
        "The record.\tOf 3 published figures held against the model, the model’s interval comes within the tolerance "
        "(a tenth, or what the study says) of 1, and holds the published figure itself in "
    )
    bare = replace(made_up(), bid_check=pd.DataFrame(), rate_ranges=pd.DataFrame())
    _, inputs, record = how_sure(bare)
    assert "declares no range" in inputs
    assert "no recorded figure" in record


def test_rates_that_turn_an_option_are_named() -> None:
    whole = made_up()
    table = whole.rate_ranges.assign(low_gbp_per_year=-1e9, high_gbp_per_year=1e9)
    turned = " ".join(what_would_reverse(replace(whole, rate_ranges=table)))
    for name in set(table["option"]):
        title = next(option.title for option in whole.proposals if option.name == name)
        assert f"“{title}”" in turned
    narrow = table.assign(low_gbp_per_year=-1e-3, high_gbp_per_year=1e-3)
    assert "it stays clear which options are dearer than now" in " ".join(
        what_would_reverse(replace(whole, rate_ranges=narrow))
    )


@pytest.mark.parametrize("change", [0.3, 0.9])
def test_only_a_line_near_to_turning_the_case_is_named(change: float) -> None:
    whole = made_up()
    near = whole.switching.assign(switching_change=change)
    said = " ".join(what_would_reverse(replace(whole, switching=near)))
    assert ("by +30%" in said) is (change < 0.5)
    assert ("No single line turns it" in said) is (change > 0.5)


def test_every_paragraph_is_a_whole_sentence() -> None:
    whole = made_up()
    for paragraph in (
        *plain_words(whole),
        *alternatives(whole),
        *what_would_reverse(whole),
        *how_sure(whole),
    ):
        assert paragraph.endswith("."), paragraph


def test_what_could_not_be_looked_at_is_not_said_to_turn_nothing() -> None:
    whole = made_up()
    empty = replace(
        flat(whole), rate_ranges=whole.rate_ranges.iloc[:0], switching=whole.switching.iloc[:0]
    )
    bare = replace(empty, zone_response=whole.zone_response.iloc[:0], differences=whole.differences.iloc[:0],
                   measures=whole.measures.iloc[:0], costs=whole.costs.iloc[:0])  # fmt: skip
    (said,) = what_would_reverse(bare)
    assert said.startswith("Nothing could be looked at")
    assert "no ranges of rates and no business case" in said
