"""Figure 14: cost against response, an option a row, with those that another beats."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from results.figures.chance import ONE_REPLICATION, of_one, played_once, seen, unclear_words
from results.figures.columns import cost_runs, dearer_or_cheaper
from results.figures.figure import Figure, even_rows
from results.figures.judged import Judged, judged_by
from results.figures.reading import Gap, Runs, gap_of, reading_of, replications
from results.figures.style import (
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    MID_GREY,
    NAME_IN,
    PALE_GREY,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    look,
    names_beside,
    sheet_of,
)
from results.figures.wording import (
    UNCERTAINTY,
    counted,
    joined,
    known,
    named,
    sentence,
    short,
    spread,
    wrapped,
)
from results.frontier import beaten, differs
from results.pack import Option, Pack

ROW_IN, HEAD_IN, AXIS_IN, VERDICT_IN = 0.74, 0.86, 0.3, 1.95
Gaps = dict[Option, list[Gap]]


def frontier_figure(pack: Pack) -> Figure:
    """A row an option: the change in cost a year, the change in each response, and whether another option beats it."""
    judged = judged_by(pack)
    gaps, found = changes_of(pack, judged), who_beats(pack, judged)
    with house_style():
        rows = max(len(pack.proposals), 1)
        height = STAMP_IN + HEAD_IN + rows * ROW_IN + AXIS_IN + FOOT_IN + 0.36
        drawing = sheet_of(pack, height, "Figure 14")
        top = height - STAMP_IN - HEAD_IN
        names_beside(drawing, [o.title for o in pack.proposals], top, ROW_IN)
        _panels(drawing, pack, judged, gaps, top)
        _verdicts(drawing, pack, judged, found, top)
        drawing.text(
            NAME_IN / WIDTH_IN,
            (FOOT_IN + 0.12) / height,
            f"● better   ◆ worse   ○ {unclear_words(pack)}   whisker: {UNCERTAINTY}",
            fontsize=SMALL,
        )
    return Figure(
        "frontier",
        "14",
        _finding(pack, judged, gaps, found),
        _alt(pack, judged, gaps, found),
        f"Each row is an option against “{pack.baseline.title}”, mean of "
        f"{counted(replications(pack), 'replication')}. An option is beaten when another costs no more, is no worse in "
        "any of the responses shown on average, and is better in something; clearly so when each of these differences "
        "is outside its interval. Where the responses are the same in every replication there is no verdict: they do "
        "not speak of what the option does. A call that nobody reached counts as outside a standard. Options that are "
        f"not ranked beat nobody and are beaten by nobody. {pack.region.attribution}",
        drawing,
        rows=even_rows(STAMP_IN + HEAD_IN, ROW_IN, rows),
    )


def changes_of(pack: Pack, judged: tuple[Judged, ...]) -> Gaps:
    """For each option the change in net cost a year, then in each response."""
    return {
        option: [
            gap_of(cost_runs(pack, option), cost_runs(pack, pack.baseline)),
            *(
                gap_of(runs_of(pack, one, option), runs_of(pack, one, pack.baseline))
                for one in judged
            ),
        ]
        for option in pack.proposals
    }


def runs_of(pack: Pack, judged: Judged, option: Option) -> Runs:
    """A response of an option by replication."""
    return reading_of(pack).exactly(judged.measure, judged.group, option.name)


def who_beats(pack: Pack, judged: tuple[Judged, ...]) -> pd.DataFrame:
    """Who beats whom, on the replications that all have; the baseline among them."""
    tables = [
        {option.name: cost_runs(pack, option) for option in pack.options},
        *({option.name: runs_of(pack, one, option) for option in pack.options} for one in judged),
    ]
    runs = sorted(set.intersection(*(set(runs) for table in tables for runs in table.values())))
    if not runs or not judged:
        return beaten({}, [])
    signs = (1.0, *(-1.0 if one.more_is_better else 1.0 for one in judged))
    arrays = [
        {name: sign * np.array([by_run[run] for run in runs]) for name, by_run in table.items()}
        for sign, table in zip(signs, tables, strict=True)
    ]
    return beaten(arrays[0], arrays[1:], [o.name for o in pack.options if not o.ranked])


def _panels(
    drawing: Drawing, pack: Pack, judged: tuple[Judged, ...], gaps: Gaps, top: float
) -> None:
    """One panel for cost and one for each response, each on its own scale."""
    height = drawing.get_size_inches()[1]
    heads = ["Cost a year, all agencies", *(one.title for one in judged)]
    wide = (WIDTH_IN - NAME_IN - VERDICT_IN) / len(heads)
    rows = max(len(pack.proposals), 1)
    for place, head in enumerate(heads):
        left = NAME_IN + place * wide
        axes = axes_at(drawing, left, top - rows * ROW_IN, wide - 0.22, rows * ROW_IN)
        drawing.text(
            left / WIDTH_IN, (top + 0.1) / height, wrapped(head, int(wide * 12), 4), fontsize=SMALL,
            fontweight="bold", va="bottom",
        )  # fmt: skip
        row = [gaps[option][place] for option in pack.proposals]
        better = judged[place - 1].more_is_better if place else False
        _dots(axes, row, better, judged[place - 1].say if place else dearer_or_cheaper)


def _dots(axes: Axes, gaps: list[Gap], more_is_better: bool, say: Callable[[float], str]) -> None:
    """A dot and whisker an option, its words beneath it."""
    ends = [abs(x) for g in gaps for x in (g.difference, g.low, g.high) if known(x)]
    reach = max(ends, default=0.0) * 1.25 or 1.0
    axes.set(xlim=(-reach, reach), ylim=(max(len(gaps), 1), 0), yticks=[], xticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    rows = np.arange(len(gaps))  # beside each marker: no line runs through the words under it
    axes.vlines(np.zeros(len(gaps)), rows + 0.04, rows + 0.58, color=MID_GREY, linewidth=1)
    for row, gap in enumerate(gaps):
        axes.axhspan(row + 0.02, row + 0.98, color=PALE_GREY if row % 2 else "white", zorder=0)
        if not gap.measured:
            axes.text(0, row + 0.5, "not measured", ha="center", va="center", fontsize=SMALL)
            continue
        same, sure = gap.steady and gap.difference == 0.0, _sure(gap)
        good = (gap.difference > 0) == more_is_better
        colour, marker, fill = look(0 if not sure else 1 if good else -1)
        if gap.has_interval and gap.low < gap.high:
            axes.plot([gap.low, gap.high], [row + 0.34] * 2, color=DARK_GREY, linewidth=1.4)
        axes.plot(
            [gap.difference], [row + 0.34], marker=marker, markersize=9, markeredgewidth=1.8, linestyle="none",
            markeredgecolor=colour, markerfacecolor=fill, zorder=3,
        )  # fmt: skip
        words = "no change" if same else say(gap.difference) if sure else "not clear"
        if not gap.has_interval:
            words = f"{seen(say(gap.difference))} (played once)"
        at = min(max(gap.difference, -0.45 * reach), 0.45 * reach)
        axes.text(
            at, row + 0.76, words, ha="center", va="center", fontsize=SMALL,
            color="black" if sure else MID_GREY,
            bbox={"facecolor": PALE_GREY if row % 2 else "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip
    axes.text(0, len(gaps) + 0.2, "now", ha="center", va="center", fontsize=SMALL, color=DARK_GREY)


def _verdicts(
    drawing: Drawing, pack: Pack, judged: tuple[Judged, ...], found: pd.DataFrame, top: float
) -> None:
    """In words at the right of each row: who beats it."""
    height = drawing.get_size_inches()[1]
    left = (WIDTH_IN - VERDICT_IN + 0.02) / WIDTH_IN
    drawing.text(
        left, (top + 0.1) / height, "On cost and response\ntogether", fontsize=SMALL,
        fontweight="bold", va="bottom",
    )  # fmt: skip
    for row, option in enumerate(pack.proposals):
        words = verdict(pack, judged, found, option)
        lost = words.startswith(("clearly", "beaten by option", "beaten by today"))
        drawing.text(
            left, (top - (row + 0.5) * ROW_IN) / height, wrapped(words, 26, 4), va="center",
            fontsize=SMALL, color=DARK_PINK if lost else "black",
            fontweight="bold" if words.startswith("clearly") else "normal",
        )  # fmt: skip


def verdict(pack: Pack, judged: tuple[Judged, ...], found: pd.DataFrame, option: Option) -> str:
    """Whether another option beats one, and how surely."""
    if option.context:
        return "not ranked: context, no choice"
    if not option.ranked:
        return "not ranked: its cost is not known whole"
    if played_once(pack):
        return "no verdict: one replication"
    by = _by(found, option)
    if by:
        other = next(one for one in pack.options if one.name == by)
        mine = (found["scenario"] == option.name).to_numpy(dtype=bool)
        sure = bool(found.loc[mine, "clearly"].iloc[0])
        whom = "today" if other is pack.baseline else short(other.title)
        return f"clearly beaten by {whom}" if sure else f"beaten by {whom} on average, not clearly"
    return (
        "beaten by none" if responds(pack, judged, option) else "no verdict: no response here moves"
    )


def responds(pack: Pack, judged: tuple[Judged, ...], option: Option) -> bool:
    """Whether any response of an option differs from the baseline's in any replication."""
    for one in judged:
        ours, theirs = (runs_of(pack, one, o) for o in (option, pack.baseline))
        both = sorted(ours.keys() & theirs.keys())
        arrays = [np.array([runs[run] for run in both]) for runs in (ours, theirs)]
        if differs(arrays[0], arrays[1]):
            return True
    return False


