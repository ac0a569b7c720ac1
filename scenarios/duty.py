"""Duty systems: how many people of a pool can be called on, and when.

Published on-call availability is of the pump, not of a person. So the chance that one person is available is fitted to
the pump's declared availability, with people's absences correlated (one shared factor) and lasting for spells of hours.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, ClassVar, Literal, NamedTuple, Self, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from scipy.optimize import brentq
from scipy.special import bdtrc, ndtr, ndtri

from scenarios.chance import Chance
from scenarios.quantity import Duration, Share, Spread, Whole

DAY_S = 86400.0
HOUR_S = 3600.0
WEEK_H = 168
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)


def clock_hours(value: object) -> object:
    """Turn `07:30` into 7.5 hours; `24:00` is the end of the day."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    parts = str(value).split(":")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        raise ValueError(f"|'{value}' is not a time of day|00:00 to 24:00, as in 07:30")
    hours, minutes = int(parts[0]), int(parts[1])
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError(f"|'{value}' is not a time of day|00:00 to 24:00, as in 07:30")
    return hours + minutes / 60


TimeOfDay = Annotated[float, BeforeValidator(clock_hours), Field(ge=0, le=24)]


class Hours(BaseModel):
    """Hours of chosen days; `from` later than `to` runs past midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    SLOTS_AN_HOUR: ClassVar[int] = 4

    days: tuple[Day, ...] = DAYS
    start: TimeOfDay = Field(default=0.0, alias="from")
    end: TimeOfDay = Field(default=24.0, alias="to")

    @model_validator(mode="after")
    def check_quarters(self) -> Self:
        """Hours are counted in quarters (shifts) or whole hours (turnout and availability)."""
        for key, hour in (("from", self.start), ("to", self.end)):
            if hour * self.SLOTS_AN_HOUR != round(hour * self.SLOTS_AN_HOUR):
                what = "a quarter of an hour" if self.SLOTS_AN_HOUR > 1 else "a whole hour"
                text = f"{int(hour):02d}:{round(hour % 1 * 60):02d}"
                raise ValueError(f"{key}|'{text}' is not on {what}|{what}, as in 07:00")
        return self

    def by_hour_of_week(self, per_hour: int = 1) -> NDArray[np.bool_]:
        """Which slots of the week (from Monday 00:00, `per_hour` slots an hour) are inside."""
        inside = np.zeros(WEEK_H * per_hour, dtype=bool)
        length = (self.end - self.start) % 24 or 24.0
        for day in self.days:
            first = round((DAYS.index(day) * 24 + self.start) * per_hour)
            slots = np.arange(first, first + round(length * per_hour))
            inside[slots % (WEEK_H * per_hour)] = True
        return inside


class Availability(Hours):
    """The share of these hours in which the *pump* has its minimum crew."""

    SLOTS_AN_HOUR: ClassVar[int] = 1

    share: Share


class Turnout(Hours):
    """How long a crew takes from alert to wheels turning in these hours, and what control plans for."""

    SLOTS_AN_HOUR: ClassVar[int] = 1

    takes: Spread
    planned: Duration


class DutySystem(BaseModel):
    """Shifts (always the same number of people in the declared hours) or on-call people.

    For an on-call pool `turnout` is one person's journey to the station: the crew turns out when the last rider needed
    arrives.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["shifts", "oncall"]
    name: str
    hours: tuple[Hours, ...] = (Hours(),)
    turnout: tuple[Turnout, ...] = Field(min_length=1)
    availability: tuple[Availability, ...] = ()
    pump_crew: Whole = Field(default=4, ge=1, le=9, description="what `availability` speaks of")
    correlation: Share | None = None
    spell: Duration | None = None

    @model_validator(mode="after")
    def check_oncall_is_whole(self) -> Self:
        """On-call people need a correlation and a length of spell."""
        if self.kind == "oncall" and (self.correlation is None or self.spell is None):
            raise ValueError(
                "correlation|an on-call duty system needs `correlation` and `spell`|both"
            )
        if self.correlation is not None and self.correlation.base >= 1.0:
            raise ValueError(
                "correlation|people who are all away together are one person|less than 1"
            )
        if not np.logical_or.reduce([t.by_hour_of_week() for t in self.turnout]).all():
            raise ValueError(
                "turnout|some hours of the week have no turnout|hours that cover the week"
            )
        return self

    def turnout_by_hour(self) -> list[Turnout]:
        """The turnout of each hour of the week; a later row overrides an earlier one."""
        rows: list[Turnout] = [self.turnout[0]] * WEEK_H
        for turnout in self.turnout:
            for hour in np.flatnonzero(turnout.by_hour_of_week()):
                rows[int(hour)] = turnout
        return rows


class Spell(NamedTuple):
    """From `at_s` on, these of the pool can be called on: person k where bit k of `who` is set."""

    at_s: float
    who: int

    @property
    def people(self) -> int:
        """How many can be called on."""
        return self.who.bit_count()


