"""What a factor of a sweep does to an answer, in words: its size, its interval, and whether it is clear."""

from typing import Any

from results.figures.interval_words import sooner_interval
from results.figures.quantities import Say, plain, say_change_in, say_in, unit_after
from results.figures.reading import Gap
from results.figures.sweep_still import ROUNDING
from results.figures.wording import known, signed
from results.pack import SweepFindings, SweptAnswer

UNSIGNED = ("mu_star", "sigma", "first_order", "total")
"""Indices that are sizes: they have no direction."""
Row = dict[str, Any]


def say_of(answer: SweptAnswer, row: Row) -> Say:
    """How an index is said: an effect in the answer's unit, a share in per cent."""
    if row["index"] in ("effect", "mu_star", "sigma"):
        return say_change_in(answer.unit)
    return say_in("share") if row["unit"] == "share" else plain


def at_level(row: Row, found: SweepFindings) -> str:
    """The level that an effect is of; over a grid also the level that it is held against."""
    if not row["level"]:
        return ""
    return (
        f" at {row['level']}"
        if found.design != "grid"
        else f" ({row['level']} instead of {row['against']})"
    )


def effect_words(answer: SweptAnswer, row: Row, found: SweepFindings) -> str:
    """An effect in a sentence: its size, at which level, its interval, and what it makes of a change in time."""
    at = f" at {row['level']}" if row["level"] else ""
    instead = f" instead of {row['against']}" if at and found.design == "grid" else ""
    words = f"{value_words(answer, row, found)}{at}{instead}{ends_words(answer, row)}"
    meant = gain_words(answer, float(row["value"])) if is_time(answer, row) else ""
    return f"{words}: {meant}" if meant else words


def is_time(answer: SweptAnswer, row: Row) -> bool:
    """Whether an index is a change of a time, which has words for its direction instead of a sign."""
    return bool(answer.unit == "s" and row["index"] == "effect")


def gain_words(answer: SweptAnswer, later_s: float) -> str:
    """What later or sooner makes of a change in time that goes one way at every setting: "a smaller gain"."""
    means = answer.points["mean"]
    if not answer.difference or not len(means):
        return ""
    if (means < 0).all():
        return "a smaller gain" if later_s > 0 else "a larger gain"
    if (means > 0).all():
        return "a longer delay" if later_s > 0 else "a shorter delay"
    return ""


def ends_words(answer: SweptAnswer, row: Row) -> str:
    """The interval of an index, for a headline."""
    say, ends = say_of(answer, row), [float(row[key]) for key in ("low", "high")]
    if row["index"] in ("first_order", "total"):
        ends = [min(end, 1.0) for end in ends]
    if ends[0] == ends[1]:
        return ""
    if is_time(answer, row):
        return f", {sooner_interval(Gap(float(row['value']), ends[0], ends[1], 2))}"
    plain_ends = row["index"] in UNSIGNED and min(ends) >= 0
    said = [say(abs(end)) if plain_ends else signed(say(abs(end)), end) for end in ends]
    return f", {said[0]} to {said[1]}"


def value_words(answer: SweptAnswer, row: Row, found: SweepFindings) -> str:
    """An index as it is said: with its sign where it has one and its unit, a share of variance as all at the most."""
    value = float(row["value"])
    if is_time(answer, row):
        return later_words(answer, row)
    if row["index"] in ("first_order", "total"):
        value = min(value, 1.0)
    words = say_of(answer, row)(abs(value))
    unit = {"effect": answer.unit, "mu_star": answer.unit, "rank_correlation": "rank correlation"}
    after = unit_after(unit.get(str(row["index"]), "share"), found.days)
    words = words if row["index"] in UNSIGNED else signed(words, value)
    return f"{words} {after}" if after else words


def later_words(answer: SweptAnswer, row: Row) -> str:
    """A change of a time: "0:51 later"."""
    value = float(row["value"])
    return f"{say_of(answer, row)(abs(value))} {'later' if value > 0 else 'sooner'}"


def in_words(answer: SweptAnswer, row: Row) -> str:
    """An index with its interval."""
    say, value = say_of(answer, row), float(row["value"])
    words = (
        say(value) if row["index"] in UNSIGNED and value >= 0 else signed(say(abs(value)), value)
    )
    low, high = float(row["low"]), float(row["high"])
    if known(low) and max(abs(value), abs(low), abs(high)) <= ROUNDING:
        return "none at all"
    if is_time(answer, row):
        ends_said = f" ({sooner_interval(Gap(value, low, high, 2))})" if known(low) else ""
        return f"{later_words(answer, row)}{ends_said}"
    if not known(low):
        return words
    ends = [signed(say(abs(end)), end) for end in (low, high)]
    return f"{words} ({ends[0]} to {ends[1]})"


def is_clear(row: Row) -> bool:
    """Whether an index is told from none. A share of variance must be one, and known to better than a half each way."""
    value, low, high = (float(row[key]) for key in ("value", "low", "high"))
    if row["unit"] == "share" and row["index"] in ("first_order", "total"):
        return 0 < low <= 1 and high - low <= 1
    return known(low) and (low > 0 or high < 0) and abs(value) > ROUNDING


def overlap(one: Row, other: Row) -> bool:
    """Whether the sizes of two indices cannot be told apart by their intervals."""
    low, high = size_of(one)
    other_low, other_high = size_of(other)
    return low <= other_high and other_low <= high


def size_of(row: Row) -> tuple[float, float]:
    """The interval of an index's size, whichever way it goes."""
    low, high = float(row["low"]), float(row["high"])
    ends = sorted((abs(low), abs(high)))
    return (0.0 if low <= 0 <= high else ends[0]), ends[1]
