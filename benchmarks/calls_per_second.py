"""Calls per second of drawing, playing, logging and measuring, beside a bare SimPy loop of as many timeouts.

The bare loop runs in the same process right after each case, so that the ratio means the same on a quick machine and on
a slow one. Each case has a process of its own, so that its peak memory is its own.
`python -m benchmarks.calls_per_second` prints a table with how time grows with calls, units and zones, and writes
`benchmarks/results.json`.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import simpy

from benchmarks.towns import ambulance_town
from geography.region import load_region
from results.measures import measure_run
from results.task import finish
from scenarios.calls import calls_of
from scenarios.chance import Chance
from scenarios.load import load_study
from scenarios.study import Study
from sim.run import run

RESULTS = Path(__file__).parent / "results.json"
JEMSS_CALLS, JEMSS_UNITS = 117_656, 16
TOWNS = {
    "plain_ambulance": {"units": JEMSS_UNITS, "cells": 30, "calls_per_year": 118_000},
    "units_10": {"units": 10, "cells": 30, "calls_per_year": 20_000, "days": 182},
    "units_100": {"units": 100, "cells": 30, "calls_per_year": 20_000, "days": 182},
    "units_1000": {"units": 1000, "cells": 30, "calls_per_year": 20_000, "days": 182},
    "zones_100": {"units": 16, "cells": 10, "calls_per_year": 50_000, "days": 182},
    "zones_1000": {"units": 16, "cells": 32, "calls_per_year": 50_000, "days": 182},
    "zones_10000": {"units": 16, "cells": 100, "calls_per_year": 50_000, "days": 182},
    "calls_10000": {"units": 40, "cells": 30, "calls_per_year": 10_000},
    "calls_100000": {"units": 40, "cells": 30, "calls_per_year": 100_000},
}
GROWTH = {
    "units": (10, 100, 1000),
    "zones": (100, 1000, 10_000),
    "calls": (10_000, 100_000),
}


def peak_rss_mb() -> float | None:
    """The most memory this process has held, where the system says (not on Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / 1e6 if sys.platform == "darwin" else peak / 1e3)


def bare_simpy_s(timeouts: int) -> float:
    """Seconds that one SimPy process takes for so many timeouts and nothing else."""

    def tick(env: simpy.Environment) -> Generator[simpy.Event, Any, None]:
        for _ in range(timeouts):
            yield env.timeout(1.0)

    env = simpy.Environment()
    env.process(tick(env))
    started = time.perf_counter()
    env.run()
    return time.perf_counter() - started


def study_of(name: str, folder: Path) -> Study:
    """The study of a case."""
    if name in TOWNS:
        return ambulance_town(folder, **TOWNS[name])
    study = load_study("hayle")
    return study.with_changes(quick=True) if name == "county_four_weeks" else study


def measure_case(name: str) -> dict[str, Any]:
    """Play one replication whole, and say where the time went."""
    with tempfile.TemporaryDirectory() as folder:
        study = study_of(name, Path(folder))
        region, scenario = load_region(study.region_place), study.baseline
    started = time.perf_counter()
    calls = calls_of(scenario, region, Chance(scenario.seed, 0))
    drawn = time.perf_counter()
    log = run(scenario, region, 0, calls)
    played = time.perf_counter()
    tables = finish(log, region)
    logged = time.perf_counter()
    measure_run(scenario, tables, region)
    done = time.perf_counter()
    peak = peak_rss_mb()
    events, whole_s = len(log.events), done - started
    return {
        "name": name,
        "calls": len(calls),
        "calls_per_s": round(len(calls) / whole_s),
        "events_per_s": round(events / whole_s),
        "ratio_to_bare_simpy": round(whole_s / bare_simpy_s(events), 2),
        "peak_rss_mb": peak,
        "draw_s": round(drawn - started, 2),
        "play_s": round(played - drawn, 2),
        "log_s": round(logged - played, 2),
        "measure_s": round(done - logged, 2),
        "bare_us_per_timeout": round(bare_simpy_s(200_000) / 0.2, 3),
    }


def exponents(rows: list[dict[str, Any]]) -> dict[str, float]:
    """How playing time a call grows with units and zones, and in all with calls: exponents from least to most."""
    play = {row["name"]: row["play_s"] / row["calls"] for row in rows}
    found = {}
    for what, sizes in GROWTH.items():
        first, last = f"{what}_{sizes[0]}", f"{what}_{sizes[-1]}"
        grown = math.log(play[last] / play[first]) / math.log(sizes[-1] / sizes[0])
        found[what] = round(grown + (1.0 if what == "calls" else 0.0), 2)
    return found


def main() -> None:
    """Measure every case, print it as it comes, and write them all."""
    rows = []
    spawn = multiprocessing.get_context("spawn")
    for name in ("county_four_weeks", "county_year", *TOWNS):
        with spawn.Pool(1) as alone:
            row = alone.apply(measure_case, (name,))
        rows.append(row)
        print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    for what, exponent in exponents(rows).items():
        print(f"grows with {what} as n^{exponent}")
    text = json.dumps(rows, indent=2) + "\n"
    RESULTS.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
