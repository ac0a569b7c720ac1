"""Table 1: what each option changes, old to new, before any answer."""

from results.figures.figure import Table
from results.figures.wording import counted
from results.pack import Change, Pack

DOES = {"add": "Adds", "set": "Changes", "remove": "Removes"}


def what_changed(pack: Pack) -> Table:
    """Every change of every option, in plain words; an option without changes says so."""
    rows = tuple(
        (option.title, *_cells(change))
        for option in pack.proposals
        for change in option.changes or (Change("", "nothing", "", ""),)
    )
    changes = sum(len(option.changes) for option in pack.proposals)
    return Table(
        name="what_changed",
        number="1",
        title=(
            f"{counted(len(pack.proposals), 'option')}, {counted(changes, 'change')} in all, "
            f"against “{pack.baseline.title}”"
            if pack.proposals
            else f"Only “{pack.baseline.title}” was run: there is nothing to compare it with"
        ),
        caption="What changes, old to new, option by option",
        columns=("Option", "Does", "What", "Now", "Proposed"),
        rows=rows,
        note=(
            "Read from the study file. Everything not listed is the same in every "
            "option, the calls "
            f"and the luck of each day included. {pack.region.attribution}"
        ),
    )


def _cells(change: Change) -> tuple[str, str, str, str]:
    does = DOES.get(change.action, change.action)
    return does, change.what, change.old or "none", change.new or "none"
