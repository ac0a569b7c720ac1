"""Where candidates are, which of them are in the best combination of each size, and in how many of those left."""

import pandas as pd

from results.figures.siting_words import Row, by_size, size
from results.figures.wording import counted, joined
from results.pack import Siting

COLUMNS = [
    "k",
    "place",
    "title",
    "easting",
    "northing",
    "in_best",
    "in_left",
    "left",
    "decided",
    "chance",
]


def place_counts(found: Siting) -> pd.DataFrame:
    """A row a size and candidate: whether it is in the best combination, and in how many of those that are left.

    Columns k, place, title, easting and northing (metres, EPSG:27700), in_best, in_left (combinations still in that
    have it), left (all still in), decided, and chance: that the best of those simulated has it.
    """
    rows: list[tuple[object, ...]] = []
    for k, part in by_size(found):
        best, left = part[0], [one for one in part if one["still_in"]]
        for name, (title, east, north) in found.places.items():
            mine = [one for one in left if name in names_in(one)]
            share = sum(float(one["probability_best"]) for one in part if name in names_in(one))
            rows.append(
                (
                    k,
                    name,
                    title,
                    east,
                    north,
                    name in names_in(best),
                    len(mine),
                    len(left),
                    bool(best["decided"]),
                    share,
                )
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def names_in(one: Row) -> list[str]:
    """The candidates of a combination, as the study file names them."""
    return str(one["places"]).split(";")


def places_finding(found: Siting, counts: pd.DataFrame) -> list[str]:
    """For each size what is settled of its places, and of what is not decided which are in all that is left."""
    said = []
    for k, part in by_size(found):
        mine = counts[(counts["k"] == k).to_numpy(dtype=bool)]
        head = f"best {size(k)} of {found.candidates}"
        if part[0]["decided"]:
            sure = (
                f"settled at {found.confidence:g} among {len(part)} simulated"
                if len(part) > 1
                else "the only one simulated"
            )
            said.append(f"{head}, {sure}: {joined(part[0]['titles'])}")
        else:
            said.append(f"{head} not decided: {in_all_left(mine)}")
    return said


def in_all_left(mine: pd.DataFrame) -> str:
    """Of one size that is not decided, which places are in every combination that is left."""
    left = int(mine["left"].iloc[0])
    whole = list(mine.loc[(mine["in_left"] == left).to_numpy(dtype=bool), "title"])
    some = mine[((mine["in_left"] < left) & (mine["in_left"] > 0)).to_numpy(dtype=bool)]
    others = f"{counted(len(some), 'other place')} in some" if len(some) else ""
    if not whole:
        return f"no place is in all {counted(left, 'combination')} that are left, {others}"
    verb = "is" if len(whole) == 1 else "are"
    tail = f", {others}" if others else ""
    return f"{joined(whole)} {verb} in all {left} combinations that are left{tail}"


def counts_in_words(mine: pd.DataFrame) -> str:
    """The places of one size, best first, each with how many of the combinations left have it."""
    order = mine.sort_values(["in_best", "in_left"], ascending=False, kind="stable")
    left = int(mine["left"].iloc[0])
    best = order[order["in_best"].to_numpy(dtype=bool)]
    others = order[(~order["in_best"] & (order["in_left"] > 0)).to_numpy(dtype=bool)]
    none = len(order) - len(best) - len(others)
    if bool(mine["decided"].iloc[0]):
        return f"{joined(list(best['title']))}; not chosen: {counted(none, 'candidate')}"

    def told(some: pd.DataFrame) -> str:
        pairs = some[["title", "in_left"]].itertuples(index=False)
        return joined([f"{title} in {number}" for title, number in pairs])

    said = f"so far the best, of {left} combinations left: {told(best)}"
    said += f"; in others left: {told(others)}" if len(others) else ""
    return said + f"; in none: {counted(none, 'candidate')}"
