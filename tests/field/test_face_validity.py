"""Modelled against published, county by county: the difference is printed, and bounded only where it would mislead.

Published: `standards.csv` of the evidence folder, beside the open data (BLUELIGHT_DATA, else ../shared/data). Nothing
is fitted here; what a study has fitted is said in its catalogue. The bounds are wide on purpose: they catch a model
that has come loose from its county, not one that is some minutes out.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from geography.region import load_region
from results.measures import measure_run
from results.task import finish
from scenarios.load import load_study
from sim.run import run

DATA = Path(
    os.environ.get("BLUELIGHT_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
STANDARDS = DATA.parent / "evidence" / "uk" / "standards.csv"
DAYS = 28


@dataclass(frozen=True)
class Figure:
    """A published figure, which option's record it is, and the measure that it is held against."""

    evidence: str
    option: str
    measure: str
    group: str
    apart: float  # the most that the model may be away, in seconds or in share
    note_value: float | None = None  # where the figure stands in the row's note


def within(clock: str, standard: str) -> str:
    return f"clock={clock};service=ambulance;standard={standard}"


DWELLING = "clock=fire_dwelling_from_call;order=first;service=fire"
PRIMARY = "clock=fire_primary_from_call;order=first;service=fire"
RED1, RED2 = within("red1", "red1_8_min"), within("red2", "red2_8_min")
A19 = within("a19", "a19_19_min")
FIRE_10 = "clock=fire_pump_from_call;service=fire;standard=cornwall_10_min"
FIGURES = {
    ("lincolnshire", "dwelling fires, mean"): Figure(
        "STA015", "coresponding", "response_mean_s", DWELLING, 240
    ),
    ("lincolnshire", "primary fires, mean"): Figure(
        "STA016", "coresponding", "response_mean_s", PRIMARY, 120
    ),
    ("lincolnshire", "Red 1 within 8 min (EMAS)"): Figure(
        "STA051", "coresponding", "within_standard", RED1, 0.15
    ),
    ("lincolnshire", "Red 2 within 8 min"): Figure(
        "STA052", "coresponding", "within_standard", RED2, 0.12
    ),
    ("lincolnshire", "A19"): Figure(
        "STA052", "coresponding", "within_standard", A19, 0.05, note_value=0.86
    ),
    ("cornwall", "dwelling fires, mean"): Figure(
        "STA004", "programme", "response_mean_s", DWELLING, 240
    ),
    ("cornwall", "fires and collisions within 10 min"): Figure(
        "STA002", "programme", "within_standard", FIRE_10, 0.35
    ),
    ("cornwall", "Red 2 within 8 min"): Figure("STA053", "separate", "within_standard", RED2, 0.35),
}
STUDY = {"lincolnshire": "lincolnshire", "cornwall": "hayle"}


@cache
def published() -> dict[str, dict[str, str]]:
    if not STANDARDS.is_file():
        pytest.skip("needs evidence/uk/standards.csv beside the open data folder (BLUELIGHT_DATA)")
    with STANDARDS.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def value_of(figure: Figure) -> float:
    """The published figure in seconds or as a share."""
    row = published()[figure.evidence]
    if figure.note_value is not None:
        assert f"{figure.note_value:g}" in row["note"], row
        return figure.note_value
    if ":" in row["value"]:
        minutes, seconds = row["value"].split(":")
        return 60.0 * float(minutes) + float(seconds)
    return float(row["value"])


@cache
def modelled(county: str, option: str) -> pd.DataFrame:
    """The measures of four weeks of one option of a county's bundled study."""
    region = load_region(county)
    study = load_study(STUDY[county], region).with_changes(days=DAYS)
    scenario = next(s for s in study.scenarios if s.name == option)
    return measure_run(scenario, finish(run(scenario, region, 0), region), region)


@pytest.mark.parametrize(("county", "what"), list(FIGURES), ids=" ".join)
def test_modelled_against_published(county: str, what: str) -> None:
    figure = FIGURES[county, what]
    said = value_of(figure)
    table = modelled(county, figure.option)
    rows = table[(table["measure"] == figure.measure) & (table["group"] == figure.group)]
    assert len(rows) == 1, figure.group
    found = float(rows["value"].iloc[0])
    print(
        f"\n{county}, {what}: modelled {found:.3f}, published {said:.3f} ({figure.evidence}, "
        f"{published()[figure.evidence]['period']}), difference {found - said:+.3f} ({figure.option}, {DAYS} days)"
    )
    assert abs(found - said) <= figure.apart
