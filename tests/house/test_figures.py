"""Every figure is a sentence with evidence: a finding, alt text, sources, stamps."""

import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from results.figures import FIGURES, OPTION_FIGURES, Figure, Table, draw_all
from results.figures.columns import cost_gap
from results.figures.ground import station_states
from results.figures.off_the_run import off_the_run
from results.figures.reading import Reading
from results.figures.response_map import drawn
from results.figures.style import house_style
from results.figures.wording import clock, minutes, people, pounds, thousands
from results.headlines import headlines
from results.pack import Pack
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


def test_cost_per_incident_prints_what_was_divided() -> None:
    cells = FIGURES["cost_per_incident"](made_up()).rows[0]
    assert "(£3.10m ÷ 900)" in cells[2]


def test_cost_per_incident_says_where_payments_between_agencies_are() -> None:
    whole = made_up()
    rent = "leaves out what agencies pay each other"
    assert rent not in FIGURES["cost_per_incident"](whole).note
    gross = whole.measures[whole.measures["measure"] == "annual_cost_gbp"]
    for more, said in ((0.0, False), (-50_000.0, True)):
        net = gross.assign(measure="net_cost_gbp", value=gross["value"] + more)
        rented = replace(whole, measures=pd.concat([whole.measures, net], ignore_index=True))
        assert (rent in FIGURES["cost_per_incident"](rented).note) is said


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
