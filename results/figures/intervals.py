"""Figure 15b: how the interval of the main measure shrinks as replications are added, option by option."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from results.figures.figure import Figure, even_rows
from results.figures.main_measure import Main, main_measure
from results.figures.references import see
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    PALE_BLUE,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import UNCERTAINTY, counted, short, wrapped
from results.pack import Option, Pack
from results.precise import half_widths, smallest_seen

ACROSS, MOST = 3, 12
PANEL_IN, GAP_IN, HEAD_IN, LEFT_IN, BELOW_IN = 1.6, 0.8, 0.66, 0.8, 0.3
LETTERS = 46
BELOW = "\n"


@dataclass(frozen=True)
class Shrinking:
    """An option's values in the order of the replications: mean and half interval over the first 1, 2, 3 … of them."""

    option: Option
    mean: NDArray[np.float64]
    half: NDArray[np.float64]
    smallest: float

    @property
    def clear(self) -> bool:
        """Whether the last interval leaves nought out."""
        return bool(abs(self.mean[-1]) > self.half[-1])


def shrinking(main: Main) -> list[Shrinking]:
    """Each option with two replications or more that vary; nothing of one, which has no interval.

    Where no replication differs from another there is no spread to judge a true change by.
    """
    found = []
    for option, runs in main.runs.items():
        values = np.array([runs[run] for run in sorted(runs)], dtype=np.float64)
        if values.size < 2 or not np.ptp(values):
            continue
        mean = values.cumsum() / np.arange(1, values.size + 1)
        half = half_widths(values[:, None])[:, 0]
        seen = smallest_seen(float(values.std(ddof=1)), int(values.size))
        found.append(Shrinking(option, mean, half, seen))
    return found


def intervals(pack: Pack) -> Figure:
    """A panel an option: the mean so far and its interval, from two replications to all of them."""
    main = main_measure(pack)
    found = shrinking(main)[:MOST] if main else []
    with house_style():
        rows = max(math.ceil(len(found) / ACROSS), 1)
        height = STAMP_IN + 0.16 + rows * (HEAD_IN + PANEL_IN + BELOW_IN) + FOOT_IN + 0.3
        drawing = sheet_of(pack, height, "Figure 15b")
        if main:
            _panels(drawing, main, found, height)
    return Figure(
        "intervals",
        "15b",
        _finding(main, found),
        _alt(main, found),
        f"Line: mean over the replications so far; band: its interval, {UNCERTAINTY}, by Student’s t. "
        f"“Would be seen”: the "
        "smallest true change that so many replications show in four cases of five. Judged replication by "
        "replication, "
        "in order; what is wider than the frame is cut by it. The band says nothing of the assumed inputs. "
        f"{_left_out(pack, main, found)}{pack.region.attribution}",
        drawing,
        rows=even_rows(STAMP_IN + 0.16, HEAD_IN + PANEL_IN + BELOW_IN, rows),
    )


def _panels(drawing: Drawing, main: Main, found: list[Shrinking], height: float) -> None:
    wide = (WIDTH_IN - LEFT_IN - (ACROSS - 1) * GAP_IN - 0.15) / ACROSS
    low, high = _limits(main, found)
    for place, one in enumerate(found):
        row, column = divmod(place, ACROSS)
        left = LEFT_IN + column * (wide + GAP_IN)
        bottom = height - STAMP_IN - 0.16 - row * BELOW_IN - (row + 1) * (HEAD_IN + PANEL_IN)
        axes = axes_at(drawing, left, bottom, wide, PANEL_IN)
        _panel(axes, main, one)
        axes.set_ylim(low, high)
        axes.set_yticks([up for up in MaxNLocator(4).tick_values(low, high) if low <= up <= high])
        drawing.text(
            (left - LEFT_IN + 0.12) / WIDTH_IN, (bottom + PANEL_IN + 0.08) / height,
            f"{wrapped(one.option.title, LETTERS - 8, 1)}\n{_words(main, one, between=BELOW)}",
            fontsize=SMALL, va="bottom", linespacing=1.3,
        )  # fmt: skip
    drawing.text(0.12 / WIDTH_IN, (FOOT_IN + 0.06) / height, _axis(main), fontsize=SMALL)


