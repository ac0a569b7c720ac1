"""Options as lists of changes to the baseline: add, set, remove, include."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from scenarios.documents import Document, Path_
from scenarios.faults import Fault, Mark, listed, probably_meant

ACTIONS = ("add", "set", "remove", "multiply", "include")


@dataclass(frozen=True)
class Change:
    """One change, with the words that a report shows: old → new."""

    action: str
    path: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Step:
    """A change as written: where it stands, what it touches."""

    action: str
    target: str
    mark: Mark
    value: Document | None


def split(target: str) -> Path_:
    """`vehicles.hayle_p1.crewed_from` as keys; whole numbers are places in a list."""
    return tuple(int(part) if part.isdigit() else part for part in target.split("."))


def steps_of(option: Document, faults: list[Fault]) -> Iterator[Step]:
    """The steps of an option's `changes`, in the order written."""
    rows = option.data.get("changes", [])
    if not isinstance(rows, list):
        at = option.mark(("changes",))
        faults.append(Fault(at, "changes", "This should be a list of changes.", "- set: …"))
        return
    for number, row in enumerate(rows):
        path: Path_ = ("changes", number)
        if not isinstance(row, dict) or len(row) != 1 or next(iter(row)) not in ACTIONS:
            key = next(iter(row), "") if isinstance(row, dict) else row
            faults.append(
                Fault(
                    option.mark(path),
                    f"changes.{number}",
                    f"'{key}' is not one change.",
                    listed(ACTIONS) + ", one a line",
                    probably_meant(key, ACTIONS),
                )
            )
            continue
        action = next(iter(row))
        yield from steps_of_row(action, row[action], option, (*path, action), faults)


def steps_of_row(
    action: str, value: Any, option: Document, path: Path_, faults: list[Fault]
) -> Iterator[Step]:
    """The steps of one line: a mapping of targets to values, or names to include or remove."""
    if action in ("include", "remove"):
        names = value if isinstance(value, list) else [value]
        for number, name in enumerate(names):
            sub = (*path, number) if isinstance(value, list) else path
            yield Step(action, str(name), option.mark(sub), None)
    elif isinstance(value, dict):
        for target in value:
            sub = (*path, target)
            yield Step(action, target, option.mark(sub), option.below(sub))
    else:
        faults.append(
            Fault(option.mark(path), ".".join(map(str, path)), f"`{action}` needs `place: value`.")
        )


def matches(document: Document, target: str) -> list[Path_]:
    """The paths of the document that a target names; `*` stands for any key of one level."""
    found: list[Path_] = [()]
    for part in split(target):
        longer: list[Path_] = []
        for path in found:
            here = document.at(path)
            keys: list[str | int] = []
            if isinstance(here, dict):
                keys = [k for k in here if k == str(part) or fnmatchcase(k, str(part))]
            elif isinstance(here, list):
                keys = [i for i in range(len(here)) if part in ("*", i)]
            longer += [(*path, key) for key in keys]
        found = longer
    return found


def known_around(document: Document, target: str) -> list[str]:
    """What stands at the deepest level of a target that does exist, as full targets."""
    parts = split(target)
    for length in range(len(parts) - 1, -1, -1):
        around = parts[:length]
        if document.has(around) and isinstance(document.at(around), dict):
            prefix = ".".join(map(str, around))
            tail = ".".join(map(str, parts[length + 1 :]))
            return [
                ".".join(part for part in (prefix, key, tail) if part)
                for key in document.at(around)
            ]
    return []


class Changer:
    """Makes the document of each option from the baseline's."""

    def __init__(self, baseline: Document, options: dict[str, Document]) -> None:
        self._baseline = baseline
        self._options = options
        self.faults: list[Fault] = []

    def option(self, name: str) -> tuple[Document, tuple[Change, ...]]:
        """The document of an option, and every change in it with old and new."""
        document = self._baseline.copy()
        touched: dict[str, str] = {}
        changes = self._apply(name, document, touched, (name,))
        return document, tuple(changes)

    def _apply(
        self, name: str, document: Document, touched: dict[str, str], via: tuple[str, ...]
    ) -> list[Change]:
        made: list[Change] = []
        own: dict[str, str] = {}
        for step in steps_of(self._options[name], self.faults):
            if step.action == "include":
                made += self._include(step, document, touched, via)
                continue
            clash = self._clash(step, own)
            if clash:
                self._fault(step, name, f"This changes {clash} a second time in the same option.")
                continue
            own[step.target] = name
            made += self._make(step, name, document)
        touched.update(own)
        return made

    def _include(
        self, step: Step, document: Document, touched: dict[str, str], via: tuple[str, ...]
    ) -> list[Change]:
        if step.target in via:
            self._fault(step, via[-1], f"{step.target} includes itself.")
            return []
        if step.target not in self._options:
            self.faults.append(
                Fault(
                    step.mark,
                    f"options.{via[-1]}.include",
                    f"There is no option '{step.target}'.",
                    listed(self._options),
                    probably_meant(step.target, self._options),
                )
            )
            return []
        inner: dict[str, str] = {}
        made = self._apply(step.target, document, inner, (*via, step.target))
        for target, owner in inner.items():
            if touched.get(target, owner) != owner:
                self._fault(step, via[-1], f"{owner} and {touched[target]} both change {target}.")
        touched.update(inner)
        return made

    @staticmethod
    def _clash(step: Step, own: dict[str, str]) -> str:
        for other in own:
            short, long = sorted((other, step.target), key=len)
            if long == short or long.startswith(short + "."):
                return other
        return ""

    def _make(self, step: Step, name: str, document: Document) -> list[Change]:
        if step.action == "add":
            return self._add(step, name, document)
        paths = matches(document, step.target)
        if not paths:
            around = known_around(document, step.target)
            self.faults.append(
                Fault(
                    step.mark,
                    f"options.{name}.{step.action}",
                    f"There is nothing at {step.target} to {step.action}.",
                    listed(around),
                    probably_meant(step.target, around),
                )
            )
            return []
        made = []
        for path in paths:
            old = document.at(path)
            target = ".".join(map(str, path))
            if step.action == "remove":
                document.remove(path)
                made.append(Change("remove", target, old, None))
                continue
            assert step.value is not None
            new = step.value
            if step.action == "multiply":
                new = self._product(step, name, old)
            document.put(path, new)
            made.append(Change("set", target, old, new.data))
        return made

    def _product(self, step: Step, name: str, old: Any) -> Document:
        assert step.value is not None
        factor = step.value.data
        numbers = [isinstance(x, int | float) and not isinstance(x, bool) for x in (old, factor)]
        if not all(numbers):
            self._fault(step, name, "`multiply` needs a number, of a number.")
            return step.value
        return Document(old * factor, step.value.marks)

    def _add(self, step: Step, name: str, document: Document) -> list[Change]:
        path = split(step.target)
        assert step.value is not None
        if document.has(path):
            self._fault(step, name, f"{step.target} is there already; `set` changes it.")
            return []
        around = document.at(path[:1]) if document.has(path[:1]) else {}
        if not document.has(path[:-1]) and len(path) > 2:
            self._fault(step, name, f"There is no {'.'.join(map(str, path[:-1]))} to add to.")
            return []
        if isinstance(around, dict):
            document.put(path, step.value)
        return [Change("add", step.target, None, step.value.data)]

    def _fault(self, step: Step, name: str, message: str) -> None:
        self.faults.append(Fault(step.mark, f"options.{name}.{step.action}", message))
