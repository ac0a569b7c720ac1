"""Money worked by hand: every driver, and cost per incident in its three forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from results.attendance import attended_table
from results.costs import cost_table, money_measures
from results.workload import workload_table
from scenarios.costs import CostItem
from scenarios.scenario import Scenario
from sim.events import Kind
from tests.theory.by_hand import DAY, FIRES, HOUR, JOBS, SOURCE, call, happened, job, run_of


def item(driver: str, rate: float, unit: str, **more: object) -> CostItem:
    said = {"agency": "fire", "title": driver, "driver": driver,
            "rate": {"value": rate, "unit": unit, **SOURCE}, **more}  # fmt: skip
    return CostItem.model_validate(said)


def priced(scenario: Scenario, **items: CostItem) -> Scenario:
    return scenario.model_copy(update={"costs": items})


def test_every_driver_by_hand() -> None:
    run = run_of([], [
        # the on-call pump is out 3 h and returns 10 min; an ambulance stands off the run 6 h
        *job("mid_p1", 1, DAY + 3 * HOUR, takes_s=600, clear_s=DAY + 6 * HOUR),
        happened(DAY + 6 * HOUR, Kind.OFF_THE_RUN, "dca_1"),
        happened(DAY + 12 * HOUR, Kind.ON_THE_RUN, "dca_1"),
    ], "today")  # fmt: skip
    scenario = priced(
        run.scenario,
        lump=item("sum_per_year", 51_171, "GBP/yr"),
        seats=item("posts", 200_000, "GBP/yr", of=["east_watch"]),
        third=item("posts", 38_000, "GBP/yr", of=["car_1_officer"],
                   share_of_rate={"value": 0.25, "unit": "share", **SOURCE}),
        people=item("oncall_people", 3_000, "GBP/yr"),
        turnouts=item("oncall_turnouts", 4, "GBP/call", varies=True),
        hours=item("oncall_hours", 12, "GBP/h", varies=True),
        pumps=item("vehicles", 12_000, "GBP/yr", of=["pump"]),
        buildings=item("stations", 20_000, "GBP/yr", of=["east_fire", "mid_fire"]),
        shifts=item("unit_hours_on_shift", 95, "GBP/h", of=["dca"]),
    )  # fmt: skip
    got = cost_table(scenario, workload_table(run, {}))["amount_gbp_per_year"].tolist()
    year = 365.25
    assert got == pytest.approx([
        51_171,
        4 * 200_000,
        1 * 38_000 * 0.25,
        10 * 3_000,
        4 * 1 * 4 * year,  # four riders, one turnout a day
        4 * (3 + 1 / 6) * 12 * year,
        2 * 12_000,
        2 * 20_000,
        (24 + 18) * 95 * year,
    ])  # fmt: skip


def test_stations_outside_the_county_cost_it_nothing() -> None:
    run = run_of([], [*job("east_p1", 1, DAY + HOUR, takes_s=60, clear_s=DAY + 2 * HOUR)], "today")
    stations = {
        name: station.model_copy(update={"outside_county": True})
        for name, station in run.scenario.stations.items()
    }
    abroad = priced(
        run.scenario.model_copy(update={"stations": stations}),
        **{d: item(d, 1, "GBP/yr") for d in ("posts", "oncall_people", "oncall_turnouts",
           "oncall_hours", "vehicles", "stations", "unit_hours_on_shift")},
    )  # fmt: skip
    work = workload_table(replace(run, scenario=abroad), {})
    assert set(cost_table(abroad, work)["quantity"]) == {0}


def test_cost_per_incident_in_its_three_forms() -> None:
    # Counted: three fires (two reached by the county's pumps, one by two of them; one never)
    # and a medical call that the operative reached: four attendances by fire, three incidents.
    calls = [
        *FIRES[:3],
        call(7, DAY + 5 * HOUR, "medical_emergency", "red1", "ambulance"),
        FIRES[4],
    ]
    run = run_of(calls, [
        *JOBS[:15],
        *job("op_responder", 7, DAY + 5 * HOUR, takes_s=60, clear_s=DAY + 5.5 * HOUR),
        *JOBS[20:],
    ])  # fmt: skip
    scenario = priced(
        run.scenario,
        lump=item("sum_per_year", 365.25 * 600, "GBP/yr"),
        turnouts=item("oncall_turnouts", 5, "GBP/call", varies=True),
    )
    attended, work = attended_table(run), workload_table(run, {})
    costs = cost_table(scenario, work)
    # mid_p1 turned out once with four riders: 4 x 5 = 20 a day
    tables = {"attended": attended, "workload": work}
    frame = money_measures(scenario, costs, tables)
    got = {(m, g): v for m, g, v in frame[["measure", "group", "value"]].itertuples(index=False)}
    assert got["annual_cost_gbp", "agency=fire"] == pytest.approx(620 * 365.25)
    assert got["annual_cost_gbp", ""] == pytest.approx(620 * 365.25)
    forms = {basis: got["cost_per_incident_gbp", f"agency=fire;basis={basis}"]
             for basis in ("core", "attended", "marginal")}  # fmt: skip
    assert forms == pytest.approx({"core": 620 / 3, "attended": 620 / 3, "marginal": 20 / 4})
    assert int(attended["never"].sum()) == 1


def test_an_incident_that_only_a_neighbour_reached_is_served_but_not_the_county_s_attendance() -> (
    None
):
    run = run_of(FIRES[:1], JOBS[:5], "today")
    stations = {**run.scenario.stations}
    stations["east_fire"] = stations["east_fire"].model_copy(update={"outside_county": True})
    lent = run.scenario.model_copy(update={"stations": stations})
    row = attended_table(replace(run, scenario=lent)).iloc[0]
    assert (row["calls"], row["by_fire"], row["never"]) == (1, 0, 0)


def test_cost_per_incident_does_not_depend_on_how_long_was_played() -> None:
    def forms(days: int) -> list[float]:
        calls = [
            call(n, DAY + n * DAY + HOUR, "dwelling_fire", "fire", "fire") for n in range(days)
        ]
        events = [
            event
            for n in range(days)
            for event in job("mid_p1", n, (n + 1) * DAY + HOUR, takes_s=60, clear_s=(n + 1) * DAY + 2 * HOUR)
        ]  # fmt: skip
        run = run_of(calls, events, "today", days)
        scenario = priced(
            run.scenario,
            lump=item("sum_per_year", 1000, "GBP/yr"),
            hours=item("oncall_hours", 12, "GBP/h", varies=True),
        )
        work = workload_table(run, {})
        tables = {"attended": attended_table(run), "workload": work}
        return money_measures(scenario, cost_table(scenario, work), tables)["value"].tolist()

    assert forms(1) == pytest.approx(forms(5))
