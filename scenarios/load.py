"""From YAML to a checked study: every fault with file:line:column, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from geography.region import Region
from scenarios.assemble import assemble_baseline, assemble_options, options_built_on
from scenarios.call_places import ZoneWeights
from scenarios.calls import YEAR_DAYS
from scenarios.calls_file import read_calls
from scenarios.check import (
    check_ground,
    check_names,
    check_prices,
    check_references,
    check_scheme,
)
from scenarios.check_business_case import check_business_case
from scenarios.check_counted import check_counted
from scenarios.check_prices import check_index
from scenarios.check_report import check_report
from scenarios.check_site import check_site
from scenarios.check_sweep import too_large
from scenarios.documents import Document, read_yaml
from scenarios.faults import Fault, Mark, StudyFault, listed, probably_meant, shown
from scenarios.points import assemble_points, sweep_of
from scenarios.pydantic_faults import validated
from scenarios.recorded import RecordedCalls
from scenarios.references import names_of
from scenarios.scenario import Calendar, Scenario
from scenarios.seasons import Ground, Season, months_of
from scenarios.sections import SECTIONS, SINGLE
from scenarios.study import Study, StudyHead
from scenarios.sweep import MOST_POINTS
from scenarios.zone_weights import check_inside, zone_weights

HERE = Path(__file__).parent
ANSWERING = ("demand", "response_plans")


def bundled_studies() -> dict[str, Path]:
    """The studies that come with Bluelight, by name."""
    return {path.stem: path for path in sorted((HERE / "studies").glob("*.yaml"))}


def study_path(study: str) -> Path:
    """The file of a bundled study's name, or of a path. Raises StudyFault if it is neither."""
    known = bundled_studies()
    if study in known:
        return known[study]
    path = Path(study)
    if path.is_dir():
        path = path / "study.yaml"
    if path.is_file():
        return path
    raise StudyFault(
        [
            Fault(
                Mark(study),
                "",
                "There is no bundled study and no file of this name.",
                f"a path to a study file, or {listed(known)}",
                probably_meant(study, known),
            )
        ]
    )


def load_study(study: str, region: Region | None = None) -> Study:
    """Load and check a study by bundled name or path.

    `region` saves loading the study's region again. Raises StudyFault with every fault found.
    """
    path = study_path(study)
    document = read_yaml(path)
    faults = list(document.faults)
    head = validated(StudyHead, document, (), faults)
    baseline = assemble_baseline(document, path, faults)
    documents, changes = assemble_options(document, baseline, faults)
    points = assemble_points(document, documents, faults)
    if region is None:
        region = region_of(document, path, faults)
    parts = check_documents(documents, points, region, document.data, faults)
    weights = zone_weights(documents, parts, path.parent, region, faults)
    check_inside(documents, parts, weights, region, faults)
    played = [name for name in documents if name not in points]
    recorded, left_out = recorded_of(document, path, head, region, documents, parts, faults)
    check_report(document, [documents[name] for name in played], played, region, faults)
    check_business_case(document, documents, parts, played, faults)
    check_index(document, parts[played[0]], faults)
    check_counted({n: documents[n] for n in played}, {n: parts[n] for n in played}, faults)
    faults += sweep_too_large(document, documents, head, parts, weights, region, bool(faults))
    on, sited = check_site(document, {name: documents[name] for name in played}, region, faults)
    if sited:
        several = {on: documents[on], **sited}
        each = {name: {"option": on} for name in sited}
        check_documents(several, each, region, document.data, faults)
    if faults:
        raise StudyFault(once(faults))
    assert head is not None
    assert region is not None
    calendar = calendar_of(head)
    grounds = [(parts[name], Ground.of(region, weights[name])) for name in documents]
    ceilings = demand_ceilings(grounds, calendar)
    texts = scenario_texts(document, points)
    scenarios = {
        name: scenario_of(
            name, texts[name], head, calendar, parts[name], ceilings, weights[name], recorded
        )
        for name in documents
    }
    return Study(
        head,
        tuple(scenarios[name] for name in (*played, *points)),
        changes,
        points,
        options_built_on(document),
        region_place(head.region, path),
        calls_left_out=left_out,
    )


