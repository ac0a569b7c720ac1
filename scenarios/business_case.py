"""A business case: what is built, sold, granted and paid once, how it is borrowed, and by which rules it is judged."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from scenarios.fleet import Declared, Name
from scenarios.prices import annuity
from scenarios.quantity import Money, Ratio, Share, Whole, Years
from scenarios.words import Agency

FlowKind = Literal[
    "building", "vehicles", "equipment", "land", "receipt", "grant", "transition", "pension"
]
OUTLAYS: tuple[FlowKind, ...] = ("building", "vehicles", "equipment", "land")
FINANCIAL_ONLY: tuple[FlowKind, ...] = ("grant", "pension")
MOST_DISCOUNT, MOST_BIAS = 0.2, 2.0
RATE_CHANGES_AFTER, RATE_CHANGES_AGAIN_AFTER = 30, 75  # years, HM Treasury Green Book


def too_hopeful(bias: Ratio) -> str:
    """The fault of an optimism bias beyond the highest of the Green Book's guidance, 200% for equipment."""
    return f"optimism_bias|{bias.base:.0%} is no optimism bias|{MOST_BIAS:g} or less|{bias.base / 100:g}"


class AppraisalRules(Declared):
    """By which rates an economic appraisal is made: HM Treasury's Green Book, unless a study declares others."""

    title: Name
    discount: Share = Field(description="real, a year")
    discount_later: Share = Field(description="real, from the thirty-first year on")
    discount_last: Share | None = Field(
        default=None,
        description="real, from the seventy-sixth year on; as before where none is said",
    )
    discount_health: Share = Field(description="real, of effects on health and life")
    optimism_bias: Ratio = Field(description="added to what standard buildings are said to cost")

    @model_validator(mode="after")
    def check_rates(self) -> Self:
        """Rates of a percent or some, not of a multiple."""
        for key in ("discount", "discount_later", "discount_health"):
            rate = getattr(self, key).base
            if rate > MOST_DISCOUNT:
                raise ValueError(
                    f"{key}|{rate:.0%} a year is no rate of appraisal|{MOST_DISCOUNT} or less"
                )
        if self.optimism_bias.base > MOST_BIAS:
            raise ValueError(too_hopeful(self.optimism_bias))
        return self

    def factor(self, year: int, *, health: bool = False) -> float:
        """What a pound of a year (0: the first) is worth in the first year."""
        if health:
            return float((1.0 + self.discount_health.base) ** -year)
        soon = min(year, RATE_CHANGES_AFTER)
        later = min(year, RATE_CHANGES_AGAIN_AFTER)
        last = self.discount_last or self.discount_later
        near = (1.0 + self.discount.base) ** -soon * (1.0 + self.discount_later.base) ** (
            soon - later
        )
        return float(near * (1.0 + last.base) ** (later - year))


class Loan(Declared):
    """How capital is borrowed. The first payment falls in the year after it is spent.

    `annuity`: equal payments; `equal_instalments`: equal parts of the principal, with interest on what is left.
    """

    interest: Share
    years: Years
    repaid: Literal["annuity", "equal_instalments"]

    @model_validator(mode="after")
    def check_years(self) -> Self:
        """A loan is repaid in whole years, one at least."""
        if self.years.base < 1 or self.years.base != int(self.years.base):
            raise ValueError("years|a loan runs for whole years|1 or more")
        return self

    def payments(self, principal: float) -> list[tuple[float, float]]:
        """Interest and principal of each year, in pounds."""
        years, rate, left = int(self.years.base), self.interest.base, principal
        equal = annuity(principal, rate, years) if self.repaid == "annuity" else principal / years
        rows = []
        for _ in range(years):
            interest = left * rate
            part = equal - interest if self.repaid == "annuity" else equal
            rows.append((interest, part))
            left -= part
        return rows


