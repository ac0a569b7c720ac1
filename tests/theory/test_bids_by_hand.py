"""What a bid printed, against its own sum and against the model."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from results.bids import figure_row, sum_row
from scenarios.costs import BidSum, Expected
from tests.theory.by_hand import SOURCE
from tests.theory.test_differences_by_hand import table_of


def bid(printed: float, rounding: float) -> BidSum:
    return BidSum.model_validate({
        "title": "t", "items": {"a": 4.1, "b": -1.115, "c": -0.983}, "printed": printed,
        "rounding": rounding, "unit": "GBP million", **SOURCE,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "rounding", "verdict"),
    [
        (2.002, 0.001, "reproduced"),
        (2.0, 0.1, "reproduced"),
        (2.003, 0.001, "bid_sum_wrong"),
        (2.1, 0.1, "bid_sum_wrong"),
        (3.0, 1.0, "bid_sum_wrong"),
    ],
)
def test_a_bid_s_sum_to_its_printed_rounding(printed: float, rounding: float, verdict: str) -> None:
    assert verdict in sum_row(bid(printed, rounding))


def expected(value: float, **more: object) -> Expected:
    return Expected.model_validate({
        "title": "t", "measure": "m", "group": "g", "option": "b",
        "value": {"value": value, "unit": "s", **SOURCE}, **more,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("published", "verdict"),
    [(100, "reproduced"), (94, "reproduced"), (60, "differs"), (130, "differs"), (-100, "differs")],
)
def test_a_simulated_figure_is_reproduced_when_its_interval_meets_a_tenth(
    published: float, verdict: str
) -> None:
    # gaps 98, 100, 102: mean 100, half width 4.302653 x 2 / sqrt(3) = 4.97
    row = figure_row(expected(published), table_of(a=[0, 0, 0], b=[98, 100, 102]), "a")
    assert row[2] == pytest.approx(100)
    assert verdict in row
    assert row[6:8] == pytest.approx((100 - 4.968, 100 + 4.968), abs=1e-3)


@pytest.mark.parametrize(
    ("published", "verdict"), [(100, "cannot_tell"), (130, "cannot_tell"), (160, "differs")]
)
def test_an_interval_wider_than_the_band_that_it_meets_cannot_tell(
    published: float, verdict: str
) -> None:
    # gaps 90, 100, 110: half width 4.302653 x 10 / sqrt(3) = 24.84, twice the tenth of 100 and more
    row = figure_row(expected(published), table_of(a=[0, 0, 0], b=[90, 100, 110]), "a")
    assert verdict in row


def test_nothing_is_divided_by_nought() -> None:
    with pytest.raises(ValidationError, match="nothing can be divided by 0"):
        expected(5, divide_by={"value": 0, "unit": "people", **SOURCE})


def test_a_figure_that_no_run_has_is_not_modelled() -> None:
    nothing = table_of(a=[1.0])
    assert "not_modelled" in figure_row(expected(5), nothing, "a")
