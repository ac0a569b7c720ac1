"""A region's minutes beside stated ones: how far off, over all pairs and over the short ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geography.faults import Fault, RegionError, nearest_word
from geography.region import Region
from geography.road_pieces import Floats

SHORT_KM = 20.0
FAR_M = 5000.0  # a place farther than this from any zone is not of the region
PROFILE = "day"
COLUMNS = ("from", "to", "minutes", "code", "easting", "northing")
_FEW = 5


@dataclass(frozen=True)
class Agreement:
    """How far the region's minutes are from stated ones; relative errors are of the stated."""

    pairs: int
    excluded: int
    correlation: float
    median_relative_error: float
    p90_relative_error: float

    def as_json(self) -> dict[str, Any]:
        """Plain numbers; null where there were too few pairs to say."""
        return {
            "pairs": self.pairs,
            "excluded": self.excluded,
            "correlation": _or_none(self.correlation),
            "median_relative_error": _or_none(self.median_relative_error),
            "p90_relative_error": _or_none(self.p90_relative_error),
        }


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


@dataclass(frozen=True)
class Compared:
    """Agreement over all pairs and over those nearer than 20 km; and the farthest of the places from a zone."""

    whole: Agreement
    short: Agreement

    def as_json(self) -> dict[str, Any]:
        """As `bluelight region check --json` prints it."""
        return self.whole.as_json() | {"short": self.short.as_json()}

    def as_lines(self) -> list[str]:
        """As a person reads it."""
        lines = []
        for label, one in (("all pairs", self.whole), (f"under {SHORT_KM:g} km", self.short)):
            lines.append(
                f"{label}: {one.pairs:,} pairs ({one.excluded:,} left out), correlation {one.correlation:.3f}, "
                f"relative error {one.median_relative_error:.1%} (median), {one.p90_relative_error:.1%} (90th centile)"
            )
        return lines


def _table(path: Path, faults: list[Fault]) -> pd.DataFrame | None:
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path).astype(str)
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(str(path), None, "", "There is no such file."))
    except (OSError, EOFError, ValueError, UnicodeDecodeError) as error:
        message = f"This is no table, or only half of it was fetched: {error}"
        faults.append(Fault(str(path), None, "", message.strip().rstrip(".") + "."))
    return None


def _columns(
    frame: pd.DataFrame,
    path: Path,
    names: Mapping[str, str],
    wanted: tuple[str, ...],
    faults: list[Fault],
) -> bool:
    """Whether the table has the columns wanted; a fault for each that is not there."""
    ok = True
    for what in wanted:
        column = names.get(what, what)
        if column not in frame.columns:
            ok, there = False, [str(one) for one in frame.columns]
            hint = nearest_word(column, there)
            message = "This column is missing; --columns can name another."
            faults.append(Fault(str(path), 1, column, message, ", ".join(there), hint))
    return ok


def _numbers(frame: pd.DataFrame, column: str, path: Path, faults: list[Fault]) -> Floats:
    values = np.array(pd.to_numeric(frame[column], errors="coerce"), dtype=float)
    for row in np.flatnonzero(~np.isfinite(values))[:_FEW]:
        message = f'"{frame[column].iloc[row]}" is not a number.'
        faults.append(Fault(str(path), int(row) + 2, column, message))
    return values


def names_of_columns(text: str) -> dict[str, str]:
    """`from=lsoa21_code,to=site_lsoa21` as names by what they hold. Raises RegionError for a word that is not known."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        what, sign, name = (part.strip() for part in pair.partition("="))
        if what not in COLUMNS or not sign or not name:
            message = f'"{pair}" does not name a column.'
            hint = nearest_word(what, COLUMNS)
            allowed = ", ".join(f"{one}=…" for one in COLUMNS)
            raise RegionError([Fault("--columns", None, "", message, allowed, hint)])
        found[what] = name
    return found


def compare_with(region: Region, times: Path, places: Path, names: Mapping[str, str]) -> Compared:
    """The region's day minutes between places beside stated minutes.

    Each place stands at the node of the nearest zone. Pairs of 0 stated minutes are left out, and so are pairs with a
    place that PLACES does not have, that is far from any zone, or that no road joins.

    Raises RegionError with every fault of the two files.
    """
    faults: list[Fault] = []
    stated, where = _table(times, faults), _table(places, faults)
    ready = stated is not None and _columns(stated, times, names, ("from", "to", "minutes"), faults)
    placed = where is not None and _columns(
        where, places, names, ("code", "easting", "northing"), faults
    )
    if stated is None or where is None or not (ready and placed):
        raise RegionError(faults)
    column = {what: names.get(what, what) for what in COLUMNS}
    minutes = _numbers(stated, column["minutes"], times, faults)
    xy = np.column_stack([
        _numbers(where, column[axis], places, faults) for axis in ("easting", "northing")
    ])  # fmt: skip
    codes = {str(code): row for row, code in enumerate(where[column["code"]])}
    ends = [
        np.array([codes.get(str(code), -1) for code in stated[column[end]]])
        for end in ("from", "to")
    ]
    known = (ends[0] >= 0) & (ends[1] >= 0)
    if not faults and not known.any():
        message = f"None of the {len(stated):,} pairs is between places of {places.name}."
        faults.append(Fault(str(times), None, "", message))
    if faults:
        raise RegionError(faults)
    zones = np.column_stack([region.zones.easting, region.zones.northing])
    away_m, nearest = (np.asarray(one) for one in cKDTree(zones).query(xy))
    known &= (away_m[ends[0]] <= FAR_M) & (away_m[ends[1]] <= FAR_M)
    if not known.any():
        message = f"None of the places is within {FAR_M / 1000:g} km of a zone of {region.title}."
        raise RegionError([Fault(str(places), None, "", message)])
    node = region.zones.node[nearest]
    origin, end = (one[known] for one in ends)
    made = region.roads.seconds_between(node[end], node[origin], PROFILE) / 60
    km = np.hypot(*(xy[origin] - xy[end]).T) / 1000
    usable = (minutes[known] > 0) & np.isfinite(made)
    lost = int((~known).sum())
    return Compared(
        _agreement(minutes[known], made, usable, lost),
        _agreement(minutes[known], made, usable & (km < SHORT_KM), 0, km < SHORT_KM),
    )


def _agreement(
    stated: Floats,
    made: Floats,
    usable: np.ndarray,
    lost: int,
    among: np.ndarray | None = None,
) -> Agreement:
    asked = len(stated) if among is None else int(among.sum())
    excluded = asked + lost - int(usable.sum())
    a, b = stated[usable], made[usable]
    nan = float("nan")
    if not len(a):
        return Agreement(0, excluded, nan, nan, nan)
    error = np.abs(b - a) / a
    varied = len(a) > 1 and a.std() > 0 and b.std() > 0
    return Agreement(
        len(a),
        excluded,
        float(np.corrcoef(a, b)[0, 1]) if varied else nan,
        float(np.median(error)),
        float(np.quantile(error, 0.9)),
    )
