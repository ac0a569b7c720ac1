"""The tables of a siting by sheet, for its workbook: each combination, and what was measured under it."""

from __future__ import annotations

import pandas as pd

from results.figures.siting_costs import cost_changes
from results.figures.siting_places import place_counts
from results.figures.siting_words import siting_of
from results.pack import Pack
from results.sheets import (
    BY_OPTION,
    DEFINITIONS,
    INTERVAL,
    WHAT,
    Meaning,
    Sheets,
    by_option,
    columns_by_option,
    definitions,
    some,
)
from results.site import Sited

PLACES, CANDIDATES, COUNTED, CHANGED_COSTS, BY_COMBINATION = (
    "site",
    "candidates",
    "places_left",
    "cost_changes",
    "by_combination",
)
COLUMNS: dict[str, Meaning] = {
    "k": ("how many places", ""),
    "titles": ("the places by their titles", ""),
    "scenario": ("the combination, as the other sheets call it", ""),
    "places": ("the places, as the study file names them: see candidates", ""),
    "asked": ("the title under which the study names the combination; empty where it does not", ""),
    "objective": ("what was to be best: mean over the combination's own replications", "as in `unit`"),
    "low": (f"lower {INTERVAL}", "as in `unit`"),
    "high": (f"upper {INTERVAL}", "as in `unit`"),
    "probability_best": ("chance that its long-run mean is the best of those simulated of its size", "0 to 1"),
    "probability_near_best": ("chance that it is within the indifference zone of the best of them", "0 to 1"),
    "chosen": ("whether it is the one picked of its size", ""),
    "decided": ("whether the procedure ended by itself; if not, nothing is guaranteed", ""),
    "still_in": ("whether it had not been dropped when the procedure ended", ""),
    "replications": ("how many it is judged by; 0 where it was screened only", ""),
    "behind": ("how far it is behind the chosen one, paired by replication; more is worse", "as in `unit`"),
    "behind_low": (f"lower {INTERVAL}", "as in `unit`"),
    "behind_high": (f"upper {INTERVAL}", "as in `unit`"),
    "screen_rank": ("place in the screening, from 1; empty where only the study named it", ""),
    "screen_objective": ("the siting problem's own objective", "by the screening's model"),
    "simulated": ("whether it was simulated, or screened only", ""),
}  # fmt: skip


NAMES: dict[str, Meaning] = {
    "place": ("as the study file names it", ""),
    "title": ("as the report calls it", ""),
    "easting": ("of the road node at which it stands, EPSG:27700", "m"),
    "northing": ("of the road node at which it stands, EPSG:27700", "m"),
}
COUNTS: dict[str, Meaning] = {
    "k": ("how many places are looked for", ""),
    "in_best": ("whether it is in the combination picked of that size", ""),
    "in_left": ("in how many of the combinations left it is", ""),
    "left": ("how many combinations the procedure had not dropped when it ended", ""),
    "decided": ("whether the procedure ended by itself", ""),
    "chance": ("chance that the best of those simulated has it", "0 to 1"),
}


OF_COSTS: dict[str, Meaning] = {
    "k": ("how many places", ""),
    "scenario": ("the combination", ""),
    "agency": ("who pays; all of them together where it is `all`", ""),
    "difference": ("cost in a year beyond what the places are added to", "£ a year"),
    "low": (f"lower {INTERVAL}", "£ a year"),
    "high": (f"upper {INTERVAL}", "£ a year"),
}


def sheets_of_siting(sited: Sited, pack: Pack) -> Sheets:
    """The tables of a siting by sheet; what is empty is left out."""
    played, found = sited.played, siting_of(pack)
    titles = {scenario.name: scenario.title for scenario in played.study.scenarios}
    tables = {
        PLACES: _with_titles(pack),
        CANDIDATES: pd.DataFrame(
            [(name, *where) for name, where in found.places.items()],
            columns=["place", "title", "easting", "northing"],
        ),
        COUNTED: place_counts(found).drop(columns=["easting", "northing"]),
        CHANGED_COSTS: cost_changes(pack),
        BY_COMBINATION: by_option(played.measures),
        "differences": played.differences,
        "measures": played.measures,
        "costs": played.costs,
        DEFINITIONS: definitions(played.measures["measure"]),
    }
    what = {
        **WHAT,
        PLACES: "Every combination, the best of each size first, those only screened last: site.csv. "
        f"{sited.objective}.",
        CANDIDATES: "The candidates, what the report calls each, and where the map has it.",
        CHANGED_COSTS: "What each combination costs in a year beyond what the places are added to, by agency, paired.",
        COUNTED: "For each size, which candidates are in the best combination, and in how many of those left.",
        BY_COMBINATION: (
            f"{WHAT[BY_OPTION].replace('an option', 'a combination')} Combinations that were dropped early have fewer "
            "replications than others: compare them by `differences`, which pairs them."
        ),
        "differences": f"Each combination against “{played.study.baseline.title}”, paired by replication: "
        "differences.csv.",
    }
    own = {
        PLACES: COLUMNS,
        CANDIDATES: NAMES,
        COUNTED: {**NAMES, **COUNTS},
        CHANGED_COSTS: OF_COSTS,
        BY_COMBINATION: columns_by_option(titles),
    }  # fmt: skip
    return Sheets(some(tables), what, own)


def _with_titles(pack: Pack) -> pd.DataFrame:
    """`site.csv` with the titles of the places, and whole numbers that Excel knows."""
    assert pack.siting is not None
    table = pack.siting.table.astype({"screen_rank": float})
    words = ["; ".join(titles) for titles in table["titles"]]
    table = table.drop(columns="titles")
    table.insert(1, "titles", words)
    return table
