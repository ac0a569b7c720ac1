"""Siting against published answers, sums on paper and a second solver."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pyscipopt import Expr, Model, Variable, quicksum
from scipy.sparse.csgraph import floyd_warshall

from geography.candidates import Candidates, SitingError
from geography.siting import Effort, lscp, mclp, mexclp, p_median

PMED1 = Path(__file__).parent / "siting" / "pmed1.csv"


@pytest.fixture(scope="module")
def pmed1() -> np.ndarray:
    """Shortest distances of problem pmed1 of the OR-Library (J. E. Beasley; MIT licence), 100 nodes, p = 5.

    Beasley, "A note on solving large p-median problems", European Journal of Operational Research 21 (1985) 270-273.
    Of a link given twice the later counts, as the library says.
    """
    length = np.full((100, 100), np.inf)
    with PMED1.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one, other = int(row["from"]) - 1, int(row["to"]) - 1
            length[one, other] = length[other, one] = float(row["length"])
    return floyd_warshall(length, directed=False)


def test_the_published_p_median(pmed1: np.ndarray) -> None:
    """5819 (Beasley 1985)."""
    plan = p_median(pmed1, np.ones(100), 5)
    assert plan.objective == 5819
    assert plan.bound == pytest.approx(5819)
    assert plan.status == "optimal"
    assert len(set(plan.sites)) == 5


def test_the_published_p_centre(pmed1: np.ndarray) -> None:
    """No five sites have everybody within less than 127 (Pullan, Evolutionary Computation 16(3), 2008, 417-436)."""
    assert lscp(pmed1 <= 127).objective <= 5
    assert lscp(pmed1 < 127).objective >= 6
    assert mclp(pmed1 <= 127, np.ones(100), 5).objective == 100
    assert mclp(pmed1 < 127, np.ones(100), 5).objective < 100


LINE = np.array(
    [  # four candidates, five zones
        [1, 1, 0, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 0, 1, 1],
        [1, 0, 0, 0, 1],
    ],
    dtype=bool,
)
FOLK = np.array([100.0, 50.0, 40.0, 30.0, 80.0])


def test_cover_on_paper() -> None:
    assert mclp(LINE, FOLK, 1).sites == ("3",)  # 100 + 80
    plan = mclp(LINE, FOLK, 2)
    assert plan.sites == ("1", "3")  # everybody
    assert plan.objective == 300
    assert plan.by_zone.tolist() == [1, 1, 1, 1, 1]
    assert lscp(LINE).sites == ("1", "3")


def test_expected_cover_on_paper() -> None:
    """One zone of 100 and one of 60, a site each, busy half the time: both at the first 75, one each 80."""
    apart, folk = np.eye(2, dtype=bool), [100.0, 60.0]
    plan = mexclp(apart, folk, 2, 0.5, most_at_a_site=2)
    assert plan.objective == 80
    for turn, sites in ((1, ("0", "0", "1")), (-1, ("0", "1", "1"))):
        three = mexclp(apart, folk[::turn], 3, 0.5, most_at_a_site=3)
        assert three.sites == sites  # 75 + 30, rather than 50 + 45
        assert three.objective == 105


def test_of_equally_few_the_existing_stay() -> None:
    two_ways = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool)
    assert lscp(two_ways, Candidates(("a", "b", "c"), existing={"b"})).sites == ("b", "c")
    assert lscp(two_ways, Candidates(("a", "b", "c"), existing={"a"})).sites == ("a", "c")


def test_backup_on_paper() -> None:
    table = np.array([[1, 1], [1, 0], [0, 1]], dtype=bool)
    assert lscp(table, at_least=2).objective == 3
    with pytest.raises(SitingError, match="fewer than 3 candidates reach: 0, 1"):
        lscp(table, at_least=3)


MID = np.random.default_rng(20261125)
SITES = MID.uniform(0, 40, (25, 2))
ZONES = MID.uniform(0, 40, (300, 2))
KM = np.hypot(*(SITES[:, None] - ZONES[None]).transpose(2, 0, 1))
PEOPLE = MID.integers(1, 3000, 300).astype(float)


def scip(sense: str = "maximize") -> tuple[Model, Callable[[Expr], float]]:
    """An empty programme of SCIP, and what solves it for an objective."""
    model = Model()
    model.hideOutput()
    model.setParam("limits/gap", 0.0)

    def solved(objective: Expr) -> float:
        model.setObjective(objective, sense)
        model.optimize()
        assert model.getStatus() == "optimal"
        return float(model.getObjVal())

    return model, solved


def sites_of(model: Model, count: int, most: int = 1) -> list[Variable]:
    sites = [model.addVar(vtype="I", lb=0, ub=most) for _ in range(25)]
    if count:
        model.addCons(quicksum(sites) == count)
    return sites


@pytest.mark.parametrize(("count", "km"), [(3, 9.0), (8, 5.0)])
def test_mclp_as_scip_has_it(count: int, km: float) -> None:
    near = km >= KM
    model, solved = scip()
    sites = sites_of(model, count)
    zones = [model.addVar(vtype="B") for _ in range(300)]
    for zone in range(300):
        model.addCons(zones[zone] <= quicksum(sites[row] for row in np.flatnonzero(near[:, zone])))
    theirs = solved(quicksum(PEOPLE[zone] * zones[zone] for zone in range(300)))
    assert mclp(near, PEOPLE, count).objective == pytest.approx(theirs, rel=1e-6)


def test_mclp_that_may_close_two_as_scip_has_it() -> None:
    near, existing = KM <= 6.0, [0, 1, 2, 3, 4]
    model, solved = scip()
    sites = sites_of(model, 6)
    model.addCons(quicksum(sites[row] for row in existing) >= 3)
    model.addCons(sites[24] == 0)
    zones = [model.addVar(vtype="B") for _ in range(300)]
    for zone in range(300):
        model.addCons(zones[zone] <= quicksum(sites[row] for row in np.flatnonzero(near[:, zone])))
    theirs = solved(quicksum(PEOPLE[zone] * zones[zone] for zone in range(300)))
    ours = Candidates(
        tuple(map(str, range(25))), forbidden={"24"}, existing=set(map(str, existing)), may_close=2
    )
    plan = mclp(near, PEOPLE, 6, ours)
    assert plan.objective == pytest.approx(theirs, rel=1e-6)
    assert plan.objective < mclp(near, PEOPLE, 6).objective  # the conditions bind


def test_lscp_as_scip_has_it() -> None:
    near = (KM <= 9.0)[:, (KM <= 9.0).any(axis=0)]
    model, solved = scip("minimize")
    sites = sites_of(model, 0)
    for zone in range(near.shape[1]):
        model.addCons(quicksum(sites[row] for row in np.flatnonzero(near[:, zone])) >= 1)
    assert lscp(near).objective == round(solved(quicksum(sites)))


@pytest.mark.parametrize("fixed", [(), ("3", "7", "11")])
def test_p_median_as_scip_has_it(fixed: tuple[str, ...]) -> None:
    """SCIP has the textbook form: a variable for each zone and site."""
    model, solved = scip("minimize")
    sites = sites_of(model, 6)
    pairs = {(row, zone): model.addVar(ub=1.0) for row in range(25) for zone in range(60)}
    for zone in range(60):
        model.addCons(quicksum(pairs[row, zone] for row in range(25)) == 1)
        for row in range(25):
            model.addCons(pairs[row, zone] <= sites[row])
    for one in fixed:
        model.addCons(sites[int(one)] == 1)
    theirs = solved(
        quicksum(PEOPLE[zone] * KM[row, zone] * pair for (row, zone), pair in pairs.items())
    )
    ours = p_median(
        KM[:, :60], PEOPLE[:60], 6, Candidates(tuple(map(str, range(25))), compulsory=fixed)
    )
    assert ours.objective == pytest.approx(theirs, rel=1e-6)
    assert ours.gap <= 1e-6


def test_mexclp_as_scip_has_it() -> None:
    """SCIP has Daskin's form: a variable for the zone's k-th vehicle in reach."""
    near, busy, number = KM <= 8.0, 0.4, 6
    model, solved = scip()
    sites = sites_of(model, number, most=2)
    levels = {(zone, k): model.addVar(vtype="B") for zone in range(150) for k in range(number)}
    for zone in range(150):
        around = quicksum(sites[row] for row in np.flatnonzero(near[:, zone]))
        model.addCons(quicksum(levels[zone, k] for k in range(number)) <= around)
    theirs = solved(
        quicksum(PEOPLE[zone] * (1 - busy) * busy**k * y for (zone, k), y in levels.items())
    )
    ours = mexclp(near[:, :150], PEOPLE[:150], number, busy, most_at_a_site=2)
    assert ours.objective == pytest.approx(theirs, rel=1e-6)


def test_too_little_time_says_so() -> None:
    with pytest.raises(SitingError, match="No choice was found within 0 s"):
        mexclp(KM <= 8.0, PEOPLE, 6, 0.4, effort=Effort(time_limit_s=0.0))


def test_every_fault_at_once() -> None:
    folk = np.array([1.0, -1.0, np.nan])
    ours = Candidates(("hayle", "bude"), {"hayel"}, {"bude"}, existing={"bude"}, may_close=0)
    with pytest.raises(SitingError) as error:
        mclp(np.ones((2, 3), dtype=bool), folk, 5, ours, zones=["A", "B", "C"])
    told = "\n".join(error.value.faults)
    assert 'compulsory: there is no candidate "hayel". Did you mean hayle?' in told
    assert "people is not a finite number at C." in told
    assert "people is negative at B." in told
    assert "1 existing sites are forbidden, but no more than 0 may close." in told
    assert "5 sites are wanted; 1 candidates that are not forbidden take 1." in told
    assert len(error.value.faults) == 5


def test_zones_out_of_reach_are_named() -> None:
    table = np.array([[1, 0, 0]], dtype=bool)
    with pytest.raises(SitingError, match="Zones that no candidate reaches: Sennen, Zennor"):
        lscp(table, zones=["Hayle", "Sennen", "Zennor"])
    with pytest.raises(SitingError, match="no candidate reaches by road: Zennor"):
        p_median([[1.0, np.inf]], [5, 5], 1, zones=["Hayle", "Zennor"])
    with pytest.raises(SitingError, match="No choice of 1 sites reaches every zone"):
        p_median([[1.0, np.inf], [np.inf, 1.0]], [5, 5], 1)
    assert p_median([[1.0, np.inf], [np.inf, 1.0]], [5, 5], 2).objective == 10
    with pytest.raises(SitingError, match="drive_s is not a number from 0 to B"):
        p_median([[1.0, np.nan]], [5, 5], 1, zones=["A", "B"])


@pytest.mark.parametrize("wrong", [np.nan, 0.5, 340.0])
def test_seconds_are_no_answer_to_who_reaches_whom(wrong: float) -> None:
    table = LINE.astype(float)
    assert mclp(table, FOLK, 2).objective == 300
    table[0, 2] = wrong
    for ask in (
        lambda: mclp(table, FOLK, 2),
        lambda: mexclp(table, FOLK, 2, 0.3),
        lambda: lscp(table),
    ):
        with pytest.raises(SitingError, match="yes and no only"):
            ask()


@pytest.mark.parametrize(
    ("sites", "ours", "words"),
    [
        (0, Candidates(tuple("0123")), "0 sites are wanted; allowed: 1 or more"),
        (5, Candidates(tuple("0123")), "5 sites are wanted; 4 candidates take 4"),
        (1, Candidates(tuple("0123"), compulsory={"0", "1"}), "come to 2"),
        (1, Candidates(tuple("0123"), existing={"0", "1"}, may_close=0), "come to 2"),
        (2, Candidates(tuple("0123"), compulsory={"0"}, forbidden={"0"}), "Both compulsory and"),
        (2, Candidates(tuple("0122")), "given twice: 2"),
        (2, Candidates(tuple("0123"), may_close=-1), "may_close is -1"),
        (2, Candidates(tuple("012")), r"reaches has shape \(4, 5\); 3 candidates and 5 zones"),
    ],
)
def test_questions_that_cannot_be(sites: int, ours: Candidates, words: str) -> None:
    with pytest.raises(SitingError, match=words):
        mclp(LINE, FOLK, sites, ours)


def test_a_share_of_busy_time_has_bounds() -> None:
    with pytest.raises(SitingError, match="busy is 1; allowed: 0 or more, below 1"):
        mexclp(LINE, FOLK, 2, 1)
    with pytest.raises(SitingError, match="9 vehicles are wanted; 4 candidates, 2 at each, take 8"):
        mexclp(LINE, FOLK, 9, 0.3, most_at_a_site=2)
