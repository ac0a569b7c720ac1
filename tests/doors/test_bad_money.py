"""Money declared wrongly: refused before anything is played, all at once, with its place and the likely fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from results.oncall_pay import is_paid
from scenarios.faults import StudyFault
from scenarios.load import load_study
from scenarios.prices import in_prices_of
from tests.doors.small_study import KIT, SMALL, STUDY, copy_of

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


def test_the_money_above_has_no_fault(tmp_path: Path) -> None:
    assert load_study(str(study_with(tmp_path))).baseline.agreements


RECOVERIES = (
    "".join(
        f"  recovery_{payer}: {{title: Fuel, kind: cost_recovery, payer: {payer}, payee: fire, recovers: [miles], "
        f"share: {{value: 0.7, unit: share, {SAYS}}}}}\n"
        for payer in ("police", "ambulance")
    )
    + "costs:\n"
)

# What is spoiled in the money; and what must be said.
MISTAKES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "a driver that no run produces": (
        [("driver: miles", "driver: milage")],
        ["'milage'", "Did you mean miles?"],
    ),
    "a rate in another unit than the driver's": (
        [("value: 0.5, unit: GBP/mile", "value: 0.5, unit: GBP/h")],
        ["'GBP/h': a rate on miles is in another unit", "GBP/mile"],
    ),
    "a share over 100%": (
        [("holiday_pay: {value: 0.12", "holiday_pay: {value: 12")],
        ["12 share is above 1", "Did you mean 0.12?"],
    ),
    "bands that leave people out": (
        [("full: {people: {value: 1,", "full: {people: {value: 0.8,")],
        ["add to 0.8", "shares that add to 1"],
    ),
    "a negative life": (
        [("years: {value: 15,", "years: {value: -15,")],
        ["-15 yr is below 0"],
    ),
    "no life at all": ([("years: {value: 15,", "years: {value: 0,")], ["A life of 0 years"]),
    "an annuity without interest": (
        [(f", interest: {{value: 0.04, unit: share, {SAYS}}}", "")],
        ["needs its `interest`"],
    ),
    "an agreement with nobody": (
        [("payer: ambulance", "payer: ambulence")],
        ["'ambulence'", "Did you mean ambulance?"],
    ),
    "an agreement with oneself": ([("payer: police", "payer: fire")], ["Nobody pays themselves"]),
    "a cap that nobody bears": (
        [(f"    share_above_cap: {{value: 0, unit: share, {SAYS}}}\n", "")],
        ["who bears what is above it"],
    ),
    "a break after the term": (
        [("breaks: [10, 15, 20]", "breaks: [10, 30]")],
        ["30 years is not within the term"],
    ),
    "a lease left where there is no break": (
        [("breaks: [10, 15, 20]", "breaks: [10, 15, 20], left_after: 12")],
        ["cannot be left after 12 years", "10, 15, 20"],
    ),
    "a vehicle type that is not there": (
        [("of: [pump]", "of: [pmup]")],
        ['There is no vehicle type "pmup"', "Did you mean pump?"],
    ),
    "people paid twice": (
        [("driver: miles, rate: {value: 0.5, unit: GBP/mile",
          "driver: oncall_turnouts, rate: {value: 0.5, unit: GBP/call")],
        ["they would be paid twice"],
    ),
    "a level of prices that is nought": ([("2012: 90", "2012: 0")], ["A level of 0 is no price"]),
    "two agreements that nobody could tell apart": (
        [("    title: Rent\n    kind: rent\n    payer: police",
          "    title: Fee per call\n    kind: rent\n    payer: ambulance")],
        ["fee has this title already, between the same two"],
    ),
    "a grade in a pool that knows none": (
        [(
            "costs:\n",
            "costs:\n  officers: {agency: fire, title: Officers, driver: posts, of: [east_watch], grade: officers, "
            f"rate: {{value: 50000, unit: GBP/person/yr, {SAYS}}}}}\n",
        )],
        ["east_watch does not say how many of its people are officers"],
    ),
    "posts of people on call": (
        [("driver: miles, rate: {value: 0.5, unit: GBP/mile",
          "driver: posts, of: [mid_oncall], rate: {value: 42000, unit: GBP/yr")],
        ["`posts` counts people with shifts, not those on call: mid_oncall would count for nothing"],
    ),
    "hours available of people with shifts": (
        [("driver: miles, rate: {value: 0.5, unit: GBP/mile",
          "driver: availability_hours, of: [east_watch], rate: {value: 1, unit: GBP/h")],
        ["counts people on call, not those with shifts: east_watch"],
    ),
    "on-call pay of a watch": (
        [("    title: On-call pay\n", "    title: On-call pay\n    of: [east_watch, mid_oncall]\n")],
        ["counts people on call, not those with shifts: east_watch would count for nothing"],
    ),
    "floor area of stations that say none": (
        [("driver: miles, rate: {value: 0.5, unit: GBP/mile",
          "driver: floor_area, rate: {value: 40, unit: GBP/m2/yr")],
        ["`floor_area` is added up over stations that declare it, and there is none"],
    ),
    "patients whom no fire vehicle could take": (
        [("driver: miles, rate: {value: 0.5, unit: GBP/mile",
          "driver: conveyed_by_fire, rate: {value: 40, unit: GBP/call")],
        ["needs vehicles of the fire service with the skill convey, and there is none: it would cost nothing"],
    ),
    "co-responder calls of an ambulance": (
        [("    driver: co_responder_calls\n", "    driver: co_responder_calls\n    of: [dca_1]\n")],
        ["of another service than the ambulance's: dca_1 would count for nothing"],
    ),
    "attendances of neighbours without a neighbour": (
        [("driver: miles, rate: {value: 0.5, unit: GBP/mile",
          "driver: neighbour_attendances, rate: {value: 40, unit: GBP/call")],
        ["are those of vehicles from stations with `outside_county`, and there is none"],
    ),
    "a type alerted selectively that is not there": (
        [("    title: On-call pay\n", "    title: On-call pay\n    selective: [pmp]\n")],
        ['There is no vehicle type "pmp"', "Did you mean pump?"],
    ),
    "people left unpaid who are nowhere": (
        [("    title: On-call pay\n", "    title: On-call pay\n    unpaid: [west_oncal]\n")],
        ['There is no crew pool "west_oncal"', "Did you mean west_oncall?"],
    ),
    "a list of nothing": (
        [("of: [pump]", "of: []")],
        ["An empty list names nothing", "leave `of` out for all of them"],
    ),
    "on-call people whom nothing pays": (
        [("    title: On-call pay\n", "    title: On-call pay\n    of: [mid_oncall]\n")],
        ["west_oncall is on call and no block of `oncall_pay` names it"],
    ),
    "a fee for each call in pounds an hour": (
        [("value: 80, unit: GBP/call", "value: 80, unit: GBP/h")],
        ["'GBP/h': a rate on co_responder_calls is in another unit", "GBP/call"],
    ),
    "a cap of hours on calls": (
        [("cap: {value: 100, unit: calls/yr", "cap: {value: 100, unit: h/yr")],
        ["'h/yr' is not what co_responder_calls counts", "GBP/yr, calls/yr"],
    ),
    "a lease of two years and a half": (
        [("term: {value: 25,", "term: {value: 25.5,")], ["A lease of 25.5 years", "whole years"],
    ),
    "breaks in disorder": (
        [("breaks: [10, 15, 20]", "breaks: [15, 10, 10]")], ["not in order, or one is there twice"],
    ),
    "a sum for leaving a lease that is not left": (
        [("breaks: [10, 15, 20]", f"breaks: [10, 15], exit: {{value: 9, unit: GBP, {SAYS}}}")],
        ["A lease that runs its term is not left"],
    ),
    "a sum for leaving, by the hour": (
        [("breaks: [10, 15, 20]",
          f"breaks: [10, 15], left_after: 10, exit: {{value: 9, unit: GBP/h, {SAYS}}}")],
        ["'GBP/h' is no sum paid once"],
    ),
    "two who are both outside": (
        [("payer: police\n    payee: fire", "payer: council\n    payee: neighbours")],
        ["Council and neighbours are both outside"],
    ),
    "nobody could drill so long": (
        [("value: 2, unit: h/week", "value: 200, unit: h/week")], ["h a year of one person"],
    ),
    "a life of some days": ([("years: {value: 15,", "years: {value: 0.01,")], ["A life of 0.01 years"]),
    "a rate beyond all money": ([("value: 0.5, unit: GBP/mile", "value: 1.0e+300, unit: GBP/mile")], ["is above"]),
    "a cost that is recovered twice": (
        [("costs:\n", RECOVERIES)], ["With the agreements before it, 140% of miles would be recovered"],
    ),
    "a cost that is named twice": (
        [("costs:\n", RECOVERIES.replace("[miles]", "[miles, miles]", 1))],
        ["miles is named twice, and would be recovered twice"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place(mistake: str, tmp_path: Path) -> None:
    edits, words = MISTAKES[mistake]
    text = said(study_with(tmp_path, *edits))
    assert "money.yaml:" in text
    for word in words:
        assert word in text, text


def dated(old: str, year: int) -> tuple[str, str]:
    return old, f"{old}, price_year: {year}"


def test_prices_of_several_years_need_a_year_and_an_index(tmp_path: Path) -> None:
    two = (dated("value: 0.5, unit: GBP/mile", 2012), dated("value: 240000, unit: GBP", 2014))
    text = said(study_with(tmp_path / "a", *two))
    assert "Prices of 2012, 2014 stand side by side" in text
    assert "`price_year` at the top of the study" in text
    load_study(str(study_with(tmp_path / "b", *two, top="price_year: 2014\n")))
    text = said(study_with(tmp_path / "c", *two, top="price_year: 2013\n"))
    assert text.count("The price index has no level for 2013.") == 2
    block = f"  deflator: {{title: Prices, unit: index, {SAYS}, levels: {{2012: 90, 2014: 100}}}}\n"
    text = said(
        study_with(tmp_path / "d", *two, (f"price_indices:\n{block}", ""), top="price_year: 2014\n")
    )
    assert "This is of 2012, the study's prices of 2014, and there is no index" in text
    assert text.count("no index between them") == 1


def test_an_agency_without_station_or_cost_is_not_there(tmp_path: Path) -> None:
    study = study_with(tmp_path)
    text = (study / STUDY).read_text(encoding="utf-8")
    text = text.replace("agencies: [police]", "agencies: [fire]")
    (study / STUDY).write_text(text, encoding="utf-8", newline="\n")
    assert "police is no agency of this study: it has no station and no cost." in said(study)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    some = ("a driver that no run produces", "a share over 100%", "a negative life",
            "an agreement with nobody", "a break after the term")  # fmt: skip
    text = said(study_with(tmp_path, *(edit for name in some for edit in MISTAKES[name][0])))
    for name in some:
        for word in MISTAKES[name][1]:
            assert word in text, (word, text)


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


def test_what_options_are_judged_by_must_not_reward_a_call_that_nobody_reached(
    tmp_path: Path,
) -> None:
    lines = """report:
  frontier:
    - {measure: response_mean_s, group: clock=red1;order=first;service=ambulance}
    - {measure: within_standard, group: clock=red1;service=ambulance;standard=red1_9_min}
