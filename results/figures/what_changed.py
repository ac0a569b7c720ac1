"""Table 1: what each option changes, old to new, before any answer."""

import re

from results.figures.figure import Table
from results.figures.wording import counted, joined, named, sentence
from results.pack import Change, Option, Pack

Cells = tuple[str, str, str, str]
PLACE = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)*")
A_PLACE, LEAST_ALIKE = "[place]", 3
DOES = {"add": "New", "set": "Changes", "remove": "Ends"}


def what_changed(pack: Pack) -> Table:
    """Every option as what it builds on and what it changes beyond that, in plain words."""
    rows: list[tuple[str, ...]] = []
    own, shared, one = 0, 0, "candidate" if pack.siting else "option"
    for option in pack.proposals:
        base = builds_on(pack, option)
        done, undone = beyond(option, base)
        own += len(done) + len(undone)
        shared += len(option.changes) - len(done)
        if base is not None:
            rows.append((option.title, "As", f"{named(base.title)}, and also:", "", ""))
        rows += [(option.title, *cells) for cells in alike([_cells(one) for one in done])]
        without = [("Without", change.what, "", "as now") for change in undone]
        rows += [(option.title, *cells) for cells in alike(without)]
        if not done and not undone and base is None:
            rows.append((option.title, "Changes", "nothing", "none", "none"))
    return Table(
        name="what_changed",
        number="1",
        title=title_of(pack, own, shared),
        caption=f"What changes, old to new, {one} by {one}",
        columns=(sentence(one), "Does", "What", "Now", "Proposed"),
        rows=tuple(rows),
        note=(
            f"Read from the study file. {sentence(one)}s that build on another show only what they add. What is the "
            f"same at {LEAST_ALIKE} places or more stands in one row, with {A_PLACE} for each. "
            f"Crews move with their vehicles. Everything not listed is the same with every {one}, the "
            f"calls and the luck of each day included. {pack.region.attribution}"
        ),
    )


def title_of(pack: Pack, own: int, shared: int = 0) -> str:
    """How much is changed, and of what; of a siting, by every combination and by each candidate beyond that."""
    once = ", those that options share told once" if shared else ""
    against = f"{counted(own, 'change')} in all{once}, against “{pack.baseline.title}”"
    if pack.siting:
        return f"What simulated candidates change, beyond what every combination does: {against}"
    if not pack.proposals:
        return f"Only “{pack.baseline.title}” was run: there is nothing to compare it with"
    return f"{counted(len(pack.proposals), 'option')}, {against}"


def beyond(option: Option, base: Option | None) -> tuple[list[Change], list[Change]]:
    """What an option changes that its base does not, and what of its base it leaves out."""
    if base is None:
        return list(option.changes), []
    done = [change for change in option.changes if change not in base.changes]
    touched = {change.what for change in done}
    undone = [c for c in base.changes if c not in option.changes and c.what not in touched]
    return done, undone


def builds_on(pack: Pack, option: Option) -> Option | None:
    """The earlier option that says most of it already, if any saves more rows than it costs."""
    earlier = pack.proposals[: pack.proposals.index(option)]
    best, fewest = None, len(option.changes)
    for other in earlier:
        done, undone = beyond(option, other)
        if len(done) + len(undone) < fewest and len(undone) * 4 <= len(other.changes):
            best, fewest = other, len(done) + len(undone)
    return best


def alike(rows: list[Cells]) -> list[Cells]:
    """Rows that say the same of several places in one, which names the places and has `[place]` where each stands.

    For example nine new cars, each at a station of its own.
    """
    shapes: dict[Cells, list[tuple[str, Cells]]] = {}
    for row in rows:
        place, shape = _shape(row)
        shapes.setdefault(shape, []).append((place, row))
    found: list[Cells] = []
    for (does, what, old, new), same in shapes.items():
        if len(same) < LEAST_ALIKE:
            found += [row for _, row in same]
        elif len({row for _, row in same}) == 1:
            _, (_, first, before, after) = same[0]
            found.append((does, f"{first} ({len(same)} times)", before, after))
        else:
            found.append((does, f"{what}: {joined([place for place, _ in same])}", old, new))
    return found


def _shape(row: Cells) -> tuple[str, Cells]:
    """The place of which a row speaks, and the row without it: its subject's capital words at the start."""
    does, what, *more = row
    kind, colon, subject = what.partition(": ")
    named_place = PLACE.match(subject)
    if not colon or not named_place:
        return "", row
    place = named_place[0]
    word = re.compile(rf"\b{re.escape(place)}\b")
    old, new = (word.sub(A_PLACE, cell) for cell in more)
    return place, (does, f"{kind}: {word.sub(A_PLACE, subject)}", old, new)


def _cells(change: Change) -> Cells:
    does = DOES.get(change.action, change.action)
    return does, change.what, change.old or "none", change.new or "none"
