"""A region on its way to a computer that does not share this one's folders: by name if bundled, else as its files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geography.region import Region, digest_in, folder_of, list_regions, load_region, tables_in


class OtherRegion(RuntimeError):
    """What was unpacked is not the region that was sent."""


@dataclass(frozen=True)
class Parcel:
    """A region's name, digest, and bytes by file; a bundled region has no files, as every computer has it."""

    name: str
    digest: str
    files: Mapping[str, bytes]

    @property
    def bundled(self) -> str:
        """The region's name if it goes by that alone."""
        return "" if self.files else self.name


def parcel_of(region: Region, place: str) -> Parcel:
    """A region made ready to be sent; `place` is what `load_region` made it from. Raises RegionError if it is gone."""
    if place in list_regions():
        return Parcel(place, region.digest, {})
    files = {path.name: path.read_bytes() for path in tables_in(folder_of(place))}
    return Parcel(region.name, region.digest, files)


def bundled_digest(name: str) -> str:
    """The digest of a bundled region on this computer, without loading it."""
    return digest_in(folder_of(name)) if name in list_regions() else "not bundled"


def unpacked(parcel: Parcel) -> Region:
    """The region that was sent. Raises OtherRegion where this computer makes another of it."""
    if not parcel.files:
        region = load_region(parcel.name)
    else:
        with tempfile.TemporaryDirectory(prefix="bluelight-region-") as above:
            folder = Path(above) / parcel.name
            folder.mkdir(exist_ok=True)
            for name, content in parcel.files.items():
                (folder / name).write_bytes(content)
            region = load_region(str(folder))
    if region.digest != parcel.digest:
        raise OtherRegion(f'the region "{parcel.name}" is another here')
    return region
