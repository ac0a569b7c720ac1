"""What figure 2 compares: response, people within the standard, cover and cost, each where it is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from results.figures.conveying import conveys
from results.figures.interval_words import ends_of, point_end, points, sooner_or_later
from results.figures.moved_calls import moved_calls
from results.figures.own_gain import RunsOf
from results.figures.places import (
    Place,
    lies_within,
    people_at,
    people_gap,
    study_place,
    told_places,
    whole_region,
)
from results.figures.reading import Gap, Reading, Runs, gap_of, headline_standard
from results.figures.study_area import first_arrivals, first_on_clock, local
from results.figures.wording import (
    FEW_CALLS,
    FEW_PEOPLE,
    clock,
    counted,
    known,
    minutes,
    people,
    people_step,
    percent,
    pounds,
    sentence,
    signed,
    thousands,
    wrapped,
)
from results.pack import Option, Pack, Standard

HEAD_LETTERS = 16
MOST_CLOCKS, MOST_COLUMNS, MOST_PATIENTS = 4, 7, 3
GROUNDS = {"rural": "in the country", "urban": "in the towns"}


LEAST_S, LEAST_SHARE, LEAST_PUMPS = 0.5, 0.0005, 0.005
"""Half of the last digit in which figure 2 prints a time, a share and a number of pumps."""


def _enough(_: Option) -> str:
    return ""


@dataclass(frozen=True)
class Column:
    """One thing that is compared: how to find it, how to say it, and which way is better."""

    heading: str
    value: Callable[[Option], float]
    gap: Callable[[Option], Gap]
    say: Callable[[float], str]
    say_gap: Callable[[float], str]
    say_end: Callable[[float], str]
    better: int
    least: float = 0.0
    """The smallest change that is worth a word: a smaller one is printed as none and is no finding, however sure."""
    too_few: Callable[[Option], str] = _enough
    """Why nothing can be said of an option's change, in words; empty where something can."""
    runs: RunsOf | None = None
    """Its values by replication, where what one option adds to another is asked."""

    def way(self, option: Option) -> int:
        """1 where an option changes it clearly for the better, -1 for the worse, 0 where neither can be said."""
        gap = self.gap(option)
        if not gap.clear or self.trifling(gap) or self.too_few(option):
            return 0
        return 1 if (gap.difference > 0) == (self.better > 0) else -1

    def trifling(self, gap: Gap) -> bool:
        """Whether a change is too small to speak of."""
        return gap.measured and abs(gap.difference) < self.least

    def ends(self, gap: Gap) -> str:
        """The interval of a change in words."""
        return ends_of(gap, self.say_end)


def compared(pack: Pack, reading: Reading, others: tuple[Column, ...] = ()) -> tuple[Column, ...]:
    """The columns in the order in which a councillor asks: how soon, for whom, what cover, what cost.

    `others` are those of further services; where there are many, fewer places stand beside each other.
    """
    shared = _shared(pack, reading)
    if headline_standard(pack) is None:
        return (*clock_columns(reading), *shared)
    measured, wider = told_places(pack), study_place(pack)
    counts = measured
    if pack.speaks_of_region:
        measured = counts = (wider,)
    elif wider.district and lies_within(measured[0], wider):
        counts = (*measured[:1], whole_region(pack))
    room = MOST_COLUMNS - len(others) - len(shared)
    measured = measured[:2] if room >= 4 else measured[-1:]  # of which title and headlines speak
    counts = counts[:2] if room >= 3 else counts[-1:]
    return (
        *(response_column(pack, reading, place) for place in measured),
        *others,
        *police_columns(pack, reading),
        *(standard_column(reading, standard) for standard in of_patients(pack)),
        *(people_column(pack, reading, place) for place in counts if len(pack.zone_response)),
        *shared,
    )


def _shared(pack: Pack, reading: Reading) -> tuple[Column, ...]:
    """Cover and cost, where there is any."""
    pumps = reading.groups("off_the_run_share") or reading.groups("pumps_available")
    cost = Column(
        "Cost a year,\nall agencies",
        partial(yearly_cost, pack),
        partial(cost_gap, pack),
        pounds,
        dearer_or_cheaper,
        lambda p: signed(thousands(p), p),
        -1,
    )
    return (*((_cover(reading),) if pumps else ()), *((cost,) if len(pack.costs) else ()))


def clock_columns(reading: Reading) -> tuple[Column, ...]:
    """The average on each clock, the first few of them, where no standard says which clock matters."""
    names = reading.values_of("response_mean_s", "clock")[:MOST_CLOCKS]
    return tuple(_clock_column(reading, name) for name in names)


