"""Laws of money: payments between agencies, discounting, transfers in the economic view, demand and variable cost."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.business_case import factors, payback, present, ratio
from results.cash_lines import ECONOMIC, FINANCIAL, Case, Line, option_lines
from results.costs import cost_table, money_measures
from results.outcomes import fire_deaths
from results.tables import labelled
from results.task import Tables, finish
from scenarios.agreements import Agreement
from scenarios.business_case import AppraisalRules, BusinessCase, Loan
from scenarios.costs import CostItem
from scenarios.drivers import DRIVER_UNITS
from scenarios.outcomes import FireDeathCurve
from scenarios.prices import Life, annuity
from scenarios.quantity import Share
from scenarios.scenario import Scenario
from scenarios.words import Agency, CostDriver, Party, allowed
from sim.run import run
from tests.theory.by_hand import SOURCE, study, tinyshire

FEW = settings(max_examples=40, deadline=None)
MONEY = st.floats(0, 1e6, allow_nan=False).map(lambda gbp: round(gbp, 2))
RATES = st.floats(0.001, 0.15)


def said(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, **SOURCE}


@cache
def played() -> tuple[Scenario, Tables]:
    """One run of the small study's operative, whose tables every law prices anew."""
    scenario = study().scenarios[2]
    days = scenario.calendar.model_copy(update={"days": 7})
    short = scenario.model_copy(update={"calendar": days})
    return short, finish(run(short, tinyshire(), 0), tinyshire())


def item(agency: str, driver: str, rate: float, **more: Any) -> CostItem:
    return CostItem.model_validate(
        {"agency": agency, "title": driver, "driver": driver, "rate": said(rate, DRIVER_UNITS[driver]), **more}
    )  # fmt: skip


DRIVERS_FREE = sorted(set(allowed(CostDriver)) - {"training_days"})
ITEMS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4),
    st.builds(item, st.sampled_from(allowed(Agency)), st.sampled_from(DRIVERS_FREE), MONEY),
    max_size=5,
)


@st.composite
def agreements(draw: st.DrawFn, names: list[str]) -> Agreement:
    agency = draw(st.sampled_from(allowed(Agency)))
    other = draw(st.sampled_from([party for party in allowed(Party) if party != agency]))
    payer, payee = draw(st.permutations([agency, other]))
    block: dict[str, Any] = {
        "title": f"From {payer}",
        "kind": "fee",
        "payer": payer,
        "payee": payee,
    }
    if names and draw(st.booleans()):
        block |= {"recovers": names, "share": said(draw(st.floats(0, 1)), "share")}
        cap = "GBP/yr"
    else:
        driver = draw(st.sampled_from(DRIVERS_FREE))
        block |= {"driver": driver, "rate": said(draw(MONEY), DRIVER_UNITS[driver])}
        counted = {"GBP/call": "calls/yr", "GBP/h": "h/yr"}.get(DRIVER_UNITS[driver], "GBP/yr")
        cap = draw(st.sampled_from(["GBP/yr", counted]))
    if draw(st.booleans()):
        block |= {
            "cap": said(draw(MONEY), cap),
            "share_above_cap": said(draw(st.floats(0, 1)), "share"),
        }
    return Agreement.model_validate(block)


@st.composite
def priced(draw: st.DrawFn) -> Scenario:
    scenario, _ = played()
    costs = draw(ITEMS)
    some = draw(st.lists(agreements(list(costs)), max_size=4))
    named = {f"a{number}": one for number, one in enumerate(some)}
    return scenario.model_copy(update={"costs": costs, "agreements": named, "oncall_pay": {}})


def pence(gbp: float) -> int:
    return round(gbp * 100)


