"""Table 10a: survivors and deaths that published curves expect, curve beside curve, as one more in so many years."""

import math

from results.figures.figure import Table
from results.figures.reading import Gap, Reading, reading_of
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    known,
    named,
    pounds,
    signed,
    together,
)
from results.pack import Option, Pack

MEASURES = (
    ("expected_survivors", "Survivors of cardiac arrest", "survivor"),
    ("expected_fire_deaths", "Deaths in fires", "death"),
)


def one_more_in(a_year: float, one: str) -> str:
    """`0.05` survivors a year as "one survivor more in 20 years"; from one a year on as a number a year."""
    if not known(a_year) or abs(a_year) < 1e-4:
        return "no change"
    way = "more" if a_year > 0 else "fewer"
    if abs(a_year) >= 1.0:
        return f"{abs(a_year):.1f} {one}s {way} a year"
    years = 1.0 / abs(a_year)
    return f"one {one} {way} in {years:,.0f} {'year' if round(years) == 1 else 'years'}"


def outcomes(pack: Pack) -> Table:
    """A row an option and kind of outcome: today by each curve, and the change with the spread between curves."""
    reading = reading_of(pack)
    rows: list[tuple[str, ...]] = []
    for measure, words, one in MEASURES:
        curves = reading.values_of(measure, "basis")
        if not curves:
            continue
        now = _range([reading.value(measure, pack.baseline.name, basis=c) for c in curves])
        for option in pack.proposals:
            for curve in curves:
                gap = reading.gap(measure, option.name, basis=curve)
                worth = _worth(gap, pack.life_worth.get(measure, math.nan))
                rows.append(
                    (words, option.title, _curve(pack, curve), now, _words(gap, one), worth)
                )
    return Table(
        "outcomes",
        "10a",
        _finding(pack, reading),
        "Lives by published curves: estimates from response times, not counts",
        ("Outcome", "Option", "Curve", "Expected now, over the curves", "Change",
         "If valued, over the business case (not cash)"),
        tuple(_merged(rows)),
        "Each curve was fitted to other places and times; the spread between curves is a doubt that no "
        f"interval holds. Changes are paired by replication, with their {UNCERTAINTY}. Which calls are "
        "arrests, how many have a rhythm that can be shocked and who begins first are assumed. Fires that "
        f"no pump reached are left out. {pack.life_values} Valued at the rate for health. "
        f"{pack.region.attribution}",
    )  # fmt: skip


def _worth(gap: Gap, each: float) -> str:
    """What a change of lives would be worth at the declared value: an interval where there is one, clear or not."""
    if not gap.measured or not known(each):
        return ""
    if not gap.has_interval or gap.low == gap.high:
        return pounds(gap.difference * each)
    low, high = sorted((gap.low * each, gap.high * each))
    return f"{pounds(gap.difference * each)} ({between(low, high, pounds)})"


def _curve(pack: Pack, name: str) -> str:
    return pack.names.get(name, name.replace("_", " "))


def _range(values: list[float]) -> str:
    there = [value for value in values if known(value)]
    if not there:
        return "not measured"
    low, high = min(there), max(there)
    return f"{low:.2g} a year" if low == high else f"{low:.2g} to {high:.2g} a year"


def _words(gap: Gap, one: str) -> str:
    if not gap.measured:
        return "not measured"
    said = one_more_in(gap.difference, one)
    if not gap.has_interval or gap.low == gap.high:
        return said
    ends = between(gap.low, gap.high, lambda x: signed(f"{abs(x):.2g}", x))
    return f"{said if gap.clear else 'no clear difference'} ({ends} a year)"


def _merged(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows that say the same of several curves become one."""
    found: dict[tuple[str, ...], list[str]] = {}
    for outcome, option, curve, *cells in rows:
        found.setdefault((outcome, option, *cells), []).append(curve)
    return [
        (outcome, option, "; ".join(curves), *cells)
        for (outcome, option, *cells), curves in found.items()
    ]


def _finding(pack: Pack, reading: Reading) -> str:
    """The widest clear change of survivors, over the curves."""
    spread: dict[Option, list[Gap]] = {}
    for option in pack.proposals:
        curves = reading.values_of("expected_survivors", "basis")
        gaps = [reading.gap("expected_survivors", option.name, basis=curve) for curve in curves]
        gaps = [gap for gap in gaps if gap.measured]
        if gaps and all(gap.clear for gap in gaps):
            spread[option] = gaps
    if not spread:
        return (
            "No option makes a clear difference to the survivors of cardiac arrest by every curve"
        )
    best = max(spread, key=lambda option: max(abs(g.difference) for g in spread[option]))
    changes = sorted(gap.difference for gap in spread[best])
    words = " to ".join(
        dict.fromkeys(one_more_in(x, "survivor") for x in (changes[-1], changes[0]))
    )
    others = [o.title for o in spread if o is not best]
    tail = f"; also clear: {together(others, len(others) + 1)}" if others else ""
    return (
        f"By {counted(len(changes), 'curve')}, {named(best.title)} means {words}: an estimate, and the spread is "
        f"between curves{tail}"
    )
