"""Table 11: what vehicles do with their hours: calls, hours out by activity, shifts that overran; now and proposed."""

import math
from collections.abc import Iterator
from functools import partial

from results.figures.figure import Table
from results.figures.foremost import stands_out
from results.figures.places import merged
from results.figures.reading import (
    Gap,
    Reading,
    gap_of,
    keys_of,
    mean_of,
    reading_of,
)
from results.figures.standards import with_interval
from results.figures.station_columns import card_options
from results.figures.station_values import card_stations, facts, place_of
from results.figures.unit_hours import hours
from results.figures.wording import (
    NOT_MEASURED,
    UNCERTAINTY,
    counted,
    known,
    named,
    percent,
    sentence,
    signed,
)
from results.pack import Option, Pack

PARTS = {
    "Turning out": ("turning_out",),
    "Driving": ("driving",),
    "At the scene": ("at_scene",),
    "With patients": ("conveying", "at_hospital"),
    "Coming back": ("returning",),
    "Standing by": ("standby",),
}
SERVICES = ("fire", "ambulance", "police")
ABSENT = "not in this option"
NO_HOURS = "–"
Keys = dict[str, str]
COLUMNS = (
    "Vehicles",
    "Option",
    "Calls a day",
    "Out on calls, h a week",
    "Difference",
    *(f"{part}, h" for part in PARTS),
    "Out, of crewed hours",
    "Past the shift’s end, h a week",
)


def workload(pack: Pack) -> Table:
    """A row a service and option, then a row a vehicle of the stations that have a card."""
    reading = reading_of(pack)
    rows = [
        (f"{sentence(service)}: all vehicles of the county", label, *cells)
        for service in services(reading)
        for label, cells in merged(pack, partial(_cells, pack, reading, {"service": service}))
    ]
    units = list(_units(pack))
    alike = 0
    for unit, name, options in units:
        some = [o for o in options if changes(pack, reading, {"unit": unit}, o)]
        alike += bool(options) and not some
        for option in (pack.baseline, *(some if options else ())):
            when = f"Now: {option.title}" if option is pack.baseline else option.title
            cells = _cells(pack, reading, {"unit": unit}, option)
            new = option is pack.baseline and cells[0] == ABSENT
            if not new and (some or not options):
                rows.append((name, when, *cells))
    columns, rows = without_dashes(COLUMNS, rows)
    return Table(
        "workload",
        "11",
        _finding(pack, reading, units),
        "What vehicles do with their hours, now and proposed",
        columns,
        tuple(rows),
        "Hours of a counted week, means over replications, of all vehicles of a service, its cars and volunteers "
        "included. Out on calls: from being sent until clear; turning out, "
        "driving, at the scene and with patients add to it, and coming back and standing by are beside it. Calls are "
        "arrivals at a scene. Past the shift’s end: of vehicles with one crew whose shifts end. Single vehicles are "
        f"those of the stations that have a card, where an option clearly changes their hours, brings or takes them"
        f"{_alike(alike)}. Options of a service with the same figures share a row. A dash: such "
        "a vehicle cannot do this, or has no shift that ends. Differences are paired, with their "
        f"{UNCERTAINTY}. {pack.region.attribution}",
    )


def changes(pack: Pack, reading: Reading, keys: Keys, option: Option) -> bool:
    """Whether an option brings or takes a vehicle, or clearly changes its hours; without an interval all are shown."""
    before, after = (hours(reading, one.name, whose(keys)) for one in (pack.baseline, option))
    gap = gap_of(after, before)
    return bool(before) != bool(after) or gap.clear or (gap.measured and not gap.has_interval)


def _alike(number: int) -> str:
    if not number:
        return ""
    are = "is" if number == 1 else "are"
    return f"; {counted(number, 'vehicle')} of which that is not so {are} left out"


