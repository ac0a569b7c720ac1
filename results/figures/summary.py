"""Figure 2: one row an option; response, standard, people, cover and cost with intervals."""

import numpy as np
from matplotlib.axes import Axes

from results.figures.columns import Column, more_or_fewer, people_keys
from results.figures.figure import Figure
from results.figures.interval_words import sooner_interval, sooner_or_later
from results.figures.other_services import moved, moved_words, shown_columns
from results.figures.patients_finding import patients_words
from results.figures.places import people_gap, places, study_place
from results.figures.reading import (
    Reading,
    headline_standard,
    reading_of,
    replications,
)
from results.figures.response_finding import Response, response_words
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    LARGE,
    LINE_IN,
    MID_GREY,
    NAME_IN,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    names_beside,
    sheet_of,
)
from results.figures.wording import (
    SAME_EVERY_TIME,
    UNCERTAINTY,
    counted,
    joined,
    known,
    named,
    named_once,
    sentence,
    wrapped,
)
from results.pack import Option, Pack

ROW_IN, HEAD_IN, KEY_IN = 0.98, 1.28, 0.62
NARROW_IN = 1.4
BOLD_IN = 0.09  # of the letters of a narrow heading
LETTER_IN = 0.078  # of the small letters under a whisker, on average


def summary(pack: Pack) -> Figure:
    """Each option's values, and its differences as dots with whiskers about no change."""
    with house_style():
        reading = reading_of(pack)
        columns = shown_columns(pack, reading)
        wide = (WIDTH_IN - NAME_IN - 0.1) / len(columns)
        row_in = ROW_IN + LINE_IN * max(0, _most_lines(pack, columns, wide) - 2)
        height = STAMP_IN + HEAD_IN + row_in * len(pack.options) + KEY_IN + FOOT_IN
        drawing = sheet_of(pack, height, "Figure 2")
        top = height - STAMP_IN - HEAD_IN
        names_beside(drawing, [option.title for option in pack.options], top, row_in)
        for place, column in enumerate(columns):
            left = NAME_IN + place * wide
            drawing.text(
                (left + wide / 2) / WIDTH_IN,
                (top + 0.1) / height,
                column.heading if wide > NARROW_IN else _narrow(column.heading, wide),
                ha="center",
                va="bottom",
                fontsize=SMALL if wide > NARROW_IN else SMALL - 1.0,
                fontweight="bold",
            )
            bottom = top - row_in * len(pack.options)
            axes = axes_at(drawing, left, bottom, wide, row_in * len(pack.options))
            _draw_column(axes, column, pack, wide)
        _draw_key(pack, axes_at(drawing, NAME_IN, FOOT_IN + 0.06, WIDTH_IN - NAME_IN - 0.1, 0.44))
    return Figure(
        name="summary",
        number="2",
        title=named_once(
            response_finding(pack, reading) + _elsewhere(pack, reading),
            [option.title for option in pack.proposals],
        ),
        alt=_alt(pack, columns),
        note=(
            f"{sentence(counted(replications(pack), 'replication'))} of the same calls under every "
            f"option; each difference is option minus “{pack.baseline.title}”, paired by "
            f"replication, with its {UNCERTAINTY}. That interval leaves out doubt about "
            "the assumed "
            f"inputs, which is usually wider. {pack.region.attribution}"
        ),
        drawing=drawing,
    )


def _most_lines(pack: Pack, columns: tuple[Column, ...], wide_in: float) -> int:
    """The lines of the longest words under a whisker."""
    said = [_words(c, option, wide_in) for c in columns for option in pack.proposals]
    return max((words.count("\n") + 1 for words in said), default=0)


