"""Sensitivity against functions whose answers are known: by hand, and Ishigami's, whose shares are exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from results.sensitivity import sensitivity
from scenarios.design import settings
from scenarios.sweep import Sweep

Function = Callable[[dict[str, Any]], float]
UNIT = {"title": "A factor", "set": ["a"], "range": {"from": 0, "to": 1}}


@dataclass
class MadeUp:
    """A study whose answers are a function of its factors; `noise` by replication is the same at every point."""

    sweep: Sweep
    points: dict[str, dict[str, Any]] = field(default_factory=dict)
    head: Any = None
    baseline: Any = None


def study_of(design: str, factors: dict[str, Any], points: int | None = None) -> MadeUp:
    answers = {"a": {"title": "The answer", "measure": "response_mean_s"}}
    words = {"options": ["new"], "design": design, "points": points, "factors": factors,
             "answers": answers}  # fmt: skip
    sweep = Sweep.model_validate({k: v for k, v in words.items() if v is not None})
    made = MadeUp(
        sweep,
        head=SimpleNamespace(sweep=sweep, seed=11),
        baseline=SimpleNamespace(name="new", standards={}),
    )
    for number, levels in enumerate(settings(sweep, 11)):
        made.points[f"new@{number}"] = {"option": "new", **levels}
    return made


def rows(
    study: MadeUp, answer: Function, replications: int = 1, spread: float = 0.0
) -> pd.DataFrame:
    luck = np.random.default_rng(5).normal(0, spread, replications)
    return pd.DataFrame(
        [
            {"scenario": name, "replication": n, "measure": "response_mean_s", "group": "",
             "value": answer(point) + luck[n]}
            for name, point in study.points.items()
            for n in range(replications)
        ]
    )  # fmt: skip


def index_of(table: pd.DataFrame, factor: str, index: str) -> pd.Series:
    (found,) = table[(table["factor"] == factor) & (table["index"] == index)].to_dict("records")
    return pd.Series(found)


def named(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, UNIT)


def ishigami(point: dict[str, Any]) -> float:
    x, y, z = (np.pi * (2 * point[name] - 1) for name in "xyz")
    return float(np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))


def test_shares_of_variance_of_ishigami_s_function() -> None:
    # Exact: first order 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437 (a = 7, b = 0.1).
    study = study_of("sobol_indices", named("x", "y", "z"), 2048)
    table = sensitivity(study, rows(study, ishigami))  # type: ignore[arg-type]
    for factor, first, total in (("x", 0.3139, 0.5576), ("y", 0.4424, 0.4424), ("z", 0.0, 0.2437)):
        for index, exact in (("first_order", first), ("total", total)):
            row = index_of(table, factor, index)
            assert row["value"] == pytest.approx(exact, abs=0.03)
            assert row["low"] - 0.01 <= exact <= row["high"] + 0.01
    assert set(table["unit"]) == {"share"}


def test_screening_of_a_straight_line_gives_its_slopes() -> None:
    study = study_of("morris", named("x", "y", "z"), 10)
    table = sensitivity(study, rows(study, lambda p: 5 * p["x"] - 2 * p["y"]))  # type: ignore[arg-type]
    assert [index_of(table, f, "mu_star")["value"] for f in "xyz"] == pytest.approx(
        [5, 2, 0], abs=1e-4
    )
    assert [index_of(table, f, "sigma")["value"] for f in "xyz"] == pytest.approx(
        [0, 0, 0], abs=1e-4
    )


def test_screening_leaves_out_a_trajectory_that_lacks_a_point() -> None:
    study = study_of("morris", named("x", "y"), 10)
    measured = rows(study, lambda p: 5 * p["x"] - 2 * p["y"])
    lacking = measured[measured["scenario"] != "new@4"]
    table = sensitivity(study, lacking)  # type: ignore[arg-type]
    assert index_of(table, "x", "mu_star")["value"] == pytest.approx(5)
    assert index_of(table, "x", "mu_star")["points"] == 29


def test_one_at_a_time_by_hand() -> None:
    factors = {
        "x": {**UNIT, "range": {"from": 1, "to": 3}},
        "w": {"title": "W", "include": ["none", "more"]},
    }
    study = study_of("one_at_a_time", factors)

    def answer(point: dict[str, Any]) -> float:
        return 10 * point.get("x", 2.0) + (4 if point.get("w") == "more" else 0)

    table = sensitivity(study, rows(study, answer, replications=3, spread=9))  # type: ignore[arg-type]
    effects = {(r["factor"], r["level"]): r["value"] for r in table.to_dict("records")}
    assert effects == pytest.approx(
        {("x", "1"): -10, ("x", "3"): 10, ("w", "none"): 0, ("w", "more"): 4}
    )
    assert (table["high"] - table["low"]).max() == pytest.approx(0, abs=1e-9)  # the luck is common


def test_a_grid_s_effect_is_averaged_over_the_others_and_paired() -> None:
    factors = {
        "x": {"title": "X", "set": ["a"], "values": [0, 1, 2]},
        "y": {"title": "Y", "set": ["b"], "values": [0, 10]},
    }
    study = study_of("grid", factors)
    # x from 0 to 2: 2 × 3 and, where y is 10, 2 × 10 × 1 more: the mean of 6 and 26.
    table = sensitivity(study, rows(study, lambda p: 3 * p["x"] + p["x"] * p["y"], 4, 2.0))  # type: ignore[arg-type]
    assert index_of(table, "x", "effect")["value"] == pytest.approx(16)
    # y from 0 to 10: 0, 10 and 20 at the three levels of x.
    assert index_of(table, "y", "effect")["value"] == pytest.approx(10)


def test_ranks_follow_what_rises_and_what_falls() -> None:
    study = study_of("latin_hypercube", named("x", "y", "z"), 200)
    table = sensitivity(study, rows(study, lambda p: np.exp(4 * p["x"]) - 3 * p["y"]))  # type: ignore[arg-type]
    up, down, none = (index_of(table, f, "rank_correlation") for f in "xyz")
    assert up["value"] > 0.9
    assert up["low"] > 0.85
    assert down["high"] < 0
    assert none["low"] < 0 < none["high"]


def test_noise_is_told_from_effect() -> None:
    study = study_of("latin_hypercube", named("x", "y"), 50)
    luck = np.random.default_rng(1)
    loud = rows(study, lambda p: 1000 * p["x"], 4)
    still = loud.assign(value=loud["value"] + luck.normal(0, 1, len(loud)))
    assert sensitivity(study, still)["noise_share"].max() < 0.001  # type: ignore[arg-type]
    nothing = loud.assign(value=luck.normal(0, 1, len(loud)))
    assert sensitivity(study, nothing)["noise_share"].min() > 0.6  # type: ignore[arg-type]


def by_block(table: list[list[float]]) -> float:
    """The share of noise in points × replications."""
    factors = {"x": {"title": "X", "set": ["a"], "values": list(range(len(table)))}}
    study = study_of("grid", factors)
    rows_ = [
        {"scenario": f"new@{point}", "replication": n, "measure": "response_mean_s", "group": "", "value": value}
        for point, values in enumerate(table)
        for n, value in enumerate(values)
    ]  # fmt: skip
    (share,) = set(sensitivity(study, pd.DataFrame(rows_))["noise_share"])  # type: ignore[arg-type]
    return float(share)


def test_luck_that_all_points_share_is_no_noise_between_them() -> None:
    # By hand.
    # Point means 652.1, 696.9, 652.1, 696.9: variance 2006.04/3 = 668.69 (deviations 22.4, squared 501.76, four).
    # Replication means 782.4, 566.6; left over ±4.2 of eight: 8 × 17.64 / (3 × 1) = 47.04; over two: 23.52.
    share = by_block([[764.2, 540.0], [800.6, 593.2], [764.2, 540.0], [800.6, 593.2]])
    assert share == pytest.approx(23.52 / (4 * 22.4**2 / 3), rel=1e-6)
    # The same luck added to every point changes nothing.
    luck = [5000.0, -300.0, 20.0]
    values = [[1.0, 4.0, 2.0], [6.0, 5.0, 9.0], [3.0, 2.0, 2.0]]
    moved = [[value + more for value, more in zip(row, luck, strict=True)] for row in values]
    assert by_block(moved) == pytest.approx(by_block(values))


def test_screening_goes_by_the_levels_that_were_played() -> None:
    """Of whole numbers and of named levels a step is not two thirds of the range: a straight line keeps its slope."""
    factors = {
        "people": {"title": "P", "set": ["a"], "range": {"from": 6, "to": 10, "whole": True}},
        "two": {"title": "T", "set": ["b"], "values": [3, 5]},
    }
    study = study_of("morris", factors, 10)
    table = sensitivity(study, rows(study, lambda p: 2.5 * p["people"] - 4 * p["two"]))  # type: ignore[arg-type]
    for factor, slope in (("people", 10.0), ("two", 8.0)):  # over the whole range
        assert index_of(table, factor, "mu_star")["value"] == pytest.approx(slope)
        assert index_of(table, factor, "sigma")["value"] == pytest.approx(0.0, abs=1e-9)


def test_a_perfect_rank_correlation_is_within_its_interval() -> None:
    study = study_of("latin_hypercube", named("x", "y"), 20)
    row = index_of(sensitivity(study, rows(study, lambda p: -p["x"])), "x", "rank_correlation")  # type: ignore[arg-type]
    assert row["low"] <= row["value"] == pytest.approx(-1.0)


def test_what_cannot_be_said_is_told_with_why() -> None:
    factors = {
        "x": {"title": "X", "set": ["a"], "values": [0, 1]},
        "y": {"title": "Y", "set": ["b"], "values": [0, 10]},
        "z": {"title": "Z", "set": ["c"], "values": [7]},
    }
    study = study_of("grid", factors)
    whole = rows(study, lambda p: p["x"] + p["y"], 2)
    empty = [name for name, point in study.points.items() if point["x"] == 0]
    table = sensitivity(study, whole[~whole["scenario"].isin(empty)])  # type: ignore[arg-type]
    found = {row["factor"]: row for row in table.to_dict("records")}
    assert np.isnan(found["x"]["value"])
    assert (
        found["x"]["why_none"]
        == "the answer was not measured in every replication at 2 of 4 settings"
    )
    assert (found["y"]["value"], found["y"]["against"], found["y"]["level"]) == (10, "0", "10")
    assert found["z"]["why_none"] == "it has one level alone"
