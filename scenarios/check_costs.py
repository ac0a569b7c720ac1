"""Money must be of things that there are: drivers' names, the sides of agreements, prices of one year."""

from __future__ import annotations

from scenarios.check_agreements import blocks_of, check_agreements
from scenarios.documents import Document, Path_
from scenarios.drivers import DRIVER_COUNTS
from scenarios.faults import Fault, listed
from scenarios.references import Parts, names_of, note, note_unknown, unknown


def check_costs(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Note every name in costs, on-call pay and agreements that is of nothing, and what cannot be counted.

    Names are looked for in blocks as they are written, so that another fault of a block hides none of them.
    """
    for section in ("costs", "agreements", "oncall_pay"):
        for name, said in blocks_of(document, section):
            driver = "oncall_people" if section == "oncall_pay" else said.get("driver")
            if isinstance(driver, str) and driver in DRIVER_COUNTS:
                check_of(document, (section, name), driver, said.get("of"), faults)
    for name, said in blocks_of(document, "oncall_pay"):
        types, known = said.get("selective"), names_of(document, "vehicle_types")
        named = [str(one) for one in types] if isinstance(types, list) else []
        note_unknown(
            document, ("oncall_pay", name, "selective"), "vehicle type", named, known, faults
        )
    for name, item in parts["costs"].items():
        if item.grade is not None:
            check_grade(document, parts, ("costs", name), item.of, faults)
    for name in parts["oncall_pay"]:
        check_paid_once(document, parts, name, faults)
    if len(parts["arrests"]) > 1:
        first, second, *_ = parts["arrests"]
        message = (
            f"{first} says already which calls may be arrests: this block would count for nothing."
        )
        note(document, ("arrests", second), message, faults, "one block of `arrests`")
    check_agreements(document, parts, faults)


def check_of(
    document: Document, path: Path_, driver: str, said: object, faults: list[Fault]
) -> None:
    """The names in an item's `of` must be of things that its driver counts."""
    names = [str(name) for name in said] if isinstance(said, list) else []
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
        paid = set(item.of) & set(mine.of) if mine.of else set(item.of) - set(mine.unpaid)
        if item.driver in twice and item.life is None and (not item.of or paid):
            message = f"oncall_pay.{name} pays these people already: they would be paid twice."
            note(document, ("costs", key, "driver"), message, faults)
