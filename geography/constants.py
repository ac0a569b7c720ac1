"""The constants that shape a gazetteer region: its own, and shared ones by `constants: default`."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geography.faults import Fault, nearest_word
from geography.people import PEOPLE_CONSTANTS
from geography.roads import ROAD_CLASSES, ROAD_CONSTANTS
from geography.sourced import SourcedValue
from geography.tables import Reader, line_of, read_constants

DEFAULTS = Path(__file__).parent / "regions" / "defaults.yaml"
_MUST_BE_SOME = ("cell", "sample", "town_density", "rural_reach", "junction_spacing")


@dataclass(frozen=True)
class Constants:
    """Constants of people and roads by name, and speeds in km/h by profile and road class."""

    people: Mapping[str, SourcedValue]
    roads: Mapping[str, SourcedValue]
    speeds: Mapping[str, Mapping[str, SourcedValue]]

    def all(self) -> tuple[SourcedValue, ...]:
        """Every constant, to be listed in a report."""
        groups = [self.people, self.roads, *self.speeds.values()]
        return tuple(value for group in groups for value in group.values())


def plain(values: Mapping[str, SourcedValue]) -> dict[str, float]:
    """Values by name, without their units and sources."""
    return {name: constant.value for name, constant in values.items()}


def _fill(own: MutableMapping[str, Any], shared: Mapping[str, Any]) -> None:
    """Give a block what it does not say itself, at every depth down to the constants."""
    for key, value in shared.items():
        if key not in own:
            own[key] = value
        elif isinstance(own[key], MutableMapping) and "value" not in value:
            _fill(own[key], value)


def take_defaults(reader: Reader, config: Mapping[str, Any]) -> None:
    """Fill a region's blocks from `regions/defaults.yaml` where it says `constants: default`."""
    choice = config.get("constants")
    if choice is None:
        return
    if choice != "default":
        file, line = str(reader.folder / "region.yaml"), line_of(config, "constants")
        message = f'There are no shared constants "{choice}".'
        hint = nearest_word(str(choice), ("default",))
        reader.faults.append(Fault(file, line, "constants", message, "default", hint))
    shared = Reader(DEFAULTS.parent, reader.faults).yaml(DEFAULTS.name)
    if isinstance(config, MutableMapping):
        _fill(config, shared)


def _block(reader: Reader, config: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    block = config.get(name)
    if isinstance(block, Mapping):
        return block
    file = str(reader.folder / "region.yaml")
    message = "This block is missing." if block is None else "This must hold keys and values."
    allowed = "the block, or constants: default" if block is None else ""
    reader.faults.append(Fault(file, line_of(config, name), name, message, allowed))
    return {}


def _speeds(
    reader: Reader, blocks: Mapping[str, Any], line: int | None, profile: str
) -> dict[str, SourcedValue]:
    """Speeds of one profile, km/h; faults noted."""
    file, where = str(reader.folder / "region.yaml"), f"speeds.{profile}"
    block = blocks.get(profile)
    if not isinstance(block, Mapping):
        hint = nearest_word(profile, [str(key) for key in blocks])
        message = f'The profile "{profile}" has no speeds.'
        reader.faults.append(Fault(file, line, where, message, "", hint))
        return {}
    found = read_constants(reader, file, block, where, ROAD_CLASSES)
    for name, speed in found.items():
        if speed.value <= 0:
            message = "A speed must be more than 0 km/h."
            reader.faults.append(Fault(file, line_of(block, name), f"{where}.{name}", message))
    return found


def read_ground_constants(
    reader: Reader, config: Mapping[str, Any], profiles: tuple[str, ...]
) -> Constants | None:
    """The constants of a gazetteer region's `region.yaml`; None, with faults noted, if any is wrong."""
    file = str(reader.folder / "region.yaml")
    before = len(reader.faults)
    take_defaults(reader, config)
    people, roads, speeds = (_block(reader, config, n) for n in ("people", "roads", "speeds"))
    found_people = read_constants(reader, file, people, "people", PEOPLE_CONSTANTS)
    found_roads = read_constants(reader, file, roads, "roads", ROAD_CONSTANTS)
    line = line_of(config, "speeds")
    found_speeds = {profile: _speeds(reader, speeds, line, profile) for profile in profiles}
    for group, block, values in (("people", people, found_people), ("roads", roads, found_roads)):
        for name in _MUST_BE_SOME:
            if name in values and values[name].value <= 0:
                message = "This must be more than 0."
                reader.faults.append(Fault(file, line_of(block, name), f"{group}.{name}", message))
    if len(reader.faults) > before:
        return None
    return Constants(found_people, found_roads, found_speeds)
