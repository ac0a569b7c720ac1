"""From a run's tidy tables to its measures: name, group, value, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geography.region import Region
from results.groups import Row, group
from results.log import records
from results.more_measures import more_rows
from results.role_clashes import clash_rows
from results.states import CREWED, STATES
from results.station_ground import Grounds, fifths
from results.task import Tables
from scenarios.measure_words import MEASURES
from scenarios.scenario import Scenario

FEWEST_FOR_CENTILES = 30
WORST_SHARE = 0.01


def measure_run(
    scenario: Scenario, tables: Tables, region: Region, grounds: Grounds | None = None
) -> pd.DataFrame:
    """Every measure of one run, except money: `measure, group, value, unit`. Empty groups give no row.

    `grounds` are the baseline's station grounds; without them, the scenario's own.
    """
    grounds = grounds or Grounds.of(scenario, region)
    rows = [
        *incident_rows(tables["attended"]),
        *response_rows(tables["arrivals"], scenario, region, grounds),
        *standard_rows(tables["arrivals"], scenario, region, grounds),
        *cover_rows(tables["cover"], tables["declared_cover"], scenario),
        *pump_rows(tables["workload"], scenario),
        *workload_rows(tables["workload"]),
        *co_responder_rows(tables["co_responding"]),
        *role_rows(tables["roles"], scenario.calendar.days),
        *clash_rows(tables["roles"], scenario.calendar.days),
        *more_rows(tables, scenario, region),
    ]
    return in_table(rows).sort_values(["measure", "group"], kind="stable", ignore_index=True)


def in_table(rows: Iterable[Row]) -> pd.DataFrame:
    """Measures with their units as a table."""
    frame = pd.DataFrame(list(rows), columns=["measure", "group", "value"])
    frame["unit"] = frame["measure"].map({name: row[0] for name, row in MEASURES.items()})
    return frame


def incident_rows(attended: pd.DataFrame) -> Iterator[Row]:
    """Calls, and calls that nobody reached."""
    for row in records(attended):
        keys = {key: str(row[key]) for key in ("service", "kind", "category")}
        yield "incidents", group(**keys), float(row["calls"])
    for service, part in attended.groupby("service", sort=True):
        yield "incidents", group(service=str(service)), float(part["calls"].sum())
        yield "never_served", group(service=str(service)), float(part["never"].sum())
        wanted = float(part["calls"].sum() - part["apart"].sum())
        if wanted:
            share = float(part["never"].sum() / wanted)
            yield "never_served_share", group(service=str(service)), share


def splits(
    zone: NDArray[np.int64], scenario: Scenario, region: Region
) -> list[tuple[dict[str, str], NDArray[np.bool_]]]:
    """Which of some calls count: all of them; then those of each district, of town and country, of each fifth."""
    rurality = np.array(region.zones.rurality)[zone]
    return [
        ({}, np.ones(len(zone), dtype=bool)),
        *(({"district": name}, region.zones.areas[name][zone]) for name in scenario.districts),
        *(({"rurality": word}, rurality == word) for word in ("rural", "urban")),
        *fifths(zone, region),
    ]


def response_rows(
    arrivals: pd.DataFrame, scenario: Scenario, region: Region, grounds: Grounds
) -> Iterator[Row]:
    """Mean, median and 90th centile on every clock, for all and by kind, category and place."""
    counted = arrivals[arrivals["counted"].to_numpy(dtype=bool)]
    for (service, clock, order), part in counted.groupby(
        ["service", "clock", "order"], sort=True, observed=True
    ):
        keys = {"service": str(service), "clock": str(clock), "order": str(order)}
        seconds = part["seconds"].to_numpy(dtype=float)
        zone = part["zone"].to_numpy(dtype=int)
        own = grounds.splits(str(clock), zone) if order == "first" else []
        for extra, some in [*splits(zone, scenario, region), *own]:
            yield from centile_rows({**keys, **extra}, seconds[some])
        for column in ("kind", "category"):
            words = part[column].cat
            several = np.unique(words.codes)
            for code in several.tolist() if len(several) > 1 else ():
                word = {column: str(words.categories[code])}
                yield from centile_rows({**keys, **word}, seconds[(words.codes == code).to_numpy()])


def centile_rows(keys: dict[str, str], seconds: NDArray[np.float64]) -> Iterator[Row]:
    """Mean of the calls that were reached; centiles from 30 on."""
    reached = seconds[~np.isnan(seconds)]
    if not len(reached):
        return
    clock = keys["clock"]
    if clock == "first_on_scene":
        keys = {key: value for key, value in keys.items() if key not in ("clock", "order")}
        yield "first_on_scene_mean_s", group(**keys), float(reached.mean())
        return
    yield "response_mean_s", group(**keys), float(reached.mean())
    if len(reached) >= FEWEST_FOR_CENTILES:
        yield "response_median_s", group(**keys), float(np.median(reached))
        yield "response_p90_s", group(**keys), float(np.quantile(reached, 0.9))


def standard_rows(
    arrivals: pd.DataFrame, scenario: Scenario, region: Region, grounds: Grounds
) -> Iterator[Row]:
    """Share of calls within each declared standard."""
    counted = arrivals[arrivals["counted"].to_numpy(dtype=bool)]
    for name, standard in scenario.standards.items():
        mine = (counted["clock"] == standard.clock) & (counted["order"] == standard.order)
        part = counted[mine.to_numpy(dtype=bool)]
        service = scenario.clocks[standard.clock].service
        keys = {"service": service, "clock": standard.clock, "standard": name}
        within = part["seconds"].to_numpy(dtype=float) <= standard.limit.base
        zone = part["zone"].to_numpy(dtype=int)
        for extra, some in [
            *splits(zone, scenario, region),
            *grounds.splits(standard.clock, zone),
        ]:
            if some.any():
                yield "within_standard", group(**keys, **extra), float(within[some].mean())


def cover_rows(cover: pd.DataFrame, declared: pd.DataFrame, scenario: Scenario) -> Iterator[Row]:
    """People within each fire standard, on paper and hour by hour; pumps available."""
    for row in records(declared):
        keys = cover_keys(row, scenario)
        yield (
            "people_within_standard",
            group(**keys, basis="all_available"),
            float(row["people_within"]),
        )
    for _, part in cover.groupby(["standard", "district"], sort=True):
        keys = cover_keys(records(part.head(1))[0], scenario)
        mean = float(part["people_within"].mean())
        yield "people_within_standard", group(**keys, basis="availability"), mean
        beyond = part["people"] - part["people_within"]
        yield "expected_people_beyond_standard", group(**keys), float(beyond.mean())
        first = int(scenario.calendar.first_hour + scenario.calendar.warm_up_days * 24) % 24
        hour = (part["hour"].to_numpy(dtype=int) + first) % 24
        for number, value in beyond.groupby(hour).mean().items():
            yield (
                "expected_people_beyond_standard",
                group(**keys, hour=f"{number:02d}"),
                float(value),
            )
    if len(cover):
        only = cover.groupby(["standard", "district"], sort=False).ngroup().to_numpy() == 0
        pumps = np.sort(cover.loc[only, "pumps"].to_numpy(dtype=float))
        worst = pumps[: max(1, int(len(pumps) * WORST_SHARE))]
        yield "pumps_available", group(service="fire"), float(pumps.mean())
        yield "pumps_available", group(service="fire", basis="worst_hours"), float(worst.mean())


def cover_keys(row: Mapping[str, Any], scenario: Scenario) -> dict[str, str]:
    """The keys of a row of cover."""
    clock, district = str(row["clock"]), str(row["district"])
    service = scenario.clocks[clock].service
    keys = {"service": service, "clock": clock, "standard": str(row["standard"])}
    return {**keys, "district": district} if district else keys


def pump_rows(workload: pd.DataFrame, scenario: Scenario) -> Iterator[Row]:
    """How much of the counted time each vehicle of the fire service stood without its crew."""
    fire = workload[
        ((workload["service"] == "fire") & ~workload["outside_county"]).to_numpy(dtype=bool)
    ]
    hours = fire[[f"{state}_h" for state in STATES]].sum(axis=1)
    for row, total in zip(records(fire), hours, strict=True):
        keys = {"service": "fire", "station": str(row["station"]), "unit": str(row["unit"])}
        yield "off_the_run_share", group(**keys), float(row["off_the_run_h"] / total)
        lost = float(row["crew_elsewhere_h"] / total)
        yield "off_the_run_share", group(**keys, basis="crew_elsewhere"), lost
    pumps = fire["type"].isin(pump_types(scenario)).to_numpy()
    if pumps.any():
        share = float(fire.loc[pumps, "off_the_run_h"].sum() / hours[pumps].sum())
        yield "off_the_run_share", group(service="fire"), share


def pump_types(scenario: Scenario) -> list[str]:
    """Vehicle types of the fire service that fight fires, whatever a study calls them."""
    return [
        name
        for name, kind in scenario.vehicle_types.items()
        if kind.service == "fire" and "firefighting" in kind.skills
    ]


def workload_rows(workload: pd.DataFrame) -> Iterator[Row]:
    """Utilisation and arrivals, by unit and by service."""
    for service, part in workload.groupby("service", sort=True):
        for row in records(part):
            keys = {"service": str(service), "unit": str(row["unit"])}
            crewed = sum(row[f"{state}_h"] for state in CREWED)
            if crewed > 0:
                station = str(row["station"])
                yield "utilisation", group(**keys, station=station), float(row["out_h"] / crewed)
            yield "calls_attended", group(**keys), float(row["arrivals"])
        own = part[~part["outside_county"].to_numpy(dtype=bool)]
        crewed = float(own[[f"{state}_h" for state in CREWED]].sum().sum())
        if crewed > 0:
            yield "utilisation", group(service=str(service)), float(own["out_h"].sum() / crewed)
        yield "calls_attended", group(service=str(service)), float(part["arrivals"].sum())


def co_responder_rows(table: pd.DataFrame) -> Iterator[Row]:
    """Who was first at medical calls that a co-responder reached, and by how many minutes."""
    counted = table[table["counted"].to_numpy(dtype=bool)]
    parts: list[tuple[dict[str, str], pd.DataFrame]] = [({}, counted)]
    parts += [({"unit": str(u)}, p) for u, p in counted.groupby("unit", sort=True, observed=True)]
    for extra, part in parts:
        if not len(part):
            continue
        ambulance = part["ambulance_s"].to_numpy(dtype=float)
        co = part["seconds"].to_numpy(dtype=float)
        first = np.isnan(ambulance) | (co < ambulance)
        keys = {"service": "ambulance", **extra}
        yield "co_responder_first_share", group(**keys), float(first.mean())
        both = ~np.isnan(ambulance)
        if both.any():
            saved = float((ambulance - co)[both].mean() / 60.0)
            yield "minutes_saved_mean", group(**keys, basis="same_run"), saved


def role_rows(roles: pd.DataFrame, days: int) -> Iterator[Row]:
    """Hours a week of a person in each of several roles, in all and by hour of the day on which there are any."""
    for parts in (["pool", "role"], ["pool", "role", "hour"]):
        for row in records(roles.groupby(parts, sort=False)["hours"].sum().reset_index()):
            basis = re.sub(r"\W+", "_", str(row["role"])).strip("_")
            keys = {"unit": str(row["pool"]), "basis": basis}
            if "hour" in row:
                keys["hour"] = f"{row['hour']:02d}"
            if "hour" not in row or row["hours"] > 0:
                yield "role_hours", group(**keys), float(row["hours"]) * 7.0 / days
