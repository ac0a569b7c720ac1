"""Figure 8, a station's card: what stands there, who crews it and when, its work and its ground, now and proposed."""

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D

from results.figures.figure import Figure
from results.figures.references import see
from results.figures.station_values import (
    CARD,
    NO_STATION,
    calls_a_day,
    card_options,
    card_stations,
    facts,
    ground_people,
    named_station,
    place_of,
    response_gaps,
    rows_of_card,
    state_words,
)
from results.figures.study_area import change_words
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    FOOT_IN,
    LARGE,
    SMALL,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.week_grid import draw_week, week_words
from results.figures.wording import (
    NOT_MEASURED,
    UNCERTAINTY,
    joined,
    known,
    named,
    people,
    sentence,
    short,
    wrapped,
)
from results.pack import Option, Pack
from results.station_facts import StationFacts

HEIGHT_IN = 7.6
LINE_IN, PAD_IN = 0.172, 0.1
LEFT_IN, GRID_LEFT_IN, GRID_WIDE_IN, GRID_HIGH_IN = 0.12, 5.75, 5.1, 1.08
LETTERS_IN_INCH, BOLD_IN_INCH = 12.6, 11.2
HEAD_IN = 1.95
"""Of the first column of the numbers below."""
WEEK_KEY = "Per cent of hours with a crew on call; C: a crew at the station"
MOST_LINES = 15
"""Of what stands there."""


def station_card(pack: Pack, station: str) -> Figure:
    """One station, now and under the options that change it; else under those that the maps compare."""
    number = f"8.{card_stations(pack).index(station) + 1}"
    with house_style():
        drawing = sheet_of(pack, HEIGHT_IN, f"Figure {number}")
        _head(drawing, pack, station)
        _what_stands(drawing, pack, station)
        _weeks(drawing, pack, station)
        _numbers(drawing, pack, station)
    return Figure(
        f"{CARD}{station}",
        number,
        _finding(pack, station),
        _alt(pack, station),
        _note(pack),
        drawing,
    )


def _write(
    drawing: Drawing, left_in: float, top_in: float, words: str, size: float = SMALL, **look: Any
) -> None:
    """Words whose first line begins so many inches from the left and from the top."""
    drawing.text(
        left_in / WIDTH_IN,
        1 - top_in / HEIGHT_IN,
        words,
        va="top",
        fontsize=size,
        linespacing=1.3,
        **look,
    )


def _head(drawing: Drawing, pack: Pack, station: str) -> None:
    _write(
        drawing, LEFT_IN, 0.5, wrapped(named_station(pack, station), 44, 1),
        LARGE + 3, fontweight="bold", color=DARK_BLUE,
    )  # fmt: skip
    _write(
        drawing, LEFT_IN, 0.84, wrapped(sentence(state_words(pack, station)), 62, 1), color=DARK_GREY
    )  # fmt: skip
    ground = ground_people(pack, station)
    lives = f"{people(ground)} people live on its ground" if known(ground) else "It has no ground"
    _write(drawing, LEFT_IN, 0.84 + LINE_IN, lives, color=DARK_GREY)


def ways(pack: Pack, station: str) -> list[tuple[str, StationFacts | None]]:
    """What stands there now, and under each option of the card that changes it."""
    now = facts(pack, station, pack.baseline)
    found: list[tuple[str, StationFacts | None]] = [("Now", now)]
    for option in card_options(pack, station):
        then = facts(pack, station, option)
        if (then.stands if then else None) != (now.stands if now else None):
            found.append((f"{sentence(short(option.title))}", then))
    return found


def what_stands(there: StationFacts | None) -> list[str]:
    """The vehicles of a station and its people, each in a line; who uses it first, where these are several."""
    if there is None:
        return ["no station here"]
    whose = [f"for {joined(there.agencies)}"] if len(there.agencies) > 1 else []
    return [*whose, "; ".join(words for _, words in there.units), "; ".join(there.crews)]


def _what_stands(drawing: Drawing, pack: Pack, station: str) -> None:
    top, letters, lines = 1.3, int((GRID_LEFT_IN - LEFT_IN - 0.7) * LETTERS_IN_INCH), 0
    every = ways(pack, station)
    for number, (heading, there) in enumerate(every, 1):
        said = [wrapped(line, letters) for line in what_stands(there) if line]
        more = sum(line.count("\n") + 1 for line in said)
        if lines + more + 1 > MOST_LINES:
            more_words = " and further" if number < len(every) else ""
            more_at = see(pack, "what_changed", "see ") or "not shown here"
            _write(drawing, LEFT_IN, top, f"{heading}{more_words}: {more_at}", fontweight="bold")
            return
        _write(drawing, LEFT_IN, top, heading, fontweight="bold")
        _write(drawing, LEFT_IN, top + LINE_IN, "\n".join(said))
        top += LINE_IN * (1 + more) + PAD_IN
        lines += more + 1


def weeks(pack: Pack, station: str) -> list[tuple[str, StationFacts]]:
    """The week of the station's least crewed vehicle now, and where an option makes it another; at most two."""
    found: list[tuple[str, StationFacts]] = []
    options: Sequence[Option] = (pack.baseline, *card_options(pack, station))
    for option in options:
        there = facts(pack, station, option)
        if there is None or not there.week:
            continue
        if all(there.week != other.week or there.week_of != other.week_of for _, other in found):
            when = "now" if option is pack.baseline else short(option.title)
            found.append((f"{there.week_of}, {when}", there))
    return found[:2]


