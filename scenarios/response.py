"""Response plans (pre-determined attendance), clocks and standards: policy as data."""

from __future__ import annotations

from pydantic import Field

from scenarios.fleet import Declared, Name
from scenarios.quantity import Duration, Share, Spread, Whole
from scenarios.words import CallKind, Category, ClockStart, Ranking, Service, Skill, Until


class OnlyIf(Declared):
    """Conditions on which a need is met: expected arrival within a time, or sooner than another need's unit."""

    within: Duration | None = None
    sooner_than: str | None = None
    by: Duration | None = None


class Need(Declared):
    """One thing that a call asks for: who can meet it, on what terms, and until when they stay."""

    service: Service
    skills: tuple[Skill, ...] = Field(min_length=1)
    rank_by: Ranking = "soonest_arrival"
    required: bool = Field(
        default=True, description="waits for a unit; otherwise only if one is free now"
    )
    until: Until
    lights: bool = Field(default=True, description="drives on blue lights, if its vehicle has them")
    starts_work: bool = Field(default=True, description="its arrival starts the scene's work")
    on_scene: Spread | None = None
    convey_share: Share | None = None
    eligible_share: Share | None = None
    only_if: OnlyIf | None = None
    may_divert_from: tuple[Category, ...] = ()
    stands_down_for: tuple[str, ...] = ()
    relieved_by: tuple[str, ...] = ()
    relief_takes: Duration | None = None
    passed_after: Duration | None = Field(default=None, description="pass between control rooms")


class ResponsePlan(Declared):
    """Who goes to a reported kind and category of call."""

    kinds: tuple[CallKind, ...] = Field(min_length=1)
    categories: tuple[Category, ...] = ()
    urgency: Whole = Field(ge=1, le=9, description="1 is served first")
    scene_work: Spread | None = Field(
        default=None, description="from first working arrival to the stop"
    )
    needs: dict[Name, Need] = Field(min_length=1)


class HospitalTimes(Declared):
    """Handover of a patient at hospital, and making ready afterwards."""

    handover: Spread
    make_ready: Spread


class Clock(Declared):
    """A response clock: which event starts it and whose arrival stops it."""

    title: Name
    service: Service
    kinds: tuple[CallKind, ...] = Field(min_length=1)
    categories: tuple[Category, ...] = ()
    starts: ClockStart
    starts_by: Duration | None = Field(
        default=None, description="starts this long after the call connected if not before"
    )
    stopped_by: tuple[Service, ...] = Field(min_length=1)
    with_skill: Skill
    orders: Whole = Field(default=1, ge=1, le=3)


class Standard(Declared):
    """A limit on a clock, and the share that should be within it."""

    title: Name
    clock: Name
    limit: Duration
    target: Share | None = None
