"""From a played study to the pack that figures and report are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from geography.region import Region
from geography.zones import Zones
from results.change_words import Words
from results.described import described
from results.described_stages import stages
from results.experiment import Played
from results.figures import FIGURES
from results.figures.beyond import ground_beyond
from results.money_words import money_parts
from results.pack import District, ModelDescription, Option, Pack, Standard
from results.precise import precision_missed
from results.replay import replay_of
from results.stations_packed import commonest_clock, stations_of
from results.tables import in_categories
from scenarios.posts import station_node
from scenarios.scenario import Scenario
from scenarios.study import Study, sourced_numbers

NOT_FOR_DECISION = "Illustrative: not for decision"
QUICK = "Quick run: not for decision"


@dataclass(frozen=True)
class MapRegion:
    """A region as the maps see it: its stations are those of the study."""

    title: str
    zones: Zones
    sites: Mapping[str, tuple[str, str, float, float]]
    outline: shapely.Geometry
    road_lines: tuple[tuple[str, shapely.LineString], ...]
    attribution: str
    beyond: shapely.Geometry = field(default_factory=shapely.Polygon)
    """Ground beyond the region that is not taken for sea."""


def pack_of(played: Played) -> Pack:
    """Everything that the figures and the report may use."""
    study, scenarios = played.study, {s.name: s for s in played.study.scenarios}
    names = list(dict.fromkeys(played.measures["scenario"]))
    replay, no_replay = replay_of(played)
    return Pack(
        study=study.name,
        title=study.head.title,
        question=study.head.question.strip(),
        region=map_region(played.region, [scenarios[name] for name in names]),
        options=tuple(
            option_of(scenarios[n], place, study, names) for place, n in enumerate(names)
        ),
        standards=standards_of(study),
        focus=study.head.report.focus,
        stamps=stamps(study),
        measures=played.measures,
        differences=against(played.differences, names[0]),
        costs=in_categories(played.costs),
        bid_check=played.bid_check,
        arrivals=played.arrivals,
        zone_response=played.zones,
        sources=sources(study, played.region),
        provenance=played.provenance,
        compare=tuple(name for name in study.head.report.compare if name in names),
        districts=tuple(
            district_of(n, played.region, study.head.report.district_titles)
            for n in study.head.report.districts
        ),
        told=study.head.report.places,
        speaks_of_region=study.head.report.headlines_of == "region",
        pumps=pumps([scenarios[name] for name in names]),
        names=Words(study.scenarios).names,
        limits=study.head.report.limits,
        precision_missed=tuple(precision_missed(played.precision)),
        **money_parts(played),
        annual=all(scenarios[name].annual_figures_stand() for name in names),
        no_costs=why_no_costs([scenarios[name] for name in names]),
        parts=tuple(name for name in study.head.report.parts if name in FIGURES),
        replay=replay,
        no_replay=no_replay,
        model=ModelDescription(
            described(study, played.region, played.provenance),
            stages(study.baseline, played.region),
        ),
        stations=stations_of(
            [scenarios[name] for name in names],
            played.region,
            commonest_clock(study.baseline, played.arrivals),
            study.head.report.cards,
        ),
    )


def standards_of(study: Study) -> tuple[Standard, ...]:
    """The baseline's standards, each with the service and the clock that it is of."""
    return tuple(
        Standard(
            key,
            standard.title,
            study.baseline.clocks[standard.clock].service,
            standard.clock,
            standard.limit.base,
            standard.target.base if standard.target else None,
            standard.order,
        )
        for key, standard in study.baseline.standards.items()
    )


def why_no_costs(scenarios: list[Scenario]) -> str:
    """Why a study has no costs a year under some option; nothing where it has them under all."""
    if not any(scenario.costs for scenario in scenarios):
        return "The study declares no costs."
    if all(scenario.annual_figures_stand() for scenario in scenarios):
        return ""
    days = scenarios[0].calendar.days
    return (
        f"Demand has seasons and only {days} days were counted, so no figure for a year is scaled from them: costs "
        "are given from 364 days on, or where the study says that its weeks are spread over the year "
        "(spread_over_year)."
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
            kind = " ".join(f"{agency}_station" for agency in station.agencies)
            sites.setdefault(key, (station.name, kind, float(x), float(y)))
    return MapRegion(
        region.title,
        region.zones,
        sites,
        region.outline,
        region.road_lines,
        " ".join(region.attribution),
        ground_beyond(region),
    )


NOT_DESCRIBED = "The study does not describe it in words; its changes do."


def option_of(scenario: Scenario, place: int, study: Study, played: Sequence[str] = ()) -> Option:
    """An option with its number, its changes in plain words, and where its fire stations are."""
    words, declared = Words(study.scenarios), study.head.options.get(scenario.name)
    told = (words.change(change) for change in study.changes.get(scenario.name, ()))
    return Option(
        scenario.name,
        f"{place}. {scenario.title}" if place else scenario.title,
        scenario.summary.strip() or (NOT_DESCRIBED if place else ""),
        tuple(change for change in told if change is not None),
        tuple(key for key, station in scenario.stations.items() if "fire" in station.agencies),
        declared.costs_incomplete if declared else "",
        declared.context if declared else False,
        built_on=tuple(dict.fromkeys(built_on(study, scenario.name, played))),
    )


def built_on(study: Study, option: str, played: Sequence[str]) -> Iterator[str]:
    """The nearest options that were played whose changes an option includes, at any depth."""
    declared = study.head.options.get(option)
    for line in declared.changes if declared else ():
        names = line.get("include", ()) if isinstance(line, dict) else ()
        for name in [names] if isinstance(names, str) else names:
            yield from (name,) if name in played else built_on(study, name, played)


def district_of(name: str, region: Region, titles: Mapping[str, str] | None = None) -> District:
    """A district by the title that the study gives it, by the name of its town, or by those of its largest."""
    inside = np.asarray(region.zones.areas[name], dtype=bool)
    if titles and name in titles:
        return District(name, titles[name], inside)
    sizes: dict[str, float] = {}
    for zone in np.flatnonzero(inside):
        town = region.zones.settlement[zone]
        sizes[town] = sizes.get(town, 0.0) + float(region.zones.people[zone])
    plain = name.replace("_", " ")
    own = [town for town in sizes if town.lower() == plain.lower()]
    largest = sorted(sizes, key=lambda town: (-sizes[town], town))[:3]
    title = own[0] if own else f"the {', '.join(largest[:-1])} and {largest[-1]} area"
    return District(name, title, inside)


def pumps(scenarios: list[Scenario]) -> dict[str, str]:
    """Every fire engine of any option: unit and name."""
    named: dict[str, str] = {}
    for scenario in scenarios:
        for unit, vehicle in scenario.vehicles.items():
            if "firefighting" in scenario.vehicle_types[vehicle.type].skills:
                named.setdefault(unit, vehicle.name)
    return named


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
