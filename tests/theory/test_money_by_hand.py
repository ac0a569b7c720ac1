"""Money worked by hand: every driver, and cost per incident in its three forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from results.attendance import attended_table, conveyed_table
from results.clocks import co_responder_table
from results.costs import cost_table, money_measures
from results.crews import available_table, turnout_table
from results.log import Columns
from results.roster import rostered_hours
from results.task import Tables
from results.workload import workload_table
from scenarios.costs import CostItem
from scenarios.drivers import DRIVER_UNITS
from scenarios.prices import PriceIndex
from scenarios.quantity import Area
from scenarios.scenario import Scenario
from sim.events import Kind
from tests.theory.by_hand import DAY, FIRES, HOUR, JOBS, SOURCE, call, happened, job, run_of


def item(driver: str, rate: float, unit: str = "", **more: object) -> CostItem:
    unit = unit or DRIVER_UNITS[driver]
    said = {"agency": "fire", "title": driver, "driver": driver,
            "rate": {"value": rate, "unit": unit, **SOURCE}, **more}  # fmt: skip
    return CostItem.model_validate(said)


def tables_of(run: Columns) -> Tables:
    """What a run's money is counted from."""
    return {
        "workload": workload_table(run, {}), "attended": attended_table(run),
        "available": available_table(run), "turnouts": turnout_table(run),
        "conveyed": conveyed_table(run), "co_responding": co_responder_table(run),
    }  # fmt: skip


def priced(scenario: Scenario, **items: CostItem) -> Scenario:
    return scenario.model_copy(update={"costs": items})


def test_every_driver_by_hand() -> None:
    run = run_of(FIRES[:1], [
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
    got = cost_table(scenario, tables_of(run))["amount_gbp_per_year"].tolist()
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
        (24 + 24) * 95 * year,  # rostered day and night; six hours off the run save nobody's pay
    ])  # fmt: skip


def test_standing_by_is_paid_for_as_any_other_turnout_and_hour() -> None:
    # Midbridge's on-call pump is sent to stand by at 2:00, is there from 3:00 to 5:00 and home at 6:00.
    run = run_of([], [
        happened(DAY + 2 * HOUR, Kind.STANDBY_SENT, "mid_p1"),
        happened(DAY + 2.5 * HOUR, Kind.STANDBY_MOBILE, "mid_p1"),
        happened(DAY + 3 * HOUR, Kind.AT_STANDBY, "mid_p1"),
        happened(DAY + 5 * HOUR, Kind.UNIT_CLEAR, "mid_p1"),
        happened(DAY + 6 * HOUR, Kind.UNIT_HOME, "mid_p1"),
    ], "today")  # fmt: skip
    scenario = priced(
        run.scenario,
        turnouts=item("oncall_turnouts", 4, "GBP/call"),
        hours=item("oncall_hours", 12, "GBP/h"),
        crewed=item("unit_hours_on_shift", 95, "GBP/h", of=["pump"]),
    )
    got = cost_table(scenario, tables_of(run))["amount_gbp_per_year"].tolist()
    # Midbridge is on call and rostered for nothing; Eastport's pump is rostered day and night
    assert got == pytest.approx([4 * 4 * 365.25, 4 * 4 * 12 * 365.25, 24 * 95 * 365.25])


def test_an_hour_at_standby_is_an_hour_deployed() -> None:
    run = run_of([], [
        happened(DAY + 2 * HOUR, Kind.STANDBY_SENT, "mid_p1"),
        happened(DAY + 5 * HOUR, Kind.UNIT_CLEAR, "mid_p1"),
        happened(DAY + 6 * HOUR, Kind.UNIT_HOME, "mid_p1"),
    ], "today")  # fmt: skip
    scenario = priced(
        run.scenario, lump=item("sum_per_year", 36_525), away=item("deployed_hours", 0)
    )
    tables = tables_of(run)
    costs = cost_table(scenario, tables)
    assert costs["quantity"].tolist() == pytest.approx([1, 4 * 365.25])
    got = money_measures(scenario, costs, tables).set_index("measure")["value"]
    assert got["cost_per_hour_deployed_gbp"] == pytest.approx(36_525 / (4 * 365.25))


