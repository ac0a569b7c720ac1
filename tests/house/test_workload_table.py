"""Table 11 says the hours that were measured, and of which vehicles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from results.figures.shown import left_out
from results.figures.workload import COLUMNS, PARTS, workload
from results.pack import Pack
from results.sheets import definitions
from tests.made_up_pack import pack
from tests.made_up_stations import ACTIVITIES


@pytest.fixture(scope="module")
def made_up() -> Pack:
    return pack(4, 6, 60)


def row_of(whole: Pack, vehicle: str, option: str) -> dict[str, str]:
    table = workload(whole)
    row = next(r for r in table.rows if r[0].startswith(vehicle) and option in r[1])
    return dict(zip(table.columns, row, strict=True))


def test_a_vehicle_s_hours_are_those_measured_and_the_parts_add_up(made_up: Pack) -> None:
    row = row_of(made_up, "Camborne pump", "Now")
    table = made_up.measures
    mine = table[(table["scenario"] == "separate") & (table["measure"] == "unit_hours")]
    unit = mine[mine["group"].str.contains("unit=camborne_p1")]
    by_basis = unit.groupby(unit["group"].str.extract(r"basis=(\w+)")[0])["value"].mean()
    out = by_basis.drop("returning").sum()
    assert row["Out on calls, h a week"] == f"{out:.1f}"
    assert row["Driving, h"] == f"{by_basis['driving']:.1f}"
    assert row["Coming back, h"] == f"{by_basis['returning']:.1f}"
    parts = [float(row[f"{part}, h"]) for part in PARTS if f"{part}, h" in row]
    assert sum(parts) == pytest.approx(out + by_basis["returning"], abs=0.2)
    calls = table[(table["scenario"] == "separate") & (table["measure"] == "calls_attended")]
    calls = calls[calls["group"] == "service=fire;unit=camborne_p1"]["value"].mean()
    assert row["Calls a day"] == f"{calls / 28:.2f}"


def test_a_service_has_all_its_vehicles_and_its_shifts_ends(made_up: Pack) -> None:
    row = row_of(made_up, "Fire: all vehicles", "Now")
    stations = len(made_up.options[0].stations)
    out = sum(hours for name, hours in ACTIVITIES.items() if name != "returning") * stations
    assert row["Out on calls, h a week"] == f"{out:.1f}"
    ends = made_up.measures[
        (made_up.measures["measure"] == "overrun_hours")
        & (made_up.measures["scenario"] == "separate")
    ]["value"].mean()
    assert row["Past the shift’s end, h a week"] == f"{ends / 4:.1f}"
    assert f"{out:.1f} h a week now" in workload(made_up).title


def test_columns_in_which_nobody_does_anything_are_left_out(made_up: Pack) -> None:
    assert set(workload(made_up).columns) == set(COLUMNS) - {"With patients, h", "Standing by, h"}


def test_one_replication_one_option_and_a_run_without_hours(made_up: Pack) -> None:
    assert "no interval" in workload(pack(1, 6, 60)).title
    alone = workload(pack(2, 1, 60))
    assert {row[1] for row in alone.rows} == {"Now: Separate stations, as before"}
    kept = made_up.measures[made_up.measures["measure"] != "unit_hours"]
    old = replace(made_up, measures=kept)
    assert left_out(old, ("workload",)) == {"workload": "Hours by activity were not measured."}


def test_the_workbook_says_what_the_new_measures_mean(made_up: Pack) -> None:
    told = definitions(made_up.measures["measure"]).set_index("measure")
    assert told.loc["unit_hours", "unit"] == "h per counted week"
    assert "basis=handling" in told.loc["phase_mean_s", "definition"]
