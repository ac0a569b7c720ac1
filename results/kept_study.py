"""The study's own files, kept beside what a run wrote, so that it can be reported on again anywhere."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scenarios.assemble import catalogue_file
from scenarios.documents import read_yaml
from scenarios.load import study_path
from scenarios.study import Study

FOLDER, LIST = "study", "kept.json"


def keep_study(study: str, loaded: Study, directory: Path) -> None:
    """Copy a study's file, its catalogue files and its files of calls and places into `directory/study`.

    They stand there as they stand to each other, so that the copy is a study too. A region of one's own is not
    copied, being large; `kept.json` says which it was.
    """
    path = study_path(study).resolve()
    places = {at: file for at, file in _files(path) if at.anchor == path.anchor}  # on one drive
    top = Path(os.path.commonpath([str(place.parent) for place in places]))
    folder = directory / FOLDER
    for place, source in places.items():
        copy = folder / place.relative_to(top)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.resolve() != copy.resolve():  # the copy itself may be run again
            shutil.copyfile(source, copy)
    facts = {"study": path.relative_to(top).as_posix(), "region": loaded.region_place}
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    (folder / LIST).write_text(text, encoding="utf-8", newline="\n")


def kept_study(directory: Path) -> tuple[Path, str] | None:
    """The file of the study that a run's folder keeps, and which region it was played on; None if it keeps none."""
    folder = directory / FOLDER
    try:
        facts = json.loads((folder / LIST).read_text(encoding="utf-8"))
        path, region = folder / facts["study"], str(facts["region"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (path, region) if path.is_file() else None


def _files(study: Path) -> Iterator[tuple[Path, Path]]:
    """Where each file of a study stands beside it, and where it is: a bundled catalogue file stands beside it too."""
    yield study, study
    documents = [read_yaml(study).data]
    for name in documents[0].get("catalogue", ()):
        source = catalogue_file(str(name), study)
        if source is None:
            continue
        beside = study.parent / name
        inside = beside if beside.is_file() else study.parent / f"{name}.yaml"
        yield _plain(inside), source
        documents.append(read_yaml(source).data)
    calls = documents[0].get("calls")
    named = [calls] if isinstance(calls, str) else []
    for document in documents:
        named += _under("recorded", document)
    for name in named:
        place = _plain(study.parent / name)
        if place.is_file():
            yield place, place


def _plain(path: Path) -> Path:
    """A path without `..` in it."""
    return Path(os.path.normpath(path))


def _under(key: str, data: Any) -> Iterator[str]:
    """Every text under a key, however deep."""
    if isinstance(data, list):
        for value in data:
            yield from _under(key, value)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name == key and isinstance(value, str):
                yield value
            yield from _under(key, value)
