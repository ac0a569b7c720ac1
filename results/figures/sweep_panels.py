"""Figure 14: each answer over the factors of a sweep, small multiples: does it hold wherever the inputs lie?"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.figures.figure import Figure
from results.figures.headline import Headline
from results.figures.interval_words import sooner_interval
from results.figures.quantities import mark, say_change_in, say_in, unit_after, unit_words
from results.figures.reading import Gap
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    MID_BLUE,
    MID_GREY,
    ORANGE,
    PALE_BLUE,
    SMALL,
    STAMP_IN,
    TURQUOISE,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.sweep_still import is_still, still_in, still_words, write_still
from results.figures.sweep_tornado import NOTHING, finding_of, findings_of, lost_words
from results.figures.wording import UNCERTAINTY, counted, joined, known, signed, wrapped
from results.pack import Pack, SweepFindings, SweptAnswer
from scenarios.sweep import OPTION

LEFT_IN, GAP_IN, TALL_IN, HEAD_IN, AXIS_IN = 1.1, 0.35, 2.3, 0.95, 0.9
MOST_PANELS, MOST_LINES = 4, 4
APART = 0.22
COLOURS = (DARK_BLUE, ORANGE, TURQUOISE, DARK_PINK)
MARKERS = ("o", "s", "^", "D")
LETTERS_AN_INCH = 12.5
"""Of the small print, so that titles of panels beside each other do not meet."""


def answers_drawn(pack: Pack) -> tuple[SweptAnswer, ...]:
    """The answers that have points to draw and that something moves; none where the pack is of no sweep."""
    return _moving(pack.sweep) if pack.sweep else ()


def _moving(found: SweepFindings) -> tuple[SweptAnswer, ...]:
    return tuple(one for one in found.answers if len(one.points) and not is_still(one))


def answer_panels(pack: Pack, place: int) -> Figure:
    """One answer of several by itself, so that its letters stay legible in print; places count from 1.

    What nothing moves is told above the first.
    """
    found = findings_of(pack)
    still = tuple(one for one in found.answers if is_still(one)) if place == 1 else ()
    return panels_drawn(pack, replace(found, answers=(_moving(found)[place - 1], *still)), place)


def sweep_panels(pack: Pack) -> Figure:
    """A row an answer; its panels are a second factor's levels over a grid, else one a factor."""
    return panels_drawn(pack, findings_of(pack))


def panels_drawn(pack: Pack, found: SweepFindings, place: int = 0) -> Figure:
    """The panels of some answers; of one alone with its place in the figure's name and number."""
    name, number = ("sweep_panels", "14")
    if place:
        name, number = f"{name}_{place}", f"{number}.{place}"
    shown = _moving(found)
    height = STAMP_IN + FOOT_IN + len(shown) * (HEAD_IN + TALL_IN + AXIS_IN) + still_in(found)
    with house_style():
        drawing = sheet_of(pack, height, f"Figure {number}")
        top = height - STAMP_IN
        write_still(drawing, found, top)
        top -= still_in(found)
        for answer in shown:
            top -= HEAD_IN
            unit = unit_words(answer.unit, change=answer.difference)
            drawing.text(0.12 / WIDTH_IN, (top + 0.75) / height,
                         wrapped(f"{answer.title}: {answer.of} ({unit})", 105, 2),
                         fontweight="bold", fontsize=SMALL + 0.5, va="center")  # fmt: skip
            panels = panels_of(answer, found)
            wide = (WIDTH_IN - LEFT_IN - 0.2 - GAP_IN * (len(panels) - 1)) / len(panels)
            bottom, first = top - TALL_IN, None
            for place, panel in enumerate(panels):
                axes = axes_at(drawing, LEFT_IN + place * (wide + GAP_IN), bottom, wide, TALL_IN)
                panel.draw(axes, answer, int(wide * LETTERS_AN_INCH))
                if place == len(panels) - 1:
                    panel.name_lines(axes)
                if first is None:
                    first = axes
                else:
                    axes.sharey(first)
                    axes.tick_params(labelleft=False)
            if first is not None:
                mark(first.yaxis, answer.unit, change=answer.difference)
            top = bottom - AXIS_IN
    return Figure(
        name,
        number,
        finding(found),
        alt(found),
        f"{found.design_words[:1].upper() + found.design_words[1:]}: {counted(found.points, 'point')}, "
        f"{counted(found.replications, 'replication')} each, on the same calls; bars are {UNCERTAINTY}. "
        f"{lost_words(found)}A line that stays on one side of nought says that the finding does not hang on the "
        f"assumed inputs swept here; it says nothing of inputs that were not. {pack.region.attribution}",
        drawing,
    )