def _draw_column(axes: Axes, column: Column, pack: Pack, wide_in: float) -> None:
    rows = len(pack.options)
    gaps = [column.gap(option) for option in pack.options[1:]]
    ends = [abs(end) for gap in gaps for end in (gap.difference, gap.low, gap.high) if known(end)]
    reach = max(ends, default=0.0) * 1.15 or 1.0
    axes.set(xlim=(-reach, reach), ylim=(rows, 0), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.hlines(np.arange(rows + 1), -reach, reach, color="0.85", linewidth=0.8)
    if rows > 1:
        axes.vlines(0, 1.05, rows - 0.05, color=MID_GREY, linewidth=1)
    for row, option in enumerate(pack.options):
        value = column.value(option)
        axes.text(
            0,
            row + (0.22 if row else 0.5),
            column.say(value),
            ha="center",
            va="center",
            fontsize=LARGE,
            fontweight="bold" if known(value) else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
        if row:
            _draw_gap(axes, column, option, row)
            _say(axes, row, _words(column, option, wide_in))


def _draw_gap(axes: Axes, column: Column, option: Option, row: int) -> None:
    gap = column.gap(option)
    if not gap.measured or column.too_few(option):
        return
    colour, marker, fill = look(column.way(option))
    if gap.has_interval:
        axes.plot([gap.low, gap.high], [row + 0.45] * 2, color=colour, linewidth=2)
    axes.plot(
        gap.difference, row + 0.45, marker=marker, color=colour, markersize=7, markerfacecolor=fill
    )


def _words(column: Column, option: Option, wide_in: float) -> str:
    """What is said under a whisker, broken into lines that the column holds."""
    letters = int(wide_in / LETTER_IN)
    return "\n".join(wrapped(line, letters) for line in _lines(column, option) if line)


def _lines(column: Column, option: Option) -> tuple[str, str]:
    """The change, and how sure it is."""
    gap = column.gap(option)
    if not gap.measured:
        return "", ""
    if few := column.too_few(option):
        return column.say_gap(gap.difference), f"{few}: too few to tell"
    if not gap.has_interval:
        return column.say_gap(gap.difference), "one replication: no interval"
    if gap.low == gap.high == 0.0:
        return "no change", "(every time)"
    ends = column.ends(gap)
    if column.trifling(gap) and gap.clear:
        return "next to", "no change"
    same = len({column.say_end(end) for end in (gap.low, gap.high)}) == 1
    said = column.say_gap(gap.difference) if gap.clear else "no clear change"
    return said, f"({SAME_EVERY_TIME if same else ends})"


def _narrow(heading: str, wide_in: float) -> str:
    """A heading on as many lines as a narrow column needs."""
    return wrapped(" ".join(heading.split()), int(wide_in / BOLD_IN))


def _say(axes: Axes, row: int, words: str) -> None:
    axes.text(
        0,
        row + 0.77,
        words,
        ha="center",
        va="center",
        fontsize=SMALL - (0.5 if axes.get_position().width * WIDTH_IN > NARROW_IN else 1.3),
        linespacing=1.15,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def look(way: int) -> tuple[str, str, str]:
    """Colour, marker and fill: better a blue disc, worse a pink diamond, neither a hollow ring."""
    if way > 0:
        return DARK_BLUE, "o", DARK_BLUE
    return (DARK_PINK, "D", DARK_PINK) if way else (MID_GREY, "o", "white")


def _draw_key(pack: Pack, axes: Axes) -> None:
    axes.set(xlim=(0, 10), ylim=(0, 1), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    words = (
        (0.1, DARK_BLUE, "o", DARK_BLUE, "better"),
        (1.3, DARK_PINK, "D", DARK_PINK, "worse"),
        (2.5, MID_GREY, "o", "white", "no clear change"),
    )
    for at, colour, marker, fill, word in words:
        axes.plot(at, 0.72, marker=marker, color=colour, markerfacecolor=fill, markersize=7)
        axes.text(at + 0.15, 0.72, word, va="center", fontsize=SMALL)
    axes.plot([4.45, 4.85], [0.72, 0.72], color=DARK_GREY, linewidth=2)
    axes.text(4.95, 0.72, f"and (… to …): {UNCERTAINTY}", va="center", fontsize=SMALL)
    axes.text(
        0.02,
        0.2,
        f"Upright line: no change from “{pack.baseline.title}”",
        va="center",
        fontsize=SMALL,
    )


def response_finding(pack: Pack, reading: Reading) -> str:
    """One sentence on the average response under the option that changes it most, and who loses."""
    if not pack.proposals:
        return f"Only “{pack.baseline.title}” was run: there is nothing to compare it with"
    if headline_standard(pack) is None:
        return "The study declares no standard: the average on each clock, and how options differ"
    found = Response(pack)
    if not found.gaps:
        return "The average response was not measured under any option"
    if not any(gap.has_interval for gap in found.gaps.values()):
        said = [f"{named(o.title)}: {sooner_or_later(g.difference)}" for o, g in found.gaps.items()]
        return f"One replication only, so no interval and no finding on response ({joined(said)})"
    sure = f", {UNCERTAINTY}"
    sure += f" {sooner_interval(found.own[found.most])}" if found.most else ""
    return f"{response_words(found)}{'' if found.few and not found.most else sure}{_thinner(pack, reading)}"


def _elsewhere(pack: Pack, reading: Reading) -> str:
    """What the options do to the gravest patients, to other services' calls and to joint calls, where they do."""
    patients, _ = patients_words(pack, 1)
    others, _ = moved_words(pack, reading, moved(pack, reading, study_place(pack)))
    said = patients or others
    return f"; {said}" if said else ""


def _thinner(pack: Pack, reading: Reading) -> str:
    """Where fewer people are left within the standard, and under which option most are lost."""
    keys = people_keys(pack, "availability")
    losses = [
        (gap.difference, place, option)
        for place in places(pack)
        for option in pack.proposals
        if (gap := people_gap(reading, option, pack.baseline, place, **keys)).clear
        and gap.difference < 0
    ]
    if not losses:
        return ""
    change, place, option = min(losses, key=lambda loss: loss[0])
    return (
        f"; {place.where} {more_or_fewer(change)} people are in reach under {named(option.title)}"
    )


def _alt(pack: Pack, columns: tuple[Column, ...]) -> str:
    parts = []
    for option in pack.options:
        said = [f"{c.heading.replace(chr(10), ' ')} {c.say(c.value(option))}" for c in columns]
        parts.append(f"{option.title}: {'; '.join(said)}.")
    return (
        "A grid with one row an option and several columns; each cell gives the value and a "
        "dot with a "
        "whisker for the difference from the baseline. " + " ".join(parts)
    )
