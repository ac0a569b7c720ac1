"""People are conserved, in worlds where every rule of crewing, conveying, sending and cover is in play."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from scenarios.calls import Call
from scenarios.scenario import Scenario
from sim.control import Control
from sim.events import AT_HOME, ENDS, NEXT, OF_A_CALL, OF_A_CREW, Kind
from sim.run import run
from sim.world import World
from tests.laws.test_sim_laws import (
    AT_ONCE,
    DUTY_SYSTEMS,
    NODES,
    PLANS,
    SPREAD,
    facts,
    ground,
)
from tests.laws.watched import watched_run
from tests.stories.world import call_of, merged, scenario_of

TYPES: dict[str, Any] = {
    "led_pump": {
        "name": "Pump with an officer and a driver", "service": "fire", "skills": ["firefighting", "rescue"],
        "crew": 4, "rides_with": 5, "needs_officer": True, "needs_driver": True,
        "degraded": {"crew": 3, "skills": ["firefighting"]},
    },
    "fire_ambulance": {
        "name": "Fire ambulance", "service": "fire", "skills": ["first_response", "convey"], "crew": 2,
    },
    "joint": {
        "name": "Joint vehicle", "service": "fire", "also_serves": ["police"], "crew": 2,
        "skills": ["first_response", "police_powers"], "free_on_the_road": False,
    },
}  # fmt: skip
CONVEYANCE = {
    "kinds": ["urgent_transport"], "urgency": 2, "patience": "90 min",
    "needs": {
        "clinician": {
            "service": "ambulance", "skills": ["clinician"], "until": "patient_assessed",
            "on_scene": {"mean": 20, "sd": 5, **SPREAD}, "travels_share": "0.5 share",
            "triage": "30 s", "alert": "20 s",
        },
        "crew": {
            "service": "fire", "skills": ["convey"], "until": "patient_conveyed", "assessed_by": ["clinician"],
            "on_scene": {"mean": 10, "sd": 5, **SPREAD}, "convey_share": "0.8 share",
            "called_away_for": ["dwelling_fire", "rtc"],
        },
        "ambulance": {
            "service": "ambulance", "skills": ["convey"], "until": "patient_cared_for", "required": False,
            "on_scene": {"mean": 20, "sd": 5, **SPREAD}, "convey_share": "0.8 share", "passed_back": "45 s",
        },
        "co_responder": {
            "service": "fire", "skills": ["first_response"], "until": "relieved", "relieved_by": ["clinician"],
            "required": False,
        },
    },
}  # fmt: skip
FIRE: dict[str, Any] = {
    "not_attended": [{"share": "0.3 share", "found": ["false_alarm_commercial"]}],
    "called_off": {"share": "0.3 share", "takes": {"mean": 5, "sd": 3, **SPREAD}},
    "patience": "60 min",
    "found": {
        "large_fire": {"make_up": ["reinforcement"], "make_up_after": "3 min", "make_up_share": "0.7 share"},
        "false_alarm_commercial": {"turns_back": ["second_pump"], "scene_work": {"mean": 5, "sd": 1, **SPREAD}},
    },
    "needs": {
        "reinforcement": {
            "service": "fire", "skills": ["firefighting"], "until": "stop", "count": 2, "asked": "make_up",
            "starts_work": False, "rank_by": "home_station_first",
        },
        "second_pump": {"rank_by": "preserve_cover", "cover_margin": "5 min"},
    },
}  # fmt: skip
RULES: dict[str, Any] = {
    "vehicle_types": TYPES,
    "response_plans": {
        **merged(PLANS, {"building_fire": FIRE}),
        "conveyance": CONVEYANCE,
        "scheduled": merged(PLANS["scheduled"], {"needs": {"officer": {"called_away_for": ["medical_emergency"]}}}),
    },
    "hospitals": {"treliske": {"bays": 1, "open": [{}], "status": "assumed", "source": "made up for a law"}},
    "traffic": {"rush": {"from": "07:00", "to": "10:00", "ratio": "1.5 ratio"}},
    "standby": {
        "camborne": {
            "station": "camborne", "skills": ["firefighting"], "after": "10 min",
            "sent_from": ["hayle", "truro"], "keep": 0,
        }
    },
}  # fmt: skip
REPORTS = st.sampled_from(["dwelling_fire", "large_fire", "false_alarm_commercial"])


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    pools: dict[str, Any] = {}
    for number in range(draw(st.integers(2, 4))):
        people = draw(st.integers(5, 9))
        pools[f"pool{number}"] = {
            "station": draw(st.sampled_from(NODES)).lower(),
            "people": people,
            "duty": draw(st.sampled_from(list(DUTY_SYSTEMS))),
            "officers": draw(st.integers(1, people)),
            "drivers": draw(st.integers(2, people)),
            "night_rest": {"from": "20:00", "to": "08:00", "lasts": "3 h"},
        }
    pools["pool0"] |= {"duty": draw(st.sampled_from(["oncall", "patchy"])), "also_in": ["post"]}
    pools["post"] = {"station": pools["pool0"]["station"], "people": 1, "duty": "days"}
    types = [
        "led_pump",
        "led_pump",
        "fire_ambulance",
        "joint",
        "ambulance",
        "ambulance",
        "rrv",
        "police_car",
    ]
    types += draw(st.lists(st.sampled_from(["pump", "policing", "fire_ambulance"]), max_size=3))
    vehicles = {
        f"V{number}": {
            "type": kind,
            "station": draw(st.sampled_from(NODES)).lower(),
            "crewed_from": draw(
                st.lists(
                    st.sampled_from([p for p in pools if p != "post"]),
                    min_size=1,
                    max_size=2,
                    unique=True,
                )
            ),
        }
        for number, kind in enumerate(types)
    }
    vehicles["V_post"] = {
        "type": "policing", "station": pools["post"]["station"], "crewed_from": ["post"],
    }  # fmt: skip
    stations = {name.lower(): {} for name in NODES}
    world = {
        "stations": stations,
        "crew_pools": pools,
        "vehicles": vehicles,
        "duty_systems": DUTY_SYSTEMS,
    }
    return {**world, **RULES, "drains": draw(st.booleans())}


@st.composite
def games(draw: st.DrawFn) -> tuple[Scenario, list[Call]]:
    scenario = scenario_of(draw(worlds()), ground(), "a law's world")
    rows = sorted(draw(st.lists(facts, min_size=1, max_size=25)), key=lambda fact: fact["rings"])
    calls = []
    for number, fact in enumerate(rows, 1):
        kind, category = fact["what"]
        reported = kind
        if kind == "dwelling_fire":
            kind, reported = draw(REPORTS), "dwelling_fire"
        if kind == "medical_emergency" and category == "green" and draw(st.booleans()):
            kind = reported = "urgent_transport"
        calls.append(
            call_of(
                number, {**fact, "kind": kind, "reported": reported, "category": category}, ground()
            )
        )
    return scenario, calls


def people_are_where_they_are(world: World) -> None:
    """Everybody is aboard one vehicle, free, or resting; a vehicle at home is on the run just if it can be crewed."""
    aboard: dict[str, int] = dict.fromkeys(world.crews, 0)
    for unit in world.units:
        for pool, who in unit.riders:
            assert not aboard[pool.name] & who, (
                f"{unit.id} has somebody who is aboard another vehicle"
            )
            aboard[pool.name] |= who
        if unit.status in AT_HOME or unit.status is Kind.OFF_THE_RUN:
            assert not unit.riders
            assert (unit.status is Kind.OFF_THE_RUN) == (unit.strength() == 0), unit.id
    for pool in world.crews.values():
        assert pool.out_count == pool.out.bit_count()
        assert pool.on_duty_count == max(pool.on_duty, 0).bit_count()
        assert aboard[pool.name] & ~pool.out == 0
        for person, other in pool.twins:
            both = pool.out & person and other.out & other.person_of(pool)
            assert not both, f"somebody of {pool.name} is out in two roles"


@AT_ONCE
@given(games())
def test_people_are_conserved(game: tuple[Scenario, list[Call]]) -> None:
    scenario, calls = game
    log = watched_run(scenario, ground(), calls, people_are_where_they_are)
    status = dict.fromkeys(scenario.vehicles, Kind.UNIT_HOME)
    for event in log.events:
        if event.kind not in OF_A_CALL and event.kind not in OF_A_CREW:
            assert event.kind in NEXT[status[str(event.unit)]], event
            status[str(event.unit)] = event.kind
    ends = Counter(event.call for event in log.events if event.kind in ENDS)
    assert ends == Counter({call.id: 1 for call in calls})


@AT_ONCE
@given(games())
def test_whoever_goes_out_comes_back(game: tuple[Scenario, list[Call]]) -> None:
    """Of a pool that crews several vehicles as many come back as go out, and never more."""
    scenario, calls = game
    out: Counter[str] = Counter()
    for event in run(scenario, ground(), calls=calls).events:
        if event.kind is Kind.CREW_OUT:
            out[str(event.unit)] += int(event.people or 0)
        elif event.kind is Kind.CREW_BACK:
            out[str(event.unit)] -= int(event.people or 0)
            assert out[str(event.unit)] >= 0
    for pool, people in out.items():
        assert people <= scenario.crew_pools[pool].people


@AT_ONCE
@given(games())
def test_a_patient_is_conveyed_by_fire_only_after_assessment(
    game: tuple[Scenario, list[Call]],
) -> None:
    scenario, calls = game
    types = scenario.vehicle_types
    fire = {n for n, v in scenario.vehicles.items() if types[v.type].service == "fire"}
    assessed = set()
    for event in run(scenario, ground(), calls=calls).events:
        if event.kind is Kind.PATIENT_ASSESSED:
            assessed.add(event.call)
        elif event.kind is Kind.LEFT_SCENE and event.unit in fire:
            assert event.call in assessed


@AT_ONCE
@given(games())
def test_one_patient_goes_to_hospital_once(game: tuple[Scenario, list[Call]]) -> None:
    """Where a plan names several crews that could take the patient."""
    scenario, calls = game
    one_patient = {call.id for call in calls if call.reported_kind == "urgent_transport"}
    conveyed = Counter(
        event.call
        for event in run(scenario, ground(), calls=calls).events
        if event.kind is Kind.LEFT_SCENE and event.call in one_patient
    )
    assert all(times == 1 for times in conveyed.values())


@AT_ONCE
@given(games())
def test_nobody_waits_for_ever(game: tuple[Scenario, list[Call]]) -> None:
    """When all is over every vehicle is home, off the run, or standing by."""
    scenario, calls = game
    drains = scenario.calendar.model_copy(update={"drains": True})
    scenario = scenario.model_copy(update={"calendar": drains})
    last = {}
    for event in run(scenario, ground(), calls=calls).events:
        if event.kind not in OF_A_CALL and event.kind not in OF_A_CREW:
            last[event.unit] = event.kind
    assert set(last.values()) <= AT_HOME | {Kind.OFF_THE_RUN, Kind.AT_STANDBY}


@AT_ONCE
@given(games())
def test_ruling_units_out_by_a_bound_changes_nothing(game: tuple[Scenario, list[Call]]) -> None:
    """The log is the same if control looks up where every unit abroad is."""
    scenario, calls = game
    quick = run(scenario, ground(), calls=calls).events
    with patch.object(Control, "_cannot_beat", lambda *_: False):
        assert run(scenario, ground(), calls=calls).events == quick
