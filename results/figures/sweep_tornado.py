"""Figure 14a and table 14b: which factors of a sweep move each answer, the strongest first, with intervals."""

import math
from collections.abc import Sequence
from itertools import accumulate

from matplotlib.axes import Axes

from results.figures.figure import Figure, Rows, Table
from results.figures.quantities import (
    mark,
    unit_words,
)
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    FOOT_IN,
    LIGHT_BLUE,
    MID_GREY,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.sweep_effects import (
    UNSIGNED,
    Row,
    at_level,
    effect_words,
    in_words,
    is_clear,
    is_time,
    later_words,
    overlap,
    say_of,
)
from results.figures.sweep_still import is_still, still_in, write_still
from results.figures.wording import UNCERTAINTY, counted, joined, known, signed, wrapped
from results.pack import Pack, SweepFindings, SweptAnswer

LEFT_IN, PLOT_IN, ROW_IN, HEAD_IN, AXIS_IN = 3.6, 5.6, 0.58, 0.5, 0.62
SHOWN = ("effect", "mu_star", "total", "rank_correlation")
"""The index that is drawn, by design; the table has the others too."""
SAYS = {
    "effect": "change of the answer",
    "mu_star": "mean size of the change over the factor’s whole range (mu*)",
    "sigma": "how much the change depends on the other factors (sigma)",
    "first_order": "share of the variance, alone",
    "total": "share of the answer’s variance, with all interactions",
    "rank_correlation": "rank correlation of factor and answer (−1 to 1)",
}
NOTHING = "No answer was measured at any setting"


def findings_of(pack: Pack) -> SweepFindings:
    """What the sweep found. Raises ValueError for a pack of another report."""
    if pack.sweep is None:
        message = "no sweep was played"
        raise ValueError(message)
    return pack.sweep


def tornado(pack: Pack) -> Figure:
    """A panel an answer, a row a factor; a bar from nought to each effect, and its interval."""
    found = findings_of(pack)
    moving = [answer for answer in found.answers if not is_still(answer)]
    panels = [(answer, by_factor(answer)) for answer in moving if by_factor(answer)]
    deep = sum(HEAD_IN + AXIS_IN + ROW_IN * len(rows) for _, rows in panels)
    height = STAMP_IN + FOOT_IN + max(deep, 1.0) + still_in(found)
    with house_style():
        drawing = sheet_of(pack, height, "Figure 14a")
        top = height - STAMP_IN
        write_still(drawing, found, top)
        top -= still_in(found)
        for answer, rows in panels:
            top -= HEAD_IN
            head = f"{answer.title}: {answer.of}"
            drawing.text(0.12 / WIDTH_IN, (top + 0.24) / height, wrapped(head, 100, 2),
                         fontweight="bold", fontsize=SMALL + 0.5, va="center")  # fmt: skip
            tall = ROW_IN * len(rows)
            axes = axes_at(drawing, LEFT_IN, top - tall, PLOT_IN, tall)
            bars(axes, answer, rows, found)
            top -= tall + AXIS_IN
    return Figure(
        "sweep_tornado",
        "14a",
        finding(found),
        alt(found),
        f"The sweep plays {found.design_words}: {counted(found.points, 'point')}, "
        f"{counted(found.replications, 'replication')} each, on the same calls. "
        f"{index_words(found)} Bars’ lines are {interval_words(found)}. {noise_words(found)}{lost_words(found)}"
        f"The levels are assumed unless a source is given with the study. {pack.region.attribution}",
        drawing,
        rows=_panels_end(found, [len(rows) for _, rows in panels]),
    )


def _panels_end(found: SweepFindings, factors: Sequence[int]) -> Rows | None:
    """The picture can be cut below each panel."""
    head = STAMP_IN + still_in(found)
    ends = accumulate(HEAD_IN + ROW_IN * many + AXIS_IN for many in factors)
    return Rows(head, tuple(head + end for end in ends)) if factors else None


