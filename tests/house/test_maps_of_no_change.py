"""A map on which nothing changes is not drawn: one sentence says so, in its stead."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure as Drawing

from results.figures import FIGURES, draw_all
from results.figures.day_and_night import STILL, day_and_night
from results.figures.response_map import changing
from results.figures.shown import left_out
from results.pack import Pack
from results.pictures import single_pictures
from tests.made_up_pack import pack as made_up

TIMES = ["median_s", "weekday_s", "night_s"]


@pytest.fixture(scope="module")
def still() -> Pack:
    """A pack under whose options every zone keeps its times to within 20 s, without crossing the limit."""
    whole = made_up(2, 3, 60)
    table = whole.zone_response.copy()
    now = table[table["scenario"] == whole.baseline.name].set_index("zone")[TIMES]
    now = now.where((now - 600.0).abs() > 30.0, 550.0)
    luck = np.random.default_rng(5).uniform(-20.0, 20.0, len(now))
    for option in whole.options:
        mine = table["scenario"] == option.name
        moved = now.add(0.0 if option is whole.baseline else luck, axis=0)
        table.loc[mine, TIMES] = moved.loc[table.loc[mine, "zone"]].to_numpy()
    return replace(whole, zone_response=table)


def maps_in(drawing: Drawing) -> int:
    return len(drawing.axes)


def test_no_map_of_change_is_drawn_where_no_zone_changes(still: Pack) -> None:
    assert changing(still) == ()
    figure = FIGURES["response_map"](still)
    assert maps_in(figure.drawing) == 1
    said = "Under no option does any zone’s median change by 30 s or cross 10 min, so no map of change is drawn."
    assert said in figure.note
    assert said in figure.alt
    assert "Left white on maps of change" not in figure.note
    assert [item.name for item in draw_all(still, ("response_map",))] == ["response_map"]
    assert not [name for name in single_pictures(still) if name.startswith("response_map")]


def test_a_still_option_beside_a_moving_one_has_no_map_of_its_own(still: Pack) -> None:
    first, second = still.proposals
    table = still.zone_response.copy()
    table.loc[table["scenario"] == second.name, "median_s"] += 45.0
    mixed = replace(still, zone_response=table, compare=(first.name, second.name))
    assert changing(mixed) == (second,)
    figure = FIGURES["response_map"](mixed)
    assert maps_in(figure.drawing) == 2
    assert f"Under “{first.title}” no zone’s median changes" in figure.note


def test_figure_4a_is_left_out_where_it_would_be_figure_4_again(still: Pack) -> None:
    assert left_out(still, ("isochrone_map", "isochrone_map_proposed")) == {
        "isochrone_map_proposed": STILL
    }
    assert (
        f"{STILL} The maps of the options would be the same and are not drawn."
        in day_and_night(still).note
    )


def test_figure_4a_is_kept_where_only_the_nights_change(still: Pack) -> None:
    table = still.zone_response.copy()
    one = table.index[table["scenario"] == still.proposals[0].name][0]
    table.loc[one, "night_s"] += 31.0
    dark = replace(still, zone_response=table)
    assert left_out(dark, ("isochrone_map_proposed",)) == {}
    assert "is not drawn" not in day_and_night(dark).note
