"""The model's description says what the study holds, for any study: nothing fixed that could be false."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from geography.region import Region, load_region
from results.described import described
from results.described_ground import calls_a_year
from results.described_stages import stages
from results.packing import sources
from scenarios.calls import calls_of
from scenarios.chance import Chance
from scenarios.load import load_study
from scenarios.study import Study

TESTS = Path(__file__).parents[1]
STUDIES = {
    "hayle": "hayle",
    "lincolnshire": "lincolnshire",
    "squared paper": str(TESTS / "theory" / "studies" / "three_in_line.yaml"),
    "a file of calls": str(TESTS / "theory" / "studies" / "trace_by_hand.yaml"),
}
ITEMS = [
    "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5",
    "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
]  # fmt: skip
"""The checklist's, in its order."""


@cache
def loaded(name: str) -> tuple[Study, Region]:
    study = load_study(STUDIES[name])
    return study, load_region(study.region_place)


def rows(name: str, **provenance: Any) -> dict[str, str]:
    study, region = loaded(name)
    found = described(study, region, {"replications": 7, "tasks": {"a/0": "x"}, **provenance})
    return {item.split(" ")[0]: words for _, item, words in found}


@pytest.mark.parametrize("name", list(STUDIES))
def test_every_item_of_the_checklist_is_filled_from_the_study(name: str) -> None:
    study, region = loaded(name)
    said, scenario = rows(name), study.baseline
    assert list(said) == ITEMS
    assert all(len(words) > 8 for words in said.values())
    text = " ".join(said.values())
    for one in study.scenarios:  # an option may be called "None"
        text = text.replace(one.title, "")
    assert "None" not in text
    assert said["1.1"] == study.head.question.strip()
    assert f"{len(scenario.vehicles)} vehicle" in said["2.5.3"]
    assert f"{len(scenario.clocks)} clock" in said["1.2"]
    numbers = sources(study, region)
    assumed = int((numbers["status"] == "assumed").sum())
    assert said["3.2"].startswith(f"{len(numbers)} number")
    assert f"{assumed} assumed" in said["3.2"]
    assert f"{len(region.zones.people):,} zone" in said["3.3"]
    assert f"{scenario.calendar.days} counted day" in said["4.2"]
    assert "7 replications" in said["4.3"]
    assert f"Seed {scenario.seed}." in said["5.2"]
    options = [s for s in study.scenarios[1:] if s.name not in study.points]
    assert all(f"“{option.title}”" in said["2.3"] for option in options)
    assert "_" not in " ".join(words for item, words in said.items() if item != "6.1")


def test_rules_that_a_study_lacks_are_not_told() -> None:
    paper, hayle, lincolnshire = rows("squared paper"), rows("hayle"), rows("lincolnshire")
    assert "hospital" not in paper["2.2"]
    assert "taken to hospital" in hayle["2.2"]
    assert "fire crews that convey" in lincolnshire["2.2"]
    assert "fire crews that convey" not in hayle["2.2"]
    assert "squared paper" in paper["2.4"]
    assert "roads" in hayle["2.4"]
    assert "availability" not in paper["3.3"].lower()
    assert "with no option beside it" in rows("a file of calls")["1.3"]


def test_recorded_calls_are_no_random_ones() -> None:
    said = rows("a file of calls")
    assert "4 calls of a planner’s file" in said["2.5.1"].replace("'", "’")
    assert "Poisson" not in said["2.5.5"]
    assert "4 recorded calls taken" in said["3.3"]


def test_one_replication_and_a_wanted_precision_are_said() -> None:
    assert "One replication gives no interval." in rows("hayle", replications=1)["4.3"]
    wanted = {"measure": "response_mean_s", "half_width": 10.0, "unit": "s", "at_most": 50}
    said = rows("hayle", precision=wanted)["4.3"]
    assert "half an interval of 10 s (response mean s), at most 50" in said


def test_the_calls_said_to_be_expected_are_those_that_are_drawn() -> None:
    study, region = loaded("hayle")
    scenario = study.baseline
    expected = sum(calls_a_year(scenario, region).values())
    drawn = len(calls_of(scenario, region, Chance(scenario.seed, 0)).at_s)
    a_year = drawn * 365.25 / scenario.calendar.days_in_all
    assert a_year == pytest.approx(expected, rel=4 / drawn**0.5)


def test_stages_have_a_hospital_only_where_somebody_is_taken_to_one() -> None:
    told = {name: [stage.title for stage in stages(*_scenario(name))] for name in STUDIES}
    assert "Hospital" in told["hayle"]
    assert "Hospital" not in told["squared paper"]
    assert all(titles[0] == "Calls ring" and titles[-1] == "Free again" for titles in told.values())


def _scenario(name: str) -> tuple[Any, Region]:
    study, region = loaded(name)
    return study.baseline, region
