"""The cover of a sweep: a sentence stays whole, a time has no sign, and money says at which rates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from results.figures.sweep_panels import sweep_headlines
from results.figures.sweep_tornado import finding
from results.pack import SweepFindings
from results.sweep_findings import is_rate
from scenarios.sweep import Factor
from tests.house.test_sweep_figures import swept, with_index
from tests.made_up_pack import pack


def said(found: SweepFindings) -> list[str]:
    return [line.says for line in sweep_headlines(replace(pack(), sweep=found))]


def test_a_sentence_of_the_cover_is_not_cut_at_its_semicolon() -> None:
    close = with_index(
        [("speed", 70.0, 50.0, 90.0), ("people", -60.0, -80.0, -40.0)], "effect", "s"
    )
    lines = said(close)
    assert len(lines) == 2
    assert lines[1].endswith("; on which of them more cannot be told.")
    assert all(line.startswith("First arrival") for line in lines)


@pytest.mark.parametrize(
    ("means", "effect", "words"),
    [
        ((-60.0, -30.0), 51.0, "0:51 later, 0:50 to 0:52: a smaller gain"),
        ((-60.0, -30.0), -51.0, "0:51 sooner, 0:50 to 0:52: a larger gain"),
        ((60.0, 30.0), 51.0, "0:51 later, 0:50 to 0:52: a longer delay"),
        ((60.0, 30.0), -51.0, "0:51 sooner, 0:50 to 0:52: a shorter delay"),
        ((60.0, -30.0), 51.0, "0:51 later, 0:50 to 0:52"),
    ],
)
def test_an_effect_on_a_time_says_which_way_and_what_it_means(
    means: tuple[float, float], effect: float, words: str
) -> None:
    found = with_index([("speed", effect, effect - 1, effect + 1)], "effect", "s")
    answer = found.answers[0]
    points = answer.points[:2].assign(mean=list(means))
    told = finding(replace(found, answers=(replace(answer, points=points),)))
    assert told.endswith(f"({words})")
    by_itself = replace(answer, points=points, difference=False)
    assert "gain" not in finding(replace(found, answers=(by_itself,)))


def test_an_answer_in_money_says_whether_its_rates_are_varied() -> None:
    found = swept()
    money = replace(found.answers[0], title="Cost of a call", unit="GBP per incident")
    lines = said(replace(found, answers=(found.answers[0], money)))
    assert "rates" not in lines[0]
    assert "all at the rates declared (no factor here is a rate" in lines[1]
    (told, _) = said(replace(found, answers=(money,), rates=("Fuel",)))
    assert "with the rates that “Fuel” varies, all others as declared" in told


def test_a_factor_of_money_is_told_from_others() -> None:
    def of(place: str) -> bool:
        return is_rate(Factor(title="A factor", multiply=(place,), values=(1.0, 2.0)))

    assert of("costs.police_fuel.rate.value")
    assert of("oncall_pay.*.retainer.value")
    assert not of("demand.police_grade1.rate.value")
    assert not of("vehicles.*.patrols.radius.value")
