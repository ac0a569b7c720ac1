"""A picture in a file of its own carries its finding."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from results.figures import FIGURES, Figure
from results.pictures import finish_all
from results.titled import lines_of, titled_png, titled_svg
from tests.made_up_pack import pack

SVG = "{http://www.w3.org/2000/svg}"


def drawn() -> tuple[bytes, bytes, str]:
    figure = FIGURES["summary"](pack(3, 3, 60))
    assert isinstance(figure, Figure)
    (done,) = finish_all([figure])
    return done.png, done.svg, f"Figure 2. {figure.title} “& < >”"


def test_a_png_has_its_finding_above_and_is_otherwise_the_same() -> None:
    png, _, title = drawn()
    whole, bare = (Image.open(io.BytesIO(one)) for one in (titled_png(png, title), png))
    assert whole.info["Title"] == title
    assert whole.width == bare.width
    strip = whole.height - bare.height
    seen = np.asarray(whole.convert("RGB"))
    assert (seen[strip:] == np.asarray(bare.convert("RGB"))).all()
    words = seen[:strip].min(axis=2) < 100
    assert 0.01 < words.mean() < 0.4  # there are letters
    assert not words[:, -5:].any()  # none is cut at the edge
    assert titled_png(png, title) == titled_png(png, title)


def test_an_svg_has_its_finding_as_text_and_the_drawing_whole_below() -> None:
    _, svg, title = drawn()
    whole = ElementTree.fromstring(titled_svg(svg, title))  # noqa: S314 - our own
    told = " ".join("".join(line.itertext()) for line in whole.iter(f"{SVG}tspan"))
    assert told.startswith(title[:40])
    assert "“& < >”" in told
    inner = whole.find(f"{SVG}svg")
    assert inner is not None
    *_, wide, tall = (float(number) for number in whole.attrib["viewBox"].split())
    assert float(inner.attrib["width"]) == wide
    assert abs(float(inner.attrib["y"]) + float(inner.attrib["height"]) - tall) < 0.01


def test_no_line_is_wider_than_the_picture() -> None:
    lines = lines_of("word " * 80, 792.0, 11.0)
    assert len(lines) > 2
    assert max(map(len, lines)) * 0.62 * 11.0 <= 792.0