def sweep_too_large(
    document: Document,
    documents: Mapping[str, Document],
    head: StudyHead | None,
    parts: Mapping[str, Mapping[str, Mapping[str, Any]]],
    weights: Mapping[str, Mapping[str, ZoneWeights]],
    region: Region | None,
    at_fault: bool,
) -> list[Fault]:
    """The fault of a sweep too large; with the time that it would take, where the study is sound but for that."""
    sweep = sweep_of(document, documents)
    if head is None or sweep is None:
        return []
    calls = None
    if region is not None and not at_fault and sweep.size > MOST_POINTS:
        first = next(iter(documents))
        ground = Ground.of(region, weights[first])
        a_year = sum(demand_ceilings([(parts[first], ground)], calendar_of(head)).values())
        calls = a_year * (head.warm_up_days + head.days + head.cool_down_days) / YEAR_DAYS
    replications = sweep.replications or head.replications or 1
    return too_large(sweep, document, replications, calls)


def once(faults: list[Fault]) -> list[Fault]:
    """Each fault once, though several options share the block that it stands in."""
    first: dict[tuple[Mark, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.mark, fault.message), fault)
    return list(first.values())


def region_place(name: str, study: Path) -> str:
    """What `load_region` takes for a study's region: its folder beside the study if there, else its name."""
    beside = study.parent / name
    return str(beside.resolve()) if name and beside.is_dir() else name


def region_of(document: Document, path: Path, faults: list[Fault]) -> Region | None:
    """The study's region, or None with its faults noted."""
    from geography.region import RegionError, list_regions, load_region

    name = document.data.get("region")
    if not isinstance(name, str):
        return None
    try:
        return load_region(region_place(name, path))
    except RegionError as error:
        folder = Path(region_place(name, path))
        if name not in list_regions() and not folder.is_dir():
            faults.append(no_region(name, document.mark(("region",)), path))
        else:
            faults += [
                Fault(
                    Mark(shown(Path(f.file)), f.line or 0),
                    f.where,
                    f.message,
                    f.allowed.rstrip("."),
                    f.suggestion,
                )
                for f in error.faults
            ]
        return None


def no_region(name: str, mark: Mark, study: Path) -> Fault:
    """The fault of a region that is not there."""
    from geography.region import list_regions

    known = [*list_regions(), *sorted(p.parent.name for p in study.parent.glob("*/region.yaml"))]
    message = f"There is no region '{name}', bundled or in {shown(study.parent)}."
    return Fault(mark, "region", message, listed(known), probably_meant(name, known))


def check_documents(
    documents: Mapping[str, Document],
    points: Mapping[str, Mapping[str, Any]],
    region: Region | None,
    head: Mapping[str, Any],
    faults: list[Fault],
) -> dict[str, dict[str, dict[str, Any]]]:
    """The checked parts of every option's document; a point of a sweep tells only the faults that it adds."""
    parts: dict[str, dict[str, dict[str, Any]]] = {}
    told: dict[str, set[str]] = {}
    for name, document in documents.items():
        found: list[Fault] = []
        names: list[Fault] = []
        check_names(document, found)
        parts[name] = check_document(document, found)
        check_references(document, parts[name], names)
        check_scheme(document, parts[name], head.get("ambulance_scheme"), names)
        check_prices(document, parts[name], head, names)
        if region is not None:
            check_ground(document, parts[name], region, names)
        found += names if document.whole else [fault for fault in names if fault.meant]
        told[name] = {fault.path for fault in found}
        before = told[points[name]["option"]] if name in points else set()
        faults += [fault for fault in found if fault.path not in before]
    return parts


