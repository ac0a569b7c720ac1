"""Table 13 and figure 9: fire cover of a station's own ground while its crew takes patients to hospital."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.lines import Line2D

from results.figures.chance import ONE_ALONE, ONE_REPLICATION, played_once
from results.figures.figure import Figure, Table
from results.figures.ground import short_name
from results.figures.reading import Gap, Reading, Runs, gap_of, mean_of, reading_of
from results.figures.style import (
    DARK_BLUE,
    DARK_PINK,
    FOOT_IN,
    MID_GREY,
    ORANGE,
    SMALL,
    STAMP_IN,
    TURQUOISE,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import (
    UNCERTAINTY,
    between,
    clock,
    counted,
    known,
    minutes,
    named,
    percent,
    sentence,
    short,
)
from results.pack import Option, Pack

YEAR_DAYS = 365.25
LINES = (DARK_BLUE, ORANGE, TURQUOISE, DARK_PINK, MID_GREY)
KINDS = (("-", "o"), ("--", "s"), (":", "^"), ("-.", "D"), ((0, (8, 2)), "v"))
"""Dashes and a marker beside each colour: without colour two of these greys are the same."""
PANEL_IN, GAP_IN, LEFT_IN = 2.1, 0.75, 1.0
FEW_HOURS = 10.0
"""An hour of the day in which a station's crew conveyed less often than this is not drawn."""
ALL = "All stations that convey"


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
        "13",
        finding(pack, reading),
        "Fire cover of the stations' own grounds while their crews take patients to hospital",
        ("Option", "Station", f"Hours away {year}", "Of them, without a pump", "Next pump, had nobody "
         "conveyed", "Next pump as it was", "Later because crews convey"),
        tuple(rows),
        "Away: from being sent until home. A station's ground is where its pump would be first if every pump were "
        "at home. The next pump's time is from the call, by the turnout that control plans for, mean over the people "
        "of the ground and over those hours; “had nobody conveyed” is the same hours with the crews back. "
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
        percent(reading.value("no_pump_share", option.name, **keys)),
        minutes(home),
        minutes(now),
        with_ends(late, clock),
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
            f"under {name} crews are away {hours:,.0f} h {year}, in {percent(share)} of them no pump is left at the "
            f"station, and the next one is {minutes(late.difference)} later on its ground"
        )
    return sentence("; ".join(said))


def conveying_by_hour(pack: Pack) -> Figure:
    """By hour of the day: how often each station's crew is away conveying, and how much later the next pump is then."""
    reading, told = reading_of(pack), compared(pack)[:1]
    stations = stations_of(reading, told[0])[: len(LINES)] if told else []
    height = STAMP_IN + 0.5 + 2 * PANEL_IN + 2 * GAP_IN + FOOT_IN
    days = float(pack.provenance.get("days", YEAR_DAYS))
    with house_style():
        drawing = sheet_of(pack, height, "Figure 9")
        upper = FOOT_IN + GAP_IN * 1.7 + PANEL_IN
        panels = [
            axes_at(drawing, LEFT_IN, bottom, WIDTH_IN - LEFT_IN - 0.3, PANEL_IN)
            for bottom in (upper, FOOT_IN + GAP_IN * 0.7)
        ]
        looks: list[dict[str, Any]] = [
            {"color": colour, "linestyle": dashes, "marker": marker, "markersize": 5.5}
            for colour, (dashes, marker) in zip(LINES, KINDS, strict=True)
        ]
        for station, look in zip(stations, looks, strict=False):
            away, late = by_hour(reading, told[0], station, days)
            panels[0].plot(range(24), away * 100, markevery=3, **look)
            panels[1].plot(range(24), late / 60, **look)
        for axes, title in zip(
            panels,
            ("Share of days on which its crew is away with a patient at that hour (%)",
             "How much later the next pump is on its ground in those hours (min)"),
            strict=True,
        ):  # fmt: skip
            axes.set_title(title, loc="left", fontsize=SMALL + 0.5)
            axes.set_xlim(0, 23)
            axes.set_xticks(range(0, 24, 3), [f"{hour:02d}:00" for hour in range(0, 24, 3)])
            axes.set_ylim(bottom=0)
        keys = [
            Line2D([], [], label=name_of(pack, station), **look)
            for station, look in zip(stations, looks, strict=False)
        ]
        if keys:
            drawing.legend(
                handles=keys,
                loc="upper left",
                ncols=len(keys),
                handlelength=3.2,
                frameon=False,
                bbox_to_anchor=(0.8 / WIDTH_IN, 1 - (STAMP_IN + 0.05) / height),
            )
    return Figure(
        "conveying_by_hour",
        "9",
        hour_finding(pack, reading, told, stations, days),
        "Two line charts over the hours of the day, a line a station: how often its crew is away with a patient, and "
        "how much later the next pump would then be on its ground.",
        f"{told[0].title if told else 'No option'}. Means over replications; hours of the day in which a crew was away "
        f"on fewer than {FEW_HOURS:.0f} days in all are left out of the lower chart, whose single hours "
        f"rest on few days and have no interval. {pack.region.attribution}",
        drawing,
    )  # fmt: skip


def by_hour(
    reading: Reading, option: Option, station: str, days: float
) -> tuple[np.ndarray, np.ndarray]:
    """For each hour of the day: the share of days away, and seconds later; NaN where it was away too seldom."""
    away, late = np.zeros(24), np.full(24, np.nan)
    played = max(len(reading.runs("conveying_hours", option.name)), 1)
    for hour in range(24):
        keys = {"station": station, "hour": f"{hour:02d}"}
        hours = reading.runs("conveying_hours", option.name, **keys)
        total = sum(hours.values())
        away[hour] = total / played / days
        if total >= FEW_HOURS:
            seconds = reading.runs("next_pump_delay_s", option.name, **keys)
            late[hour] = sum(seconds[run] * hours[run] for run in seconds) / total
    return away, late


def hour_finding(
    pack: Pack, reading: Reading, told: list[Option], stations: list[str], days: float
) -> str:
    """The busiest hour of the busiest station."""
    if not stations:
        return "Nobody conveys: clearly no hour is thinner for it"
    found = {station: by_hour(reading, told[0], station, days)[0] for station in stations}
    first = max(found, key=lambda station: found[station].max())
    hour = int(found[first].argmax())
    several = counted(len(stations), "station")
    return (
        f"Of the hours and the {several} drawn the busiest is {hour:02d}:00 at {name_of(pack, first)}: its crew is "
        f"away with a patient on {percent(float(found[first][hour]))} of days, under {named(told[0].title)}; a mean "
        "without an interval, so hours that are near it may be as busy"
    )


def patients(pack: Pack, option: Option) -> float:
    """Patients whom fire crews took to hospital, a year where that can be said."""
    return mean_of(reading_of(pack).runs("conveyed_by_fire", option.name)) * year_of(pack)[0]
