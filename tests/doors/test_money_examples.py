"""The examples of docs/money.md are such as a planner can copy: they load, and do what the page says of them."""

from __future__ import annotations

import re

import pytest

from scenarios.drivers import DRIVER_COUNTS
from scenarios.load import load_study
from scenarios.study import Study
from tests.doors.small_study import ROOT, STUDY, copy_of

PAGE = (ROOT / "docs" / "money.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The small study with every example: the business case at its top, the rest in a file of its catalogue."""
    folder = copy_of(
        tmp_path_factory.mktemp("examples"),
        (
            STUDY,
            "catalogue: [kit]",
            "price_year: 2014\ncatalogue: [kit, prices, green_book, money]",
        ),
    )
    text = (folder / STUDY).read_text(encoding="utf-8")
    first, last = text.index("    oncall_turnouts:\n"), text.index("    ambulance_hours:\n")
    text = text[:first] + text[last:]  # else the same people were paid twice
    case = [example for example in EXAMPLES if example.startswith("business_case:")]
    (folder / STUDY).write_text(
        text.replace("report:\n", "".join(case) + "report:\n", 1), encoding="utf-8", newline="\n"
    )
    others = [example for example in EXAMPLES if example not in case]
    (folder / "money.yaml").write_text("".join(others), encoding="utf-8", newline="\n")
    return load_study(str(folder))


def test_there_is_one_of_each() -> None:
    firsts = [example.partition(":")[0] for example in EXAMPLES]
    assert firsts == ["costs", "oncall_pay", "agreements", "business_case"]


def test_the_examples_load_and_say_what_the_page_says(copied: Study) -> None:
    found = copied.scenarios[1]
    engines = found.costs["engines"]
    assert engines.life is not None
    assert engines.life.charge(engines.rate.value) == pytest.approx(16_000)
    fee = found.agreements["co_responding"]
    assert fee.payable(400, 80) == 300 * 80
    lease = found.agreements["rent"].lease
    assert lease is not None
    assert lease.years == 10
    assert found.oncall_pay["oncall"].retainer_share == pytest.approx(0.925)
    case = copied.head.business_case
    assert case is not None
    assert len(case.loans["prudential"].payments(1_115_000)) == 25
    assert {flow.kind for flow in case.flows.values()} == {"building", "vehicles", "grant"}


def test_the_page_names_every_driver() -> None:
    assert [driver for driver in DRIVER_COUNTS if f"`{driver}`" not in PAGE] == []
