"""Calls from a planner's own file, CSV or Parquet: what is recorded stands, what is not is drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geography.region import Region
from scenarios.calls_table import Rows, Said, Table, read_table
from scenarios.chance import TICKS_PER_S, label
from scenarios.check_ground import takes_patients
from scenarios.duty import DAY_S
from scenarios.faults import Fault, listed, probably_meant
from scenarios.recorded import CATEGORIES, KINDS, NOT_SAID, RecordedCalls
from scenarios.scenario import Calendar, plan_of

COLUMNS = (
    "at", "easting", "northing", "lat", "lon", "zone", "kind", "reported_kind", "category", "id",
    "call_handling_s", "on_scene_s", "conveyed", "hospital", "handover_s",
)  # fmt: skip
PLACES = (("easting", "northing"), ("lat", "lon"), ("zone",))
REACH_M = 3000.0
LONDON = "Europe/London"
YES_NO = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
OFFSET = re.compile(LOCAL.pattern + r" ?(Z|[+-]\d\d(:?\d\d)?)")
TIMES = "local time as 2014-05-05T13:30:00, or seconds from the start of the run"
Parts = Mapping[str, Mapping[str, Any]]
Codes = NDArray[np.int16]


def read_calls(
    path: Path,
    calendar: Calendar,
    region: Region,
    options: Mapping[str, Parts],
    faults: list[Fault],
) -> tuple[RecordedCalls | None, int]:
    """The rows of a calls file within the calendar, in time order, and how many lie outside it.

    `options` holds the demand and response plans that must be able to meet them. Each row that cannot be used is a
    fault with its line and column; the first twenty are spelled out.
    """
    table = read_table(path, faults)
    if table is None or not columns_are_sound(table, faults):
        return None, 0
    at_s = times(table, calendar)
    zone, node = places(table, region)
    number, luck = identities(table)
    kind, reported, category = (
        words(table, column, known)
        for column, known in (("kind", KINDS), ("reported_kind", KINDS), ("category", CATEGORIES))
    )
    table.refuse(table.text("kind") == "", "kind", lambda _: ("A call needs its kind.", "", ""))
    for name, parts in options.items():
        refuse_unanswered(table, name, parts, kind, reported, category)
    hospitals = tuple(name for name, site in region.sites.items() if takes_patients(site))
    hospital = words(table, "hospital", hospitals)
    handover_s = numbers(table, "handover_s", least=0.0)
    columns: dict[str, NDArray[Any]] = {
        "number": number, "luck": luck, "at_s": at_s, "zone": zone, "node": node, "kind": kind,
        "reported_kind": reported, "category": category,
        "call_handling_s": numbers(table, "call_handling_s", least=0.0),
        "on_scene_s": numbers(table, "on_scene_s", least=0.0),
        "conveyed": conveyed(table, (hospital != NOT_SAID) | ~np.isnan(handover_s)),
        "hospital": hospital, "handover_s": handover_s,
    }  # fmt: skip
    faults += table.faults()
    if table.found:
        return None, 0
    inside = (at_s >= 0.0) & (at_s < calendar.days_in_all * DAY_S)
    if not inside.any():
        faults.append(none_inside(table, calendar))
        return None, 0
    order = np.flatnonzero(inside)[np.lexsort((luck[inside], at_s[inside]))]
    rows = {name: column[order] for name, column in columns.items()}
    return RecordedCalls(**rows, hospitals=hospitals), int(len(table) - len(order))


def none_inside(table: Table, calendar: Calendar) -> Fault:
    """The fault of a file that says nothing of the study's days."""
    message = (
        f"None of its {len(table):,} calls rings in the {calendar.days_in_all} days "
        f"from {calendar.first_day}, warm-up and cool-down among them."
    )
    return Fault(table.mark(0), "calls", message, meant="another `start` of the study")


def columns_are_sound(
    table: Table,
    faults: list[Fault],
    known: Sequence[str] = COLUMNS,
    needed: Sequence[str] = ("at", "kind"),
    what: str = "calls",
) -> bool:
    """Whether the columns that every row needs are there, and none is unknown."""
    names, before = list(table.columns), len(faults)
    for name in names:
        if name not in known:
            meant = probably_meant(name.lower(), known)
            if ";" in name or "\t" in name:
                meant = "commas between the columns"
            said = (f"There is no column '{name}' in a file of {what}.", listed(known, 20), meant)
            faults.append(Fault(table.mark(1, name), name, *said))
    if len(faults) > before:
        return False
    faults += [
        Fault(table.mark(1), name, f"A file of {what} needs a column `{name}`.")
        for name in needed
        if name not in names
    ]
    said_so = [place for place in PLACES if set(place) & set(names)]
    if len(said_so) != 1 or not set(said_so[0]) <= set(names):
        message = f"A file of {what} says where they are in one way, and whole."
        allowed = "easting and northing; or lat and lon; or zone"
        faults.append(Fault(table.mark(1), what, message, allowed))
    return len(faults) == before


def always(message: str, allowed: str = "", meant: str = "") -> Any:
    """The same reason for every row."""
    return lambda _: (message, allowed, meant)


