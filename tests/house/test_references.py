"""Whatever a report tells of another part is in that report, by the number that the part has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from results.contents import contents, rows_of
from results.figures import ALL_FIGURES, FIGURES, SWEEP_FIGURES, Figure, Table, draw_all
from results.figures.references import NUMBERS, in_report, see
from results.figures.shown import left_out
from results.pack import Pack
from results.pictures import Done
from results.sections import SECTIONS
from scenarios.words import ReportPart, allowed
from tests.house.test_sweep_figures import swept
from tests.made_up_pack import pack

ROOT = Path(__file__).parents[2]
TOLD = re.compile(r"\b([Ff]igure|[Tt]able) (\d+(?:\.\d+)?[a-h]?|[AB])\b")


@cache
def drawn(names: tuple[str, ...], rates: bool = True) -> tuple[Pack, list[Figure | Table]]:
    """A pack of some parts, all of them if none is named, and the parts that have something to show."""
    whole = replace(pack(4, 3, 200), parts=names)
    if not rates:
        whole = replace(whole, rate_ranges=whole.rate_ranges.iloc[:0])
    some = tuple(names or FIGURES)
    there = tuple(name for name in some if name not in left_out(whole, some))
    return whole, list(draw_all(whole, there))


def words_of(whole: Pack, items: list[Figure | Table]) -> Iterator[str]:
    """Everything that a reader reads."""
    report = contents(whole, [Done(item) for item in items])
    for headline in report.headlines:
        yield from (headline.says, headline.how_sure)
    for chapter in report.chapters:
        yield from (*chapter.paragraphs, *chapter.points)
    for item in items:
        yield from (item.title, item.note)
        if isinstance(item, Table):
            yield item.caption
            yield from (cell for row in rows_of(item) for cell in (row.head, *row.cells))
        else:
            yield item.alt
            yield from (text.get_text() for text in item.drawing.texts)


def label(item: Figure | Table) -> str:
    return f"{'figure' if isinstance(item, Figure) else 'table'} {item.number}"


@pytest.mark.parametrize(
    ("names", "rates"),
    [
        ((), True),
        ((), False),
        (("money", "case_by_agency", "business_case"), False),
        (("gainers", "gainers_by_ground", "recorded", "intervals", "station_cards"), True),
    ],
)
def test_every_part_that_is_told_of_is_there(names: tuple[str, ...], rates: bool) -> None:
    whole, items = drawn(names, rates)
    there = {label(item) for item in items}
    for words in words_of(whole, items):
        for kind, number in TOLD.findall(words):
            assert f"{kind.lower()} {number}" in there, words


def test_a_part_that_is_not_there_is_not_told_of() -> None:
    with_rates, without = drawn(()), drawn((), False)
    assert any("table 12g" in words for words in words_of(*with_rates))
    assert not any("12g" in words for words in words_of(*without))
    assert see(without[0], "rate_ranges", " (", ")") == ""
    assert in_report(with_rates[0], "rate_ranges")


def test_parts_have_the_numbers_by_which_they_are_told() -> None:
    _, items = drawn(())
    numbers = {item.name: label(item) for item in items}
    for name, told in NUMBERS.items():
        assert name in ALL_FIGURES
        assert numbers.get(name, told) == told, name
    assert set(NUMBERS) - set(numbers) == {
        "siting",
        "siting_table",
        "siting_costs",  # of a siting's report
        "standards_by_ground",  # of a region that tells towns from the country
    }


def place_in_order(number: str) -> tuple[int, str, int]:
    """`9a` after `9`, `3.1` after `3` and before `3a`; parts A and B after all numbers."""
    found = re.match(r"(\d*)\.?(\d*)([a-zAB]?)", number)
    assert found
    return int(found[1] or 99), found[3], int(found[2] or 0)


@pytest.mark.parametrize("kind", ["run", "sweep"])
def test_who_leafs_through_a_report_meets_its_parts_in_order(kind: str) -> None:
    """But for the station cards, an appendix that says so."""
    whole, items = drawn(())
    if kind == "sweep":
        whole = replace(whole, sweep=swept(), parts=("what_changed", *SWEEP_FIGURES))
        items = list(draw_all(whole, whole.parts))
    report = contents(whole, [Done(item) for item in items])
    read = [
        part.item.number
        for chapter in report.chapters
        if not chapter.section.heading.startswith("Appendix")
        for part in chapter.parts
    ]
    assert len(read) > (30 if kind == "run" else 4)
    assert read == sorted(read, key=place_in_order)
    labels = [label(item) for item in items]
    assert len(set(labels) - {"figure 2 (continued)"}) == len(labels) - labels.count(
        "figure 2 (continued)"
    )


def test_lists_of_parts_are_in_the_order_in_which_they_are_read() -> None:
    order = [name for section in SECTIONS for name in section.names if name in FIGURES]
    parts = allowed(ReportPart)
    assert list(FIGURES) == order == [name for name in parts if name in FIGURES]


def test_no_sentence_names_a_part_by_itself() -> None:
    """A number in a string is the part's own stamp, or one that `references.py` gives."""
    found = []
    for path in sorted((ROOT / "results").rglob("*.py")):
        if path.name == "references.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            stamp = re.fullmatch(r"Figure [\dA]+[a-h]?", node.value)
            if id(node) not in notes and not stamp and TOLD.search(node.value):
                found.append(f"{path.name}:{node.lineno}: {node.value[:60]}")
    assert not found


def test_no_study_names_a_part_by_its_number() -> None:
    for path in sorted((ROOT / "scenarios" / "studies").rglob("*.yaml")):
        told = [m.group() for m in TOLD.finditer(path.read_text(encoding="utf-8"))]
        assert not told, path.name
