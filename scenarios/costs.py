"""What things cost: items on drivers, by agency, and the sums that a bid prints."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from scenarios.drivers import DRIVER_COUNTS, DRIVER_UNITS
from scenarios.fleet import Declared, Name
from scenarios.prices import Life
from scenarios.quantity import DaysEach, Money, Number, Quantity, Ratio, Share
from scenarios.words import Agency, CallKind, CostDriver, Status


def some_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """A list that is written names something; all of a kind are counted where `of` is left out."""
    if not names:
        raise ValueError("|an empty list names nothing|leave `of` out for all of them")
    return names


Names = Annotated[tuple[Name, ...], AfterValidator(some_names)]


class CostItem(Declared):
    """So many pounds a year for each unit of a driver, borne by one agency.

    `of` narrows the driver: vehicle types, stations, crew pools or vehicles, as the driver counts them
    (`words.DRIVER_COUNTS`). A `varies` item is counted in the marginal cost. `riding_factor` is staff for each seat
    that is crewed, `grade` the officers' seats or the others', `days_each` the training days of each person. With a
    `life` the rate is a price, and its yearly charge is capital.
    """

    agency: Agency
    title: Name
    driver: CostDriver
    rate: Money
    of: Names = ()
    share_of_rate: Share | None = None
    grade: Literal["officers", "others"] | None = None
    riding_factor: Ratio | None = Field(default=None, description="staff for each seat crewed")
    days_each: DaysEach | None = None
    life: Life | None = None
    varies: bool = False
    capital: bool = Field(
        default=False, description="capital and interest, left out of running cost"
    )

    once: bool = Field(
        default=False,
        description="a cost of change, paid once and here spread over years: left out of running cost",
    )

    @model_validator(mode="after")
    def check_driver(self) -> Self:
        """The rate is in the driver's unit, and each detail belongs to the driver."""
        unit = "GBP" if self.life is not None else DRIVER_UNITS[self.driver]
        per_person = unit == "GBP/yr" and DRIVER_COUNTS[self.driver] == "crew_pools"
        if self.rate.unit != unit and not (per_person and self.rate.unit == "GBP/person/yr"):
            what = "with a life is a price" if self.life else f"on {self.driver} is in another unit"
            raise ValueError(f"rate.unit|'{self.rate.unit}': a rate {what}|{unit}")
        if self.riding_factor is not None and self.driver != "posts":
            raise ValueError("riding_factor|only `posts` are seats to be staffed|`driver: posts`")
        if self.riding_factor is not None and not 1.0 <= self.riding_factor.base <= 10.0:
            factor = f"{self.riding_factor.base:g}"
            raise ValueError(
                f"riding_factor|{factor} people are not the staff for one seat|1 to 10"
            )
        if self.grade is not None and self.driver not in ("posts", "oncall_people"):
            raise ValueError("grade|only people have a grade|`driver: posts` or `oncall_people`")
        if (self.days_each is not None) != (self.driver == "training_days"):
            raise ValueError(
                "days_each|`training_days` are people times their days|both or neither"
            )
        return self

    @property
    def is_capital(self) -> bool:
        """Whether it is left out of running cost."""
        return self.capital or self.once or self.life is not None

    def money(self) -> dict[str, Money]:
        """Its rates, by key."""
        return {"rate": self.rate}


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

    @model_validator(mode="after")
    def check_rounding(self) -> Self:
        """Rounded to more than itself, any sum would agree."""
        if self.rounding > abs(self.printed):
            raise ValueError(
                f"rounding|to {self.rounding:g}, any sum would agree with {self.printed:g}|less than what is printed"
            )
        return self


class NotModelled(Declared):
    """A figure that somebody published and that this study cannot test, with why not."""

    title: Name
    value: Quantity
    note: Name = Field(description="why the model has no figure beside it")


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

    @model_validator(mode="after")
    def check_division(self) -> Self:
        """Nothing is divided by nought."""
        if self.divide_by is not None and not self.divide_by.value:
            raise ValueError("divide_by|nothing can be divided by 0|another number")
        return self
