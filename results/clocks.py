"""Response clocks: a pair of events, and a rule of who stops the clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.asked import asked_for
from results.log import (
    CATEGORIES,
    KINDS,
    SERVICES,
    Attendances,
    Columns,
    Rows,
    first_of_each,
    of_codes,
)
from scenarios.fleet import VehicleType
from scenarios.response import Clock
from scenarios.scenario import Scenario
from sim.events import Kind
from sim.log import MISSING

ORDERS = ("first", "second", "third")
FIRST_ON_SCENE = "first_on_scene"


def units_that_stop(clock: Clock, scenario: Scenario) -> list[str]:
    """Units of a service and with the skill that the clock asks for."""
    types = scenario.vehicle_types
    return [
        name
        for name, vehicle in scenario.vehicles.items()
        if {types[vehicle.type].service, *types[vehicle.type].also_serves} & set(clock.stopped_by)
        and clock.with_skill in types[vehicle.type].skills
    ]


def crew_to_stop(clock: Clock, kind: VehicleType) -> int:
    """The fewest people with whom a vehicle stops the clock: its crew where it lacks the skill below that, else one."""
    if kind.degraded is not None and clock.with_skill not in kind.degraded.skills:
        return kind.crew
    return 1


@dataclass(frozen=True, eq=False)
class OnClock:
    """Some calls on one clock, [calls]: their rows, and seconds to one of its arrivals."""

    service: NDArray[np.int8]
    clock: int
    order: int
    rows: Rows
    seconds: NDArray[np.float64]


def arrivals_table(run: Columns) -> pd.DataFrame:
    """Seconds on every clock for every call that it times, first to third arrival; NaN if nobody came.

    A call that control challenged, or that was called off before anybody had arrived, is on no clock.
    """
    parts = [first_of_any_service(run)]
    for number, clock in enumerate(run.scenario.clocks.values()):
        parts += one_clock(number + 1, clock, run)
    rows = np.concatenate([part.rows for part in parts])

    def each(what: str, kind: type[np.generic]) -> NDArray[np.generic]:
        several = [np.full(len(part.rows), getattr(part, what), dtype=kind) for part in parts]
        return np.concatenate(several)

    return pd.DataFrame(
        {
            "call": run.calls.number[rows],
            "zone": run.calls.zone[rows],
            "service": of_codes(each("service", np.int8), SERVICES),
            **run.calls.words(rows, "kind", "category"),
            "counted": run.calls.counted[rows],
            "clock": of_codes(each("clock", np.int8), (FIRST_ON_SCENE, *run.scenario.clocks)),
            "order": of_codes(each("order", np.int8), ORDERS),
            "seconds": np.concatenate([part.seconds for part in parts]),
        }
    )


def first_of_any_service(run: Columns) -> OnClock:
    """Seconds from the call to the first unit of any service."""
    rows = np.flatnonzero(~run.set_apart)
    seconds = nth_arrival_s(run, run.attendances.row, run.attendances.at_s, 0) - run.calls.at_s
    return OnClock(run.calls.service[rows], 0, 0, rows, seconds[rows])


def one_clock(number: int, clock: Clock, run: Columns) -> list[OnClock]:
    """Seconds on one clock, a part for each order. A call left out by its first arrival is left out whole."""
    timed = np.flatnonzero(is_timed(clock, run) & ~run.set_apart)
    starts_s = start_of(clock, run)[timed]
    stops = stopping(clock, run)
    row, at_s = run.attendances.row[stops], run.attendances.at_s[stops]
    service = np.array(SERVICES.index(clock.service), dtype=np.int8)
    first_s = nth_arrival_s(run, row, at_s, 0)[timed] - starts_s
    keep = kept_by_length(clock, first_s)
    parts = [OnClock(service, number, 0, timed[keep], first_s[keep])]
    for order in range(1, clock.orders):
        seconds = nth_arrival_s(run, row, at_s, order)[timed] - starts_s
        some = keep & ~np.isnan(seconds)
        parts.append(OnClock(service, number, order, timed[some], seconds[some]))
    return parts


def kept_by_length(clock: Clock, first_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which calls a clock keeps, by seconds to their first arrival: those not too short or too long for it."""
    keep = np.ones(len(first_s), dtype=bool)
    if clock.leaves_out_under is not None:
        keep &= ~(first_s < clock.leaves_out_under.base)
    if clock.leaves_out_over is not None:
        keep &= ~(first_s > clock.leaves_out_over.base)
    return keep


def is_timed(clock: Clock, run: Columns) -> NDArray[np.bool_]:
    """Whether each call is of a kind and category that a clock times."""
    calls = run.calls
    timed = np.isin(calls.kind, [KINDS.index(kind) for kind in clock.kinds])
    if clock.categories:
        timed &= np.isin(calls.category, [CATEGORIES.index(c) for c in clock.categories])
    return timed & run.conveyed if clock.only_if_conveyed else timed


