"""A figure is a sentence with evidence; so is a table."""

from dataclasses import dataclass

import matplotlib.figure


@dataclass(frozen=True)
class Rows:
    """Where a tall picture can be cut into sheets, in inches from its top.

    What stands above `head_in` and what stands below the last of `ends_in`, a scale or a key, is on each sheet.
    """

    head_in: float
    ends_in: tuple[float, ...]


def even_rows(head_in: float, row_in: float, count: int) -> Rows:
    """Rows that are all as high."""
    return Rows(head_in, tuple(head_in + row_in * (place + 1) for place in range(max(count, 1))))


@dataclass(frozen=True)
class Figure:
    """A drawn finding.

    `title` states the finding and how sure it is, `alt` says in words what the picture shows,
    `note` gives source, attribution and how it was made. Stamps are drawn inside the picture.
    """

    name: str
    number: str
    title: str
    alt: str
    note: str
    drawing: matplotlib.figure.Figure
    moves: str = ""
    """What the page needs to let it move, as JSON; every other format shows the drawing."""
    rows: Rows | None = None
    """Where it can be cut into sheets; nowhere if not said."""


@dataclass(frozen=True)
class Table:
    """A finding in rows; the first column heads its row.

    `caption` says what the table holds; `title` what it finds. Cells are ready to print; rows
    whose first cell repeats the row above are read as one group.
    """

    name: str
    number: str
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
