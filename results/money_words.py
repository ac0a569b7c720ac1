"""The money of a played study as the pack holds it: the business case, its terms, and what rests on assumed rates."""

from __future__ import annotations

from typing import Any

import pandas as pd

from results.case_by_run import leads_over_rates, worth_by_run, worth_over_rates
from results.experiment import Played
from results.frontier import responses_of
from results.rate_ranges import rate_ranges
from scenarios.scenario import Scenario
from scenarios.study import Study


def money_parts(played: Played) -> dict[str, Any]:
    """The parts of a pack that are about money over years, lives and what is assumed."""
    study, case = played.study, played.case
    found: dict[str, Any] = {
        "life_values": life_words(study),
        "life_worth": life_worth(study),
        "assumed_cost": assumed_words(study.baseline, played.costs),
        "rate_ranges": rate_ranges(study, played.costs),
        "rates_within": within_words(study),
        "judged_by": tuple(map(tuple, responses_of(study, played.region, played.measures))),
    }
    if case is not None and study.head.business_case is not None:
        found |= {
            "business_case": case.rows,
            "case_summary": case.summary,
            "switching": case.switching,
            "case_terms": case_terms(study),
            "case_runs": case_runs(study),
            "case_worth": worth_by_run(study, case.summary, played.measures),
            "case_rates": worth_over_rates(study, found["rate_ranges"]),
            "case_leads": leads_over_rates(study, found["rate_ranges"]),
        }
    return found


def within_words(study: Study) -> str:
    """How far assumed rates may lie either way, in a sentence."""
    within = study.head.report.rates_within
    if within is None:
        return ""
    how = f"{within.base:.0%} either way ({within.source})"
    return f"Assumed rates may lie {how}, unless they say a range of their own."


def case_terms(study: Study) -> str:
    """Years, prices and rates of the business case, in a sentence."""
    declared = study.head.business_case
    if declared is None:
        return ""
    rules = study.baseline.appraisal[declared.rules]
    return (
        f"{declared.length} years from {declared.first_year}, in prices of "
        f"{study.head.price_year or declared.first_year}; {rules.title}: {rules.discount.base:.1%} real, "
        f"{rules.discount_later.base:.1%} after 30 years, {rules.optimism_bias.base:.0%} optimism bias on "
        f"buildings; inflation {declared.inflation.base:.1%} in the financial view."
    )


def case_runs(study: Study) -> dict[str, tuple[int, int]]:
    """By scenario, the first and the last year of the case in which its running costs are paid."""
    declared = study.head.business_case
    found: dict[str, tuple[int, int]] = {}
    for scenario in study.scenarios if declared is not None else ():
        assert declared is not None
        called = str(study.points.get(scenario.name, {"option": scenario.name})["option"])
        paid = [year for year, part in enumerate(declared.runs(called)) if part > 0]
        found[scenario.name] = (declared.first_year + paid[0], declared.first_year + paid[-1])
    return found


def life_words(study: Study) -> str:
    """What a life is declared to be worth, in a sentence."""
    scenario = study.baseline
    values = "; ".join(
        f"{one.title} £{one.each(scenario.price_year, scenario.price_indices):,.0f}"
        for one in scenario.life_values.values()
    )
    return f"Declared values of life, never added to cash: {values}." if values else ""


def life_worth(study: Study) -> dict[str, float]:
    """What one life a year, over the years of the business case, is declared to be worth at the rate for health."""
    declared, scenario = study.head.business_case, study.baseline
    if declared is None:
        return {}
    rules = scenario.appraisal[declared.rules]
    years = range(declared.runs_from, declared.length)
    worth = sum(rules.factor(year, health=True) for year in years)
    found: dict[str, float] = {}
    for one in scenario.life_values.values():
        each = one.each(scenario.price_year, scenario.price_indices)
        if one.of == "survivor":
            found.setdefault("expected_survivors", each * worth)
        else:
            found.setdefault("expected_fire_deaths", -each * worth)
    return found


def assumed_words(scenario: Scenario, costs: pd.DataFrame) -> str:
    """How much of the baseline's yearly cost rests on assumed rates, in a sentence."""
    mine = costs[(costs["scenario"] == scenario.name).to_numpy(dtype=bool)]
    gross = mine[(mine["amount_gbp_per_year"] > 0).to_numpy(dtype=bool)]
    assumed = {
        (item.agency, item.title)
        for item in scenario.costs.values()
        if "assumed" in (item.rate.status, item.riding_factor.status if item.riding_factor else "")
    }
    blocks = tuple(
        f"{pay.title}: "
        for pay in scenario.oncall_pay.values()
        if any(money.status == "assumed" for money in pay.money().values())
    )
    on = [
        gbp
        for agency, item, gbp in gross[["agency", "item", "amount_gbp_per_year"]].itertuples(
            index=False
        )
        if (agency, item) in assumed or (blocks and str(item).startswith(blocks))
    ]
    own = [
        gbp
        for item, gbp in gross[["item", "amount_gbp_per_year"]].itertuples(index=False)
        if "(paid to " not in str(item)
    ]
    if not own:
        return ""
    return f"{sum(on) / sum(own):.0%} of the yearly cost now rests on assumed rates."
