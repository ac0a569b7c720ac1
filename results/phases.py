"""Where the time on a clock goes: call handling, waiting for a unit, turnout, drive."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.clocks import is_timed, kept_by_length, nth_arrival_s, start_of, stopping
from results.log import Columns, first_of_each
from scenarios.response import Clock
from sim.log import MISSING

PHASES = ("handling", "waiting", "turnout", "driving")
PHASE_COLUMNS = ["service", "clock", "phase", "calls", "seconds"]


def phase_table(run: Columns) -> pd.DataFrame:
    """Seconds of each phase on each clock, summed over the counted calls that were reached, and how many these are.

    The phases are those of the unit that stopped the clock. What lies before the clock starts is not in them, so that
    together they are the time on the clock.
    """
    rows: list[tuple[str, str, str, int, float]] = []
    for name, clock in run.scenario.clocks.items():
        seconds = phases_of(clock, run)
        sums = seconds.sum(axis=1)
        rows += [
            (clock.service, name, phase, seconds.shape[1], float(total))
            for phase, total in zip(PHASES, sums, strict=True)
        ]
    return pd.DataFrame(rows, columns=PHASE_COLUMNS)


def phases_of(clock: Clock, run: Columns) -> NDArray[np.float64]:
    """Seconds in each of PHASES at each counted call that was reached, [phases, calls].

    handling: until the call is coded. waiting: until the unit that came first was sent, which holds triage, the pass
    between control rooms, and the time in which nobody was free. turnout: until its wheels rolled.
    """
    arrived, calls = run.attendances, run.calls
    stops = stopping(clock, run)
    nobody = np.full(len(calls.number), MISSING, dtype=np.int64)
    first = first_of_each(arrived.row[stops], stops, nobody)
    timed = is_timed(clock, run) & ~run.set_apart & calls.counted & (first != MISSING)
    starts_s = start_of(clock, run)
    rows = np.flatnonzero(timed & ~np.isnan(starts_s))
    first_s = nth_arrival_s(run, arrived.row[stops], arrived.at_s[stops], 0)
    rows = rows[kept_by_length(clock, first_s[rows] - starts_s[rows])]
    came = first[rows]
    edges = np.array(
        [
            starts_s[rows],
            calls.coded_s[rows],
            arrived.sent_s[came],
            arrived.mobile_s[came],
            arrived.at_s[came],
        ]
    )
    # what was over before the clock started is nought, and nothing is after the arrival
    edges[1:] = np.minimum(np.maximum.accumulate(edges, axis=0)[1:], edges[-1])
    return np.diff(edges, axis=0)
