"""A measure and a group that a study names must be such as a run can give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, get_args

from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed, probably_meant
from scenarios.measure_words import GROUP_KEYS, MEASURES
from scenarios.references import names_of
from scenarios.words import Agency, Service


class OfMeasure(Protocol):
    """What names a measure and a group of it."""

    @property
    def measure(self) -> str:
        """The measure's name."""

    @property
    def group(self) -> str:
        """The group, `key=value` pairs joined by `;`."""


def check_measure(
    document: Document,
    at: Path_,
    said: OfMeasure,
    options: Sequence[Document],
    districts: Sequence[str],
    faults: list[Fault],
) -> bool:
    """Note a measure that there is not, or a group that it cannot have; whether there is the measure."""
    if said.measure not in MEASURES:
        path: Path_ = (*at, "measure")
        message = f"There is no measure '{said.measure}'."
        faults.append(refused(document, path, message, said.measure, MEASURES))
        return False
    check_group(document, at, said.measure, said.group, options, districts, faults)
    return True


def check_group(
    document: Document,
    at: Path_,
    measure: str,
    group: str,
    options: Sequence[Document],
    districts: Sequence[str],
    faults: list[Fault],
) -> None:
    """A measure's group, in the `group` of a block, has keys and values that there are, in order."""
    path: Path_ = (*at, "group")
    pairs = [pair.partition("=") for pair in group.split(";") if pair]
    in_order = ";".join(sorted(f"{name}={value}" for name, _, value in pairs))
    if in_order != group:
        message = "A group is `key=value` pairs in the order of the alphabet, joined by `;`."
        faults.append(Fault(document.mark(path), dotted(path), message, meant=in_order))
    for name, _, value in pairs:
        keys = MEASURES[measure][2]
        if name not in keys:
            what = "key of a group" if name not in GROUP_KEYS else f"key of {measure}"
            faults.append(refused(document, path, f"'{name}' is no {what}.", name, keys))
            continue
        known = values_of(name, options, districts)
        if known is not None and value not in known:
            fault = refused(document, path, f"There is no {name} '{value}'.", value, known)
            if fault.meant or options[0].whole:
                faults.append(fault)


def values_of(
    key: str, options: Sequence[Document], districts: Sequence[str]
) -> Sequence[str] | None:
    """What a key of a group may be in some option, or None if that is not known before a run."""
    sections = {"clock": "clocks", "standard": "standards", "station": "stations"}
    if key in sections:
        return list(dict.fromkeys(n for option in options for n in names_of(option, sections[key])))
    if key == "unit":
        both = ("vehicles", "crew_pools")
        return list(dict.fromkeys(n for o in options for s in both for n in names_of(o, s)))
    fixed = {
        "service": get_args(Service),
        "agency": get_args(Agency),
        "district": districts,
        "order": ("first", "second", "third"),
        "rurality": ("rural", "urban"),
    }
    return fixed.get(key)


NONE_KNOWN = "none: the study has nothing of the kind"


def refused(
    document: Document, path: Path_, message: str, word: str, known: Iterable[str]
) -> Fault:
    """The fault of a word that is none of those known; where none is known, that."""
    known = list(known)
    allowed = listed(known, 24) if known else NONE_KNOWN
    return Fault(document.mark(path), dotted(path), message, allowed, probably_meant(word, known))


def dotted(path: Path_) -> str:
    """A path as a message shows it."""
    return ".".join(map(str, path))


def listed_at(document: Document, path: Path_) -> list[str]:
    """The texts of a list in the document; none where there is no such list."""
    items = document.at(path) if document.has(path) else []
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []


def names_at(document: Document, path: Path_) -> list[str]:
    """The names of the blocks at a path; none where there are no such blocks."""
    blocks = document.at(path) if document.has(path) else {}
    return [str(name) for name in blocks] if isinstance(blocks, dict) else []
