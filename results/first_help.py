"""Seconds to the first defibrillator, paramedic and pump, for the calls at which minutes decide on life."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.clocks import nth_arrival_s
from results.log import CATEGORIES, KINDS, Columns

FIRES = ("dwelling_fire", "other_building_fire")
GRAVEST = ("red1", "c1")


def help_table(run: Columns) -> pd.DataFrame:
    """For counted calls that may be arrests and building fires: seconds to each kind of first help, NaN if none.

    The first are medical calls of the gravest category, and of those that the scenario's arrests name.

    A defibrillator comes with whoever has the skill first response, a paramedic with a clinician, of any service.
    """
    calls = run.calls
    named = {*GRAVEST, *(c for one in run.scenario.arrests.values() for c in one.categories)}
    grave = np.isin(calls.category, [CATEGORIES.index(c) for c in sorted(named)])
    grave &= calls.kind == KINDS.index("medical_emergency")
    fires = np.isin(calls.kind, [KINDS.index(kind) for kind in FIRES])
    rows = np.flatnonzero(calls.counted & (grave | fires) & ~run.set_apart)
    help_s = {
        f"{word}_s": first_with(run, skill)[rows]
        for word, skill in (
            ("defibrillator", "first_response"),
            ("paramedic", "clinician"),
            ("pump", "firefighting"),
        )
    }
    return pd.DataFrame({**calls.words(rows, "kind", "category"), **help_s})


def first_with(run: Columns, skill: str) -> NDArray[np.float64]:
    """Seconds from each call to the first arrival of a vehicle with a skill; NaN if there was none."""
    types, arrived = run.scenario.vehicle_types, run.attendances
    able = [n for n, v in run.scenario.vehicles.items() if skill in types[v.type].skills]
    mine = run.numbers_of(able)[arrived.unit]
    return nth_arrival_s(run, arrived.row[mine], arrived.at_s[mine], 0) - run.calls.at_s
