"""Response plans that could never end, refused before they are played."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios.faults import StudyFault
from tests.stories.world import HERE, merged, read, region_of, scenario_of

MEDICAL = read(HERE / "medical.yaml")["world"]


def faults_of(change: dict[str, Any], without_hospital: bool = False) -> str:
    world = merged(MEDICAL, change)
    ground = dict(world["map"])
    if without_hospital:
        ground["sites"] = {k: v for k, v in ground["sites"].items() if v[0] != "hospital"}
    with pytest.raises(StudyFault) as caught:
        scenario_of(world, region_of(ground), "a bad plan")
    return str(caught.value)


def needs(plan: str, need: str, **block: Any) -> dict[str, Any]:
    return {"response_plans": {plan: {"needs": {need: block}}}}


def test_two_calls_may_not_take_a_unit_from_each_other_for_ever() -> None:
    text = faults_of(needs("red2", "ambulance", may_divert_from=["green", "red1"]))
    assert "red1 calls are no less urgent than these: red1" in text
    assert "red1 calls" in faults_of(needs("red1", "ambulance", may_divert_from=["red1"]))


def test_a_condition_is_for_a_need_that_does_not_wait() -> None:
    assert "`required: false`" in faults_of(needs("red1", "co_responder", required=True))


def test_whoever_relieves_must_be_sure_to_come() -> None:
    itself = needs("red1", "co_responder", relieved_by=["co_responder"])
    assert "the patient waits for ever" in faults_of(itself)
    unsure = needs("red1", "ambulance", eligible_share="0.9 share")
    assert "the patient waits for ever" in faults_of(unsure)


def test_conveyed_patients_need_a_hospital() -> None:
    assert "no hospital with an emergency department" in faults_of({}, without_hospital=True)


def test_who_goes_instead_or_beside_must_be_known_at_once() -> None:
    passed = needs("red1", "ambulance", beside="co_responder")
    assert "Control must know at once whether anybody goes to co_responder" in faults_of(passed)
    waits = needs("red1", "co_responder", instead_of="ambulance")
    assert "Control must know at once whether anybody goes to ambulance" in faults_of(waits)
    both = needs("red1", "co_responder", instead_of="ambulance", beside="ambulance")
    assert "A need has `instead_of` or `beside`" in faults_of(both)
    unknown = faults_of(needs("red1", "co_responder", instead_of="ambulence"))
    assert "Did you mean ambulance?" in unknown


AT_ONCE = {"skills": ["first_response"], "service": "fire", "required": False}


def test_who_depends_on_another_stands_below_it_and_relieves_nobody_else() -> None:
    first = {**AT_ONCE, "until": "own_work", "on_scene": "5 min"}
    above = merged(needs("red1", "crew", **first), needs("red1", "ambulance", instead_of="crew"))
    text = faults_of(above)  # the crew, added, stands below the ambulance
    assert "crew is asked for later than this: it stands below" in text
    assert "the patient waits for ever" in text  # a co-responder whom no ambulance may ever relieve
