"""Measures of sending, weight of attack, conveyance, hospital, journeys and duty: tidy tables in, rows out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.activities import ACTIVITIES
from results.groups import Row, group
from results.log import records
from results.sent import sent_rows
from results.task import Tables
from scenarios.scenario import Scenario

MILE_M = 1609.344
AT_ONCE_S = 1e-6
ENDINGS = {
    "call_challenged": "not_attended",
    "call_given_up": "given_up",
    "call_cancelled": "called_off",
}


def more_rows(tables: Tables, scenario: Scenario, region: Region) -> Iterator[Row]:
    """Every row of these measures."""
    hours = scenario.calendar.days * 24.0
    yield from queue_rows(tables["queues"], scenario, region)
    for row in records(tables["together"]):
        yield "all_free_share", group(service=str(row["service"])), float(row["all_free_h"]) / hours
    for row in records(tables["endings"]):
        if row["how"] in ENDINGS:
            yield ENDINGS[str(row["how"])], group(service=str(row["service"])), float(row["calls"])
    yield from sent_rows(tables["sent"])
    yield from rider_rows(tables["riders"])
    yield from conveyed_rows(tables["conveyed"])
    yield from handover_rows(tables["handovers"])
    for service, part in tables["journeys"].groupby("service", sort=True, observed=True):
        metres = part["metres"].to_numpy(dtype=float)
        yield "journey_mean_m", group(service=str(service)), float(np.nanmean(metres))
    yield from duty_rows(tables["workload"])
    yield from phase_rows(tables["phases"])
    yield from unit_hour_rows(tables["workload"], scenario)

    yield from on_call_rows(tables["workload"], scenario)
    yield from next_pump_rows(tables["next_pump"], scenario)
    yield from conveying_rows(tables["grounds"], tables["workload"], scenario)


def queue_rows(queues: pd.DataFrame, scenario: Scenario, region: Region) -> Iterator[Row]:
    """Which of the units that were required had to be waited for, how long, and who was sent at once."""
    names = queues["unit"].cat.categories
    for service, part in queues.groupby("service", sort=True, observed=True):
        keys = {"service": str(service)}
        wait_s = part["wait_s"].to_numpy(dtype=float)
        at_once, met = wait_s <= AT_ONCE_S, ~np.isnan(wait_s)
        zone = part["zone"].to_numpy(dtype=int)
        places: list[tuple[dict[str, str], NDArray[np.bool_]]] = [
            ({}, np.ones(len(part), dtype=bool))
        ]
        places += [({"district": d}, region.zones.areas[d][zone]) for d in scenario.districts]
        unit = part["unit"].cat.codes.to_numpy()
        for extra, some in places:
            sent = some & met
            if some.any():
                yield "queued_share", group(**keys, **extra), float((~at_once[some]).mean())
            if sent.any():
                yield "queue_wait_mean_s", group(**keys, **extra), float(wait_s[sent].mean())
            if extra:
                counts = np.bincount(unit[some & at_once], minlength=len(names))
                for code in np.flatnonzero(counts).tolist():
                    share = float(counts[code] / len(part))
                    yield "sent_at_once_share", group(**keys, **extra, unit=str(names[code])), share


def rider_rows(riders: pd.DataFrame) -> Iterator[Row]:
    """Weight of attack: how long until so many firefighters were there."""
    counted = riders[riders["counted"].to_numpy(dtype=bool)]
    for (kind, number), part in counted.groupby(["kind", "riders"], sort=True, observed=True):
        keys = {"service": str(part["service"].iloc[0]), "kind": str(kind), "basis": str(number)}
        yield "time_to_riders_s", group(**keys), float(part["seconds"].mean())


def conveyed_rows(conveyed: pd.DataFrame) -> Iterator[Row]:
    """Patients taken to hospital by fire crews, and the ambulance hours that these would have taken."""
    counted = conveyed[conveyed["counted"].to_numpy(dtype=bool)]
    fire = counted[(counted["by"] == "fire").to_numpy()]
    if not len(fire):
        return
    yield "conveyed_by_fire", group(service="fire"), float(len(fire))
    yield "conveyance_mean_h", group(service="fire", basis="to_clear"), float(fire["hours"].mean())
    yield "conveyance_mean_h", group(service="fire", basis="to_home"), float(fire["away_h"].mean())
    for unit, part in fire.groupby("unit", sort=True, observed=True):
        yield "conveyed_by_fire", group(service="fire", unit=str(unit)), float(len(part))
    ambulance = counted[(counted["by"] == "ambulance").to_numpy()]
    usual = ambulance["hours"].mean()
    if len(ambulance) and not np.isnan(usual):
        by_category = ambulance.groupby("category", observed=True)["hours"].mean()
        hours = fire["category"].astype(str).map(by_category.to_dict()).astype(float).fillna(usual)
        yield "ambulance_hours_released", group(service="ambulance"), float(hours.sum())


def handover_rows(handovers: pd.DataFrame) -> Iterator[Row]:
    """Waiting for a bay, and handing over."""
    if len(handovers):
        keys = group(service="ambulance")
        yield "handover_mean_s", keys, float(handovers["handover_s"].mean())
        bays = handovers[handovers["in_bay"].to_numpy(dtype=bool)]
        if len(bays):
            yield "handover_wait_mean_s", keys, float(bays["wait_s"].mean())
            yield "bay_queue_share", keys, float((bays["wait_s"] > AT_ONCE_S).mean())


def duty_rows(workload: pd.DataFrame) -> Iterator[Row]:
    """Miles, overruns, standby, and units taken off their calls, by service and by unit."""
    for service, part in workload.groupby("service", sort=True):
        keys = {"service": str(service)}
        yield "miles", group(**keys), float(part["driven_m"].sum()) / MILE_M
        for row in records(part):
            yield "miles", group(**keys, unit=str(row["unit"])), float(row["driven_m"]) / MILE_M
        for name, column in (("overruns", "overruns"), ("overrun_hours", "overrun_h")):
            yield name, group(**keys), float(part[column].sum())
            for row in records(part[part["ends_shifts"].to_numpy(dtype=bool)]):
                yield name, group(**keys, unit=str(row["unit"])), float(row[column])
        for name in ("stood_down", "diverted", "recalled"):
            yield name, group(**keys), float(part[name].sum())
        standby_h = float(part["to_standby_h"].sum() + part["at_standby_h"].sum())
        if standby_h:
            yield "standby_hours", group(**keys), standby_h


def phase_rows(phases: pd.DataFrame) -> Iterator[Row]:
    """Where the time on each clock goes."""
    for row in records(phases):
        if row["calls"]:
            keys = {"service": str(row["service"]), "clock": str(row["clock"])}
            mean = float(row["seconds"]) / float(row["calls"])
            yield "phase_mean_s", group(**keys, basis=str(row["phase"])), mean


def unit_hour_rows(workload: pd.DataFrame, scenario: Scenario) -> Iterator[Row]:
    """Hours a week of each unit, and of each service's own, in each activity that it can have."""
    a_week = 7.0 / scenario.calendar.days
    hours = workload.assign(standby_h=workload["to_standby_h"] + workload["at_standby_h"])
    for service, part in hours.groupby("service", sort=True):
        own = part[~part["outside_county"].to_numpy(dtype=bool)]
        able: set[str] = set()
        for row in records(own):
            keys = {"service": str(service), "unit": str(row["unit"])}
            can = activities_of(scenario, str(row["type"]))
            able |= set(can)
            for name in can:
                yield "unit_hours", group(**keys, basis=name), float(row[f"{name}_h"]) * a_week
        for name in sorted(able):
            total = float(own[f"{name}_h"].sum()) * a_week
            yield "unit_hours", group(service=str(service), basis=name), total


