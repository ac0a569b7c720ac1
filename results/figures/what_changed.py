"""Table 1: what each option changes, old to new, before any answer."""

from results.figures.figure import Table
from results.figures.wording import counted, joined
from results.pack import Change, Pack

DOES = {"add": "Adds", "set": "Changes", "remove": "Removes"}


def what_changed(pack: Pack) -> Table:
    """Every change of every option, in plain words; an option without changes says so."""
    rows = tuple(
        (option.title, *_cells(change))
        for option in pack.proposals
        for change in option.changes or (Change("", "nothing", "", ""),)
    )
    totals = [f"{option.title} {len(option.changes)}" for option in pack.proposals]
    return Table(
        name="what_changed",
        number="1",
        title=(
            f"Against “{pack.baseline.title}” there {'is' if len(totals) == 1 else 'are'} "
            f"{counted(len(totals), 'option')}; changes in each: {joined(totals)}"
            if totals
            else f"Only “{pack.baseline.title}” was run: there is nothing to compare it with"
        ),
        caption="What changes, old to new, option by option",
        columns=("Option", "Does", "What", "Now", "Proposed"),
        rows=rows,
        note=(
            "Read from the study file. Everything not listed is the same in every option, the calls "
            f"and the luck of each day included. {pack.region.attribution}"
        ),
    )


def _cells(change: Change) -> tuple[str, str, str, str]:
    does = DOES.get(change.action, change.action)
    return does, change.what, change.old or "none", change.new or "none"
