"""Calls per second of drawing, playing, logging and measuring, beside a bare SimPy loop of as many timeouts.

The bare loop runs in the same process right after each case, so that the ratio means the same on a quick machine and on
a slow one. `python -m benchmarks.calls_per_second` prints a table and writes `benchmarks/results.json`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import simpy

from geography.region import Region, load_region
from results.measures import measure_run
from results.task import finish
from scenarios.chance import Chance
from scenarios.load import load_study
from scenarios.scenario import Scenario
from sim.run import calls_of, run

RESULTS = Path(__file__).parent / "results.json"


def peak_rss_mb() -> float | None:
    """The most memory this process has held, where the system says (not on Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


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


def measure_case(name: str, scenario: Scenario, region: Region) -> dict[str, object]:
    """Play one replication whole, and say where the time went."""
    started = time.perf_counter()
    calls = calls_of(scenario, region, Chance(scenario.seed, 0))
    drawn = time.perf_counter()
    log = run(scenario, region, 0, calls)
    played = time.perf_counter()
    tables = finish(log, region)
    logged = time.perf_counter()
    measure_run(scenario, tables, region)
    done = time.perf_counter()
    events = len(log.events)
    whole_s = done - started
    return {
        "name": name,
        "calls": len(calls),
        "calls_per_s": round(len(calls) / whole_s),
        "events_per_s": round(events / whole_s),
        "ratio_to_bare_simpy": round(whole_s / bare_simpy_s(events), 2),
        "peak_rss_mb": peak_rss_mb(),
        "draw_s": round(drawn - started, 2),
        "play_s": round(played - drawn, 2),
        "log_s": round(logged - played, 2),
        "measure_s": round(done - logged, 2),
    }


def cases(region: Region) -> Generator[tuple[str, Scenario], None, None]:
    """Four weeks and a year of Cornwall with three services, and the ambulances of it alone."""
    study = load_study("hayle", region)
    yield "county_four_weeks", study.with_changes(quick=True).baseline
    whole = study.baseline
    ambulance = {k: p for k, p in whole.demand.items() if p.service == "ambulance"}
    ceilings = {k: whole.ceilings[k] for k in ambulance}
    yield "plain_ambulance", whole.model_copy(update={"demand": ambulance, "ceilings": ceilings})
    yield "county_year", whole


def main() -> None:
    """Measure every case, print it as it comes, and write them all."""
    region = load_region("cornwall")
    rows = []
    for name, scenario in cases(region):
        row = measure_case(name, scenario, region)
        rows.append(row)
        print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    text = json.dumps(rows, indent=2) + "\n"
    RESULTS.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
