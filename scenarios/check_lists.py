"""Lists of names that stand empty, or name something twice, say nothing that a planner can have meant."""

from __future__ import annotations

from scenarios.check_measures import dotted
from scenarios.documents import Document, Path_
from scenarios.faults import Fault

WITHOUT: dict[Path_, str] = {
    ("report", "parts"): "all figures and tables are shown",
    (
        "report",
        "places",
    ): "the smallest and the widest district in which an option changes anything",
    ("report", "districts"): "no area is reported apart",
    ("report", "compare"): "the maps show every option",
    ("report", "replay", "options"): "the baseline and an option are chosen",
    ("quick",): "a quick run plays all options",
}
"""Each list that may be left out, with what then holds."""
EACH_ONCE: tuple[Path_, ...] = (*WITHOUT, ("report", "cards"))


def check_lists(document: Document, faults: list[Fault]) -> None:
    """Note every list that is there and empty, and every name that stands in one again."""
    for path, holds in WITHOUT.items():
        if document.has(path) and document.at(path) == []:
            key = path[-1]
            message = f"'{key}' is an empty list: it names nothing, and would be read as if it were not there."
            allowed = f"one name or more, or no line '{key}' ({holds})"
            faults.append(
                Fault(
                    document.mark(path), dotted(path), message, allowed, f"no line '{key}' at all"
                )
            )
    for path in EACH_ONCE:
        names = document.at(path) if document.has(path) else []
        for number, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str) and name in names[:number]:
                at: Path_ = (*path, number)
                first = names.index(name) + 1
                message = f"'{name}' stands twice. It is number {first} of this list too."
                meant = f"[{', '.join(dict.fromkeys(map(str, names)))}]"
                faults.append(
                    Fault(document.mark(at), dotted(at), message, "each name once", meant)
                )
