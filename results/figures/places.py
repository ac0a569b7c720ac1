"""The places that are reported apart: the study's districts, what is left between them, the region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.figures.reading import (
    Gap,
    Reading,
    Runs,
    gap_of,
    headline_standard,
    less,
    mean_of,
    reading_of,
)
from results.figures.wording import together
from results.pack import District, Option, Pack


@dataclass(frozen=True, eq=False)
class Place:
    """A part of the region, as the groups of measures know it and as a mask over its zones.

    A place that is what a district leaves of a wider one has both in `district` and `but`. `group` are the keys and
    values of one that is no district: town or country, a deprivation fifth, a station's ground.
    """

    title: str
    zones: NDArray[np.bool_]
    district: str = ""
    but: str = ""
    group: tuple[tuple[str, str], ...] = ()

    @property
    def where(self) -> str:
        """In words that stand in a sentence: "in Hayle"."""
        return f"in {self.title}"

    @property
    def head(self) -> str:
        """The title with a capital, to head a row."""
        return f"{self.title[:1].upper()}{self.title[1:]}"


def places(pack: Pack) -> tuple[Place, ...]:
    """The district that the study names first, what the widest has beyond it, the others, and the widest at the end.

    Where the first is the widest, the next is taken for it; without districts it is the study area alone.
    """
    if not pack.districts:
        return (study_box(pack),)
    by_size = sorted(pack.districts, key=lambda district: int(district.zones.sum()))
    widest = by_size[-1]
    inner = next((district for district in pack.districts if district is not widest), None)
    found = [Place(inner.title, inner.zones, inner.name)] if inner is not None else []
    if inner is not None and lies_within(inner, widest):
        found.append(_rest(widest, inner))
    others = [d for d in by_size if d is not inner]
    return (*found, *(Place(d.title, d.zones, d.name) for d in others))


def _rest(whole: District, inner: District) -> Place:
    title = f"the rest of {whole.title}"
    return Place(title, whole.zones & ~inner.zones, whole.name, inner.name)


def study_box(pack: Pack) -> Place:
    """What the maps show, or the whole region."""
    zones = pack.region.zones
    if pack.focus is None:
        return Place(pack.region.title, np.ones(len(zones.easting), dtype=np.bool_))
    west, south, east, north = pack.focus
    mask = (zones.easting >= west) & (zones.easting <= east)
    mask &= (zones.northing >= south) & (zones.northing <= north)
    return Place("the study area", np.asarray(mask, dtype=np.bool_))


def told_places(pack: Pack) -> tuple[Place, ...]:
    """The district that the study is about and the wider one, as it names them; else the smallest and the widest.

    Unnamed, only districts count in which a played option changes anything; without districts, the study area.
    """
    if not pack.districts:
        return (study_box(pack),)
    if pack.told:
        named = {district.name: district for district in pack.districts}
        found = [named[name] for name in pack.told]
    else:
        by_size = sorted(pack.districts, key=lambda district: int(district.zones.sum()))
        moved = [district for district in by_size if _moved(pack, district)] or by_size
        found = [moved[0], moved[-1]] if lies_within(moved[0], moved[-1]) else moved[-2:]
    return tuple(
        Place(district.title, district.zones, district.name) for district in dict.fromkeys(found)
    )


def lies_within(inner: District | Place, whole: District | Place) -> bool:
    """Whether one is a part of the other."""
    return not (inner.zones & ~whole.zones).any()


def _moved(pack: Pack, district: District) -> bool:
    """Whether an option changes the first unit's time or the people within the standard there."""
    standard, reading = headline_standard(pack), reading_of(pack)
    clock = {"clock": standard.clock} if standard else {}
    keys = clock | {"district": district.name}
    within = keys | ({"standard": standard.name, "basis": "availability"} if standard else {})
    gaps = [
        gap
        for option in pack.proposals
        for gap in (
            reading.gap("response_mean_s", option.name, **keys),
            reading.gap("people_within_standard", option.name, **within),
        )
    ]
    return any(gap.measured and gap.difference != 0 for gap in gaps)


def study_place(pack: Pack) -> Place:
    """The place that headlines and curves speak of: the last that is told, the region if asked."""
    return whole_region(pack) if pack.speaks_of_region else told_places(pack)[-1]


def whole_region(pack: Pack) -> Place:
    """All of the region."""
    return Place(pack.region.title, np.ones(len(pack.region.zones.easting), dtype=np.bool_))


def runs_at(reading: Reading, measure: str, option: Option, place: Place, **keys: str) -> Runs:
    """A count in a place by replication; what a district leaves is a difference of counts."""
    narrowed = keys | ({"district": place.district} if place.district else {})
    found = reading.runs(measure, option.name, **narrowed)
    if place.but:
        found = less(found, reading.runs(measure, option.name, **{**keys, "district": place.but}))
    return found


def people_at(reading: Reading, option: Option, place: Place, **keys: str) -> float:
    """People within a standard in a place."""
    return mean_of(runs_at(reading, "people_within_standard", option, place, **keys))


def people_gap(
    reading: Reading, option: Option, baseline: Option, place: Place, **keys: str
) -> Gap:
    """The change in people within a standard in a place, paired by replication."""
    measure = "people_within_standard"
    return gap_of(
        runs_at(reading, measure, option, place, **keys),
        runs_at(reading, measure, baseline, place, **keys),
    )


def at(place: Place, rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which arrivals are at calls in a place; a call without a zone is nowhere."""
    zone = rows["zone"].to_numpy(dtype=np.int64)
    return np.asarray(place.zones[np.maximum(zone, 0)] & (zone >= 0), dtype=np.bool_)


def merged(
    pack: Pack, cells_of: Callable[[Option], tuple[str, ...]]
) -> list[tuple[str, tuple[str, ...]]]:
    """A row for the baseline, and one for each set of options of which the same cells are printed."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for option in pack.proposals:
        alike.setdefault(cells_of(option), []).append(option.title)
    every = len(pack.proposals)
    return [
        (f"Now: {pack.baseline.title}", cells_of(pack.baseline)),
        *((together(titles, every), cells) for cells, titles in alike.items()),
    ]
