"""A sweep played and put in tables: one scenario a point, its factors beside its measures.

`sweep.parquet` is written run by run, so memory does not grow with the number of points; what is made of it is asked of
it by SQL. One thread asks, so that the same runs give the same bytes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geography.region import Region
from results.business_case import CaseTables, business_case
from results.compare import COLUMNS, half_width
from results.costs import COST_COLUMNS, KEPT_INSIDE
from results.experiment import Playing, Report, scenarios_of, write_case, write_places
from results.failures import Failures, what_stands, write_failures
from results.frontier import COST, frontier_of
from results.measured import COSTS, MEASURES
from results.provenance import provenance, tables_begin, write_provenance
from results.sensitivity import answers_asked, sensitivity
from results.store import RunFolder, write_csv, write_if_any, write_whole
from results.tables import labelled, together
from scenarios.frontier import MORE_IS_BETTER
from scenarios.scenario import Scenario
from scenarios.study import Study

SUMMARY_COLUMNS = ["measure", "group", "mean", "low", "high", "replications", "unit"]
MEASURE_COLUMNS = ("measure", "group", "value", "unit")
WORD = pa.dictionary(pa.int32(), pa.string())


@dataclass
class Swept:
    """A sweep whose tables are on disk: its points that were played whole, and how often each was."""

    study: Study
    region: Region
    directory: Path
    scenarios: tuple[Scenario, ...]
    replications: tuple[int, ...]
    provenance: dict[str, Any]
    failures: Failures = field(default_factory=list)
    moved: pd.DataFrame = field(default_factory=pd.DataFrame)
    """How much each factor moves each answer, once the tables are written."""

    @property
    def table(self) -> Path:
        """A row for each point, replication, measure and group, with the point's option and factors beside."""
        return self.directory / "sweep.parquet"

    @property
    def factors(self) -> list[str]:
        """The names of the factors."""
        sweep = self.study.head.sweep
        return list(sweep.factors) if sweep is not None else []


@dataclass(kw_only=True)
class JustSwept(Swept):
    """A sweep that was just played, whose tables are still to be written from its runs."""

    playing: Playing


def play_sweep(
    study: Study,
    region: Region,
    directory: Path,
    *,
    workers: int = 1,
    keep_logs: bool = False,
    report: Report = lambda _: None,
    cluster: str | None = None,
) -> JustSwept:
    """Play what is missing of a study's sweep; logs are kept only if asked for, as there are many points."""
    started = time.monotonic()
    scenarios = scenarios_of(study, points=True)
    playing = Playing(
        study, region, RunFolder(directory), scenarios,
        workers=workers, logs="all" if keep_logs else "none", report=report, cluster=cluster,
    )  # fmt: skip
    count = study.sweep_replications
    playing.play(range(count))
    write_places(playing)
    whole, numbers = what_stands(scenarios, count, playing.failures, points=True)
    said = provenance(
        study, region, time.monotonic() - started, playing.digests(range(count)), scenarios,
        count, points=True,
    )  # fmt: skip
    return JustSwept(
        study, region, directory, whole, numbers, said, playing.failures, playing=playing
    )


def write_sweep(swept: JustSwept) -> None:
    """Write every table of a sweep into its folder, each whole or not at all."""
    tables_begin(swept.directory)
    write_failures(swept.directory, swept.failures)
    write_whole(swept.table, lambda part: write_rows(swept, part))
    write_whole(swept.directory / "costs.csv", lambda part: write_costs(swept, part))
    asked = Asked(swept)
    asked.copy()
    write_csv(swept.directory / "points.csv", points_table(swept))
    write_csv(swept.directory / "sweep_summary.csv", asked.summary())
    write_csv(swept.directory / "differences.csv", asked.differences())
    swept.moved = sensitivity(swept.study, asked.for_answers())
    write_if_any(swept.directory / "sensitivity.csv", swept.moved)
    write_if_any(swept.directory / "frontier.csv", asked.frontier())
    write_case(swept.directory, case_of(swept))
    write_provenance(swept.directory, swept.provenance)


def case_of(swept: JustSwept) -> CaseTables:
    """The business case of every point against the baseline's at the same levels, where the study declares one."""
    if swept.study.head.business_case is None:
        return business_case(swept.study, pd.DataFrame(columns=["scenario", "replication"]))
    costs = [labelled(found[COSTS], s.name, number) for s, number, found in runs(swept)]
    columns = ["scenario", "replication", *COST_COLUMNS]
    return business_case(swept.study, together(costs, columns))


def points_table(swept: Swept) -> pd.DataFrame:
    """Each point's option and the levels of its factors; empty where a factor is left as declared."""
    points = swept.study.points
    rows = [{"scenario": s.name, **points[s.name]} for s in swept.scenarios]
    return pd.DataFrame(rows, columns=["scenario", "option", *swept.factors])


def schema_of(swept: Swept) -> pa.Schema:
    """The columns of `sweep.parquet`: factors of numbers as numbers, of words as words."""
    levels = points_table(swept)
    factors = [
        (name, pa.float64() if pd.api.types.is_numeric_dtype(levels[name]) else WORD)
        for name in swept.factors
    ]
    return pa.schema(
        [("scenario", WORD), ("option", WORD), *factors, ("replication", pa.int64()),
         ("measure", WORD), ("group", WORD), ("value", pa.float64()), ("unit", WORD)]
    )  # fmt: skip


