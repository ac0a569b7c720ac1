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
from typing import Any

from geography.parcel import Parcel, bundled_digest, unpacked
from geography.region import Region
from scenarios.recorded import RecordedCalls
from sim.processes import Finish, Process, Tables

FEW = 4
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


class Stranger(RuntimeError):
    """A worker that runs something else than the computer that asks: its tables could be false."""


class NotBriefed(RuntimeError):
    """A worker that does not know the batch, or no more."""


@dataclass(frozen=True)
class Briefing:
    """What all runs of a batch need; sent once. A planner's own calls are in it, so that no scenario carries them."""

    parcel: Parcel
    recorded: RecordedCalls | None
    finish: Finish
    source: Callable[[], str]

    def packed(self) -> bytes:
        """As it travels: with the fingerprint of who sends it, which is looked at before anything else is read."""
        return pickle.dumps((self.source, self.region, self.fingerprint(), pickle.dumps(self)))

    @property
    def region(self) -> str:
        """The bundled region that has to be the same on both sides; nothing for one that travels."""
        return self.parcel.bundled

    def fingerprint(self) -> Mapping[str, str]:
        """What this computer runs."""
        return fingerprint(self.source, self.region)


_briefings: OrderedDict[str, bytes] = OrderedDict()
_processes: OrderedDict[str, Process] = OrderedDict()
_regions: OrderedDict[str, Region] = OrderedDict()
_playing = threading.Lock()


def brief(batch: str, briefing: bytes) -> None:
    """Keep the packed briefing of a batch until its first run here; nothing of it is opened yet."""
    _briefings[batch] = briefing
    _keep(_briefings, batch)


def play(batch: str, scenario: bytes, replication: int) -> Tables:
    """Play one run of a pickled scenario and keep of it what the briefing of its batch says.

    One at a time, however many threads the worker has: a run sets how the whole process looks for garbage. Raises
    NotBriefed where `brief` was not called before, Stranger where this process runs something else.
    """
    with _playing:
        if batch not in _processes:
            briefing = _briefings.pop(batch, None)
            if briefing is None:
                raise NotBriefed(batch)
            _processes[batch] = _briefed(briefing)
        _keep(_processes, batch)
        return _processes[batch].play(pickle.loads(scenario), replication)  # noqa: S301 (a planner's)


def _briefed(briefing: bytes) -> Process:
    """A batch's briefing unpacked; its region once a process, and kept for the next batch."""
    source, region, there, rest = pickle.loads(briefing)  # noqa: S301 (a planner's)
    differs = unlike(fingerprint(source, region), there)
    if differs:
        raise Stranger(differs)
    told: Briefing = pickle.loads(rest)  # noqa: S301
    if told.parcel.digest not in _regions:
        _regions[told.parcel.digest] = unpacked(told.parcel)
    _keep(_regions, told.parcel.digest)
    return Process(_regions[told.parcel.digest], told.recorded, told.finish)


def _keep(kept: OrderedDict[str, Any], used: str) -> None:
    """Forget what was not used for longest when there are more than a few."""
    kept.move_to_end(used)
    while len(kept) > FEW:
        kept.popitem(last=False)
