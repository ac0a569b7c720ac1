"""Which of several is the least or the most, and which cannot be told from it: what a superlative may say.

Held pair by pair: of two the one is less only where the interval of their difference, replication by replication on
the same calls, leaves nought out.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from results.figures.reading import Gap, Runs, gap_of, mean_of
from results.figures.wording import between, joined, named, short
from results.pack import Option

K = TypeVar("K", bound=Hashable)
PENNY = 0.005
"""Sums of money that differ by less, in pounds, are one sum."""


@dataclass(frozen=True)
class Foremost(Generic[K]):
    """The first in the mean; those that are the same in every replication; those not told from it, less the first."""

    first: K
    level: tuple[K, ...]
    unclear: Mapping[K, Gap]

    @property
    def told(self) -> bool:
        """Whether a superlative holds, of one or of several that are alike."""
        return not self.unclear

    @property
    def alike(self) -> tuple[K, ...]:
        """The first, and those that are the same."""
        return (self.first, *self.level)


def least(runs: Mapping[K, Runs], same: float = 0.0) -> Foremost[K]:
    """The least of some values by replication; `same` is how far two may differ and still be one number."""
    first = min(runs, key=lambda one: mean_of(runs[one]))
    level, unclear = [], {}
    for one in runs:
        gap = gap_of(runs[one], runs[first])
        if one == first:
            continue
        if runs[one].keys() == runs[first].keys() and all(
            abs(value - runs[first][run]) <= same for run, value in runs[one].items()
        ):
            level.append(one)
        elif not gap.clear:
            unclear[one] = gap
    return Foremost(first, tuple(level), unclear)


def most(runs: Mapping[K, Runs], same: float = 0.0) -> Foremost[K]:
    """The most of them; what is not told from it is less the first."""
    found = least({one: {run: -v for run, v in by.items()} for one, by in runs.items()}, same)
    turned = {
        one: Gap(-gap.difference, -gap.high, -gap.low, gap.pairs)
        for one, gap in found.unclear.items()
    }
    return Foremost(found.first, found.level, turned)


def stands_out(one: Gap, others: Iterable[Gap]) -> bool:
    """Whether a clear change is larger than each other, whichever way: its near end beyond their far ends.

    For changes of unlike things, which no replication pairs; it asks for more than a paired interval would.
    """
    near = min(abs(one.low), abs(one.high)) if one.clear else 0.0
    return all(near > max(abs(other.low), abs(other.high)) for other in others)


def names_of(options: tuple[Option, ...]) -> str:
    """Options that are alike: the first in full, the others by their numbers."""
    return joined([named(options[0].title), *(short(one.title) for one in options[1:])])


def not_told_from(found: Foremost[Option], say_end: Callable[[float], str]) -> str:
    """Each that is not told from the first, with the interval: "option 2 less option 4 −£9k to +£8k"."""
    return "; ".join(
        f"{short(one.title)} less {short(found.first.title)} "
        f"{between(gap.low, gap.high, say_end) if gap.has_interval else 'has no interval'}"
        for one, gap in found.unclear.items()
    )
