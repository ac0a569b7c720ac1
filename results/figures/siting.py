"""Figure 15 and table 15: which places are best, with intervals and the chance of being the best."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from results.figures.figure import Figure, Table
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    MID_GREY,
    NORMAL,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import UNCERTAINTY, counted, joined, known, sentence, wrapped
from results.pack import Pack, Siting

LEFT_IN, PLOT_IN, BEHIND_IN, CHANCE_IN, PLAYED_IN = 3.85, 3.45, 7.5, 9.4, 10.4
ROW_IN, HEAD_IN, AXIS_IN, LETTERS = 0.46, 0.62, 0.56, 50
MOST_ROWS = 7
"""Combinations drawn of each size; the table has all."""
Row = Mapping[str, Any]
NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Headline:
    """What is found, and under it in small how sure that is."""

    says: str
    how_sure: str


def siting_of(pack: Pack) -> Siting:
    """What was found. Raises ValueError for a pack of another report."""
    if pack.siting is None:
        message = "no siting was played"
        raise ValueError(message)
    return pack.siting


def rows_of(table: pd.DataFrame) -> list[Row]:
    """The rows of a table by their columns."""
    return [{str(key): cell for key, cell in row.items()} for row in table.to_dict("records")]


def by_size(found: Siting) -> list[tuple[int, list[Row]]]:
    """The simulated combinations of each size, the chosen one first."""
    sizes: dict[int, list[Row]] = {}
    for row in rows_of(found.table):
        if row["simulated"]:
            sizes.setdefault(int(row["k"]), []).append(row)
    return list(sizes.items())


def siting(pack: Pack) -> Figure:
    """Each combination's objective with its interval, the best marked, a panel for each size."""
    found = siting_of(pack)
    panels = [(k, drawn(part)) for k, part in by_size(found)]
    height = STAMP_IN + FOOT_IN + sum(HEAD_IN + AXIS_IN + ROW_IN * len(part) for _, part in panels)
    with house_style():
        drawing = sheet_of(pack, height, "Figure 15")
        top = height - STAMP_IN
        for k, part in panels:
            top -= HEAD_IN
            panel(drawing, found, k, part, top, height)
            top -= ROW_IN * len(part) + AXIS_IN
    return Figure(
        "siting",
        "15",
        finding(found),
        alt(found),
        f"Dots are means over the replications played, bars {UNCERTAINTY}; “behind” is over the same calls, paired, "
        f"and so is surer than the bars. {found.procedure}. {found.screening}. "
        f"“Best with”: the chance, from joint draws of paired Student distributions, that a combination is the best of "
        f"those simulated. {agreement_words(found)} {pack.region.attribution}",
        drawing,
    )


def drawn(part: Sequence[Row]) -> list[Row]:
    """The rows of one size that are drawn: the best few, and those that the study names."""
    return [row for place, row in enumerate(part) if place < MOST_ROWS or row["asked"]]


def panel(
    drawing: Drawing, found: Siting, k: int, part: Sequence[Row], top: float, height: float
) -> None:
    """The combinations of one size, a row each, under a heading."""
    tall = ROW_IN * len(part)
    axes = axes_at(drawing, LEFT_IN, height - (height - top) - tall, PLOT_IN, tall)
    at = (0.12 / WIDTH_IN, (top + 0.24) / height)
    decided = bool(part[0]["decided"])
    settled = "" if decided else ": not decided within the replications played"
    drawing.text(*at, f"Best {size(k)} of {found.candidates}{settled}", fontsize=NORMAL,
                 fontweight="bold", va="center")  # fmt: skip
    heads = ((BEHIND_IN, "behind"), (CHANCE_IN, "best with"), (PLAYED_IN, "played"))
    for across, words in heads:
        drawing.text(across / WIDTH_IN, at[1], words, fontsize=SMALL, va="center")
    best = part[0]
    for row, one in enumerate(part):
        chosen = bool(one["chosen"])
        up = (top - (row + 0.5) * ROW_IN) / height
        words = wrapped(str(one["title"]) if chosen else beside(one, best), LETTERS, 2)
        weight = "bold" if chosen else "normal"
        drawing.text(at[0], up, words, fontsize=SMALL, va="center", fontweight=weight)
        behind = "" if chosen else interval(found, one, ("behind", "behind_low", "behind_high"))
        for across, cell in (
            (BEHIND_IN, behind),
            (CHANCE_IN, chance(one["probability_best"])),
            (PLAYED_IN, str(one["replications"])),
        ):
            drawing.text(
                across / WIDTH_IN, up, cell, fontsize=SMALL, va="center", fontweight=weight
            )
        dot(axes, len(part) - 1 - row, one)
    dress(axes, found, len(part))


def dot(axes: Axes, row: int, one: Row) -> None:
    """A combination's mean and interval; the chosen one filled, a named one in its own colour."""
    colour = DARK_BLUE if one["chosen"] else DARK_PINK if one["asked"] else DARK_GREY
    mean, low, high = (float(one[key]) for key in ("objective", "low", "high"))
    if known(low):
        axes.plot([low, high], [row, row], color=colour, linewidth=1.6, solid_capstyle="butt")
    face = colour if one["chosen"] else "white"
    axes.plot([mean], [row], marker="o", markersize=8, markerfacecolor=face, markeredgecolor=colour,
              markeredgewidth=1.6, linestyle="none", zorder=3)  # fmt: skip


def dress(axes: Axes, found: Siting, rows: int) -> None:
    """Axes of one panel."""
    axes.set_ylim(-0.5, rows - 0.5)
    axes.set_yticks([])
    axes.margins(x=0.08)
    axes.grid(visible=True, axis="x")
    axes.locator_params(axis="x", nbins=6)
    axes.tick_params(labelsize=SMALL)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(MID_GREY)
    way = "more is better" if found.more else "less is better"
    words = found.objective.split(" (")[0]
    axes.set_xlabel(f"{words} ({found.unit}; {way})", fontsize=SMALL)


