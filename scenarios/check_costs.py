"""Money must be of things that there are: drivers' names, the sides of agreements, prices of one year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from scenarios.documents import Document, Path_
from scenarios.drivers import DRIVER_COUNTS
from scenarios.faults import Fault, listed
from scenarios.quantity import Money
from scenarios.references import Parts, dotted, names_of, note, unknown
from scenarios.words import Agency

PRICED = ("costs", "oncall_pay", "agreements", "life_values")


def check_costs(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Note every name in costs, on-call pay and agreements that is of nothing, and what cannot be counted."""
    for section in ("costs", "agreements"):
        for name, item in parts[section].items():
            if item.driver is not None:
                check_of(document, (section, name), item.driver, item.of, faults)
    for name, item in parts["costs"].items():
        if item.grade is not None:
            check_grade(document, parts, ("costs", name), item.of, faults)
    for name, pay in parts["oncall_pay"].items():
        check_of(document, ("oncall_pay", name), "oncall_people", pay.of, faults)
        check_paid_once(document, parts, name, faults)
    check_agreements(document, parts, faults)


def check_of(
    document: Document, path: Path_, driver: str, names: tuple[str, ...], faults: list[Fault]
) -> None:
    """The names in an item's `of` must be of things that its driver counts."""
    section = DRIVER_COUNTS[driver]
    if section is None:
        if names:
            note(
                document, (*path, "of"), f"`{driver}` counts no things that could be named.", faults
            )
        return
    known = names_of(document, section)
    for number, name in enumerate(names):
        if name not in known:
            what = section.removesuffix("s").replace("_", " ")
            faults.append(unknown(document, (*path, "of", number), what, name, known))


def check_grade(
    document: Document, parts: Parts, path: Path_, names: tuple[str, ...], faults: list[Fault]
) -> None:
    """A grade can be counted only in pools that say how many officers they have."""
    for number, name in enumerate(names):
        pool = parts["crew_pools"].get(name)
        if pool is not None and pool.officers is None:
            message = f"{name} does not say how many of its people are officers."
            note(document, (*path, "of", number), message, faults, "a pool with `officers`")
    if not names:
        note(document, path, "A grade needs `of`: pools with `officers`.", faults)


def check_paid_once(document: Document, parts: Parts, name: str, faults: list[Fault]) -> None:
    """Nobody is paid by two blocks, nor by a block and by items on the same drivers."""
    mine = parts["oncall_pay"][name]
    others = [
        (("oncall_pay", other), pay.of)
        for other, pay in parts["oncall_pay"].items()
        if other > name
    ]
    for (section, other), of in others:
        both = set(mine.of) & set(of) if mine.of and of else {"all pools"}
        if both:
            message = f"{name} and {other} both pay {listed(sorted(both))}."
            note(document, (section, other), message, faults)
    twice = ("oncall_people", "oncall_turnouts", "oncall_hours", "oncall_attendances")
    for key, item in parts["costs"].items():
        if (
            item.driver in twice
            and item.life is None
            and (not item.of or not mine.of or set(item.of) & set(mine.of))
        ):
            message = f"oncall_pay.{name} pays these people already: they would be paid twice."
            note(document, ("costs", key, "driver"), message, faults)


def check_agreements(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Both sides of an agreement are there, and what it recovers is the payee's own cost."""
    here = agencies_of(document)
    first: dict[tuple[str, str, str], str] = {}
    payable = [*names_of(document, "costs"), *names_of(document, "oncall_pay")]
    for name, agreement in parts["agreements"].items():
        same = first.setdefault((agreement.title, agreement.payer, agreement.payee), name)
        if same != name:
            message = f"{same} has this title already, between the same two: nobody could tell them apart."
            note(document, ("agreements", name, "title"), message, faults, "a title of its own")
        for side in ("payer", "payee"):
            party = getattr(agreement, side)
            if party in get_args(Agency) and party not in here:
                message = f"{party} is no agency of this study: it has no station and no cost."
                note(document, ("agreements", name, side), message, faults, listed(sorted(here)))
        for number, key in enumerate(agreement.recovers):
            path: Path_ = ("agreements", name, "recovers", number)
            if key not in payable:
                faults.append(unknown(document, path, "cost item", key, payable))
                continue
            owner = parts["costs"].get(key) or parts["oncall_pay"].get(key)
            if owner is not None and owner.agency != agreement.payee:
                message = f"{key} is a cost of {owner.agency}, not of the payee {agreement.payee}."
                note(document, path, message, faults)


def agencies_of(document: Document) -> set[str]:
    """Every agency that has a station or a cost in a document, sound or not."""
    found: set[str] = set()
    for section, key in (("stations", "agencies"), ("costs", "agency"), ("oncall_pay", "agency")):
        content = document.data.get(section, {})
        for block in content.values() if isinstance(content, dict) else ():
            said = block.get(key) if isinstance(block, dict) else None
            found |= {
                one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)
            }
    return found


def priced(parts: Parts) -> Iterator[tuple[Path_, Money]]:
    """Every sum of money in a scenario's parts, with its place."""
    for section in PRICED:
        for name, item in parts[section].items():
            for key, money in item.money().items():
                yield (section, name, *key.split(".")), money


def check_prices(document: Document, parts: Parts, price_year: object, faults: list[Fault]) -> None:
    """Prices of several years stand side by side only where an index brings them to the study's year."""
    dated = [(path, money.price_year) for path, money in priced(parts) if money.price_year]
    years = {year for _, year in dated}
    if not isinstance(price_year, int):
        if len(years) > 1:
            path, year = dated[-1]
            message = f"Prices of {listed(sorted(years))} stand side by side, and nothing brings them to one year."
            allowed = "`price_year` at the top of the study and an index in `price_indices`"
            note(document, (*path, "price_year"), message, faults, allowed)
        return
    index = next(iter(parts["price_indices"].values()), None)
    for path, year in dated:
        missing = [y for y in (year, price_year) if index is None or y not in index.levels]
        if year == price_year or not missing:
            continue
        if index is None:
            message = f"This is of {year}, the study's prices of {price_year}, and there is no index between them."
            allowed = "a block in `price_indices`, as in the catalogue file `prices`"
        else:
            message = f"The price index has no level for {listed(missing)}."
            allowed = f"{min(index.levels)} to {max(index.levels)}"
        faults.append(
            Fault(
                document.mark((*path, "price_year")),
                dotted((*path, "price_year")),
                message,
                allowed,
            )
        )
