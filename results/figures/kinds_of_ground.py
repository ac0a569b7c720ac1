"""Town and country, deprivation fifths and ages, where the region knows them; and each station's ground."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from results.figures.places import Place
from results.figures.station_values import place_of
from results.pack import Pack

RURALITY = {"rural": "the country", "urban": "the towns"}
FIFTHS = {
    "1": "the most deprived fifth",
    "2": "the second fifth by deprivation",
    "3": "the third fifth by deprivation",
    "4": "the fourth fifth by deprivation",
    "5": "the least deprived fifth",
}
WHICH_REGION = "Deprivation fifths and ages need a region built from census files."


def grounds(pack: Pack) -> tuple[Place, ...]:
    """Country and towns, where the region has both, and the deprivation fifths that it knows."""
    return (*_town_and_country(pack), *_fifths(pack))


def _town_and_country(pack: Pack) -> Iterator[Place]:
    words = getattr(pack.region.zones, "rurality", None)
    if words is None or len(set(words)) < 2:
        return
    told = np.asarray(words, dtype=object)
    for word, title in RURALITY.items():
        yield Place(title, np.asarray(told == word, dtype=np.bool_), group=(("rurality", word),))


def _fifths(pack: Pack) -> Iterator[Place]:
    known = getattr(pack.region.zones, "deprivation_fifth", None)
    if known is None:
        return
    for fifth, title in FIFTHS.items():
        zones = np.asarray(known == int(fifth), dtype=np.bool_)
        if zones.any():
            yield Place(title, zones, group=(("deprivation", fifth),))


def groups_of_people(pack: Pack) -> dict[str, NDArray[np.float64]]:
    """People by zone of each kind of ground, and of each age group that the region counts."""
    people = np.asarray(pack.region.zones.people, dtype=np.float64)
    found = {f"In {place.title}": np.where(place.zones, people, 0.0) for place in grounds(pack)}
    ages = getattr(pack.region.zones, "age", None) or {}
    return found | {
        f"Aged {str(label).replace('_', ' ')}": np.nan_to_num(np.asarray(count, dtype=np.float64))
        for label, count in ages.items()
    }


def station_areas(pack: Pack, clock: str) -> tuple[Place, ...]:
    """The ground of each station of the fire service in the baseline on a clock, by name."""
    size = len(pack.region.zones.easting)
    found = []
    for station, zones in pack.stations.areas.get(clock, {}).items():
        mask = np.zeros(size, dtype=np.bool_)
        mask[np.asarray(zones, dtype=np.int64)] = True
        title = f"the area of {place_of(pack, station)}"
        found.append(Place(title, mask, group=(("station", station),)))
    return tuple(sorted(found, key=lambda place: place.title))
