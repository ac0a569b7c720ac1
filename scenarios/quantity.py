"""A number that can defend itself: value, unit, status and source."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from scenarios.chance import Draw, Exponential, Lognormal
from scenarios.words import Status

SOURCE_MIN_LENGTH = 3


def refuse_number_in_quotes(value: object) -> object:
    """A quoted number is refused: "10" in quotes is text, and YAML 1.2 has kept it so."""
    if isinstance(value, str):
        try:
            likely = f"{float(value):.10g}"
        except ValueError:
            likely = ""
        raise ValueError(f"|this is text, not a number||{likely}")
    if isinstance(value, bool):
        raise ValueError("this is true or false, not a number")
    return value


def refuse_number_for_date(value: object) -> object:
    """A bare number is refused: it would be read as seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError(f"|{value} is not a date|a date, as in 2014-05-05")
    return value


Number = Annotated[float, BeforeValidator(refuse_number_in_quotes), Field(allow_inf_nan=False)]


Whole = Annotated[int, BeforeValidator(refuse_number_in_quotes)]


class Sourced(BaseModel):
    """What every declared number carries beside its value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    UNITS: ClassVar[dict[str, float]] = {}
    LOWEST: ClassVar[float | None] = 0.0
    HIGHEST: ClassVar[float | None] = None
    WHAT: ClassVar[str] = "a number"

    unit: str
    status: Status
    source: str = Field(min_length=SOURCE_MIN_LENGTH)
    note: str = ""

    def numbers(self) -> dict[str, float]:
        """The declared numbers by field name, in the declared unit."""
        return {}

    def likely(self, value: float) -> str:  # noqa: ARG002
        """What was probably meant by a value above the highest."""
        return ""

    @model_validator(mode="after")
    def check_unit_and_range(self) -> Self:
        """Refuse a unit of another kind of thing, and a value that cannot be."""
        if self.UNITS and self.unit not in self.UNITS:
            allowed = ", ".join(self.UNITS)
            raise ValueError(f"unit|'{self.unit}' is not a unit of {self.WHAT}|{allowed}")
        for name, value in self.numbers().items():
            if self.LOWEST is not None and value < self.LOWEST:
                raise ValueError(
                    f"{name}|{value:g} {self.unit} is below {self.LOWEST:g}, "
                    f"the least that {self.WHAT} can be|{self.LOWEST:g} or more"
                )
            if self.HIGHEST is not None and value > self.HIGHEST:
                raise ValueError(
                    f"{name}|{value:g} {self.unit} is above {self.HIGHEST:g}, "
                    f"the most that {self.WHAT} can be|{self.HIGHEST:g} or less|{self.likely(value)}"
                )
        return self


class Quantity(Sourced):
    """One number of any unit; the base of those with a meaning."""

    LOWEST: ClassVar[float | None] = None
    value: Number

    def numbers(self) -> dict[str, float]:
        """The declared value."""
        return {"value": self.value}

    @property
    def base(self) -> float:
        """The value in the base unit (seconds, metres, pounds, a share, a year's calls)."""
        return self.value * self.UNITS.get(self.unit, 1.0)


TIME_UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0}


class Duration(Quantity):
    """A length of time; `base` is in seconds."""

    UNITS = TIME_UNITS
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "a length of time"


class Share(Quantity):
    """A part of a whole, 0 to 1."""

    UNITS: ClassVar[dict[str, float]] = {"share": 1.0}
    HIGHEST = 1.0
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "a share"

    def likely(self, value: float) -> str:
        """A percentage, written as a share."""
        return f"{value / 100:g}" if value <= 100 else ""


class Ratio(Quantity):
    """A multiplier."""

    UNITS: ClassVar[dict[str, float]] = {"ratio": 1.0}
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "a ratio"


class CallRate(Quantity):
    """How often calls ring: calls a year, or a year for each 1,000 residents."""

    UNITS: ClassVar[dict[str, float]] = {"calls/yr": 1.0, "calls/yr per 1,000 people": 1.0}
    LOWEST: ClassVar[float | None] = 0.0
    HIGHEST: ClassVar[float | None] = 100e6
    WHAT = "a rate of calls"

    def per_year(self, people: float) -> float:
        """Calls a year in a place with so many residents."""
        return self.value * people / 1000.0 if "people" in self.unit else self.value


