"""Whether a change that an option makes is its own, or may be that of an option that it is built on."""

from collections.abc import Callable

from results.figures.reading import Gap, Runs, gap_of
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
