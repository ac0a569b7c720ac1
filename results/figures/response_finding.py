"""What the options do to the headline response, in one sentence, for figure 2's title and the headlines."""

from dataclasses import dataclass
from functools import cached_property

from results.figures.columns import Column, response_column
from results.figures.interval_words import sooner_or_later
from results.figures.moved_calls import Moved, moved_calls
from results.figures.own_gain import heirs, is_own
from results.figures.places import Place, study_place
from results.figures.reading import Gap, first_to_arrive, reading_of
from results.figures.study_area import first_arrivals, local
from results.figures.wording import counted, joined, named, sentence, short
from results.pack import Option, Pack


@dataclass(frozen=True, eq=False)
class Response:
    """The change of the headline response under each option, and under which something can be said of it."""

    pack: Pack

    @cached_property
    def place(self) -> Place:
        """Where it is looked at."""
        return study_place(self.pack)

    @cached_property
    def column(self) -> Column:
        """As figure 2 has it."""
        return response_column(self.pack, reading_of(self.pack), self.place)

    @cached_property
    def gaps(self) -> dict[Option, Gap]:
        """The changes that were measured."""
        found = {option: self.column.gap(option) for option in self.pack.proposals}
        return {option: gap for option, gap in found.items() if gap.measured}

    @cached_property
    def few(self) -> dict[Option, Moved]:
        """The options under which too few calls change."""
        rows = local(first_arrivals(self.pack), self.place)
        return {
            option: moved_calls(rows, option, self.pack.baseline)
            for option in self.gaps
            if self.column.too_few(option)
        }

    @cached_property
    def clear(self) -> dict[Option, Gap]:
        """The changes that are clear and large enough to speak of."""
        return {option: gap for option, gap in self.gaps.items() if self.column.way(option)}

    @cached_property
    def own(self) -> dict[Option, Gap]:
        """Those of them that are not only those of an option that is included."""
        return {
            option: gap
            for option, gap in self.clear.items()
            if is_own(self.pack, option, gap, self.column.runs)
        }

    @property
    def most(self) -> Option | None:
        """The option that betters it most, else the one that worsens it most."""
        sooner = {o: gap for o, gap in self.own.items() if gap.difference < 0}
        found = sooner or self.own
        return max(found, key=lambda option: abs(found[option].difference)) if found else None


def response_words(found: Response) -> str:
    """Where it changes and by how much, who loses by it; or that nothing is clear, or that too few calls change."""
    pack, most, who = found.pack, found.most, first_to_arrive(found.pack)
    if most is None:
        if found.few:
            return too_few_words(found)
        return f"No option clearly changes how soon {who} arrives {found.place.where}"
    gap = found.own[most]
    says = (
        f"{sentence(found.place.where)} {who} would come {sooner_or_later(gap.difference)} on average with "
        f"{named(most.title)}{heirs(pack, most, found.clear, found.own)}"
    )
    worse = {
        o: other for o, other in found.own.items() if other.difference > 0 and gap.difference < 0
    }
    if worse:
        said = [
            f"{sooner_or_later(other.difference)} with {named(o.title)}"
            for o, other in worse.items()
        ]
        says += f", but {joined(said)}"
    return says


def too_few_words(found: Response) -> str:
    """At how many calls the first unit comes sooner or later, where they are too few for a mean."""
    who, where = first_to_arrive(found.pack), sentence(found.place.where)
    by: dict[Moved, list[Option]] = {}
    for option, moved in found.few.items():
        by.setdefault(moved, []).append(option)
    said = []
    for moved, options in by.items():
        names = joined([named(options[0].title), *(short(one.title) for one in options[1:])])
        ways = [
            f"{way} at {number}"
            for number, way in ((moved.sooner, "sooner"), (moved.later, "later"))
            if number
        ] or ["as now at all"]
        said.append(f"{' and '.join(ways)} of {counted(moved.calls, 'call')} with {names}")
    return (
        f"{where} {who} would come {'; '.join(said)}: too few calls to say by how much on average"
    )