def by_factor(answer: SweptAnswer) -> list[tuple[str, list[Row]]]:
    """The drawn rows of each factor, the factor that moves the answer most first."""
    drawn = answer.moved["index"].isin(SHOWN) & answer.moved["value"].notna()
    table = answer.moved[drawn.to_numpy()]
    grouped: dict[str, list[Row]] = {}
    for row in table.to_dict("records"):
        grouped.setdefault(str(row["factor"]), []).append({str(k): v for k, v in row.items()})
    return sorted(grouped.items(), key=lambda pair: -strength(pair[1]))


def strength(rows: Sequence[Row]) -> float:
    """How much a factor moves the answer, either way."""
    return max(abs(float(row["value"])) for row in rows)


def bars(
    axes: Axes, answer: SweptAnswer, rows: Sequence[tuple[str, list[Row]]], found: SweepFindings
) -> None:
    """The bars of one answer."""
    axes.axvline(0, color=DARK_GREY, linewidth=1)
    for place, (factor, mine) in enumerate(rows):
        up = len(rows) - place - 0.5
        for number, row in enumerate(mine):
            value, low, high = (float(row[key]) for key in ("value", "low", "high"))
            colour = DARK_BLUE if number == len(mine) - 1 else LIGHT_BLUE
            axes.barh(up, value, height=0.55, color=colour, zorder=2)
            if known(low) and high > low:
                for tint, wide in (("white", 3.4), (DARK_GREY, 1.6)):  # to be seen on the bar too
                    axes.plot([low, high], [up, up], color=tint, linewidth=wide, zorder=3)
            words = say_of(answer, row)(abs(value))
            words = words if row["index"] in UNSIGNED and value >= 0 else signed(words, value)
            words = later_words(answer, row) if is_time(answer, row) else words
            level = at_level(row, found) if len(mine) > 1 else ""
            at = (
                max(value, high)
                if value >= 0 and known(high)
                else min(value, low)
                if known(low)
                else value
            )
            axes.annotate(f"{words}{level}", (at, up), xytext=(5 if value >= 0 else -5, 0),
                          textcoords="offset points", va="center", fontsize=SMALL,
                          ha="left" if value >= 0 else "right")  # fmt: skip
        name = wrapped(found.factors.get(factor, factor), 44, 2)
        if len(mine) == 1 and mine[0]["level"]:
            name += f"\n{wrapped(at_level(mine[0], found).strip(), 44, 1)}"
        axes.text(-0.02, up, name, fontsize=SMALL,
                  ha="right", va="center", transform=axes.get_yaxis_transform())  # fmt: skip
    axes.set_ylim(0, len(rows))
    axes.set_yticks([])
    axes.margins(x=0.32)
    axes.grid(visible=True, axis="x")
    first = rows[0][1][0]
    in_answers_unit = first["index"] in ("effect", "mu_star")
    mark(axes.xaxis, answer.unit if in_answers_unit else str(first["unit"]), change=in_answers_unit)
    axes.tick_params(labelsize=SMALL)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(MID_GREY)
    unit = f" ({unit_words(answer.unit, change=True)})" if in_answers_unit else ""
    axes.set_xlabel(f"{SAYS[str(first['index'])]}{unit}", fontsize=SMALL)


def finding(found: SweepFindings) -> str:
    """What moves each answer most, where it is told from noise."""
    return "; ".join(finding_of(answer, found) for answer in found.answers) or NOTHING


