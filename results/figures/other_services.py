"""What options do to calls of the other services and to joint calls: a column and a sentence for each that moves."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial

from results.figures.columns import LEAST_S, Column, compared, of_patients, police_standard
from results.figures.interval_words import sooner_interval, sooner_or_later
from results.figures.joint_calls import KINDS, joint_kinds
from results.figures.moved_calls import moved_calls, too_few_of_kind
from results.figures.once import once_a_pack
from results.figures.own_gain import heirs, is_own
from results.figures.places import Place, study_place, whole_region
from results.figures.reading import Gap, Reading, headline_standard, reading_of
from results.figures.study_area import first_on_clock, local
from results.figures.wording import clock, joined, minutes, named, sentence, wrapped
from results.pack import Option, Pack, Standard

HEAD_LETTERS = 16
MOST_UNCLEAR = 2
FIRST_THERE = {"police": "the first officer", "fire": "the first fire engine"}


@dataclass(frozen=True)
class Answer:
    """A mean time that some option changes: what it is of, how a sentence says it, where it is measured."""

    heading: str
    of: str
    says: str
    measure: str
    keys: tuple[tuple[str, str], ...]
    too_few: Callable[[Option], str] = field(compare=False)
    """Why nothing can be said of an option's change."""

    def gap(self, reading: Reading, option: Option) -> Gap:
        """Its change under an option."""
        return reading.gap(self.measure, option.name, **dict(self.keys))

    def column(self, reading: Reading) -> Column:
        """As figure 2 shows it."""
        return Column(
            wrapped(self.heading, HEAD_LETTERS, 6),
            lambda option: reading.value(self.measure, option.name, **dict(self.keys)),
            lambda option: self.gap(reading, option),
            minutes,
            sooner_or_later,
            clock,
            -1,
            LEAST_S,
            self.too_few,
            runs=lambda option: reading.runs(self.measure, option.name, **dict(self.keys)),
        )


@once_a_pack
def shown_columns(pack: Pack) -> tuple[Column, ...]:
    """The columns of figure 2, of which plain words speak too: further services among them."""
    reading = reading_of(pack)
    return compared(pack, reading, tuple(one.column(reading) for one in asked_of(pack)))


@once_a_pack
def asked_of(pack: Pack) -> tuple[Answer, ...]:
    """What is asked of further services in the place that the study speaks of."""
    return moved(pack, reading_of(pack), study_place(pack))


def moved(pack: Pack, reading: Reading, place: Place) -> tuple[Answer, ...]:
    """For each further service its gravest clock, then the clearing of joint calls: those that an option moves.

    A service's gravest clock is that of the first standard that the study declares for it; it is looked at in the
    place, and over the whole region where only there an option clearly moves it. What no option that is a choice moves
    by half a second or more is left out; where more than two are left, what none moves clearly. Where ambulance
    standards have columns, scenes have none: table 10b has them.
    """
    choices = [option for option in pack.proposals if not option.context]
    whole = {one.of: one for one in _clocks(pack, whole_region(pack))}
    clocks = [
        one
        if _clear(reading, one, choices) or not _clear(reading, whole[one.of], choices)
        else whole[one.of]
        for one in _clocks(pack, place)
    ]
    asked = [*clocks, *(() if of_patients(pack) else _scenes(pack, reading))]
    gaps = {one: [one.gap(reading, option) for option in choices] for one in asked}
    found = [one for one in asked if any(_moves(gap) for gap in gaps[one])]
    if len(found) > MOST_UNCLEAR:
        found = [one for one in found if any(_moves(gap) and gap.clear for gap in gaps[one])]
    return tuple(found)


def _clear_gaps(pack: Pack, column: Column) -> dict[Option, Gap]:
    """The changes that are clear, large enough to speak of, and of options that themselves change enough calls.

    That an option which includes another changes enough calls says nothing of how much the other does.
    """
    return {option: column.gap(option) for option in pack.proposals if column.way(option)}


