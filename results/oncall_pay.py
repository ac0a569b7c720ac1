"""A year's pay of on-call people, by its own rules, from the turnouts of one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from results.cost_drivers import a_year, own_pools
from results.task import Tables
from scenarios.oncall_pay import OncallPay
from scenarios.prices import in_prices_of
from scenarios.scenario import Scenario


class PayLine(NamedTuple):
    """One line of pay: what for, on which driver, how many, at which rate, and whether it varies with calls."""

    what: str
    driver: str
    quantity: float
    rate_gbp: float
    varies: bool

    @property
    def gbp(self) -> float:
        """Pounds a year."""
        return self.quantity * self.rate_gbp


def pay_lines(pay: OncallPay, scenario: Scenario, tables: Tables) -> Iterator[PayLine]:
    """Every line of a year's pay: retainers, drills and training; fees and hours; what the employer adds; leavers."""
    pools = [p for p in own_pools(scenario, "oncall") if is_paid(pay, scenario, p)]
    people = float(sum(scenario.crew_pools[name].people for name in pools))
    rates = rates_of(pay, scenario)
    fixed = [*standing_lines(pay, people, rates)]
    by_call = [*call_lines(pay, pools, rates, scenario, tables)]
    yield from fixed
    yield from by_call
    steady, moving = sum(line.gbp for line in fixed), sum(line.gbp for line in by_call)
    yield from on_costs(pay, people, rates["ni_from"], steady, moving)
    yield from leaver_lines(pay, people, rates)


def yearly_gbp(pay: OncallPay, scenario: Scenario, people: float) -> float:
    """What so many people are paid a year whether the bell rings or not, with what the employer adds, and leavers."""
    rates = rates_of(pay, scenario)
    steady = sum(line.gbp for line in standing_lines(pay, people, rates))
    added = on_costs(pay, people, rates["ni_from"], steady, 0.0)
    return steady + sum(line.gbp for line in (*added, *leaver_lines(pay, people, rates)))


def rates_of(pay: OncallPay, scenario: Scenario) -> dict[str, float]:
    """The rates of a block in the study's prices, by key."""
    return {
        key: in_prices_of(money, scenario.price_year, scenario.price_indices)
        for key, money in pay.money().items()
    }


def leaver_lines(pay: OncallPay, people: float, rates: dict[str, float]) -> Iterator[PayLine]:
    """What it costs to find and train people in place of those who leave."""
    if pay.serves is not None:
        what, leave = "finding and training in place of leavers", people / pay.serves.base
        yield PayLine(what, "oncall_leavers", leave, rates["recruit"], False)


def is_paid(pay: OncallPay, scenario: Scenario, pool: str) -> bool:
    """Whether a block pays an on-call pool: one that it names, or all at its agency's stations but those unpaid."""
    agencies = scenario.stations[scenario.crew_pools[pool].station].agencies
    return pool in pay.of or (not pay.of and pay.agency in agencies and pool not in pay.unpaid)


def standing_lines(pay: OncallPay, people: float, rates: dict[str, float]) -> Iterator[PayLine]:
    """What is paid whether the bell rings or not."""
    retainer = rates["retainer"] * pay.retainer_share
    yield PayLine("retainers", "oncall_people", people, retainer, False)
    yield PayLine("drill nights", "drill_hours", people * pay.drill.base, rates["hourly"], False)
    training = people * pay.training.base
    yield PayLine("training", "training_hours", training, rates["hourly"], False)


def call_lines(
    pay: OncallPay, pools: list[str], rates: dict[str, float], scenario: Scenario, tables: Tables
) -> Iterator[PayLine]:
    """What is paid by the call: riders' turnouts and further hours, and the others who came."""
    turnouts, year = tables["turnouts"], a_year(scenario)
    mine = turnouts[turnouts["pool"].isin(pools).to_numpy(dtype=bool)]
    riders = mine["riders"].to_numpy(dtype=float)
    covered_h = pay.fee_covers.base / 3600.0
    further_h = (mine["hours"].to_numpy(dtype=float) - covered_h).clip(min=0.0)
    yield PayLine(
        "turnouts", "oncall_turnouts", float(riders.sum()) * year, rates["turnout_fee"], True
    )
    hours = float((riders * further_h).sum()) * year
    yield PayLine("hours beyond the fee", "oncall_hours", hours, rates["hourly"], True)
    if pay.alerts == "everybody":
        alone = [u for u, v in scenario.vehicles.items() if v.type in pay.selective]
        several = ~mine["unit"].isin(alone).to_numpy(dtype=bool)
        stayed = float(mine.loc[several, "stayed"].sum()) * year
        yield PayLine(
            "attendance, not riding", "oncall_attendances", stayed, rates["attendance_fee"], True
        )


def on_costs(
    pay: OncallPay, people: float, ni_from_gbp: float, steady_gbp: float, moving_gbp: float
) -> Iterator[PayLine]:
    """Holiday pay, employer's national insurance and pension, those of standing pay apart from those of calls.

    National insurance is that of the mean pay of a person: where a few earn most of the calls it comes out too low.
    """
    holiday, ni = pay.holiday_pay.base, pay.employer_ni.base
    pension = pay.pension.base * pay.pension_members.base
    for what, gbp, varies in (("", steady_gbp, False), (" on calls", moving_gbp, True)):
        yield PayLine(f"holiday pay{what}", "share_of_pay", gbp, holiday, varies)
    steady, moving = steady_gbp * (1.0 + holiday), moving_gbp * (1.0 + holiday)
    free = people * ni_from_gbp
    first, whole = max(0.0, steady - free), max(0.0, steady + moving - free)
    yield PayLine("employer's national insurance", "share_of_pay", first, ni, False)
    yield PayLine("employer's national insurance on calls", "share_of_pay", whole - first, ni, True)
    yield PayLine("employer's pension", "share_of_pay", steady, pension, False)
    yield PayLine("employer's pension on calls", "share_of_pay", moving, pension, True)
