"""What single rows and notes say: shares of few calls, what money else buys, a bid's sums, which turnout."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from results.bids import as_printed, sum_row
from results.figures.business_case import business_case
from results.figures.day_and_night import day_and_night
from results.figures.off_the_run import roles
from results.figures.standards import people_within
from results.figures.value import elsewhere
from results.pack import Pack
from scenarios.costs import BidSum
from tests.made_up_pack import pack

CAR = "St Ives car"


def car(calls: float) -> str:
    """What table 10 says of the co-responder's car after so many calls in each of three replications."""
    whole = pack(3, 2, 120)
    table = whole.measures
    mine = (table["measure"] == "calls_attended") & table["group"].str.contains("st_ives_car")
    changed = replace(whole, measures=table.assign(value=table["value"].mask(mine, calls)))
    return next(row[3] for row in roles(changed).rows if row[0] == CAR)


def test_no_share_of_few_calls() -> None:
    """Nine calls: no share of them, which as a mean of replications need not be one of nine at all."""
    assert "%" not in car(3.0)
    assert car(3.0).endswith(
        "too few calls to say how much before the ambulance, or how often first"
    )
    assert " min" not in car(3.0)
    assert "first at 100.0%" in car(10.0)


@pytest.fixture
def dearer() -> Pack:
    """Two items of hours at the study's rates; the first option has 1,000 hours more of the first."""
    whole = pack(2, 2, 120)

    def rows() -> Iterator[tuple[object, ...]]:
        for run in whole.costs["replication"].unique():
            for option, hours in ((whole.baseline, 5000.0), (whole.proposals[0], 6000.0)):
                yield (option.name, run, "ambulance", "Ambulance hours", hours, 50.0, hours * 50)
                yield (option.name, run, "police", "Officer hours", 100.0, 25.0, 2500.0)

    names = [
        "scenario",
        "replication",
        "agency",
        "item",
        "quantity",
        "rate_gbp",
        "amount_gbp_per_year",
    ]
    costs = pd.DataFrame(rows(), columns=names).assign(driver="unit_hours_on_shift")
    return replace(whole, costs=costs[list(whole.costs.columns)])


def test_what_an_option_buys_is_nothing_else(dearer: Pack) -> None:
    """£50,000 for ambulance hours would else buy 2,000 officer hours, and not the ambulance hours again."""
    assert elsewhere(dearer, dearer.proposals[0]) == "2,000 hours (officer hours)"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (3.3e6, "GBP", "£3.30m"),
        (5.06e6, "GBP", "£5.06m"),
        (1_234_567.0, "GBP", "£1.234567m"),
        (410_000.0, "GBP", "£410,000"),
        (-12_400_000.0, "GBP", "−£12.40m"),
        (1.115, "GBP million", "£1.115m"),
        (81_000.0, "GBP/yr", "£81,000 a year"),
    ],
)
def test_sums_are_written_as_people_write_them(value: float, unit: str, said: str) -> None:
    assert as_printed(value, unit) == said


def test_a_bid_s_own_sum_has_no_powers_of_ten() -> None:
    bid = BidSum.model_validate(
        {
            "title": "Transition", "items": {"conversions": 3.3e6, "rent saved": -2e5}, "printed": 5.3e6,
            "rounding": 1e5, "unit": "GBP", "status": "assumed",
            "source": "made up",
        }
    )  # fmt: skip
    assert (
        sum_row(bid)[5] == "+£3.30m (conversions) −£200,000 (rent saved) = £3.10m; printed £5.30m."
    )
    whole = pack(3, 2, 120)
    checked = whole.bid_check.assign(
        of="sum", unit="GBP", bid_value=5.3e6, verdict="bid_sum_wrong", note=""
    )
    note = business_case(replace(whole, bid_check=checked.iloc[:1])).note
    assert "£5.30m, though the bid prints £5.30m" in note
    assert "e+06" not in note


def test_the_maps_and_the_table_of_people_say_which_turnout() -> None:
    whole = pack(3, 3, 120)
    table, figure = people_within(whole), day_and_night(whole)
    assert "each hour with the turnout that control plans for in it, night and day" in table.note
    assert "more people may be within (figure 4)" in table.note
    assert "with the turnout that control plans for in those same hours" in figure.note
    assert "table 3b has the mean over all hours of the week" in figure.note
