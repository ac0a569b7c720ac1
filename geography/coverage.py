"""Who can be reached in time: plain arrays in, people out. Nothing here knows the hour.

Rows are sites, columns are zones; times and delays in seconds. A site's delay is what passes
before its wheels roll (call handling, turnout), so a zone is within the limit where delay and
drive together are no more than `limit_s`. Weights are people, households, square kilometres or
anything else that zones have, [zones], or several at once, [weights, zones].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-12
BLOCK = 512  # states worked out together, so that a year of hours needs little memory


def response_s(times_s: ArrayLike, delay_s: ArrayLike) -> NDArray[np.float64]:
    """Seconds from call to arrival, [sites, zones], of `times_s` [sites, zones] and `delay_s` [sites] or one for all.

    Raises ValueError where shapes disagree or a value is not a number; infinite says that no road leads there.
    """
    times = np.atleast_2d(np.asarray(times_s, dtype=np.float64))
    delay = np.asarray(delay_s, dtype=np.float64)
    if delay.ndim == 0:
        delay = np.full(times.shape[0], float(delay))
    if delay.shape != (times.shape[0],):
        message = f"{delay.size} delays were given for {times.shape[0]} sites"
        raise ValueError(message)
    if np.isnan(times).any() or np.isnan(delay).any():
        message = "a time or a delay is not a number (NaN); infinite says that no road leads there"
        raise ValueError(message)
    return np.asarray(times + delay[:, None], dtype=np.float64)


def reach(times_s: ArrayLike, delay_s: ArrayLike, limit_s: float) -> NDArray[np.bool_]:
    """Which site reaches which zone within the limit, [sites, zones]."""
    return np.asarray(response_s(times_s, delay_s) <= limit_s)


def first_response_s(times_s: ArrayLike, delay_s: ArrayLike) -> NDArray[np.float64]:
    """Seconds until the first site's arrival at each zone, [zones]; infinite where there is none."""
    return np.asarray(response_s(times_s, delay_s).min(axis=0, initial=np.inf), dtype=np.float64)


def _weights(weights: ArrayLike, zones: int) -> NDArray[np.float64]:
    weight = np.asarray(weights, dtype=np.float64)
    if weight.ndim not in (1, 2) or weight.shape[-1] != zones:
        message = f"weights of shape {weight.shape} were given for {zones} zones"
        raise ValueError(message)
    return weight


def chances(probability: ArrayLike, sites: int) -> NDArray[np.float64]:
    """Probabilities [sites] or [states, sites], checked. Raises ValueError outside 0 to 1 or for another shape."""
    chance = np.asarray(probability, dtype=np.float64)
    if np.any((chance < 0) | (chance > 1)) or np.any(np.isnan(chance)):
        message = "a probability must lie between 0 and 1"
        raise ValueError(message)
    if chance.ndim not in (1, 2) or chance.shape[-1] != sites:
        message = f"probabilities of shape {chance.shape} were given for {sites} sites"
        raise ValueError(message)
    return chance


def _at_least(number: int) -> None:
    if number < 1:
        message = f"at_least is {number}; it must be 1 or more"
        raise ValueError(message)


def reached_by(times_s: ArrayLike, delay_s: ArrayLike, limit_s: float) -> NDArray[np.int64]:
    """How many sites reach each zone within the limit, [zones]."""
    return np.asarray(reach(times_s, delay_s, limit_s).sum(axis=0), dtype=np.int64)


def within(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    weights: ArrayLike,
    limit_s: float,
    at_least: int = 1,
) -> NDArray[np.float64]:
    """People, households, area … that at least so many sites reach within the limit.

    A scalar array for weights [zones], [weights] for weights [weights, zones].
    """
    _at_least(at_least)
    count = reached_by(times_s, delay_s, limit_s)
    return np.asarray(_weights(weights, len(count)) @ (count >= at_least), dtype=np.float64)


def reached_share(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    probability: ArrayLike,
    limit_s: float,
    at_least: int = 1,
) -> NDArray[np.float64]:
    """Chance that at least so many available sites reach each zone within the limit.

    `probability` [sites] that each site can answer gives [zones]; [states, sites], such as by day
    and by night, gives [states, zones]. Sites are independent of each other, which flatters cover
    where neighbours are off the run at the same hours.
    """
    _at_least(at_least)
    reached = reach(times_s, delay_s, limit_s)
    chance = chances(probability, reached.shape[0])
    states = np.atleast_2d(chance)
    fewer = np.zeros((at_least, len(states), reached.shape[1]))  # chance of exactly 0, 1, … sites
    fewer[0] = 1.0
    for site, zones in enumerate(reached):
        hit = states[:, site, None] * zones
        fewer[1:] = fewer[1:] * (1.0 - hit) + fewer[:-1] * hit
        fewer[0] *= 1.0 - hit
    share = np.clip(1.0 - fewer.sum(axis=0), 0.0, 1.0)
    return np.asarray(share[0] if chance.ndim == 1 else share, dtype=np.float64)


