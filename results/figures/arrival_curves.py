"""Figure 5: the share of calls at which help has arrived, minute by minute."""

import re

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from results.figures.arrival_strands import Curve, Strand, change
from results.figures.chance import ONE_ALONE
from results.figures.figure import Figure, even_rows
from results.figures.interval_words import point_end, points
from results.figures.moved_calls import crossing_calls
from results.figures.places import at, study_place
from results.figures.reading import headline_standard, replications
from results.figures.study_area import first_arrivals, local
from results.figures.style import (
    DARK_BLUE,
    FOOT_IN,
    MID_GREY,
    NAME_IN,
    ORANGE,
    PALE_BLUE,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    names_beside,
    sheet_of,
)
from results.figures.wording import (
    FEW_CALLS,
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    minutes,
    named,
    percent,
    short,
    spread,
    together,
    wrapped,
)
from results.pack import Option, Pack, Standard

HEAD_IN, ROW_IN, AXIS_IN, KEY_IN, GAP_IN = 0.66, 1.78, 0.5, 0.34, 0.3
BELOW_IN = 0.02
"""From below the words of a panel to the end of its row."""
LEFT_IN = NAME_IN + 0.45
STEP_S = 15.0
LAST_S = 30 * 60.0


def arrival_curves(pack: Pack) -> Figure:
    """First, second and third fire engine, one row an option."""
    standard = headline_standard(pack)
    fire = _of(pack, "fire")
    strands = []
    for order in ("first", "second", "third"):
        rows = fire[fire["order"] == order]
        rows = _one_clock(rows, standard.clock if standard and standard.service == "fire" else "")
        limit_s = standard.limit_s if standard and order == "first" else None
        strands.append(
            Strand(f"{order.capitalize()} fire engine", limit_s, _curves(pack, rows, limit_s))
        )
    enough = [s for s in strands[1:] if s.curves[pack.baseline.name].calls >= FEW_CALLS]
    return _figure(pack, "arrival_curves", "5", strands[:1] + enough, "fire engine")


def ambulance_curves(pack: Pack) -> Figure:
    """The first responder that stops each ambulance category's clock, one row an option."""
    rows = _of(pack, "ambulance")
    rows = rows[rows["order"] == "first"]
    limits = {s.clock: s for s in pack.standards if s.service == "ambulance"}
    if len(rows) and rows["clock"].isin(list(limits)).any():
        rows = rows[rows["clock"].isin(list(limits))]
    sizes = rows.groupby(["clock", "category"], observed=True).size()
    strands = []
    for key in sorted(
        sizes.index, key=lambda k: (list(limits).index(k[0]) if k[0] in limits else 9, k)
    ):
        mine = rows[(rows["clock"] == key[0]) & (rows["category"] == key[1])]
        standard = limits.get(str(key[0]))
        limit_s = standard.limit_s if standard else None
        words = heading(str(key[1]), standard)
        if standard is None and len(set(sizes.index.get_level_values(0))) > 1:
            words = f"{words}: {str(key[0]).replace('_', ' ')}"
        strands.append(Strand(words, limit_s, _curves(pack, mine, limit_s)))
    return _figure(pack, "arrival_curves_ambulance", "5a", strands[:4], "ambulance response")


def heading(category: str, standard: Standard | None) -> str:
    """A column's heading: the category, and the standard where that does not name it."""
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", category.replace("_", " ")).capitalize()
    if standard is None or standard.title.startswith(words):
        return words
    return f"{words}: {standard.title}"


def on_a_clock(pack: Pack, service: str) -> NDArray[np.bool_]:
    """Which arrivals are on a declared clock of a service; the first on scene of any service is on none."""
    if not len(pack.arrivals):
        return np.zeros(0, dtype=np.bool_)
    of_service = (pack.arrivals["service"] == service).to_numpy(dtype=bool)
    declared: NDArray[np.bool_] = (pack.arrivals["clock"] != "first_on_scene").to_numpy(dtype=bool)
    return of_service & declared


