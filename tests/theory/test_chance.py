"""Chance against probability theory: seed 1, and the interval of the test's own sample sets the tolerance.

An interval holds 99% for the whole family of figures of a case, so that each figure's own is wider.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2, norm
from scipy.stats import t as student

from scenarios.calls import arrivals
from scenarios.chance import Chance, Lognormal
from scenarios.demand import WeekShape
from scenarios.duty import DAY_S, HOUR_S, DutySystem, oncall_spells, person_chance
from tests.stories.world import DUTY_SYSTEMS, merged, written_out

FAMILY = 0.99


def half_width(values: NDArray[np.float64], figures: int) -> float:
    """Half the interval of a mean, wide enough for a family of so many figures."""
    level = 1 - (1 - FAMILY) / 2 / figures
    spread = float(values.std(ddof=1)) / math.sqrt(len(values))
    return float(student.ppf(level, len(values) - 1)) * spread


# How often a pump has its crew


@pytest.mark.parametrize(("people", "each", "crew"), [(12, 0.4, 0.77466), (10, 0.5, 0.82813)])
def test_four_of_a_pool_by_the_binomial(people: int, each: float, crew: float) -> None:
    """1 - (the chance that 0, 1, 2 or 3 come), printed to five places; the model inverts it."""
    fewer = sum(math.comb(people, k) * each**k * (1 - each) ** (people - k) for k in range(4))
    assert 1 - fewer == pytest.approx(crew, abs=0.51e-5)
    assert person_chance(people, 4, crew, 0.0) == pytest.approx(each, abs=1e-5)


def test_a_pump_at_seventy_per_cent_needs_people_at_thirty_seven() -> None:
    """Published availability is of the pump, not of a person: twelve at 0.7 would give it 99.8% of the time."""
    assert person_chance(12, 4, 0.7, 0.0) == pytest.approx(0.37, abs=0.005)
    assert person_chance(12, 4, 0.998, 0.0) == pytest.approx(0.7, abs=0.01)


def test_correlated_people_by_another_integral() -> None:
    """One shared factor, integrated on an even grid where the model uses Gauss-Hermite points."""
    each = person_chance(12, 4, 0.7, 0.2)
    grid = np.linspace(-8, 8, 4001)
    given = norm.cdf((norm.ppf(each) - math.sqrt(0.2) * grid) / math.sqrt(0.8))
    fewer = sum(math.comb(12, k) * given**k * (1 - given) ** (12 - k) for k in range(4))
    shares = (1 - fewer) * norm.pdf(grid)
    assert float(np.trapezoid(shares, grid)) == pytest.approx(0.7, abs=1e-6)


def crewed_share(share: float, correlation: float, replication: int, days: int = 28) -> float:
    """The share of time with four of twelve or more, from the spells of one replication."""
    block = merged(
        DUTY_SYSTEMS["oncall"],
        {"availability": [{"share": f"{share} share"}], "correlation": f"{correlation} share"},
    )
    duty = DutySystem.model_validate(written_out(block))
    until_s = days * DAY_S
    spells = oncall_spells("hayle", duty, (), 12, [], Chance(1, replication), 0.0, until_s - HOUR_S)
    ends = [spell.at_s for spell in spells[1:]] + [until_s]
    crewed = [
        end - spell.at_s for spell, end in zip(spells, ends, strict=True) if spell.people >= 4
    ]
    return sum(crewed) / until_s


CASES = [(0.7, 0.0), (0.7, 0.2), (0.9, 0.0), (0.9, 0.2)]


@pytest.mark.parametrize(("share", "correlation"), CASES)
def test_spells_give_the_pump_its_declared_availability(share: float, correlation: float) -> None:
    shares = np.array([crewed_share(share, correlation, n) for n in range(80)])
    half = half_width(shares, len(CASES))
    assert half <= 0.02 * share
    assert abs(float(shares.mean()) - share) <= half


# Arrivals of calls

SHAPE = WeekShape.model_validate(
    {
        "hours": [1.0] * 6 + [2.0] * 6 + [4.0] * 8 + [0.0] * 2 + [3.0] * 2,
        "days": [1, 1, 1, 1, 2, 3, 2],
        "status": "assumed",
        "source": "made up for a test",
    }
).by_hour_of_week()
A_YEAR = 365.25 / 7 * 200  # 200 calls a week
FIGURES = 4  # mean, dispersion, shape and gaps
EACH_TAIL = (1 - FAMILY) / 2 / FIGURES


def weeks(count: int) -> list[NDArray[np.float64]]:
    return [arrivals(SHAPE, A_YEAR, 0.0, 7, "calls", Chance(1, n)) for n in range(count)]


def test_calls_of_a_week_are_poisson() -> None:
    """The mean is the rate, and the variance is the mean."""
    counts = np.array([len(week) for week in weeks(400)], dtype=float)
    half = half_width(counts, FIGURES)
    assert half <= 0.02 * 200
    assert abs(float(counts.mean()) - 200) <= half
    dispersion = float(((counts - counts.mean()) ** 2).sum() / counts.mean())
    assert chi2.ppf(EACH_TAIL, 399) < dispersion < chi2.ppf(1 - EACH_TAIL, 399)


def test_calls_fall_by_hour_of_week_as_declared() -> None:
    """Chi-square over the hours of the week; hours declared at nought have none.

    Seed 1 is an unlucky one here (p = 0.003 by itself); over 80 other seeds p was even from 0 to 1.
    """
    hours = np.concatenate(weeks(400)) // HOUR_S
    found = np.bincount(hours.astype(int), minlength=168)
    busy = SHAPE > 0
    assert found[~busy].sum() == 0
    expected = SHAPE[busy] * found.sum()
    misfit = float(((found[busy] - expected) ** 2 / expected).sum())
    hours_less_one = int(busy.sum()) - 1
    assert chi2.ppf(EACH_TAIL, hours_less_one) < misfit < chi2.ppf(1 - EACH_TAIL, hours_less_one)


def test_gaps_between_calls_have_no_memory() -> None:
    """At an even rate gaps are exponential: as often as 1/e longer than their mean."""
    even = np.full(168, 1 / 168)
    times = [arrivals(even, A_YEAR, 0.0, 7, "calls", Chance(1, n)) for n in range(100)]
    mean_s = 7 * DAY_S / 200
    gaps = np.concatenate([np.diff(week, prepend=0.0) for week in times])
    longer = gaps > mean_s
    half = float(norm.ppf(1 - EACH_TAIL)) * math.sqrt(math.exp(-1) * (1 - math.exp(-1)) / len(gaps))
    # The gap under way at the end of a week is missing; that is under one of 200.
    assert abs(float(longer.mean()) - math.exp(-1)) <= half + 1 / 200


# Spreads of times


@pytest.mark.parametrize(("mean", "sd"), [(294.0, 90.0), (4500.0, 3600.0), (78.0, 36.0)])
def test_a_spread_has_its_mean_and_deviation(mean: float, sd: float) -> None:
    """The standard error of the deviation from the lognormal's own kurtosis, by the delta method."""
    spread = Lognormal.of(mean, sd)
    marks = Chance(1, 0).uniforms("marks", 40_000)
    times = np.array([spread.at(float(mark)) for mark in marks])
    z = float(norm.ppf(1 - (1 - FAMILY) / 2 / 6))
    assert abs(float(times.mean()) - mean) <= z * sd / math.sqrt(len(times))
    variance = math.log1p((sd / mean) ** 2)
    kurtosis = math.exp(4 * variance) + 2 * math.exp(3 * variance) + 3 * math.exp(2 * variance) - 3
    error = sd / 2 * math.sqrt((kurtosis - 1) / len(times))
    assert abs(float(times.std(ddof=1)) - sd) <= z * error


def test_a_spread_without_deviation_is_exact() -> None:
    assert {Lognormal.of(600, 0).at(mark) for mark in (0.001, 0.5, 0.999)} == {600.0}
    assert Lognormal.of(0, 0).at(0.5) == 0.0
