"""A `site:` block must fit the study: its names, its numbers, and what each candidate changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from geography.region import Region
from scenarios.changes import Change, Changer
from scenarios.check_measures import check_group, dotted, refused
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, is_name, listed, not_a_name
from scenarios.measure_words import MEASURES
from scenarios.posts import SNAP_LIMIT_M, nearest_node
from scenarios.pydantic_faults import validated
from scenarios.references import names_of
from scenarios.site import Combination, Site

WHO_CALLS = ("demand", "call_places", "week_shapes", "visitors", "surges")
PER_PERIOD, A_YEAR = " per counted period", " per year"
ALWAYS, CANDIDATE = "site.always", "site.candidates."
CHANGES_CALLS = (
    "A place changes who answers, not who calls, so that all places meet the same calls."
)


def site_of(document: Document) -> Site | None:
    """The sound `site:` block of a study; its faults are noted with the head's."""
    if not document.has(("site",)):
        return None
    found: Site | None = validated(Site, document, ("site",), [])
    return found


def option_sited(site: Site, documents: Mapping[str, Any]) -> str:
    """The name of the option that candidates change: the baseline where none is named."""
    return site.on or next(iter(documents))


def check_site(
    document: Document,
    documents: Mapping[str, Document],
    region: Region | None,
    faults: list[Fault],
) -> tuple[str, dict[str, Document]]:
    """Note what is wrong with the block; gives the option that is changed, and documents with candidates in them.

    `documents` are those of the baseline and of every option. What is given is to be checked as options are.
    """
    site = site_of(document)
    if site is None:
        return "", {}
    check_numbers(document, site, documents, faults)
    if site.on is not None and site.on not in documents:
        path: Path_ = ("site", "on")
        message = f"There is no option '{site.on}'."
        faults.append(refused(document, path, message, site.on, documents))
        return "", {}
    name = option_sited(site, documents)
    check_objective(document, site, documents, faults)
    check_screen(document, site, documents[name], region, faults)
    made, _, found = changed(document, site, documents[name], trials(site))
    faults += found
    return name, {} if found else made


def check_numbers(
    document: Document, site: Site, documents: Mapping[str, Document], faults: list[Fault]
) -> None:
    """Sizes that the candidates allow, and names that may be names."""
    for number, size in enumerate(site.k):
        path: Path_ = ("site", "k", number)
        if size > len(site.candidates):
            message = f"{size} places are wanted of {len(site.candidates)} candidates."
            note_at(document, path, message, faults, f"{len(site.candidates)} or fewer")
        if size in site.k[:number]:
            note_at(document, path, f"{size} stands twice.", faults)
    for section, names in (("candidates", site.candidates), ("compare", site.compare)):
        for name in names:
            if not is_name(name):
                path = ("site", section, name)
                faults.append(Fault(document.mark(path), dotted(path), *not_a_name(name)))
    check_named(document, site, documents, faults)


def check_named(
    document: Document, site: Site, documents: Mapping[str, Document], faults: list[Fault]
) -> None:
    """Combinations that the study names are of candidates that there are, each once, and of a size asked for."""
    for name, named in site.compare.items():
        path: Path_ = ("site", "compare", name, "places")
        if name in documents:
            note_at(document, path[:-1], "An option has this name already.", faults)
        for number, one in enumerate(named.places):
            if one not in site.candidates:
                message = f"There is no candidate '{one}'."
                faults.append(refused(document, (*path, number), message, one, site.candidates))
            if one in named.places[:number]:
                note_at(document, (*path, number), f"'{one}' stands twice.", faults)
        if len(named.places) not in site.k:
            message = f"These are {len(named.places)} places, which `k` does not ask for."
            note_at(document, path, message, faults, listed(site.k))


def check_objective(
    document: Document, site: Site, documents: Mapping[str, Document], faults: list[Fault]
) -> None:
    """A measure that there is, in a group that it can have, and a zone of indifference in its unit."""
    asked, path = site.objective, ("site", "objective", "measure")
    if asked.measure not in MEASURES:
        message = f"There is no measure '{asked.measure}'."
        faults.append(refused(document, path, message, asked.measure, MEASURES))
        return
    check_group(document, ("site", "objective"), asked.measure, asked.group,
                list(documents.values()), districts_of(document), faults)  # fmt: skip
    unit, given = MEASURES[asked.measure][0], site.procedure.indifference.unit
    units = [unit] + ([unit.removesuffix(PER_PERIOD) + A_YEAR] if PER_PERIOD in unit else [])
    if given not in units:
        at: Path_ = ("site", "procedure", "indifference", "unit")
        message = f"{asked.measure} is in {unit}, and this is in {given}."
        note_at(document, at, message, faults, listed(units))


def districts_of(document: Document) -> list[str]:
    """The areas that the report tells apart."""
    path: Path_ = ("report", "districts")
    items = document.at(path) if document.has(path) else []
    return [str(item) for item in items] if isinstance(items, list) else []


