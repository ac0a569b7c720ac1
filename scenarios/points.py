"""The points of a sweep: an option's document for each setting of the factors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scenarios.changes import Changer
from scenarios.check_sweep import check_sweep
from scenarios.design import Setting, settings
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, Mark
from scenarios.pydantic_faults import validated
from scenarios.sweep import MOST_POINTS, NOTHING, SAMPLED, Sweep, said

LONGEST_NAME = 120
AS_DECLARED = "as_declared"


def sweep_of(document: Document, documents: Mapping[str, Document]) -> Sweep | None:
    """The study's sweep, its options filled in; None if it has none, or a faulty one (noted with the head's faults)."""
    if not document.has(("sweep",)):
        return None
    sweep: Sweep | None = validated(Sweep, document, ("sweep",), [])
    if sweep is None or sweep.options:
        return sweep
    return sweep.model_copy(update={"options": tuple(documents)[:1]})


def assemble_points(
    document: Document,
    documents: dict[str, Document],
    faults: list[Fault],
) -> dict[str, dict[str, Any]]:
    """Add a document for every point of the sweep; says each point's option and levels.

    A sweep of more points than can be held is not laid out: `too_large` says so when the rest is checked.
    """
    if document.has(("sweep",)):
        check_sweep(document, documents, faults)
    sweep = sweep_of(document, documents)
    if sweep is None:
        return {}
    there = tuple(documents)
    if sweep.size > MOST_POINTS:
        return {}
    seed = document.data.get("seed")
    points: dict[str, dict[str, Any]] = {}
    options: dict[str, Document] = {}
    if any(factor.include for factor in sweep.factors.values()):
        declared = document.data.get("options", {})
        options = {name: document.below(("options", name)) for name in declared}
    for number, chosen in enumerate(settings(sweep, seed if isinstance(seed, int) else 0)):
        label = label_of(chosen, number, sweep)
        for option in (name for name in sweep.options if name in there):
            name = f"{option}@{label}"
            documents[name] = point_document(
                documents[option], options, document, sweep, chosen, faults
            )
            points[name] = {"option": option, **chosen}
    return points


def label_of(chosen: Setting, number: int, sweep: Sweep) -> str:
    """What names a setting: its levels where they are few and plain, else its number. It names files too."""
    if sweep.design in SAMPLED:
        return f"{number:05d}"
    if not chosen:
        return AS_DECLARED
    label = ";".join(f"{key}={said(value)}" for key, value in chosen.items())
    plain = re.fullmatch(r"[\w.;=+-]+", label)
    return label if plain and len(label) <= LONGEST_NAME else f"{number:05d}"


def point_document(
    option: Document,
    options: Mapping[str, Document],
    document: Document,
    sweep: Sweep,
    chosen: Setting,
    faults: list[Fault],
) -> Document:
    """An option's document with the levels of one point put in."""
    rows: list[Any] = []
    marks: dict[Path_, Mark] = {}

    def change(key: str, action: str, number: int, target: Any) -> None:
        name = next(iter(target)) if isinstance(target, dict) else target
        path: Path_ = ("changes", len(rows), action, name)
        mark = document.mark(("sweep", "factors", key, action, number))
        marks[path] = marks[path[:-1]] = marks[path[:-2]] = mark
        rows.append({action: target})

    for key, level in chosen.items():
        factor = sweep.factors[key]
        if factor.include:
            if level != NOTHING:
                change(key, "include", factor.include.index(level), level)
            continue
        for action, targets in (("set", factor.set), ("multiply", factor.multiply)):
            for number, target in enumerate(targets):
                change(key, action, number, {target: level})
    changer = Changer(option, {**options, "sweep": Document({"changes": rows}, marks)})
    made, _ = changer.option("sweep")
    faults.extend(changer.faults)
    return made
