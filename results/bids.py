"""What a bid printed, beside what its own items add to and what the model finds."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from results.compare import between, interval
from scenarios.calls import YEAR_DAYS
from scenarios.costs import BidSum, Expected, NotModelled
from scenarios.measure_words import MEASURES
from scenarios.study import Study

NEAR = 0.10
NOT_PLAYED = "Not played here: a quick run leaves this option out."
PER_PERIOD = "per counted period"
BID_COLUMNS = [
    "figure", "bid_value", "model_value", "unit", "verdict", "note", "low", "high",
    "option", "measure", "group", "of",
]  # fmt: skip


def bid_check(study: Study, measures: pd.DataFrame) -> pd.DataFrame:
    """A row for each bid sum and each expected figure, with its verdict."""
    rows = [sum_row(bid) for bid in study.head.bid_sums.values()]
    rows += [unmodelled_row(said) for said in study.head.not_modelled.values()]
    first = study.baseline.name
    played = {scenario.name for scenario in study.scenarios}
    for expected in study.head.expected.values():
        absent = {expected.option, expected.minus or first} - played
        rows.append(
            row_without(expected, NOT_PLAYED)
            if absent
            else figure_row(expected, measures, first, a_year(expected, study))
        )
    return pd.DataFrame(rows, columns=BID_COLUMNS)


def sum_row(bid: BidSum) -> tuple[object, ...]:
    """Whether the items add to the printed total, to its printed rounding."""
    total = sum(bid.items.values())
    agrees = abs(total - bid.printed) <= bid.rounding / 2 + 1e-9
    sums = " ".join(
        f"{'−' if value < 0 else '+'}{as_printed(abs(value), bid.unit)} ({name})"
        for name, value in bid.items.items()
    )
    added, printed = (as_printed(value, bid.unit) for value in (total, bid.printed))
    note = f"{sums} = {added}; printed {printed}. {bid.note}".strip()
    verdict = "reproduced" if agrees else "bid_sum_wrong"
    found = (bid.title, bid.printed, round(total, 9), bid.unit, verdict, note, np.nan, np.nan)
    return (*found, "", "", "", "sum")


def as_printed(value: float, unit: str) -> str:
    """A sum of a bid as people write it, with every figure that is printed: `3.3e6` GBP as "£3.30m"."""
    kept = round(abs(value), 6)
    sign = "−" if value < 0 and kept else ""
    yearly = " a year" if unit == "GBP/yr" else ""
    if unit == "GBP million":
        return f"{sign}£{kept:,.12g}m"
    if kept < 1e6:
        return f"{sign}£{kept:,.12g}{yearly}"
    whole, _, part = f"{kept / 1e6:,.8f}".rstrip("0").partition(".")
    return f"{sign}£{whole}.{part:0<2}m{yearly}"


def unmodelled_row(said: NotModelled) -> tuple[object, ...]:
    """A published figure that the model has none beside, and why."""
    note = f"{said.note} Source: {said.value.source}."
    found = (said.title, said.value.value, np.nan, said.value.unit, "not_modelled", note)
    return (*found, np.nan, np.nan, "", "", "", "value")


def a_year(expected: Expected, study: Study) -> float:
    """What a measure of the counted period is multiplied by where the published figure is of a year, `… per year`.

    Not a number where the days of a seasonal year cannot stand for a year.
    """
    unit = MEASURES[expected.measure][0]
    if not (unit.endswith(PER_PERIOD) and expected.value.unit.endswith("per year")):
        return 1.0
    if not all(scenario.annual_figures_stand() for scenario in study.scenarios):
        return math.nan
    return YEAR_DAYS / study.baseline.calendar.days


def figure_row(
    expected: Expected, measures: pd.DataFrame, baseline: str, times: float = 1.0
) -> tuple[object, ...]:
    """Whether the model's interval meets the published figure, give or take a tenth or the declared tolerance.

    An interval that meets it and is wider than that band from end to end cannot tell: it would meet much else too.
    """
    other = None if expected.of == "value" else expected.minus or baseline
    values = between(measures, expected.measure, expected.group, expected.option, other)
    values = values[:0] if math.isnan(times) else values * times
    unit, published = expected.value.unit, expected.value.value
    if not len(values):
        return row_without(expected)
    if expected.divide_by is not None:
        values = values / expected.divide_by.value
    mean, low, high = interval(values)
    slack = abs(published) * (expected.tolerance.base if expected.tolerance else NEAR)
    least, most = (mean, mean) if np.isnan(low) else (low, high)
    near = least <= published + slack and most >= published - slack
    verdict = "differs" if not near else "cannot_tell" if most - least > 2 * slack else "reproduced"
    return (
        expected.title,
        published,
        mean,
        unit,
        verdict,
        note_of(expected),
        low,
        high,
        *asked(expected),
    )


def row_without(expected: Expected, why: str = "") -> tuple[object, ...]:
    """A published figure beside which the model has none."""
    value, note = expected.value, f"{why} {note_of(expected)}".strip()
    empty = (expected.title, value.value, np.nan, value.unit, "not_modelled", note, np.nan, np.nan)
    return (*empty, *asked(expected))


def note_of(expected: Expected) -> str:
    """What is said of a figure, and where it is from."""
    return f"{expected.note} Source: {expected.value.source}.".strip()


def asked(expected: Expected) -> tuple[str, str, str, str]:
    """What a figure is held against."""
    return expected.option, expected.measure, expected.group, expected.of