def activities_of(scenario: Scenario, kind: str) -> tuple[str, ...]:
    """What a type of vehicle can be doing away from its station."""
    skills = scenario.vehicle_types[kind].skills
    patients = {"conveying", "at_hospital"} if "convey" in skills else set()
    if "clinician" in skills:  # its crew may ride along in an ambulance
        patients.add("conveying")
    for_patients = ("conveying", "at_hospital")
    always = [name for name in ACTIVITIES if name in patients or name not in for_patients]
    return (*always, "returning", *(("standby",) if scenario.standby else ()))


def on_call_rows(workload: pd.DataFrame, scenario: Scenario) -> Iterator[Row]:
    """Hours on calls of ambulances that can convey, and of clinicians who come by car."""
    types = scenario.vehicle_types
    ambulance = [name for name, kind in types.items() if kind.service == "ambulance"]
    convey = [name for name in ambulance if "convey" in types[name].skills]
    by_car = [
        name for name in ambulance if "clinician" in types[name].skills and name not in convey
    ]
    for basis, kinds in (("can_convey", convey), ("clinician_by_car", by_car)):
        part = workload[workload["type"].isin(kinds).to_numpy()]
        if len(part):
            keys = group(service="ambulance", basis=basis)
            yield "hours_on_calls", keys, float(part["out_h"].sum())


