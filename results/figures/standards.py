"""Tables 2b and 3b: every standard place by place, and people counted with and without what delays help."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.figures.chance import ONE_REPLICATION, by_chance, is_test, of_one
from results.figures.columns import LEAST_SHARE, more_or_fewer
from results.figures.figure import Table
from results.figures.interval_words import point_end, points
from results.figures.places import (
    Place,
    at,
    merged,
    people_at,
    people_gap,
    places,
    study_place,
    whole_region,
)
from results.figures.reading import Gap, Reading, headline_standard, reading_of
from results.figures.references import see
from results.figures.study_area import centile_words, share_of
from results.figures.wording import (
    FEW_CALLS,
    NOT_MEASURED,
    SAME_EVERY_TIME,
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    minutes,
    named,
    people,
    percent,
    sentence,
    short,
    signed,
    steady,
    target,
    together,
)
from results.pack import Option, Pack, Standard


def with_interval(
    gap: Gap,
    say: Callable[[float], str],
    say_end: Callable[[float], str],
    ends: Callable[[float, float, Callable[[float], str]], str] = between,
) -> str:
    """A difference and its interval in one cell, saying when the interval spans no change; `ends` words an interval."""
    if not gap.measured:
        return NOT_MEASURED
    if not gap.has_interval:
        return of_one(say(gap.difference))
    if steady(gap.low, gap.high):
        return "no change" if not gap.difference else f"{say(gap.difference)} ({SAME_EVERY_TIME})"
    if say_end(gap.low) == say_end(gap.high) == say_end(0.0):
        return "no change to speak of"
    words = say(gap.difference) if gap.clear else "no clear difference"
    return f"{words} ({ends(gap.low, gap.high, say_end)})"


def standards(pack: Pack) -> Table:
    """Each standard in each place: how it is met now, and which options clearly change that."""
    unmet = not_measured(pack)
    found = standard_rows(pack, _asked(pack), pack.standards)
    return Table(
        "standards",
        "2b",
        _finding(found.told),
        "Every standard now, and which options change it, place by place",
        COLUMNS,
        tuple(found.rows),
        HOW_COUNTED
        + (f"Not measured: {joined(unmet)}. " if unmet else "")
        + pack.region.attribution,
    )


COLUMNS = (
    "Standard", "Place", "Calls", "Mean now", "Median now", "90th centile now", "Within now",
    "Clearly better or worse", "Not clear, or no change",
)  # fmt: skip
TOO_FEW = "too few calls to tell"
HOW_COUNTED = (
    f"Intervals are {UNCERTAINTY}, paired by replication, in percentage points of the share within. Calls are summed "
    "over replications and centiles are of all those reached; mean and share within are the means of the replications’ "
    f"own. Of fewer than {FEW_CALLS} calls the numbers are given, too few for centiles, shares or findings. "
)


@dataclass(frozen=True)
class Told:
    """A difference in a share within a standard: where, and under which options it is the same."""

    standard: Standard
    place: Place
    gap: Gap
    options: tuple[Option, ...]

    @property
    def clear(self) -> bool:
        """Whether it clearly differs, by enough to speak of."""
        return _tells(self.gap)


def _tells(gap: Gap) -> bool:
    return gap.clear and abs(gap.difference) >= LEAST_SHARE


@dataclass(frozen=True)
class StandardRows:
    """The rows of a table of standards, and the differences that they tell, of calls enough to tell."""

    rows: list[tuple[str, ...]]
    told: list[Told]


def the_same_every_time(told: list[Told]) -> str:
    """What is said in the place of a finding where no difference moves from replication to replication."""
    if any(one.gap.difference for one in told):
        return "what options change is the same in every replication"
    return "no option changes anything, in any replication"


def not_measured(pack: Pack) -> list[str]:
    """The standards against which nothing was measured."""
    reading = reading_of(pack)
    return [s.title for s in pack.standards if not _met(reading, s, pack)]


def standard_rows(
    pack: Pack, where: tuple[Place, ...], which: tuple[Standard, ...]
) -> StandardRows:
    """A row for each of some standards in each of some places, those with a call."""
    reading, arrivals, unmet = reading_of(pack), _on_clocks(pack), not_measured(pack)
    found = StandardRows([], [])
    for standard in (s for s in which if s.title not in unmet):
        mine = (arrivals["clock"] == standard.clock) & (arrivals["order"] == standard.order)
        met = arrivals[(mine & (arrivals["scenario"] == pack.baseline.name)).to_numpy()]
        for place in where:
            here = met[at(place, met)] if place.district or place.group else met
            gaps = _distinct(pack, reading, standard, place)
            few = 0 < len(here) < FEW_CALLS
            if place.group and not len(here):
                continue
            found.rows.append(
                (
                    f"{standard.title} ({minutes(standard.limit_s)}{_aim(standard)})",
                    place.head,
                    *_now(pack, reading, standard, place, here),
                    TOO_FEW if few else _clearly(pack, gaps),
                    "" if few else _unclear(pack, gaps),
                )
            )
            if not few:
                found.told.extend(
                    Told(standard, place, gap, tuple(options)) for gap, options in gaps.values()
                )
    return found


Distinct = dict[tuple[float, float, float], tuple[Gap, list[Option]]]


def _distinct(pack: Pack, reading: Reading, standard: Standard, place: Place) -> Distinct:
    """The different differences, each with the options that make it."""
    found: Distinct = {}
    for option in pack.proposals:
        gap = _gap(reading, standard, option, place)
        if gap.measured:
            key = (round(gap.difference, 5), round(gap.low, 5), round(gap.high, 5))
            found.setdefault(key, (gap, []))[1].append(option)
    return found


def _whose(pack: Pack, options: list[Option]) -> str:
    if len(options) == 1:
        return sentence(short(options[0].title))
    return together([option.title for option in options], len(pack.proposals))


def _clearly(pack: Pack, found: Distinct) -> str:
    if found and not any(gap.has_interval for gap, _ in found.values()):
        return "one replication: nothing can be told"
    said = [
        f"{_whose(pack, options)}: {with_interval(gap, points, point_end)}"
        for gap, options in found.values()
        if _tells(gap)
    ]
    return "; ".join(said) or "none"


def _unclear(pack: Pack, found: Distinct) -> str:
    said = [
        f"{_whose(pack, options)}: {with_interval(gap, points, point_end)}"
        for gap, options in found.values()
        if not _tells(gap)
    ]
    return "; ".join(said).replace("no clear difference ", "")


def _finding(told: list[Told]) -> str:
    if not told:
        return "No standard was measured"
    if not any(one.gap.has_interval for one in told):
        return f"The standards: {ONE_REPLICATION}"
    compared = [one for one in told if is_test(one.gap)]
    tests, clear = len(compared), [one for one in compared if one.clear]
    if not tests:
        return f"The standards: {the_same_every_time(told)}"
    said = (
        f"Of {counted(tests, 'distinct comparison')} with a standard, {len(clear)} clearly differ"
    )
    if len(clear) == 1:
        only = f"{clear[0].standard.title} {clear[0].place.where}"
        amount = points(clear[0].gap.difference)
        said = f"Only {only} clearly differs ({amount}), of {counted(tests, 'distinct comparison')}"
    return f"{said}; {by_chance(tests)} would by chance alone"


def _asked(pack: Pack) -> tuple[Place, ...]:
    """The districts and the whole region; what a district leaves is not measured by itself."""
    return (*(p for p in places(pack) if p.district and not p.but), whole_region(pack))


def _aim(standard: Standard) -> str:
    return f", target {target(standard.target)}" if standard.target is not None else ""


def _on_clocks(pack: Pack) -> pd.DataFrame:
    table = pack.arrivals
    kept = table["counted"].to_numpy(dtype=bool)
    clocks = table["clock"].isin([s.clock for s in pack.standards]).to_numpy(dtype=bool)
    return table.loc[kept & clocks, ["scenario", "clock", "order", "zone", "seconds"]]


def _keys(standard: Standard, place: Place) -> dict[str, str]:
    keys = {"service": standard.service, "clock": standard.clock}
    return {**keys, **({"district": place.district} if place.district else {}), **dict(place.group)}


def _met(reading: Reading, standard: Standard, pack: Pack) -> bool:
    """Whether any option was measured against the standard."""
    keys = _keys(standard, whole_region(pack)) | {"standard": standard.name}
    return any(known(reading.value("within_standard", o.name, **keys)) for o in pack.options)


def _gap(reading: Reading, standard: Standard, option: Option, place: Place) -> Gap:
    keys = _keys(standard, place) | {"standard": standard.name}
    return reading.gap("within_standard", option.name, **keys)


def _now(
    pack: Pack, reading: Reading, standard: Standard, place: Place, here: pd.DataFrame
) -> tuple[str, ...]:
    """Calls, mean, median, 90th centile and share within."""
    keys, name = _keys(standard, place), pack.baseline.name
    within = percent(reading.value("within_standard", name, standard=standard.name, **keys))
    if 0 < len(here) < FEW_CALLS:
        within = share_of(int((here["seconds"] <= standard.limit_s).sum()), len(here))
    return (
        f"{len(here):,}" if len(here) else NOT_MEASURED,
        minutes(reading.value("response_mean_s", name, order=standard.order, **keys)),
        *centile_words(here["seconds"].to_numpy(dtype=np.float64)),
        within,
    )


Way = tuple[str, Standard, str]


def ways(pack: Pack) -> tuple[Way, ...]:
    """The four ways to count: from the call and from the alert, crews as they are and every crew ready."""
    fire = [s for s in pack.standards if s.service == "fire"][:2] or list(pack.standards[:1])
    found: list[Way] = []
    for standard in fire:
        start = _start(standard)
        if len({_start(one) for one in fire}) < len(fire):  # else two columns would be headed alike
            start = f"{standard.title}: {start}"
        found.append(("availability", standard, f"{start}, crews as they are"))
        found.append(("all_available", standard, f"{start}, every crew ready"))
    return tuple(found)


def _start(standard: Standard) -> str:
    """Since when a standard's seconds run."""
    return "from the alert" if "alert" in standard.clock else "from the call"


