"""Figure 14c: cost against response of every option at every setting of a sweep, those beaten there marked."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

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
from results.figures.sweep_panels import said
from results.figures.sweep_still import ROUNDING
from results.figures.sweep_tornado import findings_of
from results.figures.wording import counted, joined, pounds, sentence, wrapped
from results.pack import Pack, SweepFindings

COLOURS = (DARK_BLUE, ORANGE, TURQUOISE, DARK_PINK, LIGHT_BLUE)
MARKERS, SIGNS = ("o", "s", "^", "D", "v", "P"), "●■▲◆▼✚"
LEFT_IN, PLOT_IN, GAP_IN, BELOW_IN, LINE_IN, KEY_IN = 1.2, 6.2, 0.6, 0.45, 0.19, 7.62
LETTERS = {1: 80, 2: 36}
"""In a line above a panel, by how many panels stand side by side."""
LETTER_IN = 0.078
"""The width of a letter of what runs up."""
MOST_PANELS = 6
"""Settings that have a panel each; more are drawn in one."""
IN_PART = "not compared, as costs are known in part"


def sweep_frontier(pack: Pack) -> Figure:
    """A dot a point: net cost a year across, response up; hollow where another option beats it at the same setting."""
    found = findings_of(pack)
    table = found.frontier
    if is_flat(found):
        return _in_words(pack, found)
    panels = list(panels_of(found))
    across = min(len(panels), 2)
    down = -(-len(panels) // across)
    heads = [head_of(levels, LETTERS[across]) for levels, _ in panels]
    above = LINE_IN * (max(head.count("\n") for head in heads) + 1) + 0.2
    tall = 3.6 if down == 1 else 2.3
    height = STAMP_IN + FOOT_IN + down * (above + tall + BELOW_IN) + 0.4
    wide = (PLOT_IN - GAP_IN * (across - 1)) / across
    with house_style():
        drawing = sheet_of(pack, height, "Figure 14c")
        first: Axes | None = None
        for number, (head, (_, part)) in enumerate(zip(heads, panels, strict=True)):
            row, column = divmod(number, across)
            up = height - STAMP_IN - (row + 1) * (above + tall) - row * BELOW_IN
            axes = axes_at(drawing, LEFT_IN + column * (wide + GAP_IN), up, wide, tall)
            dots(axes, part, list(found.options))
            dress(axes, head)
            if first is None:
                first = axes
            else:
                axes.sharex(first)
                axes.sharey(first)
                axes.tick_params(labelleft=column == 0)
        assert first is not None
        first.margins(x=0.12, y=0.16)
        first.autoscale_view()
        mark(first.xaxis, "GBP per year", 2 if across > 1 else 5)
        mark(first.yaxis, found.response_unit)
        name_axes(drawing, found, height)
        name_options(drawing, found, table, height)
    return Figure(
        "sweep_frontier",
        "14c",
        finding(found),
        alt(found),
        "Each dot is an option at one setting of the factors; hollow where another option costs no more and is no "
        "worse at that same setting, since nobody can choose the setting. "
        f"{together_words(found)}Means over replications. "
        f"{pack.region.attribution}",
        drawing,
    )


def is_flat(found: SweepFindings) -> bool:
    """Whether no option and no setting moves the response at all."""
    response = found.frontier["response"].to_numpy(dtype=float)
    return bool(np.ptp(response) <= ROUNDING * max(1.0, float(np.abs(response).max())))


def flat_words(found: SweepFindings) -> str:
    """What the response is, and that nothing moves it."""
    value = say_in(found.response_unit)(float(found.frontier["response"].iloc[0]))
    return (
        f"{sentence(found.response)} is {value} with every option at every setting: no factor of this sweep and no "
        "option moves it at all, so cost cannot be held against it"
    )


def _in_words(pack: Pack, found: SweepFindings) -> Figure:
    """The same without a chart."""
    lines = wrapped(f"Not drawn. {flat_words(found)}.", 130)
    height = STAMP_IN + FOOT_IN + 0.3 * (lines.count("\n") + 2)
    with house_style():
        drawing = sheet_of(pack, height, "Figure 14c")
        drawing.text(
            0.12 / WIDTH_IN, (height - STAMP_IN - 0.2) / height, lines, fontsize=SMALL, va="top"
        )
    words = flat_words(found)
    return Figure(
        "sweep_frontier", "14c", words, f"{words}.", f"Means over replications. {pack.region.attribution}", drawing
    )  # fmt: skip


def panels_of(found: SweepFindings) -> Iterator[tuple[dict[str, str], pd.DataFrame]]:
    """A setting each, with the levels that set it apart from the others by factor; where they are many, all in one."""
    by_setting = list(found.frontier.groupby("setting", sort=False))
    if len(by_setting) > MOST_PANELS:
        yield {f"All {len(by_setting)} settings": ""}, found.frontier
        return
    levels = [levels_of(str(setting)) for setting, _ in by_setting]
    for mine, (_, part) in zip(levels, by_setting, strict=True):
        apart = {
            found.factors.get(key, key.replace("_", " ")): level
            for key, level in mine.items()
            if len({other.get(key) for other in levels}) > 1
        }
        yield apart, part


def head_of(levels: dict[str, str], letters: int) -> str:
    """What stands above a panel: a factor's name, cut if need be, and its level whole."""
    return "\n".join(
        wrapped(factor, letters, 2) + (f": {level}" if level else "")
        for factor, level in levels.items()
    )


