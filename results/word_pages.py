"""How a picture stands on a page of the Word file: under its caption, or beside it where it is then larger."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from results.figures.style import SMALL, WIDTH_IN

INSIDE_MM = (267.0, 174.0)
"""Width and height inside the margins of A4 on its side."""
SIDE_MM, GAP_MM = 54.0, 5.0
"""The column of words beside a picture, and what is kept free between them."""
BESIDE_MM = INSIDE_MM[0] - SIDE_MM - GAP_MM
CAPTION_PT, NOTE_PT = 11.0, 8.0
SIDE_SIZES = ((11.0, 8.0), (10.0, 8.0), (9.0, 7.5), (9.0, 7.0))
"""Sizes of caption and note beside a picture, the first that fits; in points."""
CHAPTER_MM, SPARE_MM = 24.0, 8.0
LARGER = 1.08
"""By how much a picture must be larger beside its words to stand there."""
LEAST_PT = 7.0
"""No letter of a picture is printed smaller."""
LEAST_MM = LEAST_PT / SMALL * WIDTH_IN * 25.4
"""How wide a picture must so be printed at least."""
LETTER_MM, BOLD_MM, LINE_MM = 0.188, 0.207, 0.42
"""For each point of size: the width of a letter, of a bold one, and the height of a line; on the safe side."""


@dataclass(frozen=True)
class Words:
    """What is read with a picture; the heading and lead are those of a chapter that begins with it."""

    caption: str
    note: str = ""
    heading: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Place:
    """Where a picture stands, how wide, how large the words are, and where its note is."""

    beside: bool
    wide_mm: float
    caption_pt: float = CAPTION_PT
    note_pt: float = NOTE_PT
    note: Literal["side", "below", "overleaf"] = "below"


def place_of(words: Words, across: float) -> Place:
    """The place in which a picture is largest; `across` is its height for each unit of its width."""
    above = CHAPTER_MM if words.heading else 0.0
    said = high_mm(words.caption, CAPTION_PT, INSIDE_MM[0], bold=True)
    said += high_mm(words.note, NOTE_PT, INSIDE_MM[0])
    stacked = min(INSIDE_MM[0], (INSIDE_MM[1] - above - said - SPARE_MM) / across)
    beside = min(BESIDE_MM, (INSIDE_MM[1] - SPARE_MM / 2) / across)
    if stacked >= LEAST_MM and beside <= LARGER * stacked:
        return Place(False, stacked)
    return _fitted(words, beside, across)


def _fitted(words: Words, wide_mm: float, across: float) -> Place:
    """The largest letters at which the words have room beside a picture; else the note goes below it, or overleaf."""
    room = INSIDE_MM[1] - SPARE_MM
    room -= high_mm(words.heading, 18.0, SIDE_MM, bold=True) + high_mm(words.lead, 12.0, SIDE_MM)
    for caption_pt, note_pt in SIDE_SIZES:
        caption = high_mm(words.caption, caption_pt, SIDE_MM, bold=True)
        if caption + high_mm(words.note, note_pt, SIDE_MM) <= room:
            return Place(True, wide_mm, caption_pt, note_pt, "side")
    caption_pt = next(
        (
            size
            for size, _ in SIDE_SIZES
            if high_mm(words.caption, size, SIDE_MM, bold=True) <= room
        ),
        SIDE_SIZES[-1][0],
    )
    below = wide_mm * across + high_mm(words.note, NOTE_PT, BESIDE_MM) <= INSIDE_MM[1] - SPARE_MM
    return Place(True, wide_mm, caption_pt, NOTE_PT, "below" if below else "overleaf")


def high_mm(text: str, size_pt: float, wide_mm: float, *, bold: bool = False) -> float:
    """How high some words are at a size in a column, with the space about them; nothing for none."""
    if not text:
        return 0.0
    letters = int(wide_mm / (size_pt * (BOLD_MM if bold else LETTER_MM)))
    return math.ceil(len(text) / letters * 1.06) * size_pt * LINE_MM + 3.0
