"""Differences between options, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from results.compare import between, differences, interval


def table_of(**values: list[float | None]) -> pd.DataFrame:
    rows = [
        (scenario, replication, "m", "g", value, "s")
        for scenario, several in values.items()
        for replication, value in enumerate(several)
        if value is not None
    ]
    columns_ = ["scenario", "replication", "measure", "group", "value", "unit"]
    return pd.DataFrame(rows, columns=columns_)


def test_a_paired_interval_by_student_s_t() -> None:
    # gaps 1, 2, 3: mean 2, standard deviation 1, standard error 1/sqrt(3), t(0.975; 2) = 4.302653
    row = differences(table_of(a=[10, 20, 30], b=[11, 22, 33]), "a").iloc[0]
    half = 4.302653 / np.sqrt(3)
    assert (row["difference"], row["pairs"]) == (2, 3)
    assert row["low"] == pytest.approx(2 - half, abs=1e-6)
    assert row["high"] == pytest.approx(2 + half, abs=1e-6)


def test_pairing_takes_out_what_the_days_share() -> None:
    # values spread over hundreds, gaps all 5: the interval is a point
    row = differences(table_of(a=[100, 400, 900], b=[105, 405, 905]), "a").iloc[0]
    assert (row["difference"], row["low"], row["high"]) == (5, 5, 5)


def test_only_replications_that_both_have_are_pairs() -> None:
    found = differences(table_of(a=[10, None, 30, 40], b=[11, 22, None, 44]), "a").iloc[0]
    assert (found["difference"], found["pairs"]) == (2.5, 2)
    assert len(differences(table_of(a=[1, None], b=[None, 2]), "a")) == 0


def test_one_pair_has_no_interval() -> None:
    row = differences(table_of(a=[10], b=[12]), "a").iloc[0]
    assert (row["difference"], row["pairs"]) == (2, 1)
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])
    assert [bool(np.isnan(end)) for end in interval(np.array([3.0]))] == [False, True, True]


def test_a_value_is_between_replications_of_the_same_number() -> None:
    table = table_of(a=[1, 2, None], b=[None, 7, 9])
    assert between(table, "m", "g", "b", "a").tolist() == [5]
    assert between(table, "m", "g", "b", None).tolist() == [7, 9]
