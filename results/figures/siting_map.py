"""Figure 17a: where the candidates are, the best combination of each size, and what is left where none is decided."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D

from results.figures.figure import Figure
from results.figures.furniture import furniture
from results.figures.ground import Box, beyond_words, extent, lay_out, write_names
from results.figures.siting_places import (
    counts_in_words,
    of_size,
    place_counts,
    places_finding,
    rows_in,
)
from results.figures.siting_words import best_of, by_size, siting_of, size
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    FOOT_IN,
    MID_GREY,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import counted, joined, named, sentence, wrapped
from results.pack import Pack, Siting

BEST, LEFT, OTHER, FIRE, STATION = "best", "left", "other", "fire", "station"
MARKS: dict[str, dict[str, Any]] = {
    BEST: {"marker": "o", "markersize": 9, "markerfacecolor": DARK_BLUE, "color": DARK_BLUE},
    LEFT: {
        "marker": "o",
        "markersize": 8.5,
        "fillstyle": "left",
        "markerfacecolor": DARK_BLUE,
        "markerfacecoloralt": "white",
        "color": DARK_BLUE,
    },
    OTHER: {"marker": "o", "markersize": 7, "markerfacecolor": "white", "color": DARK_GREY},
    FIRE: {"marker": "s", "markersize": 3.4, "markerfacecolor": "black", "color": "black"},
    STATION: {"marker": "s", "markersize": 3.4, "markerfacecolor": "white", "color": MID_GREY},
}
"""How a candidate is marked that is in the best combination, in others that are left, in none; and what stands now."""
MOST_PANELS, ACROSS = 6, 3
GAP_IN, HEAD_IN, KEY_IN, LONE_IN, LEFT_IN, BESIDE_IN = 0.14, 0.5, 0.62, 6.0, 0.12, 1.9
"""`LONE_IN` is the most that maps take downwards; with `BESIDE_IN` free beside them the key stands there."""
EDGE = 0.04
"""Of the map's longer side, left free about candidates."""


def siting_map(pack: Pack) -> Figure:
    """A map a size, up to six: ground, stations, every candidate, the best combination and those left beside it."""
    found = siting_of(pack)
    counts = place_counts(found)
    sizes = [k for k, _ in by_size(found)]
    return Figure(
        "siting_map",
        "17a",
        places_finding(found, counts),
        _alt(pack, found, counts, sizes[:MOST_PANELS]),
        f"{_not_drawn(sizes)}{_reading(pack, found)}{beyond_words(pack)}British National Grid. Names are shown where "
        f"there is room. {pack.region.attribution}",
        _drawing(pack, found, counts, sizes[:MOST_PANELS]),
    )


def _not_drawn(sizes: list[int]) -> str:
    """Which sizes have no map."""
    rest = [size(k) for k in sizes[MOST_PANELS:]]
    return f"Not drawn: the best {joined(rest)}. " if rest else ""


def _reading(pack: Pack, found: Siting) -> str:
    """What the marks mean, and what the procedure bears."""
    said = (
        f"Candidates stand at the road node nearest to them; all are added to “{pack.baseline.title}”, whose stations "
        "are the squares. "
    )
    if all(part[0]["decided"] for _, part in by_size(found)):
        return f"{said}What is settled is so among the combinations that were simulated alone. "
    return (
        f"{said}Where nothing is decided, the numbers beside names count the combinations that the procedure had not "
        "dropped when it ended: a place that many of them have is no surer for that, since which were simulated was "
        "chosen by the screening. "
    )


def box_of(pack: Pack, found: Siting) -> Box:
    """The study's focus or the whole region, and every candidate within it."""
    west, south, east, north = extent(pack)
    margin = EDGE * max(east - west, north - south)
    places = list(found.places.values())
    return (
        min([west, *(x - margin for _, x, _ in places)]),
        min([south, *(y - margin for _, _, y in places)]),
        max([east, *(x + margin for _, x, _ in places)]),
        max([north, *(y + margin for _, _, y in places)]),
    )


