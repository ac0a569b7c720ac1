"""Which options a station's card shows: all that touch it, in columns of those that do the same to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from results.figures.columns import LEAST_S
from results.figures.once import once_a_pack
from results.figures.reading import Gap
from results.figures.response_map import drawn
from results.figures.station_values import (
    CELLS,
    NO_ENGINE,
    NO_GROUND,
    NO_STATION,
    facts,
    grounds_of,
    touched,
)
from results.figures.wording import joined, sentence, short, together
from results.pack import Option, Pack

MOST_COLUMNS = 4
"""Of options on one page of a card: more would break its numbers over more lines than a row holds."""
UNTOUCHED = 3
"""Options on the card of a station that none touches."""


@dataclass(frozen=True)
class Column:
    """The options under which a card says the same of its station."""

    options: tuple[Option, ...]

    @property
    def first(self) -> Option:
        """The one whose numbers stand for all."""
        return self.options[0]

    def title(self, pack: Pack) -> str:
        """What stands above the column: an option's title, or the numbers of several."""
        return together([option.title for option in self.options], len(pack.proposals))


@once_a_pack
def _kept(_: Pack) -> dict[str, tuple[Column, ...]]:
    """Columns by station, worked out once for a pack."""
    return {}


def columns_of(pack: Pack, station: str) -> tuple[Column, ...]:
    """A column for each way in which options touch a station; else one for each that the maps compare."""
    kept = _kept(pack)
    if station not in kept:
        alike: dict[object, list[Option]] = {}
        for option in pack.proposals:
            if touches(pack, station, option):
                alike.setdefault(_way(pack, station, option), []).append(option)
        none = [[option] for option in drawn(pack)[:UNTOUCHED]]
        kept[station] = tuple(Column(tuple(like)) for like in alike.values() or none)
    return kept[station]


def pages_of(pack: Pack, station: str) -> tuple[tuple[Column, ...], ...]:
    """The columns of each page of a card, as evenly as can be; one page at least."""
    every = columns_of(pack, station)
    pages = -(-len(every) // MOST_COLUMNS) or 1
    least, more = divmod(len(every), pages)
    ends = [least * (place + 1) + min(place + 1, more) for place in range(pages)]
    return tuple(every[start:end] for start, end in zip([0, *ends], ends, strict=False))


def card_options(pack: Pack, station: str) -> tuple[Option, ...]:
    """An option for each column of a station's card."""
    return tuple(column.first for column in columns_of(pack, station))


def touches(pack: Pack, station: str, option: Option) -> bool:
    """Whether an option changes a station's vehicles, people or cost, or clearly the response on its ground."""
    now, then = facts(pack, station, pack.baseline), facts(pack, station, option)
    if touched(pack, station, option):
        return True
    if (
        now
        and then
        and (now.week, now.cost_gbp, now.unpaid) != (then.week, then.cost_gbp, then.unpaid)
    ):
        return True
    if station not in pack.stations.grounds:
        return False
    found = grounds_of(pack).response(station, option)
    moved = found.gap.clear and abs(found.gap.difference) >= LEAST_S
    return moved and not found.moved.too_few


def _way(pack: Pack, station: str, option: Option) -> object:
    """All that a card says of an option; equal where it says the same of two."""
    there = facts(pack, station, option)
    cells = tuple(cell(pack, station, option) for _, cell in CELLS)
    return (there.stands, there.week) if there else None, cells


def left_as_it_is(pack: Pack, station: str) -> str:
    """Which options have no column since they leave a station as it is, in a sentence; nothing where none do."""
    shown = {option.name for column in columns_of(pack, station) for option in column.options}
    others = [option.title for option in pack.proposals if option.name not in shown]
    if not others:
        return ""
    words = short(others[0]) if len(others) == 1 else together(others, 0)
    return f"{sentence(words)} {'leaves' if len(others) == 1 else 'leave'} it as it is."


def rows_of_card(
    pack: Pack, station: str, columns: tuple[Column, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows of a card that apply: what is measured, then a cell for the baseline and one for each column."""
    every = (pack.baseline, *(column.first for column in columns_of(pack, station)))
    options = (pack.baseline, *(column.first for column in columns))
    for heading, cell in CELLS:
        if {cell(pack, station, option) for option in every} - {NO_ENGINE, NO_GROUND, NO_STATION}:
            yield heading, tuple(cell(pack, station, option) for option in options)


def response_gaps(pack: Pack, station: str) -> dict[Option, Gap]:
    """The change on the station's ground under each column of its card, where there are calls enough to tell."""
    there = grounds_of(pack)
    found = {o: there.response(station, o) for o in card_options(pack, station)}
    return {o: r.gap for o, r in found.items() if r.gap.measured and not r.moved.too_few}


def options_named(columns: tuple[Column, ...]) -> str:
    """All options of some columns inside a sentence, by number where they have one: "options 3 and 4"."""
    titles = [option.title for column in columns for option in column.options]
    if len(titles) == 1:
        return short(titles[0])
    words = together(titles, 0)
    return (
        f"{words[:1].lower()}{words[1:]}"
        if words.startswith("Options ")
        else joined([short(t) for t in titles])
    )
