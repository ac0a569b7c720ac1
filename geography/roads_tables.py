"""Roads of plain tables: nodes with their places, and edges between them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geography.build_config import Plan, Roads
from geography.data_files import Table, has_column, numbers, read_table, told_by_row, unique_ids
from geography.faults import Fault, nearest_word
from geography.placing import points_of
from geography.projecting import on_the_grid
from geography.road_lines import fitted
from geography.road_pieces import (
    BUILT_CLASSES,
    CLOSED,
    OSM_CLASSES,
    Flags,
    Floats,
    Pieces,
    Whole,
    class_of_osm,
    limit_of,
    pieces_of,
    ways,
)

_CIRCLES = ("roundabout", "circular")


def read_road_tables(plan: Plan, line_ends_m: float, faults: list[Fault]) -> Pieces | None:
    """Pieces of road from a table of nodes and a table of edges; None where they are faulty.

    The line of an edge may end at most `line_ends_m` from its nodes; one drawn from end to start is turned round.
    """
    roads = plan.config.roads
    assert roads.nodes is not None
    assert roads.edges is not None
    before = len(faults)
    nodes = _nodes(plan, roads, faults)
    edges = read_table(plan, roads.edges, "roads.edges", faults)
    if edges is not None:
        assert roads.edge_columns is not None
        named = roads.edge_columns.model_dump(exclude_none=True)
        for name, column in named.items():
            has_column(plan, edges, column, f"roads.edge_columns.{name}", faults)
    if nodes is None or edges is None or len(faults) > before:
        return None
    names, xy = nodes
    return _pieces(plan, edges, names, xy, line_ends_m, faults)


def _nodes(
    plan: Plan, roads: Roads, faults: list[Fault]
) -> tuple[Mapping[str, int], Floats] | None:
    assert roads.nodes is not None
    table = read_table(plan, roads.nodes, "roads.nodes", faults)
    if table is None:
        return None
    columns = roads.node_columns
    column = columns.id or "id"
    if not has_column(plan, table, column, "roads.node_columns.id", faults):
        return None
    unique_ids(table, column, faults)
    given = roads.nodes
    if given.crs is None and roads.crs is not None:
        given = given.model_copy(update={"crs": roads.crs})
    both = (columns.x, columns.y) if table.geometry is None else (None, None)
    xy = points_of(plan, table, given, both, "roads.node_columns", faults)
    if xy is None:
        return None
    return {str(name): place for place, name in enumerate(table.columns[column])}, xy


def _ends(table: Table, column: str, names: Mapping[str, int], faults: list[Fault]) -> Whole:
    ends = np.array([names.get(str(name), -1) for name in table.columns[column]], dtype=np.int64)
    missing = np.flatnonzero(ends < 0)
    for row in missing[:5]:
        message = f'There is no node "{table.columns[column][row]}".'
        faults.append(table.fault(int(row), column, message))
    if len(missing) > 5:
        message = f"{len(missing) - 5:,} more edges name nodes that are not there."
        faults.append(Fault(table.file, None, column, message))
    return ends


def _words(table: Table, column: str | None) -> list[str]:
    return [""] * len(table) if column is None else [str(one) for one in table.columns[column]]


def _pieces(
    plan: Plan,
    edges: Table,
    names: Mapping[str, int],
    xy: Floats,
    line_ends_m: float,
    faults: list[Fault],
) -> Pieces | None:
    roads = plan.config.roads
    columns = roads.edge_columns
    assert columns is not None
    before = len(faults)
    start, end = (
        _ends(edges, columns.start, names, faults),
        _ends(edges, columns.end, names, faults),
    )
    length_m = (
        numbers(edges, columns.length_m, faults, least=0, empty=np.nan)
        if columns.length_m
        else None
    )
    line = _lines(plan, roads, edges, xy, start, end, faults)
    if len(faults) > before or line is None:
        return None
    limit = np.array([limit_of(word, roads.limit_unit) for word in _words(edges, columns.limit)])
    circle = np.isin(_words(edges, columns.junction), _CIRCLES)
    one_way = np.array([
        ways(word, bool(round_), False)
        for word, round_ in zip(_words(edges, columns.oneway), circle, strict=True)
    ])  # fmt: skip
    single = one_way[:, 0] != one_way[:, 1]
    road_class = _classes(plan, roads, edges, single, circle, limit, faults)
    if road_class is None:
        return None
    closed = np.isin(_words(edges, columns.access), list(CLOSED))
    keep = ~closed & (road_class != "") & (start != end)
    line = fitted(edges, line, (xy[start], xy[end]), keep, line_ends_m, faults)
    if len(faults) > before:
        return None
    # A table that lists each direction of a road gives each row its own direction only.
    forward = np.ones(len(edges), dtype=bool) if roads.directed else one_way[:, 0]
    backward = np.zeros(len(edges), dtype=bool) if roads.directed else one_way[:, 1]
    pieces = pieces_of(
        xy, start, end, line, road_class,
        length_m=length_m, limit_kmh=limit, forward=forward, backward=backward,
        roundabout=np.asarray(circle), name=np.array(_words(edges, columns.name), dtype=str),
        told={"edges that are closed (access)": int(closed.sum()),
              "edges that are no roads here": int((road_class == "").sum())},
    )  # fmt: skip
    return _both_ways(pieces.only(keep)) if roads.directed else pieces.only(keep)


def _both_ways(pieces: Pieces) -> Pieces:
    """Rows of one road in its two directions made one two-way piece, so that a road is a road."""
    low, high = np.minimum(pieces.start, pieces.end), np.maximum(pieces.start, pieces.end)
    metres = np.rint(pieces.length_m).astype(np.int64)
    first: dict[tuple[int, int, int], int] = {}
    keep = np.ones(len(pieces), dtype=bool)
    backward = pieces.backward.copy()
    rows = zip(low.tolist(), high.tolist(), metres.tolist(), strict=True)
    for row, key in enumerate(rows):
        other = first.get(key)
        if other is not None and pieces.start[other] == pieces.end[row] and not backward[other]:
            keep[row], backward[other] = False, True
        else:
            first[key] = row
    object.__setattr__(pieces, "backward", backward)
    return pieces.only(keep)


def _lines(
    plan: Plan,
    roads: Roads,
    edges: Table,
    xy: Floats,
    start: Whole,
    end: Whole,
    faults: list[Fault],
) -> NDArray[np.object_] | None:
    """The line of each edge: its own, or straight from node to node."""
    assert roads.edges is not None
    assert roads.edge_columns is not None
    column = roads.edge_columns.wkt
    if edges.geometry is not None:
        return edges.geometry
    if column is None:
        if (start < 0).any() or (end < 0).any():
            return None
        both = np.stack([xy[start], xy[end]], axis=1)
        return np.asarray(shapely.linestrings(both), dtype=object)
    lines = shapely.from_wkt(edges.columns[column], on_invalid="ignore")
    wrong = np.flatnonzero(shapely.is_missing(lines))
    told_by_row(edges, wrong, column, "This is no line in WKT.", faults)
    if len(wrong):
        return None
    crs = roads.edges.crs or roads.crs
    return on_the_grid(plan, np.asarray(lines), crs, "roads.crs", edges.file, faults)


def _classes(
    plan: Plan,
    roads: Roads,
    edges: Table,
    one_way: Flags,
    circle: Flags,
    limit: Floats,
    faults: list[Fault],
) -> NDArray[np.str_] | None:
    """The class of each edge, empty where it is no road; a fault for a word that nobody explained."""
    columns = roads.edge_columns
    assert columns is not None
    words = _words(edges, columns.road_class)
    if roads.classes == "osm":
        known = set(OSM_CLASSES)
        rows = zip(words, one_way, circle, limit, strict=True)
        found = [class_of_osm(w.split("|")[0], bool(o), bool(c), float(s)) for w, o, c, s in rows]
        if not any(found):
            message = f"None of the words in {columns.road_class} is one of OpenStreetMap's."
            faults.append(plan.fault("roads.classes", message, ", ".join(sorted(known))))
            return None
        return np.array(found, dtype=str)
    assert not isinstance(roads.classes, str)
    for word, meant in roads.classes.items():
        if meant not in (*BUILT_CLASSES, "none"):
            message = f'There is no class "{meant}".'
            hint = nearest_word(meant, BUILT_CLASSES)
            allowed = ", ".join((*BUILT_CLASSES, "none"))
            faults.append(plan.fault(f"roads.classes.{word}", message, allowed, hint))
            return None
    unknown = sorted(set(words) - set(roads.classes))
    for word in unknown:
        kms = words.count(word)
        message = f'{kms:,} edges of {Path(edges.file).name} are "{word}", which has no class.'
        hint = nearest_word(word, roads.classes)
        faults.append(plan.fault("roads.classes", message, ", ".join(BUILT_CLASSES), hint))
    if unknown:
        return None
    meaning = {word: "" if meant == "none" else meant for word, meant in roads.classes.items()}
    return np.array([meaning[word] for word in words], dtype=str)
