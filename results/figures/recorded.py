"""Figure 15a: what the model finds against what was recorded, each figure as a share of the record."""

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from results.figures.bid_check import NEAR, amount, rows_of_bid, text
from results.figures.figure import Figure, even_rows
from results.figures.references import see
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    PALE_GREY,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import UNCERTAINTY, counted, known, percent, wrapped
from results.pack import Pack

LEFT_IN, RIGHT_IN, ROW_IN, HEAD_IN, AXIS_IN = 4.5, 2.7, 0.5, 0.35, 0.75
LETTERS, WIDEST = 58, 2.0
TOLERANCE = "a tenth, or what the study says"


@dataclass(frozen=True)
class Recorded:
    """A recorded figure and the model's, with its interval.

    `met`: the interval comes within the figure's tolerance and is no wider than that band, the rule of the bid check.
    """

    title: str
    record: float
    model: float
    low: float
    high: float
    unit: str
    met: bool
    wide: bool = False
    """Whether the interval comes as near and is wider than the band, so that it cannot tell."""

    @property
    def ratio(self) -> float:
        """The model's as a share of the record."""
        return self.model / self.record

    @property
    def has_interval(self) -> bool:
        """Whether there were replications enough for one; one that is the same every time has no width, too."""
        return self.low < self.high

    @property
    def held(self) -> bool:
        """Whether the interval holds the published figure itself."""
        return self.low <= self.record <= self.high


def recorded_figures(pack: Pack) -> list[Recorded]:
    """What a record or a bid says of one option by itself, and the model measured; money is left to Table 12h."""
    found = []
    for row in rows_of_bid(pack):
        if text(row.get("of")) != "value" or str(row["unit"]).lower().startswith(("gbp", "£")):
            continue
        record, model = float(row["bid_value"]), float(row["model_value"])
        if known(record) and known(model) and record > 0:
            found.append(_one(row, record, model))
    return found


def _one(row: dict[str, Any], record: float, model: float) -> Recorded:
    low, high = float(row.get("low", model)), float(row.get("high", model))
    if not (known(low) and known(high)):
        low = high = model
    met, wide = row["verdict"] == "reproduced", row["verdict"] == "cannot_tell"
    return Recorded(str(row["figure"]), record, model, low, high, str(row["unit"]), met, wide)


def recorded(pack: Pack) -> Figure:
    """A row a figure: a dot for the model, its interval, and a band of a tenth either side of the record."""
    found = recorded_figures(pack)
    with house_style():
        height = STAMP_IN + HEAD_IN + max(len(found), 1) * ROW_IN + AXIS_IN + FOOT_IN
        drawing = sheet_of(pack, height, "Figure 15a")
        wide = WIDTH_IN - LEFT_IN - RIGHT_IN
        axes = axes_at(drawing, LEFT_IN, FOOT_IN + AXIS_IN, wide, max(len(found), 1) * ROW_IN)
        _draw(axes, found)
        for row, one in enumerate(found):
            up = (FOOT_IN + AXIS_IN + (len(found) - row - 0.5) * ROW_IN) / height
            drawing.text(
                0.12 / WIDTH_IN, up, wrapped(one.title, LETTERS, 2), va="center", fontsize=SMALL
            )
            drawing.text(
                1 - (RIGHT_IN - 0.15) / WIDTH_IN, up, _numbers(one), va="center", fontsize=SMALL
            )
    return Figure(
        "recorded",
        "15a",
        _finding(found),
        _alt(found),
        f"{_dots_note(found)} Grey band: a tenth either way. It may be of another year, place or clock than is modelled"
        f"{see(pack, 'bid_check', '; ', ' says where each is from, and has the sums of money')}. "
        f"{pack.region.attribution}",
        drawing,
        rows=even_rows(STAMP_IN + HEAD_IN, ROW_IN, len(found)),
    )


def _dots_note(found: list[Recorded]) -> str:
    """What dot, whisker and filling are; where nothing has an interval, no whisker is spoken of."""
    near = "comes within a tenth of the published figure, or the tolerance that the study declares"
    if not any(one.has_interval for one in found):
        return (
            f"Dot: the model’s one value, without an interval; filled where it {near}, else hollow."
        )
    return (
        f"Dot: the model, mean of its replications; whisker: its interval, {UNCERTAINTY}; filled where the interval "
        f"{near}, and is no wider than that band, else hollow."
    )


def _draw(axes: Axes, found: list[Recorded]) -> None:
    most = min(max([1.25, *(one.high / one.record for one in found)]), WIDEST)
    axes.set(xlim=(0, most * 1.03), ylim=(len(found) or 1, 0))
    axes.axvspan(1 - NEAR, 1 + NEAR, facecolor=PALE_GREY, edgecolor="none", zorder=0)
    axes.axvline(1, color=DARK_GREY, linewidth=1.2)
    for row, one in enumerate(found):
        ends = [min(end / one.record, most) for end in (one.low, one.high)]
        axes.plot(ends, [row + 0.5] * 2, color=DARK_GREY, linewidth=1.4)
        colour = DARK_BLUE if one.met else DARK_PINK
        axes.plot(
            [min(one.ratio, most)], [row + 0.5], marker="o" if one.ratio <= most else ">",
            markersize=9, linestyle="none",
            markeredgewidth=1.8, markeredgecolor=colour, markerfacecolor=colour if one.met else "white", zorder=3,
        )  # fmt: skip
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_xlabel("The model as a share of the published figure (100%: the same)", fontsize=SMALL)


def _numbers(one: Recorded) -> str:
    return f"model {amount(one.model, one.unit)}\npublished {amount(one.record, one.unit)}"


def _finding(found: list[Recorded]) -> str:
    if not found:
        return "No published figure was held against the model, so that none is clear"
    far = max(found, key=lambda one: abs(one.ratio - 1))
    way = "more" if far.ratio > 1 else "less"
    said = f"Of {counted(len(found), 'published figure')} {met_and_held(found)}"
    sure = f" ({UNCERTAINTY})" if any(one.has_interval for one in found) else ""
    return f"{said}; the farthest is {percent(abs(far.ratio - 1))} {way} than published{sure}"


def met_and_held(found: list[Recorded]) -> str:
    """Of how many the model comes near enough, and apart from that of how many its interval holds the figure itself."""
    met = sum(one.met for one in found)
    if not any(one.has_interval for one in found):
        return f"the model comes within the tolerance ({TOLERANCE}) of {met}, by one value without an interval"
    held, wide = sum(one.held for one in found), sum(one.wide for one in found)
    too_wide = f", is too wide to tell of {wide}" if wide else ""
    return (
        f"the model’s interval comes within the tolerance ({TOLERANCE}) of {met}{too_wide}, and holds the published "
        f"figure itself in {held}"
    )


def _alt(found: list[Recorded]) -> str:
    told = [
        f"{one.title}: model {amount(one.model, one.unit)}, published {amount(one.record, one.unit)}, "
        f"{'within the tolerance' if one.met else 'not within the tolerance'}"
        for one in found
    ]
    return f"A row a published figure, a dot for the model’s share of it. {'; '.join(told) or 'Nothing is drawn'}."
