"""The points of a sweep: an option's document for each combination of the factors' values."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from scenarios.changes import Changer
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, Mark, listed, probably_meant
from scenarios.pydantic_faults import validated
from scenarios.study import Sweep


def assemble_points(
    document: Document,
    documents: dict[str, Document],
    faults: list[Fault],
) -> dict[str, dict[str, Any]]:
    """Add a document for every point of the sweep's grid; says each point's option and factors."""
    if not document.has(("sweep",)):
        return {}
    sweep: Sweep | None = validated(
        Sweep, document, ("sweep",), []
    )  # its faults are noted with the head's
    if sweep is None:
        return {}
    points: dict[str, dict[str, Any]] = {}
    factors = sweep.factors
    wanted = sweep.options or tuple(documents)[:1]
    there = tuple(documents)
    for number, option in enumerate(wanted):
        if option not in there:
            at = document.mark(("sweep", "options", number))
            faults.append(
                Fault(at, "sweep.options", f"There is no option '{option}'.", listed(there),
                      probably_meant(option, there))
            )  # fmt: skip
    for values in itertools.product(*(factor.values for factor in factors.values())):
        chosen = dict(zip(factors, values, strict=True))
        label = ";".join(f"{key}={value:g}" for key, value in chosen.items())
        for option in (name for name in wanted if name in there):
            name = f"{option}@{label}"
            documents[name] = point_document(documents[option], document, sweep, chosen, faults)
            points[name] = {"option": option, **chosen}
    return points


def point_document(
    option: Document,
    document: Document,
    sweep: Sweep,
    chosen: Mapping[str, float],
    faults: list[Fault],
) -> Document:
    """An option's document with the values of one point put in."""
    rows: list[Any] = []
    marks: dict[Path_, Mark] = {}
    for key, value in chosen.items():
        factor = sweep.factors[key]
        for action, targets in (("set", factor.set), ("multiply", factor.multiply)):
            for number, target in enumerate(targets):
                path: Path_ = ("changes", len(rows), action, target)
                marks[path] = document.mark(("sweep", "factors", key, action, number))
                rows.append({action: {target: value}})
    changer = Changer(option, {"sweep": Document({"changes": rows}, marks)})
    made, _ = changer.option("sweep")
    faults.extend(changer.faults)
    return made
