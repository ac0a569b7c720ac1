"""A process that plays runs for another computer: it says what it runs, keeps regions, plays one run at a time."""

from __future__ import annotations

import pickle
import platform
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from geography.parcel import Parcel, bundled_digest, unpacked
from geography.region import Region
from scenarios.recorded import RecordedCalls
from sim.processes import Finish, Process, Tables

REGIONS_KEPT = 4
SHAPES_TABLES = (
    "distributed", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "shapely", "simpy",
)  # fmt: skip
SOURCE = "Bluelight's source"


@cache
def fingerprint(source: Callable[[], str], region: str = "") -> Mapping[str, str]:
    """What this process runs: equal fingerprints, equal tables.

    `source` names Bluelight's own code, `region` the bundled region that is asked for, if one is.
    """
    found = {SOURCE: source(), "Python": ".".join(platform.python_version_tuple()[:2])}
    for package in SHAPES_TABLES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    if region:
        found[f"region {region}"] = bundled_digest(region)
    return found


def unlike(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """In what a worker's fingerprint differs from here, in words; nothing if in nothing."""
    return ", ".join(
        f"{what} {there.get(what, 'unknown')[:12]}, here {said[:12]}"
        for what, said in here.items()
        if there.get(what) != said
    )


@dataclass(frozen=True)
class Briefing:
    """What all runs of a batch need; sent once. A planner's own calls are in it, so that no scenario carries them."""

    parcel: Parcel
    recorded: RecordedCalls | None
    finish: Finish


_regions: OrderedDict[str, Region] = OrderedDict()
_playing = threading.Lock()


def play(briefing: Briefing, scenario: bytes, replication: int) -> Tables:
    """Play one run of a pickled scenario and keep of it what the briefing says.

    One at a time, however many threads the worker has: a run sets how the whole process looks for garbage.
    """
    with _playing:
        process = Process(_region(briefing.parcel), briefing.recorded, briefing.finish)
        return process.play(pickle.loads(scenario), replication)  # noqa: S301 (sent by the planner)


def _region(parcel: Parcel) -> Region:
    """The region of a parcel: unpacked once a process, and kept with the few that were asked for last."""
    if parcel.digest not in _regions:
        _regions[parcel.digest] = unpacked(parcel)
        while len(_regions) > REGIONS_KEPT:
            _regions.popitem(last=False)
    _regions.move_to_end(parcel.digest)
    return _regions[parcel.digest]
