"""Survival and death by published curves, and ratios and frontiers, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from results.figures.outcomes import one_more_in
from results.first_help import help_table
from results.frontier import beaten, frontier_of
from results.outcomes import chances, fire_deaths, outcome_measures
from results.ratios import cost_for_each
from scenarios.documents import read_yaml
from scenarios.load import HERE
from scenarios.outcomes import Arrests, FireDeathCurve, SurvivalCurve
from tests.theory.by_hand import DAY, HOUR, call, changed, job, run_of, study, tinyshire

CATALOGUE = read_yaml(HERE / "catalogue" / "outcomes.yaml").data
CURVES = {k: SurvivalCurve.model_validate(v) for k, v in CATALOGUE["survival_curves"].items()}
ARRESTS = Arrests.model_validate(CATALOGUE["arrests"]["england_2014"])
FIRE = FireDeathCurve.model_validate(CATALOGUE["fire_death_curves"]["straight_line"])


def one(minutes: float) -> np.ndarray:
    return np.array([minutes])


# Minutes from the curve's own start to basic life support, defibrillator and paramedic; and the chance by the paper.
@pytest.mark.parametrize(
    ("name", "cpr", "defibrillator", "paramedic", "chance"),
    [
        ("larsen", 0, 0, 0, 0.67),
        ("larsen", 2, 7, 10, 0.67 - 0.046 - 0.077 - 0.21),
        ("larsen", 30, 30, 30, 0.0),  # 0.67 - 1.65 is below nought
        ("valenzuela", 1, 10, 0, 1 / (1 + math.exp(-0.260 + 0.106 + 1.39))),
        ("de_maio", 0, 8, 0, 1 / (1 + math.exp(0.679 + 2.096))),
        ("waalewijn", 2, 9, 0, 1 / (1 + math.exp(0.04 + 0.3 * 2 + 0.14 * (9 - 2)))),
    ],
)
def test_each_curve_as_it_was_published(
    name: str, cpr: float, defibrillator: float, paramedic: float, chance: float
) -> None:
    found = CURVES[name].survival(one(cpr), one(defibrillator), one(paramedic))
    assert found[0] == pytest.approx(chance)


def test_a_call_s_share_of_a_survivor() -> None:
    """Larsen: a responder after 5 min of the call, a paramedic after 9; the call a minute after the collapse."""
    table = pd.DataFrame({"defibrillator_s": [300.0, np.nan], "paramedic_s": [540.0, 600.0]})
    with_cpr = (
        0.67 - 0.023 * 3 - 0.011 * 6 - 0.021 * 10
    )  # a bystander from 3 min after the collapse
    without = 0.67 - 0.023 * 6 - 0.011 * 6 - 0.021 * 10
    expected = (0.55 * with_cpr + 0.45 * without) * 0.10 * 0.22
    found = chances(CURVES["larsen"], ARRESTS, table)
    assert found == pytest.approx([expected, 0.0])  # no defibrillator, no survivor


def test_a_bystander_never_helps_later_than_whoever_comes_first() -> None:
    table = pd.DataFrame({"defibrillator_s": [30.0], "paramedic_s": [30.0]})
    both = 0.67 - (0.023 + 0.011 + 0.021) * 1.5
    assert chances(CURVES["larsen"], ARRESTS, table)[0] == pytest.approx(both * 0.10 * 0.22)


def test_deaths_in_fires_on_a_straight_line() -> None:
    table = pd.DataFrame({"kind": ["dwelling_fire"] * 4 + ["other_building_fire"],
                          "pump_s": [450.0, 510.0, np.nan, 7200.0, 450.0]})  # fmt: skip
    latest = 0.0075 + 0.00016 * (60 - 7.5)  # nobody came, or after two hours: as at an hour
    assert fire_deaths(FIRE, table) == pytest.approx([0.0075, 0.0075 + 0.00016, latest, latest])


def test_first_help_of_any_service_from_a_log() -> None:
    calls = [
        call(1, DAY + HOUR, "medical_emergency", "red1", "ambulance"),
        call(2, DAY + 2 * HOUR, "medical_emergency", "green", "ambulance"),
        call(3, DAY + 3 * HOUR, "dwelling_fire", "fire", "fire"),
    ]
    run = run_of(calls, [
        *job("op_responder", 1, DAY + HOUR + 60, takes_s=240, clear_s=DAY + 1.5 * HOUR),  # 300 s
        *job("dca_1", 1, DAY + HOUR + 60, takes_s=480, clear_s=DAY + 2 * HOUR),  # 540 s
        *job("dca_2", 2, DAY + 2 * HOUR + 60, takes_s=480, clear_s=DAY + 3 * HOUR),
        *job("east_p1", 3, DAY + 3 * HOUR + 90, takes_s=510, clear_s=DAY + 4 * HOUR),  # 600 s
    ])  # fmt: skip
    table = help_table(run)
    assert table["kind"].astype(str).tolist() == ["medical_emergency", "dwelling_fire"]
    assert table["defibrillator_s"].tolist()[0] == 300
    assert table["paramedic_s"].tolist()[0] == 540
    assert table["pump_s"].tolist()[1] == 600
    scenario = changed(
        run, survival_curves=CURVES, arrests={"a": ARRESTS}, fire_death_curves={"f": FIRE}
    ).scenario
    got = outcome_measures(scenario, {"help": table}).set_index("group")["value"]
    assert len(got) == 5
    de_maio = 0.1 / (1 + math.exp(0.679 + 0.262 * 5)) * 365.25
    assert got["basis=de_maio;service=ambulance"] == pytest.approx(de_maio)
    assert got["basis=f;service=fire"] == pytest.approx((0.0075 + 0.00016 * 2.5) * 365.25)


def test_arrests_may_be_of_any_category_that_a_study_names() -> None:
    """A green call reached after nine minutes: De Maio's chance, times the share of such calls that are arrests."""
    calls = [call(2, DAY + 2 * HOUR, "medical_emergency", "green", "ambulance")]
    played = run_of(
        calls, job("dca_2", 2, DAY + 2 * HOUR + 60, takes_s=480, clear_s=DAY + 3 * HOUR)
    )
    green = ARRESTS.model_copy(update={"categories": ("green",)})
    run = changed(
        played, survival_curves={"m": CURVES["de_maio"]}, arrests={"a": green}, fire_death_curves={}
    )
    got = outcome_measures(run.scenario, {"help": help_table(run)})["value"]
    assert got.tolist() == pytest.approx([0.1 / (1 + math.exp(0.679 + 0.262 * 9)) * 365.25])


