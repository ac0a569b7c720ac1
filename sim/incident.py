"""The story of one emergency call, from ring to return. Start reading here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from scenarios.calls import MarkOf
from sim.control import Recall
from sim.crew import Story
from sim.events import Kind
from sim.hospital import convey_and_hand_over
from sim.scene import Plan, Scene
from sim.unit import Unit, drive, go_home, turn_out

if TYPE_CHECKING:
    from scenarios.calls import Call
    from sim.scene import Task
    from sim.world import World


def incident(world: World, call: Call, plan: Plan) -> Story[None]:
    """Answer the call, send what its response plan asks for, and close when all are clear."""
    scene = Scene(call, plan, relief=world.env.event(), stop=world.env.event())
    world.open_scenes[call.id] = scene
    world.record_call(Kind.CALL_CONNECTED, call)
    yield world.env.timeout(call.call_handling_s)
    world.record_call(Kind.CALL_CODED, call)

    tasks = scene.asked_for()
    if len(tasks) == 1:
        yield from attend(world, scene, tasks[0])
    else:
        yield world.env.all_of([world.env.process(attend(world, scene, task)) for task in tasks])
    del world.open_scenes[call.id]
    world.record_end(scene)


def attend(world: World, scene: Scene, task: Task) -> Story[None]:
    """Meet one need of a call: dispatch, turnout, drive, work, clear."""
    if task.passed_after_s:
        yield world.env.timeout(task.passed_after_s)
    unit = yield from get_a_unit_to_scene(world, scene, task)
    if unit is None:
        return
    arrive(world, scene, task, unit)
    match task.need.until:
        case "stop":
            yield from work_until_the_stop(world, scene, task)
        case "own_work":
            yield world.env.timeout(task.on_scene.at(scene.call.mark(MarkOf.SCENE)))
        case "patient_cared_for":
            yield from care_for_the_patient(world, scene, task, unit)
        case "relieved":
            yield from hold_until_relieved(world, scene, task, unit)
    release(world, unit)


def get_a_unit_to_scene(world: World, scene: Scene, task: Task) -> Story[Unit | None]:
    """Keep sending until a unit arrives; None if the need lapses first."""
    while True:
        try:
            unit = yield from world.control.send(scene, task)
            if unit is None:
                return None
            yield from turn_out(world, unit)
            yield from drive(world, unit, scene.call.node, unit.speed(task))
        except simpy.Interrupt as interrupt:
            recall = interrupt.cause
            assert isinstance(recall, Recall)
            if recall.because is Kind.UNIT_STOOD_DOWN:
                release(world, recall.unit)
                return None
        else:
            return unit


def arrive(world: World, scene: Scene, task: Task, unit: Unit) -> None:
    """Book in attendance, and send away those whom this arrival makes needless."""
    world.record(Kind.UNIT_ARRIVED, unit)
    scene.arrived.add(task.name)
    if task.stands_down:
        world.control.lapse(scene, task.stands_down)
    if task.relieves:
        scene.relief.succeed()
        scene.relief = world.env.event()


def work_until_the_stop(world: World, scene: Scene, task: Task) -> Story[None]:
    """Stay until the incident commander's stop; the first crew to arrive starts the work."""
    if task.need.starts_work and not scene.work_started:
        scene.work_started = True
        yield world.env.timeout(scene.plan.scene_work.at(scene.call.mark(MarkOf.SCENE)))
        world.record_call(Kind.CALL_STOP, scene.call)
        scene.stop.succeed()
        world.control.lapse(
            scene, frozenset(t.name for t in scene.plan.tasks if t.need.until == "stop")
        )
    elif not scene.stop.triggered:
        yield scene.stop


def care_for_the_patient(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """Assess and treat, then convey or leave the patient at home."""
    yield world.env.timeout(task.on_scene.at(scene.call.mark(MarkOf.SCENE)))
    if scene.call.mark(MarkOf.CONVEY) < task.convey_share:
        yield from convey_and_hand_over(world, unit, scene.call)


def hold_until_relieved(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """Stay with the patient until a crew takes over: a patient is never left unrelieved."""
    while scene.arrived.isdisjoint(task.need.relieved_by):
        yield scene.relief
    yield world.env.timeout(task.relief_s)
    world.record(Kind.PATIENT_RELIEVED, unit)


def release(world: World, unit: Unit) -> None:
    """The unit is clear: somebody may be waiting for it; otherwise it heads home."""
    world.record(Kind.UNIT_CLEAR, unit)
    unit.call = unit.task = unit.scene = unit.activity = None
    if unit.still_on_duty() and world.control.offer(unit):
        return
    unit.activity = world.env.process(go_home(world, unit))
