"""How far a difference in cost moves with its rates, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from results.rate_ranges import rate_ranges
from scenarios.costs import CostItem
from scenarios.quantity import Money, Share
from scenarios.study import Study
from tests.theory.by_hand import study

SURE = {"status": "observed", "source": "made up"}
GUESS = {"status": "assumed", "source": "made up"}


def item(title: str, rate: dict[str, Any]) -> CostItem:
    return CostItem.model_validate(
        {
            "agency": "fire",
            "title": title,
            "driver": "sum_per_year",
            "rate": {"unit": "GBP/yr", **rate},
        }
    )


def priced(within: float | None) -> Study:
    plain = study()
    costs = {
        "guessed": item("Guessed", {"value": 1000, **GUESS}),
        "known": item("Known", {"value": 500, **SURE}),
        "ranged": item("Ranged", {"value": 200, "low": 100, "high": 260, **SURE}),
        "same": item("Same", {"value": 9000, **GUESS}),
    }
    share = Share.model_validate({"value": within, "unit": "share", **GUESS}) if within else None
    report = plain.head.report.model_copy(update={"rates_within": share})
    first, *others = (
        s.model_copy(update={"costs": costs, "oncall_pay": {}}) for s in plain.scenarios
    )
    return replace(
        plain, head=plain.head.model_copy(update={"report": report}), scenarios=(first, *others)
    )


def costs_of() -> pd.DataFrame:
    """Two runs: the option has 4 of Guessed for 1, 3 of Known for 1, none of Ranged for 2, as many of Same."""
    told = {
        "today": {"Guessed": 1000.0, "Known": 500.0, "Ranged": 400.0, "Same": 9000.0},
        "west_station": {"Guessed": 4000.0, "Known": 1500.0, "Same": 9000.0},
    }
    rows = [
        (name, run, "fire", title, gbp)
        for name, lines in told.items()
        for run in range(2)
        for title, gbp in lines.items()
    ]
    return pd.DataFrame(
        rows, columns=["scenario", "replication", "agency", "item", "amount_gbp_per_year"]
    )


def test_each_rate_moves_the_difference_by_its_own_share_of_it() -> None:
    plain = priced(0.25)
    found = rate_ranges(plain, costs_of()).set_index("item")
    ends = found[["difference_gbp_per_year", "low_gbp_per_year", "high_gbp_per_year"]]
    assert ends.loc["Guessed"].tolist() == pytest.approx([3000, -750, 750])
    # 400 less; at half the rate 200 less, which is 200 dearer; at 1.3 times it 520 less, which is 120 cheaper
    assert ends.loc["Ranged"].tolist() == pytest.approx([-400, -120, 200])
    assert set(found.index) == {"Guessed", "Ranged"}  # one is observed, one the same in both


def test_without_a_word_only_a_rate_s_own_range_counts() -> None:
    plain = priced(None)
    assert rate_ranges(plain, costs_of())["item"].tolist() == ["Ranged"]


@pytest.mark.parametrize("ends", [{"low": 1}, {"low": 11, "high": 12}, {"low": -1, "high": 12}])
def test_a_range_holds_its_value(ends: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Money.model_validate({"value": 10, "unit": "GBP/yr", **ends, **GUESS})