def test_what_is_rostered_is_what_is_declared_and_an_overrun_is_paid_apart() -> None:
    # The officer is rostered 9 to 17 on the counted Tuesday, and out with one of two vehicles until 18:00.
    on = [happened(DAY + 9 * HOUR, Kind.CREW_ON_DUTY, "operative", people=1),
          happened(DAY + 17 * HOUR, Kind.CREW_ON_DUTY, "operative", people=0)]  # fmt: skip
    run = run_of(FIRES[:1], [
        *on, *job("op_responder", 1, DAY + 16 * HOUR, takes_s=600, clear_s=DAY + 18 * HOUR - 600),
    ])  # fmt: skip
    scenario = priced(
        run.scenario,
        shift=item("unit_hours_on_shift", 30, of=["operative_responder", "operative_policing"]),
        late=item("overrun_hours", 45, of=["operative_responder"], varies=True),
    )
    got = cost_table(scenario, tables_of(run))["quantity"].tolist()
    assert got == pytest.approx(
        [8 * 365.25, 1 * 365.25]
    )  # one person's eight hours, not two vehicles'


def test_a_crew_for_two_vehicles_is_rostered_for_one() -> None:
    scenario = run_of([], [], "today").scenario
    of_both = scenario.vehicles["dca_2"].model_copy(update={"crewed_from": ("dca_1_crew",)})
    shared = scenario.model_copy(update={"vehicles": {**scenario.vehicles, "dca_2": of_both}})
    hours = rostered_hours(shared)
    assert (hours["dca_1"], hours["dca_2"]) == (24, 0)
    pool = scenario.crew_pools["dca_1_crew"].model_copy(update={"people": 4})
    more = shared.model_copy(update={"crew_pools": {**scenario.crew_pools, "dca_1_crew": pool}})
    hours = rostered_hours(more)
    assert (hours["dca_1"], hours["dca_2"]) == (24, 24)
    assert hours["mid_p1"] == 0  # on call


def test_stations_outside_the_county_cost_it_nothing() -> None:
    run = run_of(
        FIRES[:1], [*job("east_p1", 1, DAY + HOUR, takes_s=60, clear_s=DAY + 2 * HOUR)], "today"
    )
    stations = {
        name: station.model_copy(update={"outside_county": True})
        for name, station in run.scenario.stations.items()
    }
    abroad = priced(
        run.scenario.model_copy(update={"stations": stations}),
        **{d: item(d, 1) for d in ("posts", "oncall_people", "oncall_turnouts",
           "oncall_hours", "oncall_attendances", "availability_hours", "vehicles", "turnouts",
           "deployed_hours", "miles", "stations", "floor_area", "bays", "unit_hours_on_shift")},
    )  # fmt: skip
    tables = tables_of(replace(run, scenario=abroad))
    assert set(cost_table(abroad, tables)["quantity"]) == {0}


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
    tables = tables_of(run)
    attended, costs = tables["attended"], cost_table(scenario, tables)
    # mid_p1 turned out once with four riders: 4 x 5 = 20 a day
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
        tables = tables_of(run)
        return money_measures(scenario, cost_table(scenario, tables), tables)["value"].tolist()

    assert forms(1) == pytest.approx(forms(5))


def test_no_money_a_year_from_part_of_a_year_that_has_seasons() -> None:
    run = run_of(
        FIRES[:1], [*job("mid_p1", 1, DAY + HOUR, takes_s=60, clear_s=DAY + 2 * HOUR)], "today"
    )
    plain = priced(run.scenario, lump=item("sum_per_year", 1000, "GBP/yr"))
    fires = plain.demand["dwelling_fire"].model_copy(update={"by_month": (1.0,) * 11 + (2.0,)})
    seasonal = plain.model_copy(update={"demand": {**plain.demand, "dwelling_fire": fires}})

    def over(scenario: Scenario, **calendar: object) -> int:
        days = scenario.calendar.model_copy(update=calendar)
        longer = scenario.model_copy(update={"calendar": days})
        return len(cost_table(longer, tables_of(run)))

    assert [over(plain), over(seasonal)] == [1, 0]
    assert over(seasonal, spread_over_year=True) == 1
    assert (over(seasonal, days=363), over(seasonal, days=364)) == (0, 1)


def test_ambulance_time_released_is_hours_and_no_cash() -> None:
    """A patient taken by fire frees ambulance hours; what the ambulance service pays is its hours on shift."""
    run = run_of(FIRES[:1], JOBS[:5])
    scenario = priced(run.scenario, shifts=item("unit_hours_on_shift", 95, of=["dca"]))
    tables = tables_of(run)
    released = tables["conveyed"].iloc[:0].copy()
    released.loc[0, ["call", "hours", "counted"]] = [1, 2.25, True]
    for unit, by in (("mid_p1", "fire"), ("dca_1", "ambulance")):
        released["unit"], released["by"] = unit, by
        after = cost_table(scenario, {**tables, "conveyed": released})
        assert after.equals(cost_table(scenario, tables))


def area(value: float) -> Area:
    return Area.model_validate({"value": value, "unit": "m2", **SOURCE})


