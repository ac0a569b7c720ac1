"""Figure 2: one row an option; response, standard, people, cover and cost with intervals."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from results.figures.chance import ONE_ALONE, unclear_words
from results.figures.columns import Column, more_or_fewer, people_keys
from results.figures.figure import Figure
from results.figures.interval_words import sooner_interval
from results.figures.other_services import asked_of, moved_words, shown_columns
from results.figures.patients_finding import patients_words
from results.figures.places import people_gap, places
from results.figures.reading import (
    Reading,
    headline_standard,
    reading_of,
    replications,
)
from results.figures.references import NUMBERS
from results.figures.response_finding import Response, response_words
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    LARGE,
    MID_GREY,
    NAME_IN,
    NORMAL,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    look,
    names_beside,
    sheet_of,
)
from results.figures.wording import (
    NEARLY_THE_SAME,
    SAME_EVERY_TIME,
    UNCERTAINTY,
    counted,
    joined,
    known,
    named,
    named_once,
    sentence,
    spread,
    wrapped,
)
from results.pack import Option, Pack

KEY_IN, BASE_IN, VALUE_IN, WHISKER_IN, WORDS_IN = 0.62, 0.5, 0.22, 0.45, 0.58
"""The key's height, the baseline row's, and how far below the top of its row each thing in a cell stands."""
GUTTER_IN = 0.1
"""Kept clear on either side of a column, so that every mark stands in its own."""
TALLEST_IN = 7.7
"""Of a sheet: in the PDF it is then printed at three quarters of its size, its letters at seven points."""
NARROW_IN = 1.4
BOLD_IN = 0.1  # of the letters of a narrow heading
LETTERS_IN = 0.168
"""The height of a line of small letters."""
LETTER_IN = 0.083  # of the small letters under a whisker, on average


@dataclass(frozen=True)
class Plan:
    """How figure 2 is laid out, the same on each of its sheets; lengths in inches."""

    columns: tuple[Column, ...]
    reaches: tuple[float, ...]
    wide: float
    head: float
    row: float
    sheets: tuple[tuple[Option, ...], ...]

    @property
    def within(self) -> float:
        """The width of a column between its gutters."""
        return self.wide - 2 * GUTTER_IN


def plan(pack: Pack) -> Plan:
    """Columns, row height, and which options stand on which sheet: as many sheets as keep the letters large."""
    columns = shown_columns(pack)
    wide = (WIDTH_IN - NAME_IN - 0.1) / len(columns)
    headings = [_heading(column, wide) for column in columns]
    head = 0.14 + LETTERS_IN * max(words.count("\n") + 1 for words in headings)
    row = WORDS_IN + 0.06 + LETTERS_IN * max(2, _most_lines(pack, columns, wide - 2 * GUTTER_IN))
    left = TALLEST_IN - (STAMP_IN + head + BASE_IN + KEY_IN + FOOT_IN)
    sheets = -(-len(pack.proposals) // max(1, int(left / row))) or 1
    least, more = divmod(len(pack.proposals), sheets)
    ends = np.cumsum([least + (n < more) for n in range(sheets)])
    parts = tuple(pack.proposals[end - least - (n < more) : end] for n, end in enumerate(ends))
    return Plan(columns, tuple(_reach(c, pack) for c in columns), wide, head, row, parts)


def summary(pack: Pack) -> Figure:
    """Each option's values, and its differences as dots with whiskers about no change; the first sheet of them."""
    reading, laid = reading_of(pack), plan(pack)
    where = (
        f" Options continue overleaf: {counted(len(laid.sheets), 'sheet')} in all."
        if laid.sheets[1:]
        else ""
    )
    return Figure(
        name="summary",
        number="2",
        title=named_once(
            response_finding(pack, reading) + _elsewhere(pack, reading),
            [option.title for option in pack.proposals],
        ),
        alt=_alt(laid.columns, pack.baseline, laid.sheets[0]),
        note=(
            f"{sentence(counted(replications(pack), 'replication'))} of the same calls under every "
            f"option; each difference is option minus “{pack.baseline.title}”, paired by "
            f"replication, with its {UNCERTAINTY}. That interval leaves out doubt about "
            "the assumed "
            f"inputs, which is usually wider.{where} {pack.region.attribution}"
        ),
        drawing=_draw(pack, laid, 0),
    )


