"""Table B: every number used: value, unit, status, source."""

import pandas as pd

from results.figures.figure import Table
from results.figures.wording import counted, percent
from results.pack import Pack

STATUSES = ("observed", "estimated", "assumed")


def sources(pack: Pack) -> Table:
    """The numbers that the study rests on, assumed ones first, with the share of each status."""
    table = pack.sources
    place = {"assumed": 0, "estimated": 1, "observed": 2}
    rows = sorted(
        table.itertuples(index=False),
        key=lambda row: (place.get(str(row.status), -1), str(row.where)),
    )
    return Table(
        "sources",
        "B",
        shares(table),
        "Every number used, the assumed ones first",
        ("Where", "Value", "Unit", "Status", "Source"),
        tuple(
            tuple(_plain(cell) for cell in (row.where, row.value, row.unit, row.status, row.source))
            for row in rows
        ),
        "Observed: from a published record. Estimated: worked out from published "
        "records. Assumed: a "
        "judgement, to be replaced by the service’s own figure. Shares count numbers, "
        "not their weight "
        f"in the answer. {pack.region.attribution}",
    )


def shares(table: pd.DataFrame) -> str:
    """How many of the numbers are observed, estimated and assumed."""
    if not len(table):
        return "No numbers were listed"
    parts = []
    for status in STATUSES:
        number = int((table["status"] == status).sum())
        parts.append(f"{percent(number / len(table))} {status}")
    return f"Of {counted(len(table), 'number')} used: {', '.join(parts)}"


def _plain(cell: object) -> str:
    """A cell as text; an empty one as nothing."""
    if cell is None or cell != cell:
        return ""
    return f"{cell:,.10g}" if isinstance(cell, float) else str(cell)
