"""Who clearly gains and who clearly loses under an option, service by service and place by place, in sentences."""

from collections.abc import Iterator

from results.figures.chance import by_chance
from results.figures.clear_changes import (
    PEOPLE,
    SHARE,
    TIME,
    Change,
    bid_options,
    clear_changes,
    of_option,
    tested,
)
from results.figures.interval_words import points, sooner_or_later
from results.figures.references import see
from results.figures.wording import UNCERTAINTY, counted, joined, named, sentence, short
from results.pack import Option, Pack

MOST_PLACES = 3
"""How many places are named of each kind of gain and loss, the largest first; the others are counted."""
MOST_OPTIONS = 3
WAYS = (
    (TIME, False, "help comes later on average"),
    (SHARE, False, "met less often"),
    (PEOPLE, False, "fewer"),
    (TIME, True, "help comes sooner on average"),
    (SHARE, True, "met more often"),
    (PEOPLE, True, "more"),
)
IN_TABLES = {
    TIME: ("response_by_place",),
    SHARE: ("standards", "standards_by_ground"),
    PEOPLE: ("people_within",),
}


def who_gains(pack: Pack, option: Option) -> str:
    """What is clearly worse under an option and what is clearly better, for every service, the worse first."""
    said = []
    for kind, better, head in WAYS:
        if found := of_option(pack, option, kind, better=better):
            colon = "" if kind == PEOPLE else ":"
            said.append(f"{head}{colon} {_listed(pack, kind, found)}")
    return ". ".join(map(sentence, said))


def _listed(pack: Pack, kind: str, found: list[Change]) -> str:
    """Those over the whole region, then the largest of its parts, the others counted."""
    whole = [one for one in found if not (one.place.district or one.place.group)]
    parts = [one for one in found if one not in whole]
    told, left = [*whole, *parts[:MOST_PLACES]], len(parts) - MOST_PLACES
    by: dict[str, list[str]] = {}
    for one in told:
        by.setdefault(one.what, []).append(f"{one.place.where} {one.amount}")
    words = "; ".join(f"{what} {', '.join(where)}" for what, where in by.items())
    where = joined([number for name in IN_TABLES[kind] if (number := see(pack, name))])
    return f"{words}; and {left:,} more{f' ({where})' * bool(where)}" if left > 0 else words


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

    Nothing where no option that is a choice does. Of each kind of loss the largest is told.
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
    """The largest loss of time and the largest of a standard; people within reach have a headline of their own."""
    return [
        max(found, key=lambda one: one.size)
        for kind in (TIME, SHARE)
        if (found := of_option(pack, option, kind, better=False))
    ]


def _rank(pack: Pack, found: list[Change]) -> float:
    """The larger of its losses as a part of the largest of that kind under any option; the largest first."""
    most = {
        kind: max(
            (o.size for o in clear_changes(pack) if o.kind == kind and not o.better), default=1.0
        )
        for kind in (TIME, SHARE)
    }
    return -max(one.size / most[one.kind] for one in found)


def _says(found: list[Change]) -> str:
    """The largest losses of an option: "Red 2 calls in the country wait 11 s longer on average"."""
    said, place = [], ""
    for one in found:
        where = one.place.where if one.place.title != place else "there"
        amount = one.amount.partition(" (")[0]
        place = one.place.title
        said.append(
            f"{one.what} {where} wait {amount} longer on average"
            if one.kind == TIME
            else f"{one.what} is met less often {where} ({amount})"
        )
    return joined(said)


def _sure(
    pack: Pack, told: list[Option], others: list[Option], worst: dict[Option, list[Change]]
) -> Iterator[str]:
    ends = [
        f"{short(option.title)} {joined([one.amount.partition('(')[2].rstrip(')') for one in worst[option]])}"
        for option in told
    ]
    yield f"the largest clear losses, {UNCERTAINTY}: {', '.join(ends)}"
    tests, worse, better = tested(pack), _number(pack, better=False), _number(pack, better=True)
    yield (
        f"of {counted(tests, 'distinct comparison')} of times and standards by place {worse:,} "
        f"{'is' if worse == 1 else 'are'} clearly worse and {better:,} clearly better ({by_chance(tests)} would be "
        f"one or the other by chance alone){see(pack, 'response_by_place', ': ')}"
    )
    if others:
        yield f"some clearly lose with {joined([short(option.title) for option in others])} too"


def _number(pack: Pack, *, better: bool) -> int:
    """How many different clear gains or losses there are of times and standards."""
    some = [one for one in clear_changes(pack) if one.better == better and one.kind != PEOPLE]
    return len({(one.kind, one.what, one.place.title, one.gap) for one in some})
