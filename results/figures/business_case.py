"""Figure 12e, tables 12f and 12g: money over the years, net present value, who pays, what would turn the answer."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from results.figures.bid_check import rows_of_bid, text
from results.figures.figure import Figure, Table
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
    sentence,
    wrapped,
)
from results.pack import Option, Pack

ROW_IN, HEAD_IN, AXIS_IN, WORDS_IN = 0.74, 0.8, 0.42, 2.3
ALL = "all"
VIEWS = (
    ("economic", "Worth to the country:\nall resources, whoever pays"),
    ("financial", "To the agencies’ budgets:\nwith grants and interest"),
)


def business_case(pack: Pack) -> Figure:
    """One row an option: what it is worth to the country and to the agencies' budgets, and when it is paid back."""
    with house_style():
        rows = max(len(pack.proposals), 1)
        height = STAMP_IN + HEAD_IN + rows * ROW_IN + AXIS_IN + FOOT_IN + 0.36
        drawing = sheet_of(pack, height, "Figure 12e")
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
            f"£ million at present value     ← loses     gains →     whisker: {UNCERTAINTY}"
            + ("     * not ranked" if _apart(pack) else ""),
            fontsize=SMALL,
        )
    return Figure(
        "business_case",
        "12e",
        _finding(pack),
        _alt(pack),
        f"{pack.case_terms} Mean of {counted(replications(pack), 'replication')}; the interval is of the "
        "simulation alone, and doubt about rates, lives and the years ahead is not in it. Minutes and lives are "
        f"not in either view. {_bid_words(pack)} {pack.region.attribution}",
        drawing,
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
    _head(drawing, left, top, "Do the agencies get\ntheir money back?")
    for row, option in enumerate(pack.proposals):
        drawing.text(
            left / WIDTH_IN, (top - (row + 0.5) * ROW_IN) / height, wrapped(_cash_words(pack, option), 30, 3),
            va="center", fontsize=SMALL,
        )  # fmt: skip


def case_row(pack: Pack, option: Option, view: str, agency: str = ALL) -> dict[str, float]:
    """One row of the summary as plain numbers; empty if there is none."""
    table = pack.case_summary
    mine = (
        (table["option"] == option.name) & (table["view"] == view) & (table["agency"] == agency)
    ).to_numpy(dtype=bool)
    keys = [
        "npv_gbp", "npv_low_gbp", "npv_high_gbp", "payback_year", "bcr", "undiscounted_gbp",
    ]  # fmt: skip
    return {key: float(table.loc[mine, key].iloc[0]) for key in keys} if mine.any() else {}


def _cash_words(pack: Pack, option: Option) -> str:
    """When the running total of the agencies' money is never below nought again."""
    row = case_row(pack, option, "financial")
    if not row:
        return "no money changes hands"
    years = pack.business_case["year"]
    if known(row["payback_year"]):
        first = row["payback_year"] <= float(years.min())
        return "yes, at once" if first else f"yes, by {row['payback_year']:.0f}"
    return f"no, not by {years.max():.0f}"


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
        value, gains = one["npv_gbp"], one["npv_gbp"] >= 0
        axes.barh(
            row + 0.34, value, height=0.34, color=DARK_BLUE if gains else "white", linewidth=1.2,
            edgecolor=DARK_BLUE if gains else DARK_PINK, hatch="" if gains else "////", zorder=2,
        )  # fmt: skip
        if known(one["npv_low_gbp"]) and one["npv_low_gbp"] < one["npv_high_gbp"]:
            ends = [one["npv_low_gbp"], one["npv_high_gbp"]]
            axes.plot(ends, [row + 0.34] * 2, color="black", linewidth=1.5, zorder=3)
        at = min(max(value, -0.7 * reach), 0.7 * reach)
        axes.text(
            at, row + 0.77, pounds(value), ha="center", va="center", fontsize=SMALL,
            bbox={"facecolor": PALE_GREY if row % 2 else "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


def npv_words(row: dict[str, float]) -> str:
    """A net present value with its interval."""
    if not row:
        return "no money changes"
    said = pounds(row["npv_gbp"])
    if not known(row["npv_low_gbp"]):
        return f"{said} (one replication, no interval)"
    if round(row["npv_low_gbp"]) == round(row["npv_high_gbp"]):
        return f"{said} (the same every time)"
    return f"{said} ({between(row['npv_low_gbp'], row['npv_high_gbp'], pounds)})"


def _finding(pack: Pack) -> str:
    """The best option that is known whole, by its net present value."""
    found = {o: case_row(pack, o, "economic") for o in pack.proposals if o.ranked}
    found = {option: row for option, row in found.items() if row}
    if not found:
        return "No option whose cost is known whole has a clear net present value"
    best = max(found, key=lambda option: found[option]["npv_gbp"])
    row = found[best]
    gains = [
        o
        for o, r in found.items()
        if (r["npv_low_gbp"] if known(r["npv_low_gbp"]) else r["npv_gbp"]) > 0
    ]
    if not gains:
        head = f"Counting money alone, none of the {counted(len(found), 'option')} ranked clearly pays for itself"
        return f"{head}: the best, {named(best.title)}, is worth {npv_words(row)} at present value, {UNCERTAINTY}"
    return (
        f"Counting money alone, {joined([named(o.title) for o in gains])} pays for itself; the best is worth "
        f"{npv_words(row)} at present value, {UNCERTAINTY}"
    )


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
            else f", though the bid prints {float(row['bid_value']):g}"
        )
        said.append(
            f"{row['figure']}: {sums if printed else float(row['bid_value'])}{amiss} ({row['unit']})"
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
        "losses hatched to the left; at the right whether and when the agencies have their money back. "
        + " ".join(said)
    )


def case_by_agency(pack: Pack) -> Table:
    """Each agency's net present value in both views, payback and benefit-cost ratio."""
    rows = []
    first = float(pack.business_case["year"].min())
    for option in pack.proposals:
        named_agencies = [a for a in pack.case_summary["agency"].drop_duplicates() if a != ALL]
        for agency in (*named_agencies, ALL):
            money = case_row(pack, option, "financial", agency)
            worth = case_row(pack, option, "economic", agency)
            if money or worth:
                rows.append((option.title, sentence("all agencies" if agency == ALL else str(agency)),
                             *_case_cells(money, worth, first)))  # fmt: skip
    return Table(
        "case_by_agency",
        "12f",
        _who_finding(pack),
        "The business case by agency: who gains and who pays",
        ("Option", "Agency", "Financial: all years", "Financial: at present value",
         "Economic: net present value", "Paid back", "Benefit-cost ratio"),
        tuple(rows),
        "Financial: the money of each year, with interest, minimum revenue provision, grants and agreements; "
        "discounted at the real rate and the inflation together. Economic: resources in the study's prices, "
        "without interest, depreciation, VAT, grants or payments between agencies, with optimism bias and residual "
        "value, by where the resource is used. Paid back: the first year from which the running total (economic view, "
        "discounted) is never below nought again. The ratio holds only money: what comes back, net of what costs more "
        "each year, ÷ what is put in once, net of residual value; below nought where yearly costs rise as well. "
        f"In brackets {UNCERTAINTY}. {pack.region.attribution}",
    )  # fmt: skip


def _case_cells(money: dict[str, float], worth: dict[str, float], first: float) -> tuple[str, ...]:
    back = worth.get("payback_year", float("nan"))
    ratio = worth.get("bcr", float("nan"))
    return (
        pounds(money["undiscounted_gbp"]) if money else "no change",
        npv_words(money),
        npv_words(worth),
        ("at once" if back == first else f"{back:.0f}")
        if known(back)
        else "never"
        if worth
        else "",
        ("below 0" if ratio < 0 else f"{ratio:.2f}")
        if known(ratio)
        else "nothing put in"
        if worth
        else "",
    )


def _who_finding(pack: Pack) -> str:
    """Who gains and who pays most, under the option that is best for all and known whole."""
    whole = [o for o in pack.proposals if o.ranked and case_row(pack, o, "financial")]
    if not whole:
        return "No option whose cost is known whole has clear gainers or payers"
    best = max(whole, key=lambda option: case_row(pack, option, "financial")["npv_gbp"])
    agencies = [a for a in pack.case_summary["agency"].drop_duplicates() if a != ALL]
    worth = {a: case_row(pack, best, "financial", str(a)).get("npv_gbp", 0.0) for a in agencies}
    said = [
        f"{a} {'gains' if gbp > 0 else 'pays'} {pounds(abs(gbp))}"
        for a, gbp in worth.items()
        if round(gbp)
    ]
    return f"Over the case, at present value, under {named(best.title)}: {joined(said) or 'nobody pays: £0'}"


def switching_values(pack: Pack) -> Table:
    """By how much each line would have to change for the economic case to come to nought."""
    table, rows, near = pack.switching, [], []
    for option in pack.proposals:
        mine = table[(table["option"] == option.name).to_numpy(dtype=bool)]
        order = mine["switching_change"].abs().sort_values(kind="stable").index[:4]
        for item, agency, gbp, change in mine.loc[
            order, ["item", "agency", "present_value_gbp", "switching_change"]
        ].itertuples(index=False):
            rows.append(
                (
                    option.title,
                    str(item),
                    sentence(str(agency)),
                    pounds(float(gbp)),
                    _switch(float(change)),
                )
            )
            if abs(float(change)) <= 1.0 and option.ranked:
                near.append((abs(float(change)), option, str(item)))
    least = min(near, key=lambda one: one[0], default=None)
    title = (
        f"The nearest to turning the economic case: {least[2]} under {named(least[1].title)}, by {least[0]:.0%}"
        if least
        else "No single line would turn the economic case of any option by changing 100% or less"
    )
    return Table(
        "switching_values",
        "12g",
        title,
        "Switching values: what each sum would have to change by, alone, for the net present value to be nought",
        ("Option", "Line", "Agency", "Present value now", "Has to change by"),
        tuple(rows),
        "The four lines nearest to turning each option’s economic case. Over −100% a cost would have to become a "
        f"gain, or a gain a cost, which is to say that the line alone cannot turn it. {pack.region.attribution}",
    )


def _switch(change: float) -> str:
    if not known(change):
        return ""
    if abs(change) > 10:
        return "more than tenfold"
    return f"{'+' if change > 0 else '−'}{abs(change):.0%}"
