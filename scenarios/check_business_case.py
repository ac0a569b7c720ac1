"""A business case must speak of options, loans and agencies that there are, in prices that can be brought together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from scenarios.business_case import OUTLAYS, BusinessCase, Flow
from scenarios.check_agreements import agencies_of
from scenarios.check_prices import index_of
from scenarios.costs import CostItem
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed, probably_meant
from scenarios.pydantic_faults import validated
from scenarios.references import Parts, dotted, note
from scenarios.words import Agency

AT = "business_case"
# What must be bought where a yearly cost spreads its price.
KINDS = {"vehicles": "vehicles", "stations": "building"}


def check_business_case(
    document: Document,
    documents: Mapping[str, Document],
    parts: Mapping[str, Parts],
    names: Sequence[str],
    faults: list[Fault],
) -> None:
    """Note what is of nothing in `business_case`; `names` are the baseline and the options."""
    written = document.data.get(AT)
    if not isinstance(written, dict):
        return
    check_words(document, documents, parts[names[0]], names, written, faults)
    case: BusinessCase | None = validated(BusinessCase, document, (AT,), [])
    if case is not None:
        check_prices_of(document, case, parts[names[0]], faults)
        check_capital(document, case, parts, names, faults)


def check_words(
    document: Document,
    documents: Mapping[str, Document],
    parts: Parts,
    names: Sequence[str],
    written: dict[str, Any],
    faults: list[Fault],
) -> None:
    """Rules, loans, options and agencies, looked for as they are written: another fault hides none of them."""
    rules, said = list(parts["appraisal"]), written.get("rules")
    if isinstance(said, str) and said not in rules:
        refuse(document, (AT, "rules"), "block of appraisal rules", said, rules, faults)
    here = set().union(*(agencies_of(documents[name]) for name in names))
    lasting = written.get("runs_for")
    for option in lasting if isinstance(lasting, dict) else ():
        if option not in names[1:]:
            refuse(document, (AT, "runs_for", option), "option", str(option), names[1:], faults)
    loans, flows = written.get("loans"), written.get("flows")
    for key, flow in flows.items() if isinstance(flows, dict) else ():
        if not isinstance(flow, dict):
            continue
        at: Path_ = (AT, "flows", key)
        loan, options, agency = flow.get("loan"), flow.get("options"), flow.get("agency")
        if isinstance(loan, str) and loan not in (loans or {}):
            refuse(document, (*at, "loan"), "loan", loan, list(loans or {}), faults)
        for number, option in enumerate(options if isinstance(options, list) else ()):
            if option not in names[1:]:
                refuse(document, (*at, "options", number), "option", str(option), names[1:], faults)
        if agency in get_args(Agency) and agency not in here:
            message = f"{agency} is no agency of this study: it has no station and no cost."
            note(document, (*at, "agency"), message, faults, listed(sorted(here)))


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
    index = index_of(parts, document.data.get("price_index"))
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
        lacking: dict[tuple[str, str], list[str]] = {}
        for key, item in parts[name]["costs"].items():
            now, then = counted(item, parts[name]), counted(item, before)
            if item.is_capital and (key not in before["costs"] or now > then):
                kind = "transition" if item.once else KINDS.get(item.driver, "")
                if not any(
                    f.of_option(name) and pays_for(f, item.agency, kind)
                    for f in case.flows.values()
                ):
                    lacking.setdefault((item.agency, kind), []).append(key)
        for (agency, kind), keys in lacking.items():
            message = (
                f"{name} has more capital of {agency} among its yearly costs ({listed(keys)}) and no outlay for it "
                "here: the case would leave it out."
            )
            what = f"a flow of {agency} of kind {kind or listed(OUTLAYS)}"
            note(document, (AT, "flows"), message, faults, what)


def pays_for(flow: Flow, agency: str, kind: str) -> bool:
    """Whether a flow is an agency's outlay for things of a kind; for any thing, where no kind is named."""
    return flow.agency == agency and (flow.kind == kind if kind else flow.kind in OUTLAYS)


def counted(item: CostItem, parts: Parts) -> int:
    """How many vehicles or stations of the county an item counts; nought for drivers that only a run counts."""
    own = [key for key, station in parts["stations"].items() if not station.outside_county]
    if item.driver == "stations":
        return sum(not item.of or key in item.of for key in own)
    if item.driver == "vehicles":
        mine = [v for v in parts["vehicles"].values() if v.station in own]
        return sum(not item.of or vehicle.type in item.of for vehicle in mine)
    return 0
