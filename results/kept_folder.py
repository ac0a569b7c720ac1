"""A folder that `run`, `sweep` or `site` wrote, opened again: which of them, on which study, on which region."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv as pa_csv

from geography.faults import RegionError
from geography.region import Region, load_region
from results.digest import source_digest
from results.kept_study import FOLDER, kept_study
from results.provenance import PROVENANCE, SEALED, digest_of_file
from results.whose_folder import ANY_VERB, OWN_TABLE, Verb, own_tables, whose
from scenarios.faults import Fault, Mark, StudyFault, listed, probably_meant, shown
from scenarios.load import load_study, region_place
from scenarios.study import Study

TABLES: dict[Verb, tuple[str, ...]] = {
    "run": ("measures.parquet", "differences.csv", "costs.csv", OWN_TABLE["run"]),
    "sweep": (OWN_TABLE["sweep"], "points.csv", "sweep_summary.csv", "differences.csv", "costs.csv"),
    "site": (OWN_TABLE["site"], "measures.parquet", "differences.csv", "costs.csv"),
}  # fmt: skip
"""What each command always writes, and a report is made from."""
SAID = {"tasks", "quick", "days", "seed", "replications", "region_digest"}
"""What every provenance says."""
TEXTS = (
    "scenario", "measure", "group", "baseline", "option", "unit", "agency", "item", "driver",
    "view", "figure", "verdict", "note", "of", "places", "asked", "answer", "minus", "factor", "index", "level",
    "against", "why_none", "dominated_by", "not_ranked",
)  # fmt: skip
"""Columns of words: an empty one is no missing number."""


@dataclass(frozen=True)
class KeptFolder:
    """What a folder says of itself, the study that it keeps and the region that was played on."""

    directory: Path
    verb: Verb
    facts: Mapping[str, Any]
    study_file: Path
    region: Region

    def study(self) -> Study:
        """The study as its file says it. Raises StudyFault with every fault of the file."""
        return load_study(str(self.study_file), self.region)

    @property
    def overridden(self) -> dict[str, Any]:
        """What the command line may have overridden, as `Study.with_changes` takes it."""
        return {
            "quick": bool(self.facts["quick"]),
            "replications": int(self.facts["replications"]),
            "days": int(self.facts["days"]),
            "seed": int(self.facts["seed"]),
        }

    def table(self, name: str) -> pd.DataFrame:
        """A table as it was written: every number to its last digit, texts as texts; empty where none was.

        Raises StudyFault if it cannot be read, or is not what was written: a report would tell other numbers as these.
        """
        path, sealed = self.directory / name, self.facts.get(SEALED, {}).get(name)
        if not path.is_file() and sealed is None:
            return pd.DataFrame()
        if not path.is_file():
            raise self.lacking(f"The {self.verb} in {shown(self.directory)} lacks {name}.")
        try:
            found = pd.read_parquet(path) if path.suffix == ".parquet" else read_csv_back(path)
        except (OSError, ValueError):  # ArrowInvalid is one of these
            raise unreadable(self.directory, self.verb, name) from None
        if sealed is not None and digest_of_file(path) != sealed:
            where = f"{name} of the {self.verb} in {shown(self.directory)}"
            why = "cut off, or saved by another program"
            raise self.lacking(f"{where} is not as it was written: {why}.")
        return found

    def lacking(self, message: str) -> StudyFault:
        """The fault of a folder that is not whole: the same command makes it so."""
        return StudyFault([again(self.directory, self.verb, message)])

    def refuse_changed(self, study: Study) -> None:
        """Raise StudyFault where the kept study is no longer the one that was played; titles and `report:` may be.

        A scenario's digest is compared where it was made by the same code as now: another version may say the same
        scenario otherwise.
        """
        played: Mapping[str, str] = self.facts.get("scenarios", {})
        scenarios = {scenario.name: scenario for scenario in study.scenarios}
        same_code = self.facts.get("source_digest") == source_digest()
        changed = [
            name
            for name, digest in played.items()
            if name not in scenarios or (same_code and scenarios[name].digest() != digest)
        ]
        if changed:
            raise self.changed(changed)

    def changed(self, names: list[str]) -> StudyFault:
        """The fault of a study that was changed after it was played."""
        what = listed(names, 4)
        message = f"The study is not as it was when this was played: {what} changed, or gone."
        allowed = (
            "the study as it was (titles and `report:` may be changed); or the changed study played: "
            f"{same_again(self.verb)}"
        )
        return StudyFault([Fault(Mark(shown(self.study_file)), "", message, allowed)])


def open_folder(directory: Path) -> KeptFolder:
    """A folder as it was written.

    Raises StudyFault if no command wrote it, or several, or it is not whole, or the region is not there as it was.
    """
    facts = _provenance(directory)
    verb = whose(directory, facts)
    missing = [name for name in TABLES[verb] if not (directory / name).is_file()]
    if missing:
        message = f"The {verb} in {shown(directory)} lacks {listed(missing)}."
        raise StudyFault([again(directory, verb, message)])
    found = kept_study(directory)
    if found is None:
        message = f"The {verb} keeps no copy of its study in {FOLDER}/, as those of before did not."
        raise StudyFault([again(directory, verb, message)])
    path, named = found
    return KeptFolder(directory, verb, facts, path, _region_of(directory, path, named, facts))


def _provenance(directory: Path) -> Mapping[str, Any]:
    """What a folder says of itself; a fault if it says nothing, or not what a command wrote."""
    try:
        facts: dict[str, Any] = json.loads((directory / PROVENANCE).read_text(encoding="utf-8"))
        whole = isinstance(facts["tasks"], dict) and set(facts) >= SAID
    except (FileNotFoundError, NotADirectoryError):
        raise no_run(directory) from None
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        message = "This does not say what was played, as `bluelight run`, `sweep` and `site` do."
        place = Mark(shown(directory / PROVENANCE))
        raise StudyFault([Fault(place, "", message, "the file as it was written")])
    return facts


def no_run(directory: Path) -> StudyFault:
    """The fault of a folder that is no command's, or of one that did not end."""
    if own_tables(directory) or any((directory / "tasks").glob("*.parquet")):
        message = (
            f"What was played into {shown(directory)} was not ended: {PROVENANCE}, which is written after all tables, "
            "is not there."
        )
        return StudyFault([again(directory, None, message)])
    there = "holds no run" if directory.is_dir() else "is not there"
    runs = {found.parent.name: shown(found.parent) for found in _around(directory)}
    meant = runs.get(probably_meant(directory.resolve().name, runs), "")
    allowed = f"{ANY_VERB}{': ' + listed(runs.values()) if runs else ''}"
    message = f"{shown(directory)} {there}: no {PROVENANCE}."
    return StudyFault([Fault(Mark(shown(directory)), "", message, allowed, meant)])


