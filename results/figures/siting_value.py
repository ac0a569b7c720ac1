"""Figure 17b: what each combination of places brings against what it costs in a year, a mark for each size."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from results.figures.columns import dearer_or_cheaper
from results.figures.figure import Figure
from results.figures.ground import write_names
from results.figures.money import settled
from results.figures.reading import Gap, gap_of, mean_of
from results.figures.references import see
from results.figures.siting import CLOCK_STEPS
from results.figures.siting_costs import cost_finding, cost_words, moves, so_far, yearly_costs
from results.figures.siting_words import (
    OBJECTIVE,
    Row,
    amount,
    axis_words,
    by_size,
    change_words,
    gap_of_row,
    objective_words,
    siting_of,
    size,
    tick_words,
    unit_after,
)
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    MID_GREY,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import UNCERTAINTY, joined, named, pound_end, sentence, spread
from results.pack import Pack, Siting

SHAPES = ("o", "s", "^", "P", "v", "X")
"""One a size, again from the first after the sixth; numbers stand beside the best."""
FILLED = "filled: the best of its size"
LEFT_IN, PLOT_IN, TALL_IN, AXIS_IN, KEY_IN = 1.5, 9.3, 4.6, 0.66, 0.5


@dataclass(frozen=True)
class Spot:
    """A combination as it is drawn: its cost beyond what it is added to, and its objective."""

    row: Row
    cost: Gap
    brings: Gap


def spots_of(pack: Pack) -> dict[int, list[Spot]]:
    """Each simulated combination whose cost was counted, by size, the best first."""
    found, costs = siting_of(pack), yearly_costs(pack)
    return {
        k: [
            Spot(one, cost, gap_of_row(one, OBJECTIVE))
            for one in part
            if (cost := costs.change(str(one["scenario"]))).measured
        ]
        for k, part in by_size(found)
    }


def siting_value(pack: Pack) -> Figure:
    """Cost to the right, the objective upwards; whiskers of both; the best of each size filled and named."""
    found, spots = siting_of(pack), spots_of(pack)
    height = STAMP_IN + 0.1 + TALL_IN + AXIS_IN + KEY_IN + FOOT_IN
    with house_style():
        drawing = sheet_of(pack, height, "Figure 17b")
        axes = axes_at(drawing, LEFT_IN, FOOT_IN + KEY_IN + AXIS_IN, PLOT_IN, TALL_IN)
        for shape, part in zip(_shapes(len(spots)), spots.values(), strict=True):
            for spot in reversed(part):
                _dot(axes, spot, shape)
        if (now := without(pack)) is not None:
            axes.plot(
                [0.0],
                [now],
                marker="+",
                markersize=11,
                markeredgewidth=2.2,
                color="black",
                zorder=4,
            )
        _dress(axes, pack, found)
        _name(axes, spots, now)
        _key(drawing, spots, height)
    return Figure(
        "siting_value",
        "17b",
        value_finding(pack),
        _alt(pack, found, spots),
        f"Means over the replications that each combination was played, bars {UNCERTAINTY}; costs are against "
        f"“{pack.baseline.title}”{see(pack, 'siting_costs', '; ', ' says whose they are and what is in them')}. Bars "
        "of two combinations may overlap though one is clearly better: all met the same calls, and differences are "
        f"paired. The best are picked by the same replications, which flatters them a little. "
        f"{pack.region.attribution}",
        drawing,
    )


def _shapes(number: int) -> list[str]:
    return [SHAPES[place % len(SHAPES)] for place in range(number)]


def _dot(axes: Axes, spot: Spot, shape: str) -> None:
    """A mark with a whisker either way; filled where it is the best of its size."""
    best, asked = bool(spot.row["chosen"]), bool(spot.row["asked"])
    colour = DARK_BLUE if best else DARK_PINK if asked else DARK_GREY
    x, y = spot.cost.difference, spot.brings.difference
    thin: dict[str, Any] = {
        "color": colour,
        "linewidth": 1.4 if best else 0.7,
        "zorder": 3 if best else 2,
    }
    if spot.brings.has_interval:
        axes.plot([x, x], [spot.brings.low, spot.brings.high], **thin)
    if spot.cost.has_interval and spot.cost.low < spot.cost.high:
        axes.plot([spot.cost.low, spot.cost.high], [y, y], **thin)
    look = (
        named_look(colour)
        if asked and not best
        else {"markerfacecolor": colour if best else "white"}
    )
    axes.plot(
        [x], [y], marker=shape, markersize=9 if best else 7, markeredgecolor=colour, markeredgewidth=1.4,
        linestyle="none", zorder=5 if best else 4, **look,
    )  # fmt: skip


def named_look(colour: str) -> dict[str, Any]:
    """How a combination that the study names is told apart, without its colour too."""
    return {
        "markerfacecolor": colour,
        "color": colour,
        "fillstyle": "left",
        "markerfacecoloralt": "white",
    }


def _dress(axes: Axes, pack: Pack, found: Siting) -> None:
    """Axes with a line at no change of cost."""
    axes.margins(x=0.12, y=0.1)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, 0.0), max(high, 0.0))
    axes.axvline(0.0, color=MID_GREY, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.grid(visible=True)
    axes.xaxis.set_major_locator(MaxNLocator(7))
    axes.xaxis.set_major_formatter(lambda value, _: pound_end(value))
    steps = {"steps": CLOCK_STEPS} if found.unit == "s" else {}
    axes.yaxis.set_major_locator(MaxNLocator(6, **steps))
    axes.yaxis.set_major_formatter(tick_words(found))
    if not found.more:
        axes.invert_yaxis()
    axes.tick_params(labelsize=SMALL)
    for side in ("right", "top"):
        axes.spines[side].set_visible(False)
    axes.set_xlabel(f"Cost a year, all agencies, against “{pack.baseline.title}”", fontsize=SMALL)
    axes.set_title(
        sentence(axis_words(found)), loc="left", x=(0.12 - LEFT_IN) / PLOT_IN, fontsize=SMALL
    )


def without(pack: Pack) -> float | None:
    """The objective without any of the places; nothing where it was not measured. A difference is from there."""
    found = siting_of(pack)
    runs = found.runs.get(pack.baseline.name, {})
    return 0.0 if found.difference else mean_of(dict(runs)) if runs else None


def _name(axes: Axes, spots: dict[int, list[Spot]], now: float | None) -> None:
    """The best of each size and what the study names, where there is room; not on another mark."""
    best = [(part[0], f"best {size(k)}{so_far(part[0].row)}") for k, part in spots.items() if part]
    asked = [
        (spot, str(spot.row["asked"]))
        for part in spots.values()
        for spot in part
        if spot.row["asked"] and not spot.row["chosen"]
    ]
    names = [
        (str(spot.row["scenario"]), sentence(said), spot.cost.difference, spot.brings.difference)
        for spot, said in [*best, *asked]
    ]
    others = [(s.cost.difference, s.brings.difference) for part in spots.values() for s in part]
    if now is not None:
        names.insert(len(best), ("", "Without them", 0.0, now))
    write_names(axes, names, SMALL, others, must=len(best))


def _key(drawing: Drawing, spots: dict[int, list[Spot]], height: float) -> None:
    """Which shape is which size, and what is filled."""
    undecided = any(not part[0].row["decided"] for part in spots.values() if part)
    plain: dict[str, Any] = {
        "color": DARK_GREY,
        "markerfacecolor": "white",
        "linestyle": "none",
        "markersize": 7,
    }
    handles = [
        Line2D([], [], marker=shape, label=f"{size(k)} {'place' if k == 1 else 'places'}", **plain)
        for shape, k in zip(_shapes(len(spots)), spots, strict=True)
    ]
    handles.append(
        Line2D(
            [],
            [],
            marker=SHAPES[0],
            color=DARK_BLUE,
            linestyle="none",
            markersize=9,
            label=FILLED + (" so far" if undecided else ""),
        )
    )
    if any(
        spot.row["asked"] and not spot.row["chosen"] for part in spots.values() for spot in part
    ):
        named_ones: dict[str, Any] = {**plain, **named_look(DARK_PINK)}
        handles.append(
            Line2D([], [], marker=SHAPES[0], label="half filled: named by the study", **named_ones)
        )
    drawing.legend(
        handles=handles, loc="center left", ncols=min(len(handles), 6), fontsize=SMALL, borderaxespad=0,
        borderpad=0, bbox_to_anchor=(0.12 / WIDTH_IN, (FOOT_IN + KEY_IN / 2) / height),
    )  # fmt: skip


def _now_words(pack: Pack, found: Siting) -> str:
    """What there is without any of the places, in a sentence."""
    now = without(pack)
    if now is None or found.difference:
        return ""
    return f" Without them {amount(found, now)}{unit_after(found)}."


def value_finding(pack: Pack) -> str:
    """What the best of each size brings and costs beyond the best of the next smaller; of one size what that costs."""
    found = siting_of(pack)
    bests = [part[0] for _, part in sorted(by_size(found), key=lambda one: one[0])]
    if len(bests) < 2:
        return cost_finding(pack)
    decided = [bool(one["decided"]) for one in bests]
    so_far_words = (
        ""
        if all(decided)
        else " so far, where not decided"
        if any(decided)
        else " so far, not decided"
    )
    said = [step_words(pack, found, one, more) for one, more in pairwise(bests)]
    return f"By the best of each size{so_far_words}: {'; '.join(said)} ({UNCERTAINTY})"


def step_words(pack: Pack, found: Siting, one: Row, more: Row) -> str:
    """What one combination brings and costs beyond another, paired by replication."""
    names = (str(more["scenario"]), str(one["scenario"]))
    ours, theirs = (dict(found.runs.get(name, {})) for name in names)
    brings, cost = gap_of(ours, theirs), yearly_costs(pack).change(names[0], against=names[1])
    what = change_words(found, brings, ("less", "more")) if brings.measured else "not measured"
    unit = unit_after(found) if brings.clear else ""
    head = f"{size(int(more['k']))} beside {size(int(one['k']))}"
    return f"{head}, {with_unit(what, unit)} and {step_cost(cost)}"


def with_unit(said: str, unit: str) -> str:
    """A change with its unit before the interval: "400 h per year more (350 to 450)"."""
    number, space, rest = said.partition(" ")
    return f"{number}{unit}{space}{rest}" if unit else said


def step_cost(cost: Gap) -> str:
    """What a step costs, in words."""
    if not cost.measured:
        return "cost not counted"
    if not moves(cost):
        return "the same cost a year"
    ends = spread(cost.low, cost.high, pound_end)
    if not settled(cost):
        return f"no clear difference in cost a year ({ends})"
    return f"{dearer_or_cheaper(cost.difference)} a year ({ends})"


def _alt(pack: Pack, found: Siting, spots: dict[int, list[Spot]]) -> str:
    said = []
    for k, part in spots.items():
        rows = [
            f"{joined(spot.row['titles'])}: {objective_words(found, spot.row)}{unit_after(found)}, "
            f"cost {cost_words(spot.cost)}"
            for spot in part
        ]
        said.append(f"Best {size(k)}: {'; '.join(rows)}.")
    return (
        f"Marks with bars of uncertainty, cost a year against {named(pack.baseline.title)} to the right and "
        f"{found.objective} upwards, better is higher. {' '.join(said)}"
        f"{_now_words(pack, found)}"
    )
