"""Money: declared items on drivers that a run counts, by agency; and what an incident then costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from results.groups import group
from results.task import Tables
from scenarios.calls import YEAR_DAYS
from scenarios.costs import CostItem
from scenarios.scenario import Scenario
from scenarios.words import MEASURES

COST_COLUMNS = [
    "agency", "item", "driver", "quantity", "rate_gbp", "amount_gbp_per_year", "varies", "capital",
]  # fmt: skip


def chosen(item: CostItem, names: list[str]) -> list[str]:
    """The names that an item counts: all, or those in its `of`."""
    return [name for name in names if not item.of or name in item.of]


def sum_per_year(_item: CostItem, _scenario: Scenario, _workload: pd.DataFrame) -> float:
    """One of it."""
    return 1.0


def posts(item: CostItem, scenario: Scenario, _workload: pd.DataFrame) -> float:
    """Seats of shift pools of the county's own stations."""
    pools = chosen(item, own_pools(scenario, "shifts"))
    return float(sum(scenario.crew_pools[name].people for name in pools))


def own_pools(scenario: Scenario, kind: str) -> list[str]:
    """Pools of one kind of duty at the county's own stations."""
    return [
        name
        for name, pool in scenario.crew_pools.items()
        if scenario.duty_systems[pool.duty].kind == kind
        and not scenario.stations[pool.station].outside_county
    ]


def oncall_people(item: CostItem, scenario: Scenario, _workload: pd.DataFrame) -> float:
    """People on the books of on-call pools."""
    pools = chosen(item, own_pools(scenario, "oncall"))
    return float(sum(scenario.crew_pools[name].people for name in pools))


def of_riders(column: str) -> Callable[[CostItem, Scenario, pd.DataFrame], float]:
    """A driver that sums a column of riders over the vehicles of on-call pools, scaled to a year.

    A rider who came from a vehicle's second pool is counted with its first.
    """

    def riders(item: CostItem, scenario: Scenario, workload: pd.DataFrame) -> float:
        mine = workload["pool"].isin(chosen(item, own_pools(scenario, "oncall"))).to_numpy()
        return float(workload.loc[mine, column].sum()) * YEAR_DAYS / scenario.calendar.days

    return riders


def vehicles(item: CostItem, scenario: Scenario, workload: pd.DataFrame) -> float:
    """Vehicles of the named types, of the county's own stations."""
    own = workload[~workload["outside_county"].to_numpy(dtype=bool)]
    return float(own["type"].isin(chosen(item, list(scenario.vehicle_types))).sum())


def stations(item: CostItem, scenario: Scenario, _workload: pd.DataFrame) -> float:
    """The named stations of the county that this scenario has."""
    own = [name for name, station in scenario.stations.items() if not station.outside_county]
    return float(len(chosen(item, own)))


def unit_hours_on_shift(item: CostItem, scenario: Scenario, workload: pd.DataFrame) -> float:
    """Hours a year for which the county's vehicles of the named types are crewed, at home or out."""
    own = workload[~workload["outside_county"].to_numpy(dtype=bool)]
    mine = own["type"].isin(chosen(item, list(scenario.vehicle_types))).to_numpy()
    hours = own.loc[mine, ["home_h", "out_h", "returning_h"]].to_numpy().sum()
    return float(hours) * YEAR_DAYS / scenario.calendar.days


DRIVERS: dict[str, Callable[[CostItem, Scenario, pd.DataFrame], float]] = {
    "sum_per_year": sum_per_year,
    "posts": posts,
    "oncall_people": oncall_people,
    "oncall_turnouts": of_riders("rider_turnouts"),
    "oncall_hours": of_riders("rider_hours"),
    "vehicles": vehicles,
    "stations": stations,
    "unit_hours_on_shift": unit_hours_on_shift,
}


def cost_table(scenario: Scenario, workload: pd.DataFrame) -> pd.DataFrame:
    """Every item's quantity, rate and amount a year in one run.

    Empty where a year's figures cannot be scaled from the counted days: from part of a year that has seasons.
    """
    rows: list[tuple[object, ...]] = []
    if not scenario.annual_figures_stand():
        return pd.DataFrame(rows, columns=COST_COLUMNS)
    for item in scenario.costs.values():
        quantity = DRIVERS[item.driver](item, scenario, workload)
        rate = item.rate.value * (item.share_of_rate.base if item.share_of_rate else 1.0)
        rows.append(
            (
                item.agency,
                item.title,
                item.driver,
                quantity,
                rate,
                quantity * rate,
                item.varies,
                item.capital,
            )
        )
    return pd.DataFrame(rows, columns=COST_COLUMNS)


def money_measures(scenario: Scenario, costs: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Cost a year and for each incident, by agency: `measure, group, value, unit`."""
    rows = list(money_rows(scenario, costs, tables))
    frame = pd.DataFrame(rows, columns=["measure", "group", "value"])
    frame["unit"] = frame["measure"].map({name: row[0] for name, row in MEASURES.items()})
    return frame


def money_rows(
    scenario: Scenario, costs: pd.DataFrame, tables: Tables
) -> Iterator[tuple[str, str, float]]:
    """Yearly cost, and cost over core incidents, over all attended, and of one more response."""
    a_year = YEAR_DAYS / scenario.calendar.days
    attended, workload = tables["attended"], tables["workload"]
    if len(costs):
        running = costs[~costs["capital"].to_numpy(dtype=bool)]
        yield "annual_cost_gbp", "", float(costs["amount_gbp_per_year"].sum())
        yield "running_cost_gbp", "", float(running["amount_gbp_per_year"].sum())
        for agency, part in running.groupby("agency", sort=True):
            amount = float(part["amount_gbp_per_year"].sum())
            yield "running_cost_gbp", group(agency=str(agency)), amount
    for agency, part in costs.groupby("agency", sort=True):
        gross = float(part["amount_gbp_per_year"].sum())
        yield "annual_cost_gbp", group(agency=str(agency)), gross
        core = scenario.core_incidents.get(agency)  # type: ignore[call-overload]
        kinds = core.kinds if core else ()
        incidents = float(attended.loc[attended["kind"].isin(kinds), "calls"].sum()) * a_year
        reached = float(attended[f"by_{agency}"].sum()) * a_year
        mine = ((workload["service"] == agency) & ~workload["outside_county"]).to_numpy(dtype=bool)
        responses = float(workload.loc[mine, "arrivals"].sum()) * a_year
        varying = float(part.loc[part["varies"].to_numpy(dtype=bool), "amount_gbp_per_year"].sum())
        for basis, money, number in (
            ("core", gross, incidents),
            ("attended", gross, reached),
            ("marginal", varying, responses),
        ):
            if number > 0 and (basis != "marginal" or varying):
                keys = group(agency=str(agency), basis=basis)
                yield "cost_per_incident_gbp", keys, money / number
                yield "cost_denominator", keys, number
