"""Station cards say what their tables say: read back from what is drawn, from the alt text and from Table 8."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from results.figures import draw_all
from results.figures.reading import Gap
from results.figures.shown import left_out
from results.figures.station_card import HEIGHT_IN, card_continued, station_card
from results.figures.station_cards import station_cards
from results.figures.station_columns import (
    MOST_COLUMNS,
    card_options,
    columns_of,
    left_as_it_is,
    pages_of,
    touches,
)
from results.figures.station_values import (
    MOST_RESPONSES,
    card_stations,
    facts,
    ground_people,
    grounds_of,
    state_words,
    touched,
)
from results.figures.week_grid import blocks, week_words
from results.figures.wording import minutes, people, short
from results.pack import Pack
from results.pictures import single_pictures
from results.sections import SECTIONS
from results.station_facts import ON_STATION, StationFacts, Stations
from tests.made_up_pack import pack
from tests.made_up_stations import WATCH, WEEK
from tests.words_apart import assert_words_apart


@pytest.fixture(scope="module")
def made_up() -> Pack:
    return pack(4, 6, 300)


def words_of(whole: Pack, station: str) -> str:
    figure = station_card(whole, station)
    return " ".join(text.get_text() for text in figure.drawing.findobj(Text)).replace("\n", " ")


def test_what_is_drawn_is_what_the_tables_say(made_up: Pack) -> None:
    """The mean on Camborne's ground, worked out here from the arrivals, and its hours and calls from the measures."""
    calls = made_up.arrivals
    mine = (
        (calls["scenario"] == "separate")
        & (calls["clock"] == "fire_first_pump")
        & (calls["order"] == "first")
        & calls["zone"].isin(made_up.stations.grounds["camborne"])
    )
    mean = calls[mine].groupby("replication")["seconds"].mean().mean()
    table = made_up.measures[made_up.measures["scenario"] == "separate"]
    unit = table[table["group"].str.contains("unit=camborne_p1")]
    attended = unit.loc[unit["measure"] == "calls_attended", "value"].mean() / 28
    out = unit[(unit["measure"] == "unit_hours") & ~unit["group"].str.contains("returning")]
    hours = out.groupby("replication")["value"].sum().mean()
    lives = people(float(made_up.region.zones.people[made_up.stations.grounds["camborne"]].sum()))
    figure, drawn = station_card(made_up, "camborne"), words_of(made_up, "camborne")
    for said in (minutes(mean), f"{attended:.1f}", f"{hours:.1f} h", "£20k", lives):
        assert said in drawn, said
        assert said in figure.alt, said
    row = next(row for row in station_cards(made_up).rows if row[0].startswith("Camborne"))
    assert row[1].startswith("Now")
    assert row[2:5] == (f"{attended:.1f}", f"{hours:.1f} h", row[4])
    assert row[5].startswith(minutes(mean))


def test_the_week_is_drawn_hour_by_hour(made_up: Pack) -> None:
    figure = station_card(made_up, "camborne")
    axes = figure.drawing.axes[0]
    drawn: dict[int, dict[float, str]] = {}
    shades = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert sum(shade.get_width() for shade in shades) == 168
    for text in axes.texts:
        x, y = text.get_position()
        drawn.setdefault(int(y), {})[x] = text.get_text()
    assert [drawn[0][x] for x in sorted(drawn[0])] == ["90", "70", "90"]
    assert list(drawn[6].values()) == ["90"]
    assert "Mon to Fri 00:00 to 07:00 90%, 07:00 to 19:00 70%" in figure.alt


def test_a_week_in_words() -> None:
    assert week_words(WATCH) == "every day crew at the station"
    assert week_words(WEEK).endswith("; Sat and Sun 90%")
    assert blocks([0.0, 0.0, ON_STATION]) == [(0, 2, 0.0), (2, 3, ON_STATION)]
    assert week_words((0.0,) * 168) == "every day nobody"


def test_new_and_closing_stations_have_cards_that_say_so(made_up: Pack) -> None:
    shown = card_stations(made_up)
    assert set(shown) >= {"camborne", "redruth", "tolvaddon"}
    assert state_words(made_up, "tolvaddon").startswith("new under ")
    assert state_words(made_up, "camborne").startswith("closes under ")
    assert "no station here" in words_of(made_up, "tolvaddon")
    assert ground_people(made_up, "tolvaddon") > 0
    assert station_card(made_up, "tolvaddon").title.startswith("Tolvaddon: new under ")


