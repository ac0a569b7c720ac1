"""Table 12c: where the model and the bid agree, and where not."""

from results.figures.figure import Table
from results.figures.wording import counted, known, pounds
from results.pack import Pack

VERDICTS = {
    "reproduced": "✓ Reproduced",
    "differs": "✗ Differs",
    "bid_sum_wrong": "! The bid’s own sum is wrong",
    "not_modelled": "– Not modelled",
}


def bid_check(pack: Pack) -> Table:
    """The bid's figures beside the model's, disagreements first."""
    order = ("differs", "bid_sum_wrong", "not_modelled", "reproduced")
    table = pack.bid_check
    place = {verdict: rank for rank, verdict in enumerate(order)}
    rows = sorted(table.itertuples(index=False), key=lambda row: place.get(str(row.verdict), 9))
    counts = {verdict: int((table["verdict"] == verdict).sum()) for verdict in order}
    return Table(
        "bid_check",
        "12c",
        _finding(counts, len(table)),
        "The bid’s figures and the model’s",
        ("Figure", "Bid", "Model", "Verdict", "Note"),
        tuple(
            (
                str(row.figure),
                amount(row.bid_value, str(row.unit)),
                amount(row.model_value, str(row.unit)),
                VERDICTS.get(str(row.verdict), str(row.verdict)),
                text(row.note),
            )
            for row in rows
        ),
        "A sum is reproduced when it agrees to its printed rounding; a simulated figure when its "
        f"simulation interval meets the bid’s figure within 10%. {pack.region.attribution}",
    )


def _finding(counts: dict[str, int], total: int) -> str:
    if not total:
        return "The study gives no figure of a bid to check"
    said = [
        f"Of {counted(total, 'figure')} in the bid, {counts['reproduced']} "
        f"{'is' if counts['reproduced'] == 1 else 'are'} reproduced"
    ]
    if counts["differs"]:
        said.append(f"{counts['differs']} differ{'s' if counts['differs'] == 1 else ''}")
    if counts["bid_sum_wrong"]:
        said.append(
            f"{counted(counts['bid_sum_wrong'], 'sum')} in the bid "
            f"{'does' if counts['bid_sum_wrong'] == 1 else 'do'} not add up"
        )
    if counts["not_modelled"]:
        said.append(f"{counts['not_modelled']} not modelled")
    return ", ".join(said)


def text(cell: object) -> str:
    """A note as text, nothing where the table has none."""
    return "" if cell is None or cell != cell else str(cell)


def amount(value: object, unit: str) -> str:
    """A figure with its unit; pounds are printed as pounds, to the figure's own precision."""
    try:
        number = float(str(value))
    except ValueError:
        return str(value)
    if not known(number):
        return "no figure"
    if unit.startswith(("gbp", "£", "GBP")):
        tail = " a year" if "year" in unit else ""
        return (f"£{number / 1e6:,.3f}m" if abs(number) >= 1e6 else pounds(number)) + tail
    said = f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.4g}"
    return f"{said} {unit}".strip()