def people_within(pack: Pack) -> Table:
    """How many people are within the standard, place by place, counted four ways."""
    reading, standard = reading_of(pack), headline_standard(pack)
    limit = minutes(standard.limit_s) if standard else "the standard"
    rows: list[tuple[str, ...]] = []
    areas = places(pack) if pack.districts else (whole_region(pack),)
    for place in areas:

        def cells_of(option: Option, place: Place = place) -> tuple[str, ...]:
            return tuple(_people_cell(pack, reading, option, place, way) for way in ways(pack))

        rows += [(place.head, label, *cells) for label, cells in merged(pack, cells_of)]
    return Table(
        "people_within",
        "3b",
        _people_finding(pack, reading, limit),
        f"People within {limit if _one_limit(pack) else 'each standard'} of a first fire engine, counted in several "
        "ways",
        ("Place", "Option", *(words[0].upper() + words[1:] for _, _, words in ways(pack))),
        tuple(rows),
        "“From the call” includes call handling; “from the alert” leaves it out. “Crews as they "
        "are” weights each place by the share of hours in which it can be reached in time given "
        "who is really there; “every crew ready” assumes that nobody is ever away. Both are means over all hours of "
        "the week, each hour with the turnout that control plans for in it, night and day"
        f"{_by_day(pack)}. "
        "Resident "
        f"people, not visitors. Options with the same figures share a row. Intervals are "
        f"{UNCERTAINTY}. {pack.region.attribution}",
    )


