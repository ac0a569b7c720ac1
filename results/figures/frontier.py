"""Figure 14: cost against response, every option, with those that another beats on both."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from results.figures.columns import dearer_or_cheaper, sooner_or_later
from results.figures.figure import Figure
from results.figures.places import study_place
from results.figures.reading import Gap, first_to_arrive, gap_of, replications
from results.figures.study_area import first_arrivals, local, mean_by_replication
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
from results.figures.value import totals
from results.figures.wording import (
    FEW_CALLS,
    UNCERTAINTY,
    counted,
    joined,
    named,
    sentence,
    short,
    wrapped,
)
from results.frontier import frontier
from results.pack import Option, Pack

LEFT_IN, PLOT_IN, WORDS_IN = 0.95, 5.4, 6.75
LETTERS = 48


def frontier_figure(pack: Pack) -> Figure:
    """The change in net cost a year across, the change in the first arrival up; bars are intervals."""
    found = beaten(pack)
    gaps = {option: change_of(pack, option) for option in pack.proposals}
    gaps = {option: two for option, two in gaps.items() if two[0].measured and two[1].measured}
    with house_style():
        height = STAMP_IN + FOOT_IN + 1.0 + max(3.6, 0.72 * (len(gaps) + 1))
        drawing = sheet_of(pack, height, "Figure 14")
        tall = height - STAMP_IN - FOOT_IN - 1.0
        axes = axes_at(drawing, LEFT_IN, FOOT_IN + 0.62, PLOT_IN, tall)
        _points(axes, gaps, found)
        _words(drawing, axes, pack, gaps, found, height, tall)
        drawing.text(
            LEFT_IN / WIDTH_IN, (height - STAMP_IN - 0.22) / height,
            "■ now    ● beaten by none    ○ another is no dearer and no later    △ cost not known whole    "
            "- - joins those beaten by none", fontsize=SMALL, va="center",
        )  # fmt: skip
    return Figure(
        "frontier",
        "14",
        _finding(pack, gaps, found),
        _alt(pack, gaps, found),
        f"Each dot is an option against “{pack.baseline.title}”, mean of "
        f"{counted(replications(pack), 'replication')}; bars are {UNCERTAINTY}. Below and to the left is "
        "better. An option is beaten when another is no dearer and no later on average and better in one of the two; "
        "clearly so when both differences are outside their intervals. Options whose cost is not known "
        "whole beat nobody and are beaten by nobody. The first arrival is not all that an option is for: "
        f"further people covered and other services' calls are in the tables. {pack.region.attribution}",
        drawing,
    )


def change_of(pack: Pack, option: Option) -> tuple[Gap, Gap]:
    """The change in net cost a year, and in the mean first arrival in the study's place."""
    rows = local(first_arrivals(pack), study_place(pack))
    response = gap_of(mean_by_replication(rows, option), mean_by_replication(rows, pack.baseline))
    return gap_of(totals(pack, option), totals(pack, pack.baseline)), response


def beaten(pack: Pack) -> pd.DataFrame:
    """Who beats whom, on the replications that all have; the baseline among them."""
    rows = local(first_arrivals(pack), study_place(pack))
    cost = {option.name: totals(pack, option) for option in pack.options}
    response = {option.name: mean_by_replication(rows, option) for option in pack.options}
    runs = sorted(
        set.intersection(*(set(cost[n]) & set(response[n]) for n in cost)) if cost else set()
    )
    apart = [option.name for option in pack.options if option.costs_incomplete]
    if not runs:
        return frontier({}, {})
    arrays = [
        {name: np.array([by_run[run] for run in runs]) for name, by_run in table.items()}
        for table in (cost, response)
    ]
    return frontier(arrays[0], arrays[1], apart)


def _points(axes: Axes, gaps: dict[Option, tuple[Gap, Gap]], found: pd.DataFrame) -> None:
    """The dots with their bars, the baseline at nought, and the line of those that nobody beats."""
    axes.axhline(0, color=MID_GREY, linewidth=0.8)
    axes.axvline(0, color=MID_GREY, linewidth=0.8)
    axes.grid(visible=False)
    axes.plot([0], [0], marker="s", color=DARK_GREY, markersize=8, linestyle="none")
    for option, (cost, response) in gaps.items():
        x, y = cost.difference / 1e3, response.difference
        if cost.has_interval:
            axes.plot([cost.low / 1e3, cost.high / 1e3], [y, y], color=DARK_GREY, linewidth=1)
        if response.has_interval:
            axes.plot([x, x], [response.low, response.high], color=DARK_GREY, linewidth=1)
        beaten_by = _by(found, option)
        marker = "^" if option.costs_incomplete else "o"
        face = "white" if beaten_by or option.costs_incomplete else DARK_BLUE
        edge = MID_GREY if option.costs_incomplete else DARK_PINK if beaten_by else DARK_BLUE
        axes.plot(
            [x], [y], marker=marker, markerfacecolor=face, markeredgecolor=edge, markersize=9,
            markeredgewidth=1.8, linestyle="none", zorder=3,
        )  # fmt: skip
    _frontier_line(axes, gaps, found)
    axes.set_xlabel("← saves   change in cost a year, all agencies (£ thousand)   costs more →")
    axes.set_ylabel("← sooner   change in first arrival (s)   later →")
    axes.margins(0.12)
    axes.tick_params(labelsize=SMALL)
    axes.locator_params(nbins=6)


