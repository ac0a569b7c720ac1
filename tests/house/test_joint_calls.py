"""What is said of calls that several services answer, and of people whose usual time crosses no line."""

from dataclasses import replace

from results.figures.columns import compared
from results.figures.joint_calls import joint_calls
from results.figures.reading import reading_of
from results.figures.wording import short
from results.headlines import headlines
from results.pack import Pack
from tests.made_up_pack import pack


def test_units_that_go_all_the_way_are_those_sent_less_those_stood_down() -> None:
    whole = pack(4, 6, 200)
    # Two of three replications' worth of units turned back under the integrated option, none under the others.
    turned = whole.measures["measure"].eq("units_stood_down_mean")
    back = turned & whole.measures["scenario"].eq("integrated")
    measures = whole.measures.assign(
        value=whole.measures["value"].mask(turned, 0.25).mask(back, 1.25)
    )
    table = joint_calls(replace(whole, measures=measures))
    now = table.rows[0]
    (integrated,) = [row for row in table.rows if row[4] == "1.25"]
    assert now[0] == "Road traffic collisions, all"
    assert now[4] == "0.25"
    went = float(integrated[5].split()[0])
    sent = float(now[2]) - float(integrated[2])
    assert abs(went - (sent + 1.0)) < 0.011  # 0.4 fewer sent, and 1.00 more of them turned back
    assert "fewer" in integrated[5]
    assert f"To road traffic collisions {went:.2f} fewer units a call come under" in table.title


def test_where_no_median_crosses_the_limit_the_hours_are_spoken_of() -> None:
    whole = pack(4, 3, 200)
    same = whole.zone_response.assign(median_s=300.0)
    said = headlines(replace(whole, zone_response=same))[1]
    assert "on average over the hours" in said.says
    assert "usual (median) time over the whole week crosses the line" in said.how_sure
    counts = whole.measures["measure"].eq("people_within_standard")
    flat = whole.measures.assign(value=whole.measures["value"].mask(counts, 1000.0))
    said = headlines(replace(whole, zone_response=same, measures=flat))[1]
    assert said.says.startswith("No option moves anyone")


def test_places_beside_each_other_are_compared_in_the_widest_two() -> None:
    whole = pack(4, 3, 200)
    (small, wide) = whole.districts
    beside = replace(wide, zones=wide.zones & ~small.zones, title="the country")
    apart = replace(whole, districts=(small, beside))
    headings = " ".join(c.heading.replace("\n", " ") for c in compared(apart, reading_of(apart)))
    assert "People within 10 min in Hayle" in headings
    assert "People within 10 min in the country" in headings
    assert "the rest of" not in headings
    assert "itself" not in headlines(apart)[0].how_sure


def clear_after(whole: Pack, changes: dict[str, float]) -> str:
    """The title of table 10b where scenes are clear so many seconds later under some options, each time the same."""
    times = whole.measures["measure"].eq("scene_clear_mean_s")
    flat = whole.measures["value"].mask(times, 3000.0)
    for name, seconds in changes.items():
        flat = flat.mask(times & whole.measures["scenario"].eq(name), 3000.0 + seconds)
    measures = whole.measures.assign(value=flat)
    gaps = whole.differences["measure"].eq("scene_clear_mean_s")
    change = whole.differences["option"].map(changes).fillna(0.0)
    ends = {key: whole.differences[key].mask(gaps, change) for key in ("difference", "low", "high")}
    return joint_calls(
        replace(whole, measures=measures, differences=whole.differences.assign(**ends))
    ).title


def test_the_title_tells_when_scenes_are_clear_under_every_option_and_not_under_the_first_named() -> (
    None
):
    whole = pack(4, 6, 200)
    names = [option.name for option in whole.proposals if option.name != "integrated"][:2]
    title = clear_after(whole, dict(zip(names, (-25.0, -51.0), strict=True)))
    assert "their scenes are clear 25 s to 51 s sooner under “" in title
    assert "does not clearly change" not in title
    (integrated,) = [option for option in whole.proposals if option.name == "integrated"]
    assert short(integrated.title) in title.partition("not clearly otherwise than now under")[2]
    assert "scenes" not in clear_after(whole, {})


def test_a_scene_is_told_though_as_many_units_come() -> None:
    whole = pack(4, 6, 200)
    units = whole.measures["measure"].isin(["units_sent_mean", "units_stood_down_mean"])
    still = replace(
        whole, measures=whole.measures.assign(value=whole.measures["value"].mask(units, 1.0))
    )
    title = clear_after(still, {whole.proposals[0].name: 40.0})
    assert title.startswith("The scenes of road traffic collisions are clear 40 s later under")
