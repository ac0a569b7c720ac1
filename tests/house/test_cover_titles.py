"""Tables 3b, 9 and 10b: headings that differ, and titles that say no more than their rows."""

from dataclasses import replace

import pandas as pd

from results.compare import differences
from results.figures.joint_calls import joint_calls
from results.figures.off_the_run import off_the_run
from results.figures.standards import people_within
from results.pack import Pack
from tests.made_up_pack import pack


def test_two_standards_with_the_same_start_are_named_in_their_columns() -> None:
    whole = pack(4, 3, 120)
    first = whole.standards[0]
    second = replace(first, name="later", title="First pump, later", limit_s=first.limit_s + 300.0)
    table = people_within(replace(whole, standards=(first, second)))
    assert len(set(table.columns)) == len(table.columns) == 6
    assert table.columns[2].startswith(first.title)
    assert table.columns[4].startswith("First pump, later")
    assert "each standard" in table.caption


def with_lost(whole: Pack, shares: dict[str, dict[str, float]]) -> Pack:
    """The pack with these shares of hours lost since people were out, by unit and option, and as much off the run."""
    own = whole.measures["measure"].eq("off_the_run_share")
    rows = []
    for unit, by_option in shares.items():
        for option, share in by_option.items():
            for run in sorted(set(whole.measures["replication"])):
                for basis in ("", ";basis=crew_elsewhere"):
                    group = f"service=fire;station=made_up{basis};unit={unit}"
                    luck = share * (1 + 0.01 * run)
                    rows.append((option, run, "off_the_run_share", group, luck, "share"))
    columns = ["scenario", "replication", "measure", "group", "value", "unit"]
    measures = pd.concat([whole.measures[~own], pd.DataFrame(rows, columns=columns)])
    measures = measures[whole.measures.columns].reset_index(drop=True)
    return replace(
        whole,
        measures=measures,
        differences=differences(measures, whole.baseline.name),
        pumps={unit: f"{unit} pump" for unit in shares},
    )


def test_a_new_fire_engine_loses_no_more_cover_than_now_and_one_that_is_gone_none() -> None:
    whole = pack(4, 3, 120)
    now, one, two = (option.name for option in whole.options)
    lost = with_lost(
        whole,
        {
            "old": {now: 0.001, one: 0.011, two: 0.001},
            "fresh": {one: 0.05},
            "leaving": {now: 0.08, one: 0.08},
        },
    )
    table = off_the_run(lost)
    more, _, rest = table.title.partition(
        "; new fire engines stand without a crew because people are out elsewhere: "
    )
    assert more.startswith("Clearly more cover lost than now")
    assert "old pump about" in more
    assert "fresh" not in more
    assert rest.startswith("fresh pump about")
    assert "leaving" not in table.title.partition("time off the run")[0]
    said = {(row[0], row[-1]) for row in table.rows}
    assert ("fresh pump", "new: no such engine now") in said
    assert ("leaving pump", "gone: no such engine then") in said


def test_cover_lost_by_luck_is_not_in_the_title() -> None:
    whole = pack(4, 3, 120)
    now, one, two = (option.name for option in whole.options)
    lost = with_lost(whole, {"old": {now: 0.01, one: 0.01, two: 0.01}})
    luck = lost.measures["scenario"].eq(one) & lost.measures["group"].str.contains("elsewhere")
    tossed = lost.measures["value"].mask(luck, lost.measures["replication"].map(lambda r: r * 0.02))
    measures = lost.measures.assign(value=tossed)
    apart = replace(lost, measures=measures, differences=differences(measures, now))
    assert "more cover lost" not in off_the_run(apart).title.lower()


def test_calls_of_several_services_are_told_in_plain_words() -> None:
    whole = pack(4, 6, 200)
    groups = whole.measures["group"].str.replace("kind=rtc", "kind=medical_emergency")
    table = joint_calls(
        replace(
            whole,
            measures=whole.measures.assign(group=groups),
            differences=differences(whole.measures.assign(group=groups), whole.baseline.name),
        )
    )
    assert "no clearly" not in table.title
    assert "go all the way" not in table.title
    assert "edical emergencies" in table.title
    assert table.rows[0][0] == "Medical emergencies, all"