def _frontier_line(axes: Axes, gaps: dict[Option, tuple[Gap, Gap]], found: pd.DataFrame) -> None:
    steps = [
        (cost.difference / 1e3, response.difference)
        for option, (cost, response) in gaps.items()
        if not option.costs_incomplete and not _by(found, option)
    ]
    first = found.iloc[0] if len(found) else None
    if first is not None and not first["dominated_by"]:
        steps.append((0.0, 0.0))
    steps.sort()
    if len(steps) > 1:
        across, up = zip(*steps, strict=True)
        axes.plot(across, up, color=DARK_BLUE, linewidth=1.2, linestyle="--", zorder=1)


def _by(found: pd.DataFrame, option: Option) -> str:
    mine = found[(found["scenario"] == option.name).to_numpy(dtype=bool)]
    return str(mine["dominated_by"].iloc[0]) if len(mine) else ""


def _words(
    drawing: Drawing,
    axes: Axes,
    pack: Pack,
    gaps: dict[Option, tuple[Gap, Gap]],
    found: pd.DataFrame,
    height: float,
    tall: float,
) -> None:
    """What each dot is, beside the plot in the order of the dots from top to bottom, joined to it by a line."""
    told = [
        (pack.baseline, 0.0, 0.0),
        *((o, c.difference / 1e3, r.difference) for o, (c, r) in gaps.items()),
    ]
    told.sort(key=lambda row: -row[2])
    step = tall / len(told)
    for place, (option, x, y) in enumerate(told):
        up = FOOT_IN + 0.62 + tall - (place + 0.5) * step
        words = f"{option.title}: {verdict(pack, found, option)}"
        drawing.text(
            WORDS_IN / WIDTH_IN,
            up / height,
            wrapped(words, LETTERS, 3),
            va="center",
            fontsize=SMALL,
        )
        axes.annotate(
            "", xy=(x, y), xycoords="data", xytext=((WORDS_IN - 0.08) / WIDTH_IN, up / height),
            textcoords="figure fraction",
            arrowprops={"arrowstyle": "-", "color": MID_GREY, "linewidth": 0.6}, annotation_clip=False,
        )  # fmt: skip


def verdict(pack: Pack, found: pd.DataFrame, option: Option) -> str:
    """Whether another option beats one, and how surely."""
    if option.costs_incomplete:
        return "cost not known whole, not ranked"
    by = _by(found, option)
    if not by:
        return "now" if option is pack.baseline else "beaten by none"
    other = next(one for one in pack.options if one.name == by)
    sure = bool(
        found.loc[(found["scenario"] == option.name).to_numpy(dtype=bool), "clearly"].iloc[0]
    )
    whom = "today" if other is pack.baseline else short(other.title)
    return f"{'clearly ' if sure else ''}beaten by {whom}"


def _finding(pack: Pack, gaps: dict[Option, tuple[Gap, Gap]], found: pd.DataFrame) -> str:
    if not gaps:
        return "Cost and response were not both measured for any option, so that none is clear"
    rows = local(first_arrivals(pack), study_place(pack))
    calls = int((rows["scenario"] == pack.baseline.name).sum())
    if calls < FEW_CALLS:
        return f"Only {counted(calls, 'call')} {study_place(pack).where}: too few for a frontier"
    ranked = [option for option in gaps if not option.costs_incomplete]
    both = [o for o in ranked if gaps[o][0].difference < 0 and gaps[o][1].difference < 0]
    several = len(both) > 1
    head = (
        f"{joined([named(o.title) for o in both])} {'save' if several else 'saves'} money and "
        f"{'bring' if several else 'brings'} {first_to_arrive(pack)} sooner"
        if both
        else f"No option of {len(ranked)} ranked both saves money and brings {first_to_arrive(pack)} sooner"
    )
    return f"{sentence(head)}{_beaten_words(found, ranked)} (bars: {UNCERTAINTY})"


def _beaten_words(found: pd.DataFrame, ranked: list[Option]) -> str:
    """Which options another beats on both, those for sure apart from those on average."""
    sure = set(found.loc[found["clearly"].to_numpy(dtype=bool), "scenario"])
    lost = [option for option in ranked if _by(found, option)]
    parts = []
    for words, some in (
        ("clearly beaten", [o for o in lost if o.name in sure]),
        ("beaten on average, not clearly", [o for o in lost if o.name not in sure]),
    ):
        if some:
            names = joined([short(o.title) for o in some])
            parts.append(f"{names} {'is' if len(some) == 1 else 'are'} {words}")
    return f"; {'; '.join(parts)}" if parts else "; none of them is beaten by another"


def _alt(pack: Pack, gaps: dict[Option, tuple[Gap, Gap]], found: pd.DataFrame) -> str:
    said = [
        f"{option.title}: {dearer_or_cheaper(cost.difference)} a year, {sooner_or_later(response.difference)}, "
        f"{verdict(pack, found, option)}."
        for option, (cost, response) in gaps.items()
    ]
    return (
        "A scatter of options: change in cost a year across, change in the mean first arrival up, with bars of "
        "uncertainty; options whose cost is not known whole are triangles. " + " ".join(said)
    )
