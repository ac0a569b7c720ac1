"""YAML files as plain data that remembers, for every key and item, the line that it came from."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from scenarios.faults import Fault, Mark, StudyFault, shown

Path_ = tuple[str | int, ...]


@dataclass
class Document:
    """Plain data (dict, list, str, int, float, bool, None, date) and the mark of each path in it.

    `faults` holds what was wrong with the file itself. `whole` says whether every catalogue file could be read.
    `perhaps` holds, by section, names that would be here had a change of an option not failed, so that they are not
    called unknown for its sake.
    """

    data: Any
    marks: dict[Path_, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True
    perhaps: dict[str, set[str]] = field(default_factory=dict)

    def mark(self, path: Path_) -> Mark:
        """The mark of a path, or of the nearest thing around it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, Mark("?"))

    def copy(self) -> Document:
        """A copy whose data may be changed."""
        return Document(twin(self.data), dict(self.marks), [], self.whole, dict(self.perhaps))

    def at(self, path: Path_) -> Any:
        """The data at a path."""
        data = self.data
        for key in path:
            data = data[key]
        return data

    def below(self, path: Path_) -> Document:
        """The part of the document at a path, with its marks."""
        n, part = len(path), self.at(path)
        marks = {p[n:]: self.marks[p] for p in paths(part, path) if p in self.marks}
        return Document(part, marks)

    def has(self, path: Path_) -> bool:
        """Whether there is anything at a path."""
        try:
            self.at(path)
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def put(self, path: Path_, part: Document) -> None:
        """Place a part at a path, with its marks; the things around it must be there."""
        self.forget(path)
        data = self.data
        for key in path[:-1]:
            data = data.setdefault(key, {}) if isinstance(data, dict) else data[key]
        data[path[-1]] = twin(part.data)
        for sub, mark in part.marks.items():
            self.marks[path + sub] = mark

    def remove(self, path: Path_) -> None:
        """Take away what is at a path."""
        self.forget(path)
        data = self.data
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    def forget(self, path: Path_) -> None:
        """Drop the marks at and below a path, of what is there; before it is taken away."""
        for known in paths(self.at(path), path) if self.has(path) else (path,):
            self.marks.pop(known, None)


def paths(data: Any, path: Path_) -> Iterator[Path_]:
    """A path and those of all that is below it."""
    yield path
    parts = data.items() if isinstance(data, dict) else ()
    for key, value in enumerate(data) if isinstance(data, list) else parts:
        yield from paths(value, (*path, key))


def twin(data: Any) -> Any:
    """A copy of plain data, of which no part is shared: words, numbers and times are never changed in place."""
    if isinstance(data, dict):
        return {key: twin(value) for key, value in data.items()}
    return [twin(value) for value in data] if isinstance(data, list) else data


def read_yaml(path: Path) -> Document:
    """Read a YAML 1.2 file. Raises StudyFault with file, line and column if it is not one, or is not there."""
    name = shown(path)
    document = parsed(name, read_text(path, name))
    return replace(document.copy(), faults=list(document.faults))


@lru_cache(maxsize=32)
def parsed(name: str, text: str) -> Document:
    """The document of a text; kept, since reading YAML takes longer than all the rest of loading a study."""
    twice: list[Fault] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            tree = loaded(text, name, twice)
    except MarkedYAMLError as error:
        raise StudyFault([yaml_fault(name, error)]) from None
    except ReaderError as error:
        before = text[: error.position]
        mark = Mark(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"This is not YAML: the character #x{error.character:04x} may not stand here."
        raise StudyFault([Fault(mark, "", message)]) from None
    except (YAMLError, ValueError) as error:
        raise StudyFault([Fault(Mark(name), "", f"This is not YAML: {error}")]) from None
    if not isinstance(tree, CommentedMap):
        message = "The file should hold `key: value` lines and does not."
        raise StudyFault([Fault(Mark(name, 1, 1), "", message)])
    document = Document(None, {(): Mark(name, 1, 1)}, faults=twice)
    document.data = plain(tree, (), name, document.marks)
    return document


def loaded(text: str, name: str, twice: list[Fault]) -> Any:
    """The YAML tree of a text; notes keys that stand twice, and goes on with the first of each."""
    try:
        return reader().load(text)
    except DuplicateKeyError:
        twice += duplicate_keys(text, name)
        yaml = reader()
        yaml.allow_duplicate_keys = True
        return yaml.load(text)


class DatesAsWritten(RoundTripConstructor):
    """Leaves a date as the text that it is, so that a wrong one is a fault of its own and hides no other."""


DatesAsWritten.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


def reader() -> YAML:
    """A YAML 1.2 reader that remembers where things stand."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = DatesAsWritten
    return yaml


def read_text(path: Path, name: str) -> str:
    """The text of a UTF-8 file, with or without a byte order mark. Raises StudyFault if it is none."""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise StudyFault([Fault(Mark(name), "", "There is no such file.")]) from None
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        raise StudyFault([Fault(Mark(name), "", message)]) from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "The file is not UTF-8 text from here on."
        meant = 'to save it as "UTF-8" in the editor'
        raise StudyFault([Fault(Mark(name, line), "", message, meant=meant)]) from None


def duplicate_keys(text: str, name: str) -> list[Fault]:
    """Every key that stands twice in one block."""
    faults: list[Fault] = []
    seen: set[int] = set()

    def look(node: Any) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, SequenceNode):
            for item in node.value:
                look(item)
        if not isinstance(node, MappingNode):
            return
        lines: dict[str, int] = {}
        for key, value in node.value:
            at = key.start_mark
            if isinstance(key, ScalarNode) and key.value in lines:
                message = (
                    f"The key '{key.value}' stands twice here, first on line {lines[key.value]}."
                )
                faults.append(Fault(Mark(name, at.line + 1, at.column + 1), key.value, message))
            elif isinstance(key, ScalarNode):
                lines[key.value] = at.line + 1
            look(value)

    look(YAML(typ="rt", pure=True).compose(text))
    return faults


def yaml_fault(name: str, error: MarkedYAMLError) -> Fault:
    """A YAML error in words, where it is."""
    at = error.problem_mark or error.context_mark
    mark = Mark(name, at.line + 1, at.column + 1) if at else Mark(name)
    problem = str(error.problem or error.context or error).strip().splitlines()[0]
    meant = ""
    if "'\\t'" in problem:
        meant = "spaces in place of the tab"
    elif "mapping values are not allowed" in problem:
        meant = "to put text with a colon in quotes, or to indent this line less"
    elif "block end" in problem or "expected <document start>" in problem:
        meant = "to line this up with the lines above it"
    return Fault(mark, "", f"This is not YAML: {problem}.", meant=meant)


def place(node: CommentedMap | CommentedSeq, key: Any, name: str) -> Mark:
    """Where a key or item stands; one that came by `<<:` stands where its mapping does."""
    known = (node.lc.data or {}).get(key)
    line, column = (known[0], known[1]) if known else (node.lc.line, node.lc.col)
    return Mark(name, line + 1, column + 1)


def plain(node: Any, path: Path_, name: str, marks: dict[Path_, Mark]) -> Any:
    """The plain data of a YAML node; fills in the marks of everything in it."""
    if isinstance(node, CommentedMap):
        result = {}
        for key, value in node.items():
            marks[(*path, str(key))] = place(node, key, name)
            result[str(key)] = plain(value, (*path, str(key)), name, marks)
        return result
    if isinstance(node, CommentedSeq):
        items = []
        for index, value in enumerate(node):
            marks[(*path, index)] = place(node, index, name)
            items.append(plain(value, (*path, index), name, marks))
        return items
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
