"""Tables 12e and 12f: a business case by agency, and what would turn its answer."""

from results.figures.case_words import (
    ALL,
    CASH_BACK,
    TOTAL,
    UNCLEAR,
    case_row,
    case_span,
    cash_back,
    ends_of,
    npv_words,
    rates_note,
    unclear,
    way,
)
from results.figures.case_years import of_equal_years, runs_note, runs_words
from results.figures.chance import ONE_REPLICATION, played_once
from results.figures.figure import Table
from results.figures.foremost import PENNY, names_of
from results.figures.wording import UNCERTAINTY, joined, known, named, pounds, sentence, short
from results.pack import Option, Pack


def case_by_agency(pack: Pack) -> Table:
    """Each agency's net present value in both views, payback and benefit-cost ratio."""
    rows = []
    span = case_span(pack)
    for option in pack.proposals:
        named_agencies = [a for a in pack.case_summary["agency"].drop_duplicates() if a != ALL]
        for agency in (*named_agencies, ALL):
            money = case_row(pack, option, "financial", agency)
            worth = case_row(pack, option, "economic", agency)
            if money or worth:
                runs = runs_words(pack, option)
                rows.append((f"{option.title} ({runs})" if runs else option.title,
                             sentence("all agencies" if agency == ALL else str(agency)),
                             *_case_cells(money, worth, span)))  # fmt: skip
    return Table(
        "case_by_agency",
        "12e",
        _who_finding(pack),
        "The business case by agency: who gains and who pays",
        ("Option", "Agency", "Financial: all years", "Financial: at present value",
         "Economic: net present value", "Cash paid back, undiscounted", "Benefit-cost ratio"),
        tuple(rows),
        "Financial: the money of each year, with interest, minimum revenue provision, grants and agreements; "
        "discounted at the real rate and the inflation together. Economic: resources in the study's prices, "
        "without interest, depreciation, VAT, grants or payments between agencies, with optimism bias and residual "
        f"value, by where the resource is used. {CASH_BACK} {runs_note(pack)} "
        "The ratio holds only money: what comes back, net of what costs more "
        "each year, ÷ what is put in once, net of residual value; below nought where yearly costs rise as well. "
        f"In brackets {UNCERTAINTY}; where it holds nought, gain and ratio are unclear. {rates_note(pack)} "
        f"{pack.region.attribution}",
    )  # fmt: skip


def _case_cells(
    money: dict[str, float], worth: dict[str, float], span: tuple[float, float]
) -> tuple[str, ...]:
    return (
        npv_words(money, TOTAL) if money else "no change",
        npv_words(money),
        npv_words(worth),
        cash_back(money, *span),
        _ratio(worth),
    )


def _ratio(worth: dict[str, float]) -> str:
    """The benefit-cost ratio, where it is clear whether it is over one."""
    if not worth:
        return ""
    ratio = worth["bcr"]
    if not known(ratio):
        return "nothing put in"
    if unclear(worth):
        return UNCLEAR
    return "below 0" if ratio < 0 else f"{ratio:.2f}"


def _who_finding(pack: Pack) -> str:
    """Who clearly gains and who pays, under the option best for all of those that run longest."""
    whole = [o for o in pack.proposals if o.ranked and case_row(pack, o, "financial")]
    if not whole:
        return "No option whose cost is known whole has clear gainers or payers"
    longest = of_equal_years(pack, whole)[0]
    best = max(longest, key=lambda o: case_row(pack, o, "financial")["npv_gbp"])
    agencies = [str(a) for a in pack.case_summary["agency"].drop_duplicates() if a != ALL]
    rows = {a: row for a in agencies if (row := case_row(pack, best, "financial", a))}
    years = f", which {runs}" if (runs := runs_words(pack, best)) else ""
    alike = (best, *(o for o in longest if o is not best and _same_rows(pack, o, best, agencies)))
    years = years.replace("which runs", "which run") if alike[1:] else years
    head = f"Over the case, at present value, under {names_of(alike)}{years}"
    if not any(known(row["npv_low_gbp"]) for row in rows.values()):
        return f"{head}, one replication only: who gains and who pays has no interval and cannot be told"
    said = [
        f"{a} {'gains' if way(row) > 0 else 'pays'} {pounds(abs(row['npv_gbp']))}"
        for a, row in rows.items()
        if way(row)
    ]
    unsure = [f"{a} ({ends_of(row)})" for a, row in rows.items() if unclear(row)]
    words = joined(said) or ("no agency clearly gains or pays" if unsure else "nobody pays: £0")
    return f"{head}: {words}{f'; not clear: {joined(unsure)}' if unsure else ''}"


