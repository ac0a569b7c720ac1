"""From a played study to the pack that figures and report are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely

from geography.region import Region
from geography.zones import Zones
from results.experiment import Played
from results.pack import Change, Option, Pack, Standard
from scenarios.changes import Change as DeclaredChange
from scenarios.posts import station_node
from scenarios.scenario import Scenario
from scenarios.study import Study, sourced_numbers

NOT_FOR_DECISION = "Illustrative: not for decision"
QUICK = "Quick run: not for decision"
SECTION_WORDS = {
    "stations": "stations",
    "vehicles": "vehicles",
    "crew_pools": "crews",
    "costs": "costs",
    "duty_systems": "duty systems",
    "response_plans": "response plans",
    "demand": "demand",
}


@dataclass(frozen=True)
class MapRegion:
    """A region as the maps see it: its stations are those of the study."""

    title: str
    zones: Zones
    sites: Mapping[str, tuple[str, str, float, float]]
    outline: shapely.Geometry
    road_lines: tuple[tuple[str, shapely.LineString], ...]
    attribution: str


def pack_of(played: Played) -> Pack:
    """Everything that the figures and the report may use."""
    study, scenarios = played.study, {s.name: s for s in played.study.scenarios}
    names = list(dict.fromkeys(played.measures["scenario"]))
    return Pack(
        study=study.name,
        title=study.head.title,
        question=study.head.question.strip(),
        region=map_region(played.region, [scenarios[name] for name in names]),
        options=tuple(option_of(scenarios[name], study) for name in names),
        standards=tuple(
            Standard(
                key,
                standard.title,
                study.baseline.clocks[standard.clock].service,
                standard.clock,
                standard.limit.base,
                standard.target.base if standard.target else None,
            )
            for key, standard in study.baseline.standards.items()
        ),
        focus=study.head.report.focus,
        stamps=stamps(study),
        measures=played.measures,
        differences=against(played.differences, names[0]),
        costs=played.costs,
        bid_check=played.bid_check,
        arrivals=played.arrivals,
        zone_response=played.zones,
        sources=sources(study, played.region),
        provenance=played.provenance,
    )


def against(differences: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """The differences from the baseline, without those between one step and the step before."""
    return differences[(differences["baseline"] == baseline).to_numpy()].reset_index(drop=True)


def stamps(study: Study) -> tuple[str, ...]:
    """What must stand on the cover and on every figure."""
    return (NOT_FOR_DECISION, QUICK) if study.quick else (NOT_FOR_DECISION,)


def map_region(region: Region, scenarios: list[Scenario]) -> MapRegion:
    """The region with the stations of the scenarios, each at its place."""
    sites: dict[str, tuple[str, str, float, float]] = {}
    for scenario in scenarios:
        for key, station in scenario.stations.items():
            x, y = region.roads.xy[station_node(station, region)]
            kind = f"{station.agencies[0]}_station"
            sites.setdefault(key, (station.name, kind, float(x), float(y)))
    return MapRegion(
        region.title,
        region.zones,
        sites,
        region.outline,
        region.road_lines,
        " ".join(region.attribution),
    )


def option_of(scenario: Scenario, study: Study) -> Option:
    """An option with its changes in plain words."""
    changes = study.changes.get(scenario.name, ())
    titles = {
        name: vehicle.name for s in study.scenarios for name, vehicle in s.vehicles.items()
    } | {name: station.name for s in study.scenarios for name, station in s.stations.items()}
    return Option(
        scenario.name,
        scenario.title,
        scenario.summary.strip(),
        tuple(change_of(change, titles) for change in changes),
    )


def change_of(change: DeclaredChange, titles: Mapping[str, str]) -> Change:
    """One change in words: what it touches, old and new."""
    section, *rest = change.path.split(".")
    words = [SECTION_WORDS.get(section, section.replace("_", " "))]
    words += [titles.get(part, part.replace("_", " ")) for part in rest]
    return Change(
        change.action, " → ".join(words), plain(change.old, titles), plain(change.new, titles)
    )


def plain(value: Any, titles: Mapping[str, str]) -> str:
    """A declared value in a few words."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(plain(item, titles) for item in value)
    if isinstance(value, dict):
        if "value" in value and "unit" in value:
            return f"{value['value']:g} {value['unit']}"
        skipped = ("source", "status", "note", "name", "title", "patrols")
        shown = [
            f"{key.replace('_', ' ')} {plain(item, titles)}"
            for key, item in value.items()
            if key not in skipped
        ]
        head = value.get("name") or value.get("title")
        return (f"{head}: " if head else "") + ", ".join(shown)
    if isinstance(value, float):
        return f"{value:g}"
    return titles.get(str(value), str(value).replace("_", " "))


def sources(study: Study, region: Region) -> pd.DataFrame:
    """Every number used, of the study and of the region's default network: value, unit, status, source."""
    rows = [
        (
            n.where.replace("_", " "),
            n.value,
            n.unit,
            n.status,
            n.source + (f" ({n.note})" if n.note else ""),
        )
        for n in sourced_numbers(study)
    ]
    rows += [
        (f"region → {n.name}".replace("_", " "), f"{n.value:g}", n.unit, n.status, n.source)
        for n in region.sources
    ]
    return pd.DataFrame(rows, columns=["where", "value", "unit", "status", "source"])
