"""The range over a sweep's assumed inputs is that of the same sum done at every point."""

from __future__ import annotations

import numpy as np
import pytest

from geography.region import Region, load_region
from results.fire_cover import fire_standards, handling_s, pumps_of
from results.input_range import input_range
from scenarios.load import load_study
from scenarios.scenario import Scenario
from scenarios.study import Study

STANDARD = "cornwall_10_min"


@pytest.fixture(scope="module")
def cornwall() -> Region:
    return load_region("cornwall")


@pytest.fixture(scope="module")
def hayle(cornwall: Region) -> Study:
    return load_study("hayle", cornwall)


def people_by_hand(scenario: Scenario, region: Region) -> float:
    """Residents whom some pump reaches in ten minutes of the call, hour by hour of the week, and then the mean."""
    standard, clock = fire_standards(scenario)[STANDARD]
    pumps = pumps_of(clock, scenario, region)
    people = region.zones.people
    within = [
        people[(pumps.drive_s + turnout[:, None] + handling_s(clock, scenario, region)).min(axis=0)
               <= standard.limit.base].sum()
        for turnout in (pumps.turnout_s[:, hour] for hour in (3, 12))
    ]  # fmt: skip
    # day-crewed stations turn out as on call from 19:00 to 07:00: half of the week's hours
    return float(np.mean(within))


def test_the_range_of_the_people_at_hayle_is_that_of_the_points(
    hayle: Study, cornwall: Region
) -> None:
    scenarios = {scenario.name: scenario for scenario in hayle.scenarios}
    gains = [
        people_by_hand(scenarios[name], cornwall)
        - people_by_hand(scenarios[name.replace("hayle_station@", "separate@")], cornwall)
        for name, point in hayle.points.items()
        if point["option"] == "hayle_station"
    ]
    found = input_range(hayle.head.expected["hayle_people_from_call"], hayle, cornwall, {})
    assert found == pytest.approx((min(gains), max(gains)))
    assert len(gains) == 18  # three drive times, three journeys, volunteers or none


def test_the_undisturbed_answer_lies_in_its_range(hayle: Study, cornwall: Region) -> None:
    scenarios = {scenario.name: scenario for scenario in hayle.scenarios}
    answer = people_by_hand(scenarios["hayle_station"], cornwall) - people_by_hand(
        scenarios["separate"], cornwall
    )
    ends = input_range(hayle.head.expected["hayle_people_from_call"], hayle, cornwall, {})
    assert ends is not None
    assert ends[0] < answer < ends[1]


def test_what_needs_a_run_has_no_range_on_paper(hayle: Study, cornwall: Region) -> None:
    assert input_range(hayle.head.expected["programme_saving"], hayle, cornwall, {}) is None
