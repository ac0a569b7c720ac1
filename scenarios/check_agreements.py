"""Agreements must be between parties that there are, over costs of the payee, and recover no more than there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed
from scenarios.references import Parts, names_of, note, unknown
from scenarios.words import Agency


def check_agreements(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Both sides of an agreement are there, it can be told from others, and costs are recovered once."""
    here = agencies_of(document)
    for name, said in blocks_of(document, "agreements"):
        for side in ("payer", "payee"):
            party = said.get(side)
            if party in get_args(Agency) and party not in here:
                message = f"{party} is no agency of this study: it has no station and no cost."
                note(document, ("agreements", name, side), message, faults, listed(sorted(here)))
        check_recovered(document, parts, name, said, faults)
    check_titles(document, parts, faults)
    check_shares(document, parts, faults)


def check_recovered(
    document: Document, parts: Parts, name: str, said: dict[str, Any], faults: list[Fault]
) -> None:
    """What is recovered are costs of the payee, each named once."""
    payable = [*names_of(document, "costs"), *names_of(document, "oncall_pay")]
    written = said.get("recovers")
    recovers: list[Any] = written if isinstance(written, list) else []
    for number, key in enumerate(recovers):
        path: Path_ = ("agreements", name, "recovers", number)
        if key not in payable:
            faults.append(unknown(document, path, "cost item", str(key), payable))
            continue
        if key in recovers[:number]:
            note(document, path, f"{key} is named twice, and would be recovered twice.", faults)
        owner = parts["costs"].get(key) or parts["oncall_pay"].get(key)
        payee = said.get("payee")
        if owner is not None and payee in get_args(Agency) and owner.agency != payee:
            message = f"{key} is a cost of {owner.agency}, not of the payee {payee}."
            note(document, path, message, faults)


def check_titles(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """No two agreements between the same two have one title."""
    first: dict[tuple[str, str, str], str] = {}
    for name, agreement in parts["agreements"].items():
        same = first.setdefault((agreement.title, agreement.payer, agreement.payee), name)
        if same != name:
            message = f"{same} has this title already, between the same two: nobody could tell them apart."
            note(document, ("agreements", name, "title"), message, faults, "a title of its own")


def check_shares(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Of one cost no more than all of it is recovered, by all agreements together."""
    total: dict[str, float] = {}
    for name, agreement in parts["agreements"].items():
        for key in dict.fromkeys(agreement.recovers):
            assert agreement.share is not None
            total[key] = total.get(key, 0.0) + agreement.share.base
            if total[key] > 1.0 + 1e-9:
                message = (
                    f"With the agreements before it, {total[key]:.0%} of {key} would be recovered."
                )
                note(
                    document,
                    ("agreements", name, "share"),
                    message,
                    faults,
                    "100% or less of each cost",
                )


def blocks_of(document: Document, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The blocks of a section as they are written, sound or not."""
    content = document.data.get(section, {})
    for name, block in content.items() if isinstance(content, dict) else ():
        if isinstance(block, dict):
            yield str(name), block


def agencies_of(document: Document) -> set[str]:
    """Every agency that has a station or a cost in a document, sound or not."""
    found: set[str] = set()
    for section, key in (("stations", "agencies"), ("costs", "agency"), ("oncall_pay", "agency")):
        for _, block in blocks_of(document, section):
            said = block.get(key)
            found |= {
                one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)
            }
    return found
