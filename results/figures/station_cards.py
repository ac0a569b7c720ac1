"""Table 8: the stations with a card, now and proposed: what the cards show, in rows."""

from results.figures.chance import by_chance, is_test
from results.figures.figure import Table
from results.figures.reading import replications
from results.figures.station_columns import columns_of, response_gaps
from results.figures.station_values import (
    CELLS,
    MOST_RESPONSES,
    card_stations,
    changed_without_card,
    ground_words,
    named_station,
    state_words,
)
from results.figures.wording import UNCERTAINTY, counted, joined
from results.pack import Pack

COST_WORDS = (
    "Cost: the premises of the station and a year’s pay of its people, at the declared rates: seats on watch; of "
    "people on call retainers, drills and training with holiday pay, national insurance and pension, and the replacing "
    "of leavers; of crews that are paid by the hour on shift those hours. Left out are pay by the call, vehicles that "
    "are paid apart, and what the study declares for no one station; where a station’s people have no pay in it, their "
    "number is said. “–”: no ground, since no fire engine is expected first from there."
)
HEADS = (
    "Calls a day",
    "Hours a week out",
    "Off the run",
    "First fire engine on its ground, mean",
    "Median",
    "Own premises and people, a year",
)


def station_cards(pack: Pack) -> Table:
    """A row for each station and option of its card."""
    rows: list[tuple[str, ...]] = []
    shown = card_stations(pack)
    for key in shown:
        head = f"{named_station(pack, key)}: {state_words(pack, key)}"
        shows = [(f"Now: {pack.baseline.title}", pack.baseline)]
        shows += [(column.title(pack), column.first) for column in columns_of(pack, key)]
        rows += [
            (head, when, *(cell(pack, key, option) for _, cell in CELLS)) for when, option in shows
        ]
    return Table(
        "station_cards",
        "8",
        _finding(pack, shown),
        "Stations now and proposed: the numbers of their cards, which follow",
        ("Station", "Option", *HEADS),
        tuple(rows),
        f"{_which(pack, shown)} {ground_words(pack)} {COST_WORDS} Differences are paired, with their {UNCERTAINTY}. "
        f"{pack.region.attribution}",
    )


def _which(pack: Pack, shown: tuple[str, ...]) -> str:
    every = counted(len(pack.stations.fire or pack.stations.facts), "station")
    if pack.stations.asked == ("all",):
        return "All stations are shown."
    if pack.stations.asked != ("changed",):
        return "Shown are the stations that the study names."
    left = changed_without_card(pack)
    most = (
        f" (the {MOST_RESPONSES} that most options change, of equals those whose vehicles’ hours on calls change "
        f"most; {counted(left, 'other')} that options change {'has' if left == 1 else 'have'} no card)"
        if left
        else ""
    )
    return (
        f"Shown are {len(shown)} stations ({every} of the fire service in all): those that options open, close or "
        f"change{most}, and those on whose ground the mean clearly changes by half a minute or more; the study’s key "
        "`report: cards: all` shows every one."
    )


def _finding(pack: Pack, shown: tuple[str, ...]) -> str:
    gaps = [gap for key in shown for gap in dict.fromkeys(response_gaps(pack, key).values())]
    tests = [gap for gap in gaps if is_test(gap)]
    sooner = sum(gap.clear and gap.difference < 0 for gap in tests)
    later = sum(gap.clear and gap.difference > 0 for gap in tests)
    if not tests:
        alone = replications(pack) < 2
        why = (
            "one replication gives no interval"
            if alone
            else "what changes is the same in every replication, or nothing does"
            if any(gap.steady for gap in gaps)
            else "too few calls, or nothing to compare"
        )
        return f"On the ground of {counted(len(shown), 'station')} no response can be told apart clearly: {why}"
    if not sooner + later:
        return (
            f"On the grounds of {counted(len(shown), 'station')}, none of {counted(len(tests), 'distinct comparison')} "
            "of the first fire engine with now clearly differs"
        )
    said = [f"{sooner} clearly sooner", f"{later} clearly later"]
    return (
        f"On the grounds of {counted(len(shown), 'station')}, of {counted(len(tests), 'distinct comparison')} of the "
        f"first fire engine with now: {joined(said)}; {by_chance(len(tests))} would be by chance alone"
    )
