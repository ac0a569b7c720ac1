"""Ambulance hours that fire crews release are said like with like: over all calls, with clinicians' cars."""

from dataclasses import replace

from results.figures.off_the_run import roles
from results.figures.reading import reading_of
from results.figures.released import WHO, over_all_calls
from results.figures.wording import rounded
from results.headlines import headlines
from tests.made_up_pack import pack


def test_table_10_has_hours_released_gross_clinicians_net_and_like_with_like() -> None:
    whole = pack(4, 6, 200)
    (row,) = [row for row in roles(whole).rows if row[0] == WHO]
    times = 365.25 / float(whole.provenance["days"])  # a year's, from the counted days
    assert row[2].startswith(f"{170 * times:,.0f} (")
    assert f"less {100 * times:,.0f} (" in row[3]
    assert f"{70 * times:,.0f} (" in row[3]
    assert f"over all calls ambulances −{300 * times:,.0f} (" in row[3]
    assert f"with those cars −{200 * times:,.0f} (" in row[3]


def test_the_headline_takes_clinicians_hours_off_those_of_the_same_calls() -> None:
    # Ambulances 300 h less and cars 100 h more over all calls; 170 h released are of patients conveyed alone.
    whole = pack(4, 6, 200)
    times = 365.25 / float(whole.provenance["days"])
    (head,) = [one for one in headlines(whole) if "patients a year to hospital" in one.says]
    assert f"ambulances are out about {rounded(300 * times)} h less" in head.says
    assert f"cars about {rounded(100 * times)} h more" in head.says
    assert f"together {rounded(200 * times)} h less" in head.says
    assert rounded(70 * times) not in head.says
    assert f"together −{rounded(200 * times)} to −{rounded(200 * times)}" in head.how_sure


def test_without_hours_over_all_calls_only_those_of_patients_taken_are_told() -> None:
    whole = pack(4, 6, 200)
    gone = whole.measures[whole.measures["measure"] != "hours_on_calls"]
    bare = replace(whole, measures=gone)
    (option,) = [o for o in bare.options if o.name == "integrated"]
    assert over_all_calls(bare, reading_of(bare), option) is None
    (head,) = [one for one in headlines(bare) if "patients a year to hospital" in one.says]
    times = 365.25 / float(whole.provenance["days"])
    assert f"would have spent about {rounded(170 * times)} hours on these" in head.says
    assert "over all calls" not in head.says