def stopping(clock: Clock, run: Columns) -> Rows:
    """Which arrivals can stop a clock: of its services and skill, with crew enough; or of the vehicle that conveyed."""
    arrived, scenario = run.attendances, run.scenario
    names = run.events.unit_names
    fewest = np.full(len(names), np.iinfo(np.int16).max, dtype=np.int16)
    for unit in set(units_that_stop(clock, scenario)) & set(names):
        kind = scenario.vehicle_types[scenario.vehicles[unit].type]
        fewest[names.index(unit)] = crew_to_stop(clock, kind)
    least = fewest[arrived.unit]
    able = (least < np.iinfo(np.int16).max) & (
        (arrived.people == MISSING) | (arrived.people >= least)
    )
    if clock.if_conveyed_by_conveyer:
        able = np.where(run.conveyed[arrived.row], conveyed_then(run, arrived), able)
    return np.flatnonzero(able)


def conveyed_then(run: Columns, arrived: Attendances) -> NDArray[np.bool_]:
    """Whether each arrival is of a vehicle that took a patient of that call to hospital, of whatever service."""
    left = run.places_of(Kind.LEFT_SCENE)
    units = len(run.events.unit_names)
    conveyers = run.rows_at(left) * units + run.events.unit[left]
    return np.isin(arrived.row * units + arrived.unit, conveyers)


def nth_arrival_s(
    run: Columns, row: Rows, at_s: NDArray[np.float64], order: int
) -> NDArray[np.float64]:
    """For each call, when the nth of some arrivals (0: the first), given in order, was; NaN if there were fewer."""
    if order:
        by_call = np.argsort(row, kind="stable")
        row, at_s = row[by_call], at_s[by_call]
        place = np.arange(len(row)) - np.searchsorted(row, row)
        row, at_s = row[place == order], at_s[place == order]
    return first_of_each(row, at_s, np.full(len(run.calls.number), np.nan))


def start_of(clock: Clock, run: Columns) -> NDArray[np.float64]:
    """When the clock starts for each call, in seconds of the run; NaN where that never happened."""
    calls = run.calls
    match clock.starts:
        case "call_connected":
            starts_s = calls.at_s
        case "call_coded":
            starts_s = calls.coded_s
        case "unit_assigned":
            starts_s = first_sent_s(clock, run)
        case "unit_asked":
            starts_s = first_asked_s(clock, run)
    if clock.starts_by is not None:
        starts_s = np.minimum(starts_s, calls.at_s + clock.starts_by.base)
    return starts_s


def first_sent_s(clock: Clock, run: Columns) -> NDArray[np.float64]:
    """For each call, when the first unit that can stop a clock was sent."""
    sent = run.places_of(Kind.UNIT_ASSIGNED)
    able = run.numbers_of(units_that_stop(clock, run.scenario))
    return run.time_of(run.first_of_each_call(sent[able[run.events.unit[sent]]]))


def first_asked_s(clock: Clock, run: Columns) -> NDArray[np.float64]:
    """For each call, when a unit that can stop a clock was first asked for; coded if its plan asks for none."""
    found = np.full(len(run.calls.number), np.inf)
    for asked in asked_for(
        run, lambda need: need.service in clock.stopped_by and clock.with_skill in need.skills
    ):
        found[asked.rows] = np.minimum(found[asked.rows], asked.at_s)
    return np.where(np.isinf(found), run.calls.coded_s, found)


def co_responder_table(run: Columns) -> pd.DataFrame:
    """Medical calls that a unit which is no ambulance reached: when it came, and when the first ambulance did."""
    types, arrived, calls = run.scenario.vehicle_types, run.attendances, run.calls
    kinds = {name: types[v.type] for name, v in run.scenario.vehicles.items()}
    trust = run.numbers_of([n for n, kind in kinds.items() if kind.service == "ambulance"])
    others = run.numbers_of(
        [
            n
            for n, kind in kinds.items()
            if kind.service != "ambulance" and "first_response" in kind.skills
        ]
    )
    medical = calls.service[arrived.row] == SERVICES.index("ambulance")
    by_other = np.flatnonzero(medical & others[arrived.unit])
    by_trust = np.flatnonzero(medical & trust[arrived.unit])
    ambulance_s = nth_arrival_s(run, arrived.row[by_trust], arrived.at_s[by_trust], 0)
    _, first = np.unique(arrived.row[by_other], return_index=True)
    co = by_other[np.sort(first)]
    rows = arrived.row[co]
    return pd.DataFrame(
        {
            "call": calls.number[rows],
            "zone": calls.zone[rows],
            **calls.words(rows, "service", "kind", "category"),
            "counted": calls.counted[rows],
            "unit": of_codes(arrived.unit[co], run.events.unit_names),
            "seconds": arrived.at_s[co] - calls.at_s[rows],
            "ambulance_s": ambulance_s[rows] - calls.at_s[rows],
        }
    )
