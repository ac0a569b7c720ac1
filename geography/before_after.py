"""Whose cover a change alters: tables of within before, within after, gained and lost, by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geography.coverage import reached_share

COLUMNS = ("people", "within_before", "within_after", "gained", "lost", "net")
NOT_KNOWN = 0


def before_and_after(
    share_before: ArrayLike,
    share_after: ArrayLike,
    people: ArrayLike,
    groups: Mapping[str, Sequence[object]] | None = None,
) -> pd.DataFrame:
    """People within the limit before and after, by group.

    `share_before`, `share_after` [zones] are the share of each zone that is reached, 0 or 1, or a chance
    (`coverage.reached_share`). `groups` gives for each grouping (district, deprivation fifth, rurality) the group
    of each zone, [zones]. One row a group in order of the group's name, after a first row for all zones, with
    columns `grouping, group, people, within_before, within_after, gained, lost, net, share_before, share_after`.
    People are gained where a zone's share rises and lost where it falls, so a group may both gain and lose.
    """
    before, after = np.asarray(share_before, dtype=float), np.asarray(share_after, dtype=float)
    weight = np.asarray(people, dtype=np.float64)
    faults = _faults(before, after, weight, groups or {})
    if faults:
        raise ValueError("; ".join(faults))
    change = after - before
    sums = np.stack(
        [
            weight,
            weight * before,
            weight * after,
            weight * np.maximum(change, 0.0),
            weight * np.maximum(-change, 0.0),
            weight * change,
        ]
    )
    rows: list[tuple[object, ...]] = [("all", "all", *sums.sum(axis=1))]
    for grouping, labels in (groups or {}).items():
        names, place = _distinct(labels)
        parts = np.stack([np.bincount(place, row, minlength=len(names)) for row in sums], axis=1)
        rows += [(grouping, name, *part) for name, part in zip(names, parts, strict=True)]
    frame = pd.DataFrame(rows, columns=["grouping", "group", *COLUMNS])
    of = frame["people"].where(frame["people"] > 0)
    frame["share_before"] = frame["within_before"] / of
    frame["share_after"] = frame["within_after"] / of
    return frame


def _distinct(labels: Sequence[object]) -> tuple[list[object], NDArray[np.int64]]:
    """The groups in order of number or name, and each zone's place among them."""
    known = list(dict.fromkeys(labels))
    numbers = all(isinstance(label, int | float | np.number) for label in known)
    order = sorted(known, key=float if numbers else str)  # type: ignore[arg-type]
    place = {label: index for index, label in enumerate(order)}
    return order, np.array([place[label] for label in labels], dtype=np.int64)


def _faults(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    people: NDArray[np.float64],
    groups: Mapping[str, Sequence[object]],
) -> list[str]:
    faults = []
    for name, share in (("share_before", before), ("share_after", after)):
        if share.shape != people.shape:
            faults.append(f"{name} has shape {share.shape}, people {people.shape}")
        if not ((share >= 0) & (share <= 1)).all():
            faults.append(f"{name} must lie between 0 and 1")
    if not (people >= 0).all():
        faults.append("people must be numbers of 0 or more")
    for name, labels in groups.items():
        if len(labels) != len(people):
            faults.append(f"{name} has {len(labels)} labels for {len(people)} zones")
    return faults


def cover_before_and_after(
    before_s: tuple[ArrayLike, ArrayLike],
    after_s: tuple[ArrayLike, ArrayLike],
    people: ArrayLike,
    limit_s: float,
    groups: Mapping[str, Sequence[object]] | None = None,
    at_least: int = 1,
) -> pd.DataFrame:
    """`before_and_after` of two sets of stations, each `(times_s [sites, zones], delay_s [sites])`, all available."""
    shares = []
    for times, delay in (before_s, after_s):
        always = np.ones(np.atleast_2d(np.asarray(times)).shape[0])
        shares.append(reached_share(times, delay, always, limit_s, at_least))
    return before_and_after(shares[0], shares[1], people, groups)


def fifths(
    deprivation: ArrayLike,
    people: ArrayLike,
    parts: int = 5,
    most_deprived: Literal["highest", "lowest"] = "highest",
) -> NDArray[np.int64]:
    """The population-weighted fifth of each zone, [zones]: 1 is the most deprived, 5 the least, 0 not known (NaN).

    `deprivation` [zones] is a score (the highest is the most deprived) or a rank (the lowest is). Each fifth holds a
    fifth of the people as near as whole zones allow; zones with equal deprivation stay together.
    """
    score, weight = np.asarray(deprivation, dtype=np.float64), np.asarray(people, dtype=np.float64)
    if score.shape != weight.shape or not (weight >= 0).all() or parts < 1:
        message = "deprivation and people must be of one length, people 0 or more, parts 1 or more"
        raise ValueError(message)
    known = np.flatnonzero(~np.isnan(score))
    fifth = np.full(len(score), NOT_KNOWN, dtype=np.int64)
    values, place = np.unique(score[known], return_inverse=True)
    if not len(values):
        return fifth
    by_value = np.bincount(place, weight[known], minlength=len(values))
    if most_deprived == "highest":
        by_value, place = by_value[::-1], len(values) - 1 - place
    total = by_value.sum()
    middle = np.cumsum(by_value) - by_value / 2
    part = np.floor(middle / total * parts) if total > 0 else np.zeros(len(values))
    fifth[known] = np.clip(part, 0, parts - 1).astype(np.int64)[place] + 1
    return fifth