@pytest.mark.parametrize(
    ("a_year", "words"),
    [
        (0.05, "one survivor more in 20 years"),
        (-0.5, "one survivor fewer in 2 years"),
        (0.99, "one survivor more in 1 year"),
        (2.34, "2.3 survivors more a year"),
        (0.0, "no change"),
    ],
)
def test_small_numbers_are_said_as_one_more_in_so_many_years(a_year: float, words: str) -> None:
    assert one_more_in(a_year, "survivor") == words


def test_fieller_s_interval_by_hand() -> None:
    # costs 10, 12, 14 (mean 12, s2 4); gains 4, 5, 6 (mean 5, s2 1); covariance 2; n 3; t 4.302653, t2/n 6.170937
    # a2 = 144 - 4 x 6.170937, ab = 60 - 2 x 6.170937, b2 = 25 - 6.170937; roots of b2 x2 - 2 ab x + a2
    found = cost_for_each(np.array([10.0, 12.0, 14.0]), np.array([4.0, 5.0, 6.0]))
    k = 4.302652729911275**2 / 3
    a2, ab, b2 = 144 - 4 * k, 60 - 2 * k, 25 - k
    root = math.sqrt(ab * ab - a2 * b2)
    assert found.value == pytest.approx(12 / 5)
    assert (found.low, found.high) == pytest.approx(((ab - root) / b2, (ab + root) / b2))
    assert found.low < found.value < found.high


def test_there_is_no_cost_for_each_of_a_gain_that_may_be_none() -> None:
    cost = np.array([10.0, 12.0, 14.0])
    assert cost_for_each(cost, np.array([-1.0, 1.0, 2.0])).why_not == "no clear gain"
    assert cost_for_each(cost, np.array([-5.0, -5.1, -4.9])).why_not == "a loss, not a gain"
    assert "one replication" in cost_for_each(cost[:1], np.array([2.0])).why_not
    assert cost_for_each(cost[:0], cost[:0]).why_not == "not measured"


def test_fieller_covers_the_true_ratio_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(2000):
        gain = rng.normal(5, 1, 10)
        found = cost_for_each(rng.normal(20, 3, 10) + gain, gain)
        held += found.low <= 25 / 5 <= found.high
    assert held / 2000 == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 2000))


