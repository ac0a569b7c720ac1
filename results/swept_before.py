"""A sweep that was played before, from what its folder holds; nothing is played."""

from __future__ import annotations

import duckdb

from results.experiment import scenarios_of
from results.kept_folder import KeptFolder, unreadable
from results.sweep import Swept
from results.whose_folder import OWN_TABLE


def swept_of(kept: KeptFolder) -> Swept:
    """A sweep's points and what moves its answers, as they were when it was played.

    Raises StudyFault if the folder is not whole, or its study was changed.
    """
    study = kept.study().with_changes(**kept.overridden, for_sweep=True)
    kept.refuse_changed(study)
    whole = set(kept.table("points.csv")["scenario"])
    if lost := whole - set(study.points):
        raise kept.changed(sorted(lost))
    return Swept(
        study=study,
        region=kept.region,
        directory=kept.directory,
        scenarios=tuple(s for s in scenarios_of(study, points=True) if s.name in whole),
        replications=_replications(kept, whole),
        provenance=dict(kept.facts),
        moved=kept.table("sensitivity.csv"),
    )


def _replications(kept: KeptFolder, whole: set[str]) -> tuple[int, ...]:
    """The replications that every point of the table was played in."""
    path = kept.directory / OWN_TABLE["sweep"]
    with duckdb.connect() as base:
        try:
            base.from_parquet(str(path)).create_view("sweep")
            points = {
                str(name)
                for (name,) in base.execute("SELECT DISTINCT scenario FROM sweep").fetchall()
            }
            rows = base.execute("SELECT DISTINCT replication FROM sweep ORDER BY ALL").fetchall()
        except duckdb.Error:
            raise unreadable(kept.directory, kept.verb, path.name) from None
    if not points <= whole:
        raise kept.lacking(f"{path.name} and points.csv are not of the same sweep.")
    return tuple(int(number) for (number,) in rows)
