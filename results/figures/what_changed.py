"""Table 1: what each option changes, old to new, before any answer."""

from results.figures.figure import Table
from results.figures.wording import counted, named, sentence
from results.pack import Change, Option, Pack

DOES = {"add": "New", "set": "Changes", "remove": "Ends"}


def what_changed(pack: Pack) -> Table:
    """Every option as what it builds on and what it changes beyond that, in plain words."""
    rows: list[tuple[str, ...]] = []
    own, one = 0, "candidate" if pack.siting else "option"
    for option in pack.proposals:
        base = builds_on(pack, option)
        done, undone = beyond(option, base)
        own += len(done) + len(undone)
        if base is not None:
            rows.append((option.title, "As", f"{named(base.title)}, and also:", "", ""))
        rows += [(option.title, *_cells(change)) for change in done]
        rows += [(option.title, "Without", change.what, "", "as now") for change in undone]
        if not done and not undone and base is None:
            rows.append((option.title, "Changes", "nothing", "none", "none"))
    return Table(
        name="what_changed",
        number="1",
        title=title_of(pack, own),
        caption=f"What changes, old to new, {one} by {one}",
        columns=(sentence(one), "Does", "What", "Now", "Proposed"),
        rows=tuple(rows),
        note=(
            f"Read from the study file. {sentence(one)}s that build on another show only what they add. "
            f"Crews move with their vehicles. Everything not listed is the same with every {one}, the "
            f"calls and the luck of each day included. {pack.region.attribution}"
        ),
    )


def title_of(pack: Pack, own: int) -> str:
    """How much is changed, and of what; of a siting, by every combination and by each candidate beyond that."""
    against = f"{counted(own, 'change')} in all, against “{pack.baseline.title}”"
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


def _cells(change: Change) -> tuple[str, str, str, str]:
    does = DOES.get(change.action, change.action)
    return does, change.what, change.old or "none", change.new or "none"
