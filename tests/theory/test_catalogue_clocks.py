"""Every clock of the catalogue, from its own file, on calls worked by hand. Calls are coded 90 s after they ring."""

from __future__ import annotations

from pathlib import Path

import pytest

from results.clocks import arrivals_table
from results.log import Columns
from scenarios.documents import read_yaml
from scenarios.load import load_study
from scenarios.response import Clock
from sim.events import Event, Kind
from tests.doors.small_study import copy_of
from tests.theory.by_hand import DAY, HOUR, call, changed, happened, job, lasting, run_of

CATALOGUE = Path(__file__).parents[2] / "scenarios" / "catalogue"
FILES = ("clocks_fire", "clocks_ambulance_2013", "clocks_ambulance_2017", "clocks_police")
RING = DAY + HOUR


def declared() -> dict[str, Clock]:
    """Every clock of those files."""
    blocks = [read_yaml(CATALOGUE / f"{name}.yaml").data["clocks"] for name in FILES]
    return {name: Clock.model_validate(block) for some in blocks for name, block in some.items()}


def at(takes_s: float, unit: str) -> list[Event]:
    """A job that is sent 90 s after the call and arrives so long after the call."""
    return job(unit, 1, RING + 90, takes_s=takes_s - 90, clear_s=RING + 3000)


def on_clock(run: Columns, name: str) -> list[float]:
    clock = declared()[name]
    table = arrivals_table(changed(run, clocks={name: clock}))
    return [float(s) for s in table[(table["clock"] == name).to_numpy()]["seconds"]]


def medical(category: str, events: list[Event], handling_s: float = 90.0) -> Columns:
    rung = call(1, RING, "medical_emergency", category, "ambulance")
    return run_of([rung._replace(call_handling_s=handling_s)], events)


def test_every_clock_says_where_its_rule_is_from() -> None:
    assert len(declared()) == 13
    assert all(len(clock.source) > 20 for clock in declared().values())


# Fire ----------------------------------------------------------------------------------------


def three_pumps() -> Columns:
    """Pumps after 500, 700 and 900 s, alerted 90 s after the call; a car with first response is there before them."""
    fire = call(1, RING, "dwelling_fire", "fire", "fire")
    return run_of([fire], [*at(300, "op_responder"), *at(500, "east_p1"), *at(700, "mid_p1"),
                           *at(900, "west_p1")])  # fmt: skip


def test_first_second_and_third_pump_from_the_call_and_from_the_alert() -> None:
    assert on_clock(three_pumps(), "fire_call_to_pumps") == [500, 700, 900]
    assert on_clock(three_pumps(), "fire_alert_to_pumps") == [410, 610, 810]


@pytest.mark.parametrize(
    ("takes_s", "counted"), [(599, [599]), (3600, [3600]), (3601, []), (60, [60]), (59, [])]
)
def test_the_home_office_leaves_out_over_an_hour_and_under_a_minute(
    takes_s: float, counted: list[float]
) -> None:
    fire = call(1, RING, "dwelling_fire", "fire", "fire")
    events = [
        happened(RING + 1, Kind.UNIT_ASSIGNED, "east_p1", 1),
        happened(RING + 2, Kind.UNIT_MOBILE, "east_p1", 1),
        happened(RING + takes_s, Kind.UNIT_ARRIVED, "east_p1", 1),
    ]
    assert on_clock(run_of([fire], events), "fire_home_office") == counted


# Ambulance, the scheme of 2013 ---------------------------------------------------------------


def test_red_1_runs_from_connection_and_a_co_responder_stops_it() -> None:
    run = medical("red1", [*at(400, "op_responder"), *at(800, "dca_1")])
    assert on_clock(run, "red_1_from_connection") == [400]


@pytest.mark.parametrize(("handling_s", "starts_s"), [(90, 60), (60, 60), (35, 35)])
def test_red_2_runs_from_the_earliest_of_complaint_decision_and_60_s(
    handling_s: float, starts_s: float
) -> None:
    run = medical("red2", [*at(400, "op_responder"), *at(800, "dca_1")], handling_s)
    assert on_clock(run, "red_2_from_decision") == [400 - starts_s]


def test_a19_runs_from_the_request_for_transport_to_a_vehicle_that_can_convey() -> None:
    # Asked for when coded, 90 s after the ring; or 120 s later where that is what triage takes.
    run = medical("red1", [*at(400, "op_responder"), *at(800, "dca_1")])
    assert on_clock(run, "a19_from_request") == [800 - 90]
    plans = run.scenario.response_plans
    plan = plans["medical_red"]
    needs = {**plan.needs, "ambulance": plan.needs["ambulance"].model_copy(
        update={"triage": lasting(2, "min")})}  # fmt: skip
    later = changed(
        run, response_plans={**plans, "medical_red": plan.model_copy(update={"needs": needs})}
    )
    assert on_clock(later, "a19_from_request") == [800 - 90 - 120]


# Ambulance, the scheme since 2017 ------------------------------------------------------------


def conveyed_by(unit: str, *others: Event) -> list[Event]:
    return [*others, happened(RING + 2000, Kind.LEFT_SCENE, unit, 1)]


def test_a_co_responder_stops_category_1_but_never_its_transport_clock() -> None:
    # Coded after 90 s, so the clock starts 30 s after the call.
    there = [*at(330, "op_responder"), *at(630, "dca_1"), *at(930, "dca_2")]
    assert on_clock(medical("c1", there), "c1") == [300]
    assert on_clock(medical("c1", there), "c1t") == []  # nobody was conveyed
    assert on_clock(medical("c1", conveyed_by("dca_2", *there)), "c1t") == [900]
    assert on_clock(medical("c1", there, handling_s=20), "c1") == [310]


@pytest.mark.parametrize("category", ["c2", "c3", "c4"])
def test_categories_2_to_4_by_whoever_conveyed_else_the_first_trust_responder(
    category: str,
) -> None:
    # Coded after 300 s, so the clock starts 240 s after the call; a co-responder does not stop it.
    there = [*at(340, "op_responder"), *at(640, "dca_1"), *at(940, "dca_2")]
    assert on_clock(medical(category, there, 300.0), category) == [400]
    assert on_clock(medical(category, conveyed_by("dca_2", *there), 300.0), category) == [700]
    assert on_clock(medical(category, there, 90.0), category) == [550]


# Police --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "name"), [("grade1", "police_grade_1"), ("grade2", "police_grade_2")]
)
def test_police_grades_by_an_officer_and_not_by_a_pcso(grade: str, name: str) -> None:
    rung = call(1, RING, "police_incident", grade, "police")
    run = run_of([rung], [*at(300, "op_policing"), *at(600, "car_1")])
    assert on_clock(run, name) == [600]
    other = run_of([rung._replace(category="grade3")], at(600, "car_1"))
    assert on_clock(other, name) == []


# In a study ----------------------------------------------------------------------------------


def test_a_study_takes_them_from_the_catalogue(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, ("study.yaml", "[kit]", f"[kit, {', '.join(FILES)}]"))
    clocks = load_study(str(folder)).baseline.clocks
    assert {name: clocks[name] for name in declared()} == declared()
