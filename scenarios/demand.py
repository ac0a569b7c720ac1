"""Demand: how often each kind of call rings, when in the week, and among whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scenarios.duty import WEEK_H
from scenarios.fleet import Declared, Name
from scenarios.quantity import CallRate, Duration, Number, Ratio, Share, Spread
from scenarios.words import CallKind, Category, Service, Status


def refuse_number_for_time(value: object) -> object:
    """A bare number is refused: it would be read as seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError(f"|{value} is not a time|a date and time, as in 2014-02-05 06:00")
    return value


def in_gmt(value: datetime) -> datetime:
    """A time as the run counts it: in GMT; one that says no offset is in GMT already."""
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


Moment = Annotated[datetime, BeforeValidator(refuse_number_for_time), AfterValidator(in_gmt)]


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
    among: Name = Field(default="people", description="people, land, or a pattern of `call_places`")
    within: Name | None = Field(default=None, description="only in this area of the region")
    call_handling: Spread
    growth: Ratio | None = Field(default=None, description="multiplies the rate")
    by_month: tuple[Number, ...] = Field(
        default=(), max_length=12, description="12 parts from January, scaled to a mean of one"
    )
    visitors: tuple[Name, ...] = ()
    reported_as: dict[CallKind, Share] = Field(
        default_factory=dict, description="how often such a call is reported as another kind"
    )

    @model_validator(mode="after")
    def check_months(self) -> Self:
        """Twelve months, none of them negative, not all of them nothing."""
        parts = self.by_month
        if parts and (len(parts) != 12 or min(parts) < 0 or sum(parts) <= 0):
            raise ValueError(
                "by_month|these are not parts of a year|12 numbers from January, 0 or more, not all of them 0"
            )
        return self

    def calls_per_year(self, people: float) -> float:
        """Expected calls a year in a region with so many residents."""
        return self.rate.per_year(people) * (self.growth.base if self.growth else 1.0)


class Visitors(Declared):
    """People beyond the residents of an area, month by month, as a share of its residents."""

    district: Name
    by_month: tuple[Number, ...] = Field(min_length=12, max_length=12)
    status: Status
    source: Name

    @model_validator(mode="after")
    def check_months(self) -> Self:
        """Visitors come on top of the residents."""
        if min(self.by_month) < 0:
            raise ValueError(
                "by_month|fewer visitors than none|12 shares of the residents, 0 or more"
            )
        return self


class Surge(Declared):
    """Hours in which some streams ring more often: a storm, a festival."""

    starts: Moment
    lasts: Duration
    streams: tuple[Name, ...] = Field(min_length=1)
    ratio: Ratio

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.starts + timedelta(seconds=self.lasts.base)