def _clock_column(reading: Reading, name: str) -> Column:
    return Column(
        wrapped(f"Average on the clock {name.replace('_', ' ')}", HEAD_LETTERS, 6),
        lambda option: reading.value("response_mean_s", option.name, clock=name),
        lambda option: reading.gap("response_mean_s", option.name, clock=name),
        minutes,
        sooner_or_later,
        clock,
        -1,
        LEAST_S,
    )


def response_column(pack: Pack, reading: Reading, place: Place) -> Column:
    """The average time of the first fire engine in a district, or in the whole region."""
    standard = headline_standard(pack)
    keys = {"service": standard.service, "clock": standard.clock} if standard else {}
    here = pack.region.title
    rows = local(first_arrivals(pack), place)
    moved = {one: moved_calls(rows, one, pack.baseline) for one in pack.proposals if len(rows)}
    if place.district:
        keys |= {"district": place.district}
        calls = int((rows["scenario"] == pack.baseline.name).sum())
        only = "only " if calls < FEW_CALLS else ""
        here = f"{place.title} ({only}{counted(calls, 'call')})"
    whose = "First fire engine" if standard and standard.service == "fire" else "First to arrive"
    return Column(
        wrapped(f"{whose}: average in {here}", HEAD_LETTERS, 6),
        lambda option: reading.value("response_mean_s", option.name, **keys),
        lambda option: reading.gap("response_mean_s", option.name, **keys),
        minutes,
        sooner_or_later,
        clock,
        -1,
        LEAST_S,
        lambda option: moved[option].too_few if option in moved else "",
        lambda option: reading.runs("response_mean_s", option.name, **keys),
    )


def of_patients(pack: Pack) -> list[Standard]:
    """Where fire crews convey and the region is looked at whole: the most urgent ambulance standard, and the next two.

    The most urgent is the one that the study declares first, however few its calls; the next are those with the most.
    """
    if pack.districts or not conveys(pack):
        return []
    calls: Mapping[Any, int] = (
        pack.arrivals["clock"].value_counts().to_dict() if len(pack.arrivals) else {}
    )
    found = [standard for standard in pack.standards if standard.service == "ambulance"]
    most = sorted(found[1:], key=lambda standard: -int(calls.get(standard.clock, 0)))
    kept = [*found[:1], *most[: MOST_PATIENTS - 1]]
    return [standard for standard in found if standard in kept]


def police_standard(pack: Pack) -> Standard | None:
    """The police's first standard, where the study is of fire and police alone."""
    services = {standard.service for standard in pack.standards}
    if services != {"fire", "police"}:
        return None
    return next(standard for standard in pack.standards if standard.service == "police")


def police_calls(standard: Standard) -> str:
    """The calls of a police clock as a sentence says them: "police grade 1 calls"."""
    return f"{standard.clock.replace('_', ' ')} calls"


def police_gap(reading: Reading, standard: Standard, ground: str, option: Option) -> Gap:
    """The change in the average time of the first officer, in the country or in the towns."""
    keys = {"clock": standard.clock, "rurality": ground}
    return reading.gap("response_mean_s", option.name, **keys)


def police_columns(pack: Pack, reading: Reading) -> tuple[Column, ...]:
    """The average time of the first officer, in the country and in the towns."""
    standard = police_standard(pack)
    return (
        tuple(police_column(pack, reading, standard, ground) for ground in GROUNDS)
        if standard
        else ()
    )


def police_column(pack: Pack, reading: Reading, standard: Standard, ground: str) -> Column:
    """The average time of the first officer in the country or in the towns."""
    keys = {"clock": standard.clock, "rurality": ground}
    return Column(
        wrapped(f"{sentence(police_calls(standard))}: average {GROUNDS[ground]}", HEAD_LETTERS, 6),
        lambda option: reading.value("response_mean_s", option.name, **keys),
        lambda option: police_gap(reading, standard, ground, option),
        minutes,
        sooner_or_later,
        clock,
        -1,
        LEAST_S,
        lambda option: _few_officers(pack, standard, ground, option),
    )


def _few_officers(pack: Pack, standard: Standard, ground: str, option: Option) -> str:
    """Why nothing can be said of the first officer's mean there, where too few calls change."""
    words = getattr(pack.region.zones, "rurality", None)
    rows = first_on_clock(pack, standard.service, standard.clock)
    if words is None or not len(rows):
        return ""
    there = np.asarray(words, dtype=object)[rows["zone"].to_numpy(dtype=np.int64)] == ground
    return moved_calls(rows[there], option, pack.baseline).too_few