def _same_rows(pack: Pack, one: Option, other: Option, agencies: list[str]) -> bool:
    """Whether two options bring every agency the same, to the penny and in its interval."""
    keys = ("npv_gbp", "npv_low_gbp", "npv_high_gbp")
    pairs = [[case_row(pack, o, "financial", a) for o in (one, other)] for a in (*agencies, ALL)]
    return all(
        bool(mine) == bool(theirs)
        and all(abs(mine[key] - theirs[key]) < PENNY for key in keys if mine and known(mine[key]))
        for mine, theirs in pairs
    )


def switching_values(pack: Pack) -> Table:
    """By how much each line would have to change for the economic case to come to nought."""
    table, rows, near = pack.switching, [], []
    for option in pack.proposals:
        mine = table[(table["option"] == option.name).to_numpy(dtype=bool)]
        order = mine["switching_change"].abs().sort_values(kind="stable").index[:MOST_LINES]
        columns = ["item", "agency", "present_value_gbp", "switching_change"]
        for item, agency, gbp, change in mine.loc[order, columns].itertuples(index=False):
            whose = sentence(str(agency))
            said = (str(item), whose, pounds(float(gbp)), _switch(float(change)))
            rows.append((option.title, *said))
            if round(abs(float(change)), 2) <= 1.0:  # as it is printed
                near.append((abs(float(change)), option, f"{item} ({agency}), {said[-1]}"))
    return Table(
        "switching_values",
        "12f",
        _nearest(pack, near),
        "Switching values: what each sum would have to change by, alone, for the net present value to be nought",
        ("Option", "Line", "Agency", "Present value now", "Has to change by"),
        tuple(rows),
        "The four lines nearest to turning each option’s economic case. Over −100% a cost would have to become a "
        "gain, or a gain a cost, which is to say that the line alone cannot turn it; of a case of one line that is "
        f"−100% always. {pack.region.attribution}",
    )


MOST_LINES = 4


def _nearest(pack: Pack, near: list[tuple[float, Option, str]]) -> str:
    """Which line of those shown is nearest to turning a case, and which cases no single line turns."""
    if played_once(pack):
        return f"What would turn an economic case: {ONE_REPLICATION}"
    if not near:
        return "No single line would turn the economic case of any option by changing 100% or less"
    _, option, words = min(near, key=lambda one: one[0])
    turned = {one.name for _, one, _ in near}
    there = set(pack.switching["option"])
    safe = [o for o in pack.proposals if o.name in there and o.name not in turned]
    apart = "" if option.ranked else ", which is not ranked"
    row = case_row(pack, option, "economic")
    apart += ", and luck alone could turn it" if row and unclear(row) else ""
    rest = f"; no line alone turns that of {joined([short(o.title) for o in safe])} by 100% or less"
    return (
        f"The nearest to turning an economic case: {words}, under {named(option.title)}{apart}"
        f"{rest if safe else ''}"
    )


def _switch(change: float) -> str:
    if not known(change):
        return ""
    if abs(change) > 10:
        return "more than tenfold"
    if abs(change) < 0.005:
        return "less than 1% either way"
    return f"{'+' if change > 0 else '−'}{abs(change):.0%}"