def finding_of(answer: SweptAnswer, found: SweepFindings) -> str:
    """What moves an answer most of what is clear; else that nothing is, or why nothing can be said."""
    if is_still(answer):
        return f"{answer.title} hangs on nothing in this sweep: no factor moves it at all"
    rows = [(factor, row) for factor, mine in by_factor(answer) for row in mine]
    if not rows:
        why = list(dict.fromkeys(answer.moved["why_none"])) if len(answer.moved) else []
        return f"{answer.title}: nothing can be said of what it hangs on" + (
            f", as {joined([str(words) for words in why])}" if why else ""
        )
    clear = [(factor, row) for factor, row in rows if is_clear(row)]
    if not clear:
        return f"{answer.title}: no factor clearly moves it"
    first, *others = strongest(clear)
    weightier = abs(float(first[1]["value"])) < max(abs(float(one["value"])) for _, one in rows)
    of_clear = " of what is clear" if weightier else ""
    level = [pair for pair in others if overlap(first[1], pair[1])]
    told = [
        f"“{found.factors.get(factor, factor)}” ({effect_words(answer, row, found)})"
        for factor, row in (first, *level)
    ]
    if level:
        return f"{answer.title} hangs on {joined(told)}{of_clear}; on which of them more cannot be told"
    unsure = [found.factors.get(factor, factor) for factor, row in strongest(rows)
              if not is_clear(row) and known(float(row["low"])) and overlap(first[1], row)]  # fmt: skip
    if unsure and not weightier:
        names = joined([f"“{name}”" for name in unsure])
        return f"{answer.title} hangs clearly on {told[0]}; whether more than on {names} cannot be told"
    return f"{answer.title} hangs most on {told[0]}{of_clear}"


def strongest(clear: Sequence[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """The index of each factor that is largest, either way, the largest first."""
    found: dict[str, Row] = {}
    for factor, row in sorted(clear, key=lambda pair: -abs(float(pair[1]["value"]))):
        found.setdefault(factor, row)
    return list(found.items())


def alt(found: SweepFindings) -> str:
    """What the picture shows, in words."""
    said = []
    for answer in found.answers:
        cells = [
            " ".join(
                [
                    found.factors.get(factor, factor),
                    at_level(row, found).strip(),
                    in_words(answer, row),
                ]
            )
            for factor, mine in by_factor(answer)
            for row in mine
        ]
        said.append(f"{answer.title}: " + "; ".join(cells) + ".")
    return "Bars, a row for each factor of the sweep, the strongest first. " + " ".join(said)


def index_words(found: SweepFindings) -> str:
    """What the bars are."""
    return {
        "one_at_a_time": "A bar is the answer at an end of the factor less the answer as declared.",
        "grid": "A bar is the answer at a factor’s last level less at its first, over all levels of the others.",
        "morris": "A bar is the mean size of the change over the factor’s whole range (mu*).",
        "sobol_indices": "A bar is the factor’s share of the answer’s variance with all its interactions (total "
        "index); the shares may add to more than all.",
    }.get(
        found.design, "A bar is Spearman’s rank correlation of the factor’s level and the answer."
    )


def interval_words(found: SweepFindings) -> str:
    """What the intervals are."""
    if found.design in ("one_at_a_time", "grid"):
        return UNCERTAINTY
    return "95% intervals over the points drawn" + (
        " (bootstrap)" if found.design in ("morris", "sobol_indices") else ""
    )


def noise_words(found: SweepFindings) -> str:
    """How much of what differs between points is only simulation."""
    shares = [a.noise_share for a in found.answers if not math.isnan(a.noise_share)]
    if not shares:
        return ""
    return f"Up to {100 * max(shares):.0f}% of the variance between points is simulation noise. "


def lost_words(found: SweepFindings) -> str:
    """How many points could not be played."""
    return f"{counted(found.left_out, 'point')} failed and are left out. " if found.left_out else ""


def sensitivity_table(pack: Pack) -> Table:
    """Every index of every answer, with its interval."""
    found = findings_of(pack)
    rows = []
    for answer in found.answers:
        for row in answer.moved.to_dict("records"):
            mine = {str(key): cell for key, cell in row.items()}
            factor = found.factors.get(str(mine["factor"]), str(mine["factor"]))
            level = f" (at {mine['level']}, against {mine['against']})" if mine["level"] else ""
            cells = (f"{SAYS[mine['index']]}{level}", in_words(answer, mine)) if mine["index"] else (
                "none", f"nothing can be said: {mine['why_none']}")  # fmt: skip
            rows.append((f"{answer.title}: {answer.of}", factor, *cells))
    return Table(
        "sensitivity",
        "14b",
        finding(found),
        "What each factor does to each answer, with 95% intervals",
        ("Answer", "Factor", "Index", "Value (interval)"),
        tuple(rows),
        f"{found.design_words[:1].upper() + found.design_words[1:]}. {noise_words(found)}{pack.region.attribution}",
    )
