"""The document of the baseline, from the catalogue files that a study names, and of every option."""

from __future__ import annotations

from pathlib import Path

from scenarios.changes import Change, Changer
from scenarios.documents import Document, read_yaml
from scenarios.faults import Fault, Mark, StudyFault, listed, probably_meant, shown
from scenarios.sections import ALL_SECTIONS, SECTIONS, SINGLE

HERE = Path(__file__).parent
BASELINE_TEXT = ("name", "title", "short", "summary")


def assemble_baseline(document: Document, path: Path, faults: list[Fault]) -> Document:
    """The sections of the catalogue files that the study names, and of its own baseline.

    A misspelled file is read on as the one that was meant, so that it is one fault and not many.
    """
    merged = Document({name: {} for name in SECTIONS}, {(): document.mark(())})
    names = document.data.get("catalogue", [])
    for number, name in enumerate(names if isinstance(names, list) else []):
        source = catalogue_file(str(name), path)
        if source is None:
            fault = no_catalogue(str(name), document.mark(("catalogue", number)), path)
            faults.append(fault)
            source = None if fault.meant in names else catalogue_file(fault.meant, path)
        if source is None:
            merged.whole = False
            continue
        try:
            part = read_yaml(source)
        except StudyFault as error:
            faults.extend(error.faults)
            merged.whole = False
        else:
            faults.extend(part.faults)
            merge(merged, part, faults, allowed=ALL_SECTIONS)
    if isinstance(document.data.get("baseline"), dict):
        own = document.below(("baseline",)).copy()
        for key in BASELINE_TEXT:
            own.data.pop(key, None)
        merge(merged, own, faults, allowed=(*BASELINE_TEXT, *ALL_SECTIONS))
    return merged


def catalogue_file(name: str, study: Path) -> Path | None:
    """The file of a catalogue block: beside the study if there, else bundled."""
    for path in (study.parent / name, study.parent / f"{name}.yaml") if name else ():
        if path.is_file() and path.suffix in (".yaml", ".yml"):
            return path
    bundled = HERE / "catalogue" / f"{name}.yaml"
    return bundled if bundled.is_file() else None


def no_catalogue(name: str, mark: Mark, study: Path) -> Fault:
    """The fault of a catalogue file that is missing."""
    known = sorted(path.stem for path in (HERE / "catalogue").glob("*.yaml"))
    known += sorted(path.stem for path in study.parent.glob("*.yaml") if path != study)
    return Fault(
        mark,
        "catalogue",
        f"There is no catalogue file '{name}', bundled or in {shown(study.parent)}.",
        listed(known),
        probably_meant(name, known),
    )


def merge(merged: Document, part: Document, faults: list[Fault], allowed: tuple[str, ...]) -> None:
    """Add the sections of a part; a section unknown, or a name that is there already, is a fault.

    A misspelled section is read on as the one that was meant, so that it is one fault and not many.
    """
    for section, content in part.data.items():
        mark, meant = part.mark((section,)), section
        if section not in ALL_SECTIONS:
            meant = probably_meant(section, allowed)
            message = f"There is no section '{section}'."
            faults.append(Fault(mark, section, message, listed(allowed, 20), meant))
        if meant in SINGLE:
            merged.put((meant,), part.below((section,)))
        elif meant in SECTIONS and not isinstance(content, dict):
            faults.append(Fault(mark, section, "This should be names with a block each."))
        elif meant in SECTIONS:
            for name in content:
                at, block = (meant, name), part.below((section, name))
                if merged.has(at):
                    message = f"'{name}' is declared twice; first at {merged.mark(at)}."
                    faults.append(Fault(block.mark(()), f"{section}.{name}", message))
                else:
                    merged.put(at, block)


def assemble_options(
    document: Document, baseline: Document, faults: list[Fault]
) -> tuple[dict[str, Document], dict[str, tuple[Change, ...]]]:
    """The document of the baseline and of every option, and what each option changes."""
    options: dict[str, Document] = {}
    declared = document.data.get("options", {})
    for name, option in declared.items() if isinstance(declared, dict) else ():
        if isinstance(option, dict):
            options[name] = document.below(("options", name))
    changer = Changer(baseline, options)
    text = document.data.get("baseline")
    first = text.get("name") if isinstance(text, dict) else None
    if not isinstance(first, str):
        faults.append(
            Fault(document.mark(("baseline",)), "baseline.name", "The baseline needs a `name`.")
        )
        first = "baseline"
    documents = {first: baseline}
    changes: dict[str, tuple[Change, ...]] = {first: ()}
    if first in options:
        at = document.mark(("options", first))
        faults.append(Fault(at, f"options.{first}", "The baseline has this name already."))
    for name in options:
        documents[name], changes[name] = changer.option(name)
    faults.extend(changer.faults)
    return documents, changes


def options_built_on(document: Document) -> dict[str, str]:
    """For each option that includes another, the first that it includes: what it is a further step of."""
    found: dict[str, str] = {}
    for name, option in document.data.get("options", {}).items():
        for row in option.get("changes", []):
            if "include" in row:
                names = row["include"]
                found.setdefault(name, str(names[0] if isinstance(names, list) else names))
    return found
