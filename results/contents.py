"""What a report says and in what order: one description, which the page, the PDF and the Word file write out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from results.brand import PLAIN, Brand
from results.doubts import how_sure, what_would_reverse
from results.figures import Table
from results.figures.bid_check import disagreements
from results.figures.headline import Headline
from results.figures.shown import left_out_words
from results.figures.siting_headlines import siting_headlines
from results.figures.sources import shares
from results.figures.sweep_panels import sweep_headlines
from results.figures.wording import counted, sentence
from results.headlines import headlines
from results.limits import limits
from results.pack import Option, Pack, SweepFindings
from results.pictures import Done, asked
from results.plain_words import LEAD_IN, alternatives, plain_words
from results.provenance import SEALED
from results.sections import ALWAYS, SECTIONS, Section, as_chosen, under

IN_SHORT, CONTENTS, HOW_MADE = "In short", "Contents", "How this was made"
MADE_WITH = "Made with Bluelight. The same study file and seed give the same tables, byte for byte."
NOTHING, THE_BASELINE = "Nothing to show.", "the baseline"


@dataclass(frozen=True)
class Row:
    """A table's row: a heading that may span rows (0: already given), and the other cells."""

    head: str
    span: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """A section as it is read: options, paragraphs, points, and the figures and tables under it."""

    section: Section
    options: tuple[Option, ...]
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    parts: tuple[Done, ...]


@dataclass(frozen=True)
class Contents:
    """All of a report, ready to be written out in any form."""

    title: str
    place: str
    question: str
    stamps: tuple[str, ...]
    headlines: tuple[Headline, ...]
    chapters: tuple[Chapter, ...]
    made: str
    facts: tuple[tuple[str, str], ...]
    attribution: str
    brand: Brand

    @property
    def stamp(self) -> str:
        """The stamps in a line."""
        return " · ".join(self.stamps)


def contents(pack: Pack, done: Sequence[Done], brand: Brand = PLAIN) -> Contents:
    """What a report of these figures and tables says, in order."""
    return Contents(
        title=pack.title,
        place=f"{pack.region.title} · {kind_of(pack)} “{pack.study}”",
        question=pack.question,
        stamps=pack.stamps,
        headlines=_in_short(pack),
        chapters=tuple(_chapters(pack, done)),
        made=f"{MADE_WITH} {shares(pack.sources)}.",
        facts=tuple(_flat(pack.provenance)),
        attribution=pack.region.attribution,
        brand=brand,
    )


def kind_of(pack: Pack) -> str:
    """What the report is of."""
    if pack.sweep:
        return "sweep of the study"
    return "siting of the study" if pack.siting else "study"


def _in_short(pack: Pack) -> tuple[Headline, ...]:
    """What is found; nothing in a report of chosen parts, which need not show what the sentences speak of."""
    if pack.sweep:
        return sweep_headlines(pack)
    if pack.siting:
        return siting_headlines(pack)
    return () if pack.parts else headlines(pack)


def _chapters(pack: Pack, done: Sequence[Done]) -> Iterator[Chapter]:
    """The sections that have something to say."""
    points = {"limits": (*limits(pack), *left_out_words(pack, asked(pack)))}
    told = _told(pack)
    paragraphs = {"bid": tuple(disagreements(pack)), **told}
    options = {"changes": (pack.baseline,) if pack.siting else pack.options}
    for section in as_chosen(pack.parts) if pack.parts else SECTIONS:
        parts = tuple(under(section, done))
        if parts or section.anchor in ALWAYS or told.get(section.anchor):
            yield Chapter(
                section,
                options.get(section.anchor, ()),
                paragraphs.get(section.anchor, ()),
                points.get(section.anchor, ()),
                parts,
            )


def _told(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The findings in sentences; nothing in a report of chosen parts, which need not show what they speak of."""
    if pack.sweep:
        return {"changes": tuple(_varied(pack.sweep))}
    if pack.siting or pack.parts:
        return {}
    return {
        "plain": plain_words(pack),
        "reverse": (*alternatives(pack), *what_would_reverse(pack)),
        "trust": how_sure(pack),
    }


def _varied(found: SweepFindings) -> Iterator[str]:
    """What a sweep varied: its design, then the levels of each factor."""
    design = f"{sentence(found.design_words)}: {counted(found.points, 'point')}"
    yield f"Varied beside the options.{LEAD_IN}{design}."
    for title, said in found.levels.items():
        yield f"{title}.{LEAD_IN}{sentence(said)}."


def lead_in(paragraph: str) -> tuple[str, str]:
    """The words that a paragraph begins with in bold, and the rest; most begin with none."""
    label, tab, rest = paragraph.partition(LEAD_IN)
    return (label, rest) if tab else ("", paragraph)


def rows_of(table: Table) -> list[Row]:
    """Rows with equal first cells in succession share one heading."""
    rows = []
    for place, (head, *cells) in enumerate(table.rows):
        if place and table.rows[place - 1][0] == head and table.name != "sources":
            rows.append(Row(head, 0, tuple(cells)))
            continue
        span = 1
        while (
            place + span < len(table.rows)
            and table.rows[place + span][0] == head
            and table.name != "sources"
        ):
            span += 1
        rows.append(Row(head, span, tuple(cells)))
    return rows


def _flat(provenance: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Nested provenance as plain pairs, in the order of its keys."""
    for key in sorted(provenance):
        if key in ("tasks", SEALED) or (key == "scenarios" and provenance.get("sweep")):
            continue  # one line a run, a table or a point of a sweep; they are in provenance.json
        value, name = provenance[key], f"{before}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}: ")
        elif isinstance(value, list | tuple | np.ndarray):
            yield name, ", ".join(map(str, value))
        else:
            yield name, str(value)


LETTERS_IN_LINE = 165.0
"""Of a table's text across a page on its side."""
BOLD = 1.15
"""How much wider bold letters are."""
MARGIN = 2.0
"""Between columns, in letters."""


def column_widths(table: Table) -> list[float]:
    """The width of each column, in letters: its longest word at least, and the more of the rest the more it holds."""
    least, wanted, holds = [], [], []
    for place, column in enumerate(table.columns):
        bold = BOLD if place == 0 else 1.0
        cells = [(column, BOLD), *((unbroken(row[place]), bold) for row in table.rows)]
        lengths = [len(cell) * times for cell, times in cells]
        least.append(max(len(word) * times for cell, times in cells for word in cell.split(" ")))
        wanted.append(max(lengths))
        holds.append((max(lengths) * sum(lengths) / len(lengths)) ** 0.35)
    widths, rest = list(least), LETTERS_IN_LINE - sum(least) - MARGIN * len(least)
    for _ in range(8):  # what a column cannot use goes to the others
        open_ = [
            hold * (wide < want) for hold, wide, want in zip(holds, widths, wanted, strict=True)
        ]
        if rest <= 0 or not sum(open_):
            break
        grown = [
            min(want, wide + rest * share / sum(open_))
            for wide, want, share in zip(widths, wanted, open_, strict=True)
        ]
        rest -= sum(grown) - sum(widths)
        widths = grown
    return [round(width + MARGIN, 1) for width in widths]


def unbroken(cell: str) -> str:
    """Keeps a number with its minutes and seconds."""
    return re.sub(r"(\d) (?=min\b|s\b)|(?<=min) (?=\d)", "\\1\u00a0", cell)


def unbroken_signs(cell: str) -> str:
    """The same, and keeps a minus with its pounds."""
    return unbroken(cell.replace("−£", "−\u2060£").replace("+£", "+\u2060£"))
