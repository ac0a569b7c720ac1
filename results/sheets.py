"""What the workbook's sheets hold: the tables of a run, what each is, and what each of its columns means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from results.experiment import Played
from results.frontier import frontier_of
from results.pack import Pack
from scenarios.measure_words import GROUP_KEYS, MEASURES

MOST_ROWS = 1_048_575
"""Of an Excel sheet, below its head."""
Meaning = tuple[str, str]
"""What a column holds, and its unit."""
BY_OPTION, DEFINITIONS = "by_option", "definitions"
WHAT = {
    BY_OPTION: "Every measure as the mean over replications, a column an option; filter it by its keys.",
    "measures": "Every measure of every replication: the same rows as measures.csv.",
    "differences": "Each option against what it is compared with, paired by replication: differences.csv.",
    "costs": "Declared cost items on counted drivers, each replication: costs.csv.",
    "business_case": "Money by year, in two views: business_case.csv.",
    "business_case_summary": "What the business case comes to: business_case_summary.csv.",
    "switching_values": "By what part a line must change for the case to come to nought: switching_values.csv.",
    "bid_check": "Published figures beside the model's: bid_check.csv.",
    "frontier": "Which options are beaten on cost and response: frontier.csv.",
    DEFINITIONS: "What each measure means.",
}
INTERVAL = "end of the 95% interval of simulation uncertainty; empty where there is none"
COLUMNS: dict[str, Meaning] = {
    "scenario": ("option, or the baseline", ""),
    "option": ("option", ""),
    "baseline": ("what the option is compared with", ""),
    "replication": ("number of the replication, from 0", ""),
    "measure": ("what is measured; see definitions", ""),
    "group": ("what it is measured of: pairs key=value", ""),
    "value": ("the measure's value", "as in `unit`"),
    "unit": ("unit of the row's values", ""),
    "difference": ("option less baseline, mean over pairs", "as in `unit`"),
    "low": (f"lower {INTERVAL}", "as in `unit`"),
    "high": (f"upper {INTERVAL}", "as in `unit`"),
    "pairs": ("replications that both were played in", ""),
    "agency": ("who pays, or gains", ""),
    "item": ("what it is paid for", ""),
    "driver": ("what is counted", ""),
    "quantity": ("how much of the driver was counted", "as the driver"),
    "rate_gbp": ("what one of the driver costs", "£"),
    "amount_gbp_per_year": ("cost in a year", "£ a year"),
    "view": ("financial: the agencies' cash; economic: worth to the country", ""),
    "year": ("year", ""),
    "amount_gbp": ("money in that year", "£"),
    "discounted_gbp": ("its present value", "£"),
    "npv_gbp": ("net present value", "£"),
    "npv_low_gbp": (f"lower {INTERVAL}", "£"),
    "npv_high_gbp": (f"upper {INTERVAL}", "£"),
    "payback_year": ("the year by which it has paid back; empty where never", ""),
    "bcr": ("benefits over costs", "ratio"),
    "undiscounted_gbp": ("the same money, not discounted", "£"),
    "undiscounted_low_gbp": ("lower end of its 95% interval", "£"),
    "undiscounted_high_gbp": ("upper end of its 95% interval", "£"),
    "present_value_gbp": ("present value of the line", "£"),
    "switching_change": ("by what part it would have to change; -1 is all of it", "ratio"),
    "figure": ("the published figure", ""),
    "bid_value": ("as published", "as in `unit`"),
    "model_value": ("as the model has it", "as in `unit`"),
    "verdict": ("reproduced, differs, bid_sum_wrong, cannot_tell or not_modelled", ""),
    "note": ("why, and where it is from", ""),
    "of": ("which part of the scenario it is of", ""),
    "range_low": ("least of the model's value over the sweep's assumed inputs", "as in `unit`"),
    "range_high": ("most of the same", "as in `unit`"),
    "cost": ("net cost in a year, all agencies", "£ a year"),
    "response": ("mean of the measure and group beside", "as in definitions"),
    "dominated_by": ("an option that is no dearer and no worse", ""),
    "not_ranked": ("why it is not ranked; empty where it is", ""),
    "clearly": ("whether its interval says so too", ""),
    "definition": ("what it means", ""),
    **{
        key: (f"key of the group: {key}", "") for key in GROUP_KEYS if key not in ("agency", "unit")
    },
}


@dataclass(frozen=True)
class Sheets:
    """The tables of a folder by sheet, in the workbook's order, and what is said of them.

    `what` says what a sheet holds, `own` what columns mean that mean something else in that sheet than in others.
    `left_out` are tables that are not in the workbook: what each is, and where it is.
    """

    tables: Mapping[str, pd.DataFrame]
    what: Mapping[str, str] = field(default_factory=lambda: WHAT)
    own: Mapping[str, Mapping[str, Meaning]] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, pd.DataFrame]:
        """The tables that a sheet of Excel can hold."""
        return {name: table for name, table in self.tables.items() if len(table) <= MOST_ROWS}

    @property
    def missing(self) -> dict[str, str]:
        """The tables that are not in the workbook: what each is, why it is not, and where it is."""
        long = {
            name: f"{self.what.get(name, '')} {too_many(len(table), f'{name}.csv')}".strip()
            for name, table in self.tables.items()
            if len(table) > MOST_ROWS
        }
        return {**long, **self.left_out}

    def meaning(self, sheet: str, column: str) -> Meaning:
        """What a column of a sheet holds, and its unit."""
        return self.own.get(sheet, {}).get(column) or COLUMNS.get(column, ("", ""))


def too_many(rows: int, file: str) -> str:
    """Why a table is in no sheet, and where it is."""
    return f"Too many rows for Excel: {rows:,}, and a sheet holds {MOST_ROWS:,}; see {file}."


def sheets_of(played: Played, pack: Pack) -> Sheets:
    """The tables of a run by sheet; what is empty is left out."""
    case = played.case
    tables = {
        BY_OPTION: by_option(played.measures),
        "measures": played.measures,
        "differences": played.differences,
        "costs": played.costs,
        "business_case": case.rows if case is not None else pd.DataFrame(),
        "business_case_summary": case.summary if case is not None else pd.DataFrame(),
        "switching_values": case.switching if case is not None else pd.DataFrame(),
        "bid_check": played.bid_check,
        "frontier": frontier_of(played.study, played.region, played.measures),
        DEFINITIONS: definitions(played.measures["measure"]),
    }
    titles = {option.name: option.title for option in pack.options}
    return Sheets(some(tables), own={BY_OPTION: columns_by_option(titles)})


def some(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables that have rows."""
    return {name: table for name, table in tables.items() if len(table)}


