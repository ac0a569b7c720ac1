"""Every figure is a sentence with evidence: a finding, alt text, sources, stamps."""

import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from results.change_words import Words
from results.figures import FIGURES, OPTION_FIGURES, Figure, Table, draw_all
from results.figures.bid_check import disagreements
from results.figures.columns import compared, cost_gap
from results.figures.gainers import crossing, ground, people_in
from results.figures.ground import station_states
from results.figures.money import money_finding, not_ranked
from results.figures.off_the_run import off_the_run
from results.figures.own_gain import is_own
from results.figures.places import people_gap, places, study_place, told_places
from results.figures.reading import Reading, gap_of
from results.figures.response_map import drawn
from results.figures.style import house_style
from results.figures.value import per_minute
from results.figures.what_changed import alike
from results.figures.wording import clock, minutes, named, people, pounds, thousands
from results.headlines import headlines
from results.pack import District, Option, Pack
from scenarios.load import load_study
from tests.made_up_pack import pack


@cache
def made_up(replications: int = 4, options: int = 3, calls: int = 200) -> Pack:
    return pack(replications, options, calls)


@cache
def everything() -> tuple[Figure | Table, ...]:
    return tuple(draw_all(made_up()))


def test_every_figure_says_what_it_found_and_on_whose_data() -> None:
    for item in everything():
        assert len(item.title) > 15, item.name
        assert any(letter.isdigit() for letter in item.title) or "clear" in item.title, item.title
        assert made_up().region.attribution in item.note, item.name
        assert len(item.alt if isinstance(item, Figure) else item.caption) > 20, item.name
    assert {item.name for item in everything()} >= set(FIGURES)
    numbers = [(type(item), item.number) for item in everything()]
    assert len(numbers) == len(set(numbers))


def test_every_picture_carries_its_stamps_and_attribution() -> None:
    for item in everything():
        if isinstance(item, Figure):
            words = " ".join(text.get_text() for text in item.drawing.findobj(Text))
            for stamp in made_up().stamps:
                assert stamp in words, item.name
            assert made_up().region.attribution in words.replace("\n", " "), item.name


def long_winded() -> Pack:
    """The whole region, four ambulance categories, one title that nobody cut short."""
    whole = made_up(3, 3)
    long = replace(
        whole.options[2], title="A title that its author would have cut had " + "any " * 12
    )
    table = whole.arrivals.copy()
    red = table["clock"] == "red_1"
    table.loc[red, "category"] = [f"category_{call % 4 + 1}" for call in table.loc[red, "call"]]
    table = table[table["clock"] != "red_2"]
    return replace(whole, focus=None, options=(*whole.options[:2], long), arrivals=table)


@pytest.mark.parametrize("options", [0, 1, 2, 6])
def test_no_words_leave_the_picture_or_lie_on_others(options: int) -> None:
    for item in draw_all(made_up(3, options) if options else long_winded()):
        if not isinstance(item, Figure):
            continue
        with house_style():
            canvas = FigureCanvasAgg(item.drawing)
            canvas.draw()
            renderer = canvas.get_renderer()
            across, up = canvas.get_width_height()
            boxes = [
                (text.get_text(), text.get_window_extent(renderer))
                for text in item.drawing.findobj(Text)
                if text.get_text().strip() and text.get_visible()
            ]
        shown = [(word, box) for word, box in boxes if -5e3 < box.x0 < 5e3 and box.width]
        for word, box in shown:
            assert box.x0 >= -1, (item.name, word)
            assert box.x1 <= across + 1, (item.name, word)
            assert box.y0 >= -1, (item.name, word)
            assert box.y1 <= up + 1, (item.name, word)
        for place, (word, box) in enumerate(shown):
            for other, another in shown[place + 1 :]:
                wide = min(box.x1, another.x1) - max(box.x0, another.x0)
                tall = min(box.y1, another.y1) - max(box.y0, another.y0)
                assert wide < 2 or tall < 3, (item.name, word, other)


def test_one_replication_gives_no_interval_and_no_finding() -> None:
    found = {item.name: item for item in draw_all(made_up(1, 3))}
    assert "no interval" in found["summary"].title
    assert "no interval" in found["arrival_curves"].title
    assert "no interval" in found["money"].title


