"""What can happen. A run is nothing but a list of these, in time order."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of event; `scenarios.words.EVENT_KINDS` lists the same words."""

    CALL_CONNECTED = "call_connected"
    CALL_CODED = "call_coded"
    UNIT_ASSIGNED = "unit_assigned"
    UNIT_MOBILE = "unit_mobile"
    UNIT_DIVERTED = "unit_diverted"
    UNIT_STOOD_DOWN = "unit_stood_down"
    UNIT_ARRIVED = "unit_arrived"
    PATIENT_RELIEVED = "patient_relieved"
    CALL_STOP = "call_stop"
    LEFT_SCENE = "left_scene"
    AT_HOSPITAL = "at_hospital"
    HANDED_OVER = "handed_over"
    UNIT_CLEAR = "unit_clear"
    UNIT_HOME = "unit_home"
    OFF_THE_RUN = "off_the_run"
    ON_THE_RUN = "on_the_run"
    CREW_ON_DUTY = "crew_on_duty"
    CALL_CLOSED = "call_closed"
    CALL_NEVER_SERVED = "call_never_served"


class Event(NamedTuple):
    """One thing that happened. `unit` is a crew pool's name where `kind` is crew_on_duty.

    `people` is how many ride (unit_assigned), how many of a pool can be called on (crew_on_duty), or how many the unit
    could find when it went off the run.
    """

    at_s: float
    kind: Kind
    call: int | None
    unit: str | None
    need: str | None
    people: int | None
    node: int | None


# A unit's status is the last thing that happened to it, and this is all that may happen next.
NEXT: dict[Kind, frozenset[Kind]] = {
    Kind.UNIT_HOME: frozenset({Kind.UNIT_ASSIGNED, Kind.OFF_THE_RUN}),
    Kind.OFF_THE_RUN: frozenset({Kind.ON_THE_RUN}),
    Kind.ON_THE_RUN: frozenset({Kind.UNIT_ASSIGNED, Kind.OFF_THE_RUN}),
    Kind.UNIT_ASSIGNED: frozenset({Kind.UNIT_MOBILE, Kind.UNIT_DIVERTED, Kind.UNIT_STOOD_DOWN}),
    Kind.UNIT_MOBILE: frozenset({Kind.UNIT_ARRIVED, Kind.UNIT_DIVERTED, Kind.UNIT_STOOD_DOWN}),
    Kind.UNIT_DIVERTED: frozenset({Kind.UNIT_ASSIGNED}),
    Kind.UNIT_STOOD_DOWN: frozenset({Kind.UNIT_CLEAR}),
    Kind.UNIT_ARRIVED: frozenset({Kind.LEFT_SCENE, Kind.PATIENT_RELIEVED, Kind.UNIT_CLEAR}),
    Kind.PATIENT_RELIEVED: frozenset({Kind.UNIT_CLEAR}),
    Kind.LEFT_SCENE: frozenset({Kind.AT_HOSPITAL}),
    Kind.AT_HOSPITAL: frozenset({Kind.HANDED_OVER}),
    Kind.HANDED_OVER: frozenset({Kind.UNIT_CLEAR}),
    Kind.UNIT_CLEAR: frozenset({Kind.UNIT_HOME, Kind.UNIT_ASSIGNED}),
}
AT_HOME = frozenset({Kind.UNIT_HOME, Kind.ON_THE_RUN})
RESPONDING = frozenset({Kind.UNIT_ASSIGNED, Kind.UNIT_MOBILE})
NOT_YET_MOBILE = AT_HOME | {Kind.UNIT_ASSIGNED}
# A unit is on the road while it drives to a call or back from one: where control may find it.
ONTO_THE_ROAD = frozenset({Kind.UNIT_ASSIGNED, Kind.UNIT_CLEAR})
OFF_THE_ROAD = frozenset({Kind.UNIT_ARRIVED, Kind.UNIT_HOME})
# Events that say nothing about a unit's status.
OF_A_CALL = frozenset(
    {
        Kind.CALL_CONNECTED,
        Kind.CALL_CODED,
        Kind.CALL_STOP,
        Kind.CALL_CLOSED,
        Kind.CALL_NEVER_SERVED,
    }
)
