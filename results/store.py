"""A run's folder: each file appears whole or not at all, and is read back as it was written."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from results.task import Tables

NOT_IN_TASK = ("log", "calls", "measures", "costs")
MEASURED = ("measures", "costs")
TABLES_KEY, DIGEST_KEY = b"bluelight_tables", b"bluelight_digest"
PARTS_IN = ("", "figures/", "tasks/", "measured/", "failures/", "units/", "logs/*/", "calls/*/")


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file beside its place and move it there when it is whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(path)
    except OSError as error:  # a full disk does not say for which file
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """A table as CSV, UTF-8, the same bytes on every system."""
    write_whole(
        path,
        lambda part: table.to_csv(part, index=False, encoding="utf-8", lineterminator="\n"),
    )


def write_if_any(path: Path, table: pd.DataFrame) -> None:
    """A table as CSV; where it is empty there is no file, since what was written before says nothing of this one."""
    if len(table):
        write_csv(path, table)
    else:
        path.unlink(missing_ok=True)


def write_parquet(path: Path, table: pd.DataFrame, digest: str = "") -> None:
    """A table as Parquet; with the digest of the task that it is of, where it is of one."""
    arrow = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
    if digest:
        arrow = arrow.replace_schema_metadata(
            {**arrow.schema.metadata, DIGEST_KEY: digest.encode()}
        )
    write_whole(path, lambda part: pq.write_table(arrow, part))


def digest_of(path: Path) -> str:
    """The digest of the task that a file is of; nothing if it is not there, or is not whole."""
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return ""
    return str(metadata.get(DIGEST_KEY, b"").decode())


def write_bytes(path: Path, content: bytes) -> None:
    """Bytes as they are."""

    def write(part: Path) -> None:
        part.write_bytes(content)

    write_whole(path, write)


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Plain data as JSON."""
    write_text(path, json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")


def write_text(path: Path, text: str) -> None:
    """Text as UTF-8."""

    def write(part: Path) -> None:
        part.write_text(text, encoding="utf-8", newline="\n")

    write_whole(path, write)


def clear_parts(directory: Path) -> None:
    """Take away what an interrupted run left half-written, and nothing else that lies about."""
    for pattern in PARTS_IN:
        for part in directory.glob(f"{pattern}.*.part"):
            if re.fullmatch(r"\..+\.\d+\.part", part.name):
                part.unlink(missing_ok=True)


class RunFolder:
    """The files of one run, by what they hold."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def task(self, digest: str) -> Path:
        """The tidy tables of one task."""
        return self.directory / "tasks" / f"{digest}.parquet"

    def log(self, scenario: str, replication: int) -> Path:
        """The log of one run."""
        return self.directory / "logs" / scenario / f"{replication}.parquet"

    def calls(self, scenario: str, replication: int) -> Path:
        """What each call of one run was."""
        return self.directory / "calls" / scenario / f"{replication}.parquet"

    def places(self) -> Path:
        """What every road node is called."""
        return self.directory / "places.parquet"

    def units(self, scenario: str) -> Path:
        """What each unit of a scenario is."""
        return self.directory / "units" / f"{scenario}.parquet"

    def has(self, digest: str, names: Iterable[str], replication: int, keep_log: bool) -> bool:
        """Whether everything that is kept of a task is there, and is of this task and no other."""
        files = [self.task(digest)]
        if keep_log:
            files += [self.log(name, replication) for name in names]
            files += [self.calls(name, replication) for name in names]
        return all(digest_of(file) == digest for file in files)

    def write_task(
        self, digest: str, names: Iterable[str], replication: int, tables: Tables, keep_log: bool
    ) -> None:
        """Write what is kept of a run; the task's own file last, since it says that the rest is there."""
        for name in names:
            if keep_log:
                write_parquet(self.log(name, replication), tables["log"], digest)
                write_parquet(self.calls(name, replication), tables["calls"], digest)
        kept = {key: table for key, table in tables.items() if key not in NOT_IN_TASK}
        whole = as_one(kept, digest)
        write_whole(self.task(digest), lambda part: pq.write_table(whole, part))

    def measured(self, name: str) -> Path:
        """The measures and costs of one task, by the name of all that they follow from."""
        return self.directory / "measured" / f"{name}.parquet"

    def write_measured(self, name: str, tables: Tables) -> None:
        """Write a run's measures and costs."""
        whole = as_one({key: tables[key] for key in MEASURED}, name)
        write_whole(self.measured(name), lambda part: pq.write_table(whole, part))

    def read_measured(self, name: str) -> Tables | None:
        """A run's measures and costs as they were written; None if they are not there, or not whole."""
        path = self.measured(name)
        return as_tables(pq.read_table(path)) if digest_of(path) == name else None

    def read_task(self, digest: str, only: Iterable[str] = ()) -> Tables:
        """The tidy tables of one task, as they were written; all, or only some."""
        return as_tables(pq.read_table(self.task(digest)), tuple(only))


def as_one(tables: Mapping[str, pd.DataFrame], digest: str) -> pa.Table:
    """Several tidy tables as one, with a column `table`; columns that a table lacks are empty.

    The schema's metadata says what rows and columns each table has, so that it comes back as it was, an empty one too.
    """
    parts, own = [], {}
    for name, table in tables.items():
        arrow = plain(pa.Table.from_pandas(table, preserve_index=False, nthreads=1))
        own[name] = {"rows": len(table), "columns": {c: str(k) for c, k in table.dtypes.items()}}
        label = pa.array([name] * len(table), type=pa.string())
        parts.append(arrow.replace_schema_metadata(None).add_column(0, "table", label))
    whole = pa.concat_tables(parts, promote_options="permissive")
    return whole.replace_schema_metadata(
        {TABLES_KEY: json.dumps(own).encode(), DIGEST_KEY: digest.encode()}
    )


def plain(arrow: pa.Table) -> pa.Table:
    """The same table with words in the place of numbered words, since tables number theirs differently."""
    for number, field in enumerate(arrow.schema):
        if pa.types.is_dictionary(field.type):
            words = arrow.column(number).cast(field.type.value_type)
            arrow = arrow.set_column(number, field.name, words)
    return arrow


def as_tables(arrow: pa.Table, only: Sequence[str] = ()) -> Tables:
    """The tables that were put in one, as they were; all, or only some."""
    own = json.loads(arrow.schema.metadata[TABLES_KEY])
    tables, start = {}, 0
    for name, said in own.items():
        part = arrow.slice(start, said["rows"]).select(list(said["columns"]))
        if not only or name in only:
            tables[name] = part.to_pandas().astype(said["columns"])
        start += said["rows"]
    return tables