@lru_cache(maxsize=1024)
def person_chance(people: int, crew: int, pump_share: float, correlation: float) -> float:
    """The chance that one person is available, such that at least `crew` of `people` are with chance `pump_share`.

    People share one standard normal factor with the given correlation (a one-factor Gaussian copula); the factor is
    integrated over by Gauss-Hermite quadrature. For 12 people and no correlation, a pump at 0.7 needs about 0.37.

    Raises ValueError if `people` < `crew`, which no chance can mend.
    """
    if people < crew:
        raise ValueError(f"{people} people can never make a crew of {crew}")
    if pump_share <= 0.0:
        return 0.0
    if pump_share >= 1.0:
        return 1.0
    points, weights = np.polynomial.hermite_e.hermegauss(81)
    weights = weights / weights.sum()

    def shortfall(chance: float) -> float:
        given = ndtr((ndtri(chance) - np.sqrt(correlation) * points) / np.sqrt(1 - correlation))
        return float(weights @ bdtrc(crew - 1, people, given)) - pump_share

    return float(brentq(shortfall, 1e-9, 1 - 1e-9, xtol=1e-10))


def shares_by_hour(rows: tuple[Availability, ...]) -> NDArray[np.float64]:
    """The pump's declared availability in each hour of the week; a later row overrides. NaN where none is declared."""
    shares = np.full(WEEK_H, np.nan)
    for row in rows:
        shares[row.by_hour_of_week()] = row.share.base
    return shares


def shift_spells(duty: DutySystem, people: int, first_hour: float, until_s: float) -> list[Spell]:
    """When a shift pool comes on and goes off. `first_hour` is the hour of the week at time 0."""
    per_hour = Hours.SLOTS_AN_HOUR
    on = np.logical_or.reduce([hours.by_hour_of_week(per_hour) for hours in duty.hours])
    slots = np.arange(int(until_s / HOUR_S * per_hour) + 1)
    state = on[(slots + round(first_hour * per_hour)) % len(on)]
    changes = np.flatnonzero(np.diff(state)) + 1
    everybody = (1 << people) - 1
    first = [Spell(0.0, everybody if state[0] else 0)]
    return first + [
        Spell(slot * HOUR_S / per_hour, everybody if state[slot] else 0) for slot in changes
    ]


def oncall_spells(
    pool: str,
    duty: DutySystem,
    rows: tuple[Availability, ...],
    people: int,
    elsewhere: list[list[Spell]],
    chance: Chance,
    first_hour: float,
    until_s: float,
) -> list[Spell]:
    """Who of an on-call pool is available, hour by hour.

    Each person keeps one luck for a spell of hours and shares part of it with the whole pool (an event in the village,
    harvest); the threshold follows the pump's declared availability. `elsewhere` holds the spells of other posts that
    one of these people fills: while such a post is on duty one person fewer is here.
    """
    assert duty.correlation is not None
    assert duty.spell is not None
    rho = duty.correlation.base
    hours = np.arange(int(until_s / HOUR_S) + 1)
    shares = shares_by_hour(rows or duty.availability)
    by_hour = np.array([person_chance(people, duty.pump_crew, float(s), rho) for s in shares])
    threshold = ndtri(by_hour)[(hours + int(first_hour)) % WEEK_H]

    spell_h = max(1, round(duty.spell.base / HOUR_S))
    block = (hours + int(first_hour) % 24) // spell_h
    blocks = int(block[-1]) + 1
    common = chance.normals(f"availability/{pool}", blocks)[block]
    available = np.zeros((people, len(hours)), dtype=bool)
    for person in range(people):
        own = chance.normals(f"availability/{pool}/{person}", blocks)[block]
        available[person] = np.sqrt(rho) * common + np.sqrt(1 - rho) * own < threshold
    step_s = HOUR_S
    if elsewhere:  # shifts change on the quarter hour
        step_s = HOUR_S / Hours.SLOTS_AN_HOUR
        slots = np.arange(int(until_s / step_s) + 1)
        available = available[:, slots // Hours.SLOTS_AN_HOUR]
        for post, spells in enumerate(elsewhere):
            at = np.array([s.at_s for s in spells])
            on = np.array([s.people for s in spells]) > 0
            away = on[np.searchsorted(at, slots * step_s, side="right") - 1]
            available[people - 1 - post, away] = False
    changed = (available[:, 1:] != available[:, :-1]).any(axis=0)
    changes = np.concatenate([[0], np.flatnonzero(changed) + 1])
    packed = np.packbits(available[:, changes], axis=0, bitorder="little").T
    return [
        Spell(float(place) * step_s, int.from_bytes(who.tobytes(), "little"))
        for place, who in zip(changes, packed, strict=True)
    ]
