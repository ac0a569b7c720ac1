"""What no run may break, whatever the world: no impossible story, nobody in two places, and chance that does not move.

Worlds are small and random; each is checked as a study file is before it is played.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geography.region import Region
from scenarios.calls import Call, draw_calls
from scenarios.chance import MASK_64, Chance, to_unit
from scenarios.demand import DemandProfile, WeekShape
from scenarios.duty import Hours
from scenarios.posts import pool_spells
from scenarios.scenario import Scenario
from scenarios.seasons import Ground, Season
from sim.events import NEXT, OF_A_CALL, OF_A_CREW, Event, Kind
from sim.run import DRAIN_DAYS, RunLog, run
from tests.stories.world import call_of, region_of, scenario_of

NODES = ("Penzance", "Hayle", "Camborne", "Truro")
DUTIES = ("wholetime", "oncall", "patchy", "days", "nights")
TYPES = {
    "pump": 4,
    "car": 2,
    "responder": 1,
    "policing": 1,
    "ambulance": 2,
    "rrv": 1,
    "police_car": 1,
}
AT_ONCE = settings(max_examples=40, deadline=None, derandomize=True, database=None)
SPREAD = {"unit": "min", "status": "assumed", "source": "made up for a law"}

GROUND: dict[str, Any] = {
    "nodes": {"Penzance": [0, 0], "Hayle": [8000, 0], "Camborne": [16000, 0], "Truro": [26000, 0]},
    "roads": [["Penzance", "Hayle", 480], ["Hayle", "Camborne", 600], ["Camborne", "Truro", 900]],
    "people": {"Penzance": 20000, "Hayle": 7500, "Camborne": 20000, "Truro": 19000},
    "sites": {
        **{name.lower(): ["place", name] for name in NODES},
        "treliske": ["hospital", "Truro"],
    },
}
AMBULANCE = {
    "service": "ambulance", "skills": ["convey"], "until": "patient_cared_for", "convey_share": "0.7 share",
    "on_scene": {"mean": 30, "sd": 15, **SPREAD},
}  # fmt: skip
RELIEVED = {
    "until": "relieved", "required": False, "relieved_by": ["ambulance"], "relief_takes": "5 min",
    "stands_down_for": ["ambulance"],
}  # fmt: skip
CO_RESPONDING = {
    "clinician": {
        "service": "ambulance", "skills": ["clinician"], "may_divert_from": ["green"], **RELIEVED,
    },
    "co_responder": {
        "service": "fire", "skills": ["first_response"], "passed_after": "60 s", **RELIEVED,
        "only_if": {"within": "20 min", "sooner_than": "ambulance"}, "eligible_share": "0.8 share",
    },
}  # fmt: skip
OFFICER = {"service": "police", "until": "own_work", "on_scene": {"mean": 40, "sd": 30, **SPREAD}}
PLANS: dict[str, Any] = {
    "building_fire": {
        "kinds": ["dwelling_fire"], "urgency": 1, "scene_work": {"mean": 40, "sd": 40, **SPREAD},
        "needs": {
            "first_pump": {"service": "fire", "skills": ["firefighting"], "until": "stop"},
            "second_pump": {"service": "fire", "skills": ["firefighting"], "until": "stop", "starts_work": False},
        },
    },
    "collision": {
        "kinds": ["rtc"], "urgency": 1, "scene_work": {"mean": 30, "sd": 10, **SPREAD},
        "needs": {
            "pump": {"service": "fire", "skills": ["rescue"], "until": "stop"},
            "ambulance": {**AMBULANCE, "eligible_share": "0.9 share", "may_divert_from": ["green"]},
            "police": {**OFFICER, "skills": ["scene_security"], "may_divert_from": ["grade3"]},
        },
    },
    "red1": {
        "kinds": ["medical_emergency"], "categories": ["red1"], "urgency": 1,
        "needs": {"ambulance": {**AMBULANCE, "may_divert_from": ["green", "red2"]}, **CO_RESPONDING},
    },
    "red2": {
        "kinds": ["medical_emergency"], "categories": ["red2"], "urgency": 2,
        "needs": {"ambulance": {**AMBULANCE, "may_divert_from": ["green"]}, **CO_RESPONDING},
    },
    "green": {
        "kinds": ["medical_emergency"], "categories": ["green"], "urgency": 4,
        "needs": {"ambulance": {**AMBULANCE, "lights": False}},
    },
    "immediate": {
        "kinds": ["police_incident"], "categories": ["grade1"], "urgency": 1,
        "needs": {"officer": {**OFFICER, "skills": ["police_powers"], "may_divert_from": ["grade3"]}},
    },
    "scheduled": {
        "kinds": ["police_incident"], "categories": ["grade3"], "urgency": 5,
        "needs": {"officer": {**OFFICER, "skills": ["community_policing"], "lights": False}},
    },
}  # fmt: skip
KINDS = (
    ("dwelling_fire", "fire"), ("rtc", "fire"), ("medical_emergency", "red1"), ("medical_emergency", "red2"),
    ("medical_emergency", "green"), ("police_incident", "grade1"), ("police_incident", "grade3"),
)  # fmt: skip
TURNOUT = [{"takes": {"mean": 1, "sd": 0.5, **SPREAD}, "planned": "1 min"}]
ONCALL: dict[str, Any] = {
    "kind": "oncall", "correlation": "0.2 share", "spell": "4 h", "pump_crew": 2,
    "turnout": [{"takes": {"mean": 5, "sd": 2, **SPREAD}, "planned": "5 min"}],
}  # fmt: skip
DUTY_SYSTEMS: dict[str, Any] = {
    "wholetime": {"turnout": TURNOUT},
    "oncall": {"turnout": ONCALL["turnout"], "pump_crew": 1},
    "patchy": {**ONCALL, "name": "Patchy", "pump_crew": 1, "availability": [{"share": "0.6 share"}]},
    "days": {"name": "Days", "kind": "shifts", "hours": [{"from": "07:15", "to": "19:00"}], "turnout": TURNOUT},
    "nights": {"name": "Nights", "kind": "shifts", "hours": [{"from": "19:00", "to": "07:15"}], "turnout": TURNOUT},
}  # fmt: skip


@cache
def ground() -> Region:
    return region_of(GROUND)


@dataclass(frozen=True, repr=False)
class Played:
    world: dict[str, Any]
    scenario: Scenario
    calls: list[Call]
    log: RunLog

    def __repr__(self) -> str:
        vehicles = [
            (v["type"], v["station"], v["crewed_from"]) for v in self.world["vehicles"].values()
        ]
        pools = [(p["people"], p["duty"]) for p in self.world["crew_pools"].values()]
        calls = [(c.at_s, c.node, c.kind, c.category) for c in self.calls]
        return f"{vehicles} {pools} {calls}"


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """Some stations with pools, and a vehicle of each type and more, crewed from one or two of the pools."""
    pools: dict[str, Any] = {}
    shifts: list[str] = []
    for number in range(draw(st.integers(2, 5))):
        duty = draw(st.sampled_from(DUTIES))
        pool: dict[str, Any] = {
            "station": draw(st.sampled_from(NODES)).lower(),
            "people": draw(st.integers(4, 9)),
            "duty": duty,
        }
        if duty in ("oncall", "patchy"):
            pool["also_in"] = draw(st.lists(st.sampled_from(shifts), max_size=1)) if shifts else []
        else:
            shifts.append(f"pool{number}")
        pools[f"pool{number}"] = pool
    types = [*TYPES, *draw(st.lists(st.sampled_from(list(TYPES)), max_size=4))]
    vehicles: dict[str, Any] = {}
    for number, kind in enumerate(types):
        crewed_from = draw(
            st.lists(st.sampled_from(list(pools)), min_size=1, max_size=2, unique=True)
        )
        vehicles[f"V{number}"] = {
            "type": kind,
            "station": draw(st.sampled_from(NODES)).lower(),
            "crewed_from": crewed_from,
        }
        if kind in ("policing", "responder", "police_car") and draw(st.booleans()):
            vehicles[f"V{number}"]["patrols"] = {"radius": "9 km"}
    return {
        "stations": {name.lower(): {} for name in NODES},
        "crew_pools": pools,
        "vehicles": vehicles,
        "duty_systems": DUTY_SYSTEMS,
        "response_plans": PLANS,
    }


facts = st.fixed_dictionaries(
    {
        # Few instants, so that things happen at one and the same of them.
        "rings": st.one_of(
            st.integers(0, 30).map(lambda step: step * 60),
            st.integers(0, 86400),
            st.sampled_from([26100, 68400]),
        ),
        "at": st.sampled_from(NODES),
        "what": st.sampled_from(KINDS),
        "call_handling": st.sampled_from([0, 60, 90]),
        "marks": st.fixed_dictionaries(
            {mark: st.floats(0.02, 0.98) for mark in ("scene", "convey", "handover", "make_ready", "eligible")}
        ),
    }
)  # fmt: skip


@st.composite
def played(draw: st.DrawFn) -> Played:
    world = draw(worlds())
    scenario = scenario_of(world, ground(), "a law's world")
    given_facts = sorted(
        draw(st.lists(facts, min_size=1, max_size=25)), key=lambda fact: fact["rings"]
    )
    calls = [
        call_of(number, {**fact, "kind": fact["what"][0], "category": fact["what"][1]}, ground())
        for number, fact in enumerate(given_facts, 1)
    ]
    return Played(world, scenario, calls, run(scenario, ground(), calls=calls))


def of_units(log: RunLog) -> list[Event]:
    return [e for e in log.events if e.kind not in OF_A_CALL and e.kind not in OF_A_CREW]


@AT_ONCE
@given(played())
def test_no_unit_has_an_impossible_story(p: Played) -> None:
    status = dict.fromkeys(p.scenario.vehicles, Kind.UNIT_HOME)
    times = [event.at_s for event in p.log.events]
    assert times == sorted(times)
    for event in of_units(p.log):
        assert event.unit is not None
        assert event.kind in NEXT[status[event.unit]], event
        status[event.unit] = event.kind
    assert set(status.values()) <= {
        Kind.UNIT_HOME,
        Kind.ON_THE_RUN,
        Kind.OFF_THE_RUN,
        Kind.UNIT_ARRIVED,
    }


@AT_ONCE
@given(played())
def test_a_unit_is_where_its_journey_can_have_brought_it(p: Played) -> None:
    """From mobile to arrived it takes the drive; nobody is moved by being sent."""
    last: dict[str, Event] = {}
    nodes = {call.id: call.node for call in p.calls}
    for event in of_units(p.log):
        assert event.unit is not None
        before = last.get(event.unit)
        if event.kind is Kind.UNIT_ARRIVED:
            assert before is not None
            assert before.kind is Kind.UNIT_MOBILE
            assert before.node is not None
            assert event.call is not None
            assert event.node == nodes[event.call]
            drive_s = ground().roads.drive_s(before.node, event.node, "day")
            assert event.at_s - before.at_s == drive_s
        if (
            event.kind is Kind.UNIT_ASSIGNED
            and before is not None
            and before.kind is Kind.UNIT_DIVERTED
        ):
            assert (event.at_s, event.node) == (before.at_s, before.node)
        last[event.unit] = event


@AT_ONCE
@given(played())
def test_a_crew_turns_out_once_and_only_from_home(p: Played) -> None:
    """Between leaving home and coming home a crew boards once: later it is mobile as soon as it is sent."""
    been_mobile: set[str] = set()
    assigned: dict[str, float] = {}
    for event in of_units(p.log):
        assert event.unit is not None
        if event.kind is Kind.UNIT_HOME:
            been_mobile.discard(event.unit)
        elif event.kind is Kind.UNIT_ASSIGNED:
            assigned[event.unit] = event.at_s
        elif event.kind is Kind.UNIT_MOBILE:
            if event.unit in been_mobile:
                assert event.at_s == assigned[event.unit]
            been_mobile.add(event.unit)


@AT_ONCE
@given(played())
def test_every_call_ends_once(p: Played) -> None:
    ends = Counter(
        event.call
        for event in p.log.events
        if event.kind in (Kind.CALL_CLOSED, Kind.CALL_NEVER_SERVED)
    )
    assert ends == Counter({call.id: 1 for call in p.calls})
    reached = {event.call for event in p.log.events if event.kind is Kind.UNIT_ARRIVED}
    closed = {event.call for event in p.log.events if event.kind is Kind.CALL_CLOSED}
    assert reached == closed


@AT_ONCE
@given(played())
def test_nobody_waits_while_a_unit_that_could_go_stands_idle(p: Played) -> None:
    """A call that nobody ever met had no able vehicle on the run at the end."""
    status: dict[str, Kind] = {}
    for event in of_units(p.log):
        status[str(event.unit)] = event.kind
    unserved = {e.call for e in p.log.events if e.kind is Kind.CALL_NEVER_SERVED}
    for call in p.calls:
        if call.id not in unserved:
            continue
        found = p.scenario.plan_for(call.kind, call.category)
        assert found is not None
        for need in found[1].needs.values():
            if not need.required or (
                need.eligible_share and call.eligible_mark >= need.eligible_share.base
            ):
                continue
            for name, vehicle in p.scenario.vehicles.items():
                kind = p.scenario.vehicle_types[vehicle.type]
                if kind.service == need.service and set(need.skills) <= set(kind.skills):
                    last = status.get(name, Kind.UNIT_HOME)
                    assert last not in (Kind.UNIT_HOME, Kind.ON_THE_RUN), (call, name)


@AT_ONCE
@given(played())
def test_a_patient_is_never_left_alone(p: Played) -> None:
    """Whoever holds until relieved leaves after one who relieves has come."""
    relieved: set[int | None] = set()
    for event in p.log.events:
        if event.kind is Kind.UNIT_ARRIVED and event.need == "ambulance":
            relieved.add(event.call)
        if event.kind is Kind.PATIENT_RELIEVED:
            assert event.call in relieved


@AT_ONCE
@given(played())
def test_the_same_seed_tells_the_same_story(p: Played) -> None:
    assert run(p.scenario, ground(), calls=p.calls).events == p.log.events


@AT_ONCE
@given(played(), st.integers(0, 5))
def test_duty_is_the_same_whatever_is_played(p: Played, replication: int) -> None:
    """Who is on duty does not depend on calls, on other pools or on how long is asked for."""
    chance, day = Chance(1, replication), 86400.0
    whole = pool_spells(p.scenario, chance, 4 * day)
    shorter = pool_spells(p.scenario, chance, 2 * day)
    for name, spells in whole.items():
        assert spells[0].at_s == 0
        assert [s for s in spells if s.at_s <= 2 * day] == shorter[name]
        times = [s.at_s for s in spells]
        assert times == sorted(set(times))


@AT_ONCE
@given(played())
def test_a_person_of_two_posts_is_in_one(p: Played) -> None:
    """While the other post is on duty an on-call pool is at most all its people but one."""
    spells = pool_spells(p.scenario, Chance(1, 0), (1 + DRAIN_DAYS) * 86400.0)
    for name, pool in p.scenario.crew_pools.items():
        for post in pool.also_in:
            moments = {s.at_s for s in spells[name] + spells[post]}
            for at_s in moments:
                here = [s.people for s in spells[name] if s.at_s <= at_s][-1]
                there = [s.people for s in spells[post] if s.at_s <= at_s][-1]
                assert here <= pool.people - (there > 0)


# Chance

WEEK = WeekShape.model_validate(
    {"hours": [1.0] * 7 + [3.0] * 17, "status": "assumed", "source": "made up for a law"}
)


def profile(calls_a_year: float) -> DemandProfile:
    says_so = {"status": "assumed", "source": "made up for a law"}
    return DemandProfile.model_validate(
        {
            "service": "fire", "kind": "dwelling_fire", "category": "fire", "week": "week",
            "rate": {"value": calls_a_year, "unit": "calls/yr", **says_so},
            "call_handling": {"mean": 90, "sd": 30, "unit": "s", **says_so},
        }
    )  # fmt: skip


def drawn(
    rates: dict[str, float], ceilings: dict[str, float], seed: int, days: int = 7
) -> list[Call]:
    zones = ground().zones
    return draw_calls(
        {name: profile(rate) for name, rate in rates.items()}, {"week": WEEK.by_hour_of_week()},
        ceilings, Ground(zones.people, zones.node),
        Season(0.0, np.zeros(days, dtype=np.int64), {}, {}, np.datetime64("2018-01-01", "s")), Chance(seed, 0),
    )  # fmt: skip


@AT_ONCE
@given(st.floats(0, 3000), st.floats(0, 3000), st.floats(0, 2000), st.integers(0, 99))
def test_more_demand_keeps_every_call_of_less(a: float, b: float, other: float, seed: int) -> None:
    low, high = sorted((a, b))
    ceilings = {"grows": high, "other": other}
    less = drawn({"grows": low, "other": other}, ceilings, seed)
    more = drawn({"grows": high, "other": other}, ceilings, seed)
    by_id = {call.id: call for call in more}
    assert all(by_id[call.id] == call for call in less)
    assert [c for c in less if c.stream == "other"] == [c for c in more if c.stream == "other"]
    assert len(by_id) == len(more)


@AT_ONCE
@given(st.floats(1, 3000), st.integers(0, 99))
def test_longer_studies_begin_with_the_same_calls(rate: float, seed: int) -> None:
    week = drawn({"one": rate}, {"one": rate}, seed, 7)
    fortnight = drawn({"one": rate}, {"one": rate}, seed, 14)
    assert fortnight[: len(week)] == week
    assert all(call.at_s >= 7 * 86400 for call in fortnight[len(week) :])


@AT_ONCE
@given(st.integers(0, 2**32), st.integers(0, 40), st.integers(0, 40))
def test_a_longer_draw_begins_with_the_shorter(seed: int, a: int, b: int) -> None:
    few, many = sorted((a, b))
    chance = Chance(seed, 3)
    assert np.array_equal(chance.uniforms("x", many)[:few], chance.uniforms("x", few))
    assert np.array_equal(chance.normals("x", many)[:few], chance.normals("x", few))


@given(st.integers(0, MASK_64) | st.sampled_from([0, 1, MASK_64, MASK_64 - 1]))
def test_a_mark_is_never_nought_and_never_one(number: int) -> None:
    assert 0.0 < to_unit(number) < 1.0


@AT_ONCE
@given(played(), st.sampled_from(NODES))
def test_a_vehicle_more_moves_nobodys_luck(p: Played, where: str) -> None:
    """A vehicle off the run for ever (its pool never on duty) leaves every event as it was."""
    quarter_of_an_hour = [{"days": ["sun"], "from": "01:00", "to": "01:15"}]
    duties = DUTY_SYSTEMS | {"never": {**DUTY_SYSTEMS["days"], "hours": quarter_of_an_hour}}
    pool = {"station": where.lower(), "people": 4, "duty": "never"}
    spare = {"type": "pump", "station": where.lower(), "crewed_from": ["spare"]}
    world = p.world | {
        "duty_systems": duties,
        "crew_pools": p.world["crew_pools"] | {"spare": pool},
        "vehicles": p.world["vehicles"] | {"Spare": spare},
    }
    scenario = scenario_of(world, ground(), "a law's world")
    log = run(scenario, ground(), calls=p.calls)
    assert [e for e in log.events if e.unit not in ("Spare", "spare")] == list(p.log.events)


@AT_ONCE
@given(st.integers(0, 99))
def test_a_far_vehicle_leaves_the_calls_as_they_were(replication: int) -> None:
    """Calls are drawn before the clock starts, so they are the same in every option."""
    world = {
        "stations": {"hayle": {}, "truro": {}},
        "crew_pools": {"watch": {"station": "hayle", "people": 4, "duty": "wholetime"}},
        "vehicles": {"P1": {"type": "pump", "station": "hayle", "crewed_from": ["watch"]}},
        "response_plans": {
            "fire": {
                "kinds": ["dwelling_fire"], "urgency": 1, "scene_work": "20 min",
                "needs": {"pump": {"service": "fire", "skills": ["firefighting"], "until": "stop"}},
            }
        },
        "week_shapes": {"week": WEEK.model_dump()},
        "demand": {"fires": profile(800).model_dump(exclude_none=True)},
    }  # fmt: skip
    more = world | {
        "crew_pools": world["crew_pools"] | {"far": {"station": "truro", "people": 4, "duty": "wholetime"}},
        "vehicles": world["vehicles"] | {"P2": {"type": "pump", "station": "truro", "crewed_from": ["far"]}},
    }  # fmt: skip
    first, second = (scenario_of(each, ground(), "a law's world") for each in (world, more))
    assert run(first, ground(), replication).calls == run(second, ground(), replication).calls


def test_hours_of_the_week_wrap() -> None:
    hours = Hours.model_validate({"days": ["sun"], "from": "22:00", "to": "02:00"})
    inside = np.flatnonzero(hours.by_hour_of_week())
    assert inside.tolist() == [0, 1, 166, 167]


def test_calls_given_out_of_order_ring_in_order() -> None:
    world = {
        "stations": {"hayle": {}},
        "crew_pools": {"watch": {"station": "hayle", "people": 4, "duty": "wholetime"}},
        "vehicles": {"P1": {"type": "pump", "station": "hayle", "crewed_from": ["watch"]}},
        "response_plans": {
            "fire": {
                "kinds": ["dwelling_fire"], "urgency": 1, "scene_work": "20 min",
                "needs": {"pump": {"service": "fire", "skills": ["firefighting"], "until": "stop"}},
            }
        },
    }  # fmt: skip
    scenario = scenario_of(world, ground(), "a law's world")
    fact = {"at": "Hayle", "kind": "dwelling_fire", "category": "fire"}
    late = call_of(1, {**fact, "rings": 9000}, ground())
    early = late._replace(id=2, at_s=1000.0)
    rang = [
        (e.at_s, e.call)
        for e in run(scenario, ground(), calls=[late, early]).events
        if e.kind is Kind.CALL_CONNECTED
    ]
    assert rang == [(1000.0, 2), (9000.0, 1)]
