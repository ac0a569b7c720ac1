"""Vehicles, their crews and stations: whom they need must be there."""

from __future__ import annotations

from typing import Any

from scenarios.documents import Document, Path_
from scenarios.duty import person_chance, shares_by_hour
from scenarios.faults import Fault, listed
from scenarios.references import Parts, names_of, note, note_unknown, unknown


def check_vehicles(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A vehicle needs its type, its station, and pools with enough people."""
    pools, stations = names_of(document, "crew_pools"), names_of(document, "stations")
    types = names_of(document, "vehicle_types")
    for name, vehicle in parts["vehicles"].items():
        at: Path_ = ("vehicles", name)
        if vehicle.type not in types:
            faults.append(unknown(document, (*at, "type"), "vehicle type", vehicle.type, types))
        if vehicle.station not in stations:
            where = (*at, "station")
            faults.append(unknown(document, where, "station", vehicle.station, stations))
        for number, pool in enumerate(vehicle.crewed_from):
            if pool not in pools:
                near = [
                    key
                    for key, block in parts["crew_pools"].items()
                    if block.station == vehicle.station
                ]
                around = f"{vehicle.station} has {listed(near)}." if near else ""
                path = (*at, "crewed_from", number)
                faults.append(unknown(document, path, "crew pool", pool, near or pools, around))
        check_crew_size(document, parts, name, vehicle, faults)
        check_seats(document, parts, name, vehicle, faults)
        check_qualified(document, parts, name, vehicle, faults)


def check_crew_size(
    document: Document, parts: Parts, name: str, vehicle: Any, faults: list[Fault]
) -> None:
    """A vehicle whose pools can never make its crew would stand off the run for ever."""
    kind = parts["vehicle_types"].get(vehicle.type)
    pools = [parts["crew_pools"].get(pool) for pool in vehicle.crewed_from]
    if kind is None or any(pool is None for pool in pools):
        return
    people = sum(pool.people for pool in pools if pool is not None)
    if len(set(vehicle.crewed_from)) < len(vehicle.crewed_from):
        path: Path_ = ("vehicles", name, "crewed_from")
        message = "A pool stands twice here; its people can ride only once."
        faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))
    elif people < kind.crew:
        faults.append(
            Fault(
                document.mark(("vehicles", name, "crewed_from")),
                f"vehicles.{name}.crewed_from",
                f"Its pools have {people} people and a {vehicle.type} needs {kind.crew}.",
            )
        )


def check_seats(
    document: Document, parts: Parts, name: str, vehicle: Any, faults: list[Fault]
) -> None:
    """Seats are of the vehicle's own pools, no more than it has, and leave its crew possible."""
    kind = parts["vehicle_types"].get(vehicle.type)
    at: Path_ = ("vehicles", name, "seats")
    for pool in vehicle.seats:
        if pool not in vehicle.crewed_from:
            what = "pool that crews this vehicle"
            faults.append(unknown(document, (*at, pool), what, pool, vehicle.crewed_from))
    pools = {pool: parts["crew_pools"].get(pool) for pool in vehicle.crewed_from}
    if kind is None or not vehicle.seats or any(pool is None for pool in pools.values()):
        return
    if kind.needs_officer or kind.needs_driver:
        message = (
            f"A {vehicle.type} needs an officer in charge or a driver among its crew, and with `seats` it is not known "
            "whether one is."
        )
        note(
            document,
            at,
            message,
            faults,
            "`seats`, or `needs_officer` and `needs_driver`, not both",
        )
    seats, room = sum(vehicle.seats.values()), kind.rides_with or kind.crew
    most = sum(
        min(pool.people, vehicle.seats.get(key, kind.crew)) for key, pool in pools.items() if pool
    )
    if seats > room:
        message = f"{seats} seats are asked for and a {vehicle.type} rides with {room}."
        note(document, at, message, faults, f"{room} or fewer in all")
    elif most < kind.crew <= sum(pool.people for pool in pools.values() if pool):
        message = (
            f"With these seats at most {most} can ride and a {vehicle.type} needs {kind.crew}."
        )
        note(document, at, message, faults)


def check_qualified(
    document: Document, parts: Parts, name: str, vehicle: Any, faults: list[Fault]
) -> None:
    """A vehicle that needs an officer in charge and a driver needs a pool that has them."""
    kind = parts["vehicle_types"].get(vehicle.type)
    pools = [parts["crew_pools"].get(pool) for pool in vehicle.crewed_from]
    if kind is None or any(pool is None for pool in pools):
        return
    officers: set[tuple[int, int]] = set()
    drivers: set[tuple[int, int]] = set()
    for number, pool in enumerate(pools):
        assert pool is not None
        first = pool.people if pool.officers is None else pool.officers
        last = pool.people if pool.drivers is None else pool.drivers
        officers |= {(number, person) for person in range(first)}
        drivers |= {(number, person) for person in range(pool.people - last, pool.people)}
    at: Path_ = ("vehicles", name, "crewed_from")
    if kind.needs_officer and not officers:
        message = f"A {vehicle.type} needs an officer in charge and its pools have none."
        note(document, at, message, faults)
    if kind.needs_driver and not drivers:
        note(document, at, f"A {vehicle.type} needs a driver and its pools have none.", faults)
    if kind.needs_officer and kind.needs_driver and len(officers | drivers) == 1:
        message = "The only officer in charge is the only driver, and nobody can be both."
        note(document, at, message, faults)


def check_standby(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A key station is covered from other stations."""
    stations = names_of(document, "stations")
    for name, move in parts["standby"].items():
        at: Path_ = ("standby", name)
        if move.station not in stations:
            faults.append(unknown(document, (*at, "station"), "station", move.station, stations))
        note_unknown(document, (*at, "sent_from"), "station", move.sent_from, stations, faults)
        if move.station in move.sent_from:
            path = (*at, "sent_from", move.sent_from.index(move.station))
            note(document, path, "A station does not cover itself.", faults, "other stations")
    for name, order in parts["station_orders"].items():
        path = ("station_orders", name, "stations")
        note_unknown(document, path, "station", order.stations, stations, faults)


def check_pools(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A pool needs its station and duty system, and no more posts or officers than people."""
    stations, duties = names_of(document, "stations"), names_of(document, "duty_systems")
    for name, pool in parts["crew_pools"].items():
        at: Path_ = ("crew_pools", name)
        if pool.station not in stations:
            faults.append(unknown(document, (*at, "station"), "station", pool.station, stations))
        if pool.duty not in duties:
            faults.append(unknown(document, (*at, "duty"), "duty system", pool.duty, duties))
        for field in ("officers", "drivers"):
            if (getattr(pool, field) or 0) > pool.people:
                message = f"{getattr(pool, field)} {field} are more than its {pool.people} people."
                note(document, (*at, field), message, faults, f"{pool.people} or fewer")
        check_posts(document, parts, at, pool, faults)
        duty = parts["duty_systems"].get(pool.duty)
        if duty is None:
            continue
        if duty.kind == "shifts" and (pool.availability or pool.also_in):
            message = f"{pool.duty} is a system of shifts: `availability` and `also_in` are for on-call people."
            note(document, at, message, faults)
        if duty.kind == "oncall":
            check_oncall_pool(document, name, pool, duty, faults)


def check_posts(
    document: Document, parts: Parts, at: Path_, pool: Any, faults: list[Fault]
) -> None:
    """The other posts of an on-call pool are pools, with shifts, and no more than its people."""
    pools = names_of(document, "crew_pools")
    note_unknown(document, (*at, "also_in"), "crew pool", pool.also_in, pools, faults)
    for number, post in enumerate(pool.also_in):
        if post in parts["crew_pools"]:
            check_post(document, parts, (*at, "also_in", number), post, faults)
    if len(pool.also_in) > pool.people:
        message = f"{len(pool.also_in)} other posts are more than its {pool.people} people."
        note(document, (*at, "also_in"), message, faults)


def check_post(
    document: Document, parts: Parts, path: Path_, post: str, faults: list[Fault]
) -> None:
    """The other post of an on-call firefighter must be one with shifts, so that it is known when it is filled."""
    duty = parts["duty_systems"].get(parts["crew_pools"][post].duty)
    if duty is not None and duty.kind != "shifts":
        message = f"{post} is on call too: `also_in` names a post with shifts."
        faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))


def check_oncall_pool(
    document: Document, name: str, pool: Any, duty: Any, faults: list[Fault]
) -> None:
    """The pump's availability must be declared for every hour, and be in reach of its people."""
    at: Path_ = ("crew_pools", name)
    shares = shares_by_hour(pool.availability or duty.availability)
    hours = int((shares != shares).sum())
    if hours:
        message = f"No availability is declared for {hours} of the week's 168 hours."
        whose: Path_ = at if pool.availability else ("duty_systems", pool.duty)
        path = (*whose, "availability")
        faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))
        return
    assert duty.correlation is not None
    if duty.correlation.base >= 1.0:
        return  # a fault of the duty system
    try:
        for share in set(shares.tolist()):
            person_chance(pool.people, duty.pump_crew, share, duty.correlation.base)
    except ValueError as error:
        faults.append(
            Fault(document.mark((*at, "people")), f"crew_pools.{name}.people", f"{error}.")
        )
