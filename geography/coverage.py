"""Who can be reached in time: plain arrays in, people out. Nothing here knows the hour.

Rows are sites, columns are zones; times and delays in seconds. A site's delay is what passes
before its wheels roll (call handling, turnout), so a zone is within the limit where delay and
drive together are no more than `limit_s`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

BLOCK = 512  # states worked out together, so that a year of hours needs little memory


def _reach(
    times_s: ArrayLike, delay_s: ArrayLike, limit_s: float
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    times = np.atleast_2d(np.asarray(times_s, dtype=np.float64))
    delay = np.asarray(delay_s, dtype=np.float64)
    if delay.ndim == 0:
        delay = np.full(times.shape[0], float(delay))
    if delay.shape != (times.shape[0],):
        message = f"{delay.shape[0]} delays were given for {times.shape[0]} sites"
        raise ValueError(message)
    response = times + delay[:, None]
    return response <= limit_s, response


def people_within(
    times_s: ArrayLike, delay_s: ArrayLike, people: ArrayLike, limit_s: float
) -> float:
    """People whom at least one of the sites reaches within the limit.

    `times_s` [sites, zones], `delay_s` [sites], `people` [zones]. No sites reach nobody.
    """
    reached, _ = _reach(times_s, delay_s, limit_s)
    return float(np.asarray(people, dtype=np.float64) @ reached.any(axis=0))


def expected_people_within(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    probability: ArrayLike,
    people: ArrayLike,
    limit_s: float,
) -> float:
    """Expected people within the limit where each site is available with a probability.

    A zone counts with 1 - prod(1 - p) over the sites that reach it: sites are independent of each
    other, which flatters cover where neighbours are off the run at the same hours.
    """
    chance = np.asarray(probability, dtype=np.float64)
    if np.any((chance < 0) | (chance > 1)) or np.any(np.isnan(chance)):
        message = "a probability must lie between 0 and 1"
        raise ValueError(message)
    reached, _ = _reach(times_s, delay_s, limit_s)
    nobody = np.prod(np.where(reached, 1.0 - chance[:, None], 1.0), axis=0)
    return float(np.asarray(people, dtype=np.float64) @ (1.0 - nobody))


def _distinct(available: ArrayLike, sites: int) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    states = np.atleast_2d(np.asarray(available, dtype=bool))
    if states.shape[1] != sites:
        message = f"states of {states.shape[1]} sites were given for {sites} sites"
        raise ValueError(message)
    distinct, inverse = np.unique(np.packbits(states, axis=1), axis=0, return_inverse=True)
    unpacked = np.unpackbits(distinct, axis=1, count=sites).astype(bool)
    return unpacked, inverse.reshape(-1)


def people_within_by_state(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    available: ArrayLike,
    people: ArrayLike,
    limit_s: float,
) -> NDArray[np.float64]:
    """People within the limit in each state of the stations, such as each hour of a year.

    `available` [states, sites] says which sites can answer; the answer is [states]. `people` may be [places, zones], of
    several places at once; then it is [states, places]. Equal states, and zones that the same sites reach, are worked
    out once.
    """
    reached, _ = _reach(times_s, delay_s, limit_s)
    distinct, inverse = _distinct(available, reached.shape[0])
    patterns, of_zone = _distinct(reached.T, reached.shape[0])
    people = np.asarray(people, dtype=np.float64)
    weight = np.array(
        [
            np.bincount(of_zone, weights=row, minlength=len(patterns))
            for row in np.atleast_2d(people)
        ]
    )
    within = np.empty((len(distinct), len(weight)))
    for start in range(0, len(distinct), BLOCK):
        block = distinct[start : start + BLOCK].astype(np.float32)
        covered = block @ patterns.T.astype(np.float32) > 0
        within[start : start + BLOCK] = covered @ weight.T
    answer = within[inverse]
    return np.asarray(answer[:, 0] if people.ndim == 1 else answer, dtype=np.float64)


def first_attendance_s(
    times_s: ArrayLike, delay_s: ArrayLike, available: ArrayLike
) -> NDArray[np.float32]:
    """Seconds until the first available site's arrival at each zone, in each state.

    Shape [states, zones]; infinite where no site is available or none has a road.
    """
    _, response = _reach(times_s, delay_s, np.inf)
    distinct, inverse = _distinct(available, response.shape[0])
    first = np.full((len(distinct), response.shape[1]), np.inf, dtype=np.float32)
    response = response.astype(np.float32)
    for index, state in enumerate(distinct):
        if state.any():
            first[index] = response[state].min(axis=0)
    return first[inverse]
