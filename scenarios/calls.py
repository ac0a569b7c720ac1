"""The day is written before it is played: every call, with a mark for each thing that chance will decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.chance import TICKS_PER_S, Chance, mix, to_unit
from scenarios.demand import DemandProfile
from scenarios.duty import DAY_S, HOUR_S
from scenarios.words import CallKind, Category, Service

YEAR_DAYS = 365.25
KEPT = ("stream", "place", "at_s", "zone", "handling")
MARKS = ("kept", "zone", "handling")


class MarkOf(IntEnum):
    """What chance decides about a call once it rings; each mark is a uniform of its own."""

    SCENE = 1
    CONVEY = 2
    HANDOVER = 3
    MAKE_READY = 4
    ELIGIBLE = 5
    REPORTED = 6
    CHALLENGE = 7
    CALLED_OFF = 8
    CALLED_OFF_AFTER = 9
    MAKE_UP = 10
    PATHWAY = 11
    TRAVELS = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """What was recorded of a call: it stands in the place of what chance would decide. None where not recorded."""

    on_scene_s: float | None = None
    conveyed: bool | None = None
    hospital: str | None = None
    handover_s: float | None = None
    marks: Mapping[MarkOf, float] = field(default_factory=dict)


class Call(NamedTuple):
    """One call as it rings. `kind` is what is found there, `reported_kind` decides who goes.

    Its marks are uniforms in (0, 1), looked up by its luck, that scenario and responder turn into facts.
    """

    id: int
    luck: int
    stream: str
    at_s: float
    zone: int
    node: int
    service: Service
    kind: CallKind
    reported_kind: CallKind
    category: Category
    call_handling_s: float
    facts: Facts | None = None

    def mark(self, of: MarkOf) -> float:
        """The uniform that decides one thing about this call."""
        if self.facts is not None and of in self.facts.marks:
            return self.facts.marks[of]
        return to_unit(mix(self.luck, of))


@dataclass(frozen=True, slots=True)
class Ground:
    """What calls need to know of a region: zones' people and road nodes."""

    people: NDArray[np.float64]
    node: NDArray[np.int32]


def arrivals(
    profile_share: NDArray[np.float64],
    ceiling_per_year: float,
    first_hour: float,
    days: int,
    purpose: str,
    chance: Chance,
) -> NDArray[np.float64]:
    """Times in seconds of a Poisson process with a rate for each hour of the week, exactly, by rescaling time."""
    hours = np.arange(days * 24)
    per_week = ceiling_per_year * 7.0 / YEAR_DAYS
    expected = np.concatenate(
        [[0.0], np.cumsum(per_week * profile_share[(hours + int(first_hour)) % 168])]
    )
    total = float(expected[-1])
    count = int(total + 8 * np.sqrt(total) + 16)
    while True:
        gaps = -np.log(chance.uniforms(purpose, count))
        places = np.cumsum(gaps)
        if places[-1] >= total:
            break
        count *= 2
    places = places[places < total]
    edges = np.arange(len(expected)) * HOUR_S
    at_s = np.interp(places, expected, edges)
    return np.asarray(np.floor(at_s * TICKS_PER_S) / TICKS_PER_S, dtype=np.float64)


def draw_stream(
    name: str,
    profile: DemandProfile,
    week_share: NDArray[np.float64],
    ceiling_per_year: float,
    ground: Ground,
    first_hour: float,
    days: int,
    chance: Chance,
) -> pd.DataFrame:
    """The superset of one stream: a row a call, with its marks and whether this scenario's rate keeps it."""
    at_s = arrivals(week_share, ceiling_per_year, first_hour, days, f"calls/{name}/at", chance)
    frame = pd.DataFrame({"at_s": at_s, "place": np.arange(len(at_s))})
    for mark in MARKS:
        frame[mark] = chance.uniforms(f"calls/{name}/{mark}", len(at_s))
    weights = ground.people if profile.among == "people" else np.ones(len(ground.people))
    cumulative = np.cumsum(weights) / weights.sum()
    zone = np.searchsorted(cumulative, frame["zone"].to_numpy(), side="right")
    frame["zone"] = np.minimum(zone, len(weights) - 1)
    rate = profile.calls_per_year(float(ground.people.sum()))
    frame["kept"] = frame["kept"] * ceiling_per_year < rate if ceiling_per_year > 0 else False
    frame["stream"] = name
    return frame


def draw_calls(
    demand: Mapping[str, DemandProfile],
    week_shapes: Mapping[str, NDArray[np.float64]],
    ceilings: Mapping[str, float],
    ground: Ground,
    first_hour: float,
    days: int,
    chance: Chance,
) -> list[Call]:
    """Every call of one replication, in time order.

    `ceilings` gives each stream's largest calls a year over all options of the study, so that the calls of one option
    are those of another wherever their rates agree; an id is a place in that superset.
    """
    streams = [
        draw_stream(
            name, demand[name], week_shapes[demand[name].week], ceilings[name], ground,
            first_hour, days, chance,
        )
        for name in sorted(demand)
    ]  # fmt: skip
    if not streams:
        return []
    superset = pd.concat(streams, ignore_index=True)
    superset = superset.sort_values(["at_s", "stream", "place"], kind="stable", ignore_index=True)
    kept = superset[superset["kept"].to_numpy(dtype=bool)]
    keys = {name: chance.key(f"luck/{name}") for name in demand}
    handling = {name: profile.call_handling.draw() for name, profile in demand.items()}
    nodes = ground.node.tolist()
    columns = zip(kept.index.tolist(), *(kept[name].tolist() for name in KEPT), strict=True)
    return [
        Call(
            number,
            mix(keys[stream], place),
            stream,
            at_s,
            zone,
            nodes[zone],
            demand[stream].service,
            demand[stream].kind,
            demand[stream].kind,
            demand[stream].category,
            handling[stream].at(handling_mark),
        )
        for number, stream, place, at_s, zone, handling_mark in columns
    ]


def horizon_s(days: int) -> float:
    """Seconds in so many days."""
    return days * DAY_S
