"""Roads of OS Open Roads, a GeoPackage with the layers road_link and road_node, in either spelling of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from geography.boundary import Area
from geography.build_config import DataFile, Plan
from geography.data_files import Table, read_table
from geography.faults import Fault, nearest_word
from geography.road_pieces import Flags, Pieces, pieces_of, renumbered

_LAYERS = ("road_link", "RoadLink")
_CLOSED_FORMS = ("Guided Busway", "Guided Busway Carriageway")
COLUMNS: Mapping[str, Sequence[str]] = {
    "function": ("road_function", "roadFunction"),
    "form": ("form_of_way", "formOfWay"),
    "start": ("start_node", "startNode"),
    "end": ("end_node", "endNode"),
    "class": ("road_classification", "roadClassification", "class"),
    "number": ("road_classification_number", "roadClassificationNumber", "roadNumber"),
    "name": ("name_1", "name1"),
}
_NEEDED = ("form", "start", "end")
FUNCTIONS = {
    "motorway": "motorway",
    "a road": "single_a",
    "b road": "b_road",
    "minor road": "minor",
    "local road": "local",
    "local access road": "local",
    "restricted local access road": "access",
    "secondary access road": "access",
}
"""What `road_function` means here: the newer and finer of the two words."""
CLASSIFICATIONS = {
    "motorway": "motorway",
    "a road": "single_a",
    "b road": "b_road",
    "classified unnumbered": "minor",
    "unclassified": "local",
    "not classified": "access",
    "unknown": "access",
}


def _layer(plan: Plan, area: Area | None, faults: list[Fault]) -> Table | None:
    """The road links: the layer of either spelling."""
    import pyogrio

    roads = plan.config.roads
    assert roads.file is not None
    path = plan.file(roads.file)
    layer = _LAYERS[0]
    try:
        there = [str(name) for name in pyogrio.list_layers(path)[:, 0]] if path.is_file() else []
    except (pyogrio.errors.DataSourceError, OSError):
        there = []  # what is wrong is said when it is read
    layer = next((name for name in _LAYERS if name in there), layer)
    given = DataFile(file=roads.file, layer=layer, crs=roads.crs)
    return read_table(plan, given, "roads", faults, None if area is None else area.reach.bounds)


def _found_columns(table: Table, faults: list[Fault]) -> dict[str, str]:
    """Which column holds what; a fault where one that is needed is in neither spelling."""
    found = {}
    for what, spellings in COLUMNS.items():
        column = next((name for name in spellings if name in table.columns), None)
        if column is not None:
            found[what] = column
        elif what in _NEEDED:
            hint = nearest_word(spellings[0], table.columns)
            message = f"There is no column {' or '.join(spellings)}."
            allowed = ", ".join(table.columns)
            faults.append(Fault(table.file, None, spellings[0], message, allowed, hint))
    if "function" not in found and "class" not in found:
        message = "There is neither a road_function nor a road_classification."
        faults.append(Fault(table.file, None, "road_function", message, ", ".join(table.columns)))
    return found


def _class_of(function: str, classified: str, form: str) -> str:
    """The class of a link, empty where its words are not known."""
    if form == "Slip Road":
        return "slip"
    by_function = FUNCTIONS.get(function.lower(), "")
    found = by_function or CLASSIFICATIONS.get(classified.lower(), "")
    dual = form in ("Dual Carriageway", "Collapsed Dual Carriageway")
    return "dual_a" if dual and found == "single_a" else found


def read_open_roads(plan: Plan, area: Area | None, faults: list[Fault]) -> Pieces | None:
    """Every link around the area that an engine may drive. Open Roads knows neither one-way streets, limits nor access.

    A dual carriageway is two links, or one where it is collapsed: either may be driven both ways here.
    """
    before = len(faults)
    table = _layer(plan, area, faults)
    if table is None:
        return None
    column = _found_columns(table, faults)
    if len(faults) > before:
        return None
    blank = np.full(len(table), "", dtype=object)
    words = {what: table.columns[column[what]] if what in column else blank for what in COLUMNS}
    rows = zip(words["function"], words["class"], words["form"], strict=True)
    road_class = np.array([_class_of(*row) for row in rows], dtype=str)
    _refuse_unknown(table, column, road_class, words, faults)
    if len(faults) > before or table.geometry is None:
        return None
    closed = np.isin(words["form"].astype(str), _CLOSED_FORMS)
    return _pieces(table, words, road_class, ~closed)


def _refuse_unknown(
    table: Table,
    column: Mapping[str, str],
    road_class: np.ndarray,
    words: Mapping[str, np.ndarray],
    faults: list[Fault],
) -> None:
    """A fault for each word of class that is not Open Roads'."""
    for what, known in (("function", FUNCTIONS), ("class", CLASSIFICATIONS)):
        if what not in column:
            continue
        for word in sorted(set(words[what][road_class == ""])):
            message = f'There is no {column[what]} "{word}" in OS Open Roads.'
            hint = nearest_word(str(word).lower(), known)
            faults.append(Fault(table.file, None, column[what], message, ", ".join(known), hint))
        return


def _pieces(
    table: Table, words: Mapping[str, np.ndarray], road_class: np.ndarray, keep: Flags
) -> Pieces:
    line = shapely.line_merge(np.asarray(table.geometry))
    keep = keep & (shapely.get_type_id(line) == 1)
    ids = [str(one) for one in np.concatenate([words["start"], words["end"]])]
    number = {name: place for place, name in enumerate(dict.fromkeys(ids))}
    _, place = renumbered(number[name] for name in ids)
    start, end = place[: len(table)], place[len(table) :]
    xy = np.zeros((len(number), 2))
    points = shapely.get_coordinates(shapely.get_point(line[keep], 0))
    ends = shapely.get_coordinates(shapely.get_point(line[keep], -1))
    xy[start[keep]], xy[end[keep]] = points, ends
    name = np.where(words["number"] != "", words["number"], words["name"]).astype(str)
    left_out = int((~keep).sum())
    whole = pieces_of(
        xy,
        start,
        end,
        line,
        road_class,
        roundabout=words["form"] == "Roundabout",
        name=name,
        told={"links that are guided busways or no lines": left_out} if left_out else {},
    )
    return whole.only(keep)
