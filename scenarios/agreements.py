"""Who pays whom: fees and recovered costs with their cap, rents and leases, recharges, consumables, training."""

from __future__ import annotations

from typing import ClassVar, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from scenarios.costs import Names
from scenarios.drivers import DRIVER_UNITS
from scenarios.fleet import Declared, Name
from scenarios.quantity import Money, Quantity, Share, Whole, Years
from scenarios.words import Agency, CostDriver, Party

AGENCIES: Final = ", ".join(get_args(Agency))


class Cap(Quantity):
    """A limit of an agreement: so many of its driver's units a year, or so many pounds a year."""

    UNITS: ClassVar[dict[str, float]] = {"calls/yr": 1.0, "h/yr": 1.0, "GBP/yr": 1.0}
    LOWEST: ClassVar[float | None] = 0.0
    WHAT = "a cap"


class Lease(Declared):
    """For how long an agreement is bound: its term, the years at whose end it may be left, and when it is.

    Without `left_after` it runs its term. `exit` is paid in the year in which it is left early.
    """

    term: Years
    breaks: tuple[Whole, ...] = Field(default=(), description="years after which it may be left")
    left_after: Whole | None = None
    exit: Money | None = None

    @model_validator(mode="after")
    def check_breaks(self) -> Self:
        """A break lies within the term, and a lease is left at a break or not at all."""
        if self.term.base < 1 or self.term.base != int(self.term.base):
            raise ValueError(f"term|a lease of {self.term.base:g} years|whole years, 1 or more")
        for year in self.breaks:
            if not 0 < year < self.term.base:
                raise ValueError(
                    f"breaks|a break after {year} years is not within the term|1 to {self.term.base - 1:g}"
                )
        if list(self.breaks) != sorted(set(self.breaks)):
            order = sorted(set(self.breaks))
            raise ValueError(f"breaks|they are not in order, or one is there twice|{order}")
        if self.exit is not None and self.exit.unit != "GBP":
            raise ValueError(f"exit.unit|'{self.exit.unit}' is no sum paid once|GBP")
        if self.exit is not None and self.left_after is None:
            raise ValueError(
                "exit|a lease that runs its term is not left|`left_after` a break, or no `exit`"
            )
        if self.left_after is not None and self.left_after not in self.breaks:
            allowed = ", ".join(map(str, self.breaks)) or "no break is declared"
            raise ValueError(
                f"left_after|it cannot be left after {self.left_after} years|{allowed}"
            )
        return self

    @property
    def years(self) -> int:
        """For how many years the yearly sum is paid."""
        return int(self.left_after if self.left_after is not None else self.term.base)


def check_units(driver: str, rate: Money, cap: Cap | None) -> None:
    """A rate in its driver's unit, and a cap in pounds or in what the driver counts. Raises ValueError."""
    unit = DRIVER_UNITS[driver]
    if rate.unit != unit:
        raise ValueError(f"rate.unit|'{rate.unit}': a rate on {driver} is in another unit|{unit}")
    counted = {"GBP/call": "calls/yr", "GBP/h": "h/yr"}.get(unit)
    if cap is not None and cap.unit not in ("GBP/yr", counted):
        allowed = f"GBP/yr, {counted}" if counted else "GBP/yr"
        raise ValueError(f"cap.unit|'{cap.unit}' is not what {driver} counts|{allowed}")


class Agreement(Declared):
    """A yearly payment between two parties: a rate on a driver, or a share of the payee's named costs.

    Above the `cap` the payer pays `share_above_cap` of the rate: 0 leaves the volume to whoever provides it (the
    payee), 1 to the payer. The money is counted once, to the penny: what one pays is what the other receives.
    """

    title: Name
    kind: Literal["fee", "cost_recovery", "rent", "recharge", "consumables", "training", "service"]
    payer: Party
    payee: Party
    driver: CostDriver | None = None
    rate: Money | None = None
    of: Names = ()
    recovers: tuple[Name, ...] = Field(default=(), description="the payee's cost items")
    share: Share | None = Field(default=None, description="the part of them that is recovered")
    cap: Cap | None = None
    share_above_cap: Share | None = None
    lease: Lease | None = None

    @model_validator(mode="after")
    def check_sides(self) -> Self:
        """Two sides; a rate on a driver or a share of costs, not both; a cap says who bears what is above it."""
        if self.payer == self.payee:
            raise ValueError("payee|nobody pays themselves|another than the payer")
        if not {self.payer, self.payee} & set(get_args(Agency)):
            raise ValueError(
                f"payee|{self.payer} and {self.payee} are both outside|one of {AGENCIES}"
            )
        by_rate = self.driver is not None and self.rate is not None
        by_share = bool(self.recovers) and self.share is not None
        half = (self.driver is None) != (self.rate is None) or bool(self.recovers) != (
            self.share is not None
        )
        if by_rate == by_share or half:
            raise ValueError(
                "|an agreement is a rate on a driver or a share of costs|`driver` and `rate`, or `recovers` and `share`"
            )
        if (self.cap is None) != (self.share_above_cap is None):
            raise ValueError(
                "cap|a cap says who bears what is above it|`cap` and `share_above_cap`, or neither"
            )
        if by_share and self.cap is not None and self.cap.unit != "GBP/yr":
            raise ValueError("cap.unit|a share of costs is capped in pounds|GBP/yr")
        if self.driver is not None and self.rate is not None:
            check_units(self.driver, self.rate, self.cap)
        return self

    def money(self) -> dict[str, Money]:
        """Its rates, by key."""
        found = {"rate": self.rate, "lease.exit": self.lease.exit if self.lease else None}
        return {key: money for key, money in found.items() if money is not None}

    def payable(self, quantity: float, rate: float) -> float:
        """Pounds a year for so many of its driver's units at a rate, the cap applied."""
        if self.cap is None:
            return quantity * rate
        limit = self.cap.value / rate if self.cap.unit == "GBP/yr" and rate else self.cap.value
        above = max(0.0, quantity - limit)
        assert self.share_above_cap is not None
        return (quantity - above + above * self.share_above_cap.base) * rate

    def sides(self) -> tuple[tuple[Agency | str, int], ...]:
        """Payer and payee with the sign of the money as a cost."""
        return ((self.payer, 1), (self.payee, -1))
