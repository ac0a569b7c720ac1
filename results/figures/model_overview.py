"""Figure A: the stages of a call in the model, with the study's own numbers."""

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from results.figures.figure import Figure
from results.figures.references import see
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    FOOT_IN,
    NORMAL,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import counted, wrapped
from results.pack import Pack, Stage

BOX_IN, TALL_IN, GAP_IN, SIDE_IN = 1.5, 1.75, 0.32, 0.12
UNDER_IN = 1.0
WAIT, AGAIN = "no unit free: waits in turn", "a unit that is free can be sent again"
CONTROL, DRIVING = 1, 2
"""Places of these stages in the row."""


def model_overview(pack: Pack) -> Figure:
    """A box a stage from the call to being free again, arrows between them, waiting and being sent again below."""
    stages = pack.model.stages if pack.model else ()
    with house_style():
        height = STAMP_IN + 0.25 + TALL_IN + UNDER_IN + FOOT_IN
        drawing = sheet_of(pack, height, "Figure A")
        axes = axes_at(drawing, 0, FOOT_IN, WIDTH_IN, TALL_IN + UNDER_IN)
        axes.set(xlim=(0, WIDTH_IN), ylim=(0, TALL_IN + UNDER_IN))
        axes.axis("off")
        wide = _width(len(stages))
        for place, stage in enumerate(stages):
            _box(axes, stage, _left(place, wide), wide)
            if place:
                at = _left(place, wide)
                _arrow(axes, (at - GAP_IN, UNDER_IN + TALL_IN / 2), (at, UNDER_IN + TALL_IN / 2))
        if len(stages) > DRIVING:
            _below(axes, CONTROL, CONTROL, wide, WAIT, 0.68)
            _below(axes, len(stages) - 1, DRIVING, wide, AGAIN, 0.3)
    return Figure(
        "model_overview",
        "A",
        f"The model: {counted(len(stages), 'stage')} of a call, from ringing to being free again"
        if stages
        else "No clear model was described",
        _alt(stages),
        f"Numbers are those of “{pack.baseline.title}”"
        f"{see(pack, 'model_description', '; ', ' describes the model item by item')}. "
        f"{pack.region.attribution}",
        drawing,
    )


def _width(number: int) -> float:
    """As wide as the boxes can be so that all stand in a row."""
    number = max(number, 1)
    return min(BOX_IN, (WIDTH_IN - 2 * SIDE_IN - (number - 1) * GAP_IN) / number)


def _left(place: int, wide: float) -> float:
    return SIDE_IN + place * (wide + GAP_IN)


def _box(axes: Axes, stage: Stage, left: float, wide: float) -> None:
    """A stage: its title above, below it what the study has."""
    axes.add_patch(
        FancyBboxPatch(
            (left + 0.04, UNDER_IN), wide - 0.08, TALL_IN - 0.06, boxstyle="round,pad=0.02",
            facecolor="white", edgecolor=DARK_BLUE, linewidth=1.6,
        )
    )  # fmt: skip
    letters = int(wide * 11.5)
    lines = "\n".join(wrapped(line, letters + 1) for line in stage.lines)
    top = UNDER_IN + TALL_IN - 0.16
    axes.text(
        left + wide / 2, top, wrapped(stage.title, letters), ha="center", va="top", fontsize=NORMAL,
        fontweight="bold", color=DARK_BLUE, linespacing=1.15,
    )  # fmt: skip
    axes.text(
        left + wide / 2, top - 0.46, lines, ha="center", va="top", fontsize=SMALL, linespacing=1.25
    )


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], style: str = "-"
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=13, color=DARK_GREY, linewidth=1.4,
            linestyle=style, shrinkA=0, shrinkB=0,
        )
    )  # fmt: skip


def _below(axes: Axes, start: int, end: int, wide: float, words: str, up: float) -> None:
    """A way back below the boxes: down from one stage, along, and up into another."""
    leave = _left(start, wide) + wide * 0.66
    enter = _left(end, wide) + wide * 0.34
    axes.plot(
        [leave, leave, enter],
        [UNDER_IN - 0.03, up, up],
        color=DARK_GREY,
        linewidth=1.4,
        linestyle="--",
    )
    _arrow(axes, (enter, up), (enter, UNDER_IN - 0.03))
    axes.text(
        (leave + enter) / 2,
        up - 0.06,
        words,
        ha="center",
        va="top",
        fontsize=SMALL,
        color=DARK_GREY,
    )


def _alt(stages: tuple[Stage, ...]) -> str:
    told = [f"{stage.title} ({', '.join(stage.lines)})" for stage in stages]
    return (
        f"Boxes in a row with arrows between them: {'; then '.join(told)}. Below: {WAIT}; {AGAIN}."
    )
