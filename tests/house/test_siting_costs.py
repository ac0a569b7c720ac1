"""Table 17c and figure 17b: what each combination of places costs, by agency, and what it brings for that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from scipy import stats

from results.figures.shown import left_out
from results.figures.siting_costs import cost_changes, differing_items, siting_costs
from results.figures.siting_headlines import siting_headlines
from results.figures.siting_value import siting_value
from results.figures.style import DARK_BLUE, DARK_PINK, house_style
from results.limits import limits
from results.pack import Pack
from results.rate_ranges import means_of
from tests.made_up_siting import WOBBLE, costs_of, of_times, sited
from tests.words_apart import assert_words_apart


def by_hand(change: list[float]) -> tuple[float, float, float]:
    """A mean with Student's interval, worked out by SciPy itself."""
    mean, error = float(np.mean(change)), float(stats.sem(change))
    return (mean, *stats.t.interval(0.95, len(change) - 1, mean, error)) if error else (mean,) * 3


def same_costs() -> Pack:
    """Every combination costs what the places are added to costs."""
    one = sited(3)
    assert one.siting is not None
    table = costs_of(one.baseline.name, one.siting.table)
    keep = (table["item"] == "crews").to_numpy(dtype=bool)
    same = table[keep].assign(amount_gbp_per_year=1000.0)
    return replace(one, costs=same)


def with_luck(gbp: float) -> Pack:
    """The change of cost is a few pounds either side of nought, of fire alone."""
    one = sited(3)
    assert one.siting is not None
    table = costs_of(one.baseline.name, one.siting.table)
    cars = (table["item"] == "cars").to_numpy(dtype=bool)
    table = table[(table["agency"] == "fire").to_numpy(dtype=bool)]
    cars = (table["item"] == "cars").to_numpy(dtype=bool)
    luck = table["replication"].map(lambda run: WOBBLE[int(run) % 5])
    return replace(one, costs=table.assign(
        amount_gbp_per_year=np.where(cars, gbp + luck, table["amount_gbp_per_year"])
    ))  # fmt: skip


def test_a_row_a_combination_with_the_change_of_each_agency() -> None:
    table = siting_costs(sited(3))
    assert table.columns[3:6] == ("Cost a year, all agencies", "Fire", "Ambulance")
    assert len(table.rows) == 8
    assert {len(row) for row in table.rows} == {len(table.columns)}
    for rank, row in enumerate(table.rows):
        runs = range(20 - rank)
        fire = by_hand([30_000 + 500 * rank + WOBBLE[run % 5] for run in runs])
        mean, low, high = (gbp / 1000 for gbp in fire)
        assert row[4] == f"£{mean:,.0f}k more (+£{low:,.0f}k to +£{high:,.0f}k)".replace(
            f"(+£{low:,.0f}k to +£{low:,.0f}k)", "(nearly the same every time)"
        )
        assert row[5] == "£1,000 less (the same every time)"
    assert table.rows[0][-1] == "chosen"
    assert table.rows[1][1] == "Billingborough in place of Market Deeping"
    assert table.rows[4][-1] == "£2,000 more (the same every time)"


def test_the_rows_for_the_workbook_are_paired_over_what_both_have() -> None:
    rows = cost_changes(sited(3, 6))
    assert len(rows) == 2 * 8 * 3
    mine = rows[(rows["scenario"] == "6_7").to_numpy(dtype=bool)].set_index("agency")
    expected = by_hand([60_000 + 3_500 + WOBBLE[run % 5] for run in range(13)])
    assert mine.loc["fire", ["difference", "low", "high"]].to_list() == pytest.approx(expected)
    assert mine.loc["fire", "pairs"] == 13
    assert mine.loc["all", "difference"] == pytest.approx(expected[0] - 1_000)
    assert mine.loc["ambulance", ["difference", "low", "high"]].to_list() == [-1000.0] * 3


def test_title_and_note_say_what_it_costs_and_what_differs() -> None:
    table = siting_costs(sited(3, 6))
    assert table.title.startswith(
        "Against “Separate stations, as before”, the best three cost £29k more a year ("
    )
    assert ", the best six cost £59k more a year (" in table.title
    assert "no other combination of the same size is clearly cheaper" in table.title
    assert differing_items(sited(3)) == [("fire", "cars"), ("ambulance", "crews")]
    assert "What differs: cars (fire) and crews (ambulance)." in table.note
    assert "so far" in siting_costs(sited(3, decided=False)).title


