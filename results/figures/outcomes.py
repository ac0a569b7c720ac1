"""Table 10a: survivors and deaths that published curves expect, curve beside curve, as one more in so many years."""

import math

from results.figures.figure import Table
from results.figures.places import merged
from results.figures.reading import Gap, Reading, reading_of
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    known,
    named,
    pounds,
    short,
    signed,
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
    """For each outcome, what each curve expects now, and the change under each option."""
    reading = reading_of(pack)
    rows: list[tuple[str, ...]] = []
    for measure, words, one in MEASURES:
        if not reading.values_of(measure, "basis"):
            continue

        def cells_of(option: Option, measure: str = measure, one: str = one) -> tuple[str, ...]:
            if option is pack.baseline:
                return _now(pack, reading, measure), ""
            return _changes(pack, reading, option, measure, one), _worths(
                pack, reading, option, measure
            )

        rows += [(words, label, *cells) for label, cells in merged(pack, cells_of)]
    return Table(
        "outcomes",
        "10a",
        _finding(pack, reading),
        "Lives by published curves: estimates from response times, not counts",
        (
            "Outcome",
            "Option",
            "People a year, by each curve",
            "If valued, over the business case (not cash)",
        ),
        tuple(rows),
        "Each curve was fitted to other places and times; the spread between curves is a doubt that no "
        f"interval holds. Changes are paired by replication, with their {UNCERTAINTY}. Which calls are "
        "arrests, how many have a rhythm that can be shocked and who begins first are assumed. A fire that "
        f"no pump reached counts as one reached at the curve's latest time. {pack.life_values} Valued at the rate for "
        f"health, over the curves and their intervals. {pack.region.attribution}",
    )


def _gaps(reading: Reading, option: Option, measure: str) -> dict[str, Gap]:
    curves = reading.values_of(measure, "basis")
    found = {curve: reading.gap(measure, option.name, basis=curve) for curve in curves}
    return {curve: gap for curve, gap in found.items() if gap.measured}


def _curve(pack: Pack, name: str) -> str:
    """A curve by its author and year, without where it is from."""
    return pack.names.get(name, name.replace("_", " ")).partition(" (")[0]


def _now(pack: Pack, reading: Reading, measure: str) -> str:
    values = {
        curve: reading.value(measure, pack.baseline.name, basis=curve)
        for curve in reading.values_of(measure, "basis")
    }
    return "; ".join(f"{_curve(pack, c)}: {v:.2g}" for c, v in values.items() if known(v))


def _changes(pack: Pack, reading: Reading, option: Option, measure: str, one: str) -> str:
    """The change by each curve; said once where all say the same."""
    said = {c: _words(gap, one) for c, gap in _gaps(reading, option, measure).items()}
    if not said:
        return "not measured"
    if len(set(said.values())) == 1 and len(said) > 1:
        return f"{next(iter(said.values()))}, by every curve"
    return "; ".join(f"{_curve(pack, c)}: {words}" for c, words in said.items())


def _words(gap: Gap, one: str) -> str:
    said = one_more_in(gap.difference, one)
    if not gap.has_interval or gap.low == gap.high:
        return said
    ends = between(gap.low, gap.high, lambda x: signed(f"{abs(x):.2g}", x))
    return f"{said if gap.clear else 'no clear difference'} ({ends})"


def _worths(pack: Pack, reading: Reading, option: Option, measure: str) -> str:
    """What the change would be worth at the declared value of life: from the least to the most of all curves."""
    each = pack.life_worth.get(measure, math.nan)
    gaps = _gaps(reading, option, measure).values()
    ends = [
        end * each
        for gap in gaps
        for end in ((gap.low, gap.high) if gap.has_interval else (gap.difference,))
    ]
    if not ends or not known(each) or not any(ends):
        return ""
    return between(min(ends), max(ends), pounds) if len(set(ends)) > 1 else pounds(ends[0])


def _finding(pack: Pack, reading: Reading) -> str:
    """The largest change of survivors that every curve has clearly the same way, from curve to curve."""
    clear = {}
    for option in pack.proposals:
        gaps = list(_gaps(reading, option, "expected_survivors").values())
        ways = {gap.difference > 0 for gap in gaps}
        if len(ways) == 1 and all(gap.clear for gap in gaps):
            clear[option] = gaps
    if not clear:
        return (
            "No option makes a difference to the survivors of cardiac arrest that every curve has clearly, "
            "and the same way"
        )
    best = max(clear, key=lambda option: max(abs(gap.difference) for gap in clear[option]))
    changes = sorted((gap.difference for gap in clear[best]), key=abs, reverse=True)
    ends = dict.fromkeys(one_more_in(x, "survivor") for x in (changes[0], changes[-1]))
    others = [short(option.title) for option in clear if option is not best]
    tail = f"; also clear: {', '.join(others)}" if others else ""
    return f"By {counted(len(changes), 'curve')}, {named(best.title)} means {' to '.join(ends)}: an estimate{tail}"
