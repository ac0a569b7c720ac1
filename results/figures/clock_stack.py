"""Figure 6: where the minutes go, from the call to the first arrival: handling, waiting, turnout, drive."""

from dataclasses import dataclass
from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Patch

from results.figures.figure import Figure, Rows
from results.figures.foremost import stands_out
from results.figures.moved_calls import moved_calls
from results.figures.reading import Gap, Reading, headline_standard, reading_of, replications
from results.figures.response_map import drawn
from results.figures.study_area import change_words, first_on_clock
from results.figures.style import (
    DARK_BLUE,
    DARK_GREY,
    FOOT_IN,
    LIGHT_BLUE,
    PALE_BLUE,
    PALE_ORANGE,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    sheet_of,
)
from results.figures.wording import (
    UNCERTAINTY,
    clock,
    counted,
    joined,
    known,
    minutes,
    named,
    sentence,
    together,
    wrapped,
)
from results.pack import Option, Pack, Standard

PHASES = {
    "handling": ("call handling", PALE_BLUE, "", "black"),
    "waiting": ("waiting: triage, pass between controls, nobody free", PALE_ORANGE, "///", "black"),
    "turnout": ("turnout", LIGHT_BLUE, "", "black"),
    "driving": ("drive", DARK_BLUE, "", "white"),
}
"""By phase: its words, its fill, its hatch and the colour of its letters."""
SHORT = {
    "handling": "call handling",
    "waiting": "waiting",
    "turnout": "turnout",
    "driving": "drive",
}
NAMES_IN, BARS_IN = 3.0, 5.1
HEAD_IN, GAP_IN, KEY_IN = 0.38, 0.12, 0.5
LINE_IN, LEAST_ROW_IN = 0.165, 0.4
MOST_CLOCKS, MOST_ROWS = 4, 5
LETTER_IN = 0.085
"""Of a value inside a bar; a part that has no room for its value has it told beside the bar."""


@dataclass(frozen=True)
class Bar:
    """One row: the options that it is of, seconds by phase, and how the whole changes."""

    title: str
    options: tuple[Option, ...]
    seconds: dict[str, float]
    gap: Gap | None
    few: str = ""
    """Why nothing can be said of the change, where too few calls change."""

    @property
    def whole_s(self) -> float:
        """The parts together."""
        return sum(self.seconds.values())


@dataclass(frozen=True)
class Block:
    """The bars of one clock."""

    standard: Standard
    bars: tuple[Bar, ...]

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self.standard.title

    @property
    def clock(self) -> str:
        """The clock that it is of."""
        return self.standard.clock


def clock_stack(pack: Pack) -> Figure:
    """Bars by clock and option, each part with its value: of the fire engine, and of the police."""
    return _figure(pack, "clock_stack", "6", timed_standards(pack, reading_of(pack)))


def clock_stack_ambulance(pack: Pack) -> Figure:
    """The same of the ambulance's categories."""
    return _figure(
        pack, "clock_stack_ambulance", "6a", timed_standards(pack, reading_of(pack), "ambulance")
    )


def _figure(pack: Pack, name: str, number: str, standards: list[Standard]) -> Figure:
    reading = reading_of(pack)
    blocks = blocks_of(pack, reading, standards)
    return Figure(
        name,
        number,
        _finding(pack, reading, blocks),
        _alt(blocks),
        f"Means over counted calls that were reached, and over {counted(replications(pack), 'replication')}, of the "
        "unit that came first; the parts add to the mean. What lies before a clock starts is not in its bar. Waiting "
        "is from when the call was coded until that unit was sent. Options with the same figures share a row"
        f"{_left_out(pack)}. Differences are of the whole time, paired, with their {UNCERTAINTY}. "
        f"{pack.region.attribution}",
        _drawing(pack, blocks, number),
        rows=_blocks_end(blocks),
    )


def timed_standards(pack: Pack, reading: Reading, service: str = "") -> list[Standard]:
    """The standards of a service whose clocks have phases, a clock once; else of all but the ambulance's.

    Of the fire service the headline one alone, which the maps speak of too.
    """
    head = headline_standard(pack)
    found: dict[str, Standard] = {}
    for standard in pack.standards:
        mine = standard.service == service if service else standard.service != "ambulance"
        other_fire = standard.service == "fire" and standard is not head
        keys = {"clock": standard.clock, "basis": "driving"}
        if (
            mine
            and not other_fire
            and known(reading.value("phase_mean_s", pack.baseline.name, **keys))
        ):
            found.setdefault(standard.clock, standard)
    return list(found.values())[:MOST_CLOCKS]


def shown_options(pack: Pack) -> tuple[Option, ...]:
    """All options, or where they are many those that the maps compare."""
    return pack.proposals if len(pack.proposals) <= MOST_ROWS else drawn(pack)[:MOST_ROWS]


