"""Figure 2 can be read: its letters are large, each mark stands in its own column, many options go on overleaf."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from results.figures import Figure, draw_all
from results.pack import Pack
from tests.made_up_pack import pack


def sheets_of(whole: Pack) -> list[Figure]:
    return [item for item in draw_all(whole, ("summary",)) if isinstance(item, Figure)]


def test_words_of_figure_2_are_no_wider_than_their_columns() -> None:
    """With the columns and options of a whole study no cell runs into its neighbour or out of its row."""
    for figure in sheets_of(pack(3, 6, 50)):
        drawing = figure.drawing
        FigureCanvasAgg(drawing).draw()
        boxes = [axes.get_window_extent() for axes in drawing.axes[:-1]]
        gap = boxes[1].x0 - boxes[0].x1
        assert gap >= 0.19 * drawing.dpi
        for axes, box in zip(drawing.axes[:-1], boxes, strict=True):
            down = axes.transData.transform([(0, y) for y in rows_of(axes)])[:, 1]
            for text in axes.texts:
                said = text.get_window_extent()
                assert said.width <= box.width + gap * 0.9, text.get_text()
                assert (down > said.y1 - 1).sum() == (down > said.y0 + 1).sum(), text.get_text()


def rows_of(axes: Axes) -> list[float]:
    """Where the lines between the rows of a column lie."""
    lines = next(c for c in axes.collections if len(c.get_paths()) > 1)
    return [float(path.vertices[0, 1]) for path in lines.get_paths()]


def test_no_mark_of_figure_2_touches_the_border_of_its_column() -> None:
    """Markers and whiskers, with their own size, stay inside the gutters: nobody asks whose they are."""
    for figure in sheets_of(pack(3, 6, 50)):
        figure.drawing.draw_without_rendering()
        for axes in figure.drawing.axes[:-1]:
            box = axes.get_window_extent()
            for line in axes.lines:
                across = axes.transData.transform(line.get_xydata())[:, 0]
                size = line.get_markersize() / 72 * figure.drawing.dpi
                assert across.min() - size > box.x0 - 0.02 * figure.drawing.dpi
                assert across.max() + size < box.x1 + 0.02 * figure.drawing.dpi


def test_figure_2_of_many_options_goes_on_under_the_same_headings_and_scales() -> None:
    """Fourteen options on several sheets, each option once, the baseline and the headings on each."""
    whole = of_many(14)
    sheets = sheets_of(whole)
    assert [sheet.name for sheet in sheets][:2] == ["summary", "summary_2"]
    assert {sheet.number for sheet in sheets[1:]} == {"2 (continued)"}
    assert all(sheet.drawing.get_figheight() <= 7.7 for sheet in sheets)
    heads = [[t.get_text() for t in s.drawing.texts if t.get_weight() == "bold"] for s in sheets]
    scales = [[axes.get_xlim() for axes in s.drawing.axes[:-1]] for s in sheets]
    told = [title.split(".")[0] for head in heads for title in head if title[:1].isdigit()]
    assert told == [str(number) for number in range(1, 15)]
    assert all(whole.baseline.title.split()[0] in " ".join(head) for head in heads)
    assert all(scale == scales[0] for scale in scales)
    for sheet in sheets:
        small = [text.get_fontsize() for text in sheet.drawing.findobj(Text) if text.get_text()]
        assert sorted(small)[1] >= 9.5  # but for the attribution, which the note repeats


def of_many(options: int) -> Pack:
    """A pack of so many options beside the baseline, with the numbers of six."""
    whole = pack(3, 6, 50)
    kinds = whole.proposals
    new = [
        replace(
            kinds[n % len(kinds)],
            name=f"{kinds[n % len(kinds)].name}_{n}",
            title=f"{n + 1}. Way {n + 1} of doing it",
        )
        for n in range(options)
    ]
    tables = {}
    for name in ("measures", "differences", "costs"):
        table = getattr(whole, name)
        key = "option" if name == "differences" else "scenario"
        parts = [table[table[key] == whole.baseline.name]]
        parts += [
            table[table[key] == kinds[n % len(kinds)].name].assign(**{key: one.name})
            for n, one in enumerate(new)
        ]
        tables[name] = pd.concat(parts, ignore_index=True)
    return replace(whole, options=(whole.baseline, *new), **tables)
