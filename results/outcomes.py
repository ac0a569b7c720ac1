"""Survivors of cardiac arrest and deaths in fires that published curves expect of the modelled times: estimates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.cost_drivers import a_year
from results.groups import Row, group
from results.task import Tables
from scenarios.measure_words import MEASURES
from scenarios.outcomes import Arrests, FireDeathCurve, SurvivalCurve
from scenarios.scenario import Scenario

NEVER_MIN = 60.0
"""A paramedic who never came is put at an hour: by then no curve gives a chance."""


def outcome_measures(scenario: Scenario, tables: Tables) -> pd.DataFrame:
    """Expected survivors and deaths a year by each declared curve: `measure, group, value, unit`."""
    rows = list(outcome_rows(scenario, tables)) if scenario.annual_figures_stand() else []
    frame = pd.DataFrame(rows, columns=["measure", "group", "value"])
    frame["unit"] = frame["measure"].map({name: row[0] for name, row in MEASURES.items()})
    return frame


def outcome_rows(scenario: Scenario, tables: Tables) -> Iterator[Row]:
    """A row a curve."""
    first_help, year = tables["help"], a_year(scenario)
    arrests = next(iter(scenario.arrests.values()), None)
    if arrests is not None:
        asked = first_help[first_help["category"].isin(arrests.categories).to_numpy()]
        for name, curve in scenario.survival_curves.items():
            lives = float(chances(curve, arrests, asked).sum()) * year
            yield "expected_survivors", group(service="ambulance", basis=name), lives
    for name, fire_curve in scenario.fire_death_curves.items():
        deaths = float(fire_deaths(fire_curve, first_help).sum()) * year
        yield "expected_fire_deaths", group(service="fire", basis=name), deaths


def chances(
    curve: SurvivalCurve, arrests: Arrests, first_help: pd.DataFrame
) -> NDArray[np.float64]:
    """For each call, the share of a survivor that a curve expects of it: by the chance that it is an arrest at all.

    Where no defibrillator ever came nobody survives. With a bystander, basic life support begins when he or she does;
    without, with whoever comes first.
    """
    earlier = arrests.collapse_before_call.base / 60.0
    defibrillator = first_help["defibrillator_s"].to_numpy(dtype=float) / 60.0
    paramedic = np.nan_to_num(first_help["paramedic_s"].to_numpy(dtype=float) / 60.0, nan=NEVER_MIN)
    came = ~np.isnan(defibrillator)
    defibrillator = np.nan_to_num(defibrillator, nan=NEVER_MIN)
    first = np.minimum(defibrillator, paramedic)
    helped = np.minimum(arrests.bystander_after.base / 60.0 - earlier, first)
    since = earlier if curve.counts_from == "collapse" else 0.0
    with_cpr, without = (
        curve.survival(cpr + since, defibrillator + since, paramedic + since)
        for cpr in (helped, first)
    )
    bystander = arrests.bystander_cpr.base
    chance = bystander * with_cpr + (1.0 - bystander) * without
    found = came * chance * arrests.share.base * curve.applies_to.base
    return np.asarray(found, dtype=np.float64)


def fire_deaths(curve: FireDeathCurve, first_help: pd.DataFrame) -> NDArray[np.float64]:
    """Deaths expected at each fire of a curve's kinds; one that no pump reached counts as one reached at its latest."""
    mine = first_help[first_help["kind"].isin(curve.kinds).to_numpy()]
    minutes = mine["pump_s"].to_numpy(dtype=float) / 60.0
    return curve.expected(minutes)
