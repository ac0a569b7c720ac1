"""Table 11: what vehicles do with their hours: calls, hours out by activity, shifts that overran; now and proposed."""

import math
from collections.abc import Iterator
from functools import partial

from results.figures.figure import Table
from results.figures.places import merged
from results.figures.reading import (
    Gap,
    Reading,
    Runs,
    gap_of,
    keys_of,
    mean_of,
    reading_of,
    replications,
)
from results.figures.standards import with_interval
from results.figures.station_values import OUT, card_options, card_stations, facts, place_of
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
    for unit, name, options in units:
        for option in (pack.baseline, *options):
            when = f"Now: {option.title}" if option is pack.baseline else option.title
            cells = _cells(pack, reading, {"unit": unit}, option)
            if cells[0] != ABSENT:
                rows.append((name, when, *cells))
    columns, rows = without_dashes(COLUMNS, rows)
    return Table(
        "workload",
        "11",
        _finding(pack, reading, units),
        "What vehicles do with their hours, now and proposed",
        columns,
        tuple(rows),
        "Hours of a counted week, means over replications. Out on calls: from being sent until clear; turning out, "
        "driving, at the scene and with patients add to it, and coming back and standing by are beside it. Calls are "
        "arrivals at a scene. Past the shift’s end: of vehicles with one crew whose shifts end. Single vehicles are "
        "those of the stations that have a card. Options of a service with the same figures share a row. A dash: such "
        "a vehicle cannot do this, or has no shift that ends. Differences are paired, with their "
        f"{UNCERTAINTY}. {pack.region.attribution}",
    )


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
                    name = pack.names.get(unit, words)
                    place = place_of(pack, station)
                    yield unit, name if place in name else f"{name}, {place}", _ways(pack, unit)


def _ways(pack: Pack, unit: str) -> tuple[Option, ...]:
    """The options of the cards of all stations at which a vehicle stands under some option."""
    found: dict[str, Option] = {}
    for station in card_stations(pack):
        under = pack.stations.facts[station].values()
        if any(unit == key for there in under for key, _ in there.units):
            found |= {option.name: option for option in card_options(pack, station)}
    return tuple(option for option in pack.proposals if option.name in found)


def hours(reading: Reading, option: Option, keys: Keys, bases: tuple[str, ...]) -> Runs:
    """Hours a week in some activities, by replication; nothing where none of them was measured."""
    total: Runs = {}
    for basis in bases:
        for run, value in reading.runs("unit_hours", option.name, basis=basis, **keys).items():
            total[run] = total.get(run, 0.0) + value
    return total


def out_gap(pack: Pack, reading: Reading, option: Option, keys: Keys) -> Gap:
    """The change in hours out on calls from the baseline."""
    return gap_of(hours(reading, option, keys, OUT), hours(reading, pack.baseline, keys, OUT))


def _cells(pack: Pack, reading: Reading, keys: Keys, option: Option) -> tuple[str, ...]:
    out = mean_of(hours(reading, option, keys, OUT))
    if not known(out):
        return (ABSENT, *[""] * (len(PARTS) + 4))
    gap = out_gap(pack, reading, option, keys)
    change = with_interval(gap, _hours_change, _end) if gap.measured else "no such vehicle now"
    parts = [mean_of(hours(reading, option, keys, bases)) for bases in PARTS.values()]
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
    now = mean_of(hours(reading, pack.baseline, {"service": first[0]}, OUT)) if first else math.nan
    if not known(now):
        return "Hours of vehicles were not measured: clearly nothing can be said"
    head = f"{sentence(first[0])} vehicles are out on calls {now:,.1f} h a week now, all together"
    if not pack.proposals:
        return head
    gaps = {
        (name, option): gap
        for unit, name, options in units
        for option in options
        if (gap := out_gap(pack, reading, option, {"unit": unit})).measured
    }
    if not any(gap.has_interval for gap in gaps.values()):
        alone = replications(pack) < 2
        why = "one replication only, so no interval" if alone else "no single vehicle to compare"
        return f"{head}; {why}"
    clear = {key: gap for key, gap in gaps.items() if gap.clear}
    told = f"{head}; of {counted(len(gaps), 'comparison')} of a vehicle with now, {len(clear)} clearly differ"
    if not clear:
        return told
    name, option = max(clear, key=lambda key: abs(clear[key].difference))
    said = with_interval(clear[name, option], _hours_change, _end)
    return f"{told}, most {name} under {named(option.title)}: {said}"
