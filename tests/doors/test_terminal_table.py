"""The table that `bluelight run` prints: numbers as people write them, an interval only where there is one."""

from __future__ import annotations

import pandas as pd
import pytest

from bluelight.play_cli import as_written, beside_what_was_published, interval_as_written
from results.bids import BID_COLUMNS


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (-520_000.0, "−520,000"), (8950.0, "8,950"), (43_952.53, "43,950"), (2.002, "2.002"), (0.41376, "0.4138"),
        (632.0, "632"), (0.0, "0"), (-0.25, "−0.25"), (12_345_678.0, "12,350,000"), (99_999.6, "100,000"),
    ],
)  # fmt: skip
def test_a_number_as_people_write_it(number: float, words: str) -> None:
    assert as_written(number) == words


def test_an_interval_of_one_number_is_one_number() -> None:
    assert interval_as_written(8950.0, 8950.0) == "8,950"
    assert interval_as_written(7104.2, 7507.9) == "7,104 to 7,508"
    assert interval_as_written(float("nan"), float("nan")) == ""


def test_the_table_has_no_power_of_ten(capsys: pytest.CaptureFixture[str]) -> None:
    row = dict.fromkeys(BID_COLUMNS, "") | {
        "figure": "A saving", "bid_value": -520_000.0, "model_value": 43_952.5, "unit": "GBP per year",
        "verdict": "differs", "low": 32_000.0, "high": 56_000.0,
    }  # fmt: skip
    beside_what_was_published(pd.DataFrame([row]))
    said = capsys.readouterr().out
    assert "−520,000" in said
    assert "43,950" in said
    assert "32,000 to 56,000" in said
    assert "e+" not in said
