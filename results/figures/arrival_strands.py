"""The share of calls at which help has arrived by each time: the curves of figure 5 and how options change them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.figures.reading import Gap, paired
from results.pack import Option


@dataclass(frozen=True)
class Curve:
    """Share arrived by each of `at_s`: every 15 s and the standard's limit itself; one row a replication."""

    calls: int
    shares: NDArray[np.float64]
    at_s: NDArray[np.float64]

    def at(self, seconds: float) -> NDArray[np.float64]:
        """Each replication's share arrived by then, which is one of `at_s`."""
        if not self.shares.size:
            return np.empty(0)
        step = int(np.searchsorted(self.at_s, seconds, side="right")) - 1
        return np.asarray(self.shares[:, step])

    def mean_at(self, seconds: float) -> float:
        """The mean over the replications that had such calls."""
        return float(np.nanmean(self.at(seconds)))


@dataclass(frozen=True)
class Strand:
    """One column of panels: which arrivals, and the limit that they are held to."""

    heading: str
    limit_s: float | None
    curves: dict[str, Curve]


def change(strand: Strand, option: Option, baseline: Option) -> Gap:
    """The change in the share arrived by the limit, paired by replication."""
    limit_s = strand.limit_s or 600.0
    ours, theirs = strand.curves[option.name].at(limit_s), strand.curves[baseline.name].at(limit_s)
    return paired(ours, theirs)
