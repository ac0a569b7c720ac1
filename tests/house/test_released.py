"""Ambulance hours that fire crews release are said gross, with clinicians' hours, and net."""

from dataclasses import replace

from results.figures.off_the_run import roles
from results.figures.released import WHO
from results.headlines import headlines
from tests.made_up_pack import pack


def test_table_10_has_hours_released_gross_clinicians_and_net() -> None:
    whole = pack(4, 6, 200)
    (row,) = [row for row in roles(whole).rows if row[0] == WHO]
    times = 365.25 / float(whole.provenance["days"])  # a year's, from the counted days
    assert row[2].startswith(f"{170 * times:,.0f} (")
    assert f"less {100 * times:,.0f} (" in row[3]
    assert f"{70 * times:,.0f} (" in row[3]
    assert f"net; over all calls ambulances are out {300 * times:,.0f} (" in row[3]


def test_the_headline_says_what_is_left_net() -> None:
    whole = pack(4, 6, 200)
    assert "net of clinicians by car" in headlines(whole)[0].says
    without = whole.measures[whole.measures["measure"] != "ambulance_hours_released_net"]
    bare = replace(whole, measures=without)
    assert "net of clinicians" not in headlines(bare)[0].says
    assert not [row for row in roles(bare).rows if row[0] == WHO]
