"""Names in `report`, `expected` and the study itself must be of things that there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from geography.region import Region
from scenarios.costs import Expected
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, is_name, listed, not_a_name, probably_meant
from scenarios.measure_words import GROUP_KEYS, MEASURES
from scenarios.pydantic_faults import validated
from scenarios.references import names_of
from scenarios.words import Agency, Service


def check_report(
    document: Document,
    options: Sequence[Document],
    names: Sequence[str],
    region: Region | None,
    faults: list[Fault],
) -> None:
    """Note every name in `report` and `expected` that is of nothing; `options` are the documents of `names`."""
    check_file_names(document, names, faults)
    districts = listed_at(document, ("report", "districts"))
    for number, name in enumerate(districts):
        if region is not None and name not in region.zones.areas:
            path: Path_ = ("report", "districts", number)
            message = f"{region.title} has no area '{name}'."
            faults.append(refused(document, path, message, name, region.zones.areas))
    titles = document.data.get("report", {})
    titles = titles.get("district_titles", {}) if isinstance(titles, dict) else {}
    for name in titles if isinstance(titles, dict) else ():
        if name not in districts:
            message = f"The report speaks of no area '{name}'."
            path = ("report", "district_titles", name)
            faults.append(refused(document, path, message, name, districts))
    asked: list[tuple[Path_, str]] = [
        (("report", "compare", number), name)
        for number, name in enumerate(listed_at(document, ("report", "compare")))
    ]
    asked += [
        (("quick", number), name) for number, name in enumerate(listed_at(document, ("quick",)))
    ]
    expected = document.data.get("expected", {})
    for key in expected if isinstance(expected, dict) else ():
        said: Expected | None = validated(Expected, document, ("expected", key), [])
        if said is not None:
            asked.append((("expected", key, "option"), said.option))
            asked += [(("expected", key, "minus"), said.minus)] if said.minus else []
            check_figure(document, key, said, options, districts, faults)
    for path, name in asked:
        if name not in names:
            faults.append(refused(document, path, f"There is no option '{name}'.", name, names))


def check_file_names(document: Document, names: Sequence[str], faults: list[Fault]) -> None:
    """The study's and the options' names become names of files and folders."""
    said: list[tuple[Path_, object]] = [(("name",), document.data.get("name"))]
    said += [(("options", name), name) for name in names[1:]]
    said += [(("baseline", "name"), name) for name in names[:1]]
    for path, name in said:
        if isinstance(name, str) and name and not is_name(name):
            faults.append(Fault(document.mark(path), dotted(path), *not_a_name(name)))


def check_figure(
    document: Document,
    key: str,
    said: Expected,
    options: Sequence[Document],
    districts: Sequence[str],
    faults: list[Fault],
) -> None:
    """An expected figure must be of a measure that there is, in a group that it can have."""
    if said.measure not in MEASURES:
        path: Path_ = ("expected", key, "measure")
        message = f"There is no measure '{said.measure}'."
        faults.append(refused(document, path, message, said.measure, MEASURES))
        return
    check_unit(document, key, said, faults)
    check_group(document, ("expected", key), said.measure, said.group, options, districts, faults)


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


def check_unit(document: Document, key: str, said: Expected, faults: list[Fault]) -> None:
    """A figure is in its measure's unit, or a year of what is counted over the period; a ratio may be in any."""
    unit = MEASURES[said.measure][0]
    a_year = unit.endswith("per counted period") and said.value.unit.endswith("per year")
    if said.divide_by is None and said.value.unit != unit and not a_year:
        path: Path_ = ("expected", key, "value", "unit")
        message = f"{said.measure} is in {unit}, and this figure is in {said.value.unit}."
        faults.append(Fault(document.mark(path), dotted(path), message, unit))


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


def refused(
    document: Document, path: Path_, message: str, word: str, known: Iterable[str]
) -> Fault:
    """The fault of a word that is none of those known."""
    known = list(known)
    return Fault(
        document.mark(path), dotted(path), message, listed(known, 24), probably_meant(word, known)
    )


def listed_at(document: Document, path: Path_) -> list[str]:
    """The texts of a list in the document; none where there is no such list."""
    items = document.at(path) if document.has(path) else []
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []


def dotted(path: Path_) -> str:
    """A path as a message shows it."""
    return ".".join(map(str, path))
