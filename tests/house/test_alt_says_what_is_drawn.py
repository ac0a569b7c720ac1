"""Alt text tells a difference only with its interval, and says of the others that none is clear, as drawn."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from results.figures import ALL_FIGURES, Figure
from results.pack import Option, Pack
from tests.made_up_pack import pack

COMPARES = (
    "summary",
    "money",
    "frontier",
    "business_case",
    "arrival_curves",
    "arrival_curves_ambulance",
    "clock_stack",
    "clock_stack_ambulance",
)
"""The figures that draw differences of options with their intervals."""
DIFFERENCE = re.compile(
    r"(?:[+−][\d.,]+ points|£[\d.,]+[km]? (?:more|less)|[\d.,]+ (?:more|fewer)|(?:\d+ min )?\d+ s (?:sooner|later))"
)
INTERVAL = re.compile(
    r",? \(?(?:[^()]*\bto\b|the same every time|nearly the same every time|one replication, no interval)"
)


@pytest.fixture(scope="module")
def unclear() -> Pack:
    """A pack whose first option changes the cost of one agency by luck alone, now more and now less."""
    whole = pack(5, 3, 400)
    base = whole.costs[whole.costs["scenario"].eq(whole.baseline.name)]
    mine = base.assign(scenario=whole.proposals[0].name)
    first = mine.drop_duplicates(["agency", "replication"]).index
    runs = mine.loc[first, "replication"].astype(int).to_numpy()
    mine.loc[first, "amount_gbp_per_year"] += 5_000.0 * (runs - 2.0) - 3_000.0
    others = whole.costs[~whole.costs["scenario"].eq(whole.proposals[0].name)]
    return replace(whole, costs=pd.concat([others, mine], ignore_index=True))


def of_option(alt: str, option: Option, others: tuple[Option, ...]) -> str:
    """What an alt text says of one option, up to the next."""
    said = alt.partition(option.title)[2]
    ends = [said.find(other.title) for other in others if other.title in said]
    return said[: min(ends)] if ends else said


def drawn(name: str, one: Pack) -> Figure:
    """A figure by its name."""
    found = ALL_FIGURES[name](one)
    assert isinstance(found, Figure)
    return found


@pytest.mark.parametrize("name", COMPARES)
def test_a_difference_in_alt_text_has_its_interval(name: str, unclear: Pack) -> None:
    alt = drawn(name, unclear).alt
    for found in DIFFERENCE.finditer(alt):
        before, after = alt[: found.start()], alt[found.end() :]
        inside = re.search(r"(?:\(|\bto |, )[^()]*$", before) and re.match(r"[^()]*\)", after)
        assert inside or INTERVAL.match(after), (found.group(), after[:60])


@pytest.mark.parametrize("name", COMPARES)
def test_alt_text_speaks_of_the_change_under_each_option(name: str, unclear: Pack) -> None:
    alt = drawn(name, unclear).alt
    words = (
        r"\bto\b|no clear|not clear|unclear|no change|every time|as now|too few|next to|no money"
    )
    for option in unclear.proposals:
        if option.title in alt:  # options that draw the same share a row
            others = tuple(one for one in unclear.options if one is not option)
            assert re.search(words, of_option(alt, option, others)), option.title


def test_what_money_draws_as_unclear_is_unclear_in_its_alt(unclear: Pack) -> None:
    figure = drawn("money", unclear)
    drawn_words = [text.get_text() for axes in figure.drawing.axes for text in axes.texts]
    assert any(words.startswith("unclear (") for words in drawn_words)
    option = unclear.proposals[0]
    mine = of_option(figure.alt, option, unclear.proposals[1:])
    payers = unclear.costs["agency"].nunique() + 1
    assert mine.count("unclear (") == payers


def test_what_figure_14_draws_as_not_clear_is_not_clear_in_its_alt(unclear: Pack) -> None:
    figure = drawn("frontier", unclear)
    drawn_words = [text.get_text() for axes in figure.drawing.axes for text in axes.texts]
    assert "not clear" in drawn_words
    assert figure.alt.count("not clear (") == drawn_words.count("not clear")
