"""A week as a grid of days and hours: how often a crew can be raised, in numbers and letters, not in colour alone."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from results.figures.style import DARK_BLUE, LIGHT_BLUE, PALE_BLUE, PALE_ORANGE, SMALL
from results.figures.wording import joined
from results.station_facts import ON_STATION

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CREWED, NOBODY = "C", "–"
FILLS = ((0.5, PALE_ORANGE), (0.75, "#DCE9F5"), (0.9, PALE_BLUE), (1.01, LIGHT_BLUE))
"""Up to which share each colour goes; the number stands in it."""
Block = tuple[int, int, float]
"""From which hour to which, and the share."""


def blocks(day: Sequence[float]) -> list[Block]:
    """The hours of a day, those with the same share together."""
    found: list[Block] = []
    for share, hours in groupby(range(len(day)), key=lambda hour: day[hour]):
        some = list(hours)
        found.append((some[0], some[-1] + 1, share))
    return found


def said(share: float) -> str:
    """A share as the grid writes it: per cent, C for a crew at the station, a dash for nobody."""
    if share >= ON_STATION:
        return CREWED
    return f"{100 * share:.0f}" if share > 0 else NOBODY


def draw_week(axes: Axes, week: Sequence[float]) -> None:
    """Days down, hours across."""
    axes.set(xlim=(0, 24), ylim=(7, 0))
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL)
    axes.set_xticks(range(0, 25, 3), [f"{hour:02d}" for hour in range(0, 25, 3)])
    axes.xaxis.tick_top()
    axes.set_yticks([day + 0.5 for day in range(7)], DAYS)
    for day in range(7):
        for start, end, share in blocks(week[24 * day : 24 * day + 24]):
            fill, ink = _look(share)
            axes.add_patch(
                Rectangle(
                    (start, day), end - start, 1, facecolor=fill, edgecolor="white", linewidth=1.2
                )
            )
            axes.text(
                (start + end) / 2, day + 0.56, said(share),
                ha="center", va="center", fontsize=SMALL, color=ink,
            )  # fmt: skip


def _look(share: float) -> tuple[str, str]:
    if share >= ON_STATION:
        return DARK_BLUE, "white"
    return next(fill for most, fill in FILLS if share < most), "black"


def week_words(week: Sequence[float]) -> str:
    """The grid in words, days that are alike together."""
    patterns: dict[tuple[Block, ...], list[str]] = {}
    for day, name in enumerate(DAYS):
        patterns.setdefault(tuple(blocks(week[24 * day : 24 * day + 24])), []).append(name)
    return "; ".join(
        f"{_days(names)} {', '.join(_hours(pattern))}" for pattern, names in patterns.items()
    )


def _days(names: list[str]) -> str:
    if len(names) == len(DAYS):
        return "every day"
    run = DAYS.index(names[-1]) - DAYS.index(names[0]) + 1 == len(names)
    return f"{names[0]} to {names[-1]}" if run and len(names) > 2 else joined(names)


def _hours(pattern: Sequence[Block]) -> Iterator[str]:
    for start, end, share in pattern:
        what = {CREWED: "crew at the station", NOBODY: "nobody"}.get(said(share), f"{said(share)}%")
        when = "" if (start, end) == (0, 24) else f"{start:02d}:00 to {end:02d}:00 "
        yield f"{when}{what}"