def _weeks(drawing: Drawing, pack: Pack, station: str) -> None:
    shown = weeks(pack, station)
    left = GRID_LEFT_IN - 0.45
    if not shown:
        _write(drawing, left, 0.6, "No hours of availability are declared here.")
    else:
        _write(drawing, left, 0.5, WEEK_KEY, color=DARK_GREY)
    for place, (heading, there) in enumerate(shown):
        top = 0.76 + place * (GRID_HIGH_IN + 0.58)
        _write(drawing, left, top, wrapped(heading, 56, 1), fontweight="bold")
        at = HEIGHT_IN - top - 0.42 - GRID_HIGH_IN
        draw_week(axes_at(drawing, GRID_LEFT_IN, at, GRID_WIDE_IN, GRID_HIGH_IN), there.week)


def _numbers(drawing: Drawing, pack: Pack, station: str) -> None:
    """The rows of numbers at the foot of the card, a column for now and one an option."""
    options = card_options(pack, station)
    wide = (WIDTH_IN - 2 * LEFT_IN - HEAD_IN) / (1 + len(options))
    letters, strong = (int((wide - 0.15) * n) for n in (LETTERS_IN_INCH, BOLD_IN_INCH))
    heads = ["", "Now", *(wrapped(option.title, strong, 2) for option in options)]
    table = [heads] + [
        [
            wrapped(heading, int(HEAD_IN * BOLD_IN_INCH) - 1),
            *(wrapped(cell, letters, 3) for cell in cells),
        ]
        for heading, cells in rows_of_card(pack, station)
    ]
    heights = [LINE_IN * max(cell.count("\n") + 1 for cell in row) + PAD_IN for row in table]
    top = HEIGHT_IN - FOOT_IN - 0.06 - sum(heights)
    for number, (row, height) in enumerate(zip(table, heights, strict=True)):
        up = 1 - (top - PAD_IN / 2) / HEIGHT_IN
        drawing.add_artist(
            _rule(LEFT_IN / WIDTH_IN, 1 - LEFT_IN / WIDTH_IN, up, 1.4 if number == 1 else 0.5)
        )
        for place, cell in enumerate(row):
            left = LEFT_IN + (HEAD_IN + (place - 1) * wide if place else 0.0)
            weight = "bold" if not number or not place else "normal"
            if cell:
                _write(drawing, left, top, cell, fontweight=weight)
        top += height


def _rule(left: float, right: float, up: float, width: float) -> Line2D:
    return Line2D([left, right], [up, up], color=DARK_BLUE if width > 1 else "0.8", linewidth=width)


def _finding(pack: Pack, station: str) -> str:
    """What happens to the station, and to the first fire engine on its ground where most changes."""
    head = f"{place_of(pack, station)}: {state_words(pack, station)}"
    gaps = response_gaps(pack, station)
    if not pack.proposals:
        return f"{head}; no option to compare with, so clearly nothing changes"
    if station not in pack.stations.grounds:
        calls = calls_a_day(pack, station, pack.baseline)
        if calls in (NO_STATION, NOT_MEASURED):
            return (
                f"{head}; no fire engine stands there now, so clearly nobody waits for one from it"
            )
        return f"{head}; its vehicles now reach {calls} calls a day"
    if not gaps:
        return f"{head}; too few calls on its ground to say clearly how response changes"
    clear = {option: gap for option, gap in gaps.items() if gap.clear}
    most = max(clear or gaps, key=lambda option: abs(gaps[option].difference))
    if not gaps[most].has_interval:
        return f"{head}; first fire engine on its ground {change_words(gaps[most])} under {named(most.title)}"
    if not clear:
        return f"{head}; the first fire engine on its ground comes neither clearly sooner nor later"
    said = change_words(gaps[most])
    return f"{head}; the first fire engine on its ground comes {said} under {named(most.title)}"


def _alt(pack: Pack, station: str) -> str:
    heads = ["now", *(named(option.title) for option in card_options(pack, station))]
    told = [
        f"{heading}: {'; '.join(what_stands(there))}." for heading, there in ways(pack, station)
    ]
    told += [f"{heading}: {week_words(there.week)}." for heading, there in weeks(pack, station)]
    for heading, cells in rows_of_card(pack, station):
        said = "; ".join(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True))
        told.append(f"{heading}: {said}.")
    lives = ground_people(pack, station)
    folk = f" {people(lives)} people live on its ground." if known(lives) else ""
    return f"Card of {named_station(pack, station)}, {state_words(pack, station)}.{folk} {' '.join(told)}"


def _note(pack: Pack) -> str:
    return (
        "The week is that of the fire engine that is crewed least: the per cent of such hours in which enough people "
        "are declared to be on call. "
        f"{see(pack, 'station_cards', 'Its ground, the calls counted and what is in its cost: see ', '. ')}"
        f"Differences are paired, with their {UNCERTAINTY}. {pack.region.attribution}"
    )