def columns_by_option(titles: Mapping[str, str]) -> dict[str, Meaning]:
    """What the columns of `by_option` hold: each option's own, by its title."""
    own = {name: (f"mean under “{title}”", "as in `unit`") for name, title in titles.items()}
    return {"of unit": ("key of the group: which unit", ""), **own}


def by_option(measures: pd.DataFrame) -> pd.DataFrame:
    """A row a measure and group, its keys in columns of their own, and its mean under each option."""
    if not len(measures):
        return pd.DataFrame()
    options = list(dict.fromkeys(measures["scenario"]))
    keys = ["measure", "group", "unit"]
    means = measures.groupby([*keys, "scenario"], sort=False, observed=True)["value"].mean()
    wide = means.unstack("scenario")[options].reset_index()  # noqa: PD010
    pairs = [dict(pair.split("=", 1) for pair in str(g).split(";") if pair) for g in wide["group"]]
    found = pd.DataFrame({"measure": wide["measure"], "unit": wide["unit"]})
    for key in GROUP_KEYS:
        words = [pair.get(key, "") for pair in pairs]
        if any(words):
            found["of unit" if key == "unit" else key] = words
    return pd.concat([found, wide[options]], axis=1)


def definitions(measured: Iterable[str]) -> pd.DataFrame:
    """The measures that were taken, with unit and meaning."""
    taken = set(measured)
    there = [name for name in MEASURES if name in taken]
    return pd.DataFrame(
        [(name, MEASURES[name][0], MEASURES[name][1]) for name in there],
        columns=["measure", "unit", "definition"],
    )
