"""Figure 14c: cost against response of every option at every setting of a sweep, those beaten there marked."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.figures.figure import Figure
from results.figures.quantities import mark, say_in, unit_words
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    LIGHT_BLUE,
    MID_GREY,
    ORANGE,
    SMALL,
    STAMP_IN,
    TURQUOISE,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.sweep_tornado import findings_of
from results.figures.wording import counted, joined, pounds, sentence, wrapped
from results.pack import Pack, SweepFindings

COLOURS = (DARK_BLUE, ORANGE, TURQUOISE, DARK_PINK, LIGHT_BLUE)
MARKERS = ("o", "s", "^", "D", "v", "P")
HEIGHT_IN, PLOT_IN = 5.6, 6.4
MOST_NAMED = 6
IN_PART = "not compared, as costs are known in part"


def sweep_frontier(pack: Pack) -> Figure:
    """A dot a point: net cost a year across, response up; hollow where another option beats it at the same setting."""
    found = findings_of(pack)
    table = found.frontier
    compared = counts(found)
    with house_style():
        drawing = sheet_of(pack, HEIGHT_IN, "Figure 14c")
        axes = axes_at(drawing, 1.1, FOOT_IN + 0.65, PLOT_IN, HEIGHT_IN - STAMP_IN - FOOT_IN - 0.95)
        for number, (option, part) in enumerate(table.groupby("option", sort=False)):
            colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
            beaten = (part["dominated_by"] != "").to_numpy()
            in_part = bool(part["apart"].any()) or len(compared) < 2
            for mine, face in ((beaten, "white"), (~beaten, colour)):
                axes.plot(part["cost"].to_numpy()[mine], part["response"].to_numpy()[mine], linestyle="none",
                          marker=marker, markersize=7, markerfacecolor=face, markeredgecolor=colour,
                          markeredgewidth=1.5)  # fmt: skip
            title = found.options.get(str(option), str(option))
            up = HEIGHT_IN - STAMP_IN - 0.6 - 0.62 * number
            words = f"{title}: " + (
                IN_PART
                if in_part
                else f"beaten at {int(beaten.sum())} of {counted(len(part), 'setting')}"
            )
            drawing.text((1.35 + PLOT_IN) / WIDTH_IN, up / HEIGHT_IN, wrapped(words, 40, 3), fontsize=SMALL,
                         va="top", color=colour)  # fmt: skip
            drawing.text((1.15 + PLOT_IN) / WIDTH_IN, (up - 0.02) / HEIGHT_IN, "●■▲◆▼✚"[number % 6],
                         fontsize=SMALL, va="top", color=colour)  # fmt: skip
        name_settings(axes, table)
        axes.set_xlabel("Net cost a year of what the study itemises", fontsize=SMALL)
        way = "higher" if found.more_is_better else "lower"
        unit = unit_words(found.response_unit)
        axes.set_ylabel(
            wrapped(f"{sentence(found.response)} ({unit}), {way} is better", 44), fontsize=SMALL
        )
        axes.margins(x=0.08, y=0.16)
        mark(axes.xaxis, "GBP per year")
        mark(axes.yaxis, found.response_unit)
        axes.tick_params(labelsize=SMALL)
        for side in ("right", "top"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(MID_GREY)
        axes.yaxis.label.set_color(DARK_GREY)
    return Figure(
        "sweep_frontier",
        "14c",
        finding(found),
        alt(found),
        "Each dot is an option at one setting of the factors; hollow where another option costs no more and is no "
        "worse at that same setting, since nobody can choose the setting. Means over replications. "
        f"{pack.region.attribution}",
        drawing,
    )


def name_settings(axes: Axes, table: pd.DataFrame) -> None:
    """A thin line through the dots of each setting and, where settings are few, what differs between them."""
    levels = {setting: str(setting).split(";") for setting in table["setting"].unique()}
    same = set.intersection(*map(set, levels.values())) if len(levels) > 1 else set()
    for number, (setting, part) in enumerate(table.groupby("setting", sort=False)):
        along = part.sort_values("cost", kind="stable")
        axes.plot(
            along["cost"].to_numpy(),
            along["response"].to_numpy(),
            color=MID_GREY,
            linewidth=0.8,
            zorder=0,
        )
        words = ", ".join(
            level.replace("_", " ").replace("=", " ")
            for level in levels[setting]
            if level not in same
        )
        if words and len(levels) <= MOST_NAMED:
            above = 2 * number < len(
                levels
            )  # the first half at their left ends, the others under their right ends
            end = along.iloc[0 if above else -1]
            axes.annotate(words, (end["cost"], end["response"]), xytext=(0, 9 if above else -17),
                          textcoords="offset points", fontsize=SMALL - 1, color=DARK_GREY,
                          ha="left" if above else "right")  # fmt: skip


def counts(found: SweepFindings) -> list[tuple[str, int, int]]:
    """Of each option whose cost is known whole: its title, at how many settings another beats it, and of how many."""
    return [
        (found.options.get(str(option), str(option)), int((part["dominated_by"] != "").sum()), len(part))
        for option, part in found.frontier.groupby("option", sort=False)
        if not part["apart"].any()
    ]  # fmt: skip


def finding(found: SweepFindings) -> str:
    """Which options are beaten by none, whatever the setting."""
    never = [f"“{title}”" for title, beaten, _ in counts(found) if not beaten]
    always = [f"“{title}”" for title, beaten, all_of in counts(found) if beaten == all_of]
    if len(counts(found)) < 2:
        return "Cost against response: too few options have a cost that is known whole, so none is called beaten"
    settings = int(np.max([n for *_, n in counts(found)]))
    words = [f"beaten at none of {counted(settings, 'setting')}: {joined(never)}"] if never else []
    words += [f"beaten at all: {joined(always)}"] if always else []
    found_words = "; ".join(words) or "which option is beaten hangs on the setting"
    return "Cost against response: " + found_words


def alt(found: SweepFindings) -> str:
    """What the picture shows, in words."""
    said = "; ".join(f"{title} is beaten at {n} of {total}" for title, n, total in counts(found))
    table, say = found.frontier, say_in(found.response_unit)
    said = said or "No option is compared, since costs are known in part"
    return (
        f"Dots of net cost a year ({pounds(table['cost'].min())} to {pounds(table['cost'].max())}) against "
        f"{found.response} ({say(table['response'].min())} to {say(table['response'].max())}). {said}."
    )
