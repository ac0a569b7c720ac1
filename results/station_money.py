"""What a station's own premises and people cost a year, told without a run: what is declared, at its rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from results.cost_drivers import DRIVERS, a_year, chosen
from results.costs import yearly_rate
from results.oncall_pay import is_paid, yearly_gbp
from results.roster import rostered_hours
from scenarios.drivers import DRIVER_COUNTS
from scenarios.scenario import Scenario

ON_SHIFT = "unit_hours_on_shift"
OF_PEOPLE = ("posts", "oncall_people")
DECLARED_DRIVERS = (*OF_PEOPLE, "training_days", "stations", "floor_area", "bays")
"""Drivers that count what is declared, so that a station's own part of an item is known without a run."""


def hours_on_shift(scenario: Scenario) -> dict[str, float]:
    """Hours a year for which each vehicle is rostered; none where no item is paid by them."""
    if all(item.driver != ON_SHIFT for item in scenario.costs.values()):
        return {}
    return {unit: hours * a_year(scenario) for unit, hours in rostered_hours(scenario).items()}


def own_cost(
    scenario: Scenario, station: str, rostered: Mapping[str, float] | None = None
) -> float | None:
    """Pounds a year for a station's own premises and people; None where nothing is declared for them.

    Premises and seats by the items that count them; crews that are paid by the hour on shift, by the vehicles that
    stand here; on-call people by what they are paid whether the bell rings or not. Pay by the call is not in it.
    """
    rostered = hours_on_shift(scenario) if rostered is None else rostered
    parts = [*_items(scenario, station), *_on_shift(scenario, station, rostered)]
    for pay in scenario.oncall_pay.values():
        pools = [
            name for name in _pools(scenario, station, "oncall") if is_paid(pay, scenario, name)
        ]
        people = sum(scenario.crew_pools[name].people for name in pools)
        parts += [yearly_gbp(pay, scenario, float(people))] if people else []
    return sum(parts) if parts else None


def unpaid_people(scenario: Scenario, station: str) -> int:
    """How many of a station's people have no pay in its own cost: none is declared by seats, people or shifts."""
    paid: set[str] = set()
    on_call, on_shift = (_pools(scenario, station, kind) for kind in ("oncall", "shifts"))
    for item in scenario.costs.values():
        if item.driver in OF_PEOPLE:
            paid |= set(chosen(item, on_shift if item.driver == "posts" else on_call))
        if item.driver == ON_SHIFT:
            paid |= {
                pool
                for unit in _vehicles(scenario, station)
                if chosen(item, [scenario.vehicles[unit].type])
                for pool in scenario.vehicles[unit].crewed_from
                if pool in on_shift
            }
    for pay in scenario.oncall_pay.values():
        paid |= {name for name in on_call if is_paid(pay, scenario, name)}
    return sum(scenario.crew_pools[name].people for name in {*on_call, *on_shift} - paid)


def _items(scenario: Scenario, station: str) -> Iterator[float]:
    """Each item's part for this station that counts what is declared, at its rate."""
    here = {
        "stations": [station],
        "crew_pools": [*_pools(scenario, station, "shifts"), *_pools(scenario, station, "oncall")],
    }
    for item in scenario.costs.values():
        if item.driver not in DECLARED_DRIVERS:
            continue
        mine = tuple(chosen(item, here[str(DRIVER_COUNTS[item.driver])]))
        if not mine:
            continue
        quantity = DRIVERS[item.driver](item.model_copy(update={"of": mine}), scenario, {})
        if quantity:
            yield quantity * yearly_rate(item, scenario)


def _on_shift(scenario: Scenario, station: str, rostered: Mapping[str, float]) -> Iterator[float]:
    """What is paid by the hour on shift for the vehicles that stand at a station."""
    for item in scenario.costs.values():
        if item.driver != ON_SHIFT:
            continue
        hours = sum(
            rostered.get(unit, 0.0)
            for unit in _vehicles(scenario, station)
            if chosen(item, [scenario.vehicles[unit].type])
        )
        if hours:
            yield hours * yearly_rate(item, scenario)


def _vehicles(scenario: Scenario, station: str) -> list[str]:
    return [name for name, vehicle in scenario.vehicles.items() if vehicle.station == station]


def _pools(scenario: Scenario, station: str, kind: str) -> list[str]:
    """The pools of one kind of duty at a station."""
    return [
        name
        for name, pool in scenario.crew_pools.items()
        if pool.station == station and scenario.duty_systems[pool.duty].kind == kind
    ]
