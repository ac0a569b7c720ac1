"""Constants, speeds and links outside what can be meant, and names of regions that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

from bluelight.region_verbs import build_region_folder, check_region, show_region
from geography import build_ranges
from geography.build import build_region
from geography.driving import DEFAULT_SPEEDS, read_speeds
from geography.faults import Fault, RegionError
from tests.doors.planner_files import speeds_text, write_files


def _told(config: Path) -> str:
    with pytest.raises(RegionError) as caught:
        build_region(config)
    return str(caught.value)


@pytest.mark.parametrize(
    ("constant", "value", "unit", "message", "allowed"),
    [
        ("max_link", 0, "m", "0 m is too small.", "50 to 20,000 m"),
        ("max_link", 1500, "km", "1500 km is too much.", "0.05 to 20 km"),
        ("limit_share_day", 80, "of the limit", "80 of the limit is too much.", "0.1 to 1 of"),
        ("limit_share_day", 0, "of the limit", "0 of the limit is too small.", "0.1 to 1 of"),
        ("signals_day", 20, "min", "20 min is too much.", "0 to 10 min"),
        ("urban_junctions", 0, "junctions", "0 junctions is too small.", "1 to 1,000 junctions"),
    ],
)
def test_a_constant_out_of_its_range(
    tmp_path: Path, constant: str, value: float, unit: str, message: str, allowed: str
) -> None:
    config = write_files(tmp_path)
    own = f"{{value: {value}, unit: {unit}, status: assumed, source: made up}}"
    lines = [
        line
        for line in config.read_text(encoding="utf-8").splitlines()
        if not line.startswith(f"  {constant}:")
    ]
    config.write_text("\n".join([*lines, f"  {constant}: {own}"]) + "\n", encoding="utf-8")
    told = _told(config)
    assert f"constants.{constant}\n  {message}" in told
    assert f"Allowed: {allowed}" in told


def test_every_bundled_constant_has_a_range_and_lies_in_it() -> None:
    path = Path(build_ranges.__file__).parent / "build_constants.yaml"
    block = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    assert set(block) == set(build_ranges.RANGES)
    scale = {"m": 1, "km": 1000, "s": 1}
    for name, one in block.items():
        least, most = build_ranges.RANGES[name]
        assert least <= one["value"] * scale.get(one["unit"], 1) <= most


def test_a_speed_that_nothing_drives(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    text = speeds_text().replace("blue_light,single_a,72.0,72.0", "blue_light,single_a,720,0.5")
    (tmp_path / "speeds.csv").write_text(text, encoding="utf-8")
    told = _told(config)
    assert (
        "rural\n  720 km/h is no speed of a fire engine or car.\n  Allowed: 1 to 200 km/h" in told
    )
    assert "urban\n  0.5 km/h is no speed" in told
    faults: list[Fault] = []
    read_speeds(DEFAULT_SPEEDS, faults)
    assert not faults


@pytest.mark.parametrize(
    ("column", "value"), [("day", np.nan), ("blue_light", -5.0), ("length_m", np.inf)]
)
def test_a_link_without_a_time(tmp_path: Path, column: str, value: float) -> None:
    out = tmp_path / "out"
    build_region_folder(write_files(tmp_path), out)
    table = pq.read_table(out / "links.parquet")
    values = table[column].to_numpy().copy()
    values[2] = value
    place = table.column_names.index(column)
    pq.write_table(table.set_column(place, column, pa.array(values)), out / "links.parquet")
    with pytest.raises(RegionError) as caught:
        check_region(str(out))
    told = str(caught.value)
    assert f"links.parquet  {column}\n  1 links are faulty; the first, row 3, has" in told


def test_a_misspelt_region_that_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write_files(tmp_path / "files")
    monkeypatch.chdir(tmp_path)
    build_region_folder(config)
    with pytest.raises(RegionError, match="Did you mean madeshire") as caught:
        show_region("madeshre")
    assert "cornwall, " in str(caught.value)
