"""What a study declares must fit together; every fault is noted, none hides another."""

from __future__ import annotations

from scenarios.check_costs import check_costs
from scenarios.check_demand import check_demand, check_scheme
from scenarios.check_fleet import check_pools, check_standby, check_vehicles
from scenarios.check_ground import check_ground
from scenarios.check_plans import check_plans
from scenarios.check_prices import check_prices
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, is_name, not_a_name
from scenarios.references import Parts, names_of, note, unknown
from scenarios.words import Category, allowed

__all__ = ["check_ground", "check_names", "check_prices", "check_references", "check_scheme"]


# What these are called is for the region to say.
OF_THE_REGION = ("hospital_times", "hospitals", "station_orders")


def check_names(document: Document, faults: list[Fault]) -> None:
    """Names are parts of places (`vehicles.hayle_p1.name`), groups and files: letters, digits, `_` and `-` only."""
    for section, content in document.data.items():
        for name in content if isinstance(content, dict) and section not in OF_THE_REGION else ():
            if not is_name(name):
                mark = document.mark((section, name))
                faults.append(Fault(mark, f"{section}.{name}", *not_a_name(name)))


def check_references(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Note every name in a scenario's document that is of nothing, and what cannot work."""
    check_vehicles(document, parts, faults)
    check_pools(document, parts, faults)
    check_plans(document, parts, faults)
    check_demand(document, parts, faults)
    check_standby(document, parts, faults)
    check_pathways(document, parts, faults)
    check_traffic(document, parts, faults)
    check_clocks(document, parts, faults)
    check_costs(document, parts, faults)


def check_pathways(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """The shares of one category's patients that take a pathway are parts of one whole."""
    for category in allowed(Category):
        total = 0.0
        for name, pathway in parts["pathways"].items():
            if pathway.categories and category not in pathway.categories:
                continue
            total += pathway.share.base
            if total > 1.0 + 1e-9:
                path: Path_ = ("pathways", name, "share")
                message = f"With the pathways before it, {total:g} of some patients would take one."
                note(document, path, message, faults, "1 or less of each category")
                break


def check_traffic(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """No drive takes no time."""
    ratios = [
        (("traffic", name, "ratio"), row.ratio.base) for name, row in parts["traffic"].items()
    ] + [
        (("vehicle_types", name, "drive_time_ratio"), kind.drive_time_ratio.base)
        for name, kind in parts["vehicle_types"].items()
        if kind.drive_time_ratio is not None
    ]
    for path, ratio in ratios:
        if ratio <= 0.0:
            note(document, path, "At this ratio a drive takes no time.", faults, "more than 0")


def check_clocks(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A standard needs its clock, and one of the second unit a clock that times it."""
    clocks = names_of(document, "clocks")
    for name, standard in parts["standards"].items():
        path: Path_ = ("standards", name, "clock")
        if standard.clock not in clocks:
            faults.append(unknown(document, path, "clock", standard.clock, clocks))
            continue
        clock = parts["clocks"].get(standard.clock)
        needed = ("first", "second", "third").index(standard.order) + 1
        if clock is not None and clock.orders < needed:
            message = f"The clock {standard.clock} does not time the {standard.order} unit."
            path = ("standards", name, "order")
            note(document, path, message, faults, f"`orders: {needed}` or more in the clock")
