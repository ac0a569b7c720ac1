"""What a run counts for money: one function a driver, each giving so many units a year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd

from results.roster import rostered_hours
from results.states import AWAY
from results.task import Tables
from scenarios.calls import YEAR_DAYS
from scenarios.quantity import DaysEach, Ratio
from scenarios.scenario import Scenario

MILE_M = 1609.344


class Counted(Protocol):
    """As much of a cost item or an agreement as a driver needs."""

    @property
    def of(self) -> tuple[str, ...]:
        """The names that it counts; all of them where there is none."""


Driver = Callable[[Counted, Scenario, Tables], float]


def chosen(item: Counted, names: list[str]) -> list[str]:
    """The names that an item counts: all, or those in its `of`."""
    return [name for name in names if not item.of or name in item.of]


def a_year(scenario: Scenario) -> float:
    """By what a count over the counted days becomes one of a year."""
    return YEAR_DAYS / scenario.calendar.days


def sum_per_year(_item: Counted, _scenario: Scenario, _tables: Tables) -> float:
    """One of it."""
    return 1.0


def own_pools(scenario: Scenario, kind: str) -> list[str]:
    """Pools of one kind of duty at the county's own stations."""
    return [
        name
        for name, pool in scenario.crew_pools.items()
        if scenario.duty_systems[pool.duty].kind == kind
        and not scenario.stations[pool.station].outside_county
    ]


def people_of(item: Counted, scenario: Scenario, pools: list[str]) -> float:
    """People of some pools: all of them, or those of the item's grade."""
    grade, found = str(getattr(item, "grade", "")), 0
    for name in chosen(item, pools):
        pool = scenario.crew_pools[name]
        officers = pool.officers or 0
        found += {"officers": officers, "others": pool.people - officers}.get(grade, pool.people)
    return float(found)


def posts(item: Counted, scenario: Scenario, _tables: Tables) -> float:
    """Seats of shift pools of the county's own stations, times the staff for each seat (riding factor)."""
    factor: Ratio | None = getattr(item, "riding_factor", None)
    return people_of(item, scenario, own_pools(scenario, "shifts")) * (
        factor.base if factor else 1.0
    )


def oncall_people(item: Counted, scenario: Scenario, _tables: Tables) -> float:
    """People on the books of on-call pools."""
    return people_of(item, scenario, own_pools(scenario, "oncall"))


def of_riders(column: str) -> Driver:
    """A driver that sums a column of riders over the vehicles of on-call pools, scaled to a year.

    A rider who came from a vehicle's second pool is counted with its first.
    """

    def riders(item: Counted, scenario: Scenario, tables: Tables) -> float:
        workload = tables["workload"]
        mine = workload["pool"].isin(chosen(item, own_pools(scenario, "oncall"))).to_numpy()
        return float(workload.loc[mine, column].sum()) * a_year(scenario)

    return riders


def oncall_attendances(item: Counted, scenario: Scenario, tables: Tables) -> float:
    """On-call people who came to the station at an alert and did not ride, a year."""
    turnouts = tables["turnouts"]
    mine = turnouts["pool"].isin(chosen(item, own_pools(scenario, "oncall"))).to_numpy()
    return float(turnouts.loc[mine, "stayed"].sum()) * a_year(scenario)


def availability_hours(item: Counted, scenario: Scenario, tables: Tables) -> float:
    """Hours a year for which on-call people can be called on, summed over them."""
    available = tables["available"]
    mine = available["pool"].isin(chosen(item, own_pools(scenario, "oncall"))).to_numpy()
    return float(available.loc[mine, "person_h"].sum()) * a_year(scenario)


def training_days(item: Counted, scenario: Scenario, _tables: Tables) -> float:
    """Days of training a year: people of the named pools, times the days of each."""
    each: DaysEach | None = getattr(item, "days_each", None)
    pools = [*own_pools(scenario, "shifts"), *own_pools(scenario, "oncall")]
    return people_of(item, scenario, pools) * (each.base if each else 0.0)


def own_vehicles(item: Counted, scenario: Scenario, tables: Tables) -> pd.DataFrame:
    """The workload of the county's own vehicles of the named types."""
    workload = tables["workload"]
    mine = ~workload["outside_county"].to_numpy(dtype=bool)
    types = chosen(item, list(scenario.vehicle_types))
    return workload[mine & workload["type"].isin(types).to_numpy()]


def vehicles(item: Counted, scenario: Scenario, tables: Tables) -> float:
    """Vehicles of the named types, of the county's own stations."""
    return float(len(own_vehicles(item, scenario, tables)))


