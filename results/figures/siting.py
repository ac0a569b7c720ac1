"""Figure 17 and table 17: which places are best, with intervals and the chance of being the best."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import AutoMinorLocator, MaxNLocator

from results.figures.figure import Figure, Table
from results.figures.references import NUMBERS, see
from results.figures.siting_words import (
    Row,
    axis_words,
    behind_words,
    beside,
    best_of,
    by_size,
    chance,
    objective_words,
    rows_of,
    siting_of,
    size,
    tick_words,
    unit_after,
    zone,
)
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    LINE_IN,
    MID_GREY,
    NORMAL,
    SMALL,
    STAMP_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import UNCERTAINTY, counted, joined, known, sentence, wrapped
from results.pack import Pack, Siting

NAME_IN, LEFT_IN, PLOT_IN, COLUMNS_IN = 0.12, 3.85, 3.25, (7.35, 9.5, 10.42)
ROW_IN, HEAD_IN, AXIS_IN, SHEET_IN = 0.46, 0.62, 0.84, 6.8
"""A row; what stands above and below those of a panel; the most that the panels of a sheet take together."""
LETTERS, LABEL_LETTERS = 46, 54
MOST_ROWS = 10
"""Combinations drawn of each size: the best, and those that the study names; the table has all."""
CLOCK_STEPS = [1, 1.2, 1.5, 2, 3, 6, 10]
"""Between ticks of an axis of time."""


@dataclass(frozen=True)
class Line:
    """A combination as it is drawn: its words, and how many inches they take."""

    row: Row
    words: str
    tall: float


Panel = list[Line]


def siting(pack: Pack) -> Figure:
    """Each combination's objective with its interval, the best marked, a panel for each size; further ones overleaf."""
    found = siting_of(pack)
    first, *rest = sheets_of(found)
    return Figure(
        "siting",
        "17",
        finding(found, sizes_of(first)),
        alt(found, sizes_of(first)),
        not_drawn(pack, found)
        + f"Dots are means over the replications played, bars {UNCERTAINTY}; “behind” is over the same calls, paired, "
        f"and so is surer than the bars; where its interval holds nought only the interval is given. "
        f"{found.procedure}. {found.screening}. "
        f"“Best with”: the chance, from joint draws of paired Student distributions, that a combination is the best of "
        f"those simulated. {agreement_words(found)} {pack.region.attribution}",
        draw_sheet(pack, found, first, sheet_label(1, len(rest) + 1)),
    )


def siting_continued(pack: Pack) -> Iterator[Figure]:
    """The further sizes, where one sheet does not hold all; none where it does."""
    found = siting_of(pack)
    sheets = sheets_of(found)
    for number, panels in enumerate(sheets[1:], 2):
        yield Figure(
            f"siting_sheet_{number}",
            "17 (continued)",
            finding(found, sizes_of(panels)),
            alt(found, sizes_of(panels)),
            f"As the first sheet. {pack.region.attribution}",
            draw_sheet(pack, found, panels, sheet_label(number, len(sheets))),
        )


def sheet_label(number: int, sheets: int) -> str:
    """What stands at the head of a sheet."""
    label = sentence(NUMBERS["siting"])
    return f"{label}, sheet {number} of {sheets}" if sheets > 1 else label


def sheets_of(found: Siting) -> list[list[Panel]]:
    """The panels of each sheet, so many as are printed at a size that can be read; one at least."""
    sheets: list[list[Panel]] = [[]]
    for k, part in by_size(found):
        lines = lines_of(k, part)
        if sheets[-1] and deep([*sheets[-1], lines]) > SHEET_IN:
            sheets.append([])
        sheets[-1].append(lines)
    return sheets


def deep(panels: Sequence[Panel]) -> float:
    """How many inches panels take, one below the other."""
    return sum(HEAD_IN + AXIS_IN + sum(line.tall for line in lines) for lines in panels)


def sizes_of(panels: Sequence[Panel]) -> list[int]:
    """Of how many places each panel is."""
    return [int(lines[0].row["k"]) for lines in panels]


def draw_sheet(pack: Pack, found: Siting, panels: Sequence[Panel], label: str) -> Drawing:
    """Some panels one below the other."""
    height = STAMP_IN + FOOT_IN + deep(panels)
    with house_style():
        drawing = sheet_of(pack, height, label)
        top = height - STAMP_IN
        for lines in panels:
            top -= HEAD_IN
            panel(drawing, found, lines, top)
            top -= sum(line.tall for line in lines) + AXIS_IN
    return drawing


