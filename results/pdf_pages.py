"""How the PDF's pages turn: no page with a few rows alone, and short texts share one.

The template says where each thing ended; what stands alone on its page is set a little tighter, or looser, and laid out
again. A report takes two to five rounds, a second or two each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

PAGE_END_MM, ALONE_MM = 195.0, 62.0
"""Where a page's text ends, and how far down it must reach so as not to look left over; from the paper's top."""
SHORT_MM, ROUNDS = 118.0, 6
"""How far down a text may reach that the next may follow; how often pages are turned again at most."""
TIGHTEST, LOOSE = 2, -1

Mark = Mapping[str, Any]


@dataclass
class Turned:
    """What is known of how the pages turn best."""

    tight: dict[str, int] = field(default_factory=dict)
    """By table or text of points: how much tighter than usual its rows stand; `LOOSE` further apart."""
    room_mm: dict[str, float] = field(default_factory=dict)
    """By figure: what is left of the page on which the part before it ends."""
    follow: set[str] = field(default_factory=set)
    """Chapters that begin on the page of the one before."""
    settled: set[str] = field(default_factory=set)
    """Tables that cannot be brought onto fewer pages."""


def turn_pages(
    chapters: Sequence[Mapping[str, Any]], laid_out: Callable[[Turned], Sequence[Mark]]
) -> Turned:
    """Lays a report out until nothing stands alone that need not.

    `chapters` are the template's; `laid_out` gives where each thing begins and ends under what is known so far.
    """
    turned = Turned()
    for _ in range(ROUNDS):
        marks = {str(mark["of"]): mark for mark in laid_out(turned)}
        if not _turn(chapters, marks, turned):
            break
    return turned


def _turn(chapters: Sequence[Mapping[str, Any]], marks: Mapping[str, Mark], turned: Turned) -> bool:
    """Learns from where things stand; whether anything is to be set otherwise."""
    changed = False
    for before, chapter in pairwise(chapters):
        end = marks.get(text_of(before))
        short = not before["parts"] and end is not None and end["y"] < SHORT_MM
        text_first = chapter["paragraphs"] or chapter["points"] or chapter["options"]
        if short and text_first and chapter["name"] not in turned.follow:
            turned.follow.add(chapter["name"])
            changed = True
    for chapter in chapters:
        if chapter["points"] and not chapter["parts"]:
            changed |= _turn_table(text_of(chapter), None, marks, turned)
        parts = list(chapter["parts"])
        for place, part in enumerate(parts):
            after = parts[place + 1] if place + 1 < len(parts) else None
            if part["kind"] == "table":
                changed |= _turn_table(part["name"], after, marks, turned)
            above = str(parts[place - 1]["name"]) if place else text_of(chapter)
            if part["kind"] == "figure" and above in marks:
                changed |= _turn_figure(part["name"], marks[above], turned)
    return changed


def text_of(chapter: Mapping[str, Any]) -> str:
    """What the end of a chapter's text is called in the marks."""
    return f"text {chapter['name']}"


def _turn_table(
    name: str, after: Mapping[str, Any] | None, marks: Mapping[str, Mark], turned: Turned
) -> bool:
    """A table, or points, whose last rows have a page to themselves: tighter, until they have not; else looser."""
    if name not in marks:
        return False
    mark = marks[name]
    alone = mark["page"] > mark["begins"] and mark["y"] < ALONE_MM
    if after is not None and marks[after["name"]]["begins"] == mark["page"]:
        alone = False
    if not alone or name in turned.settled:
        return False
    tight = turned.tight.get(name, 0)
    if tight < TIGHTEST:
        turned.tight[name] = tight + 1
    else:
        turned.settled.add(name)
        turned.tight[name] = 0 if after is not None else LOOSE
    return True


def _turn_figure(name: str, before: Mark, turned: Turned) -> bool:
    """A figure after a few rows or lines: what is left of their page is offered to it."""
    left = PAGE_END_MM - before["y"] - 10.0 if before["y"] < SHORT_MM else 0.0
    if abs(left - turned.room_mm.get(name, 0.0)) < 0.5:
        return False
    turned.room_mm[name] = round(left, 1)
    return True
