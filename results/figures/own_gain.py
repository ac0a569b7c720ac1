"""Whether a change that an option makes is its own, or may be that of an option that it is built on."""

from collections.abc import Callable, Mapping

from results.figures.reading import Gap, Runs, gap_of
from results.figures.wording import joined, short
from results.pack import Option, Pack

RunsOf = Callable[[Option], Runs]


def is_own(pack: Pack, option: Option, gap: Gap, runs_of: RunsOf | None) -> bool:
    """Whether the change is clear, and clear the same way against each option that this one includes.

    At few calls an option can differ clearly from the baseline and one that it includes not, by luck alone. Without
    values by replication (`runs_of`) only the first is asked.
    """
    if not gap.clear:
        return False
    by_name = {other.name: other for other in pack.options}
    steps = [
        gap_of(runs_of(option), runs_of(by_name[name]))
        for name in option.built_on
        if runs_of is not None and name in by_name
    ]
    return all(step.clear and (step.difference > 0) == (gap.difference > 0) for step in steps)


def includes(pack: Pack, option: Option, other: Option) -> bool:
    """Whether an option is built on another, directly or by way of a third."""
    by_name = {one.name: one for one in pack.options}
    return any(
        name == other.name or (name in by_name and includes(pack, by_name[name], other))
        for name in option.built_on
    )


def heirs(
    pack: Pack, option: Option, clear: Mapping[Option, Gap], own: Mapping[Option, Gap]
) -> str:
    """The options that have a change because they include the one that makes it, as the end of a sentence.

    For example " (option 4, which includes it, has it too)"; nothing where none does.
    """
    same = clear[option].difference > 0
    found = [
        short(other.title)
        for other, gap in clear.items()
        if other not in own and (gap.difference > 0) == same and includes(pack, other, option)
    ]
    if not found:
        return ""
    which = "which include it, have" if len(found) > 1 else "which includes it, has"
    return f" ({joined(found)}, {which} it too)"
