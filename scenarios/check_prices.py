"""Prices of several years stand side by side only where one index brings them to the study's year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed, probably_meant
from scenarios.prices import PriceIndex
from scenarios.quantity import Money
from scenarios.references import Parts, dotted, note

PRICED = ("costs", "oncall_pay", "agreements", "life_values")


def priced(parts: Parts) -> Iterator[tuple[Path_, Money]]:
    """Every sum of money in a scenario's parts, with its place."""
    for section in PRICED:
        for name, item in parts[section].items():
            for key, money in item.money().items():
                yield (section, name, *key.split(".")), money


def index_of(parts: Parts, named: object) -> PriceIndex | None:
    """The index that a study names, or the only one there is."""
    indices: Mapping[str, PriceIndex] = parts["price_indices"]
    if isinstance(named, str):
        return indices.get(named)
    return next(iter(indices.values())) if len(indices) == 1 else None


def check_prices(
    document: Document, parts: Parts, head: Mapping[str, Any], faults: list[Fault]
) -> None:
    """Note prices that nothing brings to the study's year; `head` is the top of the study file as it is written."""
    price_year, named = head.get("price_year"), head.get("price_index")
    sums = list(priced(parts))
    dated = [(path, money.price_year) for path, money in sums if money.price_year]
    if not isinstance(price_year, int):
        check_undated(document, sums, dated, faults)
        return
    index = index_of(parts, named)
    several = list(parts["price_indices"])
    for path, year in dated:
        at: Path_ = (*path, "price_year")
        missing = [y for y in (year, price_year) if index is None or y not in index.levels]
        if year == price_year or not missing:
            continue
        if index is None and len(several) > 1:
            message = (
                f"This is of {year}, and there are several indices of prices: {listed(several)}."
            )
            allowed = "`price_index` at the top of the study, naming one"
        elif index is None:
            message = f"This is of {year}, the study's prices of {price_year}, and there is no index between them."
            allowed = "a block in `price_indices`, as in the catalogue file `prices`"
        else:
            message = f"The price index has no level for {listed(missing)}."
            allowed = f"{min(index.levels)} to {max(index.levels)}"
        faults.append(Fault(document.mark(at), dotted(at), message, allowed))


def check_undated(
    document: Document,
    sums: list[tuple[Path_, Money]],
    dated: list[tuple[Path_, int]],
    faults: list[Fault],
) -> None:
    """Without a year of the study's, all prices are of one year: all say the same, or none says any."""
    years = {year for _, year in dated}
    allowed = "`price_year` at the top of the study and an index in `price_indices`"
    if len(years) > 1:
        path, _ = dated[-1]
        message = f"Prices of {listed(sorted(years))} stand side by side, and nothing brings them to one year."
        note(document, (*path, "price_year"), message, faults, allowed)
    elif years and len(dated) < len(sums):
        path, year = dated[-1]
        other = next(dotted(path) for path, money in sums if money.price_year is None)
        message = f"This is of {year}, {other} says no year, and the study has none either."
        note(
            document, (*path, "price_year"), message, faults, "`price_year` at the top of the study"
        )


def check_index(study: Document, parts: Parts, faults: list[Fault]) -> None:
    """The index that a study names is there."""
    named, known = study.data.get("price_index"), list(parts["price_indices"])
    if isinstance(named, str) and named not in known:
        message, meant = f'There is no price index "{named}".', probably_meant(named, known)
        faults.append(
            Fault(study.mark(("price_index",)), "price_index", message, listed(known), meant)
        )
