"""A report of chosen parts has them in the order chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from results.contents import Contents, contents
from results.figures import draw_all
from results.figures.bid_check import amount
from results.pictures import Done
from tests.made_up_pack import pack


def report_of(*names: str) -> Contents:
    whole = replace(pack(4, 3, 200), parts=names)
    return contents(whole, [Done(item) for item in draw_all(whole, names)])


def parts_of(report: Contents) -> list[str]:
    return [part.item.name for chapter in report.chapters for part in chapter.parts]


@pytest.mark.parametrize(
    "names",
    [
        ("money", "response_map", "summary", "standards", "conveying"),
        ("standards", "money", "summary"),
        ("sources", "what_changed", "money"),
    ],
)
def test_parts_come_in_the_order_chosen(names: tuple[str, ...]) -> None:
    found = [name for name in parts_of(report_of(*names)) if name in names]
    assert tuple(found) == names


def test_a_section_come_back_to_goes_on_under_its_heading() -> None:
    report = report_of("money", "standards", "cost_items")
    headings = [chapter.section.heading for chapter in report.chapters]
    assert headings == [
        "What changes", "Money", "How soon help comes, and at what cost", "Money, continued", "Limits",
    ]  # fmt: skip
    anchors = [chapter.section.anchor for chapter in report.chapters]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("GBP over ten years", "−£1.88m over ten years"),
        ("GBP/yr", "−£1.88m a year"),
        ("GBP per year", "−£1.88m a year"),
        ("GBP/call", "−£1.88m a call"),
        ("GBP", "−£1.88m"),
        ("GBP million", "−£1,880,000.000m"),
    ],
)
def test_money_is_told_with_what_it_is_per(unit: str, said: str) -> None:
    assert amount(-1_880_000, unit) == said
