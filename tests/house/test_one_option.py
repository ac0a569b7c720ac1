"""Of one option nothing is the least or the most, and no number of options is counted."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from results.figures import ALL_FIGURES
from results.figures.money import money
from results.figures.value import value_for_money
from results.headlines import headlines
from results.pack import Pack
from tests.made_up_pack import pack

A_COUNT = re.compile(r"\bof (?:them|1|1 options?)\b|least dear|\b1 clearly differ\b|\b1 options\b")


@pytest.fixture(scope="module")
def one() -> Pack:
    """One option beside the baseline, £497k dearer every year."""
    whole = pack(5, 2, 120)
    base = whole.costs[whole.costs["scenario"].eq(whole.baseline.name)]
    dearer = base.assign(scenario=whole.proposals[0].name)
    first = dearer.drop_duplicates("replication").index
    dearer.loc[first, "amount_gbp_per_year"] += 497e3
    return replace(whole, costs=pd.concat([base, dearer], ignore_index=True))


def test_the_one_option_is_not_the_least_dear(one: Pack) -> None:
    title = one.proposals[0].title
    said = money(one).title
    assert (
        f"No option clearly saves money; “{title}” costs the agencies together £497k more" in said
    )
    for words in (ALL_FIGURES["frontier"](one).title, value_for_money(one).title):
        assert not A_COUNT.search(words), words


def test_of_several_it_still_is() -> None:
    whole = pack(5, 3, 120)
    base = whole.costs[whole.costs["scenario"].eq(whole.baseline.name)]
    parts = [base]
    for gbp, option in zip((497e3, 600e3), whole.proposals, strict=True):
        part = base.assign(scenario=option.name)
        first = part.drop_duplicates("replication").index
        part.loc[first, "amount_gbp_per_year"] += gbp
        parts.append(part)
    said = money(replace(whole, costs=pd.concat(parts, ignore_index=True))).title
    assert f"the least dear of them, “{whole.proposals[0].title}”, costs" in said


def test_no_title_or_headline_counts_one_option(one: Pack) -> None:
    names = (
        "workload",
        "response_by_place",
        "study_area",
        "standards",
        "standards_by_ground",
        "business_case",
    )
    told = [ALL_FIGURES[name](one).title for name in names]
    told += [line.says for line in headlines(one)]
    for words in told:
        assert not A_COUNT.search(words), words


def test_of_one_clear_comparison_the_verb_is_singular_and_it_is_not_the_most() -> None:
    title = ALL_FIGURES["workload"](pack(5, 2, 120)).title
    assert "of 2 comparisons with now, 1 clearly differs, fire vehicles together under" in title
