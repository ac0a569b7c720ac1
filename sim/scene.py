"""A call as its responders see it: what is asked for, who is coming, who is there; a response plan made ready."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenarios.calls import MarkOf
from scenarios.chance import Draw, Lognormal
from scenarios.words import Until

if TYPE_CHECKING:
    import simpy

    from scenarios.calls import Call
    from scenarios.quantity import Duration, Share, Spread
    from scenarios.response import Need, ResponsePlan
    from scenarios.words import Service
    from sim.unit import Unit

TAKES_OVER: tuple[Until, ...] = ("patient_cared_for", "patient_conveyed")
WITH_THE_PATIENT: tuple[Until, ...] = (*TAKES_OVER, "relieved", "patient_assessed")


def seconds(duration: Duration | None) -> float:
    """A declared length of time in seconds; none is nought."""
    return duration.base if duration is not None else 0.0


def spread(declared: Spread | None) -> Draw:
    """A declared spread of times, ready for marks; none is nought."""
    return Lognormal.of(0.0, 0.0) if declared is None else declared.draw()


def share(declared: Share | None, otherwise: float) -> float:
    """A declared share, or what it is where none is declared."""
    return declared.base if declared is not None else otherwise


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One unit that a response plan asks for, ready to be used. Needs name each other by `base`, not by number."""

    name: str
    base: str
    number: int
    need: Need
    service: Service
    skills: frozenset[str]
    required: bool
    on_scene: Draw
    relief_s: float
    known_after_s: float
    alert_s: float
    passed_back_s: float
    convey_share: float
    eligible_share: float
    travels_share: float
    may_divert_from: frozenset[str]
    called_away_for: frozenset[str]
    stands_down: frozenset[str]
    relieves: bool


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What a crew does that finds something else than was reported."""

    scene_work: Draw | None
    turns_back: frozenset[str]
    makes_up: frozenset[str]
    make_up_share: float
    make_up_after_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A response plan, ready to be used."""

    name: str
    declared: ResponsePlan
    urgency: int
    patience_s: float | None
    scene_work: Draw
    called_off_after: Draw
    called_off_share: float
    at_once: tuple[Task, ...]
    later: tuple[Task, ...]
    found: dict[str, Finding]
    at_stop: frozenset[str]  # needs that the stop ends: those until then, and whatever was made up
    for_the_patient: frozenset[
        str
    ]  # needs of whoever stays with, assesses, treats or takes the patient
    takers: frozenset[str]  # needs whose crews can take the patient
    conveyers: frozenset[str]  # those that convey on a clinician's word: then there is one patient
    stood_in_for: dict[str, frozenset[str]]  # a need: those asked for only where nobody goes to it
    alone: Task | None
    for_all: bool  # whether every call is eligible for all of it

    @classmethod
    def of(cls, name: str, plan: ResponsePlan, numbers: dict[str, int]) -> Plan:
        """Make a declared plan ready. `numbers` gives each task's name its number in the log."""
        tasks = [
            task_of(base, count, need, plan, numbers)
            for base, need in plan.needs.items()
            for count in range(need.count)
        ]
        at_once = tuple(task for task in tasks if task.need.asked == "at_once")
        single = len(tasks) == 1 and at_once and tasks[0].eligible_share >= 1.0
        off = plan.called_off
        return cls(
            name=name,
            declared=plan,
            urgency=plan.urgency,
            patience_s=plan.patience.base if plan.patience else None,
            scene_work=spread(plan.scene_work),
            called_off_after=spread(off.takes if off else None),
            called_off_share=off.share.base if off else 0.0,
            at_once=at_once,
            later=tuple(task for task in tasks if task.need.asked == "make_up"),
            found={
                kind: Finding(
                    scene_work=found.scene_work.draw() if found.scene_work else None,
                    turns_back=frozenset(found.turns_back),
                    makes_up=frozenset(found.make_up),
                    make_up_share=share(found.make_up_share, 1.0),
                    make_up_after_s=seconds(found.make_up_after),
                )
                for kind, found in plan.found.items()
            },
            at_stop=bases(tasks, "stop") | {t.base for t in tasks if t.need.asked == "make_up"},
            for_the_patient=bases(tasks, *WITH_THE_PATIENT),
            takers=bases(tasks, *TAKES_OVER),
            conveyers=bases(tasks, "patient_conveyed"),
            stood_in_for={
                base: frozenset(n for n, other in plan.needs.items() if other.instead_of == base)
                for base in {need.instead_of for need in plan.needs.values() if need.instead_of}
            },
            alone=tasks[0] if single else None,
            for_all=all(task.eligible_share >= 1.0 for task in at_once),
        )


