"""A number in its unit as people say it, for whatever measure a study asks for."""

from collections.abc import Callable

from matplotlib.axis import Axis
from matplotlib.ticker import MaxNLocator, MultipleLocator

from results.figures.wording import clock, people, percent, pounds

Say = Callable[[float], str]
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)


def say_in(unit: str) -> Say:
    """How a number of this unit is written beside a heading that names the unit."""
    if unit == "s":
        return clock
    if unit == "share":
        return percent
    if unit == "people":
        return people
    if unit.startswith("GBP"):
        return pounds_and_pence
    return plain


def say_change_in(unit: str) -> Say:
    """How a difference is written: of two shares in points, since 2% more of 80% would be something else."""
    return points if unit == "share" else say_in(unit)


def pounds_and_pence(amount: float) -> str:
    """Pounds, with pence where they are fewer than ten: "−£1.87"."""
    if 0.005 <= abs(amount) < 9.995:
        return f"{'−' if amount < 0 else ''}£{abs(amount):.2f}"
    return pounds(amount)


def points(share: float) -> str:
    """`0.0123` as "1.2 points"."""
    return f"{plain(round(100 * share, 2))} points"


def plain(value: float) -> str:
    """Three figures, thousands with commas."""
    size = abs(value)
    words = f"{value:,.0f}" if size >= 100 else f"{value:.3g}"
    return words.replace("-", "−")


def unit_words(unit: str, *, change: bool = False) -> str:
    """A unit as an axis says it."""
    if change and unit == "share":
        return "percentage points"
    return {
        "s": "minutes:seconds",
        "share": "per cent",
        "GBP per year": "£ a year",
        "h per counted period": "hours of the counted days",
    }.get(unit, unit)


def unit_after(unit: str, days: int | None) -> str:
    """A unit as it stands behind a number in a sentence; nothing where the number says it. `days` are those counted."""
    if unit == "share":
        return ""
    if unit == "s":
        return "min"
    if unit.startswith("GBP"):
        return unit.removeprefix("GBP").strip().replace("per year", "a year")
    of, _, period = unit.partition(" per ")
    words = "hours" if of == "h" else of
    if period == "counted period":
        return f"{words} in {days} counted days" if days else f"{words} in the counted days"
    return f"{words} a year" if period == "year" else f"{words} per {period}" if period else words


def mark(axis: Axis, unit: str, most: int = 5, *, change: bool = False) -> None:
    """Ticks where people count: whole minutes, money in thousands, changes of shares in points, else round numbers."""
    low, high = axis.get_view_interval()
    if unit == "s":
        step = next((s for s in STEPS_S if (high - low) / s <= most), STEPS_S[-1])
        axis.set_major_locator(MultipleLocator(step))
    else:
        axis.set_major_locator(MaxNLocator(most))
    say = (
        thousands if unit.startswith("GBP") and max(abs(low), abs(high)) >= 10_000 else say_in(unit)
    )
    if change and unit == "share":
        axis.set_major_formatter(lambda value, _: plain(round(100.0 * value, 2)))
    else:
        axis.set_major_formatter(lambda value, _: say(value))


def thousands(amount: float) -> str:
    """`2_483_000` as "£2,483k"."""
    return f"{'−' if amount < 0 else ''}£{abs(amount) / 1e3:,.0f}k"