def test_an_interval_that_spans_nothing_is_no_finding() -> None:
    whole = made_up()
    flat = replace(whole, differences=whole.differences.assign(low=-1e9, high=1e9))
    found = {item.name: item for item in draw_all(flat)}
    assert "No option clearly changes how soon" in found["summary"].title
    assert "0 clearly differ" in found["standards"].title


def test_a_heading_names_few_fire_engines_and_counts_many() -> None:
    whole = made_up()
    more = whole.measures.copy()
    options = (more["measure"] == "off_the_run_share") & (more["scenario"] != whole.baseline.name)
    more.loc[options, "value"] += 0.5
    gaps = whole.differences["measure"] == "off_the_run_share"
    sure = whole.differences.copy()
    sure.loc[gaps, ["difference", "low", "high"]] = (0.5, 0.4, 0.6)
    clear = replace(whole, districts=(), measures=more, differences=sure)
    told = FIGURES["off_the_run"](clear).title.split("clearly changes for ")[1]
    assert told.endswith("fire engines")
    assert int(told.split()[0]) > 3


def test_every_interval_is_called_simulation_uncertainty() -> None:
    for name in ("summary", "standards", "people_within", "off_the_run", "arrival_curves",
                 "cost_per_incident"):  # fmt: skip
        note = next(item.note for item in everything() if item.name == name)
        assert "simulation uncertainty (95%)" in note, name


def test_empty_tables_are_said_to_be_not_measured() -> None:
    whole = made_up(2, 2, 60)
    names = (
        "measures",
        "differences",
        "costs",
        "bid_check",
        "arrivals",
        "zone_response",
        "sources",
    )
    for name in names:
        bare = replace(whole, **{name: getattr(whole, name).iloc[:0]})
        for item in draw_all(bare):
            assert item.title, (name, item.name)
    nothing = replace(whole, **{name: getattr(whole, name).iloc[:0] for name in names})
    for item in draw_all(nothing):
        assert "nan" not in item.title.lower(), item.name


def test_what_was_not_measured_is_not_a_number() -> None:
    whole = made_up()
    holes = replace(
        whole,
        measures=whole.measures.assign(value=np.nan),
        arrivals=whole.arrivals.assign(seconds=np.nan),
        zone_response=whole.zone_response.assign(median_s=np.nan),
        standards=(),
        focus=None,
    )
    for item in draw_all(holes):
        cells = [c for row in item.rows for c in row] if isinstance(item, Table) else []
        assert not any(word == "nan" for c in [item.title, *cells] for word in c.split()), item.name


def test_few_calls_show_no_centiles() -> None:
    whole = made_up()
    few = replace(whole, arrivals=whole.arrivals[whole.arrivals["call"] < 5])
    found = {item.name: item for item in draw_all(few)}
    words = [text.get_text() for text in found["arrival_curves"].drawing.findobj(Text)]
    assert any("fewer than 30 calls" in word for word in words)
    assert any("too few calls" in cell for row in found["standards"].rows for cell in row)


def test_pairs_stay_pairs_when_a_replication_is_missing() -> None:
    whole = made_up(4, 2)
    hole = ~((whole.costs["scenario"] == "hayle_station") & (whole.costs["replication"] == 1))
    gap = cost_gap(replace(whole, costs=whole.costs[hole]), whole.options[1])
    kept = whole.costs[whole.costs["replication"] != 1]
    assert gap == cost_gap(replace(whole, costs=kept), whole.options[1])
    assert gap.pairs == 3


def test_a_call_never_reached_stays_in_the_share() -> None:
    whole = made_up()
    lost = whole.arrivals.assign(
        seconds=whole.arrivals["seconds"].where(whole.arrivals["call"] % 2 == 0)
    )
    title = FIGURES["arrival_curves"](replace(whole, arrivals=lost)).title
    full = FIGURES["arrival_curves"](whole).title
    share = [float(t.split("% of calls")[0].split()[-1]) for t in (title, full)]
    assert share[0] == pytest.approx(share[1] / 2, abs=5)


def test_who_drops_outside_is_named_with_the_place() -> None:
    rows = FIGURES["gainers"](pack(2, 6, 50)).rows
    programme = next(row for row in rows if "The whole programme" in row[0])
    assert "Camborne" in programme[-1]
    assert "Redruth" in programme[-1]