def without_dashes(
    columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A table without the columns in which no row has anything."""
    kept = [
        place
        for place in range(len(columns))
        if not rows or any(row[place] not in ("", NO_HOURS) for row in rows)
    ]
    return tuple(columns[place] for place in kept), [
        tuple(row[place] for place in kept) for row in rows
    ]


def services(reading: Reading) -> list[str]:
    """The services whose vehicles' hours were kept."""
    there = reading.values_of("unit_hours", "service")
    return [service for service in SERVICES if service in there]


def _units(pack: Pack) -> Iterator[tuple[str, str, tuple[Option, ...]]]:
    """Each vehicle of the stations with a card, once: its name with its station, and the options to show."""
    seen: set[str] = set()
    for station in card_stations(pack):
        options = card_options(pack, station)
        for option in (pack.baseline, *options):
            there = facts(pack, station, option)
            for unit, words in there.units if there else ():
                if unit not in seen:
                    seen.add(unit)
                    name, place = pack.names.get(unit, words), place_of(pack, _home(pack, unit))
                    yield unit, name if place in name else f"{name}, {place}", _ways(pack, unit)


def _home(pack: Pack, unit: str) -> str:
    """The station at which a vehicle stands in the baseline, else under the first option that has it."""
    for option in pack.options:
        for station in pack.stations.facts:
            there = facts(pack, station, option)
            if there and any(unit == key for key, _ in there.units):
                return station
    return ""


def _ways(pack: Pack, unit: str) -> tuple[Option, ...]:
    """The options of the cards of all stations at which a vehicle stands under some option."""
    found: dict[str, Option] = {}
    for station in card_stations(pack):
        under = pack.stations.facts[station].values()
        if any(unit == key for there in under for key, _ in there.units):
            found |= {option.name: option for option in card_options(pack, station)}
    return tuple(option for option in pack.proposals if option.name in found)


def out_gap(pack: Pack, reading: Reading, option: Option, keys: Keys) -> Gap:
    """The change in hours out on calls from the baseline."""
    mine = whose(keys)
    return gap_of(hours(reading, option.name, mine), hours(reading, pack.baseline.name, mine))


def whose(keys: Keys) -> str:
    """The vehicle, or the service as a whole."""
    return keys.get("unit") or keys["service"]


def _cells(pack: Pack, reading: Reading, keys: Keys, option: Option) -> tuple[str, ...]:
    out = mean_of(hours(reading, option.name, whose(keys)))
    if not known(out):
        return (ABSENT, *[""] * (len(PARTS) + 4))
    gap = out_gap(pack, reading, option, keys)
    change = with_interval(gap, _hours_change, _end) if gap.measured else "no such vehicle now"
    parts = [mean_of(hours(reading, option.name, whose(keys), bases)) for bases in PARTS.values()]
    return (
        calls_a_day(pack, reading, option, keys),
        f"{out:,.1f}",
        "" if option is pack.baseline else change,
        *(f"{part:,.1f}" if known(part) else NO_HOURS for part in parts),
        used(reading, option, keys),
        past_shift(pack, reading, option, keys),
    )


def calls_a_day(pack: Pack, reading: Reading, option: Option, keys: Keys) -> str:
    """Arrivals at a scene, a day."""
    calls, days = reading.value("calls_attended", option.name, **keys), pack.provenance.get("days")
    return f"{calls / float(days):.2f}" if known(calls) and days else NOT_MEASURED


def used(reading: Reading, option: Option, keys: Keys) -> str:
    """The share of the hours with a crew that is spent on calls; a vehicle's group names its station too."""
    for group in reading.groups("utilisation"):
        had = keys_of(group)
        if had.get("unit") == keys.get("unit") and keys.items() <= had.items():
            share = mean_of(reading.exactly("utilisation", group, option.name))
            if known(share):
                return percent(share)
    return NO_HOURS


def past_shift(pack: Pack, reading: Reading, option: Option, keys: Keys) -> str:
    """Hours a week past the ends of shifts."""
    found, days = reading.value("overrun_hours", option.name, **keys), pack.provenance.get("days")
    return f"{found * 7.0 / float(days):.1f}" if known(found) and days else NO_HOURS


def _hours_change(value: float) -> str:
    return f"{signed(f'{abs(value):.1f}', value)} h"


def _end(value: float) -> str:
    return signed(f"{abs(value):.1f}", value)


def _finding(pack: Pack, reading: Reading, units: list[tuple[str, str, tuple[Option, ...]]]) -> str:
    """How long the first service's vehicles are out now, and which vehicle's hours clearly change most."""
    first = services(reading)[:1]
    now = mean_of(hours(reading, pack.baseline.name, first[0])) if first else math.nan
    if not known(now):
        return "Hours of vehicles were not measured: clearly nothing can be said"
    head = f"{sentence(first[0])} vehicles are out on calls {now:,.1f} h a week now, all together"
    if not pack.proposals:
        return head
    whole = [(f"{s} vehicles together", {"service": s}, pack.proposals) for s in services(reading)]
    single = [(name, {"unit": unit}, options) for unit, name, options in units]
    gaps = {
        (name, option): gap
        for name, keys, options in whole + single
        for option in options
        if (gap := out_gap(pack, reading, option, keys)).measured
    }
    if not any(gap.has_interval for gap in gaps.values()):
        return f"{head}; one replication only, so no interval and no finding on the options"
    clear = {key: gap for key, gap in gaps.items() if gap.clear}
    number = f"{len(clear)} clearly {'differs' if len(clear) == 1 else 'differ'}"
    told = f"{head}; of {counted(len(gaps), 'comparison')} with now, {number}"
    if not clear:
        return told
    name, option = max(clear, key=lambda key: abs(clear[key].difference))
    said = with_interval(clear[name, option], _hours_change, _end)
    alone = stands_out(
        clear[name, option], [g for key, g in clear.items() if key != (name, option)]
    )
    which = "" if len(clear) == 1 else "most " if alone else "among them "
    return f"{told}, {which}{name} under {named(option.title)}: {said}"
