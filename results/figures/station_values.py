"""What a station's card and Table 8 say of it: which stations, under which options, and each number."""

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.figures.ground import short_name
from results.figures.moved_calls import Moved, moved_calls
from results.figures.once import once_a_pack
from results.figures.reading import NO_GAP, Gap, mean_of, reading_of
from results.figures.study_area import (
    few_or,
    first_on_clock,
    local_gap,
    mean_by_replication,
)
from results.figures.unit_hours import hours
from results.figures.wording import (
    FEW_CALLS,
    NOT_MEASURED,
    counted,
    joined,
    known,
    minutes,
    percent,
    pounds,
    short,
    together,
)
from results.pack import Option, Pack
from results.station_facts import StationFacts

MOST_RESPONSES = 12
"""Stations that have a card by default for their response alone, those that change most first."""
NOTICEABLE_S = 30.0
CARD = "station_card_"
NO_STATION = "no station here"
NOT_DECLARED = "not declared by station"
NO_ENGINE, NO_GROUND = "no fire engine", "–"
STANDS, NEW, CLOSES = "stands", "new", "closes"


@dataclass(frozen=True)
class Response:
    """The first fire engine on a station's ground under one option."""

    calls: int
    mean_s: float
    median_s: float
    gap: Gap
    moved: Moved


class Grounds:
    """The counted first arrivals on each station's ground, found once for a pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack, self._rows = pack, first_on_clock(pack, "fire", pack.stations.clock)
        self._zone = self._rows["zone"].to_numpy(dtype=np.int64)
        self._found: dict[tuple[str, str], Response] = {}
        self._of: dict[str, pd.DataFrame] = {}

    @functools.cached_property
    def cards(self) -> tuple[str, ...]:
        """The stations with a card."""
        return _card_stations(self._pack, self)

    def rows(self, station: str) -> pd.DataFrame:
        """The arrivals on a station's ground under every option."""
        if station not in self._of:
            inside = np.isin(self._zone, self._pack.stations.grounds.get(station, np.array([])))
            self._of[station] = self._rows[inside]
        return self._of[station]

    def response(self, station: str, option: Option) -> Response:
        """Calls, mean and median, and the change of the mean from the baseline."""
        key = (station, option.name)
        if key not in self._found:
            rows = self.rows(station)
            seconds = rows.loc[(rows["scenario"] == option.name).to_numpy(), "seconds"].to_numpy()
            reached = seconds[np.isfinite(seconds)]
            median = float(np.median(reached)) if reached.size >= FEW_CALLS else float("nan")
            baseline = self._pack.baseline
            gap = NO_GAP if option is baseline else local_gap(rows, option, baseline)
            mean = mean_of(mean_by_replication(rows, option))
            moved = moved_calls(rows, option, baseline)
            self._found[key] = Response(len(seconds), mean, median, gap, moved)
        return self._found[key]


@once_a_pack
def grounds_of(pack: Pack) -> Grounds:
    """The pack's arrivals by station ground; made once for a pack."""
    return Grounds(pack)


def facts(pack: Pack, station: str, option: Option) -> StationFacts | None:
    """What is at a station under an option; nothing where it has none."""
    return pack.stations.facts.get(station, {}).get(option.name)


def named_station(pack: Pack, station: str) -> str:
    """A station as people call it."""
    return str(pack.region.sites[station][0]) if station in pack.region.sites else station


def place_of(pack: Pack, station: str) -> str:
    """A station's place, without the words that every station's name has."""
    return short_name(named_station(pack, station))


def touched(pack: Pack, station: str, option: Option) -> bool:
    """Whether an option opens, closes or changes a station: its vehicles, its people, or who uses it."""
    return _stands(pack, station, option) != _stands(pack, station, pack.baseline)


def card_stations(pack: Pack) -> tuple[str, ...]:
    """The stations with a card: those that the options change by name, those whose response changes, the others."""
    return grounds_of(pack).cards


