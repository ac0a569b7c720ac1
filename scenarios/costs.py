"""What things cost: items on drivers, by agency, and the sums that a bid prints."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scenarios.fleet import Declared, Name
from scenarios.quantity import Money, Number, Quantity, Share
from scenarios.words import Agency, CallKind, CostDriver, Status


class CostItem(Declared):
    """So many pounds a year for each unit of a driver, borne by one agency.

    `of` narrows the driver: vehicle types for `vehicles` and `unit_hours_on_shift`, stations for `stations`, pools for
    `posts`, `oncall_people`, `oncall_turnouts` and `oncall_hours`. A `varies` item is counted in the marginal cost.
    """

    agency: Agency
    title: Name
    driver: CostDriver
    rate: Money
    of: tuple[Name, ...] = ()
    share_of_rate: Share | None = None
    varies: bool = False
    capital: bool = Field(
        default=False, description="capital and interest, left out of running cost"
    )


class CoreIncidents(Declared):
    """Which calls are an agency's own business, the denominator of its cost for each core incident."""

    kinds: tuple[CallKind, ...] = Field(min_length=1)


class BidSum(Declared):
    """A sum that a bid prints, with the items that it should add up to.

    `reproduced` when the items add to the printed total at its printed rounding, else `bid_sum_wrong`.
    """

    title: Name
    items: dict[Name, Number] = Field(min_length=1)
    printed: Number
    rounding: Number = Field(gt=0)
    unit: Literal["GBP million", "GBP", "GBP/yr"]
    status: Status
    source: Name
    note: str = ""


class Expected(Declared):
    """A figure that somebody published, to print beside the model's answer.

    `of` says what the model's figure is: a difference of an option from the baseline, or a value of one scenario.
    """

    title: Name
    measure: Name
    group: str
    option: Name
    of: Literal["difference", "value"] = "difference"
    minus: str | None = Field(default=None, description="measure the difference from this scenario")
    value: Quantity
    divide_by: Quantity | None = None
    tolerance: Share | None = None
    note: str = ""