@FEW
@given(priced())
def test_net_positions_add_to_the_whole_to_the_penny(scenario: Scenario) -> None:
    costs = cost_table(scenario, played()[1])
    frame = money_measures(scenario, costs, played()[1])
    net = frame[(frame["measure"] == "net_cost_gbp").to_numpy()].set_index("group")["value"]
    parts = [pence(gbp) for group, gbp in net.items() if group]
    assert sum(parts) == (pence(net[""]) if len(net) else 0)
    both_inside = all(
        {a.payer, a.payee} <= set(allowed(Agency)) for a in scenario.agreements.values()
    )
    gross = costs[~costs["transfer"].to_numpy(dtype=bool)]["amount_gbp_per_year"]
    if both_inside:
        assert sum(parts) == sum(pence(gbp) for gbp in gross)


@FEW
@given(priced(), st.data())
def test_transfers_vanish_from_the_economic_view_and_from_the_whole(
    scenario: Scenario, data: st.DataObject
) -> None:
    inside = {
        name: a
        for name, a in scenario.agreements.items()
        if {a.payer, a.payee} <= set(allowed(Agency))
    }
    option = scenario.model_copy(update={"agreements": inside})
    baseline = option.model_copy(update={"name": "before", "agreements": {}, "costs": {}})
    case, bare = (
        case_of(one, baseline, data.draw(st.floats(0, 0.05)))
        for one in (option, option.model_copy(update={"agreements": {}}))
    )
    lines = list(option_lines(case, option))
    without = list(option_lines(bare, option.model_copy(update={"agreements": {}})))
    economic = [[x for x in some if x.view == ECONOMIC] for some in (lines, without)]
    assert [(x.agency, x.item) for x in economic[0]] == [(x.agency, x.item) for x in economic[1]]
    for one, other in zip(*economic, strict=True):
        assert np.array_equal(one.gbp, other.gbp)
    moved = [x.gbp for x in lines if x.view == FINANCIAL and "Running" not in x.item]
    assert np.abs(np.sum(moved, axis=0)).max() < 0.005 if moved else True


@FEW
@given(
    st.floats(1e4, 1e6),
    st.floats(-1e5, 1e5),
    st.floats(0, 1),
    st.floats(0, 1e5),
    st.integers(2, 60),
)
def test_the_ratio_does_not_follow_the_bookkeeping(
    put_in: float, saved: float, share: float, fee: float, years: int
) -> None:
    """Whoever saves, in however many lines, and whatever one pays another: a pound put in brings back the same."""
    case = plain_case(years, 0.035, 0.03)
    yearly = np.ones((years, 1))
    yearly[0] = 0.0
    outlay = np.zeros((years, 1))
    outlay[0] = -put_in
    station = Line(ECONOMIC, "fire", "Station", outlay, investment=True, flow="Station")
    plain = [station, Line(ECONOMIC, "fire", "Running", yearly * saved)]
    split = [
        station,
        Line(ECONOMIC, "fire", "Running", yearly * saved * share + 1.0),
        Line(ECONOMIC, "police", "Running", yearly * saved * (1 - share) - 1.0),
        Line(ECONOMIC, "fire", "Fee (received from police)", yearly * fee),
        Line(ECONOMIC, "police", "Fee (paid to fire)", -yearly * fee),
    ]
    found = [ratio(lines, [present(case, line) for line in lines]) for lines in (plain, split)]
    assert found[0] == pytest.approx(found[1], abs=1e-6)
    assert np.isnan(ratio(plain[1:], [present(case, plain[1])]))


@FEW
@given(st.integers(2, 60), st.integers(-15, 15), st.floats(0, 0.08), st.floats(1, 1e6))
def test_both_views_are_in_the_prices_of_the_study_s_year(
    years: int, ahead: int, inflation: float, gbp: float
) -> None:
    """Whatever lies between the year of prices and the case's first year: a real pound is worth the same in both."""
    case = plain_case(years, 0.035, 0.03, inflation)
    dated = replace(case, baseline=case.baseline.model_copy(update={"price_year": 2014 - ahead}))
    real = np.full((years, 1), gbp)
    paid = Line(FINANCIAL, "fire", "x", real * dated.prices()[:, None])
    assert present(dated, paid) == pytest.approx(present(dated, Line(ECONOMIC, "fire", "x", real)))


