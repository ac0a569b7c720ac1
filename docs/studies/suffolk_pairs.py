"""Ranks Suffolk's candidate pairs of police and fire station on response, cost and the bid's criteria.

    python docs/studies/suffolk_pairs.py

prints the table of docs/studies/suffolk.md. Candidates, floor areas, costs, response bases and drive times are the
bundled study's own; the one score that no figure gives (planning) is declared in suffolk_pairs.csv beside this file.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geography.region import Region, load_region
from scenarios.load import load_study
from scenarios.scenario import Scenario

CANDIDATES = "police_candidates_property_running"  # the cost item of the study that lists them
FARTHEST_M = 2000.0  # from the police station to a fire station with an on-call pump
BEST = 3.0  # scores run from 0 to this
NEAR_M = 3000.0  # residents so near the fire station can use a building that both services share
WEIGHTINGS = 10_000
TAKEN = 6


class Pair(NamedTuple):
    """A police station, its fire station, and what speaks for bringing them together."""

    police: str
    fire: str
    response_s: float  # sooner from the nearest response base, mean over residents
    apart_m: float
    saved_gbp: float  # a year
    built_gbp: float
    fit: float
    access: float
    community: float
    planning: float


def place_m(region: Region, scenario: Scenario, station: str) -> NDArray[np.float64]:
    """A station's easting and northing in metres."""
    site = region.sites[str(scenario.stations[station].site)]
    return np.array([site.easting, site.northing])


def drive_s(region: Region, scenario: Scenario, station: str) -> NDArray[np.float64]:
    """Blue-light seconds from a station to each zone."""
    node = region.node_of_site(str(scenario.stations[station].site))
    return region.roads.seconds_between(node, region.zones.node, "blue_light")


def oncall_stations(scenario: Scenario) -> list[str]:
    """The county's fire stations with an on-call pump."""
    pools = scenario.crew_pools.values()
    oncall = {pool.station for pool in pools if scenario.duty_systems[pool.duty].kind == "oncall"}
    return [name for name in oncall if not scenario.stations[name].outside_county]


def response_bases(scenario: Scenario) -> set[str]:
    """The stations at which response cars parade."""
    types = scenario.vehicle_types
    return {v.station for v in scenario.vehicles.values() if types[v.type].service == "police"}


def money(scenario: Scenario, sharing: Scenario, station: str) -> tuple[float, float]:
    """Pounds a year saved by sharing, and pounds to build: an extension in proportion to the building that closes."""
    costs, shared = scenario.costs, sharing.costs
    area = scenario.stations[station].floor_area
    small = scenario.stations["framlingham_police"].floor_area
    assert area is not None
    assert small is not None
    upkeep = CANDIDATES.replace("running", "upkeep")
    before = area.base * (costs[CANDIDATES].rate.value + costs[upkeep].rate.value)
    after = sum(shared[f"shared_property_{what}"].rate.value for what in ("running", "upkeep"))
    share = area.base / small.base
    return before - share * after, share * shared["extensions"].rate.value


def nearest(region: Region, scenario: Scenario, police: str) -> tuple[str, float]:
    """The fire station with an on-call pump nearest to a police station, and metres to it.

    Raises ValueError where there is none within 2 km.
    """
    here = place_m(region, scenario, police)
    apart = {
        name: float(np.hypot(*(place_m(region, scenario, name) - here)))
        for name in oncall_stations(scenario)
    }
    fire = min(apart, key=lambda name: apart[name])
    if apart[fire] > FARTHEST_M:
        raise ValueError(f"{police} has no fire station with an on-call pump within 2 km")
    return fire, apart[fire]


def pairs() -> list[Pair]:
    """Every candidate of the study with the nearest fire station that has an on-call pump."""
    (scenario, sharing), region = load_study("suffolk").scenarios[:2], load_region("suffolk")
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
        planning = {row["police_station"]: float(row["planning"]) for row in csv.DictReader(lines)}
    zones, bases = region.zones, response_bases(scenario)
    now = np.min([drive_s(region, scenario, base) for base in bases], axis=0)
    at = np.column_stack([zones.easting, zones.northing])
    near = {
        name: float(
            zones.people[np.hypot(*(at - place_m(region, scenario, name)).T) <= NEAR_M].sum()
        )
        for name in oncall_stations(scenario)
    }
    found = []
    beside = {police: nearest(region, scenario, police) for police in scenario.costs[CANDIDATES].of}
    most = max(near[fire] for fire, _ in beside.values())
    for police, (fire, apart_m) in beside.items():
        gain = now - np.minimum(now, drive_s(region, scenario, fire))
        found.append(
            Pair(
                police,
                fire,
                float(np.average(gain, weights=zones.people)),
                apart_m,
                *money(scenario, sharing, police),
                fit=1.0 if police in bases else BEST,
                access=BEST * (1.0 - apart_m / FARTHEST_M),
                community=BEST * near[fire] / most,
                planning=planning[police],
            )
        )
    return found


def scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 (the least) to 1 (the most); all 0 where there is nothing to tell apart."""
    width = np.ptp(values)
    return (values - values.min()) / width if width > 1e-9 else np.zeros(len(values))


def ranked(found: list[Pair]) -> list[tuple[Pair, float, float]]:
    """Pairs from the best, with the total and the share of weightings in which each is among the first six.

    Total: a third each for response, return (yearly saving for each pound built) and the mean of the four criteria. The
    weightings are drawn evenly over all six.
    """
    response = scaled(np.array([pair.response_s for pair in found]))
    value = scaled(np.array([pair.saved_gbp / pair.built_gbp for pair in found]))
    criteria = np.array([[p.fit, p.access, p.community, p.planning] for p in found]) / BEST
    total = (response + value + criteria.mean(axis=1)) / 3.0
    weights = np.random.default_rng(2014).dirichlet(np.ones(6), WEIGHTINGS)
    scores = weights @ np.column_stack([response, value, criteria]).T
    first = np.argsort(-scores, axis=1)[:, :TAKEN]
    often = np.bincount(first.ravel(), minlength=len(found)) / WEIGHTINGS
    order = np.argsort(-total, kind="stable")
    return [(found[i], float(total[i]), float(often[i])) for i in order.tolist()]


def table(rows: list[tuple[Pair, float, float]]) -> list[str]:
    """The ranking as lines of Markdown."""
    lines = [
        "| | police and fire station | response, s | saved a year | to build | fit | access | community | planning "
        "| total | in the first six |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for place, (pair, total, often) in enumerate(rows, 1):
        name = pair.police.removesuffix("_police").replace("_", " ").title()
        town = pair.fire.removesuffix("_fire").replace("_", " ").title()
        title = name if name == town else f"{name}, {town}"
        scores = " | ".join(
            f"{s:.1f}" for s in (pair.fit, pair.access, pair.community, pair.planning)
        )
        lines.append(
            f"| {place} | {title} | {pair.response_s:.1f} | £{pair.saved_gbp:,.0f} | £{pair.built_gbp:,.0f} "
            f"| {scores} | {total:.2f} | {often:.0%} |"
        )
    return lines


if __name__ == "__main__":
    print("\n".join(table(ranked(pairs()))))
