"""Figure 8, a station's card: what stands there, who crews it and when, its work and its ground, now and proposed."""

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D

from results.figures.figure import Figure
from results.figures.references import see
from results.figures.station_columns import (
    Column,
    left_as_it_is,
    options_named,
    pages_of,
    response_gaps,
    rows_of_card,
)
from results.figures.station_values import (
    CARD,
    NO_STATION,
    calls_a_day,
    card_stations,
    facts,
    ground_people,
    named_station,
    place_of,
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
from results.figures.what_stands import what_stands
from results.figures.wording import (
    NOT_MEASURED,
    UNCERTAINTY,
    counted,
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
"""At most: a card is as high as what is told of it."""
LINE_IN, PAD_IN = 0.172, 0.1
LEFT_IN, GRID_LEFT_IN, GRID_WIDE_IN, GRID_HIGH_IN = 0.12, 5.75, 5.1, 1.08
LETTERS_IN_INCH, BOLD_IN_INCH = 12.6, 11.2
HEAD_IN = 1.95
"""Of the first column of the numbers below."""
WEEK_KEY = "Per cent of hours with a crew on call; C: a crew at the station"
LETTERS = 62
"""On a line below the name."""
Columns = tuple[Column, ...]
Weeks = list[tuple[str, StationFacts]]
COST_AT = "What is in its cost: see "


def station_card(pack: Pack, station: str) -> Figure:
    """One station, now and under the options that touch it; else under those that the maps compare: its first page."""
    return card_page(pack, station, 0)


def card_continued(pack: Pack, station: str) -> Iterator[Figure]:
    """The further pages of a card, for the options that have no room on the first."""
    for page in range(1, len(pages_of(pack, station))):
        yield card_page(pack, station, page)


def page_name(station: str, page: int) -> str:
    """What a page of a card is called, the first being 0."""
    return f"{CARD}{station}{f'_page_{page + 1}' if page else ''}"


def card_page(pack: Pack, station: str, page: int) -> Figure:
    """One page of a card, the first being 0, with some of the columns."""
    columns = pages_of(pack, station)[page]
    of = len(pages_of(pack, station))
    number = f"8.{card_stations(pack).index(station) + 1}{' (continued)' if page else ''}"
    table = _table(pack, station, columns)
    foot = FOOT_IN + 0.06 + sum(heights_in(table))
    right = _right_in(weeks(pack, station, columns)) + LINE_IN + PAD_IN + foot
    left = _left_in(pack, station, columns) + PAD_IN + foot
    with house_style():
        part = f", page {page + 1} of {of}" if of > 1 else ""
        stamped = f"Figure {number.removesuffix(' (continued)')}{part}"
        drawing = sheet_of(pack, max(min(left, HEIGHT_IN), right), stamped)
        _head(drawing, pack, station)
        _what_stands(drawing, pack, station, columns, foot)
        _weeks(drawing, pack, station, columns)
        _numbers(drawing, table)
    return Figure(
        page_name(station, page),
        number,
        _finding(pack, station, page),
        _alt(pack, station, columns),
        _note(pack, station, columns),
        drawing,
    )


def _tall(drawing: Drawing) -> float:
    return float(drawing.get_size_inches()[1])


def _write(
    drawing: Drawing, left_in: float, top_in: float, words: str, size: float = SMALL, **look: Any
) -> None:
    """Words whose first line begins so many inches from the left and from the top."""
    drawing.text(
        left_in / WIDTH_IN,
        1 - top_in / _tall(drawing),
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
    _write(drawing, LEFT_IN, 0.84, "\n".join(_under_name(pack, station)), color=DARK_GREY)


def _under_name(pack: Pack, station: str) -> list[str]:
    """Lines below the name: which options change it, which leave it as it is, who lives on its ground."""
    without = wrapped(left_as_it_is(pack, station), LETTERS, 3)
    ground = ground_people(pack, station)
    lives = [f"{people(ground)} people live on its ground"] if known(ground) else []
    return [
        wrapped(sentence(state_words(pack, station)), LETTERS, 1),
        *without.splitlines(),
        *lives,
    ]


def ways(pack: Pack, station: str, columns: Columns) -> list[tuple[str, list[str]]]:
    """What stands there now, and what else under each option of the card that changes it, in lines."""
    now = facts(pack, station, pack.baseline)
    found = [("Now", what_stands(now))]
    alike: dict[tuple[str, ...], list[Column]] = {}
    for column in columns:
        then = facts(pack, station, column.first)
        if (then.stands if then else None) != (now.stands if now else None):
            alike.setdefault(tuple(what_stands(then, now)), []).append(column)
    for lines, like in alike.items():
        found.append((sentence(options_named(tuple(like))), list(lines)))
    return found


def _told(pack: Pack, station: str, columns: Columns) -> list[tuple[str, list[str]]]:
    """The same, broken into the lines that are drawn."""
    letters, bold = (
        int((GRID_LEFT_IN - LEFT_IN - 0.7) * n) for n in (LETTERS_IN_INCH, BOLD_IN_INCH)
    )
    return [
        (
            wrapped(heading, bold, 1),
            [part for line in lines for part in wrapped(line, letters).splitlines()],
        )
        for heading, lines in ways(pack, station, columns)
    ]


def _below_name_in(pack: Pack, station: str) -> float:
    """Inches from the top at which what stands there begins."""
    return 0.96 + LINE_IN * len(_under_name(pack, station))


def _left_in(pack: Pack, station: str, columns: Columns) -> float:
    """Inches from the top at which what stands there ends."""
    told = _told(pack, station, columns)
    return _below_name_in(pack, station) + sum(
        LINE_IN * (1 + len(lines)) + PAD_IN for _, lines in told
    )


def _what_stands(
    drawing: Drawing, pack: Pack, station: str, columns: Columns, foot_in: float
) -> None:
    top, every = _below_name_in(pack, station), _told(pack, station, columns)
    end = _tall(drawing) - foot_in
    for number, (heading, lines) in enumerate(every, 1):
        high, last = LINE_IN * (1 + len(lines)), number == len(every)
        if top + high + (0.0 if last else PAD_IN + LINE_IN) > end:
            more_words = "" if last else " and further"
            more_at = see(pack, "what_changed", "see ") or "not shown here"
            _write(drawing, LEFT_IN, top, f"{heading}{more_words}: {more_at}", fontweight="bold")
            return
        _write(drawing, LEFT_IN, top, heading, fontweight="bold")
        _write(drawing, LEFT_IN, top + LINE_IN, "\n".join(lines))
        top += high + PAD_IN


def every_week(pack: Pack, station: str, columns: Columns) -> Weeks:
    """The week of the station's least crewed vehicle now, and where an option makes it another."""
    found: Weeks = []
    options: Sequence[Option] = (pack.baseline, *(column.first for column in columns))
    for option in options:
        there = facts(pack, station, option)
        if there is None or not there.week:
            continue
        if all(there.week != other.week or there.week_of != other.week_of for _, other in found):
            when = "now" if option is pack.baseline else short(option.title)
            found.append((f"{there.week_of}, {when}", there))
    return found


def weeks(pack: Pack, station: str, columns: Columns) -> Weeks:
    """Those of them that are drawn: two, or one where the numbers below leave no room for two."""
    found = every_week(pack, station, columns)
    foot = FOOT_IN + 0.06 + sum(heights_in(_table(pack, station, columns)))
    two = _right_in(found[:2]) + LINE_IN + PAD_IN + foot <= HEIGHT_IN
    return found[:2] if two else found[:1]


def _week_in(there: StationFacts) -> float:
    """How high a week is drawn: as a grid, or as one line where all its hours are alike."""
    return GRID_HIGH_IN + 0.58 if len(set(there.week)) > 1 else 2.0 * LINE_IN + PAD_IN


def _weeks_from_in(shown: Weeks) -> float:
    """Inches from the top at which the weeks begin: below their key, where a grid needs one."""
    return 0.76 if any(len(set(there.week)) > 1 for _, there in shown) else 0.5


def _right_in(shown: Weeks) -> float:
    """Inches from the top at which the weeks end."""
    return _weeks_from_in(shown) + sum(_week_in(there) for _, there in shown)


def _weeks(drawing: Drawing, pack: Pack, station: str, columns: Columns) -> None:
    shown = weeks(pack, station, columns)
    top = _weeks_from_in(shown)
    left = GRID_LEFT_IN - 0.45
    if not shown:
        _write(drawing, left, 0.6, "No hours of availability are declared here.")
    elif top > 0.5:
        _write(drawing, left, 0.5, WEEK_KEY, color=DARK_GREY)
    for heading, there in shown:
        _write(drawing, left, top, wrapped(heading, 56, 1), fontweight="bold")
        if len(set(there.week)) > 1:
            at = _tall(drawing) - top - 0.42 - GRID_HIGH_IN
            draw_week(axes_at(drawing, GRID_LEFT_IN, at, GRID_WIDE_IN, GRID_HIGH_IN), there.week)
        else:
            _write(drawing, left, top + LINE_IN, f"At all hours: {week_words(there.week)}")
        top += _week_in(there)
    if more := len(every_week(pack, station, columns)) - len(shown):
        words = f"{counted(more, 'other week')} under options, not drawn here"
        _write(drawing, left, top - PAD_IN, words, color=DARK_GREY)


def _table(pack: Pack, station: str, columns: Columns) -> list[list[str]]:
    """The rows of numbers at the foot of the card, a column for now and one an option; heads first."""
    wide = (WIDTH_IN - 2 * LEFT_IN - HEAD_IN) / (1 + len(columns))
    letters, strong = (int((wide - 0.15) * n) for n in (LETTERS_IN_INCH, BOLD_IN_INCH))
    heads = ["", "Now", *(wrapped(column.title(pack), strong, 3) for column in columns)]
    return [heads] + [
        [
            wrapped(heading, int(HEAD_IN * BOLD_IN_INCH) - 1),
            *(wrapped(cell, letters, 4) for cell in cells),
        ]
        for heading, cells in rows_of_card(pack, station, columns)
    ]


def heights_in(table: list[list[str]]) -> list[float]:
    """How high each row is."""
    return [LINE_IN * max(cell.count("\n") + 1 for cell in row) + PAD_IN for row in table]


def _numbers(drawing: Drawing, table: list[list[str]]) -> None:
    heights = heights_in(table)
    wide = (WIDTH_IN - 2 * LEFT_IN - HEAD_IN) / (len(table[0]) - 1)
    top = _tall(drawing) - FOOT_IN - 0.06 - sum(heights)
    for number, (row, height) in enumerate(zip(table, heights, strict=True)):
        up = 1 - (top - PAD_IN / 2) / _tall(drawing)
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


def _finding(pack: Pack, station: str, page: int) -> str:
    """What happens to the station, and to the first fire engine on its ground where most changes."""
    head = f"{place_of(pack, station)}: {state_words(pack, station)}"
    mine = pages_of(pack, station)[page]
    if page:
        head = f"{place_of(pack, station)}, continued with {options_named(mine)}"
    here = {column.first for column in mine}
    gaps = {o: gap for o, gap in response_gaps(pack, station).items() if o in here}
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


def _alt(pack: Pack, station: str, columns: Columns) -> str:
    heads = ["now", *(options_named((column,)) for column in columns)]
    told = [f"{heading}: {'; '.join(lines)}." for heading, lines in ways(pack, station, columns)]
    told += [
        f"{heading}: {week_words(there.week)}." for heading, there in weeks(pack, station, columns)
    ]
    for heading, cells in rows_of_card(pack, station, columns):
        said = "; ".join(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True))
        told.append(f"{heading}: {said}.")
    lives = ground_people(pack, station)
    folk = f"{people(lives)} people live on its ground." if known(lives) else ""
    return " ".join(
        part
        for part in (
            f"Card of {named_station(pack, station)}, {state_words(pack, station)}.",
            left_as_it_is(pack, station),
            folk,
            *told,
        )
        if part
    )


def _note(pack: Pack, station: str, columns: Columns) -> str:
    grid = any(len(set(there.week)) > 1 for _, there in weeks(pack, station, columns))
    week = (
        "The week is that of the fire engine that is crewed least: the per cent of such hours in which enough people "
        "are declared to be on call. "
    )
    ground = station in pack.stations.grounds
    words = "Its ground, the calls counted and what is in its cost: see " if ground else COST_AT
    paired = f"Differences are paired, with their {UNCERTAINTY}. " if ground else ""
    return (
        f"{week if grid else ''}{see(pack, 'station_cards', words, '. ')}{paired}"
        f"{pack.region.attribution}"
    )