class Panel:
    """Points of an answer along one factor: lines by a third factor over a grid, else a cloud."""

    def __init__(
        self,
        title: str,
        factor: str,
        lines: Sequence[tuple[str, pd.DataFrame]],
        cloud: bool,
        beside: str = "",
        level: str = "",
        third: str = "",
    ) -> None:
        self.title, self.factor, self.lines, self.cloud = title, factor, lines, cloud
        self.beside, self.level, self.third = beside, level, third

    def draw(self, axes: Axes, answer: SweptAnswer, letters: int) -> None:
        """Draw the panel; `letters` is how many a line above or below it holds."""
        words: list[str] = []
        for number, (_, table) in enumerate(self.lines):
            x, words = places(table[self.factor], words)
            if words:  # lines side by side, so that their intervals can be told apart
                x = [at + APART * (number - (len(self.lines) - 1) / 2) for at in x]
            mean, low, high = (table[key].to_numpy(dtype=float) for key in ("mean", "low", "high"))
            colour = COLOURS[number % len(COLOURS)]
            if not np.isnan(low).all():
                axes.vlines(x, low, high, color=PALE_BLUE if self.cloud else colour, linewidth=1.4)
            axes.plot(x, mean, marker=MARKERS[number % len(MARKERS)], markersize=4 if self.cloud else 6,
                      color=MID_BLUE if self.cloud else colour,
                      linestyle="none" if self.cloud or words else "-")  # fmt: skip
        if answer.difference:
            axes.axhline(0, color=DARK_GREY, linewidth=1)
        if words:
            axes.set_xticks(range(len(words)), [wrapped(word, 14, 2) for word in words])
            axes.set_xlim(-0.5, len(words) - 0.5)
        else:
            axes.margins(x=0.12)
            axes.locator_params(axis="x", nbins=4)
        axes.margins(y=0.18)
        axes.tick_params(labelsize=SMALL)
        axes.set_xlabel(wrapped(self.title, min(letters, 60), 3), fontsize=SMALL)
        axes.set_title(self.above(letters), loc="left", fontsize=SMALL, pad=6)
        for side in ("right", "top"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(MID_GREY)

    def above(self, letters: int) -> str:
        """The level that the panel is of, under its factor's name, which is cut where there is no room."""
        if not self.beside:
            return ""
        room = letters - len(self.level) - 2
        return f"{wrapped(self.beside, room, 1 if self.third else 2)}: {self.level}"

    def name_lines(self, axes: Axes) -> None:
        """Say what the lines are, once for all panels, above the last."""
        if len(self.lines) < 2:
            return
        for number, (name, _) in enumerate(self.lines):
            axes.plot([], [], marker=MARKERS[number % len(MARKERS)], color=COLOURS[number % len(COLOURS)],
                      linestyle="none", markersize=6, label=name)  # fmt: skip
        shown = axes.legend(
            fontsize=SMALL, frameon=False, ncols=len(self.lines), loc="lower right",
            bbox_to_anchor=(1.0, 1.07), handletextpad=0.2, columnspacing=1.0, borderpad=0.0,
        )  # fmt: skip
        shown.set_in_layout(False)
        axes.annotate(wrapped(f"{self.third}:", 75, 1), (0.0, 0.5), xycoords=shown, xytext=(-6, 0),
                      textcoords="offset points", ha="right", va="center", fontsize=SMALL)  # fmt: skip


def places(levels: pd.Series, words: list[str]) -> tuple[list[float], list[str]]:
    """Where levels stand across a panel: numbers at their value, words side by side in their order."""
    if pd.api.types.is_numeric_dtype(levels):
        return levels.to_list(), words
    for level in map(str, levels):
        if level not in words:
            words.append(level)
    return [float(words.index(str(level))) for level in levels], words


def panels_of(answer: SweptAnswer, found: SweepFindings) -> list[Panel]:
    """The panels of an answer."""
    table, names = answer.points, list(found.factors)
    if found.design != "grid":
        some = [name for name in names if table[name].notna().any()][:MOST_PANELS]
        return [
            Panel(found.factors[name], name, [("", table[table[name].notna()].sort_values(name, kind="stable"))], True)
            for name in some
        ]  # fmt: skip
    names = [name for name in names if name in table]
    names = [name for name in names if len(set(table[name])) > 1] or names[:1]
    across = max(names, key=lambda name: (name == OPTION, pd.api.types.is_numeric_dtype(table[name]),
                                          table[name].nunique()))  # fmt: skip
    others = sorted(
        (name for name in names if name != across), key=lambda name: -table[name].nunique()
    )
    if not others:
        return [Panel(found.factors[across], across, [("", table)], False)]
    beside, rest = others[0], others[1:]
    panels = []
    for level, part in list(table.groupby(beside, sort=False))[:MOST_PANELS]:
        lines = [("", part)]
        if rest:
            lines = [(said(value), some)
                     for value, some in list(part.groupby(rest[0], sort=False))[:MOST_LINES]]  # fmt: skip
        third = found.factors[rest[0]] if rest else ""
        here = (found.factors[beside], said(level))
        panels.append(Panel(found.factors[across], across, lines, len(rest) > 1, *here, third))
    return panels


def said(level: object) -> str:
    """A level as a word."""
    return f"{level:g}" if isinstance(level, float | int) else str(level).replace("_", " ")


def finding(found: SweepFindings) -> str:
    """How far each answer ranges, and at how many points it is clear either way."""
    said = [range_words(answer, found) for answer in found.answers]
    return "; ".join(said) or "No answer was measured at any point"


def range_words(answer: SweptAnswer, found: SweepFindings) -> str:
    """How far an answer ranges, and at how many points it is clear either way; of money, what of its rates."""
    table = answer.points
    if not len(table):
        return f"{answer.title} was measured in every replication at no setting"
    if is_still(answer):
        return still_words(answer, found).replace("; ", ", ") + money_rates(answer, found)
    unit = unit_after(answer.unit, found.days)
    of_time = answer.difference and answer.unit == "s"  # then the words say it
    words = f"{answer.title}: {range_of(answer)}{f' {unit}' if unit and not of_time else ''}"
    words += f" over {counted(len(table), 'setting')}"
    words += f" (not measured at {answer.empty} more)" if answer.empty else ""
    if answer.difference:
        up, down = int((table["low"] > 0).sum()), int((table["high"] < 0).sum())
        if known(float(table["low"].iloc[0])):
            words += f", {clear_words(answer.unit, up, down, len(table))}"
    return words + money_rates(answer, found)


def money_rates(answer: SweptAnswer, found: SweepFindings) -> str:
    """Of an answer in money, whether its settings vary the rates that it is reckoned at."""
    if not answer.unit.startswith("GBP"):
        return ""
    if not found.rates:
        return ", all at the rates declared (no factor here is a rate: what other rates would do is not in it)"
    names = joined([f"“{title}”" for title in found.rates])
    return f", with the rates that {names} {'vary' if found.rates[1:] else 'varies'}, all others as declared"


def range_of(answer: SweptAnswer) -> str:
    """The least and most of an answer over a sweep; a change of a time says which way."""
    least, most = float(answer.points["mean"].min()), float(answer.points["mean"].max())
    if not answer.difference:
        say = say_in(answer.unit)
        return f"{say(least)} to {say(most)}"
    say = say_change_in(answer.unit)
    if answer.unit == "s":
        return sooner_interval(Gap((least + most) / 2, least, most, 2), which_way=True)
    return f"{signed(say(abs(least)), least)} to {signed(say(abs(most)), most)}"


def clear_words(unit: str, up: int, down: int, settings: int) -> str:
    """At how many settings a change is clear, and which way."""
    more, less = ("later", "sooner") if unit == "s" else ("more", "less")
    ways = ((f"clearly {more}", up), (f"clearly {less}", down), ("not clear", settings - up - down))
    some = [(way, number) for way, number in ways if number]
    if len(some) == 1:
        return f"{some[0][0]} at {'every setting' if settings > 1 else 'it'}"
    return joined([f"{way} at {number}" for way, number in some])


def alt(found: SweepFindings) -> str:
    """What the picture shows, in words."""
    return (
        "Small charts, a row for each answer, of the answer against the factors "
        f"{', '.join(found.factors.values())}. {finding(found)}."
    )


def sweep_headlines(pack: Pack) -> tuple[Headline, ...]:
    """How far each answer ranges, and what it hangs on most."""
    found = findings_of(pack)
    sure = f"{counted(found.replications, 'replication')} a point; intervals are {UNCERTAINTY}."
    if not found.answers:
        return (Headline(f"{finding(found)}.", sure), Headline(f"{NOTHING}.", ""))
    lines = [Headline(f"{range_words(answer, found)}.", sure) for answer in found.answers]
    lines += [Headline(f"{finding_of(answer, found)}.", "") for answer in found.answers]
    return tuple(lines)
