"""The ambulance standards of figure 2, where fire crews convey: the gravest is there, every clear change is told."""

from __future__ import annotations

from dataclasses import replace

from results.figures.columns import MOST_PATIENTS, of_patients
from results.figures.other_services import shown_columns
from results.figures.patients_finding import patients_words
from results.figures.summary import summary
from results.headlines import headlines
from results.pack import Pack, Standard
from results.plain_words import plain_words
from tests.made_up_pack import _differences, pack

RED_1 = Standard("red_1", "Red 1 within 8 minutes", "ambulance", "red_1", 480.0, 0.75)
MORE = [
    Standard(f"more_{n}", f"More {n}", "ambulance", f"more_{n}", 1140.0, 0.95) for n in (1, 2, 3)
]


def of_patients_told(**changes: float) -> Pack:
    """A made-up pack without districts; how often Red 1 is met changes by so much under an option, else not at all."""
    whole = pack(4, 4, 50)
    fire = tuple(one for one in whole.standards if one.service == "fire")
    whole = replace(whole, districts=(), told=(), standards=(*fire, RED_1, *MORE))
    found = whole.measures
    mine = found["measure"].eq("within_standard") & found["group"].str.contains("standard=red_1")
    value = found["value"].mask(mine, 0.7)
    for option, change in changes.items():
        value = value.mask(mine & found["scenario"].eq(option), 0.7 + change)
    found = found.assign(value=value + 1e-6 * (found["replication"] % 2) * mine)
    names = [option.name for option in whole.options]
    return replace(whole, measures=found, differences=_differences(found, names))


def test_the_standard_declared_first_has_a_column_however_few_its_calls() -> None:
    found = of_patients(of_patients_told())
    assert found[0] is RED_1
    assert len(found) == MOST_PATIENTS


def test_every_option_that_clearly_changes_it_is_told_the_largest_first() -> None:
    first, second, third = (option for option in of_patients_told().proposals[:3])
    whole = of_patients_told(**{first.name: -0.02, second.name: -0.03, third.name: 0.01})
    says, sure = patients_words(whole, 1)
    worse, better = says.split("; ")
    assert worse.startswith("Red 1 within 8 minutes is met less often with ")
    assert worse.index(second.title) < worse.index(first.title)
    assert "−3.0 points" in worse
    assert "−2.0 points" in worse
    assert better.startswith("Red 1 within 8 minutes is met more often with ")
    assert f"“{third.title}”: +1.0 points" in better
    assert all(option.title in sure for option in (first, second, third))
    assert sure.count(" to ") == 3  # an interval each; those that nothing changes have none


def test_a_clear_loss_of_the_gravest_stands_in_headline_title_and_plain_words() -> None:
    first = of_patients_told().proposals[0]
    whole = of_patients_told(**{first.name: -0.02})
    first_named = "within 8 minutes is met less often with"
    assert any(f"has stopped) {first_named}" in one.says for one in headlines(whole))
    assert "Red 1 within 8 minutes is met less often" in summary(whole).title
    mine = next(words for words in plain_words(whole) if words.startswith(f"“{first.title}”.\t"))
    assert "Clearly worse: " in mine or "clearly worse: " in mine
    assert "Red 1 within 8 minutes (−2.0 points)" in mine
    titles = [column.heading.replace("\n", " ") for column in shown_columns(whole)]
    assert "Red 1 within 8 minutes" in titles


def test_where_nothing_changes_that_is_said() -> None:
    says, _ = patients_words(of_patients_told(), 1)
    assert says == "no option clearly changes how often Red 1 within 8 minutes is met"
