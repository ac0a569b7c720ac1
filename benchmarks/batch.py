"""Many runs: two processes beside one, overhead of a task, memory over hundreds of runs, a sweep's table read back.

Every time is set beside another of the same run. Run as `python -m benchmarks.batch [--study lincolnshire]`.
"""

from __future__ import annotations

import argparse
import json
import pickle
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
from results.experiment import Naming, Playing, scenarios_of
from results.measured import Measuring, finish_measured, measured_name
from results.store import RunFolder
from results.task import finish
from scenarios.load import load_study
from sim.batch import Progress, Task, play_all
from sim.run import run

SMALL = Path(__file__).parents[1] / "tests" / "doors" / "small"
OUT = Path(__file__).parent / "batch_results.json"
DAYS = 91  # of the longer runs: a quarter of what the study declares
READ_RUNS, ROWS_A_RUN = 2_000, 1_800


def two_beside_one(study_name: str, days: int | None) -> dict[str, float]:
    """Wall seconds of the same runs on one process and on two, the start of processes included."""
    study = load_study(study_name).with_changes(quick=True)
    study = study if days is None else study.with_changes(days=days)
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


def overhead(study_name: str, runs: int = 4) -> dict[str, float]:
    """The part of a task that is neither played nor measured (names, pickling, files), in processor time."""
    study = load_study(study_name).with_changes(quick=True)
    region, scenario = load_region(study.region_place), study.baseline
    measuring = Measuring(study.baseline, annual=True)
    finish_measured(
        run(scenario, region, 0), region, "first", measuring
    )  # worked out once a process
    useful = besides = 0.0
    with TemporaryDirectory() as directory:
        folder = RunFolder(Path(directory))
        for number in range(runs):
            started = time.process_time()
            tables = finish_measured(run(scenario, region, number), region, "first", measuring)
            useful += time.process_time() - started
            started = time.process_time()
            digest = Naming(region).digest(scenario, number)
            folder.has(digest, [scenario.name], number, number == 0)
            sent = pickle.loads(pickle.dumps(tables, protocol=pickle.HIGHEST_PROTOCOL))
            folder.write_measured(measured_name(digest, measuring.name(scenario)), sent)
            folder.write_task(digest, [scenario.name], number, sent, number == 0)
            besides += time.process_time() - started
    return {"played_and_measured_s": useful / runs, "besides_s": besides / runs,
            "overhead_share": besides / (useful + besides)}  # fmt: skip


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
        "two_beside_one_quick": two_beside_one(study, None),
        "two_beside_one": two_beside_one(study, DAYS),
        "overhead": overhead(study),
        "memory": memory(),
        "read_back": read_back(),
    }
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