def rules(rate: float = 0.035, later: float = 0.03) -> AppraisalRules:
    return AppraisalRules.model_validate({
        "title": "Rules", "discount": said(rate, "share"), "discount_later": said(later, "share"),
        "discount_health": said(0.015, "share"), "optimism_bias": said(0.24, "ratio"),
    })  # fmt: skip


def case_of(option: Scenario, baseline: Scenario, inflation: float) -> Case:
    tables = played()[1]
    both = [labelled(cost_table(s, tables), s.name, 0) for s in (option, baseline)]
    return Case(declared(20, inflation), rules(), baseline, pd.concat(both), (0,))


def declared(years: int, inflation: float = 0.0) -> BusinessCase:
    return BusinessCase.model_validate({
        "rules": "r", "first_year": 2014, "years": said(years, "yr"), "inflation": said(inflation, "share"),
    })  # fmt: skip


def plain_case(years: int, rate: float, later: float, inflation: float = 0.0) -> Case:
    empty = cost_table(played()[0].model_copy(update={"costs": {}}), played()[1])
    whole = labelled(empty, "x", 0)
    return Case(declared(years, inflation), rules(rate, later), played()[0], whole, (0,))


@FEW
@given(st.integers(2, 31), RATES, st.floats(1, 1e6))
def test_discounting_a_constant_is_the_annuity_formula(years: int, rate: float, gbp: float) -> None:
    case = plain_case(years, rate, rate)
    money = np.full((years, 1), gbp)
    money[0] = 0.0
    value = present(case, Line(ECONOMIC, "fire", "constant", money))[0]
    assert value == pytest.approx(gbp * (1 - (1 + rate) ** -(years - 1)) / rate)
    assert annuity(value, rate, years - 1) == pytest.approx(gbp)


def test_the_rate_falls_after_the_thirtieth_year_and_only_then() -> None:
    worth = factors(plain_case(33, 0.035, 0.03), ECONOMIC)
    assert worth[30] == pytest.approx(1.035**-30)
    assert worth[31] == pytest.approx(1.035**-30 / 1.03)
    assert worth[32] == pytest.approx(1.035**-30 / 1.03**2)
    last = rules().model_copy(update={"discount_last": Share.model_validate(said(0.025, "share"))})
    assert last.factor(75) == pytest.approx(1.035**-30 * 1.03**-45)
    assert last.factor(77) == pytest.approx(1.035**-30 * 1.03**-45 * 1.025**-2)
    assert rules().factor(40, health=True) == pytest.approx(1.015**-40)


@FEW
@given(st.integers(2, 60), RATES, st.floats(1, 1e7), st.floats(0, 0.1))
def test_money_that_rises_with_prices_is_worth_in_both_views_the_same(
    years: int, rate: float, gbp: float, inflation: float
) -> None:
    case = plain_case(years, rate, rate, inflation)
    money = np.full((years, 1), gbp)
    rising = money * (1 + inflation) ** np.arange(years)[:, None]
    nominal = present(case, Line(FINANCIAL, "fire", "x", rising))
    assert nominal == pytest.approx(present(case, Line(ECONOMIC, "fire", "x", money)))


@FEW
@given(
    st.integers(1, 60),
    st.floats(0, 0.15),
    st.floats(1, 1e7),
    st.sampled_from(["annuity", "equal_instalments"]),
)
def test_a_loan_is_paid_off_and_its_payments_are_worth_what_was_lent(
    years: int, rate: float, gbp: float, repaid: str
) -> None:
    loan = Loan.model_validate(
        {"interest": said(rate, "share"), "years": said(years, "yr"), "repaid": repaid}
    )
    rows = loan.payments(gbp)
    assert len(rows) == years
    assert sum(part for _, part in rows) == pytest.approx(gbp)
    worth = sum((cost + part) / (1 + rate) ** year for year, (cost, part) in enumerate(rows, 1))
    assert worth == pytest.approx(gbp)
    if repaid == "annuity":
        payments = [cost + part for cost, part in rows]
        assert payments == pytest.approx([payments[0]] * years)


