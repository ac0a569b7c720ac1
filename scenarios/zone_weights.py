"""Patterns of places made ready for a region: how much of each falls to each zone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geography.region import Region
from scenarios.call_places import EVERYWHERE, CallPlaces, ZoneWeights
from scenarios.calls_file import PLACES, columns_are_sound, numbers, places
from scenarios.calls_table import read_table
from scenarios.documents import Document
from scenarios.faults import Fault, listed, probably_meant, shown
from scenarios.references import Parts, note, note_unknown

COLUMNS = (*(column for place in PLACES for column in place), "weight")
STEP_M = 250.0  # between the points by which the length of a road is shared out
BESIDE_M = 3000.0  # a road farther than this from every zone belongs to none


def zone_weights(
    documents: Mapping[str, Document],
    parts: Mapping[str, Parts],
    folder: Path,
    region: Region | None,
    faults: list[Fault],
) -> dict[str, dict[str, ZoneWeights]]:
    """The weights of every pattern of every option; those that options share are worked out once."""
    found: dict[CallPlaces, NDArray[np.float64] | None] = {}
    weights: dict[str, dict[str, ZoneWeights]] = {name: {} for name in documents}
    if region is None:
        return weights
    for option, document in documents.items():
        for name, pattern in parts[option]["call_places"].items():
            if pattern not in found:
                found[pattern] = weights_of(document, name, pattern, folder, region, faults)
            mine = found[pattern]
            if mine is not None:
                weights[option][name] = ZoneWeights(mine)
    return weights


def weights_of(
    document: Document,
    name: str,
    pattern: CallPlaces,
    folder: Path,
    region: Region,
    faults: list[Fault],
) -> NDArray[np.float64] | None:
    """The weights of one pattern; None with its faults noted."""
    if pattern.recorded is not None:
        sums = recorded_weights(document, name, folder / pattern.recorded, region, faults)
    else:
        known = sorted({road_class for road_class, _ in region.road_lines})
        path = ("call_places", name, "along")
        before = len(faults)
        note_unknown(document, path, "class of main road", pattern.along, known, faults)
        sums = road_weights(region, pattern.along) if len(faults) == before else None
    if sums is None:
        return None
    if not sums.sum() > 0:
        message = f"No place of this pattern is near a zone of {region.title}."
        note(document, ("call_places", name), message, faults)
        return None
    share = pattern.by_residents.base if pattern.by_residents else 0.0
    people = region.zones.people / region.zones.people.sum()
    return np.asarray((1.0 - share) * sums / sums.sum() + share * people)


def recorded_weights(
    document: Document, name: str, source: Path, region: Region, faults: list[Fault]
) -> NDArray[np.float64] | None:
    """The places of a file counted by their nearest zone, each as one or as its `weight`."""
    if not source.is_file():
        near = [p.name for kind in ("*.csv", "*.parquet") for p in source.parent.glob(kind)]
        message = f"There is no file of places '{source.name}' in {shown(source.parent)}."
        at = document.mark(("call_places", name, "recorded"))
        meant = probably_meant(source.name, near)
        faults.append(Fault(at, f"call_places.{name}.recorded", message, listed(near), meant))
        return None
    table = read_table(source, faults)
    if table is None or not columns_are_sound(table, faults, COLUMNS, (), "places"):
        return None
    zone, _ = places(table, region)
    weight = numbers(table, "weight", least=0.0)
    faults += table.faults()
    if table.found:
        return None
    each = np.where(np.isnan(weight), 1.0, weight)
    return np.bincount(zone, weights=each, minlength=len(region.zones)).astype(np.float64)


def road_weights(region: Region, classes: tuple[str, ...]) -> NDArray[np.float64]:
    """Metres of main road nearest to each zone, [zones]."""
    zones = cKDTree(np.column_stack([region.zones.easting, region.zones.northing]))
    metres = np.zeros(len(region.zones))
    for road_class, line in region.road_lines:
        if road_class in classes and line.length > 0:
            pieces = max(1, round(line.length / STEP_M))
            middles = (np.arange(pieces) + 0.5) / pieces
            points = shapely.line_interpolate_point(line, middles, normalized=True)
            away_m, nearest = zones.query(shapely.get_coordinates(points))
            near = np.asarray(away_m) <= BESIDE_M
            metres += np.bincount(np.asarray(nearest)[near], minlength=len(metres)) * (
                line.length / pieces
            )
    return metres


def check_inside(
    documents: Mapping[str, Document],
    parts: Mapping[str, Parts],
    weights: Mapping[str, Mapping[str, ZoneWeights]],
    region: Region | None,
    faults: list[Fault],
) -> None:
    """Where a stream rings by a pattern within an area, the pattern has places in that area."""
    if region is None:
        return
    for option, document in documents.items():
        for name, profile in parts[option]["demand"].items():
            inside = region.zones.areas.get(profile.within or "")
            mine = weights[option].get(profile.among)
            if profile.among in EVERYWHERE or inside is None or mine is None:
                continue
            if not mine.weights[inside].sum() > 0:
                message = (
                    f"{profile.among} has no place in {profile.within}, so nobody there calls."
                )
                note(document, ("demand", name, "within"), message, faults, "among: land")
