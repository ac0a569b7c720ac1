"""Figure and table 17: every best named with its chance, no words outside the picture or on others, long names too."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from results.figures.siting import siting, siting_headlines, siting_table
from results.figures.style import house_style
from results.limits import limits
from results.pack import Pack, Siting
from tests.made_up_pack import pack

TOWNS = ("North Somercotes", "Brant Broughton", "Market Deeping", "Billingborough", "Woodhall Spa", "Metheringham",
         "Market Rasen", "Long Sutton", "Mablethorpe", "Horncastle", "Stamford", "Bourne")  # fmt: skip


def sited(*sizes: int, decided: bool = True, values: float = 2000.0, simulated: int = 8) -> Pack:
    rows = []
    for k in sizes:
        for place in range(simulated + 1):
            titles = (*TOWNS[: k - 1], TOWNS[k - 1 + place % (len(TOWNS) - k + 1)])
            mean = values * (1 - place / 50)
            played = place < simulated
            rows.append({
                "k": k, "scenario": f"{k}_{place}", "titles": titles, "asked": "The bid's own" if place == 3 else "",
                "objective": mean, "low": mean * 0.97, "high": mean * 1.03, "unit": "h per year",
                "probability_best": 0.93 if not place else 0.01, "probability_near_best": 0.99,
                "chosen": not place, "decided": decided, "replications": 20 - place, "simulated": played,
                "behind": values - mean, "behind_low": values * 0.01, "behind_high": values * 0.05,
                "screen_rank": None if place == 3 else place + 1, "screen_objective": 4000.0 - place,
            })  # fmt: skip
    table = pd.DataFrame(rows).astype({"screen_rank": "Int64"})
    found = Siting(table, 12, "ambulance hours released (service ambulance)", "h per year", True, 50.0, 0.95,
                   "How it was screened", "How it was picked", dict.fromkeys(sizes, 0.81))  # fmt: skip
    return replace(pack(3, 2), siting=found, parts=("siting", "siting_table"))


@pytest.mark.parametrize(
    "one", [sited(1), sited(3, 6, 9), sited(9, decided=False, values=2e6), sited(2, simulated=1)]
)
def test_no_words_leave_the_picture_or_lie_on_others(one: Pack) -> None:
    item = siting(one)
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