def test_real_groups_are_read_and_narrower_ones_are_not() -> None:
    whole, reading = made_up(), Reading(made_up())
    table = whole.measures[whole.measures["scenario"] == "hayle_station"]

    def mean(group: str, measure: str = "response_mean_s") -> float:
        mine = (table["measure"] == measure) & (table["group"] == group)
        return float(table.loc[mine, "value"].mean())

    asked = {"service": "fire", "clock": "fire_first_pump"}
    found = reading.value("response_mean_s", "hayle_station", **asked)
    assert found == pytest.approx(mean("clock=fire_first_pump;order=first;service=fire"))
    found = reading.value("response_mean_s", "hayle_station", district="hayle", **asked)
    group = "clock=fire_first_pump;district=hayle;order=first;service=fire"
    assert found == pytest.approx(mean(group))
    for standard, on in (
        ("cornwall_10_min", "fire_first_pump"),
        ("cornwall_10_min_from_alert", "fire_first_pump_from_alert"),
    ):
        asked = {"basis": "availability", "clock": on, "standard": standard}
        found = reading.value("people_within_standard", "hayle_station", **asked)
        group = f"basis=availability;clock={on};service=fire;standard={standard}"
        assert found == pytest.approx(mean(group, "people_within_standard"))


def test_nothing_that_was_measured_is_called_not_measured() -> None:
    for item in everything():
        cells = [cell for row in item.rows for cell in row] if isinstance(item, Table) else []
        words = [item.title, *cells, item.alt if isinstance(item, Figure) else ""]
        assert not [word for word in words if "not measured" in word.lower()], item.name
    for headline in headlines(made_up()):
        assert "not measured" not in headline.says


def test_losers_beside_the_new_station_are_not_lost_in_the_sum() -> None:
    whole = pack(3, 6, 50)
    hayle, rest, wider = places(whole)
    reading = Reading(whole)
    programme = next(option for option in whole.options if option.name == "programme")
    keys = {"basis": "all_available", "clock": "fire_first_pump", "standard": "cornwall_10_min"}
    gaps = [
        people_gap(reading, programme, whole.baseline, place, **keys).difference
        for place in (hayle, rest, wider)
    ]
    assert gaps[0] > 0
    assert gaps[1] < 0
    assert gaps[0] + gaps[1] == pytest.approx(gaps[2])
    title = FIGURES["summary"](whole).title
    assert "fewer people are in reach" in title


def test_figure_2_tells_the_place_that_the_study_is_about() -> None:
    whole = pack(3, 6, 50)
    assert [place.title for place in told_places(whole)] == [
        "Hayle",
        "the Camborne, Redruth and Hayle area",
    ]
    headings = [" ".join(c.heading.split()) for c in compared(whole, Reading(whole))]
    assert any(h.startswith("First fire engine: average in Hayle") for h in headings)
    assert "People within 10 min in Hayle" in headings
    assert "People within 10 min in Made-up Cornwall" in headings
    chosen = replace(whole, told=("wider",))
    assert [place.district for place in told_places(chosen)] == ["wider"]
    assert study_place(chosen).district == "wider"


def test_a_district_that_no_played_option_changes_is_not_told() -> None:
    """As Looe is when the options at Looe are not played, though it is the smallest."""
    whole = pack(3, 6, 50)
    few = np.zeros_like(whole.districts[0].zones)
    few[:3] = True
    looe = District("looe", "Looe", few)
    same = whole.measures[whole.measures["group"].str.contains("district=hayle")]
    same = same.assign(group=same["group"].str.replace("hayle", "looe"), value=1.0)
    still = replace(
        whole, districts=(looe, *whole.districts), measures=pd.concat([whole.measures, same])
    )
    assert [place.district for place in told_places(still)] == ["hayle", "wider"]
    assert [place.district for place in told_places(replace(still, told=("looe", "wider")))] == [
        "looe",
        "wider",
    ]


