"""Seconds to drive each piece of road: speeds by class and setting, limits, and waits at junctions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geography.faults import Fault, nearest_word
from geography.road_pieces import BUILT_CLASSES, MPH_KMH, RANK, Flags, Floats, Pieces
from geography.sourced import STATUSES, SourcedValue
from geography.tables import Reader

_ROOM = Path(__file__).parent
DEFAULT_SPEEDS = _ROOM / "default_speeds.csv"
SETTINGS = ("rural", "urban")
UNITS = {"km/h": 1.0, "mph": MPH_KMH}
LEAST_KMH, MOST_KMH = 1.0, 200.0
DRIVEN_AT = ("blue_light", "day")
TOWN_LIMIT_KMH = 50.0  # 30 mph: where that is the limit, it is a town or a village


@dataclass(frozen=True)
class SpeedTable:
    """Kilometres an hour by profile, class and setting, as declared."""

    file: str
    speed: Mapping[tuple[str, str, str], SourcedValue]

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles that it has."""
        return tuple(dict.fromkeys(profile for profile, _, _ in self.speed))

    def kmh(self, profile: str, road_class: NDArray[np.str_], setting: str) -> Floats:
        """Speeds of pieces in one setting, [pieces]."""
        found = np.full(len(road_class), np.nan)
        for name in BUILT_CLASSES:
            if (profile, name, setting) in self.speed:
                one = self.speed[profile, name, setting]
                found[road_class == name] = one.value * UNITS[one.unit]
        return found


def read_speeds(path: Path, faults: list[Fault]) -> SpeedTable:
    """A table of speeds: `profile, road_class, rural, urban, unit, status, source`."""
    reader = Reader(path.parent)
    wanted = ("profile", "road_class", "rural", "urban", "unit", "status", "source")
    speed: dict[tuple[str, str, str], SourcedValue] = {}
    for row in reader.rows(path.name, wanted):
        profile = reader.word(row, "profile", DRIVEN_AT)
        road_class = reader.word(row, "road_class", BUILT_CLASSES)
        unit, status = reader.word(row, "unit", tuple(UNITS)), reader.word(row, "status", STATUSES)
        if len(row.text("source")) < 5:
            reader.fault(row, "source", "A speed needs a source.")
        for setting in SETTINGS:
            key = (profile, road_class, setting)
            value = reader.number(row, setting, least=0)
            if not np.isnan(value) and not LEAST_KMH <= value * UNITS[unit] <= MOST_KMH:
                allowed = f"{LEAST_KMH / UNITS[unit]:.3g} to {MOST_KMH / UNITS[unit]:.3g} {unit}"
                message = f"{value:g} {unit} is no speed of a fire engine or car."
                reader.fault(row, setting, message, allowed)
            if key in speed:
                reader.fault(row, "road_class", f"{profile} {road_class} is given twice.")
            name = f"speeds.{profile}.{road_class}.{setting}"
            speed[key] = SourcedValue(name, value, unit, status, row.text("source"))
    faults += reader.faults
    return SpeedTable(str(path), speed)


def missing_speeds(table: SpeedTable, pieces: Pieces, faults: list[Fault]) -> None:
    """A fault for each class of road that is there and has no speed at a profile."""
    for profile in DRIVEN_AT:
        for name in np.unique(pieces.road_class):
            if any((profile, str(name), setting) not in table.speed for setting in SETTINGS):
                km = pieces.length_m[pieces.road_class == name].sum() / 1000
                message = f"There is no {profile} speed for {name} ({km:,.1f} km of road)."
                given = sorted({c for p, c, _ in table.speed if p == profile})
                hint = nearest_word(str(name), given)
                faults.append(Fault(table.file, None, f"{profile} {name}", message, "", hint))


def junctions(pieces: Pieces) -> Flags:
    """Nodes at which three pieces or more meet."""
    ends = np.concatenate([pieces.start, pieces.end])
    degree = np.bincount(ends, minlength=len(pieces.xy))
    return np.asarray(degree >= 3)


def in_town(pieces: Pieces, constant: Mapping[str, float]) -> Flags:
    """Pieces with as many junctions around their middle as the streets of a town have."""
    crossing = pieces.xy[junctions(pieces)]
    if not len(crossing):
        return np.zeros(len(pieces), dtype=bool)
    middle = shapely.get_coordinates(
        shapely.line_interpolate_point(pieces.line, 0.5, normalized=True)
    )
    around = cKDTree(crossing).query_ball_point(
        middle, constant["urban_within"], return_length=True
    )
    return np.asarray(around >= constant["urban_junctions"])


def _speed_kmh(
    table: SpeedTable, pieces: Pieces, town: Flags, profile: str, share: float
) -> Floats:
    """The table's speed for the setting, [pieces].

    Where the limit is known it says the setting, up to 30 mph being town, and a share of it is the most that is driven.
    """
    rural = table.kmh(profile, pieces.road_class, "rural")
    urban = table.kmh(profile, pieces.road_class, "urban")
    known = ~np.isnan(pieces.limit_kmh)
    slow = np.where(known, pieces.limit_kmh <= TOWN_LIMIT_KMH, town)
    return np.fmin(np.where(slow, urban, rural), pieces.limit_kmh * share)


def _waits(pieces: Pieces, constant: Mapping[str, float], profile: str) -> tuple[Floats, Floats]:
    """Seconds of waiting on coming to a piece's end, and against it to its start."""
    rank = np.array([RANK[name] for name in pieces.road_class.tolist()])
    biggest = np.full(len(pieces.xy), len(BUILT_CLASSES))
    np.minimum.at(biggest, pieces.start, rank)
    np.minimum.at(biggest, pieces.end, rank)
    circle = np.zeros(len(pieces.xy), dtype=bool)
    for node in (pieces.start, pieces.end):
        circle[node[pieces.roundabout]] = True
    meets = junctions(pieces)

    def at(node: NDArray[np.int64]) -> Floats:
        entering = (circle[node] & ~pieces.roundabout) | pieces.mini_roundabout[node]
        giving_way = meets[node] & (rank > biggest[node])
        return np.select(
            [pieces.signals[node], entering, giving_way & ~pieces.roundabout],
            [constant[f"{what}_{profile}"] for what in ("signals", "roundabout", "give_way")],
            0.0,
        )

    return at(pieces.end), at(pieces.start)


@dataclass(frozen=True)
class Driven:
    """Seconds of each piece by profile, along it and against it; infinite where it may not be driven so."""

    town: Flags
    ahead_s: Mapping[str, Floats]
    back_s: Mapping[str, Floats]


def drive_pieces(pieces: Pieces, table: SpeedTable, constant: Mapping[str, float]) -> Driven:
    """Seconds of every piece."""
    town = in_town(pieces, constant)
    ahead_s, back_s = {}, {}
    for profile in DRIVEN_AT:
        speed = _speed_kmh(table, pieces, town, profile, constant[f"limit_share_{profile}"])
        drive_s = pieces.length_m / (speed / 3.6)
        closed = pieces.lights_only & (profile != "blue_light")
        end_s, start_s = _waits(pieces, constant, profile)
        ahead_s[profile] = np.where(pieces.forward & ~closed, drive_s + end_s, np.inf)
        back_s[profile] = np.where(pieces.backward & ~closed, drive_s + start_s, np.inf)
    return Driven(town, ahead_s, back_s)
