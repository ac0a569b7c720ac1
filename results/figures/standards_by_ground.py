"""Tables 2c and 2d: the standards in town and country, by deprivation fifth and by station area."""

from results.figures.chance import ONE_REPLICATION, by_chance, is_test
from results.figures.figure import Table
from results.figures.foremost import stands_out
from results.figures.interval_words import point_end, points
from results.figures.kinds_of_ground import WHICH_REGION, grounds, station_areas
from results.figures.standards import (
    COLUMNS,
    HOW_COUNTED,
    TOO_FEW,
    Told,
    standard_rows,
    the_same_every_time,
    with_interval,
)
from results.figures.wording import FEW_CALLS, counted, joined, named, short
from results.pack import Pack, Standard

FINDING = 7
"""The cell of a row that says what clearly differs."""


def standards_by_ground(pack: Pack) -> Table:
    """Each standard in the country, in the towns and in each deprivation fifth, where the region knows them."""
    found = standard_rows(pack, grounds(pack), pack.standards)
    known = {key for place in grounds(pack) for key, _ in place.group}
    missing = "" if "deprivation" in known else f"{WHICH_REGION} "
    return Table(
        "standards_by_ground",
        "2c",
        finding(found.told, "by kind of ground"),
        "Every standard in town and country"
        + (", and by deprivation fifth" if "deprivation" in known else ""),
        (COLUMNS[0], "Where", *COLUMNS[2:]),
        tuple(found.rows),
        f"{HOW_COUNTED}Where a call is, not where its crew comes from; a call is in the towns where its zone is. "
        f"{missing}{pack.region.attribution}",
    )


def standards_by_station(pack: Pack) -> Table:
    """The fire standards on the ground of each station of the baseline."""
    rows: list[tuple[str, ...]] = []
    told: list[Told] = []
    left = 0
    for standard in fire_standards(pack):
        found = standard_rows(pack, station_areas(pack, standard.clock), (standard,))
        enough = [row for row in found.rows if row[FINDING] != TOO_FEW]
        left += len(found.rows) - len(enough)
        rows += [(row[0], row[1].removeprefix("The area of "), *row[2:]) for row in enough]
        told += found.told
    return Table(
        "standards_by_station",
        "2d",
        finding(told, "by station area"),
        "The first fire engine’s standards, station area by station area",
        (COLUMNS[0], "Station area", *COLUMNS[2:]),
        tuple(rows),
        f"{HOW_COUNTED}A station’s area is where its fire engine is expected first in the baseline, and is the same "
        f"under every option; one without a call is not listed{_few(left)}. {pack.region.attribution}",
    )


def areas_to_tell(pack: Pack) -> bool:
    """Whether some station area has calls enough to tell anything."""
    for standard in fire_standards(pack):
        found = standard_rows(pack, station_areas(pack, standard.clock), (standard,))
        if any(row[FINDING] != TOO_FEW for row in found.rows):
            return True
    return False


def fire_standards(pack: Pack) -> tuple[Standard, ...]:
    """The standards that stations have areas for: those of the first fire engine, on a clock that it stops."""
    return tuple(s for s in pack.standards if s.clock in pack.stations.areas and s.order == "first")


def _few(number: int) -> str:
    """How many rows of too few calls are left out."""
    if not number:
        return ""
    return f", nor are {counted(number, 'row')} of fewer than {FEW_CALLS} calls"


def finding(told: list[Told], by: str) -> str:
    """How many differences are clear, and the largest gain and loss with where they are."""
    if not told:
        return f"Standards {by}: nothing clear, for want of calls or of an option to compare"
    if not any(one.gap.has_interval for one in told):
        return f"Standards {by}: {ONE_REPLICATION}"
    tests = [one for one in told if is_test(one.gap)]
    if not tests:
        return f"Standards {by}: {the_same_every_time(told)}"
    clear = [one for one in tests if one.clear]
    number = f"{len(clear)} clearly {'differs' if len(clear) == 1 else 'differ'}"
    head = f"Of {counted(len(tests), 'distinct comparison')} {by}, {number if clear else 'none clearly differs'}"
    chance = f"{by_chance(len(tests))} would by chance alone"
    said = []
    for up, word in ((True, "gain"), (False, "loss")):
        if some := [one for one in clear if (one.gap.difference > 0) == up]:
            most = max(some, key=_size)
            alone = stands_out(most.gap, [one.gap for one in some if one is not most])
            many = {"gain": "gains", "loss": "losses"}[word]
            which = f"the largest {word}" if alone else f"among the largest {many}"
            said.append(f"{which}: {_words(most)}")
    return "; ".join([f"{head} ({chance})", *said])


def _size(one: Told) -> float:
    return abs(one.gap.difference)


def _words(one: Told) -> str:
    whose = named(one.options[0].title)
    if len(one.options) > 1:
        whose = joined([short(option.title) for option in one.options])
    how = with_interval(one.gap, points, point_end)
    return f"{one.standard.title}, {one.place.where}, {how} under {whose}"