def test_what_is_clearly_cheaper_than_the_best_is_counted() -> None:
    one = sited(3)
    cheap = one.costs.copy()
    mine = (cheap["scenario"].isin(["3_1", "3_4"]) & (cheap["item"] == "cars")).to_numpy(dtype=bool)
    cheap.loc[mine, "amount_gbp_per_year"] -= 20_000
    assert (
        "clearly cheaper than the best of the same size: 2 of 7 others of three"
        in siting_costs(replace(one, costs=cheap)).title
    )


def test_a_cost_that_does_not_differ_is_no_finding() -> None:
    same = same_costs()
    table = siting_costs(same)
    assert table.title == (
        "The cost a year is the same with every combination as with “Separate stations, as before”, in the items that "
        "the study counts"
    )
    assert {row[3] for row in table.rows} == {"no change"}
    assert "No declared item of cost differs with any combination." in table.note
    (line,) = siting_headlines(same)
    assert (
        "In the items counted they cost the same a year as “Separate stations, as before”."
        in line.says
    )
    assert left_out(same, ("siting_value", "siting_costs")) == {
        "siting_value": "No two combinations clearly differ in cost."
    }


def test_money_is_neither_gained_nor_lost_where_its_interval_holds_nought() -> None:
    unsure = with_luck(20.0)
    table = siting_costs(unsure)
    for row in table.rows:
        assert row[3].startswith("unclear (−£")
    assert "make no clear difference to the cost a year (" in table.title
    assert "Only the cost of the fire service differs." in table.note
    assert "Fire" not in table.columns
    (line,) = siting_headlines(unsure)
    assert (
        "They make no clear difference to the cost a year against “Separate stations" in line.says
    )
    assert line.how_sure.count("Cost: −£") == 1
    assert "£20 more" not in line.says + table.title


def test_without_costs_the_reason_is_said() -> None:
    one = sited(3)
    none = replace(one, costs=one.costs.iloc[:0], no_costs="The study declares no costs.")
    names = ("siting_value", "siting_costs")
    assert left_out(none, names) == dict.fromkeys(names, "The study declares no costs.")
    assert "Not shown: siting value, siting costs. The study declares no costs." in [
        *_left_out_words(none)
    ]
    (line,) = siting_headlines(none)
    assert "cost" not in line.says
    assert limits(none)


def _left_out_words(one: Pack) -> list[str]:
    from results.figures.shown import left_out_words

    return left_out_words(one, one.parts)


def test_ranges_of_rates_stand_beside_luck() -> None:
    one = sited(3)
    columns = ["option", "agency", "item", "low_gbp_per_year", "high_gbp_per_year"]
    ranges = pd.DataFrame([("3_0", "fire", "cars", -8_000.0, 8_000.0)], columns=columns)
    table = siting_costs(
        replace(one, rate_ranges=ranges, rates_within="Assumed rates may lie 25% either way.")
    )
    place = table.columns.index("With other rates")
    assert table.rows[0][place] == "+£21k to +£37k"  # 29,000 less and more 8,000
    assert table.rows[1][place] == "no rate in doubt"
    assert "25% either way" in table.note
    assert "With other rates" not in siting_costs(one).columns


def test_every_combination_stands_at_its_cost_and_what_it_brings() -> None:
    one = sited(3, 6)
    item = siting_value(one)
    (axes,) = item.drawing.axes
    drawn = {
        (round(float(line.get_xdata()[0])), round(float(line.get_ydata()[0]))): line
        for line in axes.lines
        if line.get_marker() in ("o", "s") and len(line.get_xdata()) == 1
    }
    wanted = {}
    for k, shape in ((3, "o"), (6, "s")):
        for rank in range(8):
            luck = np.mean([WOBBLE[run % 5] for run in range(20 - rank)])
            cost = round(float(10_000 * k + 500 * rank - 1_000 + luck))
            wanted[cost, round(2000.0 * (1 - rank / 50))] = (shape, rank == 0)
    assert set(drawn) == set(wanted)
    for place, (shape, best) in wanted.items():
        assert drawn[place].get_marker() == shape
        named = place[1] == 1880  # the fourth of each size
        assert drawn[place].get_markerfacecolor() == (
            DARK_BLUE if best else DARK_PINK if named else "white"
        )
        assert drawn[place].get_fillstyle() == ("left" if named else "full")
    words = [text.get_text() for text in axes.texts]
    assert {"Best three", "Best six"} <= set(words)
    assert (
        "North Somercotes, Brant Broughton and Market Deeping: 2,000 (1,940 to 2,060) h per year"
        in item.alt
    )
    assert "cost £29k more (nearly the same every time)" in item.alt


