"""What can happen. A run is nothing but a list of these, in time order."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of event; `scenarios.words.EVENT_KINDS` lists the same words."""

    CALL_CONNECTED = "call_connected"
    CALL_CODED = "call_coded"
    CALL_CHALLENGED = "call_challenged"
    UNIT_ASSIGNED = "unit_assigned"
    UNIT_MOBILE = "unit_mobile"
    UNIT_DIVERTED = "unit_diverted"
    UNIT_STOOD_DOWN = "unit_stood_down"
    UNIT_RECALLED = "unit_recalled"
    UNIT_ARRIVED = "unit_arrived"
    CALL_MADE_UP = "call_made_up"
    PATIENT_RELIEVED = "patient_relieved"
    PATIENT_ASSESSED = "patient_assessed"
    CALL_CANCELLED = "call_cancelled"
    CALL_STOP = "call_stop"
    LEFT_SCENE = "left_scene"
    LEFT_WITH_CREW = "left_with_crew"
    AT_HOSPITAL = "at_hospital"
    HANDOVER_BEGUN = "handover_begun"
    HANDED_OVER = "handed_over"
    BROUGHT_BACK = "brought_back"
    BACK_AT_VEHICLE = "back_at_vehicle"
    UNIT_CLEAR = "unit_clear"
    UNIT_HOME = "unit_home"
    OFF_THE_RUN = "off_the_run"
    ON_THE_RUN = "on_the_run"
    STANDBY_SENT = "standby_sent"
    STANDBY_MOBILE = "standby_mobile"
    AT_STANDBY = "at_standby"
    CREW_ON_DUTY = "crew_on_duty"
    CREW_OUT = "crew_out"
    CREW_BACK = "crew_back"
    CALL_GIVEN_UP = "call_given_up"
    CALL_CLOSED = "call_closed"
    CALL_NEVER_SERVED = "call_never_served"


class Event(NamedTuple):
    """One thing that happened. `unit` is a crew pool's name where `kind` is of a crew, and `need` then its vehicle's.

    `people` is how many ride (unit_assigned), how many of a pool can be called on (crew_on_duty) or went or came back
    (crew_out, crew_back), or how many the unit could find when it went off the run.
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
    Kind.UNIT_HOME: frozenset({Kind.UNIT_ASSIGNED, Kind.OFF_THE_RUN, Kind.STANDBY_SENT}),
    Kind.OFF_THE_RUN: frozenset({Kind.ON_THE_RUN}),
    Kind.ON_THE_RUN: frozenset({Kind.UNIT_ASSIGNED, Kind.OFF_THE_RUN, Kind.STANDBY_SENT}),
    Kind.UNIT_ASSIGNED: frozenset(
        {Kind.UNIT_MOBILE, Kind.UNIT_DIVERTED, Kind.UNIT_STOOD_DOWN, Kind.UNIT_RECALLED}
    ),
    Kind.UNIT_MOBILE: frozenset(
        {Kind.UNIT_ARRIVED, Kind.UNIT_DIVERTED, Kind.UNIT_STOOD_DOWN, Kind.UNIT_RECALLED}
    ),
    Kind.UNIT_DIVERTED: frozenset({Kind.UNIT_ASSIGNED}),
    Kind.UNIT_STOOD_DOWN: frozenset({Kind.UNIT_CLEAR}),
    Kind.UNIT_RECALLED: frozenset({Kind.UNIT_HOME}),
    Kind.UNIT_ARRIVED: frozenset(
        {
            Kind.LEFT_SCENE,
            Kind.PATIENT_RELIEVED,
            Kind.PATIENT_ASSESSED,
            Kind.UNIT_RECALLED,
            Kind.UNIT_CLEAR,
        }
    ),
    Kind.PATIENT_RELIEVED: frozenset({Kind.UNIT_CLEAR}),
    Kind.PATIENT_ASSESSED: frozenset({Kind.LEFT_WITH_CREW, Kind.UNIT_CLEAR}),
    Kind.LEFT_WITH_CREW: frozenset({Kind.BACK_AT_VEHICLE}),
    Kind.BACK_AT_VEHICLE: frozenset({Kind.UNIT_CLEAR}),
    Kind.LEFT_SCENE: frozenset({Kind.AT_HOSPITAL}),
    Kind.AT_HOSPITAL: frozenset({Kind.HANDOVER_BEGUN, Kind.HANDED_OVER}),
    Kind.HANDOVER_BEGUN: frozenset({Kind.HANDED_OVER}),
    Kind.HANDED_OVER: frozenset({Kind.BROUGHT_BACK, Kind.UNIT_CLEAR}),
    Kind.BROUGHT_BACK: frozenset({Kind.UNIT_CLEAR}),
    Kind.UNIT_CLEAR: frozenset({Kind.UNIT_HOME, Kind.UNIT_ASSIGNED, Kind.STANDBY_SENT}),
    Kind.STANDBY_SENT: frozenset({Kind.STANDBY_MOBILE, Kind.UNIT_ASSIGNED, Kind.UNIT_CLEAR}),
    Kind.STANDBY_MOBILE: frozenset({Kind.AT_STANDBY, Kind.UNIT_ASSIGNED, Kind.UNIT_CLEAR}),
    Kind.AT_STANDBY: frozenset({Kind.UNIT_ASSIGNED, Kind.UNIT_CLEAR}),
}
AT_HOME = frozenset({Kind.UNIT_HOME, Kind.ON_THE_RUN})
RESPONDING = frozenset({Kind.UNIT_ASSIGNED, Kind.UNIT_MOBILE})
ON_STANDBY = frozenset({Kind.STANDBY_SENT, Kind.STANDBY_MOBILE, Kind.AT_STANDBY})
# Still to turn out, so that control plans for a turnout.
NOT_YET_MOBILE = AT_HOME | {Kind.UNIT_ASSIGNED, Kind.STANDBY_SENT}
# A unit is abroad while control may find it away from its base: driving to a call, back from one, or on standby.
ABROAD = RESPONDING | ON_STANDBY | {Kind.UNIT_CLEAR, Kind.UNIT_DIVERTED}
# Events that say nothing about a unit's status.
OF_A_CALL = frozenset(
    {
        Kind.CALL_CONNECTED,
        Kind.CALL_CODED,
        Kind.CALL_CHALLENGED,
        Kind.CALL_MADE_UP,
        Kind.CALL_CANCELLED,
        Kind.CALL_STOP,
        Kind.CALL_GIVEN_UP,
        Kind.CALL_CLOSED,
        Kind.CALL_NEVER_SERVED,
    }
)
OF_A_CREW = frozenset({Kind.CREW_ON_DUTY, Kind.CREW_OUT, Kind.CREW_BACK})
# How a call can end: each has one of these, last.
ENDS = frozenset(
    {Kind.CALL_CHALLENGED, Kind.CALL_GIVEN_UP, Kind.CALL_CLOSED, Kind.CALL_NEVER_SERVED}
)
