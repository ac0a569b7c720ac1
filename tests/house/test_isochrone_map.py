"""Figure 4 is a sentence with evidence like the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from matplotlib.text import Text

from geography.coverage import likely_response_s
from results.figures.day_and_night import day_and_night, day_and_night_proposed
from results.figures.figure import Figure
from results.figures.isochrone_map import isochrone_map
from results.figures.shown import left_out
from results.figures.wording import people
from results.pack import Pack
from tests.made_up_pack import pack

MEANING = "Seconds within which a fire engine comes at least every second time."


def drawn(whole: Pack, night: float = 0.45) -> tuple[Figure, dict[str, np.ndarray]]:
    """By day all stations answer, by night every second one less often than every second time."""
    zones = whole.region.zones
    fire = [site for site in whole.region.sites.values() if "fire" in site[1]]
    at = np.array([(east, north) for _, _, east, north in fire])
    away = np.hypot(at[:, :1] - zones.easting, at[:, 1:] - zones.northing)
    chances = np.ones((2, len(fire)))
    chances[1, ::2] = night
    day, dark = likely_response_s(away / 12.0, 120.0, chances)
    panels = {"By day": day, "By night": dark}
    return isochrone_map(whole, panels, MEANING), panels


@pytest.fixture(scope="module")
def made_up() -> Pack:
    return pack(3, 2, 100)


def test_it_says_what_it_found_and_on_whose_data(made_up: Pack) -> None:
    figure, panels = drawn(made_up)
    assert figure.title.startswith("By day ")
    assert "; by night " in figure.title
    assert "fewer" in figure.title
    limit = made_up.standards[0].limit_s
    folk = np.asarray(made_up.region.zones.people)
    assert folk[panels["By night"] <= limit].sum() < folk[panels["By day"] <= limit].sum()
    assert made_up.region.attribution in figure.note
    assert MEANING in figure.note
    assert "5, 8, 10, 13, 15 and 20 minutes" in figure.alt
    words = " ".join(text.get_text() for text in figure.drawing.findobj(Text))
    for stamp in made_up.stamps:
        assert stamp in words
    for part in ("By day", "By night", "within 8 min", "fire station"):
        assert part in words


def test_the_same_by_day_and_by_night(made_up: Pack) -> None:
    figure, _ = drawn(made_up, night=0.9)
    assert "as many by night" in figure.title


def test_a_pack_s_own_maps_are_of_its_weekdays_and_nights(made_up: Pack) -> None:
    """Counts worked out here from the made-up zones; a panel each for now and the option, by day and by night."""
    figure = day_and_night(made_up)
    table = made_up.zone_response[made_up.zone_response["scenario"] == "separate"]
    folk = np.asarray(made_up.region.zones.people)[table["zone"].to_numpy()]
    words = " ".join(text.get_text() for text in figure.drawing.findobj(Text)).replace("\n", " ")
    for column, when in (("weekday_s", "weekdays, 07:00"), ("night_s", "nights, 19:00")):
        within = people(float(folk[(table[column] <= 600.0).to_numpy()].sum()))
        assert f"Now, {when}" in words
        assert f"{within} people within 10 min" in words
        assert f"{within} people within 10 min" in figure.alt
    assert figure.title.startswith("On weekdays ")
    assert "if every time were a minute longer or shorter" in figure.title
    assert len(figure.drawing.axes) == 2
    proposed = day_and_night_proposed(made_up)
    assert proposed.title.startswith("Under “A new station at Hayle”")
    then = made_up.zone_response[made_up.zone_response["scenario"] == "hayle_station"]
    within = people(float(folk[(then["night_s"] <= 600.0).to_numpy()].sum()))
    assert f"({within})" in proposed.title
    assert f"{within} people within 10 min" in proposed.alt


def test_maps_of_one_option_and_of_a_run_that_kept_no_hours(made_up: Pack) -> None:
    alone = pack(1, 1, 60)
    assert left_out(alone, ("isochrone_map", "isochrone_map_proposed")) == {
        "isochrone_map_proposed": "There is no option to compare."
    }
    old = made_up.zone_response.drop(columns=["weekday_s", "night_s"])
    assert (
        "not kept"
        in left_out(replace(made_up, zone_response=old), ("isochrone_map",))["isochrone_map"]
    )
    short = made_up.zone_response.assign(weekday_s=np.nan)
    assert "isochrone_map" in left_out(replace(made_up, zone_response=short), ("isochrone_map",))


def test_a_region_without_a_boundary_and_sixty_stations(made_up: Pack) -> None:
    """No border: nothing is land, and the map says so by being empty; names that have no room are left out."""
    bare = replace(made_up, region=replace(made_up.region, outline=shapely.Polygon()))
    assert len(day_and_night(bare).drawing.axes) == 2
    west, south, east, north = made_up.focus or (0, 0, 1, 1)
    more = {
        f"place_{n}": (
            f"Place {n} fire station", "fire",
            west + (n % 10 + 0.5) * (east - west) / 10, south + (n // 10 + 0.5) * (north - south) / 6,
        )
        for n in range(60)
    }  # fmt: skip
    many = replace(
        made_up,
        region=replace(made_up.region, sites=made_up.region.sites | more),
        options=tuple(replace(o, stations=(*o.stations, *more)) for o in made_up.options),
    )
    marks = [
        line for line in day_and_night(many).drawing.axes[0].lines if len(line.get_xdata()) == 1
    ]
    assert len(marks) >= 60
