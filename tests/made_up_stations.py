"""Made-up stations, hours of units and phases of clocks, for a made-up pack."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from results.station_facts import ON_STATION, StationFacts, Stations

Row = tuple[str, str, float, str]
DAY = [0.9] * 7 + [0.7] * 12 + [0.9] * 5
WEEK = (*DAY * 5, *[0.9] * 48)
WATCH = (ON_STATION,) * 168
PHASES = {"handling": 80.0, "waiting": 10.0, "turnout": 240.0, "driving": 300.0}
ACTIVITIES = {"turning_out": 0.4, "driving": 1.5, "at_scene": 3.0, "returning": 1.2}


def stations(where: Any, used: Mapping[str, set[str]]) -> Stations:
    """Each site of the options in use: one on-call pump, at Truro a watch."""
    facts: dict[str, dict[str, StationFacts]] = {}
    for option, keys in used.items():
        for key in sorted(keys):
            crew = 20 if option == "programme" and key == "tolvaddon" else 12
            facts.setdefault(key, {})[option] = StationFacts(
                ("fire",),
                ((f"{key}_p1", f"{key.replace('_', ' ').title()} pump, crew of 4"),),
                (f"{crew} people: on call",),
                WATCH if key == "truro" else WEEK,
                f"{key.replace('_', ' ').title()} pump",
                None if key == "bodmin" else 20_000.0,
            )
    first = next(iter(used.values()))
    grounds, own = {}, {}
    at = np.stack([where.zones.easting, where.zones.northing], axis=1)
    for option, keys in used.items():
        names = sorted(keys)
        sites = np.array([where.sites[key][2:] for key in names])
        nearest = np.hypot(*(at[:, None, :] - sites[None]).transpose(2, 0, 1)).argmin(axis=1)
        for place, key in enumerate(names):
            if key not in grounds:
                grounds[key] = np.flatnonzero(nearest == place)
                own |= {} if key in first else {key: option}
    clock = "fire_first_pump"
    return Stations(facts, grounds, own, clock, "First pump from the call", frozenset(facts))


def phase_rows(own: Any, name: str) -> Iterator[Row]:
    """Where the minutes of each clock go."""
    for clock, service in (
        ("fire_first_pump", "fire"),
        ("red_1", "ambulance"),
        ("red_2", "ambulance"),
    ):
        less = 60.0 * (name == "programme")
        for phase, seconds in PHASES.items():
            value = seconds - less * (phase == "driving") + own.normal(0, 3)
            yield "phase_mean_s", f"basis={phase};clock={clock};service={service}", value, "s"


def unit_rows(own: Any, used: set[str]) -> Iterator[Row]:
    """Hours a week of each pump and of the service, and its calls."""
    for key in sorted(used):
        unit = f"service=fire;unit={key}_p1"
        luck = own.normal(0, 0.05)
        for basis, hours in ACTIVITIES.items():
            yield "unit_hours", f"basis={basis};{unit}", hours * (1 + luck), "h per counted week"
        yield "calls_attended", unit, 30.0 + round(60 * luck), "arrivals per counted period"
        share = 0.03 * (1 + luck)
        yield "utilisation", f"service=fire;station={key};unit={key}_p1", share, "share"
    for basis, hours in ACTIVITIES.items():
        total = hours * len(used)
        yield "unit_hours", f"basis={basis};service=fire", total, "h per counted week"
    yield "utilisation", "service=fire", 0.03, "share"
    yield "calls_attended", "service=fire", 30.0 * len(used), "arrivals per counted period"
    yield "overrun_hours", "service=fire", 4.0 + own.normal(0, 0.1), "h per counted period"
