"""A driver that can count nothing in any option would cost nothing without a word; so would people whom nobody pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.documents import Document, Path_
from scenarios.drivers import DRIVER_COUNTS
from scenarios.faults import Fault, listed
from scenarios.references import Parts, names_of, note, note_unknown

SHIFT_DRIVERS = ("posts",)
ONCALL_DRIVERS = (
    "oncall_people", "oncall_turnouts", "oncall_hours", "oncall_attendances", "availability_hours",
)  # fmt: skip
PAID_BY_ITEMS = ("oncall_people", "oncall_turnouts", "oncall_hours")


def check_counted(
    documents: Mapping[str, Document], parts: Mapping[str, Parts], faults: list[Fault]
) -> None:
    """Note what counts nothing in every option that has it, and on-call people whom nothing pays."""
    seen: dict[tuple[str, str], list[str]] = {}
    for option, part in parts.items():
        for section in ("costs", "agreements", "oncall_pay"):
            for name in part[section]:
                seen.setdefault((section, name), []).append(option)
    for (section, name), options in seen.items():
        here = {option: (parts[option][section][name], parts[option]) for option in options}
        if why := nothing_in(section, here):
            document = documents[options[0]]
            key = "of" if document.has((section, name, "of")) else "driver"
            path: Path_ = (
                (section, name, key) if document.has((section, name, key)) else (section, name)
            )
            note(document, path, why, faults, "what a run can count: docs/money.md")
    pools = list(
        dict.fromkeys(name for doc in documents.values() for name in names_of(doc, "crew_pools"))
    )
    for option, part in parts.items():
        for name, pay in part["oncall_pay"].items():
            at = ("oncall_pay", name, "unpaid")
            note_unknown(documents[option], at, "crew pool", pay.unpaid, pools, faults)
        if part["oncall_pay"] and documents[option].whole:
            check_paid(documents[option], part, faults)


def nothing_in(section: str, here: Mapping[str, tuple[Any, Parts]]) -> str:
    """Why an item, or a thing that it names, counts nothing in any option that has it; empty where it counts."""
    item, _ = next(iter(here.values()))
    driver = "oncall_people" if section == "oncall_pay" else item.driver
    counts = DRIVER_COUNTS[driver] if driver is not None else None
    if counts is None:
        return ""
    known: set[str] = set()
    able: set[str] = set()
    for one, parts in here.values():
        names = [name for name in parts[counts] if not one.of or name in one.of]
        known |= set(names)
        able |= {name for name in names if can_count(driver, name, parts)}
    if any(one.of for one, _ in here.values()):
        wrong = sorted(known - able)
        return f"{reason(driver)}: {listed(wrong)} would count for nothing." if wrong else ""
    return "" if able else f"{reason(driver)}, and there is none: it would cost nothing."


def can_count(driver: str, name: str, parts: Parts) -> bool:
    """Whether a driver can count one thing by its name."""
    if driver in SHIFT_DRIVERS:
        return kind_of(name, parts) in ("shifts", "")
    if driver in ONCALL_DRIVERS:
        return kind_of(name, parts) in ("oncall", "")
    if driver in ("floor_area", "bays"):
        return bool(getattr(parts["stations"][name], driver))
    vehicles = [
        vehicle
        for key, vehicle in parts["vehicles"].items()
        if name == (vehicle.type if DRIVER_COUNTS[driver] == "vehicle_types" else key)
    ]
    if driver in VEHICLES_THAT:
        return any(vehicle_can(driver, vehicle, parts) for vehicle in vehicles)
    if driver in ("unit_hours_on_shift", "overrun_hours"):
        pools = [pool for vehicle in vehicles for pool in vehicle.crewed_from]
        return not vehicles or any(kind_of(pool, parts) in ("shifts", "") for pool in pools)
    return True


VEHICLES_THAT = {
    "co_responder_calls": "`co_responder_calls` are those of vehicles with the skill first_response of another service "
    "than the ambulance's",
    "conveyed_by_fire": "`conveyed_by_fire` needs vehicles of the fire service with the skill convey",
    "neighbour_attendances": "`neighbour_attendances` are those of vehicles from stations with `outside_county`",
}


def vehicle_can(driver: str, vehicle: Any, parts: Parts) -> bool:
    """Whether a vehicle can do what a driver of calls counts; perhaps, where its type or station is at fault."""
    kind, station = parts["vehicle_types"].get(vehicle.type), parts["stations"].get(vehicle.station)
    if kind is None or station is None:
        return True
    if driver == "co_responder_calls":
        return kind.service != "ambulance" and "first_response" in kind.skills
    if driver == "conveyed_by_fire":
        return kind.service == "fire" and "convey" in kind.skills
    return bool(station.outside_county)


def kind_of(pool: str, parts: Parts) -> str:
    """Whether a pool's people have shifts or are on call; nothing where that is at fault."""
    found = parts["crew_pools"].get(pool)
    duty = parts["duty_systems"].get(found.duty) if found is not None else None
    return str(duty.kind) if duty is not None else ""


def reason(driver: str) -> str:
    """What a driver counts, where that is not all of what it could name."""
    if driver in VEHICLES_THAT:
        return VEHICLES_THAT[driver]
    if driver in SHIFT_DRIVERS:
        return f"`{driver}` counts people with shifts, not those on call"
    if driver in ONCALL_DRIVERS:
        return f"`{driver}` counts people on call, not those with shifts"
    if driver in ("floor_area", "bays"):
        return f"`{driver}` is added up over stations that declare it"
    if driver in ("unit_hours_on_shift", "overrun_hours"):
        return f"`{driver}` counts vehicles whose crews have shifts, not those crewed by people on call"
    return f"`{driver}` counts {DRIVER_COUNTS[driver]}"


def check_paid(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Where on-call pay is declared, every on-call pool of the paying agencies is paid, or said not to be."""
    blocks = parts["oncall_pay"]
    if any(not pay.of for pay in blocks.values()):
        return
    named = {name for pay in blocks.values() for name in (*pay.of, *pay.unpaid)}
    items = [item for item in parts["costs"].values() if item.driver in PAID_BY_ITEMS]
    if any(not item.of for item in items):
        return
    named |= {name for item in items for name in item.of}
    payers = {pay.agency for pay in blocks.values()}
    for name in oncall_pools(parts, payers):
        if name not in named:
            message = f"{name} is on call and no block of `oncall_pay` names it: its people would cost nothing."
            allowed = "its name in a block's `of`, or in `unpaid` where nobody pays them"
            note(document, ("oncall_pay", next(iter(blocks)), "of"), message, faults, allowed)


def oncall_pools(parts: Parts, agencies: set[str]) -> Iterator[str]:
    """On-call pools of the county that crew vehicles of some services."""
    for name, pool in parts["crew_pools"].items():
        station = parts["stations"].get(pool.station)
        if station is None or station.outside_county or kind_of(name, parts) != "oncall":
            continue
        types = (
            parts["vehicle_types"].get(v.type)
            for v in parts["vehicles"].values()
            if name in v.crewed_from
        )
        if any(kind is not None and kind.service in agencies for kind in types):
            yield name
