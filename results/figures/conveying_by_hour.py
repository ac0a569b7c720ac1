"""Figure 9: by hour of the day, how often a station's crew is away with a patient, and how much later help is then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from results.compare import interval
from results.figures.conveying import YEAR_DAYS, compared, name_of, stations_of
from results.figures.figure import Figure
from results.figures.reading import Reading, reading_of
from results.figures.style import (
    DARK_BLUE,
    FOOT_IN,
    MID_GREY,
    PALE_BLUE,
    SMALL,
    STAMP_IN,
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
    joined,
    known,
    minutes,
    named,
    percent,
    sentence,
    wrapped,
)
from results.pack import Option, Pack
from results.ratios import cost_for_each

FEW_HOURS = 10.0
"""An hour of the day in which a station's crew conveyed less often than this, in all, is not drawn below."""
MOST_STATIONS = 5
"""Those whose crews are away longest; each has a column of its own, so that no band hides another."""
HOURS = 24
PANEL_IN, LEFT_IN, GAP_IN, NAMES_IN, ROW_IN = 2.0, 0.6, 0.25, 0.3, 0.76
MOST_TIMES = 3.0
"""How often the largest mean a scale holds at most: an interval on few hours would flatten all else."""
AWAY = "Share of days on which the crew is away with a patient at that hour (%)"
LATER = "How much later the next fire engine is on the station’s ground in those hours (min)"
ONE = "one replication, so no interval is drawn"


@dataclass(frozen=True)
class ByHour:
    """A value for each hour of the day with the ends of its 95% interval; NaN where there is none."""

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def widest(self) -> float:
        """The widest interval of any hour; NaN where no hour has one."""
        width = (self.high - self.low)[np.isfinite(self.high - self.low)]
        return float(width.max()) if width.size else float("nan")

    def ends(self, hour: int) -> tuple[float, float]:
        """The ends of an hour's interval."""
        return float(self.low[hour]), float(self.high[hour])


@dataclass(frozen=True)
class Station:
    """One station's day: the share of days away at each hour, and seconds later on its ground in those hours."""

    name: str
    away: ByHour
    late: ByHour


def conveying_by_hour(pack: Pack) -> Figure:
    """A column a station: how often its crew is away conveying, and how much later the next pump is then."""
    option, stations = drawn_stations(pack)
    height = STAMP_IN + NAMES_IN + 2 * (ROW_IN + PANEL_IN) + FOOT_IN + 0.1
    with house_style():
        drawing = sheet_of(pack, height, "Figure 9")
        top = height - STAMP_IN - NAMES_IN
        for station, left, wide in columns(stations):
            words = wrapped(station.name, max(int(wide * 10), 8), 1)
            drawing.text(left / WIDTH_IN, top / height, words, fontweight="bold", va="bottom")
        draw_row(drawing, AWAY, top, 100.0, [(one, one.away) for one in stations])
        below = top - ROW_IN - PANEL_IN
        draw_row(drawing, LATER, below, 1 / 60, [(one, one.late) for one in stations])
    return Figure(
        "conveying_by_hour",
        "9",
        finding(option, stations),
        alt(option, stations),
        note(pack, option, stations),
        drawing,
    )


def columns(stations: Sequence[Station]) -> Iterator[tuple[Station, float, float]]:
    """Each station with where its column begins and how wide it is, in inches."""
    wide = (WIDTH_IN - LEFT_IN - 0.15 + GAP_IN) / max(len(stations), 1)
    for place, station in enumerate(stations):
        yield station, LEFT_IN + place * wide, wide - GAP_IN


def draw_row(
    drawing: Drawing, title: str, top_in: float, times: float, row: Sequence[tuple[Station, ByHour]]
) -> None:
    """One value of every station, on one scale, under a title; `times` brings it to the unit of the title."""
    height = float(drawing.get_size_inches()[1])
    drawing.text(0.12 / WIDTH_IN, (top_in - 0.06) / height, title, fontsize=SMALL, va="top")
    first: Axes | None = None
    for (_, hours), (_, left, wide) in zip(row, columns([one for one, _ in row]), strict=True):
        axes = axes_at(drawing, left, top_in - 0.4 - PANEL_IN, wide, PANEL_IN)
        if first is not None:
            axes.sharey(first)
            axes.tick_params(labelleft=False)
        first = first or axes
        draw_hours(axes, hours, times)
    if first is not None:
        top = top_of([hours for _, hours in row]) * times
        first.set_ylim(0, top)
        first.set_yticks([up for up in MaxNLocator(5).tick_values(0, top) if up <= top])


def top_of(row: Sequence[ByHour]) -> float:
    """The end of a scale: beyond all bands, at most so often the largest mean that the means can still be read."""
    most = max((float(np.nanmax(one.value, initial=0.0)) for one in row), default=0.0) or 1.0
    ends = max((float(np.nanmax(one.high, initial=0.0)) for one in row), default=0.0)
    return min(max(1.05 * ends, 1.2 * most), MOST_TIMES * most)


def draw_hours(axes: Axes, hours: ByHour, times: float) -> None:
    """The means as dots joined where hours follow each other, in the band of their intervals."""
    clock_hours = np.arange(HOURS)
    axes.fill_between(
        clock_hours, hours.low * times, hours.high * times, facecolor=PALE_BLUE, edgecolor=MID_GREY,
        linewidth=0.8,
    )  # fmt: skip
    axes.plot(clock_hours, hours.value * times, color=DARK_BLUE, marker="o", markersize=3.5)
    axes.set_xlim(-0.5, HOURS - 0.5)
    axes.set_xticks(range(0, HOURS, 6), [f"{hour:02d}:00" for hour in range(0, HOURS, 6)])