"""
    text = said(copy_of(tmp_path, (STUDY, "report:\n", lines)))
    assert "'response_mean_s' cannot judge an option" in text
    assert "There is no standard 'red1_9_min'" in text
    assert "Did you mean red1_8_min?" in text


def test_the_names_in_a_block_are_looked_for_though_the_block_has_another_fault(
    tmp_path: Path,
) -> None:
    """One reading tells them all: of types, of names, of units."""
    edits = [
        ("    title: On-call pay\n", "    title: On-call pay\n    of: [mid_oncal]\n"),
        ("unit: h/week", "unit: h/wek"),
        ("of: [pump]", "of: [pmup]"),
        ("value: 240000, unit: GBP", "value: lots, unit: GBP"),
        ("payer: ambulance", "payer: ambulence"),
    ]
    text = said(study_with(tmp_path / "a", *edits))
    for words in (
        "Did you mean mid_oncall?",
        "h/wek",
        "Did you mean pump?",
        "This is text, not a number",
        "Did you mean ambulance?",
    ):
        assert words in text, (words, text)
    edits = [
        ("rules: book", "rules: boook"),
        ("loan: board,", "loan: bord,"),
        ("west_station,", "west_statoin,"),
        ("kind: grant,", "kind: grannt,"),
        ("value: 20,", "value: twenty,"),
    ]
    text = said(case_with(tmp_path / "b", *edits))
    for word in ("book", "board", "west_station", "grant"):
        assert f"Did you mean {word}?" in text, (word, text)
    assert "This is text, not a number" in text


def test_one_dated_price_among_others_needs_a_year_of_the_study(tmp_path: Path) -> None:
    text = said(study_with(tmp_path, dated("value: 0.5, unit: GBP/mile", 2012)))
    assert "This is of 2012" in text
    assert "says no year, and the study has none either" in text


def test_of_several_indices_the_study_names_one(tmp_path: Path) -> None:
    """The planner's own table is used where it is named; else nobody could say which."""
    mine = f"  own: {{title: Own, unit: index, {SAYS}, levels: {{2012: 50, 2014: 100}}}}\n"
    edits = (
        dated("value: 0.5, unit: GBP/mile", 2012),
        ("price_indices:\n", f"price_indices:\n{mine}"),
    )
    text = said(study_with(tmp_path / "a", *edits, top="price_year: 2014\n"))
    assert "there are several indices of prices: own, deflator" in text
    text = said(study_with(tmp_path / "b", *edits, top="price_year: 2014\nprice_index: ovn\n"))
    assert "Did you mean own?" in text
    found = load_study(
        str(study_with(tmp_path / "c", *edits, top="price_year: 2014\nprice_index: own\n"))
    ).baseline
    rate = in_prices_of(found.costs["miles"].rate, found.price_year, found.price_indices)
    assert rate == 1.0  # 0.5 of 2012 at twice the level


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


