"""Table 12h: where the model and the bid agree, where not, and in plain words why."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from results.figures.figure import Table
from results.figures.gainers import Ground, borderline, crossing, ground, people_in, range_words
from results.figures.reading import keys_of
from results.figures.wording import (
    UNCERTAINTY,
    counted,
    joined,
    known,
    minutes,
    named,
    people,
    percent,
    pounds,
    signed,
)
from results.pack import Option, Pack, Standard

NEAR = 0.10
YEARLY, A_YEAR = ("/yr", " per year", " a year"), " a year"
ORDER = ("differs", "bid_sum_wrong", "cannot_tell", "not_modelled", "reproduced")
VERDICTS = {
    "differs": "✗ Differs",
    "bid_sum_wrong": "! The bid’s own sum is wrong",
    "cannot_tell": "? Cannot tell: the interval is wider than the band",
    "not_modelled": "– Not modelled",
    "reproduced": "✓ Reproduced",
}
Row = dict[str, Any]


def rows_of_bid(pack: Pack) -> list[Row]:
    """The checks as plain rows, disagreements first."""
    rows: list[Row] = [
        {str(key): value for key, value in row.items()} for row in pack.bid_check.to_dict("records")
    ]
    return sorted(rows, key=lambda row: ORDER.index(str(row["verdict"])))


def bid_check(pack: Pack) -> Table:
    """The published figures beside the model's, with interval, range and verdict in words."""
    rows = rows_of_bid(pack)
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in ORDER}
    return Table(
        "bid_check",
        "12h",
        _finding(counts, len(rows)),
        "Published figures and the model’s",
        ("Figure", "Published", "Model", "Could fall either way", "Verdict", "Where it is from"),
        tuple(
            (
                str(row["figure"]),
                _amount(row, "bid_value"),
                _model(row),
                _edge(pack, row),
                _verdict(row),
                text(row["note"]),
            )
            for row in rows
        ),
        "A sum is reproduced when it agrees to its printed rounding; a simulated figure when its "
        f"interval, {UNCERTAINTY}, meets the published figure within 10% (or the study's own "
        "tolerance) and is no wider than that band: “reproduced” is not “proved”. Could fall either way: "
        "the net change if "
        f"every time were up to a minute shorter or longer. {pack.region.attribution}",
    )


