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


def is_conveyed(scene: Scene, task: Task, unit: Unit) -> bool:
    """Whether this crew takes the patient to hospital: as recorded, else by mark and by who is aboard."""
    facts = scene.call.facts
    if facts is not None and facts.conveyed is not None:
        return facts.conveyed
    return scene.call.mark(MarkOf.CONVEY) < task.convey_share * unit.convey_ratio


def own_time_s(scene: Scene, task: Task) -> float:
    """Seconds of a unit's own work at a call: as recorded, else by its mark."""
    facts = scene.call.facts
    if facts is not None and facts.on_scene_s is not None:
        return facts.on_scene_s
    return task.on_scene.at(scene.call.mark(MarkOf.SCENE))


def care_for_the_patient(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """An ambulance crew assesses and treats, then conveys on its own authority or leaves the patient at home."""
    if scene.plan.conveyers and scene.patient_with is not unit:
        return
    yield world.env.timeout(own_time_s(scene, task))
    if is_conveyed(scene, task, unit):
        leave_with_the_patient(world, scene)
        yield from convey_and_hand_over(world, unit, scene.call)
        yield from make_ready(world, scene.call)


def leave_with_the_patient(world: World, scene: Scene) -> None:
    """Where a plan names several crews for one patient, those still on the way turn back once the patient has gone."""
    if scene.plan.conveyers:
        scene.patient_gone = True
        world.control.lapse(scene, scene.plan.for_the_patient)


def hold_until_relieved(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """Stay with the patient until a crew takes over."""
    while scene.arrived.isdisjoint(task.need.relieved_by):
        if scene.patient_gone:
            return
        yield scene.hears(world.env, "patient")
    yield world.env.timeout(task.relief_s)
    world.record(Kind.PATIENT_RELIEVED, unit)


def assess(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """A clinician assesses, and hands over to the crew that conveys or travels with it; the car stays at the scene."""
    if scene.patient_gone:
        return
    yield world.env.timeout(task.on_scene.at(scene.call.mark(MarkOf.SCENE)))
    world.record(Kind.PATIENT_ASSESSED, unit)
    scene.assessed = True
    scene.say("patient")
    crews = [t for t in scene.plan.at_once if t.base in scene.plan.conveyers]
    if not crews or not will_be_conveyed(scene, crews[0]):
        return
    if scene.clinician is None and scene.call.mark(MarkOf.TRAVELS) < task.travels_share:
        yield from wait_to_travel(world, scene, unit)
        return
    while not (scene.arrived & scene.plan.takers or nobody_takes_over(scene)):
        yield scene.hears(world.env, "patient")


def wait_to_travel(world: World, scene: Scene, unit: Unit) -> Story[None]:
    """The clinician waits for the crew, goes with it and is brought back; not if an ambulance takes the patient."""
    scene.clinician = unit
    while scene.clinician is unit:
        if scene.patient_with is not None or nobody_takes_over(scene):
            scene.clinician = None
            return
        yield scene.hears(world.env, "patient")
    world.record(Kind.LEFT_WITH_CREW, unit)
    yield scene.hears(world.env, "brought back")
    world.record(Kind.BACK_AT_VEHICLE, unit)


def nobody_takes_over(scene: Scene) -> bool:
    """Whether nobody who takes patients is there, nor coming."""
    takers = {task.base for task in scene.asked_for() if task.base in scene.plan.takers}
    return not scene.arrived & takers and takers <= scene.lapsed


def will_be_conveyed(scene: Scene, task: Task) -> bool:
    """Whether a patient whom a fire crew attends goes to hospital; the crew has no say in it."""
    facts = scene.call.facts
    if facts is not None and facts.conveyed is not None:
        return facts.conveyed
    return scene.call.mark(MarkOf.CONVEY) < task.convey_share


def convey_when_assessed(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """A fire crew stays with the patient until a clinician has assessed, and conveys if the clinician says so.

    An ambulance that comes before the patient is aboard takes over.
    """
    assessors = set(task.need.assessed_by)
    while assessors and not scene.assessed and scene.patient_with is None:
        if assessors <= scene.lapsed and not scene.arrived & assessors:
            return
        yield scene.hears(world.env, "patient")
    if scene.patient_with is not None or not will_be_conveyed(scene, task):
        return
    yield from bring_aboard(world, scene, task.on_scene.at(scene.call.mark(MarkOf.SCENE)))
    if scene.patient_with is not None:
        return
    scene.patient_with = unit
    world.control.may_be_called_away.pop(unit, None)  # the patient is aboard
    clinician, scene.clinician = scene.clinician, None
    scene.say("patient")
    leave_with_the_patient(world, scene)
    yield from convey_and_hand_over(world, unit, scene.call)
    if clinician is not None:
        yield from bring_back(world, unit, scene.call)
        scene.say("brought back")
    else:
        yield from make_ready(world, scene.call)
    owe_a_rest(world, unit)


def bring_aboard(world: World, scene: Scene, takes_s: float) -> Story[None]:
    """Make the patient ready to travel, unless somebody else takes over meanwhile."""
    aboard = world.env.timeout(takes_s)
    while not aboard.processed and scene.patient_with is None:
        yield aboard | scene.hears(world.env, "patient")


def owe_a_rest(world: World, unit: Unit) -> None:
    """After conveying at night the riders are owed the rest that their pools declare."""
    for pool, who in unit.riders:
        if pool.night_rest is not None and world.is_within((pool.night_rest,)):
            pool.weary |= who
