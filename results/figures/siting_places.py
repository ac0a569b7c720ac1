"""Where candidates are, which of them are in the best combination of each size, and in how many of those left."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from results.figures.figure import Table
from results.figures.siting_words import Row, best_of, by_size, chance, siting_of, size
from results.figures.wording import counted, joined, sentence
from results.pack import Pack, Siting

COLUMNS = [
    "k", "place", "title", "easting", "northing", "in_best", "in_left", "left", "decided", "chance",
]  # fmt: skip
MOST_NAMED = 8
"""So many places are named in a title; others are counted."""


def place_counts(found: Siting) -> pd.DataFrame:
    """A row a size and candidate: whether it is in the best combination, and in how many of those that are left.

    Columns k, place, title, easting and northing (metres, EPSG:27700), in_best, in_left (combinations still in that
    have it), left (all still in), decided, and chance: that the best of those simulated has it.
    """
    rows: list[tuple[object, ...]] = []
    for k, part in by_size(found):
        best, left = names_in(part[0]), [names_in(one) for one in part if one["still_in"]]
        decided = bool(part[0]["decided"])
        for name, where in found.places.items():
            mine = sum(name in names for names in left)
            share = sum(float(one["probability_best"]) for one in part if name in names_in(one))
            rows.append((k, name, *where, name in best, mine, len(left), decided, share))
    return pd.DataFrame(rows, columns=COLUMNS)


def names_in(one: Row) -> list[str]:
    """The candidates of a combination, as the study file names them."""
    return str(one["places"]).split(";")


def of_size(counts: pd.DataFrame, k: int) -> pd.DataFrame:
    """The candidates of one size, the best first, then those in most of what is left."""
    mine = counts[(counts["k"] == k).to_numpy(dtype=bool)]
    return mine.sort_values(["in_best", "in_left"], ascending=False, kind="stable")


def rows_in(counts: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows by their columns."""
    return [{str(key): cell for key, cell in row.items()} for row in counts.to_dict("records")]


def siting_places(pack: Pack) -> Table:
    """A row a candidate, a column a size: whether it is in the best, in how many of those left, and the chance."""
    found = siting_of(pack)
    counts = place_counts(found)
    sizes = [k for k, _ in by_size(found)]
    cells = {(row["k"], row["place"]): _cell(row) for row in rows_in(counts)}
    rows = [(title, *(cells[k, name] for k in sizes)) for name, (title, *_) in found.places.items()]
    return Table(
        "siting_places",
        "17a",
        _how_many(found, counts),
        "Which candidates are in the best combination of each size",
        ("Candidate", *(sentence(best_of(found, k)) for k in sizes)),
        tuple(rows),
        "In how many of the combinations that the procedure had not dropped, where it did not decide; then the chance, "
        "by joint draws, that the best of those simulated has the place. Which were simulated was chosen by the "
        f"screening, so that a place may be in all of them for that alone. {pack.region.attribution}",
    )


def _how_many(found: Siting, counts: pd.DataFrame) -> str:
    """Of which sizes the places are chosen, and of the others how many candidates are in something that is left."""
    chosen: list[str] = []
    left: list[str] = []
    for k, part in by_size(found):
        number = int((of_size(counts, k)["in_left"] > 0).sum())
        (chosen if part[0]["decided"] else left).append(
            f"the best {size(k)}" if part[0]["decided"] else f"{number} for the best {size(k)}"
        )
    said = [f"chosen are {joined(chosen)}"] if chosen else []
    said += [f"in some combination left are {joined(left)}"] if left else []
    return f"Of {counted(found.candidates, 'candidate')}, {'; '.join(said)}"


def _cell(row: dict[str, Any]) -> str:
    """What is known of a candidate for one size."""
    if row["decided"]:
        return "chosen" if row["in_best"] else "–"
    if not row["in_left"]:
        return "–" if row["chance"] == 0.0 else f"dropped; {chance(row['chance'])}"
    so_far = "best so far; " if row["in_best"] else ""
    return f"{so_far}in {row['in_left']} of {row['left']} left; {chance(row['chance'])}"


def places_finding(found: Siting, counts: pd.DataFrame) -> str:
    """The places of what is settled; of what is not, those that what is left has in common."""
    sizes = dict(by_size(found))
    undecided = [k for k, part in sizes.items() if not part[0]["decided"]]
    settled = {k: part for k, part in sizes.items() if k not in undecided}
    said = [_settled(found, settled)] if settled else []
    if len(undecided) == 1:
        said.append(_undecided(found, of_size(counts, undecided[0]), undecided[0]))
    elif undecided:
        said.append(_several_undecided(found, counts, undecided))
    return sentence("; ".join(said))


