"""From a story's YAML to a scenario, a region and calls, with the boilerplate that no fire officer wants to read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from geography.region import Region, plain_region
from geography.travel import RoadNetwork, road_times
from scenarios.calls import Call, Facts, MarkOf
from scenarios.chance import label
from scenarios.check import check_ground, check_references
from scenarios.documents import Document
from scenarios.faults import Fault, Mark, StudyFault
from scenarios.load import SECTIONS, check_document, demand_ceilings
from scenarios.scenario import Calendar, Scenario
from scenarios.seasons import Ground

HERE = Path(__file__).parent
AMOUNT = re.compile(r"^(\d+(?:\.\d+)?) (s|min|h|m|km|share|ratio)$")
SPREADS = ("takes", "on_scene", "scene_work", "handover", "make_ready")
SAYS_SO = {"status": "assumed", "source": "made up for a story"}
MONDAY = date(2018, 1, 1)

SERVICE_OF = {
    "medical_emergency": "ambulance",
    "urgent_transport": "ambulance",
    "police_incident": "police",
}

VEHICLE_TYPES: dict[str, Any] = {
    "pump": {"name": "Pump", "service": "fire", "skills": ["firefighting", "rescue"], "crew": 4},
    "car": {
        "name": "Co-responder car",
        "service": "fire",
        "skills": ["first_response"],
        "crew": 2,
    },
    "responder": {
        "name": "Operative as first responder",
        "service": "fire",
        "skills": ["first_response"],
        "crew": 1,
    },
    "policing": {
        "name": "Operative as PCSO",
        "service": "police",
        "skills": ["community_policing"],
        "crew": 1,
    },
    "ambulance": {
        "name": "Dual-crewed ambulance",
        "service": "ambulance",
        "skills": ["first_response", "clinician", "convey"],
        "crew": 2,
    },
    "rrv": {
        "name": "Rapid response vehicle",
        "service": "ambulance",
        "skills": ["first_response", "clinician"],
        "crew": 1,
    },
    "police_car": {
        "name": "Police response car",
        "service": "police",
        "skills": ["police_powers", "scene_security", "community_policing"],
        "crew": 1,
    },
}
DUTY_SYSTEMS: dict[str, Any] = {
    "wholetime": {
        "name": "Wholetime, a minute to turn out",
        "kind": "shifts",
        "turnout": [{"takes": "1 min", "planned": "1 min"}],
    },
    "oncall": {
        "name": "On call, all available, five minutes to the station",
        "kind": "oncall",
        "correlation": "0.2 share",
        "spell": "4 h",
        "availability": [{"share": "1 share"}],
        "turnout": [{"takes": "5 min", "planned": "5 min"}],
    },
}


def read(path: Path) -> dict[str, Any]:
    """A story file as plain data."""
    data: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return data


def written_out(data: Any, key: str = "") -> Any:
    """The same data with `5 min` written out as a study file must have it."""
    if isinstance(data, dict):
        return {name: written_out(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [written_out(value, key) for value in data]
    amount = AMOUNT.match(data) if isinstance(data, str) else None
    if amount is None:
        return data
    value, unit = float(amount[1]), amount[2]
    what = {"mean": value, "sd": 0} if key in SPREADS else {"value": value}
    return {**what, "unit": unit, **SAYS_SO}


def merged(first: Any, second: Any) -> Any:
    """Two blocks, the second over the first, to any depth."""
    if not (isinstance(first, dict) and isinstance(second, dict)):
        return second
    return first | {
        key: merged(first[key], value) if key in first else value for key, value in second.items()
    }


def region_of(ground: dict[str, Any]) -> Region:
    """A tiny region. A road is `[from, to, seconds]`, or with other seconds by day `[from, to, blue, day]`."""
    nodes = {name: (float(x), float(y)) for name, (x, y) in ground["nodes"].items()}
    roads = ground["roads"]
    region = plain_region(
        "a story's ground",
        nodes,
        [(a, b, float(seconds)) for a, b, seconds, *_ in roads],
        {name: float(people) for name, people in ground["people"].items()},
        {name: (kind, node) for name, (kind, node) in ground["sites"].items()},
    )
    areas = {
        name: np.isin([region.node_names[node] for node in region.zones.node], members)
        for name, members in ground.get("areas", {}).items()
    }
    region = replace(region, zones=replace(region.zones, areas=areas))
    if all(len(road) == 3 for road in roads):
        return region
    index = {name: number for number, name in enumerate(nodes)}
    network = RoadNetwork(
        region.roads.xy,
        np.array([index[road[0]] for road in roads]),
        np.array([index[road[1]] for road in roads]),
        np.ones(len(roads)),
        {
            "blue_light": np.array([float(road[2]) for road in roads]),
            "day": np.array([float(road[-1]) for road in roads]),
        },
    )
    return replace(region, roads=road_times(network))


def scenario_of(world: dict[str, Any], region: Region, name: str) -> Scenario:
    """The checked scenario of a world. Raises StudyFault, as a study file would."""
    data: dict[str, Any] = {section: {} for section in SECTIONS}
    data["vehicle_types"] = dict(VEHICLE_TYPES)
    data["duty_systems"] = dict(DUTY_SYSTEMS)
    data["hospital_times"] = {"handover": "15 min", "make_ready": "10 min"}
    data = written_out(
        merged(data, {k: v for k, v in world.items() if k not in ("map", "days", "drains")})
    )
    for key, vehicle in data["vehicles"].items():
        vehicle.setdefault("name", key)
    for key, station in data["stations"].items():
        station.setdefault("name", key)
        station.setdefault("agencies", ["fire"])
        station.setdefault("site", key)
    document = Document(data, {(): Mark(name)})
    faults: list[Fault] = []
    parts = check_document(document, faults)
    check_references(document, parts, faults)
    check_ground(document, parts, region, faults)
    if faults:
        raise StudyFault(faults)
    calendar = Calendar(
        start=MONDAY,
        days=world.get("days", 1),
        warm_up_days=0,
        cool_down_days=0,
        drains=world.get("drains", True),
    )
    return Scenario(
        name=name,
        title=name,
        region="a story's ground",
        calendar=calendar,
        seed=1,
        hospital_times=parts["hospital_times"][""],
        ceilings=demand_ceilings([(parts, Ground.of(region))], calendar),
        **{section: dict(parts[section]) for section in SECTIONS},
    )


def call_of(number: int, fact: dict[str, Any], region: Region) -> Call:
    """One call from its facts; a mark that is not given is 0.5."""
    marks = dict.fromkeys(MarkOf, 0.5) | {
        MarkOf[name.upper()]: float(value) for name, value in fact.get("marks", {}).items()
    }
    kind = fact["kind"]
    service = SERVICE_OF.get(kind, "fire")
    node = region.node_names.index(fact["at"])
    zones = np.flatnonzero(region.zones.node == node)
    return Call(
        id=number,
        luck=label(f"story call {number}"),
        stream="story",
        at_s=float(fact["rings"]),
        zone=int(zones[0]) if len(zones) else 0,
        node=node,
        service=service,  # type: ignore[arg-type]
        kind=kind,
        reported_kind=fact.get("reported", kind),
        category=fact["category"],
        call_handling_s=float(fact.get("call_handling", 0)),
        facts=Facts(
            fact.get("on_scene"),
            fact.get("conveyed"),
            fact.get("hospital"),
            fact.get("handover"),
            marks,
        ),
    )