def blocks_of(pack: Pack, reading: Reading, standards: list[Standard]) -> list[Block]:
    """The bars of each clock, options with the same printed parts together."""
    found = []
    for standard in standards:
        alike: dict[tuple[str, ...], list[Option]] = {}
        for option in shown_options(pack):
            parts = phases(reading, standard, option)
            if parts:
                change = _change(_gap(reading, standard, option), _few(pack, standard, option))
                key = (*(clock(seconds) for seconds in parts.values()), change)
                alike.setdefault(key, []).append(option)
        now = Bar("Now", (pack.baseline,), phases(reading, standard, pack.baseline), None)
        bars = [now, *(_bar(pack, reading, standard, like) for like in alike.values())]
        found.append(Block(standard, tuple(bars)))
    return found


def _bar(pack: Pack, reading: Reading, standard: Standard, like: list[Option]) -> Bar:
    title = together([option.title for option in like], len(pack.proposals))
    gap = _gap(reading, standard, like[0])
    few = _few(pack, standard, like[0])
    return Bar(title, tuple(like), phases(reading, standard, like[0]), gap, few)


def _gap(reading: Reading, standard: Standard, option: Option) -> Gap:
    """The change in the whole time."""
    keys = {"service": standard.service, "clock": standard.clock}
    return reading.gap("response_mean_s", option.name, **keys)


def _few(pack: Pack, standard: Standard, option: Option) -> str:
    """Why nothing can be said of an option's mean on a standard's clock, where too few calls change."""
    rows = first_on_clock(pack, standard.service, standard.clock)
    return moved_calls(rows, option, pack.baseline).too_few if len(rows) else ""


def _change(gap: Gap, few: str) -> str:
    """The change in words; one of less than half a second either way is none to speak of."""
    if few:
        return f"too few to tell ({few})"
    tiny = gap.has_interval and round(gap.low) == round(gap.high) == 0 and gap.low < gap.high
    return "no change to speak of" if tiny else change_words(gap)


def phases(reading: Reading, standard: Standard, option: Option) -> dict[str, float]:
    """Mean seconds of each phase on a standard's clock; nothing where they were not measured."""
    found = {
        phase: reading.value("phase_mean_s", option.name, clock=standard.clock, basis=phase)
        for phase in PHASES
    }
    return found if all(known(seconds) for seconds in found.values()) else {}


def _longest_s(blocks: list[Block]) -> float:
    """The longest bar of all."""
    return max((bar.whole_s for block in blocks for bar in block.bars), default=1.0) or 1.0


def _blocks_end(blocks: list[Block]) -> Rows | None:
    """The picture can be cut below each block."""
    longest = _longest_s(blocks)
    high = [HEAD_IN + _row_in(one, longest) * len(one.bars) + GAP_IN for one in blocks]
    return Rows(STAMP_IN, tuple(STAMP_IN + end for end in accumulate(high))) if high else None


def _drawing(pack: Pack, blocks: list[Block], number: str) -> Drawing:
    longest = _longest_s(blocks)
    rows = [_row_in(block, longest) for block in blocks]
    tall = [row * len(block.bars) for row, block in zip(rows, blocks, strict=True)]
    height = STAMP_IN + sum(HEAD_IN + one + GAP_IN for one in tall) + KEY_IN + FOOT_IN
    with house_style():
        drawing = sheet_of(pack, height, f"Figure {number}")
        top = height - STAMP_IN
        for block, row_in, high in zip(blocks, rows, tall, strict=True):
            drawing.text(
                0.12 / WIDTH_IN, (top - HEAD_IN + 0.1) / height, wrapped(block.heading, 100, 1),
                fontweight="bold", va="bottom",
            )  # fmt: skip
            _draw(axes_at(drawing, NAMES_IN, top - HEAD_IN - high, BARS_IN, high), block, longest)
            for row, bar in enumerate(block.bars):
                up = (top - HEAD_IN - row_in * (row + 0.5)) / height
                at = (NAMES_IN + BARS_IN + 0.1) / WIDTH_IN
                drawing.text(0.12 / WIDTH_IN, up, _name(bar), va="center", fontsize=SMALL)
                drawing.text(at, up, _beside(bar, longest), va="center", fontsize=SMALL)
            top -= HEAD_IN + high + GAP_IN
        _key(drawing, height)
        if not blocks:
            drawing.text(0.5, 0.5, "Not measured.", ha="center")
    return drawing


def _row_in(block: Block, longest: float) -> float:
    """The height of a block's rows: room for the most lines of words in one of them."""
    words = [said for bar in block.bars for said in (_name(bar), _beside(bar, longest))]
    lines = max(word.count("\n") + 1 for word in words)
    return max(LEAST_ROW_IN, lines * LINE_IN + 0.06)


def _name(bar: Bar) -> str:
    return wrapped(bar.title, int((NAMES_IN - 0.3) * 12), 3)


