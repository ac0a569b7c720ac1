"""Pay of on-call people by its own rules: retainers by band, fees by the call, drills, the employer's on-costs."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from scenarios.costs import Names
from scenarios.fleet import Declared, Name
from scenarios.quantity import Duration, HoursOfWork, Money, Share, Years
from scenarios.words import Agency

MOST_HOURS = 2000.0  # a full-time year of drills and training would be no on-call duty


class RetainerBand(Declared):
    """Some of the people, and the part of the full retainer that they are paid: 75% for part cover."""

    people: Share
    pays: Share


class OncallPay(Declared):
    """What on-call people of some pools are paid, and what the employer pays on top.

    At an alert everybody who can be called on is alerted, unless control alerts only as many as ride (`alerts:
    as_many_as_ride`, or for the vehicle types in `selective`, such as a co-responders' car). Riders have the turnout
    fee, which covers their first hours, and then the hourly rate until they are home; whoever came and does not ride
    has the attendance fee, and is the next vehicle's crew.

    With `recruit`, what it costs once to find, kit out and train one person, and `serves`, how long one stays, so many
    leave each year and are replaced. What the first people of a bigger pool cost once is a flow of a business case.
    """

    agency: Agency
    title: Name
    of: Names = Field(
        default=(), description="pools; all on-call pools at the agency's stations where none"
    )
    unpaid: Names = Field(default=(), description="on-call pools that nobody pays here")
    alerts: Literal["everybody", "as_many_as_ride"] = "everybody"
    selective: Names = Field(
        default=(), description="vehicle types for which only as many are alerted as ride"
    )
    retainer: Money
    bands: dict[Name, RetainerBand] = Field(min_length=1)
    turnout_fee: Money
    fee_covers: Duration
    attendance_fee: Money
    hourly: Money
    drill: HoursOfWork
    training: HoursOfWork
    holiday_pay: Share = Field(description="of all pay, retainers too")
    employer_ni: Share
    ni_from: Money = Field(description="pay of one person a year above which the employer pays it")
    pension: Share = Field(description="the employer's, of all pay with holiday pay")
    pension_members: Share
    recruit: Money | None = Field(default=None, description="finding and training one person, once")
    serves: Years | None = Field(default=None, description="how long a person stays on average")

    @model_validator(mode="after")
    def check_pay(self) -> Self:
        """The bands hold everybody once, and each rate is of its kind."""
        total = sum(band.people.base for band in self.bands.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(
                f"bands|their shares of the people add to {total:g}|shares that add to 1"
            )
        units = {
            "retainer": "GBP/person/yr", "turnout_fee": "GBP/call", "attendance_fee": "GBP/call",
            "hourly": "GBP/h", "ni_from": "GBP/person/yr",
        }  # fmt: skip
        for key, unit in units.items():
            if getattr(self, key).unit != unit:
                raise ValueError(f"{key}.unit|'{getattr(self, key).unit}' is not its unit|{unit}")
        if self.drill.base + self.training.base > MOST_HOURS:
            raise ValueError(
                f"drill|with training this is {self.drill.base + self.training.base:,.0f} h a year of one person|"
                f"{MOST_HOURS:,.0f} h a year together"
            )
        if (self.recruit is None) != (self.serves is None):
            raise ValueError(
                "serves|who leaves is replaced: `recruit` and `serves` go together|both or neither"
            )
        if self.recruit is not None and self.recruit.unit != "GBP":
            raise ValueError(f"recruit.unit|'{self.recruit.unit}' is not its unit|GBP")
        if self.serves is not None and self.serves.base < 1:
            raise ValueError("serves|nobody stays for less than a year on average|1 yr or more")
        both = [name for name in self.unpaid if name in self.of]
        if both:
            raise ValueError(f"unpaid|{both[0]} is paid by this block|a pool that is not in `of`")
        return self

    @property
    def retainer_share(self) -> float:
        """The mean share of the full retainer that a person is paid."""
        return sum(band.people.base * band.pays.base for band in self.bands.values())

    def money(self) -> dict[str, Money]:
        """Its rates, by key."""
        keys = ("retainer", "turnout_fee", "attendance_fee", "hourly", "ni_from", "recruit")
        return {key: money for key in keys if (money := getattr(self, key)) is not None}
