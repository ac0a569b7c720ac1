"""The Home Office's own list of fire stations: of all England only Fowey is astray, and only Fowey."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from geography.boundary import Area
from geography.data_files import Table
from geography.faults import Fault
from geography.outside import far_rows

DATA = Path(os.environ.get("BLUELIGHT_DATA") or Path(__file__).parents[3] / "shared" / "data")
LIST = DATA / "stations" / "fire_stations_england_homeoffice_2018.csv"
COUNTIES = DATA / "boundaries" / "counties_four.geojson"


def _astray(county: str) -> list[Fault]:
    if not (LIST.is_file() and COUNTIES.is_file()):
        pytest.skip("needs the Home Office's stations and the counties of the open data folder")
    rows = pd.read_csv(LIST)
    shapes = geopandas.read_file(COUNTIES).to_crs(27700)
    outline = shapes[shapes["county"] == county].union_all()
    area = Area(outline, outline.buffer(5000), str(COUNTIES))
    table = Table(str(LIST), {}, np.arange(len(rows)) + 2)
    faults: list[Fault] = []
    far_rows(table, rows[["easting", "northing"]].to_numpy(float), area, "station_name", faults)
    return faults


def test_fowey_lacks_a_digit() -> None:
    (fault,) = _astray("Cornwall")
    assert fault.line == 148
    assert "easting 21,248" in fault.message
    assert "the easting looks a digit short" in fault.message


def test_elsewhere_the_list_has_no_fault() -> None:
    assert _astray("Suffolk") == []