def next_pump_rows(table: pd.DataFrame, scenario: Scenario) -> Iterator[Row]:
    """The next pump's time while fire crews convey and otherwise, and who is beyond the standard because of it."""
    for (standard, clock), part in table.groupby(["standard", "clock"], sort=True):
        service = scenario.clocks[str(clock)].service
        keys = {"service": service, "clock": str(clock), "standard": str(standard)}
        conveying = part["conveying"].to_numpy(dtype=bool)
        seconds = part["next_pump_s"].to_numpy(dtype=float)
        for basis, some in (("while_conveying", conveying), ("otherwise", ~conveying)):
            some = some & np.isfinite(seconds)
            if some.any():
                yield "next_pump_mean_s", group(**keys, basis=basis), float(seconds[some].mean())
        due = float(part["beyond_due"].astype(float).mean())
        yield "expected_people_beyond_standard", group(**keys, basis="due_to_conveying"), due


def conveying_rows(
    grounds: pd.DataFrame, workload: pd.DataFrame, scenario: Scenario
) -> Iterator[Row]:
    """What fire crews that can convey attend; and the cover of each of their stations' grounds while they convey."""
    kinds = [
        name
        for name, kind in scenario.vehicle_types.items()
        if kind.service == "fire" and "convey" in kind.skills
    ]
    can = workload["type"].isin(kinds).to_numpy()
    if can.any():
        yield (
            "conveying_crews_attended",
            group(service="fire"),
            float(workload[can]["arrivals"].sum()),
        )
    parts: list[tuple[dict[str, str], pd.DataFrame]] = [({}, grounds)]
    parts += [({"station": str(s)}, p) for s, p in grounds.groupby("station", sort=True)]
    parts += [
        ({"station": str(s), "hour": f"{int(str(h)):02d}"}, p)
        for (s, h), p in grounds.groupby(["station", "hour"], sort=True)
    ]
    for extra, part in parts:
        hours = part["hours"].to_numpy(dtype=float)
        if not hours.sum():
            continue
        keys = {"service": "fire", **extra}
        yield "conveying_hours", group(**keys), float(hours.sum())
        without, anyway = (
            float(part[name].to_numpy(dtype=float).sum() / hours.sum())
            for name in ("without_pump", "without_if_home")
        )
        yield "no_pump_share", group(**keys), without
        yield "no_pump_share", group(**keys, basis="had_nobody_conveyed"), anyway
        now_s, home_s = (
            float(np.average(part[name].to_numpy(dtype=float), weights=hours))
            for name in ("next_pump_s", "if_home_s")
        )
        yield "next_pump_at_ground_s", group(**keys, basis="while_conveying"), now_s
        yield "next_pump_at_ground_s", group(**keys, basis="had_nobody_conveyed"), home_s
        yield "next_pump_delay_s", group(**keys), now_s - home_s
