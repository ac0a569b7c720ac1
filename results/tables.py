"""Tidy tables of several runs put together, and those that say what units and places are."""

from __future__ import annotations

import pandas as pd

from geography.region import Region
from scenarios.scenario import Scenario

ZONE_FIGURES = ("median_s", "weekday_s", "night_s", "share_within")
"""What is known of each zone; runs of before lack some."""


def labelled(table: pd.DataFrame, scenario: str, replication: int) -> pd.DataFrame:
    """A table with the scenario and replication that it is of."""
    table = table.copy()
    table.insert(0, "scenario", scenario)
    table.insert(1, "replication", replication)
    return table


def together(tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Several tables of the same columns as one; empty ones do not shape it."""
    some = [table for table in tables if len(table)]
    return pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=columns)


def counted_only(arrivals: pd.DataFrame) -> pd.DataFrame:
    """The arrivals at counted calls; the figures use no others."""
    return arrivals[arrivals["counted"].to_numpy(dtype=bool)] if len(arrivals) else arrivals


def in_categories(table: pd.DataFrame) -> pd.DataFrame:
    """Long tables hold each word once: a tenth of the memory, and quick to compare."""
    words = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    return table.astype(dict.fromkeys(words, "category"))


def zone_means(zones: pd.DataFrame) -> pd.DataFrame:
    """Each zone's figures, averaged over replications."""
    if not len(zones):
        return zones
    keys = ["scenario", "zone", "standard", "clock", "service"]
    figures = [name for name in ZONE_FIGURES if name in zones]
    return zones.groupby(keys, sort=False)[figures].mean().reset_index()


def units_table(scenario: Scenario) -> pd.DataFrame:
    """What each unit of a scenario is."""
    return pd.DataFrame(
        [
            {
                "unit": name,
                "name": vehicle.name,
                "type": vehicle.type,
                "service": scenario.vehicle_types[vehicle.type].service,
                "station": vehicle.station,
                "station_name": scenario.stations[vehicle.station].name,
                "crewed_from": ", ".join(vehicle.crewed_from),
                "crew": scenario.vehicle_types[vehicle.type].crew,
            }
            for name, vehicle in scenario.vehicles.items()
        ]
    )


def places_table(region: Region) -> pd.DataFrame:
    """What every road node of the region is called, so that a story can be told without the region."""
    nodes = range(len(region.roads.xy))
    return pd.DataFrame({"node": nodes, "name": [region.place_name(node) for node in nodes]})
