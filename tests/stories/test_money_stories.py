"""Money worked by hand: a day is played, and every line of the year's cost is told with its sum.

A line of `costs` is the agency, two spaces or more, the item, two spaces or more, and pounds a year. `net` is what each
agency is left with after agreements, and all of them together; compared to the penny.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from results.costs import cost_table, money_measures
from results.task import Tables, finish
from scenarios.scenario import Scenario
from sim.run import run
from tests.stories.world import SAYS_SO, call_of, merged, read, region_of, scenario_of

FILES = sorted((Path(__file__).parent / "money").glob("*.yaml"))
AMOUNT = re.compile(r"^(-?\d+(?:\.\d+)?) (GBP(?:/\S+)?|calls/yr|yr|h/week|h/yr|days/yr|m2|GBP/yr)$")
STORIES = [
    pytest.param(merged(file["world"], story.get("world", {})), story, id=f"{path.stem}: {story['title']}")
    for path in FILES
    for file in [read(path)]
    for story in file["stories"]
    if "costs" in story
]  # fmt: skip


def amounts(data: Any) -> Any:
    """The same data with `80 GBP/call` written out as a study file must have it."""
    if isinstance(data, dict):
        return {key: amounts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [amounts(value) for value in data]
    found = AMOUNT.match(data) if isinstance(data, str) else None
    return {"value": float(found[1]), "unit": found[2], **SAYS_SO} if found else data


def played(world: dict[str, Any], story: dict[str, Any]) -> tuple[Scenario, Tables]:
    region = region_of(world["map"])
    scenario = scenario_of(amounts(world), region, story["title"])
    calls = [call_of(number, fact, region) for number, fact in enumerate(story["calls"], 1)]
    return scenario, finish(run(scenario, region, 0, calls=calls), region)


def expected(text: str) -> list[tuple[str, str, str]]:
    lines = (line.split("# ")[0].strip() for line in text.splitlines())
    parts = [re.split(r"\s{2,}|\s(?=-\d)", line) for line in lines if line]
    return [(agency, item, amount) for agency, item, amount in parts]


@pytest.mark.parametrize(("world", "story"), STORIES)
def test_the_year_costs_what_is_told(world: dict[str, Any], story: dict[str, Any]) -> None:
    scenario, tables = played(world, story)
    costs = cost_table(scenario, tables)
    found = [
        (str(agency), str(item), f"{gbp:.2f}")
        for agency, item, gbp in costs[["agency", "item", "amount_gbp_per_year"]].to_numpy()
    ]
    assert found == expected(story["costs"]), "\n".join("  ".join(line) for line in found)
    measured = money_measures(scenario, costs, tables)
    net = measured[(measured["measure"] == "net_cost_gbp").to_numpy()]
    got = {
        group.partition("=")[2] or "all": f"{gbp:.2f}"
        for group, gbp in net[["group", "value"]].to_numpy()
    }
    assert got == {who: f"{gbp:.2f}" for who, gbp in story["net"].items()}


def test_every_story_says_its_rule() -> None:
    assert len(STORIES) >= 7
    for param in STORIES:
        assert len(param.values[1]["rule"]) > 20