def beside(one: Row, best: Row) -> str:
    """A combination by what it has in place of the best one's; by its own title where the study names it."""
    mine, theirs = str(one["title"]).split(", "), str(best["title"]).split(", ")
    here = [place for place in mine if place not in theirs]
    gone = [place for place in theirs if place not in mine]
    few = len(mine) > 1 and len(here) <= 2
    words = f"{joined(here)} in place of {joined(gone)}" if few else joined(mine)
    return f"{one['asked']}: {words}" if one["asked"] else words


def size(k: int) -> str:
    """A number of places in words."""
    return NUMBERS[k] if k < len(NUMBERS) else str(k)


def chance(value: float) -> str:
    """A probability; never certain."""
    share = float(value)
    if not known(share):
        return "not known"
    return "over 0.99" if share > 0.99 else "under 0.01" if share < 0.01 else f"{share:.2f}"


def amount(found: Siting, value: float) -> str:
    """A value of the objective, to the digits that matter beside the zone of indifference."""
    number = float(value)
    if not known(number):
        return "not known"
    digits = max(0, -math.floor(math.log10(found.indifference)) + 1) if found.indifference else 0
    return f"{number:,.{min(digits, 6)}f}".replace("-", "−")


def interval(found: Siting, one: Row, keys: tuple[str, str, str]) -> str:
    """A value with its interval in brackets, where there is one."""
    mean, low, high = (one[key] for key in keys)
    words = amount(found, mean)
    if known(float(low)):
        words += f" ({amount(found, low)} to {amount(found, high)})"
    return words


def finding(found: Siting) -> str:
    """The best places of each size, with how sure that is."""
    parts = []
    for k, part in by_size(found):
        best = part[0]
        value = interval(found, best, ("objective", "low", "high"))
        undecided = "" if best["decided"] else ", not decided"
        parts.append(
            f"best {size(k)} of {found.candidates}: {joined(str(best['title']).split(', '))}, {value} {found.unit}, "
            f"the best of {len(part)} simulated with a chance of {chance(best['probability_best'])}{undecided}"
        )
    return sentence("; ".join(parts)) + f" ({UNCERTAINTY})"


def alt(found: Siting) -> str:
    """What the picture shows, in words."""
    said = []
    for k, part in by_size(found):
        rows = [f"{one['title']}: {interval(found, one, ('objective', 'low', 'high'))}"
                for one in drawn(part)]  # fmt: skip
        said.append(f"Best {size(k)}: " + "; ".join(rows) + ".")
    words = "Dots with bars of uncertainty, a row for each combination of places, best first, "
    return words + f"for {found.objective} in {found.unit}. " + " ".join(said)


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


def siting_headlines(pack: Pack) -> tuple[Headline, ...]:
    """The best of each size, and how far what the study names is behind it."""
    found = siting_of(pack)
    lines = []
    for k, part in by_size(found):
        best = part[0]
        value = interval(found, best, ("objective", "low", "high"))
        places = joined(str(best["title"]).split(", "))
        says = (
            f"The best {size(k)} of {found.candidates} places are {places}: {value} {found.unit}."
        )
        for one in part:
            if one["asked"] and not one["chosen"]:
                behind = interval(found, one, ("behind", "behind_low", "behind_high"))
                says += f" {sentence(str(one['asked']))}: {behind} behind."
        how = "settled" if best["decided"] else "not settled"
        longest = max(int(one["replications"]) for one in part)
        zone = f"{amount(found, found.indifference)} {found.unit}"
        sure = (
            f"The best of {len(part)} simulated with a chance of {chance(best['probability_best'])}, and within {zone} "
            f"of the best with {chance(best['probability_near_best'])}; {how} after "
            f"{counted(longest, 'replication')} at {found.confidence:g}. Intervals: {UNCERTAINTY}."
        )
        lines.append(Headline(says, sure))
    return tuple(lines)


def siting_table(pack: Pack) -> Table:
    """Every combination: the simulated ones best first, then those that were screened only."""
    found = siting_of(pack)
    rows = []
    for one in rows_of(found.table):
        title = f"{one['asked']}: {one['title']}" if one["asked"] else str(one["title"])
        rank = one["screen_rank"]
        ranked = f"{amount_plain(one['screen_objective'])}, " + (
            f"{int(rank)}." if pd.notna(rank) else "not among the best"
        )
        played = ("not simulated", "", "", "", "")
        if one["simulated"]:
            played = (
                interval(found, one, ("objective", "low", "high")),
                "chosen" if one["chosen"] else interval(found, one, ("behind", "behind_low", "behind_high")),
                chance(one["probability_best"]),
                chance(one["probability_near_best"]),
                str(one["replications"]),
            )  # fmt: skip
        rows.append((str(one["k"]), title, *played, ranked))
    return Table(
        "siting_table",
        "15",
        finding(found),
        f"{sentence(found.objective)}, {found.unit}, for each combination of places",
        ("Places", "Which", "Objective", "Behind the chosen one", "Chance of being best",
         f"Chance of being within {amount(found, found.indifference)} of the best", "Replications",
         "Screening: objective, rank"),
        tuple(rows),
        f"Behind: over the replications that both have, paired, with {UNCERTAINTY}; they are fewer where the "
        f"procedure dropped a combination early. {found.procedure}. {found.screening}. {pack.region.attribution}",
    )  # fmt: skip


def amount_plain(value: float) -> str:
    """The screening's own objective."""
    return f"{float(value):,.0f}"