def check_document(document: Document, faults: list[Fault]) -> dict[str, dict[str, Any]]:
    """The checked objects of every section; what is at fault is left out and noted."""
    parts: dict[str, dict[str, Any]] = {}
    for section, model in SECTIONS.items():
        content = document.data.get(section, {})
        parts[section] = {}
        if not isinstance(content, dict):
            message = "This should be names with a block each."
            faults.append(Fault(document.mark((section,)), section, message))
            document.data[section] = content = {}
        for key in content:
            found = validated(model, document, (section, key), faults)
            if found is not None:
                parts[section][key] = found
    for section, model in SINGLE.items():
        if document.has((section,)):
            found = validated(model, document, (section,), faults)
            parts[section] = {} if found is None else {"": found}
        else:
            at = document.mark(())
            parts[section] = {}
            if not document.whole:
                continue
            faults.append(
                Fault(at, section, f"The study needs `{section}`: name a catalogue file.")
            )
    return parts


def demand_ceilings(
    grounds: Iterable[tuple[Mapping[str, Mapping[str, Any]], Ground]], calendar: Calendar
) -> dict[str, float]:
    """The most calls a year at which each stream ever rings, over all options and points of the sweep."""
    ceilings: dict[str, float] = {}
    for part, ground in grounds:
        season = Season(
            calendar.first_hour,
            months_of(calendar),
            part["visitors"],
            part["surges"],
            np.datetime64(calendar.first_day, "s"),
        )
        for name, profile in part["demand"].items():
            ceilings[name] = max(ceilings.get(name, 0.0), season.ceiling(name, profile, ground))
    return ceilings


def scenario_texts(
    document: Document, points: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, str]]:
    """Title and summary of the baseline, of each option and of each point."""
    baseline = document.data["baseline"]
    texts = {
        baseline["name"]: {
            "title": str(baseline.get("title", baseline["name"])),
            "summary": str(baseline.get("summary", "")),
        }
    }
    for name, option in document.data.get("options", {}).items():
        texts[name] = {"title": option["title"], "summary": option.get("summary", "")}
    for name in points:
        texts[name] = {"title": name, "summary": ""}
    return texts


def recorded_of(
    document: Document,
    path: Path,
    head: StudyHead | None,
    region: Region | None,
    documents: Mapping[str, Document],
    parts: Mapping[str, Mapping[str, Mapping[str, Any]]],
    faults: list[Fault],
) -> tuple[RecordedCalls | None, int]:
    """The calls of the study's file, where it names one, and how many lie outside its days."""
    if head is None or head.calls is None or region is None:
        return None, 0
    source = path.parent / head.calls
    if not source.is_file():
        near = [p.name for kind in ("*.csv", "*.parquet") for p in path.parent.glob(kind)]
        message = f"There is no file of calls '{head.calls}' in {shown(path.parent)}."
        meant = probably_meant(head.calls, near)
        faults.append(Fault(document.mark(("calls",)), "calls", message, listed(near), meant))
        return None, 0
    sound = {
        name: part
        for name, part in parts.items()
        if documents[name].whole
        and all(len(part[s]) == len(names_of(documents[name], s)) for s in ANSWERING)
    }
    return read_calls(source, calendar_of(head), region, sound, faults)


def calendar_of(head: StudyHead) -> Calendar:
    """The calendar that a study's head declares."""
    return Calendar(
        start=head.start,
        days=head.days,
        warm_up_days=head.warm_up_days,
        cool_down_days=head.cool_down_days,
        drains=head.drains,
        spread_over_year=head.spread_over_year,
    )


def scenario_of(
    name: str,
    text: Mapping[str, str],
    head: StudyHead,
    calendar: Calendar,
    parts: Mapping[str, Mapping[str, Any]],
    ceilings: Mapping[str, float],
    weights: Mapping[str, ZoneWeights],
    recorded: RecordedCalls | None,
) -> Scenario:
    """The frozen scenario of checked parts."""
    return Scenario(
        name=name,
        title=text["title"],
        summary=text["summary"],
        region=head.region,
        calendar=calendar,
        seed=head.seed,
        hospital_times=parts["hospital_times"][""],
        ceilings={key: ceilings[key] for key in parts["demand"]},
        districts=head.report.districts,
        recorded=recorded,
        price_year=head.price_year,
        zone_weights=dict(weights),
        **{section: dict(parts[section]) for section in SECTIONS if section != "price_indices"},
        price_indices={
            key: index
            for key, index in parts["price_indices"].items()
            if key == (head.price_index or key)
        },
    )
