"""Clear losers are told where gainers are: every service's calls by place, in table 2e, plain words and headlines."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from results.figures.clear_changes import SHARE, TIME, bid_options, clear_changes, of_option
from results.figures.interval_words import points
from results.figures.reading import reading_of
from results.figures.response_by_place import calls_words, clocks_by_place, response_by_place
from results.figures.wording import minutes
from results.gains_and_losses import but_in_parts, losers_headline, who_gains
from results.headlines import headlines
from results.pack import Pack
from results.plain_words import plain_words
from results.police_headline import police_headline
from tests.made_up_officers import GRADE1, officers_pack
from tests.made_up_pack import pack
from tests.unexplained import unexplained


@pytest.fixture
def officers() -> Pack:
    """Under the first option officers come later in the towns and sooner in the country."""
    return officers_pack()


def test_table_2e_has_every_grade_in_town_and_country_with_mean_and_median(officers: Pack) -> None:
    table = response_by_place(officers)
    (row,) = [r for r in table.rows if r[:2] == ("Police grade 2 calls", "The towns")]
    keys = {"clock": "police_grade_2", "rurality": "urban", "order": "first"}
    reading, option = reading_of(officers), officers.proposals[0]
    gap = reading.gap("response_mean_s", option.name, **keys)
    assert gap.difference == pytest.approx(261.0, abs=4.0)
    assert row[3] == minutes(reading.value("response_mean_s", officers.baseline.name, **keys))
    assert f"{minutes(gap.difference)} later (" in row[5]
    assert "later (" in row[6]
    country = [r for r in table.rows if r[:2] == ("Police grade 2 calls", "The country")]
    assert "sooner (" in country[0][5]
    assert "the largest loss of a mean: police grade 2 calls" in table.title
    assert all(int(r[2].replace(",", "")) >= 30 for r in table.rows)


def test_a_place_of_fewer_than_thirty_calls_is_not_listed(officers: Pack) -> None:
    ours = (officers.arrivals["clock"] == "police_grade_2") & (officers.arrivals["call"] >= 1009)
    few = replace(officers, arrivals=officers.arrivals[~ours.to_numpy()])
    whole = [one.place.title for one in clocks_by_place(few) if one.clock == "police_grade_2"]
    assert "the towns" not in whole


def test_plain_words_name_the_losers_of_each_service_and_ground(officers: Pack) -> None:
    said = "\n".join(plain_words(officers))
    gains = who_gains(officers, officers.proposals[0])
    assert "Who gains, who loses" in said
    assert gains in said
    later, sooner = gains.index("Help comes later"), gains.index("Help comes sooner")
    assert later < sooner
    assert "police grade 2 calls" in gains[later:sooner]
    assert "in the towns 4 min 2" in gains[later:sooner]
    assert "in the country 4" in gains[sooner:]
    assert who_gains(officers, officers.proposals[1]).count("police") == 0


def test_the_headline_names_the_worst_clear_loser(officers: Pack) -> None:
    found = losers_headline(officers)
    assert found is not None
    says, how_sure = found
    worst = max(
        of_option(officers, officers.proposals[0], TIME, better=False), key=lambda one: one.size
    )
    assert "police grade 2 calls" in says
    assert f"{worst.place.where} wait {minutes(worst.size)} longer" in says
    assert officers.proposals[0].title in says
    assert "clearly worse and" in how_sure
    assert "by chance alone" in how_sure
    assert says in unexplained(officers)


def test_an_option_that_is_no_choice_has_no_losers_headline_and_one_replication_neither(
    officers: Pack,
) -> None:
    now, first, *others = officers.options
    context = replace(officers, options=(now, replace(first, context=True), *others))
    found = losers_headline(context)
    assert found is None or first.title not in found[0]
    once = replace(
        officers,
        differences=officers.differences.assign(low=np.nan, high=np.nan, pairs=1),
        measures=officers.measures[officers.measures["replication"] == 0],
    )
    assert not clear_changes(once)
    assert losers_headline(once) is None
    assert "one replication, so no interval" in "\n".join(plain_words(once))


def test_the_police_headline_tells_standards_over_the_whole_beside_a_later_mean(
    officers: Pack,
) -> None:
    found = police_headline(officers)
    assert found is not None
    whole = [
        one
        for better in (True, False)
        for one in of_option(officers, officers.proposals[0], SHARE, better=better)
        if one.what == GRADE1.title and not one.place.group and not one.place.district
    ]
    assert len(whole) == 1
    assert f"{GRADE1.title} ({whole[0].amount.partition(' (')[0]}, " in found[0]
    assert f"met {'more' if whole[0].better else 'less'} often" in found[0]


def of_hours(whole: Pack, changes: tuple[float, ...]) -> Pack:
    """People within the standard change by so many under each option, and nobody's usual time crosses the line."""
    rows = whole.measures["measure"].eq("people_within_standard")
    by = dict(zip((option.name for option in whole.proposals), changes, strict=False))
    move = whole.measures["scenario"].map(by).fillna(0.0) + whole.measures["replication"] % 2
    value = whole.measures["value"].mask(rows, 30_000.0 + move)
    return replace(
        whole,
        zone_response=whole.zone_response.assign(median_s=300.0),
        measures=whole.measures.assign(value=value),
    )


def test_a_loser_between_the_best_and_the_worst_is_named_where_it_is_the_bid_s() -> None:
    whole = of_hours(pack(5, 4, 200), (3_000.0, -4_600.0, -15_000.0, -200.0, -300.0))
    bid = whole.proposals[1]
    (said,) = [one for one in headlines(whole) if "on average over the hours" in one.says]
    assert bid.title in said.says
    assert "4,600 fewer" in said.says
    assert "under" in said.how_sure.partition("−4,600")[2]


def test_what_is_not_clear_on_the_whole_is_told_where_it_is_clear_in_a_part(officers: Pack) -> None:
    option = officers.proposals[0]
    said = but_in_parts(officers, option, "Police grade 2 calls: average in Made-up Cornwall")
    worst = [
        o
        for o in of_option(officers, option, TIME, better=False)
        if o.place.group or o.place.district
    ]
    first = next(one for one in worst if one.what == "police grade 2 calls")
    assert said.startswith(f" (but clearly {minutes(first.size)} later {first.place.where}")
    assert not but_in_parts(
        officers, officers.proposals[1], "Police grade 2 calls: average in the towns"
    )
    share = of_option(officers, option, SHARE, better=False)
    parts = [one for one in share if one.place.group or one.place.district]
    assert points(parts[0].gap.difference) in but_in_parts(officers, option, parts[0].what)


def test_a_service_s_clock_of_another_s_calls_is_named_after_whose_it_is() -> None:
    assert calls_words("police", "collision_police") == "collision calls of the police"
    assert (
        calls_words("ambulance", "collision_ambulance")
        == "collision calls of the ambulance service"
    )
    assert calls_words("ambulance", "a19") == "A19 calls"
    assert calls_words("police", "police_grade_1") == "police grade 1 calls"


def test_the_bid_s_options_are_those_of_published_figures() -> None:
    whole = pack(4, 3, 50)
    figures = pd.DataFrame({"option": [whole.baseline.name, whole.proposals[1].name, None]})
    assert bid_options(replace(whole, bid_check=figures)) == [whole.proposals[1]]
    assert bid_options(replace(whole, bid_check=pd.DataFrame())) == []
