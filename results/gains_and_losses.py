"""Who clearly gains and who clearly loses under an option, service by service and place by place, in sentences."""

from collections.abc import Iterator

from results.figures.chance import by_chance
from results.figures.clear_changes import (
    MEDIAN,
    PEOPLE,
    SHARE,
    TIME,
    TIMES,
    Change,
    bid_options,
    clear_changes,
    number_clear,
    of_median_alone,
    of_option,
    tested,
)
from results.figures.foremost import stands_out
from results.figures.interval_words import points, sooner_or_later
from results.figures.references import see
from results.figures.wording import UNCERTAINTY, counted, joined, named, sentence, short
from results.pack import Option, Pack

MOST_PLACES = 3
"""How many places are named of each kind of gain and loss, the largest first; the others are counted."""
MOST_OPTIONS = 3
WAYS = (
    (TIME, False, "help comes later on average"),
    (MEDIAN, False, "the usual (median) time is later, though the mean is not clearly"),
    (SHARE, False, "met less often"),
    (PEOPLE, False, "fewer"),
    (TIME, True, "help comes sooner on average"),
    (MEDIAN, True, "the usual (median) time is sooner, though the mean is not clearly"),
    (SHARE, True, "met more often"),
    (PEOPLE, True, "more"),
)
IN_TABLES = {
    TIME: ("response_by_place",),
    MEDIAN: ("response_by_place",),
    SHARE: ("standards", "standards_by_ground"),
    PEOPLE: ("people_within",),
}


def who_gains(pack: Pack, option: Option) -> str:
    """What is clearly worse under an option and what is clearly better, for every service, the worse first."""
    said = []
    for kind, better, head in WAYS:
        if found := _told(pack, option, kind, better=better):
            colon = "" if kind == PEOPLE else ":"
            said.append(f"{head}{colon} {_listed(pack, kind, found)}")
    return ". ".join(map(sentence, said))


def _told(pack: Pack, option: Option, kind: str, *, better: bool) -> list[Change]:
    """An option's clear gains or losses of a kind; of medians those that the means do not tell already."""
    if kind == MEDIAN:
        return of_median_alone(pack, option, better=better)
    return of_option(pack, option, kind, better=better)


def _listed(pack: Pack, kind: str, found: list[Change]) -> str:
    """Those over the whole region, then the largest of its parts, the others counted."""
    whole = [one for one in found if not (one.place.district or one.place.group)]
    parts = [one for one in found if one not in whole]
    told, left = [*whole, *parts[:MOST_PLACES]], len(parts) - MOST_PLACES
    by: dict[str, list[str]] = {}
    for one in told:
        by.setdefault(one.what, []).append(f"{one.place.where} {one.amount}")
    words = "; ".join(f"{what} {', '.join(where)}" for what, where in by.items())
    where = _tables(pack, kind)
    return f"{words}; and {left:,} more{f' ({where})' * bool(where)}" if left > 0 else words


def _tables(pack: Pack, kind: str) -> str:
    """The tables of the report that have all comparisons of a kind."""
    return joined([number for name in IN_TABLES[kind] if (number := see(pack, name))])


def but_in_parts(pack: Pack, option: Option, heading: str) -> str:
    """Where a standard or mean that does not clearly change on the whole clearly does, losses first, largest first.

    `heading` is that of a column of figure 2. Such as " (but clearly −0.3 points in the country)"; nothing where in no
    part of the region.
    """
    what, _, where = heading.partition(": average ")
    found = [
        one
        for kind in (SHARE, TIME)
        for better in (False, True)
        for one in of_option(pack, option, kind, better=better)
        if one.what.casefold() == what.casefold()
        and (one.place.district or one.place.group)
        and one.place.where != where
    ]
    said = [f"{_by_how_much(one)} {one.place.where}" for one in found[:2]]
    return f" (but clearly {joined(said)})" if said else ""


def _by_how_much(one: Change) -> str:
    difference = one.gap.difference
    return sooner_or_later(difference) if one.kind == TIME else points(difference)