def _panel(axes: Axes, main: Main, one: Shrinking) -> None:
    """One option's running mean and interval; dashed, how narrow it was to be."""
    times, number = scale(main), np.arange(1, one.mean.size + 1)
    some = number >= 2
    mean, half = one.mean[some] / times, one.half[some] / times
    axes.fill_between(number[some], mean - half, mean + half, facecolor=PALE_BLUE, edgecolor="none")
    for end in (mean - half, mean + half):
        axes.plot(number[some], end, color=DARK_BLUE, linewidth=0.9)
    axes.plot(number[some], mean, color=DARK_BLUE, linewidth=2, marker="o", markersize=3)
    if main.of == "difference":
        axes.axhline(0, color=DARK_GREY, linewidth=1.2, linestyle=":")
    for way in (-1, 1) if main.wanted is not None else ():
        up = mean[-1] + way * (main.wanted or 0.0) / times
        axes.axhline(up, color=DARK_PINK, linewidth=1.2, linestyle="--")
    axes.set_xlim(1.8, max(one.mean.size, 3) + 0.2)
    axes.set_xticks(
        [n for n in MaxNLocator(6, integer=True).tick_values(2, number[-1]) if 2 <= n <= number[-1]]
    )
    axes.tick_params(labelsize=SMALL)
    axes.grid(visible=False)


def scale(main: Main) -> float:
    """What a value is divided by to be drawn: seconds as minutes from a minute on, shares as points."""
    values = [abs(value) for runs in main.runs.values() for value in runs.values()]
    if main.unit == "share":
        return 0.01
    return 60.0 if main.unit == "s" and max(values, default=0.0) >= 60.0 else 1.0


def _limits(main: Main, found: list[Shrinking]) -> tuple[float, float]:
    """One scale for all panels, wide enough for the intervals from the third replication on."""
    times = scale(main)
    ends = [0.0] if main.of == "difference" else []
    for one in found:
        first = min(2, one.mean.size - 1)
        ends += [*(one.mean - one.half)[first:], *(one.mean + one.half)[first:]]
        if main.wanted is not None:
            ends += [one.mean[-1] - main.wanted, one.mean[-1] + main.wanted]
    low, high = (min(ends) / times, max(ends) / times) if ends else (-1.0, 1.0)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _words(main: Main, one: Shrinking, between: str = "; ") -> str:
    """What an option's last interval is, and what so many replications would have shown."""
    ends = f"{main.signed(one.mean[-1])} ± {main.say(one.half[-1])}"
    tail = f"{between}{main.say(one.smallest)} would be seen" if main.of == "difference" else ""
    return f"{ends}{tail}"


def _axis(main: Main) -> str:
    plain = {"s": "minutes" if scale(main) > 1 else "seconds", "share": "points"}
    unit = plain.get(main.unit, main.unit)
    what = "change of the " if main.of == "difference" else ""
    dashed = "; dashed: as narrow as was wanted" if main.wanted is not None else ""
    return wrapped(f"Up: {what}{main.title}, in {unit}. Across: replications{dashed}.", 150, 2)


def _finding(main: Main | None, found: list[Shrinking]) -> str:
    if main is None or not found:
        return "No interval can be drawn: that needs two replications or more, and something that varies between them"
    number = max(one.mean.size for one in found)
    widest = max(one.half[-1] for one in found)
    said = f"After {counted(number, 'replication')} the widest interval is ± {main.say(widest)}"
    if main.wanted is not None:
        met = "reached" if widest <= main.wanted else "not reached"
        said += f", ± {main.say(main.wanted)} was wanted and is {met}"
    if main.of == "difference":
        ends = dict.fromkeys(main.say(pick(one.smallest for one in found)) for pick in (min, max))
        said += f"; a change smaller than {' to '.join(ends)} would probably be missed"
    return f"{said} ({UNCERTAINTY})"


def _left_out(pack: Pack, main: Main | None, found: list[Shrinking]) -> str:
    more = sum(len(runs) > 1 for runs in main.runs.values()) - len(found) if main else 0
    return (
        f"{counted(more, 'further option')} not drawn{see(pack, 'replications', ': see ')}. "
        if more
        else ""
    )


def _alt(main: Main | None, found: list[Shrinking]) -> str:
    if main is None or not found:
        return "Nothing is drawn: one replication has no interval."
    told = [f"{short(one.option.title)}: {_words(main, one)}" for one in found]
    return f"Small charts of the {main.title} and its interval against the number of replications. {'; '.join(told)}."
