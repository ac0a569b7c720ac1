"""The figures of a sweep draw the numbers that they are given, and say them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from results.figures.judged import Names, response_said
from results.figures.style import house_style
from results.figures.sweep_frontier import sweep_frontier
from results.figures.sweep_panels import sweep_headlines, sweep_panels
from results.figures.sweep_tornado import finding, sensitivity_table, tornado
from results.frontier import FRONTIER_COLUMNS
from results.pack import Pack, SweepFindings, SweptAnswer
from results.sensitivity import COLUMNS
from results.sweep_findings import judged_table, response_words
from scenarios.frontier import MORE_IS_BETTER
from tests.made_up_pack import pack as made_up_pack

NAMES = Names({"grade1_20_min": "Police grade 1 within 20 minutes"}, {"mendlesham": "Mendlesham"})


def swept(design: str = "grid", **more: object) -> SweepFindings:
    """Two factors, an option against the baseline, by hand."""
    points = pd.DataFrame(
        {"speed": [1.0, 2.0, 1.0, 2.0], "people": [8.0, 8.0, 10.0, 10.0],
         "mean": [-60.0, -30.0, -90.0, 20.0], "low": [-80.0, -70.0, -95.0, 10.0],
         "high": [-40.0, 10.0, -85.0, 30.0]}
    )  # fmt: skip
    effects = [("people", "10", -15.0, -40.0, 10.0), ("speed", "2", 70.0, 50.0, 90.0)]
    shares = [("people", "", 0.1, 0.0, 0.2), ("speed", "", 0.8, 0.7, 0.9)]
    index, unit, rows = ("effect", "s", effects) if design == "grid" else ("total", "share", shares)
    against = {"people": "8", "speed": "1"} if design == "grid" else {"people": "", "speed": ""}
    moved = pd.DataFrame(
        [
            ("First arrival", "new", "old", name, index, *rest, unit, 4, 0.1, against[name], "")
            for name, *rest in rows
        ],
        columns=COLUMNS,
    )
    frontier = pd.DataFrame(
        [("a", 2_400_000.0, 600.0, "", False, "old", "1"), ("b", 2_500_000.0, 650.0, "a", True, "new", "1"),
         ("c", 2_450_000.0, 610.0, "", False, "old", "2"), ("d", 2_550_000.0, 560.0, "", False, "new", "2")],
        columns=["scenario", "cost", "response", "dominated_by", "clearly", "option", "setting"],
    )  # fmt: skip
    frontier["apart"] = False
    words = {
        "design": design,
        "design_words": "every combination of the factors’ levels",
        "factors": {"speed": "Speed, as a multiple", "people": "People on call"},
        "options": {"old": "Two stations", "new": "Three stations"},
        "answers": (
            SweptAnswer("First arrival", "“New” against “Old”", "s", True, points, moved, 0.1),
        ),
        "frontier": frontier,
        "response": "first arrival",
        "response_unit": "s",
        "more_is_better": False,
        "points": 8,
        "replications": 3,
        "left_out": 0,
        **more,
    }
    return SweepFindings(**words)  # type: ignore[arg-type]


@pytest.fixture
def pack() -> Pack:
    return replace(made_up_pack(), sweep=swept())


def test_the_tornado_draws_the_strongest_first(pack: Pack) -> None:
    figure = tornado(pack)
    (axes,) = figure.drawing.axes
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [70.0, -15.0]
    spans = [tuple(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2]
    assert (50.0, 90.0) in spans
    assert (-40.0, 10.0) in spans
    assert (
        "hangs most on “Speed, as a multiple” (1:10 later at 2 instead of 1, 0:50 to 1:30)"
        in figure.title
    )
    assert "1:10 later (0:50 to 1:30)" in figure.alt
    assert "10% of the variance between points is simulation noise" in figure.note


def test_an_effect_whose_interval_holds_none_is_not_called_one() -> None:
    found = swept()
    answer = found.answers[0]
    weak = replace(answer, moved=answer.moved[answer.moved["factor"] == "people"])
    figure = tornado(replace(made_up_pack(), sweep=replace(found, answers=(weak,))))
    assert figure.title == "First arrival: no factor clearly moves it"
    dust = with_index([("speed", 9e-15, 8e-15, 1e-14)], "effect", "s")
    assert finding(dust) == "First arrival: no factor clearly moves it"


def with_index(rows: list[tuple[str, float, float, float]], index: str, unit: str) -> SweepFindings:
    """One answer of a drawn design: factor, value and interval of one index."""
    found = swept("sobol_indices")
    moved = pd.DataFrame(
        [("First arrival", "new", "old", name, index, "", *rest, unit, 4, 0.1, "", "") for name, *rest in rows],
        columns=COLUMNS,
    )  # fmt: skip
    return replace(found, answers=(replace(found.answers[0], moved=moved),))


def test_shares_of_variance_that_cannot_be_are_no_finding() -> None:
    """Too few base points give shares over one and intervals of many times all: nothing hangs on such a factor."""
    wild = with_index([("speed", 1.622, 1.2, 2.0), ("people", 0.7, -39.3, 40.7)], "total", "share")
    assert finding(wild) == "First arrival: no factor clearly moves it"
    nearly = with_index([("speed", 1.02, 0.9, 1.14), ("people", 0.1, 0.0, 0.2)], "total", "share")
    assert (
        finding(nearly)
        == "First arrival hangs most on “Speed, as a multiple” (100.0%, 90.0% to 100.0%)"
    )


def test_a_heading_keeps_the_sign_and_passes_over_what_is_not_clear() -> None:
    ranks = with_index(
        [("speed", 0.595, -0.2, 0.9), ("people", -0.5, -0.8, -0.1)],
        "rank_correlation",
        "rank correlation",
    )
    assert finding(ranks) == (
        "First arrival hangs most on “People on call” (−0.5 rank correlation, −0.8 to −0.1) of what is clear"
    )


def test_factors_whose_intervals_overlap_are_not_put_in_an_order() -> None:
    """Speed 70 (50 to 90), people −60 (−80 to −40): which does more cannot be told; at −45 to −15 it can."""
    close = with_index(
        [("speed", 70.0, 50.0, 90.0), ("people", -60.0, -80.0, -40.0)], "effect", "s"
    )
    assert finding(close) == (
        "First arrival hangs on “Speed, as a multiple” (1:10 later, 0:50 to 1:30) and “People on call” "
        "(1:00 sooner, 0:40 to 1:20); on which of them more cannot be told"
    )
    apart = with_index(
        [("speed", 70.0, 50.0, 90.0), ("people", -30.0, -45.0, -15.0)], "effect", "s"
    )
    assert finding(apart).startswith("First arrival hangs most on “Speed, as a multiple”")
    unsure = with_index([("speed", 70.0, 50.0, 90.0), ("people", 30.0, -10.0, 70.0)], "effect", "s")
    assert finding(unsure).endswith("; whether more than on “People on call” cannot be told")
    assert "hangs clearly on “Speed, as a multiple”" in finding(unsure)


def test_what_is_drawn_says_of_whom_and_what_else_is_judged() -> None:
    """New is cheaper and better in the country at both settings, worse in the towns at one: there it beats nobody."""
    key = "clock=grade_1;rurality={};service=police;standard=grade1_20_min"
    rows = [
        (f"{option}@{setting}", cost, response, "", False, "within_standard", key.format(place), "")
        for setting, towns in (("1", 0.90), ("2", 0.97))
        for option, cost, values in (("old", 2e6, (0.80, 0.95)), ("new", 1.9e6, (0.85, towns)))
        for place, response in zip(("rural", "urban"), values, strict=True)
    ]
    table = pd.DataFrame(rows, columns=FRONTIER_COLUMNS)
    first = table.drop_duplicates("scenario").assign(apart=False)
    first[["option", "setting"]] = first["scenario"].str.split("@", expand=True).to_numpy()
    first.loc[first["scenario"] == "old@2", "dominated_by"] = "new@2"
    words = response_words(table, NAMES)
    assert words == "the share of calls that meet “Police grade 1 within 20 minutes” in the country"
    found = swept(frontier=first, response=words, response_unit="share", more_is_better=True,
                  judged=judged_table(table, NAMES))  # fmt: skip
    figure = sweep_frontier(replace(made_up_pack(), sweep=found))
    towns = "the share of calls that meet “Police grade 1 within 20 minutes” in the towns"
    for words in (figure.note, figure.alt):
        assert f"one option beats another only if it is no worse in {towns} either" in words
        assert (
            "“Three stations” costs no more than “Two stations” and is no worse in what is drawn at 1 of 2 settings, "
            f"and does not beat it, since it is worse in {towns}" in words
        )
    assert figure.title.endswith(f"in the country is worse in {towns}")
    drawn = " ".join(" ".join(text.get_text().split()) for text in figure.drawing.findobj(Text))
    assert "Share of calls that meet" in drawn
    assert "in the country" in drawn
    alone = table[table["group"].str.contains("=rural")]
    assert judged_table(alone, NAMES).empty


def test_what_judges_options_is_said_in_words_and_not_by_its_name() -> None:
    said = {
        measure: response_said(measure, group, NAMES)
        for measure, group in (
            ("within_standard", "district=mendlesham;standard=grade1_20_min"),
            ("people_within_standard", "basis=availability;standard=grade1_20_min"),
            ("pumps_available", ""),
            ("never_served_share", "service=fire"),
            ("expected_survivors", ""),
            ("expected_fire_deaths", ""),
        )
    }
    assert set(said) == set(MORE_IS_BETTER)
    assert (
        said["within_standard"]
        == "the share of calls that meet “Police grade 1 within 20 minutes” in Mendlesham"
    )
    assert said["pumps_available"] == "fire engines available"
    for measure, words in said.items():
        assert "_" not in words
        assert measure.replace("_", " ") not in words or measure == "expected_survivors"


def test_an_answer_that_was_not_measured_everywhere_says_so() -> None:
    found = swept()
    why = "the answer was not measured in every replication at 2 of 4 settings"
    moved = pd.DataFrame(
        [("First arrival", "new", "old", "people", "", "", *[np.nan] * 3, "", 2, np.nan, "", why)],
        columns=COLUMNS,
    )
    answer = replace(found.answers[0], moved=moved, points=found.answers[0].points[:2], empty=2)
    one = replace(made_up_pack(), sweep=replace(found, answers=(answer,)))
    says = " ".join(line.says for line in sweep_headlines(one))
    assert "over 2 settings (not measured at 2 more)" in says
    assert f"nothing can be said of what it hangs on, as {why}" in says
    assert sensitivity_table(one).rows[0][3] == f"nothing can be said: {why}"
    none = replace(answer, points=answer.points[:0])
    says = sweep_headlines(replace(one, sweep=replace(found, answers=(none,))))[0].says
    assert says == "First arrival was measured in every replication at no setting."


def test_headlines_have_units_and_the_period() -> None:
    found = swept(days=3)
    hours = replace(
        found.answers[0], title="Hours released", unit="h per counted period", difference=False
    )
    people = replace(found.answers[0], title="People", unit="people")
    one = replace(made_up_pack(), sweep=replace(found, answers=(hours, people)))
    says = [line.says for line in sweep_headlines(one)]
    assert says[0] == "Hours released: −90 to 20 hours in 3 counted days over 4 settings."
    assert "−90 to +20 people over 4 settings" in says[1]
    assert "(+70 hours in 3 counted days at 2 instead of 1, +50 to +90)" in says[2]


def test_the_small_multiples_draw_every_point_and_count_where_it_is_clear(pack: Pack) -> None:
    figure = sweep_panels(pack)
    panels = figure.drawing.axes
    assert len(panels) == 2
    drawn = [
        list(line.get_ydata())
        for axes in panels
        for line in axes.lines
        if len(line.get_ydata()) == 2
    ]
    assert [-60.0, -30.0] in drawn
    assert [-90.0, 20.0] in drawn
    assert (
        "1:30 sooner to 0:20 later over 4 settings, clearly later at 1, clearly sooner at 2 and not clear at 1"
        in figure.title
    )


def test_a_drawn_design_has_a_cloud_a_factor(pack: Pack) -> None:
    figure = sweep_panels(replace(pack, sweep=swept("sobol_indices")))
    assert [len(axes.lines[0].get_xdata()) for axes in figure.drawing.axes] == [4, 4]
    shares = tornado(replace(pack, sweep=swept("sobol_indices")))
    assert "(80.0%, 70.0% to 90.0%)" in shares.title
    assert "share of the answer’s variance" in shares.drawing.axes[0].get_xlabel()


def test_the_frontier_marks_what_is_beaten_at_its_own_setting(pack: Pack) -> None:
    figure = sweep_frontier(pack)
    lines = [line for axes in figure.drawing.axes for line in axes.lines]
    hollow = [line for line in lines if line.get_markerfacecolor() == "white"]
    at = np.concatenate([np.column_stack([line.get_xdata(), line.get_ydata()]) for line in hollow])
    assert at.tolist() == [[2_500_000.0, 650.0]]
    assert "beaten at none of 2 settings: “Two stations”" in figure.title
    assert "Three stations is beaten at 1 of 2" in figure.alt


def six_options(calls: list[float], there: list[float]) -> SweepFindings:
    """Six options with long titles at every setting of two factors; a third has one level."""
    rows = [
        (f"o{n}@{c}{a}", 9.2e6 + 1.5e5 * n, 0.55 + 0.02 * n + 0.03 * c - 0.2 * (1 - a), "", False, f"o{n}",
         f"medical_calls={c};on_call_there={a};until=1")
        for c in calls for a in there for n in range(6)
    ]  # fmt: skip
    columns = ["scenario", "cost", "response", "dominated_by", "clearly", "option", "setting"]
    table = pd.DataFrame(rows, columns=columns).assign(apart=False)
    titles = {f"o{n}": f"Option number {n} with a rather long title of its own" for n in range(6)}
    return swept(frontier=table, options=titles, factors={**of_each().factors, "until": "One level alone"},
                 response_unit="share", more_is_better=True)  # fmt: skip


@pytest.mark.parametrize(
    ("calls", "panels"), [([1.0], 1), ([1.0, 1.276], 4), ([1.0, 1.276, 1.5], 6)]
)
def test_a_setting_has_a_panel_of_its_own_by_its_title_and_no_words_meet(
    calls: list[float], panels: int
) -> None:
    there = [1.0, 0.85] if panels > 1 else [1.0]
    figure = sweep_frontier(replace(made_up_pack(), sweep=six_options(calls, there)))
    assert len(figure.drawing.axes) == panels
    for axes in figure.drawing.axes:
        assert sum(len(line.get_xdata()) for line in axes.lines) == 6
        assert all(line.get_linestyle() == "None" for line in axes.lines)
        title = " ".join(axes.get_title(loc="left").split())
        assert "medical_calls" not in title
        if panels > 1:
            assert title.startswith("Medical calls, as a multiple: 1")
            assert "Availability of on-call pumps, as a multiple: " in title
            assert "One level alone" not in title
    with house_style():
        canvas = FigureCanvasAgg(figure.drawing)
        canvas.draw()
        renderer = canvas.get_renderer()
        outside = [
            label
            for axes in figure.drawing.axes
            for axis, place in ((axes.xaxis, 0), (axes.yaxis, 1))
            for label in axis.get_ticklabels()
            if not min(ends := axis.get_view_interval()) <= label.get_position()[place] <= max(ends)
        ]
        shown = [text for text in figure.drawing.findobj(Text) if text not in outside]
        boxes = [
            (text.get_text(), text.get_window_extent(renderer))
            for text in shown
            if text.get_text().strip() and text.get_visible()
        ]
    for place, (word, box) in enumerate(boxes):
        for other, another in boxes[place + 1 :]:
            wide = min(box.x1, another.x1) - max(box.x0, another.x0)
            tall = min(box.y1, another.y1) - max(box.y0, another.y0)
            assert wide < 2 or tall < 3, (word, other)


def test_many_settings_are_drawn_in_one() -> None:
    figure = sweep_frontier(
        replace(made_up_pack(), sweep=six_options([1.0, 1.1, 1.2, 1.3], [1.0, 0.85]))
    )
    (axes,) = figure.drawing.axes
    assert axes.get_title(loc="left") == "All 8 settings"
    assert all(line.get_linestyle() == "None" for line in axes.lines)


def test_the_table_has_every_index(pack: Pack) -> None:
    table = sensitivity_table(pack)
    assert [row[1] for row in table.rows] == ["People on call", "Speed, as a multiple"]
    assert table.rows[0][3] == "0:15 sooner (0:40 sooner to 0:10 later)"


def test_points_that_failed_are_told(pack: Pack) -> None:
    figure = sweep_panels(replace(pack, sweep=swept(left_out=2)))
    assert "2 points failed and are left out" in figure.note


def of_each() -> SweepFindings:
    """Two options at every setting of two factors: what one answer says of both against today."""
    names = ("Pilot", "All convey")
    rows = [
        (option, calls, there, at, at - 0.01, at + 0.01)
        for at, (option, calls, there) in zip(
            np.linspace(-0.03, 0.04, 8),
            [(o, c, t) for o in names for c in (1.0, 1.276) for t in (1.0, 0.85)],
            strict=True,
        )
    ]
    points = pd.DataFrame(
        rows, columns=["option", "medical_calls", "on_call_there", "mean", "low", "high"]
    )
    effects = [
        ("option", "All convey", 0.04),
        ("medical_calls", "1.276", 0.02),
        ("on_call_there", "0.85", -0.01),
    ]
    moved = pd.DataFrame(
        [("Red 2 within 8 minutes", "each", "co", name, "effect", level, value, value - 0.005, value + 0.005,
          "share", 8, 0.1, {"option": "Pilot"}.get(name, "1"), "") for name, level, value in effects],
        columns=COLUMNS,
    )  # fmt: skip
    of = "each option against “Co-responding”"
    answer = SweptAnswer("Red 2 within 8 minutes", of, "share", True, points, moved, 0.1)
    factors = {"option": "Option", "medical_calls": "Medical calls, as a multiple",
               "on_call_there": "Availability of on-call pumps, as a multiple", "until": "One level alone"}  # fmt: skip
    return swept(answers=(answer,), factors=factors)


def test_options_stand_side_by_side_where_an_answer_is_of_each() -> None:
    figure = sweep_panels(replace(made_up_pack(), sweep=of_each()))
    panels = figure.drawing.axes
    assert [axes.get_title(loc="left") for axes in panels] == [
        "Medical calls, as a multiple: 1", "Medical calls, as a multiple: 1.276"]  # fmt: skip
    for axes in panels:
        assert [label.get_text() for label in axes.get_xticklabels()] == ["Pilot", "All convey"]
    (legend,) = [axes.get_legend() for axes in panels if axes.get_legend()]
    assert [text.get_text() for text in legend.get_texts()] == ["1", "0.85"]
    assert "+4 points" in figure.title
    told = tornado(replace(made_up_pack(), sweep=of_each()))
    names = [text.get_text() for text in told.drawing.axes[0].texts]
    assert "Option\n(All convey instead of Pilot)" in names
    assert "+4 points" in names


def test_an_option_whose_cost_is_known_in_part_is_not_said_to_be_beaten_by_none() -> None:
    found = swept()
    table = found.frontier.assign(apart=found.frontier["option"] == "new")
    figure = sweep_frontier(replace(made_up_pack(), sweep=replace(found, frontier=table)))
    assert "none is called beaten" in figure.title
    told = [" ".join(text.get_text().split()) for text in figure.drawing.texts]
    assert sum("not compared, as costs are known in part" in words for words in told) == 2


@pytest.mark.parametrize("levels", [2, 4])
def test_long_names_of_factors_do_not_meet(levels: int) -> None:
    """Titles above and below panels that stand beside each other: each within its own part of the picture."""
    base = swept()
    points = pd.concat(
        [
            base.answers[0].points.assign(people=float(level), speed=[1.0, 2.0, 3.0, 4.0])
            for level in range(levels)
        ],
        ignore_index=True,
    )
    long = "How far from their station response cars patrol, as a multiple of what somebody says"
    found = replace(
        base,
        factors={"speed": f"{long} of speed", "people": f"{long} of people"},
        answers=(replace(base.answers[0], points=points),),
    )
    figure = sweep_panels(replace(made_up_pack(), sweep=found))
    with house_style():
        canvas = FigureCanvasAgg(figure.drawing)
        canvas.draw()
        renderer = canvas.get_renderer()
    assert len(figure.drawing.axes) == levels
    for one, other in itertools.pairwise(figure.drawing.axes):
        for left, right in (
            (one._left_title, other._left_title),
            (one.xaxis.label, other.xaxis.label),
        ):  # type: ignore[attr-defined]
            assert left.get_window_extent(renderer).x1 < right.get_window_extent(renderer).x0
    above = figure.drawing.axes[-1].get_title(loc="left")
    assert above.endswith(f": {levels - 1}")