@FEW
@given(st.floats(1, 60), RATES, st.floats(1, 1e7), st.floats(0, 1))
def test_a_life_s_charges_pay_its_price(
    years: float, rate: float, gbp: float, fetches: float
) -> None:
    whole = round(years)
    life = Life.model_validate({
        "years": said(whole, "yr"), "method": "annuity", "interest": said(rate, "share"),
        "fetches": said(fetches, "share"),
    })  # fmt: skip
    charge = life.charge(gbp)
    worth = sum(charge / (1 + rate) ** year for year in range(1, whole + 1))
    assert worth + fetches * gbp / (1 + rate) ** whole == pytest.approx(gbp)
    straight = Life.model_validate({"years": said(whole, "yr"), "method": "straight_line"})
    assert straight.charge(gbp) * whole == pytest.approx(gbp)


WORK = ["rider_turnouts", "rider_hours", "out_h", "returning_h", "arrivals", "driven_m"]


def busier(tables: Tables, times: float) -> Tables:
    """The same run with every call's work so many times over."""
    more = {name: table.copy() for name, table in tables.items()}
    more["workload"][WORK] *= times
    more["turnouts"] = pd.concat([tables["turnouts"]] * round(times), ignore_index=True)
    for name in ("co_responding", "conveyed"):
        more[name] = pd.concat([tables[name]] * round(times), ignore_index=True)
    return more


@FEW
@given(priced(), st.sampled_from([2.0, 3.0]))
def test_more_demand_never_lowers_the_cost_that_varies(scenario: Scenario, times: float) -> None:
    varying = {n: one.model_copy(update={"varies": True}) for n, one in scenario.costs.items()}
    scenario = scenario.model_copy(update={"costs": varying, "agreements": {}})
    now, then = (
        cost_table(scenario, tables)["amount_gbp_per_year"].sum()
        for tables in (played()[1], busier(played()[1], times))
    )
    assert then >= now - 0.005


@FEW
@given(
    st.lists(st.floats(0, 3 * 3600), min_size=1, max_size=20),
    st.data(),
    st.floats(0, 0.05),
    st.floats(0, 0.01),
)
def test_a_later_pump_or_none_at_all_never_saves_anybody(
    seconds: list[float], data: st.DataObject, deaths: float, each_minute: float
) -> None:
    curve = FireDeathCurve.model_validate({
        "title": "Line", "kinds": ["dwelling_fire"], "deaths": said(deaths, "deaths per fire"),
        "at": said(7.5, "min"), "each_minute": said(each_minute, "deaths per fire per min"),
    })  # fmt: skip
    now = pd.DataFrame({"kind": "dwelling_fire", "pump_s": seconds})
    one = data.draw(st.integers(0, len(seconds) - 1))
    later = data.draw(st.floats(seconds[one], 4 * 3600) | st.just(float("nan")))
    then = now.assign(pump_s=[later if n == one else s for n, s in enumerate(seconds)])
    assert fire_deaths(curve, then).sum() >= fire_deaths(curve, now).sum() - 1e-9


@FEW
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_after_the_payback_year_the_total_is_never_below_nought(gbp: list[float]) -> None:
    year, total = payback(np.array(gbp), 2014), np.cumsum(gbp)
    if np.isnan(year):
        assert not np.any(gbp) or total[-1] < 0
    else:
        assert (total[int(year) - 2014 :] >= -1e-9).all()
        assert year == 2014 or total[int(year) - 2015] < 0