def test_the_further_drivers_by_hand() -> None:
    run = run_of([FIRES[0], call(7, DAY + 5 * HOUR, "medical_emergency", "red1", "ambulance")], [
        # from home at 03:00, 60 s later mobile, clear at 06:00, home ten minutes after
        *job("mid_p1", 1, DAY + 3 * HOUR, takes_s=600, clear_s=DAY + 6 * HOUR),
        *job("op_responder", 7, DAY + 5 * HOUR, takes_s=60, clear_s=DAY + 5.5 * HOUR),
        happened(0.0, Kind.CREW_ON_DUTY, "mid_oncall", people=7),
        happened(DAY + 12 * HOUR, Kind.CREW_ON_DUTY, "mid_oncall", people=5),
    ])  # fmt: skip
    pools = {**run.scenario.crew_pools}
    pools["east_watch"] = pools["east_watch"].model_copy(update={"officers": 1})
    stations = {**run.scenario.stations}
    stations["east_fire"] = stations["east_fire"].model_copy(
        update={"floor_area": area(300), "bays": 2}
    )
    stations["mid_fire"] = stations["mid_fire"].model_copy(
        update={"floor_area": area(150.5), "bays": 1}
    )
    several = {"value": 4.5, "unit": "ratio", **SOURCE}
    scenario = priced(
        run.scenario.model_copy(update={"crew_pools": pools, "stations": stations}),
        officers=item("posts", 50_000, of=["east_watch"], grade="officers", riding_factor=several),
        others=item("posts", 42_000, of=["east_watch"], grade="others", riding_factor=several),
        stayed=item("oncall_attendances", 11, of=["mid_oncall"]),
        there=item("availability_hours", 0.5, of=["mid_oncall"]),
        days=item("training_days", 100, of=["east_watch", "mid_oncall"],
                  days_each={"value": 6, "unit": "days/yr", **SOURCE}),
        turnouts=item("turnouts", 30, of=["pump"]),
        away=item("deployed_hours", 70, of=["pump"]),
        miles=item("miles", 0.5, of=["pump"]),
        area=item("floor_area", 40),
        bays=item("bays", 1000, of=["east_fire"]),
        calls=item("co_responder_calls", 80),
        engines=item("vehicles", 240_000, "GBP", of=["pump"], life={
            "years": {"value": 15, "unit": "yr", **SOURCE}, "method": "straight_line"}),
    )  # fmt: skip
    tables = {**tables_of(run), "workload": workload_table(run, {"mid_p1": 16093.44})}
    got = cost_table(scenario, tables)
    year = 365.25
    assert got["amount_gbp_per_year"].tolist() == pytest.approx([
        1 * 4.5 * 50_000,
        3 * 4.5 * 42_000,
        (7 - 4) * 11 * year,  # seven can be called on, four ride
        (7 * 12 + 5 * 12) * 0.5 * year,
        (4 + 10) * 6 * 100,
        30 * year,
        (3 + 1 / 6) * 70 * year,
        10 * 0.5 * year,  # 16,093.44 m are ten miles
        450.5 * 40,
        2 * 1000,
        80 * year,
        3 * 240_000 / 15,  # three pumps
    ])  # fmt: skip
    assert got["capital"].tolist() == [False] * 11 + [True]


def test_neighbours_are_counted_by_attendance() -> None:
    run = run_of(FIRES[:1], JOBS[:5], "today")
    stations = {**run.scenario.stations}
    stations["east_fire"] = stations["east_fire"].model_copy(update={"outside_county": True})
    lent = priced(
        run.scenario.model_copy(update={"stations": stations}),
        recharge=item("neighbour_attendances", 350),
    )
    found = cost_table(lent, tables_of(replace(run, scenario=lent)))
    assert found["amount_gbp_per_year"].tolist() == pytest.approx([350 * 365.25])


def test_prices_of_another_year_are_brought_to_the_study_s() -> None:
    run = run_of(FIRES[:1], JOBS[:5], "today")
    index = PriceIndex.model_validate(
        {"title": "i", "unit": "index", "levels": {2010: 80.0, 2014: 100.0}, **SOURCE}
    )
    old = item("sum_per_year", 1_000)
    old = old.model_copy(update={"rate": old.rate.model_copy(update={"price_year": 2010})})
    scenario = priced(run.scenario, old=old, now=item("sum_per_year", 1_000)).model_copy(
        update={"price_year": 2014, "price_indices": {"i": index}}
    )
    assert cost_table(scenario, tables_of(run))["amount_gbp_per_year"].tolist() == [1_250, 1_000]
