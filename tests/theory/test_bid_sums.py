"""The bids' own sums, as they printed them (case 6 of the known answers)."""

from __future__ import annotations

import pytest

from results.bids import sum_row
from scenarios.business_case import Flow, Loan
from scenarios.costs import BidSum
from scenarios.documents import read_yaml
from scenarios.load import study_path

SAYS_SO = {"status": "observed", "source": "the bid"}
TRANSITION = {
    "programme office": 410e3, "governance": 800e3, "finance": 20e3, "communication": 40e3,
    "data analysis": 60e3, "six properties, fuel and service hub": 3.3e6, "shadow authority": 150e3,
    "contracts": 280e3,
}  # fmt: skip


def test_hayle_returns_what_the_bid_printed() -> None:
    """4.1 - 1.115 - 0.983 = 2.002."""
    study = read_yaml(study_path("hayle")).data
    title, printed, total, unit, verdict, *_ = sum_row(
        BidSum.model_validate(study["bid_sums"]["hayle_return"])
    )
    assert (printed, total, unit, verdict) == (2.002, 2.002, "GBP million", "reproduced"), title


def test_hayle_s_loan_costs_the_interest_that_the_bid_printed() -> None:
    """Equal instalments over 40 years at 4.3%: 1.115m x 0.043 x 41 / 2 = 0.982873m, printed as 0.983m."""
    case = read_yaml(study_path("hayle")).data["business_case"]
    loan = Loan.model_validate(case["loans"]["prudential"])
    station = Flow.model_validate(case["flows"]["station"])
    rows = loan.payments(station.sum.value)
    interest = sum(cost for cost, _ in rows)
    assert interest == pytest.approx(982_872.5)
    assert round(interest / 1e6, 3) == 0.983
    assert round(sum(part for _, part in rows)) == 1_115_000


@pytest.mark.parametrize(
    ("items", "printed", "rounding", "total", "verdict"),
    [
        ({"2013/14": 414e3, "2014/15": 77e3}, 491e3, 1e3, 491e3, "reproduced"),  # Lincolnshire
        # Lincolnshire: 1,000 incidents, 75% conveyed
        ({"conveyed": 0.75 * 1000}, 750, 1, 750, "reproduced"),
        (TRANSITION, 5.3e6, 1e5, 5.06e6, "bid_sum_wrong"),  # Northamptonshire: printed 5.3m, adds to 5.06m
        ({"running": 155e3, "maintenance": 30e3}, 188e3, 1e3, 185e3, "bid_sum_wrong"),  # Suffolk
        # Suffolk, over ten years: of its own parts, and of the sum that it prints
        ({"ten years of the parts": 10 * 185e3}, 1.88e6, 1e4, 1.85e6, "bid_sum_wrong"),
        ({"ten years of the printed": 10 * 188e3}, 1.88e6, 1e4, 1.88e6, "reproduced"),
        ({"six sites": 6 * 270e3}, 1.62e6, 1e4, 1.62e6, "reproduced"),  # Suffolk: six at 270k
    ],
)  # fmt: skip
def test_other_bids(
    items: dict[str, float], printed: float, rounding: float, total: float, verdict: str
) -> None:
    bid = BidSum.model_validate(
        {"title": "A sum", "items": items, "printed": printed, "rounding": rounding, "unit": "GBP", **SAYS_SO}
    )  # fmt: skip
    row = sum_row(bid)
    assert (row[2], row[4]) == (total, verdict)