def test_words_that_say_nothing_and_blocks_that_count_for_nothing(tmp_path: Path) -> None:
    kit = (SMALL / KIT).read_text(encoding="utf-8")
    block = kit[kit.index("arrests:\n") + 9 : kit.index("fire_death_curves:\n")]
    again = (
        KIT,
        "fire_death_curves:\n",
        block.replace("  some:", "  others:") + "fire_death_curves:\n",
    )
    text = said(copy_of(
        tmp_path, again,
        (STUDY, "    title: A third fire station\n", "    title: A third fire station\n    costs_incomplete: ''\n"),
        (STUDY, "    rounding: 0.1\n", "    rounding: 100\n"),
    ))  # fmt: skip
    for words in (
        "It says nothing",
        "some says already which calls may be arrests",
        "any sum would agree with 2",
    ):
        assert words in text, text


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


def test_people_who_are_said_to_be_unpaid_cost_nothing_and_are_no_fault(tmp_path: Path) -> None:
    edit = (
        "    title: On-call pay\n",
        "    title: On-call pay\n    of: [mid_oncall]\n    unpaid: [west_oncall]\n",
    )
    found = load_study(str(study_with(tmp_path / "a", edit))).scenarios[1]
    pay = found.oncall_pay["oncall"]
    assert [pool for pool in found.crew_pools if is_paid(pay, found, pool)] == ["mid_oncall"]
    edit = ("    title: On-call pay\n", "    title: On-call pay\n    unpaid: [west_oncall]\n")
    found = load_study(str(study_with(tmp_path / "b", edit))).scenarios[1]
    pay = found.oncall_pay["oncall"]
    oncall = [name for name, pool in found.crew_pools.items() if pool.duty == "oncall"]
    assert [pool for pool in oncall if is_paid(pay, found, pool)] == ["mid_oncall"]
