"""Names in `report`, `expected` and the study itself must be of things that there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from geography.region import Region
from scenarios.check_lists import check_lists
from scenarios.check_measures import check_measure, dotted, listed_at, refused
from scenarios.costs import Expected
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, is_name, not_a_name
from scenarios.frontier import JudgedBy
from scenarios.measure_words import MEASURES
from scenarios.precision import Precision
from scenarios.pydantic_faults import validated
from scenarios.words import SITING_PARTS


def check_siting_parts(document: Document, faults: list[Fault]) -> None:
    """Parts of a siting's report are of a study that has a siting."""
    if document.has(("site",)):
        return
    for number, name in enumerate(listed_at(document, ("report", "parts"))):
        if name in SITING_PARTS:
            path: Path_ = ("report", "parts", number)
            message = (
                f"'{name}' is of the report of `bluelight site`, and this study has no `site:`."
            )
            allowed = "a `site:` block too, or parts of other reports alone"
            faults.append(Fault(document.mark(path), dotted(path), message, allowed))


def check_report(
    document: Document,
    options: Sequence[Document],
    names: Sequence[str],
    region: Region | None,
    faults: list[Fault],
) -> None:
    """Note every name in `report` and `expected` that is of nothing; `options` are the documents of `names`."""
    check_file_names(document, names, faults)
    check_lists(document, faults)
    check_siting_parts(document, faults)
    districts = listed_at(document, ("report", "districts"))
    for number, name in enumerate(districts):
        if region is not None and name not in region.zones.areas:
            path: Path_ = ("report", "districts", number)
            message = f"{region.title} has no area '{name}'."
            faults.append(refused(document, path, message, name, region.zones.areas))
    check_titles(document, districts, faults)
    check_places(document, districts, faults)
    asked: list[tuple[Path_, str]] = [
        (("report", "compare", number), name)
        for number, name in enumerate(listed_at(document, ("report", "compare")))
    ]
    asked += [
        (("quick", number), name) for number, name in enumerate(listed_at(document, ("quick",)))
    ]
    expected = document.data.get("expected", {})
    check_row_titles(document, faults)
    for key in expected if isinstance(expected, dict) else ():
        said: Expected | None = validated(Expected, document, ("expected", key), [])
        if said is not None:
            asked.append((("expected", key, "option"), said.option))
            asked += [(("expected", key, "minus"), said.minus)] if said.minus else []
            check_figure(document, key, said, options, districts, faults)
    check_replay(document, faults)
    asked += [
        (("report", "replay", "options", number), name)
        for number, name in enumerate(listed_at(document, ("report", "replay", "options")))
    ]
    check_cards(document, options, faults)
    check_precision(document, options, districts, faults)
    check_frontier(document, options, districts, faults)
    for path, name in asked:
        if name not in names:
            faults.append(refused(document, path, f"There is no option '{name}'.", name, names))


def check_places(document: Document, districts: Sequence[str], faults: list[Fault]) -> None:
    """The places that figure 2 and headlines speak of are districts, and not the region at the same time."""
    named = listed_at(document, ("report", "places"))
    for number, name in enumerate(named):
        path: Path_ = ("report", "places", number)
        if name not in districts:
            message = f"The report speaks of no area '{name}'."
            if not districts:
                message += (
                    " Areas are declared under `report: districts:`, and this study declares none."
                )
            faults.append(refused(document, path, message, name, districts))
    report = document.data.get("report", {})
    if named and isinstance(report, dict) and report.get("headlines_of") == "region":
        path = ("report", "places")
        message = "Headlines and figure 2 are of the region (headlines_of), so no place is told."
        faults.append(Fault(document.mark(path), dotted(path), message, "`places` or `region`"))


def check_file_names(document: Document, names: Sequence[str], faults: list[Fault]) -> None:
    """The study's and the options' names become names of files and folders."""
    said: list[tuple[Path_, object]] = [(("name",), document.data.get("name"))]
    said += [(("options", name), name) for name in names[1:]]
    said += [(("baseline", "name"), name) for name in names[:1]]
    for path, name in said:
        if isinstance(name, str) and name and not is_name(name):
            faults.append(Fault(document.mark(path), dotted(path), *not_a_name(name)))


def check_titles(document: Document, districts: Sequence[str], faults: list[Fault]) -> None:
    """A title is of an area that the report speaks of."""
    titles = document.data.get("report", {})
    titles = titles.get("district_titles", {}) if isinstance(titles, dict) else {}
    for name in titles if isinstance(titles, dict) else ():
        if name not in districts:
            message = f"The report speaks of no area '{name}'."
            path: Path_ = ("report", "district_titles", name)
            faults.append(refused(document, path, message, name, districts))


