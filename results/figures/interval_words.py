"""A change and its interval in words: times say "sooner" and "later", never a sign."""

from collections.abc import Callable

from results.figures.reading import Gap
from results.figures.wording import between, clock, minutes, signed


def sooner_or_later(seconds: float) -> str:
    """A difference in time as "42 s sooner"."""
    if round(seconds) == 0:
        return "no change"
    return f"{minutes(seconds)} {'sooner' if seconds < 0 else 'later'}"


def ends_of(gap: Gap, say_end: Callable[[float], str]) -> str:
    """An interval in words; of times with "sooner" and "later" instead of signs."""
    if say_end is clock:
        return sooner_interval(gap)
    return between(gap.low, gap.high, say_end)


def sooner_interval(gap: Gap, *, which_way: bool = False) -> str:
    """The ends of a change in time: "1:40 to 2:45", the way that its words say; "0:02 sooner to 0:10 later" if both.

    With `which_way` also where they are the same way: "1:40 to 2:45 sooner".

    No minus: read beside "sooner" it would mean the other way than beside "later".
    """
    low, high = round(gap.low), round(gap.high)
    if low < 0 < high:
        return f"{clock(-low)} sooner to {clock(high)} later"
    near, far = sorted((abs(low), abs(high)))
    said = clock(far) if near == far else between(near, far, clock)
    if not far or (gap.clear and not which_way):
        return said
    return f"{said} {'sooner' if low + high < 0 else 'later'}"


def point_end(share: float) -> str:
    """An end of an interval in percentage points."""
    return signed(f"{abs(100 * share):.1f}", share)


def points(share: float) -> str:
    """A difference of shares in percentage points."""
    return f"{signed(f'{abs(100 * share):.1f}', share)} points"
