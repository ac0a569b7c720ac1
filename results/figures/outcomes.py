"""Table 11a: survivors and deaths that published curves expect, curve beside curve, as one more in so many years."""

import math

from results.figures.chance import of_one
from results.figures.figure import Table
from results.figures.places import merged
from results.figures.reading import Gap, Reading, reading_of, replications
from results.figures.wording import (
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    named,
    pounds,
    sentence,
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
        "11a",
        _finding(pack),
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
    if not gap.has_interval:
        return of_one(said)
    if gap.steady:
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


def lives_words(pack: Pack) -> str:
    """What the options mean for the survivors of cardiac arrest, choices before context, in one sentence.

    It has no stop at its end. Empty where no option changes them clearly by any curve. Where the curves have unlike
    signs, both ends are told; what only some curves have clearly is told as theirs.
    """
    found = _clear(pack, reading_of(pack))
    choices, context = (
        {o: gaps for o, gaps in found.items() if o.context is apart} for apart in (False, True)
    )
    said = [words for some in (choices, context) if (words := _told(pack, some))]
    part = _in_part(pack, reading_of(pack))
    if part and not said:
        said = ["no option changes the survivors of cardiac arrest clearly by every curve"]
    return "; ".join([*said, *part])


def _in_part(pack: Pack, reading: Reading) -> list[str]:
    """What some curves have clearly and others not, those of the same curves in one breath, choices before context."""
    found: dict[tuple[str, ...], list[str]] = {}
    others: dict[tuple[str, ...], int] = {}
    for option in sorted(pack.proposals, key=lambda one: one.context):
        gaps = _gaps(reading, option, "expected_survivors")
        clear = {curve: gap for curve, gap in gaps.items() if gap.clear}
        if clear and len(clear) < len(gaps):
            key = tuple(clear)
            found.setdefault(key, []).append(
                f"{_whose(option)} means an estimated {_ends(pack, clear)}"
            )
            others[key] = len(gaps) - len(key)
    return [
        f"by {joined([_curve(pack, curve) for curve in curves])} alone {joined(words)} "
        f"(by {counted(others[curves], 'other curve')} not clear)"
        for curves, words in found.items()
    ]


def _ends(pack: Pack, gaps: dict[str, Gap]) -> str:
    """The largest and the smallest change of curves that agree, or each by its curve where they do not."""
    if _disagree(gaps):
        each = [
            f"{one_more_in(gap.difference, 'survivor')} by {_curve(pack, c)}"
            for c, gap in gaps.items()
        ]
        return joined(each)
    changes = sorted((gap.difference for gap in gaps.values()), key=abs, reverse=True)
    return " to ".join(dict.fromkeys(one_more_in(x, "survivor") for x in (changes[0], changes[-1])))


def _clear(pack: Pack, reading: Reading) -> dict[Option, dict[str, Gap]]:
    """The options whose change in survivors is clear by every curve, whichever way."""
    found = {o: _gaps(reading, o, "expected_survivors") for o in pack.proposals}
    return {o: gaps for o, gaps in found.items() if gaps and all(g.clear for g in gaps.values())}


def _told(pack: Pack, found: dict[Option, dict[str, Gap]]) -> str:
    """The largest change on which the curves agree, and each on which they do not."""
    split = [o for o, gaps in found.items() if _disagree(gaps)]
    agreed = sorted((o for o in found if o not in split), key=lambda o: -_largest(found[o]))
    said = [_split(pack, option, found[option]) for option in split]
    if agreed:
        best, others = agreed[0], [short(option.title) for option in agreed[1:]]
        also = f" (also clear: {joined(others)})" if others else ""
        said.append(_agreed(pack, best, found[best]) + also)
    return "; ".join(said)


def _disagree(gaps: dict[str, Gap]) -> bool:
    return len({gap.difference > 0 for gap in gaps.values()}) > 1


def _largest(gaps: dict[str, Gap]) -> float:
    return max(abs(gap.difference) for gap in gaps.values())


def _whose(option: Option) -> str:
    return named(option.title) + (", which is context," if option.context else "")


def _agreed(pack: Pack, option: Option, gaps: dict[str, Gap]) -> str:
    return (
        f"by {counted(len(gaps), 'curve')}, {_whose(option)} means an estimated {_ends(pack, gaps)}"
    )


def _split(pack: Pack, option: Option, gaps: dict[str, Gap]) -> str:
    """Both ends of what curves of unlike signs say, and how many are on each side."""
    sides = []
    for more in (True, False):
        mine = {
            curve: gap.difference for curve, gap in gaps.items() if (gap.difference > 0) is more
        }
        far = max(mine, key=lambda curve: abs(mine[curve]))
        who = f"{len(mine)} curves have at most" if len(mine) > 1 else f"{_curve(pack, far)} has"
        sides.append(f"{who} {one_more_in(mine[far], 'survivor')}")
    return f"the curves disagree on {_whose(option).removesuffix(',')}, each clearly: {', '.join(sides)}"


def _finding(pack: Pack) -> str:
    """What is clear of survivors, or that nothing is."""
    if replications(pack) < 2:
        return "One replication only, so no interval: whether survivors change cannot be told, by any curve"
    said = lives_words(pack)
    if not said:
        return "No option makes a difference to the survivors of cardiac arrest that any curve has clearly"
    return sentence(said)
