"""With the patient: care, relief, assessment, conveyance. A patient is never left unrelieved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.calls import MarkOf
from sim.crew import Story
from sim.events import Kind
from sim.hospital import bring_back, convey_and_hand_over, make_ready

if TYPE_CHECKING:
    from sim.scene import Scene, Task
    from sim.unit import Unit
    from sim.world import World

TAKES_OVER = ("patient_cared_for", "patient_conveyed")


def is_conveyed(scene: Scene, task: Task, unit: Unit) -> bool:
    """Whether this crew takes the patient to hospital: as recorded, else by mark and by who is aboard."""
    facts = scene.call.facts
    if facts is not None and facts.conveyed is not None:
        return facts.conveyed
    return scene.call.mark(MarkOf.CONVEY) < task.convey_share * unit.convey_ratio


def care_s(scene: Scene, task: Task) -> float:
    """Seconds with the patient: as recorded, else by mark."""
    facts = scene.call.facts
    if facts is not None and facts.on_scene_s is not None:
        return facts.on_scene_s
    return task.on_scene.at(scene.call.mark(MarkOf.SCENE))


def care_for_the_patient(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """An ambulance crew assesses and treats, then conveys on its own authority or leaves the patient at home."""
    yield world.env.timeout(care_s(scene, task))
    if is_conveyed(scene, task, unit):
        yield from convey_and_hand_over(world, unit, scene.call)
        yield from make_ready(world, scene.call)


def hold_until_relieved(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """Stay with the patient until a crew takes over."""
    while scene.arrived.isdisjoint(task.need.relieved_by):
        yield scene.hears(world.env, "relief")
    yield world.env.timeout(task.relief_s)
    world.record(Kind.PATIENT_RELIEVED, unit)


def assess(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """A clinician assesses, and hands over to the crew that conveys or travels with it; the car stays at the scene."""
    yield world.env.timeout(task.on_scene.at(scene.call.mark(MarkOf.SCENE)))
    world.record(Kind.PATIENT_ASSESSED, unit)
    scene.assessed = True
    scene.say("assessed")
    crews = [t for t in scene.plan.at_once if t.need.until == "patient_conveyed"]
    if not crews or not will_be_conveyed(scene, crews[0]):
        return
    travels = scene.call.mark(MarkOf.TRAVELS) < task.travels_share
    if travels:
        scene.clinician = unit
    while not travels or scene.clinician is unit:  # until the crew has taken the clinician along
        crew_is_there = not scene.arrived.isdisjoint(t.base for t in crews)
        if is_taken_over(scene) and not (travels and crew_is_there):
            scene.clinician = None
            return
        yield scene.hears(world.env, "taker")
    world.record(Kind.LEFT_WITH_CREW, unit)
    yield scene.hears(world.env, "brought back")
    world.record(Kind.BACK_AT_VEHICLE, unit)


def is_taken_over(scene: Scene) -> bool:
    """Whether somebody who conveys is with the patient, or nobody of these is coming."""
    takers = {t.base for t in scene.asked_for() if t.need.until in TAKES_OVER}
    return not scene.arrived.isdisjoint(takers) or takers <= scene.lapsed


def will_be_conveyed(scene: Scene, task: Task) -> bool:
    """Whether a patient whom a fire crew attends goes to hospital; the crew has no say in it."""
    facts = scene.call.facts
    if facts is not None and facts.conveyed is not None:
        return facts.conveyed
    return scene.call.mark(MarkOf.CONVEY) < task.convey_share


def convey_when_assessed(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """A fire crew stays with the patient until a clinician has assessed, and conveys if the clinician says so."""
    if task.need.assessed_by:
        while not scene.assessed:
            yield scene.hears(world.env, "assessed")
    if not will_be_conveyed(scene, task):
        return
    yield world.env.timeout(task.on_scene.at(scene.call.mark(MarkOf.SCENE)))
    world.control.may_be_called_away.pop(unit, None)  # the patient is aboard
    clinician, scene.clinician = scene.clinician, None
    scene.say("taker")
    yield from convey_and_hand_over(world, unit, scene.call)
    if clinician is not None:
        yield from bring_back(world, unit, scene.call)
        scene.say("brought back")
    else:
        yield from make_ready(world, scene.call)
    owe_a_rest(world, unit)


def owe_a_rest(world: World, unit: Unit) -> None:
    """After conveying at night the riders are owed the rest that their pools declare."""
    for pool, _ in unit.riders:
        if pool.night_rest is not None and world.is_within((pool.night_rest,)):
            unit.rest_s = max(unit.rest_s, pool.night_rest.lasts.base)
