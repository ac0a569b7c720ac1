"""Whose ground a zone is: the station whose crewed pump is expected there first, in the study's baseline.

The grounds are those of the baseline under every option, so that one name means the same places before and after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geography.region import Region
from geography.station_grounds import station_grounds
from results.fire_cover import pumps_of
from scenarios.response import Clock
from scenarios.scenario import Scenario

FIFTHS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, eq=False)
class Grounds:
    """For each clock of the fire service: its stations, and the place among them of each zone's, -1 for nobody's."""

    by_clock: dict[str, tuple[tuple[str, ...], NDArray[np.int64]]]

    @classmethod
    def of(cls, baseline: Scenario, region: Region) -> Grounds:
        """The grounds of a baseline, at the mean over the week of the turnouts that control plans for."""
        found = {}
        for name, clock in baseline.clocks.items():
            if clock.service != "fire":
                continue
            ground = ground_of(clock, baseline, region)
            if ground is not None:
                found[name] = ground
        return cls(found)

    def splits(
        self, clock: str, zone: NDArray[np.int64]
    ) -> list[tuple[dict[str, str], NDArray[np.bool_]]]:
        """Which of some calls are on the ground of each station, by their zones."""
        if clock not in self.by_clock:
            return []
        stations, ground = self.by_clock[clock]
        mine = ground[zone]
        return [({"station": stations[n]}, mine == n) for n in np.unique(mine).tolist() if n >= 0]


def ground_of(
    clock: Clock, scenario: Scenario, region: Region
) -> tuple[tuple[str, ...], NDArray[np.int64]] | None:
    """A clock's stations, and the place among them of each zone's, -1 for nobody's; nothing without a station."""
    pumps = pumps_of(clock, scenario, region)
    rows = np.flatnonzero(pumps.at_home)
    response_s = pumps.drive_s[rows] + pumps.turnout_s[rows].mean(axis=1)[:, None]
    of_pump = np.array([scenario.vehicles[pumps.units[row]].station for row in rows])
    stations = tuple(sorted(set(of_pump.tolist())))
    if not stations:
        return None
    soonest = [response_s[of_pump == station].min(axis=0) for station in stations]
    return stations, station_grounds(np.array(soonest), 0.0, stations).station


def fifths(
    zone: NDArray[np.int64], region: Region
) -> list[tuple[dict[str, str], NDArray[np.bool_]]]:
    """Which of some calls are in each deprivation fifth, where the region knows them; 1 is the most deprived."""
    known = region.zones.deprivation_fifth
    if known is None:
        return []
    return [({"deprivation": str(fifth)}, known[zone] == fifth) for fifth in FIFTHS]
