"""A business case declared wrongly: refused before anything is played, with its place and the likely fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.load import load_study
from tests.doors.money_study import MONEY, RULES, SAYS, case_with, said
from tests.doors.small_study import STUDY

CASE_MISTAKES: dict[str, tuple[tuple[str, str], list[str]]] = {
    "rules that are not there": (
        ("rules: book", "rules: boook"),
        ['There is no block of appraisal rules "boook"', "Did you mean book?"],
    ),
    "an option that is not there": (
        ("options: [west_station,", "options: [west_statoin,"),
        ['There is no option "west_statoin"', "Did you mean west_station?"],
    ),
    "a loan that is not there": (
        ("loan: board", "loan: bord"),
        ['There is no loan "bord"', "Did you mean board?"],
    ),
    "an agency that is none": (
        ("title: Award, agency: fire", "title: Award, agency: fier"),
        ["'fier'", "Did you mean fire?"],
    ),
    "money after the end": (
        ("kind: grant,", "kind: grant, first: 20,"),
        ["It is paid after the case's last year, 19"],
    ),
    "a grant that is borrowed": (
        ("kind: grant,", "kind: grant, loan: board,"),
        ["A grant has none", "building, vehicles, equipment, land"],
    ),
    "running costs of an option that is not there": (
        ("  loans:", f"  runs_for: {{operatve: {{value: 4, unit: yr, {SAYS}}}}}\n  loans:"),
        ['There is no option "operatve"', "Did you mean operative?"],
    ),
    "running costs past the end": (
        ("  loans:", f"  runs_for: {{operative: {{value: 40, unit: yr, {SAYS}}}}}\n  loans:"),
        ["40 years are none, or more than the case has", "up to 19 yr"],
    ),
    "no years": (("years: {value: 20,", "years: {value: 0,"), ["A case runs for whole years"]),
    "an optimism bias of 2,400%": (
        ("loan: board,", f"loan: board, optimism_bias: {{value: 24, unit: ratio, {SAYS}}},"),
        ["2400% is no optimism bias", "Did you mean 0.24?"],
    ),
    "half a year of a loan": (("value: 10, unit: yr", "value: 10.5, unit: yr"), ["a loan runs for whole years"]),
    "a negative life": (
        ("loan: board,", f"loan: board, life: {{value: -60, unit: yr, {SAYS}}},"),
        ["-60 yr is below 0"],
    ),
    "a year before its first": (("kind: grant,", "kind: grant, first: 5, last: 3,"), ["ends before its first year"]),
    "a sum of another year": (
        ("value: 900000, unit: GBP", "value: 900000, unit: GBP, price_year: 2010"),
        ["This is of 2010, and the study names no year of prices."],
    ),
}  # fmt: skip


def test_the_case_above_has_no_fault(tmp_path: Path) -> None:
    assert load_study(str(case_with(tmp_path))).head.business_case is not None


@pytest.mark.parametrize("mistake", CASE_MISTAKES)
def test_a_mistake_in_a_case_is_told_with_its_place(mistake: str, tmp_path: Path) -> None:
    edit, words = CASE_MISTAKES[mistake]
    text = said(case_with(tmp_path, edit))
    assert "study.yaml:" in text
    for word in words:
        assert word.lower() in text.lower(), text


def test_capital_in_the_yearly_costs_needs_an_outlay_in_the_case(tmp_path: Path) -> None:
    """Else the case would leave out what the yearly cost has."""
    study = case_with(tmp_path, ("kind: building", "kind: transition"), (" loan: board,", ""))
    text = (study / STUDY).read_text(encoding="utf-8")
    text = text.replace(
        "      - add:\n          stations.west_fire",
        "      - add:\n          costs.debt: {agency: fire, title: Debt, driver: sum_per_year, capital: true, "
        f"rate: {{value: 50000, unit: GBP/yr, {SAYS}}}}}\n          stations.west_fire",
    )
    (study / STUDY).write_text(text, encoding="utf-8", newline="\n")
    text = said(study)
    assert (
        "west_station has more capital of fire among its yearly costs (debt) and no outlay" in text
    )


def test_a_further_vehicle_whose_price_is_spread_needs_an_outlay_too(tmp_path: Path) -> None:
    """West's pump is one more of an item that the baseline has as well."""
    study = case_with(tmp_path, ("kind: building", "kind: transition"), (" loan: board,", ""))
    engines = MONEY[MONEY.index("  engines:") : MONEY.index("  miles:")]
    text = (
        (study / STUDY).read_text(encoding="utf-8").replace("[kit, book]", "[kit, book, engines]")
    )
    (study / STUDY).write_text(text, encoding="utf-8", newline="\n")
    (study / "engines.yaml").write_text(f"costs:\n{engines}", encoding="utf-8", newline="\n")
    text = said(study)
    assert (
        "west_station has more capital of fire among its yearly costs (engines) and no outlay"
        in text
    )
    assert "a flow of fire of kind vehicles" in text


def test_an_outlay_for_something_else_is_no_capital_of_the_pump(tmp_path: Path) -> None:
    """Chairs of the police's for a pound do not pay for a fire engine."""
    chairs = f"    chairs: {{title: Chairs, agency: police, kind: equipment, sum: {{value: 1, unit: GBP, {SAYS}}}}}\n"
    study = case_with(tmp_path, ("    award:", f"{chairs}    award:"))
    engines = MONEY[MONEY.index("  engines:") : MONEY.index("  miles:")]
    text = (
        (study / STUDY).read_text(encoding="utf-8").replace("[kit, book]", "[kit, book, engines]")
    )
    (study / STUDY).write_text(text, encoding="utf-8", newline="\n")
    (study / "engines.yaml").write_text(f"costs:\n{engines}", encoding="utf-8", newline="\n")
    assert "west_station has more capital of fire among its yearly costs (engines)" in said(study)


def test_rates_and_values_beyond_reason(tmp_path: Path) -> None:
    study = case_with(tmp_path)
    values = f"""life_values:
  qaly:
    title: QALYs
    of: survivor
    value: {{value: 60000, unit: GBP/h, {SAYS}}}
    qalys: {{value: -6, unit: bananas, {SAYS}}}
"""
    rules = RULES.replace("discount: {value: 0.035", "discount: {value: 1")
    (study / "book.yaml").write_text(rules + values, encoding="utf-8", newline="\n")
    text = said(study)
    assert "100% a year is no rate of appraisal" in text
    assert "'GBP/h' is no sum" in text
    spoiled = values.replace("GBP/h", "GBP")
    (study / "book.yaml").write_text(RULES + spoiled, encoding="utf-8", newline="\n")
    assert "'bananas' is no number of life years" in said(study)
    spoiled = spoiled.replace("bananas", "QALY")
    (study / "book.yaml").write_text(RULES + spoiled, encoding="utf-8", newline="\n")
    assert "-6 are not the years of a life" in said(study)
