"""The story of one emergency call, from ring to return. Start reading here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from scenarios.calls import MarkOf
from sim.crew import Story
from sim.events import Kind
from sim.patient import (
    assess,
    care_for_the_patient,
    convey_when_assessed,
    hold_until_relieved,
    own_time_s,
)
from sim.recall import Recall
from sim.scene import Scene
from sim.unit import Unit, drive, go_home, turn_out

if TYPE_CHECKING:
    from scenarios.calls import Call
    from sim.scene import Finding, Plan, Task
    from sim.world import World


def incident(world: World, call: Call, plan: Plan) -> Story[None]:
    """Answer the call, challenge it or send what its response plan asks for; it closes when all are clear."""
    scene = world.open_scene(call, plan)
    world.record_call(Kind.CALL_CONNECTED, call)
    yield world.env.timeout(call.call_handling_s)
    world.record_call(Kind.CALL_CODED, call)
    if plan.declared.not_attended and world.is_challenged(call, plan):
        world.close(scene, Kind.CALL_CHALLENGED)
        return
    if plan.called_off_share:
        world.env.process(perhaps_call_off(world, scene))
    if plan.patience_s is not None:
        world.env.process(lose_patience(world, scene, plan.patience_s))
    if plan.alone is not None:
        scene.attending = 1
        yield from attend(world, scene, plan.alone)
    else:
        ask(world, scene, scene.asked_for())


def ask(world: World, scene: Scene, tasks: list[Task]) -> None:
    """Begin to meet some needs of a call, each in a story of its own."""
    scene.attending += len(tasks)
    for task in tasks:
        world.env.process(attend(world, scene, task))
    if not scene.attending:
        world.close(scene)


def attend(world: World, scene: Scene, task: Task) -> Story[None]:
    """Meet one need of a call: dispatch, turnout, drive, work, clear. If its crew is called away, ask again."""
    if task.known_after_s:
        yield world.env.timeout(task.known_after_s)
    if task.need.instead_of or task.need.beside:
        yield from hear_of_the_other(world, scene, task)
    while True:
        unit = yield from get_a_unit_to_scene(world, scene, task)
        if unit is None:
            scene.lapsed.add(task.base)
            scene.say("patient")
            break
        arrive(world, scene, task, unit)
        try:
            if not scene.cancelled:  # else nobody is needed, but the word had not reached them
                yield from work(world, scene, task, unit)
        except simpy.Interrupt:
            continue
        leave(scene, unit)
        release(world, unit)
        if task.base in scene.plan.stood_in_for:
            world.control.lapse(scene, scene.plan.stood_in_for[task.base])
        break
    scene.attending -= 1
    if not scene.attending:
        world.close(scene)


def work(world: World, scene: Scene, task: Task, unit: Unit) -> Story[None]:
    """Do what a unit is there for, until its need says that it may go."""
    match task.need.until:
        case "stop":
            yield from work_until_the_stop(world, scene, task)
        case "own_work":
            yield world.env.timeout(own_time_s(scene, task))
        case "patient_cared_for":
            yield from care_for_the_patient(world, scene, task, unit)
        case "relieved":
            yield from hold_until_relieved(world, scene, task, unit)
        case "patient_assessed":
            yield from assess(world, scene, task, unit)
        case "patient_conveyed":
            yield from convey_when_assessed(world, scene, task, unit)


def hear_of_the_other(world: World, scene: Scene, task: Task) -> Story[None]:
    """A need beside another's lapses at once if nobody goes to that; one instead of it waits until nobody does.

    The other's crew may be called away later, and then this need is asked for after all; once that crew has done with
    the patient, it never is.
    """
    asked = {other.base for other in scene.asked_for()}
    if task.need.beside in asked - scene.lapsed:
        return
    if task.need.beside:
        scene.lapsed.add(task.base)
        return
    while task.need.instead_of in asked - scene.lapsed and task.base not in scene.lapsed:
        yield scene.hears(world.env, "patient")


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
            perhaps_give_up(world, scene)
        else:
            return unit


def arrive(world: World, scene: Scene, task: Task, unit: Unit) -> None:
    """Book in attendance, and send away those whom this arrival makes needless."""
    world.record(Kind.UNIT_ARRIVED, unit)
    scene.arrived.add(task.base)
    if task.stands_down:
        world.control.lapse(scene, task.stands_down)
    if task.base in scene.plan.for_the_patient:
        scene.carers += 1
        if task.need.until == "patient_cared_for" and scene.patient_with is None:
            scene.patient_with = unit
    if task.relieves or task.base in scene.plan.for_the_patient:
        scene.say("patient")


def leave(scene: Scene, unit: Unit) -> None:
    """One fewer is with the patient."""
    assert unit.task is not None
    if unit.task.base in scene.plan.for_the_patient:
        scene.carers -= 1


def work_until_the_stop(world: World, scene: Scene, task: Task) -> Story[None]:
    """Stay until the incident commander's stop; the first crew to arrive starts the work."""
    if task.need.starts_work and not scene.work_started:
        scene.work_started = True
        found = scene.plan.found.get(scene.call.kind)
        if found is not None:
            size_up(world, scene, found)
        yield world.env.timeout(scene_work_s(scene, found))
        world.record_call(Kind.CALL_STOP, scene.call)
        scene.stopped = True
        scene.say("stop")
        world.control.lapse(scene, scene.plan.at_stop)
    elif not scene.stopped:
        yield scene.hears(world.env, "stop")