def check_cards(document: Document, options: Sequence[Document], faults: list[Fault]) -> None:
    """A station with a card is one of the county under some option, with a vehicle."""
    blocks = [option.data.get("stations", {}) for option in options]
    county = {
        str(name)
        for some in blocks
        for name, block in (some.items() if isinstance(some, dict) else ())
        if not (isinstance(block, dict) and block.get("outside_county"))
    }
    vehicles = [option.data.get("vehicles", {}) for option in options]
    manned = {
        str(block.get("station"))
        for some in vehicles
        for block in (some.values() if isinstance(some, dict) else ())
        if isinstance(block, dict)
    }
    known = sorted(county & manned)
    for number, name in enumerate(listed_at(document, ("report", "cards"))):
        if name not in known:
            path: Path_ = ("report", "cards", number)
            message = f"No option has a station '{name}' with a vehicle in the county."
            faults.append(refused(document, path, message, name, known))


def check_row_titles(document: Document, faults: list[Fault]) -> None:
    """Published figures and sums stand beside each other in one table, each by its own title."""
    known: dict[str, str] = {}
    for section in ("bid_sums", "expected"):
        rows = document.data.get(section, {})
        for key, row in rows.items() if isinstance(rows, dict) else ():
            title = row.get("title") if isinstance(row, dict) else None
            if isinstance(title, str) and title in known:
                path: Path_ = (section, key, "title")
                message = f"{known[title]} has this title too: nobody could tell their rows apart."
                faults.append(Fault(document.mark(path), dotted(path), message, "another title"))
            elif isinstance(title, str):
                known[title] = f"{section}.{key}"


def check_figure(
    document: Document,
    key: str,
    said: Expected,
    options: Sequence[Document],
    districts: Sequence[str],
    faults: list[Fault],
) -> None:
    """An expected figure must be of a measure that there is, in a group that it can have."""
    if check_measure(document, ("expected", key), said, options, districts, faults):
        check_unit(document, key, said, faults)


def check_precision(
    document: Document, options: Sequence[Document], districts: Sequence[str], faults: list[Fault]
) -> None:
    """The precision that is wanted is of a measure that there is, in the measure's own unit."""
    if not document.has(("precision",)):
        return
    wanted: Precision | None = validated(Precision, document, ("precision",), [])
    if wanted is None:
        return  # its faults are noted with the head's
    there = check_measure(document, ("precision",), wanted, options, districts, faults)
    if there and wanted.unit != MEASURES[wanted.measure][0]:
        path: Path_ = ("precision", "unit")
        unit = MEASURES[wanted.measure][0]
        message = f"{wanted.measure} is in {unit}, and this half-width is in {wanted.unit}."
        faults.append(Fault(document.mark(path), dotted(path), message, unit))
    if there and wanted.of == "difference" and len(options) < 2:
        at: Path_ = ("precision", "of")
        message = "Without options there is no difference."
        faults.append(Fault(document.mark(at), dotted(at), message, "of: value"))


def check_frontier(
    document: Document, options: Sequence[Document], districts: Sequence[str], faults: list[Fault]
) -> None:
    """What options are judged by must be measures that there are, in groups that they can have."""
    report = document.data.get("report", {})
    judged = report.get("frontier", ()) if isinstance(report, dict) else ()
    for number in range(len(judged) if isinstance(judged, list) else 0):
        path: Path_ = ("report", "frontier", number)
        said: JudgedBy | None = validated(JudgedBy, document, path, [])
        if said is not None:
            check_measure(document, path, said, options, districts, faults)


def check_replay(document: Document, faults: list[Fault]) -> None:
    """The day that the replay shows is one of the counted days."""
    path: Path_ = ("report", "replay", "day")
    if not document.has(path):
        return
    try:
        first = date.fromisoformat(str(document.data["start"]))
        last = first + timedelta(days=int(document.data["days"]) - 1)
        day = date.fromisoformat(str(document.at(path)))
    except (KeyError, ValueError, TypeError, OverflowError):
        return  # their faults are noted with the head's
    if not first <= day <= last:
        message = f"The counted days do not hold {day}."
        faults.append(Fault(document.mark(path), dotted(path), message, f"{first} to {last}"))


def check_unit(document: Document, key: str, said: Expected, faults: list[Fault]) -> None:
    """A figure is in its measure's unit, or a year of what is counted over the period; a ratio may be in any."""
    unit = MEASURES[said.measure][0]
    a_year = unit.endswith("per counted period") and said.value.unit.endswith("per year")
    if said.divide_by is None and said.value.unit != unit and not a_year:
        path: Path_ = ("expected", key, "value", "unit")
        message = f"{said.measure} is in {unit}, and this figure is in {said.value.unit}."
        faults.append(Fault(document.mark(path), dotted(path), message, unit))
