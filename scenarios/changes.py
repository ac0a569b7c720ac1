"""Options as lists of changes to the baseline: add, set, remove, include."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from scenarios.documents import Document, Path_
from scenarios.faults import Fault, Mark, listed, misspelled, probably_meant

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


def known_around(document: Document, target: str, action: str) -> tuple[list[str], str]:
    """What could be meant by a target that is not there: places that are, and the likely one or nothing.

    They are those that differ from the target at the deepest level that does exist; for `multiply` numbers alone. Where
    none goes on as the target does, they end at that level.
    """
    parts = split(target)
    for length in range(len(parts) - 1, -1, -1):
        around = parts[:length]
        if document.has(around) and isinstance(document.at(around), dict):
            tail = parts[length + 1 :]
            keys = list(document.at(around))
            there = {
                key: (*around, key, *tail)
                for key in keys
                if document.has((*around, key, *tail))
                and (action != "multiply" or is_number(document.at((*around, key, *tail))))
            } or {key: (*around, key) for key in keys}
            targets = {str(key): ".".join(map(str, path)) for key, path in there.items()}
            return list(targets.values()), targets.get(probably_meant(parts[length], targets), "")
    return [], ""


def is_number(value: object) -> bool:
    """Whether a value can be multiplied."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def names_added(options: Iterable[Document]) -> dict[str, set[str]]:
    """By section, every name that some option adds."""
    added: dict[str, set[str]] = {}
    for option in options:
        for step in steps_of(option, []):
            section, key = (*split(step.target), "", "")[:2]
            if step.action == "add" and key:
                added.setdefault(str(section), set()).add(str(key))
    return added


class Changer:
    """Makes the document of each option from the baseline's."""

    def __init__(self, baseline: Document, options: dict[str, Document]) -> None:
        self._baseline = baseline
        self._options = options
        self._added = names_added(options.values())
        self.faults: list[Fault] = []

    def option(self, name: str) -> tuple[Document, tuple[Change, ...]]:
        """The document of an option, and every change in it with old and new."""
        document = self._baseline.copy()
        before = len(self.faults)
        self._touched: dict[str, str] = {}  # place: the option that changed it
        self._included: dict[str, set[str]] = {}  # option: all that it includes, at any depth
        self._included_at: Mark | None = (
            None  # where the option itself includes what is applied now
        )
        self._lame = False  # whether a change has failed, so that later ones may fail for its sake
        changes = self._apply(name, document, (name,))
        if len(self.faults) > before:
            document.perhaps = self._added
        return document, tuple(changes)

    def _apply(self, name: str, document: Document, via: tuple[str, ...]) -> list[Change]:
        made: list[Change] = []
        self._included[name] = set()
        amiss: list[Fault] = []
        steps = list(steps_of(self._options[name], amiss))
        self.faults += amiss
        self._lame = self._lame or bool(amiss)
        for step in steps:
            if step.action == "include":
                made += self._include(step, name, document, via)
                continue
            places = self._places(step, document)
            clash = next(filter(None, (self._clash(place, name) for place in places)), None)
            if clash:
                place, owner = clash
                if owner == name:
                    message = f"This changes {place} a second time in the same option."
                    self._fault(step, name, message)
                else:
                    message = f"{owner} and {name} both change {place}."
                    at = self._included_at or step.mark
                    self.faults.append(Fault(at, f"options.{via[0]}.include", message))
                continue
            changes = self._make(step, name, document)
            made += changes
            if changes:
                self._touched.update(dict.fromkeys(places, name))
        return made

    def _include(
        self, step: Step, name: str, document: Document, via: tuple[str, ...]
    ) -> list[Change]:
        """The changes of another option, once, also where several options include it."""
        if step.target in via:
            self._lame = True
            self._fault(step, name, f"{step.target} includes itself.")
            return []
        if step.target not in self._options:
            self._lame = True
            self.faults.append(
                Fault(
                    step.mark,
                    f"options.{name}.include",
                    f"There is no option '{step.target}'.",
                    listed(self._options),
                    probably_meant(step.target, self._options),
                )
            )
            return []
        made: list[Change] = []
        if len(via) == 1:
            self._included_at = step.mark
        if step.target not in self._included:
            made = self._apply(step.target, document, (*via, step.target))
        self._included[name] |= {step.target} | self._included[step.target]
        return made

    @staticmethod
    def _places(step: Step, document: Document) -> list[str]:
        """The places that a step changes, `*` written out."""
        found = [] if step.action == "add" else matches(document, step.target)
        return [".".join(map(str, path)) for path in found] or [step.target]

    def _clash(self, place: str, name: str) -> tuple[str, str] | None:
        """A place in or around this one that was changed before, unless by an option that this one includes."""
        for other, owner in self._touched.items():
            short, long = sorted((other, place), key=len)
            if owner in self._included[name] or not (long + ".").startswith(short + "."):
                continue
            return other, owner
        return None

    def _make(self, step: Step, name: str, document: Document) -> list[Change]:
        if step.action == "add":
            return self._add(step, name, document)
        paths = matches(document, step.target)
        if not paths:
            section, key = (*split(step.target), "", "")[:2]
            if self._lame and str(key) in self._added.get(str(section), ()):
                return []
            around, meant = known_around(document, step.target, step.action)
            if not document.whole and not misspelled(step.target, around):
                return []
            self.faults.append(
                Fault(
                    step.mark,
                    f"options.{name}.{step.action}",
                    f"There is nothing at {step.target} to {step.action}.",
                    listed(around),
                    meant,
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
                product = self._product(step, name, old)
                if product is None:
                    continue
                new = product
            document.put(path, new)
            made.append(Change("set", target, old, new.data))
        return made

    def _product(self, step: Step, name: str, old: Any) -> Document | None:
        assert step.value is not None
        factor = step.value.data
        if not (is_number(old) and is_number(factor)):
            self._fault(step, name, "`multiply` needs a number, of a number.")
            return None
        return Document(old * factor, step.value.marks)

    def _add(self, step: Step, name: str, document: Document) -> list[Change]:
        path = split(step.target)
        assert step.value is not None
        if document.has(path):
            self._lame = True
            self._fault(step, name, f"{step.target} is there already; `set` changes it.")
            return []
        if path[0] not in document.data:
            known = list(document.data)
            where = f"options.{name}.add"
            message = f"There is no section '{path[0]}'."
            meant = probably_meant(path[0], known)
            self.faults.append(Fault(step.mark, where, message, listed(known, 20), meant))
            return []
        if not document.has(path[:-1]):
            if self._lame and str(path[1]) in self._added.get(str(path[0]), ()):
                return []
            self._fault(step, name, f"There is no {'.'.join(map(str, path[:-1]))} to add to.")
            return []
        if not isinstance(document.at(path[:-1]), dict):
            if document.at(path[:-1]) is not None and len(path) > 2:
                self._fault(step, name, f"{'.'.join(map(str, path[:-1]))} is no block to add to.")
            return []
        document.put(path, step.value)
        return [Change("add", step.target, None, step.value.data)]

    def _fault(self, step: Step, name: str, message: str) -> None:
        self.faults.append(Fault(step.mark, f"options.{name}.{step.action}", message))