def _of(pack: Pack, service: str) -> pd.DataFrame:
    table = pack.arrivals
    rows = table.loc[
        on_a_clock(pack, service) & table["counted"].to_numpy(dtype=bool),
        ["scenario", "replication", "clock", "category", "order", "zone", "seconds"],
    ]
    rows = rows[at(study_place(pack), rows)]
    words = ("scenario", "clock", "category", "order")
    return pd.DataFrame(rows.astype(dict.fromkeys(words, "category")))


def _one_clock(rows: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """The rows on the standard's clock, or on the one with most rows."""
    if not len(rows):
        return rows
    clocks = rows["clock"].value_counts().sort_index(kind="stable")
    return rows[rows["clock"] == (wanted if wanted in clocks.index else str(clocks.idxmax()))]


def _curves(pack: Pack, rows: pd.DataFrame, limit_s: float | None) -> dict[str, Curve]:
    steps_s = np.arange(0.0, LAST_S + STEP_S, STEP_S)
    at_s = np.union1d(steps_s, [limit_s or 600.0])
    steps = len(at_s)
    runs, seen = pd.factorize(rows["replication"], sort=True)
    order = {option.name: row for row, option in enumerate(pack.options)}
    whose = rows["scenario"].map(order).to_numpy(dtype=np.float64, na_value=np.nan)
    seconds = rows["seconds"].to_numpy(dtype=np.float64)
    # a call that nobody reached stays in the denominator, in the step after the last
    step = np.searchsorted(at_s, np.where(np.isfinite(seconds), seconds, np.inf), side="left")
    known_option = np.isfinite(whose)
    shape = (len(order), len(seen), steps + 1)
    places = np.ravel_multi_index(
        (
            whose[known_option].astype(np.int64),
            runs[known_option],
            step.astype(np.int64)[known_option],
        ),
        shape,
    )
    counts = np.bincount(places, minlength=int(np.prod(shape))).reshape(shape)
    found = {}
    for name, row in order.items():
        totals = counts[row].sum(axis=1, keepdims=True)
        # a replication without such calls has no share, and keeps its row so that pairs stay pairs
        shares = np.cumsum(counts[row][:, :steps], axis=1) / np.where(totals > 0, totals, np.nan)
        found[name] = Curve(int(totals.sum()), shares, at_s)
    return found


def _figure(pack: Pack, name: str, number: str, strands: list[Strand], what: str) -> Figure:
    alike = distinct(pack, strands)
    options = [options[0] for options in alike]
    titles = [together([o.title for o in like], len(pack.proposals)) for like in alike]
    with house_style():
        height = STAMP_IN + HEAD_IN + len(options) * ROW_IN + AXIS_IN + KEY_IN + FOOT_IN
        drawing = sheet_of(pack, height, f"Figure {number}")
        top = height - STAMP_IN - HEAD_IN
        names_beside(drawing, titles, top - 0.2, ROW_IN)
        _grid(drawing, pack, options, strands, top)
        _draw_key(drawing, pack)
        if not strands:
            drawing.text(0.5, 0.5, f"No {what} was measured.", ha="center")
    return Figure(
        name,
        number,
        _finding(pack, strands, what),
        _alt(pack, strands, what),
        "Share of the counted calls at which it had arrived, of those that were to have "
        "it, a call "
        f"never reached counting as not arrived; {study_place(pack).where}, mean of "
        f"{counted(replications(pack), 'replication')}. Band: the middle 95% of "
        "replications. Points "
        f"and interval on a panel: change in the share by the dotted line, {UNCERTAINTY}. Shares are the means of the "
        "replications’ own, as in the tables; of one category of several on a clock they are that category’s alone. "
        "Options with the same curves share a row. Where a second or third was wanted at fewer than "
        f"{FEW_CALLS} calls there is no curve. {pack.region.attribution}",
        drawing,
        rows=even_rows(STAMP_IN + HEAD_IN - BELOW_IN, ROW_IN, len(options)),
    )


def _grid(
    drawing: Drawing, pack: Pack, options: list[Option], strands: list[Strand], top: float
) -> None:
    """The panels: one row an option, one column a strand, headings over the first row."""
    height = drawing.get_size_inches()[1]
    wide = (WIDTH_IN - LEFT_IN) / max(len(strands), 1)
    for across, strand in enumerate(strands):
        left = LEFT_IN + across * wide
        words = wrapped(strand.heading, 84 // len(strands), 3)
        at = (left / WIDTH_IN, (top + 0.06) / height)
        drawing.text(*at, words, fontweight="bold", fontsize=SMALL)
        for row, option in enumerate(options):
            bottom = top - (row + 1) * ROW_IN + 0.1
            axes = axes_at(drawing, left, bottom, wide - GAP_IN, ROW_IN - 0.68)
            _panel(axes, strand, option, pack, narrow=len(strands) > 3)
            last = row == len(options) - 1
            axes.tick_params(labelbottom=last, labelleft=across == 0)
            if last:
                axes.set_xlabel("minutes", fontsize=SMALL)


def distinct(pack: Pack, strands: list[Strand]) -> list[list[Option]]:
    """The options by what is drawn: those with the same curves share a row."""
    found: dict[tuple[bytes, ...], list[Option]] = {}
    for option in pack.proposals or pack.options:
        curves = tuple(strand.curves[option.name].shares.tobytes() for strand in strands)
        found.setdefault(curves, []).append(option)
    return list(found.values())


def _panel(axes: Axes, strand: Strand, option: Option, pack: Pack, *, narrow: bool) -> None:
    axes.set(xlim=(0, LAST_S / 60), ylim=(0, 1.0), xticks=range(0, 31, 5), yticks=(0, 0.5, 1.0))
    axes.set_yticklabels(("0%", "50%", "100%"))
    ours, theirs = strand.curves[option.name], strand.curves[pack.baseline.name]
    if min(ours.calls, theirs.calls) < FEW_CALLS:
        axes.text(
            15,
            0.5,
            f"fewer than {FEW_CALLS} calls:\nno curve shown",
            ha="center",
            va="center",
            fontsize=SMALL,
            color=MID_GREY,
        )
        return
    at = ours.at_s / 60
    if len(ours.shares) > 1:
        low, high = np.nanpercentile(ours.shares, [2.5, 97.5], axis=0)
        axes.fill_between(at, low, high, color=PALE_BLUE, linewidth=0)
    axes.plot(at, np.nanmean(ours.shares, axis=0), color=DARK_BLUE, linewidth=2.2)
    axes.plot(
        at, np.nanmean(theirs.shares, axis=0), color=ORANGE, linewidth=1.8, linestyle=(0, (4, 2))
    )
    if strand.limit_s:
        axes.axvline(strand.limit_s / 60, color=MID_GREY, linewidth=1, linestyle=":")
    axes.set_title(
        _panel_words(strand, option, pack, narrow=narrow),
        loc="left",
        fontsize=SMALL,
        pad=5,
        linespacing=1.2,
    )


def _draw_key(drawing: Drawing, pack: Pack) -> None:
    drawing.legend(
        handles=[
            Line2D([], [], color=DARK_BLUE, linewidth=2.2, label="the row’s option"),
            Line2D(
                [],
                [],
                color=ORANGE,
                linewidth=1.8,
                linestyle=(0, (4, 2)),
                label=f"now: {pack.baseline.title}",
            ),
            Line2D(
                [], [], color=MID_GREY, linestyle=":", linewidth=1, label="the standard’s limit"
            ),
            Patch(facecolor=PALE_BLUE, label="middle 95% of replications"),
        ],
        loc="lower left",
        bbox_to_anchor=(0.12 / WIDTH_IN, FOOT_IN / drawing.get_size_inches()[1]),
        ncols=4,
        fontsize=SMALL,
        borderaxespad=0,
        borderpad=0,
        columnspacing=1.4,
    )


def _panel_words(strand: Strand, option: Option, pack: Pack, *, narrow: bool) -> str:
    limit_s = strand.limit_s or 600.0
    before = strand.curves[pack.baseline.name].mean_at(limit_s)
    after = strand.curves[option.name].mean_at(limit_s)
    gap = change(strand, option, pack.baseline)
    head = f"by {minutes(limit_s)}: {100 * before:.0f}% → {100 * after:.0f}%"
    if option is pack.baseline:
        return f"by {minutes(limit_s)}: {100 * after:.0f}%"
    if not gap.has_interval:
        return f"{head}\n{ONE_ALONE}"
    if gap.steady and gap.difference == 0.0:
        return f"{head}\nno change"
    ends = between(gap.low, gap.high, point_end)
    if narrow:
        return f"{head}\n{'' if gap.clear else 'unclear '}({ends})"
    return f"{head}\n{'' if gap.clear else 'no clear change '}({ends} points)"


def _finding(pack: Pack, strands: list[Strand], what: str) -> str:
    if not strands or not pack.proposals or not strands[0].curves[pack.baseline.name].calls:
        return f"No {what} was measured to compare"
    strand = strands[0]
    limit = minutes(strand.limit_s or 600.0)
    gaps = {option: change(strand, option, pack.baseline) for option in pack.proposals}
    before = strand.curves[pack.baseline.name].mean_at(strand.limit_s or 600.0)
    share, where = percent(before), study_place(pack).where
    head = f"{share} of {strand.heading.lower()} calls {where} are reached by {limit} now"
    if what == "fire engine":
        head = f"Now a first fire engine has arrived by {limit} at {share} of calls {where}"
    if not any(gap.has_interval for gap in gaps.values()):
        return f"{head}; one replication only, so no interval and no finding on the options"
    clear = {o: g for o, g in gaps.items() if g.clear}
    if not clear:
        return f"{head}; no option makes a clear difference, {UNCERTAINTY}"
    said = [
        f"{named(o.title)} at {percent(before + gap.difference)} ({between(gap.low, gap.high, point_end)} points"
        f"{_crossed(pack, o) if what == 'fire engine' else ''})"
        for o, gap in sorted(clear.items(), key=lambda one: -abs(one[1].difference))
    ]
    rest = [short(o.title) for o, gap in gaps.items() if known(gap.difference) and not gap.clear]
    tail = f"; no clear difference under {joined(rest)}" if rest else ""
    return f"{head}; under {joined(said)}, {UNCERTAINTY}{tail}"


def _crossed(pack: Pack, option: Option) -> str:
    """How many calls cross the limit where the curves are drawn: a share of few calls moves by few."""
    standard = headline_standard(pack)
    rows = local(first_arrivals(pack), study_place(pack))
    if standard is None or not len(rows):
        return ""
    return f"; {crossing_calls(rows, option, pack.baseline, standard.limit_s)}"


def _alt(pack: Pack, strands: list[Strand], what: str) -> str:
    """Each share by the limit, and its change with the interval or that none is clear, as the panel says it."""
    said = []
    for strand in strands:
        limit_s = strand.limit_s or 600.0
        theirs = strand.curves[pack.baseline.name]
        shares = [
            f"{option.title} {percent(curve.mean_at(limit_s))}"
            + (f" ({_change_words(strand, option, pack)})" if option is not pack.baseline else "")
            for option in pack.options
            if min((curve := strand.curves[option.name]).calls, theirs.calls) >= FEW_CALLS
        ]
        said.append(
            f"{strand.heading}, arrived by {minutes(limit_s)}: "
            f"{', '.join(shares) or 'too few calls'}."
        )
    article = "an" if what[0] in "aeiou" else "a"
    return (
        f"Small charts of the cumulative share of calls with {article} {what} arrived, from 0 to "
        "30 minutes, "
        "one row an option, the baseline as a broken line. " + " ".join(said)
    )


def _change_words(strand: Strand, option: Option, pack: Pack) -> str:
    gap = change(strand, option, pack.baseline)
    if not gap.has_interval:
        return ONE_ALONE
    if gap.steady and gap.difference == 0.0:
        return "no change in any replication"
    words = points(gap.difference) if gap.clear else "no clear change"
    return f"{words}, {spread(gap.low, gap.high, point_end)}"