def test_who_is_beaten_on_both() -> None:
    def runs(*values: float) -> np.ndarray:
        return np.array(values)

    cost = {
        "now": runs(10, 10),
        "a": runs(8, 8),
        "b": runs(12, 12),
        "c": runs(7, 7),
        "d": runs(8, 8),
    }
    response = {"now": runs(600, 610), "a": runs(590, 600), "b": runs(580, 590), "c": runs(605, 700),
                "d": runs(590, 600)}  # fmt: skip
    found = beaten(cost, [response]).set_index("scenario")
    assert found["dominated_by"].to_dict() == {"now": "a", "a": "", "b": "", "c": "", "d": ""}
    assert found.loc["now", "clearly"]
    apart = beaten(cost, [response], apart=["a", "d"]).set_index("scenario")
    assert apart["dominated_by"].to_dict() == {"now": "", "a": "", "b": "", "c": "", "d": ""}


def test_a_response_that_an_option_does_not_move_gives_no_verdict_on_it() -> None:
    """Dearer with the same response in every replication is not beaten: the response does not speak of it."""
    same = np.array([600.0, 610.0])
    cost = {"now": np.array([10.0, 10.0]), "dearer": np.array([12.0, 12.0])}
    assert set(beaten(cost, [{"now": same, "dearer": same}])["dominated_by"]) == {""}
    worse = {"now": np.array([0.1, 0.2]), "dearer": np.array([0.2, 0.3])}
    found = beaten(cost, [{"now": same, "dearer": same}, worse]).set_index("scenario")
    assert found.loc["dearer", "dominated_by"] == "now"
    assert found.loc["dearer", "clearly"]


def test_an_option_that_is_better_in_one_response_is_not_beaten_for_the_other() -> None:
    cost = {"now": np.array([10.0, 10.0]), "new": np.array([12.0, 12.0])}
    later, sooner = np.array([2.0, 2.1]), np.array([1.0, 1.1])
    fire, red = {"now": sooner, "new": later}, {"now": later, "new": sooner}
    assert beaten(cost, [fire]).set_index("scenario").loc["new", "dominated_by"] == "now"
    assert set(beaten(cost, [fire, red])["dominated_by"]) == {""}


def test_points_of_a_sweep_are_compared_within_one_setting() -> None:
    """Shorter roads are no option: only the point of the same setting can beat another."""
    told = {"today@fires=1;people=8": (9, 0.5), "west_station@fires=1;people=8": (8, 0.6),
            "today@fires=2;people=8": (2, 0.9), "west_station@fires=2;people=8": (3, 0.95)}  # fmt: skip
    about = "clock=fire_from_call;district=west;service=fire;standard=fire_10_min"
    rows = [
        (name, run, measure, key, value)
        for name, (cost, share) in told.items()
        for run in range(2)
        for measure, key, value in (("net_cost_gbp", "", cost), ("within_standard", about, share))
    ]
    columns = ["scenario", "replication", "measure", "group", "value"]
    assert set(told) <= set(study().points)
    found = frontier_of(study(), tinyshire(), pd.DataFrame(rows, columns=columns))
    beaten = found.set_index("scenario")["dominated_by"].to_dict()
    assert beaten == dict.fromkeys(told, "") | {
        "today@fires=1;people=8": "west_station@fires=1;people=8"
    }


def test_without_a_word_options_are_judged_by_the_standard_that_most_of_them_move() -> None:
    """Fire's standard is declared first and the same under both; Red 1 is what the option moves."""
    red = "clock=red1;district=west;service=ambulance;standard=red1_8_min"
    fire = "clock=fire_from_call;district=west;service=fire;standard=fire_10_min"
    rows = [
        (name, run, measure, key, value + 0.01 * run)
        for name, gain in (("today", 0.0), ("west_station", 0.2))
        for run in range(3)
        for measure, key, value in (
            ("net_cost_gbp", "", 9.0 + gain), ("within_standard", fire, 0.6), ("within_standard", red, 0.5 + gain),
        )
    ]  # fmt: skip
    columns = ["scenario", "replication", "measure", "group", "value"]
    found = frontier_of(study(), tinyshire(), pd.DataFrame(rows, columns=columns))
    assert set(found["group"]) == {red}
    assert found["response"].tolist() == pytest.approx([0.51, 0.71])
    assert set(found["dominated_by"]) == {""}
