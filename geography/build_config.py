"""The file that says what a region is built from: files, columns and constants, checked before anything is read."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from geography.faults import Fault, RegionError, nearest_word
from geography.sites import KINDS
from geography.sourced import SourcedValue
from geography.tables import Reader

_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}")
_LIKE_TEXT = (str, int, float)


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, _LIKE_TEXT) and not isinstance(value, bool) else value


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
Where = dict[str, Texts]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(_Strict):
    """A constant that can defend itself."""

    value: float = Field(ge=0, allow_inf_nan=False)
    unit: Text
    status: Literal["observed", "estimated", "assumed"]
    source: str = Field(min_length=5)

    def sourced(self, name: str) -> SourcedValue:
        """The constant with its name."""
        return SourcedValue(name, self.value, self.unit, self.status, self.source)


class DataFile(_Strict):
    """A file, which layer of it, in which coordinates, and which of its rows."""

    file: Text
    layer: Text | None = None
    crs: Text | None = None
    where: Where = {}
    leave_out: Where = {}


class Boundary(DataFile):
    """The polygon of the region; roads and sites are taken from a buffer around it too."""

    buffer: Number | None = None


class EdgeColumns(_Strict):
    """Which columns of an edge table hold what; `wkt` is a line in the coordinates of the nodes."""

    start: Text
    end: Text
    road_class: Text
    length_m: Text | None = None
    limit: Text | None = None
    oneway: Text | None = None
    access: Text | None = None
    junction: Text | None = None
    name: Text | None = None
    wkt: Text | None = None


class PointColumns(_Strict):
    """Which columns hold a place, where the file has no geometry of its own."""

    id: Text | None = None
    x: Text | None = None
    y: Text | None = None


class Roads(_Strict):
    """Where the roads are from."""

    form: Literal["osm", "open_roads", "tables"]
    file: Text | None = None
    nodes: DataFile | None = None
    edges: DataFile | None = None
    node_columns: PointColumns = PointColumns(id="node", x="lon", y="lat")
    edge_columns: EdgeColumns | None = None
    classes: dict[str, Text] | Literal["osm"] = "osm"
    limit_unit: Literal["km/h", "mph"] = "km/h"
    directed: bool = False
    crs: Text | None = None
    attribution: Texts = ()

    @model_validator(mode="after")
    def _files(self) -> Roads:
        if self.form == "tables":
            lacking = [n for n in ("nodes", "edges", "edge_columns") if getattr(self, n) is None]
        else:
            lacking = ["file"] if self.file is None else []
        if lacking:
            message = f"roads of the form {self.form} need {', '.join(lacking)}"
            raise ValueError(message)
        return self


class ZoneColumns(PointColumns):
    """Which columns of a census table hold what; only the id and the people are needed."""

    id: Text | None = None
    people: Text | None = None
    households: Text | None = None
    deprivation: Text | None = None
    rurality: Text | None = None
    district: Text | None = None
    name: Text | None = None


class ZoneFile(DataFile):
    """Small areas with their people, as points or polygons, or settlements of an OpenStreetMap file."""

    form: Literal["table", "osm_places"] = "table"
    columns: ZoneColumns = ZoneColumns()
    age: dict[str, Text] = {}
    urban: Texts = ()
    deprivation: Literal["decile", "fifth"] = "decile"
    status: Literal["observed", "estimated", "assumed"] = "observed"
    source: Text = "as the file gives them"
    total: Number | None = None
    spread: Literal["kind", "streets"] = "kind"
    people_of: dict[str, Number] = {}
    attribution: Texts = ()

    @model_validator(mode="after")
    def _columns(self) -> ZoneFile:
        needs = ("id", "people")
        lacking = [name for name in needs if getattr(self.columns, name) is None]
        if self.form == "table" and lacking:
            message = f"columns need {' and '.join(lacking)}"
            raise ValueError(message)
        return self


class SiteColumns(PointColumns):
    """Which columns of a list of sites hold what."""

    name: Text | None = None
    kind: Text | None = None
    emergency_department: Text | None = None


class SiteFile(DataFile):
    """A list of stations, hospitals or places."""

    kind: (
        Literal["fire_station", "ambulance_station", "police_station", "hospital", "place"] | None
    ) = None
    kinds: dict[
        str, Literal["fire_station", "ambulance_station", "police_station", "hospital", "place"]
    ] = {}
    columns: SiteColumns = SiteColumns()
    prefix: str = ""
    emergency_department: Literal["yes", "no"] = "no"
    within: Literal["boundary", "buffer"] = "buffer"
    status: Literal["observed", "estimated", "assumed"] = "observed"
    source: Text
    note: str = ""
    attribution: Texts = ()

    @model_validator(mode="after")
    def _kind(self) -> SiteFile:
        if (self.kind is None) == (self.columns.kind is None):
            message = "sites need either kind or columns.kind"
            raise ValueError(message)
        return self


class BuildConfig(_Strict):
    """What a region is built from."""

    region: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    data: Text | None = None
    boundary: Boundary | None = None
    roads: Roads
    zones: ZoneFile
    sites: list[SiteFile] = Field(min_length=1)
    districts: DataFile | None = None
    district_name: Text | None = None
    areas: dict[str, Where] = {}
    speeds: Text | None = None
    constants: dict[str, Number] = {}
    attribution: Texts = ()


@dataclass(frozen=True)
class Plan:
    """A checked config with the folder of its files, and where each of its keys stands."""

    config: BuildConfig
    path: Path
    data: Path
    marks: Any

    def file(self, name: str) -> Path:
        """A file that the config names: from its data folder, with environment variables filled in."""
        return self.data / name

    def fault(self, where: str, message: str, allowed: str = "", hint: str = "") -> Fault:
        """A fault of the config, at the line of its key."""
        return Fault(
            str(self.path), line_at(self.marks, where.split(".")), where, message, allowed, hint
        )


def line_at(marks: Any, where: Sequence[str | int]) -> int | None:
    """The line of the deepest part of a path that stands in the file."""
    line: int | None = None
    for part in where:
        lines = getattr(marks, "lc", None)
        if lines is None:
            break
        key: str | int = int(part) if isinstance(marks, list) and str(part).isdigit() else part
        try:
            at = lines.item(key) if isinstance(marks, list) else lines.key(key)
            line, marks = int(at[0]) + 1, marks[key]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


def _plain(value: Any) -> Any:
    """YAML as plain Python, environment variables not yet filled in."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return value
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


