"""Figure 3: the median first attendance by zone, before and after, and who crosses."""

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from results.figures.chance import played_once
from results.figures.figure import Figure
from results.figures.furniture import furniture
from results.figures.gainers import (
    NOTICEABLE_S,
    Ground,
    crossing,
    crossing_finding,
    crossing_words,
    ground,
    people_in,
    range_words,
)
from results.figures.ground import (
    CLOSES,
    MARKS,
    OPENS,
    STANDS,
    Box,
    beyond_words,
    cover,
    extent,
    lay_out,
    mark_stations,
    paint,
    squares,
    station_states,
    stations,
)
from results.figures.reading import headline_standard, replications
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    LIGHT_BLUE,
    NORMAL,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    SMALL,
    STAMP_IN,
    TALLEST_SHEET_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import counted, minutes, named, together, wrapped
from results.pack import Option, Pack

BANDS = (("#2073BC", ""), (PALE_BLUE, ""), (PALE_ORANGE, "//"), ("#F79B6E", "xx"))
"""Up to half the limit, up to the limit, up to half as much again, beyond."""
GAP_IN, KEY_IN, NAME_IN = 0.14, 0.98, 0.8
LONE_IN = 6.6
"""The height of a map that stands alone."""
NOBODY, EMPTY = "#BDBDBD", "#FFFFFF"


class Sheet:
    """What every panel of the maps shares, worked out once."""

    def __init__(self, pack: Pack, there: Ground) -> None:
        self.pack, self.there = pack, there
        self.box: Box = extent(pack)
        self.corners = squares(pack)
        standard = headline_standard(pack)
        self.sites = stations(pack, standard.service if standard else "fire", self.box)
        self.tall = (self.box[3] - self.box[1]) / (self.box[2] - self.box[0])
        east, north = pack.region.zones.easting, pack.region.zones.northing
        self.shown: NDArray[np.bool_] = (
            (east > self.box[0] - 2000)
            & (east < self.box[2] + 2000)
            & (north > self.box[1] - 2000)
            & (north < self.box[3] + 2000)
        )

    def bands(
        self, axes: Axes, option: Option, size: float = SMALL, *, furnished: bool = False
    ) -> None:
        """One option's median response in four bands; land where nobody lives is grey."""
        lay_out(axes, self.pack, self.box, EMPTY)
        median_s, limit_s = self.there.median_s[option.name], self.there.limit_s
        edges = (0.0, limit_s / 2, limit_s, 1.5 * limit_s, np.inf)
        for place, (colour, hatch) in enumerate(BANDS):
            inside = (median_s > edges[place]) & (median_s <= edges[place + 1])
            paint(axes, self.corners, inside & self.shown, colour, hatch)
        paint(axes, self.corners, np.isnan(median_s) & self.shown, NOBODY, "++")
        self._mark(axes, option, size, furnished=furnished)

    def change(
        self, axes: Axes, option: Option, size: float = SMALL, *, furnished: bool = False
    ) -> None:
        """Sooner blue, later orange and dotted; hatched where the standard is crossed."""
        lay_out(axes, self.pack, self.box)
        cross = crossing(self.there, option, self.pack.baseline)
        paint(axes, self.corners, (cross.change_s <= -NOTICEABLE_S) & self.shown, LIGHT_BLUE)
        paint(axes, self.corners, (cross.change_s >= NOTICEABLE_S) & self.shown, ORANGE, "...")
        cover(axes, self.corners, cross.enters & self.shown, "////", DARK_BLUE)
        cover(axes, self.corners, cross.leaves & self.shown, "xxxx", DARK_PINK)
        self._mark(axes, option, size, furnished=furnished)

    def _mark(self, axes: Axes, option: Option, size: float, *, furnished: bool) -> None:
        """Scale bar and north arrow where a panel has them, and the stations."""
        kept = furniture(axes, self.pack, self.sites) if furnished else []
        mark_stations(axes, self.sites, station_states(self.pack, option), size, kept)

    def words(self, option: Option) -> str:
        """How many cross, for the head of a panel."""
        cross = crossing(self.there, option, self.pack.baseline)
        enters, leaves = people_in(self.there, cross.enters), people_in(self.there, cross.leaves)
        return crossing_words(enters, leaves, minutes(self.there.limit_s))

    def key_of_bands(self) -> list[Patch | Line2D]:
        """Handles for the four bands."""
        limit_s = self.there.limit_s
        half, more = minutes(limit_s / 2), minutes(limit_s * 1.5)
        words = (
            f"up to {half}",
            f"{half} to {minutes(limit_s)}",
            f"{minutes(limit_s)} to {more} (beyond)",
            f"over {more}",
        )
        looks = (*BANDS, (EMPTY, ""))
        return [
            Patch(facecolor=colour, edgecolor=DARK_GREY, hatch=hatch, linewidth=0.4, label=word)
            for (colour, hatch), word in zip(looks, (*words, "nobody lives there"), strict=True)
        ]

    def key_of_change(self) -> list[Patch | Line2D]:
        """Handles for sooner, later and who crosses."""
        limit, least = minutes(self.there.limit_s), minutes(NOTICEABLE_S)
        return [
            Patch(facecolor=LIGHT_BLUE, label=f"{least} or more sooner"),
            Patch(
                facecolor=ORANGE,
                edgecolor=DARK_GREY,
                hatch="...",
                linewidth=0.2,
                label=f"{least} or more later",
            ),
            Patch(
                facecolor="white", edgecolor=DARK_BLUE, hatch="////", label=f"comes inside {limit}"
            ),
            Patch(
                facecolor="white", edgecolor=DARK_PINK, hatch="xxxx", label=f"drops outside {limit}"
            ),
            Patch(facecolor="white", edgecolor=DARK_GREY, linewidth=0.4, label="no such change"),
        ]