class Money(Quantity):
    """Pounds, or pounds for each of something; a rate is never negative."""

    UNITS: ClassVar[dict[str, float]] = {
        "GBP": 1.0,
        "GBP/yr": 1.0,
        "GBP/h": 1.0,
        "GBP/call": 1.0,
        "GBP/person/yr": 1.0,
        "GBP/mile": 1.0,
        "GBP/m2/yr": 1.0,
        "GBP/bay/yr": 1.0,
        "GBP/day": 1.0,
    }
    LOWEST: ClassVar[float | None] = 0.0
    HIGHEST = 1e11
    WHAT = "a sum or a rate of cost"

    price_year: Whole | None = Field(
        default=None,
        ge=1950,
        le=2100,
        description="the year whose prices these are; the study's where none is said",
    )
    low: Number | None = Field(default=None, description="the least that it may be")
    high: Number | None = Field(default=None, description="the most that it may be")

    @model_validator(mode="after")
    def check_range(self) -> Self:
        """Both ends or none, with the value between them."""
        if (self.low is None) != (self.high is None):
            raise ValueError("low|a range has two ends|`low` and `high`, or neither")
        low, high = self.low, self.high
        if low is not None and high is not None and not 0.0 <= low <= self.value <= high:
            said = f"{self.value:g} does not lie between {low:g} and {high:g}"
            raise ValueError(f"low|{said}|low, value, high in order")
        return self


class Years(Quantity):
    """So many years; `base` is in years."""

    UNITS: ClassVar[dict[str, float]] = {"yr": 1.0}
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "a number of years"


class HoursOfWork(Quantity):
    """Hours that one person is paid for; `base` is in hours a year of 365.25 days."""

    UNITS: ClassVar[dict[str, float]] = {"h/yr": 1.0, "h/week": 365.25 / 7.0}
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "hours of work"


class DaysEach(Quantity):
    """Days a year for each person."""

    UNITS: ClassVar[dict[str, float]] = {"days/yr": 1.0}
    LOWEST: ClassVar[float | None] = 0.0
    HIGHEST = 366.0
    WHAT = "days a year"


class Area(Quantity):
    """A floor area; `base` is in square metres."""

    UNITS: ClassVar[dict[str, float]] = {"m2": 1.0}
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "a floor area"


class Metres(Quantity):
    """A distance; `base` is in metres."""

    UNITS: ClassVar[dict[str, float]] = {"m": 1.0, "km": 1000.0, "mile": 1609.344}
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "a distance"


class Spread(Sourced):
    """A length of time that varies: lognormal with a mean and standard deviation, or exponential with a mean."""

    UNITS = TIME_UNITS
    HIGHEST: ClassVar[float | None] = 1e6
    WHAT = "a length of time"

    mean: Number
    sd: Number = 0.0
    shape: Literal["lognormal", "exponential"] = "lognormal"

    @model_validator(mode="after")
    def check_shape(self) -> Self:
        """An exponential time has the standard deviation of its mean, and so none of its own."""
        if self.shape == "exponential" and self.sd:
            raise ValueError(
                "sd|an exponential time's standard deviation is its mean|leave `sd` out"
            )
        return self

    def numbers(self) -> dict[str, float]:
        """Mean and standard deviation, in the declared unit."""
        return {"mean": self.mean, "sd": self.sd}

    @property
    def mean_s(self) -> float:
        """Mean in seconds."""
        return self.mean * self.UNITS[self.unit]

    @property
    def sd_s(self) -> float:
        """Standard deviation in seconds."""
        return self.sd * self.UNITS[self.unit]

    def draw(self) -> Draw:
        """The spread, ready to turn marks into seconds."""
        if self.shape == "exponential":
            return Exponential(self.mean_s)
        return Lognormal.of(self.mean_s, self.sd_s)
