"""Table 15c: what so many replications could show: the interval of each difference, and the smallest that
would be seen."""

import math
import re
from dataclasses import dataclass

from scipy.special import stdtrit

from results.compare import LEVEL
from results.figures.columns import Column
from results.figures.figure import Table
from results.figures.main_measure import main_measure
from results.figures.other_services import shown_columns
from results.figures.reading import Gap, replications
from results.figures.wording import UNCERTAINTY, counted, known, pounds, spread
from results.pack import Option, Pack
from results.precise import smallest_seen

WAY = re.compile(r"^[+−]| (later|sooner|more|less|fewer)$")
"""Which way a change goes, as its words say it."""
MOST_NEEDED = 1_000
NEXT_TO_NONE = "next to no change"
TOO_SMALL = "too small a change to speak of"
CLEAR, NO_CHANGE, FEW = "clear", "no change in any replication", "too few calls to tell"


@dataclass(frozen=True)
class Seen:
    """A difference of an option in one column of figure 2, and what its replications could have shown."""

    column: Column
    option: Option
    gap: Gap

    @property
    def spread(self) -> float:
        """The standard deviation of the difference between replications, from its interval."""
        half = (self.gap.high - self.gap.low) / 2
        return (
            half * math.sqrt(self.gap.pairs) / float(stdtrit(self.gap.pairs - 1, 0.5 + LEVEL / 2))
        )

    @property
    def smallest(self) -> float:
        """The smallest true difference that would be seen in four cases of five."""
        return smallest_seen(self.spread, self.gap.pairs)

    @property
    def few(self) -> bool:
        """Whether too few calls change for anything to be said."""
        return bool(self.column.too_few(self.option))

    @property
    def clear(self) -> bool:
        """Whether it is told as a change."""
        return self.column.way(self.option) != 0

    @property
    def size(self) -> str:
        """The same in words, without which way it goes."""
        return WAY.sub("", self.column.say_gap(self.smallest))


def seen(pack: Pack) -> list[Seen]:
    """Every difference of figure 2 that has an interval."""
    found = []
    for column in shown_columns(pack):
        for option in pack.proposals:
            gap = column.gap(option)
            if gap.has_interval:
                found.append(Seen(column, option, gap))
    return found


def replications_table(pack: Pack) -> Table:
    """A row a measure and option: the change, its interval, what would be seen, how many replications would do."""
    found = seen(pack)
    rows = [
        (
            one.column.heading.replace("\n", " "),
            one.option.title,
            _change(one),
            _ends(one),
            one.size if one.spread and not one.few else "–",
            enough(one),
        )
        for one in found
    ]
    return Table(
        "replications",
        "15c",
        _finding(pack, found),
        "What the replications could show",
        ("Measure", "Option", "Change", "Interval", "Smallest change that would be seen",
         "Replications that would make it clear"),
        tuple(rows),
        f"Interval: {UNCERTAINTY}. Smallest change: a true difference of this size would be called clear in "
        f"four cases of "
        "five (Student’s t at 95%, power 80%), by the spread between these replications. The last column is how many "
        "would put nought outside the interval if mean and spread stayed as they are, itself a rough guess; a change "
        f"that is none never becomes clear. {_precision(pack)}{pack.region.attribution}",
    )  # fmt: skip


def _change(one: Seen) -> str:
    """The change in words; one that rounds to none is told from none."""
    said = one.column.say_gap(one.gap.difference)
    return NEXT_TO_NONE if said == "no change" and one.gap.difference else said


def enough(one: Seen) -> str:
    """How many replications would put nought outside the interval."""
    if one.few:
        return FEW
    if not one.spread and not one.gap.difference:
        return NO_CHANGE
    if one.column.trifling(one.gap):
        return TOO_SMALL
    if one.gap.clear or not one.spread:
        return CLEAR
    for number in range(one.gap.pairs + 1, MOST_NEEDED + 1):
        half = float(stdtrit(number - 1, 0.5 + LEVEL / 2)) * one.spread / math.sqrt(number)
        if half < abs(one.gap.difference):
            return f"about {number}"
    return f"more than {MOST_NEEDED:,}"


def _precision(pack: Pack) -> str:
    """What precision was wanted, where one was."""
    main, wanted = main_measure(pack), pack.provenance.get("precision")
    if main is None or main.wanted is None or not wanted:
        return ""
    return (
        f"The study wanted half an interval of {main.say(main.wanted)} in the {main.title} and played "
        f"{counted(replications(pack), 'replication')} (at most {wanted['at_most']}). "
    )


def _finding(pack: Pack, found: list[Seen]) -> str:
    if not found:
        return "No interval of any difference is known, so that nothing is clear"
    moved = [one for one in found if one.spread and not one.few and known(one.smallest)]
    clear = sum(one.clear for one in moved)
    said = (
        f"{counted(replications(pack), 'replication')}: of {counted(len(moved), 'difference')} that vary, {clear} "
        f"{'is' if clear == 1 else 'are'} clear"
    )
    if not moved:
        return said
    first = next((one for one in moved if one.clear), moved[0]).column
    worst = max((one for one in moved if one.column is first), key=lambda one: one.smallest)
    return (
        f"{said}; in “{worst.column.heading.replace(chr(10), ' ')}” a change of less than "
        f"{worst.size} could have been missed ({UNCERTAINTY})"
    )


def _ends(one: Seen) -> str:
    """The interval of a difference; money that luck does not move is the same every time."""
    if one.column.say is pounds:
        return spread(one.gap.low, one.gap.high, one.column.say_end)
    return one.column.ends(one.gap)
