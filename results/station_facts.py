"""A station as its card shows it: what stands there under an option, who crews it and when, what it costs by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

ON_STATION = 2.0
"""Of an hour of the week: a crew is on duty at the station. Up to 1 it is the share on call."""


@dataclass(frozen=True)
class StationFacts:
    """What is at a station under one option.

    `units` has each vehicle's key and words, `crews` the people in words. `week` says for each hour of the week, from
    Monday midnight, how often the vehicle named in `week_of` can be crewed, as declared: ON_STATION, or the share of
    hours on call; empty where nothing is declared. `cost_gbp` is what the study declares a year for this station's own
    premises and people, without pay by the call; None where it declares nothing by station. `unpaid` people of it have
    no pay in that. `moved_from` are the stations, by name, at which some of its vehicles or people are in the baseline:
    what they cost was theirs.
    """

    agencies: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    crews: tuple[str, ...]
    week: tuple[float, ...] = ()
    week_of: str = ""
    cost_gbp: float | None = None
    unpaid: int = 0
    moved_from: tuple[str, ...] = ()

    @property
    def stands(self) -> tuple[object, ...]:
        """What an option may change at the station itself."""
        return self.agencies, self.units, self.crews


@dataclass(frozen=True, eq=False)
class Stations:
    """The stations of a study: facts by station and option (one that an option lacks has none), and their grounds.

    `grounds` are the zones, as numbers, where its fire engine is expected first: in the baseline, or for a new station
    under the first option that has it. `own_option` names that option for new stations. `asked` is what the study's
    report asks for: `all`, `changed` or names.
    """

    facts: Mapping[str, Mapping[str, StationFacts]] = field(default_factory=dict)
    grounds: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    own_option: Mapping[str, str] = field(default_factory=dict)
    clock: str = ""
    """The clock on which response is told: of the fire service, that of most calls."""
    clock_title: str = ""
    fire: frozenset[str] = frozenset()
    """Stations at which a vehicle of the fire service stands under some option."""
    areas: Mapping[str, Mapping[str, NDArray[np.int64]]] = field(default_factory=dict)
    """By clock of the fire service, the zones of each station's ground in the baseline, as measures are split by."""
    asked: tuple[str, ...] = ("changed",)