def write_rows(swept: JustSwept, path: Path) -> None:
    """Write the measures of every run, one after the other."""
    schema = schema_of(swept)
    sweep = swept.study.head.sweep
    kept = set(sweep.measures) if sweep is not None else set()
    with pq.ParquetWriter(path, schema) as writer:
        for scenario, replication, found in runs(swept):
            measures = found[MEASURES]
            if kept:
                measures = measures[measures["measure"].isin(kept).to_numpy()]
            point = swept.study.points[scenario.name]
            columns: Mapping[str, Any] = {
                "scenario": scenario.name,
                **dict.fromkeys(swept.factors),
                **point,
                "replication": replication,
                **{key: measures[key] for key in MEASURE_COLUMNS},
            }
            arrays = [
                pa.array(columns[one.name], type=one.type, from_pandas=True)
                if isinstance(columns[one.name], pd.Series)
                else pa.array([columns[one.name]] * len(measures), type=one.type)
                for one in schema
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def write_costs(swept: JustSwept, path: Path) -> None:
    """Write the costs of every run, one after the other."""
    columns = [c for c in COST_COLUMNS if c not in KEPT_INSIDE]
    header = pd.DataFrame(columns=["scenario", "replication", *columns])
    header.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    for scenario, replication, found in runs(swept):
        money = labelled(found[COSTS][columns], scenario.name, replication)
        money.to_csv(
            path, mode="a", header=False, index=False, encoding="utf-8", lineterminator="\n"
        )


def runs(swept: JustSwept) -> Iterator[tuple[Scenario, int, dict[str, pd.DataFrame]]]:
    """Every run that stands, point by point, with its measures and costs."""
    for scenario in swept.scenarios:
        for replication in swept.replications:
            digest = swept.playing.digest(scenario, replication)
            yield scenario, replication, swept.playing.reading.of(scenario, digest)


class Asked:
    """Questions to a sweep's table, in SQL."""

    def __init__(self, swept: Swept) -> None:
        self.swept = swept
        self.base = duckdb.connect(config={"threads": 1})
        self.base.from_parquet(str(swept.table)).create_view("sweep")
        order = points_table(swept)[["scenario", "option"]].reset_index(names="place")
        first = order["option"].iloc[0] if len(order) else ""
        order["setting"] = [setting_of(swept, name) for name in order["scenario"]]
        own = order[order["option"] == first].drop_duplicates("setting")
        before = own.set_index("setting")["scenario"]
        if len(set(order["option"])) > 1:
            order["before"] = order["setting"].map(before)
        else:  # one option: every setting beside the first
            order["before"] = order["scenario"].iloc[0] if len(order) else ""
        self.base.register("points", order)

    def copy(self) -> None:
        """The table without its factors, as `measures.csv` and `measures.parquet`."""
        plain = self.base.table("sweep").select(
            *map(duckdb.ColumnExpression, ("scenario", "replication", *MEASURE_COLUMNS))
        )
        directory = self.swept.directory
        write_whole(directory / "measures.csv", lambda part: plain.write_csv(str(part)))
        write_whole(directory / "measures.parquet", lambda part: plain.write_parquet(str(part)))

    def summary(self) -> pd.DataFrame:
        """Each point's mean and 95% interval, with its factors."""
        found = self.base.execute(
            'SELECT place, scenario, measure, "group", avg(value) AS mean, stddev_samp(value) AS spread, '
            "count(value) AS replications, any_value(unit) AS unit FROM sweep JOIN points USING (scenario) "
            'GROUP BY ALL ORDER BY place, measure, "group"'
        ).df()
        half = half_of(found, "replications")
        found["low"], found["high"] = found["mean"] - half, found["mean"] + half
        levels = points_table(self.swept)
        return levels.merge(found[["scenario", *SUMMARY_COLUMNS]], on="scenario", how="right")

    def differences(self) -> pd.DataFrame:
        """Each point less that of the sweep's first option at the same setting; of one option, less its first point."""
        found = self.base.execute(
            'SELECT p.place, m.measure, m."group", p.before AS baseline, p.scenario AS "option", '
            "avg(m.value - b.value) AS difference, stddev_samp(m.value - b.value) AS spread, "
            "count(m.value - b.value) AS pairs, any_value(m.unit) AS unit FROM points p "
            "JOIN sweep m ON m.scenario = p.scenario JOIN sweep b ON b.scenario = p.before "
            'AND b.replication = m.replication AND b.measure = m.measure AND b."group" = m."group" '
            "WHERE p.before <> p.scenario GROUP BY ALL "
            'ORDER BY m.measure, m."group", p.place'
        ).df()
        half = half_of(found, "pairs")
        found["low"], found["high"] = found["difference"] - half, found["difference"] + half
        return found[COLUMNS]

    def for_answers(self) -> pd.DataFrame:
        """The measures that the sweep's answers are of."""
        wanted = sorted({answer.measure for answer in answers_asked(self.swept.study)})
        return self.base.execute(
            'SELECT scenario, replication, measure, "group", value FROM sweep '
            "WHERE list_contains(?, measure)",
            [wanted],
        ).df()

    def measures(self) -> list[str]:
        """The measures that were taken."""
        found = self.base.execute("SELECT DISTINCT measure FROM sweep").fetchall()
        return [str(name) for (name,) in found]

    def frontier(self) -> pd.DataFrame:
        """Cost against response of every point, and which another option beats at the same setting."""
        judging = self.base.execute(
            'SELECT scenario, replication, measure, "group", value FROM sweep '
            "WHERE list_contains(?, measure)",
            [[COST[0], *MORE_IS_BETTER]],
        ).df()
        return frontier_of(self.swept.study, self.swept.region, judging)


def half_of(found: pd.DataFrame, count: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Half the 95% interval of each row's mean."""
    return half_width(
        found["spread"].fillna(0.0).to_numpy(dtype=float), found[count].to_numpy(dtype=np.int64)
    )


def setting_of(swept: Swept, name: str) -> str:
    """The levels of a point's factors, as one word."""
    point = swept.study.points[name]
    return ";".join(f"{key}={value!r}" for key, value in point.items() if key != "option")
