"""Tables 2c, 2d and 3c: town and country, deprivation fifths and station areas, each with its own numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from results.compare import differences
from results.figures.gainers import crossing, ground
from results.figures.gainers_by_ground import gainers_by_ground
from results.figures.shown import left_out
from results.figures.standards_by_ground import standards_by_ground, standards_by_station
from results.figures.wording import minutes, people, percent
from results.limits import limits
from results.pack import Pack
from tests.made_up_pack import pack


@pytest.fixture
def split() -> Pack:
    """A pack whose region tells towns from the country and knows fifths; measures of each worked out from its calls.

    Under the first option every rural call on the first standard's clock is 100 s later than now.
    """
    whole = pack(5, 3, 800)
    standard, option, now = whole.standards[0], whole.proposals[0].name, whole.baseline.name
    people_of = np.asarray(whole.region.zones.people)
    towns = people_of > np.median(people_of)
    zones = replace(
        whole.region.zones,
        rurality=tuple(np.where(towns, "urban", "rural")),
        deprivation_fifth=np.arange(len(people_of)) % 5 + 1,
    )
    table = whole.arrivals
    mine = (table["clock"] == standard.clock) & (table["order"] == "first") & table["counted"]
    before = table[(mine & (table["scenario"] == now)).to_numpy()]
    rural = ~towns[before["zone"].to_numpy(dtype=int)]
    after = before.assign(scenario=option, seconds=before["seconds"] + 100.0 * rural)
    others = table[~(mine & table["scenario"].isin([option])).to_numpy()]
    arrivals = pd.concat([others, after], ignore_index=True)
    kinds = {"rural": ~towns, "urban": towns}
    rows = []
    for name, calls in ((now, before), (option, after)):
        for run, part in calls.groupby("replication"):
            for word, mask in kinds.items():
                seconds = part["seconds"][mask[part["zone"].to_numpy(dtype=int)]]
                own = f"clock={standard.clock};{{}}rurality={word};service={standard.service}"
                met = float((seconds <= standard.limit_s).mean())
                within = f"{own.format('')};standard={standard.name}"
                rows.append((name, run, "within_standard", within, met, "share"))
                mean = (float(seconds.mean()), "s")
                rows.append((name, run, "response_mean_s", own.format("order=first;"), *mean))
    columns = ["scenario", "replication", "measure", "group", "value", "unit"]
    added = pd.DataFrame(rows, columns=columns)
    measures = pd.concat([whole.measures, added[whole.measures.columns]], ignore_index=True)
    gaps = differences(added, now)
    return replace(
        whole,
        region=replace(whole.region, zones=zones),
        arrivals=arrivals,
        measures=measures,
        differences=pd.concat([whole.differences, gaps[whole.differences.columns]]),
    )


def test_a_change_in_the_country_alone_is_told_there(split: Pack) -> None:
    standard, now = split.standards[0], split.baseline.name
    table = standards_by_ground(split)
    mine = [row for row in table.rows if row[0].startswith(standard.title)]
    country, towns = mine[:2]
    assert (country[1], towns[1]) == ("The country", "The towns")
    assert ": −" in country[7]
    assert towns[7] == "none"
    assert "in the country, −" in table.title
    rural = np.asarray(split.region.zones.rurality) == "rural"
    calls = split.arrivals
    here = calls[
        (
            (calls["scenario"] == now)
            & (calls["clock"] == standard.clock)
            & (calls["order"] == "first")
            & calls["counted"]
        ).to_numpy()
    ]
    here = here[rural[here["zone"].to_numpy(dtype=int)]]
    shares = (here["seconds"] <= standard.limit_s).groupby(here["replication"]).mean()
    means = here.groupby("replication")["seconds"].mean()
    assert country[2] == f"{len(here):,}"
    assert country[3] == minutes(float(means.mean()))
    assert country[4] == minutes(float(np.nanpercentile(here["seconds"], 50)))
    assert country[5] == minutes(float(np.nanpercentile(here["seconds"], 90)))
    assert country[6] == percent(float(shares.mean()))
    fifths = {row[1] for row in mine[2:]}
    assert "The most deprived fifth" in fifths


def test_under_thirty_calls_there_are_no_centiles_and_no_finding(split: Pack) -> None:
    few = split.arrivals[split.arrivals.groupby(["scenario", "clock"]).cumcount() < 40]
    for row in standards_by_ground(replace(split, arrivals=few)).rows:
        if int(row[2].replace(",", "")) < 30:
            assert row[4:6] == ("too few calls", "too few calls")
            assert row[7] == "too few calls to tell"
            assert " of " in row[6]


def test_a_region_without_towns_or_fifths_says_so() -> None:
    whole = pack(3, 3, 120)
    names = ("standards_by_ground", "gainers_by_ground")
    assert set(left_out(whole, names)) == set(names)
    assert any("town and country" in one for one in limits(whole))


def test_people_who_cross_add_up_over_town_and_country(split: Pack) -> None:
    there = ground(split)
    assert there is not None
    table = gainers_by_ground(split)
    option = next(o for o in split.proposals if crossing(there, o, split.baseline).enters.any())
    cross = crossing(there, option, split.baseline)
    rural = np.asarray(split.region.zones.rurality) == "rural"
    mine = [row for row in table.rows if row[0] in (option.title, "Every option")]
    for row, mask in zip(mine[:2], (rural, ~rural), strict=True):
        assert row[3] == people(float(there.people[mask & cross.enters].sum()))
        assert row[4] == people(float(there.people[mask & cross.leaves].sum()))
    fifths = [row for row in mine if "fifth" in row[1]]
    assert len(fifths) == 5


def test_station_areas_have_the_calls_of_their_own_zones(split: Pack) -> None:
    clock = split.standards[0].clock
    half = len(split.region.zones.people) // 2
    areas = {clock: {"hayle": np.arange(half), "redruth": np.arange(half, 2 * half)}}
    table = standards_by_station(replace(split, stations=replace(split.stations, areas=areas)))
    assert {row[1] for row in table.rows} == {"Hayle", "Redruth"}
    calls = split.arrivals
    here = calls[
        (
            (calls["scenario"] == split.baseline.name)
            & (calls["clock"] == clock)
            & (calls["order"] == "first")
            & calls["counted"]
        ).to_numpy()
    ]
    hayle = next(row for row in table.rows if row[1] == "Hayle")
    assert int(hayle[2].replace(",", "")) == int((here["zone"] < half).sum())
