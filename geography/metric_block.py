"""How a region without roads declares its travel: a metric, a circuity, speeds, and accelerations if any."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geography.faults import Fault, nearest_word
from geography.sites import KINDS
from geography.sourced import SourcedValue
from geography.speed_law import SpeedLaw
from geography.tables import line_of

METRIC_KEYS = ("metric", "circuity", "speed", "acceleration")
SPEEDS = {"m/s": 1.0, "m/min": 1 / 60, "km/h": 1 / 3.6, "mph": 0.44704}
ACCELERATIONS = {"m/s2": 1.0, "km/h/s": 1 / 3.6, "mile/min2": 1609.344 / 3600}
Finite = Annotated[float, Field(allow_inf_nan=False)]
NoteFault = Callable[..., None]
UNION_PARTS = (
    "_",
    "Sourced",
    "list[",
    "literal[",
)  # in pydantic's path to a fault, but not in the file


class Block(BaseModel):
    """A block of `region.yaml` whose unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Sourced(Block):
    """A number above 0 with its unit, status and source."""

    value: Finite = Field(gt=0)
    unit: str
    status: Literal["observed", "estimated", "assumed"]
    source: str = Field(min_length=3)

    def named(self, name: str) -> SourcedValue:
        """The same under the name that a report lists it by."""
        return SourcedValue(name, self.value, self.unit, self.status, self.source)


class MetricBlock(Block):
    """Straight lines or a grid, times a circuity, at a speed for each profile.

    Where a profile has an acceleration too, the square root and then the straight line of `speed_law` holds.
    """

    metric: Literal["euclidean", "manhattan"]
    circuity: Sourced | None = None
    speed: dict[Literal["blue_light", "day"], Sourced | Literal["instant"]] = Field(min_length=1)
    acceleration: dict[Literal["blue_light", "day"], Sourced] = Field(default_factory=dict)

    @property
    def detour(self) -> float:
        """Metres of way for a metre of the metric."""
        return self.circuity.value if self.circuity else 1.0

    def sources(self, where: str = "") -> dict[str, Sourced]:
        """Every number with a source, by the name that a report lists it by."""
        found = {f"{where}speed.{k}": v for k, v in self.speed.items() if isinstance(v, Sourced)}
        found |= {f"{where}acceleration.{k}": v for k, v in self.acceleration.items()}
        return found | ({f"{where}circuity": self.circuity} if self.circuity else {})

    def laws(self, fault: NoteFault, where: str = "") -> dict[str, float | SpeedLaw]:
        """A speed or a law for both profiles, the one given standing for one that is not; faults noted."""
        found: dict[str, float | SpeedLaw] = {}
        for profile, given in self.speed.items():
            speed = _measured(given, SPEEDS, fault, f"{where}speed", "speed")
            gathered = self.acceleration.get(profile)
            if gathered is None:
                found[profile] = speed
                continue
            name = f"{where}acceleration"
            rate = _measured(gathered, ACCELERATIONS, fault, name, "acceleration")
            found[profile] = SpeedLaw(speed, rate)
        for profile in self.acceleration:
            if profile not in self.speed:
                message = f'The profile "{profile}" has an acceleration but no speed.'
                fault(f"{where}acceleration", message, ", ".join(self.speed))
        one = next(iter(found.values()), math.inf)
        return {name: found.get(name, one) for name in ("blue_light", "day")}


def _measured(
    given: Sourced | Literal["instant"],
    units: Mapping[str, float],
    fault: NoteFault,
    where: str,
    what: str,
) -> float:
    """The number in m/s or m/s²; infinite for `instant` and, with a fault, for a unit that there is not."""
    if isinstance(given, Sourced) and given.unit in units:
        return given.value * units[given.unit]
    if isinstance(given, Sourced):
        hint = nearest_word(given.unit, units)
        fault(where, f'"{given.unit}" is not a unit of {what}.', ", ".join(units), hint)
    return math.inf


def plain(data: Any) -> Any:
    """The same data without the marks of the reader."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    return [plain(value) for value in data] if isinstance(data, list) else data


def faults_of(
    error: ValidationError,
    config: Mapping[str, Any],
    file: str,
    keys: Sequence[str],
    allowed_of: Mapping[str, str],
) -> list[Fault]:
    """What pydantic found wrong, each at the line of the innermost key that it names.

    `keys` are what an unknown key was probably meant to be, `allowed_of` says for some keys what is allowed.
    """
    found: dict[tuple[int | None, str], Fault] = {}
    details = error.errors(include_url=False)
    misspelled = {
        (*detail["loc"][:-1], nearest_word(str(detail["loc"][-1]), keys))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    for detail in details:
        if detail["type"] == "missing" and detail["loc"] in misspelled:
            continue
        path = [str(part) for part in detail["loc"] if not str(part).startswith(UNION_PARTS)]
        block: Any = config
        line = None
        for key in path:
            line = line_of(block, key) or line
            block = block.get(key, {}) if isinstance(block, Mapping) else {}
        words = detail["msg"].removeprefix("Value error, ").replace("Input should", "This should")
        words = f"{words[:1].upper()}{words[1:]}."
        key = path[-1] if path else ""
        allowed = allowed_of.get(key, "")
        if detail["type"] == "extra_forbidden":
            words = "Unknown key."
        elif detail["type"] == "missing":
            words = "This is missing."
        hint = nearest_word(key, keys) if words == "Unknown key." else ""
        if detail["type"] == "literal_error" and isinstance(detail["input"], str):
            hint = nearest_word(detail["input"], [*KINDS, "euclidean", "manhattan", "instant"])
        where = ".".join(path)
        found.setdefault((line, where), Fault(file, line, where, words, allowed, hint))
    return list(found.values())