def summary_continued(pack: Pack) -> Iterator[Figure]:
    """The further sheets, under the same headings and on the same scales; none where one holds all options."""
    laid = plan(pack)
    for number, options in enumerate(laid.sheets[1:], 1):
        yield Figure(
            name=f"summary_{number + 1}",
            number="2 (continued)",
            title=_sheet_finding(laid.columns, options),
            alt=_alt(laid.columns, pack.baseline, options),
            note=f"As the first sheet, on the same scales. {pack.region.attribution}",
            drawing=_draw(pack, laid, number),
        )


def _sheet_finding(columns: tuple[Column, ...], options: tuple[Option, ...]) -> str:
    """How many of a sheet's differences are clear, and which way."""
    under = f"Under {joined([named(option.title) for option in options])}"
    if not any(c.gap(option).has_interval for option in options for c in columns):
        return f"{under}: one replication only, so no interval and no finding"
    ways = [c.way(option) for option in options for c in columns if c.gap(option).measured]
    return (
        f"{under}: of "
        f"{counted(len(ways), 'difference')} from now "
        f"{ways.count(1)} are clearly for the better, {ways.count(-1)} clearly for the worse, {UNCERTAINTY}"
    )


def _draw(pack: Pack, laid: Plan, sheet: int) -> Drawing:
    options = laid.sheets[sheet]
    body = BASE_IN + laid.row * len(options)
    height = STAMP_IN + laid.head + body + KEY_IN + FOOT_IN
    number = sentence(NUMBERS["summary"])
    if laid.sheets[1:]:
        number += f", sheet {sheet + 1} of {len(laid.sheets)}"
    with house_style():
        drawing = sheet_of(pack, height, number)
        top = height - STAMP_IN - laid.head
        names_beside(drawing, [pack.baseline.title], top, BASE_IN + 0.1)
        names_beside(drawing, [option.title for option in options], top - BASE_IN, laid.row)
        for place, column in enumerate(laid.columns):
            left = NAME_IN + place * laid.wide
            drawing.text(
                (left + laid.wide / 2) / WIDTH_IN,
                (top + 0.08) / height,
                _heading(column, laid.wide),
                ha="center",
                va="bottom",
                fontsize=SMALL,
                fontweight="bold",
                linespacing=1.1,
            )
            axes = axes_at(drawing, left + GUTTER_IN, top - body, laid.within, body)
            _draw_column(axes, column, pack.baseline, options, laid, laid.reaches[place])
        _draw_key(pack, axes_at(drawing, NAME_IN, FOOT_IN + 0.06, WIDTH_IN - NAME_IN - 0.1, 0.44))
    return drawing


def _most_lines(pack: Pack, columns: tuple[Column, ...], within: float) -> int:
    """The lines of the longest words under a whisker."""
    said = [_words(c, option, within) for c in columns for option in pack.proposals]
    return max((words.count("\n") + 1 for words in said), default=0)


def _reach(column: Column, pack: Pack) -> float:
    """How far a column's scale goes either way: beyond every end, so that a marker stays inside."""
    gaps = [column.gap(option) for option in pack.proposals]
    ends = [abs(end) for gap in gaps for end in (gap.difference, gap.low, gap.high) if known(end)]
    return max(ends, default=0.0) * 1.2 or 1.0