def disagreements(pack: Pack) -> list[str]:
    """One paragraph for each option and measure on which model and bid differ, and why."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows_of_bid(pack):
        if row["verdict"] == "differs":
            key = (text(row.get("option")), text(row.get("measure")))
            grouped.setdefault(key, []).append(row)
    return [" ".join(_sentences(pack, key, rows)) for key, rows in grouped.items()]


def _sentences(pack: Pack, key: tuple[str, str], rows: list[Row]) -> Iterator[str]:
    option = next((o for o in pack.options if o.name == key[0]), None)
    under = f" under {named(option.title)}" if option is not None else ""
    values = [_amount(row, "model_value") for row in rows]
    published = joined(list(dict.fromkeys(_amount(row, "bid_value") for row in rows)))
    counted_so = f", by {counted(len(rows), 'way')} of counting" if len(rows) > 1 else ""
    yield (
        f"{rows[0]['figure']}: published {published}; the model finds {joined(values)}"
        f"{counted_so}{under}."
    )
    if key[1] == "people_within_standard" and option is not None:
        yield from _people_why(pack, option, rows)
    notes = dict.fromkeys(text(row["note"]).split("Source:")[0].strip() for row in rows)
    yield from (note for note in notes if note)


def _people_why(pack: Pack, option: Option, rows: list[Row]) -> Iterator[str]:
    """Whether the published number is of those who gain, the losers left out; and the zones at the edge."""
    there = _ground(pack, rows[0])
    if there is None or option is pack.baseline:
        return
    cross = crossing(there, option, pack.baseline)
    enters, leaves = people_in(there, cross.enters), people_in(there, cross.leaves)
    bid = float(rows[0]["bid_value"])
    limit = minutes(there.limit_s)
    if leaves and abs(enters - bid) <= NEAR * abs(bid):
        yield (
            f"The published figure is near the number who come within {limit} "
            f"({people(enters)}); the model also finds {people(leaves)} who drop outside, and the "
            "net is what is compared here."
        )
    elif leaves:
        yield f"In the model {people(enters)} come within {limit} and {people(leaves)} drop outside."
    yield (
        f"With the option, {people(borderline(there, option))} people live where the model’s time "
        f"is within a minute of the limit; if all times were a minute out, the net change could be "
        f"{range_words(there, option, pack.baseline)}."
    )


def _ground(pack: Pack, row: Row) -> Ground | None:
    if text(row.get("measure")) != "people_within_standard":
        return None
    name = keys_of(text(row.get("group"))).get("standard", "")
    standard: Standard | None = next((s for s in pack.standards if s.name == name), None)
    return ground(pack, standard) if standard is not None else None


def _edge(pack: Pack, row: Row) -> str:
    there = _ground(pack, row)
    option = next((o for o in pack.proposals if o.name == text(row.get("option"))), None)
    if there is None or option is None:
        return ""
    return range_words(there, option, pack.baseline)


def _model(row: Row) -> str:
    said = _amount(row, "model_value")
    low, high = row.get("low", np.nan), row.get("high", np.nan)
    if not (known(low) and known(high)) or low == high:
        return said
    return f"{said} ({_amount(row, 'low')} to {_amount(row, 'high')})"


def _amount(row: Row, column: str) -> str:
    """A figure of a row; a difference with its sign."""
    said = amount(row[column], str(row["unit"]))
    if text(row.get("of")) != "difference" or not known(row[column]):
        return said
    return signed(said, float(row[column]))


def _verdict(row: Row) -> str:
    said = VERDICTS[str(row["verdict"])]
    if row["verdict"] != "differs" or not (known(row["bid_value"]) and row["bid_value"]):
        return said
    bid, model = float(row["bid_value"]), float(row["model_value"])
    if bid * model < 0:
        return f"{said}: the model finds the opposite sign"
    ratio = model / bid - 1
    return f"{said}: the model finds {percent(abs(ratio)).split('.')[0]}% {_way(ratio)}"


def _way(ratio: float) -> str:
    return "more" if ratio > 0 else "less"


def _finding(counts: dict[str, int], total: int) -> str:
    if not total:
        return "The study gives no figure of a bid to check"
    said = [
        f"Of {counted(total, 'published figure')}, {counts['reproduced']} "
        f"{'is' if counts['reproduced'] == 1 else 'are'} reproduced"
    ]
    if counts["differs"]:
        said.append(f"{counts['differs']} differ{'s' if counts['differs'] == 1 else ''}")
    if counts["bid_sum_wrong"]:
        said.append(
            f"{counted(counts['bid_sum_wrong'], 'sum')} in the bid "
            f"{'does' if counts['bid_sum_wrong'] == 1 else 'do'} not add up"
        )
    if counts["cannot_tell"]:
        said.append(f"{counts['cannot_tell']} cannot be told from so few runs")
    if counts["not_modelled"]:
        said.append(f"{counts['not_modelled']} not modelled")
    return ", ".join(said)


def text(cell: object) -> str:
    """A note as text, nothing where the table has none."""
    return "" if cell is None or cell != cell else str(cell)


def amount(value: object, unit: str) -> str:
    """A figure with its unit, no more precise than it is."""
    try:
        number = float(str(value))
    except ValueError:
        return str(value)
    if not known(number):
        return "no figure"
    if unit.lower().startswith(("gbp million", "£ million")):
        return signed_money(f"£{abs(number):,.3f}m", number)
    if unit.startswith(("gbp", "£", "GBP")):
        of_what = unit.removeprefix("£").removeprefix("gbp").removeprefix("GBP")
        return pounds(number) + (A_YEAR if of_what in YEARLY else of_what.replace("/", " a "))
    if unit == "share":
        return percent(number)
    if unit == "s":
        return minutes(number)
    if unit == "people":
        return f"{people(number)} people"
    said = f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.4g}"
    return f"{said} {unit}".strip()


def signed_money(said: str, number: float) -> str:
    """A minus in front of pounds where there is one."""
    return signed(said, number) if number < 0 else said
