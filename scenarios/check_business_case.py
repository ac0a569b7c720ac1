"""A business case must speak of options, loans and agencies that there are, in prices that can be brought together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.business_case import OUTLAYS, BusinessCase
from scenarios.check_costs import agencies_of
from scenarios.costs import CostItem
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed, probably_meant
from scenarios.pydantic_faults import validated
from scenarios.references import Parts, dotted, note

AT = "business_case"


def check_business_case(
    document: Document,
    documents: Mapping[str, Document],
    parts: Mapping[str, Parts],
    names: Sequence[str],
    faults: list[Fault],
) -> None:
    """Note what is of nothing in `business_case`; `names` are the baseline and the options."""
    if not document.has((AT,)):
        return
    case: BusinessCase | None = validated(BusinessCase, document, (AT,), [])
    if case is None:
        return
    first = names[0]
    rules = list(parts[first]["appraisal"])
    if case.rules not in rules:
        refuse(document, (AT, "rules"), "block of appraisal rules", case.rules, rules, faults)
    here = set().union(*(agencies_of(documents[name]) for name in names))
    for key, flow in case.flows.items():
        at: Path_ = (AT, "flows", key)
        if flow.loan is not None and flow.loan not in case.loans:
            refuse(document, (*at, "loan"), "loan", flow.loan, list(case.loans), faults)
        for number, option in enumerate(flow.options):
            if option not in names[1:]:
                refuse(document, (*at, "options", number), "option", option, names[1:], faults)
        if flow.agency not in here:
            message = f"{flow.agency} is no agency of this study: it has no station and no cost."
            note(document, (*at, "agency"), message, faults, listed(sorted(here)))
    check_prices_of(document, case, parts[first], faults)
    check_capital(document, case, parts, names, faults)


def refuse(
    document: Document, path: Path_, what: str, word: str, known: Sequence[Any], faults: list[Fault]
) -> None:
    """Note a name that is of nothing."""
    message = f'There is no {what} "{word}".'
    meant = probably_meant(word, known)
    faults.append(Fault(document.mark(path), dotted(path), message, listed(known), meant))


def check_prices_of(
    document: Document, case: BusinessCase, parts: Parts, faults: list[Fault]
) -> None:
    """A sum of another year than the study's needs an index between them; a dated sum needs the study's year."""
    price_year = document.data.get("price_year")
    index = next(iter(parts["price_indices"].values()), None)
    for key, flow in case.flows.items():
        year = flow.sum.price_year
        if year is None or year == price_year:
            continue
        path: Path_ = (AT, "flows", key, "sum", "price_year")
        if not isinstance(price_year, int):
            message = f"This is of {year}, and the study names no year of prices."
            note(document, path, message, faults, "`price_year` at the top of the study")
        elif index is None or not {year, price_year} <= set(index.levels):
            message = f"Nothing brings prices of {year} to those of {price_year}."
            note(document, path, message, faults, "an index in `price_indices` with both years")


def check_capital(
    document: Document,
    case: BusinessCase,
    parts: Mapping[str, Parts],
    names: Sequence[str],
    faults: list[Fault],
) -> None:
    """An option with more capital among its yearly costs than the baseline has an outlay in the case too."""
    before = parts[names[0]]
    for name in names[1:]:
        more = [
            key
            for key, item in parts[name]["costs"].items()
            if item.is_capital
            and (key not in before["costs"] or counted(item, parts[name]) > counted(item, before))
        ]
        outlays = [f for f in case.flows.values() if f.kind in OUTLAYS and f.of_option(name)]
        if more and not outlays:
            message = (
                f"{name} has more capital among its yearly costs ({listed(more)}) and no outlay here: "
                "the case would leave it out."
            )
            note(document, (AT, "flows"), message, faults, "a flow of kind " + listed(OUTLAYS))


def counted(item: CostItem, parts: Parts) -> int:
    """How many vehicles or stations of the county an item counts; nought for drivers that only a run counts."""
    own = [key for key, station in parts["stations"].items() if not station.outside_county]
    if item.driver == "stations":
        return sum(not item.of or key in item.of for key in own)
    if item.driver == "vehicles":
        mine = [v for v in parts["vehicles"].values() if v.station in own]
        return sum(not item.of or vehicle.type in item.of for vehicle in mine)
    return 0
