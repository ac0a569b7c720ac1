"""The small study with money and with a business case, whole or spoiled; and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.faults import StudyFault
from scenarios.load import load_study
from tests.doors.small_study import STUDY, copy_of

SAYS = "status: assumed, source: made up"


MONEY = f"""
price_indices:
  deflator: {{title: Prices, unit: index, {SAYS}, levels: {{2012: 90, 2014: 100}}}}
oncall_pay:
  oncall:
    agency: fire
    title: On-call pay
    retainer: {{value: 3000, unit: GBP/person/yr, {SAYS}}}
    bands:
      full: {{people: {{value: 1, unit: share, {SAYS}}}, pays: {{value: 1, unit: share, {SAYS}}}}}
    turnout_fee: {{value: 18, unit: GBP/call, {SAYS}}}
    fee_covers: {{value: 1, unit: h, {SAYS}}}
    attendance_fee: {{value: 11, unit: GBP/call, {SAYS}}}
    hourly: {{value: 14, unit: GBP/h, {SAYS}}}
    drill: {{value: 2, unit: h/week, {SAYS}}}
    training: {{value: 40, unit: h/yr, {SAYS}}}
    holiday_pay: {{value: 0.12, unit: share, {SAYS}}}
    employer_ni: {{value: 0.138, unit: share, {SAYS}}}
    ni_from: {{value: 8000, unit: GBP/person/yr, {SAYS}}}
    pension: {{value: 0.14, unit: share, {SAYS}}}
    pension_members: {{value: 0.5, unit: share, {SAYS}}}
agreements:
  fee:
    title: Fee per call
    kind: fee
    payer: ambulance
    payee: fire
    driver: co_responder_calls
    rate: {{value: 80, unit: GBP/call, {SAYS}}}
    cap: {{value: 100, unit: calls/yr, {SAYS}}}
    share_above_cap: {{value: 0, unit: share, {SAYS}}}
  rent:
    title: Rent
    kind: rent
    payer: police
    payee: fire
    driver: sum_per_year
    rate: {{value: 9000, unit: GBP/yr, {SAYS}}}
    lease: {{term: {{value: 25, unit: yr, {SAYS}}}, breaks: [10, 15, 20]}}
costs:
  engines:
    agency: fire
    title: Engines
    driver: vehicles
    of: [pump]
    rate: {{value: 240000, unit: GBP, {SAYS}}}
    life: {{years: {{value: 15, unit: yr, {SAYS}}}, method: annuity, interest: {{value: 0.04, unit: share, {SAYS}}}}}
  miles: {{agency: fire, title: Fuel, driver: miles, rate: {{value: 0.5, unit: GBP/mile, {SAYS}}}}}
"""


def study_with(folder: Path, *edits: tuple[str, str], top: str = "") -> Path:
    """The small study with the money above, spoiled; its own item on on-call turnouts would pay them twice."""
    copy = copy_of(folder, (STUDY, "catalogue: [kit]", f"{top}catalogue: [kit, money]"))
    text = (copy / STUDY).read_text(encoding="utf-8")
    first, last = text.index("    oncall_turnouts:\n"), text.index("    ambulance_hours:\n")
    (copy / STUDY).write_text(text[:first] + text[last:], encoding="utf-8", newline="\n")
    money = MONEY
    for old, new in edits:
        assert money.count(old) == 1, old
        money = money.replace(old, new)
    (copy / "money.yaml").write_text(money, encoding="utf-8", newline="\n")
    return copy


def said(study: Path) -> str:
    with pytest.raises(StudyFault) as caught:
        load_study(str(study))
    return str(caught.value)


def dated(old: str, year: int) -> tuple[str, str]:
    return old, f"{old}, price_year: {year}"


CASE = f"""business_case:
  rules: book
  first_year: 2014
  years: {{value: 20, unit: yr, {SAYS}}}
  inflation: {{value: 0.02, unit: share, {SAYS}}}
  loans:
    board: {{interest: {{value: 0.04, unit: share, {SAYS}}}, years: {{value: 10, unit: yr, {SAYS}}}, repaid: annuity}}
  flows:
    station: {{title: Station, agency: fire, kind: building, options: [west_station, operative], loan: board,
      sum: {{value: 900000, unit: GBP, {SAYS}}}}}
    award: {{title: Award, agency: fire, kind: grant, sum: {{value: 10000, unit: GBP, {SAYS}}}}}
"""


RULES = f"""appraisal:
  book:
    title: Rules
    discount: {{value: 0.035, unit: share, {SAYS}}}
    discount_later: {{value: 0.03, unit: share, {SAYS}}}
    discount_health: {{value: 0.015, unit: share, {SAYS}}}
    optimism_bias: {{value: 0.24, unit: ratio, {SAYS}}}
"""


def case_with(folder: Path, *edits: tuple[str, str]) -> Path:
    """The small study with the business case above, spoiled."""
    case = CASE
    for old, new in edits:
        assert old in case, old
        case = case.replace(old, new, 1)
    copy = copy_of(
        folder,
        (STUDY, "catalogue: [kit]", "catalogue: [kit, book]"),
        (STUDY, "report:\n", case + "report:\n"),
    )
    (copy / "book.yaml").write_text(RULES, encoding="utf-8", newline="\n")
    return copy
