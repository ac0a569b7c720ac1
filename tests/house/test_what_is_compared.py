"""Comparisons are counted alike everywhere, medians among them, and nothing is the largest that may not be."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from results.figures.clear_changes import MEDIAN, number_clear, of_median_alone, of_option
from results.figures.clear_changes import tested as number_compared
from results.figures.reading import Gap
from results.figures.response_by_place import response_by_place
from results.figures.standards import Told, standards
from results.figures.standards_by_ground import finding, standards_by_ground
from results.gains_and_losses import losers_headline, who_gains
from results.pack import Pack
from results.plain_words import plain_words
from tests.made_up_officers import GRADE1, officers_pack

MEAN_S, MEDIAN_S, SHARE = "response_mean_s", "response_median_s", "within_standard"
NOUGHT = (0.0, 0.0, 0.0)
LATER = (20.0, 15.0, 25.0)
SOONER = (-20.0, -25.0, -15.0)


@pytest.fixture
def officers() -> Pack:
    """Under the first option officers come later in the towns and sooner in the country."""
    return officers_pack()


def changed(
    whole: Pack, measure: str, ends: tuple[float, float, float], *parts: str, option: int = 0
) -> Pack:
    """The same with another difference, and its interval, in every group that has these parts."""
    table = whole.differences
    mine = (table["measure"] == measure) & (table["option"] == whole.proposals[option].name)
    for part in parts:
        mine &= table["group"].fillna("").str.contains(part, regex=False)
    assert mine.any()
    table = table.copy()
    table.loc[mine, ["difference", "low", "high"]] = ends
    return replace(whole, differences=table)


def of_so_many(title: str) -> tuple[int, int]:
    """How many comparisons a title speaks of, and how many of them clearly differ."""
    tests = re.search(r"of ([\d,]+) distinct comparison", title, re.IGNORECASE)
    clear = re.search(r"(\d+|none) clearly differ", title)
    assert tests is not None
    number = clear[1] if clear else "1"
    return int(tests[1].replace(",", "")), 0 if number == "none" else int(number)


def in_tables(whole: Pack) -> tuple[int, int]:
    """Comparisons and clear differences of tables 2b, 2c and 2e together."""
    counts = [
        of_so_many(table(whole).title)
        for table in (standards, standards_by_ground, response_by_place)
    ]
    return sum(tests for tests, _ in counts), sum(clear for _, clear in counts)


def test_tables_headline_and_plain_words_count_the_same_comparisons(officers: Pack) -> None:
    tests, clear = in_tables(officers)
    assert tests == number_compared(officers)
    assert clear == number_clear(officers, better=True) + number_clear(officers, better=False)
    found = losers_headline(officers)
    assert found is not None
    assert f"of {tests} distinct comparisons of times (means and medians) and standards" in found[1]
    assert f"Of {tests} distinct comparisons" in "\n".join(plain_words(officers))


@pytest.mark.parametrize("measure", [MEAN_S, MEDIAN_S, SHARE])
@pytest.mark.parametrize("ends", [NOUGHT, (0.25, 0.25, 0.25)])
def test_what_is_the_same_in_every_replication_is_no_comparison(
    officers: Pack, measure: str, ends: tuple[float, float, float]
) -> None:
    """In one place, of one option, of one measure: one comparison less everywhere, whatever it is the same as."""
    steady = changed(officers, measure, ends, "police_grade_1", "rurality=urban")
    assert in_tables(officers)[0] - in_tables(steady)[0] == 1
    assert number_compared(officers) - number_compared(steady) == 1
    clear = number_clear(steady, better=True) + number_clear(steady, better=False)
    assert in_tables(steady)[1] == clear


def test_where_nothing_moves_between_replications_nothing_is_counted(officers: Pack) -> None:
    place = next(iter(officers.districts))
    still = [
        Told(GRADE1, place, Gap(share, share, share, 3), officers.proposals[:1])
        for share in (0.0, 0.1)
    ]
    assert finding(still[:1], "here") == (
        "Standards here: no option changes anything, in any replication"
    )
    assert finding(still, "here") == (
        "Standards here: what options change is the same in every replication"
    )


def test_a_median_later_where_the_mean_is_sooner_is_told_as_a_loss(officers: Pack) -> None:
    """As where most calls wait a little longer and a few are reached far sooner."""
    where = ("police_grade_1", "rurality=urban")
    odd = changed(changed(officers, MEAN_S, SOONER, *where), MEDIAN_S, LATER, *where)
    option = odd.proposals[0]
    told = who_gains(odd, option)
    head = "The usual (median) time is later, though the mean is not clearly: "
    assert head not in who_gains(officers, officers.proposals[0])
    usual = told.partition(head)[2].partition(". ")[0]
    assert usual == "police grade 1 calls in the towns 20 s (0:15 to 0:25)"
    assert "in the towns 20 s (0:15 to 0:25)" in told.partition("Help comes sooner on average")[2]
    assert [one.place.title for one in of_median_alone(odd, option, better=False)] == ["the towns"]
    assert "1 median is clearly later where the mean is not" in response_by_place(odd).title
    found = losers_headline(odd)
    assert found is not None
    assert "police grade 1 calls there usually (median) wait 20 s longer" in found[0]
    assert "0:15 to 0:25" in found[1]


def test_a_median_that_few_calls_change_is_no_finding(officers: Pack) -> None:
    """Though its interval leaves nought out: at calls that stay as they are it rests on none."""
    now, option = officers.baseline.name, officers.proposals[0]
    table = officers.arrivals
    mine = table["clock"] == "police_grade_1"
    same = table[(mine & (table["scenario"] == now)).to_numpy()].copy()
    early = (same["call"] < 1002).to_numpy()
    same["seconds"] = same["seconds"].where(~early, same["seconds"] + 900.0)
    kept = table[~(mine & (table["scenario"] == option.name)).to_numpy()]
    few = replace(officers, arrivals=pd.concat([kept, same.assign(scenario=option.name)]))
    few = changed(few, MEAN_S, (1.0, -5.0, 7.0), "police_grade_1")
    few = changed(few, MEDIAN_S, LATER, "police_grade_1")
    of = [one for one in of_option(few, option, MEDIAN, better=False) if "grade 1" in one.what]
    assert not of


def test_the_largest_is_so_called_only_where_it_stands_out(officers: Pack) -> None:
    towns = ("police_grade_1", "rurality=urban")
    near = changed(officers, MEAN_S, (300.0, 200.0, 400.0), *towns)
    assert "; among the largest losses of a mean: police grade 1" in response_by_place(near).title
    found = losers_headline(near)
    assert found is not None
    assert "police grade 1 calls in the towns wait 5 min longer on average" in found[0]
    assert found[1].startswith("Each among the largest clear losses")
    far = changed(officers, MEAN_S, (600.0, 590.0, 610.0), *towns)
    assert "; the largest loss of a mean: police grade 1 calls" in response_by_place(far).title


def test_the_headline_sends_to_the_tables_of_each_kind(officers: Pack) -> None:
    found = losers_headline(officers)
    assert found is not None
    assert "times: table 2e; standards: table 2b and table 2c)" in found[1]
    only = replace(officers, parts=("summary", "standards"))
    found = losers_headline(only)
    assert found is not None
    assert "alone; standards: table 2b)" in found[1]
    assert "table 2e" not in found[1]


def test_one_replication_is_said_to_be_one_and_is_headed_once(officers: Pack) -> None:
    once = replace(
        officers,
        differences=officers.differences.assign(low=np.nan, high=np.nan, pairs=1),
        measures=officers.measures[officers.measures["replication"] == 0],
    )
    title = response_by_place(once).title
    assert "one replication, so no interval" in title
    assert "not compared" not in title
    heads = [said.partition("\t")[0] for said in plain_words(once)]
    assert heads.count("Who gains, who loses.") == 1
