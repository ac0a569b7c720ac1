"""YAML files as plain data that remembers, for every key and item, the line that it came from."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from scenarios.faults import Fault, Mark, StudyFault, shown

Path_ = tuple[str | int, ...]


@dataclass
class Document:
    """Plain data (dict, list, str, int, float, bool, None, date) and the mark of each path in it."""

    data: Any
    marks: dict[Path_, Mark] = field(default_factory=dict)

    def mark(self, path: Path_) -> Mark:
        """The mark of a path, or of the nearest thing around it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, Mark("?"))

    def copy(self) -> Document:
        """A copy whose data may be changed."""
        return Document(copy.deepcopy(self.data), dict(self.marks))

    def at(self, path: Path_) -> Any:
        """The data at a path."""
        data = self.data
        for key in path:
            data = data[key]
        return data

    def below(self, path: Path_) -> Document:
        """The part of the document at a path, with its marks."""
        n = len(path)
        marks = {p[n:]: m for p, m in self.marks.items() if p[:n] == path}
        return Document(self.at(path), marks)

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
        data[path[-1]] = copy.deepcopy(part.data)
        for sub, mark in part.marks.items():
            self.marks[path + sub] = mark

    def remove(self, path: Path_) -> None:
        """Take away what is at a path."""
        data = self.data
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]
        self.forget(path)

    def forget(self, path: Path_) -> None:
        """Drop the marks at and below a path."""
        n = len(path)
        for known in [p for p in self.marks if p[:n] == path]:
            del self.marks[known]


def read_yaml(path: Path) -> Document:
    """Read a YAML 1.2 file. Raises StudyFault with file, line and column if it is not one, or is not there."""
    name = shown(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StudyFault([Fault(Mark(name), "", "There is no such file.")]) from None
    except (OSError, UnicodeDecodeError) as error:
        message = f"The file cannot be read as UTF-8 text: {error}"
        raise StudyFault([Fault(Mark(name), "", message)]) from None
    yaml = YAML(typ="rt", pure=True)
    try:
        tree = yaml.load(text)
    except MarkedYAMLError as error:
        raise StudyFault([yaml_fault(name, error)]) from None
    except (YAMLError, ValueError) as error:
        raise StudyFault([Fault(Mark(name), "", f"Not YAML: {error}")]) from None
    if not isinstance(tree, CommentedMap):
        message = "The file should hold `key: value` lines and does not."
        raise StudyFault([Fault(Mark(name, 1, 1), "", message)])
    document = Document(None, {(): Mark(name, 1, 1)})
    document.data = plain(tree, (), name, document.marks)
    return document


def yaml_fault(name: str, error: MarkedYAMLError) -> Fault:
    """A YAML error in words, where it is."""
    at = error.problem_mark or error.context_mark
    mark = Mark(name, at.line + 1, at.column + 1) if at else Mark(name)
    problem = str(error.problem or error.context or error).strip().splitlines()[0]
    meant = ""
    if "duplicate key" in problem:
        return Fault(mark, "", f"The same key stands twice: {problem}.")
    if "mapping values are not allowed" in problem:
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
