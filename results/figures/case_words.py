"""A business case in words: what is clear of it, what luck leaves unclear, and where its rates are doubted."""

from results.figures.luck_and_rates import turns
from results.figures.references import see
from results.figures.wording import between, known, pounds, spread
from results.pack import Option, Pack

ALL = "all"
UNCLEAR = "unclear"
NPV, TOTAL = "npv", "undiscounted"
"""What is said of a row: its net present value, or all years' money as it is paid."""
KEYS = (
    "npv_gbp", "npv_low_gbp", "npv_high_gbp", "payback_year", "bcr", "undiscounted_gbp",
    "undiscounted_low_gbp", "undiscounted_high_gbp",
)  # fmt: skip


def case_row(pack: Pack, option: Option, view: str, agency: str = ALL) -> dict[str, float]:
    """One row of the summary as plain numbers; empty if there is none.

    A run of before, whose table has no interval of the undiscounted total, is as unclear there as at present value.
    """
    table = pack.case_summary
    mine = (
        (table["option"] == option.name) & (table["view"] == view) & (table["agency"] == agency)
    ).to_numpy(dtype=bool)
    if not mine.any():
        return {}
    found = {k: float(table.loc[mine, k].iloc[0]) if k in table else float("nan") for k in KEYS}
    if "undiscounted_low_gbp" not in table and unclear(found):
        found |= {f"undiscounted_{end}_gbp": found[f"npv_{end}_gbp"] for end in ("low", "high")}
    return found


def unclear(row: dict[str, float], of: str = NPV) -> bool:
    """Whether the interval holds both a gain and a loss."""
    low, high = row[f"{of}_low_gbp"], row[f"{of}_high_gbp"]
    return known(low) and round(low) <= 0 <= round(high) and round(low) < round(high)


def way(row: dict[str, float]) -> int:
    """1 for a clear gain, −1 for a clear loss, 0 for neither; a single replication is never clear."""
    if not known(row["npv_low_gbp"]) or unclear(row):
        return 0
    return (round(row["npv_gbp"]) > 0) - (round(row["npv_gbp"]) < 0)


def ends_of(row: dict[str, float], of: str = NPV) -> str:
    """The interval of a row."""
    return between(row[f"{of}_low_gbp"], row[f"{of}_high_gbp"], pounds)


def npv_words(row: dict[str, float], of: str = NPV) -> str:
    """A net present value, or all years' money, with its interval; what holds nought is said to be unclear."""
    if not row:
        return "no money changes"
    said = pounds(row[f"{of}_gbp"])
    if not known(row[f"{of}_low_gbp"]):
        return said if known(row["npv_low_gbp"]) else f"{said} (one replication, no interval)"
    if unclear(row, of):
        return f"{UNCLEAR} ({ends_of(row, of)})"
    return f"{said} ({spread(row[f'{of}_low_gbp'], row[f'{of}_high_gbp'], pounds)})"


def cash_back(row: dict[str, float], first: float, last: float) -> str:
    """Whether and when money comes back, by one definition: the agencies' cash as it is paid, not discounted.

    `row` is of the financial view, `first` and `last` the case's years. The year is the first from which the running
    total is never below nought again. Cash that comes back though the present value is clearly below nought is said so.
    """
    if not row:
        return "no money changes hands"
    if not known(row["npv_low_gbp"]):
        return "one replication: cannot be told"
    if unclear(row, TOTAL):
        return f"unclear: in all years {ends_of(row, TOTAL)}"
    back = row["payback_year"]
    if not known(back):
        return f"no, not by {last:.0f}"
    said = "yes, at once" if back <= first else f"yes, by {back:.0f}"
    return f"{said}, but not at present value" if way(row) < 0 else said


CASH_BACK = (
    "Paid back: the first year from which the running total of the agencies’ cash as it is paid (financial view, not "
    "discounted) is never below nought again; a pound of a late year counts there as much as one of the first, and so "
    "cash can come back from what at present value is a loss."
)
"""The one definition of payback, for the notes of the figure and the table."""


def case_span(pack: Pack) -> tuple[float, float]:
    """The first and the last year in which the case has money."""
    years = pack.business_case["year"]
    return float(years.min()), float(years.max())


def worth_span(pack: Pack, option: Option) -> tuple[float, float] | None:
    """The net present value with other rates, from the worst to the best; nothing where no rate is in doubt."""
    row, moves = case_row(pack, option, "economic"), pack.case_rates.get(option.name)
    if not row or moves is None:
        return None
    return row["npv_gbp"] + moves[0], row["npv_gbp"] + moves[1]


def rates_beside(pack: Pack, option: Option) -> str:
    """After a sum: what it is with other rates, and that they could turn it where they could."""
    ends = worth_span(pack, option)
    if ends is None:
        return "; no rate of it has a declared range"
    turned = ", which could turn it" if turns(ends) else ""
    return f"; with other rates {between(*ends, pounds)}{turned}"


def rates_note(pack: Pack) -> str:
    """What "the same every time" does not say, in a sentence."""
    ranges = see(pack, "rate_ranges", "what rates in doubt do to the cost of a year is in ")
    lines = see(pack, "switching_values", "by how much each line would have to change is in ")
    said = "; ".join(words for words in (ranges or "no rate has a declared range", lines) if words)
    return (
        f"“The same every time” is of luck alone: {said}. “With other rates”: all rates of running costs in doubt "
        "together at their worst and best; sums paid once as declared."
    )