def _by_day(pack: Pack) -> str:
    """Why figure 4 may have more people on weekdays than there are here with every crew ready."""
    return see(
        pack,
        "isochrone_map",
        "; on weekdays by day, with the turnouts of those hours alone, more people may be within (",
        ")",
    )


def _way_keys(way: Way) -> dict[str, str]:
    basis, standard, _ = way
    return {"basis": basis, "clock": standard.clock, "standard": standard.name}


def _people_cell(pack: Pack, reading: Reading, option: Option, place: Place, way: Way) -> str:
    value = people(people_at(reading, option, place, **_way_keys(way)))
    if option is pack.baseline or value == NOT_MEASURED:
        return value
    gap = people_gap(reading, option, pack.baseline, place, **_way_keys(way))
    return f"{value}; {with_interval(gap, more_or_fewer, lambda n: signed(people(n), n))}"


def _people_finding(pack: Pack, reading: Reading, limit: str) -> str:
    here = study_place(pack) if pack.districts else whole_region(pack)
    standard = headline_standard(pack)
    same = [way for way in ways(pack) if standard and way[1].limit_s == standard.limit_s]
    spans: dict[str, list[float]] = {}
    found: list[Gap] = []
    for option in pack.proposals:
        gaps = [people_gap(reading, option, pack.baseline, here, **_way_keys(way)) for way in same]
        found += [gap for gap in gaps if gap.measured]
        if some := [gap.difference for gap in gaps if gap.clear or gap.steady]:
            spans[named(option.title)] = some
    if not found:
        return f"How many people are within {limit} was not measured"
    if not any(gap.has_interval for gap in found):
        return f"One replication only, so no interval: whether more people are within {limit} cannot be told"
    if not any(map(any, spans.values())):
        return f"No option clearly changes how many people are within {limit} {here.where}, {UNCERTAINTY}"
    most = max(spans, key=lambda title: max(map(abs, spans[title])))
    ends = list(dict.fromkeys(signed(people(x), x) for x in (min(spans[most]), max(spans[most]))))
    ways_words = ", depending on how they are counted" if len(ends) > 1 else ""
    unsure = "" if len(spans[most]) == len(same) else "; counted otherwise it is not clear"
    return (
        f"Under {most}, the change in people within {limit} {here.where} is {' to '.join(ends)}"
        f"{ways_words}{unsure}"
    )


def _one_limit(pack: Pack) -> bool:
    """Whether all ways of counting are within the same time."""
    return len({standard.limit_s for _, standard, _ in ways(pack)}) < 2
