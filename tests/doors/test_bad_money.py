"""Money declared wrongly: refused before anything is played, all at once, with its place and the likely fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from results.oncall_pay import is_paid
from scenarios.load import load_study
from scenarios.prices import in_prices_of
from tests.doors.money_study import SAYS, case_with, dated, said, study_with
from tests.doors.small_study import KIT, SMALL, STUDY, copy_of


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