def test_a_card_shows_each_way_in_which_its_station_changes(made_up: Pack) -> None:
    options = card_options(made_up, "tolvaddon")
    ways = {str(facts(made_up, "tolvaddon", option)) for option in options}
    assert len(ways) == len(options) > 0
    assert all(touches(made_up, "tolvaddon", option) for option in options)
    calm = still(made_up)
    untouched = card_options(calm, "truro")
    assert len(untouched) > 0
    assert not any(touches(calm, "truro", option) for option in untouched)


def with_facts(whole: Pack, **facts_of: dict[str, StationFacts]) -> Pack:
    """The pack with some stations more, or others."""
    stations = replace(whole.stations, facts={**whole.stations.facts, **facts_of})
    return replace(whole, stations=replace(stations, asked=tuple(facts_of)))


POLICE = StationFacts(
    ("police",),
    (("car_1", "Car 1, crew of 1"), ("car_2", "Car 2, crew of 1")),
    ("1 person: police, day and night",) * 2,
    WATCH,
    "Car 1",
    666_000.0,
)


def test_premises_without_a_fire_engine_have_a_small_card_of_what_applies(made_up: Pack) -> None:
    less = replace(POLICE, units=POLICE.units[:1], crews=POLICE.crews[:1], cost_gbp=333_000.0)
    first, second, *_ = (option.name for option in made_up.proposals)
    there = {made_up.baseline.name: POLICE, first: less, second: POLICE}
    whole = with_facts(made_up, police_house=there)
    said = words_of(whole, "police_house")
    for absent in (
        "no fire engine",
        "First fire engine",
        "The same",
        "too few calls",
        "It has no ground",
    ):
        assert absent not in said, absent
    assert "2 × 1 person: police, day and night" in said
    assert "without Car 2, crew of 1" in said
    assert "every day crew at the station" in said
    assert ("£666k" in said, "£333k" in said) == (True, True)
    high = station_card(whole, "police_house").drawing.get_size_inches()[1]
    assert high < station_card(made_up, "camborne").drawing.get_size_inches()[1]
    assert high < HEIGHT_IN - 2
    row = next(row for row in station_cards(whole).rows if row[1].startswith("Now"))
    assert row[5:7] == ("–", "–")


def with_people(whole: Pack, people: tuple[int, ...]) -> Pack:
    """Truro with so many people under each option in turn; as now where it is 12."""
    now = whole.stations.facts["truro"][whole.baseline.name]
    there = {whole.baseline.name: now}
    for option, many in zip(whole.proposals, people, strict=True):
        more = replace(now, crews=(f"{many} people: on call",), cost_gbp=1_000.0 * many)
        there[option.name] = now if many == 12 else more
    return with_facts(whole, truro=there)


def test_options_that_do_the_same_to_a_station_share_a_column(made_up: Pack) -> None:
    """Four of five options change it in three ways; the fifth leaves it as it is and has no column."""
    whole = with_people(still(made_up), (13, 14, 15, 13, 12))
    shown = [[option.name for option in column.options] for column in columns_of(whole, "truro")]
    names = [option.name for option in whole.proposals]
    assert shown == [[names[0], names[3]], [names[1]], [names[2]]]
    said = words_of(whole, "truro")
    for told in ("13 people: on call", "14 people: on call", "15 people: on call", "£14k"):
        assert told in said
    assert "see table 1" not in said
    last = short(whole.proposals[4].title)
    assert left_as_it_is(whole, "truro") == f"{last[:1].upper()}{last[1:]} leaves it as it is."
    assert left_as_it_is(whole, "truro") in said


def still(whole: Pack) -> Pack:
    """The pack with the same first arrivals under every option, so that no response changes."""
    mine = whole.arrivals[whole.arrivals["scenario"].eq(whole.baseline.name)]
    every = [mine.assign(scenario=option.name) for option in whole.options]
    return replace(whole, arrivals=pd.concat(every, ignore_index=True))


