"""Many runs: two processes beside one, overhead of a task, memory over hundreds of runs, a sweep's table read back.

Every time is set beside another of the same run. Run as `python -m benchmarks.batch [--study lincolnshire]`.
"""

from __future__ import annotations

import argparse
import json
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from geography.region import load_region
from results.experiment import Playing, scenarios_of
from results.store import RunFolder
from results.task import finish
from scenarios.load import load_study
from sim.batch import Progress, Task, play_all
from sim.run import run

SMALL = Path(__file__).parents[1] / "tests" / "doors" / "small"
OUT = Path(__file__).parent / "batch_results.json"
READ_RUNS, ROWS_A_RUN = 2_000, 1_800


def two_beside_one(study_name: str) -> dict[str, float]:
    """Wall seconds of the same runs on one process and on two, the start of processes included."""
    study = load_study(study_name).with_changes(quick=True)
    region = load_region(study.region_place)
    seconds = {}
    for workers in (1, 2):
        with TemporaryDirectory() as folder:
            playing = Playing(study, region, RunFolder(Path(folder)), scenarios_of(study, points=False),
                              workers=workers)  # fmt: skip
            started = time.perf_counter()
            playing.play(range(study.replications))
            seconds[f"{workers}_processes_s"] = time.perf_counter() - started
            seconds["runs"] = len(list((Path(folder) / "tasks").iterdir()))
    seconds["speed_up"] = seconds["1_processes_s"] / seconds["2_processes_s"]
    return seconds


def overhead(study_name: str, runs: int = 3) -> dict[str, float]:
    """The part of a task that is neither played nor measured: names, files, progress; in processor time."""
    study = load_study(study_name).with_changes(quick=True)
    region, scenario = load_region(study.region_place), study.baseline
    run(scenario, region, 0)  # what is worked out once a process
    started = time.process_time()
    for number in range(runs):
        log = run(scenario, region, number)
        finish(log, region, "first")
    bare = (time.process_time() - started) / runs
    with TemporaryDirectory() as folder:
        playing = Playing(study, region, RunFolder(Path(folder)), (scenario,))
        started = time.process_time()
        playing.play(range(runs))
        whole = (time.process_time() - started) / runs
        started = time.process_time()
        for number in range(runs):
            tables = playing.folder.read_task(playing.digest(scenario, number))
            playing.measuring.of(scenario, tables, region)
        measuring = (time.process_time() - started) / runs
    return {"bare_s": bare, "measuring_s": measuring, "task_s": whole,
            "overhead_share": max(whole - bare - measuring, 0.0) / whole}  # fmt: skip


def nothing(*_: object) -> None:
    """What is kept of a run here."""


def memory(runs: int = 600) -> dict[str, float]:
    """Resident memory of the parent and its two workers at a sixth of the runs and at the end, MB."""
    study = load_study(str(SMALL)).with_changes(days=1)
    region = load_region(study.region_place)
    tasks = [Task(str(n), study.baseline.name, n) for n in range(runs)]
    at: dict[int, float] = {}

    def look(progress: Progress) -> None:
        if progress.done in (runs // 6, runs - 1):
            me = psutil.Process()
            all_of = [me, *me.children(recursive=True)]
            at[progress.done] = sum(p.memory_info().rss for p in all_of) / 2**20

    scenarios = {study.baseline.name: study.baseline}
    play_all(
        tasks, scenarios, region, study.region_place, partial(finish, logs="none"), nothing, 2, look
    )
    first, last = at[runs // 6], at[runs - 1]
    return {"runs": runs, "early_mb": first, "late_mb": last, "growth": last / first - 1.0}


def read_back() -> dict[str, float]:
    """Seconds to read a sweep's table of 2,000 runs: a mean for each point of one measure, and all of it."""
    luck = np.random.default_rng(1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sweep.parquet"
        names = [f"measure_{n % 60}" for n in range(ROWS_A_RUN)]
        groups = [f"clock=c;district={n // 60}" for n in range(ROWS_A_RUN)]
        word = pa.dictionary(pa.int32(), pa.string())
        schema = pa.schema([("scenario", word), ("factor", pa.float64()), ("replication", pa.int64()),
                            ("measure", word), ("group", word), ("value", pa.float64())])  # fmt: skip
        with pq.ParquetWriter(path, schema) as writer:
            for number in range(READ_RUNS):
                columns = [[f"p{number // 10}"] * ROWS_A_RUN, [float(number // 10)] * ROWS_A_RUN,
                           [number % 10] * ROWS_A_RUN, names, groups, luck.normal(size=ROWS_A_RUN)]  # fmt: skip
                arrays = [pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
        started = time.perf_counter()
        answer = (
            duckdb.from_parquet(str(path))
            .filter("measure = 'measure_7'")
            .aggregate('scenario, "group", avg(value), stddev_samp(value)')
            .df()
        )
        asked = time.perf_counter() - started
        started = time.perf_counter()
        whole = pd.read_parquet(path)
        return {"runs": READ_RUNS, "rows": len(whole), "answers": len(answer),
                "one_measure_s": asked, "all_s": time.perf_counter() - started}  # fmt: skip


def main() -> None:
    """Measure and write."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--study", default="lincolnshire")
    study = asked.parse_args().study
    found = {
        "two_beside_one": two_beside_one(study),
        "overhead": overhead(study),
        "memory": memory(),
        "read_back": read_back(),
    }
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
