"""Where declared stations are on the ground, and who is on duty when."""

from __future__ import annotations

import numpy as np

from geography.region import Region
from scenarios.chance import Chance
from scenarios.duty import Spell, oncall_spells, shift_spells
from scenarios.fleet import Station
from scenarios.scenario import Scenario

SNAP_LIMIT_M = 1000.0
PLACES_KEPT = 10_000


class OffTheNetwork(ValueError):
    """A station that is farther from any road node than the limit."""


def nearest_node(easting: float, northing: float, region: Region) -> tuple[int, float]:
    """The road node nearest to a place in a straight line, and how far it is in metres; looked for once."""
    key = (region.digest, easting, northing)
    if key not in _NEAREST:
        if len(_NEAREST) >= PLACES_KEPT:
            _NEAREST.clear()
        gaps = np.hypot(region.roads.xy[:, 0] - easting, region.roads.xy[:, 1] - northing)
        node = int(np.argmin(gaps))
        _NEAREST[key] = node, float(gaps[node])
    return _NEAREST[key]


_NEAREST: dict[tuple[str, float, float], tuple[int, float]] = {}


def station_node(station: Station, region: Region) -> int:
    """The road node of a station: its site's, or the nearest to its declared place.

    Raises OffTheNetwork if a declared place is more than 1 km from any node.
    """
    if station.site is not None:
        return region.sites[station.site].node
    assert station.easting is not None
    assert station.northing is not None
    node, gap = nearest_node(station.easting, station.northing, region)
    if gap > SNAP_LIMIT_M:
        raise OffTheNetwork(f"{station.name} is {gap / 1000:.1f} km from the nearest road")
    return node


def pool_spells(scenario: Scenario, chance: Chance, until_s: float) -> dict[str, list[Spell]]:
    """Who is on duty when, for every crew pool, from the start of the run to `until_s`."""
    first_hour = scenario.calendar.first_hour
    pools, duties = scenario.crew_pools, scenario.duty_systems
    spells = {
        name: shift_spells(duties[pool.duty], pool.people, first_hour, until_s)
        for name, pool in pools.items()
        if duties[pool.duty].kind == "shifts"
    }
    for name, pool in pools.items():
        if duties[pool.duty].kind == "oncall":
            spells[name] = oncall_spells(
                name,
                duties[pool.duty],
                pool.availability,
                pool.people,
                [spells[post] for post in pool.also_in],
                chance,
                first_hour,
                until_s,
            )
    return spells
