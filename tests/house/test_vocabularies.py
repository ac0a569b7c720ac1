"""Words declared once in `scenarios/words.py` are those that the rooms use, and no others."""

from __future__ import annotations

from functools import cache
from typing import get_args

import pandas as pd
import pytest

from geography.region import PROFILES, load_region
from results.cost_drivers import DRIVERS
from results.costs import cost_table, money_measures
from results.measures import measure_run
from results.outcomes import outcome_measures
from results.task import finish
from results.tell import CATEGORY_WORDS, KIND_WORDS
from scenarios.check_measures import values_of
from scenarios.drivers import DRIVER_COUNTS, DRIVER_UNITS
from scenarios.load import load_study
from scenarios.measure_words import GROUP_KEYS, MEASURES
from scenarios.sections import ALL_SECTIONS
from scenarios.words import (
    EVENT_KINDS,
    SITING_PARTS,
    CallKind,
    Category,
    CostDriver,
    Ranking,
    ReportPart,
    SpeedProfile,
    Until,
)
from sim.events import AT_HOME, NEXT, OF_A_CALL, OF_A_CREW, Event, Kind
from sim.log import LAYOUT, ROW
from sim.ranking import RANKINGS
from sim.run import run
from tests.doors.small_study import SMALL

# Measures that a small study need not produce, and why.
CONDITIONAL = {
    "response_median_s": "from 30 calls on",
    "response_p90_s": "from 30 calls on",
    "not_attended": "where calls are challenged",
    "called_off": "where calls are called off",
    "given_up": "where patience is declared",
    "sent_at_once_share": "where districts are reported apart",
    "conveyed_by_fire": "where fire crews convey",
    "ambulance_hours_released": "where fire crews convey",
    "ambulance_hours_released_net": "where fire crews convey, against the baseline",
    "next_pump_mean_s": "where fire crews convey",
    "conveyance_mean_h": "where fire crews convey",
    "conveying_crews_attended": "where fire crews can convey",
    "conveying_hours": "where fire crews convey",
    "no_pump_share": "where fire crews convey",
    "next_pump_at_ground_s": "where fire crews convey",
    "next_pump_delay_s": "where fire crews convey",
    "handover_wait_mean_s": "where bays are declared",
    "bay_queue_share": "where bays are declared",
    "standby_hours": "where standby moves are declared",
}


@cache
def produced() -> pd.DataFrame:
    """Every measure of every option of the small study, one replication."""
    study, region = load_study(str(SMALL)), load_region(SMALL / "tinyshire")
    tables = []
    for scenario in study.scenarios[:3]:
        kept = finish(run(scenario, region, 0), region)
        money = money_measures(
            scenario, cost_table(scenario, kept), kept, float(region.zones.people.sum())
        )
        both = (measure_run(scenario, kept, region), money, outcome_measures(scenario, kept))
        tables += [table.assign(scenario=scenario.name) for table in both]
    return pd.concat(tables, ignore_index=True)


def test_event_kinds() -> None:
    assert tuple(kind.value for kind in Kind) == EVENT_KINDS
    assert set(Event._fields) == set(ROW.names or ())
    assert LAYOUT.size == ROW.itemsize


def test_every_kind_has_its_row_or_says_nothing_of_a_unit() -> None:
    of_units = set(Kind) - OF_A_CALL - OF_A_CREW
    assert set(NEXT) == of_units
    assert {kind for may in NEXT.values() for kind in may} <= of_units
    assert set(NEXT) >= AT_HOME


def test_rankings() -> None:
    assert set(RANKINGS) == set(get_args(Ranking))


def test_parts_of_a_report() -> None:
    from results.figures import FIGURES, SITE_FIGURES

    assert (*FIGURES, *SITE_FIGURES) == get_args(ReportPart)
    assert tuple(SITE_FIGURES) == SITING_PARTS


def test_cost_drivers() -> None:
    assert set(DRIVERS) == set(get_args(CostDriver)) == set(DRIVER_COUNTS) == set(DRIVER_UNITS)


def test_speed_profiles() -> None:
    assert set(PROFILES) == set(get_args(SpeedProfile))


def test_stories_have_a_word_for_every_kind_of_call() -> None:
    assert set(KIND_WORDS) == set(get_args(CallKind))
    assert set(CATEGORY_WORDS) <= set(get_args(Category))


def test_every_way_of_ending_a_need_is_played() -> None:
    from inspect import getsource

    from sim import incident

    text = getsource(incident)
    for word in get_args(Until):
        assert f'case "{word}"' in text, word


def test_every_declared_measure_is_produced() -> None:
    missing = set(MEASURES) - set(produced()["measure"]) - set(CONDITIONAL)
    assert not missing


def test_no_measure_is_produced_that_is_not_declared() -> None:
    assert set(produced()["measure"]) <= set(MEASURES)
    assert produced()["unit"].tolist() == [MEASURES[name][0] for name in produced()["measure"]]


def test_groups_are_sorted_pairs_of_declared_keys() -> None:
    for measure, group in produced()[["measure", "group"]].drop_duplicates().to_numpy():
        pairs = [pair.split("=") for pair in group.split(";")] if group else []
        assert all(len(pair) == 2 and all(pair) for pair in pairs), group
        keys = [key for key, _ in pairs]
        assert keys == sorted(keys), group
        assert len(set(keys)) == len(keys), group
        assert set(keys) <= set(MEASURES[measure][2]), (measure, group)


def test_keys_of_measures_are_in_the_closed_list() -> None:
    for name, (unit, text, keys) in MEASURES.items():
        assert set(keys) <= set(GROUP_KEYS), name
        assert unit, name
        assert text.endswith("."), name


def test_a_group_stands_once() -> None:
    twice = produced().duplicated(["scenario", "measure", "group"])
    assert not produced()[twice.to_numpy()].to_dict("records")


def test_what_is_measured_is_a_number_that_can_be() -> None:
    table = produced()
    assert table["value"].notna().all()
    shares = table[(table["unit"] == "share").to_numpy()]["value"]
    assert shares.between(0, 1).all()
    others = table[(table["measure"] != "minutes_saved_mean").to_numpy()]["value"]
    assert (others >= 0).all()


def test_check_knows_every_value_that_a_group_can_have() -> None:
    from scenarios.documents import Document

    study = load_study(str(SMALL))
    documents = [
        Document({name: getattr(scenario, name) for name in ALL_SECTIONS if name != "hospital_times"})
        for scenario in study.scenarios[:3]
    ]  # fmt: skip
    for group in set(produced()["group"]) - {""}:
        for key, value in (pair.split("=") for pair in group.split(";")):
            known = values_of(key, documents, study.head.report.districts)
            assert known is None or value in known, group


@pytest.mark.parametrize("name", ["response_mean_s", "within_standard", "cost_per_incident_gbp"])
def test_measures_that_others_rely_on_keep_their_names(name: str) -> None:
    assert name in MEASURES