def _around(directory: Path) -> list[Path]:
    """Folders that lie where somebody who misspelt one would look."""
    places = [directory.parent, directory, Path("runs")]
    return sorted({found for place in places for found in place.glob(f"*/{PROVENANCE}")})


def again(directory: Path, verb: Verb | None, message: str) -> Fault:
    """The fault of a folder that is not whole."""
    return Fault(Mark(shown(directory)), "", message, same_again(verb))


def unreadable(directory: Path, verb: Verb, name: str) -> StudyFault:
    """The fault of a table that is damaged."""
    message = f"{name} in {shown(directory)} cannot be read."
    return StudyFault([again(directory, verb, message)])


def same_again(verb: Verb | None) -> str:
    """What makes a folder whole; no verb where nothing says which command wrote it."""
    command = f"the same `bluelight {verb}`" if verb else "the same command"
    return f"{command} again into this folder; what was played is kept and not played again"


def _region_of(directory: Path, study: Path, named: str, facts: Mapping[str, Any]) -> Region:
    """The region that was played on: where it was, else beside the kept study, or in regions/."""
    name, digest = str(facts.get("region", named)), str(facts["region_digest"])
    places = dict.fromkeys([region_place(name, study), named, name, str(Path("regions") / name)])
    other = ""
    for place in places:
        try:
            region = load_region(place)
        except RegionError:
            continue
        if region.digest == digest:
            return region
        other = place
    allowed = (
        f"the region as it was, bundled, in regions/{name}, or in {shown(study.parent / name)}"
    )
    message = (
        f"The region '{other}' is not as it was when this was played."
        if other
        else f"The region '{name}' of this run is not on this machine."
    )
    raise StudyFault([Fault(Mark(shown(directory)), "region", message, allowed)])


def read_csv_back(path: Path) -> pd.DataFrame:
    """A CSV file as it was written. Raises ValueError if it is none."""
    words = pa_csv.ConvertOptions(column_types=dict.fromkeys(TEXTS, pa.string()))
    arrow = pa_csv.read_csv(path, convert_options=words)
    found: pd.DataFrame = arrow.to_pandas()
    empty = [field.name for field in arrow.schema if pa.types.is_null(field.type)]
    return found.astype(dict.fromkeys(empty, float))