def standard_column(reading: Reading, standard: Standard) -> Column:
    """The share of calls within a standard, over the whole region."""
    keys = {"standard": standard.name}
    return Column(
        wrapped(standard.title, HEAD_LETTERS, 6),
        lambda option: reading.value("within_standard", option.name, **keys),
        lambda option: reading.gap("within_standard", option.name, **keys),
        percent,
        points,
        point_end,
        +1,
        LEAST_SHARE,
        runs=lambda option: reading.runs("within_standard", option.name, **keys),
    )


def people_keys(pack: Pack, basis: str) -> dict[str, str]:
    """The keys of the headline standard's count of people."""
    standard = headline_standard(pack)
    keys = {"clock": standard.clock, "standard": standard.name} if standard else {}
    return {**keys, "basis": basis}


def people_column(pack: Pack, reading: Reading, place: Place) -> Column:
    """People within the headline standard, given which crews are really there."""
    standard, keys = headline_standard(pack), people_keys(pack, "availability")
    limit = minutes(standard.limit_s) if standard else "the standard"
    where = place.title if place.district else pack.region.title
    most = max((people_at(reading, one, place, **keys) for one in pack.options), default=0.0)
    return Column(
        wrapped(f"People within {limit} in {where}", HEAD_LETTERS, 6),
        lambda option: people_at(reading, option, place, **keys),
        lambda option: people_gap(reading, option, pack.baseline, place, **keys),
        people,
        more_or_fewer,
        _signed_people,
        +1,
        people_step(most) / 2,
    )


def _cover(reading: Reading) -> Column:
    """The pumps on the run, where they are counted, else the time off the run of all pumps together.

    A share of all pumps moves with which pumps there are: a new one that is often off the run would seem to make cover
    thinner, though no other is off the run for a minute more.
    """
    if reading.groups("pumps_available"):
        return Column(
            "Fire engines\nready to go,\non average",
            lambda option: reading.value("pumps_available", option.name),
            lambda option: reading.gap("pumps_available", option.name),
            _pumps,
            _signed_pumps,
            _signed_pumps,
            +1,
            LEAST_PUMPS,
        )
    return Column(
        "Fire engines,\nall: time off\nthe run",
        lambda option: reading.value("off_the_run_share", option.name),
        lambda option: reading.gap("off_the_run_share", option.name),
        percent,
        points,
        point_end,
        -1,
        LEAST_SHARE,
    )


def _pumps(number: float) -> str:
    return f"{number:.2f}" if known(number) else "not measured"


def _signed_pumps(number: float) -> str:
    return signed(f"{abs(number):.2f}", number)


def more_or_fewer(count: float) -> str:
    """A difference of people as "6,500 more"."""
    return f"{people(abs(count))} {'more' if count > 0 else 'fewer'}" if count else "no change"


def _signed_people(count: float) -> str:
    if 0 < abs(count) < FEW_PEOPLE:  # as `people` says it, in fewer letters
        return f"{'+' if count > 0 else '−'}<{FEW_PEOPLE}"
    return signed(people(count), count)


def dearer_or_cheaper(amount: float) -> str:
    """A difference of money as "£104k less"."""
    if round(amount) == 0:
        return "no change"
    return f"{pounds(abs(amount))} {'more' if amount > 0 else 'less'}"


def yearly_cost(pack: Pack, option: Option) -> float:
    """All agencies' cost a year, the mean over replications."""
    totals = _totals(pack, option)
    return float(totals.mean()) if len(totals) else float("nan")


def cost_gap(pack: Pack, option: Option) -> Gap:
    """The change in all agencies' cost a year, paired by replication."""
    return gap_of(cost_runs(pack, option), cost_runs(pack, pack.baseline))


def cost_runs(pack: Pack, option: Option) -> Runs:
    """All agencies' net cost a year by replication."""
    return {int(str(run)): float(gbp) for run, gbp in _totals(pack, option).to_dict().items()}


def _totals(pack: Pack, option: Option) -> "pd.Series[float]":
    if not len(pack.costs):
        return pd.Series(dtype=float)
    mine = pack.costs[pack.costs["scenario"] == option.name]
    totals: pd.Series[float] = mine.groupby("replication")["amount_gbp_per_year"].sum()
    return totals.astype(float)
