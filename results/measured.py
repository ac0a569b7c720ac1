"""A run's measures and costs, made where it was played and kept beside its tidy tables.

They follow from the tables, from the scenario's words and prices, and from the code of this room, so they are kept
under a name of all of these; when one of them has changed they are made again from the tables, and nothing is played.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial

import pandas as pd

from geography.region import Region
from results.costs import cost_table, money_measures
from results.digest import code_digest
from results.measures import measure_run
from results.outcomes import outcome_measures
from results.station_ground import Grounds
from results.store import RunFolder
from results.tables import together
from results.task import Finish, KeptLogs, Tables, finish
from scenarios.scenario import Scenario
from sim.run import RunLog

MEASURES, COSTS = "measures", "costs"


@dataclass(frozen=True)
class Measuring:
    """How every run of a study is measured: on whose station grounds, and whether a year can be told from its days."""

    baseline: Scenario
    annual: bool

    def of(self, scenario: Scenario, tables: Tables, region: Region) -> Tables:
        """The measures (`measure, group, value, unit`) and the costs of one run."""
        money = cost_table(scenario, tables)
        money = money if self.annual else money.iloc[:0]
        found = [
            measure_run(scenario, tables, region, self.grounds(region)),
            money_measures(scenario, money, tables, float(region.zones.people.sum())),
        ]
        if self.annual:
            found.append(outcome_measures(scenario, tables))
        return {MEASURES: together(found, ["measure", "group", "value", "unit"]), COSTS: money}

    def grounds(self, region: Region) -> Grounds:
        """The baseline's station grounds, found once a process."""
        key = (self.baseline.digest(), region.digest)
        if key not in _GROUNDS:
            _GROUNDS.clear()
            _GROUNDS[key] = Grounds.of(self.baseline, region)
        return _GROUNDS[key]

    def name(self, scenario: Scenario) -> str:
        """What stands for all that a run's measures follow from beside its tables."""
        said = json.dumps(
            scenario.model_dump(mode="json", by_alias=True, exclude={"name", "title", "summary"})
        )
        text = (
            f"{self.baseline.digest()} {self.annual} {code_digest()} pandas {pd.__version__} {said}"
        )
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


_GROUNDS: dict[tuple[str, str], Grounds] = {}


def finish_measured(log: RunLog, region: Region, logs: KeptLogs, measuring: Measuring) -> Tables:
    """The tidy tables of one run with its measures and costs: played and measured on the worker."""
    tables = finish(log, region, logs)
    return {**tables, **measuring.of(log.scenario, tables, region)}


def finishing(measuring: Measuring, logs: KeptLogs) -> Finish:
    """What a worker makes of a run. It is sent there, without a planner's own calls."""
    baseline = measuring.baseline.model_copy(update={"recorded": None})
    there = Measuring(baseline, measuring.annual)
    return partial(finish_measured, logs=logs, measuring=there)


@dataclass
class Reading:
    """The measures and costs of runs on disk, made again where they are not there or no longer stand."""

    folder: RunFolder
    region: Region
    measuring: Measuring

    def of(self, scenario: Scenario, digest: str) -> Tables:
        """The measures and costs of one run of a scenario."""
        name = measured_name(digest, self.name_of(scenario))
        there = self.folder.read_measured(name)
        if there is None:
            there = self.measuring.of(scenario, self.folder.read_task(digest), self.region)
            self.folder.write_measured(name, there)
            there = self.folder.read_measured(name) or there  # as it is read later, to the byte
        return there

    def name_of(self, scenario: Scenario) -> str:
        """What a scenario's measures follow from beside the tables; found once."""
        if scenario.name not in self._names:
            self._names[scenario.name] = self.measuring.name(scenario)
        return self._names[scenario.name]

    def __post_init__(self) -> None:
        """No scenario is known yet."""
        self._names: dict[str, str] = {}


def measured_name(digest: str, by: str) -> str:
    """The name of the file of one run's measures."""
    return hashlib.blake2b(f"{digest} {by}".encode(), digest_size=16).hexdigest()