def drawn(part: Sequence[Row]) -> list[Row]:
    """The rows of one size that are drawn: the best few, and those that the study names."""
    if len(part) <= MOST_ROWS:
        return list(part)
    others = MOST_ROWS - sum(bool(row["asked"]) for row in part)
    plain = [place for place, row in enumerate(part) if not row["asked"]][: max(others, 1)]
    return [row for place, row in enumerate(part) if place in plain or row["asked"]]


def not_drawn(pack: Pack, found: Siting) -> str:
    """How many of those simulated are not drawn, in a sentence; nothing where all are."""
    left = [(k, len(part) - len(drawn(part))) for k, part in by_size(found)]
    said = [f"{few} of best {size(k)}" for k, few in left if few]
    every = see(pack, "siting_table", "; ", " has every combination")
    return f"Not drawn: {joined(said)}{every}. " if said else ""


def lines_of(k: int, part: Sequence[Row]) -> list[Line]:
    """The lines of one panel, the chosen combination in full."""
    lines = []
    for row in drawn(part):
        words = ", ".join(row["titles"]) if row["chosen"] else beside(row, part[0])
        broken = wrapped(words, LETTERS, max(2, math.ceil(k / 2)))
        lines.append(Line(row, broken, max(ROW_IN, LINE_IN * (broken.count("\n") + 1) + 0.1)))
    return lines


def panel(drawing: Drawing, found: Siting, lines: Sequence[Line], top: float) -> None:
    """The combinations of one size, a row each, under a heading; `top` in inches from the foot."""
    best, tall = lines[0].row, sum(line.tall for line in lines)
    axes = axes_at(drawing, LEFT_IN, top - tall, PLOT_IN, tall)
    settled = "" if best["decided"] else ": not decided within the replications played"
    head = f"{sentence(best_of(found, int(best['k'])))}{settled}"
    say(drawing, NAME_IN, top + 0.24, head, NORMAL, bold=True)
    for across, words in zip(COLUMNS_IN, ("behind", "best with", "played"), strict=True):
        say(drawing, across, top + 0.24, words)
    down = 0.0
    for line in lines:
        one, chosen = line.row, bool(line.row["chosen"])
        middle = top - down - line.tall / 2
        say(drawing, NAME_IN, middle, line.words, bold=chosen)
        behind = "" if chosen else behind_words(found, one)
        cells = (behind, chance(one["probability_best"]), str(one["replications"]))
        for across, cell in zip(COLUMNS_IN, cells, strict=True):
            say(drawing, across, middle, cell, bold=chosen)
        dot(axes, tall - down - line.tall / 2, one)
        down += line.tall
    dress(axes, found, tall)


def say(
    drawing: Drawing,
    across: float,
    up: float,
    words: str,
    points: float = SMALL,
    bold: bool = False,
) -> None:
    """Words at a place in inches from the lower left corner."""
    wide, tall = drawing.get_size_inches()
    weight = "bold" if bold else "normal"
    drawing.text(across / wide, up / tall, words, fontsize=points, va="center", fontweight=weight)


def dot(axes: Axes, up: float, one: Row) -> None:
    """A combination's mean and interval; the chosen one filled, a named one a diamond in its own colour."""
    colour = DARK_BLUE if one["chosen"] else DARK_PINK if one["asked"] else DARK_GREY
    mean, low, high = (float(one[key]) for key in ("objective", "low", "high"))
    if known(low):
        axes.plot([low, high], [up, up], color=colour, linewidth=1.6, solid_capstyle="butt")
    face = colour if one["chosen"] else "white"
    shape = "D" if one["asked"] else "o"
    axes.plot([mean], [up], marker=shape, markersize=8, markerfacecolor=face, markeredgecolor=colour,
              markeredgewidth=1.6, linestyle="none", zorder=3)  # fmt: skip


def dress(axes: Axes, found: Siting, tall: float) -> None:
    """Axes of one panel, an inch to a unit upwards."""
    axes.set_ylim(0, tall)
    axes.set_yticks([])
    axes.margins(x=0.08)
    axes.grid(visible=True, axis="x", which="both")
    steps = {"steps": CLOCK_STEPS} if found.unit == "s" else {}
    axes.xaxis.set_major_locator(
        MaxNLocator(3 if found.unit == "s" and found.difference else 4, **steps)
    )
    axes.xaxis.set_major_formatter(tick_words(found))
    axes.xaxis.set_minor_locator(AutoMinorLocator(2))
    axes.tick_params(labelsize=SMALL)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(MID_GREY)
    words = wrapped(sentence(axis_words(found)), LABEL_LETTERS, 3)
    axes.set_xlabel(words, fontsize=SMALL)