def numbers(
    table: Table, column: str, least: float = -np.inf, needed: str = ""
) -> NDArray[np.float64]:
    """A column of numbers, NaN where empty; `needed` is what to say of a row without one."""
    text = table.text(column)
    values = np.asarray(pd.to_numeric(pd.Series(text, dtype=object), errors="coerce"), dtype=float)
    empty = text == ""
    bad = ~empty & ~np.isfinite(values)
    table.refuse(bad, column, lambda row: (f"'{text[row]}' is not a number.", "", ""))
    low = ~empty & ~bad & (values < least)
    table.refuse(low, column, lambda row: (f"This is {text[row]}.", f"{least:g} or more", ""))
    if needed:
        table.refuse(empty, column, always(needed))
    return values


def words(table: Table, column: str, known: Sequence[str]) -> Codes:
    """A column of words as codes into the known ones, -1 where empty."""
    code = {word: number for number, word in enumerate(known)} | {"": NOT_SAID}
    text = table.text(column)
    codes = np.array([code.get(word, -2) for word in text.tolist()], dtype=np.int16)

    def say(row: int) -> Said:
        what = column.replace("_", " ")
        return (
            f"There is no {what} '{text[row]}'.",
            listed(known, 40),
            probably_meant(text[row], known),
        )

    table.refuse(codes == -2, column, say)
    return codes


def conveyed(table: Table, to_hospital: Rows) -> Codes:
    """Whether each patient was conveyed, -1 where it is not known; whoever was at a hospital was."""
    text = table.text("conveyed")
    code = YES_NO | {"": NOT_SAID}
    said = np.array([code.get(word.lower(), -2) for word in text.tolist()], dtype=np.int16)
    table.refuse(
        said == -2, "conveyed",
        lambda row: (f"'{text[row]}' is neither yes nor no.", "yes, no, true, false, 1, 0", ""),
    )  # fmt: skip
    message = "A patient who was not conveyed has no hospital and no handover."
    table.refuse(to_hospital & (said == 0), "conveyed", always(message))
    return np.where(to_hospital & (said == NOT_SAID), 1, said).astype(np.int16)


def identities(table: Table) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The number of each call, and the number for its id on which its luck depends.

    Ids that are whole numbers are the calls' numbers; otherwise a call's number is that of its row.
    """
    rows = np.arange(1, len(table) + 1)
    if "id" not in table.columns:
        ids = rows.astype(str).astype(object)
    else:
        ids = table.text("id")
        ids[:] = [re.sub(r"^(\d+)\.0$", r"\1", text) for text in ids.tolist()]
        table.refuse(ids == "", "id", always("Where some calls have an id, each needs one."))
        first = pd.Series(ids).duplicated(keep="first").to_numpy() & (ids != "")
        line = dict(zip(reversed(ids.tolist()), reversed(table.line.tolist()), strict=True))
        table.refuse(
            first, "id",
            lambda row: (f"The id '{ids[row]}' is used already, on line {line[ids[row]]}.", "", ""),
        )  # fmt: skip
    whole = all(re.fullmatch(r"0|[1-9]\d{0,17}", text) for text in ids.tolist())
    number = ids.astype(np.int64) if whole else rows
    return number, np.array([label(text) for text in ids.tolist()], dtype=np.uint64)


def times(table: Table, calendar: Calendar) -> NDArray[np.float64]:
    """Seconds from the start of the run: given so, or as local time, which is turned into GMT.

    In the hour that comes twice in October the first is taken.
    """
    text = table.text("at")
    listed_ = text.tolist()
    local = np.array([LOCAL.fullmatch(word) is not None for word in listed_], dtype=bool)
    offset = np.array([OFFSET.fullmatch(word) is not None for word in listed_], dtype=bool)
    plain = ~local & ~offset
    seconds = np.full(len(table), np.nan)
    seconds[plain] = pd.to_numeric(pd.Series(text[plain], dtype=object), errors="coerce")
    start = pd.Timestamp(calendar.first_day, tz="UTC")
    naive = pd.to_datetime(pd.Series(text[local], dtype=object), format="ISO8601", errors="coerce")
    there = naive.dt.tz_localize(LONDON, ambiguous=np.ones(len(naive), bool), nonexistent="NaT")
    seconds[local] = since(there, start)
    skipped = np.zeros(len(table), dtype=bool)
    skipped[local] = (there.isna() & naive.notna()).to_numpy()
    if offset.any():
        aware = pd.to_datetime(
            pd.Series(text[offset], dtype=object), format="ISO8601", errors="coerce", utc=True
        )
        seconds[offset] = since(aware, start)
    table.refuse(text == "", "at", always("A call needs its time.", TIMES))
    table.refuse(
        skipped, "at",
        lambda row: (f"There was no {text[row]}: the clocks went forward.", TIMES,
                     f"{text[row]}Z, which is in GMT"),
    )  # fmt: skip
    wrong = ~np.isfinite(seconds) & ~skipped & (text != "")
    table.refuse(wrong, "at", lambda row: (f"'{text[row]}' is not a time.", TIMES, ""))
    return np.asarray(np.rint(seconds * TICKS_PER_S) / TICKS_PER_S, dtype=np.float64)


def since(times_: Any, start: pd.Timestamp) -> NDArray[np.float64]:
    """Seconds from the start to each time."""
    return np.asarray((times_ - start) / pd.Timedelta(seconds=1), dtype=np.float64)


def places(table: Table, region: Region) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The zone and road node of each call: by the zone's id, or the nearest of both to where it was."""
    zones = region.zones
    if "zone" in table.columns:
        text = table.text("zone")
        table.refuse(text == "", "zone", always("A call needs its place."))
        zone = np.maximum(words(table, "zone", zones.id), 0).astype(np.int64)
        return zone, zones.node[zone].astype(np.int64)
    on_grid = "easting" in table.columns
    columns = ("easting", "northing") if on_grid else ("lon", "lat")
    x, y = (numbers(table, column, needed="A call needs its place.") for column in columns)
    sound = np.isfinite(x) & np.isfinite(y)
    east, north = (x, y) if on_grid else grid(x, y)
    sound &= np.isfinite(east) & np.isfinite(north)
    joined = np.flatnonzero(reachable(region))
    nodes, of_zones = (
        cKDTree(points)
        for points in (region.roads.xy[joined], np.column_stack([zones.easting, zones.northing]))
    )
    node, zone = np.zeros(len(table), dtype=np.int64), np.zeros(len(table), dtype=np.int64)
    there = np.column_stack([east[sound], north[sound]])
    gap_m = np.full(len(table), np.inf)
    gap_m[sound], nearest = nodes.query(there)
    node[sound] = joined[nearest]
    zone[sound] = of_zones.query(there)[1]

    def say(row: int) -> Said:
        far = f"{gap_m[row] / 1000:,.0f} km" if sound[row] else "far"
        message = f"This place is {far} from the nearest road of {region.title}."
        return message, f"at most {REACH_M / 1000:g} km", other_way(x[row], y[row], on_grid, nodes)

    table.refuse((gap_m > REACH_M) & np.isfinite(x) & np.isfinite(y), columns[0], say)
    return zone, node