def _card_stations(pack: Pack, there: Grounds) -> tuple[str, ...]:
    every = sorted(pack.stations.facts, key=lambda key: named_station(pack, key))
    changed = [key for key in every if any(touched(pack, key, o) for o in pack.proposals)]
    asked = pack.stations.asked
    if asked not in (("all",), ("changed",)):
        return (
            *(k for k in changed if k in asked),
            *(k for k in every if k in asked and k not in changed),
        )
    later = _later_or_sooner(pack, there, [key for key in every if key not in changed])
    room = max(0, MOST_RESPONSES - len(changed))
    if asked == ("changed",):
        return (*_touched_most(pack, changed)[:MOST_RESPONSES], *later[:room])
    fire = pack.stations.fire or frozenset(every)
    found = [*changed, *later]
    return (*found, *(key for key in every if key in fire and key not in found))


def _touched_most(pack: Pack, changed: list[str]) -> list[str]:
    """Stations that options change, those that most options change first; of equals those whose work changes most."""

    def weight(key: str) -> tuple[int, float]:
        options = [one for one in pack.proposals if touched(pack, key, one)]
        now = hours_out(pack, key, pack.baseline)
        moved = [abs(hours_out(pack, key, one) - now) for one in options]
        return len(options), max(filter(known, moved), default=0.0)

    return sorted(changed, key=weight, reverse=True)


def changed_without_card(pack: Pack) -> int:
    """How many stations that an option opens, closes or changes have no card, for want of room."""
    shown = set(card_stations(pack))
    return sum(
        key not in shown and any(touched(pack, key, one) for one in pack.proposals)
        for key in pack.stations.facts
    )


def _later_or_sooner(pack: Pack, there: Grounds, stations: list[str]) -> list[str]:
    """Of some stations, those on whose ground the mean clearly changes by half a minute or more, most first."""
    most: dict[str, float] = {}
    for key in stations:
        for option in pack.proposals:
            found = there.response(key, option)
            change = abs(found.gap.difference)
            if found.calls >= FEW_CALLS and found.gap.clear and change >= NOTICEABLE_S:
                most[key] = max(change, most.get(key, 0.0))
    return sorted(most, key=lambda key: -most[key])


def _stands(pack: Pack, station: str, option: Option) -> object:
    there = facts(pack, station, option)
    return there.stands if there else None


def state(pack: Pack, station: str) -> str:
    """Whether a station stands, is new, or closes under some option."""
    now = facts(pack, station, pack.baseline) is not None
    then = [facts(pack, station, option) is not None for option in pack.proposals]
    if not now:
        return NEW
    return STANDS if all(then) else CLOSES


def state_words(pack: Pack, station: str) -> str:
    """The same in words, with the options of which it is true."""
    kind = state(pack, station)
    if kind == STANDS:
        some = [option for option in pack.proposals if touched(pack, station, option)]
        if not some:
            return "as now under every option" if pack.proposals else "now"
        return f"changed by {_listed(some, len(pack.proposals))}"
    there = kind == NEW
    options = [o for o in pack.proposals if (facts(pack, station, o) is not None) == there]
    return f"{kind} under {_listed(options, len(pack.proposals))}"


def _listed(options: list[Option], every: int) -> str:
    """Options by their numbers: "option 2", "options 1 and 3", "every option"."""
    if len(options) == 1:
        return short(options[0].title)
    words = together([option.title for option in options], every)
    return words[:1].lower() + words[1:] if words.startswith(("Options ", "Every ")) else words


def calls_a_day(pack: Pack, station: str, option: Option) -> str:
    """Arrivals of the station's vehicles at scenes, a day."""
    there, days = facts(pack, station, option), pack.provenance.get("days")
    if there is None:
        return NO_STATION
    reading = reading_of(pack)
    found = [reading.value("calls_attended", option.name, unit=unit) for unit, _ in there.units]
    some = [value for value in found if known(value)]
    return f"{sum(some) / float(days):.1f}" if some and days else NOT_MEASURED


