"""The bundled study of Hayle says what its sources and its own rules say."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path

import pytest

from geography.region import load_region
from scenarios.duty import person_chance
from scenarios.load import load_study
from scenarios.scenario import Scenario
from scenarios.study import Study


@pytest.fixture(scope="module")
def hayle() -> Study:
    return load_study("hayle", load_region("cornwall"))


@pytest.fixture(scope="module")
def options(hayle: Study) -> Mapping[str, Scenario]:
    return {s.name: s for s in hayle.scenarios if s.name not in hayle.points}


def shares(scenario: Scenario, duty: str) -> list[float]:
    """The declared availability: nights and weekends, then weekdays by day."""
    return [row.share.base for row in scenario.duty_systems[duty].availability]


def test_a_quick_run_plays_the_baseline_and_three_options(hayle: Study) -> None:
    played = [s.name for s in hayle.with_changes(quick=True).scenarios]
    assert [n for n in played if n not in hayle.points] == [
        "separate", "hayle_station", "integrated", "programme",
    ]  # fmt: skip


def test_the_first_year_is_the_mean_of_its_ramp(options: Mapping[str, Scenario]) -> None:
    months = [0.0] * 5 + [(month - 0.5) / 7 for month in range(1, 8)]
    mean = sum(months) / 12
    later = shares(options["hayle_station"], "oncall")
    first = shares(options["hayle_first_year"], "oncall_recruiting")
    assert first == pytest.approx([share * mean for share in later], abs=0.005)
    duties = {pool: p.duty for pool, p in options["hayle_first_year"].crew_pools.items()}
    assert [pool for pool, duty in duties.items() if duty == "oncall_recruiting"] == [
        "hayle_oncall"
    ]


def test_more_people_are_each_there_as_often_as_those_before(
    options: Mapping[str, Scenario],
) -> None:
    alike = options["same_money"].duty_systems["oncall"].correlation
    assert alike is not None
    before = shares(options["separate"], "oncall")
    after = shares(options["same_money"], "oncall_more")
    for few, many in zip(before, after, strict=True):
        one = person_chance(12, 4, few, alike.base)
        assert person_chance(19, 4, many, alike.base) == pytest.approx(one, abs=0.002)
    for pool in ("camborne_oncall", "redruth_oncall"):
        assert options["same_money"].crew_pools[pool].people == 19
        assert options["separate"].crew_pools[pool].people == 12


def test_interest_on_a_shared_station_is_worked_as_hayles(options: Mapping[str, Scenario]) -> None:
    def a_year(capital: float) -> float:
        return capital * (1 + 0.043 * 41 / 2) / 41

    hayle = options["colocated"].costs["hayle_capital"].rate.base
    assert hayle == pytest.approx(a_year(1_115_000), rel=0.001)
    for name, item in (
        ("truro_colocated", "truro_conversion"),
        ("looe_tri_service", "looe_conversion"),
    ):
        assert options[name].costs[item].rate.base == pytest.approx(a_year(270_000), rel=0.001)


@pytest.mark.parametrize(("name", "moved"), [("truro_colocated", 5), ("looe_tri_service", 2)])
def test_sharing_moves_units_and_adds_no_ambulance_and_no_car(
    options: Mapping[str, Scenario], name: str, moved: int
) -> None:
    before, after = options["separate"].vehicles, options[name].vehicles
    assert set(before) <= set(after)
    added = {after[unit].type for unit in set(after) - set(before)}
    assert added <= {"operative_responder", "operative_policing"}
    assert sum(before[unit].station != after[unit].station for unit in before) == moved
    pools = options[name].crew_pools
    assert all(pools[v.crewed_from[0]].station == v.station for v in after.values())


def test_doing_nothing_changes_demand_and_availability_only(
    options: Mapping[str, Scenario],
) -> None:
    before, after = options["separate"], options["do_nothing"]
    assert after.vehicles == before.vehicles
    assert all(
        a < b for a, b in zip(shares(after, "oncall"), shares(before, "oncall"), strict=True)
    )
    grown = {name: stream.growth for name, stream in after.demand.items() if stream.growth}
    assert set(grown) == set(before.demand), "demand of all three services grows"
    assert all(growth.base > 1.0 for growth in grown.values())
    bare = {
        name: stream.model_copy(update={"growth": None}) for name, stream in after.demand.items()
    }
    assert bare == before.demand


def test_doing_nothing_is_context_and_no_choice(hayle: Study) -> None:
    assert [name for name, said in hayle.head.options.items() if said.context] == ["do_nothing"]


def test_fire_demand_is_of_2013_14_by_how_englands_changed(
    options: Mapping[str, Scenario],
) -> None:
    """Cornwall's of 2020/21 (DEM002-004) x England's of 2013/14 / its rate of 2020/21 x 56.6m people (DEM025-027)."""
    streams = options["separate"].demand.values()

    def a_year(*kinds: str) -> float:
        return sum(s.rate.value for s in streams if s.kind in kinds)

    england = 56_600
    fires = 1_124 * 170_000 / (2.7 * england)
    alarms = 2_101 * 224_000 / (3.8 * england)
    special = 1_601 * 131_418 / (2.7 * england)
    assert a_year("dwelling_fire", "other_building_fire", "vehicle_fire", "secondary_fire") == (
        pytest.approx(fires, abs=2)
    )
    assert a_year("false_alarm_automatic", "false_alarm_good_intent", "false_alarm_malicious") == (
        pytest.approx(alarms, abs=2)
    )
    assert a_year("rtc", "other_special_service") == pytest.approx(special, abs=2)


def test_the_report_speaks_of_hayle(hayle: Study) -> None:
    assert hayle.head.report.places == ("hayle", "cprh")


def test_the_fleets_that_are_played_differ_in_ambulance_hours_alone(
    options: Mapping[str, Scenario],
) -> None:
    """Twelve day ambulances: an hour later is twelve hours a day more; volunteers are there or never."""
    path = Path(__file__).parents[2] / "docs" / "studies" / "hayle_fleets.py"
    spec = importlib.util.spec_from_file_location("hayle_fleets", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    played = [script.setting(options["integrated"], *one) for one in script.SETTINGS]
    hours = [script.ambulance_hours_a_day(scenario) for scenario in played]
    assert hours == pytest.approx([600, 672, 720, 672])
    assert all(share > 0 for share in shares(played[1], "volunteer"))
    assert not any(shares(played[3], "volunteer"))
    assert played[1].duty_systems == options["integrated"].duty_systems
