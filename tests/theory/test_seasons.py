"""Calls by month, visitors, surges and reports: counts within exact Poisson and binomial bounds of 99.9%, seed 1."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, poisson

from scenarios.calls import Call, draw_calls
from scenarios.chance import Chance
from scenarios.demand import DemandProfile, Surge, Visitors, WeekShape
from scenarios.duty import DAY_S
from scenarios.scenario import Calendar
from scenarios.seasons import Ground, Season, months_of

SAYS_SO = {"status": "assumed", "source": "made up for a test"}
PEOPLE = np.array([6000.0, 3000.0, 1000.0])
GROUND = Ground(
    PEOPLE, np.arange(3, dtype=np.int32), {"west": np.array([False, True, True])}
)  # fmt: skip
EVEN = WeekShape.model_validate({"hours": [1.0] * 24, **SAYS_SO}).by_hour_of_week()
YEAR = Calendar(start=date(2014, 1, 1), days=365, warm_up_days=0, cool_down_days=0)
PARTS = (1, 1, 2, 2, 3, 4, 6, 6, 3, 2, 1, 1)
RATE = 20_000.0
TAIL = 0.0005


def profile(**more: Any) -> DemandProfile:
    return DemandProfile.model_validate(
        {
            "service": "fire", "kind": "secondary_fire", "category": "fire", "week": "even",
            "rate": {"value": RATE, "unit": "calls/yr", **SAYS_SO},
            "call_handling": {"mean": 90, "sd": 30, "unit": "s", **SAYS_SO},
            **more,
        }
    )  # fmt: skip


def season(
    visitors: dict[str, Visitors] | None = None, surges: dict[str, Surge] | None = None
) -> Season:
    start = np.datetime64(YEAR.start, "s")
    return Season(YEAR.first_hour, months_of(YEAR), visitors or {}, surges or {}, start)


def drawn(stream: DemandProfile, when: Season) -> list[Call]:
    ceilings = {"one": when.ceiling("one", stream, GROUND)}
    return draw_calls({"one": stream}, {"even": EVEN}, ceilings, GROUND, when, Chance(1, 0))


def within(count: int, expected: float, figures: int = 1) -> bool:
    """Whether a count is within the exact Poisson bounds of 99.9%, shared by a family of figures."""
    low, high = poisson.ppf([TAIL / figures, 1 - TAIL / figures], expected)
    return bool(low <= count <= high)


def by_month(calls: list[Call]) -> list[int]:
    months = months_of(YEAR)
    return np.bincount([months[int(c.at_s // DAY_S)] for c in calls], minlength=12).tolist()


DAYS = np.bincount(months_of(YEAR), minlength=12)


def test_calls_fall_by_month_as_declared() -> None:
    counts = by_month(drawn(profile(by_month=PARTS), season()))
    expected = RATE / 365.25 * DAYS * np.array(PARTS) / np.mean(PARTS)
    assert all(within(n, e, 12) for n, e in zip(counts, expected, strict=True))


def test_visitors_add_calls_where_they_are() -> None:
    """West has 4,000 of 10,000 people and half as many visitors again in August: 12,000 in all, 6,000 of them west."""
    shares = [0.0] * 7 + [0.5] + [0.0] * 4
    summer = Visitors.model_validate({"district": "west", "by_month": shares, **SAYS_SO})
    calls = drawn(profile(visitors=["summer"]), season({"summer": summer}))
    counts = by_month(calls)
    expected = RATE / 365.25 * DAYS * np.where(np.arange(12) == 7, 1.2, 1.0)
    assert all(within(n, e, 12) for n, e in zip(counts, expected, strict=True))
    august = [c for c in calls if months_of(YEAR)[int(c.at_s // DAY_S)] == 7]
    west = sum(c.zone > 0 for c in august)
    low, high = binom.ppf([TAIL, 1 - TAIL], len(august), 0.5)
    assert low <= west <= high
    others = [c for c in calls if months_of(YEAR)[int(c.at_s // DAY_S)] != 7]
    low, high = binom.ppf([TAIL, 1 - TAIL], len(others), 0.4)
    assert low <= sum(c.zone > 0 for c in others) <= high


def storm(starts: str, hours: float, ratio: float) -> Surge:
    return Surge.model_validate(
        {
            "starts": starts, "streams": ["one"],
            "lasts": {"value": hours, "unit": "h", **SAYS_SO},
            "ratio": {"value": ratio, "unit": "ratio", **SAYS_SO},
        }
    )  # fmt: skip


def test_a_surge_lasts_as_declared_to_the_minute() -> None:
    """A storm at five times the rate, and a second at twice within it: ten times where they meet."""
    when = season(
        surges={"a": storm("2014-02-05 06:10", 200.5, 5), "b": storm("2014-02-06 00:00", 24, 2)}
    )
    at_s = np.array([c.at_s for c in drawn(profile(), when)])
    starts = (35 * 24 + 6) * 3600 + 600
    ends = starts + 200.5 * 3600
    second = 36 * DAY_S
    per_s = RATE / 365.25 / DAY_S
    for low, high, ratio in (
        (0.0, starts, 1), (starts, second, 5), (second, second + DAY_S, 10),
        (second + DAY_S, ends, 5), (ends, 365 * DAY_S, 1),
    ):  # fmt: skip
        count = int(((at_s >= low) & (at_s < high)).sum())
        assert within(count, per_s * ratio * (high - low), 5), (low, count)


def test_surges_that_never_meet_do_not_multiply() -> None:
    """Else a study of ten storms would draw a superset of three to the tenth."""
    storms = {f"s{n}": storm(f"2014-{n:02d}-05 00:00", 48, 3) for n in range(1, 11)}
    assert season(surges=storms).ceiling("one", profile(), GROUND) == pytest.approx(3 * RATE)


def test_a_surge_in_another_time_zone_is_counted_in_gmt() -> None:
    assert storm("2014-07-05T12:00+01:00", 1, 2).starts == storm("2014-07-05 11:00", 1, 2).starts


def test_calls_of_an_area_ring_there_by_its_own_people() -> None:
    rate = {"value": 5000, "unit": "calls/yr per 1,000 people", **SAYS_SO}
    calls = drawn(profile(within="west", rate=rate), season())
    assert {c.zone for c in calls} == {1, 2}
    assert within(len(calls), 5000 * 4 / 365.25 * 365)
    low, high = binom.ppf([TAIL, 1 - TAIL], len(calls), 0.75)
    assert low <= sum(c.zone == 1 for c in calls) <= high


def test_calls_are_reported_as_declared() -> None:
    shares = {
        "false_alarm_commercial": {"value": 0.3, "unit": "share", **SAYS_SO},
        "rtc": {"value": 0.05, "unit": "share", **SAYS_SO},
    }
    calls = drawn(profile(reported_as=shares), season())
    for kind, share in (("false_alarm_commercial", 0.3), ("rtc", 0.05), ("secondary_fire", 0.65)):
        count = sum(c.reported_kind == kind for c in calls)
        low, high = binom.ppf([TAIL / 3, 1 - TAIL / 3], len(calls), share)
        assert low <= count <= high
    assert {c.kind for c in calls} == {"secondary_fire"}


# The calendar


def test_weeks_spread_over_a_year_stand_for_all_its_months() -> None:
    """Of 28 counted days each stands for 13.04; warm-up and cool-down are of the first and last day's months."""
    spread = YEAR.model_copy(
        update={"days": 28, "warm_up_days": 7, "cool_down_days": 2, "spread_over_year": True}
    )
    months = months_of(spread)
    assert len(months) == 37
    assert (months[:8] == 0).all()
    counted = months[7:35]
    assert sorted(set(counted.tolist())) == list(range(12))
    assert counted[14] == 6  # 1 January + 14 x 13.04 days is 2 July
    assert (months[35:] == counted[-1]).all()


def test_other_weeks_are_of_their_own_months() -> None:
    plain = YEAR.model_copy(update={"days": 28, "warm_up_days": 7, "cool_down_days": 7})
    assert months_of(plain).tolist() == [11] * 7 + [0] * 31 + [1] * 4
