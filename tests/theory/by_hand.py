"""A run written by hand: calls and events of the small study, as columns, and what is measured of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from geography.region import Region, load_region
from results.groups import Row
from results.log import Columns, columns
from scenarios.calls import Call
from scenarios.load import load_study
from scenarios.quantity import Duration
from scenarios.scenario import Calendar, Scenario
from scenarios.study import Study
from sim.events import Event, Kind
from sim.log import EventLog
from sim.run import RunLog
from tests.doors.small_study import SMALL

HOUR, DAY = 3600.0, 86400.0
SOURCE = {"status": "assumed", "source": "made up"}


@cache
def study() -> Study:
    return load_study(str(SMALL))


@cache
def tinyshire() -> Region:
    return load_region(SMALL / "tinyshire")


def one_day(name: str = "operative", days: int = 1) -> Scenario:
    """An option of the small study over one counted day, after a day of warm-up."""
    scenario = {s.name: s for s in study().scenarios}[name]
    calendar = Calendar(start=scenario.calendar.start, days=days, warm_up_days=1, cool_down_days=1)
    return scenario.model_copy(update={"calendar": calendar})


def call(number: int, at_s: float, kind: str, category: str, service: str, zone: int = 0) -> Call:
    return Call(id=number, luck=number, stream=kind, at_s=at_s, zone=zone, node=zone,
                service=service, kind=kind, reported_kind=kind, category=category, call_handling_s=90.0)  # type: ignore[arg-type]  # fmt: skip


def happened(
    at_s: float,
    kind: Kind,
    unit: str,
    number: int | None = None,
    people: int | None = None,
    *,
    need: str | None = None,
    node: int = 0,
) -> Event:
    return Event(at_s, kind, number, unit, need, people, node)


def of_call(at_s: float, kind: Kind, number: int) -> Event:
    return Event(at_s, kind, number, None, None, None, 0)


def aboard(pool: str, vehicle: str, from_s: float, until_s: float) -> list[Event]:
    """One person of a pool rides a vehicle."""
    return [
        Event(at_s, kind, None, pool, vehicle, 1, None)
        for at_s, kind in ((from_s, Kind.CREW_OUT), (until_s, Kind.CREW_BACK))
    ]


def job(unit: str, number: int, alert_s: float, *, takes_s: float, clear_s: float) -> list[Event]:
    """One attendance: alerted, arrived so much later, clear, and home ten minutes after that."""
    return [
        happened(alert_s, Kind.UNIT_ASSIGNED, unit, number),
        happened(alert_s + 60, Kind.UNIT_MOBILE, unit, number),
        happened(alert_s + takes_s, Kind.UNIT_ARRIVED, unit, number),
        happened(clear_s, Kind.UNIT_CLEAR, unit, number),
        happened(clear_s + 600, Kind.UNIT_HOME, unit),
    ]


def run_of(
    calls: list[Call], events: list[Event], name: str = "operative", days: int = 1
) -> Columns:
    ordered = tuple(sorted(events, key=lambda event: event.at_s))
    return columns(RunLog(one_day(name, days), 0, tuple(calls), EventLog.of(ordered), 3 * DAY))


def changed(run: Columns, **parts: object) -> Columns:
    """The same log, read by a scenario some of whose parts are others."""
    return replace(run, scenario=run.scenario.model_copy(update=parts))


def clock_like(run: Columns, name: str, **what: object) -> Columns:
    """The same log, with one clock declared otherwise."""
    clocks = run.scenario.clocks
    return changed(run, clocks={**clocks, name: clocks[name].model_copy(update=what)})


def lasting(value: float, unit: str = "s") -> Duration:
    return Duration.model_validate({"value": value, "unit": unit, **SOURCE})


def measured(rows: Iterable[Row]) -> dict[tuple[str, str], float]:
    return {(name, group): value for name, group, value in rows}


FIRES = [
    call(1, DAY + HOUR, "dwelling_fire", "fire", "fire"),
    call(2, DAY + 2 * HOUR, "dwelling_fire", "fire", "fire"),
    call(3, DAY + 3 * HOUR, "dwelling_fire", "fire", "fire", zone=5),
    call(4, DAY + 4 * HOUR, "dwelling_fire", "fire", "fire", zone=5),
    call(5, 23 * HOUR, "dwelling_fire", "fire", "fire"),  # in the warm-up
    call(6, 2 * DAY, "dwelling_fire", "fire", "fire"),  # at the end of the counted day: outside it
]
JOBS = [
    *job("east_p1", 1, DAY + HOUR + 90, takes_s=500, clear_s=DAY + 1.5 * HOUR),  # 590 s
    *job("mid_p1", 1, DAY + HOUR + 90, takes_s=700, clear_s=DAY + 1.5 * HOUR),  # second, 790 s
    *job("east_p1", 2, DAY + 2 * HOUR + 90, takes_s=510, clear_s=DAY + 2.5 * HOUR),  # 600 s
    *job("east_p1", 3, DAY + 3 * HOUR + 90, takes_s=511, clear_s=DAY + 3.5 * HOUR),  # 601 s
    *job("east_p1", 5, 23 * HOUR + 90, takes_s=10, clear_s=23.5 * HOUR),
]  # nobody ever reaches call 4
