"""A call as its responders see it: what is asked for, who is coming, who is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from scenarios.calls import MarkOf
from scenarios.chance import Draw, Lognormal

if TYPE_CHECKING:
    from scenarios.calls import Call
    from scenarios.quantity import Duration, Spread
    from scenarios.response import Need, ResponsePlan


def seconds(duration: Duration | None) -> float:
    """A declared length of time in seconds; none is nought."""
    return duration.base if duration is not None else 0.0


def spread(declared: Spread | None) -> Draw:
    """A declared spread of times, ready for marks."""
    if declared is None:
        return Lognormal.of(0.0, 0.0)
    return declared.draw()


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A need of a response plan, ready to be used."""

    name: str
    need: Need
    skills: frozenset[str]
    key: tuple[str, frozenset[str], bool]
    on_scene: Draw
    relief_s: float
    passed_after_s: float
    convey_share: float
    eligible_share: float
    may_divert_from: frozenset[str]
    stands_down: frozenset[str]
    relieves: bool


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A response plan, ready to be used."""

    name: str
    urgency: int
    scene_work: Draw
    tasks: tuple[Task, ...]

    @classmethod
    def of(cls, name: str, plan: ResponsePlan) -> Plan:
        """Make a declared plan ready."""
        tasks = []
        for key, need in plan.needs.items():
            skills: frozenset[str] = frozenset(need.skills)
            others = plan.needs.items()
            tasks.append(
                Task(
                    name=key,
                    need=need,
                    skills=skills,
                    key=(need.service, skills, need.lights),
                    on_scene=spread(need.on_scene),
                    relief_s=seconds(need.relief_takes),
                    passed_after_s=seconds(need.passed_after),
                    convey_share=need.convey_share.base if need.convey_share else 0.0,
                    eligible_share=need.eligible_share.base if need.eligible_share else 1.0,
                    may_divert_from=frozenset(need.may_divert_from),
                    stands_down=frozenset(n for n, o in others if key in o.stands_down_for),
                    relieves=any(key in other.relieved_by for other in plan.needs.values()),
                )
            )
        return cls(name, plan.urgency, spread(plan.scene_work), tuple(tasks))


@dataclass(slots=True, eq=False)
class Scene:
    """One call's scene while it is open."""

    call: Call
    plan: Plan
    relief: simpy.Event
    stop: simpy.Event
    expected_at_s: dict[str, float] = field(default_factory=dict)
    lapsed: set[str] = field(default_factory=set)
    arrived: set[str] = field(default_factory=set)
    work_started: bool = False

    def asked_for(self) -> list[Task]:
        """The needs that apply to this call: all but those for which it is not eligible."""
        mark = self.call.mark(MarkOf.ELIGIBLE)
        return [task for task in self.plan.tasks if mark < task.eligible_share]
