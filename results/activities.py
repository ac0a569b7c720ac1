"""What a unit did with its hours out on calls: turning out, driving, at the scene, taking a patient, at hospital."""

from __future__ import annotations

import numpy as np

from results.log import Columns
from sim.events import Kind
from sim.log import CODE

ACTIVITIES = ("turning_out", "driving", "at_scene", "conveying", "at_hospital")
"""Together they are the hours from being sent until clear."""
BEGINS = {
    Kind.UNIT_ASSIGNED: "turning_out",
    Kind.UNIT_MOBILE: "driving",
    Kind.UNIT_DIVERTED: "driving",
    Kind.UNIT_STOOD_DOWN: "driving",
    Kind.UNIT_ARRIVED: "at_scene",
    Kind.PATIENT_RELIEVED: "at_scene",
    Kind.PATIENT_ASSESSED: "at_scene",
    Kind.LEFT_SCENE: "conveying",
    Kind.LEFT_WITH_CREW: "conveying",
    Kind.BACK_AT_VEHICLE: "at_scene",
    Kind.AT_HOSPITAL: "at_hospital",
    Kind.HANDOVER_BEGUN: "at_hospital",
    Kind.HANDED_OVER: "at_hospital",
    Kind.BROUGHT_BACK: "at_hospital",
}
NOT_OUT = len(ACTIVITIES)
ACTIVITY_OF_CODE = np.full(len(CODE), NOT_OUT, dtype=np.int64)
ACTIVITY_OF_CODE[[CODE[kind] for kind in BEGINS]] = [ACTIVITIES.index(a) for a in BEGINS.values()]
HOUR_S = 3600.0


def activity_hours(run: Columns, unit: str) -> dict[str, float]:
    """Counted hours of a unit in each of ACTIVITIES, as `<activity>_h`; an activity lasts until the unit's next event.

    A vehicle whose crew rides along in an ambulance is conveying until they are back at it.
    """
    places = run.places_of_unit(unit)
    edges = run.clip(np.append(run.events.at_s[places], run.counted_until_s))
    doing = ACTIVITY_OF_CODE[run.events.kind[places]]
    hours = np.bincount(doing, weights=np.diff(edges), minlength=NOT_OUT + 1) / HOUR_S
    return {f"{name}_h": float(hours[place]) for place, name in enumerate(ACTIVITIES)}
