"""The square-root law against stated car minutes of Cornwall; the errors are printed beside the power law's.

Fitted on every second site and tested on the others. The power law was fitted on all of these pairs, so that it has
the easier test.
"""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from geography.speed_law import fit_law, law_errors

DATA = Path(
    os.environ.get("BLUELIGHT_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
PLACES = "population/lsoa21_four_counties.csv"
TIMES = "travel_times/cornwall_lsoa21_to_ambulance_and_hospital_car_minutes.csv.gz"
POWER_LAW = (3.32, 0.752)  # minutes = a × km ** b


def stated() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Metres in a straight line, seconds stated and site of each pair of more than 0 minutes."""
    for name in (PLACES, TIMES):
        if not (DATA / name).is_file():
            pytest.skip(f"needs {name} of the open data folder (BLUELIGHT_DATA)")
    with (DATA / PLACES).open(encoding="utf-8", newline="") as file:
        at = {
            row["lsoa21_code"]: (float(row["easting"]), float(row["northing"]))
            for row in csv.DictReader(file)
        }
    with gzip.open(DATA / TIMES, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if float(row["minutes"]) > 0]
    rows = [row for row in rows if row["site_lsoa21"] in at and row["lsoa21_code"] in at]
    names = sorted({row["site_name"] for row in rows})
    here = np.array([at[row["lsoa21_code"]] for row in rows])
    there = np.array([at[row["site_lsoa21"]] for row in rows])
    seconds = np.array([float(row["minutes"]) * 60 for row in rows])
    site = np.array([names.index(row["site_name"]) for row in rows])
    return np.hypot(*(here - there).T), seconds, site


def test_fitted_on_odd_sites_and_tested_on_even_ones() -> None:
    metres, seconds, site = stated()
    odd = site % 2 == 1
    law = fit_law(metres[odd], seconds[odd])
    print(
        f"\ncruise {law.cruise_m_per_s * 3.6:.1f} km/h, acceleration {law.acceleration_m_per_s2:.4f} m/s2,"
        f" square root up to {law.short_m / 1000:.1f} km of straight line"
    )
    for label, some in (("all", ~odd), ("under 20 km", ~odd & (metres < 20_000))):
        ours = law_errors(law, metres[some], seconds[some])
        power = POWER_LAW[0] * (metres[some] / 1000) ** POWER_LAW[1] * 60
        error = np.abs(power - seconds[some]) / seconds[some]
        print(
            f"{label}, {ours.pairs} pairs of even sites: r {ours.correlation:.3f},"
            f" median {ours.median_relative_error:.1%}, 90th {ours.p90_relative_error:.1%}"
            f" (power law r {np.corrcoef(power, seconds[some])[0, 1]:.3f},"
            f" {np.median(error):.1%}, {np.quantile(error, 0.9):.1%})"
        )
        assert ours.correlation > (0.9 if label == "all" else 0.8)
        assert ours.median_relative_error < 0.16
        assert ours.p90_relative_error < 0.45
    steady = float(np.exp(np.mean(np.log(metres[odd] / seconds[odd]))))
    plain = np.abs(metres[~odd] / steady - seconds[~odd]) / seconds[~odd]
    assert law_errors(law, metres[~odd], seconds[~odd]).median_relative_error < np.median(plain)
