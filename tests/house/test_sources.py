"""Every number with a meaning says its unit, its status and its source; cited evidence is there and says the same."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from geography.region import list_regions, load_region
from scenarios.documents import read_yaml
from scenarios.load import bundled_studies, load_study
from scenarios.study import sourced_numbers
from scenarios.words import Status

ROOT = Path(__file__).parents[2]
FILES = sorted([
    *(ROOT / "scenarios" / "catalogue").glob("*.yaml"),
    *(ROOT / "scenarios" / "studies").glob("*.yaml"),
])  # fmt: skip
EVIDENCE = Path(os.environ.get("BLUELIGHT_EVIDENCE", ROOT.parent / "shared" / "evidence" / "uk"))
IDENTIFIER = re.compile(r"\b(?:TIM|DEM|COS|STA|EVA|OUT)\d{3}\b")
needs_evidence = pytest.mark.skipif(not EVIDENCE.is_dir(), reason="the evidence is not here")

# Numbers that count or place things, and defend themselves; everything else needs a source.
COUNTS = {
    "crew", "people", "pump_crew", "urgency", "orders", "moves_every_min", "easting", "northing",
    "seats", "days", "warm_up_days", "cool_down_days", "replications", "seed", "focus", "price_year",
    "first_year", "runs_from", "first", "last", "breaks", "left_after", "bays",
}  # fmt: skip

# How many places to look for, and how many runs to tell them apart by: of the method, as replications are.
OF_A_SITING = {
    ("site", "k"), ("site", "simulate"), ("site", "procedure", "confidence"),
    ("site", "procedure", "first_stage"), ("site", "procedure", "max_replications"),
}  # fmt: skip


def numbers(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, bool]]:
    """Every number of plain data: where, which, and whether a block with status and source holds it."""
    if isinstance(data, dict):
        defended = {"status", "source"} <= set(data)
        for key, value in data.items():
            for where, number, inside in numbers(value, (*path, key)):
                yield where, number, inside or defended
    elif isinstance(data, list):
        for value in data:
            yield from numbers(value, path)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield path, data, False


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_bare_number_has_a_meaning(file: Path) -> None:
    bare = [
        ".".join(where)
        for where, _, defended in numbers(read_yaml(file).data)
        if not defended
        and not any(part.rpartition(".")[2] in COUNTS for part in where)
        and where not in OF_A_SITING
        and where[0] != "sweep"  # a sweep's values are what might be, not what is
    ]
    assert not bare


@pytest.mark.parametrize("name", bundled_studies())
def test_every_number_of_a_study_has_source_and_status(name: str) -> None:
    found = sourced_numbers(load_study(name))
    assert len(found) > 50
    for number in found:
        assert number.unit, number.where
        assert number.status in get_args(Status), number.where
        assert len(number.source.strip()) >= 5, number.where
        told = number.source.lower()
        assert "todo" not in told, number.where
        assert "tbc" not in told, number.where


@pytest.mark.parametrize("name", list_regions())
def test_every_constant_of_a_region_has_source_and_status(name: str) -> None:
    for constant in load_region(name).sources:
        assert constant.unit, constant.name
        assert constant.status in get_args(Status), constant.name
        assert len(constant.source.strip()) >= 5, constant.name


@cache
def evidence() -> dict[str, dict[str, str]]:
    """The rows of the evidence by their number."""
    rows = {}
    for file in sorted(EVIDENCE.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                if IDENTIFIER.fullmatch(row.get("id") or ""):
                    rows[row["id"]] = row
    return rows


def cited() -> Iterator[tuple[str, str]]:
    for file in [*FILES, *sorted((ROOT / "geography" / "regions").glob("*/*.yaml"))]:
        for identifier in IDENTIFIER.findall(file.read_text(encoding="utf-8")):
            yield file.name, identifier


@needs_evidence
def test_cited_evidence_is_there() -> None:
    missing = sorted({(file, number) for file, number in cited() if number not in evidence()})
    assert not missing


def values_in(text: str) -> list[float]:
    """The numbers in a cell of the evidence; `1:14` is minutes and seconds."""
    found = [int(m) * 60.0 + int(s) for m, s in re.findall(r"\b(\d+):(\d\d)\b", text)]
    plain = re.sub(r"\b\d+:\d\d\b", " ", text).replace(",", "")
    return found + [float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", plain)]


def said_there(number: float, there: list[float]) -> bool:
    """Whether the evidence has this number, in the same unit or as minutes for seconds."""
    same = [factor * other for other in there for factor in (1.0, 60.0)]
    return any(abs(abs(number) - abs(other)) < 1e-9 for other in same)


def quoted() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Declared numbers whose source begins with the number of a row and says of no working: taken as they stand."""

    def blocks(data: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(data, dict):
            if {"status", "source", "unit"} <= set(data):
                yield path, data
            for key, value in data.items():
                yield from blocks(value, f"{path}.{key}")
        elif isinstance(data, list):
            for value in data:
                yield from blocks(value, path)

    for file in FILES:
        for where, block in blocks(read_yaml(file).data, file.stem):
            source = str(block["source"])
            worked = re.search(r" x |/|caution|seems|nearer|per head|fitted|read from|%|:", source)
            number = IDENTIFIER.match(source)
            if number and (not worked or re.match(r"TIM013:", source)):
                yield where, number.group(), block


@needs_evidence
def test_numbers_quoted_from_the_evidence_are_the_evidence_s() -> None:
    checked, wrong = 0, []
    for where, identifier, block in quoted():
        row = evidence()[identifier]
        there = values_in(f"{row['value']} {row['unit']}")
        said = [float(block["value"])] if "value" in block else [float(block["mean"])]
        if "sd" in block and "sd" in row["value"]:
            said.append(float(block["sd"]))
        checked += 1
        if not all(said_there(number, there) for number in said):
            wrong.append(
                f"{where}: {said} {block['unit']}; {identifier} has {row['value']} {row['unit']}"
            )
    assert checked > 25
    assert not wrong


@needs_evidence
def test_no_number_is_called_more_certain_than_its_evidence() -> None:
    allowed = {
        "sourced": {"observed", "estimated", "assumed"},
        "derived": {"estimated", "assumed"},
        "approximate": {"assumed"},
        "assumption": {"assumed"},
        "suspect": {"assumed"},
    }
    wrong = []
    for where, identifier, block in quoted():
        row = evidence()[identifier]
        if block["status"] not in allowed[row["status"].strip()]:
            wrong.append(f"{where}: {block['status']}; {identifier} is {row['status']}")
    assert not wrong
