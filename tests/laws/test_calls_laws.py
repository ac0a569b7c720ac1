"""Laws of drawn calls: what one stream, a surge or growth may and may not change."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.calls import Call, draw_calls
from scenarios.chance import Chance
from scenarios.demand import DemandProfile, Surge, Visitors, WeekShape
from scenarios.scenario import Calendar
from scenarios.seasons import Ground, Season, months_of

SAYS_SO = {"status": "assumed", "source": "made up for a law"}
WEEK = WeekShape.model_validate({"hours": [1.0] * 7 + [3.0] * 17, **SAYS_SO}).by_hour_of_week()
AREA = {"west": np.array([True, False, False])}
GROUND = Ground(np.array([10.0, 20.0, 5.0]), np.arange(3, dtype=np.int32), AREA)
VISITORS = Visitors.model_validate(
    {"district": "west", "by_month": [0, 0, 0, 0, 1, 1, 2, 3, 1, 0, 0, 0], **SAYS_SO}
)
FEW = settings(max_examples=40, deadline=None)


def profile(rate: float, growth: float = 1.0, **more: Any) -> DemandProfile:
    return DemandProfile.model_validate(
        {
            "service": "fire", "kind": "secondary_fire", "category": "fire", "week": "week",
            "rate": {"value": rate, "unit": "calls/yr", **SAYS_SO},
            "growth": {"value": growth, "unit": "ratio", **SAYS_SO},
            "call_handling": {"mean": 90, "sd": 30, "unit": "s", **SAYS_SO},
            **more,
        }
    )  # fmt: skip


def surge(stream: str, ratio: float) -> Surge:
    return Surge.model_validate(
        {
            "starts": "2014-05-07 06:00", "streams": [stream],
            "lasts": {"value": 30, "unit": "h", **SAYS_SO},
            "ratio": {"value": ratio, "unit": "ratio", **SAYS_SO},
        }
    )  # fmt: skip


def season(*surges: Surge) -> Season:
    calendar = Calendar(start=date(2014, 5, 5), days=40, warm_up_days=0, cool_down_days=0)
    named = {str(number): one for number, one in enumerate(surges)}
    start = np.datetime64(calendar.start, "s")
    return Season(0.0, months_of(calendar), {"summer": VISITORS}, named, start)


def drawn(options: list[tuple[dict[str, DemandProfile], Season]], seed: int) -> list[list[Call]]:
    """The calls of some options of one study: with the ceilings that they share."""
    names = {name for demand, _ in options for name in demand}
    ceilings = {
        name: max(when.ceiling(name, demand[name], GROUND) for demand, when in options if name in demand)
        for name in names
    }  # fmt: skip
    return [
        draw_calls(demand, {"week": WEEK}, ceilings, GROUND, when, Chance(seed, 0))
        for demand, when in options
    ]


def without_id(calls: list[Call], stream: str) -> list[tuple[Any, ...]]:
    return [call[1:] for call in calls if call.stream == stream]


SEASONAL: dict[str, Any] = {
    "by_month": [1, 1, 1, 2, 2, 3, 3, 3, 2, 1, 1, 1], "visitors": ["summer"],
}  # fmt: skip


@FEW
@given(st.floats(10, 4000), st.floats(1, 1.5), st.integers(0, 999))
def test_growth_keeps_every_call(rate: float, growth: float, seed: int) -> None:
    """The same id, time, zone and luck, also of seasonal streams in a surge."""
    when = season(surge("one", 4))
    less, more = drawn(
        [({"one": profile(rate, **SEASONAL)}, when),
         ({"one": profile(rate, growth, **SEASONAL)}, when)], seed,
    )  # fmt: skip
    assert set(less) <= set(more)
    assert len({call.id for call in more}) == len(more)


@FEW
@given(st.floats(10, 2000), st.floats(10, 2000), st.integers(0, 999))
def test_another_stream_moves_no_call(rate: float, other: float, seed: int) -> None:
    """Ids alone move: they are places in the superset of all streams."""
    one = profile(rate, **SEASONAL)
    alone, both = drawn(
        [({"one": one}, season()), ({"one": one, "another": profile(other)}, season())], seed
    )
    assert without_id(alone, "one") == without_id(both, "one")


@FEW
@given(st.floats(10, 2000), st.floats(1, 20), st.integers(0, 999))
def test_a_surge_only_adds_in_its_hours(rate: float, ratio: float, seed: int) -> None:
    demand = {"one": profile(rate), "two": profile(rate)}
    calm, storm = drawn([(demand, season()), (demand, season(surge("one", ratio)))], seed)
    assert set(calm) <= set(storm)
    added = set(storm) - set(calm)
    starts = 54 * 3600.0
    assert all(call.stream == "one" and starts <= call.at_s < starts + 30 * 3600 for call in added)


@FEW
@given(st.floats(10, 2000), st.integers(0, 999), st.floats(0, 1))
def test_reports_change_nothing_else(rate: float, seed: int, share: float) -> None:
    reported = {"rtc": {"value": share, "unit": "share", **SAYS_SO}}
    plain, some = drawn(
        [({"one": profile(rate)}, season()), ({"one": profile(rate, reported_as=reported)}, season())],
        seed,
    )  # fmt: skip
    assert [call._replace(reported_kind=call.kind) for call in some] == plain


@FEW
@given(st.floats(10, 2000), st.integers(0, 999))
def test_calls_are_in_order_and_no_two_share_their_luck(rate: float, seed: int) -> None:
    demand = {"one": profile(rate, **SEASONAL), "two": profile(rate)}
    (calls,) = drawn([(demand, season())], seed)
    assert [c.at_s for c in calls] == sorted(c.at_s for c in calls)
    assert len({c.luck for c in calls}) == len({c.id for c in calls}) == len(calls)
