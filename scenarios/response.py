"""Response plans (pre-determined attendance), clocks and standards: policy as data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scenarios.duty import Hours
from scenarios.fleet import Declared, Name
from scenarios.quantity import Duration, Ratio, Share, Spread, Whole
from scenarios.words import (
    CallKind,
    Category,
    ClockStart,
    Ranking,
    Service,
    Skill,
    SpeedProfile,
    Status,
    Until,
)


class OnlyIf(Declared):
    """Conditions on which a need is met: arrival within a time or sooner than another's, an area, some hours."""

    within: Duration | None = None
    sooner_than: str | None = None
    by: Duration | None = None
    district: Name | None = Field(default=None, description="only in this area of the region")
    hours: tuple[Hours, ...] = ()


class Need(Declared):
    """One thing that a call asks for: who can meet it, on what terms, and until when they stay."""

    service: Service
    skills: tuple[Skill, ...] = Field(min_length=1)
    count: Whole = Field(default=1, ge=1, le=9, description="how many units")
    asked: Literal["at_once", "make_up"] = Field(
        default="at_once", description="make_up: only when the first crew there asks for more"
    )
    rank_by: Ranking = "soonest_arrival"
    cover_margin: Duration | None = Field(
        default=None, description="preserve_cover: how much later than the soonest is acceptable"
    )
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
    instead_of: str | None = Field(
        default=None, description="asked for only where nobody goes to that need of the plan"
    )
    beside: str | None = Field(
        default=None, description="asked for only where somebody goes to that need of the plan"
    )
    relieved_by: tuple[str, ...] = ()
    relief_takes: Duration | None = None
    assessed_by: tuple[str, ...] = Field(
        default=(), description="needs whose clinician assesses before this crew conveys"
    )
    travels_share: Share | None = Field(
        default=None, description="how often the clinician travels with the crew that conveys"
    )
    called_away_for: tuple[CallKind, ...] = Field(
        default=(),
        description="kinds of call for which its crew may be called away until the patient is aboard",
    )
    triage: Duration | None = Field(default=None, description="before the need is known")
    passed_after: Duration | None = Field(default=None, description="pass between control rooms")
    alert: Duration | None = Field(default=None, description="the other control's own alert")
    passed_back: Duration | None = Field(
        default=None, description="before a unit hears that it is stood down"
    )


class NotAttended(Hours):
    """Call challenge: a share of reports, in these hours and of these kinds as found, to which nobody is sent."""

    share: Share
    found: tuple[CallKind, ...] = Field(min_length=1)


class CalledOff(Declared):
    """A second caller, or the keyholder: so often, so long after the call was coded, nobody is needed any more."""

    share: Share
    takes: Spread
    found: tuple[CallKind, ...] = ()


class Found(Declared):
    """What the first crew finds where it differs from the report: the work, who turns back, who is asked for."""

    scene_work: Spread | None = None
    turns_back: tuple[Name, ...] = Field(
        default=(), description="needs no longer wanted when the first crew is there"
    )
    make_up: tuple[Name, ...] = Field(default=(), description="needs asked for then")
    make_up_share: Share | None = None
    make_up_after: Duration | None = None


class ResponsePlan(Declared):
    """Who goes to a reported kind and category of call, and what is done there."""

    kinds: tuple[CallKind, ...] = Field(min_length=1)
    categories: tuple[Category, ...] = ()
    urgency: Whole = Field(ge=1, le=9, description="1 is served first")
    patience: Duration | None = Field(
        default=None, description="a call that nobody has reached is closed so long after it rang"
    )
    scene_work: Spread | None = Field(
        default=None, description="from first working arrival to the stop"
    )
    not_attended: tuple[NotAttended, ...] = ()
    called_off: CalledOff | None = None
    found: dict[CallKind, Found] = Field(default_factory=dict)
    needs: dict[Name, Need] = Field(min_length=1)


class HospitalTimes(Declared):
    """Handover of a patient at hospital, and making ready afterwards."""

    handover: Spread
    make_ready: Spread


class Hospital(Declared):
    """An emergency department's hours and handover bays; undeclared, it is always open and has room."""

    open: tuple[Hours, ...] = Field(default=(Hours(),), min_length=1)
    bays: Whole | None = Field(default=None, ge=1, le=99)
    status: Status
    source: Name


class Pathway(Declared):
    """A share of patients who go to the soonest of these hospitals, not to the nearest emergency department."""

    share: Share
    categories: tuple[Category, ...] = ()
    sites: tuple[Name, ...] = Field(min_length=1)


class Traffic(Hours):
    """Hours in which driving takes longer or shorter than on the free road, by speed profile."""

    profiles: tuple[SpeedProfile, ...] = ("blue_light", "day")
    ratio: Ratio


class StandbyMove(Declared):
    """A key station that is covered by another's pump while none of its own can go."""

    station: Name
    skills: tuple[Skill, ...] = Field(min_length=1)
    after: Duration = Field(description="how long the station has been without cover")
    sent_from: tuple[Name, ...] = Field(min_length=1, description="stations, the first that can")
    keep: Whole = Field(default=0, ge=0, le=9, description="units that must stay at that station")


class StationOrder(Declared):
    """The stations that attend an area, in order: its own first."""

    stations: tuple[Name, ...] = Field(min_length=1)


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
    if_conveyed_by_conveyer: bool = Field(
        default=False,
        description="where the patient is conveyed, only that vehicle stops it, of whatever service",
    )
    only_if_conveyed: bool = Field(
        default=False, description="leaves out calls whose patient is not conveyed"
    )
    leaves_out_under: Duration | None = Field(
        default=None, description="a call whose first arrival is sooner is left out whole"
    )
    leaves_out_over: Duration | None = Field(
        default=None, description="a call whose first arrival is later is left out whole"
    )
    source: str = ""


class Standard(Declared):
    """A limit on a clock, and the share that should be within it; `order` says of which unit."""

    title: Name
    clock: Name
    order: Literal["first", "second", "third"] = "first"
    limit: Duration
    target: Share | None = None