def drawn(pack: Pack) -> tuple[Option, ...]:
    """The options that the maps draw: those that the study compares, each map only once."""
    chosen = [option for option in pack.proposals if option.name in pack.compare]
    there, found = ground(pack), list[Option]()
    for option in chosen or pack.proposals:
        if there is None or not any(same_map(there, option, other) for other in found):
            found.append(option)
    return tuple(found)


def changing(pack: Pack) -> tuple[Option, ...]:
    """Of those, the options that have a map of change: an empty one shows nobody anything."""
    there = ground(pack)
    if there is None:
        return drawn(pack)
    return tuple(o for o in drawn(pack) if not same_map(there, o, pack.baseline))


def no_change_words(pack: Pack, there: Ground) -> str:
    """That no zone changes under some options, so that no map is drawn of them; nothing where all change some."""
    still = [o.title for o in pack.proposals if same_map(there, o, pack.baseline)]
    if not still:
        return ""
    least, limit = minutes(NOTICEABLE_S), minutes(there.limit_s)
    if len(still) == len(pack.proposals):
        said = f"Under no option does any zone’s median change by {least} or cross {limit}"
    else:
        under = " or ".join(map(named, still))
        said = f"Under {under} no zone’s median changes by {least} or crosses {limit}"
    if played_once(pack):
        said = f"In the one replication played, from which nothing can be told: {said[:1].lower()}{said[1:]}"
    return f"{said}, so no map of change is drawn."


def same_map(there: Ground, one: Option, other: Option) -> bool:
    """Whether no zone differs by a noticeable time between two options, and none crosses the limit."""
    a, b = there.median_s[one.name], there.median_s[other.name]
    near = np.abs(np.nan_to_num(a, nan=1e9) - np.nan_to_num(b, nan=1e9)) < NOTICEABLE_S
    return bool(near.all() and ((a <= there.limit_s) == (b <= there.limit_s)).all())


def others_alike(pack: Pack, there: Ground, option: Option) -> str:
    """The options whose map would be the same, as a sentence; nothing where there are none."""
    same = [
        other.title
        for other in pack.proposals
        if other is not option and same_map(there, option, other)
    ]
    if not same:
        return ""
    said = together(same, 0) if len(same) > 1 else named(same[0])
    return f"The map is the same under {said[:1].lower()}{said[1:]}."


