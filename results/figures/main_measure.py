"""The one measure by which a report shows how sure it is: what a precision was wanted of, else the
headline response."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from results.figures.bid_check import amount
from results.figures.columns import (
    GROUNDS,
    Column,
    of_patients,
    people_keys,
    police_calls,
    police_standard,
    response_column,
)
from results.figures.places import study_place
from results.figures.reading import (
    Runs,
    first_to_arrive,
    gap_of,
    headline_standard,
    less,
    reading_of,
)
from results.figures.wording import minutes, percent, signed
from results.pack import Option, Pack

Read = Callable[[Option], Runs]


@dataclass(frozen=True)
class Main:
    """What is judged, by option and replication: differences from the baseline, or own values where `of` says so.

    `wanted` is half the interval that the study asked for, None where it asked for none.
    """

    title: str
    unit: str
    of: str
    runs: Mapping[Option, Runs]
    wanted: float | None = None

    def say(self, value: float) -> str:
        """An amount without its sign."""
        return size(self.unit, value)

    def signed(self, value: float) -> str:
        """An amount, with its sign if it is a difference."""
        return signed(self.say(value), value) if self.of == "difference" else self.say(value)


def size(unit: str, value: float) -> str:
    """How large a difference is, in words."""
    if unit == "share":
        return f"{percent(abs(value)).rstrip('%')} points"
    return minutes(value) if unit == "s" else amount(abs(value), unit)


def main_measure(pack: Pack) -> Main | None:
    """The measure that the intervals are shown of; None where nothing fit was measured."""
    wanted = pack.provenance.get("precision")
    return _wanted(pack, wanted) if wanted else _headline(pack)


def _wanted(pack: Pack, wanted: Mapping[str, Any]) -> Main | None:
    """What the study wanted a precision of."""
    measure, group, of = str(wanted["measure"]), str(wanted["group"]), str(wanted["of"])
    where = f" ({group.replace(';', ', ').replace('=', ' ').replace('_', ' ')})" if group else ""
    title = f"{measure.removesuffix('_s').replace('_', ' ')}{where}"
    read = partial(reading_of(pack).exactly, measure, group)
    found = _of(pack, of, lambda option: read(option.name))
    return (
        Main(title, str(wanted["unit"]), of, found, float(wanted["half_width"])) if found else None
    )


def _headline(pack: Pack) -> Main | None:
    """Of what figure 2 compares, the first that some option clearly changes; else the first that was measured."""
    of = "difference" if pack.proposals else "value"
    measured = [
        Main(title, unit, of, found)
        for title, unit, read in _candidates(pack)
        if (found := _of(pack, of, read))
    ]
    moved = [one for one in measured if any(_clear(runs) for runs in one.runs.values())]
    return next(iter(moved or measured), None)


def _clear(runs: Runs) -> bool:
    """Whether the interval of some differences leaves nought out."""
    return gap_of(runs, dict.fromkeys(runs, 0.0)).clear


def _candidates(pack: Pack) -> Iterator[tuple[str, str, Read]]:
    """Title, unit and values by replication of the headline response, then of police and patients, then of people."""
    reading, standard, here = reading_of(pack), headline_standard(pack), study_place(pack)
    if standard is None:
        for name in reading.values_of("response_mean_s", "clock"):
            read = partial(_read, pack, "response_mean_s", {"clock": name})
            yield f"average on the clock {name.replace('_', ' ')}", "s", read
        return
    part = {"district": here.district} if here.district else {}
    where = here.where if part else f"in {pack.region.title}"
    keys = {"service": standard.service, "clock": standard.clock}
    yield (
        f"average time of {first_to_arrive(pack)} {where}",
        "s",
        partial(_response, pack, response_column(pack, reading, here), keys | part),
    )
    if police := police_standard(pack):
        for ground, words in GROUNDS.items():
            read = partial(
                _read, pack, "response_mean_s", {"clock": police.clock, "rurality": ground}
            )
            yield f"average time of the first officer at {police_calls(police)} {words}", "s", read
    for one in of_patients(pack):
        read = partial(_read, pack, "within_standard", {"standard": one.name})
        yield f"share of calls met, {one.title}", "share", read
    yield (
        f"people within {minutes(standard.limit_s)} {where}",
        "people",
        partial(_read, pack, "people_within_standard", people_keys(pack, "availability") | part),
    )


def _response(pack: Pack, column: Column, keys: dict[str, str], option: Option) -> Runs:
    """The mean response, where enough calls change for its spread to mean anything."""
    return {} if column.too_few(option) else _read(pack, "response_mean_s", keys, option)


def _read(pack: Pack, measure: str, keys: dict[str, str], option: Option) -> Runs:
    return reading_of(pack).runs(measure, option.name, **keys)


def _of(pack: Pack, of: str, read: Read) -> dict[Option, Runs]:
    """Values by replication of each option that has any, or their differences from the baseline."""
    if of == "value":
        mine = {option: read(option) for option in pack.options}
    else:
        now = read(pack.baseline)
        mine = {option: less(read(option), now) for option in pack.proposals}
    return {option: runs for option, runs in mine.items() if runs}
