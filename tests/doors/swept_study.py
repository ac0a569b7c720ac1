"""Small studies with a sweep, for the tests of its doors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import bluelight
from scenarios.faults import StudyFault
from tests.doors.small_study import STUDY, copy_of

FIRES = {
    "title": "Fires, as a multiple",
    "multiply": ["demand.dwelling_fire.rate.value"],
    "values": [1, 2],
}


RANGE = {**{k: v for k, v in FIRES.items() if k != "values"}, "range": {"from": 0.5, "to": 2}}


PEOPLE = {
    "title": "People on call at Midbridge",
    "set": ["crew_pools.mid_oncall.people"],
    "range": {"from": 6, "to": 10, "whole": True},
}


OPERATIVE = {"title": "With the operative", "include": ["none", "operative"]}


GROUP = "clock=fire_from_call;order=first;service=fire"


def swept_study(folder: Path, sweep: dict[str, Any], **head: Any) -> Path:
    """The small study with this sweep, and these lines of its head."""
    copy = copy_of(folder)
    yaml = YAML()
    path = copy / STUDY
    document = yaml.load(path.read_text(encoding="utf-8"))
    document["sweep"] = sweep
    for key, value in head.items():
        document.pop(key, None)
        if value is not None:
            document[key] = value
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(document, file)
    return copy


def refused(folder: Path, sweep: dict[str, Any], **head: Any) -> str:
    """What is said of a faulty sweep."""
    with pytest.raises(StudyFault) as error:
        bluelight.check(str(swept_study(folder, sweep, **head)))
    return "\n\n".join(map(str, error.value.faults))