def losers_headline(pack: Pack) -> tuple[str, str] | None:
    """Whom an option clearly makes worse off, the bid's first, then the option with the largest loss; and how sure.

    Nothing where no option that is a choice does. Of each kind of loss that of the largest mean is told; it is called
    the largest only where it stands out from the option's others.
    """
    choices = [option for option in pack.proposals if not option.context]
    worst = {option: found for option in choices if (found := _worst(pack, option))}
    if not worst:
        return None
    ranked = sorted(worst, key=lambda option: _rank(pack, worst[option]))
    told = list(dict.fromkeys([*(o for o in bid_options(pack) if o in worst), *ranked]))
    told, others = told[:MOST_OPTIONS], told[MOST_OPTIONS:]
    says = "; ".join(f"with {named(option.title)} {_says(worst[option])}" for option in told)
    return f"Who loses: {says}.", f"{sentence('; '.join(_sure(pack, told, others, worst)))}."


def _worst(pack: Pack, option: Option) -> list[Change]:
    """The largest loss of time, of a median alone and of a standard; people within reach have their own headline.

    A median alone makes no headline: it is told beside what else an option makes worse.
    """
    found = [
        max(some, key=lambda one: one.size)
        for kind in LOSSES
        if (some := _told(pack, option, kind, better=False))
    ]
    return found if any(one.kind != MEDIAN for one in found) else []


LOSSES = (TIME, MEDIAN, SHARE)


def _rank(pack: Pack, found: list[Change]) -> float:
    """The larger of its losses as a part of the largest of that kind under any option; the largest first."""
    most = {
        kinds: max(o.size for o in clear_changes(pack) if o.kind in kinds and not o.better)
        for kinds in {_alike(one) for one in found}
    }
    return -max(one.size / most[_alike(one)] for one in found)


def _alike(one: Change) -> tuple[str, ...]:
    """The kinds whose sizes can be set against a change's: seconds against seconds."""
    return TIMES if one.kind in TIMES else (one.kind,)


def _says(found: list[Change]) -> str:
    """The largest losses of an option: "Red 2 calls in the country wait 11 s longer on average"."""
    said, place = [], ""
    for one in found:
        where = one.place.where if one.place.title != place else "there"
        amount = one.amount.partition(" (")[0]
        place = one.place.title
        if one.kind == TIME:
            said.append(f"{one.what} {where} wait {amount} longer on average")
        elif one.kind == MEDIAN:
            said.append(f"{one.what} {where} usually (median) wait {amount} longer")
        else:
            said.append(f"{one.what} is met less often {where} ({amount})")
    return joined(said)


def _each_stands_out(pack: Pack, option: Option, found: list[Change]) -> bool:
    """Whether each is the largest of its kind beyond doubt: its interval does not meet those of the option's others."""
    return all(
        stands_out(
            one.gap,
            [
                other.gap
                for other in _told(pack, option, one.kind, better=False)
                if other is not one
            ],
        )
        for one in found
    )


def _sure(
    pack: Pack, told: list[Option], others: list[Option], worst: dict[Option, list[Change]]
) -> Iterator[str]:
    ends = [
        f"{short(option.title)} {joined([one.amount.partition('(')[2].rstrip(')') for one in worst[option]])}"
        for option in told
    ]
    alone = all(_each_stands_out(pack, option, worst[option]) for option in told)
    which = (
        "the largest clear losses of their kind with each option"
        if alone
        else "each among the largest clear losses of its kind with that option"
    )
    yield f"{which}, {UNCERTAINTY}: {', '.join(ends)}"
    tests, worse, better = (
        tested(pack),
        number_clear(pack, better=False),
        number_clear(pack, better=True),
    )
    tables = [("times", _tables(pack, TIME)), ("standards", _tables(pack, SHARE))]
    where = "; ".join(f"{what}: {numbers}" for what, numbers in tables if numbers)
    yield (
        f"of {counted(tests, 'distinct comparison')} of times (means and medians) and standards by place {worse:,} "
        f"{'is' if worse == 1 else 'are'} clearly worse and {better:,} clearly better ({by_chance(tests)} would be "
        f"one or the other by chance alone{f'; {where}' * bool(where)})"
    )
    if others:
        yield f"some clearly lose with {joined([short(option.title) for option in others])} too"