def _clear(reading: Reading, one: Answer, choices: list[Option]) -> bool:
    """Whether some choice clearly moves it."""
    return any(one.column(reading).way(option) for option in choices)


def _moves(gap: Gap) -> bool:
    return gap.measured and abs(gap.difference) >= LEAST_S


def _clocks(pack: Pack, place: Place) -> Iterator[Answer]:
    """The gravest clock of each service but the one that the headline standard is of."""
    headline = headline_standard(pack)
    told = {
        standard.service for standard in (*of_patients(pack), police_standard(pack)) if standard
    }
    gravest: dict[str, Standard] = {}
    for standard in pack.standards:
        gravest.setdefault(standard.service, standard)
    for service, standard in gravest.items():
        if headline is None or service in {headline.service, *told}:  # these have their columns
            continue
        keys = {"clock": standard.clock, "order": "first", "service": service}
        where = ""
        if place.district:
            keys |= {"district": place.district}
            where = f" {place.where}"
        calls = clock_words(standard)
        who = FIRST_THERE.get(service, "the first help")
        yield Answer(
            f"{sentence(calls)} calls: average{where or f' in {pack.region.title}'}",
            f"{calls} calls",
            f"at {calls} calls{where} {who} would be there {{}}",
            "response_mean_s",
            tuple(keys.items()),
            cache(partial(_few_calls, pack, standard, place)),
        )


def _scenes(pack: Pack, reading: Reading) -> Iterator[Answer]:
    """How long the scene of a joint call takes, where the services that come are several."""
    for kind in joint_kinds(reading, pack.baseline.name):
        words = KINDS.get(kind, kind.replace("_", " "))
        yield Answer(
            f"{sentence(words)}: scene clear after",
            words,
            f"the scenes of {words} would be clear {{}}",
            "scene_clear_mean_s",
            (("kind", kind),),
            cache(partial(_few_scenes, pack, kind)),
        )


def _few_calls(pack: Pack, standard: Standard, place: Place, option: Option) -> str:
    rows = local(first_on_clock(pack, standard.service, standard.clock), place)
    return moved_calls(rows, option, pack.baseline).too_few if len(rows) else ""


def _few_scenes(pack: Pack, kind: str, option: Option) -> str:
    if not len(pack.arrivals):
        return ""
    return too_few_of_kind(pack.arrivals, kind, option, pack.baseline)


def clock_words(standard: Standard) -> str:
    """A clock as a sentence says it: `police_grade1` as "police grade 1", `red1` as "Red 1"."""
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", standard.clock.replace("_", " "))
    return sentence(words) if standard.service == "ambulance" else words


def moved_words(pack: Pack, reading: Reading, answers: tuple[Answer, ...]) -> tuple[str, str]:
    """What is clear, each under the options whose own change it is, options in one breath; and how sure that is.

    Of several that better it the one that does so most, and of several that worsen it likewise. Both are empty where
    nothing is clear.
    """
    by: dict[Option, list[tuple[str, str]]] = {}
    unclear: list[str] = []
    for one in answers:
        column = one.column(reading)
        clear = {o: gap for o, gap in _clear_gaps(pack, column).items() if not o.context}
        if not clear:
            unclear.append(one.of)
        for better in (True, False):
            some = {o: gap for o, gap in clear.items() if (gap.difference < 0) == better}
            if not some:
                continue
            own = {o: gap for o, gap in some.items() if is_own(pack, o, gap, column.runs)} or some
            most = max(own, key=lambda option: abs(own[option].difference))
            too = heirs(pack, most, some, own)
            says = one.says.format(f"{sooner_or_later(own[most].difference)}{too}")
            way = "sooner" if better else "later"
            by.setdefault(most, []).append(
                (says, f"{one.of} {way} by {sooner_interval(own[most])}")
            )
    said = [
        f"with {named(o.title)} {joined([says for says, _ in found])}" for o, found in by.items()
    ]
    ends = [sure for found in by.values() for _, sure in found]
    tail = [f"no option clearly changes {joined(unclear)}"] if unclear else []
    return "; ".join(said), "; ".join([*ends, *tail]) if by else ""