def expected_within(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    probability: ArrayLike,
    weights: ArrayLike,
    limit_s: float,
    at_least: int = 1,
) -> NDArray[np.float64]:
    """Expected people, households, area … within the limit where sites are available with a probability.

    Shape: states of `probability`, where it has them, then weights, where there are several.
    """
    share = reached_share(times_s, delay_s, probability, limit_s, at_least)
    return np.asarray(share @ _weights(weights, share.shape[-1]).T, dtype=np.float64)


def likely_response_s(
    times_s: ArrayLike, delay_s: ArrayLike, probability: ArrayLike, share: float = 0.5
) -> NDArray[np.float64]:
    """Seconds within which the first available site arrives with a chance of at least `share`, at each zone.

    `probability` [sites] gives [zones]; [states, sites], such as by day and by night, gives [states, zones]. Infinite
    where even all sites together can answer less often. Sites are independent of each other. Raises ValueError for a
    share that is not above 0 and up to 1.
    """
    if not 0 < share <= 1:
        message = f"share is {share}; it must be above 0 and no more than 1"
        raise ValueError(message)
    response = response_s(times_s, delay_s)
    chance = chances(probability, response.shape[0])
    order = np.argsort(response, axis=0, kind="stable")
    soonest = np.take_along_axis(response, order, axis=0)
    found = np.full((len(np.atleast_2d(chance)), response.shape[1]), np.inf)
    for state, given in enumerate(np.atleast_2d(chance)):
        come = 1.0 - np.cumprod(1.0 - given[order], axis=0)
        enough = come >= share - ROUNDING
        some = enough.any(axis=0)
        found[state, some] = soonest[enough.argmax(axis=0), np.arange(response.shape[1])][some]
    return np.asarray(found[0] if chance.ndim == 1 else found, dtype=np.float64)


def people_within(
    times_s: ArrayLike, delay_s: ArrayLike, people: ArrayLike, limit_s: float
) -> float:
    """People whom at least one of the sites reaches within the limit.

    `times_s` [sites, zones], `delay_s` [sites], `people` [zones]. No sites reach nobody.
    """
    return float(within(times_s, delay_s, people, limit_s))


def expected_people_within(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    probability: ArrayLike,
    people: ArrayLike,
    limit_s: float,
) -> float:
    """Expected people within the limit where each site is available with a probability, [sites].

    A zone counts with 1 - prod(1 - p) over the sites that reach it.
    """
    return float(expected_within(times_s, delay_s, probability, people, limit_s))


def _distinct(available: ArrayLike, sites: int) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    states = np.atleast_2d(np.asarray(available, dtype=bool))
    if states.shape[1] != sites:
        message = f"states of {states.shape[1]} sites were given for {sites} sites"
        raise ValueError(message)
    packed = np.packbits(states, axis=1)
    if (
        packed.shape[1] <= 8
    ):  # each state as one number, which sorts as its bytes do, ten times as quick
        room = np.zeros((len(packed), 8), dtype=np.uint8)
        room[:, : packed.shape[1]] = packed
        numbers, inverse = np.unique(room.view(">u8").astype(np.uint64), return_inverse=True)
        distinct = numbers.astype(">u8").view(np.uint8).reshape(-1, 8)
    else:
        distinct, inverse = np.unique(packed, axis=0, return_inverse=True)
    unpacked = np.unpackbits(distinct, axis=1, count=sites).astype(bool)
    return unpacked, inverse.reshape(-1)


def people_within_by_state(
    times_s: ArrayLike,
    delay_s: ArrayLike,
    available: ArrayLike,
    people: ArrayLike,
    limit_s: float,
    at_least: int = 1,
) -> NDArray[np.float64]:
    """People whom so many available sites reach in each state of the stations, such as each hour of a year.

    `available` [states, sites] says which sites can answer; the answer is [states]. `people` may be [places, zones], of
    several places at once; then it is [states, places]. Equal states, and zones that the same sites reach, are worked
    out once.
    """
    _at_least(at_least)
    reached = reach(times_s, delay_s, limit_s)
    distinct, inverse = _distinct(available, reached.shape[0])
    patterns, of_zone = _distinct(reached.T, reached.shape[0])
    weight = _weights(people, reached.shape[1])
    by_pattern = np.array(
        [
            np.bincount(of_zone, weights=row, minlength=len(patterns))
            for row in np.atleast_2d(weight)
        ]
    )
    found = np.empty((len(distinct), len(by_pattern)))
    for start in range(0, len(distinct), BLOCK):
        block = distinct[start : start + BLOCK].astype(np.float32)
        covered = block @ patterns.T.astype(np.float32) >= at_least
        found[start : start + BLOCK] = covered @ by_pattern.T
    answer = found[inverse]
    return np.asarray(answer[:, 0] if weight.ndim == 1 else answer, dtype=np.float64)


def first_attendance_s(
    times_s: ArrayLike, delay_s: ArrayLike, available: ArrayLike
) -> NDArray[np.float32]:
    """Seconds until the first available site's arrival at each zone, in each state.

    Shape [states, zones]; infinite where no site is available or none has a road.
    """
    response = response_s(times_s, delay_s).astype(np.float32)
    distinct, inverse = _distinct(available, response.shape[0])
    first = np.full((len(distinct), response.shape[1]), np.inf, dtype=np.float32)
    for index, state in enumerate(distinct):
        if state.any():
            first[index] = response[state].min(axis=0)
    return first[inverse]
