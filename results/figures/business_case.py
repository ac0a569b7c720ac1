"""Figure 12d: what each option is worth over the years, to the country and to budgets, and when it is paid back."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from results.bids import as_printed
from results.figures.bid_check import rows_of_bid, text
from results.figures.case_words import (
    CASH_BACK,
    UNCLEAR,
    case_row,
    case_span,
    cash_back,
    ends_of,
    npv_words,
    rates_beside,
    rates_note,
    unclear,
    way,
    worth_span,
)
from results.figures.case_years import (
    best_words,
    runs_note,
    runs_words,
    turned_words,
    unequal,
    worth_by_years,
)
from results.figures.figure import Figure, even_rows
from results.figures.luck_and_rates import turns
from results.figures.reading import replications
from results.figures.style import (
    DARK_BLUE,
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
    names_beside,
    sheet_of,
)
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    named,
    pounds,
    short,
    wrapped,
)
from results.pack import Option, Pack

ROW_IN, HEAD_IN, AXIS_IN, WORDS_IN = 0.74, 0.8, 0.42, 2.3
VIEWS = (
    ("economic", "Worth to the country:\nall resources, whoever pays"),
    ("financial", "To the agencies’ budgets:\nwith grants and interest"),
)


def business_case(pack: Pack) -> Figure:
    """One row an option: what it is worth to the country and to the agencies' budgets, and when it is paid back."""
    with house_style():
        rows = max(len(pack.proposals), 1)
        height = STAMP_IN + HEAD_IN + rows * ROW_IN + AXIS_IN + FOOT_IN + 0.36
        drawing = sheet_of(pack, height, "Figure 12d")
        top = height - STAMP_IN - HEAD_IN
        marks = [f"* {o.title}" if not o.ranked else o.title for o in pack.proposals]
        names_beside(drawing, marks, top, ROW_IN)
        wide = (WIDTH_IN - NAME_IN - WORDS_IN) / len(VIEWS)
        reach = _reach(pack)
        for place, (view, words) in enumerate(VIEWS):
            left = NAME_IN + place * wide
            axes = axes_at(drawing, left, top - rows * ROW_IN, wide - 0.3, rows * ROW_IN)
            _head(drawing, left, top, words)
            _worth_panel(axes, pack, view, reach)
        _paid_back(drawing, pack, top)
        drawing.text(
            NAME_IN / WIDTH_IN,
            (FOOT_IN + 0.12) / height,
            f"£ million at present value · ← loses · gains → · hollow: unclear · whisker: {UNCERTAINTY}"
            + (" · * not ranked" if _apart(pack) else ""),
            fontsize=SMALL,
        )
    return Figure(
        "business_case",
        "12d",
        case_finding(pack),
        _alt(pack),
        f"{pack.case_terms} Mean of {counted(replications(pack), 'replication')}; the interval is of the "
        "simulation alone, and doubt about rates, lives and the years ahead is not in it. Minutes and lives are "
        f"not in either view. {CASH_BACK} {runs_note(pack)} {rates_note(pack)} "
        f"{_bid_words(pack)} {pack.region.attribution}".replace("  ", " "),
        drawing,
        rows=even_rows(STAMP_IN + HEAD_IN, ROW_IN, rows),
    )


def _head(drawing: Drawing, left: float, top: float, words: str) -> None:
    height = drawing.get_size_inches()[1]
    drawing.text(
        left / WIDTH_IN, (top + 0.1) / height, words, fontsize=SMALL, fontweight="bold", va="bottom"
    )


def _apart(pack: Pack) -> list[Option]:
    return [option for option in pack.proposals if not option.ranked]


def _paid_back(drawing: Drawing, pack: Pack, top: float) -> None:
    """In words at the right: when what the agencies pay has come back."""
    height = drawing.get_size_inches()[1]
    left = WIDTH_IN - WORDS_IN + 0.05
    _head(drawing, left, top, "Is the agencies’ cash\npaid back? Undiscounted")
    for row, option in enumerate(pack.proposals):
        drawing.text(
            left / WIDTH_IN, (top - (row + 0.5) * ROW_IN) / height, _beside(pack, option),
            va="center", fontsize=SMALL,
        )  # fmt: skip


