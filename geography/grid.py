"""The National Grid: square names such as SW5537."""

from __future__ import annotations

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # the Grid has no I


def grid_square(easting: float, northing: float) -> str:
    """Name of the 1 km square that holds a point (metres, EPSG:27700), such as "SW5537"."""
    east, north = int(easting // 100_000), int(northing // 100_000)
    if not (0 <= east < 7 and 0 <= north < 13):
        return f"E{easting / 1000:.0f}N{northing / 1000:.0f}"
    first = (19 - north) - (19 - north) % 5 + (east + 10) // 5
    second = (19 - north) * 5 % 25 + east % 5
    km_east, km_north = int(easting % 100_000 // 1000), int(northing % 100_000 // 1000)
    return f"{_LETTERS[first]}{_LETTERS[second]}{km_east:02d}{km_north:02d}"
