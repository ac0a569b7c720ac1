"""Where a study is of fire and police alone, its report says what becomes of police response."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd

from results.figures.columns import compared, police_standard
from results.figures.places import study_place
from results.figures.reading import Reading
from results.headlines import headlines
from results.pack import Pack, Standard
from results.police_headline import police_headline
from tests.made_up_pack import pack

GRADE1 = Standard("grade1_15_min", "Grade 1", "police", "police_grade_1", 900.0, None)


def of_fire_and_police(**gaps: tuple[float, float, float]) -> Pack:
    """A made-up pack without ambulances: in each ground one option's difference with its interval; the rest none."""
    whole = pack(3, 3, 50)
    fire = tuple(standard for standard in whole.standards if standard.service == "fire")
    rows = []
    for ground in ("rural", "urban"):
        for place, option in enumerate(whole.proposals):
            low, middle, high = gaps.get(ground, (0.0, 0.0, 0.0)) if place == 0 else (0.0, 0.0, 0.0)
            rows.append(
                {
                    "measure": "response_mean_s",
                    "group": f"clock=police_grade_1;order=first;rurality={ground};service=police",
                    "baseline": whole.baseline.name,
                    "option": option.name,
                    "difference": middle,
                    "low": low,
                    "high": high,
                    "pairs": 3,
                    "unit": "s",
                }
            )
    more = pd.concat([whole.differences, pd.DataFrame(rows)], ignore_index=True)
    return replace(whole, standards=(*fire, GRADE1), differences=more)


def test_sooner_in_the_country_and_later_in_the_towns_are_both_said() -> None:
    mixed = of_fire_and_police(rural=(-80, -63, -47), urban=(79, 83, 87))
    found = police_headline(mixed)
    assert found is not None
    says, how_sure = found
    assert "1 min 3 s sooner in the country and 1 min 23 s later in the towns" in says
    assert mixed.proposals[0].title in says
    assert "in the country sooner by 0:47 to 1:20" in how_sure
    assert "in the towns later by 1:19 to 1:27" in how_sure
    assert headlines(mixed)[0].says.replace(" (immediate)", "") == says


def test_what_is_not_clear_is_not_said() -> None:
    half = police_headline(of_fire_and_police(rural=(-80, -63, -47), urban=(-5, 2, 9)))
    assert half is not None
    assert "in the towns" not in half[0]
    none = police_headline(of_fire_and_police())
    assert none is not None
    assert none[0].startswith("No option clearly changes")


def test_a_study_with_ambulances_says_nothing_of_it() -> None:
    whole = pack(3, 3, 50)
    assert police_standard(replace(whole, standards=(*whole.standards, GRADE1))) is None
    assert police_headline(replace(whole, standards=(*whole.standards, GRADE1))) is None


def test_figure_2_speaks_of_the_whole_region_where_asked_and_has_both_grounds() -> None:
    mixed = replace(of_fire_and_police(), speaks_of_region=True)
    assert study_place(mixed).title == mixed.region.title
    heads = [column.heading.replace("\n", " ") for column in compared(mixed, Reading(mixed))]
    assert "Police grade 1 calls: average in the country" in heads
    assert "Police grade 1 calls: average in the towns" in heads
    assert sum(head.startswith("First fire engine") for head in heads) == 1
    districts = [column.heading for column in compared(of_fire_and_police(), Reading(mixed))]
    assert len(districts) == len(heads) + 2


def test_the_districts_that_gain_and_lose_most_are_named_with_the_whole() -> None:
    mixed = of_fire_and_police(rural=(-80, -63, -47), urban=(79, 83, 87))
    first, *_, last = mixed.districts
    base = {
        "baseline": mixed.baseline.name,
        "option": mixed.proposals[0].name,
        "pairs": 3,
        "unit": "s",
    }
    gaps = {
        "": (3.0, 14.0, 25.0),
        f"district={first.name};": (-199.0, -163.0, -128.0),
        f"district={last.name};": (119.0, 151.0, 183.0),
    }
    rows = [
        {
            "measure": "response_mean_s", "low": low, "difference": middle, "high": high, **base,
            "group": f"clock=police_grade_1;{where}order=first;service=police",
        }
        for where, (low, middle, high) in gaps.items()
    ]  # fmt: skip
    more = pd.concat([mixed.differences, pd.DataFrame(rows)], ignore_index=True)
    found = police_headline(replace(mixed, differences=more))
    assert found is not None
    assert f"over the whole of {mixed.region.title} 14 s later (0:03 to 0:25)" in found[0]
    assert f"2 min 43 s sooner in {first.title} (2:08 to 3:19)" in found[0]
    assert f"2 min 31 s later in {last.title} (1:59 to 3:03)" in found[0]


def test_an_officer_s_mean_of_which_few_calls_change_is_no_headline() -> None:
    mixed = of_fire_and_police(rural=(-80, -63, -47))
    words = np.where(np.arange(len(mixed.region.zones.easting)) % 2 == 0, "rural", "urban")
    zones = SimpleNamespace(**{**vars(mixed.region.zones), "rurality": words})
    calls = pd.DataFrame({"replication": 1, "call": range(60), "zone": 0, "service": "police"})
    calls = calls.assign(clock="police_grade_1", order="first", counted=True, seconds=600.0)

    def with_changes(number: int) -> Pack:
        rows = [calls.assign(scenario=option.name) for option in mixed.options]
        rows[1] = rows[1].assign(seconds=[300.0] * number + [600.0] * (60 - number))
        region = replace(mixed.region, zones=zones)
        return replace(mixed, region=region, arrivals=pd.concat(rows, ignore_index=True))

    few, enough = (police_headline(with_changes(number)) for number in (29, 30))
    assert few is not None
    assert few[0].startswith("No option clearly changes")
    assert enough is not None
    assert "1 min 3 s sooner in the country" in enough[0]
