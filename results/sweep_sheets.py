"""The tables of a sweep by sheet, for its workbook: each answer at every point, what moves it, and the tables beside.

A sweep of thousands of points has more rows than Excel or an office computer holds: what would not fit is not read at
all, and the first sheet says what it is and where it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from results import sheets
from results.kept_folder import read_csv_back, unreadable
from results.pack import Pack, SweepFindings
from results.sheets import DEFINITIONS, INTERVAL, WHAT, Meaning, Sheets, definitions, some, too_many
from results.sweep import Asked, Swept, points_table
from scenarios.sweep import EACH

MOST_CELLS = 10_000_000
"""Of all sheets that are read from files: so many take some three quarters of a minute to write."""
ANSWERS, EFFECTS, POINTS = "answers", "effects", "points"
PIECE = 1 << 20
"""Bytes of a file that are looked at together."""
CASE = ("business_case_summary", "switching_values", "business_case")
LONG = ("frontier", *CASE[:2], "differences", "sweep_summary", "costs", CASE[2])
"""Read from their CSV files, the first of them first, as far as there is room."""
SAYS = {
    **WHAT,
    ANSWERS: "Each answer that the study asks for at every point: mean and 95% interval over replications. "
    "Points at which an answer was not measured in every replication are not in it.",
    EFFECTS: "How much each factor moves each answer, by what the design can tell: sensitivity.csv.",
    POINTS: "Each point's option and the levels of its factors: points.csv. Empty: as declared.",
    "frontier": "Which points are beaten on cost and response at the same setting: frontier.csv.",
    "differences": "Each point less that of the sweep's first option at the same levels, paired by replication; of one "
    "option, less its first point: differences.csv.",
    "sweep_summary": "Each point's mean of every measure, with its 95% interval: sweep_summary.csv.",
}
POINT = "option and levels of the factors: see points"
EFFECT_COLUMNS: dict[str, Meaning] = {
    "answer": ("the answer, as the study calls it", ""),
    "option": (
        f"the option that it is of; {EACH}: every option is a level of the factor `option`",
        "",
    ),
    "minus": ("the option that it is held against; empty where it is no difference", ""),
    "factor": ("the factor: see points", ""),
    "index": (
        "effect: the answer at `level` less the answer `against` it; rank_correlation of level and answer; mu_star and "
        "sigma: mean size and spread of the change over the factor's range; first_order and total: shares of variance",
        "",
    ),
    "level": ("the factor's level that an effect is of", ""),
    "value": ("the index", "as in `unit`"),
    "points": ("settings that it rests on", ""),
    "noise_share": ("part of the variance between points that is only simulation", "0 to 1"),
    "against": ("the level that an effect is held against", ""),
    "why_none": ("why nothing can be said of the factor", ""),
}
COLUMNS: dict[str, Meaning] = {
    "answer": ("the answer, as the study calls it", ""),
    "of": ("of which option it is, and against which", ""),
    "scenario": (f"the point: {POINT}", ""),
    "option": ("the option", ""),
    "baseline": ("the point that it is compared with", ""),
    "dominated_by": ("the point that is no dearer and no worse", ""),
    "mean": ("mean over replications", "as in `unit`"),
    "low": (f"lower {INTERVAL}", "as in `unit`"),
    "high": (f"upper {INTERVAL}", "as in `unit`"),
    "replications": ("how many it is the mean of", ""),
}


def sheets_of_sweep(swept: Swept, pack: Pack) -> Sheets:
    """The tables of a sweep by sheet; what is empty is left out, and what is too long is named."""
    found = pack.sweep
    assert found is not None
    factors = {name: (f"factor: {title}", "") for name, title in found.factors.items()}
    common: Mapping[str, Meaning] = {**COLUMNS, **factors}
    measured = pq.ParquetFile(swept.table).metadata.num_rows
    room = Room(MOST_CELLS)
    tables = {
        ANSWERS: answers(found),
        EFFECTS: with_numbers(swept.moved, "level"),
        POINTS: points_table(swept),
        **dict(room.read(swept.directory, LONG)),
        DEFINITIONS: definitions(Asked(swept).measures()),
    }
    own = dict.fromkeys((ANSWERS, POINTS, *LONG), common)
    own[EFFECTS] = EFFECT_COLUMNS
    of_points = {**common, "option": COLUMNS["scenario"]}
    own |= dict.fromkeys(("differences", *CASE), of_points)
    left_out = {
        **{name: f"{SAYS[name]} {why}" for name, why in room.left_out.items()},
        "measures": f"Every measure of every replication, {measured:,} rows: sweep.parquet, with the levels of the "
        "factors beside, and measures.csv without. sweep_summary has their means.",
    }
    return Sheets(some(tables), SAYS, own, left_out)


def answers(found: SweepFindings) -> pd.DataFrame:
    """A row an answer and point: the levels of the factors, and the answer with its interval."""
    parts = []
    for answer in found.answers:
        if not len(answer.points):
            continue
        part = answer.points.assign(unit=answer.unit, replications=found.replications)
        part.insert(0, "answer", answer.title)
        part.insert(1, "of", answer.of)
        parts.append(part)
    if not parts:
        return pd.DataFrame()
    whole = pd.concat(parts, ignore_index=True)
    last = ["mean", "low", "high", "unit", "replications"]
    return whole[["answer", "of", *(name for name in found.factors if name in whole), *last]]


def with_numbers(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """A table whose column of words has numbers where a word is one, so that Excel can sort and draw them."""
    if column not in table:
        return table
    as_numbers = pd.to_numeric(table[column], errors="coerce")
    mixed = as_numbers.astype(object).where(as_numbers.notna(), table[column])
    return table.assign(**{column: mixed})


@dataclass
class Room:
    """Reads tables as long as there are cells left for them."""

    cells: int
    left_out: dict[str, str] = field(default_factory=dict)

    def read(self, directory: Path, names: tuple[str, ...]) -> Iterator[tuple[str, pd.DataFrame]]:
        """The tables that are there and fit, by name; those that do not are noted with why, and where they are.

        Raises StudyFault if one cannot be read.
        """
        for name in names:
            path = directory / f"{name}.csv"
            if not path.is_file():
                continue
            rows, columns = size_of(path)
            if rows > sheets.MOST_ROWS:
                self.left_out[name] = too_many(rows, path.name)
            elif rows * columns > self.cells:
                self.left_out[name] = (
                    f"{rows:,} rows: with those before more than a workbook opens with ease; see {path.name}."
                )
            else:
                self.cells -= rows * columns
                try:
                    yield name, read_csv_back(path)
                except ValueError:  # ArrowInvalid is one
                    raise unreadable(directory, "sweep", path.name) from None


def size_of(path: Path) -> tuple[int, int]:
    """Rows and columns of a CSV file, counted by its lines without reading what they hold; none is broken in two."""
    with path.open("rb") as file:
        columns = file.readline().count(b",") + 1
        pieces = iter(lambda: file.read(PIECE), b"")
        return sum(piece.count(b"\n") for piece in pieces), columns
