"""The constants of building a region: the bundled ones or the config's own, each within what can be meant."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from geography.build_config import Plan
from geography.faults import Fault, nearest_word
from geography.sourced import SourcedValue
from geography.tables import Reader, read_constants

_CONSTANTS = Path(__file__).parent / "build_constants.yaml"
_UNITS = {"m": 1.0, "km": 1000.0, "s": 1.0, "min": 60.0}
_WAIT = (0.0, 600.0)
RANGES: Mapping[str, tuple[float, float]] = {
    "buffer": (0.0, 200_000.0),
    "max_snap_zone": (1.0, 50_000.0),
    "max_snap_site": (1.0, 10_000.0),
    "line_ends": (0.0, 1_000.0),
    "max_link": (50.0, 20_000.0),
    "urban_within": (10.0, 5_000.0),
    "urban_junctions": (1.0, 1_000.0),
    "limit_share_blue_light": (0.1, 2.0),
    "limit_share_day": (0.1, 1.0),
    "give_way_blue_light": _WAIT,
    "give_way_day": _WAIT,
    "signals_blue_light": _WAIT,
    "signals_day": _WAIT,
    "roundabout_blue_light": _WAIT,
    "roundabout_day": _WAIT,
    "street_reach": (1.0, 50_000.0),
}
"""The least and the most of each constant, metres, seconds or a share: wide, so that only slips are outside."""


def read_build_constants(plan: Plan, faults: list[Fault]) -> dict[str, SourcedValue]:
    """The constants of building: the bundled ones, and those that the config gives instead."""
    reader = Reader(_CONSTANTS.parent)
    block = reader.yaml(_CONSTANTS.name)
    found = read_constants(reader, str(_CONSTANTS), block, "constants", list(block))
    for name, own in plan.config.constants.items():
        if name not in found:
            message = "There is no such constant."
            where, hint = f"constants.{name}", nearest_word(name, found)
            faults.append(plan.fault(where, message, ", ".join(found), hint))
        else:
            found[name] = own.sourced(f"constants.{name}")
    if plan.config.boundary is not None and plan.config.boundary.buffer is not None:
        found["buffer"] = plan.config.boundary.buffer.sourced("boundary.buffer")
    for name, one in found.items():
        usual = str(block[name]["unit"])
        if one.unit != usual and not (one.unit in _UNITS and usual in _UNITS):
            message = f'The unit "{one.unit}" is not one for this.'
            faults.append(plan.fault(one.name, message, usual))
        else:
            _refuse_outside(plan, name, one, faults)
    if plan.config.zones.total is not None and not plan.config.zones.total.value > 0:
        faults.append(plan.fault("zones.total.value", "This is too small.", "more than 0 people"))
    return found


def _refuse_outside(plan: Plan, name: str, one: SourcedValue, faults: list[Fault]) -> None:
    """A fault for a constant that is out of its range, in the unit in which it was given."""
    least, most = RANGES.get(name, (0.0, math.inf))
    scale = _UNITS.get(one.unit, 1.0)
    if not least <= one.value * scale <= most:
        small = one.value * scale < least
        message = f"{one.value:g} {one.unit} is too {'small' if small else 'much'}."
        allowed = f"{least / scale:,g} to {most / scale:,g} {one.unit}"
        faults.append(plan.fault(one.name, message, allowed))


def in_metres_and_seconds(constants: Mapping[str, SourcedValue]) -> dict[str, float]:
    """The values alone, in metres and seconds."""
    return {name: one.value * _UNITS.get(one.unit, 1.0) for name, one in constants.items()}
