"""The example in the ground's README does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "geography" / "README.md"


def test_the_third_station(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    found = [block for block in blocks if "mclp" in block]
    assert len(found) == 1
    names: dict[str, object] = {}
    exec(found[0], names)  # noqa: S102
    plan = names["plan"]
    assert plan.sites[:2] == ("hayle_fire", "camborne_fire")
    assert len(plan.sites) == 3
    assert plan.objective == plan.bound
    zones, drive_s = names["zones"], names["drive_s"]
    places = names["places"].ids
    best = max(
        float(zones.people[(drive_s[[0, 1, row]] <= 300).any(axis=0)].sum())
        for row in range(2, len(places))
    )
    assert plan.objective == best  # as trying every third place has it
    assert plan.status in capsys.readouterr().out
