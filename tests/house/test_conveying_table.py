"""Table 13: beside the hours without a pump stand those that would have had none anyway."""

from dataclasses import replace

from results.figures.conveying import ALL, conveying
from tests.made_up_pack import pack


def test_hours_without_a_pump_stand_beside_those_had_nobody_conveyed() -> None:
    table = conveying(pack(4, 6, 200))
    (row,) = [row for row in table.rows if row[1] == ALL]
    cells = dict(zip(table.columns, row, strict=True))
    assert cells["Of them without a pump, had nobody conveyed"] == "18.0%"
    assert cells["Without a pump as it was"] == "40.0% (+22.0 points, +22.0 to +22.0)"
    assert (
        "in 40.0% of them no pump is left at the station, where none would be in 18.0%"
        in table.title
    )


def test_the_next_engine_s_delay_is_told_of_all_hours_before_the_share_without_a_pump() -> None:
    title = conveying(pack(4, 6, 200)).title
    delay, _, share = title.partition("and in 40.0% of them")
    assert "over all of them the next fire engine is 2 min" in delay
    assert "later" not in share


def test_a_run_that_did_not_keep_it_says_so() -> None:
    whole = pack(4, 6, 200)
    anyway = whole.measures["group"].str.startswith("basis=had_nobody_conveyed") & whole.measures[
        "measure"
    ].eq("no_pump_share")
    old = conveying(replace(whole, measures=whole.measures[~anyway]))
    assert "this run did not keep" in old.note
    assert "none would be" not in old.title
    assert "this run did not keep" not in conveying(whole).note
