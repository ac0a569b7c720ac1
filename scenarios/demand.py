"""Demand: how often each kind of call rings, when in the week, and among whom."""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from scenarios.duty import WEEK_H
from scenarios.fleet import Declared, Name
from scenarios.quantity import CallRate, Number, Ratio, Spread
from scenarios.words import CallKind, Category, Service, Status


class WeekShape(Declared):
    """How calls fall over the hours of a day and the days of a week. Parts are scaled to sum to one."""

    hours: tuple[Number, ...] = Field(min_length=24, max_length=24)
    days: tuple[Number, ...] = Field(default=(1.0,) * 7, min_length=7, max_length=7)
    status: Status
    source: Name

    @model_validator(mode="after")
    def check_positive(self) -> Self:
        """No part may be negative, nor all of them nothing."""
        if min(self.hours + self.days) < 0 or sum(self.hours) <= 0 or sum(self.days) <= 0:
            raise ValueError(
                "hours|a part of the day or week is negative, or all are nothing|0 or more"
            )
        return self

    def by_hour_of_week(self) -> NDArray[np.float64]:
        """The share of a week's calls in each of its 168 hours, from Monday 00:00."""
        shape = np.outer(np.array(self.days), np.array(self.hours)).ravel()
        assert shape.shape == (WEEK_H,)
        return np.asarray(shape / shape.sum(), dtype=np.float64)


class DemandProfile(Declared):
    """One stream of calls."""

    service: Service
    kind: CallKind
    category: Category
    rate: CallRate
    week: Name
    among: Literal["people", "land"] = "people"
    call_handling: Spread
    growth: Ratio | None = Field(default=None, description="multiplies the rate")

    def calls_per_year(self, people: float) -> float:
        """Expected calls a year in a region with so many residents."""
        return self.rate.per_year(people) * (self.growth.base if self.growth else 1.0)