def _draw_column(
    axes: Axes,
    column: Column,
    baseline: Option,
    options: tuple[Option, ...],
    laid: Plan,
    reach: float,
) -> None:
    """Values and differences of one column, down the sheet in inches."""
    body = BASE_IN + laid.row * len(options)
    axes.set(xlim=(-reach, reach), ylim=(body, 0), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    lines = [0.0, *(BASE_IN + laid.row * np.arange(len(options) + 1))]
    axes.hlines(lines, -reach, reach, color="0.85", linewidth=0.8)
    _value(axes, column, baseline, BASE_IN / 2)
    for place, option in enumerate(options):
        top = BASE_IN + laid.row * place
        axes.vlines(0, top + 0.04, top + laid.row - 0.04, color=MID_GREY, linewidth=1)
        _value(axes, column, option, top + VALUE_IN)
        _draw_gap(axes, column, option, top + WHISKER_IN)
        _say(axes, top + WORDS_IN, _words(column, option, laid.within))


def _value(axes: Axes, column: Column, option: Option, down: float) -> None:
    value = column.value(option)
    axes.text(
        0,
        down,
        column.say(value),
        ha="center",
        va="center",
        fontsize=LARGE if axes.get_position().width * WIDTH_IN > NARROW_IN else NORMAL,
        fontweight="bold" if known(value) else "normal",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _draw_gap(axes: Axes, column: Column, option: Option, down: float) -> None:
    gap = column.gap(option)
    if not gap.measured or column.too_few(option):
        return
    colour, marker, fill = look(column.way(option))
    if gap.has_interval:
        axes.plot([gap.low, gap.high], [down] * 2, color=colour, linewidth=2)
    axes.plot(gap.difference, down, marker=marker, color=colour, markersize=7, markerfacecolor=fill)


def _words(column: Column, option: Option, within: float) -> str:
    """What is said under a whisker, broken into lines that the column holds."""
    letters = int((within + GUTTER_IN) / LETTER_IN)
    return "\n".join(wrapped(line, letters) for line in _lines(column, option) if line)


def _lines(column: Column, option: Option) -> tuple[str, str]:
    """The change, and how sure it is."""
    gap = column.gap(option)
    if not gap.measured:
        return "", ""
    if few := column.too_few(option):
        return f"too few to tell: {few.removeprefix('only ')}", ""
    if not gap.has_interval:
        still = gap.difference == 0.0 or column.trifling(gap)
        return "no change seen" if still else column.say_gap(gap.difference), f"({ONE_ALONE})"
    if gap.steady and gap.difference == 0.0:
        return "as now in", "every replication"
    if column.trifling(gap) and gap.clear:
        return "next to", "no change"
    same = spread(gap.low, gap.high, column.say_end)
    ends = same if same in (SAME_EVERY_TIME, NEARLY_THE_SAME) else column.ends(gap)
    said = column.say_gap(gap.difference) if gap.clear or gap.steady else "no clear change"
    return said, f"({ends})"


def _heading(column: Column, wide: float) -> str:
    """A column's heading; on as many lines as it needs where the column is narrow."""
    if wide > NARROW_IN:
        return column.heading
    return wrapped(" ".join(column.heading.split()), int(wide / BOLD_IN))


def _say(axes: Axes, down: float, words: str) -> None:
    axes.text(
        0,
        down,
        words,
        ha="center",
        va="top",
        fontsize=SMALL,
        linespacing=1.1,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _draw_key(pack: Pack, axes: Axes) -> None:
    axes.set(xlim=(0, 10), ylim=(0, 1), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    words = (
        (0.1, DARK_BLUE, "o", DARK_BLUE, "better"),
        (1.3, DARK_PINK, "D", DARK_PINK, "worse"),
        (2.5, MID_GREY, "o", "white", unclear_words(pack)),
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
        return "One replication only, so no interval and no finding on response"
    sure = f", {UNCERTAINTY}"
    sure += f" {sooner_interval(found.own[found.most])}" if found.most else ""
    return f"{response_words(found)}{'' if found.few and not found.most else sure}{_thinner(pack, reading)}"


def _elsewhere(pack: Pack, reading: Reading) -> str:
    """What the options do to the gravest patients, to other services' calls and to joint calls, where they do."""
    patients, _ = patients_words(pack, 1)
    others, _ = moved_words(pack, reading, asked_of(pack))
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


def _alt(columns: tuple[Column, ...], baseline: Option, options: tuple[Option, ...]) -> str:
    """Each cell as it is drawn: the value, and the difference with its interval or that none is clear."""
    parts = []
    for option in (baseline, *options):
        said = []
        for column in columns:
            value = f"{column.heading.replace(chr(10), ' ')} {column.say(column.value(option))}"
            change = " ".join(line for line in _lines(column, option) if line)
            said.append(f"{value}, {change}" if change and option is not baseline else value)
        parts.append(f"{option.title}: {'; '.join(said)}.")
    return (
        "A grid with one row an option and several columns; each cell gives the value and a dot with a whisker for the "
        "difference from the baseline. " + " ".join(parts)
    )