def _settled(found: Siting, sizes: Mapping[int, Sequence[Row]]) -> str:
    """The places of each size; of a larger one that has all those of the one before, what it has beyond them."""
    (first, part), *others = sizes.items()
    simulated = {len(rows) for rows in sizes.values()}
    number = f"{simulated.pop()}" if len(simulated) == 1 else "those"
    how = f"settled at {found.confidence:g} among {number} simulated"
    if number == "1":
        how = "the only combination simulated"
    said = [f"{best_of(found, first)}, {how}: {joined(part[0]['titles'])}"]
    before = list(part[0]["titles"])
    for k, rows in others:
        mine = list(rows[0]["titles"])
        more = [title for title in mine if title not in before]
        nested = len(mine) - len(more) == len(before)
        said.append(f"{size(k)}: {'also ' if nested else ''}{joined(more if nested else mine)}")
        before = mine
    return "; ".join(said)


def _undecided(found: Siting, mine: pd.DataFrame, k: int) -> str:
    """Of one size, which places are in most of the combinations left."""
    left = int(mine["left"].iloc[0])
    return (
        f"not decided which {size(k)} of {found.candidates} are best: of {counted(left, 'combination')} left, "
        f"{'; '.join(_by_count(mine, left))}"
    )


def _by_count(mine: pd.DataFrame, left: int) -> Iterator[str]:
    """Places that as many combinations have together, those in most first, until enough are named."""
    some = mine[(mine["in_left"] > 0).to_numpy(dtype=bool)]
    named = 0
    for number in sorted(set(some["in_left"]), reverse=True):
        titles = list(some.loc[(some["in_left"] == number).to_numpy(dtype=bool), "title"])
        if named and named + len(titles) > MOST_NAMED:
            yield f"{counted(len(some) - named, 'other')} in fewer"
            return
        named += len(titles)
        yield f"{joined(titles)} {'is' if len(titles) == 1 else 'are'} in {'all' if number == left else number}"


def _several_undecided(found: Siting, counts: pd.DataFrame, sizes: Sequence[int]) -> str:
    """Of several sizes, the places that everything left has, and else those that the best so far have in common."""
    which = joined([size(k) for k in sizes])
    head = f"not decided which {which} of {found.candidates} are best"
    each = [of_size(counts, k) for k in sizes]
    whole = _shared(
        [mine.loc[(mine["in_left"] == mine["left"]).to_numpy(dtype=bool), "title"] for mine in each]
    )
    if whole:
        verb = "is" if len(whole) == 1 else "are"
        return f"{head}: {joined(whole)} {verb} in every combination left of each size"
    best = _shared([mine.loc[mine["in_best"].to_numpy(dtype=bool), "title"] for mine in each])
    none = "no place is in every combination left of each size"
    if not best:
        return f"{head}: {none}"
    verb = "is" if len(best) == 1 else "are"
    return f"{head}: {joined(best)} {verb} in the best so far of each, but {none}"


def _shared(several: "Sequence[pd.Series[Any]]") -> list[str]:
    """What all have, in the order of the first."""
    first, *others = [list(map(str, one)) for one in several]
    return [title for title in first if all(title in other for other in others)]


def counts_in_words(mine: pd.DataFrame) -> str:
    """The places of one size, best first, each with how many of the combinations left have it."""
    left = int(mine["left"].iloc[0])
    best = mine[mine["in_best"].to_numpy(dtype=bool)]
    others = mine[(~mine["in_best"] & (mine["in_left"] > 0)).to_numpy(dtype=bool)]
    none = len(mine) - len(best) - len(others)
    if bool(mine["decided"].iloc[0]):
        return f"{joined(list(best['title']))}; not chosen: {counted(none, 'candidate')}"
    said = f"so far the best, of {counted(left, 'combination')} left: {_told(best)}"
    said += f"; in others left: {_told(others)}" if len(others) else ""
    return said + f"; in none: {counted(none, 'candidate')}"


def _told(some: pd.DataFrame) -> str:
    """Places, each with the number of combinations that have it."""
    return joined([f"{row['title']} in {row['in_left']}" for row in rows_in(some)])