class _Expander:
    """Fills in `${NAME}` and `${NAME:-otherwise}`; a name that is not set is a fault."""

    def __init__(self, file: str, marks: Any, faults: list[Fault]) -> None:
        self._file, self._marks, self._faults = file, marks, faults

    def fill(self, value: Any, where: tuple[str | int, ...] = ()) -> Any:
        """The value with every variable in its text filled in."""
        if isinstance(value, dict):
            return {key: self.fill(item, (*where, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, (*where, place)) for place, item in enumerate(value)]
        if isinstance(value, str):
            return _VARIABLE.sub(lambda found: self._value(found, where), value)
        return value

    def _value(self, found: re.Match[str], where: tuple[str | int, ...]) -> str:
        name, otherwise = found.group(1), found.group(2)
        value = os.environ.get(name) or otherwise
        if value is None:
            message = f"The environment variable {name} is not set."
            hint = f"${{{name}:-folder}} says which folder to use then"
            place = ".".join(str(part) for part in where)
            self._faults.append(
                Fault(self._file, line_at(self._marks, where), place, message, hint)
            )
            return ""
        return value


def _allowed_beside(where: Sequence[str | int]) -> list[str]:
    """The keys that are allowed where an unknown one was found."""
    model: Any = BuildConfig
    for part in where[:-1]:
        if isinstance(part, int):
            continue
        field = getattr(model, "model_fields", {}).get(part)
        if field is None:
            return []
        model = next((m for m in _models_of(field.annotation)), None)
        if model is None:
            return []
    return list(model.model_fields)


def _models_of(annotation: Any) -> list[Any]:
    found = (
        [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []
    )
    for inner in getattr(annotation, "__args__", ()):
        found += _models_of(inner)
    return found


def _as_fault(file: str, marks: Any, error: Any) -> Fault:
    where = [part for part in error["loc"] if part in ("osm",) or not str(part).startswith("dict[")]
    place, line = ".".join(str(part) for part in where), line_at(marks, where)
    kind, told = error["type"], str(error["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        allowed = _allowed_beside(where)
        return Fault(
            file, line, place, "Unknown key.", ", ".join(allowed),
            nearest_word(str(where[-1]), allowed),
        )  # fmt: skip
    if kind == "missing":
        return Fault(file, line, place, "This is missing.")
    if kind == "literal_error":
        expected = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        hint = nearest_word(str(error["input"]), expected.split(", "))
        return Fault(file, line, place, f'There is no "{error["input"]}" here.', expected, hint)
    message = told[0].upper() + told[1:]
    return Fault(file, line, place, f"{message}." if not message.endswith(".") else message)


@dataclass(frozen=True)
class Tried:
    """A config with its faults: a plan if all else but unknown keys is right, and its words as they were written."""

    file: str
    plan: Plan | None
    faults: tuple[Fault, ...]
    words: Mapping[str, Any]
    data: Path
    marks: Any


def _without(words: Mapping[str, Any], unknown: Sequence[Any]) -> Mapping[str, Any]:
    """A config without some of its keys, each given by its path."""
    left: dict[str, Any] = copy.deepcopy(dict(words))
    for where in unknown:
        block: Any = left
        for part in where[:-1]:
            block = block[part]
        block.pop(where[-1], None)
    return left


def read_plan(path: str | Path) -> Plan:
    """A build config, checked. Raises RegionError with every fault of the file at once."""
    tried = try_plan(path)
    if tried.faults or tried.plan is None:
        raise RegionError(tried.faults)
    return tried.plan


def try_plan(path: str | Path) -> Tried:
    """A build config with every fault of it. Raises RegionError where it is no YAML of keys and values."""
    path = Path(path)
    reader = Reader(path.parent)
    marks = reader.yaml(path.name)
    file = str(path)
    if reader.faults or not marks:
        raise RegionError(reader.faults or [Fault(file, None, "", "This file is empty.")])
    faults: list[Fault] = []
    plain = _Expander(file, marks, faults).fill(_plain(marks))
    config: BuildConfig | None = None
    try:
        config = BuildConfig.model_validate(plain)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        faults += dict.fromkeys(_as_fault(file, marks, one) for one in errors)
        unknown = [one["loc"] for one in errors if one["type"] == "extra_forbidden"]
        with suppress(ValidationError, KeyError, IndexError, TypeError):
            config = BuildConfig.model_validate(_without(plain, unknown))
    data = (path.parent / str(plain.get("data") or ".")).resolve()
    if not data.is_dir():
        message = f"There is no folder {data}."
        faults.append(Fault(file, line_at(marks, ["data"]), "data", message))
    plan = None if config is None or not data.is_dir() else Plan(config, path, data, marks)
    return Tried(file, plan, tuple(faults), plain, data, marks)


assert set(KINDS) == {"fire_station", "ambulance_station", "police_station", "hospital", "place"}
