"""Figure 16: hours of one run on a map. The page lets them move; other formats show one moment."""

from __future__ import annotations

from datetime import timedelta

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D

from results.figures.figure import Figure
from results.figures.furniture import furniture
from results.figures.ground import (
    Box,
    beyond_words,
    extent,
    lay_out,
    mark_stations,
    station_states,
    stations,
)
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    FOOT_IN,
    NORMAL,
    ORANGE,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import counted, wrapped
from results.pack import Pack
from results.replay_data import replay_json
from results.replayed import HOME, OFF_THE_RUN, OptionShown, Replay

SEA_GREEN = "#1B7A71"
LOOKS = {
    "fire": ("s", DARK_PINK, "F"),
    "ambulance": ("o", SEA_GREEN, "A"),
    "police": ("D", DARK_BLUE, "P"),
}
"""A vehicle's shape, colour and letter by its service; the page has the same."""
GAP_IN, KEY_IN, NAME_IN, TALLEST_IN = 0.14, 0.75, 0.5, 6.9


def replay(pack: Pack) -> Figure:
    """The moment at which most vehicles are out, before and under an option; and all hours for the page."""
    shown = pack.replay
    assert shown is not None
    with house_style():
        drawing = _drawing(pack, shown)
    day = f"{shown.begins:%A} {shown.begins.day} {shown.begins:%B %Y}"
    whole = round(shown.length_s / 3600)
    hours = {24: "A day", 1: "An hour"}.get(whole, counted(whole, "hour"))
    title = (
        f"{hours} on the map: {day}, {counted(shown.rung, 'call')}, {counted(shown.moved, 'vehicle')} sent to "
        "them. One replication: an illustration, not evidence"
    )
    return Figure("replay", "16", title, _alt(pack, shown), _note(pack, shown), drawing,
                  replay_json(pack, shown))  # fmt: skip


def moment(shown: Replay) -> str:
    """The time of day that is drawn."""
    return f"{shown.begins + timedelta(seconds=shown.shown_at_s):%H:%M}"


def _drawn(shown: Replay) -> list[OptionShown]:
    """The baseline and the last of the options."""
    return [shown.options[0], *shown.options[1:][-1:]]


def _drawing(pack: Pack, shown: Replay) -> Drawing:
    box, panels = extent(pack), _drawn(shown)
    wide = (WIDTH_IN - 0.24 - GAP_IN * (len(panels) - 1)) / len(panels)
    tall = min(wide * (box[3] - box[1]) / (box[2] - box[0]), TALLEST_IN)
    drawing = sheet_of(pack, STAMP_IN + NAME_IN + tall + KEY_IN + FOOT_IN, "Figure 16")
    options = {option.name: option for option in pack.options}
    for place, option in enumerate(panels):
        left = 0.12 + place * (wide + GAP_IN)
        axes = axes_at(drawing, left, FOOT_IN + KEY_IN, wide, tall)
        lay_out(axes, pack, box)
        _vehicles(axes, shown, option, box)
        mine = options[option.name]
        sites = stations(pack, "fire", box)
        kept = [] if place else furniture(axes, pack, sites)
        mark_stations(axes, sites, station_states(pack, mine), SMALL, kept)
        axes.set_title(
            f"{wrapped(mine.title, 100 // len(panels), 1)} · {moment(shown)}",
            loc="left", fontsize=NORMAL, fontweight="bold",
        )  # fmt: skip
    drawing.legend(
        handles=_key(shown), loc="lower left", ncols=3, frameon=False, fontsize=SMALL,
        bbox_to_anchor=(0.008, FOOT_IN / drawing.get_size_inches()[1]),
    )  # fmt: skip
    return drawing


def _vehicles(axes: Axes, shown: Replay, option: OptionShown, box: Box) -> None:
    """Vehicles that are out, and calls that are open, at the moment drawn."""
    for number, attended in option.open_calls(shown, shown.shown_at_s).items():
        call = shown.calls[number]
        axes.plot(call.easting, call.northing, marker="o", markersize=15, color=ORANGE, zorder=4,
                  markerfacecolor="none", markeredgewidth=1.2 if attended else 3.0, linestyle="none")  # fmt: skip
    for unit, (doing, xy, _) in option.where(shown, shown.shown_at_s).items():
        if doing in (HOME, OFF_THE_RUN) or not (
            box[0] < xy[0] < box[2] and box[1] < xy[1] < box[3]
        ):
            continue
        marker, colour, _ = LOOKS[shown.vehicles[unit].service]
        axes.plot(*xy, marker=marker, markersize=7.5, markerfacecolor=colour, zorder=5.5,
                  markeredgecolor="white", linestyle="none")  # fmt: skip


def _key(shown: Replay) -> list[Line2D]:
    """What marks vehicles and calls."""
    words = {
        service: Line2D([], [], marker=marker, color=colour, linestyle="none", markersize=8,
                        label=f"{service} vehicle that is out")
        for service, (marker, colour, _) in LOOKS.items()
        if any(vehicle.service == service for vehicle in shown.vehicles)
    }  # fmt: skip
    rings = [
        Line2D([], [], marker="o", color=ORANGE, markerfacecolor="none", markersize=12,
               markeredgewidth=width, linestyle="none", label=label)
        for width, label in ((3.0, "call, nobody there yet"), (1.2, "call, somebody there"))
    ]  # fmt: skip
    station = Line2D([], [], marker="s", color="black", linestyle="none", markersize=5.5,
                     markeredgecolor=DARK_GREY, label="fire station")  # fmt: skip
    return [*words.values(), *rings, station]


def _alt(pack: Pack, shown: Replay) -> str:
    """The moment drawn, in numbers."""
    titles = {option.name: option.title for option in pack.options}
    told = []
    for option in _drawn(shown):
        calls = option.open_calls(shown, shown.shown_at_s)
        doing = option.where(shown, shown.shown_at_s).values()
        out = sum(one not in (HOME, OFF_THE_RUN) for one, _, _ in doing)
        waiting = sum(not attended for attended in calls.values())
        told.append(
            f"“{titles[option.name]}” has {counted(out, 'vehicle')} out and {counted(len(calls), 'call')} open, at "
            f"{waiting} of which nobody has arrived yet"
        )
    return f"A map at {moment(shown)}, one moment of the replay. In the whole region {'; '.join(told)}."


def _note(pack: Pack, shown: Replay) -> str:
    """How the hours were chosen, what is not known, whose ground it is."""
    ways = (
        "No roads are known here: vehicles are shown on straight lines at an even pace. "
        if shown.straight
        else "Vehicles go along the model’s roads, straight from node to node; lanes are not drawn. "
    )
    beats = any(vehicle.on_beat for vehicle in shown.vehicles)
    patrol = (
        "Where on its beat a vehicle on patrol is, the log does not say: it is shown where it was last. "
        if beats
        else ""
    )
    return (
        "In report.html these hours can be played, and the story of each call and vehicle read; elsewhere it is one "
        f"moment. From the log of replication {shown.replication + 1} of {_played(pack)}. {shown.how_chosen} {ways}"
        f"{patrol}{' '.join((*shown.missing, ''))}{beyond_words(pack)}{pack.region.attribution}"
    )


def _played(pack: Pack) -> int:
    """How many replications there were."""
    return int(pack.measures["replication"].nunique()) if len(pack.measures) else 1