class Flow(Declared):
    """A sum beside the yearly costs: in the years from `first` to `last` (0 is the case's first year).

    A sum in GBP is spread evenly over its years; one in GBP/yr is paid in each. It is of the named options, or of all.
    `paid: false` is what an agency gives up and does not pay for, land of its own: an opportunity cost, in the economic
    view alone. With a `life` it has a residual value at the end of the case, and is bought again where `replaced`.
    """

    title: Name
    agency: Agency
    kind: FlowKind
    options: tuple[Name, ...] = ()
    sum: Money
    first: Whole = Field(default=0, ge=0, le=120)
    last: Whole | None = Field(default=None, ge=0, le=120)
    loan: Name | None = None
    life: Years | None = None
    replaced: bool = False
    optimism_bias: Ratio | None = None
    vat: Share | None = Field(default=None, description="rate of VAT in the sum, not recovered")
    paid: bool = True

    @model_validator(mode="after")
    def check_flow(self) -> Self:
        """Years in order, a life that lasts, and details only where they mean something."""
        if self.last is not None and self.last < self.first:
            raise ValueError(
                f"last|it ends before its first year, {self.first}|{self.first} or more"
            )
        if self.sum.unit not in ("GBP", "GBP/yr"):
            raise ValueError(f"sum.unit|'{self.sum.unit}' is no sum|GBP, GBP/yr")
        if self.life is not None and self.life.base < 1:
            raise ValueError("life|a life of less than a year is none|1 yr or more")
        outlay = self.kind in OUTLAYS
        for key in ("loan", "life", "optimism_bias", "vat"):
            if getattr(self, key) is not None and not outlay:
                raise ValueError(f"{key}|a {self.kind} has none|only {', '.join(OUTLAYS)}")
        if self.optimism_bias is not None and self.optimism_bias.base > MOST_BIAS:
            raise ValueError(too_hopeful(self.optimism_bias))
        if self.replaced and self.life is None:
            raise ValueError("replaced|what is replaced has a life|`life`")
        if self.loan is not None and not self.paid:
            raise ValueError("loan|what is not paid for is not borrowed for|`paid: true`")
        if not self.paid and not outlay:
            raise ValueError("paid|only what is used up can be given and not paid for|true")
        return self

    def money(self) -> dict[str, Money]:
        """Its sum."""
        return {"sum": self.sum}

    def years(self) -> range:
        """The years in which it is paid."""
        return range(self.first, (self.first if self.last is None else self.last) + 1)

    def of_option(self, option: str) -> bool:
        """Whether an option has it."""
        return not self.options or option in self.options


class BusinessCase(Declared):
    """Options against the baseline over some years, as the agencies' money and as the country's resources.

    Year 0 is `first_year`; running costs change from year `runs_from` on, to the end of the case or, for an option
    named in `runs_for`, for so many years. `inflation` is for the financial view alone.
    """

    rules: Name
    first_year: Whole = Field(ge=1950, le=2100)
    years: Years = Field(description="how many, the first among them")
    runs_from: Whole = Field(default=1, ge=0, le=20)
    runs_for: dict[Name, Years] = Field(
        default_factory=dict, description="of an option whose running costs are paid for some years"
    )
    inflation: Share
    loans: dict[Name, Loan] = Field(default_factory=dict)
    flows: dict[Name, Flow] = Field(default_factory=dict)

    @model_validator(mode="after")
    def check_case(self) -> Self:
        """Whole years, at most 120, and nothing after their end."""
        if not 1 <= self.years.base <= 120 or self.years.base != int(self.years.base):
            raise ValueError("years|a case runs for whole years|1 to 120")
        if self.runs_from >= self.years.base:
            raise ValueError("runs_from|nothing would run before the end|an earlier year")
        left = self.years.base - self.runs_from
        for name, years in self.runs_for.items():
            if not 0 < years.base <= left:
                raise ValueError(
                    f"runs_for.{name}|{years.base:g} years are none, or more than the case has|up to {left:g} yr"
                )
        for name, flow in self.flows.items():
            if flow.years()[-1] >= self.years.base:
                raise ValueError(
                    f"flows.{name}|it is paid after the case's last year, {self.years.base - 1:g}|an earlier year"
                )
        return self

    @property
    def length(self) -> int:
        """How many years."""
        return int(self.years.base)

    def runs(self, option: str) -> list[float]:
        """The part of each year in which an option's running costs are paid."""
        last = self.runs_for[option].base if option in self.runs_for else self.years.base
        return [min(max(last - n, 0.0), 1.0) if n >= 0 else 0.0
                for n in range(-self.runs_from, self.length - self.runs_from)]  # fmt: skip
