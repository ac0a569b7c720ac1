"""Figure and table 17: every best named with its chance, no words outside the picture or on others, long names too."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from results.figures import Figure
from results.figures.siting import siting, siting_continued, siting_table
from results.figures.siting_headlines import siting_headlines
from results.figures.style import house_style
from results.limits import limits
from results.pack import Pack
from results.pictures import single_pictures
from tests.made_up_siting import of_times, sited


@pytest.mark.parametrize(
    "one",
    [
        sited(1),
        sited(3, 6, 9),
        sited(9, decided=False, values=2e6),
        sited(2, simulated=1),
        of_times(sited(3, 9, decided=False)),
        of_times(sited(4), difference=False),
    ],
)
def test_no_words_leave_the_picture_or_lie_on_others(one: Pack) -> None:
    for item in (siting(one), *siting_continued(one)):
        look_at(item, one)


def look_at(item: Figure, one: Pack) -> None:
    with house_style():
        canvas = FigureCanvasAgg(item.drawing)
        canvas.draw()
        renderer = canvas.get_renderer()
        across, up = canvas.get_width_height()
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in item.drawing.findobj(Text)
                 if text.get_text().strip() and text.get_visible()]  # fmt: skip
    shown = [(word, box) for word, box in boxes if -5e3 < box.x0 < 5e3 and box.width]
    for place, (word, box) in enumerate(shown):
        assert box.x0 >= -1, word
        assert box.x1 <= across + 1, word
        assert box.y0 >= -1, word
        assert box.y1 <= up + 1, word
        for other, another in shown[place + 1 :]:
            wide = min(box.x1, another.x1) - max(box.x0, another.x0)
            tall = min(box.y1, another.y1) - max(box.y0, another.y0)
            assert wide < 2 or tall < 3, (word, other)
    words = " ".join(word.replace("\n", " ") for word, _ in boxes)
    for stamp in one.stamps:
        assert stamp in words
    assert "…" not in words.replace(one.title[:20], "")


def test_the_title_says_the_places_the_interval_and_the_chance() -> None:
    item = siting(sited(3))
    places = "North Somercotes, Brant Broughton and Market Deeping"
    assert item.title.startswith(f"Best three of 12: {places}, 2,000 (1,940 to 2,060)")
    assert "the best of 8 simulated with a chance of 0.93" in item.title
    assert "simulation uncertainty (95%)" in item.title
    assert "rank correlation of 0.81" in item.note
    assert "The bid's own: Horncastle" not in item.alt
    assert "not decided" in siting(sited(3, decided=False)).title


def test_every_combination_that_was_simulated_is_drawn_or_said_to_be_left_out() -> None:
    nine, many = siting(sited(3, simulated=9)), siting(sited(3, simulated=16))
    for item, dots in ((nine, 9), (many, 10)):
        (axes,) = item.drawing.axes
        assert sum(line.get_marker() in ("o", "D") for line in axes.lines) == dots
    assert "Not drawn" not in nine.note
    assert "Not drawn: 6 of best three; table 17 has every combination." in many.note


def test_headlines_say_how_far_a_named_combination_is_behind() -> None:
    (line,) = siting_headlines(sited(3))
    assert line.says.endswith("The bid's own: 120 (20 to 100) behind.")
    assert "settled after 20 replications at 0.95" in line.how_sure
    assert line.says.startswith("The best three of 12 places are ")
    (line,) = siting_headlines(sited(3, decided=False))
    assert line.says.startswith("Not decided: so far the best three of 12 places are ")
    (line,) = siting_headlines(sited(1))
    assert line.says.startswith("The best place of 12 is North Somercotes: ")
    assert "h per year in ambulance hours released (service ambulance)." in line.says
    assert any("with each combination of places" in limit for limit in limits(sited(3)))


def test_the_table_has_what_was_only_screened() -> None:
    table = siting_table(sited(3))
    assert len(table.rows) == 9
    assert table.rows[-1][2] == "not simulated"
    assert table.rows[0][3] == "chosen"
    assert table.rows[3][1].startswith("The bid's own: ")
    assert table.rows[3][-1].endswith("not among the best")
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_chance_is_never_called_certain() -> None:
    one = sited(3)
    assert one.siting is not None
    sure = one.siting.table.assign(probability_best=1.0)
    assert (
        "a chance of over 0.99"
        in siting(replace(one, siting=replace(one.siting, table=sure))).title
    )


def test_differences_of_times_have_words_and_no_signs() -> None:
    item = siting(of_times(sited(3)))
    assert "45 s sooner (0:24 to 1:06)" in item.title
    words = [text.get_text() for text in item.drawing.texts]
    assert "0:03 sooner to 0:07 later" in words  # a rank behind: 2 s, from −3 to 7
    assert "6 s later (0:01 to 0:11)" in words  # three behind: 6 s, from 1 to 11
    ticks = [label.get_text() for axes in item.drawing.axes for label in axes.get_xticklabels()]
    assert any("sooner" in tick for tick in ticks)
    (line,) = siting_headlines(of_times(sited(3)))
    assert (
        "45 s sooner (0:24 to 1:06) in mean response in the country, against “today”." in line.says
    )
    assert line.says.endswith("The bid's own: 6 s later (0:01 to 0:11).")
    table = siting_table(of_times(sited(3)))
    for said in (
        item.title,
        item.alt,
        line.says,
        *words,
        *ticks,
        *(c for row in table.rows for c in row),
    ):
        assert "−" not in said
        assert not re.search(r"\d s\b.*\d s (sooner|later) to", said)


def test_a_time_as_it_is_has_minutes() -> None:
    item = siting(of_times(sited(3), difference=False))
    assert "8 min 12 s (7:51 to 8:33)" in item.title
    assert "sooner" not in item.title
    assert "6 s later (0:01 to 0:11)" in [text.get_text() for text in item.drawing.texts]


def test_a_difference_that_is_not_clear_is_not_told_as_one() -> None:
    one = of_times(sited(3))
    assert one.siting is not None
    table = one.siting.table.assign(low=-60.0, high=12.0)
    unsure = replace(one, siting=replace(one.siting, table=table))
    assert "no clear difference (1:00 sooner to 0:12 later)" in siting(unsure).title
    assert "45 s" not in siting(unsure).title


@pytest.mark.parametrize("unit", ["share", "people"])
def test_other_units(unit: str) -> None:
    one = sited(3, values=0.5 if unit == "share" else 2000.0)
    assert one.siting is not None
    found = replace(one.siting, unit=unit, indifference=0.01 if unit == "share" else 20.0)
    title = siting(replace(one, siting=found)).title
    assert (
        "50.0% (48.5% to 51.5%)" if unit == "share" else "2,000 (1,940 to 2,060) people"
    ) in title


def test_sizes_that_one_sheet_does_not_hold_go_on_overleaf() -> None:
    one = sited(3, 6, 9)
    first, *rest = [siting(one), *siting_continued(one)]
    assert [sheet.name for sheet in rest] == ["siting_sheet_2", "siting_sheet_3"]
    assert {sheet.number for sheet in rest} == {"17 (continued)"}
    for sheet, k in zip([first, *rest], ("three", "six", "nine"), strict=True):
        assert sheet.title.startswith(f"Best {k} of 12: ")
        assert sheet.alt.count("Best ") == 1
        assert sheet.drawing.get_size_inches()[1] < 7.7
        heads = [
            text.get_text() for text in sheet.drawing.texts if text.get_text().startswith("Best ")
        ]
        assert heads == [f"Best {k} of 12"]
    assert not list(siting_continued(sited(3)))
    assert set(single_pictures(one)) == {"siting_sheet_2", "siting_sheet_3"}


def test_the_table_s_title_says_what_is_settled() -> None:
    sure, unsure = siting_table(sited(2)), siting_table(sited(3, 6, decided=False))
    assert sure.title == (
        "Settled at 0.95 among those simulated, the best two: North Somercotes and Brant Broughton"
    )
    assert unsure.title == "Which three and six of 12 are best is not decided after 20 replications"