def response_map(pack: Pack) -> Figure:
    """The baseline beside the change under each option that the study compares."""
    there = ground(pack)
    if there is None:
        return _empty(pack, "response_map", "3")
    with house_style():
        sheet = Sheet(pack, there)
        options = changing(pack)
        panels = 1 + len(options)
        across = min(3, panels) if panels != 4 else 2
        wide = min((WIDTH_IN - 0.24 - GAP_IN * (across - 1)) / across, 5.2 / min(sheet.tall, 1.4))
        if panels == 1:  # large, and in the middle
            wide = min(WIDTH_IN - 0.24, LONE_IN / sheet.tall)
        down = -(-panels // across)
        room = (TALLEST_SHEET_IN - STAMP_IN - KEY_IN - FOOT_IN) / down - NAME_IN - GAP_IN
        wide = min(wide, room / sheet.tall)
        first = 0.12 if panels > 1 else (WIDTH_IN - wide) / 2
        tall = wide * sheet.tall
        height = STAMP_IN + down * (tall + NAME_IN + GAP_IN) + KEY_IN + FOOT_IN
        drawing = sheet_of(pack, height, "Figure 3")
        for place, option in enumerate((pack.baseline, *options)):
            left = first + (place % across) * (wide + GAP_IN)
            top = height - STAMP_IN - (place // across) * (tall + NAME_IN + GAP_IN)
            axes = axes_at(drawing, left, top - NAME_IN - tall, wide, tall)
            _panel(drawing, sheet, axes, option, wide)
        _key(drawing, sheet, height)
    alike = " ".join(
        f"{named(o.title)}: {said}" for o in options if (said := others_alike(pack, there, o))
    )
    note = " ".join(filter(None, (no_change_words(pack, there), alike, _note(pack, bool(options)))))
    return Figure(
        "response_map", "3", crossing_finding(pack, there), _alt(pack, sheet), note, drawing
    )


def _panel(drawing: Drawing, sheet: Sheet, axes: Axes, option: Option, wide: float) -> None:
    if option is not sheet.pack.baseline:
        sheet.change(axes, option, SMALL)
        _head(drawing, axes, option.title, sheet.words(option).replace(", ", ",\n"), wide)
        return
    sheet.bands(axes, option, SMALL, furnished=True)
    limit = minutes(sheet.there.limit_s)
    words = f"median first fire engine;\nbeyond {limit} hatched"
    _head(drawing, axes, f"Now: {option.title}", words, wide)


def option_map(pack: Pack, option: Option) -> Figure:
    """One option large: the change, with before and after beside it."""
    number = f"3.{pack.options.index(option)}"
    name = f"response_map_{option.name}"
    there = ground(pack)
    if there is None:
        return _empty(pack, name, number)
    with house_style():
        sheet = Sheet(pack, there)
        small = (WIDTH_IN - 0.24 - GAP_IN - (NAME_IN + GAP_IN) / sheet.tall) / 3
        room = (TALLEST_SHEET_IN - STAMP_IN - GAP_IN - KEY_IN - FOOT_IN) / 2 - NAME_IN
        small = min(small, room / sheet.tall)
        tall = small * sheet.tall
        large = 2 * small + (NAME_IN + GAP_IN) / sheet.tall
        height = STAMP_IN + 2 * (tall + NAME_IN) + GAP_IN + KEY_IN + FOOT_IN
        drawing = sheet_of(pack, height, f"Figure {number}")
        top = height - STAMP_IN - NAME_IN
        main = axes_at(drawing, 0.12, top - large * sheet.tall, large, large * sheet.tall)
        sheet.change(main, option, NORMAL, furnished=True)
        _head(drawing, main, f"Change under {named(option.title)}", sheet.words(option), large)
        for place, (shown, word) in enumerate(((pack.baseline, "Before"), (option, "After"))):
            base = top - tall - place * (tall + NAME_IN + GAP_IN)
            axes = axes_at(drawing, 0.12 + large + GAP_IN, base, small, tall)
            sheet.bands(axes, shown, SMALL)
            _head(drawing, axes, f"{word}: {shown.title}", "median first fire engine", small)
        _key(drawing, sheet, height)
    title = (
        f"Under {named(option.title)}, by the usual (median) time where they live, {sheet.words(option)}; the net "
        f"change could be {range_words(there, option, pack.baseline)} if all times were a minute out"
    )
    alt = (
        "Three maps. The largest shows where the first fire engine would come sooner or "
        "later under "
        f"{option.title}, and hatches the zones that cross the {minutes(there.limit_s)} standard: "
        f"{sheet.words(option)}. Two smaller maps show the median before and after."
    )
    note = f"{others_alike(pack, there, option)} {_note(pack)}".strip()
    return Figure(name, number, title, alt, note, drawing)


def _head(drawing: Drawing, axes: Axes, bold: str, plain: str, wide: float) -> None:
    height = drawing.get_size_inches()[1]
    box = axes.get_position()
    lines = plain.count("\n") + 1
    drawing.text(
        box.x0,
        box.y1 + (0.11 + 0.16 * lines) / height,
        wrapped(bold, int(wide * 10.2), 2),
        va="bottom",
        fontweight="bold",
        fontsize=SMALL,
        linespacing=1.1,
    )
    drawing.text(box.x0, box.y1 + 0.08 / height, plain, fontsize=SMALL)


def _key(drawing: Drawing, sheet: Sheet, height: float) -> None:
    words = {STANDS: "fire station", OPENS: "opens", CLOSES: "closes"}
    states = {s for option in (sheet.pack.baseline, *changing(sheet.pack))
              for s in station_states(sheet.pack, option).values()}  # fmt: skip
    marks: list[Patch | Line2D] = [
        Line2D([], [], linestyle="none", label=word, **MARKS[state])
        for state, word in words.items()
        if state in states
    ]
    rows = (
        ("Median", sheet.key_of_bands()),
        *((("Change", sheet.key_of_change()),) if changing(sheet.pack) else ()),
        ("Stations", marks),
    )
    for place, (word, handles) in enumerate(rows):
        bottom = (FOOT_IN + KEY_IN - 0.06 - 0.3 * (place + 0.5)) / height
        drawing.text(0.12 / WIDTH_IN, bottom, word, fontsize=SMALL, fontweight="bold", va="center")
        drawing.legend(
            handles=handles,
            loc="center left",
            ncols=5,
            fontsize=SMALL,
            bbox_to_anchor=(1.0 / WIDTH_IN, bottom),
            borderaxespad=0,
            borderpad=0,
            handlelength=2.2,
            handleheight=1.2,
            columnspacing=1.3,
        )


def _boundless(pack: Pack) -> str:
    """That a region has no boundary, where it has none."""
    none = shapely.is_empty(pack.region.outline)
    return "The region has no boundary, so that neither border nor coast is drawn. " if none else ""


def _note(pack: Pack, change: bool = True) -> str:
    white = f"Left white on maps of change: under {minutes(NOTICEABLE_S)}, or nobody lives there. "
    return (
        "Each square is a zone. Its time is the expected first fire engine given who is really "
        "available hour by hour, the median averaged over "
        f"{counted(replications(pack), 'replication')}. "
        f"{white if change else ''}"
        "Medians of "
        f"single zones carry no interval. Names are shown where there is room. {_boundless(pack)}{beyond_words(pack)}"
        "British National Grid. "
        f"{pack.region.attribution}"
    )


def _alt(pack: Pack, sheet: Sheet) -> str:
    options = changing(pack)
    if not options:
        still = no_change_words(pack, sheet.there)
        return f"A map of {pack.region.title}: the median time of the first fire engine now. {still}".strip()
    said = " ".join(f"{option.title}: {sheet.words(option)}." for option in options)
    return (
        f"Maps of {pack.region.title}: the median time of the first fire engine now, and "
        "one map an "
        f"option of where it would come sooner or later, with the zones hatched that cross the "
        f"{minutes(sheet.there.limit_s)} standard. {said}"
    )


def _empty(pack: Pack, name: str, number: str) -> Figure:
    with house_style():
        drawing = sheet_of(pack, 2.0, f"Figure {number}")
        drawing.text(0.5, 0.45, "Response by zone was not measured.", ha="center")
    return Figure(
        name,
        number,
        "Response by zone was not measured",
        "An empty frame: no zones.",
        _note(pack),
        drawing,
    )
