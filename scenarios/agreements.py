"""Who pays whom: fees and recovered costs with their cap, rents and leases, recharges, consumables, training."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from scenarios.fleet import Declared, Name
from scenarios.quantity import Money, Quantity, Share, Whole, Years
from scenarios.words import Agency, CostDriver, Party


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
        if self.term.base < 1:
            raise ValueError("term|a lease of no year is none|1 yr or more")
        for year in self.breaks:
            if not 0 < year < self.term.base:
                raise ValueError(
                    f"breaks|a break after {year} years is not within the term|1 to {self.term.base - 1:g}"
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
    of: tuple[Name, ...] = ()
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
