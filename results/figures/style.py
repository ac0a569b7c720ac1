"""The Government Analysis Function's look, one font everywhere, and stamps that cannot be lost."""

import contextlib
import textwrap
from collections.abc import Iterator, Sequence
from importlib import resources

import matplotlib as mpl
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing

from results.figures.wording import wrapped
from results.pack import Pack

DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
)
MID_BLUE, LIGHT_BLUE, PALE_BLUE = "#2073BC", "#6BACE6", "#BFDBF2"
PALE_ORANGE, MID_GREY, PALE_GREY = "#FBC9AE", "#767676", "#EFEFEF"
"""The Analysis Function's colours, with two tints for maps."""

SMALL, NORMAL, LARGE = 9.5, 10.5, 12.0
"""Sizes in points on a picture 11 inches wide; nothing is smaller."""

WIDTH_IN = 11.0
TALLEST_SHEET_IN = 9.0
"""Of a picture: printed beside its words on A4 on its side, its small letters are then seven points.

What is taller is cut into sheets between its rows; maps are drawn no taller.
"""
STAMP_IN = 0.42
FOOT_IN = 0.4
NAME_IN, NAME_LETTERS, LINE_IN = 1.75, 17, 0.18
"""Room for the options' titles on the left, and how many letters a line holds."""


@contextlib.contextmanager
def house_style() -> Iterator[None]:
    """Charts as the Analysis Function sets them, in the one font that comes with matplotlib.

    The font is fixed so that a picture is the same on every machine and labels that do not collide
    here collide nowhere. In SVG the words stay words, to be read aloud, searched and edited.
    """
    sheet = str(resources.files("afcharts").joinpath("afcharts.mplstyle"))
    ours = {
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": NORMAL,
        "axes.titlesize": NORMAL,
        "axes.labelsize": NORMAL,
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "hatch.linewidth": 0.7,
        "svg.hashsalt": "bluelight",
        "svg.fonttype": "none",
        "path.simplify": True,
    }
    with mpl.style.context([sheet, ours]):
        yield


STAMP_LETTER_IN, LETTER_IN = 0.09, 0.071
"""The width of a letter of the stamp, and of one of the head beside it."""


def sheet_of(pack: Pack, height_in: float, number: str) -> Drawing:
    """An empty picture with the stamps above and the attribution below."""
    drawing = Drawing(figsize=(WIDTH_IN, height_in))
    FigureCanvasAgg(drawing)
    stamp = " · ".join(pack.stamps)
    room = int((WIDTH_IN - 0.7 - STAMP_LETTER_IN * len(stamp)) / LETTER_IN) - 3
    if stamp:
        drawing.text(
            1 - 0.12 / WIDTH_IN,
            1 - 0.08 / height_in,
            stamp,
            ha="right",
            va="top",
            fontsize=NORMAL,
            fontweight="bold",
            color=DARK_PINK,
            bbox={"boxstyle": "square,pad=0.3", "facecolor": "white", "edgecolor": DARK_PINK},
        )
    drawing.text(
        0.12 / WIDTH_IN,
        1 - 0.1 / height_in,
        f"{number} · {textwrap.shorten(pack.title, max(room - len(number), 20), placeholder='…')}",
        fontsize=SMALL,
        va="top",
        color=DARK_GREY,
    )
    drawing.text(
        0.12 / WIDTH_IN,
        0.03 / height_in,
        wrapped(pack.region.attribution, 150),
        fontsize=SMALL,
        va="bottom",
        color=DARK_GREY,
    )
    return drawing


def names_beside(drawing: Drawing, titles: Sequence[str], top_in: float, row_in: float) -> None:
    """Option titles down the left side, each wrapped within its own row."""
    height = drawing.get_size_inches()[1]
    for row, title in enumerate(titles):
        drawing.text(
            0.12 / WIDTH_IN,
            (top_in - (row + 0.5) * row_in) / height,
            wrapped(title, NAME_LETTERS, int(row_in / LINE_IN)),
            va="center",
            fontweight="bold",
            fontsize=SMALL + 0.5,
        )


def axes_at(drawing: Drawing, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes placed in inches from the picture's lower left corner."""
    across, up = drawing.get_size_inches()
    return drawing.add_axes((left / across, bottom / up, width / across, height / up))


def look(way: int) -> tuple[str, str, str]:
    """Colour, marker and fill: better a blue disc, worse a pink diamond, neither a hollow ring."""
    if way > 0:
        return DARK_BLUE, "o", DARK_BLUE
    return (DARK_PINK, "D", DARK_PINK) if way else (MID_GREY, "o", "white")