def _drawing(pack: Pack, found: Siting, counts: pd.DataFrame, sizes: list[int]) -> Drawing:
    box = box_of(pack, found)
    tall = (box[3] - box[1]) / (box[2] - box[0])
    across = min(len(sizes), 2 if len(sizes) in (2, 4) else ACROSS)
    wide = (WIDTH_IN - 2 * LEFT_IN - GAP_IN * (across - 1)) / across
    down = -(-len(sizes) // across)
    wide = min(wide, LONE_IN / tall / down)
    right = LEFT_IN + across * (wide + GAP_IN)
    below = 0.1 if WIDTH_IN - right >= BESIDE_IN else KEY_IN
    height = STAMP_IN + down * (wide * tall + HEAD_IN + GAP_IN) + below + FOOT_IN
    with house_style():
        drawing = sheet_of(pack, height, "Figure 17a")
        for place, k in enumerate(sizes):
            left = LEFT_IN + (place % across) * (wide + GAP_IN)
            top = height - STAMP_IN - (place // across) * (wide * tall + HEAD_IN + GAP_IN)
            axes = axes_at(drawing, left, top - HEAD_IN - wide * tall, wide, wide * tall)
            mine = of_size(counts, k)
            _panel(axes, pack, box, mine, furnished=not place)
            drawing.text(
                left / WIDTH_IN,
                (top - HEAD_IN + 0.06) / height,
                wrapped(panel_head(found, k, mine), int(wide * 11.5), 2),
                va="bottom",
                fontweight="bold",
                fontsize=SMALL,
            )
        handles = _handles(pack, counts[counts["k"].isin(sizes).to_numpy(dtype=bool)])
        if below == KEY_IN:
            _key_below(drawing, handles, height)
        else:
            _key_beside(drawing, handles, right, height)
    return drawing


def panel_head(found: Siting, k: int, mine: pd.DataFrame) -> str:
    """What a map is of, and whether it is decided."""
    simulated = next(len(part) for one, part in by_size(found) if one == k)
    head = sentence(best_of(found, k))
    if not bool(mine["decided"].iloc[0]):
        return f"{head}: not decided, {int(mine['left'].iloc[0])} of {simulated} simulated are left"
    if simulated == 1:
        return f"{head}: the only combination simulated"
    return f"{head}: settled among {simulated} simulated"


def standing(pack: Pack) -> dict[str, tuple[str, str, float, float]]:
    """The stations of what the places are added to."""
    there = siting_of(pack).standing
    return {key: site for key, site in pack.region.sites.items() if key in there}


def _panel(axes: Axes, pack: Pack, box: Box, mine: pd.DataFrame, *, furnished: bool) -> None:
    """Ground and stations, then candidates, the best last and named first."""
    lay_out(axes, pack, box)
    sites = [
        (key, name, east, north, FIRE if "fire" in kind.lower() else STATION)
        for key, (name, kind, east, north) in standing(pack).items()
        if box[0] < east < box[2] and box[1] < north < box[3]
    ]
    for _, _, east, north, kind in sites:
        axes.plot(east, north, linestyle="none", zorder=4, markeredgewidth=0.8, **MARKS[kind])
    order = rows_in(mine)
    spots = [(row["place"], label(row), row["easting"], row["northing"]) for row in order]
    marks = [mark_of(row) for row in order]
    for (_, _, east, north), mark in reversed(list(zip(spots, marks, strict=True))):
        above = 7 if mark == BEST else 6.5  # over the names
        axes.plot(east, north, linestyle="none", zorder=above, markeredgewidth=1.3, **MARKS[mark])
    kept = furniture(axes, pack, spots) if furnished else []
    near = [(east, north) for _, _, east, north, kind in sites if kind == FIRE]
    write_names(axes, spots, SMALL, near, must=len(marks) - marks.count(OTHER), kept=kept)


def mark_of(row: dict[Any, Any]) -> str:
    """How a candidate is marked."""
    if row["in_best"]:
        return BEST
    return LEFT if row["in_left"] and not row["decided"] else OTHER


def label(row: dict[Any, Any]) -> str:
    """A candidate's name; where nothing is decided, with how many of the combinations left have it."""
    if row["decided"] or not row["in_left"]:
        return str(row["title"])
    return f"{row['title']} {row['in_left']}/{row['left']}"


def _handles(pack: Pack, counts: pd.DataFrame) -> list[Line2D]:
    """What each mark means, those alone that are drawn, and the numbers beside names."""
    used = {mark_of(row) for row in rows_in(counts)}
    decided, kinds = counts["decided"], [kind.lower() for _, kind, *_ in standing(pack).values()]
    best = "in the best combination"
    if not decided.all():
        best += " (so far, where not decided)" if decided.any() else " so far"
    words = {BEST: best, LEFT: "in another combination that is left", OTHER: "other candidate"}
    found = [_handle(mark, said) for mark, said in words.items() if mark in used]
    if any("fire" in kind for kind in kinds):
        found.append(_handle(FIRE, "fire station"))
    if any("fire" not in kind for kind in kinds):
        found.append(_handle(STATION, "station of another service"))
    if not decided.all():
        number = max(2, int(counts.loc[~decided.to_numpy(dtype=bool), "left"].iloc[0]))
        words_of_it = f"2/{number}: in 2 of the {number} that are left"
        found.append(Line2D([], [], linestyle="none", label=words_of_it))
    return found


def _key_below(drawing: Drawing, handles: list[Line2D], height: float) -> None:
    drawing.legend(
        handles=handles, loc="center left", ncols=3, fontsize=SMALL, borderaxespad=0, borderpad=0, handlelength=1.6,
        bbox_to_anchor=(LEFT_IN / WIDTH_IN, (FOOT_IN + KEY_IN / 2) / height),
    )  # fmt: skip


def _key_beside(drawing: Drawing, handles: list[Line2D], left: float, height: float) -> None:
    """At the right of a map that does not fill the sheet."""
    for handle in handles:
        handle.set_label(wrapped(str(handle.get_label()), int((WIDTH_IN - left - 0.4) * 12)))
    drawing.legend(
        handles=handles, loc="upper left", fontsize=SMALL, borderaxespad=0, borderpad=0, handlelength=1.6,
        labelspacing=0.9, bbox_to_anchor=(left / WIDTH_IN, (height - STAMP_IN - HEAD_IN) / height),
    )  # fmt: skip


def _handle(mark: str, words: str) -> Line2D:
    return Line2D([], [], linestyle="none", label=words, markeredgewidth=1.2, **MARKS[mark])


def _alt(pack: Pack, found: Siting, counts: pd.DataFrame, sizes: list[int]) -> str:
    said = [f"{sentence(best_of(found, k))}: {counts_in_words(of_size(counts, k))}." for k in sizes]
    return (
        f"{'Maps' if len(sizes) > 1 else 'A map'} of {pack.region.title} with {counted(found.candidates, 'candidate')} "
        f"and the stations of {named(pack.baseline.title)}; the places of the best combination are filled. "
        f"{' '.join(said)}"
    )
