"""Money: declared items on drivers that a run counts, by agency; and what an incident then costs."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from results.agreements import payment, pence, side_words
from results.cost_drivers import DRIVERS, a_year
from results.groups import group
from results.oncall_pay import pay_lines
from results.states import AWAY
from results.task import Tables
from scenarios.costs import CostItem
from scenarios.measure_words import MEASURES
from scenarios.prices import in_prices_of
from scenarios.scenario import Scenario
from scenarios.words import Agency, allowed

COST_COLUMNS = [
    "agency", "item", "driver", "quantity", "rate_gbp", "amount_gbp_per_year", "varies", "capital",
    "transfer",
]  # fmt: skip
KEPT_INSIDE = ["varies", "capital", "transfer"]
"""Columns that costs.csv does without."""
AGENCIES = allowed(Agency)
CostRow = tuple[str, str, str, float, float, float, bool, bool, bool]


def cost_table(scenario: Scenario, tables: Tables) -> pd.DataFrame:
    """Every item's quantity, rate and amount a year in one run, to the penny; then what agreements move.

    An agreement is two rows, the payer's and, with the sign turned, the payee's; a party outside the study has none.
    Empty where a year's figures cannot be scaled from the counted days: from part of a year that has seasons.
    """
    rows: list[CostRow] = []
    if scenario.annual_figures_stand():
        owed: dict[str, int] = {}
        for name, row in [*item_rows(scenario, tables), *pay_rows(scenario, tables)]:
            rows.append(row)
            owed[name] = owed.get(name, 0) + pence(row[5])
        rows += agreement_rows(scenario, tables, owed)
    return pd.DataFrame(rows, columns=COST_COLUMNS)


def item_rows(scenario: Scenario, tables: Tables) -> Iterator[tuple[str, CostRow]]:
    """The name and row of each cost item."""
    for name, item in scenario.costs.items():
        quantity = DRIVERS[item.driver](item, scenario, tables)
        rate = yearly_rate(item, scenario)
        gbp = pence(quantity * rate) / 100.0
        said = (item.agency, item.title, item.driver, quantity, rate, gbp)
        yield name, (*said, item.varies, item.is_capital, False)


def yearly_rate(item: CostItem, scenario: Scenario) -> float:
    """Pounds a year for each unit of an item's driver, in the study's prices: a price spread over its life."""
    rate = in_prices_of(item.rate, scenario.price_year, scenario.price_indices)
    rate *= item.share_of_rate.base if item.share_of_rate else 1.0
    return item.life.charge(rate) if item.life else rate


def pay_rows(scenario: Scenario, tables: Tables) -> Iterator[tuple[str, CostRow]]:
    """The name and rows of each block of on-call pay."""
    for name, pay in scenario.oncall_pay.items():
        for line in pay_lines(pay, scenario, tables):
            gbp = pence(line.gbp) / 100.0
            said = (pay.agency, f"{pay.title}: {line.what}", line.driver, line.quantity)
            yield name, (*said, line.rate_gbp, gbp, line.varies, False, False)


def agreement_rows(scenario: Scenario, tables: Tables, owed: dict[str, int]) -> Iterator[CostRow]:
    """Two rows an agreement: what one pays is what the other receives."""
    for agreement in scenario.agreements.values():
        due = payment(agreement, scenario, tables, owed)
        for side, sign in agreement.sides():
            if side not in AGENCIES:
                continue
            words = side_words(agreement, sign)
            gbp = sign * due.pence / 100.0
            said = (side, words, due.driver, due.quantity, sign * due.rate_gbp, gbp)
            yield (*said, False, False, True)


def money_measures(
    scenario: Scenario, costs: pd.DataFrame, tables: Tables, people: float = 0.0
) -> pd.DataFrame:
    """Cost a year, for each incident, hour deployed and resident, by agency: `measure, group, value, unit`."""
    rows = list(money_rows(scenario, costs, tables, people))
    frame = pd.DataFrame(rows, columns=["measure", "group", "value"])
    frame["unit"] = frame["measure"].map({name: row[0] for name, row in MEASURES.items()})
    return frame


def money_rows(
    scenario: Scenario, costs: pd.DataFrame, tables: Tables, people: float
) -> Iterator[tuple[str, str, float]]:
    """Yearly cost gross and net of agreements, and cost per incident, per hour deployed and per head."""
    if not len(costs):
        return
    own = costs[~costs["transfer"].to_numpy(dtype=bool)]
    for name, part in (
        ("annual_cost_gbp", own),
        ("running_cost_gbp", running(costs)),
        ("net_cost_gbp", costs),
    ):
        yield name, "", in_pounds(part)
        for agency, mine in part.groupby("agency", sort=True):
            yield name, group(agency=str(agency)), in_pounds(mine)
    for agency, part in own.groupby("agency", sort=True):
        yield from unit_costs(str(agency), part, scenario, tables)
        if people > 0:
            yield "cost_per_head_gbp", group(agency=str(agency)), in_pounds(part) / people


def running(costs: pd.DataFrame) -> pd.DataFrame:
    """The items that are no capital, before agreements."""
    apart = costs["capital"].to_numpy(dtype=bool) | costs["transfer"].to_numpy(dtype=bool)
    own: pd.DataFrame = costs[~apart]
    return own


def in_pounds(costs: pd.DataFrame) -> float:
    """The sum of some rows, exact to the penny."""
    return sum(pence(gbp) for gbp in costs["amount_gbp_per_year"].tolist()) / 100.0


def unit_costs(
    agency: str, costs: pd.DataFrame, scenario: Scenario, tables: Tables
) -> Iterator[tuple[str, str, float]]:
    """An agency's gross cost over core incidents, over all attended, of one more response, per hour and per head."""
    year, attended, workload = a_year(scenario), tables["attended"], tables["workload"]
    gross = in_pounds(costs)
    core = scenario.core_incidents.get(agency)  # type: ignore[call-overload]
    kinds = core.kinds if core else ()
    incidents = float(attended.loc[attended["kind"].isin(kinds), "calls"].sum()) * year
    reached = float(attended[f"by_{agency}"].sum()) * year
    mine = ((workload["service"] == agency) & ~workload["outside_county"]).to_numpy(dtype=bool)
    responses = float(workload.loc[mine, "arrivals"].sum()) * year
    varying = in_pounds(costs[costs["varies"].to_numpy(dtype=bool)])
    for basis, money, number in (
        ("core", gross, incidents),
        ("attended", gross, reached),
        ("marginal", varying, responses),
    ):
        if number > 0 and (basis != "marginal" or varying):
            keys = group(agency=agency, basis=basis)
            yield "cost_per_incident_gbp", keys, money / number
            yield "cost_denominator", keys, number
    away = [f"{state}_h" for state in AWAY]
    hours = float(workload.loc[mine, away].to_numpy().sum()) * year
    if hours > 0:
        yield "cost_per_hour_deployed_gbp", group(agency=agency), gross / hours