def test_a_change_is_an_option_s_own_only_if_clear_beyond_what_it_is_built_on() -> None:
    base, station, officer = (Option(n, n, "", ()) for n in ("base", "station", "officer"))
    officer = replace(officer, built_on=("station",))
    whole = replace(pack(2, 3, 50), options=(base, station, officer))
    quiet = {0: 600.0, 1: 610.0, 2: 605.0}
    runs = {"base": quiet, "station": {0: 590.0, 1: 555.0, 2: 610.0}}
    runs["officer"] = {
        n: s - 30.0 + n for n, s in quiet.items()
    }  # clear beyond base, not beyond the station
    gap = gap_of(runs["officer"], quiet)
    assert gap.clear
    assert not gap_of(runs["station"], quiet).clear
    assert not is_own(whole, officer, gap, lambda option: runs[option.name])
    runs["station"] = {n: s - 2.0 + n / 10 for n, s in quiet.items()}
    assert is_own(whole, officer, gap, lambda option: runs[option.name])
    assert not is_own(whole, station, gap_of(quiet, quiet), None)


def test_a_map_shows_the_stations_of_its_option() -> None:
    whole = pack(2, 6, 50)
    programme = next(option for option in whole.options if option.name == "programme")
    states = station_states(whole, programme)
    assert {states[key] for key in ("hayle", "tolvaddon")} == {"opens"}
    assert {states[key] for key in ("camborne", "redruth")} == {"closes"}
    now = station_states(whole, whole.baseline)
    assert not {"hayle", "tolvaddon"} & set(now)
    assert set(now.values()) == {"stands"}
    with_names = OPTION_FIGURES["response_map"](whole, programme)
    words = [text.get_text() for text in with_names.drawing.findobj(Text)]
    assert "Tolvaddon (opens)" in words
    assert "Redruth (closes)" in words


def test_a_map_is_drawn_once() -> None:
    whole = pack(2, 6, 50)
    twins = replace(whole, compare=("programme", "programme_equal"))
    assert [option.name for option in drawn(twins)] == ["programme"]
    assert "the same under" in FIGURES["response_map"](twins).note


def test_an_option_that_builds_on_another_says_so() -> None:
    whole = made_up(2, 3)
    first, second = whole.proposals
    more = replace(second, changes=(*first.changes, *second.changes))
    rows = FIGURES["what_changed"](replace(whole, options=(whole.baseline, first, more))).rows
    mine = [row for row in rows if row[0] == second.title]
    assert mine[0][1:3] == ("As", f"“{first.title}”, and also:")
    assert len(mine) == 1 + len(second.changes)


def test_cost_per_incident_prints_what_was_divided() -> None:
    cells = FIGURES["cost_per_incident"](made_up()).rows[0]
    assert "(£3.10m ÷ 900)" in cells[2]


def test_a_gross_gain_that_a_bid_calls_net_is_found_out() -> None:
    whole = pack(3, 6, 50)
    there = ground(whole)
    programme = next(option for option in whole.options if option.name == "programme")
    assert there is not None
    enters = people_in(there, crossing(there, programme, whole.baseline).enters)
    row = {
        "figure": "Further people", "bid_value": enters, "model_value": 1.0, "unit": "people",
        "verdict": "differs", "note": "Source: a bid.", "low": 1.0, "high": 1.0,
        "option": "programme", "measure": "people_within_standard", "of": "difference",
        "group": "basis=all_available;clock=fire_first_pump;standard=cornwall_10_min",
    }  # fmt: skip
    said = disagreements(replace(whole, bid_check=pd.DataFrame([row])))
    assert len(said) == 1
    assert "near the number who come within 10 min" in said[0]
    assert "drop outside" in said[0]


def test_changes_of_the_bundled_study_are_said_in_words() -> None:
    study = load_study("hayle")
    words = Words(study.scenarios)
    for changes in study.changes.values():
        for change in changes:
            told = words.change(change)
            if told is not None:
                said = f"{told.what} {told.old} {told.new}"
                assert "_" not in said
                assert "None" not in said
                assert "{" not in said


