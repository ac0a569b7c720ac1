"""Titles of maps and charts say no more than what is drawn: whose time it is, of what, and how sure."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from results.figures import FIGURES, OPTION_FIGURES
from results.figures.day_and_night import day_and_night, day_and_night_proposed
from results.figures.gainers import ground, most_of
from results.figures.response_map import changing
from results.pack import Pack
from tests.made_up_pack import pack


@pytest.fixture(scope="module")
def whole() -> Pack:
    return pack(3, 4, 100)


def test_maps_say_that_times_are_medians_and_how_far_the_net_change_may_be(whole: Pack) -> None:
    title = FIGURES["response_map"](whole).title
    assert title.startswith("By the usual (median) time where people live, under ")
    assert title.endswith(" if all times were a minute out")
    for option in changing(whole):
        assert "by the usual (median) time" in OPTION_FIGURES["response_map"](whole, option).title
    assert "usual (median) time" in day_and_night(whole).title
    assert "usual (median) time" in day_and_night_proposed(whole).title


def test_those_who_lose_live_mostly_somewhere_only_if_half_of_them_do(whole: Pack) -> None:
    there = ground(whole)
    assert there is not None
    names = np.asarray(whole.region.zones.settlement).astype(str)
    few = np.flatnonzero(names == names[0])[:3]
    mask = np.zeros(len(names), dtype=bool)
    mask[few] = True
    assert most_of(there, mask, whole) == "mostly"
    sizes = replace(there, people=np.full(len(names), 10.0))
    one_each = np.zeros(len(names), dtype=bool)
    one_each[[int(np.flatnonzero(names == name)[0]) for name in sorted(set(names))[:6]]] = True
    assert most_of(sizes, one_each, whole) == "more than elsewhere"


def test_where_several_clocks_are_drawn_the_title_says_of_which_it_speaks(whole: Pack) -> None:
    (standard,) = [one for one in whole.standards if one.service == "ambulance"][:1]
    parts = whole.measures["measure"] == "phase_mean_s"
    mine = whole.measures[parts & whole.measures["group"].str.contains(f"clock={standard.clock};")]
    again = mine.assign(
        group=mine["group"].str.replace(f"clock={standard.clock};", "clock=another;")
    )
    two = replace(
        whole,
        standards=(*whole.standards, replace(standard, name="another", clock="another")),
        measures=pd.concat([whole.measures, again], ignore_index=True),
    )
    before = FIGURES["clock_stack_ambulance"](whole).title
    after = FIGURES["clock_stack_ambulance"](two).title
    drawn = 1 + before.count("(the first of ")
    assert f"(the first of {drawn + 1} clocks drawn)" in after, (before, after)


def test_the_upright_lines_of_figure_14_run_through_no_words(whole: Pack) -> None:
    """No line at "now" has a part at the height of a row's words, which so need no box to be read."""
    panels = [axes for axes in FIGURES["frontier"](whole).drawing.axes if axes.collections]
    assert panels
    for axes in panels:
        assert not [
            line
            for line in axes.lines
            if len(line.get_xdata()) > 1 and len(set(line.get_xdata())) == 1
        ]
        ends = [path.vertices[:, 1] for many in axes.collections for path in many.get_paths()
                if isinstance(many, LineCollection)]  # fmt: skip
        words = [text.get_position()[1] for text in axes.texts if text.get_text() != "now"]
        assert len(ends) >= len(words) > 0
        assert not [y for y in words for low, high in ends if low - 0.1 < y < high + 0.1]