def test_a_card_with_many_options_goes_on_overleaf(made_up: Pack) -> None:
    whole = with_people(still(made_up), (13, 14, 15, 16, 17))
    pages = pages_of(whole, "truro")
    assert [len(page) for page in pages] == [3, 2]
    assert all(len(page) <= MOST_COLUMNS for page in pages)
    first, second = station_card(whole, "truro"), *card_continued(whole, "truro")
    assert (second.name, second.number) == (
        "station_card_truro_page_2",
        f"{first.number} (continued)",
    )
    drawn = [
        " ".join(text.get_text() for text in figure.drawing.findobj(Text)).replace("\n", " ")
        for figure in (first, second)
    ]
    for many in range(13, 18):
        told = f"{many} people: on call"
        assert (told in drawn[0], told in drawn[1]) == (many < 16, many >= 16)
        assert (told in first.alt, told in second.alt) == (many < 16, many >= 16)
    assert "page 2 of 2" in drawn[1]
    assert "£17k" in drawn[1]
    assert second.title.startswith("Truro, continued with “")
    names = [item.name for item in draw_all(whole, ("station_cards",))]
    assert names.index(second.name) == names.index(first.name) + 1
    assert single_pictures(whole)[second.name][1]().title == second.title
    assert sum(row[0].startswith("Truro") for row in station_cards(whole).rows) == 6


def test_an_option_touches_a_station_by_people_staffing_cost_or_response(made_up: Pack) -> None:
    whole = still(made_up)
    now = whole.stations.facts["truro"][whole.baseline.name]
    one = whole.proposals[0]
    others = {option.name: now for option in whole.options if option is not one}
    for then, is_touched in (
        (now, False),
        (replace(now, cost_gbp=1.0), True),
        (replace(now, week=(0.1,) * 168), True),
        (replace(now, crews=()), True),
        (replace(now, units=()), True),
    ):
        assert (
            touches(with_facts(whole, truro={**others, one.name: then}), "truro", one) is is_touched
        )
    assert not any(
        touches(whole, "camborne", o) and not touched(whole, "camborne", o) for o in whole.proposals
    )
    slower = whole.arrivals.copy()
    mine = slower["scenario"].eq(one.name) & slower["zone"].isin(whole.stations.grounds["truro"])
    slower.loc[mine, "seconds"] += 60.0
    assert touches(
        replace(with_facts(whole, truro={**others, one.name: now}), arrivals=slower), "truro", one
    )


def test_people_without_pay_in_the_cost_are_said(made_up: Pack) -> None:
    now = made_up.stations.facts["truro"][made_up.baseline.name]
    there = {option.name: replace(now, unpaid=2) for option in made_up.options}
    assert "£20k, without pay of 2 people" in words_of(with_facts(made_up, truro=there), "truro")


def test_whose_people_a_cost_came_with_is_said(made_up: Pack) -> None:
    now = made_up.stations.facts["truro"][made_up.baseline.name]
    there = {
        option.name: replace(now, moved_from=("Ipswich", "Bodmin")) for option in made_up.options
    }
    said = words_of(with_facts(made_up, truro=there), "truro")
    assert "£20k, with what moved in from Ipswich and Bodmin" in said


def test_a_second_week_that_has_no_room_is_told_and_no_words_lie_on_others(made_up: Pack) -> None:
    now = made_up.stations.facts["truro"][made_up.baseline.name]
    far = tuple(
        f"{town} police station and headquarters" for town in ("Ipswich", "Bury St Edmunds")
    )
    there = {made_up.baseline.name: replace(now, week=WEEK)}
    for number, option in enumerate(made_up.proposals, 1):
        week = tuple(min(1.0, share * (1 - number / 20)) for share in WEEK)
        cost = 20_000.0 + 5_000 * number
        there[option.name] = replace(now, week=week, cost_gbp=cost, moved_from=far, unpaid=number)
    item = station_card(with_facts(made_up, truro=there), "truro")
    canvas = FigureCanvasAgg(item.drawing)
    canvas.draw()
    across, up = canvas.get_width_height()
    found = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer()))
        for text in item.drawing.texts
        if text.get_text().strip()
    ]
    assert_words_apart(found, across, up)
    words = " ".join(word.replace("\n", " ") for word, _ in found)
    assert "other weeks under options, not drawn here" in words
    (grid,) = item.drawing.axes
    foot = grid.get_window_extent(canvas.get_renderer()).y0
    heads = [box.y1 for word, box in found if word == "Now" and box.x0 < across / 2]
    assert min(heads) < foot


