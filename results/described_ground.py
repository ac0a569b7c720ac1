"""A study's calls, times and ground in words, for the description of its model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from geography.region import Region
from results.figures.wording import counted, joined, minutes, people
from scenarios.quantity import Spread
from scenarios.scenario import Scenario
from scenarios.seasons import Ground, Season

AMONG = {"people": "by residents", "land": "evenly over the land"}


def calls_a_year(scenario: Scenario, region: Region) -> dict[str, float]:
    """Expected calls a year by service, seasons included and surges not; of drawn calls, not of recorded ones."""
    ground, season = Ground.of(region, scenario.zone_weights), Season.of(scenario)
    found: dict[str, float] = {}
    for profile in scenario.demand.values():
        months = float(np.mean(season.by_month(profile, ground)))
        rate = profile.calls_per_year(ground.people_of(profile)) * months
        found[profile.service] = found.get(profile.service, 0.0) + rate
    return found


def calls_words(scenario: Scenario, region: Region) -> dict[str, str]:
    """Calls by service in a few words: how many a year are expected, or how many were recorded."""
    if scenario.recorded is not None:
        return {"": counted(len(scenario.recorded), "recorded call")}
    return {
        service: f"{people(rate)} a year"
        for service, rate in calls_a_year(scenario, region).items()
    }


def demand_words(scenario: Scenario, region: Region) -> str:
    """What moves through the model: calls, and patients where some are conveyed."""
    if scenario.recorded is not None:
        return (
            f"Calls: {counted(len(scenario.recorded), 'call')} of a planner's file; what the file does not "
            f"say of a call is "
            "drawn by its kind."
        )
    streams: dict[str, int] = {}
    for profile in scenario.demand.values():
        streams[profile.service] = streams.get(profile.service, 0) + 1
    said = joined(
        [
            f"{service} {people(rate)} ({counted(streams[service], 'stream')})"
            for service, rate in calls_a_year(scenario, region).items()
        ]
    )
    kinds = len({profile.kind for profile in scenario.demand.values()})
    surges = f"; {counted(len(scenario.surges), 'surge')} come on top" if scenario.surges else ""
    return (
        f"Calls of {counted(kinds, 'kind')}; expected in a year, about: {said}{surges}. Each carries its own luck, "
        f"so that every "
        "option meets the same call."
    )


def at_random_or_recorded(scenario: Scenario) -> str:
    """Where calls come in and how they leave."""
    if scenario.recorded is not None:
        enter = "Calls come in when and where the file says"
    else:
        ways = list(dict.fromkeys(AMONG.get(p.among, _pattern(p.among)) for p in scenario.demand.values()))  # fmt: skip
        enter = (
            "Calls come in as a Poisson process whose rate follows the hour of the week"
            f"{_months(scenario)}, spread {joined(ways)}"
        )
    return (
        f"{enter}. A call leaves when the last unit is done with it, when it is called off, or when it is "
        f"given up; what was "
        "never served is counted as such."
    )


def _pattern(name: str) -> str:
    return f"by the pattern “{name.replace('_', ' ')}”"


def _months(scenario: Scenario) -> str:
    seasonal = any(profile.by_month or profile.visitors for profile in scenario.demand.values())
    return " and the month" if seasonal else ""


def minutes_between(spreads: Iterable[Spread]) -> str:
    """The least and most of some mean times."""
    means = sorted({round(spread.mean_s) for spread in spreads})
    if len(means) == 1:
        return minutes(means[0])
    return f"{minutes(means[0])} to {minutes(means[-1])}"


def statuses(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    """How many numbers of each status a study has, by the part of it that they stand in."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        part = str(row["where"]).split(" → ", 1)[0]
        counts = found.setdefault(part, {})
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    return found
