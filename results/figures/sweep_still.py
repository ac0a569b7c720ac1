"""Answers of a sweep that none of its factors moves at all: they are told in words, and no chart of them is drawn."""

from __future__ import annotations

from matplotlib.figure import Figure as Drawing

from results.figures.quantities import say_change_in, say_in, unit_after
from results.figures.style import SMALL, WIDTH_IN
from results.figures.wording import counted, signed, wrapped
from results.pack import SweepFindings, SweptAnswer

ROUNDING = 1e-9
"""Of sums: what differs by less is the same."""
LINE_IN, LETTERS = 0.24, 130


def is_still(answer: SweptAnswer) -> bool:
    """Whether an answer was measured and is the same at every setting and in every replication."""
    table = answer.points
    if len(table) < 2:
        return False
    ends = table[["mean", "low", "high"]].to_numpy(dtype=float)
    size = max(1.0, float(abs(table["mean"]).max()))
    across = float(table["mean"].max() - table["mean"].min())
    known = ends[~(ends != ends).any(axis=1)]
    luck = float((known[:, 2] - known[:, 1]).max()) if answer.difference and len(known) else 0.0
    return max(across, luck) <= ROUNDING * size


def still_words(answer: SweptAnswer, found: SweepFindings) -> str:
    """What such an answer is, and that nothing here moves it."""
    value = float(answer.points["mean"].iloc[0])
    say = say_change_in(answer.unit) if answer.difference else say_in(answer.unit)
    words = signed(say(abs(value)), value) if answer.difference else say(value)
    unit = unit_after(answer.unit, found.days)
    told = f"{words} {unit}" if unit else words
    told = "no change" if answer.difference and abs(value) <= ROUNDING else told
    return (
        f"{answer.title}: {told} at each of {counted(len(answer.points), 'setting')}; no factor of this sweep moves "
        "it at all"
    )


def lines_of(found: SweepFindings) -> list[str]:
    """A line or two for each answer that does not move, as they stand in a figure."""
    said = [f"Not drawn. {still_words(a, found)}." for a in found.answers if is_still(a)]
    return [line for words in said for line in wrapped(words, LETTERS).split("\n")]


def still_in(found: SweepFindings) -> float:
    """How tall those lines are together, in inches."""
    lines = lines_of(found)
    return LINE_IN * (len(lines) + 1) if lines else 0.0


def write_still(drawing: Drawing, found: SweepFindings, top_in: float) -> None:
    """Write the lines from so many inches above the foot of a figure downwards."""
    height = drawing.get_size_inches()[1]
    for place, line in enumerate(lines_of(found)):
        drawing.text(
            0.12 / WIDTH_IN,
            (top_in - LINE_IN * (place + 0.8)) / height,
            line,
            fontsize=SMALL,
            va="center",
        )
