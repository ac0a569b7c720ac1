"""The lines of a table's edges: drawn either way, in parts, missing, or those of another road."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pytest
import shapely

from bluelight.region_verbs import build_region_folder
from geography.build import build_region
from geography.faults import RegionError
from geography.region import load_region
from tests.doors.planner_files import EAST, EDGES, NORTH, TABLES, metres, write_files

WITH_LINES = TABLES.replace("name: name}", "name: name, wkt: line}")


def _line(start: str, end: str) -> str:
    return shapely.LineString([metres(start), metres(end)]).wkt


def _write(
    folder: Path, lines: dict[tuple[str, str], str], roads: str = WITH_LINES, both: bool = False
) -> Path:
    """The county with the line of each edge, some of them given; with a row for each direction if `both`."""
    config = write_files(folder, roads)
    rows = ["from;to;kind;oneway;name;line".replace(";", ",")]
    for start, end, kind, way in EDGES:
        wkt = lines.get((start, end), _line(start, end))
        if both and way == "no":
            rows.append(f'{end},{start},{kind},{way},x,"{wkt}"')
        rows.append(f'{start},{end},{kind},{way},x,"{wkt}"')
    (folder / "edges.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return config


def _metres_from_z3(folder: Path) -> tuple[float, float]:
    """Metres by road from Z3, half-way between C and D, to the station at A and to the hospital at D."""
    build_region_folder(folder / "madeshire.yaml", folder / "out")
    region = load_region(folder / "out", cache=False)
    z3 = int(region.zones.node[region.zones.id.index("Z3")])
    fire, hospital = region.node_of_site("aton_fire"), region.node_of_site("dton_hospital")
    return region.roads.length_m(z3, fire, "day"), region.roads.length_m(z3, hospital, "day")


def _told(config: Path) -> str:
    with pytest.raises(RegionError) as caught:
        build_region(config)
    return str(caught.value)


# Z3 is moved a quarter of the way along from C to D, so that a line the wrong way round would put it at three quarters.
def _quarter(folder: Path) -> None:
    path = folder / "zones.csv"
    text = path.read_text(encoding="utf-8").replace(f"{EAST + 2500}", f"{EAST + 2250}")
    path.write_text(text, encoding="utf-8")


PARTS = (
    f"MULTILINESTRING (({EAST + 2600} {NORTH}, {EAST + 3000} {NORTH}), "
    f"({EAST + 2000} {NORTH}, {EAST + 2600} {NORTH}))"
)


@pytest.mark.parametrize(
    "line", [_line("C", "D"), _line("D", "C"), PARTS], ids=["along", "against", "in parts"]
)
@pytest.mark.parametrize("both", [False, True], ids=["one row", "a row each way"])
def test_a_line_may_be_drawn_either_way(tmp_path: Path, line: str, both: bool) -> None:
    roads = WITH_LINES.replace("form: tables", "form: tables\n  directed: true")
    _write(tmp_path, {("C", "D"): line}, roads if both else WITH_LINES, both)
    _quarter(tmp_path)
    assert _metres_from_z3(tmp_path) == pytest.approx((2250, 750), abs=1)


def test_the_line_of_another_road_is_a_fault(tmp_path: Path) -> None:
    config = _write(tmp_path, {("C", "D"): _line("A", "N"), ("B", "N"): _line("B", "A")})
    told = _told(config)
    # Either way round: A is 3,000 m from D, or N 2,236 m; and the road from B to A turned round ends 1,000 m from both.
    assert "edges.csv:5\n  The line of this edge ends 2,236 m from its nodes." in told
    assert "edges.csv:6\n  The line of this edge ends 1,000 m from its nodes." in told
    assert "Allowed: 50 m or less (constants.line_ends)" in told


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("POINT (1 1)", "The shape of this edge is no line: it is a Point."),
        ("LINESTRING EMPTY", "This edge has no line."),
        (
            f"MULTILINESTRING (({EAST + 2000} {NORTH}, {EAST + 2100} {NORTH}), "
            f"({EAST + 2600} {NORTH}, {EAST + 3000} {NORTH}))",
            "The line of this edge is in parts that do not follow one another.",
        ),
        ("LINE (1 1)", "This is no line in WKT."),
    ],
)
def test_what_is_no_line_is_a_fault_by_row(tmp_path: Path, line: str, message: str) -> None:
    told = _told(_write(tmp_path, {("C", "D"): line}))
    assert "edges.csv:5" in told
    assert message in told


def test_a_row_of_a_layer_without_a_shape_is_a_fault(tmp_path: Path) -> None:
    config = write_files(tmp_path, TABLES.replace("edges.csv", "edges.gpkg"))
    frame = geopandas.GeoDataFrame(
        [(a, b, kind, way, "x") for a, b, kind, way in EDGES],
        columns=["from", "to", "kind", "oneway", "name"],
        geometry=[shapely.from_wkt(_line(a, b)) for a, b, _, _ in EDGES],
        crs="EPSG:27700",
    )
    frame.to_file(tmp_path / "edges.gpkg", driver="GPKG")
    build_region(config)
    frame.loc[3, "geometry"] = None
    frame.to_file(tmp_path / "edges.gpkg", driver="GPKG")
    assert "edges.gpkg  row 4\n  This edge has no line." in _told(config)


@pytest.mark.parametrize("nothing", [None, shapely.Point()], ids=["missing", "empty"])
def test_a_zone_and_a_boundary_without_a_shape_are_faults_by_row(
    tmp_path: Path, nothing: shapely.Point | None
) -> None:
    config = write_files(tmp_path)
    text = config.read_text(encoding="utf-8").replace("zones.csv", "zones.gpkg")
    text = text.replace("id: code, x: easting, y: northing,", "id: code,")
    text = text.replace("  age:", "  leave_out: {code: [Z1]}\n  age:")
    config.write_text(text, encoding="utf-8")
    table = geopandas.read_file(tmp_path / "zones.csv")
    places = geopandas.points_from_xy(table.easting.astype(float), table.northing.astype(float))
    zones = geopandas.GeoDataFrame(table.drop(columns="geometry", errors="ignore"), geometry=places)
    zones = zones.set_crs("EPSG:27700")
    zones.loc[2, "geometry"] = nothing
    zones.to_file(tmp_path / "zones.gpkg", driver="GPKG")
    # Z1 is left out, and Z3 is the third row of the file all the same.
    assert "zones.gpkg  row 3 geometry\n  This row has no place." in _told(config)
    boundary = geopandas.read_file(tmp_path / "boundary.geojson")
    boundary.loc[0, "geometry"] = None
    boundary.to_file(tmp_path / "boundary.geojson", driver="GeoJSON")
    assert "boundary.geojson  row 1 geometry\n  This row has no place." in _told(config)