def drawn_stations(pack: Pack) -> tuple[Option | None, list[Station]]:
    """The option that is drawn and its stations, those whose crews are away longest first."""
    reading, told = reading_of(pack), compared(pack)[:1]
    if not told:
        return None, []
    days = float(pack.provenance.get("days", YEAR_DAYS))
    found = stations_of(reading, told[0])[:MOST_STATIONS]
    return told[0], [station_day(pack, reading, told[0], station, days) for station in found]


def station_day(pack: Pack, reading: Reading, option: Option, station: str, days: float) -> Station:
    """For each hour of the day the share of days away and the seconds later, over the replications that were played."""
    played = sorted(reading.runs("conveying_hours", option.name))
    away, late = np.full((3, HOURS), np.nan), np.full((3, HOURS), np.nan)
    for hour in range(HOURS):
        keys = {"station": station, "hour": f"{hour:02d}"}
        out = reading.runs("conveying_hours", option.name, **keys)
        hours = np.array([out.get(run, 0.0) for run in played])
        away[:, hour] = interval(hours / days)
        if hours.sum() >= FEW_HOURS:
            seconds = reading.runs("next_pump_delay_s", option.name, **keys)
            later = np.array([seconds.get(run, 0.0) for run in played])
            mean = cost_for_each(later * hours, hours)
            late[:, hour] = mean.value, mean.low, mean.high
    away[1] = np.maximum(away[1], 0.0)  # no crew is away on fewer days than none
    return Station(name_of(pack, station), ByHour(*away), ByHour(*late))


def finding(option: Option | None, stations: Sequence[Station]) -> str:
    """The busiest hour that is drawn, how sure that is, and how much later help is over the hours."""
    if option is None or not stations:
        return "Nobody conveys: clearly no hour is thinner for it"
    first = max(stations, key=lambda station: float(station.away.value.max()))
    hour = int(first.away.value.argmax())
    several = counted(len(stations), "station")
    low, high = first.away.ends(hour)
    sure = f" ({between(low, high, percent)})" if known(low) else ""
    return (
        f"Of the hours and the {several} drawn the busiest is {hour:02d}:00 at {first.name}: its crew is away with a "
        f"patient on {percent(float(first.away.value[hour]))} of days{sure}, under {named(option.title)}; "
        f"{near(stations, first, hour)}. {later_by_hour(stations)}"
    )


def later_by_hour(stations: Sequence[Station]) -> str:
    """From how little to how much later the next fire engine is over the hours that are drawn, mean by mean."""
    late = np.concatenate([one.late.value[np.isfinite(one.late.value)] for one in stations])
    if not late.size:
        return "Too seldom to say how much later the next fire engine is then"
    least, most = float(late.min()), float(late.max())
    ends = list(dict.fromkeys((minutes(least), minutes(most))))
    return (
        f"While crews are away the next fire engine is {' to '.join(ends)} later on their grounds, by the hour’s mean "
        "(bands: how sure)"
    )


def near(stations: Sequence[Station], first: Station, hour: int) -> str:
    """How many other hours cannot be told from the busiest, since their intervals reach into its own."""
    low, _ = first.away.ends(hour)
    if not known(low):
        return ONE
    others = sum(int((one.away.high >= low).sum()) for one in stations) - 1
    told = (
        f"{counted(others, 'other hour')} may be as busy"
        if others
        else "clearly busier than any other"
    )
    return f"{told}, {UNCERTAINTY}"


def alt(option: Option | None, stations: Sequence[Station]) -> str:
    """What the charts show, station by station, and how wide the intervals are at their widest."""
    if option is None or not stations:
        return "Nothing is drawn: nobody conveys."
    told = []
    for station in stations:
        hour = int(station.away.value.argmax())
        late = station.late.value[np.isfinite(station.late.value)]
        words = f"{station.name}: away on at most {percent(float(station.away.value[hour]))} of days, at {hour:02d}:00"
        if late.size:
            words += f"; the next fire engine {between(float(late.min()), float(late.max()), clock)} later"
        told.append(f"{words}{widest_words(station)}.")
    return (
        f"A column of two line charts for each of {counted(len(stations), 'station')} over the hours of the day, "
        f"with bands for the intervals, under {named(option.title)}: how often its crew is away with a patient, and "
        f"how much later the next fire engine would then be on its ground. {' '.join(told)}"
    )


def widest_words(station: Station) -> str:
    """How wide a station's intervals are at their widest."""
    wide = [
        f"{say(found.widest)} in {of}"
        for found, say, of in (
            (station.away, in_points, "the share of days"), (station.late, minutes, "the time")
        )
        if known(found.widest)
    ]  # fmt: skip
    return f"; the intervals are at most {joined(wide)} wide" if wide else f"; {ONE}"


def note(pack: Pack, option: Option | None, stations: Sequence[Station]) -> str:
    """What is drawn, and how sure each hour is."""
    late = [one.late.widest for one in stations if known(one.late.widest)]
    away = [one.away.widest for one in stations if known(one.away.widest)]
    band = f"{sentence(ONE)}. "
    if away:
        band = (
            f"Bands: {UNCERTAINTY} of each hour by itself, at their widest {in_points(max(away))} of days"
            f"{f' and {minutes(max(late))} of time' if late else ''}; one that leaves its chart goes on beyond it. "
        )
    return (
        f"{option.title if option else 'No option'}. Dots are means over replications; below, each replication counts "
        f"by its hours away. {band}Hours of the day in which a crew was away on fewer than {FEW_HOURS:.0f} days in "
        f"all, or so unevenly that no interval can be told, are left out of the lower charts. {pack.region.attribution}"
    )


def in_points(share: float) -> str:
    """The width of an interval of shares."""
    return f"{100 * share:.1f} percentage points"
