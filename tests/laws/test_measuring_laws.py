"""What must hold of what is measured: a small county that shows every kind of event, told again slowly from its log."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from geography.region import Region
from results.attendance import attended_table, conveyed_table, endings_table
from results.clocks import arrivals_table
from results.log import Columns, columns
from results.measures import measure_run
from results.queue import queue_table
from results.states import STATES
from results.task import finish
from results.workload import together_table, workload_table
from scenarios.documents import read_yaml
from scenarios.response import Clock
from sim.events import Kind
from sim.run import RunLog, run
from tests.stories.world import HERE, read, region_of, scenario_of

CATALOGUE = Path(__file__).parents[2] / "scenarios" / "catalogue"


@cache
def played() -> tuple[RunLog, Region]:
    world = read(HERE.parent / "frozen" / "small.yaml")
    region = region_of(world["map"])
    blocks = {
        name: Clock.model_validate(block)
        for file in ("clocks_fire", "clocks_ambulance_2013", "clocks_police")
        for name, block in read_yaml(CATALOGUE / f"{file}.yaml").data["clocks"].items()
    }
    scenario = scenario_of(world, region, "a small county").model_copy(update={"clocks": blocks})
    return run(scenario, region), region


def county() -> Columns:
    return columns(played()[0])


def test_every_counted_call_was_reached_or_never_or_nobody_was_to_come() -> None:
    log, _ = played()
    reached = {e.call for e in log.events if e.kind is Kind.UNIT_ARRIVED}
    apart = {e.call for e in log.events if e.kind in (Kind.CALL_CHALLENGED, Kind.CALL_CANCELLED)}
    table, run_ = attended_table(county()), county()
    counted = {
        call.id
        for call, is_counted in zip(log.calls, run_.calls.counted, strict=True)
        if is_counted
    }
    assert table["calls"].sum() == len(counted)
    assert table["apart"].sum() == len(counted & apart) > 0
    assert table["never"].sum() == len(counted - reached - apart) > 0
    ends = endings_table(run_)
    never = ends[ends["how"].isin(["call_given_up", "call_never_served"]).to_numpy()]["calls"].sum()
    assert never <= table["never"].sum()


def test_nobody_is_sent_before_being_asked_for_and_each_required_unit_waits_once() -> None:
    log, _ = played()
    table = queue_table(county())
    waits = table["wait_s"].dropna()
    assert len(waits) > 20
    assert waits.min() >= 0
    assert (waits > 0).any()
    plans, calls = log.scenario.response_plans.values(), county().calls
    needs = [(name, need) for plan in plans for name, need in plan.needs.items()]
    optional = {name for name, need in needs if not need.required}
    required = {
        name if n == 0 else f"{name}_{n + 1}"
        for name, need in needs if need.required for n in range(need.count)
    } - optional  # fmt: skip
    counted = set(calls.number[calls.counted].tolist())
    sent = {
        (e.call, e.need)
        for e in log.events
        if e.kind is Kind.UNIT_ASSIGNED and e.call in counted and e.need in required
    }
    assert len(waits) >= len(sent) > 20


@pytest.mark.parametrize("name", ["fire_call_to_pumps", "fire_alert_to_pumps", "red_1_from_connection",
                                  "a19_from_request", "police_grade_1", "first_on_scene"])  # fmt: skip
def test_clocks_are_those_of_the_story_told_slowly(name: str) -> None:
    log, _ = played()
    scenario = log.scenario
    apart = {e.call for e in log.events if e.kind in (Kind.CALL_CHALLENGED, Kind.CALL_CANCELLED)}
    clock = scenario.clocks.get(name)
    types = {n: scenario.vehicle_types[v.type] for n, v in scenario.vehicles.items()}
    riding: dict[str, int] = {}
    arrived: dict[int, list[float]] = defaultdict(list)
    alerted: dict[int, float] = {}
    for e in log.events:
        if e.kind not in (Kind.UNIT_ASSIGNED, Kind.UNIT_ARRIVED):
            continue
        assert e.unit is not None
        assert e.call is not None
        kind = types[e.unit]
        stops = clock is None or (
            {kind.service, *kind.also_serves} & set(clock.stopped_by)
            and clock.with_skill in kind.skills
        )
        if e.kind is Kind.UNIT_ASSIGNED:
            riding[e.unit] = e.people or 0
            if stops:
                alerted.setdefault(e.call, e.at_s)
        elif stops and (
            clock is None or kind.degraded is None or riding[e.unit] >= kind.crew
            or clock.with_skill in kind.degraded.skills
        ):  # fmt: skip
            arrived[e.call].append(e.at_s)
    expected: dict[tuple[int, int], float] = {}
    for call in log.calls:
        timed = clock is None or (
            call.kind in clock.kinds and (not clock.categories or call.category in clock.categories)
        )
        if not timed or call.id in apart:
            continue
        starts = {"unit_assigned": alerted.get(call.id, np.nan),
                  "unit_asked": call.at_s + call.call_handling_s}  # fmt: skip
        start = starts.get(clock.starts, call.at_s) if clock else call.at_s
        times = [at_s - start for at_s in arrived[call.id]][: clock.orders if clock else 1] or [
            np.nan
        ]
        expected |= {(call.id, n): time for n, time in enumerate(times)}
    table = arrivals_table(county())
    mine = table[(table["clock"] == name).to_numpy()]
    got = dict(
        zip(zip(mine["call"], mine["order"].cat.codes, strict=True), mine["seconds"], strict=True)
    )
    assert len(got) == len(mine) > 0
    assert got == pytest.approx(expected, nan_ok=True)


def test_hours_of_each_unit_are_all_the_hours() -> None:
    run_ = county()
    work = workload_table(run_, {})
    hours = work[[f"{state}_h" for state in STATES]].sum(axis=1)
    assert hours.to_numpy() == pytest.approx(24 * run_.counted_days)
    free = together_table(run_).set_index("service")["all_free_h"]
    least = work.groupby("service")["home_h"].min()
    assert (free <= least.loc[free.index] + 1e-9).all()


def test_who_conveyed_is_who_left_the_scene() -> None:
    log, _ = played()
    left = [(e.call, e.unit) for e in log.events if e.kind is Kind.LEFT_SCENE]
    table = conveyed_table(county())
    assert sorted(zip(table["call"], table["unit"], strict=True)) == sorted(left)
    assert table["hours"].dropna().between(0.1, 12).all()


def test_measures_are_the_same_twice_and_none_is_missing() -> None:
    log, region = played()
    first, second = (measure_run(log.scenario, finish(log, region), region) for _ in range(2))
    assert first.equals(second)
    assert first["value"].notna().all()
