"""Table 11a says by which curves a change of survivors is clear, and where curves disagree."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from results.figures.reading import Gap
from results.plain_words import plain_words
from tests.made_up_pack import pack

TABLE = import_module("results.figures.outcomes")  # the package has the function by this name


def heading() -> str:
    return str(TABLE.outcomes(pack()).title)


def test_curves_that_disagree_are_told_with_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clear by all three curves each time; but where one has survivors fewer and two more, both are said."""
    said = {
        "one": Gap(0.6, 0.3, 0.9, 5),
        "other": Gap(0.3, 0.1, 0.5, 5),
        "third": Gap(0.5, 0.1, 0.9, 5),
    }
    monkeypatch.setattr(TABLE, "_gaps", lambda *_: said)
    assert "one survivor more in 2 years to one survivor more in 3 years" in heading()
    said["other"] = Gap(-0.3, -0.5, -0.1, 5)
    assert heading().startswith("The curves disagree on ")
    assert (
        "2 curves have at most one survivor more in 2 years, other has one survivor fewer in 3 years"
        in heading()
    )


def test_what_is_not_clear_by_any_curve_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"one": Gap(0.6, -0.3, 0.9, 5), "other": Gap(0.3, -0.1, 0.7, 5)}
    monkeypatch.setattr(TABLE, "_gaps", lambda *_: said)
    assert TABLE.lives_words(pack()) == ""
    assert heading().startswith("No option makes a difference")


def test_what_one_curve_alone_has_clearly_is_told_as_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One option more by one curve, another fewer by it: both are named, and that the other curves do not have it."""
    whole = pack()
    first, second, *_ = whole.proposals
    unsure = Gap(0.1, -0.1, 0.3, 5)
    mine = {first.name: Gap(0.5, 0.3, 0.7, 5), second.name: Gap(-0.2, -0.3, -0.1, 5)}
    monkeypatch.setattr(
        TABLE,
        "_gaps",
        lambda _, option, __: {
            "larsen": mine.get(option.name, unsure), "other": unsure, "third": unsure
        },
    )  # fmt: skip
    words = TABLE.lives_words(whole)
    assert words == (
        "no option changes the survivors of cardiac arrest clearly by every curve; by larsen alone "
        f"“{first.title}” means an estimated one survivor more in 2 years and “{second.title}” means an estimated one "
        "survivor fewer in 5 years (by 2 other curves not clear)"
    )
    assert heading() == words[:1].upper() + words[1:]
    assert any(words[1:] in told for told in plain_words(whole))


def test_choices_come_before_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The context has the larger change, and is told after the choice and called what it is."""
    whole = pack()
    first, *rest = whole.proposals
    changed = replace(whole, options=(whole.baseline, replace(first, context=True), *rest))
    monkeypatch.setattr(
        TABLE,
        "_gaps",
        lambda _, option, __: {
            "one": Gap(0.6, 0.5, 0.7, 5) if option.context else Gap(0.3, 0.2, 0.4, 5)
        },
    )
    words = TABLE.lives_words(changed)
    assert words.index(f"“{rest[0].title}” means") < words.index(
        f"“{first.title}”, which is context, means"
    )
