"""A study that was played once tells no difference, and tells of none that it is none."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from results.doubts import how_sure, what_would_reverse
from results.figures import ALL_FIGURES, Figure, Table, draw_all
from results.figures.conveying import finding as cover_while_away
from results.figures.fixed_cost import cost_of_one, fixed_change
from results.figures.reading import reading_of
from results.figures.value import value_for_money
from results.headlines import headlines
from results.limits import limits
from results.pack import Pack, Standard
from results.plain_words import alternatives, plain_words
from tests.made_up_pack import _differences, pack

NAMES = (
    "summary", "standards", "standards_by_ground", "study_area", "people_within", "gainers", "gainers_by_ground",
    "arrival_curves", "clock_stack", "money", "cost_per_incident", "value_for_money", "business_case", "outcomes",
    "frontier", "joint_calls", "workload", "off_the_run",
    "rate_ranges", "switching_values", "case_by_agency", "cost_items",
)  # fmt: skip
A_FINDING = re.compile(
    r"[Nn]o option|[Nn]o clear|[Nn]one of|clearly|no change\b(?! seen)|[Nn]obody|not told from|has the intervals|"
    r"stays clear"
)


@pytest.fixture(scope="module")
def once() -> Pack:
    """One option beside the baseline, one replication."""
    whole = pack(1, 2, 120)
    return replace(whole, costs=whole.costs.assign(driver="oncall_hours"))


def told(once: Pack) -> Iterator[str]:
    """Whatever stands on the cover and in plain words, and the title of each figure and table."""
    for one in headlines(once):
        yield from (one.says, one.how_sure)
    yield from plain_words(once)
    yield from alternatives(once)
    yield from how_sure(once)
    yield from what_would_reverse(once)
    yield from (item.title for item in draw_all(once, NAMES))


def test_nothing_is_called_a_change_or_none(once: Pack) -> None:
    for words in told(once):
        assert not A_FINDING.search(words), words


def test_no_headline_has_a_difference(once: Pack) -> None:
    for one in headlines(once):
        assert "Nothing can be said yet" in one.says, one.says
        assert not re.search(r"sooner|later|more a year|less a year|points", one.says), one.says


def test_what_the_study_fixes_is_told_and_no_more_than_that(once: Pack) -> None:
    option = once.proposals[0]
    assert fixed_change(once, option) == 0.0
    assert cost_of_one(once).startswith("Nothing can be said yet")
    rows = once.costs["scenario"].eq(option.name)
    sure = once.costs[rows].iloc[:1].assign(driver="sum_per_year", amount_gbp_per_year=405e3)
    without = once.costs.drop(sure.index)
    with_sum = replace(once, costs=pd.concat([without, sure], ignore_index=True))
    assert fixed_change(with_sum, option) == 405e3
    says = f"What the study itself fixes is £405k more a year with “{option.title}”."
    assert any(one.says.startswith(says) for one in headlines(with_sum))
    assert any(says in words for words in plain_words(with_sum))


def test_the_limits_do_not_speak_of_an_interval_that_is_not_there(once: Pack) -> None:
    said = " ".join(limits(once))
    assert "gives no interval" in said
    assert "An interval from" not in said
    assert "tested at 95%" not in said
    assert "An interval from 5 replications" in " ".join(limits(pack(5, 2, 120)))


def test_no_cell_of_a_table_has_no_change_but_that_none_was_seen() -> None:
    """Options that do what now is done: every difference is nought, and of one replication none is called none."""
    whole = pack(1, 2, 400)
    same = whole.measures[whole.measures["scenario"].eq(whole.baseline.name)]
    names = [option.name for option in whole.options]
    measures = pd.concat([same.assign(scenario=name) for name in names], ignore_index=True)
    paid = whole.costs[whole.costs["scenario"].eq(whole.baseline.name)]
    costs = pd.concat([paid.assign(scenario=name) for name in names], ignore_index=True)
    still = replace(
        whole, measures=measures, costs=costs, differences=_differences(measures, names)
    )
    bare, none = re.compile(r"\bno change\b(?! seen \()"), 0
    for item in draw_all(still, NAMES):
        cells = [cell for row in item.rows for cell in row] if isinstance(item, Table) else []
        none += sum("no change seen (one replication, no interval)" in cell for cell in cells)
        assert not [cell for cell in cells if bare.search(cell)], item.name
    assert none > 20


def test_value_for_money_of_one_replication_calls_no_cost_unclear() -> None:
    for whole in (pack(1, 2, 400), pack(1, 4, 400)):
        table = value_for_money(whole)
        for row in table.rows:
            assert "unclear" not in row[1]
            assert row[1].endswith("(one replication, no interval)")


def test_pictures_say_beside_each_difference_that_it_has_no_interval(once: Pack) -> None:
    option, more = once.proposals[0].title, pack(1, 2, 400)
    for item in draw_all(more, ("money", "frontier", "summary", "arrival_curves")):
        assert isinstance(item, Figure)
        mine = item.alt.split(f"{option}", 1)[1]
        assert "one replication, no interval" in mine, item.name


def test_cover_while_crews_convey_is_no_finding(once: Pack) -> None:
    conveying = once.measures.iloc[:1].assign(
        measure="conveying_hours", group="service=fire", scenario=once.proposals[0].name, value=90.0
    )
    changed = replace(once, measures=conveying)
    words = cover_while_away(changed, reading_of(changed))
    assert "nothing can be told" in words
    assert "later" not in words


def test_police_of_one_replication_is_no_finding_either(once: Pack) -> None:
    grade1 = Standard("grade1_15_min", "Grade 1", "police", "police_grade_1", 900.0, None)
    rows = [
        {
            "measure": "response_mean_s",
            "group": f"clock=police_grade_1;order=first;rurality={ground};service=police",
            "baseline": once.baseline.name,
            "option": once.proposals[0].name,
            "difference": 90.0,
            "low": float("nan"),
            "high": float("nan"),
            "pairs": 1,
            "unit": "s",
        }
        for ground in ("rural", "urban")
    ]
    fire = tuple(standard for standard in once.standards if standard.service == "fire")
    differences = pd.concat([once.differences, pd.DataFrame(rows)], ignore_index=True)
    found = headlines(replace(once, standards=(*fire, grade1), differences=differences))
    assert found[0].says == (
        "Nothing can be said yet on how soon the first officer is at police grade 1 calls (immediate): the study was "
        "played only once."
    )


def test_survivors_of_one_replication_have_no_interval_in_any_cell(once: Pack) -> None:
    table = ALL_FIGURES["outcomes"](once)
    assert isinstance(table, Table)
    cells = [
        cell for row in table.rows for cell in row if "survivor" in cell or "no change" in cell
    ]
    changed = [cell for cell in cells if " in " in cell or "no change" in cell]
    assert changed
    assert all("one replication, no interval" in cell for cell in changed if "Now" not in cell)