def grid(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Eastings and northings of places in degrees; infinite where there are none."""
    from pyproj import Transformer

    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    east, north = to_grid.transform(lon, lat)
    return np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)


def other_way(x: float, y: float, on_grid: bool, nodes: cKDTree) -> str:
    """What was probably meant by a place that is far from any road."""
    tries = [(y, x, "the other way round")]
    if on_grid:
        tries.append((x * 1000, y * 1000, "in metres, not kilometres"))
    for first, second, why in tries:
        place = (
            (first, second)
            if on_grid
            else [a[0] for a in grid(np.array([first]), np.array([second]))]
        )
        if np.isfinite(place).all() and nodes.query(place)[0] <= REACH_M:
            return (
                f"{first:g}, {second:g}, {why}"
                if on_grid
                else f"lat {second:g} and lon {first:g}, {why}"
            )
    return ""


def reachable(region: Region) -> Rows:
    """Which road nodes a vehicle that can reach a zone can reach, at every speed profile."""
    everywhere = np.arange(len(region.roads.xy))
    joined = np.ones(len(everywhere), dtype=bool)
    for profile in region.roads.profiles:
        away = region.roads.seconds_between(region.zones.node[0], everywhere, profile)
        joined &= np.isfinite(away)
    return joined


def refuse_unanswered(
    table: Table, option: str, parts: Parts, kind: Codes, reported: Codes, category: Codes
) -> None:
    """Refuse calls for which an option has no stream of demand, or no response plan."""
    triple = np.column_stack([kind, reported, category])
    sound = (kind >= 0) & (reported > -2) & (category > -2)
    unique, which = np.unique(triple, axis=0, return_inverse=True)
    which = which.ravel()
    for number, (k, r, c) in enumerate(unique.tolist()):
        if k < 0 or r < NOT_SAID or c < NOT_SAID:
            continue
        word = CATEGORIES[c] if c >= 0 else None
        streams = [p for p in parts["demand"].values() if p.kind == KINDS[k]]
        mine = [p for p in streams if word in (None, p.category)]
        rows = sound & (which == number) & ~table.bad
        if not mine:
            known = {p.category for p in streams} or {p.kind for p in parts["demand"].values()}
            column, wanted = ("category", word) if streams else ("kind", KINDS[k])
            message = f"No demand in {option} has {KINDS[k]} calls"
            message += f" of category {word}." if streams else "."
            meant = probably_meant(wanted, sorted(known))
            table.refuse(rows, column, always(message, listed(sorted(known), 40), meant))
        elif r >= 0:
            plans = parts["response_plans"]
            missing = [p.category for p in mine if not plan_of(plans, KINDS[r], p.category)]
            if missing:
                message = (
                    f"No response plan in {option} answers {KINDS[r]} calls "
                    f"of category {listed(missing)}."
                )
                table.refuse(rows, "reported_kind", always(message))
