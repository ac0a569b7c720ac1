"""What minutes do to people: survival of cardiac arrest and deaths in fires by published curves; values of life.

Estimates, never counts; what a life is said to be worth is never added to cash.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from scenarios.fleet import Declared, Name
from scenarios.prices import PriceIndex, in_prices_of
from scenarios.quantity import Duration, Money, Number, Quantity, Share, Sourced
from scenarios.words import CallKind, Category

Minutes = NDArray[np.float64]


class Coefficients(Sourced):
    """A curve's numbers: a constant, and what each minute to basic life support, defibrillator and paramedic adds."""

    UNITS: ClassVar[dict[str, float]] = {"per min": 1.0}
    WHAT = "a curve's coefficients"

    constant: Number
    cpr: Number = 0.0
    defibrillator: Number = 0.0
    paramedic: Number = 0.0

    def at(self, cpr: Minutes, defibrillator: Minutes, paramedic: Minutes) -> Minutes:
        """Constant and minutes weighted and added."""
        found = self.constant + self.cpr * cpr + self.defibrillator * defibrillator
        return np.asarray(found + self.paramedic * paramedic, dtype=np.float64)


class SurvivalCurve(Declared):
    """The chance to survive a cardiac arrest, by minutes from the collapse or from the call.

    `linear`: the sum itself, within 0 and 1; `logistic`: 1 / (1 + exp(sum)). `applies_to` is the share of arrests that
    the curve speaks of (a shockable rhythm, witnessed); of the others it says nothing, and none is counted.
    """

    title: Name
    form: Literal["linear", "logistic"]
    counts_from: Literal["collapse", "call"]
    coefficients: Coefficients
    applies_to: Share

    def survival(self, cpr: Minutes, defibrillator: Minutes, paramedic: Minutes) -> Minutes:
        """The chance for each of some arrests; minutes from the curve's own start."""
        found = self.coefficients.at(cpr, defibrillator, paramedic)
        if self.form == "logistic":
            return np.asarray(1.0 / (1.0 + np.exp(np.clip(found, -50.0, 50.0))), dtype=np.float64)
        return np.clip(found, 0.0, 1.0)


class Arrests(Declared):
    """Which calls may be cardiac arrests, how many of them are, and what happens before help comes."""

    categories: tuple[Category, ...] = Field(min_length=1)
    share: Share = Field(
        description="of those calls that are arrests in which resuscitation is tried"
    )
    collapse_before_call: Duration
    bystander_cpr: Share
    bystander_after: Duration = Field(description="from the collapse until a bystander begins")


class DeathsPerFire(Quantity):
    """Deaths for each fire, or for each fire and minute."""

    UNITS: ClassVar[dict[str, float]] = {"deaths per fire": 1.0, "deaths per fire per min": 1.0}
    LOWEST: ClassVar[float | None] = 0.0
    HIGHEST = 1.0
    WHAT = "deaths for each fire"


class FireDeathCurve(Declared):
    """Deaths in fires as a straight line: so many for each fire at a reference time, and more for each minute later.

    From `latest` on the line is flat; a fire that no pump reached, given up or still waiting when the run ended, counts
    as one reached then, so that it never counts for less than one that was reached.
    """

    title: Name
    kinds: tuple[CallKind, ...] = Field(min_length=1)
    deaths: DeathsPerFire
    at: Duration
    each_minute: DeathsPerFire
    latest: Duration = Duration(
        value=60.0,
        unit="min",
        status="assumed",
        source="no source found: an hour, as for a paramedic who never came",
    )

    @model_validator(mode="after")
    def check_units(self) -> Self:
        """A level and a slope, which has a way to go before it ends."""
        for key, unit in (
            ("deaths", "deaths per fire"),
            ("each_minute", "deaths per fire per min"),
        ):
            if getattr(self, key).unit != unit:
                raise ValueError(f"{key}.unit|'{getattr(self, key).unit}' is not its unit|{unit}")
        if self.latest.base < self.at.base:
            raise ValueError("latest|the line would end before its reference time|`at` or later")
        return self

    def expected(self, minutes: Minutes) -> Minutes:
        """Deaths expected at each of some fires, by minutes to the first pump (NaN: none came); never below nought."""
        latest = self.latest.base / 60.0
        late = np.minimum(np.nan_to_num(minutes, nan=latest), latest) - self.at.base / 60.0
        return np.clip(self.deaths.value + self.each_minute.value * late, 0.0, 1.0)


class LifeValue(Declared):
    """What one survivor more, or one death less, is said to be worth: shown apart, never added to cash."""

    title: Name
    of: Literal["survivor", "death"]
    value: Money
    qalys: Quantity | None = Field(default=None, description="where `value` is of one QALY")

    @model_validator(mode="after")
    def check_value(self) -> Self:
        """A sum of pounds, of one life or of some years of one."""
        if self.value.unit != "GBP":
            raise ValueError(f"value.unit|'{self.value.unit}' is no sum|GBP")
        if self.qalys is not None and self.qalys.unit != "QALY":
            raise ValueError(f"qalys.unit|'{self.qalys.unit}' is no number of life years|QALY")
        if self.qalys is not None and not 0.0 < self.qalys.value <= 120.0:
            raise ValueError(
                f"qalys.value|{self.qalys.value:g} are not the years of a life|0 to 120"
            )
        return self

    def money(self) -> dict[str, Money]:
        """Its sum."""
        return {"value": self.value}

    def each(self, price_year: int | None, indices: Mapping[str, PriceIndex]) -> float:
        """Pounds for one survivor or one death, in the study's prices."""
        value = in_prices_of(self.value, price_year, indices)
        return value * (self.qalys.value if self.qalys else 1.0)
