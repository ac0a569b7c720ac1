"""Figure 4 in a report: the land within so many minutes on weekdays and at night, now and under one option."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from results.figures.figure import Figure
from results.figures.gainers import EDGE_S, NOTICEABLE_S
from results.figures.isochrone_map import isochrone_map
from results.figures.reading import headline_standard
from results.figures.references import see
from results.figures.response_map import drawn
from results.figures.wording import between, joined, minutes, named, people, sentence, short
from results.pack import Option, Pack

HOURS = {"weekday_s": "weekdays, 07:00 to 19:00", "night_s": "nights, 19:00 to 07:00"}
MEANING = (
    "A zone’s time is the median over those hours, mean over replications, from the call or alert that the standard "
    "names to the first fire engine that was then at home or standing by with its crew, with the turnout that control "
    "plans for in those same hours, of the day or of the night: in half of the hours it would come sooner, in half "
    "later. It is no promise for one call."
)
STILL = (
    "Under none of the options that the maps compare does any zone’s time change by half a minute or cross the limit, "
    "on weekdays or at night."
)
Times = dict[str, NDArray[np.float64]]


def day_and_night(pack: Pack) -> Figure:
    """The baseline's two maps."""
    figure = replace(_maps(pack, pack.baseline, "Now", "4"), title=_finding(pack))
    still = (
        ""
        if moves(pack) or not pack.proposals
        else f"{STILL} The maps of the options would be the same and are not drawn. "
    )
    return replace(figure, note=f"{still}{figure.note}")


def day_and_night_proposed(pack: Pack) -> Figure:
    """The same of the compared option that changes most."""
    option = most_changed(pack) or pack.baseline
    figure = _maps(pack, option, short(option.title), "4a")
    return replace(figure, name="isochrone_map_proposed", title=_change_finding(pack, option))


def _maps(pack: Pack, option: Option, word: str, number: str) -> Figure:
    times = zone_times(pack, option)
    panels = {f"{sentence(word)}, {when}": times[column] for column, when in HOURS.items()}
    options = dict.fromkeys(panels, option)
    return isochrone_map(
        pack, panels, f"{MEANING}{other_hours(pack)}", options=options, number=number
    )


def other_hours(pack: Pack) -> str:
    """Why the table of people within the standard may have fewer, or more, than these maps."""
    return see(
        pack,
        "people_within",
        " People here are in zones whose median is within the limit; ",
        " has the mean over all hours of the week, each with the turnout planned for in it, and so is another number.",
    )


def zone_times(pack: Pack, option: Option) -> Times:
    """Seconds by zone on weekdays and at night on the headline clock, [zones]; infinite where nobody comes."""
    standard, table = headline_standard(pack), pack.zone_response
    zones = len(pack.region.zones.easting)
    found = {column: np.full(zones, np.inf) for column in HOURS}
    if standard is None or not timed(pack):
        return found
    mine = (table["scenario"] == option.name) & (table["clock"] == standard.clock)
    rows = table[mine.to_numpy(dtype=bool)]
    for column, seconds in found.items():
        known = rows[column].to_numpy(dtype=np.float64)
        seconds[rows["zone"].to_numpy(dtype=np.int64)] = np.where(np.isnan(known), np.inf, known)
    return found


def timed(pack: Pack) -> bool:
    """Whether zones' times on weekdays and at night were kept: runs of before have none, and a short run no weekday."""
    table = pack.zone_response
    return set(HOURS) <= set(table) and all(bool(table[column].notna().any()) for column in HOURS)


def moves(pack: Pack) -> bool:
    """Whether an option that the maps compare changes any zone's time by as much as would be noticed."""
    now, limit_s = zone_times(pack, pack.baseline), _limit_s(pack)
    for option in drawn(pack):
        then = zone_times(pack, option)
        for column in HOURS:
            before, after = now[column], then[column]
            both = np.isfinite(before) & np.isfinite(after)
            change_s = np.abs(after[both] - before[both])
            crosses = (before <= limit_s) != (after <= limit_s)
            if crosses.any() or (np.isfinite(before) != np.isfinite(after)).any():
                return True
            if change_s.size and change_s.max() >= NOTICEABLE_S:
                return True
    return False


def most_changed(pack: Pack) -> Option | None:
    """Of the options that the maps compare, the one under which most people come to be within the limit or leave it."""
    now = zone_times(pack, pack.baseline)
    folk = np.asarray(pack.region.zones.people, dtype=np.float64)
    limit_s = _limit_s(pack)

    def moved(option: Option) -> float:
        then = zone_times(pack, option)
        return sum(
            float(folk[(then[column] <= limit_s) != (now[column] <= limit_s)].sum())
            for column in HOURS
        )

    return max(drawn(pack), key=moved, default=None)


def _limit_s(pack: Pack) -> float:
    standard = headline_standard(pack)
    return standard.limit_s if standard else 600.0


def within(
    pack: Pack, times: Mapping[str, NDArray[np.float64]], less_s: float = 0.0
) -> list[float]:
    """People within the limit on weekdays and at night, if every time were so much longer."""
    folk = np.asarray(pack.region.zones.people, dtype=np.float64)
    return [float(folk[times[c] + less_s <= _limit_s(pack)].sum()) for c in HOURS]


def _finding(pack: Pack) -> str:
    now = zone_times(pack, pack.baseline)
    day, night = within(pack, now)
    least, most = (within(pack, now, s)[0] for s in (EDGE_S, -EDGE_S))
    return (
        f"On weekdays {people(day)} people in {pack.region.title} live where the usual (median) time of a fire engine "
        f"is within {minutes(_limit_s(pack))} now ({between(least, most, people)} if every time were a minute longer "
        f"or shorter), at night {_more(night - day)}"
    )


def _change_finding(pack: Pack, option: Option) -> str:
    now, then = (
        within(pack, zone_times(pack, pack.baseline)),
        within(pack, zone_times(pack, option)),
    )
    changes = [
        f"{when} {_more(after - before)} ({people(after)})"
        for before, after, when in zip(now, then, ("on weekdays", "at night"), strict=True)
    ]
    return (
        f"Under {named(option.title)}, people whose usual (median) time is within {minutes(_limit_s(pack))}, against "
        f"now: {joined(changes)}; zones move in steps, so a small change is not clear"
    )


def _more(change: float) -> str:
    if round(change) == 0:
        return "as many"
    return f"{people(abs(change))} {'more' if change > 0 else 'fewer'}"