def _by(found: pd.DataFrame, option: Option) -> str:
    mine = found[(found["scenario"] == option.name).to_numpy(dtype=bool)]
    return str(mine["dominated_by"].iloc[0]) if len(mine) else ""


def _finding(pack: Pack, judged: tuple[Judged, ...], gaps: Gaps, found: pd.DataFrame) -> str:
    """Which options clearly save money and clearly do better, and which are beaten."""
    measured = [o for o, some in gaps.items() if judged and all(g.measured for g in some)]
    if not measured:
        return "Cost and response were not both measured for any option, so that none is clear"
    if played_once(pack):
        return f"Cost and response together: {ONE_REPLICATION}"
    ranked = [option for option in measured if option.ranked]
    if not any(responds(pack, judged, option) for option in ranked):
        return (
            f"{_none_of(ranked)} moves what is shown here in any replication: there is no verdict"
        )
    both = [
        o
        for o in ranked
        if gaps[o][0].difference < 0
        and any(_better(one, gap) for one, gap in zip(judged, gaps[o][1:], strict=True))
        and not any(
            _better(one, gap, worse=True) for one, gap in zip(judged, gaps[o][1:], strict=True)
        )
    ]
    what = "the response" if len(judged) == 1 else "some response, and no other worse"
    head = (
        f"{joined([named(o.title) for o in both])} {'save' if len(both) > 1 else 'saves'} money and clearly "
        f"{'better' if len(both) > 1 else 'betters'} {what}"
        if both
        else f"{_none_of(ranked)} both saves money and clearly betters {what}"
    )
    return f"{sentence(head)}{_beaten_words(found, ranked)} ({UNCERTAINTY})"