def finding(found: Siting, sizes: Sequence[int]) -> str:
    """The best places of some sizes, with how sure that is."""
    parts = []
    for k, part in by_size(found):
        best = part[0]
        lead = ":" if best["decided"] else " not decided, so far"
        if k in sizes:
            parts.append(
                f"{best_of(found, k)}{lead} {joined(best['titles'])}, "
                f"{objective_words(found, best)}{unit_after(found)}, {how_likely(best, len(part))}"
            )
    return sentence("; ".join(parts)) + f" ({UNCERTAINTY})"


def table_finding(found: Siting) -> str:
    """Which sizes are settled, and how."""
    settled = [
        f"best {size(k)}: {joined(part[0]['titles'])}"
        for k, part in by_size(found)
        if part[0]["decided"]
    ]
    open_ones = [size(k) for k, part in by_size(found) if not part[0]["decided"]]
    most = max(int(one["replications"]) for _, part in by_size(found) for one in part)
    parts = (
        [f"settled at {found.confidence:g} among those simulated, the {'; the '.join(settled)}"]
        if settled
        else []
    )
    if open_ones:
        after = counted(most, "replication")
        parts.append(
            f"which {joined(open_ones)} of {found.candidates} are best is not decided after {after}"
        )
    return sentence("; ".join(parts))


def how_likely(best: Row, simulated: int) -> str:
    """The chance that a combination is the best of those simulated; of one alone that there was no other."""
    if simulated == 1:
        return "the only one simulated"
    return f"the best of {simulated} simulated with a chance of {chance(best['probability_best'])}"


def alt(found: Siting, sizes: Sequence[int]) -> str:
    """What a sheet shows, in words."""
    said = []
    for k, part in by_size(found):
        rows = [f"{joined(one['titles'])}: {objective_words(found, one)}" for one in drawn(part)]
        said += [f"Best {size(k)}: " + "; ".join(rows) + "."] if k in sizes else []
    words = "Dots with bars of uncertainty, a row for each combination of places, best first, "
    return words + f"for {found.objective}{in_unit(found)}. " + " ".join(said)


def in_unit(found: Siting) -> str:
    """The objective's unit where its values do not have it: " in h per year"."""
    return f" in{unit_after(found)}" if unit_after(found) else ""


def agreement_words(found: Siting) -> str:
    """How far screening and simulation agree on the order."""
    known_ones = [
        f"{value:.2f} of {size(k)}" for k, value in found.agreement.items() if known(value)
    ]
    if not known_ones:
        return ""
    return (
        f"Order by screening and by simulation agree with a rank correlation of {joined(known_ones)}, "
        "over what was simulated."
    )


def siting_table(pack: Pack) -> Table:
    """Every combination: the simulated ones best first, then those that were screened only."""
    found = siting_of(pack)
    rows = []
    for one in rows_of(found):
        title = f"{one['asked']}: " * bool(one["asked"]) + ", ".join(one["titles"])
        rank = one["screen_rank"]
        ranked = f"{amount_plain(one['screen_objective'])}, " + (
            f"rank {int(rank)}" if pd.notna(rank) else "not among the best"
        )
        played = ("not simulated", "", "", "", "")
        if one["simulated"]:
            played = (
                objective_words(found, one),
                "chosen" if one["chosen"] else behind_words(found, one),
                chance(one["probability_best"]),
                chance(one["probability_near_best"]),
                str(one["replications"]),
            )  # fmt: skip
        rows.append((str(one["k"]), title, *played, ranked))
    return Table(
        "siting_table",
        "17",
        table_finding(found),
        f"{sentence(found.objective)}{in_unit(found)}, for each combination of places",
        ("Places", "Which", "Objective", "Behind the chosen one", "Chance of being best",
         f"Chance of being within {zone(found)} of the best", "Replications",
         "Screening: objective, rank"),
        tuple(rows),
        f"Behind: over the replications that both have, paired, with {UNCERTAINTY}, or that interval alone where it "
        f"holds nought; they are fewer where the "
        f"procedure dropped a combination early. {found.procedure}. {found.screening}. {pack.region.attribution}",
    )  # fmt: skip


def amount_plain(value: float) -> str:
    """The screening's own objective."""
    return f"{float(value):,.0f}"
