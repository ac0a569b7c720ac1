"""Figure 4 is a sentence with evidence like the others."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.text import Text

from geography.coverage import likely_response_s
from results.figures.figure import Figure
from results.figures.isochrone_map import isochrone_map
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