def _none_of(ranked: list[Option]) -> str:
    """The start of a sentence: none of several; of fewer than two no number is said."""
    return f"None of the {len(ranked)} options ranked" if ranked[1:] else "No option that is ranked"


def _better(judged: Judged, gap: Gap, worse: bool = False) -> bool:
    """Whether a change is clearly for the better (or for the worse)."""
    return gap.clear and ((gap.difference > 0) == judged.more_is_better) != worse


def _beaten_words(found: pd.DataFrame, ranked: list[Option]) -> str:
    """Which options another beats, those for sure apart from those on average."""
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
    return (
        f"; {'; '.join(parts)}"
        if parts
        else "; none of them is beaten by another" * bool(ranked[1:])
    )


def _sure(gap: Gap) -> bool:
    """Whether a change is drawn as one: clear, or the same in every replication and not nought."""
    return gap.clear or (gap.steady and gap.difference != 0.0)


def _alt(pack: Pack, judged: tuple[Judged, ...], gaps: Gaps, found: pd.DataFrame) -> str:
    """Each change with its interval, or that it is not clear, as the drawing has it."""
    said = []
    for option, (cost, *others) in gaps.items():
        parts = [f"cost a year {_alt_words(cost, dearer_or_cheaper)}"]
        parts += [
            f"{one.title}: {_alt_words(gap, one.say)}"
            for one, gap in zip(judged, others, strict=True)
        ]
        said.append(f"{option.title}: {'; '.join(parts)}; {verdict(pack, judged, found, option)}.")
    return (
        "A row an option: dots with whiskers for the change in cost a year and in each response, and a verdict in "
        "words. " + " ".join(said)
    )


def _alt_words(gap: Gap, say: Callable[[float], str]) -> str:
    if not gap.measured:
        return "not measured"
    if not gap.has_interval:
        return of_one(say(gap.difference))
    if gap.steady and gap.difference == 0.0:
        return "no change in any replication"
    return (
        f"{say(gap.difference) if _sure(gap) else 'not clear'} ({spread(gap.low, gap.high, say)})"
    )