def test_the_title_says_what_a_size_brings_and_costs_beyond_the_smaller() -> None:
    one = sited(3, 6)
    assert one.siting is not None
    runs = {**one.siting.runs, "6_0": {run: 2500.0 + 7 * (run % 3) for run in range(20)}}
    item = siting_value(replace(one, siting=replace(one.siting, runs=runs)))
    change = [2500.0 + 7 * (run % 3) - 2000.0 - WOBBLE[run % 5] / 10 for run in range(20)]
    mean, low, high = by_hand(change)
    assert (
        f"six beside three, {mean:,.0f} h per year more ({low:,.0f} to {high:,.0f})" in item.title
    )
    assert "and £30k more a year (the same every time)" in item.title
    assert item.title.startswith("By the best of each size: ")
    unsure = siting_value(sited(3, 6, decided=False))
    assert unsure.title.startswith(
        "By the best of each size so far, not decided: six beside three, "
    )


def test_sooner_is_upwards() -> None:
    item = siting_value(of_times(sited(3)))
    (axes,) = item.drawing.axes
    low, high = axes.get_ylim()
    assert low > high
    assert "Without them" in [text.get_text() for text in axes.texts]
    assert any("sooner" in label.get_text() for label in axes.get_yticklabels())
    assert "45 s sooner (0:24 to 1:06), cost £29k more" in item.alt
    assert item.title == siting_costs(of_times(sited(3))).title


@pytest.mark.parametrize("one", [sited(3), sited(3, 6, 9, decided=False), of_times(sited(1, 2))])
def test_no_words_lie_on_others_or_leave_the_sheet(one: Pack) -> None:
    item = siting_value(one)
    with house_style():
        canvas = FigureCanvasAgg(item.drawing)
        canvas.draw()
        across, up = canvas.get_width_height()
        renderer = canvas.get_renderer()
        (axes,) = item.drawing.axes
        west, east, south, north = *axes.get_xlim(), *sorted(axes.get_ylim())
        hidden = [label for at, label in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
                  if not west <= at <= east]  # fmt: skip
        hidden += [label for at, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
                   if not south <= at <= north]  # fmt: skip
        found = [(text.get_text(), text.get_window_extent(renderer)) for text in item.drawing.findobj(Text)
                 if text.get_text().strip() and text.get_visible() and text not in hidden]  # fmt: skip
    assert_words_apart(found, across, up)


def test_the_cover_says_who_pays_and_what_the_rates_could_do() -> None:
    one = sited(3)
    columns = ["option", "agency", "item", "low_gbp_per_year", "high_gbp_per_year"]
    ranges = pd.DataFrame([("3_0", "fire", "cars", -30_000.0, 7_500.0)], columns=columns)
    (line,) = siting_headlines(replace(one, rate_ranges=ranges))
    assert (
        "They cost the agencies together £29k more a year (other rates could turn it) against “Separate stations, as "
        "before”: fire £30k more and ambulance £1,000 less."
    ) in line.says
    assert (
        "Cost: nearly the same every time; with other rates −£1k to +£36k, which could turn it. "
        in line.how_sure
    )
    (plain,) = siting_headlines(one)
    assert "turn" not in plain.says
    assert (
        "Cost: nearly the same every time; no rate of it has a declared range. " in plain.how_sure
    )


def test_ranges_of_rates_are_of_the_replications_that_both_have() -> None:
    columns = ["replication", "agency", "item", "amount_gbp_per_year"]
    on = pd.DataFrame([(run, "fire", "crews", 100.0 * run) for run in range(10)], columns=columns)
    early = pd.DataFrame(
        [(run, "fire", "crews", 100.0 * run + 7.0) for run in range(3)], columns=columns
    )
    means = means_of({"on": on, "early": early}, "early", "on")
    assert means["early", "fire", "crews"] - means["on", "fire", "crews"] == pytest.approx(7.0)
