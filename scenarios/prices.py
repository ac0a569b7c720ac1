"""Prices of different years, brought to those of one; and what a thing that lasts costs in each year of its life."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scenarios.fleet import Declared
from scenarios.quantity import Money, Number, Share, Sourced, Years

Year = Annotated[int, Field(ge=1950, le=2100)]


class PriceIndex(Sourced):
    """A level of prices for each year, on any scale: only the ratio of two levels counts."""

    UNITS: ClassVar[dict[str, float]] = {"index": 1.0}
    WHAT = "a price index"

    title: str
    levels: dict[Year, Number] = Field(min_length=1)

    def numbers(self) -> dict[str, float]:
        """The levels, none of which may be below nought."""
        return {f"levels.{year}": level for year, level in self.levels.items()}

    @model_validator(mode="after")
    def check_levels(self) -> Self:
        """A level of nought would make every other price endless."""
        for level in self.levels.values():
            if level == 0:
                raise ValueError("levels|a level of 0 is no price|more than 0")
        return self

    def ratio(self, of_year: int, in_year: int) -> float:
        """What a pound of one year is worth in the prices of another. Raises KeyError for a year that is not there."""
        return 1.0 if of_year == in_year else self.levels[in_year] / self.levels[of_year]


def in_prices_of(money: Money, price_year: int | None, indices: Mapping[str, PriceIndex]) -> float:
    """A sum or rate in the prices of the study's year, by the first declared index.

    A rate without a year is in the study's prices already; a study without a year has all its rates in one year's.
    """
    if money.price_year is None or price_year is None or money.price_year == price_year:
        return money.value
    index = next(iter(indices.values()))
    return money.value * index.ratio(money.price_year, price_year)


def annuity(principal: float, interest: float, years: float) -> float:
    """The equal yearly payment, at each year's end, that pays off a sum with interest: P i / (1 - (1 + i)^-n)."""
    if interest == 0.0:
        return principal / years
    return principal * interest / -math.expm1(-years * math.log1p(interest))


class Life(Declared):
    """How the price of a thing that lasts becomes a yearly charge.

    `annuity`: the equal payment that pays off the price, less what the thing fetches at the end, with interest;
    `straight_line`: the price less what it fetches, over its years, without interest.
    """

    years: Years
    method: Literal["annuity", "straight_line"]
    interest: Share | None = None
    fetches: Share | None = Field(default=None, description="share of its price at the end")

    @model_validator(mode="after")
    def check_life(self) -> Self:
        """A life is longer than nothing; interest is for an annuity, which cannot be without."""
        if self.years.base < 1:
            raise ValueError(f"years|a life of {self.years.base:g} years is none|1 yr or more")
        if (self.interest is not None) != (self.method == "annuity"):
            what = "needs its `interest`" if self.method == "annuity" else "has no `interest`"
            raise ValueError(f"interest|a charge by {self.method} {what}|annuity with interest")
        return self

    def charge(self, price: float) -> float:
        """The charge of one year, in pounds."""
        years, end = self.years.base, price * (self.fetches.base if self.fetches else 0.0)
        if self.interest is None:
            return (price - end) / years
        rate = self.interest.base
        return annuity(price - end / (1.0 + rate) ** years, rate, years)
