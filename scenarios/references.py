"""Names in a document that must be of things that there are, and how a fault says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed, misspelled, probably_meant

Parts = Mapping[str, Mapping[str, Any]]


def names_of(document: Document, section: str) -> list[str]:
    """Every name declared in a section, sound or not."""
    content = document.data.get(section, {})
    here = list(content) if isinstance(content, dict) else []
    return here + sorted(document.perhaps.get(section, set()) - set(here))


def unknown(
    document: Document, path: Path_, what: str, name: str, known: Iterable[str], around: str = ""
) -> Fault:
    """The fault of a name that is of nothing. What is in no file that could be read may be in one that could not."""
    known = list(known)
    meant = probably_meant if document.whole else misspelled
    return Fault(
        document.mark(path),
        dotted(path),
        f'There is no {what} "{name}".{" " + around if around else ""}',
        listed(known),
        meant(name, known),
    )


def note(
    document: Document, path: Path_, message: str, faults: list[Fault], allowed: str = ""
) -> None:
    """Note what is wrong at a path of the document."""
    faults.append(Fault(document.mark(path), dotted(path), message, allowed))


def dotted(path: Path_) -> str:
    """A path as a message shows it."""
    return ".".join(map(str, path))


def note_unknown(
    document: Document,
    path: Path_,
    what: str,
    names: Iterable[str],
    known: Iterable[str],
    faults: list[Fault],
) -> None:
    """Note every name of a list that is of nothing."""
    known = list(known)
    for number, name in enumerate(names):
        if name not in known:
            faults.append(unknown(document, (*path, number), what, name, known))
