"""What figures and headlines find: losers are named, luck is no finding, each place is told as it is asked of."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from results.figures import FIGURES, draw_all
from results.figures.bid_check import disagreements
from results.figures.columns import compared
from results.figures.gainers import crossing, ground, people_in
from results.figures.money import money_finding, not_ranked
from results.figures.own_gain import is_own
from results.figures.places import people_gap, places, study_place, told_places
from results.figures.reading import Reading, gap_of
from results.figures.value import per_minute
from results.figures.wording import named
from results.headlines import headlines
from results.pack import District, Option, Pack
from tests.made_up_pack import pack


@cache
def made_up(replications: int = 4, options: int = 3, calls: int = 200) -> Pack:
    return pack(replications, options, calls)


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


def test_who_drops_outside_is_named_with_the_place() -> None:
    rows = FIGURES["gainers"](pack(2, 6, 50)).rows
    programme = next(row for row in rows if "The whole programme" in row[0])
    assert "Camborne" in programme[-1]
    assert "Redruth" in programme[-1]


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
    money, case = headlines(apart)[-2:]
    assert named(least.title) not in money.says + case.says
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
