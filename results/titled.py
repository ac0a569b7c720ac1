"""A picture by itself with its finding above it: for who pastes it where no heading stands.

On the page, in the PDF and in Word the finding is a heading that can be read aloud and searched; there the picture has
none of its own.
"""

from __future__ import annotations

import io
import math
import textwrap
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from matplotlib import get_data_path
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

FAMILY = "DejaVu Sans, Verdana, sans-serif"
POINTS = 11.0
"""The size of the finding's letters, at the picture's own size."""
LINE, MARGIN, LETTER = 1.3, 0.75, 0.62
"""The height of a line, the room about the words, and the width of a bold letter, each in sizes of its letters."""


def titled_png(png: bytes, title: str) -> bytes:
    """The same picture with its finding above; the same bytes for the same picture and finding."""
    picture = Image.open(io.BytesIO(png))
    dots = float(picture.info.get("dpi", (200.0, 200.0))[0])
    size = POINTS * dots / 72.0
    lines = lines_of(title, picture.width, size)
    strip = math.ceil((len(lines) * LINE + MARGIN) * size)
    palette = picture.getpalette() or []
    colours = np.array(palette, dtype=np.int64).reshape(-1, 3).sum(axis=1)
    dark, light = int(colours.argmin()), int(colours.argmax())
    whole = Image.new("P", (picture.width, picture.height + strip), light)
    whole.putpalette(palette)
    whole.paste(picture, (0, strip))
    pen = ImageDraw.Draw(whole)
    pen.fontmode = "1"  # of the picture's own colours, and so no half-tones
    for place, line in enumerate(lines):
        at = (MARGIN * size, (MARGIN / 2 + place * LINE) * size)
        pen.text(at, line, fill=dark, font=_letters(round(size)))
    held, facts = io.BytesIO(), PngInfo()
    facts.add_itxt("Title", title)
    whole.save(held, format="png", dpi=(dots, dots), pnginfo=facts, compress_level=6)
    return held.getvalue()


def titled_svg(svg: bytes, title: str) -> bytes:
    """The same drawing inside one that has its finding above, as text that can be selected."""
    text = svg.decode("utf-8")
    inner = text[text.index("<svg") :]
    wide, tall = (float(_told(inner, name).removesuffix("pt")) for name in ("width", "height"))
    lines = lines_of(title, wide, POINTS)
    strip = (len(lines) * LINE + MARGIN) * POINTS
    said = "".join(
        f'<tspan x="{MARGIN * POINTS:g}" y="{(MARGIN / 2 + 0.95 + place * LINE) * POINTS:g}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    placed = inner.replace("<svg ", f'<svg y="{strip:g}" ', 1)
    for name, length in (("width", wide), ("height", tall)):  # in the units of what it lies in
        placed = placed.replace(f'{name}="{_told(inner, name)}"', f'{name}="{length:g}"', 1)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}pt" height="{tall + strip:g}pt" '
        f'viewBox="0 0 {wide:g} {tall + strip:g}">\n<title>{escape(title)}</title>\n'
        '<rect width="100%" height="100%" fill="white"/>\n'
        f'<text font-family="{FAMILY}" font-weight="bold" font-size="{POINTS:g}">{said}</text>\n{placed}</svg>\n'
    ).encode()


def lines_of(title: str, wide: float, size: float) -> list[str]:
    """The finding broken into lines that so wide a picture holds at a size of letters, both in the same unit."""
    letters = int((wide - 2 * MARGIN * size) / (LETTER * size))
    return textwrap.wrap(title, max(letters, 20), break_long_words=False, break_on_hyphens=False)


def _told(svg: str, name: str) -> str:
    """An attribute of the outermost element."""
    head = svg[: svg.index(">")]
    return head.partition(f' {name}="')[2].partition('"')[0]


@cache
def _letters(size: int) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which comes with matplotlib: the letters of the picture itself."""
    return ImageFont.truetype(
        str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans-Bold.ttf"), size
    )
