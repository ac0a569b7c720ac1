"""What was found of places in words: sizes, chances, combinations, values of the objective without signs of time."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from results.figures.interval_words import points, sooner_interval, sooner_or_later
from results.figures.reading import Gap
from results.figures.wording import between, clock, joined, known, minutes, percent, signed
from results.pack import Pack, Siting

Row = Mapping[str, Any]
OBJECTIVE = ("objective", "low", "high")
BEHIND = ("behind", "behind_low", "behind_high")
NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NOT_CLEAR = "no clear difference"


def siting_of(pack: Pack) -> Siting:
    """What was found. Raises ValueError for a pack of another report."""
    if pack.siting is None:
        message = "no siting was played"
        raise ValueError(message)
    return pack.siting


def by_size(found: Siting) -> list[tuple[int, list[Row]]]:
    """The simulated combinations of each size, the chosen one first."""
    sizes: dict[int, list[Row]] = {}
    for row in rows_of(found):
        if row["simulated"]:
            sizes.setdefault(int(row["k"]), []).append(row)
    return list(sizes.items())


def rows_of(found: Siting) -> list[Row]:
    """Every combination by its columns, those only screened too."""
    return [{str(key): cell for key, cell in row.items()} for row in found.table.to_dict("records")]


def size(k: int) -> str:
    """A number of places in words."""
    return NUMBERS[k] if k < len(NUMBERS) else str(k)


def best_of(found: Siting, k: int) -> str:
    """What is looked for: "best six of 16", "best place of 16"."""
    if k == 1:
        return f"best place of {found.candidates}"
    return f"best {size(k)} of {found.candidates}"


def beside(one: Row, best: Row) -> str:
    """A combination by what it has in place of the best one's; by its own title where the study names it."""
    mine, theirs = one["titles"], best["titles"]
    here = [place for place in mine if place not in theirs]
    gone = [place for place in theirs if place not in mine]
    few = len(mine) > 1 and len(here) <= 2
    words = f"{joined(here)} in place of {joined(gone)}" if few else joined(mine)
    return f"{one['asked']}: {words}" if one["asked"] else words


def chance(value: float) -> str:
    """A probability; never certain."""
    share = float(value)
    if not known(share):
        return "not known"
    return "over 0.99" if share > 0.99 else "under 0.01" if share < 0.01 else f"{share:.2f}"


def timed(found: Siting) -> bool:
    """Whether the objective is a time of which less is better: then differences are sooner and later."""
    return found.unit == "s" and not found.more


def amount(found: Siting, value: float) -> str:
    """A value of the objective, to the digits that matter beside the zone of indifference; its unit with a time."""
    number = float(value)
    if not known(number):
        return "not known"
    if found.unit == "s":
        return clock(number)
    if found.unit == "share":
        return percent(number).replace("-", "−")
    digits = max(0, -math.floor(math.log10(found.indifference)) + 1) if found.indifference else 0
    return f"{number:,.{min(digits, 6)}f}".replace("-", "−")


def unit_after(found: Siting) -> str:
    """The unit as it follows a value; nothing where the value has it."""
    return "" if found.unit in ("s", "share") else f" {found.unit}"


def zone(found: Siting) -> str:
    """The zone of indifference: "5 s", "50 h per year"."""
    if found.unit == "s":
        return minutes(found.indifference)
    if found.unit == "share":
        return points(found.indifference).lstrip("+")
    return amount(found, found.indifference) + unit_after(found)


def objective_words(found: Siting, one: Row) -> str:
    """A combination's objective with its interval: "2,000 (1,940 to 2,060)", "45 s sooner (0:24 to 1:06)"."""
    gap = gap_of_row(one, OBJECTIVE)
    if found.difference:
        return change_words(found, gap, ("less", "more"))
    said = minutes(gap.difference) if found.unit == "s" else amount(found, gap.difference)
    if not gap.has_interval:
        return said
    return f"{said} ({between(gap.low, gap.high, lambda end: amount(found, end))})"


def behind_words(found: Siting, one: Row) -> str:
    """How far a combination is behind the chosen one; where that is not clear, between what and what."""
    gap = gap_of_row(one, BEHIND)
    if timed(found):
        return _told(sooner_or_later(gap.difference), sooner_interval(gap), gap)
    said = amount(found, abs(gap.difference))
    return _told(
        said if gap.difference >= 0 else f"{said} ahead",
        _ends(found, gap, ("ahead", "behind")),
        gap,
    )


def behind_in_full(found: Siting, one: Row) -> str:
    """The same in a sentence, that says of what is not clear that it is not told apart."""
    said, gap = behind_words(found, one), gap_of_row(one, BEHIND)
    if gap.has_interval and not gap.clear:
        return f"{said}, so not told apart"
    return said if timed(found) else f"{said} behind"


def change_words(found: Siting, gap: Gap, ways: tuple[str, str]) -> str:
    """A change of the objective with its interval; where that holds nought, that there is no clear difference."""
    if timed(found):
        said, ends = sooner_or_later(gap.difference), sooner_interval(gap)
    else:
        size_of_it = amount(found, abs(gap.difference))
        if found.unit == "share":
            size_of_it = points(abs(gap.difference)).lstrip("+")
        said = f"{size_of_it} {ways[gap.difference > 0]}"
        ends = _ends(found, gap, ways)
    if not gap.has_interval:
        return said
    return f"{said if gap.clear else NOT_CLEAR} ({ends})"


def _told(said: str, ends: str, gap: Gap) -> str:
    """A value with its ends where it is clear, else its ends alone."""
    if not gap.has_interval:
        return said
    return f"{said} ({ends})" if gap.clear else ends


def _ends(found: Siting, gap: Gap, ways: tuple[str, str]) -> str:
    """The ends of an interval without signs; each with its way where they are not the same."""
    low, high = (amount(found, abs(end)) for end in (gap.low, gap.high))
    if gap.low < 0 < gap.high:
        return f"{low} {ways[0]} to {high} {ways[1]}"
    return f"{low} to {high}" if gap.low >= 0 else f"{high} to {low}"


def gap_of_row(one: Row, keys: tuple[str, str, str]) -> Gap:
    """A mean of a row and its interval."""
    mean, low, high = (float(one[key]) for key in keys)
    return Gap(mean, low, high, int(one["replications"]))


def tick_words(found: Siting) -> Callable[[float, float], str]:
    """How the objective's axis is labelled: a change of a time as "0:50 sooner"."""

    def said(value: float, _: float = 0) -> str:
        if timed(found) and found.difference:
            way = "" if not round(value) else " sooner" if value < 0 else " later"
            return f"{clock(abs(value))}{way}"
        if found.unit == "s":
            return clock(value)
        if found.unit == "share":
            return signed(f"{abs(100 * value):.3g}", value) if found.difference else percent(value)
        return f"{value:,.10g}".replace("-", "−")

    return said


def axis_words(found: Siting) -> str:
    """What the objective's axis shows: its title, its unit, and which way is better."""
    unit = {
        "s": "min:s",
        "share": "percentage points" if found.difference else "per cent",
    }
    way = "sooner" if timed(found) else "more" if found.more else "less"
    return f"{found.objective.split(' (')[0]} ({unit.get(found.unit, found.unit)}; {way} is better)"
