"""The stages of a call in a study, each with the study's own numbers: what the overview of the model is drawn from."""

from __future__ import annotations

from collections import Counter

from geography.region import Region
from results.described_ground import calls_words, minutes_between
from results.figures.wording import counted
from results.pack import Stage
from scenarios.check_ground import takes_patients
from scenarios.scenario import Scenario


def stages(scenario: Scenario, region: Region) -> tuple[Stage, ...]:
    """From the call to being free again, in order; no hospital where nobody is taken to one."""
    plans = scenario.response_plans.values()
    needs = [need for plan in plans for need in plan.needs.values()]
    served = Counter(scenario.vehicle_types[v.type].service for v in scenario.vehicles.values())
    stations = sum(not station.outside_county for station in scenario.stations.values())
    calls = [
        f"{service} {words}".strip() for service, words in calls_words(scenario, region).items()
    ]
    handling = minutes_between([p.call_handling for p in scenario.demand.values()])
    works = [s for s in (*(p.scene_work for p in plans), *(n.on_scene for n in needs)) if s]
    work = [f"work {minutes_between(works)} on average"] if works else ["no work declared"]
    found = [
        Stage("Calls ring", tuple(calls)),
        Stage("Control", (f"handling {handling} on average", counted(len(plans), "response plan"))),
        Stage(
            "Units turn out and drive",
            (
                *(f"{service}: {counted(number, 'vehicle')}" for service, number in served.items()),
                f"from {counted(stations, 'station')}",
            ),
        ),
        Stage("At the scene", tuple(work)),
    ]
    if any(need.convey_share is not None for need in needs):
        there = sum(takes_patients(site) for site in region.sites.values())
        times = scenario.hospital_times
        lines = (
            counted(there, "hospital"),
            f"handover {minutes_between([times.handover])}",
            f"making ready {minutes_between([times.make_ready])}",
        )
        found.append(Stage("Hospital", lines))
    moves = len(scenario.standby)
    home = (counted(moves, "standby move"),) if moves else ("back to base",)
    return (*found, Stage("Free again", home))
