"""What luck alone would find among so many comparisons, and that one replication finds nothing."""

from results.compare import LEVEL
from results.figures.reading import Gap, replications
from results.figures.wording import counted
from results.pack import Pack

ONE_REPLICATION = "one replication, so no interval: nothing can be told of the options"
"""Where nothing was tested, in the place of what is clear and what is not."""


NO_INTERVAL = "One replication gives no interval."
ONE_ALONE = "one replication, no interval"
"""Beside a difference that is drawn all the same."""


def of_one(said: str) -> str:
    """A difference of one replication in words, which of none are that none was seen, not that there is none."""
    return f"{seen(said)} ({ONE_ALONE})"


def seen(said: str) -> str:
    """No change, where there is one replication, as "no change seen"; every other difference as it is."""
    return f"{said} seen" if said == "no change" else said


def played_once(pack: Pack) -> bool:
    """Whether there is one replication alone: then no difference can be told, nor that there is none."""
    return replications(pack) == 1


def unclear_words(pack: Pack) -> str:
    """What a hollow mark says in a key."""
    return "nothing can be told" if played_once(pack) else "no clear change"


def nothing_yet(what: str) -> str:
    """A sentence in the place of a finding, where there is one replication alone."""
    return f"Nothing can be said yet on {what}: the study was played only once."


def is_test(gap: Gap) -> bool:
    """Whether luck could have called a difference clear: it has an interval, and is not the same in every replication.

    What is the same every time, such as nothing at all, is no comparison of which one in twenty would differ by chance.
    """
    return gap.measured and gap.has_interval and not gap.steady


def by_chance(tests: int) -> str:
    """How many of so many comparisons would be called clear though nothing changes: "about 3", "fewer than one"."""
    expected = tests * (1.0 - LEVEL)
    return f"about {round(expected)}" if expected >= 1.0 - 1e-9 else "fewer than one"


def mean_words(runs: int) -> str:
    """What a number told without an interval is: the mean of several replications, or of one alone."""
    if runs < 2:
        return "in one replication, from which nothing can be told"
    return f"the mean over {counted(runs, 'replication')}"
