"""The files of money that a run and a sweep write: their columns, and that their sums agree with each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import bluelight
from results.case_by_run import leads_over_rates, pound_a_year, worth_over_rates
from results.compare import interval
from results.pack_again import packed_again
from results.rate_ranges import capital_items
from scenarios.load import load_study
from tests.doors.money_study import CASE, MONEY, RULES, SAYS, study_with
from tests.doors.small_study import KIT, STUDY, copy_of

WHOLE = CASE.replace(
    "    award:",
    "    engine: {title: One engine more, agency: fire, kind: vehicles, options: [west_station, operative], "
    f"sum: {{value: 240000, unit: GBP, {SAYS}}}}}\n    award:",
)


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with agreements, on-call pay and a business case."""
    copy = study_with(tmp_path_factory.mktemp("priced"))
    (copy / "money.yaml").write_text(MONEY + RULES, encoding="utf-8", newline="\n")
    text = (copy / STUDY).read_text(encoding="utf-8")
    (copy / STUDY).write_text(
        text.replace("report:\n", WHOLE + "report:\n", 1), encoding="utf-8", newline="\n"
    )
    return copy


@pytest.fixture(scope="module")
def written(priced: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    bluelight.run(str(priced), out, quick=True, replications=3, days=7)
    return out


def test_the_files_have_the_contract_s_columns(written: Path) -> None:
    columns = {
        "costs.csv": "scenario,replication,agency,item,driver,quantity,rate_gbp,amount_gbp_per_year",
        "business_case.csv": "option,view,year,item,agency,amount_gbp,discounted_gbp",
        "business_case_summary.csv": "option,view,agency,npv_gbp,payback_year,bcr",
        "switching_values.csv": "option,view,item,agency,present_value_gbp,switching_change",
        "frontier.csv": "scenario,cost,response,dominated_by,clearly,measure,group,not_ranked",
    }
    for name, first in columns.items():
        head = (written / name).read_text(encoding="utf-8").splitlines()[0]
        assert head.startswith(first), name
    assert not list(written.glob(".*.part"))


def test_net_cost_of_the_agencies_adds_to_the_whole_in_every_run(written: Path) -> None:
    table = pd.read_csv(written / "measures.csv", keep_default_na=False)
    net = table[table["measure"] == "net_cost_gbp"]
    for _, run in net.groupby(["scenario", "replication"]):
        pence = (run["value"] * 100).round().astype(int)
        whole = (run["group"] == "").to_numpy()
        assert pence[~whole].sum() == pence[whole].sum()
    costs = pd.read_csv(written / "costs.csv")
    sums = costs.groupby(["scenario", "replication"])["amount_gbp_per_year"].sum()
    whole = net[net["group"] == ""].set_index(["scenario", "replication"])["value"]
    assert np.allclose(sums, whole[sums.index])
    assert costs["item"].str.contains("received from police").any()


def test_the_summary_is_the_sum_of_the_case(written: Path) -> None:
    case, summary = (
        pd.read_csv(written / name) for name in ("business_case.csv", "business_case_summary.csv")
    )
    sums = case.groupby(["option", "view"])[["amount_gbp", "discounted_gbp"]].sum()
    whole = summary[summary["agency"] == "all"].set_index(["option", "view"])
    assert len(whole) == len(sums) == 4
    assert np.allclose(sums["discounted_gbp"], whole.loc[sums.index, "npv_gbp"])
    assert np.allclose(sums["amount_gbp"], whole.loc[sums.index, "undiscounted_gbp"])
    ends = whole[["undiscounted_low_gbp", "undiscounted_gbp", "undiscounted_high_gbp"]]
    assert (ends.diff(axis=1).iloc[:, 1:] > -0.01).all(axis=None)  # pounds
    middle = ends[["undiscounted_low_gbp", "undiscounted_high_gbp"]].mean(axis=1)
    assert np.allclose(middle, whole["undiscounted_gbp"])
    by_agency = summary[summary["agency"] != "all"].groupby(["option", "view"])["npv_gbp"].sum()
    assert np.allclose(by_agency, whole.loc[by_agency.index, "npv_gbp"])
    assert (whole["npv_low_gbp"] < whole["npv_gbp"]).all()
    assert (whole["npv_gbp"] < whole["npv_high_gbp"]).all()
    economic = case[case["view"] == "economic"]["item"]
    assert not economic.str.contains("paid to|received from|interest|provision|Award").any()


def test_the_case_by_replication_has_the_interval_of_the_summary(written: Path) -> None:
    """What a report holds options against each other by, from running costs, is what the run itself discounted."""
    pack = packed_again(written).pack
    summary = pd.read_csv(written / "business_case_summary.csv")
    whole = summary[(summary["agency"] == "all") & (summary["view"] == "economic")]
    assert sorted(pack.case_worth) == sorted(whole["option"])
    for row in whole.to_dict("records"):
        mean, low, high = interval(np.array(list(pack.case_worth[str(row["option"])].values())))
        assert mean == pytest.approx(row["npv_gbp"])
        assert (low, high) == pytest.approx((row["npv_low_gbp"], row["npv_high_gbp"]))
        assert low < high


def test_rates_move_the_case_by_what_they_move_running_costs(written: Path, priced: Path) -> None:
    """A pound a year is worth what the case discounts its running costs by; capital is in it by its own sums."""
    study, case = load_study(str(priced / STUDY)), pd.read_csv(written / "business_case.csv")
    option = study.scenarios[1].name
    running = case["item"].eq("Running costs, without capital") & case["view"].eq("economic")
    mine = (
        case[running & case["option"].eq(option)]
        .groupby("year")[["amount_gbp", "discounted_gbp"]]
        .sum()
    )
    pound = mine["discounted_gbp"].sum() / mine["amount_gbp"].iloc[-1]
    capital = sorted(capital_items(study))
    rows = [(option, "fire", "Crews", -70.0, 100.0), (option, "fire", "Fuel", -5.0, 5.0)]
    rows += [(option, agency, item, -900.0, 900.0) for agency, item in capital]
    columns = ["option", "agency", "item", "low_gbp_per_year", "high_gbp_per_year"]
    found = worth_over_rates(study, pd.DataFrame(rows, columns=columns))
    assert list(found) == [option]
    assert found[option] == pytest.approx((-105.0 * pound, 75.0 * pound))


def test_a_rate_that_two_options_share_moves_their_lead_only_by_what_they_have_unlike(
    priced: Path,
) -> None:
    """£1,000 and £600 a year of one rate, a quarter dearer or cheaper for both: the lead moves by £100, not £400."""
    study = load_study(str(priced / STUDY))
    one, other = (scenario.name for scenario in study.scenarios[1:3])
    rows = [
        (one, "fire", "Fuel", 1000.0, 0.75, 1.25),
        (other, "fire", "Fuel", 600.0, 0.75, 1.25),
        (other, "police", "Cars", -200.0, 0.5, 1.1),
        *((one, agency, item, 9e6, 0.1, 9.0) for agency, item in sorted(capital_items(study))),
    ]
    columns = ["option", "agency", "item", "difference_gbp_per_year", "rate_low", "rate_high"]
    found = leads_over_rates(study, pd.DataFrame(rows, columns=columns))
    fuel, fuel_other = (250.0 * pound_a_year(study, one), 150.0 * pound_a_year(study, other))
    cars = 200.0 * pound_a_year(study, other)
    unlike = abs(fuel - fuel_other)
    assert found[one, other] == pytest.approx((-unlike - cars * 0.1, unlike + cars * 0.5))
    assert found[other, one] == pytest.approx(tuple(-end for end in reversed(found[one, other])))


def test_the_report_shows_the_case(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    for words in ("Counting money alone", "Switching values", "minimum revenue provision", "rests on assumed rates",
                  "estimates, not counts"):  # fmt: skip
        assert words in text, words
    for name in ("business_case", "frontier", "money"):
        assert (written / "figures" / f"{name}.png").is_file()


def test_a_sweep_says_which_of_its_points_are_beaten(priced: Path, tmp_path: Path) -> None:
    table = pd.read_parquet(bluelight.sweep(str(priced), tmp_path, replications=2, days=7).table)
    found = pd.read_csv(tmp_path / "frontier.csv", keep_default_na=False)
    assert sorted(found["scenario"]) == sorted(table["scenario"].unique())
    summary = pd.read_csv(tmp_path / "business_case_summary.csv")
    whole = summary[(summary["agency"] == "all") & (summary["view"] == "economic")]
    assert sorted(whole["option"]) == sorted(
        n for n in found["scenario"] if n.startswith("west_station")
    )
    # the same station, pump and bias everywhere; what runs on differs with the calls
    assert len(set(whole["npv_gbp"])) > 1
    case = pd.read_csv(tmp_path / "business_case.csv")
    assert set(case[case["item"] == "Station"].groupby("option")["discounted_gbp"].sum()) == {
        -900_000
    }
    assert set(found["dominated_by"]) <= {*found["scenario"], ""}


def test_a_pump_less_saves_nobody(tmp_path: Path) -> None:
    """Fires that are given up count as reached at the latest: the fewer pumps, the more deaths, and never the fewer."""
    study = copy_of(
        tmp_path,
        (KIT, "    kinds: [dwelling_fire]\n    urgency: 1\n",
         "    kinds: [dwelling_fire]\n    urgency: 1\n"
         "    patience: {value: 10, unit: min, status: assumed, source: made up}\n"),
        (STUDY, "options:\n", "options:\n  fewer:\n    title: One pump\n    changes:\n"
         "      - remove: [vehicles.east_p1, crew_pools.east_watch, costs.seats]\n"),
    )  # fmt: skip
    out = tmp_path / "run"
    bluelight.run(str(study), out, quick=True, replications=2, days=14)
    table = pd.read_csv(out / "measures.csv", keep_default_na=False)

    def mean(measure: str, scenario: str, group: str) -> float:
        mine = (table["measure"] == measure) & (table["scenario"] == scenario)
        return float(table[mine & (table["group"] == group)]["value"].mean())

    never = [mean("never_served", s, "service=fire") for s in ("today", "fewer")]
    deaths = [
        mean("expected_fire_deaths", s, "basis=line;service=fire") for s in ("today", "fewer")
    ]
    assert never[1] > never[0] + 1
    assert deaths[1] > deaths[0]
