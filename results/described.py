"""A study's model as the STRESS-DES checklist asks for it (Monks and others 2019): objectives, logic and
components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from geography.region import Region
from results.described_ground import at_random_or_recorded, demand_words, minutes_between
from results.described_runs import run_rows
from results.figures.wording import counted, joined
from scenarios.changes import Change
from scenarios.response import Need, ResponsePlan
from scenarios.scenario import Scenario
from scenarios.study import Study

Row = tuple[str, str, str]
"""A part of the checklist, an item of it, and what is to be said."""

OBJECTIVES, LOGIC, COMPONENTS = "1 Objectives", "2 Logic", "2.5 Components"
MODEL_PAGE = "docs/model.md of the program has every rule"
RANKINGS = {
    "soonest_arrival": "whoever is expected first from where it is now",
    "home_station_first": "by the order of stations of the area, else the nearest base",
    "preserve_cover": "of those within a margin of the soonest, the one whose base another can soonest reach",
}


def described(study: Study, region: Region, provenance: dict[str, Any]) -> tuple[Row, ...]:
    """Every item of the checklist, in its order, in words made from the study, its region and how it was run."""
    scenario = study.baseline
    return (
        *((OBJECTIVES, item, words) for item, words in _objectives(study)),
        *((LOGIC, item, words) for item, words in _logic(study, region)),
        *((COMPONENTS, item, words) for item, words in _components(scenario, region)),
        *run_rows(study, region, provenance),
    )


def _objectives(study: Study) -> Iterator[tuple[str, str]]:
    head, scenario = study.head, study.baseline
    options = [s for s in study.scenarios[1:] if s.name not in study.points]
    yield "1.1 Purpose", head.question.strip()
    clocks = "; ".join(clock.title for clock in scenario.clocks.values()) or "none"
    standards = "; ".join(one.title for one in scenario.standards.values()) or "none"
    yield (
        "1.2 Outputs",
        f"Response on {counted(len(scenario.clocks), 'clock')}: {clocks}. Standards: {standards}. Beside "
        f"them workload, "
        f"cover, waiting{', cost' if scenario.costs or scenario.oncall_pay else ''}; each measure is defined in "
        "tables.xlsx and by the command `bluelight measures`.",
    )
    against = (
        f"{counted(len(options), 'option')} held against “{scenario.title}”"
        if options
        else f"“{scenario.title}” alone, with no option beside it"
    )
    yield "1.3 Aims of experiments", f"{against[:1].upper()}{against[1:]}, on the same calls."


def _logic(study: Study, region: Region) -> Iterator[tuple[str, str]]:
    scenario = study.baseline
    yield "2.1 Overview", "The model overview draws it, with this study's numbers."
    yield "2.2 Base logic", f"{' '.join(_story(scenario))} {MODEL_PAGE}."
    yield "2.3 Scenario logic", _options(study)
    yield "2.4 Algorithms", " ".join(_algorithms(scenario, region))


def _story(scenario: Scenario) -> Iterator[str]:
    """What happens to a call, with only the rules that the study declares."""
    plans = scenario.response_plans.values()
    needs = [need for plan in plans for need in plan.needs.values()]
    yield (
        "A call rings and is handled by control; the response plan of its reported kind and category says "
        "which units are "
        "asked for. Each turns out with its crew, drives, works at the scene until its part is done, and goes home."
    )
    if any(need.convey_share is not None for need in needs):
        yield "Patients are treated, and a share is taken to hospital and handed over there."
    told = [words for words, there in _rules(scenario, list(plans), needs) if there]
    if told:
        yield f"Also declared: {joined(told)}."


def _rules(
    scenario: Scenario, plans: list[ResponsePlan], needs: list[Need]
) -> Iterator[tuple[str, bool]]:
    """Rules beyond the ordinary, and whether a study has each."""
    yield "call challenge", any(plan.not_attended for plan in plans)
    yield "calls called off", any(plan.called_off for plan in plans)
    yield "calls given up after a time", any(plan.patience for plan in plans)
    yield "make-ups by the first crew", any(need.asked == "make_up" for need in needs)
    yield "units taken from less urgent calls", any(need.may_divert_from for need in needs)
    yield "fire crews that convey", any(need.until == "patient_conveyed" for need in needs)
    yield (
        "responders relieved by an ambulance",
        any(need.until == "relieved" for need in needs),
    )
    yield "handover bays", any(hospital.bays for hospital in scenario.hospitals.values())
    yield "hospitals by pathway", bool(scenario.pathways)
    yield "standby moves", bool(scenario.standby)
    yield "traffic by the hour", bool(scenario.traffic)
    yield "patrols", any(vehicle.patrols for vehicle in scenario.vehicles.values())
    yield "people in two posts", any(pool.also_in for pool in scenario.crew_pools.values())
    yield "rest after a night conveyance", any(p.night_rest for p in scenario.crew_pools.values())
    yield "degraded crewing", any(kind.degraded for kind in scenario.vehicle_types.values())


def _options(study: Study) -> str:
    options = [s for s in study.scenarios[1:] if s.name not in study.points]
    if not options:
        return "There is no option: nothing is changed."
    said = []
    for place, option in enumerate(options):
        mine = study.changes.get(option.name, ())
        number = counted(len(mine), "change")
        shared, whose = max(
            ((_shared(mine, study.changes.get(o.name, ())), o.title) for o in options[:place]),
            key=lambda found: found[0],
            default=(0, ""),
        )
        as_there = f", {shared} of them as in “{whose}”" if shared else ""
        said.append(f"“{option.title}” ({number}{as_there})")
    return f"{'; '.join(said)}. “What changes” has each change, old to new; all else stays as in the baseline."


def _shared(mine: Sequence[Change], others: Sequence[Change]) -> int:
    return sum(change in others for change in mine)


def _algorithms(scenario: Scenario, region: Region) -> Iterator[str]:
    needs = [need for plan in scenario.response_plans.values() for need in plan.needs.values()]
    ranked = Counter(need.rank_by for need in needs)
    ways = [
        f"{RANKINGS[name]} ({counted(number, 'need')})" for name, number in ranked.most_common()
    ]
    yield f"Who is sent: {'; '.join(ways)}; the turnout counts as control plans for it, not as drawn."
    if region.form == "xy":
        yield "Drives: a metric and a speed between places on squared paper."
    else:
        yield "Drives: shortest times over the region's roads, or those of its table of times."
    if any(duty.kind == "oncall" for duty in scenario.duty_systems.values()):
        yield (
            "On call: each person's chance of being there is fitted to the declared availability of the "
            "pump; the crew turns "
            "out when the last rider needed arrives."
        )


def _components(scenario: Scenario, region: Region) -> Iterator[tuple[str, str]]:
    yield "2.5.1 Entities", demand_words(scenario, region)
    yield "2.5.2 Activities", _activities(scenario)
    yield "2.5.3 Resources", " ".join(resources(scenario))
    yield "2.5.4 Queues", " ".join(_queues(scenario))
    yield "2.5.5 Entry and exit", at_random_or_recorded(scenario)


def _activities(scenario: Scenario) -> str:
    needs = [need for plan in scenario.response_plans.values() for need in plan.needs.values()]
    plans = scenario.response_plans.values()
    turnouts = [turn.takes for duty in scenario.duty_systems.values() for turn in duty.turnout]
    times = scenario.hospital_times
    said = (
        ("call handling", [p.call_handling for p in scenario.demand.values()]),
        ("turnout of a crew, or the journey in of one on-call person", turnouts),
        ("work at the scene until the stop", [p.scene_work for p in plans if p.scene_work]),
        ("own time at the scene", [need.on_scene for need in needs if need.on_scene]),
        ("handover at hospital", [times.handover]),
        ("making ready", [times.make_ready]),
    )
    told = [f"{words} {minutes_between(spreads)}" for words, spreads in said if spreads]
    return f"Mean times, the least and the most declared: {'; '.join(told)}; drives as under 2.4."


def resources(scenario: Scenario) -> Iterator[str]:
    """Stations, vehicles and people, by service and duty."""
    stations = Counter(
        agency
        for station in scenario.stations.values()
        if not station.outside_county
        for agency in station.agencies
    )
    outside = sum(station.outside_county for station in scenario.stations.values())
    homes = joined([f"{number} {agency}" for agency, number in stations.items()])
    more = f", and {outside} outside the county" if outside else ""
    yield f"Stations by service (a shared one counts for each): {homes or 'none'}{more}."
    kinds = Counter(
        (scenario.vehicle_types[vehicle.type].service, scenario.vehicle_types[vehicle.type].name)
        for vehicle in scenario.vehicles.values()
    )
    units = [f"{number} {name} ({service})" for (service, name), number in sorted(kinds.items())]
    yield f"{counted(len(scenario.vehicles), 'vehicle')}: {', '.join(units)}."
    people = Counter[str]()
    for pool in scenario.crew_pools.values():
        people[scenario.duty_systems[pool.duty].kind] += pool.people
    duty = {"shifts": "a shift at a time", "oncall": "on call"}
    crews = joined([f"{number:,} {duty[kind]}" for kind, number in sorted(people.items())])
    yield f"People in {counted(len(scenario.crew_pools), 'crew')}: {crews}."


def _queues(scenario: Scenario) -> Iterator[str]:
    plans = scenario.response_plans.values()
    needs = [need for plan in plans for need in plan.needs.values()]
    required = sum(need.required for need in needs)
    yield (
        f"Of {counted(len(needs), 'need')} in {counted(len(plans), 'response plan')}, {required} wait for a "
        f"unit if none "
        "is free, the most urgent first, then the oldest; the others are met at once or not at all."
    )
    patient = sum(plan.patience is not None for plan in plans)
    if patient:
        yield f"Under {counted(patient, 'plan')} a call that nobody has reached is given up after a declared time."
    bays = [hospital.bays for hospital in scenario.hospitals.values() if hospital.bays]
    if bays:
        yield (
            f"{counted(len(bays), 'hospital')} with {sum(bays)} handover bays in all: ambulances wait for "
            "one in turn."
        )
