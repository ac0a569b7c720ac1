"""Table 9a: fire cover of a station's own ground while its crew takes patients to hospital."""

from collections.abc import Callable

from results.figures.chance import ONE_ALONE, ONE_REPLICATION, played_once
from results.figures.figure import Table
from results.figures.ground import short_name
from results.figures.interval_words import point_end, points
from results.figures.reading import Gap, Reading, Runs, gap_of, mean_of, reading_of
from results.figures.wording import (
    NOT_MEASURED,
    UNCERTAINTY,
    between,
    clock,
    known,
    minutes,
    named,
    percent,
    sentence,
    short,
)
from results.pack import Option, Pack

YEAR_DAYS = 365.25
ALL = "All stations that convey"
NOBODY = "had_nobody_conveyed"


def year_of(pack: Pack) -> tuple[float, str]:
    """What counts are multiplied by, and what they are then counts of."""
    days = float(pack.provenance.get("days", YEAR_DAYS))
    return (YEAR_DAYS / days, "a year") if pack.annual else (1.0, f"in {days:.0f} days")


def itself(runs: Runs) -> Gap:
    """A value by replication with its interval."""
    return gap_of(runs, dict.fromkeys(runs, 0.0))


def conveys(pack: Pack) -> list[Option]:
    """The options in which fire crews take patients to hospital."""
    reading = reading_of(pack)
    return [
        option for option in pack.options if known(reading.value("conveying_hours", option.name))
    ]


def compared(pack: Pack) -> list[Option]:
    """Of those, the ones that the study compares; all of them where it compares none."""
    found = conveys(pack)
    return [option for option in found if option.name in pack.compare] or found


def stations_of(reading: Reading, option: Option) -> list[str]:
    """The stations whose crews convey under an option, those that are away longest first."""
    hours = {
        station: reading.value("conveying_hours", option.name, station=station)
        for station in reading.values_of("conveying_hours", "station")
    }
    return sorted((s for s in hours if known(hours[s])), key=lambda s: -hours[s])


def conveying(pack: Pack) -> Table:
    """For each station that conveys: hours away, hours without a pump, and the next pump's time on its ground."""
    reading = reading_of(pack)
    rows: list[tuple[str, ...]] = []
    for option in compared(pack):
        rows.append((option.title, ALL, *cells(pack, reading, option, "")))
        rows += [
            (option.title, name_of(pack, station), *cells(pack, reading, option, station))
            for station in stations_of(reading, option)
        ]
    _, year = year_of(pack)
    return Table(
        "conveying",
        "9a",
        finding(pack, reading),
        "Fire cover of the stations' own grounds while their crews take patients to hospital",
        ("Option", "Station", f"Hours away {year}", "Of them without a pump, had nobody conveyed",
         "Without a pump as it was", "Next pump, had nobody conveyed", "Next pump as it was",
         "Later because crews convey"),
        tuple(rows),
        "Away: from being sent until home. A station's ground is where its pump would be first if every pump were "
        "at home. The next pump's time is from the call, by the turnout that control plans for, mean over the people "
        "of the ground and over all those hours, with a pump left or without; “had nobody conveyed” is the same hours "
        f"with the crews back: a pump may lack its crew then too. {_untold(pack, reading)}"
        f"In brackets, {UNCERTAINTY}. {pack.region.attribution}",
    )  # fmt: skip


def name_of(pack: Pack, station: str) -> str:
    """A station's name, short."""
    return short_name(str(pack.region.sites.get(station, (station,))[0]))


def cells(pack: Pack, reading: Reading, option: Option, station: str) -> tuple[str, ...]:
    """One station's row, or that of all of them."""
    keys = {"station": station} if station else {}
    times, _ = year_of(pack)
    hours = reading.value("conveying_hours", option.name, **keys)
    home, now = (
        reading.value("next_pump_at_ground_s", option.name, basis=basis, **keys)
        for basis in ("had_nobody_conveyed", "while_conveying")
    )
    late = itself(reading.runs("next_pump_delay_s", option.name, **keys))
    return (
        f"{hours * times:,.0f}",
        *without_a_pump(reading, option, keys),
        minutes(home),
        minutes(now),
        with_ends(late, clock),
    )


def without_a_pump(reading: Reading, option: Option, keys: dict[str, str]) -> tuple[str, str]:
    """The share of the hours away without a pump had nobody conveyed, and as it was, with what conveying adds."""
    was = reading.runs("no_pump_share", option.name, **keys)
    anyway = reading.runs("no_pump_share", option.name, basis=NOBODY, **keys)
    if not anyway:
        return NOT_MEASURED, percent(mean_of(was))
    more = gap_of(was, anyway)
    ends = f", {between(more.low, more.high, point_end)}" if more.has_interval else ""
    return percent(mean_of(anyway)), f"{percent(mean_of(was))} ({points(more.difference)}{ends})"


def _untold(pack: Pack, reading: Reading) -> str:
    """That a run played before this was kept cannot tell what there would have been without a pump anyway."""
    told = compared(pack)
    if not told or reading.runs("no_pump_share", told[0].name, basis=NOBODY):
        return ""
    return (
        "How many of those hours would have been without a pump anyway, as crews are often off the run, this run did "
        "not keep: played again, it tells. "
    )


def with_ends(found: Gap, say: Callable[[float], str]) -> str:
    """A value with its interval in brackets."""
    if not found.has_interval:
        return f"{say(found.difference)} ({ONE_ALONE})" if found.measured else say(found.difference)
    return f"{say(found.difference)} ({between(found.low, found.high, say)})"


def finding(pack: Pack, reading: Reading) -> str:
    """How often a station stands without a pump while its crew conveys, and how much later the next one is."""
    told = compared(pack)
    if not told:
        return "Nobody conveys: clearly no cover is lost to it"
    if played_once(pack):
        return f"Cover of the grounds of crews that convey: {ONE_REPLICATION}"
    said: list[str] = []
    times, year = year_of(pack)
    for option in told[:2]:
        late = itself(reading.runs("next_pump_delay_s", option.name))
        hours = reading.value("conveying_hours", option.name) * times
        share = reading.value("no_pump_share", option.name)
        name = named(option.title) if not said else short(option.title)
        said.append(
            f"under {name} crews are away {hours:,.0f} h {year}; over all of them the next fire engine is "
            f"{minutes(late.difference)} later on average on their ground, and in {percent(share)} of them no pump is "
            f"left at the station{_anyway(reading, option)}"
        )
    return sentence("; ".join(said))


def _anyway(reading: Reading, option: Option) -> str:
    """In how many of the hours there would have been no pump either had nobody conveyed."""
    share = reading.value("no_pump_share", option.name, basis=NOBODY)
    return f", where none would be in {percent(share)} had nobody conveyed" if known(share) else ""


def patients(pack: Pack, option: Option) -> float:
    """Patients whom fire crews took to hospital, a year where that can be said."""
    return mean_of(reading_of(pack).runs("conveyed_by_fire", option.name)) * year_of(pack)[0]
