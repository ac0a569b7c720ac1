"""Money worked by hand: a day is played, and every line of the year's cost is told with its sum.

A line of `costs` is the agency, two spaces or more, the item, two spaces or more, and pounds a year. `net` is what each
agency is left with after agreements, and all of them together; compared to the penny.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from results.business_case import present, summary_rows, switching_rows
from results.cash_lines import Case, option_lines
from results.costs import cost_table, money_measures
from results.tables import labelled
from results.task import Tables, finish
from scenarios.business_case import AppraisalRules, BusinessCase
from scenarios.scenario import Scenario
from sim.run import run
from tests.stories.world import (
    SAYS_SO,
    call_of,
    merged,
    read,
    region_of,
    scenario_of,
    written_out,
)

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
    for path in FILES:
        for story in read(path)["stories"]:
            assert len(story["rule"]) > 20, story["title"]


CASES = [
    pytest.param(file, merged(file["world"], story.get("world", {})), story, id=story["title"])
    for path in FILES
    for file in [read(path)]
    for story in file["stories"]
    if "case" in story
]


def case_of(
    file: dict[str, Any], world: dict[str, Any], story: dict[str, Any]
) -> tuple[Case, Scenario]:
    """The case of a story: its world against the same one without agreements and `new_costs`, over one run of each."""
    option, tables = played(world, story)
    costs = {
        key: item for key, item in option.costs.items() if key not in story.get("new_costs", ())
    }
    baseline = option.model_copy(update={"name": "before", "agreements": {}, "costs": costs})
    both = [labelled(cost_table(s, tables), s.name, 0) for s in (option, baseline)]
    declared = BusinessCase.model_validate(amounts_of_case(story["business_case"]))
    rules = AppraisalRules.model_validate(amounts_of_case(file["rules"]))
    return Case(declared, rules, baseline, pd.concat(both), (0,)), option


def amounts_of_case(data: Any) -> Any:
    return written_out(amounts(data))


@pytest.mark.parametrize(("file", "world", "story"), CASES)
def test_the_case_comes_to_what_is_told(
    file: dict[str, Any], world: dict[str, Any], story: dict[str, Any]
) -> None:
    case, option = case_of(file, world, story)
    lines = list(option_lines(case, option, "story"))
    found = []
    for line in lines:
        years = case.declared.first_year + np.flatnonzero(line.gbp)
        sums = f"{line.gbp.sum():.2f}  {present(case, line)[0]:.2f}"
        found.append(f"{line.view}  {line.agency}  {line.item}  {years[0]}-{years[-1]}  {sums}")
    told = (line.split("   #")[0].strip() for line in story["case"].splitlines())
    assert found == [re.sub(r"\s{2,}", "  ", line) for line in told if line], "\n".join(found)
    npv = {(view, who): gbp for _, view, who, gbp, *_ in summary_rows(case, "option", lines)}
    for words, gbp in story["npv"].items():
        view, who = words.split()
        if gbp is None:
            assert (view, who) not in npv
        else:
            assert npv[view, who] == pytest.approx(gbp, abs=0.006)
    bcr = {(view, who): value for _, view, who, _, _, value, *_ in summary_rows(case, "x", lines)}
    for words, value in story.get("ratio", {}).items():
        view, who = words.split()
        assert bcr[view, who] == pytest.approx(
            float("nan") if value is None else value, abs=5e-5, nan_ok=True
        )
    if "switching" in story:
        rows = {item: change for _, _, item, _, _, change in switching_rows(case, "x", lines)}
        assert rows == pytest.approx(story["switching"], abs=5e-5)
