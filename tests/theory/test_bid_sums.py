"""The bids' own sums, as they printed them (case 6 of the known answers)."""

from __future__ import annotations

import pytest

from results.bids import sum_row
from scenarios.costs import BidSum
from scenarios.documents import read_yaml
from scenarios.load import study_path

SAYS_SO = {"status": "observed", "source": "the bid"}


def test_hayle_returns_what_the_bid_printed() -> None:
    """4.1 - 1.115 - 0.983 = 2.002."""
    study = read_yaml(study_path("hayle")).data
    title, printed, total, unit, verdict, *_ = sum_row(
        BidSum.model_validate(study["bid_sums"]["hayle_return"])
    )
    assert (printed, total, unit, verdict) == (2.002, 2.002, "GBP million", "reproduced"), title


@pytest.mark.parametrize(
    ("items", "printed", "rounding", "total", "verdict"),
    [
        ({"fire": 414e3, "ambulance": 77e3}, 491e3, 1e3, 491e3, "reproduced"),  # Lincolnshire
        ({"running": 155e3, "maintenance": 30e3}, 188e3, 1e3, 185e3, "bid_sum_wrong"),  # Suffolk
        (
            {"ten years": 10 * 185e3},
            1.88e6,
            1e4,
            1.85e6,
            "bid_sum_wrong",
        ),  # Suffolk, over ten years
    ],
)
def test_other_bids(
    items: dict[str, float], printed: float, rounding: float, total: float, verdict: str
) -> None:
    bid = BidSum.model_validate(
        {"title": "A sum", "items": items, "printed": printed, "rounding": rounding, "unit": "GBP", **SAYS_SO}
    )  # fmt: skip
    row = sum_row(bid)
    assert (row[2], row[4]) == (total, verdict)
