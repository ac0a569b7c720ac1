"""A picture that is taller than a page holds at a legible size, cut into sheets between its rows."""

from __future__ import annotations

import io

from PIL import Image

from results.figures.figure import Rows
from results.figures.style import TALLEST_SHEET_IN


def sheets(png: bytes, rows: Rows | None, dpi: int) -> tuple[bytes, ...]:
    """The picture itself where it is short enough or cannot be cut; else its sheets, each with its head and its foot.

    No sheet is taller than `TALLEST_SHEET_IN` unless one row alone is; the rows are spread evenly.
    """
    with Image.open(io.BytesIO(png)) as picture:
        high_in = picture.height / dpi
        if rows is None or high_in <= TALLEST_SHEET_IN + 1 / dpi:
            return (png,)
        parts = parts_of(rows, high_in)
        if not parts[1:]:
            return (png,)
        return tuple(_cut(picture, rows, part, dpi) for part in parts)


def parts_of(rows: Rows, high_in: float) -> tuple[tuple[float, float], ...]:
    """From where to where the rows of each sheet reach, in inches from the picture's top."""
    starts = (rows.head_in, *rows.ends_in[:-1])
    room = TALLEST_SHEET_IN - rows.head_in - (high_in - rows.ends_in[-1])
    fewest = len(_filled(starts, rows.ends_in, room))
    all_of = rows.ends_in[-1] - rows.head_in
    for tenths in range(10, 41):  # as even as the same number of sheets allows
        least = min(all_of / fewest * tenths / 10, room)
        if len(found := _filled(starts, rows.ends_in, least)) == fewest:
            return tuple(found)
    return tuple(_filled(starts, rows.ends_in, room))


def _filled(
    starts: tuple[float, ...], ends: tuple[float, ...], room: float
) -> list[tuple[float, float]]:
    """Rows put on sheets in order, each as full as it can be."""
    found: list[tuple[float, float]] = []
    for start, end in zip(starts, ends, strict=True):
        if found and end - found[-1][0] <= room + 1e-6:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _cut(picture: Image.Image, rows: Rows, part: tuple[float, float], dpi: int) -> bytes:
    """The head, the rows of one sheet and the foot, one below the other, in the picture's own colours."""
    bands = ((0.0, rows.head_in), part, (rows.ends_in[-1], picture.height / dpi))
    cut = [
        picture.crop((0, round(top * dpi), picture.width, round(end * dpi))) for top, end in bands
    ]
    sheet = Image.new(picture.mode, (picture.width, sum(one.height for one in cut)))
    if picture.mode == "P":
        sheet.putpalette(picture.getpalette() or [])
    down = 0
    for one in cut:
        sheet.paste(one, (0, down))
        down += one.height
    held = io.BytesIO()
    sheet.save(held, format="png", dpi=(dpi, dpi), compress_level=6)
    return held.getvalue()
