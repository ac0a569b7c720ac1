"""Table 10a calls a change of survivors clear only where the curves agree on its direction."""

from __future__ import annotations

from importlib import import_module

import pytest

from results.figures.reading import Gap
from tests.made_up_pack import pack

TABLE = import_module("results.figures.outcomes")  # the package has the function by this name


def heading() -> str:
    return str(TABLE.outcomes(pack()).title)


def test_curves_that_disagree_are_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clear by both curves each time; but where one has survivors fewer and the other more, nothing is said."""
    said = {"one": Gap(0.6, 0.3, 0.9, 5), "other": Gap(0.3, 0.1, 0.5, 5)}
    monkeypatch.setattr(TABLE, "_gaps", lambda *_: said)
    assert "one survivor more in 2 years to one survivor more in 3 years" in heading()
    said["other"] = Gap(-0.3, -0.5, -0.1, 5)
    assert heading().startswith("No option makes a difference")