def scene_work_s(scene: Scene, found: Finding | None) -> float:
    """Seconds from the first working arrival to the stop: as recorded, else by what is found there."""
    facts = scene.call.facts
    if facts is not None and facts.on_scene_s is not None:
        return facts.on_scene_s
    work = scene.plan.scene_work if found is None or found.scene_work is None else found.scene_work
    return work.at(scene.call.mark(MarkOf.SCENE))


def size_up(world: World, scene: Scene, found: Finding) -> None:
    """The first crew sees what it is: some are turned back, others asked for."""
    if found.turns_back:
        world.control.lapse(scene, found.turns_back)
    if found.makes_up and scene.call.mark(MarkOf.MAKE_UP) < found.make_up_share:
        scene.attending += 1
        world.env.process(make_up(world, scene, found))


def make_up(world: World, scene: Scene, found: Finding) -> Story[None]:
    """The officer in charge asks for more: "make pumps four"."""
    yield world.env.timeout(found.make_up_after_s)
    scene.attending -= 1
    if not scene.stopped:
        world.record_call(Kind.CALL_MADE_UP, scene.call)
        ask(world, scene, [task for task in scene.plan.later if task.base in found.makes_up])
    elif not scene.attending:
        world.close(scene)


def perhaps_call_off(world: World, scene: Scene) -> Story[None]:
    """Somebody rings again: nobody is needed. Whoever is on the way turns round; a crew already there goes on."""
    call, plan = scene.call, scene.plan
    off = plan.declared.called_off
    assert off is not None
    if off.found and call.kind not in off.found:
        return
    if call.mark(MarkOf.CALLED_OFF) >= plan.called_off_share:
        return
    yield world.env.timeout(plan.called_off_after.at(call.mark(MarkOf.CALLED_OFF_AFTER)))
    if world.is_open(scene) and not scene.arrived:
        scene.cancelled = True
        world.record_call(Kind.CALL_CANCELLED, call)
        world.control.lapse(scene, frozenset(task.base for task in plan.at_once))


def lose_patience(world: World, scene: Scene, patience_s: float) -> Story[None]:
    """Nobody is looked for any longer if nobody is there or on the way so long after the call rang."""
    yield world.env.timeout(max(scene.call.at_s + patience_s - world.env.now, 0.0))
    scene.impatient = True
    if world.is_open(scene):
        perhaps_give_up(world, scene)


def perhaps_give_up(world: World, scene: Scene) -> None:
    """Once patience is over, a call that nobody has reached and nobody is on the way to is given up."""
    if scene.impatient and not scene.arrived and not world.control.somebody_comes(scene):
        scene.given_up = True
        world.control.stop_looking(scene)


def release(world: World, unit: Unit) -> None:
    """The unit is clear: somebody may be waiting for it; otherwise it heads home."""
    world.record(Kind.UNIT_CLEAR, unit)
    unit.call = unit.task = unit.scene = unit.activity = None
    world.control.may_be_called_away.pop(unit, None)
    if unit.free_on_the_road and unit.still_on_duty() and world.control.offer(unit):
        return
    if world.cover is not None and world.cover.keeps(unit):
        return
    go_home(world, unit)