def check_screen(
    document: Document, site: Site, on: Document, region: Region | None, faults: list[Fault]
) -> None:
    """Streams, stations and sites that there are."""
    stations, streams = names_of(on, "stations"), names_of(on, "demand")
    asked: list[tuple[Path_, str, str, Sequence[str]]] = [
        (("site", "screen", "calls", number), "stream of calls", name, streams)
        for number, name in enumerate(site.screen.calls)
    ]
    asked += [
        (("site", "screen", "beside", number), "station", name, stations)
        for number, name in enumerate(site.screen.beside)
    ]
    for name, candidate in site.candidates.items():
        path: Path_ = ("site", "candidates", name, "at")
        if candidate.at.station is not None:
            asked.append(((*path, "station"), "station", candidate.at.station, stations))
        if candidate.at.site is not None and region is not None:
            asked.append(((*path, "site"), "site", candidate.at.site, list(region.sites)))
        if candidate.at.easting is not None and candidate.at.northing is not None and region:
            _, gap_m = nearest_node(candidate.at.easting, candidate.at.northing, region)
            if gap_m > SNAP_LIMIT_M:
                message = f"This is {gap_m / 1000:.1f} km from the nearest road."
                note_at(document, path, message, faults, f"at most {SNAP_LIMIT_M / 1000:g} km")
    for path, what, name, known in asked:
        if name not in known:
            faults.append(refused(document, path, f"There is no {what} '{name}'.", name, known))


def trials(site: Site) -> list[Combination]:
    """What is tried when a study is checked: all candidates at once, or each alone where only one is chosen."""
    if max(site.k) > 1:
        return [Combination("all candidates", len(site.candidates), tuple(site.candidates), 0, 0.0)]
    return [Combination(name, 1, (name,), 0, 0.0) for name in site.candidates]


def changed(
    document: Document, site: Site, on: Document, combinations: Sequence[Combination]
) -> tuple[dict[str, Document], dict[str, tuple[Change, ...]], list[Fault]]:
    """The document of each combination, what it changes, and what is wrong with the changes."""
    options = {name: document.below(("options", name)) for name in document.data.get("options", {})}
    always = Document({"changes": site.always}, document.below(("site",)).marks)
    always.marks = {
        ("changes", *path[1:]): mark
        for path, mark in always.marks.items()
        if path[:1] == ("always",)
    }
    options[ALWAYS] = always
    for name in site.candidates:
        options[CANDIDATE + name] = document.below(("site", "candidates", name))
    for one in combinations:
        named = [ALWAYS, *(CANDIDATE + place for place in one.places)]
        options[one.name] = Document(
            {"changes": [{"include": named}]}, {(): document.mark(("site",))}
        )
    changer = Changer(on, options)
    made, changes = {}, {}
    for one in combinations:
        made[one.name], changes[one.name] = changer.option(one.name)
    faults = [in_own_words(fault, combinations) for fault in changer.faults]
    return made, changes, faults + faults_of_changes(document, site, options)


def changes_apart(
    document: Document, site: Site, on: Document
) -> tuple[tuple[Change, ...], dict[str, tuple[Change, ...]]]:
    """What every combination of a sound block changes, and what each candidate changes beyond that."""
    alone = {f"{CANDIDATE}{name}.alone": (name,) for name in site.candidates}
    ones = [Combination(name, len(places), places, 0, 0.0) for name, places in alone.items()]
    _, made, _ = changed(document, site, on, [Combination(f"{ALWAYS}.alone", 0, (), 0, 0.0), *ones])
    always = made[f"{ALWAYS}.alone"]
    return always, {
        place: tuple(change for change in made[name] if change not in always)
        for name, (place,) in alone.items()
    }


def in_own_words(fault: Fault, combinations: Sequence[Combination]) -> Fault:
    """A fault of a change said of its candidate, since a planner wrote no combination."""
    path = fault.path.removeprefix("options.")
    for one in combinations:
        if path.startswith(f"{one.name}."):
            path = "site.candidates"
    message = fault.message.replace(CANDIDATE, "").replace(ALWAYS, "always")
    return replace(fault, path=path, message=message)


def faults_of_changes(
    document: Document, site: Site, options: Mapping[str, Document]
) -> list[Fault]:
    """Changes to who calls, wherever a candidate makes them."""
    found = []
    paths: list[Path_] = [("site", "always")]
    paths += [("site", "candidates", name, "changes") for name in site.candidates]
    for path in paths:
        rows = document.at(path) if document.has(path) else []
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            for target, at in targets(row, (*path, number), options, ()):
                if target.split(".")[0] in WHO_CALLS:
                    found.append(
                        Fault(document.mark(at), dotted(at), f"{CHANGES_CALLS} {target} is theirs.")
                    )
    return found


def targets(
    row: Any, path: Path_, options: Mapping[str, Document], via: tuple[str, ...]
) -> list[tuple[str, Path_]]:
    """What a line of changes touches, and where that stands; of options that it includes too."""
    if not isinstance(row, dict) or len(row) != 1:
        return []
    (action, value), *_ = row.items()
    if isinstance(value, dict):
        return [(str(target), (*path, action, target)) for target in value]
    names = [str(name) for name in (value if isinstance(value, list) else [value])]
    if action != "include":
        return [(name, path) for name in names]
    found = []
    for name in names:
        rows = options[name].data.get("changes", []) if name in options and name not in via else []
        for other in rows if isinstance(rows, list) else []:
            found += [(t, path) for t, _ in targets(other, path, options, (*via, name))]
    return found


def note_at(
    document: Document, path: Path_, message: str, faults: list[Fault], allowed: str = ""
) -> None:
    """Note what is wrong at a path."""
    faults.append(Fault(document.mark(path), dotted(path), message, allowed))