def _cash_words(pack: Pack, option: Option) -> str:
    """When the agencies' cash has come back, as table 12e has it."""
    return cash_back(case_row(pack, option, "financial"), *case_span(pack))


def _beside(pack: Pack, option: Option) -> str:
    """When cash comes back and, where options run for unequal years, how long this one runs."""
    said = wrapped(_cash_words(pack, option), 29, 3)
    return "\n".join(line for line in (said, runs_words(pack, option)) if line)


def _reach(pack: Pack) -> float:
    """How far the panels reach either way, in pounds: both on one scale."""
    ends = [
        abs(row[key])
        for option in pack.proposals
        for view, _ in VIEWS
        if (row := case_row(pack, option, view))
        for key in ("npv_gbp", "npv_low_gbp", "npv_high_gbp")
        if known(row[key])
    ]
    return max(ends, default=0.0) * 1.2 or 1e6


def _look(row: dict[str, float]) -> tuple[str, str, str]:
    """Fill, edge and hatch of a bar: gains full, losses hatched, what luck leaves unclear hollow."""
    if unclear(row):
        return "white", MID_GREY, ""
    return (DARK_BLUE, DARK_BLUE, "") if row["npv_gbp"] >= 0 else ("white", DARK_PINK, "////")


def _worth_panel(axes: Axes, pack: Pack, view: str, reach: float) -> None:
    """Bars from nought with whiskers, each with its sum at its end, over a scale in millions."""
    rows = max(len(pack.proposals), 1)
    axes.set(xlim=(-reach, reach), ylim=(rows, 0), yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.axvline(0, color=MID_GREY, linewidth=1)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x / 1e6:g}".replace("-", "−"))
    axes.tick_params(labelsize=SMALL, length=3)
    for row, option in enumerate(pack.proposals):
        axes.axhspan(row + 0.02, row + 0.98, color=PALE_GREY if row % 2 else "white", zorder=0)
        one = case_row(pack, option, view)
        if not one:
            axes.text(0, row + 0.5, "no money changes", ha="center", va="center", fontsize=SMALL)
            continue
        value = one["npv_gbp"]
        fill, edge, hatch = _look(one)
        axes.barh(
            row + 0.34, value, height=0.34, color=fill, linewidth=1.2, edgecolor=edge, hatch=hatch, zorder=2,
        )  # fmt: skip
        if known(one["npv_low_gbp"]) and one["npv_low_gbp"] < one["npv_high_gbp"]:
            ends = [one["npv_low_gbp"], one["npv_high_gbp"]]
            axes.plot(ends, [row + 0.34] * 2, color="black", linewidth=1.5, zorder=3)
        at = min(max(value, -0.7 * reach), 0.7 * reach)
        axes.text(
            at, row + 0.77, UNCLEAR if unclear(one) else pounds(value), ha="center", va="center", fontsize=SMALL,
            bbox={"facecolor": PALE_GREY if row % 2 else "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


def case_finding(pack: Pack) -> str:
    """Which options that are known whole clearly pay for themselves, and what the best of equal years is worth."""
    found = {o: case_row(pack, o, "economic") for o in pack.proposals if o.ranked}
    found = {option: row for option, row in found.items() if row}
    if not found:
        return "No option whose cost is known whole has a clear net present value"
    if not any(known(row["npv_low_gbp"]) for row in found.values()):
        return (
            "One replication only, so no interval: whether an option pays for itself cannot be told"
        )
    gains = [option for option, row in found.items() if way(row) > 0]
    head = _who_pays_back(pack, gains)
    if not head and len(found) == 1:
        head = "the one option ranked does not clearly pay for itself"
    elif not head:
        head = f"none of the {counted(len(found), 'option')} ranked clearly pays for itself"
    said = _worths(pack, gains or list(found), found)
    turned = _losses_turned(pack, [option for option, row in found.items() if way(row) < 0])
    return (
        f"Counting money alone, at present value, {head}{';' if gains else ':'} {said}"
        f"{turned if gains else ''}{_but_cash(pack)}"
    )


def _who_pays_back(pack: Pack, gains: list[Option]) -> str:
    """Which options clearly pay for themselves, apart those that only do at the rates declared."""
    soft = [option for option in gains if turns(worth_span(pack, option))]
    firm = [option for option in gains if option not in soft]
    said = []
    for some, tail in ((firm, ""), (soft, ", but only at the rates declared")):
        if some:
            pay = "pays for itself" if len(some) == 1 else "pay for themselves"
            said.append(f"{joined([named(o.title) for o in some])} {pay}{tail}")
    ends = [
        f"{between(*span, pounds)}{f' under {short(o.title)}' if soft[1:] else ''}"
        for o in soft
        if (span := worth_span(pack, o))
    ]
    return f"{', and '.join(said)}{f' (with others {joined(ends)})' if ends else ''}"


def _losses_turned(pack: Pack, losses: list[Option]) -> str:
    """The options that clearly do not pay for themselves, and might with other rates."""
    some = [
        f"{short(option.title)} ({between(*span, pounds)})"
        for option in losses
        if (span := worth_span(pack, option)) and turns(span)
    ]
    return f"; with other rates {joined(some)} could pay too" if some else ""


def _worths(pack: Pack, some: list[Option], found: dict[Option, dict[str, float]]) -> str:
    """What the best is worth, where one can be told to be; of options that run for unequal years each by itself."""

    def say(option: Option) -> str:
        row = found[option]
        if unclear(row):
            return f"not told from nought ({ends_of(row)})"
        return f"worth {npv_words(row).removesuffix(')')}{rates_beside(pack, option)})"

    turned = turned_words(pack, some)
    if unequal(pack, some):
        return f"{worth_by_years(pack, some, say)}, {UNCERTAINTY}{turned}"
    if len(some) == 1:
        return f"it is {say(some[0])}, {UNCERTAINTY}"
    return f"{best_words(pack, some, say)}, {UNCERTAINTY}{turned}"


def _but_cash(pack: Pack) -> str:
    """The options whose cash comes back though at present value they are a loss, since payback is not discounted."""
    some = [
        short(o.title)
        for o in pack.proposals
        if o.ranked and _cash_words(pack, o).endswith("present value")
    ]
    return f"; undiscounted, cash comes back from {joined(some)}" if some else ""


def _bid_words(pack: Pack) -> str:
    """The bids' own sums of money, which are no net present values."""
    rows = [row for row in rows_of_bid(pack) if text(row.get("of")) == "sum"]
    if not rows:
        return ""
    said = []
    for row in rows:
        sums, _, printed = text(row["note"]).partition(";")
        amiss = (
            ""
            if row["verdict"] == "reproduced"
            else f", though the bid prints {as_printed(float(row['bid_value']), str(row['unit']))}"
        )
        said.append(
            f"{row['figure']}: {sums if printed else as_printed(float(row['bid_value']), str(row['unit']))}{amiss}"
        )
    return f"The bid’s own sums are undiscounted and no net present values. {'; '.join(said)}."


def _alt(pack: Pack) -> str:
    said = [
        f"{option.title}: worth to the country {npv_words(case_row(pack, option, 'economic'))}, to the agencies' "
        f"budgets {npv_words(case_row(pack, option, 'financial'))}; money back: {_cash_words(pack, option)}."
        for option in pack.proposals
    ]
    return (
        "One row an option: bars with whiskers for the present value to the country and to the agencies' budgets, "
        "losses hatched to the left, what is unclear hollow; at the right whether and when the agencies have their "
        "money back. " + " ".join(said)
    )
