"""Nothing in a figure rests on a colour that some people cannot tell, nor on one that a copier cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from results.figures import FIGURES, SWEEP_FIGURES, Figure, draw_all
from results.figures.style import DARK_BLUE, DARK_PINK
from results.pack import Pack
from tests.colour_vision import VISIONS, apart, told_by_colour_alone
from tests.house.test_isochrone_map import drawn as isochrones
from tests.house.test_siting_figure import sited
from tests.house.test_sweep_figures import swept
from tests.made_up_pack import pack

LEAST = 9.0
"""About nine times what can just be told side by side: enough for areas that do not touch."""
STRIPES = "the pale grey stripes only lead the eye along a row; each row has its name"
WHISKERS = (
    "a whisker takes the look of its marker, which differs in shape or filling, and has its words"
)
TABLES = ("sensitivity", "siting_table", "siting_places", "siting_costs")
BESIDE_COLOUR = {
    ("summary", "line"): WHISKERS,
    ("siting", "line"): WHISKERS,
    ("siting_value", "line"): WHISKERS,
    ("frontier", "area"): STRIPES,
    ("business_case", "area"): STRIPES,
}
"""By figure and kind of look: what tells apart those that are alike in all but colour."""


@cache
def packs() -> tuple[Pack, ...]:
    whole = pack(4, 6, 200)
    return (
        replace(whole, compare=("hayle_station", "programme")),
        replace(whole, sweep=swept(), parts=tuple(SWEEP_FIGURES)),
        sited(3, 6),
        sited(3, 6, decided=False),
    )


def figures() -> Iterator[Figure]:
    for whole in packs():
        names = whole.parts or tuple(FIGURES)
        for item in draw_all(whole, [n for n in names if n not in TABLES]):
            if isinstance(item, Figure):
                yield item
    yield isochrones(packs()[0])[0]


def test_what_differs_in_colour_alone_is_told_with_every_colour_vision() -> None:
    alike, needed = [], set()
    for figure in figures():
        name = re.sub(r"^(summary|siting)(_sheet)?_\d+$", r"\1", figure.name)  # a further sheet
        for where, one, other, vision, distance in told_by_colour_alone(figure.drawing):
            if distance < LEAST:
                needed.add((name, one.kind))
                alike.append((name, where, one, other, vision, round(distance, 1)))
    assert not [pair for pair in alike if (pair[0], pair[2].kind) not in BESIDE_COLOUR]
    assert needed >= set(BESIDE_COLOUR), "an exception that nothing needs any more"


def test_the_first_and_third_colour_of_the_palette_are_too_close_for_some() -> None:
    """As the Analysis Function itself warns: so the figures add markers, hatching or words. The measure sees it."""
    colours = [
        tuple(int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)) for c in (DARK_BLUE, DARK_PINK)
    ]
    assert min(apart(*colours, vision) for vision in VISIONS) < LEAST  # type: ignore[arg-type]


@pytest.mark.parametrize("vision", VISIONS)
def test_the_measure_tells_black_from_white(vision: str) -> None:
    assert apart((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), vision) > 90