def levels_of(setting: str) -> dict[str, str]:
    """The levels of a setting by factor, as words."""
    pairs = (pair.partition("=") for pair in setting.split(";") if "=" in pair)
    return {key: said(level) for key, _, level in pairs}


def dots(axes: Axes, part: pd.DataFrame, options: Sequence[str]) -> None:
    """The dots of each option, hollow where it is beaten."""
    for option, mine in part.groupby("option", sort=False):
        colour, marker = look(options, str(option))
        beaten = (mine["dominated_by"] != "").to_numpy()
        for there, face in ((beaten, "white"), (~beaten, colour)):
            axes.plot(mine["cost"].to_numpy()[there], mine["response"].to_numpy()[there], linestyle="none",
                      marker=marker, markersize=7, markerfacecolor=face, markeredgecolor=colour,
                      markeredgewidth=1.5)  # fmt: skip


def look(options: Sequence[str], option: str) -> tuple[str, str]:
    """The colour and the shape of an option's dots."""
    number = options.index(option) if option in options else 0
    return COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]


def dress(axes: Axes, head: str) -> None:
    """The frame of a panel, and the setting above it."""
    axes.set_title(head, loc="left", fontsize=SMALL, pad=6)
    axes.tick_params(labelsize=SMALL)
    for side in ("right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(MID_GREY)


def name_axes(drawing: Drawing, found: SweepFindings, height: float) -> None:
    """What runs across and what runs up, once for all panels."""
    way = "higher" if found.more_is_better else "lower"
    runs_up = sentence(found.response.removeprefix("the "))
    letters = max(44, int((height - STAMP_IN - FOOT_IN) / LETTER_IN))
    up = wrapped(f"{runs_up} ({unit_words(found.response_unit)}), {way} is better", letters)
    drawing.text(0.14 / WIDTH_IN, (FOOT_IN + (height - STAMP_IN - FOOT_IN) / 2) / height, up, fontsize=SMALL,
                 rotation=90, va="center", ha="left", color=DARK_GREY)  # fmt: skip
    drawing.text((LEFT_IN + PLOT_IN / 2) / WIDTH_IN, (FOOT_IN + 0.1) / height,
                 "Net cost a year of what the study itemises", fontsize=SMALL, ha="center")  # fmt: skip


def name_options(
    drawing: Drawing, found: SweepFindings, table: pd.DataFrame, height: float
) -> None:
    """The options by their dots, beside the panels, with how often each is beaten."""
    compared = counts(found)
    up = height - STAMP_IN - 0.6
    for option, part in table.groupby("option", sort=False):
        colour, marker = look(list(found.options), str(option))
        beaten = int((part["dominated_by"] != "").sum())
        in_part = bool(part["apart"].any()) or len(compared) < 2
        words = f"{found.options.get(str(option), str(option))}: " + (
            IN_PART if in_part else f"beaten at {beaten} of {counted(len(part), 'setting')}"
        )
        broken = wrapped(words, 40, 3)
        drawing.text((KEY_IN + 0.2) / WIDTH_IN, up / height, broken, fontsize=SMALL, va="top",
                     color=colour)  # fmt: skip
        drawing.text(KEY_IN / WIDTH_IN, (up - 0.02) / height, SIGNS[MARKERS.index(marker)],
                     fontsize=SMALL, va="top", color=colour)  # fmt: skip
        up -= LINE_IN * (broken.count("\n") + 1) + 0.16


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
    drawn = sentence(found.response)
    by = [drawn[:1].lower() + drawn[1:], *others_of(found)]
    judged = f"; judged by {joined(by)} together" if len(by) > 1 else ""
    worse = (
        list(dict.fromkeys(one for *_, why in held_back(found) for one in why)) if judged else []
    )
    if worse:
        judged = f"; what is cheaper and better in {by[0]} is worse in {joined(worse)}"
    return f"Cost against response: {found_words}{judged}"


def others_of(found: SweepFindings) -> list[str]:
    """The responses by which options are judged and that are not drawn, in words."""
    said = dict.fromkeys(found.judged["said"]) if len(found.judged) else {}
    return [str(one) for one in said if one != found.response]


def together_words(found: SweepFindings) -> str:
    """That more than what is drawn decides, and where a dot that is cheaper and better beats nobody for it."""
    others = others_of(found)
    if not others:
        return ""
    told = [
        f"{titled(found, better)} costs no more than {titled(found, mine)} and is no worse in what is drawn at {n} of "
        f"{counted(of, 'setting')}, and does not beat it, since it is worse in {joined(why)}"
        for better, mine, n, of, why in held_back(found)
    ]
    says = "; ".join(told)
    return (
        f"Drawn is {found.response} alone; one option beats another only if it is no worse in {joined(others)} either. "
        f"{sentence(says) + '. ' if says else ''}"
    )


def titled(found: SweepFindings, option: str) -> str:
    """An option's title, as a name."""
    return f"“{found.options.get(option, option)}”"


def held_back(found: SweepFindings) -> Iterator[tuple[str, str, int, int, list[str]]]:
    """Pairs of options of which one is cheaper and better in what is drawn and yet beats not the other: at how many
    settings, of how many, and in which other responses it is worse there."""
    compared = found.frontier[~found.frontier["apart"].to_numpy(dtype=bool)]
    settings = compared["setting"].nunique()
    unbeaten = unbeaten_though_dearer(compared, found.more_is_better)
    for names, part in unbeaten.groupby(["option_other", "option"], sort=False):
        better, mine = map(str, names)
        if why := worse_in(found, part):
            yield better, mine, len(part), settings, why


def unbeaten_though_dearer(compared: pd.DataFrame, more_is_better: bool) -> pd.DataFrame:
    """Dots that nothing beats, each with every other at its setting that is no dearer and no worse in what is drawn."""
    pairs = compared.merge(compared, on="setting", suffixes=("", "_other"))
    gain = pairs["response_other"] - pairs["response"]
    no_worse = gain >= 0 if more_is_better else gain <= 0
    no_dearer = pairs["cost_other"] <= pairs["cost"]
    apart = (pairs["cost"] != pairs["cost_other"]) | (gain != 0)
    another, unbeaten = pairs["option"] != pairs["option_other"], pairs["dominated_by"] == ""
    return pairs[(another & unbeaten & no_dearer & no_worse & apart).to_numpy(dtype=bool)]


def worse_in(found: SweepFindings, part: pd.DataFrame) -> list[str]:
    """The responses that are not drawn in which the cheaper of some pairs is worse at one setting or more."""
    values = found.judged.set_index(["said", "scenario"])["value"].to_dict()
    more_is_better = dict(zip(found.judged["said"], found.judged["more"], strict=True))
    pairs = list(zip(part["scenario"], part["scenario_other"], strict=True))

    def loss(said: str, mine: str, cheaper: str) -> float:
        change = float(values[said, cheaper] - values[said, mine])
        return -change if more_is_better[said] else change

    return [said for said in others_of(found) if any(loss(said, *pair) > 0 for pair in pairs)]


def alt(found: SweepFindings) -> str:
    """What the picture shows, in words."""
    told = "; ".join(f"{title} is beaten at {n} of {total}" for title, n, total in counts(found))
    table, say = found.frontier, say_in(found.response_unit)
    told = told or "No option is compared, since costs are known in part"
    words = (
        f"Dots of net cost a year ({pounds(table['cost'].min())} to {pounds(table['cost'].max())}) against "
        f"{found.response} ({say(table['response'].min())} to {say(table['response'].max())}). {told}. "
        f"{together_words(found)}"
    )
    return words.strip()
