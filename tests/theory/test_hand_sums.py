"""Measures and money worked by hand: a log of a few events, sums that fit on the back of an envelope."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from geography.region import Region, load_region
from results.bids import figure_row, sum_row
from results.clocks import arrivals_table, co_responder_table
from results.compare import between, differences, interval
from results.costs import cost_table, money_measures
from results.fire_cover import handling_s
from results.log import Columns, columns
from results.measures import (
    centile_rows,
    co_responder_rows,
    pump_rows,
    role_rows,
    standard_rows,
    workload_rows,
)
from results.task import attended_table
from results.workload import roles_table, workload_table
from scenarios.calls import Call
from scenarios.costs import BidSum, CostItem, Expected
from scenarios.load import load_study
from scenarios.scenario import Calendar, Scenario
from scenarios.study import Study
from sim.events import Event, Kind
from sim.log import EventLog
from sim.run import RunLog
from tests.doors.small_study import SMALL

HOUR, DAY = 3600.0, 86400.0
SOURCE = {"status": "assumed", "source": "made up"}


@cache
def study() -> Study:
    return load_study(str(SMALL))


@cache
def tinyshire() -> Region:
    return load_region(SMALL / "tinyshire")


def one_day(name: str = "operative", days: int = 1) -> Scenario:
    """An option of the small study over one counted day, after a day of warm-up."""
    scenario = {s.name: s for s in study().scenarios}[name]
    calendar = Calendar(start=scenario.calendar.start, days=days, warm_up_days=1, cool_down_days=1)
    return scenario.model_copy(update={"calendar": calendar})


def call(number: int, at_s: float, kind: str, category: str, service: str, zone: int = 0) -> Call:
    return Call(id=number, luck=number, stream=kind, at_s=at_s, zone=zone, node=zone,
                service=service, kind=kind, reported_kind=kind, category=category, call_handling_s=90.0)  # type: ignore[arg-type]  # fmt: skip


def happened(
    at_s: float, kind: Kind, unit: str, number: int | None = None, people: int | None = None
) -> Event:
    return Event(at_s, kind, number, unit, None, people, 0)


def aboard(pool: str, vehicle: str, from_s: float, until_s: float) -> list[Event]:
    """One person of a pool rides a vehicle."""
    return [
        Event(at_s, kind, None, pool, vehicle, 1, None)
        for at_s, kind in ((from_s, Kind.CREW_OUT), (until_s, Kind.CREW_BACK))
    ]


def job(unit: str, number: int, alert_s: float, *, takes_s: float, clear_s: float) -> list[Event]:
    """One attendance: alerted, arrived so much later, clear, and home ten minutes after that."""
    return [
        happened(alert_s, Kind.UNIT_ASSIGNED, unit, number),
        happened(alert_s + 60, Kind.UNIT_MOBILE, unit, number),
        happened(alert_s + takes_s, Kind.UNIT_ARRIVED, unit, number),
        happened(clear_s, Kind.UNIT_CLEAR, unit, number),
        happened(clear_s + 600, Kind.UNIT_HOME, unit),
    ]


def run_of(
    calls: list[Call], events: list[Event], name: str = "operative", days: int = 1
) -> Columns:
    ordered = tuple(sorted(events, key=lambda event: event.at_s))
    return columns(RunLog(one_day(name, days), 0, tuple(calls), EventLog.of(ordered), 3 * DAY))


def measured(rows: object) -> dict[tuple[str, str], float]:
    return {(name, group): value for name, group, value in rows}  # type: ignore[attr-defined]


# Differences ---------------------------------------------------------------------------------


def table_of(**values: list[float | None]) -> pd.DataFrame:
    rows = [
        (scenario, replication, "m", "g", value, "s")
        for scenario, several in values.items()
        for replication, value in enumerate(several)
        if value is not None
    ]
    columns_ = ["scenario", "replication", "measure", "group", "value", "unit"]
    return pd.DataFrame(rows, columns=columns_)


def test_a_paired_interval_by_student_s_t() -> None:
    # gaps 1, 2, 3: mean 2, standard deviation 1, standard error 1/sqrt(3), t(0.975; 2) = 4.302653
    row = differences(table_of(a=[10, 20, 30], b=[11, 22, 33]), "a").iloc[0]
    half = 4.302653 / np.sqrt(3)
    assert (row["difference"], row["pairs"]) == (2, 3)
    assert row["low"] == pytest.approx(2 - half, abs=1e-6)
    assert row["high"] == pytest.approx(2 + half, abs=1e-6)


def test_pairing_takes_out_what_the_days_share() -> None:
    # values spread over hundreds, gaps all 5: the interval is a point
    row = differences(table_of(a=[100, 400, 900], b=[105, 405, 905]), "a").iloc[0]
    assert (row["difference"], row["low"], row["high"]) == (5, 5, 5)


def test_only_replications_that_both_have_are_pairs() -> None:
    found = differences(table_of(a=[10, None, 30, 40], b=[11, 22, None, 44]), "a").iloc[0]
    assert (found["difference"], found["pairs"]) == (2.5, 2)
    assert len(differences(table_of(a=[1, None], b=[None, 2]), "a")) == 0


def test_one_pair_has_no_interval() -> None:
    row = differences(table_of(a=[10], b=[12]), "a").iloc[0]
    assert (row["difference"], row["pairs"]) == (2, 1)
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])
    assert [bool(np.isnan(end)) for end in interval(np.array([3.0]))] == [False, True, True]


def test_a_value_is_between_replications_of_the_same_number() -> None:
    table = table_of(a=[1, 2, None], b=[None, 7, 9])
    assert between(table, "m", "g", "b", "a").tolist() == [5]
    assert between(table, "m", "g", "b", None).tolist() == [7, 9]


# Clocks and standards ------------------------------------------------------------------------

FIRES = [
    call(1, DAY + HOUR, "dwelling_fire", "fire", "fire"),
    call(2, DAY + 2 * HOUR, "dwelling_fire", "fire", "fire"),
    call(3, DAY + 3 * HOUR, "dwelling_fire", "fire", "fire", zone=5),
    call(4, DAY + 4 * HOUR, "dwelling_fire", "fire", "fire", zone=5),
    call(5, 23 * HOUR, "dwelling_fire", "fire", "fire"),  # in the warm-up
    call(6, 2 * DAY, "dwelling_fire", "fire", "fire"),  # at the end of the counted day: outside it
]
JOBS = [
    *job("east_p1", 1, DAY + HOUR + 90, takes_s=500, clear_s=DAY + 1.5 * HOUR),  # 590 s
    *job("mid_p1", 1, DAY + HOUR + 90, takes_s=700, clear_s=DAY + 1.5 * HOUR),  # second, 790 s
    *job("east_p1", 2, DAY + 2 * HOUR + 90, takes_s=510, clear_s=DAY + 2.5 * HOUR),  # 600 s
    *job("east_p1", 3, DAY + 3 * HOUR + 90, takes_s=511, clear_s=DAY + 3.5 * HOUR),  # 601 s
    *job("east_p1", 5, 23 * HOUR + 90, takes_s=10, clear_s=23.5 * HOUR),
]  # nobody ever reaches call 4


def test_a_call_never_reached_counts_as_outside_and_the_limit_itself_as_within() -> None:
    run = run_of(FIRES, JOBS)
    got = measured(standard_rows(arrivals_table(run), run.scenario, tinyshire()))
    keys = "clock=fire_from_call;{}service=fire;standard=fire_10_min"
    assert got["within_standard", keys.format("")] == 2 / 4  # 590 and 600; not 601, not never
    assert got["within_standard", keys.format("district=west;")] == 2 / 2
    urban = "clock=fire_from_call;rurality=urban;service=fire;standard=fire_10_min"
    assert got["within_standard", urban] == 2 / 4


def test_mean_response_is_of_those_reached_and_orders_are_apart() -> None:
    table = arrivals_table(run_of(FIRES, JOBS))
    mine = table[(table["clock"] == "fire_from_call") & table["counted"]]
    first = mine[mine["order"] == "first"]["seconds"]
    assert sorted(first.dropna()) == [590, 600, 601]
    assert first.isna().sum() == 1
    assert mine[mine["order"] == "second"]["seconds"].tolist() == [790]
    got = measured(centile_rows({"clock": "fire_from_call", "order": "first"}, first.to_numpy()))
    assert got == {("response_mean_s", "clock=fire_from_call;order=first"): 597}


def test_a_responder_stops_red_1_but_only_an_ambulance_stops_a19() -> None:
    calls = [call(1, DAY + HOUR, "medical_emergency", "red1", "ambulance")]
    run = run_of(calls, [
        *job("op_responder", 1, DAY + HOUR + 60, takes_s=240, clear_s=DAY + 2 * HOUR),
        *job("dca_1", 1, DAY + HOUR + 60, takes_s=900, clear_s=DAY + 2 * HOUR),
    ])  # fmt: skip
    table = arrivals_table(run).set_index("clock")["seconds"]
    assert (table["red1"], table["a19"], table["first_on_scene"]) == (300, 960, 300)
    got = measured(standard_rows(arrivals_table(run), run.scenario, tinyshire()))
    assert got["within_standard", "clock=red1;service=ambulance;standard=red1_8_min"] == 1
    assert got["within_standard", "clock=a19;service=ambulance;standard=a19_19_min"] == 1
    saved = measured(co_responder_rows(co_responder_table(run)))
    assert saved["minutes_saved_mean", "basis=same_run;service=ambulance"] == 11
    assert saved["co_responder_first_share", "service=ambulance"] == 1


def test_a_loss_of_the_co_responder_counts_as_a_loss() -> None:
    calls = [call(n, DAY + n * HOUR, "medical_emergency", "red1", "ambulance") for n in (1, 2, 3)]
    run = run_of(calls, [
        *job("op_responder", 1, DAY + HOUR + 60, takes_s=240, clear_s=DAY + 1.5 * HOUR),
        *job("dca_1", 1, DAY + HOUR + 60, takes_s=900, clear_s=DAY + 1.5 * HOUR),  # 11 min saved
        *job("op_responder", 2, DAY + 2 * HOUR + 60, takes_s=240, clear_s=DAY + 2.5 * HOUR),
        *job("dca_1", 2, DAY + 2 * HOUR + 60, takes_s=180, clear_s=DAY + 2.5 * HOUR),  # 1 min lost
        *job("op_responder", 3, DAY + 3 * HOUR + 60, takes_s=240, clear_s=DAY + 3.5 * HOUR),
    ])  # fmt: skip
    got = measured(co_responder_rows(co_responder_table(run)))
    assert got["minutes_saved_mean", "basis=same_run;service=ambulance"] == (11 - 1) / 2
    assert got["co_responder_first_share", "service=ambulance"] == 2 / 3


def test_planned_call_handling_is_weighted_by_calls_of_the_clock_whatever_their_unit() -> None:
    scenario, region = one_day("today"), tinyshire()
    people = float(region.zones.people.sum())
    assert people == 29_800
    first = scenario.demand["dwelling_fire"]  # 700 a year, 74 s
    dear = first.model_copy(update={
        "rate": first.rate.model_copy(update={"value": 10.0, "unit": "calls/yr per 1,000 people"}),
        "call_handling": first.call_handling.model_copy(update={"mean": 174.0}),
    })  # fmt: skip
    both = scenario.model_copy(update={"demand": {"a": first, "b": dear}})
    clock = scenario.clocks["fire_from_call"]
    assert handling_s(clock, both, region) == pytest.approx((700 * 74 + 298 * 174) / 998)
    for starts in ("unit_assigned", "call_coded"):
        assert handling_s(clock.model_copy(update={"starts": starts}), both, region) == 0


# Hours ---------------------------------------------------------------------------------------


def test_hours_of_a_pump_are_clipped_to_the_counted_day() -> None:
    run = run_of([], [
        # out from 22:00 of the warm-up to 02:00, back home 02:10
        *job("east_p1", 1, 22 * HOUR, takes_s=600, clear_s=DAY + 2 * HOUR),
        happened(DAY + 6 * HOUR, Kind.OFF_THE_RUN, "east_p1"),
        happened(DAY + 9 * HOUR, Kind.ON_THE_RUN, "east_p1"),
        # out again at 23:00 until after midnight
        *job("east_p1", 2, DAY + 23 * HOUR, takes_s=600, clear_s=DAY + 25 * HOUR),
    ])  # fmt: skip
    row = workload_table(run, {}).set_index("unit").loc["east_p1"]
    assert row["out_h"] == pytest.approx(2 + 1)
    assert row["returning_h"] == pytest.approx(1 / 6)
    assert row["off_the_run_h"] == pytest.approx(3)
    assert row["home_h"] == pytest.approx(24 - 3 - 1 / 6 - 3)
    assert row["arrivals"] == 1  # 22:10 was in the warm-up
    assert row["rider_turnouts"] == 4
    assert row["rider_hours"] == pytest.approx(4 * (3 + 1 / 6))
    got = measured(workload_rows(workload_table(run, {})))
    share = 3 / (24 - 3)
    assert got["utilisation", "service=fire;station=east_fire;unit=east_p1"] == pytest.approx(share)


def test_off_the_run_is_a_share_of_all_hours_and_crew_elsewhere_a_part_of_it() -> None:
    on_duty = [
        happened(0, Kind.CREW_ON_DUTY, "west_oncall", people=6),
        happened(DAY + 12 * HOUR, Kind.CREW_ON_DUTY, "west_oncall", people=2),
        happened(0, Kind.CREW_ON_DUTY, "operative", people=0),
    ]
    # off from 10:00 to 14:00: until noon there were six people, so they were with another vehicle
    run = run_of([], [
        *on_duty,
        happened(DAY + 10 * HOUR, Kind.OFF_THE_RUN, "west_p1", people=2),
        happened(DAY + 14 * HOUR, Kind.ON_THE_RUN, "west_p1"),
    ])  # fmt: skip
    got = measured(pump_rows(workload_table(run, {}), run.scenario))
    unit = "service=fire;station=west_fire;unit=west_p1"
    assert got["off_the_run_share", unit] == pytest.approx(4 / 24)
    assert got["off_the_run_share", f"basis=crew_elsewhere;{unit}"] == pytest.approx(2 / 24)
    # three pumps in all; the operative's own vehicle is no pump
    assert got["off_the_run_share", "service=fire"] == pytest.approx(4 / 72)


def test_a_pump_by_another_name_is_a_pump_and_one_from_outside_is_not_counted() -> None:
    run = run_of([], [
        happened(DAY, Kind.OFF_THE_RUN, "east_p1"), happened(DAY, Kind.OFF_THE_RUN, "mid_p1"),
    ], "today")  # fmt: skip
    scenario = run.scenario
    far = scenario.stations["mid_fire"].model_copy(update={"outside_county": True})
    named = scenario.model_copy(update={
        "vehicle_types": {**scenario.vehicle_types, "appliance": scenario.vehicle_types["pump"]},
        "vehicles": {**scenario.vehicles, "east_p1": scenario.vehicles["east_p1"].model_copy(
            update={"type": "appliance"})},
        "stations": {**scenario.stations, "mid_fire": far},
    })  # fmt: skip
    work = workload_table(Columns(named, run.events, run.calls, DAY, 2 * DAY), {})
    got = measured(pump_rows(work, named))
    assert got["off_the_run_share", "service=fire"] == 1
    assert not [group for _, group in got if "mid_p1" in group]


def test_role_hours_are_a_week_s_and_each_role_once() -> None:
    run = run_of([], [
        happened(0, Kind.CREW_ON_DUTY, "operative", people=0),
        happened(DAY + 9 * HOUR, Kind.CREW_ON_DUTY, "operative", people=1),
        happened(DAY + 17 * HOUR, Kind.CREW_ON_DUTY, "operative", people=0),
        *aboard("operative", "op_policing", DAY + 10 * HOUR, DAY + 11 * HOUR + 600),
        *aboard("operative", "op_responder", DAY + 12 * HOUR, DAY + 12.5 * HOUR + 600),
        *aboard("operative", "west_p1", DAY + 16 * HOUR, DAY + 18 * HOUR),  # an hour past the shift
    ])  # fmt: skip
    got = measured(role_rows(roles_table(run), 1))
    assert got["role_hours", "basis=on_duty;unit=operative"] == pytest.approx(8 * 7)
    assert got["role_hours", "basis=PCSO;unit=operative"] == pytest.approx((1 + 1 / 6) * 7)
    assert got["role_hours", "basis=first_responder;unit=operative"] == pytest.approx(
        (0.5 + 1 / 6) * 7
    )
    riding = [value for (_, keys), value in got.items() if "on_duty" not in keys]
    assert sum(riding) == pytest.approx((1 + 0.5 + 1 / 3 + 2) * 7)  # two hours of it on the pump
    twice = pd.DataFrame([("p", "PCSO", "a", 2.0), ("p", "PCSO", "b", 3.0)],
                         columns=["pool", "role", "unit", "hours"])  # fmt: skip
    assert measured(role_rows(twice, 7)) == {("role_hours", "basis=PCSO;unit=p"): 5.0}


# Money ---------------------------------------------------------------------------------------


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
    work = workload_table(Columns(abroad, run.events, run.calls, DAY, 2 * DAY), {})
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
    row = attended_table(Columns(lent, run.events, run.calls, DAY, 2 * DAY)).iloc[0]
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


# What a bid printed --------------------------------------------------------------------------


def bid(printed: float, rounding: float) -> BidSum:
    return BidSum.model_validate({
        "title": "t", "items": {"a": 4.1, "b": -1.115, "c": -0.983}, "printed": printed,
        "rounding": rounding, "unit": "GBP million", **SOURCE,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "rounding", "verdict"),
    [
        (2.002, 0.001, "reproduced"),
        (2.0, 0.1, "reproduced"),
        (2.003, 0.001, "bid_sum_wrong"),
        (2.1, 0.1, "bid_sum_wrong"),
        (3.0, 1.0, "bid_sum_wrong"),
    ],
)
def test_a_bid_s_sum_to_its_printed_rounding(printed: float, rounding: float, verdict: str) -> None:
    assert verdict in sum_row(bid(printed, rounding))


def expected(value: float, **more: object) -> Expected:
    return Expected.model_validate({
        "title": "t", "measure": "m", "group": "g", "option": "b",
        "value": {"value": value, "unit": "s", **SOURCE}, **more,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("published", "verdict"),
    [(100, "reproduced"), (94, "reproduced"), (60, "differs"), (130, "differs"), (-100, "differs")],
)
def test_a_simulated_figure_is_reproduced_when_its_interval_meets_a_tenth(
    published: float, verdict: str
) -> None:
    # gaps 98, 100, 102: mean 100, half width 4.302653 x 2 / sqrt(3) = 4.97
    row = figure_row(expected(published), table_of(a=[0, 0, 0], b=[98, 100, 102]), "a")
    assert row[2] == pytest.approx(100)
    assert verdict in row
    assert row[6:8] == pytest.approx((100 - 4.968, 100 + 4.968), abs=1e-3)


def test_a_figure_that_no_run_has_is_not_modelled() -> None:
    nothing = table_of(a=[1.0])
    assert "not_modelled" in figure_row(expected(5), nothing, "a")
