"""A made-up siting of a dozen towns, on the ground and with the costs of the made-up pack's kind."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from results.pack import Pack, Siting
from scenarios.words import SITING_PARTS
from tests.made_up_pack import PLACES, pack

TOWNS = ("North Somercotes", "Brant Broughton", "Market Deeping", "Billingborough", "Woodhall Spa", "Metheringham",
         "Market Rasen", "Long Sutton", "Mablethorpe", "Horncastle", "Stamford", "Bourne")  # fmt: skip
LEFT = 4
"""Of each size, so many of the first are left where nothing is decided."""
WHERE = {
    town.lower().replace(" ", "_"): (town, float(east), float(north))
    for town, (east, north, _) in zip(TOWNS, PLACES.values(), strict=True)
}
WOBBLE = (-300.0, 100.0, 200.0, -100.0, 100.0)
"""£ by which a replication's change of cost is off its mean, over and over."""


def sited(
    *sizes: int,
    decided: bool = True,
    values: float = 2000.0,
    simulated: int = 8,
    costs: pd.DataFrame | None = None,
) -> Pack:
    """A pack of so many sizes, each with `simulated` combinations and one that was screened only."""
    whole, rows = pack(3, 2), []
    for k in sizes:
        for place in range(simulated + 1):
            titles = (*TOWNS[: k - 1], TOWNS[k - 1 + place % (len(TOWNS) - k + 1)])
            mean = values * (1 - place / 50)
            played = place < simulated
            rows.append({
                "k": k, "scenario": f"{k}_{place}", "titles": titles, "asked": "The bid's own" if place == 3 else "",
                "places": ";".join(title.lower().replace(" ", "_") for title in titles),
                "objective": mean, "low": mean * 0.97, "high": mean * 1.03, "unit": "h per year",
                "probability_best": 0.93 if not place else 0.01, "probability_near_best": 0.99,
                "chosen": not place, "decided": decided, "replications": 20 - place, "simulated": played,
                "still_in": played and (place == 0 if decided else place < LEFT),
                "behind": values - mean, "behind_low": values * 0.01, "behind_high": values * 0.05,
                "screen_rank": None if place == 3 else place + 1, "screen_objective": 4000.0 - place,
            })  # fmt: skip
    table = pd.DataFrame(rows).astype({"screen_rank": "Int64"})
    found = Siting(table, 12, "ambulance hours released (service ambulance)", "h per year", True, 50.0, 0.95,
                   "How it was screened", "How it was picked", dict.fromkeys(sizes, 0.81), places=WHERE,
                   runs=runs_of(table), standing=tuple(whole.region.sites))  # fmt: skip
    priced = costs_of(whole.baseline.name, table) if costs is None else costs
    none = whole.rate_ranges.iloc[:0]
    return replace(whole, siting=found, parts=SITING_PARTS, costs=priced, rate_ranges=none)


def runs_of(table: pd.DataFrame) -> dict[str, dict[int, float]]:
    """The objective by replication: a tenth of the wobble about each combination's mean."""
    played = table[table["simulated"]]
    return {
        str(row["scenario"]): {
            run: row["objective"] + WOBBLE[run % 5] / 10 for run in range(row["replications"])
        }
        for row in played.to_dict("records")
    }


def costs_of(baseline: str, table: pd.DataFrame) -> pd.DataFrame:
    """A million of fire, half of ambulance; £10,000 a place and £500 a rank more for fire, £1,000 less of ambulance."""
    rows = [(baseline, run, "fire", "crews", 1_000_000.0 + 1_000 * run) for run in range(20)]
    rows += [(baseline, run, "ambulance", "crews", 500_000.0) for run in range(20)]
    for row in table[table["simulated"]].to_dict("records"):
        rank = int(str(row["scenario"]).split("_")[1])
        for run in range(row["replications"]):
            more = 10_000.0 * row["k"] + 500.0 * rank + WOBBLE[run % 5]
            rows.append((row["scenario"], run, "fire", "crews", 1_000_000.0 + 1_000 * run))
            rows.append((row["scenario"], run, "fire", "cars", more))
            rows.append((row["scenario"], run, "ambulance", "crews", 499_000.0))
    return pd.DataFrame(
        rows, columns=["scenario", "replication", "agency", "item", "amount_gbp_per_year"]
    )


def of_times(one: Pack, *, difference: bool = True) -> Pack:
    """The same with an objective in seconds of which less is better, as a change or as it is."""
    assert one.siting is not None
    table = one.siting.table.copy()
    shift = -45.0 if difference else 492.0
    ranks = [int(str(name).split("_")[1]) for name in table["scenario"]]
    table["objective"] = [shift + 2.0 * rank for rank in ranks]
    table["low"], table["high"] = table["objective"] - 21.0, table["objective"] + 21.0
    table["behind"] = [2.0 * rank for rank in ranks]
    table["behind_low"], table["behind_high"] = table["behind"] - 5.0, table["behind"] + 5.0
    table["unit"] = "s"
    title = "Mean response in the country" + (", against “today”" if difference else "")
    found = replace(one.siting, table=table, objective=title, unit="s", more=False, indifference=5.0,
                    difference=difference, runs={})  # fmt: skip
    return replace(one, siting=found)
