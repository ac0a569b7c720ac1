"""Candidate sites: which must stand, which may not, how many of today's may close; faults of a question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geography.faults import nearest_word

SHOWN = 12  # names in a message


class SitingError(ValueError):
    """A siting question that cannot be answered; `faults` holds every reason that was found."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Candidates:
    """Places where a station may stand, by id, in the order of the rows of the tables given with them.

    `compulsory` ones are chosen whatever happens, `forbidden` ones never. `existing` are today's stations: free to
    close, but for no more than `may_close` of them where that is given (0 keeps them all). Of each set in `not_all` at
    least one is not chosen: two places that rule each other out, or a choice that was found before (`next_best`).
    """

    ids: tuple[str, ...]
    compulsory: Collection[str] = field(default_factory=frozenset)
    forbidden: Collection[str] = field(default_factory=frozenset)
    existing: Collection[str] = field(default_factory=frozenset)
    may_close: int | None = None
    not_all: Sequence[frozenset[str]] = ()

    def __len__(self) -> int:
        """How many candidates there are."""
        return len(self.ids)

    def rows(self, some: Collection[str]) -> NDArray[np.bool_]:
        """Which candidates are among these, [candidates]."""
        return np.array([one in some for one in self.ids], dtype=bool)

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """Which candidates are not forbidden, [candidates]."""
        return ~self.rows(self.forbidden)

    def faults(self) -> list[str]:
        """What is wrong with the candidates alone."""
        found = []
        if len(set(self.ids)) < len(self.ids):
            twice = sorted({one for one in self.ids if self.ids.count(one) > 1})
            found.append(f"Candidates given twice: {listed(twice)}.")
        for name in ("compulsory", "forbidden", "existing"):
            for one in sorted(set(getattr(self, name)) - set(self.ids)):
                hint = nearest_word(one, self.ids)
                likely = f" Did you mean {hint}?" if hint else ""
                found.append(f'{name}: there is no candidate "{one}".{likely}')
        strangers = sorted({one for some in self.not_all for one in some} - set(self.ids))
        found += [f'not_all: there is no candidate "{one}".' for one in strangers]
        both = sorted(set(self.compulsory) & set(self.forbidden))
        if both:
            found.append(f"Both compulsory and forbidden: {listed(both)}.")
        if self.may_close is not None and self.may_close < 0:
            found.append(f"may_close is {self.may_close}; allowed: 0 or more.")
        return found + self._closing_faults()

    def _closing_faults(self) -> list[str]:
        if self.may_close is None:
            return []
        shut = len(set(self.existing) & set(self.forbidden))
        if shut > self.may_close >= 0:
            return [
                f"{shut} existing sites are forbidden, but no more than {self.may_close} may close."
            ]
        return []

    @property
    def kept(self) -> int:
        """How many existing sites have to stay, at the least."""
        if self.may_close is None:
            return 0
        return max(len(set(self.existing)) - self.may_close, 0)

    @property
    def fewest(self) -> int:
        """The fewest sites that can be chosen."""
        both = len(set(self.compulsory) & set(self.existing))
        return len(set(self.compulsory)) + max(self.kept - both, 0)


def plain_candidates(count: int) -> Candidates:
    """Candidates called by their row, "0", "1", …, without conditions."""
    return Candidates(tuple(str(row) for row in range(count)))


def listed(names: Sequence[str]) -> str:
    """Names in a message: the first few, and how many more."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def number_faults(
    number: int, candidates: Candidates, what: str = "sites", most_at_a_site: int = 1
) -> list[str]:
    """What is wrong with a number of sites, or of vehicles, to place."""
    places = int(candidates.allowed.sum()) * most_at_a_site
    if number > places:
        each = f", {most_at_a_site} at each," if most_at_a_site > 1 else ""
        free = " that are not forbidden" if candidates.forbidden else ""
        return [
            f"{number} {what} are wanted; {int(candidates.allowed.sum())} candidates{free}{each} take {places}."
        ]
    if number < max(candidates.fewest, 1):
        return [
            f"{number} {what} are wanted; the compulsory and those that may not close come to {candidates.fewest}."
            if candidates.fewest
            else f"{number} {what} are wanted; allowed: 1 or more."
        ]
    return []


def weight_faults(people: NDArray[np.float64], zones: Sequence[str], name: str) -> list[str]:
    """What is wrong with weights of zones: shape, NaN, negative."""
    if people.shape != (len(zones),):
        return [f"{name} has shape {people.shape} for {len(zones)} zones."]
    found = []
    for word, wrong in (("not a finite number", ~np.isfinite(people)), ("negative", people < 0)):
        if wrong.any():
            names = [zones[place] for place in np.flatnonzero(wrong).tolist()]
            found.append(f"{name} is {word} at {listed(names)}.")
    return found


def table_faults(
    table: NDArray[np.generic], candidates: Candidates, zones: Sequence[str], name: str
) -> list[str]:
    """What is wrong with the shape of a table [candidates, zones]."""
    if table.shape == (len(candidates), len(zones)):
        return []
    return [
        f"{name} has shape {table.shape}; {len(candidates)} candidates and {len(zones)} zones are given."
    ]


def yes_no_faults(reaches: ArrayLike) -> list[str]:
    """Whether a table of who reaches what holds anything but yes and no, such as seconds or NaN."""
    table = np.asarray(reaches)
    if table.dtype == bool or np.isin(table, (0, 1)).all():
        return []
    return [
        "reaches must hold yes and no only (True, False); `coverage.reach` makes it of seconds."
    ]


def zone_ids(zones: Sequence[str] | None, table: ArrayLike) -> tuple[str, ...]:
    """The zones' ids, or their columns where no ids are given."""
    if zones is not None:
        return tuple(str(zone) for zone in zones)
    shape = np.shape(table)
    return tuple(str(column) for column in range(shape[1] if len(shape) == 2 else 0))