def hours_of_station(pack: Pack, station: str, option: Option) -> str:
    """Hours a week of the station's vehicles on calls."""
    there = facts(pack, station, option)
    if there is None:
        return NO_STATION
    out = hours_out(pack, station, option)
    return f"{out:.1f} h" if known(out) else NOT_MEASURED


def hours_out(pack: Pack, station: str, option: Option) -> float:
    """Hours a week for which the station's vehicles are on calls, mean over replications; 0 where it has none."""
    there = facts(pack, station, option)
    if there is None:
        return 0.0
    found = [mean_of(hours(reading_of(pack), option.name, unit)) for unit, _ in there.units]
    some = [value for value in found if known(value)]
    return sum(some) if some else float("nan")


def off_the_run(pack: Pack, station: str, option: Option) -> str:
    """The share of hours in which each fire engine of the station is without its crew."""
    there = facts(pack, station, option)
    if there is None:
        return NO_STATION
    shares = [
        reading_of(pack).value("off_the_run_share", option.name, unit=unit, station=station)
        for unit, _ in there.units
        if unit in pack.pumps
    ]
    some = [percent(share) for share in shares if known(share)]
    return joined(some) if some else NO_ENGINE if not shares else NOT_MEASURED


def mean_response(pack: Pack, station: str, option: Option) -> str:
    """The mean of the first fire engine on the station's ground, and how far it changes."""
    if station not in pack.stations.grounds:
        return NO_GROUND
    found = grounds_of(pack).response(station, option)
    if not known(found.mean_s):
        return NOT_MEASURED
    if option is pack.baseline:
        return f"{minutes(found.mean_s)} ({found.calls:,} calls)"
    return f"{minutes(found.mean_s)}; {few_or(found.moved, found.gap)}"


def median_response(pack: Pack, station: str, option: Option) -> str:
    """The median on the station's ground; none of few calls."""
    if station not in pack.stations.grounds:
        return NO_GROUND
    found = grounds_of(pack).response(station, option)
    return minutes(found.median_s) if found.calls >= FEW_CALLS else "too few calls"


def own_cost(pack: Pack, station: str, option: Option) -> str:
    """What is declared for the station's own premises and people."""
    there = facts(pack, station, option)
    if there is None:
        return NO_STATION
    if there.cost_gbp is None:
        return NOT_DECLARED
    without = (
        f", without pay of {counted(there.unpaid, 'person', 'people')}" if there.unpaid else ""
    )
    moved = (
        f", with what moved in from {joined(list(there.moved_from))}" if there.moved_from else ""
    )
    return f"{pounds(there.cost_gbp)}{without}{moved}"


CELLS = (
    ("Calls a day that its vehicles reach", calls_a_day),
    ("Hours a week out on calls", hours_of_station),
    ("Time off the run, each fire engine", off_the_run),
    ("First fire engine on its ground, mean", mean_response),
    ("The same, median", median_response),
    ("Its own premises and people, a year", own_cost),
)
"""What is said of a station, each with who says it."""


def ground_people(pack: Pack, station: str) -> float:
    """Residents of the station's ground; NaN where it has none."""
    zones = pack.stations.grounds.get(station)
    if zones is None:
        return float("nan")
    return float(np.asarray(pack.region.zones.people, dtype=np.float64)[zones].sum())


def ground_words(pack: Pack) -> str:
    """What a station's ground is, and which calls on it are counted."""
    title = pack.stations.clock_title
    calls = f" Calls are those on the clock “{title}”, summed over replications;" if title else ""
    return (
        "A station’s ground is where its fire engine is expected first in the baseline, for a new station under the "
        f"first option that has it, and is the same under every option, whoever comes.{calls} of fewer than "
        f"{FEW_CALLS}, or where fewer change, no difference is told."
    )
