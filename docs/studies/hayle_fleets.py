"""What Hayle's officer saves beside the ambulance, over a range of ambulance fleets, played.

    python docs/studies/hayle_fleets.py [REPLICATIONS [DAYS]]

prints the table of docs/studies/hayle.md: the option with one officer in three roles, its day ambulances (Hayle's own
too) going off at 13:00, 19:00 (as the study has it) or 23:00, with volunteers as the study has them and with none. The
same calls and the same luck in every row. Minutes are first ambulance less officer at the calls that both reached.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from geography.region import Region, load_region
from results.compare import interval
from results.measures import measure_run
from results.roster import rostered_hours
from results.task import finish
from scenarios.load import load_study
from scenarios.scenario import Scenario
from sim.run import run

OPTION = "integrated"
OFFICER = "hayle_operative_responder"
SETTINGS = ((13, True), (19, True), (23, True), (19, False))  # day ambulances until, volunteers
SAVED = ("minutes_saved_mean", f"basis=same_run;service=ambulance;unit={OFFICER}")
WENT = ("calls_attended", f"service=fire;unit={OFFICER}")
RED2 = ("within_standard", "clock=red2;service=ambulance;standard=red2_8_min")
YEAR_DAYS = 365.25


def setting(scenario: Scenario, until_h: int, volunteers: bool) -> Scenario:
    """The option with its day ambulances on until another hour, and with or without volunteers."""
    said = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    (hours,) = said["duty_systems"]["ambulance_day"]["hours"]
    hours["to"] = until_h
    if not volunteers:
        for spell in said["duty_systems"]["volunteer"]["availability"]:
            spell["share"]["value"] = 0
    duties = {name: type(duty) for name, duty in scenario.duty_systems.items()}
    changed = {
        name: duties[name].model_validate(said["duty_systems"][name])
        for name in ("ambulance_day", "volunteer")
    }
    return scenario.model_copy(update={"duty_systems": {**scenario.duty_systems, **changed}})


def ambulance_hours_a_day(scenario: Scenario) -> float:
    """Rostered hours of the county's double-crewed ambulances."""
    hours = rostered_hours(scenario)
    mine = [
        name for name, v in scenario.vehicles.items()
        if v.type == "dual_crewed_ambulance" and not scenario.stations[v.station].outside_county
    ]  # fmt: skip
    return sum(hours[name] for name in mine) / scenario.calendar.days


def played(scenario: Scenario, region: Region, replication: int) -> dict[tuple[str, str], float]:
    """The three measures of one run; one that is not measured is left out."""
    tables = finish(run(scenario, region, replication), region, "none")
    table = measure_run(scenario, tables, region)
    keys = zip(table["measure"], table["group"], strict=True)
    found = dict(zip(keys, table["value"].astype(float), strict=True))
    return {key: found[key] for key in (SAVED, WENT, RED2) if key in found}


def words(values: list[float], places: int, times: float = 1.0) -> str:
    """A mean with its 95% interval over replications."""
    if not values:
        return "none"
    mean, low, high = (times * end for end in interval(np.array(values)))
    return f"{mean:.{places}f} ({low:.{places}f} to {high:.{places}f})"


def rows(replications: int, days: int) -> Iterator[str]:
    """The table, a line each."""
    study = load_study("hayle").with_changes(days=days)
    region = load_region("cornwall")
    option = next(s for s in study.scenarios if s.name == OPTION)
    heads = (
        "day ambulances until", "ambulance hours a day", "volunteers", "first responses a year", "minutes saved",
        "Red 2 in 8 min, %",
    )  # fmt: skip
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for until_h, volunteers in SETTINGS:
        scenario = setting(option, until_h, volunteers)
        found = [played(scenario, region, number) for number in range(replications)]
        saved, went, red2 = (
            [one[key] for one in found if key in one] for key in (SAVED, WENT, RED2)
        )
        yield (
            f"| {until_h}:00 | {ambulance_hours_a_day(scenario):.0f} | {'as assumed' if volunteers else 'none'} "
            f"| {words(went, 0, YEAR_DAYS / days)} | {words(saved, 1)} | {words(red2, 1, 100)} |"
        )


if __name__ == "__main__":
    for line in rows(*(int(one) for one in (*sys.argv[1:], "5", "91")[:2])):
        print(line, flush=True)