def test_of_stations_that_as_many_options_change_those_of_most_work_have_a_card(
    made_up: Pack,
) -> None:
    names = [f"s{number:02d}" for number in range(MOST_RESPONSES + 2)]
    now = made_up.stations.facts["truro"][made_up.baseline.name]
    first = made_up.proposals[0].name
    facts = {
        name: {
            option.name: replace(
                now,
                units=((f"{name}_pump", "Pump, crew of 4"),),
                crews=("changed",) if option.name == first else now.crews,
            )
            for option in made_up.options
        }
        for name in names
    }
    rows = [
        (option.name, 0, "unit_hours", f"unit={name}_pump;service=fire;basis=driving", hours)
        for option in made_up.options
        for place, name in enumerate(names)
        for hours in (10.0 + place * (option.name == first),)
    ]
    columns = ["scenario", "replication", "measure", "group", "value"]
    more = pd.DataFrame(rows, columns=columns)
    measures = pd.concat([made_up.measures, more], ignore_index=True)
    stations = replace(made_up.stations, facts=facts, grounds={}, asked=("changed",))
    many = replace(made_up, stations=stations, measures=measures)
    assert card_stations(many) == tuple(reversed(names))[:MOST_RESPONSES]
    assert f"(the {MOST_RESPONSES} that most options change" in station_cards(many).note
    assert "2 others that options change have no card" in station_cards(many).note


def test_cards_as_the_study_asks(made_up: Pack) -> None:
    every = replace(made_up, stations=replace(made_up.stations, asked=("all",)))
    named = replace(made_up, stations=replace(made_up.stations, asked=("truro", "bodmin")))
    assert set(card_stations(every)) == set(made_up.stations.facts)
    assert card_stations(named) == ("bodmin", "truro")
    assert "not declared by station" in words_of(named, "bodmin")
    assert station_cards(named).note.startswith("Shown are the stations that the study names.")
    assert {f"station_card_{key}" for key in ("bodmin", "truro")} <= set(single_pictures(named))


def test_one_replication_has_no_interval_and_says_so() -> None:
    once = pack(1, 6, 400)
    assert "no interval" in station_cards(once).title
    assert "no interval" in station_card(once, "redruth").title + station_card(once, "redruth").alt


def test_few_calls_find_nothing() -> None:
    few = pack(3, 6, 20)
    found = grounds_of(few).response("redruth", few.options[4])
    assert found.calls < 30
    assert "too few calls" in station_card(few, "redruth").title


def test_without_options_or_stations_it_says_why_there_are_no_cards(made_up: Pack) -> None:
    alone = pack(2, 1, 60)
    assert "cards: all" in left_out(alone, ("station_cards",))["station_cards"]
    nothing = replace(made_up, stations=Stations())
    assert left_out(nothing, ("station_cards",)) == {"station_cards": "No station was described."}
    asked = replace(alone, stations=replace(alone.stations, asked=("truro",)))
    assert "no option to compare with" in station_card(asked, "truro").title


def test_of_sixty_stations_those_that_change_have_cards(made_up: Pack) -> None:
    """All can be asked for; by default a county's report does not grow with its stations."""
    sixty = {f"place_{n:02d}": made_up.stations.facts["truro"] for n in range(60)}
    more = {**made_up.stations.facts, **sixty}
    many = replace(made_up, stations=replace(made_up.stations, facts=more))
    assert not set(card_stations(many)) & set(sixty)
    assert len(card_stations(many)) <= 12 + 3


def test_cards_are_folded_on_the_page_and_follow_their_table(made_up: Pack) -> None:
    section = next(section for section in SECTIONS if section.anchor == "stations")
    assert section.folded
    items = list(draw_all(made_up, ("station_cards",)))
    assert items[0].name == "station_cards"
    first = [item for item in items[1:] if "_page_" not in item.name]
    assert [item.name for item in first] == [
        f"station_card_{key}" for key in card_stations(made_up)
    ]
    assert [item.number for item in first] == [f"8.{n + 1}" for n in range(len(first))]
    for before, after in pairwise(items):
        if "_page_" in after.name:
            assert after.name.partition("_page_")[0] == before.name.partition("_page_")[0]
            assert after.number == f"{before.number.removesuffix(' (continued)')} (continued)"


def test_the_same_in_every_replication_is_no_comparison_of_table_8(
    made_up: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor are two options that make the same difference on a station's ground two."""
    first, second, third, *_ = made_up.proposals
    moves, still = Gap(-20.0, -25.0, -15.0, 5), Gap(0.0, 0.0, 0.0, 5)
    gaps = {first: moves, second: moves, third: still}
    monkeypatch.setattr(
        import_module("results.figures.station_cards"), "response_gaps", lambda *_: gaps
    )
    number = len(card_stations(made_up))
    said = f"of {number} distinct comparisons of the first fire engine with now: {number} clearly"
    assert said in station_cards(made_up).title
    gaps = {third: still}  # which the stand-in reads when it is asked
    assert "the same in every replication" in station_cards(made_up).title