@pytest.mark.parametrize(
    ("said", "is_"),
    [
        (minutes(130), "2 min 10 s"), (minutes(600), "10 min"), (minutes(59.6), "1 min"),
        (clock(100), "1:40"), (clock(-8), "−0:08"), (minutes(float("nan")), "not measured"),
        (people(6512), "6,500"), (people(3), "fewer than 5"), (people(-7600), "−7,600"),
        (pounds(1_115_000), "£1.11m"), (pounds(104_300), "£104k"), (pounds(-3137), "−£3,137"),
        (thousands(8_280), "£8k"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_people_say_them(said: str, is_: str) -> None:
    assert said == is_


def test_an_option_whose_cost_is_not_known_whole_is_not_ranked() -> None:
    whole = pack()
    least = next(o for o in whole.proposals if named(o.title) in money_finding(whole))
    options = tuple(
        replace(o, costs_incomplete="no capital was found") if o is least else o
        for o in whole.options
    )
    apart = replace(whole, options=options)
    assert named(least.title) not in money_finding(apart)
    assert "no capital was found" in not_ranked(apart)
    money = headlines(apart)[-1]
    assert named(least.title) not in money.says
    assert named(least.title) in money.how_sure


def test_a_call_that_nobody_reached_saves_no_minutes() -> None:
    """Leaving the slowest tenth of calls without anybody is no gain for each of which money could be paid."""
    whole = pack()
    best = whole.proposals[0]
    table = whole.arrivals.copy()
    mine = (table["scenario"] == best.name).to_numpy()
    slow = mine & (table["seconds"] > table.loc[mine, "seconds"].quantile(0.9)).to_numpy()
    table.loc[slow, "seconds"] = np.nan
    left = replace(whole, arrivals=table)
    assert per_minute(left, best).gain < per_minute(whole, best).gain


def test_a_mean_that_rests_on_few_changed_calls_is_no_headline() -> None:
    whole = made_up()
    rows = whole.arrivals
    now = rows[(rows["scenario"] == whole.baseline.name).to_numpy()]
    parts = [now]
    for option in whole.proposals:  # the same calls, each time the first five of them much sooner
        mine = now.assign(scenario=option.name)
        few = (mine["call"] < 5).to_numpy() & (mine["replication"] == 1).to_numpy()
        parts.append(mine.assign(seconds=mine["seconds"].where(~few, 60.0)))
    still = replace(whole, arrivals=pd.concat(parts, ignore_index=True))
    said = next(one.says for one in headlines(still) if "too few calls to say" in one.says)
    assert "sooner on average" not in said
    assert "too few calls to say by how much on average" in title_of(still, "summary")
    assert "too few calls to tell" in title_of(still, "study_area")


def title_of(whole: Pack, name: str) -> str:
    return next(iter(draw_all(whole, (name,)))).title


def test_fire_engines_that_no_option_changes_share_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[off_the_run.__module__], "MOST_STILL", 0)
    whole = made_up()
    found = whole.measures
    mine = found["measure"].eq("off_the_run_share")
    now = found[mine & found["scenario"].eq(whole.baseline.name)]
    same = [now.assign(scenario=option.name) for option in whole.options]
    still = replace(whole, measures=pd.concat([found[~mine], *same], ignore_index=True))
    before, table = off_the_run(whole), off_the_run(still)
    stands = {row[0] for row in before.rows if "Now" in row[1]}  # those that there are now
    (last,) = (row for row in table.rows if "other fire engine" in row[0])
    assert last[0] == f"{len(stands)} other fire engines"
    assert last[-1] == "no change"
    assert not any(row[0] in stands for row in table.rows)


def test_what_is_the_same_at_many_places_stands_in_one_row_of_table_1() -> None:
    places = ["Long Sutton", "Alford", "Spilsby"]
    cars = [
        ("Ends", f"Vehicles: {place} car, type", f"car at {place} fire station", "ends")
        for place in places
    ]
    other = ("New", "Money: Training (fire)", "none", "£500 a year")
    assert alike([cars[0], other, *cars[1:]]) == [
        (
            "Ends",
            "Vehicles: [place] car, type: Long Sutton, Alford and Spilsby",
            "car at [place] fire station",
            "ends",
        ),
        other,
    ]
    assert alike([*cars[:2], other]) == [*cars[:2], other]  # two are told one by one
    (one,) = alike([other] * 6)
    assert one == ("New", "Money: Training (fire) (6 times)", "none", "£500 a year")
    unlike = (*cars[2][:3], "stays")
    assert alike([*cars[:2], unlike]) == [*cars[:2], unlike]