def _draw(axes: Axes, block: Block, longest: float) -> None:
    axes.set(xlim=(0, longest), ylim=(len(block.bars), 0), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    for row, bar in enumerate(block.bars):
        left = 0.0
        for phase, seconds in bar.seconds.items():
            _, fill, hatch, ink = PHASES[phase]
            axes.barh(
                row + 0.5, seconds, left=left, height=0.62, color=fill, hatch=hatch,
                edgecolor=DARK_GREY, linewidth=0.5,
            )  # fmt: skip
            if _has_room(seconds, longest):
                axes.text(
                    left + seconds / 2, row + 0.5, clock(seconds), ha="center", va="center",
                    fontsize=SMALL, color=ink, fontweight="bold",
                    bbox={"facecolor": fill, "edgecolor": "none", "pad": 0.8} if hatch else None,
                )  # fmt: skip
            left += seconds


def _has_room(seconds: float, longest: float) -> bool:
    return seconds / longest * BARS_IN > LETTER_IN * len(clock(seconds)) + 0.05


def _beside(bar: Bar, longest: float) -> str:
    """The whole time, the parts that have no room for their value, and the change."""
    narrow = [
        f"{SHORT[phase]} {clock(seconds)}"
        for phase, seconds in bar.seconds.items()
        if round(seconds) and not _has_room(seconds, longest)
    ]
    head = minutes(bar.whole_s) + (f" ({joined(narrow)})" if narrow else "")
    change = _change(bar.gap, bar.few) if bar.gap is not None else ""
    return "\n".join(wrapped(words, 32, 2) for words in (head, change) if words)


def _key(drawing: Drawing, height: float) -> None:
    drawing.legend(
        handles=[
            Patch(facecolor=fill, hatch=hatch, edgecolor=DARK_GREY, linewidth=0.5, label=words)
            for words, fill, hatch, _ in PHASES.values()
        ],
        loc="lower left",
        bbox_to_anchor=(0.12 / WIDTH_IN, (FOOT_IN + 0.08) / height),
        ncols=4,
        fontsize=SMALL,
        borderaxespad=0,
        borderpad=0,
    )


def _parts(bar: Bar) -> str:
    return joined([f"{clock(s)} {SHORT[phase]}" for phase, s in bar.seconds.items() if round(s)])


def _finding(pack: Pack, reading: Reading, blocks: list[Block]) -> str:
    """Where the minutes of the first clock go now, and which part clearly changes most under an option."""
    if not blocks or not blocks[0].bars[0].seconds:
        return "Where the minutes go was not measured: no part is clearly told apart"
    block, now = blocks[0], blocks[0].bars[0]
    first = f" (the first of {len(blocks)} clocks drawn)" if blocks[1:] else ""
    said = (
        f"{sentence(block.heading)}{first}: of {minutes(now.whole_s)} on average now, {_parts(now)}"
    )
    gaps = {
        (option, phase): reading.gap("phase_mean_s", option.name, clock=block.clock, basis=phase)
        for option in pack.proposals
        for phase in PHASES
    }
    gaps = {key: gap for key, gap in gaps.items() if gap.measured}
    if not gaps:
        return said
    few = {option for option in pack.proposals if _few(pack, block.standard, option)}
    if not any(gap.has_interval for gap in gaps.values()):
        return f"{said}; one replication only, so no interval and no finding on the options"
    clear = {key: gap for key, gap in gaps.items() if gap.clear and key[0] not in few}
    if not clear:
        under = "any option under which enough calls change" if few else "any option"
        return f"{said}; no part clearly changes under {under}, {UNCERTAINTY}"
    option, phase = max(clear, key=lambda key: abs(clear[key].difference))
    gap = clear[option, phase]
    ends = sorted((abs(gap.low), abs(gap.high)))
    way = "less" if gap.difference < 0 else "more"
    alone = stands_out(gap, [other for key, other in clear.items() if key != (option, phase)])
    lead = "what clearly changes most is" if alone else "among what clearly changes is"
    return (
        f"{said}; {lead} {SHORT[phase]} under {named(option.title)}: "
        f"{clock(abs(gap.difference))} {way} ({clock(ends[0])} to {clock(ends[1])}), {UNCERTAINTY}"
    )


def _alt(blocks: list[Block]) -> str:
    told = [
        f"{block.heading}: "
        + "; ".join(
            f"{bar.title} {minutes(bar.whole_s)}, {_parts(bar)}"
            + (f": {_change(bar.gap, bar.few)}" if bar.gap is not None else "")
            for bar in block.bars
        )
        + "."
        for block in blocks
    ]
    return f"Bars of the time to the first arrival in its parts, in minutes and seconds. {' '.join(told)}"


def _left_out(pack: Pack) -> str:
    fewer = len(pack.proposals) - len(shown_options(pack))
    return (
        f"; {counted(fewer, 'option')} that the maps do not compare are not shown" if fewer else ""
    )