def bases(tasks: Iterable[Task], *until: Until) -> frozenset[str]:
    """The needs of a plan whose units stay so long."""
    return frozenset(task.base for task in tasks if task.need.until in until)


def task_names(plan: ResponsePlan) -> list[str]:
    """The names of a plan's tasks: a need for three pumps is `pump`, `pump_2` and `pump_3`."""
    return [numbered(base, n) for base, need in plan.needs.items() for n in range(need.count)]


def numbered(base: str, count: int) -> str:
    """The name of one of several units that a need asks for."""
    return base if count == 0 else f"{base}_{count + 1}"


def task_of(base: str, count: int, need: Need, plan: ResponsePlan, numbers: dict[str, int]) -> Task:
    """One unit of a declared need, ready to be used."""
    name, skills = numbered(base, count), frozenset[str](need.skills)
    return Task(
        name=name,
        base=base,
        number=numbers[name],
        need=need,
        service=need.service,
        skills=skills,
        required=need.required,
        on_scene=spread(need.on_scene),
        relief_s=seconds(need.relief_takes),
        known_after_s=seconds(need.triage) + seconds(need.passed_after),
        alert_s=seconds(need.alert),
        passed_back_s=seconds(need.passed_back),
        convey_share=share(need.convey_share, 0.0),
        eligible_share=share(need.eligible_share, 1.0),
        travels_share=share(need.travels_share, 0.0),
        may_divert_from=frozenset(need.may_divert_from),
        called_away_for=frozenset(need.called_away_for),
        stands_down=frozenset(n for n, o in plan.needs.items() if base in o.stands_down_for),
        relieves=any(base in other.relieved_by for other in plan.needs.values()),
    )


@dataclass(slots=True, eq=False)
class Scene:
    """One call's scene while it is open."""

    call: Call
    plan: Plan
    attending: int = 0  # needs not yet met and done with
    expected_at_s: dict[str, float] = field(default_factory=dict)
    lapsed: set[str] = field(default_factory=set)
    arrived: set[str] = field(default_factory=set)
    work_started: bool = False
    stopped: bool = False
    cancelled: bool = False
    impatient: bool = False  # patience is over: given up as soon as nobody is on the way
    given_up: bool = False
    assessed: bool = False
    carers: int = 0  # units with the patient now
    patient_with: Unit | None = (
        None  # the one crew that treats or takes the patient, where plans name several
    )
    patient_gone: bool = False  # on the way to hospital
    clinician: Unit | None = None  # who waits to travel with the crew that conveys
    alerted_at_s: dict[str, float] = field(
        default_factory=dict
    )  # by pool: when its people first were
    _waiting: dict[str, list[simpy.Event]] = field(default_factory=dict)

    def asked_for(self) -> list[Task]:
        """The needs that apply to this call at once: all but those for which it is not eligible."""
        if self.plan.for_all:
            return list(self.plan.at_once)
        mark = self.call.mark(MarkOf.ELIGIBLE)
        return [task for task in self.plan.at_once if mark < task.eligible_share]

    def hears(self, env: simpy.Environment, word: str) -> simpy.Event:
        """An event that happens when the word is next said at this scene."""
        event = env.event()
        self._waiting.setdefault(word, []).append(event)
        return event

    def say(self, word: str) -> None:
        """Tell all who wait for the word."""
        for event in self._waiting.pop(word, ()):
            if event.callbacks:  # unless whoever waited was called away
                event.succeed()
