"""What each unit was doing when: at home, off the run, out, on its way back, standing by; and how many ride."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.events import Kind
from sim.log import CODE, MISSING

STATES = ("home", "off_the_run", "out", "returning", "to_standby", "at_standby")
CREWED = tuple(state for state in STATES if state != "off_the_run")
AWAY = tuple(state for state in CREWED if state != "home")
HOME, OFF_THE_RUN, OUT, RETURNING, TO_STANDBY, AT_STANDBY = range(len(STATES))
BEGINS = {
    Kind.UNIT_HOME: HOME,
    Kind.ON_THE_RUN: HOME,
    Kind.OFF_THE_RUN: OFF_THE_RUN,
    Kind.UNIT_CLEAR: RETURNING,
    Kind.UNIT_RECALLED: RETURNING,
    Kind.STANDBY_SENT: TO_STANDBY,
    Kind.STANDBY_MOBILE: TO_STANDBY,
    Kind.AT_STANDBY: AT_STANDBY,
}
STATE_OF_CODE = np.full(len(CODE), OUT, dtype=np.int8)
STATE_OF_CODE[[CODE[kind] for kind in BEGINS]] = list(BEGINS.values())
SAYS_WHO_RIDES = [CODE[kind] for kind in (Kind.UNIT_ASSIGNED, Kind.STANDBY_SENT, Kind.ON_THE_RUN)]


@dataclass(frozen=True, eq=False)
class UnitStates:
    """The changes of one unit, [changes]: when, to which of STATES, where, and with how many.

    The first is at 0 s: every unit begins at home with its crew. `people` is -1 where that is a whole crew.
    """

    at_s: NDArray[np.float64]
    state: NDArray[np.int8]
    node: NDArray[np.int32]
    people: NDArray[np.int16]

    def at(self, when_s: NDArray[np.float64]) -> NDArray[np.intp]:
        """The change that held at each of some times."""
        return np.searchsorted(self.at_s, when_s, side="right") - 1

    def rides_short(self, crew: int) -> NDArray[np.bool_]:
        """From which changes on it has fewer than its crew, at hand or aboard."""
        return (self.people >= 0) & (self.people < crew)


def states_of(
    at_s: NDArray[np.float64],
    kind: NDArray[np.int8],
    node: NDArray[np.int32],
    people: NDArray[np.int16],
) -> UnitStates:
    """The changes of a unit from its events in order."""
    says = np.isin(kind, SAYS_WHO_RIDES) | (kind == CODE[Kind.UNIT_HOME])
    number = np.arange(1, len(kind) + 1)
    last = np.maximum.accumulate(np.concatenate([[0], np.where(says, number, 0)]))
    nothing = np.array([MISSING])
    return UnitStates(
        np.concatenate([[0.0], at_s]),
        np.concatenate([np.zeros(1, dtype=np.int8), STATE_OF_CODE[kind]]),
        np.concatenate([nothing.astype(np.int32), node]),
        np.concatenate([nothing.astype(np.int16), people])[last],
    )
