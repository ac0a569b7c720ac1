"""A siting that was played before, from what its folder holds; nothing is screened again and nothing is played."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from results.experiment import Played
from results.kept_folder import KeptFolder
from results.site import PROVEN, Sited
from results.site_table import SITE_COLUMNS
from scenarios.combinations import with_combinations
from scenarios.site import Combination, Site


def sited_of(kept: KeptFolder) -> Sited:
    """What a siting found, as it was when it was played: its combinations are those of `site.csv`.

    Raises StudyFault if the folder is not whole, or its study was changed.
    """
    table = kept.table("site.csv")
    if not set(SITE_COLUMNS) <= set(table):
        raise kept.lacking("site.csv is not as this version writes it.")
    table = table.astype({"screen_rank": "Int64"})
    loaded = kept.study()
    if loaded.head.site is None:
        raise kept.changed(["site"])
    site = _as_played(loaded.head.site, kept.facts["site"])
    combinations = tuple(
        _combination(row, bool(kept.facts["site"].get(PROVEN))) for row in table.to_dict("records")
    )
    if lost := {name for one in combinations for name in one.places} - set(site.candidates):
        raise kept.changed([f"site.candidates.{name}" for name in sorted(lost)])
    simulated = [one for one in combinations if one.simulated]
    made = with_combinations(loaded, str(kept.study_file), site, simulated, kept.region)
    study = made.with_changes(**{**kept.overridden, "replications": None})
    kept.refuse_changed(study)
    nothing = pd.DataFrame()
    played = Played(
        study=study,
        region=kept.region,
        directory=kept.directory,
        measures=kept.table("measures.parquet"),
        differences=kept.table("differences.csv"),
        costs=kept.table("costs.csv"),
        bid_check=nothing,
        arrivals=nothing,
        zones=nothing,
        provenance=dict(kept.facts),
    )
    return Sited(played, site, combinations, table)


def _as_played(site: Site, said: Mapping[str, Any]) -> Site:
    """The block with the replications that were played, which the command line may have overridden."""
    limits = {key: int(said[key]) for key in ("first_stage", "max_replications")}
    return site.model_copy(update={"procedure": site.procedure.model_copy(update=limits)})


def _combination(row: Mapping[Any, Any], proven: bool) -> Combination:
    """A combination as a row of `site.csv` has it."""
    rank, screened = row["screen_rank"], float(row["screen_objective"])
    return Combination(
        name=str(row["scenario"]),
        k=int(row["k"]),
        places=tuple(str(row["places"]).split(";")),
        rank=0 if pd.isna(rank) else int(rank),
        screened=0.0 if math.isnan(screened) else screened,
        asked=str(row["asked"]),
        simulated=bool(row["simulated"]),
        proven=proven,
    )
