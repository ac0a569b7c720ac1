"""Figure 2 and the headlines speak of every service that the options move, not of fire engines alone."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from results.figures.columns import MOST_COLUMNS, compared
from results.figures.other_services import moved, moved_words
from results.figures.places import study_place
from results.figures.reading import reading_of
from results.figures.summary import summary
from results.pack import Pack
from results.services_headline import services_headline
from tests.made_up_pack import _differences, pack
from tests.unexplained import unexplained


def measured(whole: Pack, measures: pd.DataFrame) -> Pack:
    """The pack with these measures and the differences that follow from them."""
    names = [option.name for option in whole.options]
    return replace(whole, measures=measures, differences=_differences(measures, names))


def ambulances(whole: Pack, sooner_s: float) -> Pack:
    """Red 1 is as now, but so much sooner under `programme` in the widest district (3 s less in every other run)."""
    found = whole.measures
    red = found["measure"].eq("response_mean_s") & found["group"].str.contains("clock=red_1;")
    wider = found["group"].str.contains("district=wider")
    programme = found["scenario"].eq("programme") & wider
    value = found["value"].mask(red, 520.0).mask(red & programme, 520.0 - sooner_s)
    value = value + 3.0 * (found["replication"] % 2) * (red & programme) * (sooner_s > 0)
    return measured(whole, found.assign(value=value))


def scenes(whole: Pack, **clear_s: float) -> Pack:
    """How long scenes take: 4,000 s, or as said for an option."""
    found = whole.measures
    mine = found["measure"].eq("scene_clear_mean_s")
    value = found["value"].mask(mine, 4000.0)
    for option, seconds in clear_s.items():
        value = value.mask(mine & found["scenario"].eq(option), seconds)
    return measured(whole, found.assign(value=value))


def asked(whole: Pack) -> list[str]:
    return [one.heading for one in moved(whole, reading_of(whole), study_place(whole))]


def test_a_service_has_its_gravest_clock_and_only_where_an_option_moves_it() -> None:
    still = scenes(ambulances(pack(4, 6, 50), 0.0))
    assert asked(still) == []
    one = scenes(ambulances(pack(4, 6, 50), 30.0))
    (heading,) = asked(one)
    assert heading.startswith("Red 1 calls: average in the Camborne")  # Red 2 is not the gravest


def test_what_is_only_context_moves_nothing() -> None:
    one = scenes(ambulances(pack(4, 6, 50), 30.0))
    context = [replace(o, context=o.name == "programme") for o in one.options]
    found = asked(replace(one, options=tuple(context)))
    assert found == []


def test_joint_calls_have_a_column_and_the_headline_says_both_with_the_option_that_does_it() -> (
    None
):
    both = scenes(ambulances(pack(4, 6, 50), 30.0), integrated=3900.0)
    assert [heading.split(":")[0] for heading in asked(both)] == [
        "Red 1 calls",
        "Road traffic collisions",
    ]
    found = services_headline(both)
    assert found is not None
    assert found[0] in unexplained(both)
    said = found[0]
    titles = {o.name: o.title for o in both.options}
    red, scene = said.split("; ")
    if titles["programme"] not in red:
        red, scene = scene, red
    assert titles["programme"] in red
    assert "28 s sooner" in red  # 30 s less half of 3
    assert titles["integrated"] in scene
    assert "1 min 40 s sooner" in scene


def test_figure_2_has_no_more_columns_than_fit() -> None:
    both = scenes(ambulances(pack(4, 6, 50), 30.0), integrated=3900.0)
    reading = reading_of(both)
    others = tuple(one.column(reading) for one in moved(both, reading, study_place(both)))
    assert len(others) == 2
    assert len(compared(both, reading, others)) == MOST_COLUMNS
    assert "Road traffic" in summary(both).alt


def test_an_option_is_told_by_how_much_only_where_it_changes_enough_calls_itself() -> None:
    whole = scenes(ambulances(pack(4, 6, 50), 30.0))
    titles = {one.name: one.title for one in whole.options}
    both = [  # `integrated` changes as much, and `programme` is built on it
        whole.measures[~whole.measures["scenario"].eq("integrated")],
        whole.measures[whole.measures["scenario"].eq("programme")].assign(scenario="integrated"),
    ]
    built = [
        replace(one, built_on=("integrated",) if one.name == "programme" else ())
        for one in whole.options
    ]
    whole = replace(measured(whole, pd.concat(both)), options=tuple(built))
    reading = reading_of(whole)
    (answer,) = (one for one in moved(whole, reading, study_place(whole)) if "Red" in one.of)

    enough, _ = moved_words(whole, reading, (answer,))
    assert enough.startswith(f"with “{titles['integrated']}”")
    assert "which includes it, has it too" in enough

    few = replace(answer, too_few=lambda o: "only 28 calls" * (o.name == "integrated"))
    says, ends = moved_words(whole, reading, (few,))
    assert titles["integrated"] not in says
    assert says.startswith(f"with “{titles['programme']}”")
    assert says.count("sooner") == ends.count("sooner") == 1

    none = replace(answer, too_few=lambda _: "only 28 calls")
    assert moved_words(whole, reading, (none,)) == ("", "")
