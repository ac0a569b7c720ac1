"""A figure is a sentence with evidence; so is a table."""

from dataclasses import dataclass

import matplotlib.figure


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
