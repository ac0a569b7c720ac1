"""Which fire stations of a region are its own and open today, which are a neighbour's, and which are of the past."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geography.sites import Site

_OF_THE_PAST = re.compile(
    r"\b(former(ly)?|closed (in|since|by) |before \d{4} only|baseline only)", re.IGNORECASE
)


@dataclass(frozen=True)
class FireStations:
    """Fire stations of a region: its own that are open today, those beyond the border, and those of the past."""

    own: tuple[Site, ...]
    beyond: tuple[Site, ...]
    past: tuple[Site, ...]

    @property
    def pumps(self) -> int:
        """Pumps of its own stations, as far as they are known."""
        return sum(site.pumps for site in self.own)


def fire_stations(sites: Iterable[Site], outline: BaseGeometry) -> FireStations:
    """Fire stations by whose they are: within the outline or beyond it; of the past where the note says so."""
    mine = [site for site in sites if site.kind == "fire_station"]
    past = [site for site in mine if _OF_THE_PAST.search(site.note)]
    open_ = [site for site in mine if site not in past]
    shapely.prepare(outline)
    inside = [bool(shapely.intersects_xy(outline, one.easting, one.northing)) for one in open_]
    return FireStations(
        tuple(site for site, here in zip(open_, inside, strict=True) if here),
        tuple(site for site, here in zip(open_, inside, strict=True) if not here),
        tuple(past),
    )
