"""Figure and table 17a: every candidate at its place, the best filled, and how many of those left have it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from matplotlib_scalebar.scalebar import ScaleBar

from results.figures import Figure
from results.figures.ground import LAND, SEA
from results.figures.shown import left_out
from results.figures.siting_map import BEST, LEFT, MARKS, OTHER, siting_map
from results.figures.siting_places import place_counts, siting_places
from results.figures.style import DARK_BLUE, house_style
from results.pack import Pack
from tests.made_up_siting import TOWNS, WHERE, sited
from tests.words_apart import assert_words_apart

Spots = set[tuple[float, float]]


def marked(axes: Axes, mark: str) -> Spots:
    """Where the candidates are drawn that have a mark."""
    look, found = MARKS[mark], set()
    for line in axes.lines:
        same = line.get_marker() == "o" and line.get_markersize() == look["markersize"]
        if same and line.get_fillstyle() == look.get("fillstyle", "full"):
            assert (
                to_hex(line.get_markerfacecolor()).upper()
                == to_hex(look["markerfacecolor"]).upper()
            )
            (x,), (y,) = line.get_data()
            found.add((float(x), float(y)))
    return found


def at(*towns: str) -> Spots:
    return {(east, north) for town, east, north in WHERE.values() if town in towns}


def names(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_text() != "N"]


def test_what_is_settled_is_filled_and_named() -> None:
    item = siting_map(sited(3))
    (axes,) = item.drawing.axes
    assert marked(axes, BEST) == at(*TOWNS[:3])
    assert marked(axes, LEFT) == set()
    assert marked(axes, OTHER) == at(*TOWNS[3:])
    assert set(TOWNS[:3]) <= set(names(axes))
    assert item.title == (
        "Best three of 12, settled at 0.95 among 8 simulated: North Somercotes, Brant Broughton and Market Deeping"
    )
    assert (
        "Best three of 12: North Somercotes, Brant Broughton and Market Deeping; not chosen: 9 candidates."
        in item.alt
    )
    assert "settled is so among the combinations that were simulated alone" in item.note


def test_what_is_not_decided_says_in_how_many_of_those_left() -> None:
    item = siting_map(sited(3, decided=False))
    (axes,) = item.drawing.axes
    assert marked(axes, BEST) == at(*TOWNS[:3])
    assert marked(axes, LEFT) == at(*TOWNS[3:6])
    assert marked(axes, OTHER) == at(*TOWNS[6:])
    assert "North Somercotes 4/4" in names(axes)
    assert "Market Deeping 1/4" in names(axes)
    assert "Woodhall Spa 1/4" in names(axes)
    assert not any(" 0/" in name for name in names(axes))
    assert item.title == (
        "Not decided which three of 12 are best: of 4 combinations left, North Somercotes and Brant Broughton are in "
        "all; Market Deeping, Billingborough, Woodhall Spa and Metheringham are in 1"
    )
    for words in (
        "so far the best, of 4 combinations left: North Somercotes in 4, Brant Broughton in 4 and Market Deeping in 1",
        "in others left: Billingborough in 1, Woodhall Spa in 1 and Metheringham in 1; in none: 6 candidates",
    ):
        assert words in item.alt
    head = next(
        text.get_text() for text in item.drawing.texts if text.get_text().startswith("Best")
    )
    assert head.replace("\n", " ") == "Best three of 12: not decided, 4 of 8 simulated are left"
    assert "chosen by the screening" in item.note


def test_of_several_sizes_the_title_says_what_they_have_in_common() -> None:
    assert siting_map(sited(3, 6, decided=False)).title == (
        "Not decided which three and six of 12 are best: North Somercotes and Brant Broughton are in every combination "
        "left of each size"
    )
    assert siting_map(sited(1, 3, decided=False)).title == (
        "Not decided which one and three of 12 are best: North Somercotes is in the best so far of each, but no "
        "place is in every combination left of each size"
    )


def test_of_several_settled_sizes_the_title_says_what_a_larger_one_has_beyond() -> None:
    one = sited(1, 3)
    assert siting_map(one).title == (
        "Best place of 12, settled at 0.95 among 8 simulated: North Somercotes; three: also Brant Broughton and Market "
        "Deeping"
    )
    assert one.siting is not None
    table = one.siting.table.copy()
    best = ((table["k"] == 1) & table["chosen"]).to_numpy(dtype=bool)
    pairs = zip(best, table["titles"], strict=True)
    table["titles"] = [("Bourne",) if is_best else titles for is_best, titles in pairs]
    other = replace(one, siting=replace(one.siting, table=table))
    assert "three: North Somercotes, Brant Broughton and Market Deeping" in siting_map(other).title


def test_one_combination_alone_is_no_contest() -> None:
    item = siting_map(sited(2, simulated=1))
    assert item.title.startswith("Best two of 12, the only combination simulated: ")
    assert "settled at" not in item.title


@pytest.mark.parametrize("sizes", [(2,), (2, 3), (1, 2, 3, 4), (1, 2, 3, 4, 5, 6, 7, 8)])
def test_a_map_a_size_as_long_as_they_are_few(sizes: tuple[int, ...]) -> None:
    item = siting_map(sited(*sizes))
    panels = item.drawing.axes
    assert len(panels) == min(len(sizes), 6)
    for axes, k in zip(panels, sizes, strict=False):
        assert marked(axes, BEST) == at(*TOWNS[:k])
        assert len(marked(axes, OTHER)) == 12 - k
        assert to_hex(axes.get_facecolor()).upper() == SEA
    assert ("Not drawn: the best seven and eight." in item.note) == (len(sizes) > 6)
    assert any(isinstance(artist, ScaleBar) for artist in panels[0].artists)
    assert any(text.get_text() == "N" for text in panels[0].texts)
    assert "British National Grid" in item.note


def test_candidates_beyond_the_study_s_focus_are_on_the_map() -> None:
    whole = sited(3)
    assert whole.focus is not None
    east = max(east for _, east, _ in WHERE.values())
    assert east > whole.focus[2]
    (axes,) = siting_map(whole).drawing.axes
    assert axes.get_xlim()[1] > east


def test_only_stations_of_what_the_places_are_added_to_are_squares() -> None:
    whole = sited(3)
    assert whole.siting is not None
    some = ("hayle", "camborne", "treliske")  # the last a hospital
    fewer = replace(whole, siting=replace(whole.siting, standing=some))
    (axes,) = siting_map(fewer).drawing.axes
    squares = {
        (float(line.get_xdata()[0]), float(line.get_ydata()[0])): to_hex(line.get_markerfacecolor())
        for line in axes.lines
        if line.get_marker() == "s"
    }
    filled = {True: "#000000", False: "#ffffff"}
    assert squares == {whole.region.sites[key][2:]: filled[key != "treliske"] for key in some}
    assert "the stations of “Separate stations, as before”" in siting_map(fewer).alt


def test_without_a_boundary_nothing_is_sea() -> None:
    whole = sited(3)
    bare = replace(whole, region=replace(whole.region, outline=shapely.Polygon()))  # type: ignore[type-var]
    (axes,) = siting_map(bare).drawing.axes
    assert to_hex(axes.get_facecolor()).upper() == LAND
    assert marked(axes, BEST) == at(*TOWNS[:3])


def boxes(item: Figure) -> list[tuple[str, Bbox]]:
    with house_style():
        canvas = FigureCanvasAgg(item.drawing)
        canvas.draw()
        return [
            (text.get_text(), text.get_window_extent(canvas.get_renderer()))
            for text in item.drawing.findobj(Text)
            if text.get_text().strip() and text.get_visible()
        ]


@pytest.mark.parametrize(
    "one", [sited(3, decided=False), sited(3, 6, 9, decided=False), sited(1, 2, 3, 4)]
)
def test_no_words_lie_on_others_or_leave_the_sheet(one: Pack) -> None:
    item = siting_map(one)
    found = boxes(item)
    across, up = FigureCanvasAgg(item.drawing).get_width_height()
    assert_words_apart(found, across, up)


def test_no_mark_rests_on_colour_alone() -> None:
    assert MARKS[LEFT]["fillstyle"] == "left"
    assert MARKS[OTHER]["markerfacecolor"] == "white"
    assert MARKS[BEST]["markerfacecolor"] == DARK_BLUE
    assert len({MARKS[mark]["markersize"] for mark in (BEST, LEFT, OTHER)}) == 3


def test_the_table_has_every_candidate_with_its_chance() -> None:
    table = siting_places(sited(3, 6, decided=False))
    cells = {row[0]: row[1:] for row in table.rows}
    assert list(cells) == list(TOWNS)
    # combinations of three 0 to 7: the first has 0.93, each other 0.01
    assert cells["North Somercotes"][0] == "best so far; in 4 of 4 left; over 0.99"
    assert cells["Market Deeping"][0] == "best so far; in 1 of 4 left; 0.93"
    assert cells["Woodhall Spa"][0] == "in 1 of 4 left; 0.01"
    assert cells["Market Rasen"][0] == "dropped; 0.01"
    assert cells["Bourne"][0] == "–"
    assert table.title == (
        "Of 12 candidates, in some combination left are 6 for the best three and 9 for the best six"
    )
    sure = siting_places(sited(3))
    assert [row[1] for row in sure.rows] == ["chosen"] * 3 + ["–"] * 9


def test_the_rows_behind_the_map_are_tidy() -> None:
    one = sited(3, decided=False)
    assert one.siting is not None
    counts = place_counts(one.siting)
    assert len(counts) == 12
    assert counts["in_best"].sum() == 3
    assert counts["in_left"].sum() == 3 * 4
    assert set(counts["left"]) == {4}
    assert counts["chance"].sum() == pytest.approx(3 * (0.93 + 7 * 0.01))


def test_places_that_were_not_kept_are_said() -> None:
    one = sited(3)
    assert one.siting is not None
    bare = replace(one, siting=replace(one.siting, places={}))
    assert left_out(bare, ("siting_map", "siting_places")) == dict.fromkeys(
        ("siting_map", "siting_places"), "Where the candidates are was not kept."
    )
