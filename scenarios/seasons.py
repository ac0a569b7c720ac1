"""What varies over a year: visitors, months, surges; and the ground on which calls ring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import prod

import numpy as np
from numpy.typing import NDArray

from geography.region import Region
from scenarios.call_places import ZoneWeights
from scenarios.demand import DemandProfile, Surge, Visitors
from scenarios.scenario import Calendar, Scenario

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """What calls need to know of a region: zones' people and road nodes, and named areas, [zones]."""

    people: NDArray[np.float64]
    node: NDArray[np.int32]
    areas: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    patterns: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    @classmethod
    def of(cls, region: Region, patterns: Mapping[str, ZoneWeights] | None = None) -> Ground:
        """The ground of a region, with the patterns of places that a scenario declares."""
        weights = {name: pattern.weights for name, pattern in (patterns or {}).items()}
        return cls(region.zones.people, region.zones.node, region.zones.areas, weights)

    def among(self, word: str) -> NDArray[np.float64]:
        """The weight of each zone: residents, all zones alike, or a pattern of places."""
        if word == "people":
            return self.people
        return np.ones(len(self.people)) if word == "land" else self.patterns[word]

    def base(self, profile: DemandProfile) -> NDArray[np.float64]:
        """The weight of each zone for a stream, before visitors, in its area."""
        weights = self.among(profile.among)
        return np.where(self.areas[profile.within], weights, 0.0) if profile.within else weights

    def people_of(self, profile: DemandProfile) -> float:
        """Residents among whom a stream rings."""
        inside = self.areas[profile.within] if profile.within else slice(None)
        return float(self.people[inside].sum())


@dataclass(frozen=True, slots=True)
class Season:
    """The hours and months of a run, with the visitors and surges of a scenario."""

    first_hour: float
    month_of_day: NDArray[np.int64]  # 0 is January
    visitors: Mapping[str, Visitors]
    surges: Mapping[str, Surge]
    first_moment: np.datetime64

    @classmethod
    def of(cls, scenario: Scenario) -> Season:
        """The season of a scenario."""
        calendar = scenario.calendar
        return cls(
            calendar.first_hour,
            months_of(calendar),
            scenario.visitors,
            scenario.surges,
            np.datetime64(calendar.first_day, "s"),
        )

    @property
    def days(self) -> int:
        """Days in which calls ring."""
        return len(self.month_of_day)

    def weights(self, profile: DemandProfile, ground: Ground) -> NDArray[np.float64]:
        """The weight of each zone for a stream, [12 or 1, zones]: with visitors month by month."""
        base = ground.base(profile)
        if not profile.visitors:
            return base[None, :]
        weights = np.tile(base, (MONTHS, 1))
        for name in profile.visitors:
            visitors = self.visitors[name]
            weights += np.outer(visitors.by_month, base * ground.areas[visitors.district])
        return weights

    def by_month(self, profile: DemandProfile, ground: Ground) -> NDArray[np.float64]:
        """How many times its yearly rate among residents a stream has in each month, [12]."""
        weights = self.weights(profile, ground)
        factors = np.broadcast_to(weights.sum(axis=1) / ground.base(profile).sum(), (MONTHS,))
        if profile.by_month:
            parts = np.array(profile.by_month)
            factors = factors * parts / parts.mean()
        return np.asarray(factors, dtype=np.float64)

    def surge(self, stream: str, at_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """How many times its rate a stream has at each of some times in seconds; surges at one time multiply."""
        factors = np.ones(len(at_s))
        for surge in self.surges.values():
            if stream in surge.streams:
                began, ended = (self.seconds_at(moment) for moment in (surge.starts, surge.ends))
                factors[(at_s >= began) & (at_s < ended)] *= surge.ratio.base
        return factors

    def seconds_at(self, moment: datetime) -> float:
        """Seconds from the start of the run to a time in GMT."""
        return float((np.datetime64(moment, "us") - self.first_moment) / np.timedelta64(1, "s"))

    def largest_surge(self, stream: str) -> float:
        """The most times its rate that a stream ever has: surges only multiply where they meet."""
        surges = [s for s in self.surges.values() if stream in s.streams]
        factors = [
            prod(max(other.ratio.base, 1.0) for other in surges if other.starts <= one.starts < other.ends)
            for one in surges
        ]  # fmt: skip
        return max([1.0, *factors])

    def ceiling(self, name: str, profile: DemandProfile, ground: Ground) -> float:
        """The most calls a year at which a stream ever rings."""
        rate = profile.calls_per_year(ground.people_of(profile))
        return float(rate * self.by_month(profile, ground).max() * self.largest_surge(name))


def months_of(calendar: Calendar) -> NDArray[np.int64]:
    """The month of each day of a run, 0 for January.

    Where the counted weeks stand for weeks spread over a year, each day's month is that of the day for which it stands.
    """
    days = np.arange(calendar.days_in_all) - calendar.warm_up_days
    if calendar.spread_over_year:
        days = np.floor(np.clip(days, 0, calendar.days - 1) * 365.25 / calendar.days).astype(int)
    dates = np.datetime64(calendar.start, "D") + days
    return np.asarray(dates.astype("datetime64[M]").astype(np.int64) % MONTHS)