def turnouts(item: Counted, scenario: Scenario, tables: Tables) -> float:
    """Turnouts from home of the named types, a year."""
    own = own_vehicles(item, scenario, tables)
    crews = own["type"].map({name: kind.crew for name, kind in scenario.vehicle_types.items()})
    return float((own["rider_turnouts"] / crews.astype(float)).sum()) * a_year(scenario)


def of_states(*columns: str) -> Driver:
    """A driver that sums hours of the county's own vehicles in some states, scaled to a year."""

    def hours(item: Counted, scenario: Scenario, tables: Tables) -> float:
        own = own_vehicles(item, scenario, tables)
        return float(own[list(columns)].to_numpy().sum()) * a_year(scenario)

    return hours


def unit_hours_on_shift(item: Counted, scenario: Scenario, tables: Tables) -> float:
    """Hours a year for which the county's own vehicles of the named types are rostered, by the declared shifts."""
    rostered = rostered_hours(scenario)
    own = own_vehicles(item, scenario, tables)["unit"].astype(str)
    return sum(rostered[unit] for unit in own) * a_year(scenario)


def miles(item: Counted, scenario: Scenario, tables: Tables) -> float:
    """Miles a year of the named types."""
    own = own_vehicles(item, scenario, tables)
    return float(own["driven_m"].sum()) / MILE_M * a_year(scenario)


def own_stations(item: Counted, scenario: Scenario) -> list[str]:
    """The named stations of the county that this scenario has."""
    own = [name for name, station in scenario.stations.items() if not station.outside_county]
    return chosen(item, own)


def stations(item: Counted, scenario: Scenario, _tables: Tables) -> float:
    """How many of the named stations of the county this scenario has."""
    return float(len(own_stations(item, scenario)))


def floor_area(item: Counted, scenario: Scenario, _tables: Tables) -> float:
    """Square metres of the named stations."""
    areas = [scenario.stations[name].floor_area for name in own_stations(item, scenario)]
    return float(sum(area.base for area in areas if area is not None))


def bays(item: Counted, scenario: Scenario, _tables: Tables) -> float:
    """Vehicle bays of the named stations."""
    return float(sum(scenario.stations[name].bays or 0 for name in own_stations(item, scenario)))


def counted_by_unit(table: str) -> Driver:
    """A driver that counts the counted rows of a table over the named vehicles, scaled to a year."""

    def calls(item: Counted, scenario: Scenario, tables: Tables) -> float:
        rows = tables[table]
        mine = rows["counted"].to_numpy(dtype=bool) & rows["unit"].astype(str).isin(
            chosen(item, list(scenario.vehicles))
        ).to_numpy(dtype=bool)
        if "by" in rows:
            mine = mine & (rows["by"].astype(str) == "fire").to_numpy(dtype=bool)
        return float(np.count_nonzero(mine)) * a_year(scenario)

    return calls


def neighbour_attendances(item: Counted, scenario: Scenario, tables: Tables) -> float:
    """Attendances a year of vehicles from stations outside the county, all or those named."""
    workload = tables["workload"]
    mine = workload["outside_county"].to_numpy(dtype=bool)
    named = workload["unit"].isin(chosen(item, list(scenario.vehicles))).to_numpy(dtype=bool)
    return float(workload.loc[mine & named, "arrivals"].sum()) * a_year(scenario)


DRIVERS: dict[str, Driver] = {
    "sum_per_year": sum_per_year,
    "posts": posts,
    "oncall_people": oncall_people,
    "oncall_turnouts": of_riders("rider_turnouts"),
    "oncall_hours": of_riders("rider_hours"),
    "oncall_attendances": oncall_attendances,
    "availability_hours": availability_hours,
    "training_days": training_days,
    "vehicles": vehicles,
    "turnouts": turnouts,
    "deployed_hours": of_states(*(f"{state}_h" for state in AWAY)),
    "miles": miles,
    "stations": stations,
    "floor_area": floor_area,
    "bays": bays,
    "unit_hours_on_shift": unit_hours_on_shift,
    "overrun_hours": of_states("overrun_h"),
    "co_responder_calls": counted_by_unit("co_responding"),
    "conveyed_by_fire": counted_by_unit("conveyed"),
    "neighbour_attendances": neighbour_attendances,
}
DECLARED = frozenset(
    {
        "sum_per_year", "posts", "oncall_people", "training_days", "vehicles", "stations", "floor_area", "bays",
        "unit_hours_on_shift", "oncall_leavers", "drill_hours", "training_hours",
    }
)  # fmt: skip
"""Drivers whose quantity the study declares, the last three of on-call pay: no run changes it."""
